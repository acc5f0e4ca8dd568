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
	Kind journal.Kind
	Name string
	Time EntryTime
	// Duration is a length of time: "2 h 30 min". "" is not said.
	Duration string
	Tags     string // with commas between
	Note     string

	// Of a symptom, measure or factor. Value is a number, "yes" or "no", a word of
	// Anchors, a length of time or words, as Scale says; "" is no value.
	Scale   journal.Scale
	Value   string
	Unit    string
	Parts   []EntryPart // of Components, in place of Value
	Anchors []string    // the words of an ordinal scale; not typed
	Region  string
	After   string // with commas between

	// Of a dose.
	Status journal.DoseStatus
	Amount string // "400 mg"
	Effect string // 0 to 10, "" is not said
	// Reason is also of an appointment.
	Reason string

	// Of an episode. EndDate "" says that it lasts.
	EndDate, EndClock string
	Worst             string // 0 to 10

	// Of an appointment.
	With      string
	Questions string // one a line
}

// EntryPart is one number of a value with several.
type EntryPart struct{ Name, Number, Unit string }

func (x EntryFields) clone() EntryFields {
	x.Parts, x.Anchors = slices.Clone(x.Parts), slices.Clone(x.Anchors)
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
		&x.Effect, &x.Reason, &x.EndDate, &x.EndClock, &x.Worst, &x.With, &x.Questions} {
		*s = strings.TrimSpace(*s)
	}
	if len(x.Parts) == 0 {
		x.Parts = nil
	}
	x.Anchors = nil
	x.Time = x.Time.trimmed()
	return x
}

// hasValue reports whether some value was typed.
func (x *EntryFields) hasValue() bool {
	return strings.TrimSpace(x.Value) != "" || slices.ContainsFunc(x.Parts, func(p EntryPart) bool { return strings.TrimSpace(p.Number) != "" })
}

// setScale empties the value for another scale.
func (x *EntryFields) setScale(s journal.Scale, unit string) {
	x.Scale, x.Value, x.Unit, x.Parts = s, "", unitText(unit), nil
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
		x.Status, x.Amount, x.Reason, x.Effect = b.Status, b.Amount.String(), b.Reason, scoreText(b.Effect)
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
		x.With, x.Reason, x.Questions = b.With, b.Reason, strings.Join(b.Questions, "\n")
	}
	return x
}

func (x *EntryFields) showValue(v *journal.Value) {
	x.Scale, x.Unit = v.Scale, unitText(v.Unit)
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
		parts[i] = EntryPart{Name: p.Name, Number: p.Number.String(), Unit: unitText(p.Unit)}
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

// unitTexts are how units are written for people, by their UCUM code. Others are
// shown as they are.
var unitTexts = map[string]string{"mm[Hg]": "mmHg", "Cel": "°C", "[degF]": "°F", "[lb_av]": "lb", "[in_i]": "in", "[mi_i]": "mi",
	"[stone_av]": "st", "[oz_av]": "oz"}

func unitText(code string) string {
	if text, ok := unitTexts[code]; ok {
		return text
	}
	return code
}

// unitCode is what a typed unit is kept as.
func unitCode(text string) string {
	text = strings.TrimSpace(text)
	for code, shown := range unitTexts {
		if strings.EqualFold(text, shown) {
			return code
		}
	}
	switch strings.ToLower(text) {
	case "c", "celsius":
		return "Cel"
	case "f", "fahrenheit":
		return "[degF]"
	case "lbs", "pounds":
		return "[lb_av]"
	}
	return text
}
