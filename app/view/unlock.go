package view

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"unicode"

	"kith/app"
	"kith/app/words"
	"kith/crypto"
	"kith/journal/vault"
)

// HasJournal reports whether there is a journal in a folder. The error says what is
// wrong with the one that is there, as far as can be seen without unlocking it:
// damage, or a newer version.
func HasJournal(dir string) (bool, error) {
	err := vault.Check(dir)
	if errors.Is(err, vault.ErrNoVault) {
		return false, nil
	}
	return true, err
}

// Unlock opens the journal of a folder. Until it does, nothing but the head of the
// vault was read.
type Unlock struct {
	dir  string
	opts app.Options
}

// NewUnlock returns the way into the journal in dir.
func NewUnlock(dir string, opts app.Options) *Unlock { return &Unlock{dir, opts} }

// Dir returns the folder of the journal.
func (u *Unlock) Dir() string { return u.dir }

// Open opens the journal with its passphrase. It takes about a second and fails
// with the errors of [app.Open].
func (u *Unlock) Open(_ context.Context, passphrase string) (*app.App, error) {
	typed := []byte(passphrase)
	defer clear(typed)
	defer debug.FreeOSMemory() // of the 256 MiB that scrypt took
	return app.Open(u.dir, crypto.PassphraseSecret(typed), u.opts)
}

// OpenWithSheet opens the journal with what somebody has of a recovery sheet: its
// words, its identity line, or the text of the whole sheet.
func (u *Unlock) OpenWithSheet(_ context.Context, text string) (*app.App, error) {
	recovery, err := crypto.ParseSheet([]byte(text))
	if err != nil {
		return nil, err
	}
	defer recovery.Wipe()
	return app.Open(u.dir, crypto.RecoverySecret(recovery), u.opts)
}

// SetPassphrase gives a journal that was opened with a recovery sheet its new
// passphrase.
func SetPassphrase(_ context.Context, a *app.App, p NewPassphrase) error {
	if err := p.check(); err != nil {
		return err
	}
	passphrase := []byte(p.First)
	defer clear(passphrase)
	_, err := a.ChangePassphrase(passphrase)
	return err
}

// maxSheetFile is the length of the longest file of a recovery sheet, in bytes.
const maxSheetFile = 64 << 10

// ReadSheet reads the file of a recovery sheet, text or PDF.
func ReadSheet(_ context.Context, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("read the recovery sheet: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxSheetFile+1))
	if err == nil && len(text) > maxSheetFile {
		err = &app.InputError{Err: errors.New(words.Text("unlock.sheet.large"))}
	}
	if err != nil {
		return "", err
	}
	recovery, err := crypto.ParseSheet(text)
	clear(text)
	if err != nil {
		return "", err
	}
	defer recovery.Wipe()
	return recovery.IdentityString(), nil
}

// SheetProgress says how much of a recovery sheet was typed so far: "7 of 24
// words", what is wrong with them when all are there, or that they are right. ready
// is true when they are.
func SheetProgress(text string) (line string, ready bool) {
	recovery, err := crypto.ParseSheet([]byte(text))
	if err == nil {
		recovery.Wipe()
		return words.Text("unlock.sheet.right"), true
	}
	typed := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	switch n := len(typed); {
	case n == 0:
		return words.Text("unlock.sheet.none"), false
	case n < wordCount && !strings.Contains(strings.ToUpper(text), "AGE-SECRET"):
		return words.Text("unlock.sheet.count", n, wordCount), false
	}
	return SheetTrouble(err), false
}

// SheetTrouble says what is wrong with the words of a recovery sheet, without what
// [app.Explain] says around it.
func SheetTrouble(err error) string {
	text := err.Error()
	if _, detail, ok := strings.Cut(text, crypto.ErrRecoveryText.Error()+": "); ok {
		text = detail
	}
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:] + "."
}
