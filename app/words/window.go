package words

// englishWindow holds what the window says around its pages.
var englishWindow = map[string]string{
	"window.title":    "Kith",
	"window.everyone": "Everybody",
	"window.nobody":   "Nobody yet",
	"window.undo":     "Undo",
	"window.undone":   "Undone: %s",
	"window.redone":   "Done again: %s",
	"window.close":    "Close",
	"window.cancel":   "Cancel",
	"window.error":    "That did not work",
}
