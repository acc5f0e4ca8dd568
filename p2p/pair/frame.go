package pair

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"kith/p2p/link"
)

// Protocol is the protocol of a pairing on a network.
const Protocol link.Protocol = "/kith/pair/1"

// version is that of the handshake and all that follows.
const version = 0x01

const (
	maxFrame      = 1<<16 - 1
	maxFirstFrame = 512 // of the frames that come before anything is proven
	maxSecond     = MaxGreeting + 512
	frameTime     = 30 * time.Second // for one frame to be written, or a handshake to end
)

// writeFrame writes a length of two bytes and the frame.
func writeFrame(w io.Writer, frame []byte) error {
	if len(frame) > maxFrame {
		return fmt.Errorf("write frame of %d bytes: %w", len(frame), ErrTooLarge)
	}
	_, err := w.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(frame))), frame...))
	return err
}

// readFrame reads what writeFrame wrote, if it is not longer than limit.
func readFrame(r io.Reader, limit int) ([]byte, error) {
	var head [2]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint16(head[:]))
	if n == 0 || n > limit {
		return nil, fmt.Errorf("read frame of %d bytes: %w", n, ErrFormat)
	}
	frame := make([]byte, n)
	if _, err := io.ReadFull(r, frame); err != nil {
		return nil, cut(err)
	}
	return frame, nil
}

// cut makes the end of a stream, where more had to come, what it is: the other
// side went away.
func cut(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return link.ErrReset
	}
	return err
}

// guard resets the stream when ctx ends, until release is called. Afterwards why
// returns ctx's error instead of the stream's.
func guard(ctx context.Context, stream link.Stream) (release func(), why func(error) error) {
	stop := context.AfterFunc(ctx, func() {
		_ = stream.Reset() // the read or write that is under way reports it
	})
	return func() { stop() }, func(err error) error {
		if err != nil && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return err
	}
}
