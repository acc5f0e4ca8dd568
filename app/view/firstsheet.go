package view

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"kith/app"
	"kith/app/report"
	"kith/crypto"
)

// wordCount is how many words a recovery sheet has.
const wordCount = 24

// wordPrefix is how many letters tell each word of the list from all others.
const wordPrefix = 4

// Proof is a recovery sheet on the screen, and the two words of it that a person
// types to show that they kept it. The sheet opens the vault from the beginning,
// so that no paper lies, but counts as a way in only when it was proven.
type Proof struct {
	app   *app.App
	sheet *app.Sheet
	asked [2]int
}

// OfferSheet makes a recovery sheet. Where nobody is in the vault yet, sheets that
// were offered before and never proven go: they protect nothing.
func OfferSheet(_ context.Context, a *app.App) (*Proof, error) {
	asked := twoWords()
	sheet, err := a.OfferRecovery()
	if err != nil {
		return nil, err
	}
	p := &Proof{app: a, sheet: sheet, asked: asked}
	if !NeedsFirstRun(a) {
		return p, nil
	}
	slots, err := a.Slots()
	if err != nil {
		return nil, err
	}
	for _, slot := range slots {
		if slot.Kind == crypto.SlotRecovery && slot.Untried && slot.ID != sheet.Info.SlotID {
			if _, err := a.RemoveSlot(slot.ID); err != nil {
				return nil, err
			}
		}
	}
	return p, nil
}

// twoWords returns two different numbers of words in order, at random, so that
// nobody learns to write down the same two.
func twoWords() [2]int {
	one := randomWord()
	for {
		if two := randomWord(); two != one {
			return [2]int{min(one, two), max(one, two)}
		}
	}
}

// randomWord returns a number from 1 to wordCount, each as likely.
func randomWord() int {
	const fair = 256 / wordCount * wordCount
	for {
		var b [1]byte
		rand.Read(b[:]) // never fails: crypto/rand ends the process instead
		if b[0] < fair {
			return int(b[0])%wordCount + 1
		}
	}
}

// Words returns the words of the sheet.
func (p *Proof) Words() [wordCount]string { return p.sheet.Recovery.Words() }

// Code returns the QR code of the sheet; see [crypto.QRCode].
func (p *Proof) Code() ([][]bool, error) {
	return crypto.QRCode(p.sheet.Recovery.IdentityString())
}

// Mark returns by what the sheet is known in the list of ways to unlock.
func (p *Proof) Mark() string { return p.sheet.Info.SlotID[:8] }

// Created returns when the sheet was made.
func (p *Proof) Created() time.Time { return p.sheet.Info.Created }

// FileName proposes a name for the file of the sheet, which says nothing of whose
// it is. ext is ".pdf" or ".txt".
func (p *Proof) FileName(ext string) string {
	return "kith-recovery-" + p.Created().Format(time.DateOnly) + ext
}

// Save writes the sheet to a new file that only its owner can read, as a page to
// print if the name ends in .pdf, else as text. It fails with [app.ErrFileExists]
// if the file is there.
func (p *Proof) Save(_ context.Context, path string) (err error) {
	content, err := report.SheetFile(path, p.sheet.Recovery, p.sheet.Info)
	if err != nil {
		return err
	}
	defer clear(content)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("save the recovery sheet in %s: %w", path, app.ErrFileExists)
	}
	if err != nil {
		return fmt.Errorf("save the recovery sheet: %w", err)
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil { // half a sheet is worse than none
		return fmt.Errorf("save the recovery sheet: %w", errors.Join(err, os.Remove(path)))
	}
	return nil
}

// Asked returns the numbers of the two words to type, from 1, the lower first.
func (p *Proof) Asked() [2]int { return p.asked }

// WordsError says which of the words that were asked for are not those of the
// sheet.
type WordsError struct {
	Wrong [2]bool // in the order of [Proof.Asked]
}

// Error implements error.
func (e *WordsError) Error() string { return "not the words of the sheet" }

// Prove counts the sheet as a way in if the two words that were asked for were
// typed, in any case; their first four letters are enough. It fails with a
// [WordsError] and then changes nothing.
func (p *Proof) Prove(_ context.Context, typed [2]string) error {
	words := p.Words()
	var wrong WordsError
	for i, number := range p.asked {
		wrong.Wrong[i] = !sameWord(typed[i], words[number-1])
	}
	if slices.Contains(wrong.Wrong[:], true) {
		return &wrong
	}
	return p.app.ConfirmRecovery(p.sheet)
}

func sameWord(typed, word string) bool {
	typed = strings.ToLower(strings.TrimSpace(typed))
	return typed == word || len(typed) >= wordPrefix && strings.HasPrefix(word, typed)
}

// Withdraw takes the sheet back, for somebody who wanted none after all: it opens
// the vault no longer.
func (p *Proof) Withdraw(_ context.Context) error {
	_, err := p.app.RemoveSlot(p.sheet.Info.SlotID)
	return err
}

// Wipe forgets the secret, when the sheet is no longer shown.
func (p *Proof) Wipe() { p.sheet.Wipe() }
