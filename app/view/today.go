package view

import (
	"context"
	"fmt"
	"strings"
	"time"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/schedule"
)

// Today is the page of a day: what it asks for, and the check-in.
//
// Load, Save, Answer and the other methods that take a context are slow and may be
// called from another goroutine; they touch nothing of the page. Everything else
// belongs to the goroutine of the window.
type Today struct {
	a      *app.App
	person app.Person
	has    bool
	day    journal.Date // 0 follows the clock
	shown  *app.Today
	rows   []CheckinRow
	aside  map[checkinDay]map[string]filledIn // of other days and persons, until they are saved
}

// checkinDay is one check-in.
type checkinDay struct {
	person journal.ID
	day    journal.Date
}

// filledIn is what a line has.
type filledIn struct {
	Text     string `json:"text"`
	Proposed bool   `json:"proposed,omitempty"`
}

// NewToday makes the page of nobody.
func NewToday(a *app.App) *Today {
	return &Today{a: a, aside: map[checkinDay]map[string]filledIn{}}
}

// SetPerson chooses whose day it is; false is nobody's. Another person's begins today.
func (t *Today) SetPerson(p app.Person, ok bool) {
	if p.ID != t.person.ID || ok != t.has {
		t.setAside()
		t.day, t.shown, t.rows = 0, nil, nil
	}
	t.person, t.has = p, ok
}

// Person returns whose day it is.
func (t *Today) Person() (app.Person, bool) { return t.person, t.has }

// Day returns the day that is wanted.
func (t *Today) Day() journal.Date {
	if t.day == 0 {
		return today(t.a)
	}
	return t.day
}

// SetDay goes to a day, and follows the clock from today on. A day ahead is today.
func (t *Today) SetDay(d journal.Date) {
	if t.day = d; d >= today(t.a) {
		t.day = 0
	}
}

// Load reads the day for Show.
func (t *Today) Load(ctx context.Context, p app.Person, day journal.Date) (*app.Today, error) {
	return t.a.Today(ctx, p, day)
}

// Show takes over what Load read and reports whether it is what is wanted still. What
// was filled in stays with its day and its person.
func (t *Today) Show(loaded *app.Today) bool {
	if !t.has || loaded.Person.ID != t.person.ID || loaded.Day != t.Day() {
		return false
	}
	t.setAside()
	t.shown, t.rows = loaded, make([]CheckinRow, 0, len(loaded.Checkin))
	for i := range loaded.Checkin {
		t.rows = append(t.rows, newCheckinRow(&loaded.Checkin[i], loaded.Day, today(t.a)))
	}
	t.takeBack()
	return true
}

// setAside keeps what is filled in of the day that is shown.
func (t *Today) setAside() {
	if t.shown == nil || t.Filled() == 0 {
		return
	}
	texts := map[string]filledIn{}
	for i := range t.rows {
		if r := &t.rows[i]; r.Text != "" {
			texts[r.Key()] = filledIn{r.Text, r.Proposed}
		}
	}
	t.aside[checkinDay{t.shown.Person.ID, t.shown.Day}] = texts
}

// takeBack fills in what was set aside of the day that is shown. What was only proposed
// goes where something was written down meanwhile.
func (t *Today) takeBack() bool {
	day := checkinDay{t.shown.Person.ID, t.shown.Day}
	texts, found := t.aside[day]
	delete(t.aside, day)
	for i := range t.rows {
		r := &t.rows[i]
		f := texts[r.Key()]
		if r.Text != "" || f.Text == "" || f.Proposed && !r.item.Repeats() {
			continue
		}
		r.set(f.Text)
		r.Proposed = f.Proposed
	}
	return found
}

// Stale reports whether what is shown is out of date by itself. A day whose check-in
// was begun stays until that is saved.
func (t *Today) Stale() bool {
	return t.shown != nil && t.shown.Current && !t.a.Now().Before(t.shown.Changes)
}

// Stay keeps the day that is shown although the clock went on: its check-in was begun.
func (t *Today) Stay() {
	if t.shown != nil && t.day == 0 && t.shown.Day != today(t.a) {
		t.day = t.shown.Day
	}
}

