package pair

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/flynn/noise"

	"kith/p2p/link"
)

// The types of the messages inside a session.
const (
	typeReveal  = 1 // joiner: the number it committed to
	typeConfirm = 2 // both: 1 the emoji are the same, 0 they are not
	typeRequest = 3 // joiner: an encoded [Request]
	typeWelcome = 4 // inviter: the welcome
	typeRefuse  = 5 // inviter: no
	typeCancel  = 6 // either: a person gave up
	typeDone    = 7 // joiner: the welcome arrived
)

const (
	// MaxWelcome is the length of the longest welcome, in bytes.
	MaxWelcome = 1 << 20
	// chunk is how much of a message one frame carries.
	chunk = 32 << 10
	// maxWaiting is how many messages may come before the first is asked for: a
	// joiner's request right behind its confirmation.
	maxWaiting = 2
	// cipherTag is by how much Noise makes a frame longer.
	cipherTag = 16
)

// Session is a pairing under way: two computers that both have the words. Its
// methods are for one goroutine, but for Close, Cancel and Gone.
type Session struct {
	stream  link.Stream
	terms   Terms
	emoji   [EmojiCount]Emoji
	opening *Opening // on the inviter's side
	turn    int      // of the opening

	sending       sync.Mutex
	send, receive *noise.CipherState

	in        chan message
	gone      chan struct{}
	err       error // why it is gone; set before gone is closed
	confirmed bool
	once      sync.Once // closing
}

type message struct {
	kind byte
	data []byte
}

func newSession(stream link.Stream, send, receive *noise.CipherState, terms Terms) *Session {
	return &Session{
		stream: stream, send: send, receive: receive, terms: terms,
		in: make(chan message, maxWaiting), gone: make(chan struct{}), confirmed: !terms.Check,
	}
}

// run ends the handshake: from now on a goroutine reads, so that it is noticed
// when the other side goes while a person thinks.
func (s *Session) run() (*Session, error) {
	if err := s.stream.SetDeadline(time.Time{}); err != nil {
		s.Close()
		return nil, err
	}
	go s.readAll()
	return s, nil
}

func (s *Session) readAll() {
	defer close(s.gone)
	for {
		kind, data, err := s.read()
		switch {
		case err != nil:
			s.err = err
		case kind == typeCancel:
			s.err = ErrCancelled
		case kind == typeRefuse:
			s.err = ErrRefused
		case kind == typeConfirm && (len(data) != 1 || data[0] != 1):
			s.err = ErrNotSame
		default:
			select {
			case s.in <- message{kind, data}:
				continue
			default:
				s.err = fmt.Errorf("message of type %d out of turn: %w", kind, ErrFormat)
			}
		}
		return
	}
}

// Remote is who is at the other end, as the transport proved it. What a request
// or a welcome says of its sender's keys must fit it.
func (s *Session) Remote() link.Peer { return s.stream.Remote() }

// Terms returns what the invitation is for.
func (s *Session) Terms() Terms { return s.terms }

// Emoji returns the seven pictures that both sides must see.
func (s *Session) Emoji() [EmojiCount]Emoji { return s.emoji }

// Gone is closed when nothing more comes from the other side: it has finished,
// given up, or gone.
func (s *Session) Gone() <-chan struct{} { return s.gone }

// Confirm says whether the person sees the same emoji as the other one, and waits
// for the other to say so: [ErrNotSame] if either does not.
func (s *Session) Confirm(ctx context.Context, same bool) error {
	if !same {
		err := s.write(typeConfirm, []byte{0})
		s.Close()
		return errors.Join(ErrNotSame, err)
	}
	if err := s.write(typeConfirm, []byte{1}); err != nil {
		return s.fail("confirm the emoji", err)
	}
	if _, err := s.expect(ctx, typeConfirm); err != nil {
		return s.fail("confirm the emoji", err)
	}
	s.confirmed = true
	return nil
}

// errUnchecked is a mistake of the program, not of a person.
var errUnchecked = errors.New("the emoji have not been confirmed")

// Request is the joiner's part: it asks, and waits for the welcome, of 1 to
// [MaxWelcome] bytes. [ErrRefused] says that the inviter said no.
func (s *Session) Request(ctx context.Context, r Request) (welcome []byte, err error) {
	if !s.confirmed {
		return nil, errUnchecked
	}
	b, err := r.Encode()
	if err != nil {
		return nil, err
	}
	if err := s.write(typeRequest, b); err != nil {
		return nil, s.fail("request", err)
	}
	if welcome, err = s.expect(ctx, typeWelcome); err != nil {
		return nil, s.fail("request", err)
	}
	if len(welcome) == 0 {
		return nil, s.fail("request", fmt.Errorf("empty welcome: %w", ErrFormat))
	}
	return welcome, nil
}

// Finish is the joiner's last word: the welcome is stored. It closes the session.
func (s *Session) Finish() error {
	defer s.Close()
	return s.write(typeDone, nil)
}

