package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"kith/journal"
	"kith/journal/blobs"
	psync "kith/p2p/sync"
)

// recordBlobs are the attachments of a record as the sync engine sees them: sealed
// bytes under names that tell nothing. It implements [psync.Blobs].
type recordBlobs struct {
	app    *App
	person Person

	mu    sync.Mutex
	asOf  int64 // the newest op when refs was made
	refs  map[psync.BlobName]blobs.Ref
	order []psync.BlobName // of refs: as the record lists them
}

// index returns the blobs that the record's ops speak of, by name.
func (b *recordBlobs) index(ctx context.Context) (refs map[psync.BlobName]blobs.Ref, order []psync.BlobName, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	err = b.app.with(ctx, b.person, func(r *journal.Record) error {
		newest, err := r.Space().Newest(ctx)
		if err != nil || b.refs != nil && newest == b.asOf {
			return err
		}
		list, err := r.Blobs(ctx)
		if err != nil {
			return err
		}
		b.refs, b.order, b.asOf = map[psync.BlobName]blobs.Ref{}, nil, newest
		for _, a := range list {
			name := psync.BlobName(blobs.WireName(a.Ref))
			if _, known := b.refs[name]; !known {
				b.refs[name] = a.Ref
				b.order = append(b.order, name)
			}
		}
		return nil
	})
	return b.refs, b.order, err
}

// Has implements [psync.BlobStore].
func (b *recordBlobs) Has(ctx context.Context, names []psync.BlobName) ([]bool, error) {
	refs, _, err := b.index(ctx)
	if err != nil {
		return nil, err
	}
	store, err := b.app.blobsOf(b.person)
	if err != nil {
		return nil, err
	}
	has := make([]bool, len(names))
	for i, name := range names {
		if ref, ok := refs[name]; ok {
			if has[i], err = store.Has(ref); err != nil {
				return nil, err
			}
		}
	}
	return has, nil
}

// Wanted implements [psync.Blobs].
func (b *recordBlobs) Wanted(ctx context.Context) ([]psync.BlobName, error) {
	return b.which(ctx, false)
}

// Held implements [psync.Blobs].
func (b *recordBlobs) Held(ctx context.Context) ([]psync.BlobName, error) { return b.which(ctx, true) }

func (b *recordBlobs) which(ctx context.Context, held bool) ([]psync.BlobName, error) {
	_, order, err := b.index(ctx)
	if err != nil {
		return nil, err
	}
	has, err := b.Has(ctx, order)
	if err != nil {
		return nil, err
	}
	var names []psync.BlobName
	for i, name := range order {
		if has[i] == held {
			names = append(names, name)
		}
	}
	return names, nil
}

// Open implements [psync.BlobStore].
func (b *recordBlobs) Open(ctx context.Context, name psync.BlobName) (io.ReadCloser, int64, error) {
	refs, _, err := b.index(ctx)
	if err != nil {
		return nil, 0, err
	}
	ref, ok := refs[name]
	if !ok {
		return nil, 0, psync.ErrNoBlob
	}
	store, err := b.app.blobsOf(b.person)
	if err != nil {
		return nil, 0, err
	}
	sealed, err := store.SealedReader(ref)
	switch {
	case isBlobError(err): // missing or damaged here: another peer may have it
		return nil, 0, psync.ErrNoBlob
	case err != nil:
		return nil, 0, err
	}
	return struct {
		io.Reader
		io.Closer
	}{io.NewSectionReader(sealed, 0, sealed.Size()), sealed}, sealed.Size(), nil
}

// Take implements [psync.BlobStore]. What is not the blob of that name leaves nothing.
func (b *recordBlobs) Take(ctx context.Context, name psync.BlobName, size int64, sealed io.Reader) error {
	refs, _, err := b.index(ctx)
	if err != nil {
		return err
	}
	ref, ok := refs[name]
	switch {
	case !ok:
		return psync.ErrNoBlob
	case size != ref.SealedSize():
		return psync.ErrWrongBlob
	}
	b.app.attaching.RLock()
	defer b.app.attaching.RUnlock()
	store, err := b.app.blobsOf(b.person)
	if err != nil {
		return err
	}
	in, err := store.Receive(ref)
	if err != nil {
		return err
	}
	if err := in.Restart(); err != nil { // a peer begins at the beginning
		return errors.Join(err, in.Close())
	}
	if _, err := io.Copy(in, io.LimitReader(sealed, size)); err != nil {
		return errors.Join(fmt.Errorf("take in an attachment: %w", err), in.Close())
	}
	if err := in.Finish(ctx); errors.Is(err, blobs.ErrDamaged) {
		return fmt.Errorf("%w: %w", psync.ErrWrongBlob, err)
	} else if err != nil {
		return err
	}
	return nil
}
