package words

// english holds what is said beside the help of the command line.
var english = map[string]string{
	"list.and": "%s and %s",

	"count.entry.one":         "%d entry",
	"count.entry.many":        "%d entries",
	"count.sample.one":        "%d reading of a device",
	"count.sample.many":       "%d readings of a device",
	"count.record.one":        "%d record",
	"count.record.many":       "%d records",
	"count.person.one":        "%d person",
	"count.person.many":       "%d persons",
	"count.other_person.one":  "%d other person",
	"count.other_person.many": "%d other persons",
	"count.problem.one":       "%d problem",
	"count.problem.many":      "%d problems",
	"count.op.one":            "%d change",
	"count.op.many":           "%d changes",
	"count.cell.one":          "%d cell",
	"count.cell.many":         "%d cells",

	// Errors: what happened, what it means, what to do.
	"error.detail": "(%s)",
	"error.file":   "The file is %s.",

	"error.other.what": "That did not work: %s.",
	"error.other.do":   "If you think this is a fault of Kith, please tell its makers.",

	"error.stopped.what":  "Stopped.",
	"error.stopped.means": "Nothing that was confirmed before is lost.",

	"error.wrong_passphrase.what":  "The passphrase is wrong.",
	"error.wrong_passphrase.means": "Nothing was changed.",
	"error.wrong_passphrase.do":    "Check the Caps Lock key and the keyboard language, then try again. If you forgot it, use your recovery sheet: kith recover --sheet FILE",
	"error.empty_passphrase.what":  "The passphrase is empty.",
	"error.empty_passphrase.do":    "Choose at least one character. Several words are better.",
	"error.no_passphrase.what":     "Kith needs your passphrase and cannot ask for it here.",
	"error.no_passphrase.do":       "Run it in a terminal, or name a file that holds the passphrase: --passphrase-file FILE",
	"error.wrong_sheet.what":       "This recovery sheet does not belong to this vault.",
	"error.wrong_sheet.do":         "Look at the vault number and date on the sheet; a newer sheet may have replaced it.",
	"error.sheet_text.what":        "The recovery sheet cannot be read.",
	"error.sheet_text.do":          "Compare the words with the printed sheet. The first four letters of each word are enough.",
	"error.old_slot.what":          "The new passphrase works, but the old one could not be removed.",
	"error.old_slot.means":         "Both may open the vault now.",
	"error.old_slot.do":            "See which there are with kith slot list, then remove the old one with kith slot remove ID",

	"error.disk_full.what":   "The disk is full.",
	"error.disk_full.means":  "What you just did was not saved. Everything confirmed before is safe.",
	"error.disk_full.do":     "Free some space and try again.",
	"error.disk.what":        "The disk could not be read or written.",
	"error.disk.do":          "Try again. If it stays, copy the vault folder to another disk and make a backup.",
	"error.read_only.what":   "The disk is read-only.",
	"error.read_only.do":     "Kith needs to write in its vault folder. Make the disk writable, or choose another folder with --vault DIR",
	"error.permission.what":  "You are not allowed to use this file or folder.",
	"error.permission.do":    "Check who owns it.",
	"error.no_file.what":     "There is no such file or folder.",
	"error.no_file.do":       "Check the name.",
	"error.file_exists.what": "The file is there already, and Kith does not write over it.",
	"error.file_exists.do":   "Choose another name, or say --force where the command has it.",

	"error.in_use.what":     "The vault is open in another window or program.",
	"error.in_use.do":       "Use it there, or close it there first.",
	"error.no_vault.what":   "There is no vault here yet.",
	"error.no_vault.do":     "Make one with kith init, or name its folder with --vault DIR",
	"error.exists.what":     "A new vault cannot be made in this folder: there is something in it.",
	"error.exists.do":       "Choose an empty folder with --vault DIR",
	"error.not_empty.what":  "A backup can only be restored where there is no vault yet, or an empty one.",
	"error.not_empty.do":    "Restore into another folder: kith --vault NEWFOLDER restore FILE. The vault that is here stays as it is.",
	"error.last_slot.what":  "This is the last way into the vault, so it stays.",
	"error.last_slot.do":    "Add another passphrase or recovery sheet first: kith slot add-passphrase, kith slot add-recovery",
	"error.many_slots.what": "The vault has as many passphrases and recovery sheets as it can hold.",
	"error.many_slots.do":   "Remove one first: kith slot list, then kith slot remove ID",
	"error.no_slot.what":    "The vault has nothing of this id.",
	"error.no_slot.do":      "See what there is with kith slot list",
	"error.newer.what":      "This was written by a newer version of Kith.",
	"error.newer.do":        "Use that version, or a newer one.",

	"error.work_factor.what":      "A file asks for more computing than Kith allows.",
	"error.work_factor.means":     "Kith does not make such files: somebody may have changed it to make your computer hang.",
	"error.work_factor.do":        "Open the vault another way, or restore a backup into a new folder: kith --vault NEWFOLDER restore FILE",
	"error.damaged.what":          "Damage was found.",
	"error.damaged.do":            "Run kith verify to see what is affected. To go back to a backup: kith --vault NEWFOLDER restore FILE",
	"error.vault_damaged.what":    "Damage was found in the vault's own files.",
	"error.vault_damaged.do":      "If another passphrase or the recovery sheet does not open the vault either, go back to a backup: kith --vault NEWFOLDER restore FILE",
	"error.record_damaged.what":   "The record of %s is damaged.",
	"error.record_damaged.means":  "What was found: %s. Kith shows nothing that it cannot prove to be what was written.",
	"error.record_damaged.others": "The records of %s in this vault are not affected and open as before.",
	"error.record_damaged.do":     "Keep the vault folder as it is. Run kith verify to see all of it; kith verify --rebuild repairs lists and search if only those are affected. To go back to a backup: kith --vault NEWFOLDER restore FILE",
	"error.rolled_back.what":      "The files of a record are older than this computer remembers.",
	"error.rolled_back.means":     "Somebody or some program, such as a sync tool or a disk image, put old files back. Entries made since then are missing in them.",
	"error.rolled_back.do":        "Put the newest files back, or restore your newest backup into a new folder: kith --vault NEWFOLDER restore FILE",
	"error.backup_damaged.what":   "The backup is damaged or incomplete. Nothing was restored.",
	"error.backup_damaged.do":     "Copy the file again from where you keep it, or use an older backup.",

	"error.no_person.what":      "There is no such person.",
	"error.no_person.what_name": "There is no person called %q.",
	"error.no_person.near":      "Did you mean %s?",
	"error.no_person.do":        "See who there is with kith person list, or add somebody: kith person add NAME",
	"error.which_person.what":   "The vault has %d persons; say which one you mean.",
	"error.which_person.do":     "Add --person NAME. There are %s.",
	"error.which_person.more":   "(And %d more: kith person list.)",
	"error.person_exists.what":  "There is a person of this name already.",
	"error.person_exists.do":    "Choose a name that tells the two apart.",
	"error.name.what":           "This cannot be a name.",
	"error.name.do":             "A name has 1 to 200 characters that can be shown.",
	"error.nobody.what":         "There is no person in this vault yet.",
	"error.nobody.do":           "Add yourself or somebody you care for: kith person add NAME",

	"error.no_entry.what":     "There is no such entry, or it was deleted.",
	"error.no_entry.do":       "kith list shows the entries and their ids; kith undo brings back what was deleted last.",
	"error.ambiguous.what":    "Several entries match.",
	"error.ambiguous.what_id": "Several entries have an id that begins with %s.",
	"error.ambiguous.do":      "Type more of it: %s.",
	"error.nothing.what":      "There is nothing to undo or redo.",
	"error.unchanged.what":    "The entry says that already. Nothing was changed.",
	"error.too_long.what":     "This is longer than an entry can hold. Nothing was saved.",
	"error.not_text.what":     "This is not valid text (UTF-8). Nothing was saved.",
	"error.time.what":         "This is not a time that Kith can hold. Nothing was saved.",
	"error.value.what":        "The value does not fit its scale. Nothing was saved.",
	"error.number.what":       "This is not a number that Kith can hold. Nothing was saved.",

	"error.import_format.what":  "This is not a file that Kith can import.",
	"error.import_format.do":    "Kith reads CSV tables, Daylio, Apple Health (zip or XML) and FHIR R4 (JSON). If it is one of these, name it with --format",
	"error.import_large.what":   "The file is larger than Kith accepts.",
	"error.import_damaged.what": "The file is damaged or cut off.",
	"error.import_damaged.do":   "Export it again from where it came.",
	"error.partly.do":           "What was imported until then is there: importing the file again adds only the rest, and kith undo takes it back.",
	"error.ask.what":            "Kith does not understand this table well enough to import it.",
	"error.ask.do":              "Save the proposed map with --map-out MAPFILE, correct it in a text editor, and import with --map MAPFILE",

	"act.import": "import of %s",

	// The command line.
	"cli.error":           "kith: %s",
	"cli.usage":           "kith: %s\nSee kith help, or kith COMMAND --help.",
	"cli.unknown_command": "%q is no command of %s.",
	"cli.no_home":         "Kith cannot find your data folder. Name the vault's folder with --vault DIR.",
	"cli.work_factor":     "The work factor is a number from %d to %d.",
	"cli.help.usage":      "Usage:",
	"cli.help.commands":   "Commands:",
	"cli.help.examples":   "Examples:",
	"cli.help.flags":      "Flags:",
	"cli.help.global":     "Flags of every command:",

	"ask.passphrase":        "Passphrase: ",
	"ask.backup_passphrase": "Passphrase of the backup: ",
	"ask.new_passphrase":    "New passphrase: ",
	"ask.again":             "The same again: ",
	"ask.differ":            "The two differ. Please type it again.",

	"strength.weak":   "This passphrase is weak: somebody with your computer could find it. Several words that do not belong together are better.",
	"strength.fair":   "This passphrase is fair. One or two words more would make it good.",
	"strength.good":   "This passphrase is good.",
	"strength.strong": "This passphrase is strong.",

	"init.done":     "Your vault is in %s.",
	"init.no_sheet": "There is no recovery sheet: if you forget the passphrase, nobody can open the vault. Make a sheet with kith slot add-recovery --out FILE",

	"sheet.written":  "Your recovery sheet (%s) is in %s. Print it, keep the paper safe, and delete the file.",
	"sheet.printed":  "Above is your recovery sheet (%s). Print it or copy the words by hand, and keep the paper safe.",
	"sheet.no_place": "Say where the sheet should go: --out FILE",

	"slot.line":            "%s  %-15s  %s  %s",
	"slot.kind.passphrase": "passphrase",
	"slot.kind.recovery":   "recovery sheet",
	"slot.current":         "opened with this one",
	"slot.damaged":         "DAMAGED: it opens nothing",
	"slot.added":           "The passphrase opens the vault from now on (%s).",
	"slot.removed":         "%s opens the vault no longer. Backups made before still open with it.",

	"passwd.done":      "The passphrase was changed. Backups made before still open with the old one.",
	"recover.no_sheet": "Say where the recovery sheet is: --sheet FILE",
	"recover.open":     "The recovery sheet opens the vault. Choose a new passphrase.",

	"erase.ask":     "This destroys everything in %s for good: %s. Type %q to go on: ",
	"erase.word":    "erase everything",
	"erase.yes":     "Erasing cannot be undone. Say --yes if you mean it.",
	"erase.differs": "That is not what was asked for. Nothing was erased.",
	"erase.done":    "Everything in %s is erased. Backups made before still hold it.",

	"person.added":         "Added %s.",
	"person.line":          "%s  %s  %s",
	"person.none":          "There is no person in this vault yet. Add one: kith person add NAME",
	"person.renamed":       "%s is called %s now.",
	"person.erase.ask":     "This destroys all entries of %s for good. Type the name to go on: ",
	"person.erase.yes":     "Erasing cannot be undone. Say --yes if you mean it.",
	"person.erase.differs": "That is not the name. Nothing was erased.",
	"person.erased":        "The record of %s is erased. Backups made before still hold it.",

	"log.done":     "Saved %s for %s: %s  %s",
	"edit.done":    "Changed %s for %s: %s  %s",
	"edit.nothing": "Say what to change: --value, --at, --name, --note, --tag, or the whole line anew.",
	"delete.done":  "Deleted %s: %s  %s. kith undo brings it back.",
	"undo.done":    "Taken back: %s, %s, of %s. kith redo brings it again.",
	"redo.done":    "Brought again: %s, %s, of %s.",

	"list.none":  "There are no such entries.",
	"list.more":  "These are the newest %d. See more with --limit N, all with --limit 0.",
	"list.limit": "--limit is a number from 0 (all) up.",

	"history.line":    "%s  %s: %s",
	"history.deleted": "deleted",
	"history.undone":  "(taken back)",

	"import.progress":    "Importing: %d %%",
	"import.understood":  "This is how %s was understood:",
	"import.assumed":     "This was assumed; please check it:",
	"import.item":        "  - %s",
	"import.read":        "Read %s from %s (%s).",
	"import.imported":    "Imported %s: %s, for %s.",
	"import.would":       "Would import %s: %s, for %s. Nothing was written.",
	"import.added":       "New in the vault: %s.",
	"import.duplicates":  "There already: %s.",
	"import.skipped":     "Left out:",
	"import.cells":       "Cells that could not be understood, in records that were imported for the rest:",
	"import.skip":        "  %6d  %s (%s)",
	"import.note":        "Note: %s",
	"import.undo":        "kith undo takes all of it back.",
	"import.both":        "Say --person or --person-column, not both.",
	"import.format":      "There is no format %q. It is one of %s.",
	"import.zone":        "There is no time zone %q. Write it as Europe/Berlin.",
	"import.no_file":     "%s is not a file.",
	"import.map_follows": "This is the map to correct:",
	"import.map_written": "The map is in %s.",

	"verify.progress":      "Checking: %d %%",
	"verify.ok":            "All is well: %s, %s, every one authentic and in its place.",
	"verify.different":     "The lists of %s were not what the record says. They are now.",
	"verify.salvaged":      "Some lists of %s were damaged, but every change could be read. The record was written anew from them; nothing is missing.",
	"verify.readable.all":  "All %s of %s can still be listed: kith list shows them.",
	"verify.readable.some": "Of %[2]s, the newest %[1]s can still be listed: kith list --limit.",
	"verify.readable.none": "No entry of %s can be listed.",
	"verify.vault":         "the vault itself",
	"verify.problem":       "DAMAGE in %s (%s): %s",
	"verify.damaged":       "Found %s. %d of %d records are whole and open as before. Keep a copy of the vault folder, then try kith verify --rebuild: it writes a record anew if every change in it can be read. To go back to a backup: kith --vault NEWFOLDER restore FILE",

	"backup.progress":         "Backing up: %d %%",
	"backup.done":             "The backup is in %s: %s, %s, %d bytes. It was read back and is whole.",
	"backup.opens_sheet":      "It opens with your passphrase in Kith, and with your recovery sheet in Kith or in the free program age (%s or newer).",
	"backup.opens_passphrase": "It opens with your passphrase, in Kith or in the free program age (%s or newer).",
	"restore.progress":        "Restoring: %d %%",
	"restore.done":            "The vault is restored in %s: %s, as of %s.",
	"restore.different":       "This version of Kith reads some entries of %s otherwise than the one that made the backup. Nothing is lost; compare with kith history.",

	"shell.welcome": "The vault is open. Type a command, help, or exit. Press Tab to complete.",
	"shell.line":    "(line %d)",
	"shell.quote":   "The line has a quote or a backslash without its end.",

	"version.line": "kith %s (%s, %s)",

	"backup.readme": `This is a backup of a Kith journal.

Kith restores it:   kith --vault NEWFOLDER restore FILE

You can also read it without Kith. It is an age file (https://age-encryption.org,
version %s or newer) around a tar file:

  persons/0001/entries.ndjson   every entry of the first person, one JSON object
                                in a line, oldest first. Times are RFC 3339; what
                                is missing is unknown, never zero.
  persons/0001/ops.ndjson       the signed and sealed changes that the entries
                                are computed from, in base64
  persons/0001/keys.json        name and id of the person, and the keys of the
                                changes
  identity.json                 the signing key of the journal's owner, and the
                                public keys of the recovery sheets
  manifest.json                 size and SHA-256 of each file
  manifest.mac                  proves that the manifest came from the vault

Whoever can read this file can read everything in it. Do not leave an opened copy
lying about.
`,
}
