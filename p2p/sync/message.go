package sync

// kind is the type of a frame. The numbers are part of the protocol.
type kind uint8

const (
	kindHello     kind = 1
	kindWelcome   kind = 2
	kindProof     kind = 3
	kindRefusal   kind = 4
	kindRegister  kind = 5
	kindDone      kind = 6
	kindReconcile kind = 16
	kindFetch     kind = 17
	kindDump      kind = 18
	kindDays      kind = 19
	kindOps       kind = 20
	kindEnd       kind = 21
	kindStored    kind = 22
	kindBlobs     kind = 24
	kindBlobGet   kind = 25
	kindBlobPut   kind = 26
	kindBlobPart  kind = 27
)

// Role is what a server is to a space.
type Role uint8

// The roles.
const (
	RoleMember Role = 1 // a device that holds the keys
	RoleNode   Role = 2 // a blind replica
)

type hello struct {
	Versions []uint          `cbor:"1,keyasint"`
	Handle   Handle          `cbor:"2,keyasint"`
	Tag      Tag             `cbor:"3,keyasint"`
	Nonce    [nonceSize]byte `cbor:"4,keyasint"`
	Older    []Tag           `cbor:"5,keyasint,omitempty"` // other epochs that it knows, newest first
}

type welcome struct {
	Version uint            `cbor:"1,keyasint"`
	Role    Role            `cbor:"2,keyasint"`
	Tag     *Tag            `cbor:"3,keyasint,omitempty"` // nil: register first
	Nonce   [nonceSize]byte `cbor:"4,keyasint"`
	Proof   *[64]byte       `cbor:"5,keyasint,omitempty"`
}

type proof struct {
	Signature [64]byte `cbor:"1,keyasint"`
}

type refusal struct {
	Code     Code   `cbor:"1,keyasint"`
	Versions []uint `cbor:"2,keyasint,omitempty"`
	Wait     uint32 `cbor:"3,keyasint,omitempty"` // seconds
}

type register struct {
	Token        []byte       `cbor:"1,keyasint,omitempty"`
	Capabilities []capability `cbor:"2,keyasint"`
	Peers        [][32]byte   `cbor:"3,keyasint,omitempty"`
	Signature    *[64]byte    `cbor:"4,keyasint,omitempty"` // nil while it is signed
}

type capability struct {
	Tag    Tag      `cbor:"1,keyasint"`
	Public [32]byte `cbor:"2,keyasint"`
}

type empty struct{}

// step carries one message of package reconcile; empty if there is none.
type step struct {
	Message []byte `cbor:"1,keyasint,omitempty"`
}

// dayList is days packed: see packDays.
type dayList struct {
	Days []byte `cbor:"1,keyasint,omitempty"`
}

type opList struct {
	Ops [][]byte `cbor:"1,keyasint"`
}

// end ends a run of Ops.
type end struct {
	Count uint64         `cbor:"1,keyasint,omitempty"` // ops that were announced; the sender's, for progress
	More  bool           `cbor:"2,keyasint,omitempty"` // too many for Fetch: Dump is needed
	Sum   *[sumSize]byte `cbor:"3,keyasint,omitempty"` // fingerprint of the sender's whole set
}

type stored struct {
	New     uint64         `cbor:"1,keyasint,omitempty"`
	Waiting uint64         `cbor:"2,keyasint,omitempty"`
	Refused uint64         `cbor:"3,keyasint,omitempty"`
	Sum     *[sumSize]byte `cbor:"4,keyasint,omitempty"` // of the server's whole set now
}

// blobList asks which blobs are there; the answer has a bit for each name.
type blobList struct {
	Names []BlobName `cbor:"1,keyasint,omitempty"`
	Bits  []byte     `cbor:"2,keyasint,omitempty"`
}

type blobHead struct {
	Name BlobName `cbor:"1,keyasint"`
	Size uint64   `cbor:"2,keyasint,omitempty"`
}

type blobPart struct {
	Bytes []byte `cbor:"1,keyasint"`
}
