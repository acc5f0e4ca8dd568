package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"kith/crypto"
	"kith/journal/disk"
	"kith/journal/disk/faulty"
)

// Folders on the disks that Install is tried on.
const (
	fromDir     = "/work/made"
	toDir       = "/home/vault"
	strangerDir = toDir + ".replaced"
)

// targets are disks with a vault with a space in fromDir, something in toDir that
// it may take the place of, and a stranger's folder beside that.
func targets(t *testing.T) map[string]*faulty.Power {
	t.Helper()
	base := faulty.NewPower()
	for _, dir := range []string{filepath.Dir(fromDir), filepath.Dir(toDir), strangerDir} {
		if err := base.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := disk.WriteFile(base, filepath.Join(strangerDir, "letter"), []byte("dear")); err != nil {
		t.Fatal(err)
	}
	made, err := Create(fromDir, CreateOptions{Passphrase: []byte("made"), WorkFactor: factor, FS: base})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := made.AddFilledSpaces([]NewSpace{{Kind: "record"}}, fillOn(made)); err != nil {
		t.Fatal(err)
	}
	if err := made.Close(); err != nil {
		t.Fatal(err)
	}
	disks := map[string]*faulty.Power{"missing": base.Clone(), "empty": base.Clone()}
	if err := disks["empty"].MkdirAll(toDir, 0o700); err != nil {
		t.Fatal(err)
	}
	empty := base.Clone()
	old, err := createOn(empty, crypto.NewRecovery())
	if err != nil {
		t.Fatal(err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	disks["a vault"] = empty.Clone()
	disks["a vault without lock"] = empty.Clone()
	if err := disks["a vault without lock"].Remove(filepath.Join(toDir, lockFile)); err != nil {
		t.Fatal(err)
	}
	unfinished := empty.Clone()
	if err := unfinished.Remove(filepath.Join(toDir, metaFile)); err != nil {
		t.Fatal(err)
	}
	if err := disk.WriteFile(unfinished, filepath.Join(toDir, unfinishedFile), nil); err != nil {
		t.Fatal(err)
	}
	disks["an unfinished vault"] = unfinished
	return disks
}

// checkInstalled wants the vault in one of its two places, installs it again, and
// wants it in the right one, whole, and the stranger's folder untouched. It returns
// whether it was there already.
func checkInstalled(t *testing.T, where string, fsys disk.FS, acknowledged bool) (moved bool) {
	t.Helper()
	_, err := fsys.Stat(fromDir)
	moved = isNotExist(err)
	if acknowledged && !moved {
		t.Fatalf("%s: acknowledged, but where it was", where)
	}
	if !moved {
		if err := CheckVacant(fsys, toDir); err != nil {
			t.Fatalf("%s: nobody can try again: %v", where, err)
		}
	}
	if err := Install(fsys, fromDir, toDir); err != nil {
		t.Fatalf("%s: again: %v", where, err)
	}
	v, err := OpenFS(fsys, toDir, secret("made"))
	if err != nil {
		t.Fatalf("%s: %v", where, err)
	}
	if len(v.Spaces()) != 1 {
		t.Fatalf("%s: %d spaces", where, len(v.Spaces()))
	}
	if _, err := fsys.Stat(filepath.Join(v.SpaceDir(v.Spaces()[0]), "space.db")); err != nil {
		t.Fatalf("%s: %v", where, err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if names, err := folderNames(fsys, filepath.Dir(toDir)); err != nil || len(names) != 2 {
		t.Fatalf("%s: beside the vault: %v, %v", where, names, err)
	}
	if data, err := fsys.ReadFile(filepath.Join(strangerDir, "letter"), 100); err != nil || string(data) != "dear" {
		t.Fatalf("%s: a stranger's letter: %q, %v", where, data, err)
	}
	return moved
}

func TestInstallSurvivesPowerCuts(t *testing.T) {
	stayed, moved := 0, 0
	for name, start := range targets(t) {
		for step, acknowledged := 1, false; !acknowledged; step++ {
			for seed := range cutsPerStep(t) {
				fsys := start.Clone()
				fsys.OffAfter(step)
				acknowledged = Install(fsys, fromDir, toDir) == nil
				rng := rand.New(rand.NewPCG(seed, uint64(step)))
				found, done := fsys.Cut(rng), acknowledged
				if !done { // the second attempt may be cut too
					found.OffAfter(1 + rng.IntN(30))
					done = Install(found, fromDir, toDir) == nil
					found = found.Cut(rng)
				}
				if checkInstalled(t, fmt.Sprintf("%s, step %d seed %d", name, step, seed), found, done) {
					moved++
				} else {
					stayed++
				}
			}
		}
	}
	if stayed == 0 || moved == 0 {
		t.Errorf("stayed %d times, moved %d times: one of them was never seen", stayed, moved)
	}
}

func TestInstallSurvivesFailingDisks(t *testing.T) {
	faults := []faulty.Fault{
		{Err: syscall.EIO},
		{Err: syscall.EIO, Ops: faulty.Read},
		{Err: syscall.ENOSPC, Ops: faulty.Space, Sticky: true, Torn: true},
		{Err: syscall.EROFS, Sticky: true},
	}
	for name, start := range targets(t) {
		for _, fault := range faults {
			for fault.At = 1; ; fault.At++ {
				where := fmt.Sprintf("%s, %v at %d of %x", name, fault.Err, fault.At, fault.Ops)
				fsys := faulty.NewInjector(start.Clone())
				fsys.Arm(fault)
				err := Install(fsys, fromDir, toDir)
				if fsys.Failed() == 0 {
					break
				}
				if err != nil && !errors.Is(err, fault.Err) {
					t.Fatalf("%s: %v", where, err)
				}
				fsys.Heal()
				checkInstalled(t, where, fsys, err == nil)
			}
		}
	}
}

// TestInstallRefuses shows that nothing changes where anything might be lost.
func TestInstallRefuses(t *testing.T) {
	damage := func(file string, change func([]byte) []byte) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			path := filepath.Join(dir, file)
			data, err := os.ReadFile(path)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, change(data), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	letter := func([]byte) []byte { return []byte("dear") }
	for name, spoil := range map[string]func(*testing.T, string){
		"a letter beside an empty vault": damage("letter", letter),
		"a letter among its slots":       damage("slots/letter", letter),
		"a letter among its spaces":      damage("spaces/letter", letter),
		"a space":                        damage("spaces/0123/space.db", letter),
		"a damaged vault.json":           damage(metaFile, letter),
		"a newer vault.json": damage(metaFile, func([]byte) []byte {
			return withCheck([]byte("{\n  \"format\": 2,\n  \"anything\": true,\n"))
		}),
		"spaces that were moved away": func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, spacesFolder)); err != nil {
				t.Fatal(err)
			}
		},
	} {
		from, to := newVault(t, CreateOptions{}), newVault(t, CreateOptions{})
		for _, v := range []*Vault{from, to} {
			if err := v.Close(); err != nil {
				t.Fatal(err)
			}
		}
		spoil(t, to.Dir())
		before, beforeFrom := snapshot(t, to.Dir()), snapshot(t, from.Dir())
		if err := CheckVacant(disk.OS{}, to.Dir()); !errors.Is(err, ErrExists) {
			t.Errorf("%s: %v", name, err)
		}
		if err := Install(disk.OS{}, from.Dir(), to.Dir()); !errors.Is(err, ErrExists) {
			t.Errorf("%s: %v", name, err)
		}
		if changed := before.diff(snapshot(t, to.Dir())) + beforeFrom.diff(snapshot(t, from.Dir())); changed != "" {
			t.Errorf("%s: %s", name, changed)
		}
	}
}

func TestInstallHeedsLocks(t *testing.T) {
	from, to := newVault(t, CreateOptions{}), newVault(t, CreateOptions{})
	dir := filepath.Join(filepath.Dir(from.Dir()), "elsewhere")
	before := snapshot(t, to.Dir())
	if err := Install(disk.OS{}, from.Dir(), dir); !errors.Is(err, ErrInUse) {
		t.Errorf("a vault that is open: %v", err)
	}
	if err := from.Close(); err != nil {
		t.Fatal(err)
	}
	if err := CheckUnused(disk.OS{}, to.Dir()); !errors.Is(err, ErrInUse) {
		t.Error(err)
	}
	for name, target := range map[string]string{"over one that is open": to.Dir(), "over itself": from.Dir()} {
		if err := Install(disk.OS{}, from.Dir(), target); !errors.Is(err, ErrInUse) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if changed := before.diff(snapshot(t, to.Dir())); changed != "" {
		t.Error(changed)
	}
	for _, missing := range []string{"", "missing"} {
		if err := Install(disk.OS{}, filepath.Join(t.TempDir(), missing), dir); !errors.Is(err, ErrNoVault) {
			t.Errorf("no vault to move: %v", err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Install(disk.OS{}, from.Dir(), to.Dir()); err != nil {
		t.Fatal(err)
	}
	if err := Check(from.Dir()); !errors.Is(err, ErrNoVault) {
		t.Error(err)
	}
	if err := Check(to.Dir()); err != nil {
		t.Error(err)
	}
	if err := CheckUnused(disk.OS{}, to.Dir()); err != nil {
		t.Error(err)
	}
	v, err := Open(to.Dir(), secret(pass))
	if err != nil {
		t.Fatal(err)
	}
	if v.ID() != from.ID() {
		t.Error("another vault was installed")
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
}

// intruder is a disk on which another process acts at the n-th removal.
type intruder struct {
	disk.FS
	removals int
	act      func(n int)
}

func (i *intruder) Remove(path string) error {
	i.removals++
	i.act(i.removals)
	return i.FS.Remove(path)
}

// TestInstallLetsNobodyIn makes a vault in the target, and opens the one there,
// at every step of its removal: one of the two gives way, and nothing is lost.
func TestInstallLetsNobodyIn(t *testing.T) {
	start := targets(t)["a vault"]
	for n := 1; ; n++ {
		real := start.Clone()
		fsys := &intruder{FS: real}
		acted, made := false, false
		fsys.act = func(at int) {
			if at != n || acted {
				return
			}
			acted = true
			if v, err := OpenFS(fsys, toDir, secret(pass)); err == nil {
				t.Fatalf("removal %d: opened while it was removed: %v", n, v.Close())
			}
			v, err := createOn(fsys, nil)
			if err == nil {
				made = true
				err = v.Close()
			}
			if err != nil && !errors.Is(err, ErrExists) && !errors.Is(err, ErrInUse) {
				t.Fatalf("removal %d: %v", n, err)
			}
		}
		err := Install(fsys, fromDir, toDir)
		if !acted {
			break
		}
		if (err == nil) == made {
			t.Fatalf("removal %d: installed: %v; another one made: %v", n, err, made)
		}
		if made {
			if _, err := OpenFS(real, toDir, secret(pass)); err != nil {
				t.Fatalf("removal %d: the other one: %v", n, err)
			}
			if _, err := OpenFS(real, fromDir, secret("made")); err != nil {
				t.Fatalf("removal %d: %v", n, err)
			}
		}
	}
}
