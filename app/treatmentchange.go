package app

import (
	"context"
	"slices"
	"strings"

	"kith/app/words"
	"kith/journal"
	"kith/journal/schedule"
)

// TreatmentChange says what to change in a course. A nil field leaves things as
// they are. Doses logged before, and what was due before From, stay.
type TreatmentChange struct {
	// From is the day from which the new amount or plan holds; nil is from now on.
	From *journal.Date
	// Amount is that of one dose; "" is that it is not known.
	Amount       *string
	Taper        *string
	Plan         *PlanWords // an empty one ends the plan
	Purpose      *string
	Instructions *string
	Strength     *string
	Note         *string
	Until        *journal.Date
}

// ChangeTreatment changes a course as one act. It fails with
// [journal.ErrUnchanged], an [InputError] or a [schedule.Refusal].
func (a *App) ChangeTreatment(ctx context.Context, p Person, course journal.ID, c TreatmentChange) error {
	return a.alterCourse(ctx, p, course, "changed treatment", func(regimens []schedule.Regimen, r *schedule.Regimen, d *draft) ([]journal.Alter, error) {
		when, _ := a.moment(c.From)
		if err := a.changeDoses(p, regimens, r, d, c, when); err != nil {
			return nil, err
		}
		body := *r.Course.Body.(*journal.Course)
		set(&body.Purpose, c.Purpose)
		set(&body.Instructions, c.Instructions)
		if c.Until != nil {
			body.End, body.EndPrecision, body.Ongoing, body.Stopped = c.Until, journal.Day, false, nil
			body.Status = "active"
		} else if end := d.regimen.Course.Body; end != nil { // a taper's
			taper := end.(*journal.Course)
			body.End, body.EndPrecision, body.Ongoing = taper.End, taper.EndPrecision, taper.Ongoing
		}
		after := *r
		after.Course.Body = &body
		after.Plans, after.Steps = append(slices.Clone(r.Plans), d.regimen.Plans...), append(slices.Clone(r.Steps), d.regimen.Steps...)
		if err := schedule.Check(after); err != nil {
			return nil, err
		}
		alters := []journal.Alter{{ID: r.Course.ID, Fn: func(e *journal.Entry) error {
			e.Body = &body
			set(&e.Note, c.Note)
			return nil
		}}}
		if c.Plan != nil && c.Plan.Empty() {
			alters = append(alters, endPlans(r, when.Date)...)
		}
		if c.Strength != nil && !r.Treatment.ID.IsZero() {
			if text := strings.TrimSpace(*c.Strength); text != "" {
				if _, err := readAmount(text); err != nil {
					return nil, err
				}
			}
			alters = append(alters, journal.Alter{ID: r.Treatment.ID, Fn: func(e *journal.Entry) error {
				treatment := *e.Body.(*journal.Treatment)
				treatment.Strength = strings.TrimSpace(*c.Strength)
				e.Body = &treatment
				return nil
			}})
		}
		return alters, nil
	})
}

// endPlans ends the plans of a course with the day before day, or with their own
// first day.
func endPlans(r *schedule.Regimen, day journal.Date) []journal.Alter {
	var alters []journal.Alter
	for _, e := range r.Running(day) {
		alters = append(alters, journal.Alter{ID: e.ID, Fn: func(e *journal.Entry) error {
			plan := *e.Body.(*journal.Plan)
			last := max(day-1, e.When.Date)
			plan.Until = &last
			e.Body = &plan
			return nil
		}})
	}
	return alters
}

func set(field, to *string) {
	if to != nil {
		*field = strings.TrimSpace(*to)
	}
}

