package vault

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"kith/journal/disk"
	"kith/journal/disk/faulty"
)

// TestErase: everything of the vault's goes, and nothing else.
func TestErase(t *testing.T) {
	v := newVault(t, CreateOptions{})
	ref, err := v.AddSpace("record", "Mia")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(v.SpaceDir(ref), "space.db"), []byte("sealed"), 0o600); err != nil {
		t.Fatal(err)
	}
	strange := filepath.Join(v.Dir(), "letter.txt")
	if err := os.WriteFile(strange, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := v.Erase(); err != nil {
		t.Fatal(err)
	}
	names, err := folderNames(disk.OS{}, v.Dir())
	if err != nil || len(names) != 1 || names[0] != "letter.txt" {
		t.Fatalf("left: %v, %v", names, err)
	}
	if _, err := Open(v.Dir(), secret(pass)); !errors.Is(err, ErrNoVault) {
		t.Fatalf("open: %v", err)
	}
	if err := v.Erase(); !errors.Is(err, ErrClosed) {
		t.Errorf("a second time: %v", err)
	}
	if _, err := v.Slots(); !errors.Is(err, ErrClosed) {
		t.Errorf("slots: %v", err)
	}
	if err := os.Remove(strange); err != nil {
		t.Fatal(err)
	}
	again, err := Create(v.Dir(), CreateOptions{Passphrase: []byte("another"), WorkFactor: factor})
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}

// checkErased looks whether the vault is whole or, once it was marked, gone
// without a trace after the next look at it.
func (p *prepared) checkErased(t *testing.T, where string, fsys disk.FS, acknowledged bool) {
	t.Helper()
	v, err := OpenFS(fsys, home, secret(pass))
	if err == nil {
		if acknowledged {
			t.Fatalf("%s: acknowledged, and it opens", where)
		}
		if len(v.Spaces()) != len(p.spaces) {
			t.Fatalf("%s: it opens with %d spaces", where, len(v.Spaces()))
		}
		for _, ref := range v.Spaces() {
			if _, err := fsys.Stat(filepath.Join(v.SpaceDir(ref), "space.db")); err != nil {
				t.Fatalf("%s: it opens, and a space is empty", where)
			}
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !errors.Is(err, ErrNoVault) {
		t.Fatalf("%s: %v", where, err)
	}
	names, err := folderNames(fsys, home)
	if names = slices.DeleteFunc(names, func(n string) bool { return n == lockFile }); err != nil || len(names) > 0 {
		t.Fatalf("%s: left: %v, %v", where, names, err) // an empty lock is all that may stay
	}
	if err := CheckVacant(fsys, home); err != nil {
		t.Fatalf("%s: %v", where, err)
	}
}

func TestEraseSurvivesPowerCuts(t *testing.T) {
	p := prepare(t)
	for step, acknowledged := 1, false; !acknowledged; step++ {
		for seed := range cutsPerStep(t) {
			fsys := p.disk.Clone()
			v := mustOpen(t, fsys, secret(pass))
			fsys.OffAfter(step)
			acknowledged = v.Erase() == nil
			found := fsys.Cut(rand.New(rand.NewPCG(seed, uint64(step))))
			p.checkErased(t, fmt.Sprintf("step %d seed %d", step, seed), found, acknowledged)
		}
	}
}

func TestEraseSurvivesFailingDisks(t *testing.T) {
	p := prepare(t)
	for _, fault := range []faulty.Fault{{Err: syscall.EIO}, {Err: syscall.EROFS, Sticky: true}} {
		for fault.At = 1; ; fault.At++ {
			where := fmt.Sprintf("%v at %d", fault.Err, fault.At)
			fsys := faulty.NewInjector(p.disk.Clone())
			v := mustOpen(t, fsys, secret(pass))
			fsys.Arm(fault)
			err := v.Erase()
			if fsys.Failed() == 0 {
				break
			}
			if err != nil && !errors.Is(err, fault.Err) {
				t.Fatalf("%s: %v", where, err)
			}
			fsys.Heal()
			if cerr := v.Close(); cerr != nil {
				t.Fatalf("%s: close: %v", where, cerr)
			}
			p.checkErased(t, where, fsys, err == nil)
		}
	}
}

// TestErasedIsNotAnybodysFile: a file that merely has the name of the mark takes
// nothing away.
func TestErasedIsNotAnybodysFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, spacesFolder), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, erasedFile), []byte("a list of erased tapes"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := snapshot(t, dir)
	if err := Check(dir); !errors.Is(err, ErrNoVault) {
		t.Fatal(err)
	}
	if d := before.diff(snapshot(t, dir)); d != "" {
		t.Error(d)
	}
}

func TestOpens(t *testing.T) {
	v := newVault(t, CreateOptions{})
	before := snapshot(t, v.Dir())
	if err := v.Opens(secret(pass)); err != nil {
		t.Error(err)
	}
	if err := v.Opens(secret("another")); !errors.Is(err, ErrWrongPassphrase) {
		t.Error(err)
	}
	if d := before.diff(snapshot(t, v.Dir())); d != "" {
		t.Error(d)
	}
}
