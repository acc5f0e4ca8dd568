package vault

import (
	"errors"
	"fmt"

	"kith/crypto"
)

// The kinds of failure of this package, to be asked for with errors.Is. Those of
// package crypto keep their meaning.
var (
	// ErrNoVault says that there is no vault in the folder.
	ErrNoVault = errors.New("there is no vault here")
	// ErrExists says that a vault cannot be made in a folder because
	// something is there already.
	ErrExists = errors.New("the folder is not empty")
	// ErrInUse says that another process, or another part of this one, has
	// the vault open.
	ErrInUse = errors.New("the vault is open in another window or program")
	// ErrLastSlot says that removing a slot would lock everybody out.
	ErrLastSlot = errors.New("this is the last slot that opens the vault")
	// ErrTooManySlots says that the vault has as many slots as it can hold.
	ErrTooManySlots = errors.New("the vault has no room for another slot")
	// ErrNotFound says that the vault has no slot or space of this id.
	ErrNotFound = errors.New("not in this vault")
	// ErrOldSlotRemains says that a new passphrase works and the one it
	// replaces could not be removed: it may still open the vault.
	ErrOldSlotRemains = errors.New("the new passphrase works, but the old one could not be removed")
	// ErrClosed says that the vault was closed.
	ErrClosed = errors.New("the vault is closed")

	ErrWrongPassphrase = crypto.ErrWrongPassphrase
	ErrWrongIdentity   = crypto.ErrWrongIdentity
	ErrDamaged         = crypto.ErrDamaged
	ErrNewerFormat     = crypto.ErrNewerFormat
)

// damaged says which file is damaged, how, and what to do. If cause has a graver
// kind, a newer format, it keeps that.
func damaged(file string, cause error, advice string) error {
	if errors.Is(cause, ErrNewerFormat) {
		return fmt.Errorf("%s: %w; use that version", file, cause)
	}
	if !errors.Is(cause, ErrDamaged) {
		cause = fmt.Errorf("%w: %w", ErrDamaged, cause)
	}
	return fmt.Errorf("%s: %w; %s", file, cause, advice)
}

// What to do about damage.
const (
	adviceRestore = "restore the vault from a backup"
	adviceLocal   = "the records are not touched by it; delete that file to begin it anew"
	adviceNewSlot = "open the vault another way, remove this slot and add a new one"
)

// slotTrouble is what became of a secret that opened no slot.
type slotTrouble struct {
	wrong   int     // intact slots that it does not fit
	others  int     // intact slots of another kind
	damaged []error // slots that cannot be opened by anything, by file
}

func (s slotTrouble) err(secret crypto.Secret) error {
	wrong, thing := ErrWrongPassphrase, "passphrase"
	if secret.Kind() == crypto.SlotRecovery {
		wrong, thing = ErrWrongIdentity, "recovery sheet"
	}
	damage := errors.Join(s.damaged...)
	switch {
	case s.wrong > 0 && damage != nil:
		// Not %w: that some other slot is damaged does not make this damage.
		return fmt.Errorf("%w; if your %s belongs to this slot, use another way in: %v", wrong, thing, damage)
	case s.wrong > 0:
		return wrong
	case damage != nil && s.others > 0:
		return fmt.Errorf("%w; the vault has another way in, a passphrase or a recovery sheet", damage)
	case damage != nil:
		return fmt.Errorf("%w; no way in is left: %s", damage, adviceRestore)
	case s.others > 0:
		return fmt.Errorf("%w: the vault has no slot for a %s", wrong, thing)
	default:
		return damaged(slotsFolder, errors.New("there is no slot in it"), adviceRestore)
	}
}
