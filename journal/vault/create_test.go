package vault

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"kith/crypto"
	"kith/journal/disk"
	"kith/journal/disk/faulty"
)

// TestCreateSurvivesPowerCuts cuts the power at every change that Create makes,
// also of one that clears up after another.
func TestCreateSurvivesPowerCuts(t *testing.T) {
	r := crypto.NewRecovery()
	whole, none := 0, 0
	for step := 1; ; step++ {
		acknowledged := false
		for seed := range cutsPerStep(t) {
			p := faulty.NewPower()
			p.OffAfter(step)
			_, err := createOn(p, r)
			acknowledged = err == nil
			rng := rand.New(rand.NewPCG(seed, uint64(step)))
			found := p.Cut(rng)
			if !acknowledged {
				found.OffAfter(1 + rng.IntN(40)) // may be beyond the end
				if _, err := createOn(found, r); err != nil && !errors.Is(err, ErrExists) && !errors.Is(err, faulty.ErrPowerOff) {
					t.Fatalf("step %d seed %d: create again: %v", step, seed, err)
				}
				found = found.Cut(rng)
			}
			v, err := OpenFS(found, home, secret(pass))
			if errors.Is(err, ErrNoVault) && !acknowledged {
				none++
				v, err = createOn(found, r)
			} else {
				whole++
			}
			if err != nil {
				t.Fatalf("step %d seed %d: %v", step, seed, err)
			}
			if slots, err := v.Slots(); err != nil || len(slots) != 2 {
				t.Fatalf("step %d seed %d: %d slots, %v", step, seed, len(slots), err)
			}
			if err := v.Close(); err != nil {
				t.Fatal(err)
			}
			if _, err := OpenFS(found, home, crypto.RecoverySecret(r)); err != nil {
				t.Fatalf("step %d seed %d: by sheet: %v", step, seed, err)
			}
		}
		if acknowledged {
			break
		}
	}
	if whole == 0 || none == 0 {
		t.Errorf("%d whole vaults, %d none: one of them was never seen", whole, none)
	}
}

// TestCreateRefusesForeignFolders shows that Create changes no folder that holds
// anything it did not make.
func TestCreateRefusesForeignFolders(t *testing.T) {
	for name, files := range map[string][]string{
		"a letter":                  {"letter.txt"},
		"a letter beside a mark":    {unfinishedFile, "letter.txt"},
		"a letter in slots":         {unfinishedFile, "slots/letter.txt"},
		"slots without a mark":      {"slots/a.age"},
		"a keyring without a mark":  {keyringFile},
		"a record beside a mark":    {unfinishedFile, "spaces/0123/space.db"},
		"a vault":                   {metaFile},
		"a vault, not quite marked": {metaFile, unfinishedFile},
	} {
		dir := t.TempDir()
		for _, file := range files {
			path := filepath.Join(dir, file)
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		before := snapshot(t, dir)
		if _, err := Create(dir, CreateOptions{Passphrase: []byte(pass), WorkFactor: factor}); !errors.Is(err, ErrExists) {
			t.Errorf("%s: %v", name, err)
		}
		if changed := before.diff(snapshot(t, dir)); changed != "" {
			t.Errorf("%s: %s", name, changed)
		}
	}
	dir := t.TempDir()
	for want, o := range map[error]CreateOptions{
		crypto.ErrEmptyPassphrase: {WorkFactor: factor},
		crypto.ErrWorkFactor:      {WorkFactor: 40, Passphrase: []byte(pass)},
	} {
		if _, err := Create(dir, o); !errors.Is(err, want) {
			t.Error(err)
		}
	}
	if names, err := folderNames(disk.OS{}, dir); err != nil || len(names) != 0 {
		t.Errorf("left %v: %v", names, err)
	}
}
