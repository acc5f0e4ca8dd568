package pair

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"testing"

	"kith/p2p/link"
)

// between serves the joiner in the stranger's name, with what it does to the two
// streams: the joiner's, and one of its own to the inviter.
func (n *net) between(relay func(joiner, inviter link.Stream)) {
	n.stranger.Handle(Protocol, func(joiner link.Stream) {
		relay(joiner, n.open(n.stranger, inviterPeer))
	})
}

func passOn(from, to link.Stream) {
	_, _ = io.Copy(to, from) // ends when either does, which is what is waited for
	_ = to.CloseWrite()
}

// TestRelayWithoutTheWords passes every byte on unchanged. The handshake is bound
// to the peers, so it fails, and the inviter counts a wrong try.
func TestRelayWithoutTheWords(t *testing.T) {
	o := openingOf(testInvitation(t, PurposeDevice), testSecret(), Options{})
	n := newNet(t, o)
	n.between(func(joiner, inviter link.Stream) {
		go passOn(joiner, inviter)
		passOn(inviter, joiner)
	})
	_, err := Start(t.Context(), n.open(n.joiner, strangerPeer), joinerPeer, testSecret(), testNow)
	other := <-n.sessions
	if !errors.Is(err, ErrWrongWords) || !errors.Is(other.err, ErrWrongWords) {
		t.Errorf("joiner %v, inviter %v", err, other.err)
	}
	if _, wrong := o.State(testNow); wrong != 1 {
		t.Errorf("%d wrong tries", wrong)
	}
}

// TestRelayWithTheWords is one who overheard the words and finishes a handshake
// with each side: the emoji differ, whatever it does.
func TestRelayWithTheWords(t *testing.T) {
	o := openingOf(testInvitation(t, PurposeDevice), testSecret(), Options{})
	n := newNet(t, o)
	thief := openingOf(testInvitation(t, PurposeDevice), testSecret(), Options{})
	thiefs := make(chan *Session, 2)
	n.between(func(joiner, inviter link.Stream) {
		s, _, err := Answer(context.Background(), joiner, strangerPeer, []*Opening{thief}, atTestNow)
		if err != nil {
			t.Error(err)
		}
		thiefs <- s
		if s, err = Start(context.Background(), inviter, strangerPeer, testSecret(), testNow); err != nil {
			t.Error(err)
		}
		thiefs <- s
	})
	joiner, err := Start(t.Context(), n.open(n.joiner, strangerPeer), joinerPeer, testSecret(), testNow)
	if err != nil {
		t.Fatal(err)
	}
	toJoiner, toInviter, inviter := <-thiefs, <-thiefs, (<-n.sessions).s
	for _, s := range []*Session{joiner, toJoiner, toInviter, inviter} {
		defer s.Close()
	}
	if joiner.Emoji() == inviter.Emoji() {
		t.Fatal("the emoji are the same on both sides")
	}
	if joiner.Emoji() != toJoiner.Emoji() || inviter.Emoji() != toInviter.Emoji() {
		t.Error("the thief's sessions are not with them")
	}
	// Both people look, both say no, and nothing was sent.
	err, otherErr := both(
		func() error { return joiner.Confirm(t.Context(), false) },
		func() error { return inviter.Confirm(t.Context(), false) })
	if !errors.Is(err, ErrNotSame) || !errors.Is(otherErr, ErrNotSame) {
		t.Error(err, otherErr)
	}
	if err := toJoiner.Confirm(t.Context(), true); !errors.Is(err, ErrNotSame) {
		t.Errorf("the thief, to the joiner: %v", err)
	}
	if err := toInviter.Confirm(t.Context(), true); !errors.Is(err, ErrNotSame) {
		t.Errorf("the thief, to the inviter: %v", err)
	}
}

// recorded is a stream that remembers what was written to it.
type recorded struct {
	link.Stream
	written bytes.Buffer
}

func (r *recorded) Write(p []byte) (int, error) {
	r.written.Write(p)
	return r.Stream.Write(p)
}

