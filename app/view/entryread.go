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
	// at is when it was, whatever the fields say; nil is what they say.
	at *journal.When
}

func (f *EntryForm) reader() entryReader {
	fields := f.Fields.trimmed()
	if f.IsNew() { // what was typed for another kind and is not shown any more
		if !f.Has(FieldName) {
			fields.Name = fields.sort().preset()
		}
		if !f.Has(FieldDuration) {
			fields.Duration = ""
		}
		if fields.Kind == journal.KindEvent && fields.Category == "" {
			fields.Category = "life"
		}
		if fields.Status != journal.DoseTaken {
			fields.Effect = ""
		}
	}
	return entryReader{fields: fields, begun: f.begun.trimmed(), now: f.now(), isNew: f.IsNew(), ahead: f.a.IsAhead,
		recall: f.recall, all: f.IsNew(), at: f.At}
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

// apply reads the fields that were changed into e and returns what is wrong with
// them. Fields that were not changed leave e as it is.
func (r entryReader) apply(e *journal.Entry) map[EntryField]string {
	x, was := &r.fields, &r.begun
	s := fieldSetter{r.all, map[EntryField]string{}}
	s.text(FieldName, x.Name, was.Name, journal.MaxName, &e.Name)
	s.text(FieldNote, x.Note, was.Note, journal.MaxNote, &e.Note)
	s.set(FieldTags, x.Tags != was.Tags, func() string { return r.tags(e) })
	wrong := s.wrong
	if r.isNew && x.sort() == SortSleep {
		r.sleep(e, wrong)
	} else {
		r.time(e, wrong)
	}
	r.body(e, s)
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
	case r.isNew && (x.sort() == SortMood || x.sort() == SortPressure) && !x.hasValue():
		wrong[FieldValue] = words.Text("entry.error.value.empty")
	}
}

// entrySort is the last part of the keys of words that differ between kinds.
func entrySort(k journal.Kind) string {
	switch k {
	case journal.KindSymptom, journal.KindMeasure, journal.KindDose, journal.KindAppointment, journal.KindCondition, journal.KindEvaluation:
		return k.String()
	}
	return "other"
}

// time reads when it was and how long it lasted.
func (r entryReader) time(e *journal.Entry, wrong map[EntryField]string) {
	x, was := &r.fields, &r.begun
	duration := e.When.Duration
	switch {
	case r.at != nil:
		e.When = *r.at
	case x.Time.Mode == TimeUnknown && !r.isNew: // it stays where it was
	case x.Time != was.Time || r.all:
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
	instants := journal.Clock(day, h, m, zone)
	if len(instants) == 0 {
		return nil, leftOut(day, h, m)
	}
	end := instants[0]
	if x.EndDate == "" && end.Before(began.Time) { // past midnight
		if next := journal.Clock(day+1, h, m, zone); len(next) > 0 && !r.ahead(journal.At(next[0])) {
			return pointer(next[0].UTC()), ""
		}
	}
	if last := instants[len(instants)-1]; end.Before(began.Time) {
		end = last
	}
	switch {
	case end.Before(began.Time) && began.Precision == journal.Instant, journal.DateOf(end) < began.Date && began.Precision != journal.Instant:
		return nil, words.Text("entry.error.end.before")
	case r.ahead(journal.At(end)):
		return nil, words.Text("entry.error.ahead")
	}
	return pointer(end.UTC()), ""
}

func pointer(t time.Time) *time.Time { return &t }

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
