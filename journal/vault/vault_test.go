package vault

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kith/crypto"
	"kith/journal/disk"
)

// pass is the passphrase of the vaults in these tests, factor its work factor.
const (
	pass   = "correct horse"
	factor = crypto.MinWorkFactor
)

func secret(passphrase string) crypto.Secret { return crypto.PassphraseSecret([]byte(passphrase)) }

func newVault(t testing.TB, o CreateOptions) *Vault {
	t.Helper()
	if o.Passphrase == nil {
		o.Passphrase = []byte(pass)
	}
	o.WorkFactor = factor
	v, err := Create(filepath.Join(t.TempDir(), "vault"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	})
	return v
}

func reopen(t testing.TB, v *Vault, s crypto.Secret) *Vault {
	t.Helper()
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := OpenFS(v.fsys, v.dir, s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := again.Close(); err != nil {
			t.Error(err)
		}
	})
	return again
}

func Example() {
	dir, err := os.MkdirTemp("", "kith")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	v, err := Create(dir, CreateOptions{Passphrase: []byte("correct horse"), WorkFactor: crypto.MinWorkFactor})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := v.AddSpace("record", "Mia"); err != nil {
		fmt.Println(err)
	}
	if err := v.Close(); err != nil {
		fmt.Println(err)
	}

	v, err = Open(dir, crypto.PassphraseSecret([]byte("correct horse")))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, ref := range v.Spaces() {
		fmt.Println(ref.Kind, ref.Name)
	}
	if err := v.Close(); err != nil {
		fmt.Println(err)
	}
	_, err = Open(dir, crypto.PassphraseSecret([]byte("wrong horse")))
	fmt.Println(err)
	// Output:
	// record Mia
	// open vault: wrong passphrase
}

func TestKeysAndSpacesComeBack(t *testing.T) {
	r := crypto.NewRecovery()
	v := newVault(t, CreateOptions{Recovery: r})
	author, device, hpke := v.Author().Public(), v.Device().Public(), string(v.DeviceHPKE().Public())
	var wanted []NewSpace
	for i := range 133 {
		wanted = append(wanted, NewSpace{Kind: "record", Name: fmt.Sprint("person ", i)})
	}
	refs, err := v.AddSpaces(wanted)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.RenameSpace(refs[7].ID, "Zoë"); err != nil {
		t.Fatal(err)
	}
	for _, s := range []crypto.Secret{secret(pass), crypto.RecoverySecret(r)} {
		v = reopen(t, v, s)
		if v.Author().Public() != author || v.Device().Public() != device || string(v.DeviceHPKE().Public()) != hpke {
			t.Error("signing keys changed")
		}
		got := v.Spaces()
		if len(got) != len(refs) {
			t.Fatalf("%d spaces", len(got))
		}
		for i, ref := range refs {
			if i == 7 {
				ref.Name = "Zoë"
			}
			if got[i] != ref {
				t.Fatalf("space %d changed", i)
			}
			if stat, err := os.Stat(v.SpaceDir(ref)); err != nil || !stat.IsDir() {
				t.Fatal(err)
			}
		}
	}
}

func TestOneProcessAtATime(t *testing.T) {
	v := newVault(t, CreateOptions{})
	_, err := Open(v.Dir(), secret(pass))
	if !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), fmt.Sprintf("process %d", os.Getpid())) {
		t.Errorf("second open: %v", err)
	}
	if _, err := Create(v.Dir(), CreateOptions{Passphrase: []byte(pass), WorkFactor: factor}); !errors.Is(err, ErrExists) {
		t.Errorf("create over it: %v", err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(v.Dir(), lockFile)); err != nil {
		t.Fatal(err)
	}
	v = reopen(t, v, secret(pass))
	if _, err := Open(v.Dir(), secret(pass)); !errors.Is(err, ErrInUse) {
		t.Errorf("second open after the lock file was lost: %v", err)
	}
}

func TestNoVault(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{dir, filepath.Join(dir, "missing")} {
		if _, err := Open(path, secret(pass)); !errors.Is(err, ErrNoVault) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestClosedVaultDoesNothing(t *testing.T) {
	v := newVault(t, CreateOptions{})
	ref, err := v.AddSpace("record", "x")
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	before := snapshot(t, v.Dir())
	_, addErr := v.AddSpace("record", "x")
	_, slotErr := v.AddPassphrase([]byte("y"), factor)
	_, recErr := v.AddRecovery(crypto.NewRecovery())
	_, changeErr := v.ChangePassphrase([]byte("y"), factor)
	_, listErr := v.Slots()
	_, orphanErr := v.Orphans()
	_, backupErr := v.EncryptBackup(nil, nil, 0)
	for i, err := range []error{
		addErr, slotErr, recErr, changeErr, listErr, orphanErr, backupErr, v.RemoveOrphans(), v.RemoveSlot("x"),
		v.EraseSpace(ref.ID), v.RenameSpace(ref.ID, "y"), v.ReplaceAuthor(crypto.NewSigningKey()),
	} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("call %d: %v", i, err)
		}
	}
	if !v.Author().IsZero() || !v.Device().IsZero() || !v.DeviceHPKE().IsZero() || len(v.Spaces()) != 0 {
		t.Error("keys left")
	}
	if changed := before.diff(snapshot(t, v.Dir())); changed != "" {
		t.Error(changed)
	}
}

