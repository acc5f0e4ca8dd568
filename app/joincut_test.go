package app

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"

	"kith/crypto"
	"kith/journal"
	"kith/journal/disk/faulty"
	"kith/journal/space"
	"kith/p2p/link"
)

// TestPowerCutWhileJoining cuts the power after every change of the disk that a
// joining computer makes once keys were handed over. It goes on where it was, to one
// record under the author of its owner, or has nothing.
func TestPowerCutWhileJoining(t *testing.T) {
	ctx := context.Background()
	options := func(fsys *faulty.Power) Options { return Options{FS: fsys, WorkFactor: crypto.MinWorkFactor} }
	laptop, err := Init("/laptop", []byte("x"), options(faulty.NewPower()))
	if err != nil {
		t.Fatal(err)
	}
	defer laptop.Close()
	persons, err := laptop.AddPersons(ctx, "Anna")
	if err != nil {
		t.Fatal(err)
	}
	calm := faulty.NewPower()
	desk, err := Init("/desk", []byte("x"), options(calm))
	if err != nil {
		t.Fatal(err)
	}
	answer := handedOver(t, laptop, desk, persons[0])
	if err := desk.Close(); err != nil {
		t.Fatal(err)
	}
	hello := greeting{Version: pairingVersion, Author: laptop.self.Author.Public()}

	nothing, whole := 0, 0
	for n, over := 1, false; !over; n++ {
		off := calm.Clone()
		desk, err := Open("/desk", crypto.PassphraseSecret([]byte("x")), options(off))
		if err != nil {
			t.Fatal(err)
		}
		before := off.Changes()
		off.OffAfter(n)
		err = desk.keepHandover(answer, hello, true)
		kept := err == nil
		if kept {
			_, _, err = desk.finishJoin(ctx)
		}
		over = off.Changes()-before < n
		if over && err != nil {
			t.Fatal(err)
		}
		_ = desk.Close() // the power may be off

		desk, err = Open("/desk", crypto.PassphraseSecret([]byte("x")), options(off.Cut(rand.New(rand.NewPCG(5, uint64(n))))))
		if err != nil {
			t.Fatalf("off after %d changes: %v", n, err)
		}
		_, _, err = desk.finishJoin(ctx) // as StartSync does
		b, bookErr := desk.syncBook()
		if err := errors.Join(err, bookErr); err != nil {
			t.Fatalf("off after %d changes: %v", n, err)
		}
		got, mine := desk.Persons(), desk.self.Author.Public() == laptop.self.Author.Public()
		switch {
		case len(got) == 0 && !mine && !kept:
			nothing++
		case len(got) == 1 && got[0].ID == persons[0].ID && got[0].Name == "Anna" && mine && b.Joining == nil:
			whole++
		default:
			t.Fatalf("off after %d changes: handed over %v, there are %v, the author is the owner's: %v", n, kept, got, mine)
		}
		if v, err := desk.Verify(ctx, false, nil); err != nil || !v.OK {
			t.Fatalf("off after %d changes: %+v, %v", n, v, err)
		}
		if err := desk.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d times nothing, %d times the record", nothing, whole)
	if nothing == 0 || whole < 2 {
		t.Error("the power was never cut in the middle")
	}
}

// handedOver lets the vault of another computer in, and returns what it is answered.
func handedOver(t *testing.T, laptop, desk *App, p Person) []byte {
	t.Helper()
	request, err := desk.deviceCard(laptop.self.Author.Public())
	if err != nil {
		t.Fatal(err)
	}
	c, err := decodeCard(request, link.Peer(desk.self.Device.Public()))
	if err == nil {
		c.Certificate, err = laptop.certify(c.Certificate)
	}
	if err != nil {
		t.Fatal(err)
	}
	h := handover{Version: pairingVersion, Author: laptop.self.Author.Seed().Bytes()}
	err = laptop.with(context.Background(), p, func(r *journal.Record) error {
		w, err := laptop.admitTo(context.Background(), r.Space(), c.Certificate, grant{Role: Owner})
		if err != nil {
			return err
		}
		w.Name = p.Name
		encoded, err := space.EncodeWelcome(w)
		h.Spaces = [][]byte{encoded}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := encodePairing(h)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}
