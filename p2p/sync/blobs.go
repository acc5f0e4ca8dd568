package sync

import (
	"context"
	"errors"
	"fmt"
	"io"

	"kith/crypto"
)

// blobChunk is how many bytes of a blob one frame carries.
const blobChunk = 128 << 10

// maxBlob is the length of the longest sealed blob.
var maxBlob = crypto.SealedBlobSize(crypto.MaxBlobSize)

// answerBlobs answers a request about attachments. blobs may be nil: there are none.
func (v *visit) answerBlobs(ctx context.Context, kind kind, body []byte) error {
	blobs := v.access.Blobs
	if kind == kindBlobs {
		var in blobList
		if err := decode(body, &in); err != nil {
			return err
		}
		bits := make([]byte, (len(in.Names)+7)/8)
		if blobs != nil {
			has, err := blobs.Has(ctx, in.Names)
			if err != nil {
				return &ownError{err}
			}
			for i, is := range has {
				if is {
					bits[i/8] |= 1 << (i % 8)
				}
			}
		}
		return v.w.write(kindBlobs, blobList{Bits: bits})
	}
	var in blobHead
	if err := decode(body, &in); err != nil {
		return err
	}
	v.busy()
	if kind == kindBlobPut {
		if err := takeBlob(ctx, v.w, blobs, in); err != nil {
			return err
		}
		return v.w.write(kindDone, empty{})
	}
	var r io.ReadCloser
	var size int64
	err := ErrNoBlob
	if blobs != nil {
		r, size, err = blobs.Open(ctx, in.Name)
	}
	if errors.Is(err, ErrNoBlob) {
		return v.w.write(kindEnd, end{})
	}
	if err != nil {
		return &ownError{err}
	}
	return errors.Join(sendBlob(v.w, in.Name, size, r), r.Close())
}

// sendBlob sends a blob's head and its bytes.
func sendBlob(w *wire, name BlobName, size int64, r io.Reader) error {
	if err := w.write(kindBlobPut, blobHead{Name: name, Size: uint64(size)}); err != nil {
		return err
	}
	buf := make([]byte, blobChunk)
	for size > 0 {
		part := buf[:min(size, blobChunk)]
		if _, err := io.ReadFull(r, part); err != nil {
			return fmt.Errorf("read attachment: %w", err)
		}
		if err := w.write(kindBlobPart, blobPart{Bytes: part}); err != nil {
			return err
		}
		size -= int64(len(part))
	}
	return nil
}

// takeBlob takes the bytes of a blob in whose head was read. When our own store
// fails, the rest is read all the same and the error is an *ownError.
func takeBlob(ctx context.Context, w *wire, blobs BlobStore, head blobHead) error {
	if head.Size > uint64(maxBlob) {
		return fmt.Errorf("attachment of %d bytes: %w", head.Size, errFrame)
	}
	r := &blobReader{w: w, left: int64(head.Size)}
	failed := error(ErrQuota) // of who keeps none
	if blobs != nil {
		failed = blobs.Take(ctx, head.Name, int64(head.Size), r)
	}
	if r.err != nil {
		return r.err
	}
	if failed != nil {
		if _, err := io.Copy(io.Discard, r); err != nil {
			return err
		}
		return &ownError{failed}
	}
	_, err := io.Copy(io.Discard, r) // of one that was there already
	return err
}

// blobReader reads the parts of a blob as bytes.
type blobReader struct {
	w    *wire
	left int64
	part []byte
	err  error // of the wire
}

func (r *blobReader) Read(p []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	if len(r.part) == 0 {
		if r.left == 0 {
			return 0, io.EOF
		}
		if r.err = r.next(); r.err != nil {
			return 0, r.err
		}
	}
	n := copy(p, r.part)
	r.part = r.part[n:]
	r.left -= int64(n)
	return n, nil
}

func (r *blobReader) next() error {
	kind, body, err := r.w.read(frameTime)
	if err != nil {
		return err
	}
	var part blobPart
	if kind != kindBlobPart {
		return fmt.Errorf("frame %d in an attachment: %w", kind, errFrame)
	}
	if err := decode(body, &part); err != nil {
		return err
	}
	if len(part.Bytes) == 0 || int64(len(part.Bytes)) > r.left {
		return fmt.Errorf("%d bytes of %d that are left: %w", len(part.Bytes), r.left, errFrame)
	}
	r.part = part.Bytes
	return nil
}
