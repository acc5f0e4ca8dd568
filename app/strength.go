package app

import (
	"math"
	"strings"
	"unicode"
)

// Strength says how hard a passphrase is to guess.
type Strength int

// The strengths.
const (
	Weak Strength = iota + 1
	Fair
	Good
	Strong
)

// String returns the last part of the key of its words: weak, fair, good, strong.
func (s Strength) String() string { return [...]string{"", "weak", "fair", "good", "strong"}[s] }

// StrengthOf estimates the strength of a passphrase from its length, its sorts
// of characters and its repetitions. It knows no lists of common passphrases and
// errs on the low side for words.
func StrengthOf(passphrase []byte) Strength {
	runes := []rune(string(passphrase))
	pool := 0.0
	for _, sort := range []struct {
		size float64
		is   func(rune) bool
	}{
		{26, unicode.IsLower}, {26, unicode.IsUpper}, {10, unicode.IsDigit},
		{20, func(r rune) bool { return r < unicode.MaxASCII && !unicode.IsLetter(r) && !unicode.IsDigit(r) }},
		{100, func(r rune) bool { return r > unicode.MaxASCII }},
	} {
		if strings.ContainsFunc(string(runes), sort.is) {
			pool += sort.size
		}
	}
	bits, seen := 0.0, map[rune]int{}
	for i, r := range runes {
		worth := math.Log2(pool)
		if i > 0 && (r == runes[i-1] || r == runes[i-1]+1 || r == runes[i-1]-1) { // aaa, 123, cba
			worth = 0.5
		}
		seen[r]++
		bits += worth / math.Sqrt(float64(seen[r]))
	}
	if letters := strings.Fields(string(runes)); len(letters) > 1 { // words are guessed as words
		bits = min(bits, 13*float64(len(letters))+8)
	}
	switch {
	case bits < 40:
		return Weak
	case bits < 55:
		return Fair
	case bits < 75:
		return Good
	}
	return Strong
}
