package app

import (
	"errors"
	"fmt"
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

// AddRecovery makes a new recovery sheet and hands its text to keep, which puts
// it where the person wants it. If keep fails the sheet opens nothing.
func (a *App) AddRecovery(keep func(sheet []byte) error) (vault.SlotInfo, error) {
	recovery := crypto.NewRecovery()
	defer recovery.Wipe()
	info, err := a.vault.AddRecovery(recovery)
	if err != nil {
		return vault.SlotInfo{}, err
	}
	if err := a.keepSheet(recovery, info, keep); err != nil {
		return vault.SlotInfo{}, errors.Join(err, a.vault.RemoveSlot(info.ID))
	}
	return info, nil
}

func (a *App) keepSheet(r *crypto.Recovery, info vault.SlotInfo, keep func([]byte) error) error {
	sheet, err := crypto.Sheet(r, crypto.SheetInfo{VaultID: a.VaultID(), SlotID: info.ID, Created: a.Now()})
	if err != nil {
		return err
	}
	defer clear(sheet)
	return keep(sheet)
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
