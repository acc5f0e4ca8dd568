package app

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"kith/crypto"
	"kith/journal/vault"
)

// Slot is one way into the vault.
type Slot struct {
	vault.SlotInfo
	Current bool // the vault was opened with it
}

// Slots returns the ways into the vault.
func (a *App) Slots() ([]Slot, error) {
	infos, err := a.vault.Slots()
	if err != nil {
		return nil, err
	}
	slots := make([]Slot, len(infos))
	for i, info := range infos {
		slots[i] = Slot{info, info.ID == a.vault.OpenedBy()}
	}
	return slots, nil
}

// AddPassphrase adds one more passphrase that opens the vault.
func (a *App) AddPassphrase(passphrase []byte) (vault.SlotInfo, error) {
	return a.vault.AddPassphrase(passphrase, a.opts.WorkFactor)
}

// ChangePassphrase gives the vault a new passphrase; see [vault.Vault.ChangePassphrase].
func (a *App) ChangePassphrase(passphrase []byte) (vault.SlotInfo, error) {
	return a.vault.ChangePassphrase(passphrase, a.opts.WorkFactor)
}

// Sheet is a recovery sheet that was just made. Wipe it when it was shown.
type Sheet struct {
	Recovery *crypto.Recovery
	Info     crypto.SheetInfo
}

// Text returns the sheet as a text file; see [crypto.Sheet]. For paper there is
// package report.
func (s *Sheet) Text() ([]byte, error) { return crypto.Sheet(s.Recovery, s.Info) }

// Wipe forgets the secret.
func (s *Sheet) Wipe() { s.Recovery.Wipe() }

// AddRecovery makes a new recovery sheet and hands it to keep, which puts it where
// the person wants it. If keep fails the sheet opens nothing.
func (a *App) AddRecovery(keep func(*Sheet) error) (vault.SlotInfo, error) {
	recovery := crypto.NewRecovery()
	defer recovery.Wipe()
	info, err := a.vault.AddRecovery(recovery)
	if err != nil {
		return vault.SlotInfo{}, err
	}
	if err := keep(a.sheet(recovery, info)); err != nil {
		return vault.SlotInfo{}, errors.Join(err, a.vault.RemoveSlot(info.ID))
	}
	return info, nil
}

func (a *App) sheet(r *crypto.Recovery, info vault.SlotInfo) *Sheet {
	return &Sheet{Recovery: r, Info: crypto.SheetInfo{VaultID: a.VaultID(), SlotID: info.ID, Created: a.Now()}}
}

// OfferRecovery makes a new recovery sheet for a person to look at. It opens the
// vault at once and counts as a way in once the person proved to have it
// ([App.ConfirmRecovery]).
func (a *App) OfferRecovery() (*Sheet, error) {
	recovery := crypto.NewRecovery()
	info, err := a.vault.OfferRecovery(recovery)
	if err != nil {
		recovery.Wipe()
		return nil, err
	}
	return a.sheet(recovery, info), nil
}

// ConfirmRecovery counts an offered sheet as a way in.
func (a *App) ConfirmRecovery(s *Sheet) error {
	return a.vault.ConfirmRecovery(s.Info.SlotID, s.Recovery)
}

// HasRecovery reports whether some recovery sheet is known to open the vault.
func (a *App) HasRecovery() (bool, error) {
	slots, err := a.Slots()
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(slots, func(s Slot) bool {
		return s.Kind == crypto.SlotRecovery && !s.Untried && s.Damage == nil
	}), nil
}

// RemoveSlot removes a way into the vault, by the beginning of its id. The last
// one stays.
func (a *App) RemoveSlot(prefix string) (string, error) {
	slots, err := a.Slots()
	if err != nil {
		return "", err
	}
	var ids []string
	for _, s := range slots {
		if len(prefix) >= 4 && strings.HasPrefix(s.ID, strings.ToLower(prefix)) {
			ids = append(ids, s.ID)
		}
	}
	switch len(ids) {
	case 0:
		return "", fmt.Errorf("slot %.40s: %w", prefix, vault.ErrNotFound)
	case 1:
		return ids[0], a.vault.RemoveSlot(ids[0])
	}
	return "", &AmbiguousError{Prefix: prefix, Matches: ids}
}
