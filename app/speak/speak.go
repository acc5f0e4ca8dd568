package speak

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Speaker says text aloud. Its methods return at once and may be called from any
// goroutine.
type Speaker interface {
	// Say says text. What is not urgent gives way to whatever is said next; what is
	// urgent is said to its end, after what was urgent before.
	Say(text string, urgent bool)
	// Stop ends what is being said, and drops what was still to be said.
	Stop()
	// Close ends everything. Nothing is said afterwards.
	Close()
}

// ErrNone says that this computer has no speech service that Kith knows.
var ErrNone = errors.New("there is no speech service")

// Open returns what speaks on this computer. language (ISO 639-1) is that of the
// texts, as far as the service lets Kith choose; "" leaves it. It fails with
// [ErrNone].
func Open(language string) (Speaker, error) {
	v, err := openVoice(language)
	if err != nil {
		return nil, err
	}
	return newQueue(v), nil
}

// maxText is how much of a text is said, in bytes: about three minutes of it.
const maxText = 3000

// clean makes one line of text that any service can say: valid UTF-8, without
// control characters, and no longer than maxText.
func clean(text string) string {
	text = strings.ToValidUTF8(text, " ")
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return ' '
		}
		return r
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > maxText {
		text = text[:maxText]
		for !utf8.ValidString(text) {
			text = text[:len(text)-1]
		}
	}
	return text
}
