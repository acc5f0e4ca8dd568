package app

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"kith/app/words"
	"kith/journal"
	"kith/journal/quick"
)

// Read reads what a person typed for the item, on the scale and with the unit that
// it had before: 7, 72.5, 7:30 or 7.5 (hours) for a length of time, 120/80, the word
// or the number of a rank, yes or no. Something without a scale yet is read as in a
// quick line. The error is an [InputError] or wraps [quick.ErrLine].
func (i *CheckinItem) Read(text string) (*journal.Value, error) {
	text = strings.TrimSpace(text)
	like := i.Like()
	if like == nil {
		return i.readNew(text)
	}
	v := readLike(like, text, i.Definition)
	if v == nil && like.Scale == journal.YesNo && text != "" {
		return i.readNew(text) // more is said than before: 2 cups
	}
	if v == nil {
		return nil, input("%s", words.Text("today.checkin.unread", text, i.Name, i.Example()))
	}
	if err := v.Validate(); err != nil {
		return nil, input("%s", words.Text("today.checkin.unread", text, i.Name, i.Example()))
	}
	return v, nil
}

// Example is how a value of the item is written.
func (i *CheckinItem) Example() string {
	like := i.Like()
	if like == nil {
		return words.Text("today.example.yes")
	}
	switch like.Scale {
	case journal.NRS:
		return words.Text("today.example.nrs")
	case journal.YesNo:
		return words.Text("today.example.yes")
	case journal.Duration:
		return words.Text("today.example.duration")
	case journal.Components:
		return words.Text("today.example.components")
	case journal.Text:
		return words.Text("today.example.text")
	case journal.Ordinal:
		if i.Definition != nil && len(i.Definition.Anchors) > 0 {
			return words.List(i.Definition.Anchors)
		}
		return words.Text("today.example.text")
	}
	return words.Text("today.example.number")
}

// readNew reads the first value of something.
func (i *CheckinItem) readNew(text string) (*journal.Value, error) {
	switch strings.ToLower(text) {
	case "", "yes", "y", words.Text("today.yes"):
		return nil, nil // that it was there is all that is known
	case "no", "n", words.Text("today.no"):
		return journal.Yes(false), nil
	}
	parsed, err := quick.Parse(`"`+i.Name+`" `+text, quick.Context{Now: time.Unix(0, 0).UTC(), Zone: time.UTC, Known: []quick.Known{{Name: i.Name, Kind: i.Kind}}})
	if err != nil {
		return nil, err
	}
	v := parsed.Entry.Value()
	if v == nil || parsed.Entry.Kind != i.Kind {
		return nil, input("%s", words.Text("today.checkin.unread", text, i.Name, i.Example()))
	}
	return v, nil
}

// readLike reads text on the scale of like, nil if it is no value there.
func readLike(like *journal.Value, text string, definition *journal.Definition) *journal.Value {
	decimal := strings.Replace(text, ",", ".", 1)
	switch like.Scale {
	case journal.YesNo:
		switch strings.ToLower(text) {
		case "1", "yes", "y", words.Text("today.yes"):
			return journal.Yes(true)
		case "0", "no", "n", words.Text("today.no"):
			return journal.Yes(false)
		}
		return nil
	case journal.Text:
		if text == "" {
			return nil
		}
		return journal.TextOf(text)
	case journal.Ordinal:
		return readRank(like, text, definition)
	case journal.Duration:
		return readLength(text)
	case journal.Components:
		return readParts(like, decimal)
	}
	number, err := journal.ParseDecimal(strings.TrimSuffix(decimal, "/10"))
	if err != nil {
		return nil
	}
	return &journal.Value{Scale: like.Scale, Number: &number, Unit: like.Unit}
}

