package words

// englishHelpSync is the part of the help about what others have of a record.
var englishHelpSync = map[string]string{
	"help.conflict.short":          "Doses that may be written down twice",
	"help.conflict.long":           "See and settle doses that two devices wrote down and that may be one. Nothing is ever\ndeleted or merged by itself.",
	"help.conflict list.args":      "[--person NAME] [--json]",
	"help.conflict list.short":     "Show doses that may be written down twice",
	"help.conflict list.long":      "Show doses that several devices wrote down for one due dose, or closer together than the\nplan leaves between doses. All are kept until somebody who knows says which is so.",
	"help.conflict list.example":   "kith conflict list",
	"help.conflict settle.args":    "ID (--keep-both | --delete ID) [--json]",
	"help.conflict settle.short":   "Say whether it was one dose or several",
	"help.conflict settle.long":    "Say that all the doses were taken, or which is the same one written down again: that goes\nto the trash. It is settled on every device of the record. kith undo takes it back.",
	"help.conflict settle.example": "kith conflict settle 4f1c --keep-both",
	"help.node.args":               "--data DIR [--listen ADDR] [--quota SIZE] [--link]",
	"help.node.short":              "Run your group's own node, which keeps records available",
	"help.node.long": `Run a machine that is always on and keeps the sealed records of a group, so that a
change arrives although nobody is online at the same time. It cannot read them: it
needs no vault and no passphrase. It also connects devices that cannot reach each
other. Paste its link into Kith to use it. It runs until Ctrl+C or SIGTERM.`,
	"help.node.example": `kith node --data /srv/kith --listen 0.0.0.0:4001 --quota 20GiB
kith node --data /srv/kith --announce node.example.org:4001 --metrics 127.0.0.1:9464`,

	"help.node link.args":  "--data DIR [--qr]",
	"help.node link.short": "Show the link to paste into Kith",
	"help.node link.long": `Show the link of a node with the addresses it had when it last ran. Whoever has the
link can keep records there, so give it to your group only.`,
	"help.node link.example": "kith node link --data /srv/kith --qr",

	"help.node status.args":  "--data DIR [--json]",
	"help.node status.short": "Show what a node keeps",
	"help.node status.long": `Show the spaces that a node keeps, running or not: how many changes and bytes. Whose
they are and what is in them, it does not know.`,
	"help.node status.example": "kith node status --data /srv/kith --json",

	"help.node forget.args":  "--data DIR HANDLE [--yes]",
	"help.node forget.short": "Delete what a node keeps of a space",
	"help.node forget.long": `Delete a space from a node, running or not. HANDLE is what kith node status shows, or
the beginning of it. The devices of the space keep everything they have.`,
	"help.node forget.example": "kith node forget --data /srv/kith 3f9a41c2",

	"help.device.short": "Your own computers: add, list, name, remove",
	"help.device.long": `The computers that have your records: each is yours, has its own passphrase, and they
bring each other up to date without a server.`,

	"help.device add.args":  "[--person NAME]... [--valid TIME] [--qr FILE] [--expect -] [--no-wait] [--json]",
	"help.device add.short": "Let another computer of yours in",
	"help.device add.long": `Let another computer of yours in. Seven words, a link and a QR code are shown; on the
other computer make a new journal (kith init) and type: kith join WORDS. Then compare
seven pictures on both screens. Nothing is handed over before both sides said yes.
The other computer gets your key and the records chosen, and can do what this one can.
The words do not say where this computer is: give the address that stands beside them
(kith join WORDS --at ADDRESS). The link and the QR code say it by themselves.`,
	"help.device add.example": `kith device add
kith device add --person Anna --qr invitation.png`,

	"help.device list.args":    "[--json]",
	"help.device list.short":   "Show your computers",
	"help.device list.long":    "Show the computers that have your records, this one first, and which records.",
	"help.device list.example": "kith device list --json",

	"help.device name.args":  "[NAME] [--me NAME] [--json]",
	"help.device name.short": "Say what this computer, or you, are called",
	"help.device name.long": `Say what this computer is called, and with --me what you are. Whoever has one of your
records sees it; nobody else does.`,
	"help.device name.example": `kith device name "Kitchen laptop" --me Anna`,

	"help.device remove.args":  "DEVICE [--yes]",
	"help.device remove.short": "Take a computer of yours out of every record",
	"help.device remove.long": `Take a computer of yours out of every record and change their keys. It gets nothing that
is written from then on. What is on it stays there, sealed by its own passphrase. DEVICE
is a name, or the beginning of an id of kith device list.`,
	"help.device remove.example": "kith device remove \"Old laptop\"",

	"help.device confirm.args":  "SPACE DEVICE [--yes]",
	"help.device confirm.short": "Say that a computer belongs to its owner",
	"help.device confirm.long": `A computer can add itself with its owner's key, as after a backup was restored. It gets
no key of the record until an owner says that it is theirs. SPACE is the person whose
record it is, by name or by the beginning of an id.`,
	"help.device confirm.example": "kith device confirm Anna 4f1c2a90",

	"help.space.short": "Who has a record, and what they may do",
	"help.space.long": `Who has the record of a person: owners decide who else does, caregivers write, viewers
read all of it or some categories. SPACE is the person, by name or by the beginning of
an id.`,

	"help.space list.args":    "[--json]",
	"help.space list.short":   "Show the records and how many have them",
	"help.space list.long":    "Show the records that are here, what you may do with each, and how many have it.",
	"help.space list.example": "kith space list",

	"help.space show.args":    "SPACE [--json]",
	"help.space show.short":   "Show who has a record, where, and open invitations",
	"help.space show.long":    "Show who has a record, since when, on which computers and nodes, who had it, and which\ninvitations are open.",
	"help.space show.example": "kith space show Anna",

	"help.space members.args":    "SPACE [--json]",
	"help.space members.short":   "Show who has a record",
	"help.space members.long":    "Show who has a record, since when, and on which computers.",
	"help.space members.example": "kith space members Anna --json",

	"help.space invite.args":  "SPACE --role ROLE [--categories LIST] [--together] [FLAGS]",
	"help.space invite.short": "Invite somebody to a record",
	"help.space invite.long": `Invite somebody to the record of a person: as owner, caregiver or viewer. They type
kith join with the words or the link, on their own computer with their own journal.
With --categories a viewer gets those parts only, by key: treatments, symptoms, measures,
mood, questionnaires, appointments, notes, daily-life, documents. With --no-history what
was written before stays closed to them. The invitation works once, while any computer
of an owner syncs; compare the safety number later (kith safety). With --together, for
two who sit side by side or talk, seven pictures are compared, and it ends with this
command.`,
	"help.space invite.example": `kith space invite Anna --role caregiver
kith space invite Anna --role viewer --categories treatments,appointments`,

	"help.space cancel.args":    "SPACE INVITATION",
	"help.space cancel.short":   "Take an invitation back",
	"help.space cancel.long":    "Take an invitation back that nobody has used. kith space show has its id.",
	"help.space cancel.example": "kith space cancel Anna 91ab04c7",

	"help.space role.args":  "SPACE MEMBER ROLE [--categories LIST] [--yes]",
	"help.space role.short": "Give somebody another role",
	"help.space role.long": `Give somebody another role, or a viewer other categories. Who gets less keeps what has
arrived there: it cannot be taken back. MEMBER is a name, or the beginning of an id.`,
	"help.space role.example": `kith space role Anna Ben owner
kith space role Anna Dr.Cole viewer --categories treatments`,

	"help.space remove.args":  "SPACE MEMBER [--yes]",
	"help.space remove.short": "Take somebody out of a record",
	"help.space remove.long": `Take somebody and all their computers out of a record, and change its key. They get
nothing that is written from then on, and nothing they write counts. What they have
received stays with them: it cannot be taken back.`,
	"help.space remove.example": "kith space remove Anna Ben",

	"help.space leave.args":  "SPACE [--yes]",
	"help.space leave.short": "Leave the record of somebody else",
	"help.space leave.long": `Leave the record of somebody else: the others are told, and it is erased here. What you
wrote stays in their record. An owner cannot leave; another owner changes their role
first.`,
	"help.space leave.example": "kith space leave Anna",

	"help.join.args":  "LINK|WORDS|--qr FILE [--at ADDRESS]... [--name NAME] [--expect -] [--no-wait] [--json]",
	"help.join.short": "Follow an invitation",
	"help.join.long": `Follow an invitation of kith device add or kith space invite: its seven words, its link,
or a picture of its QR code. Compare seven pictures on both screens; then the record
arrives. An invitation for a device makes this journal one of the inviter's, which only
one without records of its own can become. Stopping is safe: kith sync goes on with it.`,
	"help.join.example": `kith join abandon ability able about above absent absorb
kith join 'kith:join#...'
kith join --qr photo.jpg`,

	"help.sync.args":  "[--once] [--listen ADDRESS]... [--json]",
	"help.sync.short": "Bring records up to date with the other computers",
	"help.sync.long": `Bring every record up to date with the computers and nodes that have it, until Ctrl+C
is pressed, or with --once a single time. With --json and without --once, one document
is written for each change of the status.

The exit code is 0 only if every computer and node that could be reached has the same
as this one, by matching fingerprints. It is 1 if one of them has not, or if there are
some and none could be reached; what was written here is safe all the same.`,
	"help.sync.example": `kith sync
kith sync --once --json`,

	"help.status.args":  "[SPACE] [--entry ID] [--json]",
	"help.status.short": "Show where records are, and why not",
	"help.status.long": `Show for every record on how many computers and nodes everything in it is, when each
was compared last, and if it is not the same there, why and what to do. It counts only
fingerprints that matched. With --entry the same for one entry.`,
	"help.status.example": `kith status Anna
kith status --entry 4f1c --json`,

	"help.peer.short": "Nodes and addresses",
	"help.peer.long":  "Nodes that keep records available, and addresses at which computers are found.",

	"help.peer add.args":  "ADDRESS [--person NAME]... [--json]",
	"help.peer add.short": "Add a node by its link, or the address of a computer",
	"help.peer add.long": `Add a node by its link (kith:node#...): it keeps a sealed copy of the records chosen, or
of all, so that computers which are never on together keep up to date. It cannot read
them. Or tell at which address a computer is found, as its kith sync prints it; that is
only needed where it is not found by itself.`,
	"help.peer add.example": `kith peer add 'kith:node#...'
kith peer add /ip4/192.168.1.20/udp/4001/quic-v1/p2p/12D3KooW...`,

	"help.peer list.args":    "[--json]",
	"help.peer list.short":   "Show the nodes",
	"help.peer list.long":    "Show the nodes that keep copies.",
	"help.peer list.example": "kith peer list",

	"help.peer remove.args":    "NODE [--person NAME]...",
	"help.peer remove.short":   "Stop using a node",
	"help.peer remove.long":    "Stop using a node, for the records chosen or for all. What it has stays sealed.",
	"help.peer remove.example": "kith peer remove 9f2e01aa",

	"help.safety.args":  "[CONTACT] [--compared | --undo] [--json]",
	"help.safety.short": "Compare keys with somebody",
	"help.safety.long": `Show the sixty digits that you and somebody who shares a record with you both see if
nobody is between you. Compare them by phone or in the same room, then give --compared:
it is noted for you alone. Without CONTACT, show everybody; who has another key than
before comes first.`,
	"help.safety.example": `kith safety Ben
kith safety Ben --compared`,
}
