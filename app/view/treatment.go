package view

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/schedule"
)

// Treatments is the page of what somebody takes: current, paused and past courses.
//
// The methods that take a ctx are slow and may be called from another goroutine;
// everything else is quick. What was done is shown after the next Load.
type Treatments struct {
	a *app.App

	mu     sync.Mutex
	person app.Person
	has    bool
	list   []app.Treated
	twice  []app.Conflict
	past   bool // past courses are shown too
	// draft is a new course that was begun and not saved, nil if there is none; it
	// is read from the disk once.
	draft   []byte
	drafted bool
}

// NewTreatments makes the page of nobody.
func NewTreatments(a *app.App) *Treatments { return &Treatments{a: a} }

// SetPerson chooses whose treatments the next Load reads.
func (m *Treatments) SetPerson(p app.Person, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.person.ID != p.ID {
		m.list, m.twice, m.draft, m.drafted = nil, nil, nil, false
	}
	m.person, m.has = p, ok
}

// Person returns whose treatments they are.
func (m *Treatments) Person() (app.Person, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.person, m.has
}

// Load reads the treatments of the person.
func (m *Treatments) Load(ctx context.Context) error {
	p, ok := m.Person()
	var list []app.Treated
	var twice []app.Conflict
	var draft []byte
	if ok {
		var err error
		if list, err = m.a.Treatments(ctx, p); err != nil {
			return err
		}
		if twice, err = m.a.Conflicts(ctx, []app.Person{p}); err != nil {
			return err
		}
		drafts, err := m.a.Drafts()
		if err != nil {
			return err
		}
		for _, d := range drafts {
			if d.Key == treatmentDraft(p) {
				draft = d.Data
			}
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.person.ID == p.ID {
		m.list, m.twice = list, twice
		if !m.drafted {
			m.draft, m.drafted = draft, true
		}
	}
	return nil
}

// treatmentDraft is under what a new course is kept while it is typed.
func treatmentDraft(p app.Person) string { return "treatment/" + p.ID.String() }

// ShowPast shows the past courses too, or hides them again.
func (m *Treatments) ShowPast(show bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.past = show
}

// TreatmentGroup is the courses of one state.
type TreatmentGroup struct {
	Title string
	Rows  []TreatmentRow
}

// TreatmentRow is a course as it is shown.
type TreatmentRow struct {
	ID    journal.ID
	Name  string
	Head  string // name and amount
	Plan  string // when; "" if nothing is planned
	Facts string // what for, since when, until when and why it ended
	Next  string // the next dose, or where an as-needed plan stands; "" if there is none
	Stock string // what is left; "" if that is not known
	Low   bool   // it runs out soon
	Twice string // that doses of it may be written down twice; "" if none are
	Rated string // "" if it was never rated
	State schedule.State
	// Due says that a dose can be taken or skipped; Needed that one can be taken.
	Due, Needed bool
}

// maxPastRows is how many past courses are shown: the timeline has all of them.
const maxPastRows = 100

// Groups returns what is shown, and how many past courses are not.
func (m *Treatments) Groups() (groups []TreatmentGroup, hidden int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	add := func(key string, states ...schedule.State) {
		g := TreatmentGroup{Title: words.Text("treatment.group." + key)}
		for i := range m.list {
			if slices.Contains(states, m.list[i].State) && len(g.Rows) < maxPastRows {
				g.Rows = append(g.Rows, m.row(&m.list[i]))
			}
		}
		if len(g.Rows) > 0 {
			groups = append(groups, g)
		}
	}
	add("current", schedule.Current)
	add("planned", schedule.Planned)
	add("paused", schedule.Paused)
	if m.past {
		add("past", schedule.Past)
		add("unclear", schedule.Unclear)
		return groups, 0
	}
	for i := range m.list {
		if s := m.list[i].State; s == schedule.Past || s == schedule.Unclear {
			hidden++
		}
	}
	return groups, hidden
}

// Past reports whether past courses are shown.
func (m *Treatments) Past() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.past
}

// Summary says in a line what somebody takes: for a screen reader, and above the
// page.
func (m *Treatments) Summary() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	current, low := 0, []string{}
	for i := range m.list {
		if m.list[i].State == schedule.Current {
			current++
			if m.list[i].Supply.Low(m.today()) {
				low = append(low, m.list[i].Course.Name)
			}
		}
	}
	text := words.Text("treatment.summary", words.Count(int64(current), "treatment"))
	if len(low) > 0 {
		text += " " + words.Text("treatment.summary.low", words.List(low))
	}
	return text
}

