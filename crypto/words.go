package crypto

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tyler-smith/go-bip39/wordlists"
)

// ErrRecoveryText says that a text is not the words, the identity line or the
// sheet of a recovery. The error itself names the word and may suggest others:
// show it to the person, do not log it.
var ErrRecoveryText = errors.New("these recovery words cannot be right")

const (
	wordCount   = 24
	wordBits    = 11
	wordPrefix  = 4  // letters that tell every word of the list from every other
	maxWordSize = 64 // bytes of a word that is worth comparing
)

// encodeWords spells 256 bits and their 8-bit checksum as 24 words of 11 bits
// (BIP39, "Generating the mnemonic").
func encodeWords(seed [KeySize]byte) [wordCount]string {
	sum := sha256.Sum256(seed[:])
	bits := append(seed[:], sum[0])
	var words [wordCount]string
	for i := range words {
		index := 0
		for bit := i * wordBits; bit < (i+1)*wordBits; bit++ {
			index = index<<1 | int(bits[bit/8]>>(7-bit%8)&1)
		}
		words[i] = wordlists.English[index]
	}
	return words
}

// decodeWords is the reverse of encodeWords, over places in the word list; it
// reports whether the checksum is right.
func decodeWords(indexes [wordCount]int) (seed [KeySize]byte, ok bool) {
	var bits [KeySize + 1]byte
	for i, index := range indexes {
		for b := range wordBits {
			bit := i*wordBits + b
			bits[bit/8] |= byte(index>>(wordBits-1-b)&1) << (7 - bit%8)
		}
	}
	copy(seed[:], bits[:])
	sum := sha256.Sum256(seed[:])
	return seed, sum[0] == bits[KeySize]
}

// ParseWords reads the 24 words of a recovery sheet. Case does not matter, and
// the first four letters of a word are enough. The error says which word is not
// on the list and what it may have been, or, when all are, that one of them is
// wrong and which change would make them right.
func ParseWords(words []string) (*Recovery, error) {
	if len(words) != wordCount {
		return nil, fmt.Errorf("%w: there are %d words, and a recovery sheet has %d", ErrRecoveryText, len(words), wordCount)
	}
	var indexes [wordCount]int
	for i, word := range words {
		index, ok := findWord(word)
		if !ok {
			return nil, unknownWord(i+1, word)
		}
		indexes[i] = index
	}
	seed, ok := decodeWords(indexes)
	if !ok {
		return nil, fmt.Errorf("%w: one of the words is wrong, or two have changed places%s", ErrRecoveryText, suggestRepair(indexes))
	}
	return &Recovery{seed: Key{b: seed}}, nil
}

// findWord returns the place in the list of a word or of its unique beginning.
func findWord(word string) (index int, ok bool) {
	word = strings.ToLower(strings.TrimSpace(word))
	index, found := slices.BinarySearch(wordlists.English, word)
	if found {
		return index, true
	}
	if len(word) < wordPrefix || index == len(wordlists.English) || !strings.HasPrefix(wordlists.English[index], word) {
		return 0, false
	}
	return index, true
}

func unknownWord(number int, word string) error {
	word = strings.ToLower(strings.TrimSpace(word))
	if len(word) > maxWordSize {
		return fmt.Errorf("%w: word %d is not on the list; it is %d letters long", ErrRecoveryText, number, len(word))
	}
	hint := ""
	if near := nearestWords(word, 3); len(near) > 0 {
		hint = "; did you mean " + strings.Join(near, " or ") + "?"
	}
	return fmt.Errorf("%w: word %d, %q, is not on the list%s", ErrRecoveryText, number, word, hint)
}

// nearestWords returns up to limit words of the list that are at most two
// mistakes away, the nearest first.
func nearestWords(word string, limit int) []string {
	var near []string
	for distance := 1; distance <= 2; distance++ {
		for _, candidate := range wordlists.English {
			if len(near) < limit && editDistance(word, candidate) == distance {
				near = append(near, candidate)
			}
		}
	}
	return near
}

// suggestRepair looks for the single mistakes that writing by hand makes, one
// letter in one word or two neighbours swapped, whose undoing gives the right
// checksum.
func suggestRepair(indexes [wordCount]int) string {
	const limit = 3
	var hints []string
	try := func(candidate [wordCount]int, hint string) {
		if _, ok := decodeWords(candidate); ok && len(hints) < limit {
			hints = append(hints, hint)
		}
	}
	for i, index := range indexes {
		for other, word := range wordlists.English {
			if editDistance(wordlists.English[index], word) == 1 {
				changed := indexes
				changed[i] = other
				try(changed, fmt.Sprintf("word %d may be %s", i+1, word))
			}
		}
		if i+1 < wordCount && index != indexes[i+1] {
			swapped := indexes
			swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
			try(swapped, fmt.Sprintf("words %d and %d may have changed places", i+1, i+2))
		}
	}
	if len(hints) == 0 {
		return ""
	}
	return ": " + strings.Join(hints, ", or ")
}

// editDistance counts the letters to insert, drop, replace or swap with their
// neighbour to turn a into b (optimal string alignment).
func editDistance(a, b string) int {
	if d := len(a) - len(b); d > 2 || d < -2 {
		return 3 // nobody asks for more
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
