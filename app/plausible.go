package app

import (
	"context"
	"errors"
	"strings"

	"kith/app/words"
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

// Text says what is unlikely about the value, in words for the person.
func (d Doubt) Text() string {
	low, high := strings.TrimSpace(d.Low+" "+d.Unit), strings.TrimSpace(d.High+" "+d.Unit)
	switch {
	case d.Low == "":
		return words.Text("entry.doubt.high", d.Name, d.Value, high)
	case d.High == "":
		return words.Text("entry.doubt.low", d.Name, d.Value, low)
	}
	return words.Text("entry.doubt.one", d.Name, d.Value, d.Low, high)
}

// LogSure writes new entries as [App.LogEntries] does, unless one of them holds a
// value that is unlikely and sure is false: then nothing is written and the error is
// a [DoubtError].
func (a *App) LogSure(ctx context.Context, p Person, title string, sure bool, entries ...journal.Entry) ([]Listed, error) {
	if !sure {
		doubts, err := a.Doubts(ctx, p, entries...)
		if err != nil {
			return nil, err
		}
		if len(doubts) > 0 {
			return nil, &DoubtError{doubts}
		}
	}
	return a.LogEntries(ctx, p, title, entries...)
}

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
			doubts = append(doubts, Doubt{Name: e.Name, Value: v.String(), Low: bound(v, low), High: bound(v, high), Unit: unit})
			break
		}
	}
	return doubts, nil
}

// doubtEdit fails with a [DoubtError] if an edit makes a value that is unlikely. The
// entry stays as it is.
func (a *App) doubtEdit(ctx context.Context, p Person, id journal.ID, edit func(*journal.Entry) error) error {
	e, err := a.Get(ctx, p, id)
	if err != nil {
		return err
	}
	if o := e.Observation(); o != nil { // edit writes into the body
		c := *o
		e.Body = &c
	}
	if d := e.Dose(); d != nil {
		c := *d
		e.Body = &c
	}
	if err := edit(&e); err != nil {
		return err
	}
	doubts, err := a.Doubts(ctx, p, e)
	if err != nil || len(doubts) == 0 {
		return err
	}
	return &DoubtError{doubts}
}

// bound writes the end of a range as a reading of v is written.
func bound(v *journal.Value, n *journal.Decimal) string {
	switch {
	case n == nil:
		return ""
	case v.Scale == journal.Duration:
		return (&journal.Value{Scale: journal.Duration, Number: n}).String()
	}
	return n.String()
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
	if term == nil || term.Extra["scale"] != e.Value().Scale.String() {
		return nil, nil, "", nil
	}
	from, to, found := strings.Cut(term.Extra["range"], ",")
	if unit, _, _ = strings.Cut(term.Extra["unit"], ","); unit == "1" { // of numbers without one
		unit = ""
	}
	lowest, errLow := journal.ParseDecimal(from)
	highest, errHigh := journal.ParseDecimal(to)
	if !found || errLow != nil || errHigh != nil {
		return nil, nil, "", nil
	}
	return &lowest, &highest, unit, nil
}