// ReadRequest is the inviter's part: it waits for the request.
func (s *Session) ReadRequest(ctx context.Context) (Request, error) {
	if !s.confirmed {
		return Request{}, errUnchecked
	}
	b, err := s.expect(ctx, typeRequest)
	if err != nil {
		return Request{}, s.fail("read request", err)
	}
	r, err := DecodeRequest(b)
	if err != nil {
		return Request{}, s.fail("read request", err)
	}
	return r, nil
}

// Welcome answers the request. It spends the invitation, sends welcome (1 to
// [MaxWelcome] bytes), and waits until the joiner has stored it. If that fails
// the invitation stays spent, but the same computer may come again for it.
func (s *Session) Welcome(ctx context.Context, welcome []byte) error {
	if !s.confirmed || s.opening == nil {
		return errUnchecked
	}
	if len(welcome) == 0 || len(welcome) > MaxWelcome {
		return fmt.Errorf("welcome of %d bytes: %w", len(welcome), ErrTooLarge)
	}
	if err := s.opening.use(s.turn).Err(); err != nil {
		s.Cancel()
		return fmt.Errorf("welcome: %w", err)
	}
	if err := s.write(typeWelcome, welcome); err != nil {
		return s.fail("welcome", err)
	}
	if _, err := s.expect(ctx, typeDone); err != nil {
		return s.fail("welcome", err)
	}
	s.Close()
	return nil
}

// Refuse answers the request with no and closes the session. The invitation stays
// open for another.
func (s *Session) Refuse() error {
	defer s.Close()
	return s.write(typeRefuse, nil)
}

// Cancel tells the other side that a person gave up, and closes the session.
func (s *Session) Cancel() {
	_ = s.write(typeCancel, nil) // if it does not arrive, the end of the stream does
	s.Close()
}

// Close ends the session at once; what was written still arrives. Its other
// methods fail from then on. The opening is free again if it was not used.
func (s *Session) Close() {
	s.once.Do(func() {
		_ = s.stream.Close() // nothing depends on it: the other side was told what matters
		if s.opening != nil {
			s.opening.release(s.turn)
		}
	})
}

// fail closes the session. If the other side said why it went, that is the error.
func (s *Session) fail(doing string, err error) error {
	const lastWords = time.Second // they were sent before the stream ended, or never
	if s.stream.SetReadDeadline(time.Now().Add(lastWords)) == nil {
		<-s.gone
		for _, reason := range []error{ErrCancelled, ErrRefused, ErrNotSame} {
			if errors.Is(s.err, reason) {
				err = reason
			}
		}
	}
	s.Close()
	return fmt.Errorf("%s: %w", doing, err)
}

// expect waits for a message of a kind.
func (s *Session) expect(ctx context.Context, kind byte) ([]byte, error) {
	var m message
	select {
	case m = <-s.in:
	case <-ctx.Done():
		s.Cancel()
		return nil, context.Cause(ctx)
	case <-s.gone:
		select {
		case m = <-s.in: // it came before the end
		default:
			return nil, cut(s.err)
		}
	}
	if m.kind != kind {
		return nil, fmt.Errorf("message of type %d and not %d: %w", m.kind, kind, ErrFormat)
	}
	return m.data, nil
}

// write sends one message, in as many frames as it takes.
func (s *Session) write(kind byte, data []byte) error {
	s.sending.Lock()
	defer s.sending.Unlock()
	for more := byte(1); more == 1; {
		part := data[:min(len(data), chunk)]
		data = data[len(part):]
		if len(data) == 0 {
			more = 0
		}
		frame, err := s.send.Encrypt(nil, nil, append([]byte{kind, more}, part...))
		if err != nil {
			return err
		}
		if err := s.stream.SetWriteDeadline(time.Now().Add(frameTime)); err != nil {
			return err
		}
		if err := writeFrame(s.stream, frame); err != nil {
			return err
		}
	}
	return nil
}

// maxMessage is the length of the longest message of a kind.
func maxMessage(kind byte) int {
	switch kind {
	case typeReveal:
		return nonceSize
	case typeConfirm:
		return 1
	case typeRequest:
		return MaxRequest
	case typeWelcome:
		return MaxWelcome
	}
	return 0
}

// read reads one message.
func (s *Session) read() (kind byte, data []byte, err error) {
	for first := true; ; first = false {
		frame, err := readFrame(s.stream, 2+chunk+cipherTag)
		if err != nil {
			if !first {
				err = cut(err)
			}
			return 0, nil, err
		}
		plain, err := s.receive.Decrypt(nil, nil, frame)
		if err != nil {
			return 0, nil, fmt.Errorf("a frame does not open: %w", ErrFormat)
		}
		if len(plain) < 2 || plain[1] > 1 || !first && plain[0] != kind ||
			plain[1] == 1 && len(plain) != 2+chunk {
			return 0, nil, fmt.Errorf("frame: %w", ErrFormat)
		}
		kind = plain[0]
		if data = append(data, plain[2:]...); len(data) > maxMessage(kind) {
			return 0, nil, fmt.Errorf("message of type %d, longer than %d bytes: %w", kind, maxMessage(kind), ErrFormat)
		}
		if plain[1] == 0 {
			return kind, data, nil
		}
	}
}
