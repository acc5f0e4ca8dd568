package exchange

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"kith/journal"
)

// get returns the text of a column that r names, "" if it names none.
func (b *rowBuilder) get(r *recordPlan, column string) string {
	if column == "" {
		return ""
	}
	return b.cell(r.at[column])
}

// record makes one entry of several columns.
func (b *rowBuilder) record(r *recordPlan, number int) {
	for _, o := range r.OmitIf {
		if s := b.get(r, o.Column); s != "" && slices.ContainsFunc(o.Values, func(v string) bool { return strings.EqualFold(v, s) }) {
			b.skip(o.Reason, o.Column)
			return
		}
	}
	name := b.recordName(r)
	if name == "" && r.Kind != "note" {
		b.nothing = reasonNoName
		return
	}
	e := journal.Entry{Kind: r.kind, Name: name}
	startUnknown, ok := b.recordWhen(r, &e)
	if !ok {
		b.skip(b.nothing, "")
		return
	}
	var notes []string
	for i, col := range r.note {
		if s := b.cell(col); s != "" && s != name {
			if len(r.note) > 1 {
				s = displayName(r.Note[i]) + ": " + s
			}
			notes = append(notes, s)
		}
	}
	for _, col := range r.tags {
		for _, tag := range b.list(b.cell(col)) {
			if tag != "" && !strings.EqualFold(tag, "UNCODED") && !slices.Contains(e.Tags, tag) {
				e.Tags = append(e.Tags, tag)
			}
		}
	}
	e.Note = strings.Join(notes, "\n")
	if !b.body(r, &e, startUnknown) {
		return
	}
	b.add(e, "", "record"+strconv.Itoa(number))
}

// recordName returns the first filled name that is not on the list of names
// that are none.
func (b *rowBuilder) recordName(r *recordPlan) string {
	fallback := r.Name
	for _, i := range r.nameFrom {
		s := b.cell(i)
		if s == "" {
			continue
		}
		masked := slices.ContainsFunc(r.NotNames, func(p string) bool { return strings.HasPrefix(s, p) })
		if !masked {
			return s
		}
		if fallback == "" {
			fallback = s
		}
	}
	return fallback
}

// recordWhen sets the time of the entry: the record's own start, or when it was
// written down.
func (b *rowBuilder) recordWhen(r *recordPlan, e *journal.Entry) (startUnknown, ok bool) {
	p := b.c.plan
	if r.Start == "" {
		if b.dateErr != "" {
			b.nothing = b.dateErr
			return false, false
		}
		e.When = b.when
		return false, true
	}
	for _, column := range []string{r.Start, r.Recorded} {
		s := b.get(r, column)
		if s == "" {
			continue
		}
		st, err := p.dates.read(s)
		if err == nil {
			e.When = st.when(p.zone)
			err = e.When.Validate()
		}
		if err == nil {
			return column != r.Start, true
		}
		if b.nothing = reasonOf(err); column == r.Start {
			b.skip(b.nothing, column)
		}
	}
	if b.dateErr == "" {
		e.When = b.when
		return true, true
	}
	if r.kind == journal.KindCondition || r.kind == journal.KindCourse { // written down now
		e.When = journal.OnDay(journal.DateOf(b.c.opts.Now.In(p.zone)), p.zone)
		return true, true
	}
	b.nothing = reasonNoDate
	return false, false
}

// end returns the record's end date.
func (b *rowBuilder) end(r *recordPlan) (end *journal.Date, precision journal.Precision) {
	s := b.get(r, r.End)
	if s == "" {
		return nil, 0
	}
	st, err := b.c.plan.dates.read(s)
	if err != nil {
		b.skip(reasonOf(err), r.End)
		return nil, 0
	}
	d := st.date()
	return &d, max(st.precision, journal.Day)
}

// ongoing reports whether the record's column for it says that it lasts.
func (b *rowBuilder) ongoing(r *recordPlan) bool {
	switch strings.ToLower(b.get(r, r.Ongoing)) {
	case "ongoing", "yes", "y", "true", "1", "after", "during/after", "current", "active", "continuing", "u", "coincident":
		return true
	}
	return false
}

