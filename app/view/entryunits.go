package view

import (
	"slices"
	"strings"

	"kith/app/words"
	"kith/journal"
	"kith/journal/units"
)

// unitCode is what a typed unit is kept as.
func unitCode(text string) string {
	text = strings.TrimSpace(text)
	if code, ok := units.Code(text); ok {
		return code
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

// Converted says what the number that is typed is in the other unit that people use,
// "" where there is none: "= 98.6 °F". It is to be read beside the field: what is
// kept is what was typed.
func (f *EntryForm) Converted() string {
	x := &f.Fields
	if x.Scale != journal.Quantity {
		return ""
	}
	n, wrong := readNumber(x.Value)
	if wrong != "" {
		return ""
	}
	text, unit, ok := units.Other(n, unitCode(x.Unit), x.Name)
	if !ok {
		return ""
	}
	return words.Text("entry.converted", text, typedUnit(unit))
}

// UnitChoices are the units that a measure is usually given in, as people write
// them, the one that is typed first; one or none is no choice.
func (f *EntryForm) UnitChoices() []string {
	code := unitCode(f.Fields.Unit)
	var codes []string
	if t := f.recall.term; t != nil {
		codes = slices.DeleteFunc(strings.Split(t.Extra["unit"], ","), func(c string) bool { return c == "" })
	}
	if code != "" && !slices.Contains(codes, code) {
		codes = append([]string{code}, codes...)
	}
	if _, other, ok := units.Other(journal.DecimalOf(1), code, f.Fields.Name); ok && !slices.Contains(codes, other) {
		codes = append(codes, other)
	}
	texts := make([]string, len(codes))
	for i, c := range codes {
		texts[i] = typedUnit(c)
	}
	return texts
}

// typedUnit is a unit as it stands in a field: as people write it, if it is read back
// as the same.
func typedUnit(code string) string {
	if text := units.Text(code); unitCode(text) == code {
		return text
	}
	return code
}
