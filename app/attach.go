package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kith/app/words"
	"kith/journal"
	"kith/journal/blobs"
	"kith/journal/vault"
)

// MaxAttachment is the length of the longest file that can be attached, in bytes.
const MaxAttachment = blobs.MaxSize

// AttachOptions say what a file is attached to.
type AttachOptions struct {
	// Name is what the file is called; only its last part is kept.
	Name string
	// Of is the entry that it belongs to; zero is none.
	Of   journal.ID
	Note string
	// At is when it was, as [App.When] reads it; "" is now.
	At string
	// Progress is told bytes done and to do; may be nil. The file is read twice.
	Progress func(done, total int64)
}

// Attach keeps a copy of a file, sealed, as an entry of its own, and returns the
// entry. A small picture of a photo is kept beside it. The same content is stored
// once however often it is attached. The file itself stays as it is.
//
// It fails with [blobs.ErrTooLarge], [blobs.ErrChanged], [journal.ErrNotFound] or an
// [InputError], and then nothing changed.
func (a *App) Attach(ctx context.Context, p Person, file io.ReadSeeker, o AttachOptions) (journal.Entry, error) {
	e, err := a.attach(ctx, p, file, o)
	if err != nil {
		return e, fmt.Errorf("attach: %w", err)
	}
	return e, nil
}

// AttachFile is Attach for the file at path.
func (a *App) AttachFile(ctx context.Context, p Person, path string, o AttachOptions) (journal.Entry, error) {
	info, err := os.Stat(path)
	if err != nil {
		return journal.Entry{}, fmt.Errorf("attach: %w", err)
	}
	switch {
	case !info.Mode().IsRegular(): // opening a pipe would wait for somebody at its other end
		return journal.Entry{}, &InputError{errors.New(words.Text("attach.no_file", path))}
	case info.Size() > MaxAttachment: // before half a gigabyte is read for nothing
		return journal.Entry{}, fmt.Errorf("attach: %w: it has %d bytes", blobs.ErrTooLarge, info.Size())
	}
	f, err := os.Open(path)
	if err != nil {
		return journal.Entry{}, fmt.Errorf("attach: %w", err)
	}
	defer f.Close()
	o.Name = path
	if total, progress := 2*info.Size(), o.Progress; progress != nil {
		o.Progress = func(done, _ int64) { progress(min(done, total), total) }
	}
	return a.Attach(ctx, p, f, o)
}

func (a *App) attach(ctx context.Context, p Person, file io.ReadSeeker, o AttachOptions) (journal.Entry, error) {
	if err := a.writable(ctx, p); err != nil {
		return journal.Entry{}, err
	}
	e, err := a.newAttachment(ctx, p, o)
	if err != nil {
		return e, err
	}
	told := func(from int64) func(int64) {
		return func(done int64) {
			if o.Progress != nil {
				o.Progress(from+done, 0)
			}
		}
	}
	sum, size, err := blobs.Measure(ctx, file, told(0))
	if err != nil {
		return e, err
	}
	if size == 0 {
		return e, &InputError{errors.New(words.Text("attach.empty", e.Name))}
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return e, err
	}
	a.attaching.RLock()
	defer a.attaching.RUnlock()
	there, err := a.attached(ctx, p, sum)
	if err != nil {
		return e, err
	}
	store, err := a.blobsOf(p)
	if err != nil {
		return e, err
	}
	body := e.Body.(*journal.Attachment)
	ref, known := blobs.Ref{}, false
	if there != nil {
		ref, known = there.Blob()
	}
	if !known {
		ref = store.NewRef(sum, size)
	}
	body.SetBlob(ref)
	written, err := store.Put(ctx, ref, file, told(size))
	if err != nil {
		return e, err
	}
	if err := a.describeBlob(ctx, store, e.Name, body, ref); err != nil {
		if written { // a full disk gets its room back
			err = errors.Join(err, store.Remove(ref))
		}
		return e, err
	}
	// After an error the entry may be written all the same, so the file stays; if no
	// entry has it, the next rebuild removes it.
	kept, err := a.LogEntries(ctx, p, "attach", e)
	if err != nil {
		return e, err
	}
	return kept[0].Entry, nil
}

