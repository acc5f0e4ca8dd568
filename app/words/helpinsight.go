package words

// englishHelpInsight is the part of the help about answers.
var englishHelpInsight = map[string]string{
	"help.insight.args":  "[--person NAME] [--json]",
	"help.insight.short": "Ask what helped, what goes with bad days, and whether it gets better",
	"help.insight.long": `Without more words: what can be asked about. The questions are commands of their own.

An answer says what went with what, or was followed by what. It never says what was
the cause. It takes at least 28 days, and a value on four of five of them; with less
it says what is lacking, which is no proof that there is nothing. Every answer has
the number of days, the share without a value, and between what the difference likely
lies: in 95 of 100 records like this one it does.`,
	"help.insight.example": "kith insight\nkith insight helped topiramate --measure headache\nkith insight before headache",

	"help.insight helped.args":  "[TREATMENT | --split DATE] [--measure NAME] [--person NAME] [--from DATE] [--to DATE] [--json]",
	"help.insight helped.short": "Did it help? Compare before and after",
	"help.insight helped.long": `Compare the days before a treatment began, or before a day, with those after: up to
180 days each. Without a name it is the treatment that began last. What began, ended
or happened at about the same time is named, because the difference may be theirs;
and it says when the days before were unusual or already changing.`,
	"help.insight helped.example": "kith insight helped topiramate --measure headache\nkith insight helped --split 2026-03-01 --measure mood",

	"help.insight with.args":  "[NAME] [--person NAME] [--from DATE] [--to DATE] [--json]",
	"help.insight with.short": "What goes with bad days?",
	"help.insight with.long": `Look through everything else that was logged for what goes with the values of NAME on
the same day. Looking at many things finds something by chance alone: what stands out
here would do so in fewer than 5 of 100 searches in which there is nothing.`,
	"help.insight with.example": "kith insight with headache\nkith insight with mood --from 2026-01 --json",

	"help.insight before.args":    "[NAME] [--person NAME] [--from DATE] [--to DATE] [--json]",
	"help.insight before.short":   "What comes before bad days?",
	"help.insight before.long":    "Look for what comes one to seven days before the values of NAME change. It is as strict\nas kith insight with, and looks at seven times as many comparisons.",
	"help.insight before.example": "kith insight before headache",

	"help.insight trend.args":    "[NAME] [--person NAME] [--from DATE] [--to DATE] [--json]",
	"help.insight trend.short":   "Is it getting better?",
	"help.insight trend.long":    "Say whether the values of NAME go up or down over the last year with entries, or over the\ndays from --from to --to, and by how much every 30 days.",
	"help.insight trend.example": "kith insight trend headache\nkith insight trend mood --from 2026-03",

	"help.insight length.args":    "[NAME] [--person NAME] [--from DATE] [--to DATE] [--json]",
	"help.insight length.short":   "How long to keep logging?",
	"help.insight length.long":    "Say how many days before and after something new it takes to see a change of NAME, from\nhow much it differs from day to day, and how many days have no value.",
	"help.insight length.example": "kith insight length headache",

	"help.insight meaning.args":  "NAME [--better lower|higher|neither] [--absent unknown|reviewed|zero] [--person NAME] [--json]",
	"help.insight meaning.short": "Say which end is better, and what a day without an entry means",
	"help.insight meaning.long": `Show or say what the values of a symptom, measure or factor mean: whether higher is
better or worse, and whether a day without an entry is unknown, or means that there
was none. Charts, answers and exports obey it. kith undo takes it back.`,
	"help.insight meaning.example": "kith insight meaning headache --absent reviewed\nkith insight meaning energy --better higher",
}