func (m *Treatments) today() journal.Date { return journal.DateOf(m.a.Now()) }

func (m *Treatments) row(t *app.Treated) TreatmentRow {
	c := t.Course.Body.(*journal.Course)
	r := TreatmentRow{ID: t.Course.ID, Name: t.Course.Name, Head: strings.TrimSpace(t.Course.Name + " " + t.Amount.String()), State: t.State,
		Plan: t.Plan(m.list), Stock: app.StockText(&t.Supply), Low: t.Supply.Low(m.today()), Needed: len(t.Needs) > 0,
		Due: t.Next != nil && t.State == schedule.Current}
	if r.Plan == "" {
		r.Plan = c.Frequency
	}
	var facts []string
	add := func(text string) {
		if text != "" {
			facts = append(facts, text)
		}
	}
	if c.Purpose != "" {
		add(words.Text("treatment.for", c.Purpose))
	}
	if !c.StartUnknown {
		add(words.Text("treatment.since", app.StartText(t.Course.When)))
	}
	if c.End != nil {
		add(words.Text("treatment.plan.until", dateText(*c.End)))
	}
	add(c.StopReason)
	if p := t.PausedOn(m.today()); p != nil {
		add(app.PauseText(*p))
	}
	r.Facts = strings.Join(facts, ", ")
	switch {
	case t.State == schedule.Paused:
	case t.Next != nil:
		r.Next = words.Text("treatment.row.next", m.doseTime(t.Next))
	case len(t.Needs) > 0:
		var lines []string
		for _, n := range t.Needs {
			lines = append(lines, app.NeedText(&n)...)
		}
		r.Next = strings.Join(lines, ". ")
	}
	if t.Rated != nil {
		r.Rated = words.Text("treatment.detail.rated", dateText(t.Rated.When.Date), app.RatingText(t.Rated))
	}
	if slices.ContainsFunc(m.twice, func(c app.Conflict) bool { return journal.Fold(c.Doses[0].Name) == journal.Fold(r.Name) }) {
		r.Twice = words.Text("conflict.today", flat(r.Name))
	}
	return r
}

// doseTime says when a dose is due: today 20:00, tomorrow 8:00, Mon 2 Mar 2026 8:00.
func (m *Treatments) doseTime(d *schedule.Due) string {
	text := doseTimeText(d.At, m.a.Now())
	if d.Estimated {
		text = words.Text("treatment.about", text)
	}
	return text
}

func doseTimeText(at, now time.Time) string {
	day, today := journal.DateOf(at), journal.DateOf(now)
	clock := at.Format("15:04")
	switch day {
	case today:
		return words.Text("treatment.today", clock)
	case today + 1:
		return words.Text("treatment.tomorrow", clock)
	}
	return words.Text("treatment.day", words.Weekday(at.Weekday()), dateText(day), clock)
}

