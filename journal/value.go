package journal

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// Scale says how a value is measured.
type Scale uint8

// The scales. Their numbers are part of the format.
const (
	NRS        Scale = iota + 1 // numeric rating scale, 0 to 10
	Ordinal                     // ranks with anchors (none, mild, severe); the label is the anchor
	YesNo                       // 1 yes, 0 no
	Count                       // whole things: attacks, cups, steps
	Quantity                    // a number and a UCUM unit
	Duration                    // seconds
	Components                  // several readings at once: blood pressure
	Text                        // words
)

var scaleNames = names[Scale]{"", "nrs", "ordinal", "yes_no", "count", "quantity", "duration", "components", "text"}

// String returns the name used in JSON and map files.
func (s Scale) String() string { return scaleNames.of(s) }

// ParseScale reads a scale's name.
func ParseScale(s string) (Scale, error) { return scaleNames.parse("scale", s) }

// MarshalText writes the name.
func (s Scale) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the name.
func (s *Scale) UnmarshalText(b []byte) (err error) {
	*s, err = ParseScale(string(b))
	return err
}

// Polarity says which end of a scale is better for the person.
type Polarity uint8

// The polarities.
const (
	HigherIsWorse  Polarity = iota + 1 // pain
	HigherIsBetter                     // energy
	Neutral                            // steps, weight: it depends
)

var polarityNames = names[Polarity]{"", "higher_is_worse", "higher_is_better", "neutral"}

// String returns the name used in JSON and map files.
func (p Polarity) String() string { return polarityNames.of(p) }

// MarshalText writes the name.
func (p Polarity) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the name.
func (p *Polarity) UnmarshalText(b []byte) (err error) {
	*p, err = polarityNames.parse("polarity", string(b))
	return err
}

// Absence says what a day without an entry means. Charts, statistics, exports
// and shares obey it; none of them writes a zero.
type Absence uint8

// The absence policies; Unknown is what a new definition gets.
const (
	AbsenceUnknown        Absence = iota + 1 // nothing is known
	AbsenceZeroIfReviewed                    // zero, if the person marked the day as reviewed
	AbsenceZero                              // zero
)

var absenceNames = names[Absence]{"", "unknown", "zero_if_reviewed", "zero"}

// String returns the name used in JSON and map files.
func (a Absence) String() string { return absenceNames.of(a) }

// MarshalText writes the name.
func (a Absence) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads the name.
func (a *Absence) UnmarshalText(b []byte) (err error) {
	*a, err = absenceNames.parse("absence policy", string(b))
	return err
}

// Value is one reading on one scale. What was typed is kept: its digits, its
// unit, its label. A missing value is a missing *Value, never a special number.
type Value struct {
	Scale Scale `cbor:"1,keyasint" json:"scale"`
	// Number is set for every scale but Components and Text; for an Ordinal
	// without ranks the label stands alone.
	Number *Decimal `cbor:"2,keyasint,omitempty" json:"number,omitempty"`
	// Unit is a UCUM code where the source's unit has one, else as typed.
	Unit string `cbor:"3,keyasint,omitempty" json:"unit,omitempty"`
	// Label is the anchor of an Ordinal, or the words of a Text.
	Label string `cbor:"4,keyasint,omitempty" json:"label,omitempty"`
	// Parts are the readings of Components.
	Parts []Part `cbor:"5,keyasint,omitempty" json:"parts,omitempty"`
	// Comparator is "<", "<=", ">=" or ">" where a laboratory gave only a bound.
	Comparator string `cbor:"6,keyasint,omitempty" json:"comparator,omitempty"`
}

// Part is one reading of a value with several components.
type Part struct {
	Name   string  `cbor:"1,keyasint" json:"name"`
	Number Decimal `cbor:"2,keyasint" json:"number"`
	Unit   string  `cbor:"3,keyasint,omitempty" json:"unit,omitempty"`
}

// ErrValue says that a value does not fit its scale.
var ErrValue = errors.New("the value does not fit its scale")

// Number10 returns a rating from 0 to 10.
func Number10(n Decimal) *Value { return &Value{Scale: NRS, Number: &n} }

