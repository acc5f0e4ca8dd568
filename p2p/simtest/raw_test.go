package simtest

import (
	"bufio"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"

	"kith/crypto"
	"kith/p2p/link"
	"kith/p2p/sync"
)

// What SYNC.md says, written down a second time and by itself: a hostile peer does
// not use our program.
const (
	frameHello, frameWelcome, frameProof, frameRefusal = 1, 2, 3, 4
	frameReconcile, frameFetch, frameDump              = 16, 17, 18
	frameOps, frameEnd, frameStored                    = 20, 21, 22
)

type bytesOf map[int]any // a body

// raw is a stream that is spoken on by hand.
type raw struct {
	t *testing.T
	s link.Stream
	r *bufio.Reader
}

func (r *raw) sendBytes(b []byte) error {
	_, err := r.s.Write(b)
	return err
}

func (r *raw) send(kind byte, body any) error {
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		r.t.Fatal(err)
	}
	b, err := mode.Marshal(body)
	if err != nil {
		r.t.Fatal(err)
	}
	frame := append(binary.AppendUvarint(nil, uint64(len(b))+1), kind)
	return r.sendBytes(append(frame, b...))
}

// read gives the next frame.
func (r *raw) read() (kind byte, body map[int]cbor.RawMessage, err error) {
	if err := r.s.SetReadDeadline(time.Now().Add(5 * time.Minute)); err != nil {
		return 0, nil, err
	}
	n, err := binary.ReadUvarint(r.r)
	if err != nil {
		return 0, nil, err
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(r.r, b); err != nil {
		return 0, nil, err
	}
	return b[0], body, cbor.Unmarshal(b[1:], &body)
}

// refusal reads on until the server refuses or ends the stream; 0 is an end.
func (r *raw) refusal() uint8 {
	for {
		kind, body, err := r.read()
		if err != nil {
			return 0
		}
		if kind == frameRefusal {
			var code uint8
			if err := cbor.Unmarshal(body[1], &code); err != nil {
				r.t.Error(err)
			}
			return code
		}
	}
}

// hello says hello and gives what the proof has to sign.
func (r *raw) hello(self, server link.Peer, handle sync.Handle, tag sync.Tag) (sign []byte, err error) {
	var nonce [32]byte
	rand.Read(nonce[:])
	if err := r.send(frameHello, bytesOf{1: []uint{1}, 2: handle, 3: tag, 4: nonce}); err != nil {
		return nil, err
	}
	kind, body, err := r.read()
	if err != nil {
		return nil, err
	}
	if kind != frameWelcome {
		return nil, fmt.Errorf("frame %d", kind)
	}
	var theirs [32]byte
	var asked [8]byte
	if err := errors.Join(cbor.Unmarshal(body[4], &theirs), cbor.Unmarshal(body[3], &asked)); err != nil {
		return nil, err
	}
	for _, part := range [][]byte{handle[:], asked[:], self[:], server[:], nonce[:], theirs[:]} {
		sign = append(sign, part...)
	}
	return sign, nil
}

// prove shows the capability.
func (r *raw) prove(sign []byte, capability crypto.SigningKey) error {
	return r.send(frameProof, bytesOf{1: capability.Sign("sync", sign)})
}
