package view

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"kith/journal"
)

// EntryFields is what the fields of a form say, as it is typed.
type EntryFields struct {
	Sort EntrySort    // "" is the one of Kind
	Kind journal.Kind `json:",omitzero"`
	Name string
	Time EntryTime
	// Duration is a length of time: "2 h 30 min". "" is not said.
	Duration string
	Tags     string // with commas between
	Note     string

	// Of a symptom, measure or factor. Value is a number, "yes" or "no", a word of
	// Anchors, a length of time or words, as Scale says; "" is no value.
	Scale   journal.Scale `json:",omitzero"`
	Value   string
	Unit    string
	Parts   []EntryPart // of Components, in place of Value
	Anchors []string    // the words of an ordinal scale; not typed
	Region  string
	After   string // with commas between

	// Of sleep: clock times between which it was, and how good it was, 0 to 10. Value
	// is its length where the times are not known.
	SleepFrom, SleepTo, Quality string

	// Of a dose. Needed says that it was taken because of Reason, not by a plan.
	Status journal.DoseStatus `json:",omitzero"`
	Needed bool
	Amount string // "400 mg"
	Effect string // 0 to 10, "" is not said
	// Reason is also of an appointment and of an event.
	Reason string

	// Of an episode. EndDate "" says that it lasts.
	EndDate, EndClock string
	Worst             string // 0 to 10

	// Of an appointment.
	With      string
	Questions []EntryQuestion

	// Of a condition; Category also of an event. They hold words of Kith's, or
	// whatever an import said. EndDate may be a month or a year.
	Category, State, Certainty string
	Severity, Reaction         string

	// Of an evaluation: ratings from 0 to 10, "" is not said; SideEffects are names
	// with commas between.
	Benefit, SideEffect, Burden, Cost, Adherence string
	SideEffects                                  string
}

// EntryQuestion is something to ask at an appointment.
type EntryQuestion struct {
	Text  string
	Asked bool
}

// EntryPart is one number of a value with several.
type EntryPart struct{ Name, Number, Unit string }

func (x EntryFields) clone() EntryFields {
	x.Parts, x.Anchors, x.Questions = slices.Clone(x.Parts), slices.Clone(x.Anchors), slices.Clone(x.Questions)
	return x
}

// equal reports whether both say the same. Spaces around what is typed make no
// difference, and neither do a clock and a date where it is now.
func (x EntryFields) equal(y EntryFields) bool {
	return reflect.DeepEqual(x.trimmed(), y.trimmed())
}

func (x EntryFields) trimmed() EntryFields {
	x = x.clone()
	for _, s := range []*string{&x.Name, &x.Duration, &x.Tags, &x.Note, &x.Value, &x.Unit, &x.Region, &x.After, &x.Amount,
		&x.Effect, &x.Reason, &x.EndDate, &x.EndClock, &x.Worst, &x.With, &x.SleepFrom, &x.SleepTo, &x.Quality,
		&x.Category, &x.State, &x.Certainty, &x.Severity, &x.Reaction,
		&x.Benefit, &x.SideEffect, &x.Burden, &x.Cost, &x.Adherence, &x.SideEffects} {
		*s = strings.TrimSpace(*s)
	}
	for i := range x.Questions {
		x.Questions[i].Text = strings.TrimSpace(x.Questions[i].Text)
	}
	x.Questions = slices.DeleteFunc(x.Questions, func(q EntryQuestion) bool { return q.Text == "" })
	if len(x.Questions) == 0 {
		x.Questions = nil
	}
	x.Sort = x.sort()
	if len(x.Parts) == 0 {
		x.Parts = nil
	}
	x.Anchors = nil
	x.Time = x.Time.trimmed()
	return x
}

// hasValue reports whether some value was typed.
func (x *EntryFields) hasValue() bool {
	return strings.TrimSpace(x.Value) != "" || x.sort() == SortSleep && strings.TrimSpace(x.SleepFrom+x.SleepTo) != "" || slices.ContainsFunc(x.Parts, func(p EntryPart) bool { return strings.TrimSpace(p.Number) != "" })
}

