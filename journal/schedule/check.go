package schedule

import "kith/journal"

// Check reports what is wrong with a regimen that somebody is about to write:
// everything that would keep [Regimen.Due] from following it. The error wraps
// [ErrCourse] or [ErrPlan], and its text is for the person.
func Check(r Regimen) error {
	course := r.body()
	if course == nil {
		return contradicts("not_course", "it is a %s", r.Course.Kind)
	}
	start := r.Course.When.Date
	if course.End != nil && *course.End < start && !course.StartUnknown {
		return contradicts("course_ends", "it ends on %s, before it starts on %s", course.End, start)
	}
	if err := checkPauses(course.Pauses); err != nil {
		return err
	}
	if err := checkAmount(course.Amount); err != nil {
		return err
	}
	for i := range r.Steps {
		if _, ok := r.Steps[i].Body.(*journal.DoseStep); !ok {
			return contradicts("not_step", "a step is a %s", r.Steps[i].Kind)
		}
	}
	for _, e := range r.ValidSteps() {
		if err := checkAmount(e.Body.(*journal.DoseStep).Amount); err != nil {
			return err
		}
		if day := e.When.Date; course.End != nil && day > *course.End {
			return contradicts("step_late", "a step begins on %s, after the end on %s", day, course.End)
		}
	}
	for i := range r.Plans {
		p, err := readPlan(&r.Plans[i])
		if err != nil {
			return err
		}
		if err := checkAmount(p.body.Amount); err != nil {
			return err
		}
		if p.body.After == r.Course.ID && !r.Course.ID.IsZero() {
			return refuse("itself", "a dose cannot follow itself. Use hours between doses instead")
		}
		if course.End != nil && p.start.date > *course.End {
			return refuse("plan_late", "it begins on %s, after the course ends on %s", p.start.date, course.End)
		}
	}
	return nil
}

func checkPauses(pauses []journal.Pause) error {
	if len(pauses) > maxPauses {
		return contradicts("many_pauses", "%d pauses, at most %d are possible", len(pauses), maxPauses)
	}
	for _, p := range pauses {
		if p.To != nil && *p.To < p.From {
			return contradicts("pause_ends", "a pause ends on %s, before it starts on %s", p.To, p.From)
		}
	}
	return nil
}

func checkAmount(a *journal.Amount) error {
	if a != nil && a.Number.Coef < 0 {
		return contradicts("amount", "an amount is %s, less than nothing", a)
	}
	return nil
}
