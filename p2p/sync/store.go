package sync

import (
	"context"
	"io"

	"kith/p2p/reconcile"
)

// ID names an op: the SHA-256 of its sealed bytes.
type ID = reconcile.ID

// Store is a set of sealed ops of one space: a member's space ([NewMember]) or a
// node's blind replica. Its methods may be called from several goroutines, and
// hold no lock that others wait for while they call back.
type Store interface {
	reconcile.Source
	// Top returns the number of the op that arrived last, 0 if there is none.
	// Numbers rise with arrival and begin above 0.
	Top(ctx context.Context) (int64, error)
	// After returns ops whose number is higher than no, in order of arrival: at
	// most limit of them, and fewer if they are large; none at the end.
	After(ctx context.Context, no int64, limit int) ([]Stored, error)
	// Sealed calls fn with the ops of the given ids in order of arrival; those
	// that are not here are passed over. It ends with fn's error. sealed is fn's
	// to keep.
	Sealed(ctx context.Context, ids []ID, fn func(id ID, sealed []byte) error) error
	// Receive keeps ops, for good when it returns. What a peer sent is no
	// reason for an error; [ErrQuota] says that there is no room.
	Receive(ctx context.Context, sealed [][]byte) (Received, error)
}

// Stored is an op as it stands in a Store.
type Stored struct {
	No     int64
	ID     ID
	Day    uint32
	Sealed []byte
	Own    bool // written on this device
}

// Received says what came of ops that were taken in.
type Received struct {
	New, Known int
	Waiting    int // of the new ones, kept without effect for now
	Refused    int // not kept: they are no ops of this space
	Forks      []Fork
}

func (r *Received) add(other Received) {
	r.New += other.New
	r.Known += other.Known
	r.Waiting += other.Waiting
	r.Refused += other.Refused
	r.Forks = append(r.Forks, other.Forks...)
}

// Fork is two different ops that one device signed with one number. One of them
// stands, the same everywhere; somebody copied that device's files, or cheats.
type Fork struct {
	Device        [16]byte
	Seq           uint64
	Stands, Other ID
}

// BlobName names an attachment on the wire: its key's Derive("wire name", nil).
type BlobName [32]byte

// BlobStore keeps attachments as sealed bytes.
type BlobStore interface {
	// Has tells for each name whether the blob is here.
	Has(ctx context.Context, names []BlobName) ([]bool, error)
	// Open reads a blob's sealed bytes; [ErrNoBlob] if it is not here.
	Open(ctx context.Context, name BlobName) (io.ReadCloser, int64, error)
	// Take keeps a blob of size bytes, for good when it returns. Who can tell
	// refuses what is not the blob of that name. [ErrQuota]: no room.
	Take(ctx context.Context, name BlobName, size int64, sealed io.Reader) error
}

// Blobs are a member's attachments.
type Blobs interface {
	BlobStore
	// Wanted lists blobs that ops of the space speak of and that are not here.
	Wanted(ctx context.Context) ([]BlobName, error)
	// Held lists those that ops speak of and that are here.
	Held(ctx context.Context) ([]BlobName, error)
}
