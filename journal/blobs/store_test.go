package blobs_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"kith/crypto"
	"kith/journal/blobs"
	"kith/journal/disk"
	"kith/journal/disk/faulty"
)

var ctx = context.Background()

func content(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{byte(n)}).Read(b) // never fails
	return b
}

func refOf(t testing.TB, s *blobs.Store, b []byte) blobs.Ref {
	t.Helper()
	sum, size, err := blobs.Measure(ctx, bytes.NewReader(b), nil)
	if err != nil {
		t.Fatal(err)
	}
	return s.NewRef(sum, size)
}

func put(t testing.TB, s *blobs.Store, b []byte) blobs.Ref {
	t.Helper()
	ref := refOf(t, s, b)
	if _, err := s.Put(ctx, ref, bytes.NewReader(b), nil); err != nil {
		t.Fatal(err)
	}
	return ref
}

func files(t testing.TB, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "blobs", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestPutAndRead(t *testing.T) {
	dir := t.TempDir()
	key := crypto.NewKey()
	s := blobs.New(disk.OS{}, dir, key)
	var refs []blobs.Ref
	for _, n := range []int{0, 1, 70_000, 300_001} {
		b := content(n)
		ref := put(t, s, b)
		var got bytes.Buffer
		if err := s.Copy(ctx, &got, ref, nil); err != nil || !bytes.Equal(got.Bytes(), b) {
			t.Errorf("%d bytes: %d, %v", n, got.Len(), err)
		}
		refs = append(refs, ref)
	}
	put(t, s, content(70_000))
	if n := len(files(t, dir)); n != len(refs) {
		t.Errorf("the same content made %d files of %d", n, len(refs))
	}
	for _, file := range files(t, dir) {
		sealed, err := os.ReadFile(file)
		if err != nil || bytes.Contains(sealed, content(300_001)[:40]) {
			t.Errorf("%s: %v", file, err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", file, info.Mode(), err)
		}
	}
	b, err := s.Open(refs[3])
	if err != nil {
		t.Fatal(err)
	}
	tail := make([]byte, 11)
	if n, err := b.ReadAt(tail, 299_995); n != 6 || !errors.Is(err, io.EOF) || !bytes.Equal(tail[:6], content(300_001)[299_995:]) {
		t.Error(n, err)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	other := blobs.New(disk.OS{}, dir, crypto.NewKey())
	if err := other.Check(ctx, refs[1], nil); !errors.Is(err, blobs.ErrMissing) {
		t.Errorf("another space's key finds it: %v", err)
	}
}

// TestDamage changes, cuts, swaps and removes files: each is named, and attaching
// the same content again makes it whole.
func TestDamage(t *testing.T) {
	dir := t.TempDir()
	s := blobs.New(disk.OS{}, dir, crypto.NewKey())
	one, two := content(150_000), content(150_001)
	a, b := put(t, s, one), put(t, s, two)
	path := func(ref blobs.Ref) string { return filepath.Join(dir, filepath.FromSlash(s.Name(ref))) }
	whole, err := os.ReadFile(path(a))
	if err != nil {
		t.Fatal(err)
	}
	sealedB, err := os.ReadFile(path(b))
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(whole)
	flipped[70_000] ^= 1
	for name, damaged := range map[string][]byte{"changed": flipped, "cut": whole[:70_000], "swapped": sealedB, "empty": {}} {
		if err := os.WriteFile(path(a), damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := s.Check(ctx, a, nil); !errors.Is(err, blobs.ErrDamaged) || !strings.Contains(err.Error(), s.Name(a)) {
			t.Errorf("%s: %v", name, err)
		}
		put(t, s, one)
		if err := s.Check(ctx, a, nil); err != nil {
			t.Errorf("%s, and attached again: %v", name, err)
		}
	}
	if err := os.Remove(path(a)); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(ctx, a, nil); !errors.Is(err, blobs.ErrMissing) {
		t.Error(err)
	}
	if err := s.Check(ctx, b, nil); err != nil {
		t.Error(err)
	}
}

func TestPutRefuses(t *testing.T) {
	dir := t.TempDir()
	s := blobs.New(disk.OS{}, dir, crypto.NewKey())
	b := content(1000)
	ref := refOf(t, s, b)
	if _, err := s.Put(ctx, ref, bytes.NewReader(b[:999]), nil); !errors.Is(err, blobs.ErrChanged) {
		t.Error(err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := s.Put(cancelled, ref, bytes.NewReader(b), nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	large := ref
	large.Size = blobs.MaxSize + 1
	if _, err := s.Put(ctx, large, bytes.NewReader(b), nil); !errors.Is(err, blobs.ErrTooLarge) {
		t.Error(err)
	}
	if left := files(t, dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if _, _, err := blobs.Measure(ctx, io.LimitReader(zeros{}, blobs.MaxSize+1), nil); !errors.Is(err, blobs.ErrTooLarge) {
		t.Error(err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// TestFullDisk fails every operation that needs room, one after the other: the
// error says that the disk is full, and nothing is left that is not swept.
func TestFullDisk(t *testing.T) {
	b := content(200_000)
	for at := 1; ; at++ {
		dir := t.TempDir()
		in := faulty.NewInjector(disk.OS{})
		s := blobs.New(in, dir, crypto.NewKey())
		before := put(t, s, []byte("there before"))
		ref := refOf(t, s, b)
		in.Arm(faulty.Fault{Ops: faulty.Space, At: at, Err: syscall.ENOSPC, Sticky: true, Torn: true})
		_, err := s.Put(ctx, ref, bytes.NewReader(b), nil)
		failed := in.Failed()
		in.Heal()
		if failed == 0 {
			if err != nil || at < 5 {
				t.Fatal(at, err)
			}
			return
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatalf("operation %d: %v", at, err)
		}
		if left, err := s.Sweep(map[string]bool{s.Name(before): true}, false); err != nil || len(left) > 0 {
			t.Fatalf("operation %d left %v, %v", at, left, err)
		}
		if err := s.Check(ctx, before, nil); err != nil {
			t.Fatal(err)
		}
		put(t, s, b)
	}
}

// TestPowerCut cuts the power at every change: what Put returned for is whole
// afterwards, and what is left of the others is swept.
func TestPowerCut(t *testing.T) {
	b := content(90_000)
	key := crypto.NewKey()
	for at := 1; ; at++ {
		power := faulty.NewPower()
		if err := power.MkdirAll("/space", 0o700); err != nil {
			t.Fatal(err)
		}
		if err := power.SyncDir("/"); err != nil {
			t.Fatal(err)
		}
		s := blobs.New(power, "/space", key)
		first := put(t, s, []byte("there before"))
		second := refOf(t, s, b)
		power.OffAfter(at)
		_, err := s.Put(ctx, second, bytes.NewReader(b), nil)
		after := blobs.New(power.Cut(rand.New(rand.NewPCG(uint64(at), 7))), "/space", key)
		keep := map[string]bool{after.Name(first): true}
		if err == nil {
			keep[after.Name(second)] = true
			if err := after.Check(ctx, second, nil); err != nil {
				t.Fatalf("change %d: acknowledged, but %v", at, err)
			}
		}
		if err := after.Check(ctx, first, nil); err != nil {
			t.Fatalf("change %d: %v", at, err)
		}
		if _, err := after.Sweep(keep, true); err != nil {
			t.Fatal(err)
		}
		if left, err := after.Sweep(keep, false); err != nil || len(left) > 0 {
			t.Fatalf("change %d: %v, %v", at, left, err)
		}
		if err == nil {
			if at < 4 {
				t.Fatalf("only %d changes", at)
			}
			return
		}
	}
}

func TestSweepLeavesOthers(t *testing.T) {
	dir := t.TempDir()
	s := blobs.New(disk.OS{}, dir, crypto.NewKey())
	ref := put(t, s, []byte("mine"))
	stranger := filepath.Join(dir, "blobs", "notes.txt")
	if err := os.WriteFile(stranger, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	left, err := s.Sweep(nil, true)
	if err != nil || len(left) != 1 || left[0] != s.Name(ref) {
		t.Error(left, err)
	}
	if _, err := os.Stat(stranger); err != nil {
		t.Error(err)
	}
	if names, err := blobs.New(disk.OS{}, t.TempDir(), crypto.NewKey()).Sweep(nil, true); err != nil || len(names) > 0 {
		t.Error(names, err)
	}
}

func ExampleStore() {
	dir, err := os.MkdirTemp("", "space")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	s := blobs.New(disk.OS{}, dir, crypto.NewKey())
	letter := strings.NewReader("a scanned letter")
	sum, size, err := blobs.Measure(context.Background(), letter, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	ref := s.NewRef(sum, size) // goes into an op, with its key
	letter.Reset("a scanned letter")
	if _, err := s.Put(context.Background(), ref, letter, nil); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.Copy(context.Background(), os.Stdout, ref, nil))
	// Output: a scanned letter<nil>
}
