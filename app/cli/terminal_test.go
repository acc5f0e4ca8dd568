package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPersonAtTerminal goes through what only happens when somebody is there.
func TestPersonAtTerminal(t *testing.T) {
	vault := filepath.Join(t.TempDir(), "vault")
	f := &fake{person: true, secrets: []string{"four words of mine", "mistyped", "four words of mine", "four words of mine"}}
	if code := f.run(vault, "init", "--work-factor", "10"); code != 0 {
		t.Fatalf("init: %d %s", code, f.err.String())
	}
	if !strings.Contains(f.err.String(), "The two differ") {
		t.Errorf("a mistyped passphrase was not noticed: %s", f.err.String())
	}
	if !strings.Contains(f.err.String(), "This passphrase is") {
		t.Errorf("the strength was not said: %s", f.err.String())
	}
	sheet := f.out.String()
	if !strings.Contains(sheet, "YOUR 24 WORDS") {
		t.Fatalf("the sheet was not shown: %s", sheet)
	}

	f = &fake{person: true, secrets: []string{"four words of mine"}}
	if code := f.run(vault, "person", "add", "Anna"); code != 0 {
		t.Fatal(f.err.String())
	}
	if len(f.asked) != 1 || f.asked[0] != "Passphrase: " {
		t.Errorf("asked %q", f.asked)
	}

	// The name must be typed to erase.
	f = &fake{person: true, secrets: []string{"four words of mine"}, lines: []string{"Anne"}}
	if code := f.run(vault, "person", "erase", "Anna"); code != 2 || !strings.Contains(f.err.String(), "Nothing was erased") {
		t.Errorf("erased by a wrong name: %d %s", code, f.err.String())
	}
	f = &fake{person: true, secrets: []string{"four words of mine"}, lines: []string{"Anna"}}
	if code := f.run(vault, "person", "erase", "Anna"); code != 0 {
		t.Error(f.err.String())
	}

	// The sheet that was shown opens the vault.
	file := filepath.Join(t.TempDir(), "sheet.txt")
	if err := os.WriteFile(file, []byte(sheet), 0o600); err != nil {
		t.Fatal(err)
	}
	f = &fake{person: true, secrets: []string{"new", "new"}}
	if code := f.run(vault, "recover", "--sheet", file, "--work-factor", "10"); code != 0 {
		t.Fatal(f.err.String())
	}
	f = &fake{person: true, secrets: []string{"new"}}
	if code := f.run(vault, "verify"); code != 0 {
		t.Fatal(f.err.String())
	}
	f = &fake{person: true, secrets: []string{""}}
	if code := f.run(vault, "list"); code != 3 {
		t.Errorf("an empty passphrase: %d %s", code, f.err.String())
	}
}

// TestHostileTextOnTheTerminal logs and shows text that would take over a
// terminal.
func TestHostileTextOnTheTerminal(t *testing.T) {
	vault := filepath.Join(t.TempDir(), "vault")
	secret := []string{"four words of mine"}
	for _, args := range [][]string{
		{"init", "--work-factor", "10"},
		{"person", "add", "Anna"},
		{"log", "note: red \x1b[31m alert \x07 back\u202ewards"},
	} {
		f := &fake{person: args[0] != "init", secrets: append(secret, secret...)}
		if code := f.run(vault, args...); code != 0 {
			t.Fatalf("%q: %s", args, f.err.String())
		}
		if strings.ContainsAny(f.out.String(), "\x1b\x07\u202e") {
			t.Errorf("%q printed control characters: %q", args, f.out.String())
		}
	}
	f := &fake{person: true, secrets: secret}
	if code := f.run(vault, "list"); code != 0 || strings.ContainsAny(f.out.String(), "\x1b\x07\u202e") || !strings.Contains(f.out.String(), "alert") {
		t.Errorf("%d %q", code, f.out.String())
	}
	f = &fake{secrets: secret}
	if code := f.run(vault, "person", "add", "\x1b[31mEve"); code != 2 {
		t.Errorf("a name with control characters: %d", code)
	}
}
