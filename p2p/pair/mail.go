package pair

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"kith/crypto"
	"kith/p2p/link"
)

// Mailbox is the mailbox of nodes, for pairing while the inviter is off. A box is
// named by 32 bytes that nobody can guess who does not have the words. It holds
// one item.
type Mailbox interface {
	// Put leaves an item of at most [MaxItem] bytes in a box until it expires. If
	// something else is in the box it fails with [ErrTaken]; the same is no error.
	Put(ctx context.Context, node link.Peer, box [32]byte, item []byte, expires time.Time) error
	// Get returns what is in a box, which stays there; nil if nothing is.
	Get(ctx context.Context, node link.Peer, box [32]byte) ([]byte, error)
	// Empty removes what is in a box.
	Empty(ctx context.Context, node link.Peer, box [32]byte) error
}

// ErrTaken says that something else is in a box already.
var ErrTaken = errors.New("something else is in the box")

// RequestBoxes is how many boxes for letters an invitation has: a second joiner
// with the same words, or the same one starting over, takes the next.
const RequestBoxes = 4

const (
	// MaxItem is the length of the longest item in a mailbox, in bytes.
	MaxItem = 64 << 10
	// MaxMailWelcome is the length of the longest welcome by letter, in bytes.
	MaxMailWelcome = 60 << 10

	mailPad     = 1 << 10 // contents are padded to whole multiples of it
	mailDomain  = "pair letter"
	mailVersion = 0x01
)

// NoticeBox is where the notice of an invitation lies.
func NoticeBox(secret crypto.Key) [32]byte {
	return [32]byte(secret.Derive("pair notice box", nil).Bytes())
}

// RequestBox is one of the [RequestBoxes] where letters to an invitation lie,
// counted from 0.
func RequestBox(secret crypto.Key, n int) [32]byte {
	return [32]byte(secret.Derive("pair request box", []byte{byte(n)}).Bytes())
}

func answerBox(secret crypto.Key, letter [32]byte) [32]byte {
	return [32]byte(secret.Derive("pair answer box", letter[:]).Bytes())
}

// Mail is a request by letter, on the joiner's side. It prints as "[mail]".
type Mail struct {
	secret    crypto.Key
	ephemeral crypto.HPKEKey
	letter    []byte
}

// letterBody is what a letter holds.
type letterBody struct {
	Ephemeral []byte   `cbor:"1,keyasint"` // HPKE public key for the answer
	From      [32]byte `cbor:"2,keyasint"` // the device's Ed25519 public key
	Sent      uint64   `cbor:"3,keyasint"` // seconds since 1970, by the joiner's clock
	Request   []byte   `cbor:"4,keyasint"` // an encoded Request
	Sign      [64]byte `cbor:"5,keyasint"` // of signed, by From
}

// signed is what the device signs: the letter belongs to this invitation.
func (l letterBody) signed(secret crypto.Key) []byte {
	box := RequestBox(secret, 0)
	b := append(box[:], l.Ephemeral...)
	b = binary.BigEndian.AppendUint64(b, l.Sent)
	return append(b, l.Request...)
}

// NewMail writes a letter with a request, signed by the joining device, under the
// key of the invitation's phrase. Put [Mail.Letter] into the first [RequestBox]
// that takes it, and look for the answer in [Mail.AnswerBox].
func NewMail(secret crypto.Key, device crypto.SigningKey, r Request, now time.Time) (*Mail, error) {
	request, err := r.Encode()
	if err != nil {
		return nil, fmt.Errorf("write letter: %w", err)
	}
	ephemeral, err := crypto.NewHPKEKey()
	if err != nil {
		return nil, fmt.Errorf("write letter: %w", err)
	}
	body := letterBody{Ephemeral: ephemeral.Public(), From: device.Public(), Sent: uint64(now.Unix()), Request: request}
	body.Sign = device.Sign(mailDomain, body.signed(secret))
	b, err := marshal(body)
	if err != nil {
		return nil, fmt.Errorf("write letter: %w", err)
	}
	letter := crypto.SealFile(secret.Derive("pair letter", nil), "letter", pad(b))
	return &Mail{secret: secret, ephemeral: ephemeral, letter: letter}, nil
}

// Letter returns the sealed letter.
func (m *Mail) Letter() []byte { return m.letter }

// AnswerBox is where the answer will be.
func (m *Mail) AnswerBox() [32]byte { return answerBox(m.secret, sha256.Sum256(m.letter)) }

