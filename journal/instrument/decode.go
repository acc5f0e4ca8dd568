package instrument

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"kith/journal"
)

// Limits of a pack. A longer text is refused, never cut; lengths are in bytes.
const (
	MaxPack    = 64 << 10
	MaxItems   = 100
	MaxAnswers = 20
	MaxTitle   = 80
	MaxText    = 1000

	maxBands        = 20
	maxSubscores    = 20
	maxAlerts       = 20
	maxTranslations = 10
)

// Numbers are bounded so that the sum of MaxItems of them, weighted, has at most
// seventeen digits and so loses none as a [journal.Decimal].
const (
	maxNumber = 100_000 // of answers and ranges
	maxWeight = 1_000
	maxPlaces = 3 // after the decimal point
)

// Decode reads a pack and refuses, with a [PackError], what is not one, is too
// long, says something that this version does not know, or does not fit together.
func Decode(data []byte) (*Pack, error) {
	if len(data) > MaxPack {
		return nil, problem("size", MaxPack/1024)
	}
	if !utf8.Valid(data) {
		return nil, problem("not_text")
	}
	p := new(Pack)
	in := json.NewDecoder(bytes.NewReader(data))
	in.DisallowUnknownFields()
	if err := in.Decode(p); err != nil {
		return nil, jsonProblem(err)
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return nil, problem("json", "more than one document")
	}
	if err := p.Check(); err != nil {
		return nil, err
	}
	return p, nil
}

// jsonProblem says what is wrong with the JSON itself.
func jsonProblem(err error) error {
	text := strings.TrimPrefix(err.Error(), "json: ")
	if name, ok := strings.CutPrefix(text, "unknown field "); ok {
		return problem("unknown", strings.Trim(name, `"`))
	}
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return problem("kind", kind.Field)
	}
	if errors.Is(err, journal.ErrNumber) {
		return problem("number")
	}
	return problem("json", text)
}

// Encode writes the pack as Decode reads it.
func (p *Pack) Encode() ([]byte, error) {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	if err := out.Encode(p); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(b.Bytes()), nil
}

// checkText refuses a text that is too long or has something in it that does not
// print; lines may be broken. "" passes only where empty says so.
func checkText(field, text string, longest int, empty bool) error {
	switch {
	case strings.TrimSpace(text) == "" && !empty:
		return problem("empty", field)
	case len(text) > longest:
		return problem("long", field, longest)
	}
	for _, r := range text {
		if unicode.IsControl(r) && r != '\n' || r == utf8.RuneError || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return problem("control", field)
		}
	}
	return nil
}

// validID reports whether an id is lower-case letters, digits and hyphens, at most
// 60, with a letter or digit at both ends.
func validID(id string) bool {
	if len(id) == 0 || len(id) > 60 || id[0] == '-' || id[len(id)-1] == '-' {
		return false
	}
	return strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// validLanguage reports whether a name of a language looks like one of RFC 5646.
func validLanguage(name string) bool {
	return len(name) >= 2 && len(name) <= 35 && name[0] != '-' &&
		strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// sameLanguage compares the first subtags: es and es-MX are the same.
func sameLanguage(a, b string) bool {
	a, _, _ = strings.Cut(a, "-")
	b, _, _ = strings.Cut(b, "-")
	return strings.EqualFold(a, b)
}
