package reconcile

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"testing"
)

// vectors computes the test vectors of RECONCILE.md.
func vectors(t *testing.T) string {
	var out strings.Builder
	line := func(name string, value []byte) { fmt.Fprintf(&out, "%s %s\n", name, hex.EncodeToString(value)) }
	id := func(i int) ID { return sha256.Sum256([]byte{byte(i)}) }
	var fresh salt
	for i := range fresh {
		fresh[i] = byte(i)
	}

	var sum total
	line("sum-0", sum.sum.appendTo(nil))
	for i := range 3 {
		it := id(i)
		sum.add(&it)
	}
	line("sum-3", sum.sum.appendTo(nil))
	fp := fresh.fingerprint(hashRange, total{})
	line("range-0", fp[:])
	fp = fresh.fingerprint(hashRange, sum)
	line("range-3", fp[:])
	fp = fresh.fingerprint(hashWhole, sum)
	line("whole-3", fp[:])
	one := id(1)
	fmt.Fprintf(&out, "short-1 %016x\n", fresh.short(&one, 8))

	day := func(i int) uint32 { return 20000 + uint32(i)/40 }
	for _, v := range []struct {
		name string
		a, b func(int) bool
	}{
		{"empty", func(int) bool { return false }, func(i int) bool { return i < 3 }},
		{"equal", func(i int) bool { return i < 100 }, func(i int) bool { return i < 100 }},
		{"differ", func(i int) bool { return i != 50 }, func(i int) bool { return i != 7 && i < 118 }},
	} {
		a, b := newMemory(), newMemory()
		for i := range 120 {
			if v.a(i) {
				a.add(item{day(i), id(i)})
			}
			if v.b(i) {
				b.add(item{day(i), id(i)})
			}
		}
		for i, msg := range session(t, a, b, fresh).messages {
			line(fmt.Sprintf("%s-%d", v.name, i+1), msg)
		}
	}
	return out.String()
}

// TestVectors holds what RECONCILE.md says to what the code does.
func TestVectors(t *testing.T) {
	spec, err := os.ReadFile("RECONCILE.md")
	if err != nil {
		t.Fatal(err)
	}
	if want := vectors(t); !strings.Contains(string(spec), "```\n"+want+"```\n") {
		t.Errorf("the test vectors should be:\n%s", want)
	}
}
