package view

import (
	"strings"

	"kith/app/words"
	"kith/journal"
)

// value reads the value on its scale; no value is nil.
func (r entryReader) value() (*journal.Value, string) {
	x := &r.fields
	if !x.hasValue() {
		return nil, ""
	}
	v := &journal.Value{Scale: x.Scale, Unit: unitCode(x.Unit)}
	switch x.Scale {
	case journal.NRS:
		return readRating(x.Value)
	case journal.YesNo:
		switch strings.ToLower(x.Value) {
		case AnswerYes:
			return journal.Yes(true), ""
		case AnswerNo:
			return journal.Yes(false), ""
		}
		return nil, words.Text("entry.error.answer")
	case journal.Text:
		return journal.TextOf(x.Value), ""
	case journal.Duration:
		d, wrong := readLength(x.Value)
		if wrong != "" {
			return nil, wrong
		}
		n, err := journal.DecimalFromFloat(d.Seconds())
		if err != nil {
			return nil, words.Text("entry.error.length", typedText(x.Value))
		}
		v.Number, v.Unit = &n, ""
	case journal.Ordinal:
		r.rank(v)
	case journal.Components:
		if wrong := r.parts(v); wrong != "" {
			return nil, wrong
		}
	default:
		text := x.Value
		for _, c := range []string{"<=", ">=", "<", ">"} {
			if rest, ok := strings.CutPrefix(text, c); ok {
				v.Comparator, text = c, rest
				break
			}
		}
		n, wrong := readNumber(text)
		if wrong != "" {
			return nil, wrong
		}
		v.Number = &n
	}
	if v.Validate() != nil {
		return nil, words.Text("entry.error.number", typedText(x.Value))
	}
	return v, ""
}

// rank finds the rank of a word on an ordinal scale. A word that the scale does
// not have stands alone.
func (r entryReader) rank(v *journal.Value) {
	x := &r.fields
	v.Unit = unitCode(x.Unit)
	for i, anchor := range r.recall.anchors() {
		if strings.EqualFold(anchor, x.Value) {
			n := journal.DecimalOf(r.recall.first() + int64(i))
			v.Number, v.Label = &n, anchor
			return
		}
	}
	if last := r.recall.value(); last != nil && strings.EqualFold(last.Label, x.Value) {
		v.Number, v.Label = last.Number, last.Label
		return
	}
	if n, err := journal.ParseDecimal(x.Value); err == nil {
		v.Number = &n
		return
	}
	v.Label = x.Value
}

// parts reads a value with several numbers. All must be there.
func (r entryReader) parts(v *journal.Value) string {
	v.Unit = ""
	for _, p := range r.fields.Parts {
		if strings.TrimSpace(p.Number) == "" {
			return words.Text("entry.error.part", p.Name)
		}
		n, wrong := readNumber(p.Number)
		if wrong != "" {
			return wrong
		}
		v.Parts = append(v.Parts, journal.Part{Name: p.Name, Number: n, Unit: unitCode(p.Unit)})
	}
	if p := v.Parts; len(p) == 2 && p[0].Name == "Systolic" && p[0].Number.Cmp(p[1].Number) < 0 {
		return words.Text("entry.error.pressure")
	}
	return ""
}

// readRating reads a number from 0 to 10; "" is none.
func readRating(text string) (*journal.Value, string) {
	if text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "/10")); text == "" {
		return nil, ""
	}
	n, wrong := readNumber(text)
	if wrong != "" {
		return nil, wrong
	}
	if v := journal.Number10(n); v.Validate() == nil {
		return v, ""
	}
	return nil, words.Text("entry.error.rating", typedText(text))
}

// readAmount reads 400 mg, 400mg, 0.5 tablets; "" is none.
func readAmount(text string) (*journal.Amount, string) {
	if text = strings.TrimSpace(text); text == "" {
		return nil, ""
	}
	end := strings.IndexFunc(text, func(r rune) bool { return !strings.ContainsRune("0123456789.,+-", r) })
	if end < 0 {
		end = len(text)
	}
	n, wrong := readNumber(text[:end])
	unit := strings.TrimSpace(text[end:])
	if wrong != "" || n.Coef < 0 || strings.HasPrefix(unit, "/") || len(unit) > journal.MaxName {
		return nil, words.Text("entry.error.amount", typedText(text))
	}
	return &journal.Amount{Number: n, Unit: unit}, ""
}

// readNumber reads 7, 7.5 and 7,5. 1,250 can be meant in two ways and is refused, as
// in a quick line.
func readNumber(text string) (journal.Decimal, string) {
	text = strings.TrimSpace(text)
	if before, after, ok := strings.Cut(text, ","); ok {
		if strings.ContainsAny(after, ",.") || strings.Contains(before, ".") || len(after) == 3 {
			return journal.Decimal{}, words.Text("entry.error.number.comma", typedText(text))
		}
		text = before + "." + after
	}
	n, err := journal.ParseDecimal(text)
	if err != nil {
		return n, words.Text("entry.error.number", typedText(text))
	}
	return n, ""
}
