package simtest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"golang.org/x/crypto/chacha20poly1305"

	"kith/crypto"
	"kith/p2p/link"
	"kith/p2p/sync"
)

// bagKeeper keeps ops in a bag, for tests of many computers in which only what is
// between them matters. It knows who the members are, and loses nothing.
type bagKeeper struct {
	*bag
	p       *peer
	devices []sync.Device
	keys    []sync.Key
	seal    func(text string) []byte
	changed chan struct{}
	confirm map[[16]byte]sync.Confirmation
}

// fillBags gives every computer of a world a bag.
func fillBags(w *world) {
	base := crypto.NewKey()
	aead, err := chacha20poly1305.NewX(crypto.NewKey().Bytes())
	if err != nil {
		w.t.Fatal(err)
	}
	keys := []sync.Key{{Tag: sync.Tag(crypto.EpochTag(base)), Capability: sync.Capability(base)}}
	w.id = [16]byte{7}
	var devices []sync.Device
	for _, p := range w.peers {
		p.self = link.Peer(crypto.NewSigningKey().Public())
		devices = append(devices, sync.Device{Peer: p.self, ID: crypto.PublicKey(p.self).ID(), Author: [16]byte{byte(p.n)}})
	}
	for _, p := range w.peers {
		k := &bagKeeper{bag: newBag(), p: p, devices: devices, keys: keys, changed: make(chan struct{}), confirm: map[[16]byte]sync.Confirmation{}}
		k.seal = func(text string) []byte {
			nonce := sha256.Sum256([]byte(fmt.Sprint(p.n, text)))
			return sealedLike(uint32(p.now().Unix()/86400), string(nonce[:24])+string(aead.Seal(nil, nonce[:24], []byte(text), nil)))
		}
		p.keeper = k
	}
}

func (k *bagKeeper) count() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.ops)
}

func (k *bagKeeper) open() error         { return nil }
func (k *bagKeeper) close() error        { return nil }
func (k *bagKeeper) cut(*rand.Rand)      {}
func (k *bagKeeper) member() sync.Member { return k }

func (k *bagKeeper) write(text string, _ uint8) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.put(k.seal(text))
	k.ops[len(k.ops)-1].Own = true
	k.wake()
	return nil
}

func (k *bagKeeper) wake() {
	close(k.changed)
	k.changed = make(chan struct{})
}

func (k *bagKeeper) Receive(ctx context.Context, sealed [][]byte) (sync.Received, error) {
	r, err := k.bag.Receive(ctx, sealed)
	k.mu.Lock()
	defer k.mu.Unlock()
	if r.New > 0 {
		k.wake()
	}
	return r, err
}

func (k *bagKeeper) Changed() <-chan struct{} {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.changed
}

func (k *bagKeeper) Keys(context.Context) ([]sync.Key, error)       { return k.keys, nil }
func (k *bagKeeper) Devices(context.Context) ([]sync.Device, error) { return k.devices, nil }

func (k *bagKeeper) Knew(_ context.Context, device [16]byte) (bool, error) {
	return slices.ContainsFunc(k.devices, func(d sync.Device) bool { return d.ID == device }), nil
}

func (k *bagKeeper) Confirm(_ context.Context, peer [16]byte, upTo int64, count uint64, at time.Time) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.confirm[peer] = sync.Confirmation{Peer: peer, UpTo: upTo, Count: count, At: at}
	return nil
}

func (k *bagKeeper) Confirmed(context.Context) (all []sync.Confirmation, _ error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, c := range k.confirm {
		all = append(all, c)
	}
	return all, nil
}

func (k *bagKeeper) state() (state, error) {
	days, err := k.Days(context.Background())
	s := state{days: fmt.Sprintf("%x", days)}
	for _, d := range days {
		s.count += d.Count
	}
	return s, err
}

func (k *bagKeeper) lines() (map[string]bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	here := map[string]bool{}
	for _, op := range k.ops {
		here[string(op.Sealed[4:])] = true
	}
	lines := map[string]bool{}
	for _, p := range k.p.w.peers {
		for _, text := range p.written {
			lines[text] = here[string(p.keeper.(*bagKeeper).seal(text)[4:])]
		}
	}
	return lines, nil
}
