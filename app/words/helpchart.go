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
}
