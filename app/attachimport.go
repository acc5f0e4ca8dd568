package app

import (
	"context"
	"errors"
	"fmt"

	"kith/journal"
	"kith/journal/blobs"
	"kith/journal/exchange"
)

// bringFiles keeps the files of the attachments among entries that another Kith
// exported. One that is not in the export leaves its entry without a file.
func (im *importer) bringFiles(ctx context.Context, p Person, entries []journal.Entry) error {
	for i := range entries {
		body, ok := entries[i].Body.(*journal.Attachment)
		if !ok {
			continue
		}
		_, err := im.a.Get(ctx, p, entries[i].ID)
		if err == nil {
			continue // it is a duplicate
		}
		if !errors.Is(err, journal.ErrNotFound) {
			return err
		}
		found, err := im.bringFile(ctx, p, body)
		if err != nil {
			return err
		}
		if !found {
			im.mu.Lock()
			im.without++
			im.mu.Unlock()
		}
	}
	return nil
}

func (im *importer) bringFile(ctx context.Context, p Person, body *journal.Attachment) (found bool, err error) {
	if len(body.SHA256) != 32 || body.Size < 1 || body.Size > MaxAttachment {
		return false, nil
	}
	content, err := im.files.Attachment(body.SHA256)
	if err != nil || content == nil {
		return false, err
	}
	store, err := im.a.blobsOf(p)
	if err != nil {
		return false, errors.Join(err, content.Close())
	}
	ref := store.NewRef([32]byte(body.SHA256), body.Size)
	_, err = store.Put(ctx, ref, content, nil)
	err = errors.Join(err, content.Close())
	if errors.Is(err, blobs.ErrChanged) || errors.Is(err, blobs.ErrTooLarge) {
		return false, fmt.Errorf("an attachment is not what its entry says: %w", exchange.ErrDamaged)
	}
	if err != nil {
		return false, err
	}
	body.SetBlob(ref)
	b, err := store.Open(ref)
	if err != nil {
		return false, err
	}
	return true, errors.Join(im.a.addPreview(ctx, store, b, body), b.Close())
}
