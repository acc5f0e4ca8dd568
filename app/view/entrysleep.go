package view

import (
	"time"

	"kith/app/words"
	"kith/journal"
)

// sleep reads when somebody slept and how long. Of two clock times the second is on
// the day of the form and the first is the last one before it, so that a night over
// midnight, or over a change of clocks, is as long as it was.
func (r entryReader) sleep(e *journal.Entry, wrong map[EntryField]string) {
	x := &r.fields
	day, text := r.day(x.Time.Date)
	if text != "" {
		wrong[FieldWhen] = text
		return
	}
	zone := r.now.Location()
	o := e.Observation()
	switch {
	case x.SleepFrom == "" && x.SleepTo == "":
		e.When = journal.OnDay(day, zone)
		if o.Value, text = r.value(); text != "" {
			wrong[FieldSleep] = text
			return
		}
		if o.Value != nil {
			e.When.Duration = time.Duration(o.Value.Number.Float() * float64(time.Second))
		}
	case x.SleepFrom == "" || x.SleepTo == "":
		wrong[FieldSleep] = words.Text("entry.error.sleep.both")
		return
	default:
		from, to, text := r.night(day, zone)
		if text != "" {
			wrong[FieldSleep] = text
			return
		}
		slept := to.Sub(from)
		n := journal.DecimalOf(int64(slept / time.Second))
		e.When = journal.At(from)
		e.When.Duration = slept
		o.Value = &journal.Value{Scale: journal.Duration, Number: &n}
		if r.ahead(journal.At(to)) {
			wrong[FieldSleep] = words.Text("entry.error.ahead")
			return
		}
	}
	quality, text := readRating(x.Quality)
	switch {
	case text != "":
		wrong[FieldQuality] = text
	case o.Value == nil && quality != nil: // how good it was is all that is known
		e.Name, o.Value = words.Text("entry.preset.quality"), quality
	case o.Value == nil:
		wrong[FieldSleep] = words.Text("entry.error.sleep.empty")
	case r.ahead(e.When):
		wrong[FieldWhen] = words.Text("entry.error.ahead")
	}
}

// night returns when the sleep of the form began and ended.
func (r entryReader) night(day journal.Date, zone *time.Location) (from, to time.Time, wrong string) {
	fh, fm, wrong := readClock(r.fields.SleepFrom)
	if wrong != "" {
		return from, to, wrong
	}
	th, tm, wrong := readClock(r.fields.SleepTo)
	if wrong != "" {
		return from, to, wrong
	}
	ends := journal.Clock(day, th, tm, zone)
	if len(ends) == 0 {
		return from, to, leftOut(day, th, tm)
	}
	to = ends[len(ends)-1]
	for _, d := range []journal.Date{day - 1, day} {
		for _, begin := range journal.Clock(d, fh, fm, zone) {
			if begin.Before(to) {
				from = begin
			}
		}
	}
	if from.IsZero() {
		return from, to, leftOut(day, fh, fm)
	}
	return from, to, ""
}

// more returns the entries that are kept beside the one of the form: how good the
// sleep was.
func (r entryReader) more(e *journal.Entry) []journal.Entry {
	if !r.isNew || r.fields.sort() != SortSleep || e.Value() == nil || e.Value().Scale != journal.Duration {
		return nil
	}
	quality, wrong := readRating(r.fields.Quality)
	if quality == nil || wrong != "" {
		return nil
	}
	when := e.When
	when.Duration = 0
	return []journal.Entry{{Kind: journal.KindMeasure, When: when, Name: words.Text("entry.preset.quality"), Body: &journal.Observation{Value: quality}}}
}
