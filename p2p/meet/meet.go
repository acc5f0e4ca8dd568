// Package meet is the wire form of /kith/meet/1, by which a device asks a node
// where another device of the same space is. WIRE.md, "Meeting", specifies it.
// It knows nothing of libp2p: an address is a multiaddr in its binary form, which
// the caller reads.
//
// It promises that neither a question nor an answer makes its reader keep more
// than [MaxAddrs] addresses of [MaxAddr] bytes, whatever was sent.
package meet

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"kith/p2p/link"
)

// Protocol is the name of the exchange: one question, one answer, then both
// sides close.
const Protocol link.Protocol = "/kith/meet/1"

// Bounds of an answer.
const (
	MaxAddrs = 16  // addresses
	MaxAddr  = 255 // bytes of each
)

const version = 1

// Answers of a node, the second byte.
const (
	here    = 0
	away    = 1
	tooMany = 2
)

var (
	// ErrVersion says that the other side speaks another version.
	ErrVersion = errors.New("another version")
	// ErrTooMany says that the node was asked too often, and to wait a minute.
	ErrTooMany = errors.New("asked too often")
)

// Question returns the bytes of a question: the version, and whom it is about.
func Question(wanted link.Peer) []byte { return append([]byte{version}, wanted[:]...) }

// ReadQuestion reads what [Question] made.
func ReadQuestion(r io.Reader) (link.Peer, error) {
	var q [1 + len(link.Peer{})]byte
	if _, err := io.ReadFull(r, q[:]); err != nil {
		return link.Peer{}, fmt.Errorf("read who is wanted: %w", err)
	}
	if q[0] != version {
		return link.Peer{}, fmt.Errorf("read who is wanted: %w: %d", ErrVersion, q[0])
	}
	return link.Peer(q[1:]), nil
}

// Here returns the answer that the wanted peer is at addrs. What exceeds the
// bounds is left out.
func Here(addrs [][]byte) []byte {
	out := []byte{version, here, 0}
	for _, a := range addrs {
		if len(a) > 0 && len(a) <= MaxAddr && out[2] < MaxAddrs {
			out = append(append(out, byte(len(a))), a...)
			out[2]++
		}
	}
	return out
}

// Away returns the answer that the wanted peer is not connected to the node, or
// is nobody that the asker may ask about. The two look the same.
func Away() []byte { return []byte{version, away} }

// TooMany returns the answer to who asks too often.
func TooMany() []byte { return []byte{version, tooMany} }

// ReadAnswer reads the answer of a node: the addresses of the wanted peer, none
// if it is away. Answers that later versions may add count as away.
func ReadAnswer(r io.Reader) ([][]byte, error) {
	addrs, err := readAnswer(bufio.NewReaderSize(r, 512))
	if err != nil {
		return nil, fmt.Errorf("read where a peer is: %w", err)
	}
	return addrs, nil
}

func readAnswer(r *bufio.Reader) ([][]byte, error) {
	var head [2]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	switch {
	case head[0] != version:
		return nil, fmt.Errorf("%w: %d", ErrVersion, head[0])
	case head[1] == tooMany:
		return nil, ErrTooMany
	case head[1] != here:
		return nil, nil
	}
	n, err := r.ReadByte()
	if err != nil {
		return nil, err
	}
	if n > MaxAddrs {
		return nil, fmt.Errorf("%d addresses are too many", n)
	}
	addrs := make([][]byte, 0, n)
	for range n {
		size, err := r.ReadByte()
		if err != nil {
			return nil, err
		}
		if size == 0 {
			return nil, errors.New("an empty address")
		}
		a := make([]byte, size)
		if _, err := io.ReadFull(r, a); err != nil {
			return nil, err
		}
		addrs = append(addrs, a)
	}
	return addrs, nil
}