// changeDoses drafts the steps and the plan that hold from when on.
func (a *App) changeDoses(p Person, regimens []schedule.Regimen, r *schedule.Regimen, d *draft, c TreatmentChange, when journal.When) error {
	d.regimen.Course = r.Course
	d.regimen.Course.Body = nil
	running := r.Running(when.Date)
	var replaced []journal.ID
	for _, e := range running {
		replaced = append(replaced, e.ID)
	}
	var later []journal.ID // steps that do not come any more
	for _, e := range r.ValidSteps() {
		if e.When.Date >= when.Date {
			later = append(later, e.ID)
		}
	}
	var amount *journal.Amount
	if c.Amount != nil && *c.Amount != "" {
		var err error
		if amount, err = readAmount(*c.Amount); err != nil {
			return err
		}
	}
	switch {
	case c.Taper != nil:
		course := *r.Course.Body.(*journal.Course)
		another := len(r.ValidSteps()) > 0
		if another { // the end was that of the steps before
			course.End, course.EndPrecision, course.Ongoing = nil, 0, true
		}
		first := when.Date
		if plan, err := a.planFrom(regimens, running, c); err != nil {
			return err
		} else if plan != nil && c.From == nil {
			first = a.firstDay(when, plan)
		}
		steps, err := taperInto(&course, *c.Taper, first)
		if err != nil {
			return err
		}
		if course.End != nil || another {
			d.regimen.Course.Body = &course
		}
		d.addSteps(p, steps, later)
	case c.Amount != nil:
		d.regimen.Steps = append(d.regimen.Steps, d.entry(p, journal.Entry{Kind: journal.KindDoseStep, Name: r.Course.Name, When: when,
			Body: &journal.DoseStep{Course: r.Course.ID, Amount: amount, Replaces: later}}))
	}
	switch {
	case c.Plan != nil && !c.Plan.Empty():
		body, err := a.planOf(regimens, *c.Plan)
		if err != nil {
			return err
		}
		body.Replaces = replaced
		d.addPlan(p, body, when)
	case c.Amount != nil || c.Taper != nil:
		for _, e := range running { // an amount of the plan itself would hide the step
			if old := e.Body.(*journal.Plan); old.Amount != nil {
				body := *old
				body.Amount, body.Replaces = nil, []journal.ID{e.ID}
				if body.Anchor == nil {
					body.Anchor = &e.When.Date
				}
				d.addPlan(p, &body, when)
			}
		}
	}
	return nil
}

// planFrom returns the plan that holds after a change, nil if there is none.
func (a *App) planFrom(regimens []schedule.Regimen, running []*journal.Entry, c TreatmentChange) (*journal.Plan, error) {
	switch {
	case c.Plan != nil && c.Plan.Empty():
		return nil, nil
	case c.Plan != nil:
		return a.planOf(regimens, *c.Plan)
	case len(running) > 0:
		return running[0].Body.(*journal.Plan), nil
	}
	return nil, nil
}

// alterCourse runs one act on a course: change drafts new entries and returns
// changes of others.
func (a *App) alterCourse(ctx context.Context, p Person, course journal.ID, title string,
	change func([]schedule.Regimen, *schedule.Regimen, *draft) ([]journal.Alter, error)) error {
	return a.with(ctx, p, func(r *journal.Record) error {
		regimens, err := readRegimens(ctx, r)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(regimens, func(r schedule.Regimen) bool { return r.Course.ID == course })
		if i < 0 {
			return journal.ErrNotFound
		}
		var d draft
		alters, err := change(regimens, &regimens[i], &d)
		if err != nil {
			return err
		}
		_, err = r.Act(ctx, title, d.entries, alters...)
		return err
	})
}

// editCourse changes the body of a course as one act.
func (a *App) editCourse(ctx context.Context, p Person, course journal.ID, title string, fn func(*schedule.Regimen, *journal.Course) error) error {
	return a.alterCourse(ctx, p, course, title, func(_ []schedule.Regimen, r *schedule.Regimen, _ *draft) ([]journal.Alter, error) {
		body := *r.Course.Body.(*journal.Course)
		body.Pauses = slices.Clone(body.Pauses)
		if err := fn(r, &body); err != nil {
			return nil, err
		}
		after := *r
		after.Course.Body, after.Plans, after.Steps = &body, nil, nil
		if err := schedule.Check(after); err != nil {
			return nil, err
		}
		return []journal.Alter{{ID: course, Fn: func(e *journal.Entry) error { e.Body = &body; return nil }}}, nil
	})
}

