package pair

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"io"
	"time"

	"github.com/flynn/noise"

	"kith/crypto"
	"kith/p2p/link"
)

const (
	nonceSize  = 32
	termsSize  = 1 + 1 + 1 + 8 + 8 + nonceSize // then the greeting
	flagCheck  = 1
	answerSkip = 1 // bytes before the Noise message in the second frame
)

// The first byte of the second frame: a Noise message, or a notice in clear to
// one who does not have the words.
const (
	answerNoise   = 0
	answerWrong   = 1 // then how many tries are left
	answerVersion = 2 // then the newest version that is spoken here
	answerNotOpen = 3
)

// Terms are what the inviter says of the invitation to who has the words.
type Terms struct {
	Purpose  Purpose
	Expires  time.Time
	Check    bool          // both people compare emoji before anything flows
	Greeting []byte        // of [Options]
	Skew     time.Duration // by how much the inviter's clock is ahead of ours; on its own side zero
}

// newNoise begins a handshake: NNpsk0 over X25519, ChaCha20-Poly1305 and SHA-256.
// It is bound to both peers as the transport proved them, so that one between,
// who must be a peer of its own, cannot pass it on.
func newNoise(secret crypto.Key, initiator bool, joiner, inviter link.Peer, random io.Reader) (*noise.HandshakeState, error) {
	psk := secret.Derive("pair psk", nil)
	prologue := append([]byte("kith pair v1\x00"), joiner[:]...)
	state, err := noise.NewHandshakeState(noise.Config{
		CipherSuite:           noise.NewCipherSuite(noise.DH25519, noise.CipherChaChaPoly, noise.HashSHA256),
		Random:                random,
		Pattern:               noise.HandshakeNN,
		Initiator:             initiator,
		Prologue:              append(prologue, inviter[:]...),
		PresharedKey:          psk.Bytes(),
		PresharedKeyPlacement: 0,
	})
	if err != nil {
		return nil, fmt.Errorf("begin handshake: %w", err)
	}
	return state, nil
}

func commitment(nonce []byte) [sha256.Size]byte {
	return sha256.Sum256(append([]byte("kith pair commit v1\x00"), nonce...))
}

// emojiSum is what the emoji are taken from. The joiner committed to its nonce
// before it saw the inviter's, so nobody between can look for nonces that make
// two handshakes show the same emoji.
func emojiSum(handshake, joiner, inviter []byte) [sha256.Size]byte {
	b := append([]byte("kith emoji v1\x00"), handshake...)
	return sha256.Sum256(append(append(b, joiner...), inviter...))
}

// Start joins over a stream that was opened on [Protocol], with the key of the
// invitation's phrase. self is our own peer on that network. When it returns, the
// inviter has proven to have the words too. Errors are of this package, with what
// the inviter said of the invitation, or the stream's; the stream is then reset.
func Start(ctx context.Context, stream link.Stream, self link.Peer, secret crypto.Key, now time.Time) (*Session, error) {
	release, why := guard(ctx, stream)
	defer release()
	s, err := start(stream, self, secret, now, rand.Reader)
	if err != nil {
		_ = stream.Reset() // what went wrong is already known
		return nil, fmt.Errorf("join: %w", why(err))
	}
	return s, nil
}