// setScale empties the value for another scale.
func (x *EntryFields) setScale(s journal.Scale, unit string) {
	x.Scale, x.Value, x.Unit, x.Parts = s, "", typedUnit(unit), nil
	if s == journal.Components {
		x.Parts = []EntryPart{{Name: "Systolic", Unit: "mmHg"}, {Name: "Diastolic", Unit: "mmHg"}}
	}
}

// entryFieldsOf returns what the form shows of an entry.
func entryFieldsOf(e *journal.Entry) EntryFields {
	x := EntryFields{Kind: e.Kind, Name: e.Name, Note: e.Note, Tags: strings.Join(e.Tags, ", "),
		Time: entryTimeOf(e.When), Duration: lengthText(e.When.Duration), Scale: usualScale(e.Kind)}
	switch b := e.Body.(type) {
	case *journal.Observation:
		x.Region, x.After = b.Region, strings.Join(b.After, ", ")
		if b.Value != nil {
			x.showValue(b.Value)
		}
	case *journal.Dose:
		x.Status, x.Amount, x.Reason, x.Effect, x.Needed = b.Status, b.Amount.String(), b.Reason, scoreText(b.Effect), b.AsNeeded
	case *journal.Episode:
		x.Worst = scoreText(b.Worst)
		if b.End != nil {
			local := b.End.In(e.When.Local().Location())
			x.EndDate = journal.DateOf(local).String()
			if e.When.Precision == journal.Instant {
				x.EndClock = local.Format("15:04")
			}
		}
	case *journal.Appointment:
		x.With, x.Reason = b.With, b.Reason
		for _, q := range b.Questions {
			x.Questions = append(x.Questions, EntryQuestion{q, slices.Contains(b.Asked, q)})
		}
	case *journal.Event:
		x.Category, x.Reason = b.Category, b.Reason
	case *journal.Condition:
		x.showCondition(b)
	case *journal.Evaluation:
		x.Benefit, x.SideEffect, x.Burden = scoreText(b.Benefit), scoreText(b.SideEffect), scoreText(b.Burden)
		x.Cost, x.Adherence, x.SideEffects = scoreText(b.Cost), scoreText(b.Adherence), strings.Join(b.SideEffects, ", ")
	}
	return x
}

// SetValue types a value.
func (x *EntryFields) SetValue(v *journal.Value) {
	x.setScale(v.Scale, v.Unit)
	x.showValue(v)
}

func (x *EntryFields) showValue(v *journal.Value) {
	x.Scale, x.Unit = v.Scale, typedUnit(v.Unit)
	switch v.Scale {
	case journal.YesNo:
		x.Value = AnswerNo
		if v.Number.Coef != 0 {
			x.Value = AnswerYes
		}
	case journal.Text:
		x.Value = v.Label
	case journal.Ordinal:
		if x.Value = v.Label; x.Value == "" {
			x.Value = v.Number.String()
		}
	case journal.Duration:
		x.Value = secondsText(*v.Number)
	case journal.Components:
		x.Parts = entryPartsOf(v)
	default:
		x.Value = v.Comparator + v.Number.String()
	}
}

// The answers of a value on the scale yes or no.
const (
	AnswerYes = "yes"
	AnswerNo  = "no"
)

func entryPartsOf(v *journal.Value) []EntryPart {
	parts := make([]EntryPart, len(v.Parts))
	for i, p := range v.Parts {
		parts[i] = EntryPart{Name: p.Name, Number: p.Number.String(), Unit: typedUnit(p.Unit)}
	}
	return parts
}

// scoreText is a value that is a rating from 0 to 10, "" for none. What is on
// another scale is not for a field of ratings.
func scoreText(v *journal.Value) string {
	if v == nil || v.Scale != journal.NRS {
		return ""
	}
	return v.Number.String()
}

// IsWholeScore reports whether text is a whole number from 0 to 10, or empty, so
// that it can be chosen among eleven.
func IsWholeScore(text string) bool {
	n, err := strconv.Atoi(text)
	return text == "" || err == nil && n >= 0 && n <= 10 && strconv.Itoa(n) == text
}
