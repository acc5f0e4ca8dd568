package space

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"kith/crypto"
	"kith/journal/space/members"
)

// WelcomeKey is a wire key: of a whole epoch, or of one of its categories.
type WelcomeKey struct {
	Epoch    members.EpochTag
	Category Category // [Whole] for the epoch's own key
	Key      crypto.Key
}

// Text returns the key as a backup writes it: base64, and before it, unless it
// is a whole epoch's, the epoch and the category. It is a secret.
func (k WelcomeKey) Text() string {
	key := base64.StdEncoding.EncodeToString(k.Key.Bytes())
	if k.Category == Whole {
		return key
	}
	return fmt.Sprintf("%v.%d.%s", k.Epoch, k.Category, key)
}

// ParseWelcomeKey reads what [WelcomeKey.Text] wrote.
func ParseWelcomeKey(text string) (WelcomeKey, error) {
	bad := func(why error) (WelcomeKey, error) {
		return WelcomeKey{}, fmt.Errorf("wire key: %w: %w", ErrWelcome, why)
	}
	k := WelcomeKey{Category: Whole}
	parts := strings.Split(text, ".")
	if len(parts) == 3 {
		tag, err := hex.DecodeString(parts[0])
		if err != nil || len(tag) != len(k.Epoch) {
			return bad(errors.New("no such epoch"))
		}
		c, err := strconv.ParseUint(parts[1], 10, 8)
		if err != nil || Category(c) > MaxCategory {
			return bad(errors.New("no such category"))
		}
		k.Epoch, k.Category = members.EpochTag(tag), Category(c)
	} else if len(parts) != 1 {
		return bad(errors.New("wrong form"))
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(parts[len(parts)-1])
	if err != nil {
		return bad(err)
	}
	if k.Key, err = crypto.KeyFromBytes(raw); err != nil {
		return bad(err)
	}
	if k.Category == Whole {
		k.Epoch = crypto.EpochTag(k.Key)
	}
	return k, nil
}

// Welcome is what whoever is admitted needs beside the ops: which space, and its
// keys. It is a secret.
type Welcome struct {
	Space [16]byte
	Kind  members.SpaceKind
	Name  string // what the inviter calls the space, at most 200 bytes; may be empty
	Keys  []WelcomeKey
}

// ErrWelcome says that bytes are not a welcome.
var ErrWelcome = errors.New("not a welcome")

const (
	welcomeVersion = 1
	maxWelcome     = 128 << 10
	maxWelcomeName = 200
	maxWelcomeKeys = 1024
)

type welcomeCBOR struct {
	Version uint8             `cbor:"1,keyasint"`
	Space   [16]byte          `cbor:"2,keyasint"`
	Kind    members.SpaceKind `cbor:"3,keyasint"`
	Name    string            `cbor:"4,keyasint,omitempty"`
	Keys    []welcomeKeyCBOR  `cbor:"5,keyasint"`
}

type welcomeKeyCBOR struct {
	Epoch    members.EpochTag     `cbor:"1,keyasint"`
	Category Category             `cbor:"2,keyasint"`
	Key      [crypto.KeySize]byte `cbor:"3,keyasint"`
}

// EncodeWelcome returns the canonical CBOR of w.
func EncodeWelcome(w Welcome) ([]byte, error) {
	raw := welcomeCBOR{Version: welcomeVersion, Space: w.Space, Kind: w.Kind, Name: w.Name}
	for _, k := range w.Keys {
		raw.Keys = append(raw.Keys, welcomeKeyCBOR{k.Epoch, k.Category, [crypto.KeySize]byte(k.Key.Bytes())})
	}
	if err := raw.check(); err != nil {
		return nil, fmt.Errorf("encode welcome: %w", err)
	}
	b, err := encMode.Marshal(raw)
	if err != nil {
		return nil, fmt.Errorf("encode welcome: %w", err)
	}
	return b, nil
}

// DecodeWelcome reads what [EncodeWelcome] wrote; anything else is [ErrWelcome].
func DecodeWelcome(b []byte) (Welcome, error) {
	bad := func(why error) (Welcome, error) { return Welcome{}, fmt.Errorf("%w: %w", ErrWelcome, why) }
	if len(b) > maxWelcome {
		return bad(fmt.Errorf("%d bytes", len(b)))
	}
	var raw welcomeCBOR
	if err := decMode.Unmarshal(b, &raw); err != nil {
		return bad(err)
	}
	if err := raw.check(); err != nil {
		return Welcome{}, err
	}
	if again, err := encMode.Marshal(raw); err != nil || !bytes.Equal(again, b) {
		return bad(errors.New("not canonical"))
	}
	w := Welcome{Space: raw.Space, Kind: raw.Kind, Name: raw.Name}
	for _, k := range raw.Keys {
		key, err := crypto.KeyFromBytes(k.Key[:])
		if err != nil {
			return bad(err)
		}
		w.Keys = append(w.Keys, WelcomeKey{k.Epoch, k.Category, key})
	}
	return w, nil
}

func (raw *welcomeCBOR) check() error {
	why := ""
	switch {
	case raw.Version != welcomeVersion:
		why = fmt.Sprintf("version %d, this program reads %d", raw.Version, welcomeVersion)
	case !raw.Kind.Valid():
		why = "no such kind of space"
	case len(raw.Name) > maxWelcomeName || !utf8.ValidString(raw.Name):
		why = "the name is too long, or no text"
	case len(raw.Keys) == 0 || len(raw.Keys) > maxWelcomeKeys:
		why = fmt.Sprintf("%d keys", len(raw.Keys))
	}
	for _, k := range raw.Keys {
		key, err := crypto.KeyFromBytes(k.Key[:])
		if err != nil || k.Category > MaxCategory && (k.Category != Whole || crypto.EpochTag(key) != k.Epoch) {
			why = "a key is not that of its epoch"
		}
	}
	if why != "" {
		return fmt.Errorf("%w: %s", ErrWelcome, why)
	}
	return nil
}
