package exchange

import (
	"strconv"
	"strings"

	"kith/journal"
)

// bearableMap reads Bearable's export: date,weekday,time of day,category,
// rating/amount,detail,notes. What a row means depends on its category, so the
// layout has code of its own.
func bearableMap(header []string) *Map {
	return &Map{Version: 1, Layout: layoutBearable, Separator: "|",
		Date: DateMap{Column: columnIf(header, "date"), Time: columnIf(header, "time of day"), Format: string(orderDMY)}}
}

// bearable makes the entries of one row of that layout.
func (b *rowBuilder) bearable() {
	find := finder{header: b.c.plan.header}
	get := func(name string) string {
		if columnIf(find.header, name) == "" {
			return ""
		}
		return b.cell(find.column(name))
	}
	category, rating, note := get("category"), get("rating/amount"), get("notes")
	details := b.list(get("detail"))
	if category == "" && len(details) == 0 {
		b.nothing = reasonNoName
		return
	}
	if b.dateErr != "" {
		b.nothing = b.dateErr
		return
	}
	emit := func(e journal.Entry, part string) {
		e.When, e.Note = b.when, note
		b.add(e, "detail", part)
	}
	switch kind := strings.ToLower(category); {
	case strings.HasPrefix(kind, "symptom"):
		b.bearableSymptoms(details, rating, emit)
	case strings.HasPrefix(kind, "medication"), strings.HasPrefix(kind, "supplement"):
		for i, d := range details {
			name, inside := cutParens(d)
			dose := &journal.Dose{Status: journal.DoseTaken}
			for _, text := range []string{inside, rating} {
				if n, err := readNumber(text, false); err == nil && dose.Amount == nil && (text == inside || n.unit != "") {
					dose.Amount = &journal.Amount{Number: n.number, Unit: n.unit}
				}
			}
			emit(journal.Entry{Kind: journal.KindDose, Name: name, Body: dose}, "dose"+strconv.Itoa(i))
		}
	default:
		b.bearableOther(category, rating, details, note, emit)
	}
}

// bearableSymptoms reads "Headache (Mild)" with the rating as the rank.
func (b *rowBuilder) bearableSymptoms(details []string, rating string, emit func(journal.Entry, string)) {
	for i, d := range details {
		name, label := cutParens(d)
		o := &journal.Observation{}
		n, err := readNumber(rating, false)
		switch {
		case label != "":
			o.Value = &journal.Value{Scale: journal.Ordinal, Label: label}
			if err == nil && len(details) == 1 {
				o.Value.Number = &n.number
			}
		case err == nil:
			o.Value = journal.QuantityOf(n.number, n.unit)
		}
		emit(journal.Entry{Kind: journal.KindSymptom, Name: name, Body: o}, "symptom"+strconv.Itoa(i))
	}
}

// bearableOther reads a rated category (mood, energy, sleep, weight): the number
// is the value and the details are tags. Without a number the details are
// factors that were there.
func (b *rowBuilder) bearableOther(category, rating string, details []string, note string, emit func(journal.Entry, string)) {
	if category == "" {
		category = "Factor"
	}
	v := bearableValue(category, rating)
	if rating != "" && v == nil {
		v = journal.TextOf(rating)
	}
	if v != nil {
		e := journal.Entry{Kind: journal.KindMeasure, Name: category, Body: &journal.Observation{Value: v}}
		for _, d := range details {
			if len(d) <= journal.MaxTag && len(e.Tags) < journal.MaxTags {
				e.Tags = append(e.Tags, d)
			}
		}
		emit(e, "measure")
		return
	}
	for i, d := range details {
		name, label := cutParens(d)
		o := &journal.Observation{Value: journal.Yes(true)}
		if label != "" {
			o.Value = &journal.Value{Scale: journal.Ordinal, Label: label}
		}
		emit(journal.Entry{Kind: journal.KindFactor, Name: name, Tags: []string{category}, Body: o}, "factor"+strconv.Itoa(i))
	}
	if len(details) == 0 && note != "" {
		emit(journal.Entry{Kind: journal.KindNote, Name: category}, "note")
	}
}

func bearableValue(category, rating string) *journal.Value {
	if strings.Contains(strings.ToLower(category), "sleep") && strings.Contains(rating, ":") {
		if d, err := readSeconds(rating, "h", false); err == nil {
			return &journal.Value{Scale: journal.Duration, Number: &d}
		}
	}
	n, err := readNumber(rating, false)
	if err != nil {
		return nil
	}
	return &journal.Value{Scale: journal.Quantity, Number: &n.number, Unit: n.unit, Comparator: n.comparator}
}

// cutParens splits "Headache (Mild)".
func cutParens(s string) (name, inside string) {
	s = strings.TrimSpace(s)
	i := strings.LastIndexByte(s, '(')
	if i <= 0 || !strings.HasSuffix(s, ")") {
		return s, ""
	}
	return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1 : len(s)-1])
}
