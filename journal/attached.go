package journal

import (
	"context"
	"fmt"

	"kith/crypto"
	"kith/journal/blobs"
	"kith/journal/space"
)

// Blob returns the reference to the attachment's content; ok is false if there is
// none: the entry came from elsewhere without its file.
func (a *Attachment) Blob() (ref blobs.Ref, ok bool) { return blobRef(a.BlobKey, a.SHA256, a.Size) }

// SetBlob makes ref the attachment's content.
func (a *Attachment) SetBlob(ref blobs.Ref) {
	a.BlobKey, a.SHA256, a.Size = ref.Key.Bytes(), ref.SHA256[:], ref.Size
}

// PreviewBlob returns the reference to the small picture; ok is false if there is
// none.
func (a *Attachment) PreviewBlob() (ref blobs.Ref, ok bool) {
	if a.Preview == nil {
		return ref, false
	}
	return blobRef(a.Preview.BlobKey, a.Preview.SHA256, a.Preview.Size)
}

// SetPreview makes ref the small picture.
func (a *Attachment) SetPreview(ref blobs.Ref) {
	a.Preview = &Preview{BlobKey: ref.Key.Bytes(), SHA256: ref.SHA256[:], Size: ref.Size}
}

func blobRef(key, sum []byte, size int64) (ref blobs.Ref, ok bool) {
	k, err := crypto.KeyFromBytes(key)
	if err != nil || len(sum) != len(ref.SHA256) || size < 0 {
		return ref, false // malformed by a peer, or none
	}
	return blobs.Ref{Key: k, SHA256: [32]byte(sum), Size: size}, true
}

// Attached is a blob that an entry of a record refers to.
type Attached struct {
	Entry     ID
	MediaType string // of a preview image/jpeg
	Preview   bool
	Shown     bool // false: the entry was deleted or undone, and can come back
	Ref       blobs.Ref
}

// Attachments returns the entries that are attachments, newest first: all, or those
// of one entry if of is not zero.
func (r *Record) Attachments(ctx context.Context, of ID) ([]Entry, error) {
	var list []Entry
	err := r.Each(ctx, Query{Kinds: []Kind{KindAttachment}}, func(e Entry) error {
		if a, ok := e.Body.(*Attachment); ok && (of.IsZero() || a.Of == of) {
			list = append(list, e)
		}
		return nil
	})
	return list, err
}

// Blobs returns every blob that the record refers to, also from entries that were
// deleted or undone: undo brings them back.
func (r *Record) Blobs(ctx context.Context) ([]Attached, error) {
	var list []Attached
	shown, err := r.Attachments(ctx, ID{})
	if err != nil {
		return nil, err
	}
	for i := range shown {
		list = appendBlobs(list, &shown[i], true)
	}
	err = r.s.View(ctx, func(q space.Querier) error {
		rows, err := q.Column(`SELECT DISTINCT op FROM hidden ORDER BY op`)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := ctx.Err(); err != nil {
				return err
			}
			if list, err = hiddenBlobs(q, row, list); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list attachments: %w", err)
	}
	return list, nil
}

// AllBlobs returns every blob that the record refers to, each once: what peers are
// offered. Those of entries that are shown come first.
func (r *Record) AllBlobs(ctx context.Context) ([]blobs.Ref, error) {
	list, err := r.Blobs(ctx)
	if err != nil {
		return nil, err
	}
	var refs []blobs.Ref
	seen := map[[32]byte]bool{}
	for i := range list {
		if name := blobs.WireName(list[i].Ref); !seen[name] {
			seen[name] = true
			refs = append(refs, list[i].Ref)
		}
	}
	return refs, nil
}

// MissingBlobs returns those of [Record.AllBlobs] whose file is not in a store: what
// peers are asked for. A file of the right length counts as there; [blobs.Store.Check]
// reads it.
func (r *Record) MissingBlobs(ctx context.Context, store *blobs.Store) ([]blobs.Ref, error) {
	refs, err := r.AllBlobs(ctx)
	if err != nil {
		return nil, err
	}
	var missing []blobs.Ref
	for _, ref := range refs {
		there, err := store.Has(ref)
		if err != nil {
			return nil, fmt.Errorf("look for attachments: %w", err)
		}
		if !there && ref.Size <= blobs.MaxSize {
			missing = append(missing, ref)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return missing, nil
}

// hiddenBlobs adds what the op in a row says of attachments that are not shown.
func hiddenBlobs(q space.Querier, row int64, list []Attached) ([]Attached, error) {
	op, err := q.Op(row)
	if err != nil {
		return list, err
	}
	c, err := decodeChange(op.Body)
	if err != nil {
		return list, nil // malformed by a peer: it shows nothing, so nothing belongs to it
	}
	for i := range c.Puts {
		p := &c.Puts[i]
		if p.Kind != KindAttachment {
			continue
		}
		hidden, err := q.Row(`SELECT 1 FROM hidden WHERE id = ?`, []any{p.ID[:]}, new(int))
		if err != nil {
			return list, err
		}
		e := Entry{ID: p.ID, Kind: p.Kind}
		if _, err := (fields{head: p.Head, body: p.Body}).decode(&e); hidden && err == nil {
			list = appendBlobs(list, &e, false)
		}
	}
	return list, nil
}

func appendBlobs(list []Attached, e *Entry, shown bool) []Attached {
	a, ok := e.Body.(*Attachment)
	if !ok {
		return list
	}
	if ref, ok := a.Blob(); ok {
		list = append(list, Attached{Entry: e.ID, MediaType: a.MediaType, Shown: shown, Ref: ref})
	}
	if ref, ok := a.PreviewBlob(); ok {
		list = append(list, Attached{Entry: e.ID, MediaType: "image/jpeg", Preview: true, Shown: shown, Ref: ref})
	}
	return list
}
