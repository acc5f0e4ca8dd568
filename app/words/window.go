package words

// englishWindow holds what the window says around its pages.
var englishWindow = map[string]string{
	"window.title":    "Kith",
	"window.everyone": "Everybody",
	"window.nobody":   "Nobody yet",
	"window.undo":     "Undo",
	"window.redo":     "Redo",

	"window.act.log":       "a new entry",
	"window.act.restore":   "an entry from the trash",
	"window.act.settle":    "what was said of doses written twice",
	"window.act.edit":      "a change",
	"window.act.checkin":   "a check-in",
	"window.act.review":    "a day looked through",
	"window.act.delete":    "a deletion",
	"window.act.sample":    "the sample diary",
	"window.act.ask":       "answers to a questionnaire",
	"window.act.ask add":   "a questionnaire",
	"window.act.ask every": "how often something is asked",

	"window.undone": "Undone: %s",
	"window.redone": "Done again: %s",
	"window.close":  "Close",
	"window.cancel": "Cancel",
	"window.error":  "That did not work",
	"window.drafts": "What was typed last time and not saved cannot be read. %s",

	"window.act.new treatment":     "a new treatment",
	"window.act.changed treatment": "a change of a treatment",
	"window.act.pause":             "a pause",
	"window.act.resume":            "going on after a pause",
	"window.act.stop":              "the end of a treatment",
	"window.act.rating":            "a rating",
	"window.act.taken":             "a dose taken",
	"window.act.skipped":           "a dose skipped",
	"window.act.stock":             "a supply",
	"window.act.attach":            "an attachment",
}
