package view

import (
	"strings"
	"time"
	"unicode"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/units"
)

// TimelineRow is one line of the timeline, in the words in which it is shown.
type TimelineRow struct {
	// Date is the civil day that the row stands on, and Day what it is called:
	// "Today", "Fri 20 Nov 2026". First says that it is the first row of its day,
	// which is where the day is shown. ShortDay is for where there is little room:
	// "Fri 20 Nov", "20 Nov 25" in another year.
	Date     journal.Date
	Day      string
	ShortDay string
	First    bool

	// The rest is known once the row is loaded.
	Person app.Person
	ID     journal.ID
	Group  KindGroup // whose icon it has
	Time   string    // "08:30", "evening", "" for a whole day
	Name   string    // "Headache"; "" for what has none, such as a note
	Value  string    // "7/10", "400 mg"; "" is not known, never zero
	// Level is the value's share of its scale, 0 to 1, or -1 if it has none.
	Level float64
	// Detail is all else in one line, without line breaks: where, how long, after
	// what, notes, tags, where it came from.
	Detail string
	Who    string // the person's name if several are shown
	// Twice says that it is a dose that may be written down twice.
	Twice  bool
	Edited bool
}

// longDetail is how much of a text is kept for a row; no window is so wide.
const longDetail = 400

// rowOf says what an entry looks like. Date, Day and First are not set.
func rowOf(a *app.App, l *app.Listed, several, twice bool) TimelineRow {
	e := &l.Entry
	r := TimelineRow{Person: l.Person, ID: e.ID, Group: groupOf(e.Kind), Time: timeText(e.When), Name: flat(e.Name), Level: -1, Edited: e.Edited, Twice: twice}
	if several {
		r.Who = l.Person.Name
	}
	var parts []string
	add := func(text string) {
		if text = flat(text); text != "" {
			parts = append(parts, text)
		}
	}
	if twice {
		add(words.Text("conflict.chip"))
	}
	r.say(e, add)
	if e.When.Duration > 0 && e.Kind != journal.KindSamples && !isLength(e.Value()) {
		add(lengthText(e.When.Duration))
	}
	add(e.Note)
	if len(e.Tags) > 0 {
		add("#" + strings.Join(e.Tags, " #"))
	}
	if e.Source != "" {
		add(words.Text("timeline.from", e.Source))
	}
	add(EnteredBy(a, e))
	if e.Edited {
		add(words.Text("timeline.edited"))
	}
	r.Detail = strings.Join(parts, " · ")
	if r.Name == "" && e.Kind != journal.KindNote {
		r.Name = words.Text("timeline.kind." + e.Kind.String())
	}
	return r
}

// say fills in what only the entry's kind has.
func (r *TimelineRow) say(e *journal.Entry, add func(string)) {
	about := func(key, text string) {
		if text != "" {
			add(words.Text("timeline."+key, text))
		}
	}
	switch b := e.Body.(type) {
	case *journal.Observation:
		r.Value, r.Level = valueText(b.Value), levelOf(b.Value)
		about("in", b.Region)
		about("after", words.List(b.After))
		add(b.Outcome)
	case *journal.Dose:
		r.Value = amountText(b.Amount)
		if b.Status != journal.DoseTaken { // matters more than how much it would have been
			add(r.Value)
			r.Value = words.Text("timeline.dose." + b.Status.String())
		}
		about("for", b.Reason)
		about("effect", valueText(b.Effect))
	case *journal.Condition:
		add(plainWords(b.Status))
		add(plainWords(b.Certainty))
		add(b.Severity)
		add(b.Reaction)
		r.until(b.End, add)
	case *journal.Episode:
		r.Value, r.Level = valueText(b.Worst), levelOf(b.Worst)
		if b.End != nil {
			about("until", b.End.In(e.When.Local().Location()).Format("2006-01-02 15:04"))
		}
	case *journal.Treatment:
		add(plainWords(b.Category))
		add(b.Form)
		add(b.Strength)
	case *journal.Course:
		r.Value = amountText(b.Amount)
		add(words.Text("timeline.course"))
		add(b.Frequency)
		about("for", b.Purpose)
		r.until(b.End, add)
		about("stopped", b.StopReason)
	case *journal.DoseStep:
		r.Value = amountText(b.Amount)
		r.sort(e, add)
	case *journal.Plan:
		r.Value = amountText(b.Amount)
		r.sort(e, add)
	case *journal.Evaluation:
		r.sort(e, add)
		r.Value, r.Level = valueText(b.Benefit), levelOf(b.Benefit)
		about("side_effects", words.List(b.SideEffects))
	case *journal.Response:
		if b.Score != nil {
			r.Value = b.Score.String()
		}
	case *journal.Event:
		add(plainWords(b.Category))
		add(plainWords(b.Status))
		about("for", b.Reason)
		add(words.List(b.Results))
	case *journal.Appointment:
		about("with", b.With)
		about("for", b.Reason)
		add(plainWords(b.Status))
	case *journal.Attachment:
		add(app.AttachmentText(e))
	case *journal.Stock:
		r.Value = amountText(b.Amount)
		r.sort(e, add)
		add(b.Reason)
	case *journal.Experiment:
		r.sort(e, add)
		add(app.AgainstText(b))
		add(words.List(b.Outcomes))
		add(app.BlocksText(b))
		r.until(b.Ended, add)
		about("stopped", b.EndReason)
	case *journal.ShareGrant:
		about("with", b.Recipient)
		add(b.Purpose)
	case *journal.Segment:
		r.Value = strings.TrimSpace(b.Low.String() + "–" + b.High.String() + " " + units.Text(b.Unit))
		if b.Low == b.High {
			r.Value = strings.TrimSpace(b.Low.String() + " " + units.Text(b.Unit))
		}
		add(words.Count(int64(b.Count), "reading"))
	}
}

