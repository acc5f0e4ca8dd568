package journal

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/fxamacker/cbor/v2"
)

// Decimal is an exact decimal number, Coef x 10^Exp, that remembers its digits:
// 7.0 stays 7.0. Coef has at most 18 digits and Exp runs from -18 to 18, which
// holds every dose and laboratory value; NaN and infinities do not exist.
type Decimal struct {
	Coef int64
	Exp  int8
}

// ErrNumber says that a text is not a number Kith can hold.
var ErrNumber = errors.New("not a number with at most 18 digits")

// DecimalOf returns the whole number n.
func DecimalOf(n int64) Decimal { return Decimal{Coef: n} }

// ParseDecimal reads 12, -0.5, .5, 7.0 and 1.2e3. Anything else, more than 18
// digits among it, is [ErrNumber].
func ParseDecimal(s string) (Decimal, error) {
	text := strings.TrimSpace(s)
	fail := func() (Decimal, error) { return Decimal{}, fmt.Errorf("%.40q: %w", s, ErrNumber) }
	exp := 0
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		e, err := strconv.Atoi(text[i+1:])
		if err != nil || e < -40 || e > 40 {
			return fail()
		}
		exp, text = e, text[:i]
	}
	negative := strings.HasPrefix(text, "-")
	text = strings.TrimPrefix(strings.TrimPrefix(text, "-"), "+")
	whole, frac, _ := strings.Cut(text, ".")
	if whole+frac == "" || strings.Trim(whole+frac, "0123456789") != "" {
		return fail()
	}
	exp -= len(frac)
	digits := strings.TrimLeft(whole+frac, "0")
	for len(digits) > 18 && strings.HasSuffix(digits, "0") { // 1.5000000000000000000000 is 1.5
		digits, exp = digits[:len(digits)-1], exp+1
	}
	if digits == "" {
		digits = "0"
	}
	if len(digits) > 18 {
		return fail()
	}
	coef, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return fail()
	}
	for exp > 0 && coef != 0 && coef < 1e17 { // 1.2e3 is 1200
		coef, exp = coef*10, exp-1
	}
	if coef == 0 && exp > 0 {
		exp = 0
	}
	if exp < -18 || exp > 18 {
		return fail()
	}
	if negative {
		coef = -coef
	}
	return Decimal{Coef: coef, Exp: int8(exp)}, nil
}

// DecimalFromFloat returns the shortest decimal that reads back as f, or
// [ErrNumber] for NaN, infinities and what does not fit.
func DecimalFromFloat(f float64) (Decimal, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Decimal{}, fmt.Errorf("%v: %w", f, ErrNumber)
	}
	return ParseDecimal(strconv.FormatFloat(f, 'g', -1, 64))
}

// Float returns the nearest float64, for charts and statistics.
func (d Decimal) Float() float64 {
	if d.Exp < 0 {
		return float64(d.Coef) / math.Pow10(int(-d.Exp))
	}
	return float64(d.Coef) * math.Pow10(int(d.Exp))
}

// Cmp returns -1, 0 or 1 as d is below, equal to or above other in value.
func (d Decimal) Cmp(other Decimal) int {
	a, b := d.Float(), other.Float()
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// String writes the number as it was typed, without exponent.
func (d Decimal) String() string {
	s := strconv.FormatInt(d.Coef, 10)
	if d.Exp >= 0 {
		if d.Coef == 0 {
			return s
		}
		return s + strings.Repeat("0", int(d.Exp))
	}
	sign := ""
	if d.Coef < 0 {
		sign, s = "-", s[1:]
	}
	places := int(-d.Exp)
	if len(s) <= places {
		s = strings.Repeat("0", places-len(s)+1) + s
	}
	return sign + s[:len(s)-places] + "." + s[len(s)-places:]
}

// MarshalText writes the same as String.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText is ParseDecimal.
func (d *Decimal) UnmarshalText(b []byte) error {
	parsed, err := ParseDecimal(string(b))
	if err == nil {
		*d = parsed
	}
	return err
}

// MarshalJSON writes a JSON number with the digits as typed.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalJSON reads a JSON number, or the same in quotes.
func (d *Decimal) UnmarshalJSON(b []byte) error {
	return d.UnmarshalText([]byte(strings.Trim(string(b), `"`)))
}

// MarshalCBOR writes a whole number as an integer and anything else as the
// decimal fraction [exponent, mantissa] of RFC 8949 section 3.4.4, without its tag.
func (d Decimal) MarshalCBOR() ([]byte, error) {
	if d.Exp == 0 {
		return encMode.Marshal(d.Coef)
	}
	return encMode.Marshal([2]int64{int64(d.Exp), d.Coef})
}

// UnmarshalCBOR reads what MarshalCBOR writes and nothing else.
func (d *Decimal) UnmarshalCBOR(b []byte) error {
	var pair []int64
	var n int64
	if err := decMode.Unmarshal(b, &n); err == nil {
		pair = []int64{0, n}
	} else if err := decMode.Unmarshal(b, &pair); err != nil {
		return err
	} else if len(pair) != 2 || pair[0] == 0 {
		return ErrNumber
	}
	const limit = 1_000_000_000_000_000_000
	if pair[0] < -18 || pair[0] > 18 || pair[1] <= -limit || pair[1] >= limit {
		return ErrNumber
	}
	*d = Decimal{Exp: int8(pair[0]), Coef: pair[1]}
	return nil
}

// encMode writes the deterministic encoding of RFC 8949 section 4.2, because
// signatures and content ids are over these bytes; decMode bounds what a
// hostile peer or a damaged file can make us build.
var (
	encMode = must(cbor.CoreDetEncOptions().EncMode())
	decMode = must(cbor.DecOptions{
		DupMapKey:        cbor.DupMapKeyEnforcedAPF,
		IndefLength:      cbor.IndefLengthForbidden,
		TagsMd:           cbor.TagsForbidden,
		MaxNestedLevels:  12,
		MaxArrayElements: 8192,
		MaxMapPairs:      1024,
		SimpleValues:     must(assignedSimpleValues()),
	}.DecMode())
)

// assignedSimpleValues refuses the simple values that mean nothing (RFC 8949,
// section 3.3): the library would read them as small numbers.
func assignedSimpleValues() (*cbor.SimpleValueRegistry, error) {
	return cbor.NewSimpleValueRegistryFromDefaults(func(r *cbor.SimpleValueRegistry) error {
		for v := range 256 {
			if v >= 20 && v <= 31 {
				continue // false, true, null, undefined; the rest cannot be written
			}
			if err := cbor.WithRejectedSimpleValue(cbor.SimpleValue(v))(r); err != nil {
				return err
			}
		}
		return nil
	})
}

func must[T any](v T, err error) T {
	if err != nil {
		panic("journal: " + err.Error()) // the options above are constants
	}
	return v
}
