package words

// englishHelpExperiment is the part of the help about experiments.
var englishHelpExperiment = map[string]string{
	"help.experiment.short": "Try something in turns, in an order drawn by chance",
	"help.experiment.long": `Try something on yourself: some blocks of days with it and as many without it, in
pairs, in an order drawn by chance. In the end Kith compares the blocks.

Do not start, stop or change a prescribed medicine for an experiment without asking
whoever prescribed it. Kith proposes no dose, and what comes out is no advice.`,

	"help.experiment plan.args":  "NAME --measure OUTCOME [--against OTHER] [--habit | --times TIMES] [--asked] [--dry-run]",
	"help.experiment plan.short": "Plan an experiment",
	"help.experiment plan.long": `Plan an experiment with at least six pairs of blocks. NAME is what is tried. A
treatment that goes on keeps its own plan and rests in the blocks without it; a new
one needs --times; for anything without doses give --habit. The doses come up on the
day and in reminders like any others. --dry-run shows the days, and how likely it is
to show a difference, and saves nothing. The order is drawn when it is saved.

Do not start, stop or change a prescribed medicine for an experiment without asking
whoever prescribed it. For a treatment, --asked says that you have, or that nobody
prescribed it. kith undo takes the whole plan back.`,
	"help.experiment plan.example": `kith experiment plan "Evening walk" --habit --measure Headache
kith experiment plan Magnesium --times 20:00 --measure Headache --washout 3 --asked
kith experiment plan Coffee --against Tea --habit --measure Sleep --pairs 8 --dry-run`,

	"help.experiment list.args":    "[--json]",
	"help.experiment list.short":   "List experiments",
	"help.experiment list.long":    "List the experiments of a person: those that go on first.",
	"help.experiment list.example": "kith experiment list",

	"help.experiment show.args":  "[NAME] [--peek] [--json]",
	"help.experiment show.short": "Show the plan, today, and the answer when it is due",
	"help.experiment show.long": `Show an experiment: its blocks, what today asks for, how many days went as planned
and, when it is over, what came out. NAME is its name or the beginning of its id;
without one it is the experiment that goes on. Before the end there is no answer,
because who looks early sees chance come and go; --peek shows it all the same.`,
	"help.experiment show.example": `kith experiment show
kith experiment show Magnesium --json`,

	"help.experiment day.args":  "yes|no [NAME] [--date DAY] [--json]",
	"help.experiment day.short": "Say whether a day went as planned, for a habit",
	"help.experiment day.long": `Write down for a habit whether a day went as planned: on a day with it, yes is that
it was there; on a day without it, yes is that it was not. Doses of a treatment are
logged as always.`,
	"help.experiment day.example": `kith experiment day yes
kith experiment day no "Evening walk" --date yesterday`,

	"help.experiment skip.args":  "[NAME] [--block N] [--again [--from DAY]] [--reason TEXT] [--json]",
	"help.experiment skip.short": "Leave a block out, or begin it on another day",
	"help.experiment skip.long": `Say that a block did not go as planned, because you were ill or away: its pair does
not count then. With --again the block begins once more, or later than planned, and
all blocks after it follow. Without --block it is today's block, or the next.`,
	"help.experiment skip.example": `kith experiment skip --reason flu
kith experiment skip --again --from 2026-12-27 --reason travel`,

	"help.experiment end.args":  "[NAME] [--reason TEXT] [--json]",
	"help.experiment end.short": "End an experiment early",
	"help.experiment end.long": `End an experiment today. What was done is kept and counts as far as it goes. A
treatment begun for it stops; one that went on before goes on as its own plan says.`,
	"help.experiment end.example": `kith experiment end --reason "felt worse"`,
}
