package pair

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"kith/crypto"
)

func ExampleSafetyNumber() {
	seed := func(n byte) crypto.PublicKey {
		key, err := crypto.KeyFromBytes(append(make([]byte, 31), n))
		if err != nil {
			fmt.Println(err)
		}
		return crypto.SigningKeyFromSeed(key).Public()
	}
	ana, ben := seed(1), seed(2)
	fmt.Println(SafetyNumber(ana, ben))
	fmt.Println(SafetyNumber(ana, ben) == SafetyNumber(ben, ana))
	// Output:
	// 42907 76169 19424 06262 70155 74984 69699 93201 56134 40247 35168 16631
	// true
}

func publicOf(seed byte) crypto.PublicKey {
	return crypto.SigningKeyFromSeed(testSecret().Derive("person", []byte{seed})).Public()
}

func TestSafetyNumbers(t *testing.T) {
	seen := map[Safety]bool{}
	for a := range byte(6) {
		for b := range a {
			s := SafetyNumber(publicOf(a), publicOf(b))
			if s != SafetyNumber(publicOf(b), publicOf(a)) || seen[s] {
				t.Fatalf("%d and %d: %v", a, b, s)
			}
			seen[s] = true
			for name, text := range map[string]string{
				"text": s.String(), "qr": s.QRText(), "lines": strings.Join(strings.Fields(s.String()), "\r\n"),
				"one line": strings.ReplaceAll(s.String(), " ", ""), "hyphens": "My number: " + strings.ReplaceAll(s.String(), " ", "-"),
			} {
				if got, err := ParseSafety(text); err != nil || got != s {
					t.Errorf("%s: %v, %v", name, got, err)
				}
			}
			groups := s.Groups()
			if len(groups) != 12 || len(groups[11]) != 5 {
				t.Errorf("groups: %q", groups)
			}
		}
	}
	for _, text := range []string{"", "12345", strings.Repeat("1", 61), strings.Repeat("a", 5000)} {
		if _, err := ParseSafety(text); !errors.Is(err, ErrText) {
			t.Errorf("%.20q: %v", text, err)
		}
	}
	if code, err := SafetyNumber(publicOf(1), publicOf(2)).QRCode(); err != nil || len(code) > 33 {
		t.Errorf("%d modules, %v", len(code), err)
	}
}

func FuzzParseSafety(f *testing.F) {
	f.Add(SafetyNumber(publicOf(1), publicOf(2)).QRText())
	f.Add("1 2-3")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSafety(text)
		if err != nil {
			return
		}
		if again, err := ParseSafety(s.String()); err != nil || again != s {
			t.Errorf("%v came back as %v, %v", s, again, err)
		}
	})
}

func TestEmojiTable(t *testing.T) {
	pictures, ids := map[rune]bool{}, map[string]bool{}
	for i, e := range AllEmoji() {
		if e.Index != i || e.Rune == 0 || e.ID == "" || strings.Trim(e.ID, "abcdefghijklmnopqrstuvwxyz") != "" {
			t.Errorf("%+v at %d", e, i)
		}
		if pictures[e.Rune] || ids[e.ID] {
			t.Errorf("%+v comes twice", e)
		}
		pictures[e.Rune], ids[e.ID] = true, true
	}
	var sum [32]byte
	copy(sum[:], []byte{0x00, 0x10, 0x83, 0x10, 0x51, 0x87}) // 0, 1, 2, 3, 4, 5, 6, then 0x07
	for i, e := range emojiOf(sum) {
		if e.Index != i {
			t.Errorf("emoji %d is %+v", i, e)
		}
	}
}