// body fills e.Body by the kind of the record.
func (b *rowBuilder) body(r *recordPlan, e *journal.Entry, startUnknown bool) bool {
	get := func(column string) string { return b.get(r, column) }
	codes := b.codes(r)
	switch r.kind {
	case journal.KindCondition:
		c := &journal.Condition{Category: conditionCategory(get(r.Category)), Severity: get(r.Severity), OnsetUnknown: startUnknown,
			Reaction: get(r.Reaction), BodySystem: get(r.BodySystem), Status: get(r.Status), Codes: codes}
		c.End, c.EndPrecision = b.end(r)
		if c.Status == "" && c.End != nil {
			c.Status = "resolved"
		} else if c.Status == "" && b.ongoing(r) {
			c.Status = "active"
		}
		e.Body = c
	case journal.KindCourse:
		c := &journal.Course{Purpose: get(r.Purpose), StartUnknown: startUnknown, StopReason: get(r.StopReason),
			Frequency: get(r.Frequency), Route: get(r.Route), Status: get(r.Status), Category: get(r.Category),
			Amount: b.amount(r), Ongoing: b.ongoing(r), Codes: codes}
		if c.Amount == nil {
			c.Instructions = b.amountText(r)
		}
		c.End, c.EndPrecision = b.end(r)
		e.Body = c
	case journal.KindDose:
		d := &journal.Dose{Status: journal.DoseTaken, Amount: b.amount(r), Route: get(r.Route), Reason: get(r.Reason), Codes: codes}
		switch strings.ToLower(get(r.Status)) {
		case "skipped", "missed", "not taken", "no", "false", "0":
			d.Status = journal.DoseSkipped
		}
		e.Body = d
	case journal.KindEvent:
		e.Body = &journal.Event{Category: get(r.Category), Status: get(r.Status), Reason: get(r.Reason), Codes: codes}
	case journal.KindAppointment:
		e.Body = &journal.Appointment{With: get(r.Category), Status: get(r.Status), Reason: get(r.Reason), Codes: codes}
	case journal.KindSymptom, journal.KindMeasure, journal.KindFactor:
		return b.observed(r, e, startUnknown, codes)
	}
	if e.Kind == journal.KindNote && e.Note == "" {
		return false
	}
	if e.Kind == journal.KindEvent || e.Kind == journal.KindAppointment {
		b.lasts(r, e)
	}
	return true
}

// observed fills the body of a symptom, measure or factor.
func (b *rowBuilder) observed(r *recordPlan, e *journal.Entry, startUnknown bool, codes []journal.Code) bool {
	o := &journal.Observation{Region: b.get(r, r.Region), Outcome: b.get(r, r.Outcome), Relation: b.get(r, r.Relation), Codes: codes}
	if yes, ok := readYesNo(b.get(r, r.Serious)); ok {
		o.Serious = &yes
	}
	if len(r.Parts) > 0 {
		if o.Value = b.parts(r); o.Value == nil {
			b.nothing = reasonNothing
			return false
		}
	}
	if s := b.get(r, r.Value); s != "" {
		v, err := r.value(s, b.get(r, r.Unit), b.get(r, r.Label), b.c.plan.comma)
		if err != nil {
			b.skip(reasonOf(err), r.Value)
			return false
		}
		o.Value = v
	} else if r.Value != "" && (r.kind != journal.KindSymptom || r.NameFrom == nil) {
		b.nothing = reasonNothing
		return false
	}
	o.RangeLow, o.RangeHigh = b.bound(r, r.Low), b.bound(r, r.High)
	if startUnknown {
		e.Note = strings.TrimPrefix(e.Note+"\nWhen it began is not known.", "\n")
	} else {
		b.lasts(r, e)
	}
	if b.ongoing(r) {
		e.Note = strings.TrimPrefix(e.Note+"\nOngoing when written down.", "\n")
	}
	e.Body = o
	return true
}

// parts puts the filled columns of r.Parts into one value, nil if none is.
func (b *rowBuilder) parts(r *recordPlan) *journal.Value {
	v := &journal.Value{Scale: journal.Components}
	for _, p := range r.Parts {
		s := b.get(r, p.Column)
		if s == "" {
			continue
		}
		n, err := readNumber(s, b.c.plan.comma)
		if err != nil || n.comparator != "" {
			b.skip(string(faultNumber), p.Column)
			continue
		}
		unit := p.Unit
		if n.unit != "" {
			unit = n.unit
		}
		v.Parts = append(v.Parts, journal.Part{Name: p.Name, Number: n.number, Unit: unit})
	}
	if len(v.Parts) == 0 {
		return nil
	}
	return v
}