// Yes returns the answer yes or no.
func Yes(yes bool) *Value {
	n := DecimalOf(0)
	if yes {
		n = DecimalOf(1)
	}
	return &Value{Scale: YesNo, Number: &n}
}

// QuantityOf returns a number with a unit.
func QuantityOf(n Decimal, unit string) *Value {
	return &Value{Scale: Quantity, Number: &n, Unit: unit}
}

// TextOf returns words as a value.
func TextOf(words string) *Value { return &Value{Scale: Text, Label: words} }

// Validate reports, wrapping [ErrValue], what is wrong with v. A nil value is
// valid: it is missing.
func (v *Value) Validate() error {
	if v == nil {
		return nil
	}
	switch v.Comparator {
	case "", "<", "<=", ">=", ">":
	default:
		return fmt.Errorf("comparator %.10q: %w", v.Comparator, ErrValue)
	}
	switch v.Scale {
	case NRS, YesNo, Count, Quantity, Duration:
		if v.Number == nil {
			return fmt.Errorf("%s without a number: %w", v.Scale, ErrValue)
		}
	case Ordinal:
		if v.Number == nil && v.Label == "" {
			return fmt.Errorf("ordinal without rank or label: %w", ErrValue)
		}
	case Components:
		if len(v.Parts) == 0 || len(v.Parts) > 64 {
			return fmt.Errorf("%d components: %w", len(v.Parts), ErrValue)
		}
	case Text:
		if v.Label == "" {
			return fmt.Errorf("text without words: %w", ErrValue)
		}
	default:
		return fmt.Errorf("no scale: %w", ErrValue)
	}
	switch {
	case v.Scale == NRS && (v.Number.Float() < 0 || v.Number.Float() > 10):
		return fmt.Errorf("%s is not between 0 and 10: %w", v.Number, ErrValue)
	case v.Scale == YesNo && *v.Number != DecimalOf(0) && *v.Number != DecimalOf(1):
		return fmt.Errorf("%s is neither yes nor no: %w", v.Number, ErrValue)
	case v.Scale == Duration && v.Number.Coef < 0:
		return fmt.Errorf("a duration below zero: %w", ErrValue)
	}
	return nil
}

// String writes the value as a person reads it: 7/10, yes, 72.5 kg, 120/80 mm[Hg].
func (v *Value) String() string {
	if v == nil {
		return ""
	}
	number := func() string { return v.Comparator + v.Number.String() }
	switch v.Scale {
	case NRS:
		return number() + "/10"
	case YesNo:
		if v.Number.Coef == 0 {
			return "no"
		}
		return "yes"
	case Ordinal:
		if v.Number == nil || v.Label == "" {
			if v.Number != nil {
				return number()
			}
			return v.Label
		}
		return v.Label + " (" + number() + ")"
	case Text:
		return v.Label
	case Duration:
		return durationText(*v.Number)
	case Components:
		return v.componentText()
	}
	return strings.TrimSpace(number() + " " + v.Unit)
}

// durationText writes whole minutes and more as 7 h 30 min, the rest as seconds.
func durationText(n Decimal) string {
	seconds := n.Float()
	if n.Exp < 0 || seconds < 60 || math.Mod(seconds, 60) != 0 {
		return n.String() + " s"
	}
	minutes := int64(seconds) / 60
	switch {
	case minutes < 60:
		return fmt.Sprintf("%d min", minutes)
	case minutes%60 == 0:
		return fmt.Sprintf("%d h", minutes/60)
	}
	return fmt.Sprintf("%d h %d min", minutes/60, minutes%60)
}

func (v *Value) componentText() string {
	if len(v.Parts) == 2 && v.Parts[0].Unit == v.Parts[1].Unit { // 120/80 mm[Hg]
		return strings.TrimSpace(v.Parts[0].Number.String() + "/" + v.Parts[1].Number.String() + " " + v.Parts[0].Unit)
	}
	texts := make([]string, len(v.Parts))
	for i, p := range v.Parts {
		texts[i] = strings.TrimSpace(p.Name + " " + p.Number.String() + " " + p.Unit)
	}
	return strings.Join(texts, ", ")
}