// Emoji returns what the inviter must see before answering; tell it by another
// way than this. It takes as long as [crypto.Phrase.Stretch].
func (m *Mail) Emoji() [EmojiCount]Emoji { return letterEmoji(sha256.Sum256(m.letter)) }

// letterEmoji stretches, since one with the words could otherwise look for a
// letter of its own that shows the same emoji.
func letterEmoji(letter [32]byte) [EmojiCount]Emoji {
	return emojiOf(sha256.Sum256(crypto.Stretch("pair letter emoji", letter[:]).Bytes()))
}

// mailState is a Mail that waits for its answer across restarts.
type mailState struct {
	Version   byte   `cbor:"1,keyasint"`
	Secret    []byte `cbor:"2,keyasint"`
	Ephemeral []byte `cbor:"3,keyasint"`
	Letter    []byte `cbor:"4,keyasint"`
}

// Encode returns the mail for storing it until the answer comes. It is a secret:
// seal it.
func (m *Mail) Encode() ([]byte, error) {
	return marshal(mailState{mailVersion, m.secret.Bytes(), m.ephemeral.Seed().Bytes(), m.letter})
}

// DecodeMail reads what [Mail.Encode] wrote.
func DecodeMail(b []byte) (*Mail, error) {
	var state mailState
	if len(b) > 2*MaxItem {
		return nil, fmt.Errorf("decode mail of %d bytes: %w", len(b), ErrFormat)
	}
	if err := unmarshal(b, &state); err != nil {
		return nil, fmt.Errorf("decode mail: %w", err)
	}
	if state.Version != mailVersion {
		return nil, fmt.Errorf("decode mail: %w", &VersionError{Theirs: state.Version})
	}
	secret, err := crypto.KeyFromBytes(state.Secret)
	if err != nil {
		return nil, fmt.Errorf("decode mail: %w: %w", ErrFormat, err)
	}
	seed, err := crypto.KeyFromBytes(state.Ephemeral)
	if err != nil {
		return nil, fmt.Errorf("decode mail: %w: %w", ErrFormat, err)
	}
	ephemeral, err := crypto.HPKEKeyFromSeed(seed)
	if err != nil {
		return nil, fmt.Errorf("decode mail: %w: %w", ErrFormat, err)
	}
	if len(state.Letter) == 0 || len(state.Letter) > MaxItem {
		return nil, fmt.Errorf("decode mail with a letter of %d bytes: %w", len(state.Letter), ErrFormat)
	}
	return &Mail{secret: secret, ephemeral: ephemeral, letter: state.Letter}, nil
}

// Format implements fmt.Formatter and hides the mail from every verb.
func (*Mail) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "[mail]") // a fmt.State has no other way to report
}

// Letter is a request by letter, on the inviter's side.
type Letter struct {
	Request Request
	From    link.Peer // the device that signed it
	Sent    time.Time // by the joiner's clock

	id        [32]byte
	ephemeral []byte
}

// ReadMail opens what lay in the request box of an invitation. Whatever is not a
// letter of who has the words is an [ErrFormat]: the node may have put it there.
func ReadMail(secret crypto.Key, item []byte) (Letter, error) {
	var body letterBody
	if err := openItem(secret.Derive("pair letter", nil), "letter", item, &body); err != nil {
		return Letter{}, fmt.Errorf("read letter: %w", err)
	}
	if len(body.Ephemeral) != crypto.HPKEPublicSize || body.Sent > 1<<40 ||
		!crypto.Verify(body.From, mailDomain, body.signed(secret), body.Sign) {
		return Letter{}, fmt.Errorf("read letter: %w", ErrFormat)
	}
	request, err := DecodeRequest(body.Request)
	if err != nil {
		return Letter{}, fmt.Errorf("read letter: %w", err)
	}
	return Letter{
		Request: request, From: body.From, Sent: time.Unix(int64(body.Sent), 0).UTC(),
		id: sha256.Sum256(item), ephemeral: body.Ephemeral,
	}, nil
}

// ID names the letter: the same one lies in the mailboxes of several nodes.
func (l Letter) ID() [32]byte { return l.id }

// Emoji returns what the joiner sees, to be compared before answering. It takes
// as long as [crypto.Phrase.Stretch].
func (l Letter) Emoji() [EmojiCount]Emoji { return letterEmoji(l.id) }

// answerBody is what an answer holds.
type answerBody struct {
	State   State  `cbor:"1,keyasint"`           // StateOpen: welcome
	Refused bool   `cbor:"2,keyasint,omitempty"` // the inviter said no
	Welcome []byte `cbor:"3,keyasint,omitempty"`
}

