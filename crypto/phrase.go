package crypto

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tyler-smith/go-bip39/wordlists"
	"golang.org/x/crypto/argon2"
)

const (
	// PhraseWords is how many words a phrase has.
	PhraseWords = 7
	// PhraseSize is the length of a packed phrase, in bytes: 77 bits and three
	// that are zero.
	PhraseSize = (PhraseWords*wordBits + 7) / 8

	maxPhraseText = 4096 // bytes of text that is worth reading as a phrase
)

// The cost of one guess at a stretched secret: Argon2id (RFC 9106) as its second
// recommended option, a fraction of a second and 64 MiB. They are part of the format.
const (
	stretchPasses  = 3
	stretchMemory  = 64 << 10 // KiB
	stretchThreads = 4
)

// ErrPhraseText says that a text is not the words of a phrase. The error itself
// names the word and may suggest others: show it to the person, do not log it.
var ErrPhraseText = errors.New("these seven words cannot be right")

// Phrase is a secret that is read aloud or typed: seven random words of the BIP39
// English list, 77 bits. It is for one use within a short time. It prints as
// "[phrase]" and cannot be marshalled.
type Phrase struct{ bits [PhraseSize]byte }

// NewPhrase returns a random phrase.
func NewPhrase() Phrase {
	var p Phrase
	for p.IsZero() {
		rand.Read(p.bits[:]) // never fails: crypto/rand ends the process instead
		p.bits[PhraseSize-1] &^= phraseSpare
	}
	return p
}

// phraseSpare are the bits of the last byte that hold nothing.
const phraseSpare = 1<<(PhraseSize*8-PhraseWords*wordBits) - 1

// PhraseFromBytes reads what [Phrase.Bytes] gave.
func PhraseFromBytes(b []byte) (Phrase, error) {
	var p Phrase
	if len(b) != PhraseSize || b[PhraseSize-1]&phraseSpare != 0 {
		return p, fmt.Errorf("read phrase of %d bytes: %w", len(b), ErrDamaged)
	}
	copy(p.bits[:], b)
	if p.IsZero() {
		return p, fmt.Errorf("read phrase of nothing: %w", ErrDamaged)
	}
	return p, nil
}

// Bytes returns the phrase in [PhraseSize] bytes, for sealing it.
func (p Phrase) Bytes() []byte { return slices.Clone(p.bits[:]) }

// IsZero reports whether p was never set.
func (p Phrase) IsZero() bool { return p.Equal(Phrase{}) }

// Equal reports in constant time whether both are the same phrase.
func (p Phrase) Equal(other Phrase) bool {
	return subtle.ConstantTimeCompare(p.bits[:], other.bits[:]) == 1
}

// Words returns the words of the phrase.
func (p Phrase) Words() [PhraseWords]string {
	var words [PhraseWords]string
	for i := range words {
		index := 0
		for bit := i * wordBits; bit < (i+1)*wordBits; bit++ {
			index = index<<1 | int(p.bits[bit/8]>>(7-bit%8)&1)
		}
		words[i] = wordlists.English[index]
	}
	return words
}

// Stretch returns the key that the phrase stands for. It takes a fraction of
// a second and 64 MiB, which is what each guess at the phrase costs as well.
func (p Phrase) Stretch() Key { return Stretch("phrase", p.bits[:]) }

// Stretch derives a key for one purpose (a constant string of this program) from
// something that could be guessed or searched for, by Argon2id at a fixed cost: a
// fraction of a second and 64 MiB.
func Stretch(purpose string, weak []byte) Key {
	salt := sha256.Sum256([]byte("kith v1 stretch\x00" + purpose))
	out := argon2.IDKey(weak, salt[:16], stretchPasses, stretchMemory, stretchThreads, KeySize)
	var k Key
	copy(k.b[:], out)
	clear(out)
	return k
}

// Format implements fmt.Formatter and hides the phrase from every verb.
func (Phrase) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "[phrase]") // a fmt.State has no other way to report
}

// MarshalText implements encoding.TextMarshaler by refusing.
func (Phrase) MarshalText() ([]byte, error) { return nil, errors.New("a phrase is never marshalled") }

// MarshalBinary implements encoding.BinaryMarshaler by refusing.
func (Phrase) MarshalBinary() ([]byte, error) { return nil, errors.New("a phrase is never marshalled") }

// ParsePhrase reads a phrase as a person gives it. Case does not matter, nor what
// stands between the words (spaces, line breaks, hyphens, commas, numbers), and
// of a word the letters that tell it from every other are enough. Errors wrap
// [ErrPhraseText], say which word is meant and suggest others.
func ParsePhrase(text string) (Phrase, error) {
	if len(text) > maxPhraseText {
		return Phrase{}, fmt.Errorf("%w: the text is too long", ErrPhraseText)
	}
	const softHyphen = "\u00ad" // stands inside words that were copied from a page
	words := plainWord().FindAllString(strings.ReplaceAll(text, softHyphen, ""), -1)
	var p Phrase
	for i, word := range words[:min(len(words), PhraseWords)] {
		index, err := phraseWord(i+1, strings.ToLower(word))
		if err != nil {
			return Phrase{}, err
		}
		for b := range wordBits {
			bit := i*wordBits + b
			p.bits[bit/8] |= byte(index>>(wordBits-1-b)&1) << (7 - bit%8)
		}
	}
	switch {
	case len(words) == 1:
		return Phrase{}, fmt.Errorf("%w: there is one word, and an invitation has %d", ErrPhraseText, PhraseWords)
	case len(words) != PhraseWords:
		return Phrase{}, fmt.Errorf("%w: there are %d words, and an invitation has %d", ErrPhraseText, len(words), PhraseWords)
	case p.IsZero():
		return Phrase{}, fmt.Errorf("%w: they are all the same", ErrPhraseText)
	}
	return p, nil
}

// phraseWord returns the place in the list of a word or of its unique beginning.
func phraseWord(number int, word string) (int, error) {
	if len(word) > maxWordSize {
		return 0, fmt.Errorf("%w: word %d is %d letters long", ErrPhraseText, number, len(word))
	}
	index, exact := slices.BinarySearch(wordlists.English, word)
	if exact {
		return index, nil
	}
	var begins []string
	for _, other := range wordlists.English[index:] {
		if !strings.HasPrefix(other, word) {
			break
		}
		begins = append(begins, other)
	}
	const most = 4 // suggestions that still help
	switch {
	case len(begins) == 1:
		return index, nil
	case len(begins) > most:
		return 0, fmt.Errorf("%w: word %d, %q, is the beginning of %d words; type more of it", ErrPhraseText, number, word, len(begins))
	case len(begins) > 1:
		return 0, fmt.Errorf("%w: word %d, %q, may be %s", ErrPhraseText, number, word, strings.Join(begins, " or "))
	}
	if near := nearestWords(word, most-1); len(near) > 0 {
		return 0, fmt.Errorf("%w: word %d, %q, is not on the list; did you mean %s?", ErrPhraseText, number, word, strings.Join(near, " or "))
	}
	return 0, fmt.Errorf("%w: word %d, %q, is not on the list", ErrPhraseText, number, word)
}
