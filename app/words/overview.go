package words

// englishOverview holds what a caregiver sees of everybody.
var englishOverview = map[string]string{
	"overview.cli":            "%s: %s",
	"overview.overdue":        "%s overdue.",
	"overview.due":            "%s due now.",
	"overview.questionnaires": "%s to answer.",
	"overview.appointments":   "%s today.",
	"overview.ask":            "Did %s help?",
	"overview.low":            "Running out: %s.",
	"overview.nothing":        "Nothing waits.",
	"overview.unreviewed":     "Yesterday is not reviewed.",
	"overview.last":           "Last entry: %s.",
	"overview.empty":          "Nothing is written yet.",

	"overview.explain":  "What each person needs now. Whose record it is stands on every page.",
	"overview.open":     "Open",
	"overview.last.day": "Last entry: %s",
}
