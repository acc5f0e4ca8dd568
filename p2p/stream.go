package p2p

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/protocol"
	"github.com/libp2p/go-libp2p/p2p/net/swarm"
	"github.com/multiformats/go-multistream"

	"kith/p2p/link"
)

// stream is a libp2p stream with the errors of package link.
type stream struct {
	network.Stream
	remote link.Peer
}

func (s *stream) Remote() link.Peer { return s.remote }

func (s *stream) Read(b []byte) (int, error) {
	n, err := s.Stream.Read(b)
	return n, streamError(err)
}

func (s *stream) Write(b []byte) (int, error) {
	n, err := s.Stream.Write(b)
	return n, streamError(err)
}

// streamError tells of an error of a stream in the words of package link. io.EOF
// stays itself: the other side wrote all it had.
func streamError(err error) error {
	var timeout net.Error
	var refused multistream.ErrNotSupported[protocol.ID]
	var code *network.StreamError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		return fmt.Errorf("%w: %w", link.ErrProtocol, err)
	case errors.As(err, &code) && code.Remote && code.ErrorCode == network.StreamProtocolNegotiationFailed:
		return fmt.Errorf("%w: %w", link.ErrProtocol, err)
	case errors.As(err, &code) && code.Remote && code.ErrorCode == network.StreamResourceLimitExceeded,
		isGated(err):
		return fmt.Errorf("%w: %w", link.ErrRefused, err)
	case errors.Is(err, network.ErrReset):
		return fmt.Errorf("%w: %w", link.ErrReset, err)
	case errors.As(err, &timeout) && timeout.Timeout() && !errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Errorf("%w: %w", os.ErrDeadlineExceeded, err)
	}
	return err
}

// isGated reports whether the other side's gater closed the connection.
func isGated(err error) bool {
	var code *network.ConnError
	return errors.As(err, &code) && code.Remote && code.ErrorCode == network.ConnGated
}

// openError tells of an error of dialling or opening a stream.
func openError(ctx context.Context, err error) error {
	var dial *swarm.DialError
	var refused multistream.ErrNotSupported[protocol.ID]
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("%w: %w", ctx.Err(), err)
	case errors.Is(err, errStranger):
		return err
	case errors.As(err, &refused):
		return fmt.Errorf("%w: %w", link.ErrProtocol, err)
	case isGated(err) || saysGated(err):
		return fmt.Errorf("%w: %w", link.ErrRefused, err)
	case errors.As(err, &dial):
		return fmt.Errorf("%w: %w", link.ErrUnreachable, err)
	}
	if s := streamError(err); s != err {
		return s
	}
	return fmt.Errorf("%w: %w", link.ErrUnreachable, err)
}

// saysGated finds the gater's code in errors that libp2p keeps as text only.
func saysGated(err error) bool {
	return strings.Contains(err.Error(), "connection gated")
}
