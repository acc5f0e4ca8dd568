package words

// englishAttach holds attachments: what the window, the command line and a
// verification say of them.
var englishAttach = map[string]string{
	"attach.no_file": "%s is no file that can be attached.",
	"attach.empty":   "%s is empty: there is nothing to attach.",

	"attach.left":                    "%s of attachments of %s belong to no entry: an interrupted action left them. A rebuild removes them.",
	"attach.left_removed":            "removed %s of attachments of %s that an interrupted action had left",
	"attach.problem.missing":         "the file of attachment %s is missing",
	"attach.problem.damaged":         "the file of attachment %s is damaged",
	"attach.problem.missing_preview": "the small picture of attachment %s is missing; the attachment itself is another file",
	"attach.problem.damaged_preview": "the small picture of attachment %s is damaged; the attachment itself is another file",
}
