package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"kith/app/words"
	"kith/journal"
	"kith/journal/schedule"
)

// TreatmentCategories are the sorts of treatment, the first is what is meant if
// none is named.
func TreatmentCategories() []string {
	return []string{"drug", "supplement", "therapy", "device", "habit"}
}

// NewTreatment is what a person says of a treatment when they begin to record it.
type NewTreatment struct {
	Name         string
	Category     string // "" is a drug
	Amount       string // of one dose: 20 mg
	Strength     string // what one tablet, or whatever the stock counts, holds: 20 mg
	Purpose      string
	Instructions string
	Note         string
	// From is the first day, nil for this moment; Until is the last, nil for none.
	From, Until *journal.Date
	// DueFrom is the first day with doses that are due. Nil is now, or From if
	// that is to come: what was before is not asked for.
	DueFrom *journal.Date
	Taper   string // 40 mg, -5 mg every 7 d, to 0 mg
	Plan    PlanWords
}

// DraftTreatment returns the course that AddTreatment would write, checked, with
// ids that nothing has. Its errors are an [InputError] or a [schedule.Refusal].
func (a *App) DraftTreatment(ctx context.Context, p Person, t NewTreatment) (schedule.Regimen, error) {
	regimens, err := a.Regimens(ctx, p)
	if err != nil {
		return schedule.Regimen{}, err
	}
	return a.DraftOf(p, regimens, t)
}

// DraftOf is DraftTreatment for whoever has the courses of the person already. It
// reads nothing.
func (a *App) DraftOf(p Person, regimens []schedule.Regimen, t NewTreatment) (schedule.Regimen, error) {
	d, err := a.draft(p, regimens, t)
	return d.regimen, err
}

// AddTreatment writes a treatment, its course, steps and plan as one act.
func (a *App) AddTreatment(ctx context.Context, p Person, t NewTreatment) (schedule.Regimen, error) {
	var made schedule.Regimen
	err := a.with(ctx, p, func(r *journal.Record) error {
		regimens, err := readRegimens(ctx, r)
		if err != nil {
			return err
		}
		d, err := a.draft(p, regimens, t)
		if err != nil {
			return err
		}
		if _, err := r.Log(ctx, "new treatment", d.entries...); err != nil {
			return err
		}
		regimens, err = readRegimens(ctx, r)
		for i := range regimens {
			if regimens[i].Course.ID == d.regimen.Course.ID {
				made = regimens[i]
			}
		}
		return err
	})
	return made, err
}

// draft is a regimen and the entries that make it.
type draft struct {
	regimen schedule.Regimen
	entries []journal.Entry
}

// entry gives e the id that its random key leads to, so that entries of one act
// can refer to each other.
func (d *draft) entry(p Person, e journal.Entry) journal.Entry {
	e.Key = "made " + journal.NewID().String()
	e.ID = journal.DerivedID(p.ID, e.Key)
	d.entries = append(d.entries, e)
	return e
}

func (a *App) draft(p Person, regimens []schedule.Regimen, t NewTreatment) (d draft, err error) {
	name := strings.TrimSpace(t.Name)
	if name == "" {
		return d, input("%s", words.Text("treatment.typed.name"))
	}
	category := firstOf(strings.TrimSpace(t.Category), TreatmentCategories()[0])
	if !slices.Contains(TreatmentCategories(), category) {
		return d, input("%s", words.Text("treatment.typed.category", category, strings.Join(TreatmentCategories(), ", ")))
	}
	start := journal.At(a.Now())
	if t.From != nil {
		start = journal.OnDay(*t.From, a.opts.Zone)
	}
	treatment, course := &journal.Treatment{Category: category, Strength: strings.TrimSpace(t.Strength)},
		&journal.Course{Purpose: strings.TrimSpace(t.Purpose), Instructions: strings.TrimSpace(t.Instructions), Category: category,
			Status: "active", Ongoing: t.Until == nil, End: t.Until}
	if treatment.Strength != "" {
		if _, err := readAmount(treatment.Strength); err != nil {
			return d, err
		}
	}
	if t.Amount != "" {
		if course.Amount, err = readAmount(t.Amount); err != nil {
			return d, err
		}
	}
	var plan *journal.Plan
	if !t.Plan.Empty() {
		if plan, err = a.planOf(regimens, t.Plan); err != nil {
			return d, err
		}
	}
	var steps []schedule.Step
	if t.Taper != "" {
		first := start.Date
		if t.From == nil && plan != nil {
			first = a.firstDay(start, plan)
		}
		if steps, err = taperInto(course, t.Taper, first); err != nil {
			return d, err
		}
	}
	if known := treatmentNamed(regimens, name); known != nil {
		d.regimen.Treatment = *known
	} else {
		d.regimen.Treatment = d.entry(p, journal.Entry{Kind: journal.KindTreatment, Name: name, When: start, Body: treatment})
	}
	course.Treatment = d.regimen.Treatment.ID
	if course.End != nil {
		course.EndPrecision = journal.Day
	}
	d.regimen.Course = d.entry(p, journal.Entry{Kind: journal.KindCourse, Name: name, When: start, Note: t.Note, Body: course})
	d.addSteps(p, steps, nil)
	if plan != nil {
		d.addPlan(p, plan, a.planStart(start, t.DueFrom))
	}
	return d, schedule.Check(d.regimen)
}

