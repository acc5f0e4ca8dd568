package words

// englishHelpChart is the part of the help about charts.
var englishHelpChart = map[string]string{
	"help.chart.short": "Draw charts",
	"help.chart.long":  "A chart shows how somebody fared above what they took. It never shows that one\nled to the other.",

	"help.chart timeline.args":  "[--person NAME] [--measure NAME]... [--from DATE] [--to DATE] [--out FILE | --text | --json]",
	"help.chart timeline.short": "Draw symptoms above treatments over time",
	"help.chart timeline.long": `Draw one or two measures over time as lines, above a lane for each treatment.
Without --measure it is the symptom that was written down most. Without dates it
is all of it. Days without a value stay open: unknown is not zero.

With --out it is a picture, without it the same in words and numbers. A picture
is not encrypted: whoever can read the file can read it.`,
	"help.chart timeline.example": `kith chart timeline
kith chart timeline --measure headache --measure sleep --from 2026-01 --out year.svg
kith chart timeline --person Anna --out anna.png --width 2400 --theme dark`,

	"help.chart multiples.args":  "[--person NAME] [--measure NAME]... [--from DATE] [--to DATE] [--out FILE | --text | --json]",
	"help.chart multiples.short": "Draw several measures as small panels",
	"help.chart multiples.long": `Draw up to twelve measures as small panels one above the other, all on the same
time axis, so that what changed together is seen. Flares are shaded, and life
events marked, through all of them. Without --measure it is the six that say most.

In JSON and CSV there is a row for each day; several values of a day are their
mean there.`,
	"help.chart multiples.example": `kith chart multiples
kith chart multiples -m headache -m sleep -m mood --from 2026-01 --out panels.png`,

	"help.chart calendar.args":  "[--person NAME] [--measure NAME] [--from DATE] [--to DATE] [--out FILE | --text | --json]",
	"help.chart calendar.short": "Draw a calendar with a colour for each day",
	"help.chart calendar.long": `Draw one measure, or the doses of one treatment, as the colour of each day of a
calendar. Several values of a day count as their mean, or their total where they
are counted. A day without an entry is crossed out and has no colour.`,
	"help.chart calendar.example": `kith chart calendar
kith chart calendar --measure ibuprofen --from 2026-01 --to 2026-06 --out calendar.svg`,

	"help.chart hours.args":  "[--measure NAME] [--treatment NAME]... [--from DATE] [--to DATE] [--out FILE | --text | --json]",
	"help.chart hours.short": "Draw what was usual at each hour of the day",
	"help.chart hours.long": `Draw for each hour of the day the middle value, the half of the values around it,
and how many there are. A value of which only the part of the day is known stands
with its part, never at an hour. With --treatment the doses are counted by the
hour below.`,
	"help.chart hours.example": `kith chart hours --measure mood
kith chart hours --measure headache --treatment sumatriptan --out hours.png`,

	"help.chart scores.args":  "[--person NAME] [--measure NAME]... [--from DATE] [--to DATE] [--out FILE | --text | --json]",
	"help.chart scores.short": "Draw scores of questionnaires with their published bands",
	"help.chart scores.long": `Draw the scores of questionnaires over time, before the bands that their authors
published. Answers that left out too much to be scored are hollow marks without
a value. Without --measure it is every questionnaire that was answered.`,
	"help.chart scores.example": `kith chart scores
kith chart scores --measure phq-8 --from 2026-01 --out phq.pdf`,
	"help.chart adherence.args":  "[--person NAME] [--treatment NAME]... [--from DATE] [--to DATE] [--out FILE | --text | --json]",
	"help.chart adherence.short": "Draw what became of the doses that were due",
	"help.chart adherence.long": `For each treatment a column for each week (of short times for each day): what was
taken, what was skipped, and what nobody logged, which is unknown and not missed.
In a pause nothing is due. What is taken as needed is counted, without a target.
The table says why doses were skipped.`,
	"help.chart adherence.example": `kith chart adherence
kith chart adherence --treatment topiramate --from 2026-01 --out doses.pdf`,

	"help.chart together.args":  "[--person NAME] [--measure NAME]... [--from DATE] [--to DATE] [--out FILE | --text | --json]",
	"help.chart together.short": "Draw which symptoms come on the same days",
	"help.chart together.long": `For each two symptoms the number of days with both, and how many chance alone would
bring. Only days on which both are known count. Without --measure it is the
symptoms that came on most days; up to 20 can be named.`,
	"help.chart together.example": `kith chart together
kith chart together --measure headache --measure nausea --measure fatigue --out pairs.png`,

	"help.chart body.args":  "[--measure NAME]... [--side front|back] [--strength] [--from DATE] [--to DATE] [--out FILE | --text | --json]",
	"help.chart body.short": "Draw where in the body symptoms were",
	"help.chart body.long": `The body from the front and from behind, each part the darker the more entries name
it, or with --strength the stronger it was there. Where nothing was written down,
nothing is known. Left and right are the person's own.`,
	"help.chart body.example": `kith chart body --measure headache
kith chart body --strength --side back --out back.svg`,

	"help.chart compare.args":  "[--measure NAME] [--treatment NAME | --split DATE] [--from DATE] [--to DATE] [--out FILE | --text | --json]",
	"help.chart compare.short": "Draw the days before and after the start of a treatment, or a day",
	"help.chart compare.long": `A dot for each day, before on the left and after on the right, with the median, the
mean and the difference with its 95 percent interval. It needs 28 days on each side
and most of them logged; if not, it says what lacks. Without --treatment and --split
it is the newest start with enough days. That one followed the other does not show
that it was the reason.`,
	"help.chart compare.example": `kith chart compare --measure headache --treatment topiramate
kith chart compare --measure headache --split 2026-03-01 --out spring.pdf`,

	"help.chart scatter.args":  "[--measure NAME] [--measure NAME] [--lag DAYS] [--from DATE] [--to DATE] [--out FILE | --text | --json]",
	"help.chart scatter.short": "Draw one measure against another, day by day",
	"help.chart scatter.long": `A dot for each day on which both are known: the first measure across, the second
upwards. With --lag the first is taken from so many days before. From ten days on
there is a straight line with its band of confidence, only where there are days.
That two things go with each other does not show that one led to the other.`,
	"help.chart scatter.example": `kith chart scatter --measure sleep --measure headache
kith chart scatter --measure stress --measure headache --lag 1 --out stress.png`,
}
