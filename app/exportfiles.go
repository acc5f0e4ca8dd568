package app

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"slices"

	"kith/journal"
	"kith/journal/blobs"
)

// maxInline bounds the attachments that are written into the one file of a FHIR
// bundle, in bytes. kith import takes a resource of 16 MiB, and base64 adds a third.
const maxInline = 8 << 20

// chosenFile is an attachment that is taken along.
type chosenFile struct {
	ref       blobs.Ref
	mediaType string
}

// chosenFiles returns the files of the attachments of a person that are taken along,
// each content once. One that cannot be read is left out and counted.
func (x *exporter) chosenFiles(ctx context.Context, p Person) ([]chosenFile, *blobs.Store, error) {
	if !slices.Contains(x.parts, PartDocuments) {
		return nil, nil, nil
	}
	list, err := x.a.Attachments(ctx, p, journal.ID{})
	if err != nil {
		return nil, nil, err
	}
	store, err := x.a.blobsOf(p)
	if err != nil {
		return nil, nil, err
	}
	var files []chosenFile
	seen := map[[32]byte]bool{}
	for i := range list {
		body, ok := list[i].Body.(*journal.Attachment)
		if !ok || !x.o.Holds(&list[i], x.parts) {
			continue
		}
		ref, ok := body.Blob()
		if ok && seen[ref.SHA256] {
			continue
		}
		if ok {
			if err = store.Check(ctx, ref, nil); err != nil && !isBlobError(err) {
				return nil, nil, err
			}
		}
		if !ok || err != nil {
			x.leaveFile("attachment_unreadable")
			continue
		}
		seen[ref.SHA256] = true
		files = append(files, chosenFile{ref, body.MediaType})
	}
	return files, store, nil
}

func (x *exporter) leaveFile(reason string) {
	x.left[reason]++
	x.result.AttachmentsLeftOut++
}

// attachments writes each attachment once, named by its content.
func (x *exporter) attachments(ctx context.Context) error {
	named := map[[32]byte]bool{}
	for _, p := range x.o.Persons {
		files, store, err := x.chosenFiles(ctx, p)
		if err != nil {
			return err
		}
		for _, f := range files {
			switch {
			case named[f.ref.SHA256]:
				continue
			case x.out.single():
				x.leaveFile("attachment_no_place")
				continue
			}
			named[f.ref.SHA256] = true
			x.result.Attachments++
			x.total += f.ref.Size
			name := attachmentsName + "/" + hex.EncodeToString(f.ref.SHA256[:]) + extension(f.mediaType)
			if err := x.file(name, func(w io.Writer) error { return store.Copy(ctx, w, f.ref, nil) }); err != nil {
				return err
			}
			x.step(f.ref.Size)
		}
	}
	return nil
}

// inline returns what reads the content of attachments into a FHIR bundle. Of a
// preview, which shows its beginning only, they are counted first.
func (x *exporter) inline(ctx context.Context, p Person) (func(*journal.Entry) ([]byte, error), error) {
	store, err := x.a.blobsOf(p)
	if err != nil {
		return nil, err
	}
	content := func(e *journal.Entry) ([]byte, error) { return contentOf(ctx, store, e) }
	count := func(content []byte, err error) ([]byte, error) {
		var left notInline
		switch {
		case errors.As(err, &left):
			x.leaveFile(string(left))
			return nil, nil
		case err == nil && content != nil:
			x.result.Attachments++
		}
		return content, err
	}
	if _, preview := x.out.(*previewTarget); !preview {
		return func(e *journal.Entry) ([]byte, error) { return count(content(e)) }, nil
	}
	err = x.entries(ctx, []journal.Kind{journal.KindAttachment}, func(_ string, e *journal.Entry) error {
		_, err := count(content(e))
		return err
	})
	return func(e *journal.Entry) ([]byte, error) {
		content, err := content(e)
		if errors.As(err, new(notInline)) { // it was counted
			err = nil
		}
		return content, err
	}, err
}

// notInline says why the content of an attachment is not in a bundle: one of
// exportReasons.
type notInline string

func (n notInline) Error() string { return string(n) }

// contentOf reads an attachment, nil for what is none.
func contentOf(ctx context.Context, store *blobs.Store, e *journal.Entry) ([]byte, error) {
	body, ok := e.Body.(*journal.Attachment)
	if !ok {
		return nil, nil
	}
	ref, ok := body.Blob()
	switch {
	case !ok:
		return nil, notInline("attachment_unreadable")
	case ref.Size > maxInline:
		return nil, notInline("attachment_large")
	}
	content := bytes.NewBuffer([]byte{}) // also of an empty file
	if err := store.Copy(ctx, content, ref, nil); isBlobError(err) {
		return nil, notInline("attachment_unreadable")
	} else if err != nil {
		return nil, err
	}
	return content.Bytes(), nil
}