// Answer writes the answer to a letter: a welcome of 1 to [MaxMailWelcome] bytes.
// Put it into the box. Only the joiner can open it: the words do not suffice.
func (l Letter) Answer(secret crypto.Key, welcome []byte) (box [32]byte, item []byte, err error) {
	if len(welcome) == 0 || len(welcome) > MaxMailWelcome {
		return box, nil, fmt.Errorf("answer letter: welcome of %d bytes: %w", len(welcome), ErrTooLarge)
	}
	return l.answer(secret, answerBody{Welcome: welcome})
}

// Refuse writes the answer that says no, or, if state is not [StateOpen], why the
// invitation works no more.
func (l Letter) Refuse(secret crypto.Key, state State) (box [32]byte, item []byte, err error) {
	return l.answer(secret, answerBody{State: state, Refused: state == StateOpen})
}

func (l Letter) answer(secret crypto.Key, body answerBody) (box [32]byte, item []byte, err error) {
	b, err := marshal(body)
	if err != nil {
		return box, nil, fmt.Errorf("answer letter: %w", err)
	}
	key := crypto.NewKey()
	wrapped, err := crypto.WrapFor(l.ephemeral, answerInfo(l.id), key)
	if err != nil {
		return box, nil, fmt.Errorf("answer letter: %w", err)
	}
	sealed := crypto.SealFile(answerKey(secret, key, l.id), "answer", pad(b))
	return answerBox(secret, l.id), append(wrapped, sealed...), nil
}

func answerInfo(letter [32]byte) []byte { return append([]byte("pair answer\x00"), letter[:]...) }

// answerKey takes both the words and the key that was wrapped for the joiner.
func answerKey(secret, wrapped crypto.Key, letter [32]byte) crypto.Key {
	return wrapped.Derive("pair answer", append(secret.Derive("pair answer", nil).Bytes(), letter[:]...))
}

// OpenAnswer opens what lay in the answer box. It returns the welcome, or the
// error that the inviter answered with, or an [ErrFormat] for what is no answer.
func (m *Mail) OpenAnswer(item []byte) (welcome []byte, err error) {
	id := sha256.Sum256(m.letter)
	if len(item) < crypto.WrappedKeySize || len(item) > MaxItem {
		return nil, fmt.Errorf("open answer of %d bytes: %w", len(item), ErrFormat)
	}
	key, err := crypto.Unwrap(m.ephemeral, answerInfo(id), item[:crypto.WrappedKeySize])
	if err != nil {
		return nil, fmt.Errorf("open answer: %w: %w", ErrFormat, err)
	}
	var body answerBody
	if err := openItem(answerKey(m.secret, key, id), "answer", item[crypto.WrappedKeySize:], &body); err != nil {
		return nil, fmt.Errorf("open answer: %w", err)
	}
	switch {
	case body.Refused:
		return nil, fmt.Errorf("open answer: %w", ErrRefused)
	case body.State != StateOpen:
		return nil, fmt.Errorf("open answer: %w", body.State.Err())
	case len(body.Welcome) == 0:
		return nil, fmt.Errorf("open answer: empty welcome: %w", ErrFormat)
	}
	return body.Welcome, nil
}

// pad puts the length in front (4 bytes) and zeros behind, up to a multiple of
// mailPad.
func pad(b []byte) []byte {
	padded := binary.BigEndian.AppendUint32(nil, uint32(len(b)))
	padded = append(padded, b...)
	return append(padded, make([]byte, (mailPad-len(padded)%mailPad)%mailPad)...)
}

func openPadded(key crypto.Key, name string, item []byte) ([]byte, error) {
	if len(item) > MaxItem {
		return nil, fmt.Errorf("item of %d bytes: %w", len(item), ErrFormat)
	}
	padded, err := crypto.OpenFile(key, name, item)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if len(padded) < 4 || uint64(binary.BigEndian.Uint32(padded)) > uint64(len(padded)-4) {
		return nil, fmt.Errorf("padding: %w", ErrFormat)
	}
	b := padded[4 : 4+binary.BigEndian.Uint32(padded)]
	if !bytes.Equal(pad(b), padded) {
		return nil, fmt.Errorf("padding: %w", ErrFormat)
	}
	return b, nil
}

func openItem[T any](key crypto.Key, name string, item []byte, v *T) error {
	b, err := openPadded(key, name, item)
	if err != nil {
		return err
	}
	return unmarshal(b, v)
}
