package sync

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/fxamacker/cbor/v2"

	"kith/p2p/link"
)

// Limits of frames, in bytes (SYNC.md, section 1).
const (
	maxEarly    = 4096    // before the proof was accepted
	maxRegister = 65536   // the frame that registers a space with a node
	maxFrame    = 1 << 20 // any
	maxOps      = 4096    // ops, names or other parts of one frame
)

// errFrame says that bytes are not a frame of this protocol.
var errFrame = errors.New("not a frame of the protocol")

var (
	encMode = must(cbor.CoreDetEncOptions().EncMode())
	decMode = must(cbor.DecOptions{
		DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
		MaxNestedLevels: 8, MaxArrayElements: maxOps, MaxMapPairs: 64,
	}.DecMode())
)

func must[T any](v T, err error) T {
	if err != nil {
		panic("sync: " + err.Error()) // the options above are constants
	}
	return v
}

// appendFrame appends a frame to dst.
func appendFrame(dst []byte, kind kind, body any) ([]byte, error) {
	raw, err := encMode.Marshal(body)
	if err != nil {
		return nil, err
	}
	if len(raw)+1 > maxFrame {
		return nil, fmt.Errorf("%d bytes of body: %w", len(raw), errFrame)
	}
	dst = binary.AppendUvarint(dst, uint64(len(raw))+1)
	dst = append(dst, byte(kind))
	return append(dst, raw...), nil
}

// readFrame reads one frame of at most limit bytes into buf, which grows with
// what arrives and not with what is announced. io.EOF says that the peer ended
// between frames.
func readFrame(r *bufio.Reader, buf *bytes.Buffer, limit int) (kind, []byte, error) {
	var size uint64
	for shift := 0; ; shift += 7 {
		b, err := r.ReadByte()
		if err != nil {
			if shift > 0 && err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return 0, nil, err
		}
		size |= uint64(b&0x7f) << shift
		if b < 0x80 {
			if b == 0 && shift > 0 {
				return 0, nil, fmt.Errorf("length in too many bytes: %w", errFrame)
			}
			break
		}
		if shift >= 14 {
			return 0, nil, fmt.Errorf("length: %w", errFrame)
		}
	}
	if size == 0 || size > uint64(limit) {
		return 0, nil, fmt.Errorf("%d bytes, and %d at most: %w", size, limit, errFrame)
	}
	buf.Reset()
	if _, err := io.CopyN(buf, r, int64(size)); err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return 0, nil, err
	}
	frame := buf.Bytes()
	return kind(frame[0]), frame[1:], nil
}

// decode reads a body that must be exactly what an encoder of this version writes.
func decode(body []byte, into any) error {
	if err := decodeLoose(body, into); err != nil {
		return err
	}
	again, err := encMode.Marshal(into)
	if err != nil || !bytes.Equal(again, body) {
		return fmt.Errorf("not canonical: %w", errFrame)
	}
	return nil
}

// decodeLoose reads a body that later versions may have added keys to.
func decodeLoose(body []byte, into any) error {
	if err := decMode.Unmarshal(body, into); err != nil {
		return fmt.Errorf("%w: %w", errFrame, err)
	}
	return nil
}

// How long one end waits for the other.
const (
	frameTime = time.Minute      // for one frame to be read or written
	replyTime = 2 * time.Minute  // for the first byte of an answer
	idleTime  = 20 * time.Minute // a server, for the next request
)

// wire reads and writes frames on a stream, each bounded in time.
type wire struct {
	stream link.Stream
	r      *bufio.Reader
	buf    bytes.Buffer
	out    []byte
	limit  int
	sent   int64 // bytes of frames, for tests and progress
	got    int64
}

func newWire(s link.Stream) *wire {
	return &wire{stream: s, r: bufio.NewReaderSize(s, 32<<10), limit: maxEarly}
}

// write sends one frame.
func (w *wire) write(k kind, body any) (err error) {
	if w.out, err = appendFrame(w.out[:0], k, body); err != nil {
		return err
	}
	return w.flush()
}

// flush sends what is in w.out.
func (w *wire) flush() error {
	if err := w.stream.SetWriteDeadline(time.Now().Add(frameTime)); err != nil {
		return err
	}
	w.sent += int64(len(w.out))
	_, err := w.stream.Write(w.out)
	if cap(w.out) > maxFrame/2 {
		w.out = nil
	}
	return err
}

// read waits at most patience for a frame to begin and returns it. The body is
// valid until the next read.
func (w *wire) read(patience time.Duration) (kind, []byte, error) {
	if err := w.stream.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return 0, nil, err
	}
	if _, err := w.r.Peek(1); err != nil {
		return 0, nil, err
	}
	if err := w.stream.SetReadDeadline(time.Now().Add(frameTime)); err != nil {
		return 0, nil, err
	}
	if w.buf.Cap() > maxFrame/4 {
		w.buf = bytes.Buffer{} // what a large frame left
	}
	k, body, err := readFrame(w.r, &w.buf, w.limit)
	w.got += int64(len(body)) + 4
	return k, body, err
}
