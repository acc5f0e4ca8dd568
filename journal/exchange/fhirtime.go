package exchange

import (
	"time"

	"kith/journal"
)

// fhirTime writes the time of an entry as a FHIR dateTime, as exactly as it is known
// and no more: 2026-01-03T08:30:00+01:00, 2026-01-03, 2026-01 or 2026.
func fhirTime(w journal.When) string {
	switch w.Precision {
	case journal.Instant:
		return clockTime(w.Time, w.Offset, w.Date)
	case journal.Month:
		return w.Date.String()[:7]
	case journal.Year:
		return w.Date.String()[:4]
	}
	return w.Date.String()
}

// clockTime writes an instant with the offset that clocks had. FHIR knows whole
// minutes up to 14 hours; with any other offset the instant is written in UTC. Only
// the day is left of an instant that has no year of four digits there.
func clockTime(t time.Time, offset int, day journal.Date) string {
	if offset%60 != 0 || offset > 14*3600 || offset < -14*3600 {
		offset = 0
	}
	local := t.In(time.FixedZone("", offset))
	if local.Year() < 1 || local.Year() > 9999 {
		return day.String()
	}
	layout := "2006-01-02T15:04:05-07:00"
	if local.Nanosecond() != 0 {
		layout = "2006-01-02T15:04:05.000-07:00"
	}
	return local.Format(layout)
}

// fhirInstant writes a time of the record's own book-keeping; "" for none.
func fhirInstant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return clockTime(t.UTC().Truncate(time.Millisecond), 0, journal.DateOf(t.UTC()))
}

// fhirEnd writes when an entry that lasted ended; "" if it was not said, or not for
// so long that days would show it.
func fhirEnd(w journal.When) string {
	if w.Duration <= 0 {
		return ""
	}
	end := w
	end.Time = w.Time.Add(w.Duration)
	end.Date = journal.DateOf(end.Local())
	switch {
	case w.Precision == journal.Instant && w.Duration%time.Millisecond == 0:
		return fhirTime(end)
	case w.Precision == journal.Day && end.Date > w.Date:
		end.Date = w.Date + journal.Date(w.Duration/(24*time.Hour))
		if end.Date > w.Date && end.Validate() == nil {
			return fhirTime(end)
		}
	}
	return ""
}

// ownTime reads what fhirTime writes; ok is false for anything else. The zone is not
// in it, nor what makes a part of a day.
func ownTime(text string) (w journal.When, ok bool) {
	layouts := map[int]struct {
		layout string
		make   func(journal.Date, *time.Location) journal.When
	}{4: {"2006", journal.InYear}, 7: {"2006-01", journal.InMonth}, 10: {time.DateOnly, journal.OnDay}}
	if l, coarse := layouts[len(text)]; coarse {
		t, err := time.Parse(l.layout, text)
		if err != nil || t.Year() < 1 {
			return w, false
		}
		w = l.make(journal.DateOf(t), time.UTC)
		w.Zone = ""
		return w, true
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return w, false
	}
	_, offset := t.Zone()
	w = journal.At(t.In(time.FixedZone("", offset)))
	w.Zone = ""
	return w, w.Validate() == nil
}

// ownPeriod reads a time and, if it lasted, its end.
func ownPeriod(at string, p *outPeriod) (journal.When, bool) {
	if p == nil {
		return ownTime(at)
	}
	w, ok := ownTime(p.Start)
	if end, lasted := ownTime(p.End); ok && lasted && end.Precision == w.Precision && end.Time.After(w.Time) {
		w.Duration = end.Time.Sub(w.Time)
	}
	return w, ok
}
