package words

// englishTogether holds the chart of what comes on the same days.
var englishTogether = map[string]string{
	"together.title":           "What comes together",
	"together.note":            "Days with both symptoms; in brackets, how many chance alone would bring. The darker, the more often together.",
	"together.no_share":        "no colour: one of them was only noted when it was there, or always there",
	"together.unknown":         "never known on the same day",
	"together.left_out":        "Not shown: %s that came on fewer days.",
	"together.head.one":        "Symptom",
	"together.head.other":      "With",
	"together.head.both":       "Days with both",
	"together.head.known":      "Days both are known",
	"together.head.expected":   "Expected by chance",
	"together.head.only_one":   "Only the first",
	"together.head.only_other": "Only the second",
	"together.head.neither":    "Neither",
	"together.empty":           "There are not yet two symptoms of %s to compare.",
	"together.empty.picture":   "Fewer than two symptoms in this time",
	"together.sum.range":       "Which of %s of %s came on the same days, from %s to %s (%s).",
	"together.sum.pair":        "%s and %s came together on %s, out of %s on which both are known.",
	"together.sum.expected":    "If one came regardless of the other, it would be about %s.",
	"together.sum.no_expected": "How many chance alone would bring cannot be told, because one of them was there on all of these days.",
	"together.sum.apart":       "%s never came on the same day.",
	"together.sum.never":       "%s cannot be compared: there is no day on which both are known.",
	"together.sum.caution":     "A day on which a symptom is not known does not count as a day without it. Coming together does not mean that one led to the other, and days next to each other are alike, so small differences from chance say little.",
}
