package app

import (
	"strings"

	"kith/app/words"
	"kith/journal"
)

// AttachmentKind is what sort of file an attachment is: image, pdf, video, audio,
// text or other.
func AttachmentKind(e *journal.Entry) string {
	body, ok := e.Body.(*journal.Attachment)
	if !ok {
		return "other"
	}
	switch sort, _, _ := strings.Cut(body.MediaType, "/"); {
	case body.MediaType == "application/pdf":
		return "pdf"
	case sort == "image", sort == "video", sort == "audio", sort == "text":
		return sort
	}
	return "other"
}

// AttachmentText says in words what an attachment is: "picture, 640 × 400, 1.2 MB".
func AttachmentText(e *journal.Entry) string {
	body, ok := e.Body.(*journal.Attachment)
	if !ok {
		return ""
	}
	parts := []string{words.Text("attach.kind." + AttachmentKind(e))}
	if body.Width > 0 && body.Height > 0 {
		parts = append(parts, words.Text("attach.pixels", body.Width, body.Height))
	}
	if body.Size > 0 {
		parts = append(parts, SizeText(body.Size))
	}
	if _, ok := body.Blob(); !ok {
		parts = append(parts, words.Text("attach.no_content"))
	}
	return strings.Join(parts, ", ")
}

// AttachmentFile returns what a copy of an attachment is called as a file: its own
// name, without what some system does not allow in one.
func AttachmentFile(e *journal.Entry) string {
	name := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, e.Name)
	if name = strings.TrimLeft(strings.TrimRight(name, " ."), "."); name != "" {
		return name
	}
	media := ""
	if body, ok := e.Body.(*journal.Attachment); ok {
		media = body.MediaType
	}
	return words.Text("attach.file_name", e.ID.Short()) + extension(media)
}
