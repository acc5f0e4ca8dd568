package view

import (
	"slices"
	"strings"
	"time"

	"kith/app/words"
	"kith/journal"
)

// entryReader reads the fields of a form into an entry.
type entryReader struct {
	fields, begun EntryFields
	now           time.Time
	isNew         bool
	ahead         func(journal.When) bool
	recall        Recalled
	// all reads every field, also those that were not changed.
	all bool
}

func (f *EntryForm) reader() entryReader {
	fields := f.Fields.trimmed()
	if f.IsNew() { // what was typed for another kind and is not shown any more
		if !f.Has(FieldName) {
			fields.Name = ""
		}
		if !f.Has(FieldDuration) {
			fields.Duration = ""
		}
		if fields.Status != journal.DoseTaken {
			fields.Effect = ""
		}
	}
	return entryReader{fields: fields, begun: f.begun.trimmed(), now: f.now(), isNew: f.IsNew(), ahead: f.a.IsAhead,
		recall: f.recall, all: f.IsNew()}
}

// read returns the entry that the form says, and what is wrong with its fields.
func (f *EntryForm) read() (journal.Entry, map[EntryField]string) {
	var e journal.Entry
	if f.base != nil {
		e = *f.base
		e.Body = copyBody(e.Body)
	} else {
		e = journal.Entry{Kind: f.Fields.Kind, Body: emptyBody(f.Fields.Kind)}
	}
	wrong := f.reader().apply(&e)
	return e, wrong
}

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
		return &journal.Event{Category: "life"}
	case journal.KindAppointment:
		return new(journal.Appointment)
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
	}
	return body
}

// apply reads the fields that were changed into e and returns what is wrong with
// them. Fields that were not changed leave e as it is.
func (r entryReader) apply(e *journal.Entry) map[EntryField]string {
	wrong := map[EntryField]string{}
	x, was := &r.fields, &r.begun
	set := func(field EntryField, differs bool, read func() string) {
		if differs || r.all {
			if text := read(); text != "" && wrong[field] == "" {
				wrong[field] = text
			}
		}
	}
	text := func(field EntryField, now, before string, limit int, into *string) {
		set(field, now != before, func() string {
			if len(now) > limit {
				return words.Text("entry.error.long", limit)
			}
			*into = now
			return ""
		})
	}
	text(FieldName, x.Name, was.Name, journal.MaxName, &e.Name)
	text(FieldNote, x.Note, was.Note, journal.MaxNote, &e.Note)
	set(FieldTags, x.Tags != was.Tags, func() string { return r.tags(e) })
	r.time(e, wrong)
	switch b := e.Body.(type) {
	case *journal.Observation:
		set(FieldValue, x.Scale != was.Scale && (x.hasValue() || was.hasValue()) || x.Value != was.Value || x.Unit != was.Unit || !slices.Equal(x.Parts, was.Parts),
			func() (wrong string) { b.Value, wrong = r.value(); return wrong })
		text(FieldRegion, x.Region, was.Region, journal.MaxName, &b.Region)
		set(FieldAfter, x.After != was.After, func() string { b.After = itemsOf(x.After, ",;\n"); return "" })
	case *journal.Dose:
		set(FieldAmount, x.Amount != was.Amount, func() (wrong string) { b.Amount, wrong = readAmount(x.Amount); return wrong })
		set(FieldEffect, x.Effect != was.Effect, func() (wrong string) { b.Effect, wrong = readRating(x.Effect); return wrong })
		set(FieldAmount, x.Status != was.Status, func() string { b.Status = x.Status; return "" })
		text(FieldReason, x.Reason, was.Reason, journal.MaxName, &b.Reason)
		if r.isNew {
			r.recall.refer(e)
		}
	case *journal.Episode:
		set(FieldWorst, x.Worst != was.Worst, func() (wrong string) { b.Worst, wrong = readRating(x.Worst); return wrong })
		set(FieldEnd, x.EndDate != was.EndDate || x.EndClock != was.EndClock || x.Time != was.Time,
			func() (wrong string) { b.End, wrong = r.end(e.When); return wrong })
	case *journal.Appointment:
		text(FieldWith, x.With, was.With, journal.MaxName, &b.With)
		text(FieldReason, x.Reason, was.Reason, journal.MaxName, &b.Reason)
		set(FieldQuestions, x.Questions != was.Questions, func() string { b.Questions = itemsOf(x.Questions, "\n"); return "" })
	}
	r.needed(e, wrong)
	if len(wrong) == 0 {
		if err := e.Validate(); err != nil { // what no field is known for
			wrong[FieldName] = words.Text("entry.error.other", err.Error())
		}
	}
	return wrong
}

