package app_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kith/app"
	"kith/crypto"
	"kith/journal"
	"kith/journal/sample"
)

func openSample(t *testing.T, parent string) *app.App {
	t.Helper()
	a, err := app.OpenSample(context.Background(), parent, app.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

func TestSample(t *testing.T) {
	ctx := context.Background()
	parent := filepath.Join(t.TempDir(), "not", "there", "yet")
	a := openSample(t, parent)
	p, err := a.ThePerson("")
	if err != nil || p.Name != sample.PersonName || !a.IsSample() {
		t.Fatal(p, err, a.IsSample())
	}
	list, err := a.List(ctx, a.Persons(), journal.Query{})
	if err != nil || len(list) < 1500 {
		t.Fatalf("%d entries, %v", len(list), err)
	}
	edited := 0
	for _, l := range list {
		if l.Entry.Edited {
			edited++
		}
	}
	if edited == 0 || edited > 5 {
		t.Errorf("%d entries with a history", edited)
	}
	for range 5 {
		if _, err := a.Undo(ctx, false); err != nil {
			t.Fatal(err)
		}
	}
	if left, err := a.List(ctx, a.Persons(), journal.Query{}); err != nil || len(left) < len(list)-5 {
		t.Errorf("undoing five times left %d of %d entries, %v", len(left), len(list), err)
	}
	if n, err := app.RemoveSamples(parent); n != 0 || err != nil {
		t.Errorf("a sample that is open was removed: %d, %v", n, err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(parent); err != nil || len(left) != 0 {
		t.Errorf("after closing %v is left, %v", left, err)
	}
	if err := a.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
}

func TestAddSample(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	p, err := a.AddSample(ctx)
	if err != nil || a.IsSample() {
		t.Fatal(err, a.IsSample())
	}
	before := listing(t, a)
	if _, err := a.AddSample(ctx); !errors.Is(err, app.ErrPersonExists) || listing(t, a) != before {
		t.Errorf("a second sample: %v", err)
	}
	v, err := a.Verify(ctx, true, nil)
	if err != nil || !v.OK || anyDifferent(v) {
		t.Errorf("%+v, %v", v, err)
	}
	stopped, cancel := context.WithCancel(ctx)
	if err := a.ErasePerson(p); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := a.AddSample(stopped); err == nil || len(a.Persons()) != 1 {
		t.Errorf("stopped: %v, %d persons", err, len(a.Persons()))
	}
}

// copyTree copies a folder as it is on the disk: what a crash would leave.
func copyTree(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// crashed makes what a crash leaves of a sample, below parent, and returns its
// folder.
func crashed(t *testing.T, parent string) string {
	t.Helper()
	elsewhere := t.TempDir()
	a := openSample(t, elsewhere)
	dir := filepath.Join(parent, filepath.Base(filepath.Dir(a.Dir())))
	copyTree(t, filepath.Dir(a.Dir()), dir)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// realVault makes a closed vault with an entry in dir.
func realVault(t *testing.T, dir string) {
	t.Helper()
	a, err := app.Init(dir, passphrase, fast)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.AddPersons(context.Background(), "Anna"); err != nil {
		t.Fatal(err)
	}
	logLine(t, a, "Anna", "headache 7")
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
}

const marker = "this-is-a-sample"

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestRemoveSamples: whatever point a sample was left at by a crash, it goes.
func TestRemoveSamples(t *testing.T) {
	heading := func(dir string) []byte {
		return []byte("Kith sample diary, to be thrown away.\n" + filepath.Base(dir) + "\n")
	}
	for name, leave := range map[string]func(dir string){
		"whole":         func(string) {},
		"empty folder":  func(dir string) { must(t, os.RemoveAll(dir)); must(t, os.Mkdir(dir, 0o700)) },
		"only a marker": func(dir string) { must(t, os.RemoveAll(filepath.Join(dir, "vault"))) },
		"half a marker": func(dir string) {
			must(t, os.RemoveAll(filepath.Join(dir, "vault")))
			must(t, os.Rename(filepath.Join(dir, marker), filepath.Join(dir, marker+".new")))
		},
		"no vault.json yet": func(dir string) {
			must(t, os.WriteFile(filepath.Join(dir, marker), heading(dir), 0o600))
			must(t, os.Remove(filepath.Join(dir, "vault", "vault.json")))
			must(t, os.WriteFile(filepath.Join(dir, "vault", "unfinished"), nil, 0o600))
			must(t, os.RemoveAll(filepath.Join(dir, "vault", "spaces")))
		},
		"not marked in full": func(dir string) {
			must(t, os.WriteFile(filepath.Join(dir, marker), heading(dir), 0o600))
			must(t, os.RemoveAll(filepath.Join(dir, "vault", "spaces")))
			must(t, os.Mkdir(filepath.Join(dir, "vault", "spaces"), 0o700))
		},
		"being erased": func(dir string) {
			must(t, os.Rename(filepath.Join(dir, "vault", "vault.json"), filepath.Join(dir, "vault", "erased")))
			must(t, os.RemoveAll(filepath.Join(dir, "vault", "slots")))
		},
		"nearly erased": func(dir string) {
			must(t, os.RemoveAll(filepath.Join(dir, "vault")))
			must(t, os.Mkdir(filepath.Join(dir, "vault"), 0o700))
			must(t, os.WriteFile(filepath.Join(dir, "vault", "lock"), nil, 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			realVault(t, filepath.Join(parent, "kith"))
			leave(crashed(t, parent))
			if n, err := app.RemoveSamples(parent); n != 1 || err != nil {
				t.Errorf("%d removed, %v", n, err)
			}
			if left, err := os.ReadDir(parent); err != nil || len(left) != 1 {
				t.Errorf("left: %v, %v", left, err)
			}
			a, err := app.Open(filepath.Join(parent, "kith"), crypto.PassphraseSecret(passphrase), fast)
			if err != nil {
				t.Fatal(err)
			}
			must(t, a.Close())
		})
	}
	if n, err := app.RemoveSamples(filepath.Join(t.TempDir(), "missing")); n != 0 || err != nil {
		t.Errorf("where there is no folder: %d, %v", n, err)
	}
}

// TestRemoveSamplesSpares tries to have a vault removed that is somebody's.
func TestRemoveSamplesSpares(t *testing.T) {
	const name = "kith-sample-0123456789abcdef0123456789abcdef"
	for what, arrange := range map[string]func(t *testing.T, parent string){
		"a vault under a sample's name": func(t *testing.T, parent string) {
			realVault(t, filepath.Join(parent, name))
		},
		"a vault where a sample's would be": func(t *testing.T, parent string) {
			realVault(t, filepath.Join(parent, name, "vault"))
		},
		"a vault put in the place of a sample's": func(t *testing.T, parent string) {
			dir := crashed(t, parent)
			must(t, os.RemoveAll(filepath.Join(dir, "vault")))
			realVault(t, filepath.Join(dir, "vault"))
		},
		"the same before the marker was complete": func(t *testing.T, parent string) {
			dir := filepath.Join(parent, name)
			realVault(t, filepath.Join(dir, "vault"))
			must(t, os.WriteFile(filepath.Join(dir, marker), []byte("Kith sample diary, to be thrown away.\n"+name+"\n"), 0o600))
		},
		"the same without its vault.json": func(t *testing.T, parent string) {
			dir := crashed(t, parent)
			must(t, os.RemoveAll(filepath.Join(dir, "vault")))
			realVault(t, filepath.Join(dir, "vault"))
			must(t, os.Remove(filepath.Join(dir, "vault", "vault.json")))
		},
		"the same while it is erased": func(t *testing.T, parent string) {
			dir := crashed(t, parent)
			must(t, os.RemoveAll(filepath.Join(dir, "vault")))
			realVault(t, filepath.Join(dir, "vault"))
			must(t, os.Rename(filepath.Join(dir, "vault", "vault.json"), filepath.Join(dir, "vault", "erased")))
		},
		"a marker of another sample": func(t *testing.T, parent string) {
			must(t, os.Rename(crashed(t, parent), filepath.Join(parent, name)))
		},
		"no marker": func(t *testing.T, parent string) { must(t, os.Remove(filepath.Join(crashed(t, parent), marker))) },
		"other name": func(t *testing.T, parent string) {
			must(t, os.Rename(crashed(t, parent), filepath.Join(parent, "kith")))
		},
		"short name": func(t *testing.T, parent string) { must(t, os.Mkdir(filepath.Join(parent, name[:len(name)-1]), 0o700)) },
		"capital name": func(t *testing.T, parent string) {
			must(t, os.Mkdir(filepath.Join(parent, strings.ToUpper(name)), 0o700))
		},
		"a file of the name": func(t *testing.T, parent string) {
			must(t, os.WriteFile(filepath.Join(parent, name), []byte("mine"), 0o600))
		},
		"somebody's file beside the vault": func(t *testing.T, parent string) {
			must(t, os.WriteFile(filepath.Join(crashed(t, parent), "letter.txt"), []byte("mine"), 0o600))
		},
		"somebody's file in the vault": func(t *testing.T, parent string) {
			must(t, os.WriteFile(filepath.Join(crashed(t, parent), "vault", "letter.txt"), []byte("mine"), 0o600))
		},
		"a link to a vault": func(t *testing.T, parent string) {
			realVault(t, filepath.Join(parent, "kith"))
			must(t, os.Symlink("kith", filepath.Join(parent, name)))
		},
		"a link to a vault inside": func(t *testing.T, parent string) {
			realVault(t, filepath.Join(parent, "kith"))
			dir := crashed(t, parent)
			must(t, os.RemoveAll(filepath.Join(dir, "vault")))
			must(t, os.Symlink("../kith", filepath.Join(dir, "vault")))
		},
		"links to parts of a vault": func(t *testing.T, parent string) {
			realVault(t, filepath.Join(parent, "kith"))
			dir := crashed(t, parent)
			must(t, os.RemoveAll(filepath.Join(dir, "vault", "spaces")))
			must(t, os.Symlink("../../kith/spaces", filepath.Join(dir, "vault", "spaces")))
		},
	} {
		t.Run(what, func(t *testing.T) {
			parent := t.TempDir()
			arrange(t, parent)
			before := treeOf(t, parent)
			if n, err := app.RemoveSamples(parent); n != 0 || err != nil {
				t.Errorf("%d removed, %v", n, err)
			}
			if after := treeOf(t, parent); after != before {
				t.Errorf("before\n%s\nafter\n%s", before, after)
			}
		})
	}
}

// TestSampleLeavesOthersFiles: closing a sample removes nothing that somebody
// put into its folder.
func TestSampleLeavesOthersFiles(t *testing.T) {
	parent := t.TempDir()
	a, err := app.OpenSample(context.Background(), parent, app.Options{})
	must(t, err)
	letter := filepath.Join(filepath.Dir(a.Dir()), "letter.txt")
	must(t, os.WriteFile(letter, []byte("mine"), 0o600))
	if err := a.Close(); err == nil {
		t.Error("the sample is gone with the letter in it?")
	}
	if text, err := os.ReadFile(letter); err != nil || string(text) != "mine" {
		t.Error(string(text), err)
	}
}

// treeOf lists all files with their contents.
func treeOf(t *testing.T, dir string) string {
	t.Helper()
	var b bytes.Buffer
	must(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		b.WriteString(path + " " + e.Type().String() + "\n")
		if e.Type().IsRegular() {
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			b.Write(text)
		}
		return nil
	}))
	return b.String()
}