// newAttachment makes the entry for a file that is still to be read.
func (a *App) newAttachment(ctx context.Context, p Person, o AttachOptions) (journal.Entry, error) {
	e := journal.Entry{Kind: journal.KindAttachment, Name: attachedName(o.Name), Note: o.Note, When: journal.At(a.Now())}
	if o.At != "" {
		when, err := a.When(o.At)
		if err != nil {
			return e, err
		}
		e.When = when
	}
	if !o.Of.IsZero() {
		if _, err := a.Get(ctx, p, o.Of); err != nil {
			return e, err
		}
	}
	e.Body = &journal.Attachment{Of: o.Of}
	return e, e.Validate()
}

// attachedName is the last part of a path, as an entry's name: cut in the middle
// where it is too long, without what cannot be shown.
func attachedName(path string) string {
	name := strings.ToValidUTF8(filepath.Base(filepath.FromSlash(path)), "")
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, name)
	if name == "." || name == string(filepath.Separator) {
		return ""
	}
	if ext := filepath.Ext(name); len(name) > journal.MaxName && len(ext) < 16 {
		return strings.ToValidUTF8(name[:journal.MaxName-len(ext)-len("…")], "") + "…" + ext
	}
	return strings.ToValidUTF8(name[:min(len(name), journal.MaxName)], "")
}

// attached returns an attachment of a person that has this content already, nil if
// there is none.
func (a *App) attached(ctx context.Context, p Person, sum [32]byte) (*journal.Attachment, error) {
	list, err := a.Attachments(ctx, p, journal.ID{})
	if err != nil {
		return nil, err
	}
	for i := range list {
		body := list[i].Body.(*journal.Attachment)
		if ref, ok := body.Blob(); ok && ref.SHA256 == sum {
			return body, nil
		}
	}
	return nil, nil
}

// describeBlob finds out what kept content is and makes the small picture of a
// photo. A picture that cannot be read is an attachment like any other, without one.
func (a *App) describeBlob(ctx context.Context, store *blobs.Store, name string, body *journal.Attachment, ref blobs.Ref) error {
	b, err := store.Open(ref)
	if err != nil {
		return err
	}
	defer b.Close()
	head := make([]byte, sniffed)
	n, err := b.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	body.MediaType = mediaType(head[:n], name)
	return a.addPreview(ctx, store, b, body)
}

// addPreview makes the small picture of an attachment that is a photo.
func (a *App) addPreview(ctx context.Context, store *blobs.Store, b *blobs.Blob, body *journal.Attachment) error {
	small, err := newPreview(ctx, b.Content())
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, ErrPicture):
		return nil
	case err != nil:
		return err
	}
	sum, size, err := blobs.Measure(ctx, bytes.NewReader(small.jpeg), nil)
	if err != nil {
		return err
	}
	preview := store.NewRef(sum, size)
	if _, err := store.Put(ctx, preview, bytes.NewReader(small.jpeg), nil); err != nil {
		return err
	}
	body.Width, body.Height = small.width, small.height
	body.SetPreview(preview)
	return nil
}

func (a *App) blobsOf(p Person) (*blobs.Store, error) {
	ref, err := a.ref(p.ID)
	if err != nil {
		return nil, err
	}
	return a.blobsIn(ref), nil
}

func (a *App) blobsIn(ref vault.SpaceRef) *blobs.Store {
	return blobs.New(a.opts.FS, a.vault.SpaceDir(ref), ref.Key)
}

// Attachments returns the attachments of a person, newest first: all, or those of
// one entry if of is not zero.
func (a *App) Attachments(ctx context.Context, p Person, of journal.ID) (list []journal.Entry, err error) {
	err = a.with(ctx, p, func(r *journal.Record) error {
		list, err = r.Attachments(ctx, of)
		return err
	})
	return list, err
}

// AttachedTo returns how many attachments each entry of a person has; an attachment
// that belongs to no entry counts for itself.
func (a *App) AttachedTo(ctx context.Context, p Person) (map[journal.ID]int, error) {
	list, err := a.Attachments(ctx, p, journal.ID{})
	if err != nil {
		return nil, err
	}
	counts := map[journal.ID]int{}
	for i := range list {
		of := list[i].Body.(*journal.Attachment).Of
		if of.IsZero() {
			of = list[i].ID
		}
		counts[of]++
	}
	return counts, nil
}

