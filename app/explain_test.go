package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"kith/app/words"
	"kith/crypto"
	"kith/journal"
	"kith/journal/exchange"
	"kith/journal/quick"
	"kith/journal/sealdb"
	"kith/journal/space"
	"kith/journal/vault"
)

// TestEveryKindHasWords: each kind of error in the table says what happened and,
// unless that says it all, what to do.
func TestEveryKindHasWords(t *testing.T) {
	for _, c := range cases {
		err := fmt.Errorf("open vault: %w", &RecordError{Person: "Anna", Folder: "spaces/00", Others: 2, Err: c.kind})
		for _, err := range []error{c.kind, err} {
			x := Explain(err)
			if x.Code == Done || x.Code != c.code && x.Code != Damaged {
				t.Errorf("%v: code %d", c.kind, x.Code)
			}
			for _, part := range []string{x.What, x.Means, x.Do} {
				if strings.Contains(part, "%!") || strings.Contains(part, "error.") {
					t.Errorf("%v: %q", c.kind, part)
				}
			}
			if x.What == "" || x.Code == Damaged && !strings.Contains(x.Do, "restore") && !strings.Contains(x.Do, "backup") {
				t.Errorf("%v: %+v", c.kind, x)
			}
		}
		if x := Explain(c.kind).InWindow(); strings.Contains(x.Do, "kith ") || strings.Contains(x.Do, "--") {
			t.Errorf("%s: the window says %q", c.key, x.Do)
		}
		if !words.Has("error." + c.key + ".what") {
			t.Errorf("%s has no words", c.key)
		}
	}
}

func TestExplain(t *testing.T) {
	for _, c := range []struct {
		err  error
		code Code
		says string
	}{
		{nil, Done, ""},
		{fmt.Errorf("open vault: %w", vault.ErrWrongPassphrase), Locked, "passphrase is wrong"},
		{fmt.Errorf("open vault: slots/ab.age: %w", crypto.ErrDamaged), Damaged, "slots/ab.age"},
		{&RecordError{"Anna", "spaces/12ab", 0, &sealdb.DamageError{File: "space.db", Page: 3, Reason: "changed"}}, Damaged, "spaces/12ab: the database is damaged: space.db, page 3"},
		{&RecordError{"Anna", "spaces/12ab", 3, space.ErrDamaged}, Damaged, "3 other persons"},
		{&RecordError{"Anna", "spaces/12ab", 3, space.ErrRolledBack}, Damaged, "put old files back"},
		{&RecordError{"Anna", "spaces/12ab", 3, fmt.Errorf("x: %w", sealdb.ErrDiskFull)}, Failed, "disk is full"},
		{&RecordError{"Anna", "spaces/12ab", 3, journal.ErrNothing}, Failed, "nothing to undo"},
		{&fs.PathError{Op: "open", Path: "/a/b", Err: fs.ErrNotExist}, Failed, "/a/b"},
		{context.Canceled, Failed, "Stopped"},
		{&UnknownPersonError{Name: "Ana", Near: []string{"Anna", "Anja"}, All: 5}, Failed, "Did you mean Anna and Anja?"},
		{&WhichPersonError{Names: []string{"Anna", "Ben"}, All: 30}, Usage, "28 more"},
		{&AmbiguousError{Prefix: "abcd", Matches: []string{"abcd1", "abcd2"}}, Failed, "abcd1 and abcd2"},
		{input("%q is nothing", "x"), Usage, `"x" is nothing`},
		{errors.New("something new"), Failed, "That did not work: something new."},
	} {
		x := Explain(c.err)
		if all := x.What + " " + x.Means + " " + x.Do; x.Code != c.code || !strings.Contains(all, c.says) {
			t.Errorf("%v: %d %q, want %d %q", c.err, x.Code, all, c.code, c.says)
		}
	}
	for _, err := range []error{
		&RecordError{"Anna", "spaces/12ab", 3, space.ErrDamaged}, &RecordError{"Anna", "spaces/12ab", 3, space.ErrRolledBack},
		&UnknownPersonError{Name: "Ana", All: 5}, &WhichPersonError{Names: []string{"Anna", "Ben"}, All: 2},
		fmt.Errorf("%w: %w", ErrPartlyImported, exchange.ErrFormat), &exchange.AskError{},
	} {
		if x := Explain(err).InWindow(); x.Do == "" || strings.Contains(x.Do, "kith ") || strings.Contains(x.Do, "--") {
			t.Errorf("%v: the window says %q", err, x.Do)
		}
	}
	_, err := quick.Parse("headache 17", quick.Context{})
	if x := Explain(fmt.Errorf("log entry: %w", err)); x.Code != Failed || !strings.HasPrefix(x.What, "17 is outside") {
		t.Errorf("%+v", x)
	}
}

func TestStrength(t *testing.T) {
	for passphrase, want := range map[string]Strength{
		"":                              Weak,
		"password":                      Weak,
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaa":  Weak,
		"12345678901234567890":          Weak,
		"correct horse":                 Weak,
		"correct horse battery":         Fair,
		"correct horse battery staple":  Good,
		"x7$Kq9!vLp2":                   Good,
		"one two seven lamp river moss": Strong,
		"x7$Kq9!vLp2wZ4&u":              Strong,
	} {
		if got := StrengthOf([]byte(passphrase)); got != want {
			t.Errorf("%q is %v, want %v", passphrase, got, want)
		}
		if !words.Has("strength." + want.String()) {
			t.Errorf("no words for %v", want)
		}
	}
}