// needed says what is missing.
func (r entryReader) needed(e *journal.Entry, wrong map[EntryField]string) {
	x := &r.fields
	switch {
	case e.Kind == journal.KindNote && x.Note == "" && (r.isNew || r.begun.Note != ""):
		wrong[FieldNote] = words.Text("entry.error.note.empty")
	case x.Name == "" && (r.isNew || r.begun.Name != "") && e.Kind != journal.KindNote && e.Kind != journal.KindDayReviewed:
		wrong[FieldName] = words.Text("entry.error.name." + entrySort(e.Kind))
	}
}

// entrySort is the last part of the keys of words that differ between kinds.
func entrySort(k journal.Kind) string {
	switch k {
	case journal.KindSymptom, journal.KindMeasure, journal.KindDose, journal.KindAppointment:
		return k.String()
	}
	return "other"
}

// time reads when it was and how long it lasted.
func (r entryReader) time(e *journal.Entry, wrong map[EntryField]string) {
	x, was := &r.fields, &r.begun
	duration := e.When.Duration
	if x.Time != was.Time || r.all {
		zone := r.now.Location()
		if !r.isNew {
			zone = zoneOf(e.When)
		}
		w, field, text := r.when(x.Time, zone)
		switch {
		case text != "":
			wrong[field] = text
		case e.Kind != journal.KindAppointment && r.ahead(w):
			wrong[FieldWhen] = words.Text("entry.error.ahead")
		default:
			e.When = w
		}
	}
	if x.Duration != was.Duration || r.all {
		d, text := readLength(x.Duration)
		if text != "" {
			wrong[FieldDuration] = text
		}
		duration = d
	}
	e.When.Duration = duration
}

// end reads when an episode was over, nil while it lasts.
func (r entryReader) end(began journal.When) (*time.Time, string) {
	x := &r.fields
	if x.EndDate == "" && x.EndClock == "" {
		return nil, ""
	}
	zone := zoneOf(began)
	day := journal.DateOf(began.Local())
	if x.EndDate != "" {
		var wrong string
		if day, wrong = r.day(x.EndDate); wrong != "" {
			return nil, wrong
		}
	}
	h, m := 12, 0
	if x.EndClock != "" {
		var wrong string
		if h, m, wrong = readClock(x.EndClock); wrong != "" {
			return nil, wrong
		}
	} else if began.Precision == journal.Instant && day == journal.DateOf(began.Local()) {
		return nil, words.Text("entry.error.end.clock")
	}
	end := clockOn(day, h, m, zone)
	switch {
	case end.Before(began.Time):
		return nil, words.Text("entry.error.end.before")
	case r.ahead(journal.At(end)):
		return nil, words.Text("entry.error.ahead")
	}
	end = end.UTC()
	return &end, ""
}

func (r entryReader) tags(e *journal.Entry) string {
	text := r.fields.Tags
	if !strings.Contains(text, ",") { // #sleep #work
		text = strings.ReplaceAll(text, "#", ",")
	}
	var tags []string
	for _, tag := range itemsOf(text, ",;\n") {
		if tag = strings.TrimSpace(strings.TrimPrefix(tag, "#")); tag == "" || slices.Contains(tags, tag) {
			continue
		}
		if len(tag) > journal.MaxTag {
			return words.Text("entry.error.tag")
		}
		tags = append(tags, tag)
	}
	if len(tags) > journal.MaxTags {
		return words.Text("entry.error.tags", journal.MaxTags)
	}
	e.Tags = tags
	return ""
}

// itemsOf cuts text at any of the separators and drops what is empty.
func itemsOf(text, separators string) []string {
	var items []string
	for _, item := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}
