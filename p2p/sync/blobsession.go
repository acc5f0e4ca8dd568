package sync

import (
	"context"
	"errors"
	"fmt"
)

// maxNames is how many blobs one question is about.
const maxNames = 1024

// Blobs fetches the attachments that are wanted here and that the peer has, and
// brings a node those that it lacks. offered remembers, from one call to the next,
// what the node is known to have. It tells how many were fetched and brought.
func (c *Client) Blobs(ctx context.Context, blobs Blobs, offered map[BlobName]bool) (fetched, brought int, err error) {
	err = c.do(ctx, func() error {
		wanted, err := blobs.Wanted(ctx)
		if err != nil {
			return &ownError{err}
		}
		if fetched, err = c.fetchBlobs(ctx, blobs, wanted); err != nil || c.role != RoleNode {
			return err
		}
		held, err := blobs.Held(ctx)
		if err != nil {
			return &ownError{err}
		}
		brought, err = c.bringBlobs(ctx, blobs, held, offered)
		return err
	})
	return fetched, brought, err
}

func (c *Client) fetchBlobs(ctx context.Context, blobs Blobs, wanted []BlobName) (fetched int, err error) {
	for len(wanted) > 0 {
		ask := wanted[:min(len(wanted), maxNames)]
		wanted = wanted[len(ask):]
		has, err := c.hasBlobs(ask)
		if err != nil {
			return fetched, err
		}
		for i, name := range ask {
			if !has[i] {
				continue
			}
			came, err := c.fetchBlob(ctx, blobs, name)
			if err != nil {
				return fetched, err
			}
			if came {
				fetched++
			}
		}
	}
	return fetched, nil
}

// hasBlobs asks which of some blobs the peer has.
func (c *Client) hasBlobs(names []BlobName) ([]bool, error) {
	if err := c.w.write(kindBlobs, blobList{Names: names}); err != nil {
		return nil, err
	}
	body, err := c.expect(kindBlobs)
	if err != nil {
		return nil, err
	}
	var answer blobList
	if err := decode(body, &answer); err != nil {
		return nil, err
	}
	if len(answer.Bits) != (len(names)+7)/8 {
		return nil, fmt.Errorf("%d bytes of bits for %d names: %w", len(answer.Bits), len(names), errFrame)
	}
	has := make([]bool, len(names))
	for i := range has {
		has[i] = answer.Bits[i/8]>>(i%8)&1 == 1
	}
	return has, nil
}

func (c *Client) fetchBlob(ctx context.Context, blobs BlobStore, name BlobName) (came bool, err error) {
	if err := c.w.write(kindBlobGet, blobHead{Name: name}); err != nil {
		return false, err
	}
	kind, body, err := c.read()
	if err != nil {
		return false, err
	}
	var head blobHead
	switch kind {
	case kindEnd:
		return false, nil // it went away meanwhile
	case kindBlobPut:
		if err := decode(body, &head); err != nil {
			return false, err
		}
	}
	if head.Name != name {
		return false, fmt.Errorf("frame %d for an attachment: %w", kind, errFrame)
	}
	err = takeBlob(ctx, c.w, blobs, head)
	if errors.Is(err, ErrWrongBlob) {
		return false, nil // another peer may have the right one
	}
	return err == nil, err
}

func (c *Client) bringBlobs(ctx context.Context, blobs Blobs, held []BlobName, offered map[BlobName]bool) (brought int, err error) {
	var fresh []BlobName
	for _, name := range held {
		if !offered[name] {
			fresh = append(fresh, name)
		}
	}
	for len(fresh) > 0 {
		ask := fresh[:min(len(fresh), maxNames)]
		fresh = fresh[len(ask):]
		has, err := c.hasBlobs(ask)
		if err != nil {
			return brought, err
		}
		for i, name := range ask {
			if !has[i] {
				if err := c.bringBlob(ctx, blobs, name); err != nil {
					return brought, err
				}
				brought++
			}
			offered[name] = true
		}
	}
	return brought, nil
}

func (c *Client) bringBlob(ctx context.Context, blobs BlobStore, name BlobName) error {
	r, size, err := blobs.Open(ctx, name)
	if err != nil {
		return &ownError{err}
	}
	err = sendBlob(c.w, name, size, r)
	if cerr := r.Close(); err == nil && cerr != nil {
		err = &ownError{cerr}
	}
	if err != nil {
		return err
	}
	_, err = c.expect(kindDone)
	return err
}
