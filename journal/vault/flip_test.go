package vault

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"kith/crypto"
	"kith/journal/disk"
)

// TestEveryByteFlipped flips every byte of the vault's files in turn.
func TestEveryByteFlipped(t *testing.T) {
	p := prepare(t)
	v := mustOpen(t, p.disk, secret(pass))
	own, sheetSlot := v.OpenedBy(), ""
	slots, err := v.Slots()
	if err != nil {
		t.Fatal(err)
	}
	for _, slot := range slots {
		if slot.Kind == crypto.SlotRecovery {
			sheetSlot = slot.ID
		}
	}
	wantSpaces := v.Spaces()
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	sheet := crypto.RecoverySecret(p.sheet)
	for _, file := range []string{metaFile, keyringFile, slotName(own), slotName(sheetSlot)} {
		path := filepath.Join(home, file)
		data, err := p.disk.ReadFile(path, maxKeyringSize)
		if err != nil {
			t.Fatal(err)
		}
		for i := range data {
			data[i] ^= 1 << (i % 8)
			fsys := p.disk.Clone()
			if err := disk.WriteFile(fsys, path, data); err != nil {
				t.Fatal(err)
			}
			data[i] ^= 1 << (i % 8)
			for _, s := range []crypto.Secret{secret(pass), sheet} {
				mine := file == metaFile || file == keyringFile ||
					file == slotName(own) && s.Kind() == crypto.SlotPassphrase ||
					file == slotName(sheetSlot) && s.Kind() == crypto.SlotRecovery
				if !mine && i%7 != 0 {
					continue // that other slots open is the same for every byte
				}
				v, err := OpenFS(fsys, home, s)
				switch {
				case mine && err == nil:
					t.Fatalf("%s byte %d flipped: opened", file, i)
				case mine:
					checkDamageTold(t, file, i, err)
					continue
				case err != nil:
					t.Fatalf("%s byte %d flipped: another way in does not open: %v", file, i, err)
				case !slices.Equal(v.Spaces(), wantSpaces):
					t.Fatalf("%s byte %d flipped: wrong data", file, i)
				}
				checkDamageListed(t, v, filepath.Base(file))
				if err := v.Close(); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// checkDamageTold wants an error that names the file. A keyring's version byte
// may claim a newer format, and a passphrase beside others may be merely wrong.
func checkDamageTold(t *testing.T, file string, i int, err error) {
	t.Helper()
	kind := errors.Is(err, ErrDamaged) || file == keyringFile && errors.Is(err, ErrNewerFormat) ||
		filepath.Dir(file) == slotsFolder && errors.Is(err, ErrWrongPassphrase)
	if !kind || !contains(err, file) {
		t.Fatalf("%s byte %d flipped: %v", file, i, err)
	}
}

func checkDamageListed(t *testing.T, v *Vault, slotFile string) {
	t.Helper()
	slots, err := v.Slots()
	if err != nil {
		t.Fatal(err)
	}
	for _, slot := range slots {
		if damaged := slot.Damage != nil; damaged != (slot.ID+slotSuffix == slotFile) {
			t.Fatalf("slot %s: damage %v", slot.ID, slot.Damage)
		}
	}
}