// PauseTreatment lets a course rest from a day, nil for today, to a day, nil
// until further notice. Nothing is due then, and nothing is missed.
func (a *App) PauseTreatment(ctx context.Context, p Person, course journal.ID, from, to *journal.Date, reason string) error {
	return a.editCourse(ctx, p, course, "pause", func(r *schedule.Regimen, body *journal.Course) error {
		when, _ := a.moment(from)
		if goes := r.StateOn(when.Date); goes == schedule.Past {
			return input("%s", words.Text("treatment.typed.over", r.Course.Name))
		} else if goes == schedule.Paused && to == nil && r.PausedOn(when.Date).To == nil {
			return journal.ErrUnchanged
		}
		day := journal.DateOf(when.Local())
		body.Pauses = append(body.Pauses, journal.Pause{From: day, To: to, Reason: strings.TrimSpace(reason)})
		return nil
	})
}

// ResumeTreatment ends the pauses that cover a day, nil for today, on the day
// before it.
func (a *App) ResumeTreatment(ctx context.Context, p Person, course journal.ID, from *journal.Date) error {
	return a.editCourse(ctx, p, course, "resume", func(r *schedule.Regimen, body *journal.Course) error {
		when, _ := a.moment(from)
		day := journal.DateOf(when.Local())
		body.Pauses = slices.DeleteFunc(body.Pauses, func(p journal.Pause) bool { return p.From == day && (p.To == nil || *p.To >= day) })
		for i := range body.Pauses {
			if p := &body.Pauses[i]; p.From < day && (p.To == nil || *p.To >= day) {
				last := day - 1
				p.To = &last
			}
		}
		if len(body.Pauses) == 0 {
			body.Pauses = nil
		}
		return nil
	})
}

// StopTreatment ends a course: now, or with the day that is named as its last.
func (a *App) StopTreatment(ctx context.Context, p Person, course journal.ID, last *journal.Date, reason string) error {
	return a.editCourse(ctx, p, course, "stop", func(r *schedule.Regimen, body *journal.Course) error {
		when, at := a.moment(last)
		day := journal.DateOf(when.Local())
		if body.End, body.Stopped = &day, nil; last == nil {
			body.Stopped = &at
		}
		body.EndPrecision, body.Ongoing, body.Status = journal.Day, false, "stopped"
		body.StopReason = strings.TrimSpace(reason)
		return nil
	})
}

// Rating is how a treatment does in the person's eyes; what is nil was not said.
// The numbers are 0 to 10.
type Rating struct {
	Benefit, SideEffect, Burden, Cost, Adherence *journal.Decimal
	SideEffects                                  []string
	Note                                         string
	At                                           *journal.When // nil is now
}

// RateTreatment writes an evaluation of the treatment of a course.
func (a *App) RateTreatment(ctx context.Context, p Person, r schedule.Regimen, rating Rating) (journal.Entry, error) {
	body := &journal.Evaluation{Treatment: r.Treatment.ID, SideEffects: rating.SideEffects}
	said := len(rating.SideEffects) > 0 || rating.Note != ""
	for _, part := range []struct {
		number *journal.Decimal
		field  **journal.Value
	}{{rating.Benefit, &body.Benefit}, {rating.SideEffect, &body.SideEffect}, {rating.Burden, &body.Burden},
		{rating.Cost, &body.Cost}, {rating.Adherence, &body.Adherence}} {
		if part.number == nil {
			continue
		}
		v := journal.Number10(*part.number)
		if err := v.Validate(); err != nil {
			return journal.Entry{}, err
		}
		*part.field, said = v, true
	}
	if !said {
		return journal.Entry{}, &InputError{errNothingToChange}
	}
	when := journal.At(a.Now())
	if rating.At != nil {
		when = *rating.At
	}
	kept, err := a.LogEntries(ctx, p, "rating", journal.Entry{Kind: journal.KindEvaluation, Name: r.Course.Name, When: when, Note: rating.Note, Body: body})
	if err != nil {
		return journal.Entry{}, err
	}
	return kept[0].Entry, nil
}
