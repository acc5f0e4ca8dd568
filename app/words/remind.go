package words

// englishRemind holds the reminders. A notification has constant words: nothing of a
// record may ever be in one.
var englishRemind = map[string]string{
	"remind.none":               "Nothing waits.",
	"remind.line":               "%s  %s, %s",
	"remind.sort.dose":          "a dose",
	"remind.sort.questionnaire": "a questionnaire",
	"remind.sort.checkin":       "the check-in",
	"remind.sort.experiment":    "the day of an experiment",
	"remind.put_off":            "%s put off.",
	"remind.next":               "The next reminder is at %s.",
	"remind.held":               "%s put off until %s.",
	"remind.off":                "Reminders are off: kith settings remind on",
	"remind.quiet":              "It is quiet now: nothing is shown before the quiet hours end.",
	"remind.snooze":             "%q is none of 10m, 1h and tomorrow.",

	"remind.notification":       "Something is due.",
	"remind.waiting":            "Due for %s: %s.",
	"remind.until":              "Put off: %s %s.",
	"remind.snooze.10m":         "In 10 minutes",
	"remind.snooze.1h":          "In an hour",
	"remind.snooze.tomorrow":    "Tomorrow",
	"remind.tray.open":          "Open",
	"remind.settings":           "Reminders",
	"remind.settings.explain":   "While Kith is open, it says that something is due: only what nobody wrote down yet, and never what it is.",
	"remind.desk.notifications": "This desktop shows no notifications: %s. Reminders are shown in the window.",
	"remind.desk.tray":          "This desktop has no tray: %s. Closing the window ends Kith.",
	"remind.desk.no_bus":        "there is no session bus",
	"remind.desk.no_service":    "no service for it is running",
}
