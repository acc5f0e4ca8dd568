package app

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/fxamacker/cbor/v2"

	"kith/crypto"
	"kith/journal"
	"kith/journal/space"
	"kith/journal/space/members"
	"kith/p2p/link"
	"kith/p2p/pair"
)

// What two computers tell each other while they pair, inside what package pair
// carries. The numbers of the fields are part of the format; see PAIRING.md there.

// greeting goes to whoever has the words, before anything is compared.
type greeting struct {
	Version uint8    `cbor:"1,keyasint"`
	Author  [32]byte `cbor:"2,keyasint"`           // the inviter's key, which the joining device certifies
	Name    string   `cbor:"3,keyasint,omitempty"` // what the inviter calls themself
}

// card is the joiner's request. For a device the author's signature is missing: the
// inviter, who has the key, adds it.
type card struct {
	Version     uint8               `cbor:"1,keyasint"`
	Certificate members.Certificate `cbor:"2,keyasint"`
	Me          string              `cbor:"3,keyasint,omitempty"` // what the joining member calls themself
	Addrs       []string            `cbor:"4,keyasint,omitempty"` // where the joiner can be found later
}

// handover is the inviter's answer: keys, and where to find whom.
type handover struct {
	Version uint8       `cbor:"1,keyasint"`
	Author  []byte      `cbor:"2,keyasint,omitempty"` // seed of the author key, for a device of one's own
	Me      string      `cbor:"3,keyasint,omitempty"` // what its owner is called
	Spaces  [][]byte    `cbor:"4,keyasint"`           // encoded [space.Welcome]
	Places  []placeCBOR `cbor:"5,keyasint,omitempty"` // where devices were reached last
	From    string      `cbor:"6,keyasint,omitempty"` // what the inviter calls themself
	Nodes   []string    `cbor:"7,keyasint,omitempty"` // links of nodes, which may be all that is on
}

type placeCBOR struct {
	Peer  [32]byte `cbor:"1,keyasint"`
	Addrs []string `cbor:"2,keyasint"`
}

// grant is what a member who follows an open invitation gets.
type grant struct {
	Version    uint8        `cbor:"1,keyasint"`
	Role       members.Role `cbor:"2,keyasint"`
	Categories []uint8      `cbor:"3,keyasint,omitempty"`
	NoHistory  bool         `cbor:"4,keyasint,omitempty"`
	Persons    [][16]byte   `cbor:"5,keyasint,omitempty"` // records of a device, on the inviting computer alone
}

// Limits of what the other side may say.
const (
	pairingVersion   = 1
	maxHandoverNodes = 64
	maxHandoverPlace = 1024
	maxPairingName   = 200
)

var errPairing = fmt.Errorf("what the other computer sent makes no sense: %w", pair.ErrFormat)

func encodePairing(v any) ([]byte, error) {
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		return nil, err
	}
	return mode.Marshal(v)
}

// decodePairing reads what encodePairing wrote, and nothing else.
func decodePairing(data []byte, v any) error {
	mode, err := cbor.DecOptions{
		DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
		MaxNestedLevels: 6, MaxArrayElements: 8192, MaxMapPairs: 32, ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
	}.DecMode()
	if err != nil {
		return err
	}
	if err := mode.Unmarshal(data, v); err != nil {
		return fmt.Errorf("%w: %w", errPairing, err)
	}
	if again, err := encodePairing(v); err != nil || !bytes.Equal(again, data) {
		return errPairing
	}
	return nil
}

func checkPairing(version uint8, names ...string) error {
	if version != pairingVersion {
		return &pair.VersionError{Theirs: version}
	}
	for _, name := range names {
		if len(name) > maxPairingName || !utf8.ValidString(name) {
			return errPairing
		}
		if name != "" {
			if _, err := checkName(name); err != nil {
				return errPairing
			}
		}
	}
	return nil
}

func decodeGreeting(data []byte) (greeting, error) {
	var g greeting
	if err := decodePairing(data, &g); err != nil {
		return g, err
	}
	return g, checkPairing(g.Version, g.Name)
}

// decodeCard reads the request of a joiner who came as peer.
func decodeCard(data []byte, peer link.Peer) (card, error) {
	var c card
	if err := decodePairing(data, &c); err != nil {
		return c, err
	}
	if err := checkPairing(c.Version, c.Me); err != nil {
		return c, err
	}
	if link.Peer(c.Certificate.Device) != peer {
		return c, fmt.Errorf("the certificate is of another device: %w", pair.ErrFormat)
	}
	if len(c.Addrs) > maxBookAddrs {
		return c, errPairing
	}
	return c, nil
}