// lasts turns the record's end into the duration of e. Days count whole, so
// what began and ended on one day lasted one.
func (b *rowBuilder) lasts(r *recordPlan, e *journal.Entry) {
	s := b.get(r, r.End)
	if s == "" {
		return
	}
	st, err := b.c.plan.dates.read(s)
	switch {
	case err != nil:
		b.skip(reasonOf(err), r.End)
		return
	case st.precision > journal.Day || e.When.Precision > journal.Day:
		e.Note = strings.TrimPrefix(e.Note+"\nEnded "+s+".", "\n")
		return
	}
	end := st.when(b.c.plan.zone)
	d := end.Time.Sub(e.When.Time)
	if e.When.Precision == journal.Day || st.precision == journal.Day {
		d = time.Duration(end.Date-e.When.Date+1) * 24 * time.Hour
	}
	if d < 0 {
		b.skip("ends before it begins", r.End)
		return
	}
	e.When.Duration = d
}

func (b *rowBuilder) bound(r *recordPlan, column string) *journal.Decimal {
	if s := b.get(r, column); s != "" {
		if n, err := readNumber(s, b.c.plan.comma); err == nil {
			return &n.number
		}
		b.skip(string(faultNumber), column)
	}
	return nil
}

func (b *rowBuilder) codes(r *recordPlan) []journal.Code {
	var out []journal.Code
	for _, c := range r.Codes {
		if code := b.get(r, c.Column); code != "" {
			out = append(out, journal.Code{System: c.System, Code: code, Display: b.get(r, c.Display)})
		}
	}
	return out
}

// amount reads the amount columns; what is no number stays for amountText.
func (b *rowBuilder) amount(r *recordPlan) *journal.Amount {
	s := b.get(r, r.Amount)
	if s == "" {
		return nil
	}
	n, err := readNumber(s, b.c.plan.comma)
	if err != nil || n.comparator != "" {
		if r.kind == journal.KindDose {
			b.skip(string(faultNumber), r.Amount)
		}
		return nil
	}
	unit := b.get(r, r.AmountUnit)
	if unit == "" {
		unit = n.unit
	}
	return &journal.Amount{Number: n.number, Unit: unit}
}

// amountText is the amount in words, where it is no number.
func (b *rowBuilder) amountText(r *recordPlan) string {
	for _, column := range []string{r.AmountText, r.Amount} {
		if s := b.get(r, column); s != "" {
			return strings.TrimSpace(s + " " + b.get(r, r.AmountUnit))
		}
	}
	return ""
}

// value reads the value of a record by its scale.
func (r *recordPlan) value(s, unit, label string, comma bool) (*journal.Value, error) {
	scale := r.Scale
	if scale == "" || scale == scaleAuto {
		var v *journal.Value
		if v, s, scale = autoValue(s, label, r.ranks); v != nil {
			return v, nil
		}
	}
	c := columnPlan{ColumnMap: ColumnMap{Role: scale, Unit: unit, Anchors: r.Anchors}, ranks: r.ranks}
	v, err := c.value(s, comma)
	if err != nil && (r.Scale == "" || r.Scale == scaleAuto) && err != faultRange {
		return journal.TextOf(s), nil
	}
	return v, err
}

// autoValue chooses how to read a value by its looks: "1:Rainy" and a number
// with a label are ordinals, 0:30:00 is a duration, a number is a quantity, and
// the rest is words.
func autoValue(s, label string, ranks map[string]int) (v *journal.Value, rest, scale string) {
	if head, tail, ok := strings.Cut(s, ":"); ok && tail != "" {
		if _, err := exactNumber(head); err == nil && strings.Trim(tail, "0123456789:. ") != "" {
			s, label = head, strings.TrimSpace(tail)
		} else if strings.Count(s, ":") == 2 {
			return nil, s, RoleDuration
		}
	}
	if _, ok := ranks[strings.ToLower(s)]; ok {
		return nil, s, RoleOrdinal
	}
	n, err := exactNumber(s)
	if label != "" && err == nil {
		return &journal.Value{Scale: journal.Ordinal, Number: &n, Label: label}, s, RoleOrdinal
	}
	return nil, s, RoleNumber
}

// conditionCategory puts a source's word for the sort of condition into the
// journal's: condition, allergy or history.
func conditionCategory(s string) string {
	lower := strings.ToLower(s)
	switch {
	case strings.Contains(lower, "allerg"):
		return "allergy"
	case strings.Contains(lower, "hist"), strings.Contains(lower, "pre-existing"), strings.Contains(lower, "past"):
		return "history"
	}
	return "condition"
}