func start(stream link.Stream, self link.Peer, secret crypto.Key, now time.Time, random io.Reader) (*Session, error) {
	if err := stream.SetDeadline(time.Now().Add(frameTime)); err != nil {
		return nil, err
	}
	state, err := newNoise(secret, true, self, stream.Remote(), random)
	if err != nil {
		return nil, err
	}
	var nonce [nonceSize]byte
	if _, err := io.ReadFull(random, nonce[:]); err != nil {
		return nil, err
	}
	promise := commitment(nonce[:])
	first, _, _, err := state.WriteMessage([]byte{version}, promise[:])
	if err != nil {
		return nil, err
	}
	if err := writeFrame(stream, first); err != nil {
		return nil, err
	}
	second, err := readFrame(stream, maxSecond)
	if err != nil {
		return nil, cut(err)
	}
	if second[0] != answerNoise {
		return nil, noticeError(second)
	}
	payload, send, receive, err := state.ReadMessage(nil, second[answerSkip:])
	if err != nil {
		return nil, fmt.Errorf("the inviter's answer does not open: %w", ErrFormat)
	}
	status, terms, theirs, err := decodeTerms(payload, now)
	if err != nil {
		return nil, err
	}
	if status == StateExpired {
		return nil, &ExpiredError{Expires: terms.Expires, Now: now.Add(terms.Skew)}
	}
	if err := status.Err(); err != nil {
		return nil, err
	}
	s := newSession(stream, send, receive, terms)
	s.emoji = emojiOf(emojiSum(state.ChannelBinding(), nonce[:], theirs))
	if err := s.write(typeReveal, nonce[:]); err != nil {
		return nil, err
	}
	return s.run()
}

// noticeError is what a notice in clear means.
func noticeError(frame []byte) error {
	switch {
	case len(frame) == 2 && frame[0] == answerWrong && frame[1] < MaxWrong:
		return &WrongWordsError{Left: int(frame[1])}
	case len(frame) == 2 && frame[0] == answerVersion:
		return &VersionError{Theirs: frame[1]}
	case len(frame) == 1 && frame[0] == answerNotOpen:
		return ErrNotOpen
	}
	return fmt.Errorf("notice of %d bytes: %w", len(frame), ErrFormat)
}

// Answer serves a stream that a joiner opened on [Protocol], for whichever of the
// openings has its words. self is our own peer on that network. When it returns,
// the joiner has proven to have the words. The opening is then taken until the
// session is closed. Errors are of this package or the stream's; the joiner has
// been told, and the stream is closed.
func Answer(ctx context.Context, stream link.Stream, self link.Peer, openings []*Opening, now func() time.Time) (*Session, *Opening, error) {
	release, why := guard(ctx, stream)
	defer release()
	s, opening, err := answer(stream, self, openings, now, rand.Reader)
	if err != nil {
		_ = stream.Close() // not Reset: a notice may still be on its way
		return nil, nil, fmt.Errorf("answer an invitation: %w", why(err))
	}
	return s, opening, nil
}

func answer(stream link.Stream, self link.Peer, openings []*Opening, now func() time.Time, random io.Reader) (*Session, *Opening, error) {
	if err := stream.SetDeadline(time.Now().Add(frameTime)); err != nil {
		return nil, nil, err
	}
	first, err := readFrame(stream, maxFirstFrame)
	if err != nil {
		return nil, nil, cut(err)
	}
	if first[0] != version {
		return nil, nil, giveNotice(stream, &VersionError{Theirs: first[0]}, answerVersion, version)
	}
	opening, state, promise, err := findOpening(first[1:], stream.Remote(), self, openings, random)
	if err != nil {
		return nil, nil, err
	}
	if opening == nil {
		return nil, nil, wrongTry(stream, openings, now())
	}
	status, turn := opening.begin(now(), stream.Remote(), func() {
		_ = stream.Reset() // its peer came anew and knows
	})
	s, err := opening.reply(stream, state, promise, status, now(), random)
	if err != nil {
		opening.release(turn)
		return nil, nil, err
	}
	s.opening, s.turn = opening, turn
	if s, err = s.run(); err != nil {
		return nil, nil, err
	}
	return s, opening, nil
}

// findOpening looks for the opening that a first message was made for. Each
// costs a few hashes and no X25519.
func findOpening(msg []byte, joiner, self link.Peer, openings []*Opening, random io.Reader) (*Opening, *noise.HandshakeState, []byte, error) {
	for _, o := range openings[:min(len(openings), MaxOpenings)] {
		state, err := newNoise(o.secret, false, joiner, self, random)
		if err != nil {
			return nil, nil, nil, err
		}
		promise, _, _, err := state.ReadMessage(nil, msg)
		if err == nil && len(promise) == sha256.Size {
			return o, state, promise, nil
		}
	}
	return nil, nil, nil, nil
}

