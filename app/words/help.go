package words

// englishHelp holds the help of the command line: for each command its arguments
// ("args"), one line ("short"), all of it ("long") and examples.
var englishHelp = map[string]string{
	"help.log.args":  "[--person NAME] [--at TIME] [--yes] TEXT",
	"help.log.short": "Write something down",
	"help.log.long": `Write something down in one line. First what it is, then the rest in any order:

  headache 7 @8:30 after wine #sleep    a symptom, 7 of 10, at 8:30
  no headache                           you looked for it, and it was not there
  bp 120/80                             a measure; so are: weight 72.5 kg, slept 7h
  took ibuprofen 400 mg for headache    a dose; also: skipped ibuprofen
  note: a good day, all in all          your own words

Without a time it is now. A shell may take away quotes and #: put the whole line
in quotes then.`,
	"help.log.example": `kith log "headache 7 @8:30 after wine #sleep"
kith log --person Anna --at "yesterday 22:00" took ibuprofen 400 mg`,

	"help.add.args":  "KIND [NAME] [VALUE] [--person NAME] [--at TIME] [FLAGS]",
	"help.add.short": "Write down an entry of any kind",
	"help.add.long": `Write down an entry of any kind, part by part. KIND is one of: symptom, mood,
sleep, measure, pressure, dose, needed (a medicine when needed), factor, episode,
condition, event, appointment, evaluation, note, day_reviewed. Mood, sleep and
pressure need no name. Only an appointment may lie ahead.`,
	"help.add.example": `kith add episode Migraine --at "yesterday 18:00" --end 21:00 --worst 8
kith add pressure 128/83
kith add sleep --from 23:10 --to 7:00 --quality 6
kith add needed Ibuprofen "400 mg" --reason headache
kith add appointment "Dr Lee" --at 2026-12-01T10:00 --question "How long?"
kith add condition Asthma --at 1998 --certainty confirmed`,
	"help.episode.short":     "End an episode",
	"help.episode.long":      "End an episode: a flare, an attack.",
	"help.episode end.args":  "ID [--at TIME] [--worst N]",
	"help.episode end.short": "Say that an episode is over",
	"help.episode end.long": `Say that an episode is over: now, or at a time. ID is the beginning of its id, as
kith list --kind episode shows it.`,
	"help.episode end.example": `kith episode end 3fa2b1c0
kith episode end 3fa2b1c0 --at 6:30 --worst 8`,
	"help.appointment.short":       "Keep the questions for an appointment",
	"help.appointment.long":        "Keep the questions for an appointment.",
	"help.appointment ask.args":    "ID QUESTION",
	"help.appointment ask.short":   "Add a question to ask there",
	"help.appointment ask.long":    "Add a question to ask at an appointment.",
	"help.appointment ask.example": `kith appointment ask 3fa2b1c0 "Is 75 mg enough?"`,
	"help.appointment asked.args":  "ID QUESTION",
	"help.appointment asked.short": "Tick a question off",
	"help.appointment asked.long": `Say that a question was asked. QUESTION is its number, counted from 1, or its
words.`,
	"help.appointment asked.example": `kith appointment asked 3fa2b1c0 1`,

	"help.list.args":  "[--person NAME] [--kind KIND] [--from DATE] [--to DATE] [--search WORDS] [--limit N] [--json]",
	"help.list.short": "Show entries, newest first",
	"help.list.long": `Show entries, newest first: of one person, or of all. The first column is the
id that edit, delete and history take. On a terminal the newest 100 are shown.`,
	"help.list.example": `kith list --limit 20
kith list --person Anna --kind symptom --from 2026-01 --to 2026-06
kith list --search "wine head" --json`,

	"help.edit.args":  "ID [TEXT] [--value VALUE] [--at TIME] [--name NAME] [--note NOTE] [--tag TAG] [--untag TAG] [--yes]",
	"help.edit.short": "Change an entry",
	"help.edit.long": `Change an entry: give what should be different, or the whole line anew. ID is
the beginning of its id, as kith list shows it. The entry before stays in its
history, and kith undo takes the change back.`,
	"help.edit.example": `kith edit 3fa2b1c0 --value 6 --tag sleep
kith edit 3fa2b1c0 --at "yesterday 22:00"
kith edit 3fa2b1c0 "headache 6 after wine"`,

	"help.delete.args":    "ID",
	"help.delete.short":   "Take an entry off the list",
	"help.delete.long":    "Take an entry off the list. kith undo brings it back, and its history stays.",
	"help.delete.example": "kith delete 3fa2b1c0",

	"help.undo.args":  "",
	"help.undo.short": "Take back what was done last",
	"help.undo.long": `Take back what was done last on this computer: an entry, a change, a deletion,
or a whole import. Give it again to go further back. kith redo is the way
forward.`,
	"help.undo.example": "kith undo",

	"help.redo.args":    "",
	"help.redo.short":   "Bring back what was undone last",
	"help.redo.long":    "Bring back what was undone last.",
	"help.redo.example": "kith redo",

	"help.history.args":  "ID [--json]",
	"help.history.short": "Show every version of an entry",
	"help.history.long": `Show every version of an entry, oldest first: what it said, when that was
written, and what was taken back. Works for deleted entries too.`,
	"help.history.example": "kith history 3fa2b1c0",

	"help.import.args":  "[--format FORMAT] [--map MAPFILE] [--person NAME | --person-column COL] [--dry-run] FILE",
	"help.import.short": "Bring in the file of another program",
	"help.import.long": `Bring in the file of another program: any CSV table, Daylio, Apple Health (zip
or XML), FHIR R4 (Bundle or NDJSON), or what kith export wrote.

Kith says how it understood a table and can write that down as a map for you to
correct: --map-out writes it, --map reads it. Every record of the file is
imported or counted with the reason why not. Importing a file again adds
nothing, and kith undo takes the whole import back.`,
	"help.import.example": `kith import --person Anna export.zip
kith import --dry-run --map-out diary.map diary.csv
kith import --map diary.map diary.csv
kith import --person-column id everybody.csv`,

	"help.attach.short": "Attach photos, documents and recordings",
	"help.attach.long":  "An attachment is a sealed copy of a file, by itself or with an entry. The file\nitself stays where it is.",

	"help.attach add.args":  "FILE [--to ENTRY] [--note TEXT] [--at TIME] [--person NAME] [--json]",
	"help.attach add.short": "Keep a sealed copy of a file",
	"help.attach add.long": `Keep a sealed copy of a file: a photo, a PDF, a recording, a video, at most
512 MiB. With --to it belongs to an entry. The file itself stays as it is.`,
	"help.attach add.example": `kith attach add rash.jpg --to 3f2a
kith attach add report.pdf --note "from the clinic" --at yesterday`,

	"help.attach list.args":    "[--person NAME] [--to ENTRY] [--json]",
	"help.attach list.short":   "Show what is attached",
	"help.attach list.long":    "Show what is attached, newest first.",
	"help.attach list.example": "kith attach list --to 3f2a",

	"help.attach save.args":  "ID OUT [--json]",
	"help.attach save.short": "Write a copy of an attachment to a file",
	"help.attach save.long": `Write a copy of an attachment to a new file, or into a folder under its own name.
The copy is not encrypted: whoever can read the file can read it.`,
	"help.attach save.example": "kith attach save 3f2a rash.jpg",

	"help.export.args":  "OUT --format FORMAT [--person NAME] [--include PART,...] [--from DAY] [--to DAY]",
	"help.export.short": "Take a record along in files that other programs read",
	"help.export.long": `Write what you choose of a record in a form that other programs read. It is NOT
encrypted: whoever can read the file can read everything in it. For a copy that stays
encrypted and loses nothing at all, make a backup.

  fhir         HL7 FHIR R4, for other health programs; kith import reads it back
  ips          International Patient Summary: what is current, for a doctor
  phenopacket  GA4GH Phenopacket, for research: codes only, no name and no words
  csv          tables for spreadsheets, with one that explains the columns
  ndjson       every entry, one in a line; kith import reads it back

--include chooses the parts: who, conditions, treatments, doses, symptoms,
measurements, daily_life, ratings, questionnaires, appointments, events, notes,
documents, shares; also all, usual, and -notes to leave one out. Nothing else is in
it. --preview shows what would be written and writes nothing.

csv and ndjson go to a new folder, or to an archive if OUT ends in .zip; without
--person they hold everybody. ndjson goes to one file, without attachments, if OUT
ends in .ndjson. The other forms are one file. Nothing is replaced without --force.`,
	"help.export.example": `kith export --person Anna --format fhir anna.json
kith export --person Anna --format ips --preview summary.json
kith export --format csv kith-2026.zip
kith export --format ndjson --person Anna --include all,-documents anna.ndjson`,

	"help.terms.short": "Look up names of conditions, symptoms, treatments and measures",
	"help.terms.long": `The vocabulary knows what conditions, symptoms, treatments and measures are
called. It offers names while you type. It never replaces what you wrote.`,

	"help.terms match.args":  "--kind KIND --file FILE [--imported] [--json]",
	"help.terms match.short": "Say for each line of a file which term it is",
	"help.terms match.long": `Say for each line of a file which term of the vocabulary it is, and how that
was found: exact (its name), synonym (another name), code (a code of it). What
only resembles a term is suggested: its terms are offered, best first, and none
is taken. Capitals, accents, punctuation, plurals and US or UK spelling do not
count. A name that is not of the kind asked for is looked up in the others too.`,
	"help.terms match.example": `kith terms match --kind condition --file list.txt
kith terms match --kind symptom --file - --json < list.txt`,

	"help.terms search.args":    "--kind KIND TEXT [--limit N] [--imported] [--json]",
	"help.terms search.short":   "Find terms like a text",
	"help.terms search.long":    "Find terms that begin with a text or resemble it, best first, with their codes.",
	"help.terms search.example": "kith terms search --kind condition migrain\nkith terms search --kind symptom tummy ache --json",

	"help.terms import.args":  "FILE.obo [--kind KIND] [--json]",
	"help.terms import.short": "Add a published vocabulary",
	"help.terms import.long": `Add the terms of a published vocabulary in OBO form, such as the Disease
Ontology, the Symptom Ontology or the Human Phenotype Ontology. The file is kept
sealed in the vault as it is, up to 64 MB. It is in no backup. Importing a newer
version takes the place of the older one.`,
	"help.terms import.example": "kith terms import doid.obo\nkith terms import mine.obo --kind treatment",

	"help.terms list.args":    "[--json]",
	"help.terms list.short":   "Show what the vocabulary is made of",
	"help.terms list.long":    "Show the tables built in and the files imported, with their versions.",
	"help.terms list.example": "kith terms list",

	"help.terms remove.args":    "NAME",
	"help.terms remove.short":   "Take an imported vocabulary out",
	"help.terms remove.long":    "Take an imported vocabulary out. What was written down stays as it is.",
	"help.terms remove.example": "kith terms remove doid.obo",

	"help.ask.short": "Answer questionnaires and see their scores",
	"help.ask.long": `Questionnaires with published scores, such as the PHQ-8 for mood, and your own.
A score says what its authors' rule says. It is not a diagnosis.`,

	"help.ask list.args":  "[--person NAME] [--json]",
	"help.ask list.short": "Show the questionnaires there are",
	"help.ask list.long": `Show the questionnaires there are: your own, those that come with Kith, and those
of which only the total can be entered. The first column is the ID that the
other commands take. It says when each was answered last and when it is due.`,
	"help.ask list.example": "kith ask list",

	"help.ask show.args":    "ID [--person NAME] [--json]",
	"help.ask show.short":   "Show the questions and rules of a questionnaire",
	"help.ask show.long":    "Show what a questionnaire asks, how it is scored, what its authors call the\nranges of the score, and where it was published.",
	"help.ask show.example": "kith ask show phq-8",

	"help.ask answer.args":  "ID [--person NAME] [--answers LIST | --total N] [--at TIME] [--note TEXT]",
	"help.ask answer.short": "Answer a questionnaire",
	"help.ask answer.long": `Answer a questionnaire. On a terminal Kith asks one question after the other;
Enter alone leaves one out, and you can stop at any time and keep what you have.
Without an answer to every question of the score there is no score.

Of some questionnaires Kith may not hold the questions. Fill them in on paper and
enter the total with --total. That also works for the others.`,
	"help.ask answer.example": `kith ask answer phq-8
kith ask answer phq-8 --answers 0,1,2,1,0,-,1,0,1
kith ask answer hit-6 --total 58 --at yesterday`,

	"help.ask history.args":    "ID [--person NAME] [--limit N] [--json]",
	"help.ask history.short":   "Show earlier answers and scores",
	"help.ask history.long":    "Show earlier answers to a questionnaire and their scores, newest first. With --json\neach question and answer is in it.",
	"help.ask history.example": "kith ask history phq-8 --json",

	"help.ask every.args":    "ID HOWOFTEN [--person NAME]",
	"help.ask every.short":   "Choose how often to be asked",
	"help.ask every.long":    "Choose how often to be asked: 14d (days), 2w (weeks), 1m (months), or off. It\ncounts from the last answer.",
	"help.ask every.example": "kith ask every phq-8 14d\nkith ask every phq-8 off",

	"help.ask add.args":  "FILE [--person NAME]",
	"help.ask add.short": "Add a questionnaire from a file",
	"help.ask add.long": `Add a questionnaire from a file: your own, or one that somebody wrote for Kith.
The README describes the file, and kith ask show --json prints one to begin with.
A file that does not fit together is refused with the reason.`,
	"help.ask add.example": "kith ask add my-week.json",

	"help.ask remove.args":    "ID [--person NAME]",
	"help.ask remove.short":   "Take a questionnaire of yours off the list",
	"help.ask remove.long":    "Take a questionnaire of yours off the list. Its answers stay, and kith undo brings\nit back.",
	"help.ask remove.example": "kith ask remove my-week",

	"help.trash.short":           "See and bring back what was deleted",
	"help.trash.long":            "See and bring back what was deleted. Nothing empties the trash.",
	"help.trash list.args":       "[--person NAME] [--limit N] [--json]",
	"help.trash list.short":      "Show what was deleted",
	"help.trash list.long":       "Show what was deleted, the newest first, and when. What was undone is not in the trash:\nkith redo brings it again.",
	"help.trash list.example":    "kith trash list",
	"help.trash restore.args":    "ID [--json]",
	"help.trash restore.short":   "Bring an entry back from the trash",
	"help.trash restore.long":    "Bring a deleted entry back, as it was. kith undo puts it into the trash again.",
	"help.trash restore.example": "kith trash restore 4f1c",

	"help.today.args":  "[--person NAME] [--date DATE] [--json]",
	"help.today.short": "Show what the day asks for",
	"help.today.long": `Show what is overdue, due and later today, which questionnaires wait, which
appointments there are, what you usually write down, and what yesterday is missing.`,
	"help.today.example": `kith today
kith today --date yesterday --person Anna`,

	"help.today review.args":  "[--person NAME] [--date DATE] [--undo] [--json]",
	"help.today review.short": "Say that a day is complete",
	"help.today review.long": `Say that a day is complete: whatever is not written down did not happen. Without
that, what is missing is unknown.`,
	"help.today review.example": `kith today review
kith today review --date yesterday
kith today review --undo`,

	"help.today helped.args":    "ID RATING [--json]",
	"help.today helped.short":   "Say how much a dose did help",
	"help.today helped.long":    "Say how much a dose did help, from 0, not at all, to 10, completely. kith today\nshows which doses it would be good to know of.",
	"help.today helped.example": "kith today helped 0198a3f2 7",

	"help.checkin.args":  "[--repeat] [--date DATE] [--person NAME] [--json] [ITEM=VALUE]...",
	"help.checkin.short": "Write down what you write down every day",
	"help.checkin.long": `Write down at once what you write down nearly every day. What it has is found from
the last two weeks; you can pin things to it and take things out. Without more it
shows what there is.

With --repeat everything is as the last time, but for what you say. ITEM=- leaves
something out. What is left out is unknown, not zero. All of it is one step for
kith undo.`,
	"help.checkin.example": `kith checkin
kith checkin headache=4 mood=7 sleep=7:30
kith checkin --repeat headache=6 nausea=-
kith checkin --repeat --date yesterday
kith checkin --pin mood`,

	"help.overview.args":    "[--json]",
	"help.overview.short":   "Show what every person needs now",
	"help.overview.long":    "Show for every person in the vault which doses are overdue or due, what waits to be\nanswered, and when something was written down last.",
	"help.overview.example": "kith overview",

	"help.remind.args":  "[--snooze TIME] [--json]",
	"help.remind.short": "Show what you would be reminded of",
	"help.remind.long": `Show what waits and was not logged yet, and when the next reminder is. The window
shows reminders while Kith runs; they never say what is in a record.`,
	"help.remind.example": `kith remind
kith remind --snooze 1h
kith settings remind off`,

	"help.treatment.short": "Keep medicines and other treatments, and when they are due",
	"help.treatment.long": `A treatment is a drug, a supplement, a therapy, a device or a habit. A course of it
has a start, a purpose, an amount, and a plan that says when doses are due.`,

	"help.treatment add.args":  "NAME [FLAG]... [--json]",
	"help.treatment add.short": "Begin a treatment",
	"help.treatment add.long": `Begin a treatment. Without a word about times there is a course and nothing is
due. Doses are due from now on, or from the day it begins if that is to come.
Doses follow the clock of wherever you are, unless --zone keeps them on another.
Day 31 is the last day of shorter months. A time that clocks leave out when they
go forward is an hour later that day; one that comes twice counts once.`,
	"help.treatment add.example": `kith treatment add Metformin --amount "500 mg" --times 8:00,20:00 --purpose "blood sugar"
kith treatment add Prednisolone --taper "40 mg, -5 mg every 7 d, to 0 mg" --times 8:00
kith treatment add Paracetamol --as-needed --amount "1 g" --min-interval 6h --max "4 g"
kith treatment add Pill --times 21:00 --cycle 21/7
kith treatment add Antibiotic --every 8h --window 6:00-22:00 --until 2026-12-01`,

	"help.treatment list.args":  "[--person NAME] [--past] [--json]",
	"help.treatment list.short": "Show treatments: what, since when, how much, what is left",
	"help.treatment list.long": `Show current, planned and paused treatments, with the next dose and what is left.
Past ones come with --past.`,
	"help.treatment list.example": `kith treatment list
kith treatment list --past --json`,

	"help.treatment show.args":  "NAME [--person NAME] [--json]",
	"help.treatment show.short": "Show one treatment with its steps, pauses and rating",
	"help.treatment show.long": `Show one treatment with its steps, its pauses and how it was rated last. NAME is its
name, or the first digits of its id.`,
	"help.treatment show.example": "kith treatment show Metformin",

	"help.treatment due.args":  "[--from DATE] [--to DATE] [--person NAME] [--json]",
	"help.treatment due.short": "Show which doses are due, and what became of them",
	"help.treatment due.long": `Show the doses that are due from one day to another, today and tomorrow if none is
named, and what was logged for them. An open dose is unknown, not missed.`,
	"help.treatment due.example": `kith treatment due
kith treatment due --from 2026-11-01 --to 2026-11-07 --json`,

	"help.treatment change.args":  "NAME [FLAG]... [--json]",
	"help.treatment change.short": "Change the amount, the plan or the words of a treatment",
	"help.treatment change.long": `Change a treatment from now on, or from a day. A new plan takes the place of the old
one; doses that were logged before, and what was due before, stay as they were.`,
	"help.treatment change.example": `kith treatment change Metformin --amount "850 mg"
kith treatment change Metformin --times 7:00,19:00 --from 2026-12-01`,

	"help.treatment pause.args":  "NAME [--from DATE] [--to DATE] [--reason TEXT] [--json]",
	"help.treatment pause.short": "Let a treatment rest",
	"help.treatment pause.long": `Let a treatment rest from today, or from a day, until further notice or to a day.
Nothing is due in a pause, and nothing is missed.`,
	"help.treatment pause.example": "kith treatment pause Metformin --to 2026-12-01 --reason surgery",

	"help.treatment resume.args":    "NAME [--from DATE] [--json]",
	"help.treatment resume.short":   "Go on after a pause",
	"help.treatment resume.long":    "Go on with a treatment from today, or from a day: the pause ends the day before.",
	"help.treatment resume.example": "kith treatment resume Metformin",

	"help.treatment stop.args":    "NAME [--last DATE] [--reason TEXT] [--json]",
	"help.treatment stop.short":   "End a treatment",
	"help.treatment stop.long":    "End a treatment now, or with its last day, and say why. What was logged stays.",
	"help.treatment stop.example": "kith treatment stop Propranolol --reason \"cold hands\"",

	"help.treatment rate.args":  "NAME [--benefit N] [--side-effects N] [--burden N] [--cost N] [--adherence N] [--effect TEXT]... [--json]",
	"help.treatment rate.short": "Say how a treatment does",
	"help.treatment rate.long": `Say how a treatment does in your eyes, today or at another time, as often as you
like. Numbers go from 0 to 10. What you leave out stays unknown.`,
	"help.treatment rate.example": "kith treatment rate Topiramate --benefit 7 --side-effects 3 --effect \"tingling fingers\"",

	"help.treatment take.args":  "NAME [--due TIME] [--at WHEN] [--amount AMOUNT] [--reason TEXT] [--json]",
	"help.treatment take.short": "Log a dose as taken",
	"help.treatment take.long": `Log a dose as taken: the open one that is due about now, or at the time that --due
names. Without one it is logged as a dose that was not planned.`,
	"help.treatment take.example": `kith treatment take Metformin
kith treatment take Metformin --due 8:00 --at 8:20
kith treatment take Paracetamol --reason headache`,

	"help.treatment skip.args":    "NAME [--due TIME] [--reason TEXT] [--json]",
	"help.treatment skip.short":   "Log a dose as skipped",
	"help.treatment skip.long":    "Log that a dose was not taken, with a reason if you like.",
	"help.treatment skip.example": "kith treatment skip Metformin --due 20:00 --reason \"upset stomach\"",

	"help.treatment adherence.args":  "NAME [--from DATE] [--to DATE] [--json]",
	"help.treatment adherence.short": "Count doses taken, skipped and not logged",
	"help.treatment adherence.long": `Count what became of the doses that were due, in the last 30 days if none are named.
Doses in a pause do not count. What was not logged is unknown, not missed.`,
	"help.treatment adherence.example": "kith treatment adherence Metformin --from 2026-11",

	"help.stock.short": "Keep count of supplies",
	"help.stock.long": `What you have of a treatment: what came, what was taken or lost, and what you counted.
Doses that were taken are subtracted if their unit fits.`,

	"help.stock add.args":  "NAME --amount AMOUNT [--lost] [--warn-days N] [--reason TEXT] [--json]",
	"help.stock add.short": "Say that a supply came, or was lost",
	"help.stock add.long": `Say that a supply of a treatment came, or with --lost that it went. If the amount is
in tablets and the dose in mg, the treatment's --strength says what one holds.`,
	"help.stock add.example": "kith stock add Metformin --amount \"60 tablets\" --warn-days 10",

	"help.stock count.args":    "NAME --amount AMOUNT [--warn-days N] [--json]",
	"help.stock count.short":   "Say how much is there",
	"help.stock count.long":    "Say how much of a treatment is there. It is reckoned from here on.",
	"help.stock count.example": "kith stock count Metformin --amount \"12 tablets\"",

	"help.stock list.args":    "[--person NAME] [--json]",
	"help.stock list.short":   "Show what is left and until when it lasts",
	"help.stock list.long":    "Show what is left of each treatment, and before which day it runs out by the plan.",
	"help.stock list.example": "kith stock list --json",
}
