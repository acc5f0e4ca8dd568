package view

import (
	"slices"
	"strings"
	"time"

	"kith/app/words"
	"kith/journal"
)

// emptyBody returns the body of a new entry of a kind that the form can write.
func emptyBody(k journal.Kind) journal.Body {
	switch k {
	case journal.KindSymptom, journal.KindMeasure, journal.KindFactor:
		return new(journal.Observation)
	case journal.KindDose:
		return new(journal.Dose)
	case journal.KindEpisode:
		return new(journal.Episode)
	case journal.KindEvent:
		return new(journal.Event)
	case journal.KindAppointment:
		return new(journal.Appointment)
	case journal.KindCondition:
		return new(journal.Condition)
	case journal.KindEvaluation:
		return new(journal.Evaluation)
	}
	return nil
}

// copyBody copies what the form may change of a body.
func copyBody(body journal.Body) journal.Body {
	switch b := body.(type) {
	case *journal.Observation:
		c := *b
		return &c
	case *journal.Dose:
		c := *b
		return &c
	case *journal.Episode:
		c := *b
		return &c
	case *journal.Appointment:
		c := *b
		return &c
	case *journal.Event:
		c := *b
		return &c
	case *journal.Condition:
		c := *b
		return &c
	case *journal.Evaluation:
		c := *b
		return &c
	}
	return body
}

// fieldSetter reads fields that differ from what they were, or all of them.
type fieldSetter struct {
	all   bool
	wrong map[EntryField]string
}

func (s fieldSetter) set(field EntryField, differs bool, read func() string) {
	if differs || s.all {
		if text := read(); text != "" && s.wrong[field] == "" {
			s.wrong[field] = text
		}
	}
}

func (s fieldSetter) text(field EntryField, now, before string, limit int, into *string) {
	s.set(field, now != before, func() string {
		if len(now) > limit {
			return words.Text("entry.error.long", limit)
		}
		*into = now
		return ""
	})
}

// rating reads a rating from 0 to 10. One on another scale, which the form cannot
// show, stays as it is.
func (s fieldSetter) rating(field EntryField, now, before string, into **journal.Value) {
	if now == "" && before == "" {
		return
	}
	s.set(field, now != before, func() (wrong string) {
		*into, wrong = readRating(now)
		return wrong
	})
}

// body reads what only this kind of entry has.
func (r entryReader) body(e *journal.Entry, s fieldSetter) {
	x, was := &r.fields, &r.begun
	switch b := e.Body.(type) {
	case *journal.Observation:
		if r.isNew && x.sort() == SortSleep {
			return // the value is read with the time
		}
		s.set(FieldValue, x.Scale != was.Scale && (x.hasValue() || was.hasValue()) || x.Value != was.Value || x.Unit != was.Unit || !slices.Equal(x.Parts, was.Parts),
			func() (wrong string) { b.Value, wrong = r.value(); return wrong })
		s.text(FieldRegion, x.Region, was.Region, journal.MaxName, &b.Region)
		s.set(FieldAfter, x.After != was.After, func() string { b.After = itemsOf(x.After, ",;\n"); return "" })
	case *journal.Dose:
		s.set(FieldAmount, x.Amount != was.Amount, func() (wrong string) { b.Amount, wrong = readAmount(x.Amount); return wrong })
		s.rating(FieldEffect, x.Effect, was.Effect, &b.Effect)
		s.set(FieldAmount, x.Status != was.Status, func() string { b.Status = x.Status; return "" })
		s.set(FieldReason, x.Needed != was.Needed, func() string { b.AsNeeded = x.Needed; return "" })
		s.text(FieldReason, x.Reason, was.Reason, journal.MaxName, &b.Reason)
		if r.isNew {
			r.recall.refer(e)
		}
	case *journal.Episode:
		s.rating(FieldWorst, x.Worst, was.Worst, &b.Worst)
		s.set(FieldEnd, x.EndDate != was.EndDate || x.EndClock != was.EndClock || x.Time != was.Time,
			func() (wrong string) { b.End, wrong = r.end(e.When); return wrong })
	case *journal.Event:
		s.text(FieldCategory, x.Category, was.Category, journal.MaxName, &b.Category)
		s.text(FieldReason, x.Reason, was.Reason, journal.MaxName, &b.Reason)
	case *journal.Appointment:
		s.text(FieldWith, x.With, was.With, journal.MaxName, &b.With)
		s.text(FieldReason, x.Reason, was.Reason, journal.MaxName, &b.Reason)
		s.set(FieldQuestions, !slices.Equal(x.Questions, was.Questions), func() string { return r.questions(b) })
	case *journal.Condition:
		r.condition(e, b, s)
	case *journal.Evaluation:
		s.rating(FieldBenefit, x.Benefit, was.Benefit, &b.Benefit)
		s.set(FieldSideEffects, x.SideEffects != was.SideEffects, func() string { b.SideEffects = itemsOf(x.SideEffects, ",;\n"); return "" })
		s.rating(FieldSideEffect, x.SideEffect, was.SideEffect, &b.SideEffect)
		s.rating(FieldBurden, x.Burden, was.Burden, &b.Burden)
		s.rating(FieldCost, x.Cost, was.Cost, &b.Cost)
		s.rating(FieldAdherence, x.Adherence, was.Adherence, &b.Adherence)
		if r.isNew {
			b.Treatment = r.recall.treatment
		}
	}
}