// Row returns a course that was read, by its id.
func (m *Treatments) Row(id journal.ID) (TreatmentRow, bool) {
	t, ok := m.treated(id)
	if !ok {
		return TreatmentRow{}, false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.row(&t), true
}

func (m *Treatments) treated(id journal.ID) (app.Treated, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range m.list {
		if m.list[i].Course.ID == id {
			return m.list[i], true
		}
	}
	return app.Treated{}, false
}

// act runs fn on a course that was read.
func (m *Treatments) act(id journal.ID, fn func(app.Person, *app.Treated) error) error {
	t, ok := m.treated(id)
	p, has := m.Person()
	if !ok || !has {
		return journal.ErrNotFound
	}
	return fn(p, &t)
}

// Take logs the dose of a course that is due about now, or one as needed, and
// says what was logged.
func (m *Treatments) Take(ctx context.Context, id journal.ID) (said string, err error) {
	err = m.act(id, func(p app.Person, t *app.Treated) error {
		e, err := m.a.TakeNext(ctx, p, t.Regimen, "", app.Took{})
		said = words.Text("treatment.took", app.Describe(&e))
		return err
	})
	return said, err
}

// Skip logs that the dose of a course that is due about now is not taken.
func (m *Treatments) Skip(ctx context.Context, id journal.ID, reason string) error {
	return m.act(id, func(p app.Person, t *app.Treated) error {
		_, err := m.a.SkipNext(ctx, p, t.Regimen, "", app.Took{Reason: strings.TrimSpace(reason)})
		return err
	})
}

// Pause lets a course rest from today, until a day if one was typed.
func (m *Treatments) Pause(ctx context.Context, id journal.ID, until, reason string) error {
	last, err := m.day(until)
	if err != nil {
		return err
	}
	return m.act(id, func(p app.Person, t *app.Treated) error {
		return m.a.PauseTreatment(ctx, p, id, nil, last, reason)
	})
}

// Resume goes on with a course from today.
func (m *Treatments) Resume(ctx context.Context, id journal.ID) error {
	return m.act(id, func(p app.Person, _ *app.Treated) error { return m.a.ResumeTreatment(ctx, p, id, nil) })
}

// Stop ends a course: now, or with the last day that was typed.
func (m *Treatments) Stop(ctx context.Context, id journal.ID, last, reason string) error {
	day, err := m.day(last)
	if err != nil {
		return err
	}
	return m.act(id, func(p app.Person, _ *app.Treated) error { return m.a.StopTreatment(ctx, p, id, day, reason) })
}

// RatingTyped is an evaluation as it is typed: numbers from 0 to 10, "" for not
// said, and side effects with commas between.
type RatingTyped struct {
	Benefit, SideEffect, Burden, Cost, Adherence string
	SideEffects, Note                            string
}

// Rate writes an evaluation of a course's treatment.
func (m *Treatments) Rate(ctx context.Context, id journal.ID, typed RatingTyped) error {
	rating := app.Rating{Note: strings.TrimSpace(typed.Note)}
	for _, part := range []struct {
		text string
		into **journal.Decimal
	}{{typed.Benefit, &rating.Benefit}, {typed.SideEffect, &rating.SideEffect}, {typed.Burden, &rating.Burden},
		{typed.Cost, &rating.Cost}, {typed.Adherence, &rating.Adherence}} {
		if text := strings.TrimSpace(part.text); text != "" {
			n, err := journal.ParseDecimal(strings.Replace(text, ",", ".", 1))
			if err != nil {
				return err
			}
			*part.into = &n
		}
	}
	for effect := range strings.SplitSeq(typed.SideEffects, ",") {
		if effect = strings.TrimSpace(effect); effect != "" {
			rating.SideEffects = append(rating.SideEffects, effect)
		}
	}
	return m.act(id, func(p app.Person, t *app.Treated) error {
		_, err := m.a.RateTreatment(ctx, p, t.Regimen, rating)
		return err
	})
}

// Supply writes a movement of a course's supply.
func (m *Treatments) Supply(ctx context.Context, id journal.ID, move app.StockMove) error {
	return m.act(id, func(p app.Person, t *app.Treated) error {
		_, err := m.a.AddStock(ctx, p, t.Regimen, move)
		return err
	})
}

// day reads a date that may be left out, as people type it.
func (m *Treatments) day(text string) (*journal.Date, error) {
	return optionalDay(text, m.today(), true)
}

// optionalDay reads a date, or a month or year as its first or last day; nil if
// nothing was typed.
func optionalDay(text string, today journal.Date, last bool) (*journal.Date, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	from, to, err := readDays(text, today)
	if err != nil {
		return nil, err
	}
	if last {
		return &to, nil
	}
	return &from, nil
}

// Choose reports whether a title has all that was typed to find it.
func Choose(title, typed string) bool {
	return strings.Contains(journal.Fold(title), journal.Fold(typed))
}