func TestReplay(t *testing.T) {
	o := openingOf(testInvitation(t, PurposeMember), testSecret(), Options{})
	n := newNet(t, o)
	tape := &recorded{Stream: n.open(n.joiner, inviterPeer)}
	joiner, err := Start(t.Context(), tape, joinerPeer, testSecret(), testNow)
	if err != nil {
		t.Fatal(err)
	}
	inviter := (<-n.sessions).s
	complete(t, joiner, inviterUnchecked(joiner, inviter), []byte("welcome"))

	// Another peer plays it back: that is a wrong try, or none since it is over.
	stream := n.open(n.stranger, inviterPeer)
	if _, err := stream.Write(tape.written.Bytes()); err != nil {
		t.Fatal(err)
	}
	if other := <-n.sessions; !errors.Is(other.err, ErrNotOpen) {
		t.Errorf("by another peer: %v", other.err)
	}
	// The joiner's own transport, had it been stolen: the first message opens, the
	// second has a new key, and the recorded third does not fit it.
	stream = n.open(n.joiner, inviterPeer)
	if _, err := stream.Write(tape.written.Bytes()); err != nil {
		t.Fatal(err)
	}
	if other := <-n.sessions; !errors.Is(other.err, ErrFormat) {
		t.Errorf("by the same peer: %v", other.err)
	}
}

// inviterUnchecked lets two sessions that need no check make one all the same.
func inviterUnchecked(joiner, inviter *Session) *Session {
	joiner.confirmed, inviter.confirmed = false, false
	return inviter
}

// TestReflected sends the joiner its own messages back.
func TestReflected(t *testing.T) {
	n := newNet(t)
	n.stranger.Handle(Protocol, func(s link.Stream) { passOn(s, s) })
	_, err := Start(t.Context(), n.open(n.joiner, strangerPeer), joinerPeer, testSecret(), testNow)
	if !errors.Is(err, ErrFormat) {
		t.Error(err)
	}
}

// TestTruncated cuts what the joiner sends after every byte: the inviter never
// takes it for more than a stream that broke, and stays open.
func TestTruncated(t *testing.T) {
	o := openingOf(testInvitation(t, PurposeDevice), testSecret(), Options{})
	n := newNet(t, o)
	tape := &recorded{Stream: n.open(n.joiner, inviterPeer)}
	s, err := Start(t.Context(), tape, joinerPeer, testSecret(), testNow)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	(<-n.sessions).s.Close()
	all := tape.written.Bytes()
	for cut := range len(all) {
		stream := n.open(n.joiner, inviterPeer)
		if _, err := stream.Write(all[:cut]); err != nil {
			t.Fatal(err)
		}
		if err := stream.CloseWrite(); err != nil {
			t.Fatal(err)
		}
		if other := <-n.sessions; !errors.Is(other.err, link.ErrReset) {
			t.Fatalf("after %d of %d bytes: %v", cut, len(all), other.err)
		}
	}
	if state, wrong := o.State(testNow); state != StateOpen || wrong != 0 {
		t.Errorf("state %d, %d wrong tries", state, wrong)
	}
}

// TestFlipped changes bytes of what the inviter answers, after its length.
func TestFlipped(t *testing.T) {
	o := openingOf(testInvitation(t, PurposeDevice), testSecret(), Options{})
	n := newNet(t, o)
	for at := 2; at < 2+1+32+termsSize+cipherTag; at += 3 {
		n.inviter.Handle(Protocol, func(stream link.Stream) {
			s, _, err := Answer(context.Background(), &flipping{Stream: stream, at: at}, inviterPeer, []*Opening{o}, atTestNow)
			n.sessions <- answered{s: s, err: err}
		})
		s, other, err := n.start(n.joiner, testSecret())
		if err == nil {
			s.Close()
			t.Fatalf("byte %d was changed, and the joiner did not notice", at)
		}
		if other.s != nil {
			t.Fatalf("byte %d was changed, and the inviter has a session", at)
		}
	}
	if _, wrong := o.State(testNow); wrong != 0 {
		t.Errorf("%d wrong tries", wrong)
	}
}

// flipping changes one byte of what is written.
type flipping struct {
	link.Stream
	at int
}

func (f *flipping) Write(p []byte) (int, error) {
	if f.at >= 0 && f.at < len(p) {
		p = bytes.Clone(p)
		p[f.at] ^= 1
	}
	f.at -= len(p)
	return f.Stream.Write(p)
}

