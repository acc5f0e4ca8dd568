package blobs_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"kith/crypto"
	"kith/journal/blobs"
	"kith/journal/disk"
	"kith/journal/disk/faulty"
)

// sealedBytes are a blob as it goes to a peer.
func sealedBytes(t testing.TB, s *blobs.Store, ref blobs.Ref) []byte {
	t.Helper()
	r, err := s.SealedReader(ref)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(io.NewSectionReader(r, 0, r.Size()))
	if err != nil || int64(len(b)) != ref.SealedSize() {
		t.Fatalf("%d bytes of %d: %v", len(b), ref.SealedSize(), err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return b
}

// TestReceive: a blob goes from one folder to another in pieces, with a break in
// between, and is then what it was; the two call it the same and keep it under names
// of their own.
func TestReceive(t *testing.T) {
	from := blobs.New(disk.OS{}, t.TempDir(), crypto.NewKey())
	dir := t.TempDir()
	to := blobs.New(disk.OS{}, dir, crypto.NewKey())
	for _, n := range []int{0, 1, 70_000, 300_001} {
		b := content(n)
		ref := put(t, from, b)
		sealed := sealedBytes(t, from, ref)
		if there, err := to.Has(ref); err != nil || there {
			t.Fatalf("%d bytes: there before: %v", n, err)
		}
		for half := len(sealed) / 2; ; half = len(sealed) {
			r, err := to.Receive(ref)
			if err != nil {
				t.Fatal(err)
			}
			for r.At() < int64(half) {
				if _, err := r.Write(sealed[r.At():min(int(r.At())+10_000, half)]); err != nil {
					t.Fatal(err)
				}
			}
			if half < len(sealed) {
				if err := r.Finish(ctx); !errors.Is(err, blobs.ErrIncomplete) {
					t.Fatalf("%d bytes: half is %v", n, err)
				}
				continue
			}
			if _, err := r.Write([]byte{1}); !errors.Is(err, blobs.ErrDamaged) {
				t.Errorf("%d bytes: too much is %v", n, err)
			}
			if err := r.Finish(ctx); err != nil {
				t.Fatalf("%d bytes: %v", n, err)
			}
			break
		}
		var got bytes.Buffer
		if err := to.Copy(ctx, &got, ref, nil); err != nil || !bytes.Equal(got.Bytes(), b) {
			t.Errorf("%d bytes: %d, %v", n, got.Len(), err)
		}
		if there, err := to.Has(ref); err != nil || !there {
			t.Errorf("%d bytes: not there: %v", n, err)
		}
		if from.Name(ref) == to.Name(ref) || blobs.WireName(ref) == [32]byte(ref.Key.Bytes()) {
			t.Error("a name says something")
		}
	}
	if parts, err := filepath.Glob(filepath.Join(dir, "blobs", "*", "*.part")); err != nil || len(parts) > 0 {
		t.Errorf("left: %v %v", parts, err)
	}
}

// TestReceiveDamaged: a byte that is not what was sealed is found, and the next try
// begins anew.
func TestReceiveDamaged(t *testing.T) {
	from := blobs.New(disk.OS{}, t.TempDir(), crypto.NewKey())
	to := blobs.New(disk.OS{}, t.TempDir(), crypto.NewKey())
	ref := put(t, from, content(150_000))
	sealed := sealedBytes(t, from, ref)
	for _, at := range []int{0, 5, len(sealed) / 2, len(sealed) - 1} {
		wrong := bytes.Clone(sealed)
		wrong[at] ^= 1
		r, err := to.Receive(ref)
		if err != nil || r.At() != 0 {
			t.Fatalf("byte %d: begins at %d: %v", at, r.At(), err)
		}
		if _, err := r.Write(wrong); err != nil {
			t.Fatal(err)
		}
		if err := r.Finish(ctx); !errors.Is(err, blobs.ErrDamaged) {
			t.Errorf("byte %d: %v", at, err)
		}
		if _, err := to.SealedReader(ref); !errors.Is(err, blobs.ErrMissing) {
			t.Errorf("byte %d: it is there: %v", at, err)
		}
	}
	if _, err := to.Receive(blobs.Ref{Key: ref.Key, Size: blobs.MaxSize + 1}); !errors.Is(err, blobs.ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
}

// TestSweepWhileReceiving: what is still arriving stays, unless nobody refers to it.
func TestSweepWhileReceiving(t *testing.T) {
	dir := t.TempDir()
	s := blobs.New(disk.OS{}, dir, crypto.NewKey())
	ref := refOf(t, s, content(1000))
	r, err := s.Receive(ref)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := s.Sweep(map[string]bool{s.Name(ref): true}, true); err != nil || len(left) > 0 {
		t.Errorf("%v %v", left, err)
	}
	if left, err := s.Sweep(nil, true); err != nil || len(left) != 1 || len(files(t, dir)) > 0 {
		t.Errorf("%v %v", left, err)
	}
}

// TestReceivePowerCut: after a power cut at any moment the blob is whole or not
// there, and a later try completes it.
func TestReceivePowerCut(t *testing.T) {
	from := blobs.New(disk.OS{}, t.TempDir(), crypto.NewKey())
	ref := put(t, from, content(70_000))
	sealed := sealedBytes(t, from, ref)
	key := crypto.NewKey()
	take := func(s *blobs.Store) error {
		r, err := s.Receive(ref)
		if err != nil {
			return err
		}
		for r.Left() > 0 {
			at := r.At()
			if _, err := r.Write(sealed[at:min(at+20_000, int64(len(sealed)))]); err != nil {
				return errors.Join(err, r.Close())
			}
		}
		return r.Finish(ctx)
	}
	for at := 1; ; at++ {
		power := faulty.NewPower()
		if err := power.MkdirAll("/space", 0o700); err != nil {
			t.Fatal(err)
		}
		if err := power.SyncDir("/"); err != nil {
			t.Fatal(err)
		}
		power.OffAfter(at)
		err := take(blobs.New(power, "/space", key))
		after := blobs.New(power.Cut(rand.New(rand.NewPCG(uint64(at), 7))), "/space", key)
		there, herr := after.Has(ref)
		if herr != nil || err == nil && !there {
			t.Fatalf("change %d: acknowledged %v, there %v, %v", at, err == nil, there, herr)
		}
		if there {
			if err := after.Check(ctx, ref, nil); err != nil {
				t.Fatalf("change %d: it is there, but %v", at, err)
			}
		}
		// What the cut left of it may be damaged: that is found, and then it comes whole.
		for try := 0; !there && try < 2; try++ {
			if rerr := take(after); rerr == nil {
				there = true
			} else if !errors.Is(rerr, blobs.ErrDamaged) {
				t.Fatalf("change %d: %v", at, rerr)
			}
		}
		if err := after.Check(ctx, ref, nil); err != nil {
			t.Fatalf("change %d: %v", at, err)
		}
		if err == nil {
			return
		}
	}
}
