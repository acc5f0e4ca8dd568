package view

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/crypto"
	"kith/journal/vault"
)

const testPass = "correct horse"

var settingsNow = time.Date(2026, 11, 20, 19, 30, 0, 0, time.UTC)

func settingsOptions() app.Options {
	return app.Options{WorkFactor: crypto.MinWorkFactor, Zone: time.UTC, Now: func() time.Time { return settingsNow }}
}

func newSettings(t *testing.T, persons ...string) *Settings {
	t.Helper()
	a, err := app.Init(filepath.Join(t.TempDir(), "vault"), []byte(testPass), settingsOptions())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := a.AddPersons(t.Context(), persons...); err != nil {
		t.Fatal(err)
	}
	return NewSettings(a)
}

func isInput(err error) bool {
	var typed *app.InputError
	return errors.As(err, &typed)
}

func TestIdleChoices(t *testing.T) {
	for _, c := range []struct {
		current int
		want    string
	}{
		{10, "1 minute,2 minutes,5 minutes,10 minutes,20 minutes,30 minutes,1 hour,never"},
		{0, "1 minute,2 minutes,5 minutes,10 minutes,20 minutes,30 minutes,1 hour,never"},
		{7, "1 minute,2 minutes,5 minutes,7 minutes,10 minutes,20 minutes,30 minutes,1 hour,never"},
		{90, "1 minute,2 minutes,5 minutes,10 minutes,20 minutes,30 minutes,1 hour,90 minutes,never"},
	} {
		var titles []string
		for _, choice := range IdleChoices(c.current) {
			titles = append(titles, choice.Title)
		}
		if got := strings.Join(titles, ","); got != c.want {
			t.Errorf("%d: %s", c.current, got)
		}
	}
}

// TestWays: the last way in that is proven cannot be removed, and what is said of
// each is so.
func TestWays(t *testing.T) {
	s := newSettings(t)
	ways, err := s.Ways(t.Context())
	if err != nil || len(ways) != 1 {
		t.Fatal(ways, err)
	}
	if w := ways[0]; w.Removable || w.Why == "" || w.Title != "Passphrase" || w.Trouble || w.State != "You unlocked with this one." {
		t.Errorf("%+v", w)
	}
	if err := s.RemoveWay(t.Context(), ways[0].ID); !errors.Is(err, vault.ErrLastSlot) {
		t.Error(err)
	}

	// A sheet that was offered and never confirmed is no way in yet.
	sheet, err := s.app.OfferRecovery()
	if err != nil {
		t.Fatal(err)
	}
	ways, err = s.Ways(t.Context())
	if err != nil || len(ways) != 2 || ways[0].Removable || !ways[1].Removable || !ways[1].Trouble || !strings.Contains(ways[1].State, "Never tried") {
		t.Fatalf("%+v %v", ways, err)
	}
	if err := s.app.ConfirmRecovery(sheet); err != nil {
		t.Fatal(err)
	}
	ways, err = s.Ways(t.Context())
	if err != nil || !ways[0].Removable || ways[1].Trouble || ways[1].Title != "Recovery sheet" {
		t.Fatalf("%+v %v", ways, err)
	}
	if err := s.RemoveWay(t.Context(), ways[1].ID); err != nil {
		t.Fatal(err)
	}
	if ways, err = s.Ways(t.Context()); err != nil || len(ways) != 1 {
		t.Fatal(ways, err)
	}
}

func TestNewPassphrase(t *testing.T) {
	for _, c := range []struct {
		n              NewPassphrase
		ready, differs bool
	}{
		{NewPassphrase{"", ""}, false, false},
		{NewPassphrase{"abc", ""}, false, false},
		{NewPassphrase{"abc", "ab"}, false, false},
		{NewPassphrase{"abc", "ax"}, false, true},
		{NewPassphrase{"abc", "abcd"}, false, true},
		{NewPassphrase{"abc", "abc"}, true, false},
	} {
		if c.n.Ready() != c.ready || c.n.Differs() != c.differs {
			t.Errorf("%+v: %v %v", c.n, c.n.Ready(), c.n.Differs())
		}
	}
	if level, text := (NewPassphrase{}).Strength(); level != 0 || text != "" {
		t.Error(level, text)
	}
	weak, _ := NewPassphrase{First: "1234"}.Strength()
	strong, text := NewPassphrase{First: "vapour tailor mosaic quarry lantern drift"}.Strength()
	if weak >= strong || strong != 1 || text == "" {
		t.Error(weak, strong, text)
	}
}

func TestChangeAndAddPassphrase(t *testing.T) {
	s := newSettings(t)
	ctx := t.Context()
	next := NewPassphrase{"another one", "another one"}
	if err := s.ChangePassphrase(ctx, "wrong", next); !errors.Is(err, crypto.ErrWrongPassphrase) {
		t.Error(err)
	}
	if err := s.ChangePassphrase(ctx, testPass, NewPassphrase{"a", "b"}); !isInput(err) {
		t.Error(err)
	}
	if err := s.ChangePassphrase(ctx, testPass, NewPassphrase{}); !errors.Is(err, crypto.ErrEmptyPassphrase) {
		t.Error(err)
	}
	if err := s.app.CheckPassphrase([]byte(testPass)); err != nil {
		t.Fatalf("what failed changed something: %v", err)
	}
	if err := s.ChangePassphrase(ctx, testPass, next); err != nil {
		t.Fatal(err)
	}
	if err := s.app.CheckPassphrase([]byte(testPass)); !errors.Is(err, crypto.ErrWrongPassphrase) {
		t.Errorf("the old one still opens: %v", err)
	}
	if err := s.AddPassphrase(ctx, testPass, NewPassphrase{"third", "third"}); !errors.Is(err, crypto.ErrWrongPassphrase) {
		t.Error(err)
	}
	if err := s.AddPassphrase(ctx, "another one", NewPassphrase{"third", "third"}); err != nil {
		t.Fatal(err)
	}
	if err := s.app.CheckPassphrase([]byte("third")); err != nil {
		t.Error(err)
	}
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	if err := s.AddPassphrase(stopped, "third", NewPassphrase{"fourth", "fourth"}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestForgotten: somebody who came in with the sheet is not asked for what they
// forgot.
func TestForgotten(t *testing.T) {
	s := newSettings(t)
	sheet, err := s.app.OfferRecovery()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.app.ConfirmRecovery(sheet); err != nil {
		t.Fatal(err)
	}
	if err := s.app.Close(); err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(s.app.Dir(), crypto.RecoverySecret(sheet.Recovery), settingsOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	again := NewSettings(a)
	if asks, err := again.AsksCurrent(t.Context()); err != nil || asks {
		t.Fatal(asks, err)
	}
	if err := again.ChangePassphrase(t.Context(), "", NewPassphrase{"new one", "new one"}); err != nil {
		t.Fatal(err)
	}
	if err := a.CheckPassphrase([]byte("new one")); err != nil {
		t.Error(err)
	}
}

func TestEraseEverything(t *testing.T) {
	s := newSettings(t, "Anna")
	for _, typed := range []string{"", "erase", "Anna"} {
		if err := s.EraseEverything(t.Context(), typed); !isInput(err) {
			t.Fatalf("%q: %v", typed, err)
		}
	}
	if _, err := os.Stat(filepath.Join(s.Folder(), "vault.json")); err != nil {
		t.Fatal(err)
	}
	if err := s.EraseEverything(t.Context(), " Erase Everything "); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(s.Folder(), "vault.json")); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}
