package replica

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"kith/crypto"
	"kith/p2p/link"
)

// testOp makes sealed ops as a member would, without their content: a node looks
// at nothing but their header and length.
func testOp(r *rand.Rand, day uint32) []byte {
	b := make([]byte, crypto.OpOverhead+256)
	for i := 0; i+8 <= len(b); i += 8 {
		binary.LittleEndian.PutUint64(b[i:], r.Uint64())
	}
	b[0] = 2
	binary.BigEndian.PutUint32(b[1:], day)
	return b
}

func testOps(r *rand.Rand, n int, day uint32) [][]byte {
	ops := make([][]byte, n)
	for i := range ops {
		ops[i] = testOp(r, day+uint32(i%5))
	}
	return ops
}

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 5)) }

// testPeer returns the n-th device.
func testPeer(n int) link.Peer {
	return link.Peer(sha256.Sum256(binary.BigEndian.AppendUint64([]byte("device"), uint64(n))))
}

func testHandle(n int) Handle {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte("space"), uint64(n)))
	return Handle(sum[:16])
}

// testEpoch returns the n-th epoch's key for a capability, and its public half.
func testEpoch(n int) (crypto.SigningKey, Capability) {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte("epoch"), uint64(n)))
	seed, err := crypto.KeyFromBytes(sum[:])
	if err != nil {
		panic(err) // it is 32 bytes long
	}
	key := crypto.SigningKeyFromSeed(seed)
	return key, Capability{Tag: Tag(crypto.EpochTag(seed)), Key: key.Public()}
}

func openTestStore(t testing.TB, cfg StoreConfig) *Store {
	t.Helper()
	s, err := OpenStore(t.TempDir(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// addSpace registers the n-th space under the n-th epoch with some devices.
func addSpace(t testing.TB, s *Store, n int, peers ...link.Peer) Handle {
	t.Helper()
	_, c := testEpoch(n)
	h := testHandle(n)
	if err := s.Add(t.Context(), h, Registration{Capabilities: []Capability{c}, Peers: sorted(peers)}); err != nil {
		t.Fatal(err)
	}
	return h
}
