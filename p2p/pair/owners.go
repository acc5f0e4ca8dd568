package pair

import (
	"errors"
	"fmt"

	"kith/crypto"
)

const (
	// MaxOwners is how many devices one open invitation is wrapped for.
	MaxOwners = 64
	// MaxGrant is the length of the longest grant, in bytes.
	MaxGrant = 4 << 10

	maxShared     = MaxOwners*(crypto.WrappedKeySize+32) + MaxGrant + MaxGreeting + maxLinkBytes + 1024
	sharedInfo    = "pair shared\x00"
	sharedVersion = 1
)

// ErrNotForUs says that a shared invitation was not wrapped for this device: it
// joined later, or its person is no owner.
var ErrNotForUs = errors.New("the invitation is not shared with this computer")

// Owner is a device that may answer an invitation.
type Owner struct {
	Device [16]byte // its id
	HPKE   []byte   // its public key
}

// Shared is an open invitation as the owners of a space share it, so that any of
// their devices may answer.
type Shared struct {
	Invitation Invitation
	Options    Options // Wrong and Log are each device's own, and do not travel
	// Grant says what the joiner gets: at most [MaxGrant] bytes that this package
	// does not read.
	Grant []byte
}

// sharedOuter can be read by every member, sharedInner by the owners alone.
type sharedOuter struct {
	Version uint8        `cbor:"1,keyasint"`
	Wraps   []sharedWrap `cbor:"2,keyasint"`
	Sealed  []byte       `cbor:"3,keyasint"`
}

type sharedWrap struct {
	Device  [16]byte `cbor:"1,keyasint"`
	Wrapped []byte   `cbor:"2,keyasint"`
}

type sharedInner struct {
	Link     []byte `cbor:"1,keyasint"`
	Check    bool   `cbor:"2,keyasint,omitempty"`
	Greeting []byte `cbor:"3,keyasint,omitempty"`
	Grant    []byte `cbor:"4,keyasint,omitempty"`
}

// EncodeForOwners returns an open invitation as a value to keep in a space: only
// the given devices can read it, by HPKE. A space is named so that the value
// opens in no other.
func EncodeForOwners(s Shared, space [16]byte, owners []Owner) ([]byte, error) {
	if len(owners) == 0 || len(owners) > MaxOwners {
		return nil, fmt.Errorf("share invitation with %d devices: %w", len(owners), ErrTooLarge)
	}
	if len(s.Grant) > MaxGrant || len(s.Options.Greeting) > MaxGreeting {
		return nil, fmt.Errorf("share invitation: %w", ErrTooLarge)
	}
	link, err := s.Invitation.encode()
	if err != nil {
		return nil, fmt.Errorf("share invitation: %w", err)
	}
	inner, err := marshal(sharedInner{Link: link, Check: s.Options.Check, Greeting: s.Options.Greeting, Grant: s.Grant})
	if err != nil {
		return nil, fmt.Errorf("share invitation: %w", err)
	}
	key := crypto.NewKey()
	outer := sharedOuter{Version: sharedVersion, Sealed: crypto.SealFile(key, "invitation", inner)}
	for _, o := range owners {
		wrapped, err := crypto.WrapFor(o.HPKE, append([]byte(sharedInfo), space[:]...), key)
		if err != nil {
			return nil, fmt.Errorf("share invitation: %w", err)
		}
		outer.Wraps = append(outer.Wraps, sharedWrap{o.Device, wrapped})
	}
	return marshal(outer)
}

// DecodeForOwner reads what [EncodeForOwners] wrote, on one of the devices. It
// fails with [ErrNotForUs], [ErrVersion] or [ErrFormat].
func DecodeForOwner(b []byte, space, device [16]byte, key crypto.HPKEKey) (Shared, error) {
	if len(b) > maxShared {
		return Shared{}, fmt.Errorf("read shared invitation of %d bytes: %w", len(b), ErrFormat)
	}
	var outer sharedOuter
	if err := unmarshal(b, &outer); err != nil {
		return Shared{}, fmt.Errorf("read shared invitation: %w", err)
	}
	if outer.Version != sharedVersion {
		return Shared{}, fmt.Errorf("read shared invitation: %w", &VersionError{Theirs: outer.Version})
	}
	for _, w := range outer.Wraps {
		if w.Device != device {
			continue
		}
		s, err := openShared(outer.Sealed, w.Wrapped, space, key)
		if err != nil {
			return Shared{}, fmt.Errorf("read shared invitation: %w: %w", ErrFormat, err)
		}
		return s, nil
	}
	return Shared{}, fmt.Errorf("read shared invitation: %w", ErrNotForUs)
}

func openShared(sealed, wrapped []byte, space [16]byte, private crypto.HPKEKey) (Shared, error) {
	key, err := crypto.Unwrap(private, append([]byte(sharedInfo), space[:]...), wrapped)
	if err != nil {
		return Shared{}, err
	}
	plain, err := crypto.OpenFile(key, "invitation", sealed)
	if err != nil {
		return Shared{}, err
	}
	var inner sharedInner
	if err := unmarshal(plain, &inner); err != nil {
		return Shared{}, err
	}
	if len(inner.Greeting) > MaxGreeting || len(inner.Grant) > MaxGrant {
		return Shared{}, ErrTooLarge
	}
	inv, err := decode(inner.Link)
	if err != nil {
		return Shared{}, err
	}
	return Shared{
		Invitation: inv,
		Options:    Options{Check: inner.Check, Greeting: inner.Greeting},
		Grant:      inner.Grant,
	}, nil
}