// firstDay is the day of the first dose of a plan that begins at start: tomorrow, if
// today's times have passed. The days of a taper are counted from it, so that its
// first step is no shorter than the others.
func (a *App) firstDay(start journal.When, plan *journal.Plan) journal.Date {
	trial := draft{regimen: schedule.Regimen{Course: journal.Entry{
		ID: journal.NewID(), Kind: journal.KindCourse, Name: "x", When: start, Body: &journal.Course{Ongoing: true}}}}
	body := *plan
	trial.addPlan(Person{}, &body, start)
	dues, err := trial.regimen.Due(start.Time, start.Time.AddDate(0, 0, 14), a.opts.Zone, nil)
	if err != nil || len(dues) == 0 { // what is wrong with the plan is said when all is checked
		return start.Date
	}
	return dues[0].Date
}

// planStart is when the doses of a course begin to be due.
func (a *App) planStart(start journal.When, from *journal.Date) journal.When {
	now := a.Now()
	switch {
	case from != nil:
		return journal.OnDay(*from, a.opts.Zone)
	case start.Date > journal.DateOf(now):
		return start
	}
	return journal.At(now)
}

// taperInto puts the amounts of a taper into a course, and its end if it has one.
func taperInto(course *journal.Course, text string, start journal.Date) ([]schedule.Step, error) {
	taper, err := schedule.ParseTaper(text)
	if err != nil {
		return nil, err
	}
	steps, end, err := taper.Steps(start)
	if err != nil {
		return nil, err
	}
	course.Amount = &steps[0].Amount
	if end != nil && (course.End == nil || *course.End > *end) {
		course.End, course.EndPrecision, course.Ongoing = end, journal.Day, false
	}
	return steps, nil
}

// addSteps adds the steps of a taper; the first replaces those that there are.
func (d *draft) addSteps(p Person, steps []schedule.Step, instead []journal.ID) {
	for _, s := range steps {
		zone := d.regimen.Course.When.Local().Location()
		amount := s.Amount
		d.regimen.Steps = append(d.regimen.Steps, d.entry(p, journal.Entry{Kind: journal.KindDoseStep, Name: d.regimen.Course.Name,
			When: journal.OnDay(s.From, zone), Body: &journal.DoseStep{Course: d.regimen.Course.ID, Amount: &amount, Replaces: instead}}))
		instead = nil
	}
}

func (d *draft) addPlan(p Person, body *journal.Plan, when journal.When) {
	body.Course = d.regimen.Course.ID
	d.regimen.Plans = append(d.regimen.Plans, d.entry(p, journal.Entry{Kind: journal.KindPlan, Name: d.regimen.Course.Name, When: when, Body: body}))
}

// treatmentNamed returns the treatment that a course of this name belongs to.
func treatmentNamed(regimens []schedule.Regimen, name string) *journal.Entry {
	for i := range regimens {
		if t := &regimens[i].Treatment; !t.ID.IsZero() && journal.Fold(t.Name) == journal.Fold(name) {
			return t
		}
	}
	return nil
}

// planOf reads a plan and finds the course that it follows.
func (a *App) planOf(regimens []schedule.Regimen, w PlanWords) (*journal.Plan, error) {
	body, err := w.plan()
	if err != nil || w.After == "" {
		return body, err
	}
	other, err := regimenNamed(regimens, w.After, journal.DateOf(a.Now()))
	if err != nil {
		return nil, err
	}
	body.After = other.Course.ID
	return body, nil
}

// regimenNamed returns the course that name means: by name, or by the beginning
// of its id. Of several of one name it is the one that goes on, or the newest.
func regimenNamed(regimens []schedule.Regimen, name string, day journal.Date) (schedule.Regimen, error) {
	folded := journal.Fold(name)
	var found *schedule.Regimen
	for i := range regimens {
		r := &regimens[i]
		if journal.Fold(r.Course.Name) == folded && (found == nil || goesOn(r, day) || !goesOn(found, day)) {
			found = r
		}
	}
	if low, high, err := journal.IDRange(name); found == nil && err == nil {
		for i := range regimens {
			if id := regimens[i].Course.ID.String(); id >= low.String() && id <= high.String() {
				found = &regimens[i]
			}
		}
	}
	if found != nil {
		return *found, nil
	}
	var near []Person
	for i := range regimens {
		near = append(near, Person{Name: regimens[i].Course.Name})
	}
	if names := nearNames(near, name); len(names) > 0 {
		return schedule.Regimen{}, input("%s", words.Text("treatment.typed.near", name, words.List(slices.Compact(names))))
	}
	return schedule.Regimen{}, input("%s", words.Text("treatment.typed.unknown", name))
}

func goesOn(r *schedule.Regimen, day journal.Date) bool {
	s := r.StateOn(day)
	return s == schedule.Current || s == schedule.Paused || s == schedule.Planned
}

// Regimen returns the course that name means: by name, or by the beginning of its
// id; of several of one name the one that goes on, or the newest. The error is an
// [InputError] if there is none.
func (a *App) Regimen(ctx context.Context, p Person, name string) (schedule.Regimen, error) {
	regimens, err := a.Regimens(ctx, p)
	if err != nil {
		return schedule.Regimen{}, err
	}
	return regimenNamed(regimens, name, journal.DateOf(a.Now()))
}

// moment is now, or the beginning of a day that was named.
func (a *App) moment(day *journal.Date) (when journal.When, at time.Time) {
	if day == nil || *day == journal.DateOf(a.Now()) {
		return journal.At(a.Now()), a.Now()
	}
	when = journal.OnDay(*day, a.opts.Zone)
	return when, schedule.Clock(*day, 0, a.opts.Zone)
}
