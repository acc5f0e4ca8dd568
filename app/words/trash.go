package words

// englishTrash holds the texts of the trash and of the journal as recorded on a day.
var englishTrash = map[string]string{
	"trash.line":     "%s  %-16s  %s  (deleted %s)",
	"trash.none":     "The trash is empty.",
	"trash.restored": "Brought back %s of %s: %s  %s",

	"trash.title":      "Trash",
	"trash.explain":    "What you delete is kept here. Nothing empties it but erasing the person.",
	"trash.bring":      "Bring back",
	"trash.brought":    "Brought back: %s",
	"trash.more":       "There is more. Only the newest %d are shown.",
	"trash.whose":      "%s: %s",
	"trash.note":       "%s · deleted %s by you",
	"trash.note.other": "%s · deleted %s by somebody else",

	"trash.recorded.title":   "As recorded on a day",
	"trash.recorded.explain": "See the journal as it stood then: with what had been written until that moment, before it was changed or deleted.",
	"trash.recorded.when":    "Day or moment",
	"trash.recorded.hint":    "2026-11-20, yesterday, 2026-11-20 18:00, 2026-10",
	"trash.recorded.show":    "Show",
	"trash.recorded.at":      "As it stood on %s",
	"trash.recorded.none":    "Nothing had been written down by then.",
}
