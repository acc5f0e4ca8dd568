package view

import (
	"context"
	"encoding/json"
	"strings"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/schedule"
)

// DoseHow is what says when doses are due.
type DoseHow int

// The ways.
const (
	HowTimes  DoseHow = iota // at times of day
	HowHours                 // every so many hours
	HowNeeded                // as needed
	HowAfter                 // after another treatment
	HowNone                  // nothing is due
)

var howKeys = []string{"times", "hours", "needed", "after", "none"}

// DoseHows returns the ways with their names, in the order in which they are
// offered.
func DoseHows() []string { return textsOf("treatment.form.how.", howKeys) }

// DoseDays is on which days doses at times of day are due.
type DoseDays int

// The days.
const (
	DaysAll DoseDays = iota
	DaysOfWeek
	DaysEvery
	DaysCycle
	DaysOfMonth
)

var dayKeys = []string{"all", "week", "every", "cycle", "month"}

// DoseDaysNames returns the choices of days by name.
func DoseDaysNames() []string { return textsOf("treatment.form.days.", dayKeys) }

// Example is what may be typed for a choice of days, "" if nothing is.
func (d DoseDays) Example() string {
	if d == DaysAll {
		return ""
	}
	return words.Text("treatment.form.days." + dayKeys[d] + ".example")
}

// CategoryNames returns the sorts of treatment by name, in the order of
// [app.TreatmentCategories].
func CategoryNames() []string { return textsOf("treatment.category.", app.TreatmentCategories()) }

func textsOf(prefix string, keys []string) []string {
	texts := make([]string, len(keys))
	for i, key := range keys {
		texts[i] = words.Text(prefix + key)
	}
	return texts
}

// TreatmentFields are what stands in the form.
type TreatmentFields struct {
	Name, Amount, Purpose string
	Category              int // of CategoryNames
	How                   DoseHow
	Times                 string
	Days                  DoseDays
	DaysText              string
	Every, Window         string
	FromTaken             bool
	MinInterval, Max      string
	After, Delay          string
	From, Until           string
	Taper, Strength       string
}

// TreatmentForm adds a course or changes one. Its fields belong to the goroutine
// of the window; Save is slow and takes a copy of them.
type TreatmentForm struct {
	a        *app.App
	model    *Treatments
	person   app.Person
	regimens []schedule.Regimen
	// Course is the one that is changed; its ID is zero for a new one.
	course schedule.Regimen
	Fields TreatmentFields
	// Resumed says that the fields hold what was begun before and not saved.
	Resumed bool
	before  TreatmentFields
}

// NewForm returns the form for a new course or, with an id, for changing one that
// was read.
func (m *Treatments) NewForm(id journal.ID) (*TreatmentForm, bool) {
	p, has := m.Person()
	if !has {
		return nil, false
	}
	f := &TreatmentForm{a: m.a, model: m, person: p, Fields: TreatmentFields{Times: "8:00"}}
	m.mu.Lock()
	for i := range m.list {
		f.regimens = append(f.regimens, m.list[i].Regimen)
	}
	m.mu.Unlock()
	if !id.IsZero() {
		t, ok := m.treated(id)
		if !ok {
			return nil, false
		}
		f.course = t.Regimen
		f.fill(&t)
	}
	f.before = f.Fields
	if id.IsZero() {
		f.resume()
	}
	return f, true
}

// resume fills in what was begun and not saved.
func (f *TreatmentForm) resume() {
	f.model.mu.Lock()
	defer f.model.mu.Unlock()
	var x TreatmentFields
	if f.model.draft == nil || json.Unmarshal(f.model.draft, &x) != nil || x.Category < 0 || x.Category >= len(app.TreatmentCategories()) ||
		x.How < 0 || int(x.How) >= len(howKeys) || x.Days < 0 || int(x.Days) >= len(dayKeys) {
		return
	}
	f.Fields, f.Resumed = x, true
}

// DraftKey is under what the fields are kept while they are typed.
func (f *TreatmentForm) DraftKey() string { return treatmentDraft(f.person) }

// Draft returns the fields to keep while they are typed, nil for none.
func (f *TreatmentForm) Draft() []byte {
	var data []byte
	if f.Changed() {
		data, _ = json.Marshal(f.Fields) // texts and numbers: it cannot fail
	}
	f.model.mu.Lock()
	defer f.model.mu.Unlock()
	f.model.draft = data
	return data
}

