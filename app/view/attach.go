package view

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

// AttachmentRow is an attachment in a list.
type AttachmentRow struct {
	ID    journal.ID
	Title string // the name of the file
	About string // what it is, how large, and from when
	// Preview is a small picture of it, nil if there is none.
	Preview image.Image
	Picture bool // it can be shown
}

// Attachments are what is attached to an entry: the entry itself, if it is an
// attachment, and what belongs to it.
type Attachments struct {
	app    *app.App
	person app.Person
	of     journal.ID

	mu   sync.Mutex
	rows []AttachmentRow
}

// NewAttachments returns what is attached to an entry of a person; for a zero id
// everything of that person.
func NewAttachments(a *app.App, p app.Person, of journal.ID) *Attachments {
	return &Attachments{app: a, person: p, of: of}
}

// Person is whose attachments they are.
func (m *Attachments) Person() app.Person { return m.person }

// Rows returns what was loaded last, oldest first.
func (m *Attachments) Rows() []AttachmentRow {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.rows)
}

// Load reads the attachments and their small pictures.
func (m *Attachments) Load(ctx context.Context) error {
	list, err := m.app.Attachments(ctx, m.person, m.of)
	if err != nil {
		return err
	}
	if !m.of.IsZero() {
		e, err := m.app.Get(ctx, m.person, m.of)
		switch {
		case errors.Is(err, journal.ErrNotFound): // it was deleted meanwhile
		case err != nil:
			return err
		case e.Kind == journal.KindAttachment:
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(x, y journal.Entry) int {
		return cmp.Or(x.When.Time.Compare(y.When.Time), x.Recorded.Compare(y.Recorded), strings.Compare(x.Name, y.Name))
	})
	rows := make([]AttachmentRow, len(list))
	for i := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		rows[i] = m.row(ctx, &list[i])
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.rows = rows
	return nil
}

// row describes an attachment. Without its small picture, which may be damaged, it
// is shown all the same.
func (m *Attachments) row(ctx context.Context, e *journal.Entry) AttachmentRow {
	r := AttachmentRow{ID: e.ID, Title: attachmentTitle(e), About: app.AttachmentText(e) + " · " + app.WhenText(e.When)}
	body, ok := e.Body.(*journal.Attachment)
	if !ok {
		return r
	}
	_, has := body.Blob()
	r.Picture = has && body.Width > 0
	small, err := m.app.Preview(ctx, m.person, e)
	if err == nil && small != nil {
		if picture, err := jpeg.Decode(bytes.NewReader(small)); err == nil {
			r.Preview = picture
		}
	}
	return r
}

func attachmentTitle(e *journal.Entry) string {
	if e.Name != "" {
		return e.Name
	}
	return words.Text("attach.kind." + app.AttachmentKind(e))
}

// To says what a new attachment would belong to: an entry, or a person alone.
func (m *Attachments) To(ctx context.Context) (string, error) {
	if m.of.IsZero() {
		return words.Text("attach.to.person", m.person.Name), nil
	}
	e, err := m.app.Get(ctx, m.person, m.of)
	if err != nil {
		return "", err
	}
	what := []rune(app.Describe(&e))
	if len(what) > maxTo {
		what = append(what[:maxTo], '…')
	}
	return words.Text("attach.to.entry", string(what), app.WhenText(e.When)), nil
}

// maxTo is how much is said of an entry, in letters.
const maxTo = 80

// Add attaches the file at path, with a note that may be "", and returns what to say
// of it.
func (m *Attachments) Add(ctx context.Context, path, note string, progress func(done, total int64)) (string, error) {
	e, err := m.app.AttachFile(ctx, m.person, path, app.AttachOptions{Of: m.of, Note: strings.TrimSpace(note), Progress: progress})
	if err != nil {
		return "", err
	}
	if m.of.IsZero() {
		return words.Text("attach.added", attachmentTitle(&e), m.person.Name), nil
	}
	return words.Text("attach.added_to", attachmentTitle(&e)), nil
}

// Remove takes an attachment away; undo brings it back. It returns what to say.
func (m *Attachments) Remove(ctx context.Context, id journal.ID) (string, error) {
	e, err := m.app.Get(ctx, m.person, id)
	if err != nil {
		return "", err
	}
	return words.Text("attach.removed", attachmentTitle(&e)), m.app.Delete(ctx, m.person, id)
}

// Attached is an attachment that is looked at.
type Attached struct {
	ID    journal.ID
	Title string
	About string
	Note  string
	// Picture is what can be shown, nil for all else; Why says why not, or that there
	// is more.
	Picture image.Image
	// Text is the beginning of one that is text.
	Text string
	Why  string
	// Savable says that there is content to save.
	Savable bool

	file string // what a copy is called
}

// Open reads an attachment to look at it. A picture is decoded in memory; nothing is
// written anywhere.
func (m *Attachments) Open(ctx context.Context, id journal.ID) (*Attached, error) {
	e, err := m.app.Get(ctx, m.person, id)
	if err != nil {
		return nil, err
	}
	v := &Attached{ID: id, Title: attachmentTitle(&e), Note: e.Note, file: app.AttachmentFile(&e), Savable: true,
		About: app.AttachmentText(&e) + " · " + app.WhenText(e.When)}
	pic, err := m.app.Picture(ctx, m.person, id)
	switch {
	case err == nil:
		v.Picture = pic.Image
	case errors.Is(err, app.ErrPicture) && app.AttachmentKind(&e) == "text":
		if err := m.text(ctx, v); err != nil {
			return nil, err
		}
	case errors.Is(err, app.ErrPicture):
		v.Why = words.Text("attach.why." + app.AttachmentKind(&e))
	case errors.Is(err, app.ErrNoContent):
		v.Why, v.Savable = app.Explain(err).InWindow().What, false
	default:
		return nil, err
	}
	return v, nil
}

// maxText is how much of a text is shown, in bytes.
const maxText = 64 << 10

// text reads the beginning of an attachment that is text.
func (m *Attachments) text(ctx context.Context, v *Attached) error {
	start := &limited{left: maxText}
	if err := m.app.CopyAttachment(ctx, m.person, v.ID, start, nil); err != nil {
		return err
	}
	v.Text = strings.ToValidUTF8(string(start.kept), "")
	if start.more {
		v.Text += "…\n\n"
		v.Why = words.Text("attach.why.text")
	}
	return nil
}

// limited keeps the beginning of what is written to it.
type limited struct {
	kept []byte
	left int
	more bool
}

// Write implements io.Writer.
func (l *limited) Write(p []byte) (int, error) {
	n := min(len(p), l.left)
	l.kept = append(l.kept, p[:n]...)
	l.left -= n
	l.more = l.more || n < len(p)
	return len(p), nil
}

// FileName is where a copy of an attachment goes, in a folder, unless somebody says
// otherwise.
func (v *Attached) FileName(folder string) string { return filepath.Join(folder, v.file) }

// Save writes a copy of an attachment to a new file, which is not encrypted.
func (m *Attachments) Save(ctx context.Context, id journal.ID, path string, progress func(done, total int64)) error {
	return m.app.SaveAttachment(ctx, m.person, id, path, progress)
}

// Attachable reports whether path is a file that looks like one to attach, by its
// name, and not like one to import.
func Attachable(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv", ".tsv", ".txt", ".zip", ".xml", ".json", ".ndjson", ".jsonl":
		return false
	}
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