// reply sends the second message and waits for the third.
func (o *Opening) reply(stream link.Stream, state *noise.HandshakeState, promise []byte, status State, now time.Time, random io.Reader) (*Session, error) {
	var nonce [nonceSize]byte
	if _, err := io.ReadFull(random, nonce[:]); err != nil {
		return nil, err
	}
	terms := Terms{Purpose: o.inv.Purpose, Expires: o.inv.Expires, Check: o.options.Check}
	if status == StateOpen {
		terms.Greeting = o.options.Greeting
	}
	second, receive, send, err := state.WriteMessage([]byte{answerNoise}, encodeTerms(status, terms, now, nonce[:]))
	if err != nil {
		return nil, err
	}
	if err := writeFrame(stream, second); err != nil {
		return nil, err
	}
	if err := status.Err(); err != nil {
		return nil, err
	}
	s := newSession(stream, send, receive, terms)
	kind, theirs, err := s.read()
	if err != nil {
		return nil, cut(err)
	}
	if promised := commitment(theirs); kind != typeReveal || subtle.ConstantTimeCompare(promised[:], promise) != 1 {
		return nil, fmt.Errorf("the joiner's number is not the promised one: %w", ErrFormat)
	}
	s.emoji = emojiOf(emojiSum(state.ChannelBinding(), theirs, nonce[:]))
	return s, nil
}

// wrongTry counts a first message that opens under no invitation against all that
// are open, for nobody knows which it was meant for, and tells the joiner.
func wrongTry(stream link.Stream, openings []*Opening, now time.Time) error {
	most, any := 0, false
	for _, o := range openings {
		if left, ok := o.miss(now); ok {
			most, any = max(most, left), true
		}
	}
	if !any {
		return giveNotice(stream, ErrNotOpen, answerNotOpen)
	}
	return giveNotice(stream, &WrongWordsError{Left: most}, answerWrong, byte(most))
}

// giveNotice tells the joiner, in clear, and returns what it means.
func giveNotice(stream link.Stream, meaning error, frame ...byte) error {
	if err := writeFrame(stream, frame); err != nil {
		return fmt.Errorf("%w (and the other side could not be told: %w)", meaning, err)
	}
	return meaning
}

// encodeTerms returns the payload of the second message; see PAIRING.md.
func encodeTerms(status State, t Terms, now time.Time, nonce []byte) []byte {
	flags := byte(0)
	if t.Check {
		flags |= flagCheck
	}
	b := []byte{byte(status), byte(t.Purpose), flags}
	b = binary.BigEndian.AppendUint64(b, uint64(t.Expires.Unix()))
	b = binary.BigEndian.AppendUint64(b, uint64(now.Unix()))
	return append(append(b, nonce...), t.Greeting...)
}

// decodeTerms reads what encodeTerms wrote.
func decodeTerms(b []byte, now time.Time) (status State, t Terms, nonce []byte, err error) {
	if len(b) < termsSize || len(b) > termsSize+MaxGreeting {
		return 0, t, nil, fmt.Errorf("terms of %d bytes: %w", len(b), ErrFormat)
	}
	expires, theirs := binary.BigEndian.Uint64(b[3:]), binary.BigEndian.Uint64(b[11:])
	const lastSecond = 1 << 40 // some 35,000 years: far from every overflow
	t = Terms{Purpose: Purpose(b[1]), Check: b[2]&flagCheck != 0, Greeting: b[termsSize:]}
	if b[0] > byte(StateBusy) || b[2] > flagCheck || expires > lastSecond || theirs > lastSecond ||
		t.Purpose != PurposeDevice && t.Purpose != PurposeMember || t.Purpose == PurposeDevice && !t.Check {
		return 0, Terms{}, nil, fmt.Errorf("terms: %w", ErrFormat)
	}
	t.Expires = time.Unix(int64(expires), 0).UTC()
	t.Skew = time.Unix(int64(theirs), 0).Sub(now).Round(time.Second)
	return State(b[0]), t, b[19:termsSize], nil
}