// Saved forgets what was kept while it was typed.
func (f *TreatmentForm) Saved() {
	f.model.mu.Lock()
	defer f.model.mu.Unlock()
	f.model.draft = nil
}

// Again returns the form for beginning a course that is over once more.
func (m *Treatments) Again(id journal.ID) (*TreatmentForm, bool) {
	f, ok := m.NewForm(id)
	if ok {
		f.course = schedule.Regimen{}
		f.Fields.Until = ""
	}
	return f, ok
}

// IsNew reports whether it adds a course.
func (f *TreatmentForm) IsNew() bool { return f.course.Course.ID.IsZero() }

// Changed reports whether something in it was typed or chosen.
func (f *TreatmentForm) Changed() bool { return f.Fields != f.before }

// Others returns the names of the other courses, which a dose can follow.
func (f *TreatmentForm) Others() []string {
	var names []string
	for i := range f.regimens {
		r := &f.regimens[i]
		if s := r.StateOn(journal.DateOf(f.a.Now())); r.Course.ID != f.course.Course.ID && (s == schedule.Current || s == schedule.Paused) {
			names = append(names, r.Course.Name)
		}
	}
	return names
}

// fill puts a course into the fields.
func (f *TreatmentForm) fill(t *app.Treated) {
	c := t.Course.Body.(*journal.Course)
	x := TreatmentFields{Name: t.Course.Name, Amount: t.Amount.String(), Purpose: c.Purpose, How: HowNone}
	for i, category := range app.TreatmentCategories() {
		if category == c.Category {
			x.Category = i
		}
	}
	if treatment, ok := t.Treatment.Body.(*journal.Treatment); ok {
		x.Strength = treatment.Strength
	}
	if c.End != nil {
		x.Until = c.End.String()
	}
	plans := t.Running(journal.DateOf(f.a.Now()))
	if len(plans) > 0 {
		// What these fields cannot say of a plan stays as long as nobody changes them.
		w, _ := app.PlanWordsOf(plans[0].Body.(*journal.Plan), f.courseName)
		x.setPlan(w)
	}
	f.Fields = x
}

func (f *TreatmentForm) courseName(id journal.ID) string {
	for i := range f.regimens {
		if f.regimens[i].Course.ID == id {
			return f.regimens[i].Course.Name
		}
	}
	return ""
}

func (x *TreatmentFields) setPlan(w app.PlanWords) {
	x.FromTaken, x.MinInterval, x.Max, x.After, x.Delay = w.FromTaken, w.MinInterval, w.Max, w.After, w.Delay
	switch {
	case w.AsNeeded:
		x.How = HowNeeded
	case w.After != "":
		x.How = HowAfter
	case w.Every != "" && w.Times == "":
		x.How, x.Every, x.Window = HowHours, w.Every, w.Window
	default:
		x.How, x.Times = HowTimes, w.Times
		switch {
		case w.Weekdays != "":
			x.Days, x.DaysText = DaysOfWeek, w.Weekdays
		case w.Every != "":
			x.Days, x.DaysText = DaysEvery, w.Every
		case w.Cycle != "":
			x.Days, x.DaysText = DaysCycle, w.Cycle
		case w.MonthDay != "":
			x.Days, x.DaysText = DaysOfMonth, w.MonthDay
		}
	}
}

// plan returns what the fields say about when doses are due.
func (x *TreatmentFields) plan() app.PlanWords {
	switch x.How {
	case HowHours:
		return app.PlanWords{Every: x.Every, Window: x.Window, FromTaken: x.FromTaken}
	case HowNeeded:
		return app.PlanWords{AsNeeded: true, MinInterval: x.MinInterval, Max: x.Max}
	case HowAfter:
		return app.PlanWords{After: x.After, Delay: x.Delay}
	case HowNone:
		return app.PlanWords{}
	}
	w := app.PlanWords{Times: x.Times}
	switch x.Days {
	case DaysOfWeek:
		w.Weekdays = x.DaysText
	case DaysEvery:
		if w.Every = strings.TrimSpace(x.DaysText); w.Every != "" && strings.Trim(w.Every, "0123456789") == "" {
			w.Every += "d"
		}
	case DaysCycle:
		w.Cycle = x.DaysText
	case DaysOfMonth:
		w.MonthDay = x.DaysText
	}
	return w
}