// questions reads what is to be asked at an appointment.
func (r entryReader) questions(b *journal.Appointment) string {
	b.Questions, b.Asked = nil, nil
	for _, q := range r.fields.Questions {
		if len(q.Text) > journal.MaxName {
			return words.Text("entry.error.long", journal.MaxName)
		}
		b.Questions = append(b.Questions, q.Text)
		if q.Asked {
			b.Asked = append(b.Asked, q.Text)
		}
	}
	return ""
}

// showCondition fills the fields of a condition.
func (x *EntryFields) showCondition(b *journal.Condition) {
	x.Category, x.State, x.Certainty, x.Severity, x.Reaction = b.Category, b.Status, b.Certainty, b.Severity, b.Reaction
	if b.OnsetUnknown {
		x.Time = EntryTime{Mode: TimeUnknown}
	}
	if b.End != nil {
		x.EndDate = b.End.String()
		switch b.EndPrecision {
		case journal.Month:
			x.EndDate = x.EndDate[:len("2006-01")]
		case journal.Year:
			x.EndDate = x.EndDate[:len("2006")]
		}
	}
}

// condition reads a diagnosis, a suspicion or an allergy.
func (r entryReader) condition(e *journal.Entry, b *journal.Condition, s fieldSetter) {
	x, was := &r.fields, &r.begun
	s.text(FieldCategory, x.Category, was.Category, journal.MaxName, &b.Category)
	s.text(FieldState, x.State, was.State, journal.MaxName, &b.Status)
	s.text(FieldCertainty, x.Certainty, was.Certainty, journal.MaxName, &b.Certainty)
	s.text(FieldSeverity, x.Severity, was.Severity, journal.MaxName, &b.Severity)
	s.text(FieldReaction, x.Reaction, was.Reaction, journal.MaxName, &b.Reaction)
	s.set(FieldWhen, x.Time != was.Time, func() string { b.OnsetUnknown = x.Time.Mode == TimeUnknown; return "" })
	s.set(FieldEnd, x.EndDate != was.EndDate || x.Time != was.Time, func() string { return r.conditionEnd(e, b) })
}

// conditionEnd reads when a condition was over, as exactly as it is written.
func (r entryReader) conditionEnd(e *journal.Entry, b *journal.Condition) string {
	text := r.fields.EndDate
	precision := b.EndPrecision // of an import that did not say one
	if text == "" {
		b.End, b.EndPrecision = nil, 0
		return ""
	}
	day, wrong := r.day(text)
	if wrong != "" {
		if day, wrong = r.monthOrYear(text); wrong != "" {
			return wrong
		}
		precision = journal.Month
		if strings.Trim(text, "0123456789") == "" {
			precision = journal.Year
		}
	} else if text != r.begun.EndDate || precision != 0 {
		precision = journal.Day
	}
	b.End, b.EndPrecision = &day, precision
	return r.endsBefore(e, &day)
}

// endsBefore says that an end lies before the beginning, where both are known that
// exactly, or ahead.
func (r entryReader) endsBefore(e *journal.Entry, end *journal.Date) string {
	b := e.Body.(*journal.Condition)
	if end == nil || b.OnsetUnknown {
		return ""
	}
	first := e.When.Date
	if b.EndPrecision == journal.Year || e.When.Precision == journal.Year {
		first = journal.NewDate(first.Midnight().Year(), time.January, 1)
	} else if b.EndPrecision == journal.Month || e.When.Precision == journal.Month {
		first = journal.NewDate(first.Midnight().Year(), first.Midnight().Month(), 1)
	}
	switch {
	case *end < first:
		return words.Text("entry.error.end.before")
	case *end > journal.DateOf(r.now):
		return words.Text("entry.error.ahead")
	}
	return ""
}
