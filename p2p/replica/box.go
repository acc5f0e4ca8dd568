package replica

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"kith/p2p/link"
)

// BoxProtocol is the mailbox of a node: one request a stream. See NODE.md,
// "Mailbox".
const BoxProtocol link.Protocol = "/kith/box/1"

// Requests of the mailbox.
const (
	boxPut   = 1
	boxGet   = 2
	boxEmpty = 3
)

const (
	maxBoxMessage = MaxBoxSize + 256
	boxTime       = 30 * time.Second
)

// boxRequest asks something of the mailbox.
type boxRequest struct {
	What    uint64 `cbor:"1,keyasint"`
	Box     []byte `cbor:"2,keyasint"`
	Content []byte `cbor:"3,keyasint,omitempty"`
	Expires uint64 `cbor:"4,keyasint,omitempty"` // Unix seconds
}

// boxReply answers it.
type boxReply struct {
	Code    uint64 `cbor:"1,keyasint"`
	Content []byte `cbor:"2,keyasint,omitempty"`
}

// boxCodes are what a reply says, in the order of their codes.
var boxCodes = []error{nil, ErrMessage, ErrNoBox, ErrTaken, ErrQuota, ErrBusy, ErrDiskFull, ErrInternal}

func boxCode(err error) uint64 {
	for i, kind := range boxCodes {
		if errors.Is(err, kind) {
			return uint64(i)
		}
	}
	return uint64(len(boxCodes) - 1)
}

func parseBoxRequest(data []byte) (r boxRequest, err error) {
	if err := decMode.Unmarshal(data, &r); err != nil {
		return r, fmt.Errorf("%w: %w", ErrMessage, err)
	}
	if r.What < boxPut || r.What > boxEmpty || len(r.Box) != len(Box{}) || len(r.Content) > MaxBoxSize || r.Expires > 1<<40 {
		return r, ErrMessage
	}
	return r, nil
}

func parseBoxReply(data []byte) ([]byte, error) {
	var r boxReply
	if err := decMode.Unmarshal(data, &r); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMessage, err)
	}
	if r.Code >= uint64(len(boxCodes)) { // of a later version
		return nil, ErrInternal
	}
	if len(r.Content) > MaxBoxSize {
		return nil, ErrMessage
	}
	return r.Content, boxCodes[r.Code]
}

// readAll reads what the other side sends until it ends its direction.
func readAll(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxBoxMessage+1))
	if err == nil && len(data) > maxBoxMessage {
		err = ErrMessage
	}
	return data, err
}

// serveBox answers the one request of a stream.
func (n *Node) serveBox(s link.Stream) {
	n.figures.boxes.add(1)
	content, err := n.answerBox(s)
	reply, encErr := encMode.Marshal(boxReply{Code: boxCode(err), Content: content})
	if err != nil {
		n.refuse("box", s.Remote(), err)
	}
	if encErr == nil {
		_, encErr = s.Write(reply)
	}
	if err := errors.Join(encErr, s.CloseWrite()); err != nil {
		_ = s.Reset() // nothing more can be told to who is gone
		return
	}
	_ = s.Close() // the reply was handed over
}

func (n *Node) answerBox(s link.Stream) ([]byte, error) {
	if err := s.SetDeadline(time.Now().Add(boxTime)); err != nil {
		return nil, err
	}
	if !n.asks.take(s.Remote()) {
		return nil, ErrBusy
	}
	select {
	case n.boxes <- struct{}{}:
		defer func() { <-n.boxes }()
	default:
		return nil, ErrBusy
	}
	data, err := readAll(s)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMessage, err)
	}
	r, err := parseBoxRequest(data)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(n.ctx, boxTime)
	defer cancel()
	box := Box(r.Box)
	switch r.What {
	case boxGet:
		return n.store.Get(ctx, box)
	case boxEmpty:
		return nil, n.store.Empty(ctx, box)
	}
	listed, err := n.store.Listed(ctx, Handle{}, s.Remote())
	if err != nil {
		return nil, err
	}
	return nil, n.store.Put(ctx, box, r.Content, time.Unix(int64(r.Expires), 0), !listed)
}

// Mailbox is the mailbox of a node, from afar. Its methods may be called from
// several goroutines.
type Mailbox struct {
	Network link.Network
	Node    link.Peer // whose addresses the network knows
}

// Put lays content, at most [MaxBoxSize] bytes, into a box until expires; see
// [Store.Put] for its errors. Those of [link.Network] come as they are.
func (m Mailbox) Put(ctx context.Context, box Box, content []byte, expires time.Time) error {
	if len(content) == 0 || len(content) > MaxBoxSize || expires.Unix() < 0 {
		return fmt.Errorf("put into the mailbox: %w: %d bytes", ErrMessage, len(content))
	}
	_, err := m.ask(ctx, boxRequest{What: boxPut, Box: box[:], Content: content, Expires: uint64(expires.Unix())})
	return wrap("put into the mailbox", err)
}

// Get returns what is in a box, or [ErrNoBox].
func (m Mailbox) Get(ctx context.Context, box Box) ([]byte, error) {
	content, err := m.ask(ctx, boxRequest{What: boxGet, Box: box[:]})
	if err == nil && len(content) == 0 {
		err = ErrMessage
	}
	return content, wrap("get from the mailbox", err)
}

// Empty removes what is in a box, if anything is.
func (m Mailbox) Empty(ctx context.Context, box Box) error {
	_, err := m.ask(ctx, boxRequest{What: boxEmpty, Box: box[:]})
	return wrap("empty a box of the mailbox", err)
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

func (m Mailbox) ask(ctx context.Context, r boxRequest) ([]byte, error) {
	data, err := encMode.Marshal(r)
	if err != nil {
		return nil, err
	}
	s, err := m.Network.Open(ctx, m.Node, BoxProtocol)
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = s.Reset() }) // whoever reads it gets the error
	defer stop()
	answer, err := exchange(s, data)
	if err != nil {
		_ = s.Reset() // the error that counts is there already
		return nil, errors.Join(ctx.Err(), err)
	}
	_ = s.Close() // both directions have ended
	return parseBoxReply(answer)
}

func exchange(s link.Stream, data []byte) ([]byte, error) {
	if err := s.SetDeadline(time.Now().Add(boxTime)); err != nil {
		return nil, err
	}
	if _, err := s.Write(data); err != nil {
		return nil, err
	}
	if err := s.CloseWrite(); err != nil {
		return nil, err
	}
	return readAll(s)
}
