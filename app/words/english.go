package words

// english holds what is said beside the help of the command line.
var english = map[string]string{
	"list.and": "%s and %s",

	"count.hour.one":           "%d hour",
	"count.hour.many":          "%d hours",
	"count.question.one":       "%d question",
	"count.question.many":      "%d questions",
	"count.thing.one":          "%d thing",
	"count.thing.many":         "%d things",
	"count.questionnaire.one":  "%d questionnaire",
	"count.questionnaire.many": "%d questionnaires",
	"count.appointment.one":    "%d appointment",
	"count.appointment.many":   "%d appointments",

	"count.entry.one":         "%d entry",
	"count.entry.many":        "%d entries",
	"count.minute.one":        "%d minute",
	"count.minute.many":       "%d minutes",
	"count.reading.one":       "%d reading",
	"count.reading.many":      "%d readings",
	"count.sample.one":        "%d reading of a device",
	"count.sample.many":       "%d readings of a device",
	"count.record.one":        "%d record",
	"count.record.many":       "%d records",
	"count.condition.one":     "%d condition",
	"count.condition.many":    "%d conditions",
	"count.symptom.one":       "%d symptom",
	"count.symptom.many":      "%d symptoms",
	"count.measure.one":       "%d measure",
	"count.measure.many":      "%d measures",
	"count.person.one":        "%d person",
	"count.person.many":       "%d persons",
	"count.other_person.one":  "%d other person",
	"count.other_person.many": "%d other persons",
	"count.problem.one":       "%d problem",
	"count.problem.many":      "%d problems",
	"count.op.one":            "%d change",
	"count.op.many":           "%d changes",
	"count.member.one":        "%d member",
	"count.member.many":       "%d members",
	"count.device.one":        "%d computer",
	"count.device.many":       "%d computers",
	"count.node.one":          "%d node",
	"count.node.many":         "%d nodes",
	"count.cell.one":          "%d cell",
	"count.cell.many":         "%d cells",
	"count.value.one":         "%d value",
	"count.value.many":        "%d values",
	"count.backup.one":        "%d backup",
	"count.backup.many":       "%d backups",
	"count.week.one":          "%d week",
	"count.week.many":         "%d weeks",
	"count.month.one":         "%d month",
	"count.month.many":        "%d months",
	"size.bytes":              "%d bytes",
	"size.kb":                 "%.0f kB",
	"size.mb":                 "%.1f MB",
	"size.gb":                 "%.1f GB",

	"count.pair.one":       "%d pair",
	"count.pair.many":      "%d pairs",
	"count.day.one":        "%d day",
	"count.day.many":       "%d days",
	"count.treatment.one":  "%d treatment",
	"count.treatment.many": "%d treatments",
	"count.dose.one":       "%d dose",
	"count.dose.many":      "%d doses",
	"count.flare.one":      "%d flare or attack",
	"count.flare.many":     "%d flares or attacks",
	"count.file.one":       "%d file",
	"count.file.many":      "%d files",
	"count.time.one":       "%d time",
	"count.time.many":      "%d times",

	// Errors: what happened, what it means, what to do.
	"act.import": "import of %s",

	// The command line.
	"cli.no_display":      "There is no display here, so the window cannot open. This is what Kith can do in a terminal:",
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
	"init.sample":   "It holds the diary of %s, who is invented. To be rid of it, use kith person erase %q.",
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

	"person.added":            "Added %s.",
	"person.line":             "%s  %s  %s",
	"person.line.joined":      "%s  %s  %s (%s)",
	"person.limit":            "This record: %s.",
	"person.role.owner":       "you own it with others",
	"person.role.caregiver":   "somebody else's; you write in it",
	"person.role.viewer":      "somebody else's; you can read it",
	"person.role.partial":     "somebody else's; you can read %s",
	"person.role.waiting":     "waiting for its first contents",
	"person.role.removed":     "you are no longer in it; what came before stays here",
	"person.erased.joined":    "Your copy of the record of %s is erased. Everybody else who has it keeps it, and you are still one of its members: an owner can remove you.",
	"category.treatments":     "treatments",
	"category.symptoms":       "symptoms",
	"category.measures":       "measures",
	"category.mood":           "mood",
	"category.questionnaires": "questionnaires",
	"category.appointments":   "appointments",
	"category.notes":          "notes",
	"category.daily-life":     "daily life",
	"category.documents":      "documents",
	"person.none":             "There is no person in this vault yet. Add one: kith person add NAME",
	"person.renamed":          "%s is called %s now.",
	"person.erase.ask":        "This destroys all entries of %s for good. Type the name to go on: ",
	"person.erase.yes":        "Erasing cannot be undone. Say --yes if you mean it.",
	"person.erase.differs":    "That is not the name. Nothing was erased.",
	"person.erased":           "The record of %s is erased. Backups made before still hold it.",

	"log.try":         "Did you mean: %s",
	"log.or":          "or: %s",
	"log.sure":        "Keep it as it is? (yes or no) ",
	"log.not_kept":    "It was not kept. Write it again with the right value.",
	"edit.value":      "%.60q is not a value for %s.",
	"add.kind":        "Kith cannot add %q. It can add: %s.",
	"add.rest":        "There is no place for %q. Put a name of several words in quotes.",
	"add.end.part":    "An end is a day or a clock time, not a part of a day like %q. Write yesterday 21:00, or yesterday.",
	"add.flag":        "--%s says nothing about a %s.",
	"add.other_kind":  "That entry is a %s, not a %s.",
	"add.no_question": "There is no question %q; there are %d. Give its number or its words.",
	"log.done":        "Saved %s for %s: %s  %s",
	"edit.done":       "Changed %s for %s: %s  %s",
	"edit.nothing":    "Say what to change: --value, --at, --name, --note, --tag, or the whole line anew.",
	"delete.done":     "Deleted %s: %s  %s. kith undo brings it back.",
	"undo.done":       "Taken back: %s, %s, of %s. kith redo brings it again.",
	"redo.done":       "Brought again: %s, %s, of %s.",

	"list.none":  "There are no such entries.",
	"list.more":  "These are the newest %d. See more with --limit N, all with --limit 0.",
	"list.limit": "--limit is a number from 0 (all) up.",

	"history.line":    "%s  %s: %s, by %s",
	"history.apart":   "(at the same time as on another device)",
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
	"verify.readable.all":  "All %s of %s can still be listed.",
	"verify.readable.some": "Of %[2]s, the newest %[1]s can still be listed.",
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
  persons/0001/attachments/     the files that were attached, named by their SHA-256
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