func TestOtherVersion(t *testing.T) {
	o := openingOf(testInvitation(t, PurposeDevice), testSecret(), Options{})
	n := newNet(t, o)
	stream := n.open(n.joiner, inviterPeer)
	if err := writeFrame(stream, []byte{9, 'x'}); err != nil {
		t.Fatal(err)
	}
	var newer *VersionError
	if other := <-n.sessions; !errors.As(other.err, &newer) || !newer.Newer() {
		t.Errorf("the inviter: %v", other.err)
	}
	if frame, err := readFrame(stream, maxSecond); err != nil || !bytes.Equal(frame, []byte{answerVersion, version}) {
		t.Errorf("the notice is %x, %v", frame, err)
	}
	if _, wrong := o.State(testNow); wrong != 0 {
		t.Error("another version was counted as wrong words")
	}
	n.inviter.Handle(Protocol, func(s link.Stream) {
		_, err := readFrame(s, maxFirstFrame)
		if err := errors.Join(err, writeFrame(s, []byte{answerVersion, 0}), s.Close()); err != nil {
			t.Error(err)
		}
	})
	_, err := Start(t.Context(), n.open(n.joiner, inviterPeer), joinerPeer, testSecret(), testNow)
	if !errors.As(err, &newer) || newer.Newer() {
		t.Errorf("the joiner: %v", err)
	}
}

// TestHostileInviter sends the joiner what no inviter sends.
func TestHostileInviter(t *testing.T) {
	for name, sent := range map[string][]byte{
		"nothing":           {},
		"an empty frame":    {0, 0},
		"a huge frame":      append([]byte{0xff, 0xff}, make([]byte, 70_000)...),
		"an odd notice":     {0, 3, answerWrong, 1, 1},
		"too many left":     {0, 2, answerWrong, 200},
		"an unknown kind":   {0, 1, 77},
		"a short handshake": {0, 3, answerNoise, 1, 1},
	} {
		n := newNet(t)
		n.stranger.Handle(Protocol, func(s link.Stream) {
			_, _ = s.Write(sent) // the joiner may be gone already
			_ = s.Close()
		})
		_, err := Start(t.Context(), n.open(n.joiner, strangerPeer), joinerPeer, testSecret(), testNow)
		if !errors.Is(err, ErrFormat) && !errors.Is(err, link.ErrReset) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestOversizedMessages are those of one who has the words and does not keep to
// the limits.
func TestOversizedMessages(t *testing.T) {
	for name, send := range map[string]func(s *Session) error{
		"request": func(s *Session) error { return s.write(typeRequest, make([]byte, MaxRequest+1)) },
		"cancel":  func(s *Session) error { return s.write(typeCancel, []byte{1}) },
		"unknown": func(s *Session) error { return s.write(99, []byte{1}) },
		"endless": func(s *Session) error {
			for range 40 {
				frame, err := s.send.Encrypt(nil, nil, append([]byte{typeWelcome, 1}, make([]byte, chunk)...))
				if err != nil {
					return err
				}
				if err := writeFrame(s.stream, frame); err != nil {
					return nil // it was cut off, as it should
				}
			}
			return nil
		},
		"many": func(s *Session) error {
			for range 2 * maxWaiting {
				if err := s.write(typeConfirm, []byte{1}); err != nil {
					return nil // as above
				}
			}
			return nil
		},
		"short parts": func(s *Session) error {
			frame, err := s.send.Encrypt(nil, nil, []byte{typeRequest, 1, 0})
			if err != nil {
				return err
			}
			return writeFrame(s.stream, frame)
		},
	} {
		n := newNet(t, openingOf(testInvitation(t, PurposeMember), testSecret(), Options{}))
		joiner, inviter := n.pairUp()
		if err := send(joiner); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		<-inviter.Gone()
		if !errors.Is(inviter.err, ErrFormat) {
			t.Errorf("%s: %v", name, inviter.err)
		}
	}
}

// deaf is a stream that gives what it holds and swallows the rest.
type deaf struct {
	link.Stream
	io.Reader
}

func (d deaf) Read(p []byte) (int, error) { return d.Reader.Read(p) }

// FuzzHandshake gives both sides bytes that are not the other's.
func FuzzHandshake(f *testing.F) {
	f.Add([]byte{0, 81, version}, false)
	f.Add(binary.BigEndian.AppendUint16(nil, 2), true)
	f.Add([]byte{0, 2, answerWrong, 1}, true)
	f.Fuzz(func(t *testing.T, sent []byte, toJoiner bool) {
		stream := deaf{Stream: nowhere{}, Reader: bytes.NewReader(sent)}
		if toJoiner {
			if _, err := Start(t.Context(), stream, joinerPeer, testSecret(), testNow); err == nil {
				t.Error("the joiner took it for an inviter")
			}
			return
		}
		o := openingOf(testInvitation(t, PurposeDevice), testSecret(), Options{})
		if _, _, err := Answer(t.Context(), stream, inviterPeer, []*Opening{o}, atTestNow); err == nil {
			t.Error("the inviter took it for a joiner")
		}
	})
}
