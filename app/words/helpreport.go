package words

// englishHelpReport is the help of the report for a doctor visit.
var englishHelpReport = map[string]string{
	"help.report.args":  "[--person NAME] [--from DATE] [--to DATE] [--include PART,...] [--out FILE.pdf | --text | --json]",
	"help.report.short": "Make a page for a doctor visit",
	"help.report.long": `Put what matters for an appointment on one page, two at most: conditions and
allergies, treatments and what changed, a chart, symptoms with the most burden
first, doses, measurements, what helped, side effects, and the questions to ask.

Without --from it begins with the last appointment or, if there was none, three
months ago, and says which. Without --include everything is on it but events and
the person's own words. What is on it is exactly what was asked for: who,
conditions, treatments, outcome, symptoms, adherence, measurements, helped,
side_effects, questionnaires, questions, events, notes; also all, usual, and
-name to leave one out.

With --out it is a PDF for A4 or US Letter, without it the same in words. The file
is not encrypted: whoever can read it can read what is on it.`,
	"help.report.example": `kith report --out visit.pdf
kith report --person Anna --from 2026-09 --include usual,notes --out anna.pdf
kith report --include treatments,questions --text`,
}