// readRank reads the word of a rank, or the beginning of one, or its number.
func readRank(like *journal.Value, text string, definition *journal.Definition) *journal.Value {
	if text == "" {
		return nil
	}
	number, err := journal.ParseDecimal(text)
	if definition == nil || len(definition.Anchors) == 0 {
		if err == nil {
			return &journal.Value{Scale: journal.Ordinal, Number: &number, Unit: like.Unit}
		}
		return &journal.Value{Scale: journal.Ordinal, Label: text, Unit: like.Unit}
	}
	rank := -1
	if err == nil && number.Exp == 0 {
		rank = int(number.Coef) - definition.First
	} else {
		begins := func(anchor string) bool { return strings.HasPrefix(journal.Fold(anchor), journal.Fold(text)) }
		rank = slices.IndexFunc(definition.Anchors, begins)
	}
	if rank < 0 || rank >= len(definition.Anchors) {
		return nil
	}
	n := journal.DecimalOf(int64(definition.First + rank))
	return &journal.Value{Scale: journal.Ordinal, Number: &n, Label: definition.Anchors[rank], Unit: like.Unit}
}

// readLength reads a length of time: 7:30, 90min, 7.5h; a number alone is hours.
func readLength(text string) *journal.Value {
	text = strings.ToLower(strings.ReplaceAll(text, " ", ""))
	per := int64(3600)
	if h, m, ok := strings.Cut(text, ":"); ok {
		hours, err := strconv.ParseUint(h, 10, 16)
		minutes, err2 := strconv.ParseUint(m, 10, 16)
		if err != nil || err2 != nil || minutes > 59 || len(m) != 2 {
			return nil
		}
		seconds := journal.DecimalOf(int64(hours*3600 + minutes*60))
		return &journal.Value{Scale: journal.Duration, Number: &seconds}
	}
	for _, unit := range []struct {
		name string
		per  int64
	}{{"min", 60}, {"h", 3600}, {"s", 1}} {
		if before, ok := strings.CutSuffix(text, unit.name); ok {
			text, per = before, unit.per
			break
		}
	}
	n, err := journal.ParseDecimal(strings.Replace(text, ",", ".", 1))
	if err != nil || n.Float() < 0 || n.Float() > 1e6 {
		return nil
	}
	seconds := journal.DecimalOf(int64(math.Round(n.Float() * float64(per))))
	return &journal.Value{Scale: journal.Duration, Number: &seconds}
}

// readParts reads 120/80 as the parts that like has.
func readParts(like *journal.Value, text string) *journal.Value {
	typed := strings.Split(text, "/")
	if len(typed) != len(like.Parts) {
		return nil
	}
	v := &journal.Value{Scale: journal.Components, Parts: slices.Clone(like.Parts)}
	for i, part := range typed {
		number, err := journal.ParseDecimal(part)
		if err != nil {
			return nil
		}
		v.Parts[i].Number = number
	}
	return v
}

// ValueTyped writes a value as [CheckinItem.Read] reads it: without its unit.
func ValueTyped(v *journal.Value) string {
	switch {
	case v == nil:
		return words.Text("today.yes")
	case v.Scale == journal.YesNo && v.Number.Coef == 0:
		return words.Text("today.no")
	case v.Scale == journal.YesNo:
		return words.Text("today.yes")
	case v.Scale == journal.Text, v.Scale == journal.Ordinal && v.Label != "":
		return v.Label
	case v.Scale == journal.Duration:
		return lengthTyped(*v.Number)
	case v.Scale == journal.Components:
		parts := make([]string, len(v.Parts))
		for i, p := range v.Parts {
			parts[i] = p.Number.String()
		}
		return strings.Join(parts, "/")
	}
	return v.Number.String()
}

// lengthTyped writes seconds as 7:30, or as 45s where minutes do not do.
func lengthTyped(n journal.Decimal) string {
	seconds := n.Float()
	if math.Mod(seconds, 60) != 0 {
		return n.String() + "s"
	}
	return fmt.Sprintf("%d:%02d", int64(seconds)/3600, int64(seconds)%3600/60)
}
