package app_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"kith/app"
	"kith/crypto"
)

// TestDrafts: what was typed is there after a crash, and nobody can read it on the
// disk.
func TestDrafts(t *testing.T) {
	a := newVault(t, "Anna")
	const secret = "qxv-a-word-nobody-else-writes"
	if err := a.KeepDraft("line", []byte(secret)); err != nil {
		t.Fatal(err)
	}
	if err := a.KeepDraft("form", []byte("something else")); err != nil {
		t.Fatal(err)
	}
	if err := a.KeepDraft("form", make([]byte, app.MaxDraft+1)); !errors.Is(err, app.ErrDraft) {
		t.Error(err)
	}
	err := filepath.WalkDir(a.Dir(), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(secret)) {
			t.Errorf("%s holds the draft in the clear", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	a, err = app.Open(a.Dir(), crypto.PassphraseSecret(passphrase), fast)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	drafts, err := a.Drafts()
	if err != nil || len(drafts) != 2 || drafts[0].Key != "form" || string(drafts[1].Data) != secret {
		t.Fatal(drafts, err)
	}
	for _, key := range []string{"line", "form", "none"} {
		if err := a.KeepDraft(key, nil); err != nil {
			t.Fatal(err)
		}
	}
	if drafts, err := a.Drafts(); err != nil || len(drafts) != 0 {
		t.Error(drafts, err)
	}
	if _, err := os.Stat(filepath.Join(a.Dir(), "local", "drafts.sealed")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("dropped drafts are still on the disk:", err)
	}
	for i := range 70 {
		if err := a.KeepDraft(fmt.Sprint(i), []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	if drafts, err := a.Drafts(); err != nil || len(drafts) != 64 || drafts[0].Key != "69" {
		t.Error(len(drafts), err)
	}
	if err := os.WriteFile(filepath.Join(a.Dir(), "local", "drafts.sealed"), []byte("damage"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Drafts(); err == nil {
		t.Error("damage was not told")
	}
	if err := a.KeepDraft("new", []byte("typed")); err != nil {
		t.Error("after damage nothing is kept:", err)
	}
}
