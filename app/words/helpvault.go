package words

// englishHelpVault is the part of the help about the program, the vault and who is
// in it; englishHelp is about what is written down.
var englishHelpVault = map[string]string{
	"help.kith.short": "A private health journal",
	"help.kith.long": `Kith is a private health journal. Everything you write is encrypted on this
computer. Without a command kith opens its window. In a terminal start like this:

  kith init               make your vault and choose a passphrase
  kith person add Anna    add yourself, or somebody you care for
  kith log headache 7     write something down
  kith list               see it`,

	"help.help.short": "Explain a command",
	"help.help.long":  "Explain a command.",

	"help.init.args":  "[--recovery-out FILE] [--sample]",
	"help.init.short": "Make a new vault",
	"help.init.long": `Make a new vault. You choose a passphrase, and get a recovery sheet that opens
the vault if you forget it. Print the sheet and keep it away from the computer.

On a terminal the sheet is shown; with --recovery-out it goes to a file.
Nobody can open the vault without the passphrase or the sheet.

To try Kith out first, make a vault with a sample diary in it: a year of an
invented person with migraine, their treatments, sleep and notes.`,
	"help.init.example": `kith init
kith --vault /tmp/tryout init --sample
kith init --recovery-out sheet.pdf
kith --vault /media/stick/kith init`,

	"help.person.short": "Add, list, rename or erase persons",
	"help.person.long":  "A vault holds the records of one or several persons: you, and those you care for.",

	"help.person add.args":    "NAME",
	"help.person add.short":   "Add a person",
	"help.person add.long":    "Add a person with an empty record.",
	"help.person add.example": "kith person add Anna",

	"help.person list.args":    "[--json]",
	"help.person list.short":   "Show who is in the vault",
	"help.person list.long":    "Show who is in the vault, in the order in which they were added.",
	"help.person list.example": "kith person list --json",

	"help.person rename.args":    "NAME NEWNAME",
	"help.person rename.short":   "Give a person another name",
	"help.person rename.long":    "Give a person another name. Nothing else changes.",
	"help.person rename.example": `kith person rename Anna "Anna Berg"`,

	"help.person erase.args":  "NAME [--yes]",
	"help.person erase.short": "Destroy a person's record for good",
	"help.person erase.long": `Destroy a person's record for good: first its key, then its files. This cannot
be undone. Backups made before still hold the record.`,
	"help.person erase.example": "kith person erase Anna",

	"help.backup.args":  "FILE [--force]",
	"help.backup.short": "Write everything to one encrypted file",
	"help.backup.long": `Write everything to one encrypted file. Kith reads it back before it says done.

The file opens with your passphrase or recovery sheet in Kith, and without Kith
with the free program age (1.3.0 or newer). Inside are plain text files.`,
	"help.backup.example": "kith backup /media/stick/kith-2026-11-22.age",

	"help.restore.args":  "FILE [--sheet FILE]",
	"help.restore.short": "Make the vault of a backup",
	"help.restore.long": `Make the vault of a backup, where there is no vault yet or an empty one. The
passphrase of the backup becomes that of the vault. With a recovery sheet you
choose a new one.`,
	"help.restore.example": `kith restore kith-2026-11-22.age
kith --vault newfolder restore --sheet sheet.txt kith-2026-11-22.age`,

	"help.verify.args":  "[--rebuild] [--json]",
	"help.verify.short": "Prove that everything is as it was written",
	"help.verify.long": `Read everything in the vault and prove that it is as it was written. If damage
is found, the exit code is 4 and each damaged file is named.

One computer alone cannot notice that somebody put a whole older copy of the
vault in its place. Backups kept elsewhere help against that.`,
	"help.verify.example": "kith verify --rebuild",

	"help.passwd.args":  "[--new-passphrase-file FILE]",
	"help.passwd.short": "Change the passphrase",
	"help.passwd.long": `Change the passphrase. The new one works before the old one is removed, so that
there is always a way in. Backups made before keep the old one.`,
	"help.passwd.example": "kith passwd",

	"help.slot.short": "Manage the ways into the vault",
	"help.slot.long":  "Every passphrase and recovery sheet that opens the vault is a slot.",

	"help.backup auto.args":    "[--if-due] [--show] [--json]",
	"help.backup auto.short":   "Make an automatic backup now, or see when",
	"help.backup auto.long":    "Make a backup in the folder of automatic backups, read it back whole, and remove the\noldest that are more than are to stay. The folder and the rest are settings. While the\nwindow is open this happens by itself; --if-due is for a timer. It needs a recovery sheet,\nbecause nobody types a passphrase then.",
	"help.backup auto.example": "kith settings backup_folder /media/usb\nkith backup auto\nkith backup auto --if-due\nkith backup auto --show",

	"help.backup drill.args":    "[FILE] [--sheet FILE] [--json]",
	"help.backup drill.short":   "Try whether a backup can be restored",
	"help.backup drill.long":    "Restore a backup, the newest automatic one if none is named, into a sealed folder beside\nthe vault, and throw that away. It proves that what you have at hand opens the backup and\nthat all of it is there. Your journal is not touched.",
	"help.backup drill.example": "kith backup drill\nkith backup drill kith.age --sheet sheet.txt",

	"help.settings.args":    "[NAME [VALUE]] [--json]",
	"help.settings.short":   "Show or change the settings of this journal",
	"help.settings.long":    "Show the settings of this journal on this computer, or change one. They are sealed with\nthe journal and go into no backup. The look, the size of text and the language belong\nto the window.",
	"help.settings.example": "kith settings\nkith settings remind off\nkith settings quiet_from 21:30",

	"help.slot list.args":    "[--json]",
	"help.slot list.short":   "Show the passphrases and sheets that open the vault",
	"help.slot list.long":    "Show the passphrases and recovery sheets that open the vault.",
	"help.slot list.example": "kith slot list",

	"help.slot add-passphrase.args":    "[--new-passphrase-file FILE]",
	"help.slot add-passphrase.short":   "Add one more passphrase",
	"help.slot add-passphrase.long":    "Add one more passphrase that opens the vault, for somebody who shares it.",
	"help.slot add-passphrase.example": "kith slot add-passphrase",

	"help.slot add-recovery.args":    "[--out FILE]",
	"help.slot add-recovery.short":   "Add a recovery sheet",
	"help.slot add-recovery.long":    "Make one more recovery sheet. Older sheets still open the vault until they are\nremoved.",
	"help.slot add-recovery.example": "kith slot add-recovery --out sheet.pdf",

	"help.slot remove.args":    "ID",
	"help.slot remove.short":   "Remove a passphrase or sheet",
	"help.slot remove.long":    "Remove a passphrase or recovery sheet. The last one stays.",
	"help.slot remove.example": "kith slot remove 9c41d2aa",

	"help.recover.args":    "--sheet FILE",
	"help.recover.short":   "Open the vault with the recovery sheet",
	"help.recover.long":    "Open the vault with the recovery sheet, if you forgot the passphrase, and choose\na new one. FILE is the sheet as Kith wrote it (text or PDF), or a text file with\nits 24 words.",
	"help.recover.example": "kith recover --sheet sheet.txt",

	"help.erase.args":  "[--yes]",
	"help.erase.short": "Throw the whole vault away for good",
	"help.erase.long": `Throw the whole vault away: the records of everybody, every passphrase and every
recovery sheet. This cannot be undone. Backups made before stay, and still hold
the records.`,
	"help.erase.example": "kith erase",

	"help.shell.args":  "",
	"help.shell.short": "Unlock once, then give commands line by line",
	"help.shell.long": `Unlock the vault once, then give commands line by line, without "kith" before
them: from the keyboard with history and completion, or from a pipe. In a pipe a
line that fails is named on standard error and the next one is run; the exit
code then tells that one failed. Lines that begin with # are comments.`,
	"help.shell.example": `kith shell
kith shell < lines.txt`,

	"help.version.args":    "[--json]",
	"help.version.short":   "Show the version",
	"help.version.long":    "Show the version of Kith.",
	"help.version.example": "kith version",
}
