package app

import (
	"context"
	"errors"
	"strings"

	"kith/journal"
	unitsof "kith/journal/units"
)

// Doubt is a value far from what people have, most often a slip of the finger. It is
// for asking: a person may well mean it, and then it is kept as it was typed.
type Doubt struct {
	Name  string
	Value string // as it was typed: "382 Cel"
	// Low and High are what is usual, with Unit (a UCUM code).
	Low, High string
	Unit      string
}

// DoubtError says that values are unlikely and nobody has said that they are meant.
type DoubtError struct{ Doubts []Doubt }

// Error implements error.
func (e *DoubtError) Error() string { return "unlikely: " + e.Doubts[0].Name + " " + e.Doubts[0].Value }

// Doubts returns the values of new entries that lie outside what their definition
// allows or, if it says nothing, outside what the vocabulary calls usual. Names that
// neither knows are never in doubt.
func (a *App) Doubts(ctx context.Context, p Person, entries ...journal.Entry) ([]Doubt, error) {
	var doubts []Doubt
	for i := range entries {
		e := &entries[i]
		v := e.Value()
		if v == nil || v.Scale == journal.YesNo || v.Scale == journal.Text || v.Scale == journal.Ordinal {
			continue
		}
		low, high, unit, err := a.usual(ctx, p, e)
		if err != nil {
			return nil, err
		}
		if low == nil && high == nil {
			continue
		}
		var numbers []journal.Part
		if v.Number != nil {
			in := v.Unit
			if v.Scale == journal.Duration {
				in = "s"
			}
			numbers = append(numbers, journal.Part{Number: *v.Number, Unit: in})
		}
		for _, n := range append(numbers, v.Parts...) {
			if !outside(n, low, high, unit, e.Name) {
				continue
			}
			d := Doubt{Name: e.Name, Value: v.String(), Unit: unit}
			if low != nil {
				d.Low = low.String()
			}
			if high != nil {
				d.High = high.String()
			}
			doubts = append(doubts, d)
			break
		}
	}
	return doubts, nil
}

// outside reports whether a number lies outside a range that is in unit. A number in
// a unit that cannot be compared does not.
func outside(n journal.Part, low, high *journal.Decimal, unit, name string) bool {
	f := n.Number.Float()
	if n.Unit != unit && n.Unit != "" && unit != "" {
		converted, ok := unitsof.Convert(f, n.Unit, unit, name)
		if !ok {
			return false
		}
		f = converted
	}
	return low != nil && f < low.Float() || high != nil && f > high.Float()
}

// usual returns the range for what an entry is about; nil is no bound.
func (a *App) usual(ctx context.Context, p Person, e *journal.Entry) (low, high *journal.Decimal, unit string, err error) {
	if id := e.Observation().Definition; !id.IsZero() {
		said, err := a.Get(ctx, p, id)
		switch {
		case err == nil:
			if d, ok := said.Body.(*journal.Definition); ok && (d.Low != nil || d.High != nil) {
				return d.Low, d.High, d.Unit, nil
			}
		case !errors.Is(err, journal.ErrNotFound):
			return nil, nil, "", err
		}
	}
	v, err := a.Vocabulary()
	if err != nil { // an entry is kept without it
		return nil, nil, "", nil
	}
	term := v.Find(journal.KindMeasure, e.Name)
	if term == nil {
		return nil, nil, "", nil
	}
	from, to, found := strings.Cut(term.Extra["range"], ",")
	unit, _, _ = strings.Cut(term.Extra["unit"], ",")
	lowest, errLow := journal.ParseDecimal(from)
	highest, errHigh := journal.ParseDecimal(to)
	if !found || errLow != nil || errHigh != nil {
		return nil, nil, "", nil
	}
	return &lowest, &highest, unit, nil
}