// Title is what the day is called.
func (t *Today) Title() string { return dayText(t.Day(), today(t.a)) }

// IsCurrent reports whether the day is today.
func (t *Today) IsCurrent() bool { return t.Day() == today(t.a) }

// Subtitle is the date of a day with a name, and whose day it is.
func (t *Today) Subtitle() string {
	if !t.has {
		return ""
	}
	if d := t.Day(); d >= today(t.a)-1 {
		at := d.Midnight()
		return words.Text("today.of_date", t.person.Name, words.Text("timeline.day", words.Text("timeline.weekday."+at.Weekday().String()[:3]),
			at.Day(), monthName(at.Month()), at.Year()))
	}
	return words.Text("today.of", t.person.Name)
}

// TodayDose is a dose as it is shown.
type TodayDose struct {
	Time    string
	Name    string
	Detail  string // the amount, what became of it, who wrote it down
	Urgency app.Urgency
	Open    bool // it can be taken or skipped
	dose    app.TodayDose
}

// TodayGroup is doses of one urgency.
type TodayGroup struct {
	Title string
	Doses []TodayDose
}

// Doses returns the doses of the day: what waits longest first, what is done last.
func (t *Today) Doses() []TodayGroup {
	if t.shown == nil {
		return nil
	}
	var groups []TodayGroup
	for _, u := range []app.Urgency{app.Overdue, app.DueNow, app.Unknown, app.Later, app.Logged} {
		g := TodayGroup{Title: words.Text("today.doses." + string(u))}
		for _, d := range t.shown.Doses {
			if d.Urgency == u {
				g.Doses = append(g.Doses, t.doseShown(d))
			}
		}
		if len(g.Doses) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

func (t *Today) doseShown(d app.TodayDose) TodayDose {
	shown := TodayDose{Time: d.At.Format("15:04"), Name: flat(d.Name), Urgency: d.Urgency, Open: d.Status == schedule.Open, dose: d}
	parts := nonEmpty(amountText(d.Amount))
	if d.Urgency == app.Overdue {
		parts = append(parts, words.Text("today.late", lateText(t.a.Now().Sub(d.At))))
	}
	if d.Dose != nil {
		parts = append(parts, words.Text("today.dose."+d.Status.String(), timeText(d.Dose.When)))
		parts = append(parts, nonEmpty(EnteredBy(t.a, d.Dose))...)
	}
	if d.Double {
		parts = append(parts, words.Text("today.dose.double"))
	}
	if d.Estimated && d.Status == schedule.Open {
		parts = append(parts, words.Text("today.dose.estimated"))
	}
	shown.Detail = strings.Join(parts, " · ")
	return shown
}

func nonEmpty(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// EnteredBy says that somebody else wrote an entry down, "" if it was oneself.
func EnteredBy(a *app.App, e *journal.Entry) string {
	if e.EnteredBy.IsZero() || e.EnteredBy == a.Me() {
		return ""
	}
	return words.Text("timeline.entered_by", e.EnteredBy.Short())
}

// lateText is how long ago something was due, in hours or minutes.
func lateText(d time.Duration) string {
	if d < 2*time.Hour {
		return words.Count(int64(d/time.Minute), "minute")
	}
	return words.Count(int64(d/time.Hour), "hour")
}

// TodayLine is something that the day has, in words.
type TodayLine struct {
	ID     string
	Time   string
	Name   string
	Detail string
}

// Questionnaires returns those that wait to be answered; ID is what opens one.
func (t *Today) Questionnaires() []TodayLine {
	var lines []TodayLine
	if t.shown == nil {
		return nil
	}
	for _, q := range t.shown.Questionnaires {
		line := TodayLine{ID: q.ID, Name: flat(q.Title)}
		if late := t.shown.Day - q.Due; late > 0 {
			line.Detail = words.Text("today.since", words.Count(int64(late), "day"))
		}
		lines = append(lines, line)
	}
	return lines
}

// Appointments returns the visits of the day, with the questions to ask there.
func (t *Today) Appointments() []TodayLine {
	var lines []TodayLine
	if t.shown == nil {
		return nil
	}
	for i := range t.shown.Appointments {
		e := &t.shown.Appointments[i]
		body := e.Body.(*journal.Appointment)
		var parts []string
		for _, text := range []string{body.With, body.Reason, e.Note} {
			parts = append(parts, nonEmpty(flat(text))...)
		}
		if n := len(body.Questions); n > 0 {
			parts = append(parts, words.Count(int64(n), "question"))
		}
		parts = append(parts, nonEmpty(EnteredBy(t.a, e))...)
		lines = append(lines, TodayLine{ID: e.ID.String(), Time: timeText(e.When), Name: flat(e.Name), Detail: strings.Join(parts, " · ")})
	}
	return lines
}

// Asks returns the doses of which to ask whether they did help.
func (t *Today) Asks() []TodayLine {
	var lines []TodayLine
	if t.shown == nil {
		return nil
	}
	for i := range t.shown.Ask {
		e := &t.shown.Ask[i]
		detail := amountText(e.Dose().Amount)
		if r := flat(e.Dose().Reason); r != "" {
			detail = strings.TrimSpace(detail + " " + words.Text("timeline.for", r))
		}
		lines = append(lines, TodayLine{ID: e.ID.String(), Time: timeText(e.When), Name: flat(e.Name), Detail: detail})
	}
	return lines
}

// Gap says what the day before has nothing of, "" if nothing is missing there.
func (t *Today) Gap() string {
	if t.shown == nil || t.shown.Gaps+t.shown.GapDoses == 0 {
		return ""
	}
	var parts []string
	if t.shown.Gaps > 0 {
		parts = append(parts, words.Count(int64(t.shown.Gaps), "thing"))
	}
	if t.shown.GapDoses > 0 {
		parts = append(parts, words.Count(int64(t.shown.GapDoses), "dose"))
	}
	if t.IsCurrent() {
		return words.Text("today.gap.yesterday", words.List(parts))
	}
	return words.Text("today.gap.before", words.List(parts))
}

// Reviewed reports whether the day is complete.
func (t *Today) Reviewed() bool { return t.shown != nil && t.shown.Reviewed != nil }

// Loaded reports whether there is a day to show.
func (t *Today) Loaded() bool { return t.shown != nil }

// Take writes down that a dose was taken: now, or for a day that is over when it was
// due. It returns what to say about it.
func (t *Today) Take(ctx context.Context, p app.Person, d TodayDose) (string, error) {
	return t.logDose(ctx, p, d, t.a.TakeDose, "today.taken")
}

// Skip writes down that a dose was not taken.
func (t *Today) Skip(ctx context.Context, p app.Person, d TodayDose) (string, error) {
	return t.logDose(ctx, p, d, t.a.SkipDose, "today.skipped")
}

func (t *Today) logDose(ctx context.Context, p app.Person, d TodayDose,
	log func(context.Context, app.Person, schedule.Due, app.Took) (journal.Entry, error), key string) (string, error) {
	var how app.Took
	if d.Urgency == app.Unknown {
		at := journal.At(d.dose.At)
		how.At = &at
	}
	if _, err := log(ctx, p, d.dose.Due, how); err != nil {
		return "", err
	}
	return words.Text(key, d.Name, d.Time), nil
}

// Answer says how much a dose did help, 0 to 10 as typed.
func (t *Today) Answer(ctx context.Context, p app.Person, line TodayLine, typed string) (string, error) {
	id, err := journal.ParseID(line.ID)
	if err != nil {
		return "", fmt.Errorf("answer: %w", err)
	}
	rating, err := journal.ParseDecimal(strings.Replace(typed, ",", ".", 1))
	if err != nil {
		return "", &app.InputError{Err: err}
	}
	e, err := t.a.SayEffect(ctx, p, id, rating)
	if err != nil {
		return "", err
	}
	return words.Text("today.answered", line.Name, valueText(e.Dose().Effect)), nil
}

// Review says that a day is complete, or with undo that it is not after all.
func (t *Today) Review(ctx context.Context, p app.Person, day journal.Date, undo bool) (string, error) {
	name := dayText(day, today(t.a))
	if undo {
		return words.Text("today.review.off", name), t.a.Unreview(ctx, p, day)
	}
	_, err := t.a.Review(ctx, p, day)
	return words.Text("today.review.on", name), err
}
