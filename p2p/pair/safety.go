package pair

import (
	"bytes"
	"crypto/sha512"
	"fmt"
	"strings"

	"kith/crypto"
)

const (
	safetyDigits  = 60
	safetyGroups  = 12
	safetyGroup   = safetyDigits / safetyGroups
	safetyRounds  = 5200
	safetyDomain  = "kith safety v1\x00"
	safetyPrefix  = "KITH:SAFETY/"
	maxSafetyText = 4096
)

// Safety is the safety number of two people: sixty digits that are the same on
// both of their computers exactly if each has the other's true key.
type Safety [safetyDigits]byte // ASCII digits

// SafetyNumber computes the safety number of two authors. The order does not
// matter. Each key is hashed 5,200 times to make a lookalike dear; see PAIRING.md.
func SafetyNumber(a, b crypto.PublicKey) Safety {
	first, second := safetyHalf(a), safetyHalf(b)
	if bytes.Compare(first[:], second[:]) > 0 {
		first, second = second, first
	}
	return Safety(append(first[:], second[:]...))
}

func safetyHalf(key crypto.PublicKey) [safetyDigits / 2]byte {
	sum := sha512.Sum512(append([]byte(safetyDomain), key[:]...))
	for range safetyRounds {
		sum = sha512.Sum512(append(sum[:], key[:]...))
	}
	var digits []byte
	for i := 0; i < safetyGroups/2; i++ {
		var n uint64
		for _, b := range sum[i*5 : (i+1)*5] {
			n = n<<8 | uint64(b)
		}
		digits = fmt.Appendf(digits, "%05d", n%100_000)
	}
	return [safetyDigits / 2]byte(digits)
}

// Groups returns the number as twelve groups of five digits.
func (s Safety) Groups() [safetyGroups]string {
	var groups [safetyGroups]string
	for i := range groups {
		groups[i] = string(s[i*safetyGroup : (i+1)*safetyGroup])
	}
	return groups
}

// String returns the groups with spaces between.
func (s Safety) String() string {
	groups := s.Groups()
	return strings.Join(groups[:], " ")
}

// QRText returns what the QR code of the number holds.
func (s Safety) QRText() string { return safetyPrefix + string(s[:]) }

// QRCode returns the QR code of the number as rows of modules, true where it is
// dark, without the quiet zone of four.
func (s Safety) QRCode() ([][]bool, error) { return crypto.QRCode(s.QRText()) }

// ParseSafety reads a safety number as the other person gives it: what the QR
// code holds, or the digits with anything between them. Compare with ==; it is no
// secret. Errors wrap [ErrText].
func ParseSafety(text string) (Safety, error) {
	var s Safety
	if len(text) > maxSafetyText {
		return s, fmt.Errorf("read safety number: %w: the text is too long", ErrText)
	}
	n := 0
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			continue
		}
		if n < len(s) {
			s[n] = text[i]
		}
		n++
	}
	if n != len(s) {
		return Safety{}, fmt.Errorf("read safety number: %w: there are %d digits, and a safety number has %d", ErrText, n, len(s))
	}
	return s, nil
}
