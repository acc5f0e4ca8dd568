package crypto

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"testing"
	"time"

	"golang.org/x/crypto/chacha20poly1305"
)

// fixedKey is a key for tests: bytes start, start+1, ...
func fixedKey(start byte) Key {
	var k Key
	for i := range k.b {
		k.b[i] = start + byte(i)
	}
	return k
}

func ExampleSealOp() {
	epoch, space := NewKey(), [16]byte{1}
	sealed, err := SealOp(epoch, space, 20600, []byte("headache 7"))
	if err != nil {
		fmt.Println(err)
		return
	}
	op, err := OpenOp(epoch, space, sealed)
	fmt.Println(len(sealed), string(op), err)
	_, err = OpenOp(NewKey(), space, sealed)
	fmt.Println(errors.Is(err, ErrWrongKey))
	// Output:
	// 309 headache 7 <nil>
	// true
}

func TestOpBuckets(t *testing.T) {
	sealer := NewOpSealer(fixedKey(0), [16]byte{7})
	for _, c := range []struct{ op, padded int }{
		{1, 256}, {252, 256}, {253, 1024}, {1020, 1024}, {1021, 4096}, {4092, 4096}, {4093, 16384},
		{16380, 16384}, {16381, 32768}, {32764, 32768}, {32765, 49152}, {MaxOpSize, 262144},
	} {
		op := bytes.Repeat([]byte{0xa5}, c.op)
		sealed, err := sealer.Seal(nil, 7, op)
		if err != nil {
			t.Fatal(c.op, err)
		}
		if got := len(sealed) - OpOverhead; got != c.padded {
			t.Errorf("op of %d bytes padded to %d, want %d", c.op, got, c.padded)
		}
		back, err := sealer.Open([]byte("before"), sealed)
		if err != nil || !bytes.Equal(back, append([]byte("before"), op...)) {
			t.Errorf("op of %d bytes did not come back: %v", c.op, err)
		}
	}
	if _, err := sealer.Seal(nil, 7, make([]byte, MaxOpSize+1)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("oversized op: %v", err)
	}
	if _, err := sealer.Seal(nil, 7, nil); err == nil {
		t.Error("an empty op was sealed")
	}
}

