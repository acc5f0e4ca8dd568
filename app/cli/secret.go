package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"

	"kith/app"
	"kith/app/words"
	"kith/crypto"
)

// maxSecretFile is the length of the longest passphrase file or sheet, in bytes.
const maxSecretFile = 64 << 10

// readPassphrase returns the passphrase of the vault: from a file if one was
// named, else from the person.
func (s *session) readPassphrase(ctx context.Context, prompt string) ([]byte, error) {
	if file := s.passphraseFile(); file != "" {
		return readPassphraseFile(file)
	}
	passphrase, err := s.ui.AskSecret(ctx, prompt)
	if err == nil && len(passphrase) == 0 {
		err = crypto.ErrEmptyPassphrase
	}
	return passphrase, err
}

func (s *session) passphraseFile() string {
	if s.passFile != "" {
		return s.passFile
	}
	return s.env.PassphraseFile
}

// readPassphraseFile returns the content of a file without one newline at its
// end.
func readPassphraseFile(path string) ([]byte, error) {
	text, err := readSmallFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the passphrase: %w", err)
	}
	if cut, ok := bytes.CutSuffix(text, []byte("\n")); ok {
		text = bytes.TrimSuffix(cut, []byte("\r"))
	}
	if len(text) == 0 {
		return nil, fmt.Errorf("%s: %w", path, crypto.ErrEmptyPassphrase)
	}
	return text, nil
}

func readSmallFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxSecretFile+1))
	if err == nil && len(text) > maxSecretFile {
		err = &app.InputError{Err: fmt.Errorf("%s is too long to be a passphrase or a recovery sheet", path)}
	}
	return text, err
}

// newPassphrase returns a passphrase that is about to be set: from newFile, else
// from otherFile, else typed twice.
func (s *session) newPassphrase(ctx context.Context, newFile, otherFile string) ([]byte, error) {
	for _, file := range []string{newFile, otherFile} {
		if file != "" {
			return readPassphraseFile(file)
		}
	}
	for {
		first, err := s.ui.AskSecret(ctx, words.Text("ask.new_passphrase"))
		if err != nil {
			return nil, err
		}
		if len(first) == 0 {
			return nil, crypto.ErrEmptyPassphrase
		}
		fmt.Fprintln(s.ui.Err(), words.Text("strength."+app.StrengthOf(first).String()))
		again, err := s.ui.AskSecret(ctx, words.Text("ask.again"))
		if err != nil {
			return nil, err
		}
		if bytes.Equal(first, again) {
			return first, nil
		}
		fmt.Fprintln(s.ui.Err(), words.Text("ask.differ"))
	}
}

// readSheet reads a recovery sheet, or the words of one, from a file.
func readSheet(path string) (*crypto.Recovery, error) {
	text, err := readSmallFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the recovery sheet: %w", err)
	}
	defer clear(text)
	return crypto.ParseSheet(text)
}
