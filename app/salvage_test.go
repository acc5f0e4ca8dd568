package app_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"kith/app"
	"kith/crypto"
	"kith/journal"
)

// A page is damaged, each in turn. Where it holds no change, a rebuild brings
// the record back whole; where it does, nothing is made worse.
func TestRebuildWritesDamagedListsAnew(t *testing.T) {
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "vault")
	a, err := app.Init(dir, passphrase, fast)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.AddPersons(ctx, "Ada"); err != nil {
		t.Fatal(err)
	}
	for range 30 {
		logLine(t, a, "Ada", "headache 7 after wine #sleep")
	}
	attached := attach(t, a, "letter.pdf", letter(), journal.ID{})
	want := listing(t, a)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(dir, "spaces", "*", "space.db"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	intact, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	repaired, left := 0, 0
	const page = 4096
	for at := page; at < len(intact); at += page {
		copied := filepath.Join(t.TempDir(), "vault")
		if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		damaged := bytes.Clone(intact)
		damaged[at+100] ^= 1
		rel, err := filepath.Rel(dir, found[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(copied, rel), damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		a, err := app.Open(copied, crypto.PassphraseSecret(passphrase), fast)
		if err != nil {
			t.Fatal(err)
		}
		v, err := a.Verify(ctx, true, nil)
		if err != nil {
			t.Fatalf("page %d: %v", at/page, err)
		}
		if v.OK {
			repaired++
			if got := listing(t, a); got != want {
				t.Fatalf("page %d: the record came back as\n%s\nnot\n%s", at/page, got, want)
			}
			if got := contentOf(t, a, &attached); !bytes.Equal(got, letter()) {
				t.Fatalf("page %d: the attachment is another one", at/page)
			}
			if again, err := a.Verify(ctx, false, nil); err != nil || !again.OK {
				t.Fatalf("page %d: after the repair: %+v, %v", at/page, again, err)
			}
		} else {
			left++
			if now, err := os.ReadFile(filepath.Join(copied, rel)); err != nil || len(now) != len(damaged) {
				t.Fatalf("page %d: what could not be repaired was changed: %v", at/page, err)
			}
		}
		if err := a.Close(); err != nil && app.Explain(err).Code != app.Damaged {
			t.Fatal(err)
		}
	}
	t.Logf("%d pages repaired, %d hold changes or keys", repaired, left)
	if repaired < 10 || left < 5 {
		t.Fatalf("%d pages repaired, %d not", repaired, left)
	}
}
