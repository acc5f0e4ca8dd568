package quick

import (
	"strings"
	"time"

	"kith/journal"
)

// Explain says what was understood in one line of plain words, for the preview:
// "Headache: symptom, 7/10, today at 08:30, after wine, tag sleep".
func (p Parsed) Explain() string {
	e := p.Entry
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	switch e.Kind {
	case journal.KindNote:
		add("note")
	case journal.KindDose:
		d := e.Dose()
		add("dose " + d.Status.String())
		add(d.Amount.String())
		if d.Reason != "" {
			add("because of " + d.Reason)
		}
	default:
		add(e.Kind.String())
		add(valueWords(e.Value()))
	}
	add(p.whenWords())
	if e.When.Duration > 0 && (e.Value() == nil || e.Value().Scale != journal.Duration) {
		add("for " + lengthWords(e.When.Duration))
	}
	if o := e.Observation(); o != nil {
		if o.Region != "" {
			add("in " + o.Region)
		}
		if len(o.After) > 0 {
			add("after " + strings.Join(o.After, " and "))
		}
	}
	if e.Kind != journal.KindNote && e.Note != "" {
		add(e.Note)
	}
	for _, t := range e.Tags {
		add("tag " + t)
	}
	name := e.Name
	if e.Kind == journal.KindNote {
		name = e.Note
	}
	return name + ": " + strings.Join(parts, ", ")
}

func valueWords(v *journal.Value) string {
	if v == nil {
		return "no score"
	}
	return v.String()
}

// lengthWords writes 2 h 30 min.
func lengthWords(d time.Duration) string {
	d = d.Round(time.Second)
	s := d.String() // 2h30m0s
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	s = strings.NewReplacer("h", " h ", "m", " min ", "s", " s").Replace(s)
	return strings.TrimSpace(s)
}

// which says which of two instants is meant, where clocks showed a time twice.
func (p Parsed) which() string {
	local := p.Entry.When.Local()
	instants := journal.Clock(journal.DateOf(local), local.Hour(), local.Minute(), p.zone)
	if len(instants) < 2 {
		return ""
	}
	which := "the first"
	if local.Sub(instants[1]) >= 0 {
		which = "the second"
	}
	return " (" + which + " of two, UTC" + local.Format("-07:00") + ")"
}

// whenWords says when, by the calendar of the person.
func (p Parsed) whenWords() string {
	w := p.Entry.When
	local := w.Local()
	day := w.Date.String()
	switch civil := journal.DateOf(local); {
	case w.Precision == journal.Instant && civil == journal.DateOf(p.now), w.Precision != journal.Instant && w.Date == journal.DateOf(p.now):
		day = "today"
	case w.Precision == journal.Instant && civil == journal.DateOf(p.now)-1, w.Precision != journal.Instant && w.Date == journal.DateOf(p.now)-1:
		day = "yesterday"
	case w.Precision == journal.Instant:
		day = civil.String()
	}
	switch w.Precision {
	case journal.Instant:
		return day + " at " + local.Format("15:04") + p.which()
	case journal.PartOfDay:
		return day + " around " + local.Format("15:04")
	}
	return day
}
