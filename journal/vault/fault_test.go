package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"kith/crypto"
	"kith/journal/disk"
	"kith/journal/disk/faulty"
)

// cutsPerStep is how many outcomes of a power cut are tried at every change of
// the disk; KITH_ROUNDS sets another number.
func cutsPerStep(t *testing.T) uint64 {
	t.Helper()
	text := os.Getenv("KITH_ROUNDS")
	if text == "" {
		return 4
	}
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		t.Fatal("KITH_ROUNDS:", err)
	}
	return n
}

const home = "/home/vault"

func createOn(fsys disk.FS, r *crypto.Recovery) (*Vault, error) {
	return Create(home, CreateOptions{Passphrase: []byte(pass), WorkFactor: factor, Recovery: r, FS: fsys})
}

func mustOpen(t *testing.T, fsys disk.FS, s crypto.Secret) *Vault {
	t.Helper()
	v, err := OpenFS(fsys, home, s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// change is a call that alters a vault, and how to tell that it was done.
type change struct {
	do   func(*Vault) error
	done func(*Vault) bool
}

// prepared is a disk with a vault: two passphrases, a sheet, three spaces with a
// file in each.
type prepared struct {
	disk    *faulty.Power
	sheet   *crypto.Recovery
	sheets  []*crypto.Recovery // all that may come to open the vault
	second  string             // slot of the passphrase "second"
	spaces  []SpaceRef
	changes map[string]change
}

func prepare(t *testing.T) *prepared {
	t.Helper()
	p := &prepared{disk: faulty.NewPower(), sheet: crypto.NewRecovery()}
	v, err := createOn(p.disk, p.sheet)
	if err != nil {
		t.Fatal(err)
	}
	slot, err := v.AddPassphrase([]byte("second"), factor)
	if err != nil {
		t.Fatal(err)
	}
	p.second = slot.ID
	p.spaces, err = v.AddSpaces([]NewSpace{{Kind: "record", Name: "a"}, {Kind: "record", Name: "b"}, {Kind: "group", Name: "c"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, ref := range p.spaces {
		if err := disk.WriteFile(p.disk, filepath.Join(v.SpaceDir(ref), "space.db"), []byte("sealed")); err != nil {
			t.Fatal(err)
		}
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	newSheet, elsewhere := crypto.NewRecovery(), crypto.NewRecovery()
	p.sheets = []*crypto.Recovery{p.sheet, newSheet, elsewhere}
	author := crypto.SigningKeyFromSeed(crypto.NewKey())
	public := author.Public()
	p.changes = map[string]change{
		"change passphrase": {
			func(v *Vault) error { _, err := v.ChangePassphrase([]byte("new"), factor); return err },
			func(v *Vault) bool { return opens(v, secret("new")) && !opens(v, secret(pass)) },
		},
		"add passphrase": {
			func(v *Vault) error { _, err := v.AddPassphrase([]byte("third"), factor); return err },
			func(v *Vault) bool { return opens(v, secret("third")) },
		},
		"add sheet": {
			func(v *Vault) error { _, err := v.AddRecovery(newSheet); return err },
			func(v *Vault) bool { return opens(v, crypto.RecoverySecret(newSheet)) },
		},
		"add sheet of a backup": {
			func(v *Vault) error { return v.AddRecoveryRecipient(recipientOf(t, elsewhere)) },
			func(v *Vault) bool { return opens(v, crypto.RecoverySecret(elsewhere)) },
		},
		"remove slot": {
			func(v *Vault) error { return v.RemoveSlot(p.second) },
			func(v *Vault) bool { return !opens(v, secret("second")) },
		},
		"add spaces": {
			func(v *Vault) error {
				_, err := v.AddSpaces([]NewSpace{{Kind: "record", Name: "d"}, {Kind: "record", Name: "e"}})
				return err
			},
			func(v *Vault) bool { return len(v.Spaces()) == 5 },
		},
		"add filled spaces": {
			func(v *Vault) error {
				_, err := v.AddFilledSpaces([]NewSpace{{Kind: "record", Name: filled}, {Kind: "record", Name: filled}}, fillOn(v))
				return err
			},
			func(v *Vault) bool { return len(v.Spaces()) == 5 },
		},
		"rename space": {
			func(v *Vault) error { return v.RenameSpace(p.spaces[0].ID, "renamed") },
			func(v *Vault) bool { return v.Spaces()[0].Name == "renamed" },
		},
		"erase space": {
			func(v *Vault) error { return v.EraseSpace(p.spaces[2].ID) },
			func(v *Vault) bool { return len(v.Spaces()) == 2 },
		},
		"replace author": {
			func(v *Vault) error { return v.ReplaceAuthor(author) },
			func(v *Vault) bool { return v.Author().Public() == public },
		},
	}
	return p
}

func recipientOf(t *testing.T, r *crypto.Recovery) string {
	t.Helper()
	recipient, err := r.Recipient()
	if err != nil {
		t.Fatal(err)
	}
	return recipient.String()
}

// filled is the name of a space that must never be seen empty.
const filled = "filled"

// fillOn returns what AddFilledSpaces is given to make each of the spaces hold a
// file.
func fillOn(v *Vault) func([]SpaceRef) error {
	return func(refs []SpaceRef) error {
		for _, ref := range refs {
			if err := disk.WriteFile(v.FS(), filepath.Join(v.SpaceDir(ref), "space.db"), []byte("sealed")); err != nil {
				return err
			}
		}
		return nil
	}
}

// opens reports whether a secret opens some slot of v as it is on disk.
func opens(v *Vault, s crypto.Secret) bool {
	slots, err := readSlots(v.fsys, v.dir)
	if err != nil {
		return false
	}
	_, _, err = unlock(slots, v.meta, s)
	return err == nil
}

// openSomehow opens the vault with whatever still does, the first secret first.
// Both it and the sheet must: no call takes the sheet away.
func (p *prepared) openSomehow(fsys disk.FS) (*Vault, error) {
	if v, err := OpenFS(fsys, home, crypto.RecoverySecret(p.sheet)); err != nil {
		return nil, fmt.Errorf("the sheet: %w", err)
	} else if err := v.Close(); err != nil {
		return nil, err
	}
	v, err := OpenFS(fsys, home, secret(pass))
	if errors.Is(err, ErrWrongPassphrase) {
		v, err = OpenFS(fsys, home, secret("new"))
	}
	return v, err
}

// check opens the vault and looks for what no call may harm. It returns whether
// the change is there.
func (p *prepared) check(t *testing.T, where string, c change, fsys disk.FS, acknowledged bool) (done bool) {
	t.Helper()
	v, err := p.openSomehow(fsys)
	if err != nil {
		t.Fatalf("%s: %v", where, err)
	}
	defer func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	}()
	done = c.done(v)
	if acknowledged && !done {
		t.Fatalf("%s: acknowledged and lost", where)
	}
	p.checkSheets(t, where, v)
	for i, ref := range v.Spaces() {
		if i < len(p.spaces) && (ref.ID != p.spaces[i].ID || !ref.Key.Equal(p.spaces[i].Key)) {
			t.Fatalf("%s: space %d is another", where, i)
		}
		if _, err := fsys.Stat(v.SpaceDir(ref)); err != nil {
			t.Fatalf("%s: space %d has no folder: %v", where, i, err)
		}
		if i < len(p.spaces) || ref.Name == filled {
			if _, err := fsys.Stat(filepath.Join(v.SpaceDir(ref), "space.db")); err != nil {
				t.Fatalf("%s: space %d is empty: %v", where, i, err)
			}
		}
	}
	if err := v.RemoveOrphans(); err != nil {
		t.Fatalf("%s: %v", where, err)
	}
	if names, err := folderNames(fsys, v.path(spacesFolder)); err != nil || len(names) != len(v.Spaces()) {
		t.Fatalf("%s: %d folders for %d spaces: %v", where, len(names), len(v.Spaces()), err)
	}
	return done
}

// checkSheets shows that no sheet opens the vault without opening its backups.
func (p *prepared) checkSheets(t *testing.T, where string, v *Vault) {
	t.Helper()
	known, err := v.RecoveryRecipients()
	if err != nil {
		t.Fatalf("%s: %v", where, err)
	}
	for i, sheet := range p.sheets {
		if opens(v, crypto.RecoverySecret(sheet)) && !slices.Contains(known, recipientOf(t, sheet)) {
			t.Fatalf("%s: sheet %d opens the vault, but not its backups", where, i)
		}
	}
}

// TestChangesSurvivePowerCuts cuts the power at every change of the disk that
// every call makes.
func TestChangesSurvivePowerCuts(t *testing.T) {
	p := prepare(t)
	for name, c := range p.changes {
		t.Run(name, func(t *testing.T) {
			for step, acknowledged := 1, false; !acknowledged; step++ {
				for seed := range cutsPerStep(t) {
					fsys := p.disk.Clone()
					v := mustOpen(t, fsys, secret(pass))
					fsys.OffAfter(step)
					acknowledged = c.do(v) == nil
					found := fsys.Cut(rand.New(rand.NewPCG(seed, uint64(step))))
					p.check(t, fmt.Sprintf("step %d seed %d", step, seed), c, found, acknowledged)
				}
			}
		})
	}
}

// TestChangesSurviveFailingDisks fails every operation of every call: once, as a
// disk error does, and from then on, as a full disk or a kill does.
func TestChangesSurviveFailingDisks(t *testing.T) {
	p := prepare(t)
	faults := []faulty.Fault{
		{Err: syscall.EIO},
		{Err: syscall.ENOSPC, Ops: faulty.Space, Sticky: true, Torn: true},
		{Err: syscall.EROFS, Sticky: true},
	}
	for name, c := range p.changes {
		t.Run(name, func(t *testing.T) {
			for _, fault := range faults {
				for fault.At = 1; ; fault.At++ {
					where := fmt.Sprintf("%v at %d", fault.Err, fault.At)
					power := p.disk.Clone()
					fsys := faulty.NewInjector(power)
					v := mustOpen(t, fsys, secret(pass))
					fsys.Arm(fault)
					err := c.do(v)
					if fsys.Failed() == 0 {
						break
					}
					if err != nil && !errors.Is(err, fault.Err) {
						t.Fatalf("%s: %v", where, err)
					}
					fsys.Heal()
					if err == nil {
						p.check(t, where, c, closedDisk(t, v), true)
						continue
					}
					if name == "change passphrase" && !errors.Is(err, ErrOldSlotRemains) && !opens(v, secret(pass)) {
						t.Fatalf("%s: %v, and the old passphrase is gone", where, err)
					}
					if errors.Is(err, ErrOldSlotRemains) && !opens(v, secret("new")) {
						t.Fatalf("%s: %v, and it does not", where, err)
					}
					// The program may be restarted now,
					p.check(t, where+", restarted", c, power.Clone(), false)
					// or go on: another change is taken and kept.
					if err := v.RenameSpace(p.spaces[1].ID, "later"); err != nil {
						t.Fatalf("%s: later: %v", where, err)
					}
					left := closedDisk(t, v)
					p.check(t, where, c, left, false)
					again := mustOpen(t, left, crypto.RecoverySecret(p.sheet))
					if name := again.Spaces()[1].Name; name != "later" {
						t.Fatalf("%s: the later change is lost", where)
					}
					if err := again.Close(); err != nil {
						t.Fatal(err)
					}
				}
			}
		})
	}
}

func closedDisk(t *testing.T, v *Vault) disk.FS {
	t.Helper()
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	return v.fsys
}

// TestOpenOnFailingDisks shows that an open which fails for the disk's sake says
// so, and that a full disk keeps no vault shut.
func TestOpenOnFailingDisks(t *testing.T) {
	p := prepare(t)
	for at := 1; ; at++ {
		fsys := faulty.NewInjector(p.disk.Clone())
		fsys.Arm(faulty.Fault{Ops: faulty.Read, At: at, Err: syscall.EIO})
		v, err := OpenFS(fsys, home, secret(pass))
		if fsys.Failed() == 0 {
			break
		}
		if err == nil { // what failed was only for show
			if err := v.Close(); err != nil {
				t.Fatal(err)
			}
		} else if !errors.Is(err, syscall.EIO) || errors.Is(err, ErrDamaged) {
			t.Errorf("read %d: %v", at, err)
		}
		fsys.Heal()
		if v, err = OpenFS(fsys, home, secret(pass)); err != nil {
			t.Fatalf("read %d, afterwards: %v", at, err)
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
	}
	full := faulty.NewInjector(p.disk.Clone())
	full.Arm(faulty.Fault{Ops: faulty.Space, At: 1, Err: syscall.ENOSPC, Sticky: true})
	v, err := OpenFS(full, home, secret(pass))
	if err != nil {
		t.Fatal("full disk:", err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
}

// forgetful is a disk that says all is well and stores slots wrongly.
type forgetful struct{ disk.FS }

type forgetfulFile struct{ disk.File }

func (f forgetfulFile) WriteAt(b []byte, off int64) (int, error) {
	b = slices.Clone(b)
	b[len(b)-1] ^= 1
	return f.File.WriteAt(b, off)
}

func (d *forgetful) OpenFile(path string, flag int, perm fs.FileMode) (disk.File, error) {
	f, err := d.FS.OpenFile(path, flag, perm)
	if err == nil && strings.HasSuffix(path, slotSuffix+newSuffix) {
		f = forgetfulFile{f}
	}
	return f, err
}

// TestNewSlotIsProven shows that a slot which cannot be read back replaces none.
func TestNewSlotIsProven(t *testing.T) {
	p := prepare(t)
	v := mustOpen(t, &forgetful{p.disk}, secret(pass))
	if _, err := v.ChangePassphrase([]byte("new"), factor); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
	if !opens(v, secret(pass)) || len(slotIDs(t, v)) != 3 {
		t.Error("the old passphrase does not open")
	}
	if _, err := createOn(&forgetful{faulty.NewPower()}, nil); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}