// sort says of what sort the entry is where its name does not, because a dose of the
// same name looks like it.
func (r *TimelineRow) sort(e *journal.Entry, add func(string)) {
	if r.Name != "" {
		add(words.Text("timeline.kind." + e.Kind.String()))
	}
}

func (r *TimelineRow) until(end *journal.Date, add func(string)) {
	if end != nil {
		add(words.Text("timeline.until", dateText(*end)))
	}
}

// valueText is a value on one line; where it has an anchor, that alone.
func valueText(v *journal.Value) string {
	if v != nil && v.Scale == journal.Ordinal && v.Label != "" {
		anchor := *v
		anchor.Number = nil
		v = &anchor
	}
	return flat(app.ValueText(v))
}

func amountText(a *journal.Amount) string {
	if a == nil {
		return ""
	}
	return (&journal.Amount{Number: a.Number, Unit: units.Text(a.Unit)}).String()
}

func levelOf(v *journal.Value) float64 {
	if v == nil || v.Scale != journal.NRS || v.Comparator != "" {
		return -1
	}
	return v.Number.Float() / 10
}

func isLength(v *journal.Value) bool { return v != nil && v.Scale == journal.Duration }

// plainWords writes a word of the format (care_plan) for people.
func plainWords(s string) string { return strings.ReplaceAll(s, "_", " ") }

// flat is the beginning of a text with line breaks and other controls as
// blanks.
func flat(s string) string {
	if len(s) > 4*longDetail {
		s = s[:4*longDetail]
	}
	r := []rune(strings.ToValidUTF8(s, ""))
	if len(r) > longDetail {
		r = append(r[:longDetail-1], '…')
	}
	for i, c := range r {
		if unicode.IsControl(c) || c == '\u2028' || c == '\u2029' {
			r[i] = ' '
		}
	}
	return strings.TrimSpace(string(r))
}

// timeText is the time of day as exactly as it is known: "08:30", "evening"; what
// is known to the month or year only says so.
func timeText(w journal.When) string {
	switch w.Precision {
	case journal.Instant:
		return w.Local().Format("15:04")
	case journal.PartOfDay:
		return words.Text("timeline.part." + partAt(w.Local().Hour()).String())
	case journal.Month:
		return words.Text("timeline.in_month", monthName(w.Date.Midnight().Month()))
	case journal.Year:
		return words.Text("timeline.in_year", w.Date.Midnight().Year())
	}
	return ""
}

// dayText is what a day is called, seen from today.
func dayText(d, today journal.Date) string {
	switch d {
	case today:
		return words.Text("timeline.today")
	case today - 1:
		return words.Text("timeline.yesterday")
	case today + 1:
		return words.Text("timeline.tomorrow")
	}
	t := d.Midnight()
	return words.Text("timeline.day", words.Text("timeline.weekday."+t.Weekday().String()[:3]), t.Day(), monthName(t.Month()), t.Year())
}

// shortDay is dayText in less room.
func shortDay(d, today journal.Date) string {
	t := d.Midnight()
	switch {
	case d >= today-1 && d <= today+1:
		return dayText(d, today)
	case t.Year() != today.Midnight().Year():
		return words.Text("timeline.day_month_year", t.Day(), monthName(t.Month()), t.Year()%100)
	}
	return words.Text("timeline.day_month", words.Text("timeline.weekday."+t.Weekday().String()[:3]), t.Day(), monthName(t.Month()))
}

// WidestDay and WidestTime are texts for which the columns of days and times are
// wide enough, whatever stands in them.
func WidestDay() string { return dayText(journal.NewDate(2028, time.May, 24), 0) }

// WidestTime is the widest time: a part of the day.
func WidestTime() string { return words.Text("timeline.part.afternoon") }

// dateText is a day of the calendar: 20 Nov 2026.
func dateText(d journal.Date) string {
	t := d.Midnight()
	return words.Text("timeline.date", t.Day(), monthName(t.Month()), t.Year())
}
