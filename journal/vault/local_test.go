package vault

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"kith/journal/disk/faulty"
)

func TestLocal(t *testing.T) {
	v, err := Create(filepath.Join(t.TempDir(), "vault"), CreateOptions{Passphrase: []byte(pass), WorkFactor: factor})
	if err != nil {
		t.Fatal(err)
	}
	if doc, err := v.ReadLocal("settings"); doc != nil || err != nil {
		t.Fatalf("before anything was written: %q, %v", doc, err)
	}
	for _, doc := range []string{"one", "", "another"} {
		if err := v.WriteLocal("settings", []byte(doc)); err != nil {
			t.Fatal(err)
		}
		if got, err := v.ReadLocal("settings"); err != nil || string(got) != doc || got == nil {
			t.Errorf("wrote %q, read %q, %v", doc, got, err)
		}
	}
	file := filepath.Join(v.Dir(), localFolder, "settings"+localSuffix)
	sealed, err := os.ReadFile(file)
	if err != nil || bytes.Contains(sealed, []byte("another")) {
		t.Fatal("the document is not sealed", err)
	}
	other := filepath.Join(v.Dir(), localFolder, "drafts"+localSuffix)
	if err := os.WriteFile(other, sealed, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := v.ReadLocal("drafts"); !errors.Is(err, ErrDamaged) {
		t.Errorf("a document under another name: %v", err)
	}
	for i := range sealed {
		sealed[i] ^= 1 << (i % 8)
		if err := os.WriteFile(file, sealed, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := v.ReadLocal("settings"); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewerFormat) {
			t.Errorf("byte %d flipped: %v", i, err)
		}
		sealed[i] ^= 1 << (i % 8)
	}
	for _, name := range []string{"", "..", "a/b", "Settings", "a.b"} {
		if err := v.WriteLocal(name, nil); err == nil {
			t.Errorf("the name %q was taken", name)
		}
	}
	if err := v.WriteLocal("settings", nil); err != nil {
		t.Fatal(err)
	}
	if doc, err := v.ReadLocal("settings"); doc != nil || err != nil {
		t.Errorf("after it was removed: %q, %v", doc, err)
	}
	if err := v.Erase(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(v.Dir()); err != nil || len(left) > 0 {
		t.Errorf("erasing leaves %v, %v", left, err)
	}
	if _, err := v.ReadLocal("settings"); !errors.Is(err, ErrClosed) {
		t.Errorf("a closed vault: %v", err)
	}
}

// TestLocalSurvivesFaults fails each access to the disk in turn: the document is
// the old one or the new one, and an error is told.
func TestLocalSurvivesFaults(t *testing.T) {
	p := prepare(t)
	v := mustOpen(t, p.disk, secret(pass))
	if err := v.WriteLocal("settings", []byte("old")); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	told := 0
	for step := 1; ; step++ {
		cut := p.disk.Clone()
		v := mustOpen(t, cut, secret(pass))
		cut.OffAfter(step)
		err := v.WriteLocal("settings", []byte("new"))
		found := cut.Cut(rand.New(rand.NewPCG(1, uint64(step))))
		again := mustOpen(t, found, secret(pass))
		got, readErr := again.ReadLocal("settings")
		if readErr != nil || string(got) != "new" && (err == nil || string(got) != "old") {
			t.Fatalf("step %d: %q, %v after %v", step, got, readErr, err)
		}
		if err == nil {
			break
		}
		if !errors.Is(err, faulty.ErrPowerOff) {
			t.Fatal(err)
		}
		told++
	}
	if told < 3 {
		t.Errorf("the power was cut %d times", told)
	}
}
