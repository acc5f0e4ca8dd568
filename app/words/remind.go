package words

// englishRemind holds the reminders. A notification has constant words: nothing of a
// record may ever be in one.
var englishRemind = map[string]string{
	"remind.none":               "Nothing waits.",
	"remind.line":               "%s  %s, %s",
	"remind.sort.dose":          "a dose",
	"remind.sort.questionnaire": "a questionnaire",
	"remind.sort.checkin":       "the check-in",
	"remind.put_off":            "%s put off.",
	"remind.next":               "The next reminder is at %s.",
	"remind.held":               "%s put off until %s.",
	"remind.off":                "Reminders are off: kith settings remind on",
	"remind.quiet":              "It is quiet now: nothing is shown before the quiet hours end.",
	"remind.snooze":             "%q is none of 10m, 1h and tomorrow.",
}
