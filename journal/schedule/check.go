package schedule

import (
	"errors"
	"fmt"

	"kith/journal"
)

// ErrCourse says that a course contradicts itself; the text around it says why.
var ErrCourse = errors.New("the course cannot be kept")

func contradicts(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrCourse, fmt.Sprintf(format, args...))
}

// Check reports what is wrong with a regimen that somebody is about to write:
// everything that would keep [Regimen.Due] from following it. The error wraps
// [ErrCourse] or [ErrPlan], and its text is for the person.
func Check(r Regimen) error {
	course := r.body()
	if course == nil {
		return contradicts("it is a %s", r.Course.Kind)
	}
	start := r.Course.When.Date
	if course.End != nil && *course.End < start && !course.StartUnknown {
		return contradicts("it ends on %s, before it starts on %s", course.End, start)
	}
	if err := checkPauses(course.Pauses); err != nil {
		return err
	}
	if err := checkAmount("amount", course.Amount); err != nil {
		return err
	}
	for i := range r.Steps {
		s, ok := r.Steps[i].Body.(*journal.DoseStep)
		if !ok {
			return contradicts("a step is a %s", r.Steps[i].Kind)
		}
		if err := checkAmount("step", s.Amount); err != nil {
			return err
		}
		if day := r.Steps[i].When.Date; course.End != nil && day > *course.End {
			return contradicts("a step begins on %s, after the end on %s", day, course.End)
		}
	}
	for i := range r.Plans {
		p, err := readPlan(&r.Plans[i])
		if err != nil {
			return err
		}
		if err := checkAmount("plan", p.body.Amount); err != nil {
			return err
		}
		if p.body.After == r.Course.ID && !r.Course.ID.IsZero() {
			return refuse("a dose cannot follow itself. Use hours between doses instead")
		}
		if course.End != nil && p.start.date > *course.End {
			return refuse("it begins on %s, after the course ends on %s", p.start.date, course.End)
		}
	}
	return nil
}

func checkPauses(pauses []journal.Pause) error {
	if len(pauses) > maxPauses {
		return contradicts("%d pauses, at most %d are possible", len(pauses), maxPauses)
	}
	for _, p := range pauses {
		if p.To != nil && *p.To < p.From {
			return contradicts("a pause ends on %s, before it starts on %s", p.To, p.From)
		}
	}
	return nil
}

func checkAmount(what string, a *journal.Amount) error {
	if a != nil && a.Number.Coef < 0 {
		return contradicts("the %s is %s, less than nothing", what, a)
	}
	return nil
}
