package view

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kith/app"
	"kith/app/words"
	"kith/crypto"
)

// Way is one way to unlock the journal.
type Way struct {
	ID    string
	Title string // Passphrase, Recovery sheet
	Sheet bool   // it is a recovery sheet
	Known string // by which number, as it stands on a printed sheet, and since when
	State string // whether it is known to work, or used now
	// Trouble says that State is something to look at.
	Trouble bool
	// Removable says whether it may go; if not, Why says why not.
	Removable bool
	Why       string
	// Means says what removing it means.
	Means string
}

// Ways returns the ways to unlock the journal, the one in use first, then those
// that were added first.
func (s *Settings) Ways(_ context.Context) ([]Way, error) {
	slots, err := s.app.Slots()
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(slots, func(a, b app.Slot) int {
		if a.Current != b.Current {
			if a.Current {
				return -1
			}
			return 1
		}
		return a.Created.Compare(b.Created)
	})
	ways := make([]Way, len(slots))
	for i, slot := range slots {
		ways[i] = s.way(slot, slots)
	}
	return ways, nil
}

func (s *Settings) way(slot app.Slot, all []app.Slot) Way {
	w := Way{
		ID: slot.ID, Sheet: slot.Kind == crypto.SlotRecovery, Removable: true,
		Title: words.Text("settings.way.other"),
		Known: words.Text("settings.way.known", slot.ID[:min(8, len(slot.ID))], s.dateOf(slot.Created)),
	}
	if key := "settings.way." + string(slot.Kind); words.Has(key) {
		w.Title = words.Text(key)
	}
	state, means := "proven", "passphrase"
	if slot.Kind == crypto.SlotRecovery {
		means = "recovery"
	}
	switch {
	case slot.Damage != nil:
		state, means, w.Trouble = "damaged", "damaged", true
	case slot.Current:
		state = "current"
	case slot.Untried:
		state, w.Trouble = "untried", true
	}
	w.State = words.Text("settings.way.state." + state)
	w.Means = words.Text("settings.way.means." + means)
	left := slices.ContainsFunc(all, func(other app.Slot) bool {
		return other.ID != slot.ID && other.Damage == nil && (!other.Untried || other.Current)
	})
	if !left {
		w.Removable, w.Why = false, words.Text("settings.way.last")
	}
	return w
}

// RemoveWay removes a way to unlock.
func (s *Settings) RemoveWay(_ context.Context, id string) error {
	_, err := s.app.RemoveSlot(id)
	return err
}

// NewPassphrase is a new passphrase that was typed twice.
type NewPassphrase struct {
	First, Again string
}

// Strength says how hard it is to guess, "" for nothing typed yet. level is 0 to
// 1, for a bar.
func (n NewPassphrase) Strength() (level float64, text string) {
	if n.First == "" {
		return 0, ""
	}
	strength := app.StrengthOf([]byte(n.First))
	return float64(strength) / float64(app.Strong), words.Text("strength." + strength.String())
}

// Ready reports whether it was typed twice alike.
func (n NewPassphrase) Ready() bool { return n.First != "" && n.First == n.Again }

// Differs reports whether what was typed the second time can no longer become
// the same.
func (n NewPassphrase) Differs() bool {
	return n.Again != "" && (len(n.Again) > len(n.First) || n.First[:len(n.Again)] != n.Again)
}

// check fails with an [app.InputError] if it cannot be taken.
func (n NewPassphrase) check() error {
	switch {
	case n.First == "":
		return crypto.ErrEmptyPassphrase
	case n.First != n.Again:
		return &app.InputError{Err: errors.New(words.Text("ask.differ"))}
	}
	return nil
}

// AsksCurrent reports whether [Settings.ChangePassphrase] wants the passphrase that
// counts now: it does unless the journal was opened with a recovery sheet, as by
// somebody who forgot it.
func (s *Settings) AsksCurrent(_ context.Context) (bool, error) {
	slots, err := s.app.Slots()
	if err != nil {
		return false, err
	}
	for _, slot := range slots {
		if slot.Current {
			return slot.Kind == crypto.SlotPassphrase, nil
		}
	}
	return true, nil
}

// ChangePassphrase gives the journal another passphrase in place of the one it was
// opened with. current is asked again, so that nobody can do it at a computer that
// was left alone; see [Settings.AsksCurrent].
func (s *Settings) ChangePassphrase(ctx context.Context, current string, n NewPassphrase) error {
	if err := n.check(); err != nil {
		return err
	}
	asks, err := s.AsksCurrent(ctx)
	if err != nil {
		return err
	}
	if asks {
		if err := s.app.CheckPassphrase([]byte(current)); err != nil {
			return fmt.Errorf("change passphrase: %w", err)
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	_, err = s.app.ChangePassphrase([]byte(n.First))
	return err
}

// AddPassphrase adds one more passphrase that opens the journal, after the one
// that counts now was given.
func (s *Settings) AddPassphrase(ctx context.Context, current string, n NewPassphrase) error {
	if err := n.check(); err != nil {
		return err
	}
	asks, err := s.AsksCurrent(ctx)
	if err != nil {
		return err
	}
	if asks {
		if err := s.app.CheckPassphrase([]byte(current)); err != nil {
			return fmt.Errorf("add passphrase: %w", err)
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	_, err = s.app.AddPassphrase([]byte(n.First))
	return err
}