func TestOpEveryByteMatters(t *testing.T) {
	epoch, space := fixedKey(1), [16]byte{2}
	sealed, err := SealOp(epoch, space, 20600, []byte("a dose"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range sealed {
		sealed[i] ^= 0x40
		_, err := OpenOp(epoch, space, sealed)
		if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewerFormat) && !errors.Is(err, ErrWrongKey) {
			t.Fatalf("byte %d flipped: %v", i, err)
		}
		sealed[i] ^= 0x40
	}
	for n := range sealed {
		if _, err := OpenOp(epoch, space, sealed[:n]); !errors.Is(err, ErrDamaged) {
			t.Fatalf("cut to %d bytes: %v", n, err)
		}
	}
	if _, err := OpenOp(epoch, [16]byte{3}, sealed); !errors.Is(err, ErrDamaged) {
		t.Errorf("opened in another space: %v", err)
	}
	if _, err := OpenOp(epoch, space, sealed); err != nil {
		t.Errorf("the untouched op: %v", err)
	}
}

// TestOpPaddingIsCanonical seals paddings that Seal never makes.
func TestOpPaddingIsCanonical(t *testing.T) {
	s := NewOpSealer(fixedKey(1), [16]byte{2})
	forge := func(size int, n uint32, slack byte) []byte {
		header := append([]byte{opVersion, 0, 0, 0, 7}, s.tag[:]...)
		header = append(header, make([]byte, chacha20poly1305.NonceSizeX)...)
		body := make([]byte, size)
		binary.BigEndian.PutUint32(body, n)
		body[size-1] = slack
		return s.aead.Seal(header, header[1+opDaySize+EpochTagSize:], body, opAAD(s.space, header))
	}
	if _, err := s.Open(nil, forge(256, 10, 0)); err != nil {
		t.Fatalf("the forger itself is wrong: %v", err)
	}
	for name, sealed := range map[string][]byte{
		"padding not zero":   forge(256, 10, 1),
		"bucket too large":   forge(1024, 10, 0),
		"length beyond body": forge(256, 253, 0),
		"length zero":        forge(256, 0, 0),
		"length 2^32-1":      forge(256, 1<<32-1, 0),
		"not a bucket":       forge(512, 300, 0),
		"beyond the maximum": forge(262144+16384, 262144, 0),
	} {
		if _, err := s.Open(nil, sealed); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOpSealsDiffer(t *testing.T) {
	s := NewOpSealer(NewKey(), [16]byte{})
	a, err := s.Seal(nil, 0, []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.Seal(nil, 0, []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(a, b) || OpID(a) == OpID(b) {
		t.Error("two seals of one op are the same")
	}
	tag, err := SealedEpochTag(a)
	if err != nil || tag != s.Tag() {
		t.Errorf("tag %x, want %x: %v", tag, s.Tag(), err)
	}
}

// sealVersion1 seals as programs did before ops stated their day.
func sealVersion1(s *OpSealer, op []byte) []byte {
	header := append([]byte{opVersion1}, s.tag[:]...)
	header = append(header, make([]byte, chacha20poly1305.NonceSizeX)...)
	body := make([]byte, paddedOpSize(len(op)))
	binary.BigEndian.PutUint32(body, uint32(len(op)))
	copy(body[opLengthSize:], op)
	return s.aead.Seal(header, header[1+EpochTagSize:], body, opAAD(s.space, header))
}

func (s *OpSealer) header(t *testing.T, sealed []byte) []byte {
	h, err := readOpHeader(sealed)
	if err != nil {
		t.Fatal(err)
	}
	return sealed[:h.size]
}

func TestOpStatesItsDay(t *testing.T) {
	s := NewOpSealer(fixedKey(1), [16]byte{2})
	for _, day := range []uint32{0, 20600, 1<<32 - 1} {
		sealed, err := s.Seal(nil, day, []byte("a dose"))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := SealedDay(sealed); got != day || err != nil {
			t.Errorf("day %d came back as %d, %v", day, got, err)
		}
		sealed[4] ^= 1
		if _, err := s.Open(nil, sealed); !errors.Is(err, ErrDamaged) {
			t.Errorf("another day passed: %v", err)
		}
	}
	old := sealVersion1(s, []byte("before days"))
	op, err := s.Open(nil, old)
	day, dayErr := SealedDay(old)
	version, versionErr := SealedVersion(old)
	if string(op) != "before days" || day != 0 || version != 1 || errors.Join(err, dayErr, versionErr) != nil {
		t.Errorf("an op of version 1: %q, day %d, version %d, %v", op, day, version, errors.Join(err, dayErr, versionErr))
	}
	if _, err := SealedDay([]byte{3}); !errors.Is(err, ErrNewerFormat) {
		t.Errorf("an op of version 3: %v", err)
	}
}

func TestSingleKeyOpensOneOp(t *testing.T) {
	s, space := NewOpSealer(fixedKey(1), [16]byte{2}), [16]byte{2}
	for name, seal := range map[string]func(string) []byte{
		"version 1": func(op string) []byte { return sealVersion1(s, []byte(op)) },
		"version 2": func(op string) []byte {
			sealed, err := s.Seal(nil, 9, []byte(op))
			if err != nil {
				t.Fatal(err)
			}
			return sealed
		},
	} {
		one := seal("one")
		key, err := s.SingleKey(one)
		if err != nil {
			t.Fatal(err)
		}
		if op, err := OpenSingle(key, space, one); string(op) != "one" || err != nil {
			t.Errorf("%s: %q, %v", name, op, err)
		}
		if _, err := OpenSingle(key, [16]byte{3}, one); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: opened in another space: %v", name, err)
		}
		one[len(one)-1] ^= 1
		if _, err := OpenSingle(key, space, one); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: changed bytes: %v", name, err)
		}
		other, err := s.Seal(nil, 9, []byte("other"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := OpenSingle(key, space, other); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: the key opens another op: %v", name, err)
		}
	}
	if _, err := NewOpSealer(fixedKey(2), space).SingleKey(sealVersion1(s, []byte("x"))); !errors.Is(err, ErrWrongKey) {
		t.Errorf("another epoch's key: %v", err)
	}
}

func FuzzOpenOp(f *testing.F) {
	epoch, space := fixedKey(9), [16]byte{9}
	for _, n := range []int{1, 300, 5000} {
		sealed, err := SealOp(epoch, space, 20600, bytes.Repeat([]byte{1}, n))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(sealed)
	}
	f.Add(sealVersion1(NewOpSealer(epoch, space), []byte("old")))
	f.Add([]byte{})
	f.Add([]byte{opVersion})
	f.Add([]byte{opVersion1})
	s := NewOpSealer(epoch, space)
	f.Fuzz(func(t *testing.T, sealed []byte) {
		op, err := s.Open(nil, sealed)
		if err == nil && (len(op) == 0 || paddedOpSize(len(op))+len(s.header(t, sealed))+chacha20poly1305.Overhead != len(sealed)) {
			t.Errorf("opened an op of %d bytes from %d", len(op), len(sealed))
		}
	})
}

// BenchmarkSealOp compares sealing an op (nonce, padding, OpSealer) with the bare
// cipher over as many bytes.
func BenchmarkSealOp(b *testing.B) {
	s := NewOpSealer(NewKey(), [16]byte{1})
	op, padded, nonce := make([]byte, 220), make([]byte, 256), make([]byte, chacha20poly1305.NonceSizeX)
	out := make([]byte, 0, OpOverhead+len(padded))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Seal(out, 20600, op); err != nil {
			b.Fatal(err)
		}
	}
	sealing := b.Elapsed()
	start := time.Now()
	for range b.N {
		s.aead.Seal(out, nonce, padded, nil)
	}
	b.ReportMetric(float64(time.Since(start))/float64(sealing), "ratio-vs-bare-cipher")
	b.ReportMetric(float64(b.N)/sealing.Seconds(), "ops/s")
}