// ErrNoContent says that an attachment's entry is there without its file: it came
// from another program, or from an export without files.
var ErrNoContent = errors.New("the attachment has no file here")

// ErrNotAttachment says that an entry is no attachment.
var ErrNotAttachment = errors.New("the entry is no attachment")

// attachment returns the entry of an attachment and where its content is.
func (a *App) attachment(ctx context.Context, p Person, id journal.ID) (journal.Entry, blobs.Ref, *blobs.Store, error) {
	e, err := a.Get(ctx, p, id)
	if err != nil {
		return e, blobs.Ref{}, nil, err
	}
	body, ok := e.Body.(*journal.Attachment)
	if !ok {
		return e, blobs.Ref{}, nil, ErrNotAttachment
	}
	ref, ok := body.Blob()
	if !ok {
		return e, ref, nil, ErrNoContent
	}
	store, err := a.blobsOf(p)
	return e, ref, store, err
}

// CopyAttachment writes the content of an attachment to w. It fails with
// [blobs.ErrMissing], [blobs.ErrDamaged], [ErrNoContent] or [ErrNotAttachment].
// progress may be nil.
func (a *App) CopyAttachment(ctx context.Context, p Person, id journal.ID, w io.Writer, progress func(done, total int64)) error {
	_, ref, store, err := a.attachment(ctx, p, id)
	if err != nil {
		return fmt.Errorf("read attachment: %w", err)
	}
	told := func(done int64) {
		if progress != nil {
			progress(done, ref.Size)
		}
	}
	if err := store.Copy(ctx, w, ref, told); err != nil {
		return fmt.Errorf("read attachment: %w", err)
	}
	return nil
}

// SaveAttachment writes the content of an attachment, as it was, to a new file that
// only its owner can read. The person asked for it: from there on it is not
// encrypted. It never writes over anything ([ErrFileExists]), and leaves nothing if
// it fails.
func (a *App) SaveAttachment(ctx context.Context, p Person, id journal.ID, path string, progress func(done, total int64)) error {
	if _, _, _, err := a.attachment(ctx, p, id); err != nil {
		return fmt.Errorf("save attachment: %w", err)
	}
	return writeNewFile(path, func(w io.Writer) error { return a.CopyAttachment(ctx, p, id, w, progress) })
}

// writeNewFile makes a file that only its owner can read and that is safe on the
// disk afterwards. If write fails, the file goes again.
func writeNewFile(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s: %w", path, ErrFileExists)
	}
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// Preview returns the small picture of an attachment, a JPEG of at most
// [PreviewSize] pixels on its longer side; nil if there is none.
func (a *App) Preview(ctx context.Context, p Person, e *journal.Entry) ([]byte, error) {
	body, ok := e.Body.(*journal.Attachment)
	if !ok {
		return nil, ErrNotAttachment
	}
	ref, ok := body.PreviewBlob()
	if !ok || ref.Size > maxPreview {
		return nil, nil
	}
	store, err := a.blobsOf(p)
	if err != nil {
		return nil, err
	}
	var jpeg bytes.Buffer
	if err := store.Copy(ctx, &jpeg, ref, nil); err != nil {
		return nil, fmt.Errorf("read preview: %w", err)
	}
	return jpeg.Bytes(), nil
}

// Picture decodes an attachment that is a picture, in memory, as it is looked at:
// turned as its camera was. It fails with [ErrPicture] for what is no picture, or
// larger than [MaxPixels].
func (a *App) Picture(ctx context.Context, p Person, id journal.ID) (*Picture, error) {
	_, ref, store, err := a.attachment(ctx, p, id)
	if err != nil {
		return nil, fmt.Errorf("show attachment: %w", err)
	}
	b, err := store.Open(ref)
	if err != nil {
		return nil, fmt.Errorf("show attachment: %w", err)
	}
	defer b.Close()
	pic, err := decodePicture(ctx, b.Content())
	if err != nil {
		return nil, fmt.Errorf("show attachment: %w", err)
	}
	return pic, nil
}

// isBlobError reports whether err is about an attachment's own file, which does not
// concern the record that it belongs to.
func isBlobError(err error) bool {
	return slices.ContainsFunc([]error{blobs.ErrMissing, blobs.ErrDamaged}, func(kind error) bool { return errors.Is(err, kind) })
}
