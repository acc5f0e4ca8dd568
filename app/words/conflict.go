package words

// englishConflict holds the texts about doses that may be written down twice, and about
// what several devices wrote at once. They ask and never say what is right.
var englishConflict = map[string]string{
	"conflict.title":      "%s: written twice?",
	"conflict.title.more": "%s: written %d times?",
	"conflict.none":       "Nothing is open.",
	"conflict.line":       "  %s  %s  %s, written by %s",
	"conflict.how":        "kith conflict settle ID --keep-both if all were taken, --delete ID for one that is written twice.",
	"conflict.one":        "give either --keep-both or --delete ID",
	"conflict.kept":       "All of %s are kept as they are. Nobody is asked about them again.",
	"conflict.deleted":    "Deleted one of %s. It is in the trash.",

	"conflict.who.here":  "you, on this computer",
	"conflict.who.mine":  "you, on another computer",
	"conflict.who.other": "somebody else (%s)",

	"conflict.sheet":     "Written twice?",
	"conflict.explain":   "These doses were written down on different devices, close together. Perhaps it was one dose, perhaps it was not: only you can tell. All of them are kept until you say so.",
	"conflict.by":        "%s · written by %s",
	"conflict.keep":      "All were taken",
	"conflict.keep.both": "Both were taken",
	"conflict.drop":      "Delete this one",
	"conflict.said.keep": "Kept as it is: %s",
	"conflict.said.drop": "Deleted: %s",

	"conflict.chip":  "written twice?",
	"conflict.open":  "Look",
	"conflict.today": "%s may be written down twice.",

	"conflict.at_once": "at the same time as on another device",
}
