package crypto

import "errors"

// The kinds of failure of this package, to be asked for with errors.Is. The
// error itself says which operation failed and on what.
var (
	// ErrWrongPassphrase says that the passphrase does not open this slot or
	// backup. Nothing else is wrong with it, as far as can be known.
	ErrWrongPassphrase = errors.New("wrong passphrase")
	// ErrWrongIdentity says that the recovery words do not belong to this
	// slot or backup.
	ErrWrongIdentity = errors.New("these recovery words do not belong here")
	// ErrWrongKey says that something intact was sealed under another key or
	// epoch.
	ErrWrongKey = errors.New("sealed under another key")
	// ErrDamaged says that the bytes are not what was written: they were cut,
	// changed, or put in another's place.
	ErrDamaged = errors.New("damaged")
	// ErrWorkFactor says that a passphrase slot asks for more (or a new one
	// for less) computing than is allowed.
	ErrWorkFactor = errors.New("scrypt work factor out of range")
	// ErrNewerFormat says that a newer version of Kith wrote this.
	ErrNewerFormat = errors.New("written by a newer version of Kith")
	// ErrEmptyPassphrase says that a passphrase has no characters.
	ErrEmptyPassphrase = errors.New("the passphrase is empty")
	// ErrTooLarge says that something is longer than its format allows.
	ErrTooLarge = errors.New("larger than its format allows")
)
