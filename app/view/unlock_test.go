package view_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kith/app"
	"kith/app/view"
	"kith/crypto"
	"kith/journal/vault"
)

func TestUnlock(t *testing.T) {
	ctx := context.Background()
	f := started(t)
	u := view.NewUnlock(f.Dir(), quickKey)
	if _, err := u.Open(ctx, "lamp river"); !errors.Is(err, vault.ErrInUse) {
		t.Errorf("open twice: %v", err)
	}
	p, err := f.OfferSheet(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	for passphrase, want := range map[string]error{"": crypto.ErrEmptyPassphrase, "lump": crypto.ErrWrongPassphrase} {
		if _, err := u.Open(ctx, passphrase); !errors.Is(err, want) {
			t.Errorf("%q: %v", passphrase, err)
		}
	}
	other := crypto.NewRecovery().Words()
	if _, err := u.OpenWithSheet(ctx, strings.Join(other[:], " ")); !errors.Is(err, crypto.ErrWrongIdentity) {
		t.Errorf("another sheet: %v", err)
	}
	if _, err := u.OpenWithSheet(ctx, "lamp river"); !errors.Is(err, crypto.ErrRecoveryText) {
		t.Errorf("no sheet: %v", err)
	}

	a, err := u.OpenWithSheet(ctx, strings.Join(wordsOf(p), "\n"))
	if err != nil {
		t.Fatal(err)
	}
	if err := view.SetPassphrase(ctx, a, view.NewPassphrase{First: "a", Again: "b"}); err == nil {
		t.Error("two different ones were taken")
	}
	if err := view.SetPassphrase(ctx, a, twice("moss")); err != nil {
		t.Fatal(err)
	}
	if has, err := a.HasRecovery(); !has || err != nil {
		t.Error("a sheet that opened the vault is not proven: ", err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := u.Open(ctx, "lamp river"); !errors.Is(err, crypto.ErrWrongPassphrase) {
		t.Errorf("the forgotten passphrase: %v", err)
	}
	if a, err = u.Open(ctx, "moss"); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestHasJournal: what stands in a folder is told without a secret.
func TestHasJournal(t *testing.T) {
	f := started(t)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	head := filepath.Join(f.Dir(), "vault.json")
	good, err := os.ReadFile(head)
	if err != nil {
		t.Fatal(err)
	}
	body, _, ok := strings.Cut(strings.Replace(string(good), `"format": 1`, `"format": 99`, 1), `  "check": "`)
	if !ok || body == string(good) {
		t.Fatalf("vault.json is not as it was: %s", good)
	}
	newer := fmt.Sprintf("%s  \"check\": \"%x\"\n}\n", body, sha256.Sum256([]byte(body)))
	for _, c := range []struct {
		text string
		want error
		code app.Code
	}{{string(good), nil, app.Done}, {newer, crypto.ErrNewerFormat, app.Failed}, {"{", crypto.ErrDamaged, app.Damaged}} {
		if err := os.WriteFile(head, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		has, err := view.HasJournal(f.Dir())
		if !has || !errors.Is(err, c.want) || app.Explain(err).Code != c.code {
			t.Errorf("%.20q: %v, %v", c.text, has, err)
		}
	}
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), "missing")} {
		if has, err := view.HasJournal(dir); has || err != nil {
			t.Errorf("nothing there: %v, %v", has, err)
		}
	}
}

func TestSheetProgress(t *testing.T) {
	r := crypto.NewRecovery()
	list := r.Words()
	all := strings.Join(list[:], " ")
	for text, want := range map[string]string{
		"":                                       "0 of 24 words",
		strings.Join(list[:7], " "):              "7 of 24 words",
		"1. " + list[0] + " 2. aband":            "2 of 24 words",
		all:                                      "All 24 words fit together.",
		r.IdentityString():                       "All 24 words fit together.",
		r.IdentityString()[:30]:                  "The line AGE-SECRET-KEY-PQ-1... has a typing mistake.",
		strings.Replace(all, list[3], "xqxq", 1): `Word 4, "xqxq", is not on the list.`,
		all + " " + list[0]:                      "There are 25 words, and a recovery sheet has 24.",
	} {
		line, ready := view.SheetProgress(text)
		if !strings.HasPrefix(line, strings.TrimSuffix(want, ".")) || ready != strings.HasPrefix(want, "All") {
			t.Errorf("%.30q...: %q, %v, want %q", text, line, ready, want)
		}
	}
}

func TestReadSheetRefuses(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"letter": "Dear Anna", "long": strings.Repeat("x ", 1e5), "empty": ""} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := view.ReadSheet(context.Background(), path); err == nil || app.Explain(err).What == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := view.ReadSheet(context.Background(), filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}
