package vault

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"

	"kith/journal/disk"
	"kith/journal/disk/faulty"
)

func TestAddFilledSpaces(t *testing.T) {
	v := newVault(t, CreateOptions{})
	wanted := []NewSpace{{Kind: "record", Name: "a"}, {Kind: "group", Name: "b"}}
	refs, err := v.AddFilledSpaces(wanted, func(refs []SpaceRef) error {
		if len(v.Spaces()) != 0 {
			t.Error("the vault knows spaces that are still being filled")
		}
		// Somebody tidies up in the meantime.
		if orphans, err := v.Orphans(); err != nil || len(orphans) != 0 {
			t.Errorf("orphans %v: %v", orphans, err)
		}
		if err := v.RemoveOrphans(); err != nil {
			t.Error(err)
		}
		return fillOn(v)(refs)
	})
	if err != nil {
		t.Fatal(err)
	}
	v = reopen(t, v, secret(pass))
	got := v.Spaces()
	if len(got) != 2 || got[0] != refs[0] || got[1] != refs[1] {
		t.Fatalf("spaces %v", got)
	}
	for _, ref := range got {
		if data, err := v.FS().ReadFile(filepath.Join(v.SpaceDir(ref), "space.db"), 100); err != nil || string(data) != "sealed" {
			t.Errorf("%q, %v", data, err)
		}
	}
}

func TestAddFilledSpacesRefuses(t *testing.T) {
	v := newVault(t, CreateOptions{})
	ref, err := v.AddSpace("record", "a")
	if err != nil {
		t.Fatal(err)
	}
	before := snapshot(t, v.Dir())
	twice := []NewSpace{{Kind: "record", Name: "b"}, {Kind: "record", ID: ref.ID}}
	if _, err := v.AddFilledSpaces(twice, fillOn(v)); err == nil {
		t.Error("added a space twice")
	}
	if changed := before.diff(snapshot(t, v.Dir())); changed != "" {
		t.Error(changed)
	}
	broken := errors.New("broken")
	_, err = v.AddFilledSpaces([]NewSpace{{Kind: "record", Name: "b"}}, func(refs []SpaceRef) error {
		return errors.Join(fillOn(v)(refs), broken)
	})
	if !errors.Is(err, broken) {
		t.Error(err)
	}
	if names, err := folderNames(disk.OS{}, v.path(spacesFolder)); err != nil || len(names) != 1 || len(v.Spaces()) != 1 {
		t.Errorf("folders %v, spaces %v: %v", names, v.Spaces(), err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := v.AddFilledSpaces([]NewSpace{{Kind: "record"}}, fillOn(v)); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}

// TestTidyingAfterFailureTakesNoSpace fails every operation that adds spaces,
// tidies up, and restarts: whatever keyring is on disk, its spaces have their
// folders.
func TestTidyingAfterFailureTakesNoSpace(t *testing.T) {
	p := prepare(t)
	for _, name := range []string{"add spaces", "add filled spaces"} {
		c := p.changes[name]
		for at := 1; ; at++ {
			power := p.disk.Clone()
			fsys := faulty.NewInjector(power)
			v := mustOpen(t, fsys, secret(pass))
			fsys.Arm(faulty.Fault{At: at, Err: syscall.EIO})
			if err := c.do(v); fsys.Failed() == 0 {
				break
			} else if err == nil {
				t.Fatalf("%s: operation %d failed unnoticed", name, at)
			}
			// The next operation fails too, or it does not.
			fsys.Arm(faulty.Fault{At: at % 3, Err: syscall.EIO})
			if err := v.RemoveOrphans(); err != nil && !errors.Is(err, syscall.EIO) {
				t.Fatal(err)
			}
			p.check(t, name, c, power.Clone(), false)
		}
	}
}