// missing says what is to be filled in before anything else, "" if nothing is.
func (x *TreatmentFields) missing() string {
	switch {
	case strings.TrimSpace(x.Name) == "":
		return words.Text("treatment.form.missing.name")
	case x.How == HowTimes && strings.TrimSpace(x.Times) == "":
		return words.Text("treatment.form.missing.times")
	case x.How == HowTimes && x.Days != DaysAll && strings.TrimSpace(x.DaysText) == "":
		return words.Text("treatment.form.missing.days", x.Days.Example())
	case x.How == HowHours && strings.TrimSpace(x.Every) == "":
		return words.Text("treatment.form.missing.hours")
	case x.How == HowAfter && strings.TrimSpace(x.After) == "":
		return words.Text("treatment.form.missing.after")
	}
	return ""
}

// whole returns the fields as a new treatment.
func (f *TreatmentForm) whole() (app.NewTreatment, error) {
	x := &f.Fields
	t := app.NewTreatment{Name: x.Name, Category: app.TreatmentCategories()[x.Category], Amount: strings.TrimSpace(x.Amount), Strength: x.Strength,
		Purpose: x.Purpose, Taper: strings.TrimSpace(x.Taper), Plan: x.plan()}
	var err error
	today := journal.DateOf(f.a.Now())
	if t.From, err = optionalDay(x.From, today, false); err != nil {
		return t, err
	}
	t.Until, err = optionalDay(x.Until, today, true)
	return t, err
}

// previewed is how many doses are shown before they are written.
const previewed = 7

// Preview returns the next doses in words, or why the fields cannot be kept yet.
// missing says that something is only to be filled in still.
func (f *TreatmentForm) Preview() (doses []string, trouble string, missing bool) {
	if text := f.Fields.missing(); text != "" {
		return nil, text, true
	}
	t, err := f.whole()
	if err != nil {
		return nil, app.Explain(err).What, false
	}
	draft, err := f.a.DraftOf(f.person, f.regimens, t)
	if err != nil {
		return nil, app.Explain(err).What, false
	}
	switch f.Fields.How {
	case HowNeeded:
		plan := draft.Plans[0].Body.(*journal.Plan)
		return []string{app.PlanText(plan, f.courseName)}, "", false
	case HowNone:
		return []string{words.Text("treatment.form.preview.none")}, "", false
	}
	now := f.a.Now()
	all := append([]schedule.Regimen{draft}, f.regimens...)
	due, err := schedule.All(all, now, now.AddDate(0, 0, 400), f.a.Zone(), nil)
	if err != nil {
		return nil, app.Explain(err).What, false
	}
	for i := range due {
		if d := &due[i]; d.Course == draft.Course.ID && len(doses) < previewed {
			text := doseTimeText(d.At, now)
			if d.Estimated {
				text = words.Text("treatment.about", text)
			}
			doses = append(doses, strings.TrimSpace(text+"  "+d.Amount.String()))
		}
	}
	if len(doses) == 0 {
		doses = []string{words.Text("treatment.form.preview.never")}
	}
	return doses, "", false
}

// Save writes what stands in the fields and says what was done.
func (f *TreatmentForm) Save(ctx context.Context) (said string, err error) {
	t, err := f.whole()
	if err != nil {
		return "", err
	}
	if f.IsNew() {
		r, err := f.a.AddTreatment(ctx, f.person, t)
		return words.Text("treatment.added", r.Course.Name), err
	}
	c := app.TreatmentChange{From: t.From, Until: t.Until}
	changed := func(into **string, now, before string) {
		if strings.TrimSpace(now) != before {
			*into = &now
		}
	}
	changed(&c.Purpose, t.Purpose, f.before.Purpose)
	changed(&c.Strength, t.Strength, f.before.Strength)
	if t.Taper != "" {
		c.Taper = &t.Taper
	} else {
		changed(&c.Amount, t.Amount, f.before.Amount)
	}
	if was := f.before.plan(); t.Plan != was {
		c.Plan = &t.Plan
	}
	if f.Fields.Until == f.before.Until {
		c.Until = nil
	}
	return words.Text("treatment.changed", t.Name), f.a.ChangeTreatment(ctx, f.person, f.course.Course.ID, c)
}
