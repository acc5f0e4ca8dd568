package app_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"kith/app"
	"kith/app/words"
	"kith/journal/vault"
)

func TestSettings(t *testing.T) {
	a := newVault(t)
	usual := app.Settings{Remind: true, QuietFrom: 22 * 60, QuietTo: 7 * 60, BackupEvery: 1, BackupKeep: 7}
	if s, err := a.Settings(); err != nil || s != usual {
		t.Fatal(s, err)
	}
	for _, k := range app.SettingKeys() {
		if !words.Has("setting." + k.Name) {
			t.Errorf("nothing says what %s is for", k.Name)
		}
		for value, want := range map[string]string{"on": "on", "OFF": "off", "7:05": "7:05", "24:00": "", "maybe": "", "7:5": "", "12": "12", "-1": "", t.TempDir(): "/", "off ": ""} {
			before, err := a.Settings()
			if err != nil {
				t.Fatal(err)
			}
			_, got, err := a.Setting(k.Name, value)
			after, err2 := a.Settings()
			if err2 != nil {
				t.Fatal(err2)
			}
			var refused *app.InputError
			switch {
			case errors.As(err, &refused):
				if before != after {
					t.Errorf("%s: a refused value changed something", k.Name)
				}
			case err != nil || want != "/" && got != want || k.Get(&after) != got:
				t.Errorf("%s set to %q is %q, %v", k.Name, value, got, err)
			}
		}
	}
	if _, _, err := a.Setting("no such", "on"); err == nil {
		t.Error("a setting that is none was set")
	}
	file := filepath.Join(a.Dir(), "local", "settings.sealed")
	if err := os.WriteFile(file, []byte("damage"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err := a.Settings(); !errors.Is(err, vault.ErrDamaged) || s != usual {
		t.Error(s, err)
	}
	if err := a.ChangeSettings(func(s *app.Settings) { s.Speak = true }); err != nil {
		t.Fatal(err)
	}
	if s, err := a.Settings(); err != nil || !s.Speak {
		t.Error(s, err)
	}
}
