package vault

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"kith/crypto"
	"kith/journal/disk"
	"kith/journal/disk/faulty"
)

// TestUntriedSlotIsNoWayIn shows that the last slot which is known to open the
// vault stays, whatever lies beside it.
func TestUntriedSlotIsNoWayIn(t *testing.T) {
	v := newVault(t, CreateOptions{})
	proven := v.OpenedBy()
	stranger, err := crypto.SealPassphraseSlot(crypto.NewKey(), [16]byte{1}, []byte("stranger"), factor)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(slotPath(v.Dir(), crypto.SlotID(stranger)), stranger, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := v.RemoveSlot(proven); !errors.Is(err, ErrLastSlot) {
		t.Fatalf("only a stranger's slot is left: %v", err)
	}
	r := crypto.NewRecovery()
	if err := v.AddRecoveryRecipient(recipientOf(t, r)); err != nil {
		t.Fatal(err)
	}
	if err := v.RemoveSlot(proven); !errors.Is(err, ErrLastSlot) || !contains(err, "never tried") {
		t.Fatalf("only an untried slot is left: %v", err)
	}
	if _, err := v.ChangePassphrase([]byte("new"), factor); err != nil {
		t.Fatal(err)
	}
	v = reopen(t, v, secret("new"))
	proven = v.OpenedBy()
	if err := v.RemoveSlot(proven); !errors.Is(err, ErrLastSlot) {
		t.Fatalf("only an untried slot is left, after a restart: %v", err)
	}
	v = reopen(t, v, crypto.RecoverySecret(r))
	sheet := v.OpenedBy()
	v = reopen(t, v, secret("new"))
	if untried := untriedSlots(t, v); len(untried) != 1 || untried[0] != crypto.SlotID(stranger) {
		t.Errorf("untried %v", untried)
	}
	if err := v.RemoveSlot(proven); err != nil {
		t.Fatalf("the sheet was tried: %v", err)
	}
	if err := v.RemoveSlot(sheet); !errors.Is(err, ErrLastSlot) {
		t.Error(err)
	}
	if err := v.RemoveSlot(crypto.SlotID(stranger)); err != nil {
		t.Errorf("a stranger's slot: %v", err)
	}
}

func untriedSlots(t *testing.T, v *Vault) []string {
	t.Helper()
	slots, err := v.Slots()
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, slot := range slots {
		if slot.Untried {
			ids = append(ids, slot.ID)
		}
	}
	return ids
}

// TestOfferedSheet shows that an offered sheet opens the vault and is no reason to
// take the passphrase away, before it is confirmed.
func TestOfferedSheet(t *testing.T) {
	v := newVault(t, CreateOptions{})
	passphrase := v.OpenedBy()
	sheet, other := crypto.NewRecovery(), crypto.NewRecovery()
	info, err := v.OfferRecovery(sheet)
	if err != nil || !info.Untried {
		t.Fatalf("%+v, %v", info, err)
	}
	if untried := untriedSlots(t, v); len(untried) != 1 || untried[0] != info.ID {
		t.Errorf("untried %v", untried)
	}
	if err := v.RemoveSlot(passphrase); !errors.Is(err, ErrLastSlot) {
		t.Errorf("only an offered sheet is left: %v", err)
	}
	if err := v.ConfirmRecovery(info.ID, other); !errors.Is(err, ErrWrongIdentity) {
		t.Errorf("another sheet: %v", err)
	}
	if err := v.ConfirmRecovery(strings.Repeat("0", 32), sheet); !errors.Is(err, ErrNotFound) {
		t.Errorf("no slot: %v", err)
	}
	if untried := untriedSlots(t, v); len(untried) != 1 {
		t.Error("confirmed by what was refused")
	}
	if err := v.ConfirmRecovery(info.ID, sheet); err != nil {
		t.Fatal(err)
	}
	v = reopen(t, v, secret(pass))
	if untried := untriedSlots(t, v); len(untried) != 0 {
		t.Errorf("untried %v after it was confirmed", untried)
	}
	v = reopen(t, v, crypto.RecoverySecret(sheet))
	if err := v.RemoveSlot(passphrase); err != nil {
		t.Errorf("the sheet is a way in: %v", err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := v.OfferRecovery(other); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
	if err := v.ConfirmRecovery(info.ID, sheet); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}

// TestUntriedSlotOnFullDisk opens with an untried slot where nothing can be
// written: the vault opens, and takes the slot for tried from then on.
func TestUntriedSlotOnFullDisk(t *testing.T) {
	p := prepare(t)
	sheet := p.sheets[2]
	v := mustOpen(t, p.disk, secret(pass))
	if err := v.AddRecoveryRecipient(recipientOf(t, sheet)); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	fsys := faulty.NewInjector(p.disk)
	fsys.Arm(faulty.Fault{Ops: faulty.Space, At: 1, Err: syscall.ENOSPC, Sticky: true})
	v = mustOpen(t, fsys, crypto.RecoverySecret(sheet))
	if fsys.Failed() == 0 {
		t.Fatal("nothing was written")
	}
	if untried := untriedSlots(t, v); len(untried) != 0 {
		t.Errorf("untried %v", untried)
	}
	fsys.Heal()
	if err := v.RenameSpace(p.spaces[0].ID, "x"); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	v = mustOpen(t, fsys, secret(pass))
	if untried := untriedSlots(t, v); len(untried) != 0 {
		t.Errorf("untried %v after it was kept", untried)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
}

// watched is a disk that looks at the keyring whenever a slot gets its name.
type watched struct {
	disk.FS
	see func(id string)
}

func (w *watched) Rename(from, to string) error {
	if id, ok := strings.CutSuffix(filepath.Base(to), slotSuffix); ok {
		w.see(id)
	}
	return w.FS.Rename(from, to)
}

// TestSlotIsKnownBeforeItIsThere shows that a slot is in the keyring on disk,
// untried, before it is a way in, and tried only afterwards.
func TestSlotIsKnownBeforeItIsThere(t *testing.T) {
	p := prepare(t)
	fsys := &watched{FS: p.disk}
	v := mustOpen(t, fsys, secret(pass))
	var added []string
	recorded := func(id string) (slotRecord, bool) {
		ring, err := readKeyring(p.disk, home, v.key)
		if err != nil {
			t.Fatal(err)
		}
		for _, record := range ring.slots {
			if record.id == id {
				return record, true
			}
		}
		return slotRecord{}, false
	}
	fsys.see = func(id string) {
		if record, ok := recorded(id); !ok || !record.untried {
			t.Errorf("slot %d is there; known: %v, untried: %v", len(added), ok, record.untried)
		}
		added = append(added, id)
	}
	if _, err := v.AddPassphrase([]byte("third"), factor); err != nil {
		t.Fatal(err)
	}
	if _, err := v.AddRecovery(p.sheets[1]); err != nil {
		t.Fatal(err)
	}
	if err := v.AddRecoveryRecipient(recipientOf(t, p.sheets[2])); err != nil {
		t.Fatal(err)
	}
	if len(added) != 3 {
		t.Fatalf("%d slots added", len(added))
	}
	for i, id := range added {
		if record, ok := recorded(id); !ok || record.untried != (i == 2) {
			t.Errorf("slot %d: known: %v, untried: %v", i, ok, record.untried)
		}
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestAddRecoveryRecipientRefuses(t *testing.T) {
	v := newVault(t, CreateOptions{})
	before := snapshot(t, v.Dir())
	good := recipientOf(t, crypto.NewRecovery())
	for name, bad := range map[string]string{"nothing": "", "another kind": "age1qqq", "cut": good[:len(good)-1], "two": good + good} {
		if err := v.AddRecoveryRecipient(bad); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if changed := before.diff(snapshot(t, v.Dir())); changed != "" {
		t.Error(changed)
	}
	forgetful := &forgetful{faulty.NewPower()}
	other, err := createOn(forgetful.FS, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	other = mustOpen(t, forgetful, secret(pass))
	if err := other.AddRecoveryRecipient(good); !errors.Is(err, ErrDamaged) || len(slotIDs(t, other)) != 1 {
		t.Errorf("a slot that does not read back: %v", err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	for i := range maxSlots - 1 {
		if _, err := v.AddPassphrase(bytes.Repeat([]byte("x"), i+1), factor); err != nil {
			t.Fatal(err)
		}
	}
	if err := v.AddRecoveryRecipient(good); !errors.Is(err, ErrTooManySlots) {
		t.Error(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if err := v.AddRecoveryRecipient(good); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}
