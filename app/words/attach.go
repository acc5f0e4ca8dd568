package words

// englishAttach holds attachments: what the window, the command line and a
// verification say of them.
var englishAttach = map[string]string{
	"attach.no_file": "%s is no file that can be attached.",
	"attach.empty":   "%s is empty: there is nothing to attach.",

	"attach.kind.image": "picture",
	"attach.kind.pdf":   "PDF document",
	"attach.kind.video": "video",
	"attach.kind.audio": "recording",
	"attach.kind.text":  "text",
	"attach.kind.other": "file",
	"attach.pixels":     "%d × %d",
	"attach.size.bytes": "%d bytes",
	"attach.size.kb":    "%.0f kB",
	"attach.size.mb":    "%.1f MB",
	"attach.no_content": "without its file",
	"attach.file_name":  "attachment-%s",

	"attach.cli.to_whose": "--to says whose entry it is; leave --person out.",
	"attach.cli.progress": "Attaching: %d %%",
	"attach.cli.saving":   "Saving: %d %%",
	"attach.cli.done":     "Attached %s for %s, %s: %s",
	"attach.cli.line":     "%s  %s  %s  %s  (%s)",
	"attach.cli.saved":    "The copy is in %s. It is not encrypted: whoever can read the file can read it.",

	"attach.left":                    "%s of attachments of %s belong to no entry: an interrupted action left them. A rebuild removes them.",
	"attach.left_removed":            "removed %s of attachments of %s that an interrupted action had left",
	"attach.problem.missing":         "the file of attachment %s is missing",
	"attach.problem.damaged":         "the file of attachment %s is damaged",
	"attach.problem.missing_preview": "the small picture of attachment %s is missing; the attachment itself is another file",
	"attach.problem.damaged_preview": "the small picture of attachment %s is damaged; the attachment itself is another file",
	"attach.backup.left_out":         "%s could not be read and are not in the backup. Run kith verify to see which.",
	"attach.import.without":          "%s of attachments did not come with the entries. To bring them, export to a .zip and import that.",
	"attach.restore.missing":         "The backup does not have %s of attachments; everything else is restored.",
}