func decodeHandover(data []byte) (*handover, error) {
	h := new(handover)
	if err := decodePairing(data, h); err != nil {
		return nil, err
	}
	if err := checkPairing(h.Version, h.Me, h.From); err != nil {
		return nil, err
	}
	if len(h.Spaces) == 0 || len(h.Nodes) > maxHandoverNodes || len(h.Places) > maxHandoverPlace {
		return nil, errPairing
	}
	if _, err := h.welcomes(); err != nil {
		return nil, err
	}
	if _, err := h.author(); err != nil {
		return nil, err
	}
	return h, nil
}

// welcomes decodes the spaces. All are records.
func (h *handover) welcomes() ([]space.Welcome, error) {
	var list []space.Welcome
	for _, data := range h.Spaces {
		w, err := space.DecodeWelcome(data)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errPairing, err)
		}
		if w.Kind != members.Record {
			return nil, fmt.Errorf("a space of another kind: %w", errPairing)
		}
		list = append(list, w)
	}
	return list, nil
}

// author returns the author key, the zero key if none is handed over.
func (h *handover) author() (crypto.SigningKey, error) {
	if len(h.Author) == 0 {
		return crypto.SigningKey{}, nil
	}
	seed, err := crypto.KeyFromBytes(h.Author)
	if err != nil {
		return crypto.SigningKey{}, fmt.Errorf("%w: %w", errPairing, err)
	}
	return crypto.SigningKeyFromSeed(seed), nil
}

func decodeGrant(data []byte) (grant, error) {
	var g grant
	if err := decodePairing(data, &g); err != nil {
		return g, err
	}
	if g.Version != pairingVersion || !g.Role.Valid() {
		return g, errPairing
	}
	return g, nil
}

// deviceCard is the request of this computer to become one of author's.
func (a *App) deviceCard(author crypto.PublicKey) ([]byte, error) {
	c := members.Certificate{Author: author, Device: a.self.Device.Public(), HPKE: a.self.HPKE.Public()}
	c.DeviceSign = a.self.Device.Sign(members.AcceptDomain, c.Message())
	return encodePairing(card{Version: pairingVersion, Certificate: c, Addrs: a.cardAddresses()})
}

// memberCard is the request of the vault's owner.
func (a *App) memberCard() ([]byte, error) {
	name, err := a.MyName()
	if err != nil {
		return nil, err
	}
	return encodePairing(card{Version: pairingVersion, Certificate: a.self.Certificate(), Me: name, Addrs: a.cardAddresses()})
}

// maxCardAddrs bounds the addresses in a card, in bytes: a card is small.
const maxCardAddrs = 2048

// cardAddresses are where this computer can be reached. The inviter cannot tell
// from the connection: it is the joiner who dials, and a stranger, who is asked
// nothing.
func (a *App) cardAddresses() (addrs []string) {
	s := a.Syncing()
	if s == nil {
		return nil
	}
	left := maxCardAddrs
	for _, address := range bounded(s.net.Addresses()) {
		if left -= len(address); left >= 0 {
			addrs = append(addrs, address)
		}
	}
	return addrs
}

// certify completes the certificate of a device that is to be the vault owner's.
func (a *App) certify(c members.Certificate) (members.Certificate, error) {
	if c.Author != a.self.Author.Public() {
		return c, fmt.Errorf("the device belongs to somebody else: %w", pair.ErrFormat)
	}
	c.AuthorSign = a.self.Author.Sign(members.DeviceDomain, c.Message())
	if !c.Verify(verifySignature) {
		return c, fmt.Errorf("the device did not sign: %w", pair.ErrFormat)
	}
	return c, nil
}

func verifySignature(pub [32]byte, domain string, msg, sig []byte) bool {
	return len(sig) == crypto.SignatureSize && crypto.Verify(pub, domain, msg, [crypto.SignatureSize]byte(sig))
}

// uniqueName returns a name that no person has, as near to wanted as can be.
func (a *App) uniqueName(wanted string, id journal.ID) string {
	name, err := checkName(wanted)
	if err != nil {
		name = id.Short()
	}
	taken := map[string]bool{}
	for _, p := range a.Persons() {
		taken[journal.Fold(p.Name)] = true
	}
	for n, base := 2, name; taken[journal.Fold(name)]; n++ {
		name = fmt.Sprintf("%s (%d)", base, n)
	}
	return name
}
