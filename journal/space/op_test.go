package space

import (
	"bytes"
	"errors"
	"testing"
)

func plainOp(t testing.TB, op Op) []byte {
	t.Helper()
	plain, err := encMode.Marshal(op)
	if err != nil {
		t.Fatal(err)
	}
	return append(plain, make([]byte, signatureSize)...)
}

func TestParseOpRefuses(t *testing.T) {
	id := [16]byte{1}
	body := []byte{0x60}
	good := Op{Version: 1, Space: id, Seq: 1, HLC: 5, Kind: opLine, Body: body}
	if _, _, _, err := parseOp(id, plainOp(t, good)); err != nil {
		t.Fatal(err)
	}
	change := func(f func(*Op)) Op {
		op := good
		f(&op)
		return op
	}
	for name, op := range map[string]Op{
		"another space":     change(func(op *Op) { op.Space[0]++ }),
		"a later format":    change(func(op *Op) { op.Version = 3 }),
		"no number":         change(func(op *Op) { op.Seq = 0 }),
		"first with prev":   change(func(op *Op) { op.Prev[0] = 1 }),
		"second without":    change(func(op *Op) { op.Seq = 2 }),
		"no kind":           change(func(op *Op) { op.Kind = 0 }),
		"too many parents":  change(func(op *Op) { op.Parents = make([]OpID, maxParents+1) }),
		"indefinite length": change(func(op *Op) { op.Body = []byte{0x7f, 0xff} }),
	} {
		plain, err := encMode.Marshal(op)
		if err != nil {
			continue // refused even earlier
		}
		if _, _, _, err := parseOp(id, append(plain, make([]byte, signatureSize)...)); !errors.Is(err, ErrOp) {
			t.Errorf("%s: %v", name, err)
		}
	}
	padded := append(plainOp(t, good), 0)
	if _, _, _, err := parseOp(id, padded); !errors.Is(err, ErrOp) {
		t.Errorf("trailing byte: %v", err)
	}
}

func FuzzParseOp(f *testing.F) {
	id := [16]byte{1}
	f.Add(plainOp(f, Op{Version: 1, Space: id, Seq: 1, HLC: 5, Kind: opLine, Body: []byte{0x60}}))
	f.Add(plainOp(f, Op{Version: 1, Space: id, Seq: 2, Prev: OpID{1}, Parents: []OpID{{2}}, Kind: Checkpoint, Body: []byte{0xa0}, WallMS: 7}))
	f.Fuzz(func(t *testing.T, plain []byte) {
		op, signed, _, err := parseOp(id, plain)
		if err != nil {
			return
		}
		again, err := encMode.Marshal(op)
		if err != nil || !bytes.Equal(again, signed) {
			t.Fatalf("two encodings of one op: %x and %x, %v", signed, again, err)
		}
		if c, err := decodeCheckpoint(op); err == nil && (c.From == 0 || c.To < c.From) {
			t.Fatalf("checkpoint of %d to %d was taken", c.From, c.To)
		}
	})
}