func TestSpaces(t *testing.T) {
	v := newVault(t, CreateOptions{})
	given := NewSpace{Kind: "record", Name: "restored", ID: [16]byte{9}, Key: crypto.NewKey(), Created: time.Unix(1e9, 5).UTC()}
	refs, err := v.AddSpaces([]NewSpace{given, {Kind: "group", Name: ""}})
	if err != nil {
		t.Fatal(err)
	}
	if refs[0].ID != given.ID || !refs[0].Key.Equal(given.Key) || !refs[0].Created.Equal(time.Unix(1e9, 0)) {
		t.Errorf("what was given changed: %+v", refs[0])
	}
	if refs[1].ID == [16]byte{} || refs[1].Key.IsZero() || refs[1].Folder == refs[0].Folder {
		t.Errorf("what was left to the vault: %+v", refs[1])
	}
	for name, bad := range map[string]NewSpace{
		"same id twice": {Kind: "record", ID: given.ID},
		"no kind":       {Name: "x"},
		"long kind":     {Kind: strings.Repeat("x", maxKindSize+1)},
		"long name":     {Kind: "record", Name: strings.Repeat("x", maxNameSize+1)},
		"not UTF-8":     {Kind: "record", Name: "\xff"},
	} {
		if _, err := v.AddSpaces([]NewSpace{{Kind: "record", Name: "good"}, bad}); err == nil {
			t.Errorf("%s: added", name)
		}
	}
	if len(v.Spaces()) != 2 {
		t.Errorf("%d spaces after refusals", len(v.Spaces()))
	}
	if err := v.RenameSpace([16]byte{1}, "x"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	if err := v.RenameSpace(given.ID, "\xff"); err == nil {
		t.Error("renamed to nonsense")
	}
	if orphans, err := v.Orphans(); err != nil || len(orphans) != 0 {
		t.Errorf("orphans %v: %v", orphans, err)
	}
}

func TestEraseSpace(t *testing.T) {
	v := newVault(t, CreateOptions{})
	refs, err := v.AddSpaces([]NewSpace{{Kind: "record", Name: "a"}, {Kind: "record", Name: "b"}, {Kind: "record", Name: "c"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(v.SpaceDir(refs[1]), "space.db"), []byte("sealed"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := v.EraseSpace(refs[1].ID); err != nil {
		t.Fatal(err)
	}
	if err := v.EraseSpace(refs[1].ID); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	if _, err := os.Stat(v.SpaceDir(refs[1])); !isNotExist(err) {
		t.Errorf("folder left: %v", err)
	}
	v = reopen(t, v, secret(pass))
	if got := v.Spaces(); len(got) != 2 || got[0] != refs[0] || got[1] != refs[2] {
		t.Errorf("left: %v", got)
	}
}

func TestOrphans(t *testing.T) {
	v := newVault(t, CreateOptions{})
	ref, err := v.AddSpace("record", "a")
	if err != nil {
		t.Fatal(err)
	}
	orphan := strings.Repeat("ab", 16)
	for _, name := range []string{orphan, "lost+found"} {
		if err := os.MkdirAll(filepath.Join(v.Dir(), spacesFolder, name, "blobs"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := v.Orphans(); err != nil || len(got) != 1 || got[0] != orphan {
		t.Errorf("orphans %v: %v", got, err)
	}
	if err := v.RemoveOrphans(); err != nil {
		t.Fatal(err)
	}
	left, err := folderNames(disk.OS{}, filepath.Join(v.Dir(), spacesFolder))
	if err != nil || len(left) != 2 {
		t.Errorf("left %v: %v", left, err)
	}
	if _, err := os.Stat(v.SpaceDir(ref)); err != nil {
		t.Error(err)
	}
}

func TestReplaceAuthor(t *testing.T) {
	v := newVault(t, CreateOptions{})
	device, author := v.Device().Public(), crypto.NewSigningKey()
	public := author.Public()
	if err := v.ReplaceAuthor(author); err != nil {
		t.Fatal(err)
	}
	if err := v.ReplaceAuthor(crypto.SigningKey{}); err == nil {
		t.Error("replaced by nothing")
	}
	v = reopen(t, v, secret(pass))
	if v.Author().Public() != public || v.Device().Public() != device {
		t.Error("keys are not as they were set")
	}
}

func TestNothingPrintsSecrets(t *testing.T) {
	v := newVault(t, CreateOptions{})
	ref, err := v.AddSpace("record", "Mia Musterfrau")
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
		for _, value := range []any{v, ref, v.Spaces(), secret(pass)} {
			if text := fmt.Sprintf(verb, value); strings.Contains(text, "Mia") || strings.Contains(text, "4d6961") || len(text) > 60 {
				t.Errorf("%T prints with %s as %s", value, verb, text)
			}
		}
	}
}

func TestHardenProcess(t *testing.T) {
	if err := HardenProcess(); err != nil {
		t.Error(err)
	}
}
