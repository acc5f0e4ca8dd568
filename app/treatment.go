package app

import (
	"context"
	"slices"
	"time"

	"kith/journal"
	"kith/journal/schedule"
)

// Regimens returns the courses of a person, each with its treatment, steps and
// plans, by when they began. It reads what is of these four kinds and nothing
// else.
func (a *App) Regimens(ctx context.Context, p Person) (regimens []schedule.Regimen, err error) {
	err = a.with(ctx, p, func(r *journal.Record) error {
		regimens, err = readRegimens(ctx, r)
		return err
	})
	return regimens, err
}

func readRegimens(ctx context.Context, r *journal.Record) ([]schedule.Regimen, error) {
	var regimens []schedule.Regimen
	index := map[journal.ID]int{}
	each := func(kind journal.Kind, fn func(e journal.Entry)) error {
		return r.Each(ctx, journal.Query{Kinds: []journal.Kind{kind}, Oldest: true}, func(e journal.Entry) error {
			fn(e)
			return nil
		})
	}
	treatments := map[journal.ID]journal.Entry{}
	err := each(journal.KindTreatment, func(e journal.Entry) { treatments[e.ID] = e })
	if err == nil {
		err = each(journal.KindCourse, func(e journal.Entry) {
			index[e.ID] = len(regimens)
			regimens = append(regimens, schedule.Regimen{Treatment: treatments[e.Body.(*journal.Course).Treatment], Course: e})
		})
	}
	if err != nil || len(regimens) == 0 {
		return nil, err
	}
	err = each(journal.KindDoseStep, func(e journal.Entry) {
		if i, ok := index[e.Body.(*journal.DoseStep).Course]; ok {
			regimens[i].Steps = append(regimens[i].Steps, e)
		}
	})
	if err == nil {
		err = each(journal.KindPlan, func(e journal.Entry) {
			if i, ok := index[e.Body.(*journal.Plan).Course]; ok {
				regimens[i].Plans = append(regimens[i].Plans, e)
			}
		})
	}
	return regimens, err
}

// DueDose is a dose that is due, and what was logged for it.
type DueDose struct {
	schedule.Due
	Status schedule.Status
	// Dose is the entry that Status comes from, nil if the dose is open.
	Dose *journal.Entry
	// Double says that two entries say it was taken: a possible double dose.
	Double bool
}

// DueBetween returns the doses of a person that are due from from (included) to
// to (not included), by time, in the App's zone, and what became of them. Doses
// taken as needed are never due. A range that is too long is
// a [schedule.ErrRange].
func (a *App) DueBetween(ctx context.Context, p Person, from, to time.Time) (due []DueDose, err error) {
	err = a.with(ctx, p, func(r *journal.Record) error {
		regimens, err := readRegimens(ctx, r)
		if err != nil {
			return err
		}
		due, err = a.dueOf(ctx, r, regimens, from, to)
		return err
	})
	return due, err
}

// aroundDoses is how long before and after a range doses are read: one may be
// taken late, or in another zone.
const aroundDoses = 2

func (a *App) dueOf(ctx context.Context, r *journal.Record, regimens []schedule.Regimen, from, to time.Time) ([]DueDose, error) {
	regimens = slices.DeleteFunc(slices.Clone(regimens), func(r schedule.Regimen) bool { return len(r.Plans) == 0 })
	if len(regimens) == 0 {
		return nil, nil
	}
	doses, err := readDoses(ctx, r, from.Add(-schedule.MaxDelay), to)
	if err != nil {
		return nil, err
	}
	dues, err := schedule.All(regimens, from, to, a.opts.Zone, doses)
	if err != nil {
		return nil, err
	}
	list := make([]DueDose, 0, len(dues))
	for _, l := range schedule.Match(dues, doses) {
		list = append(list, DueDose{Due: l.Due, Status: l.Status, Dose: l.Dose(), Double: l.Double()})
	}
	return list, nil
}

// readDoses returns the doses logged about the time from from to to.
func readDoses(ctx context.Context, r *journal.Record, from, to time.Time) ([]journal.Entry, error) {
	first, last := journal.DateOf(from)-aroundDoses, journal.DateOf(to)+aroundDoses
	return r.List(ctx, journal.Query{Kinds: []journal.Kind{journal.KindDose}, From: &first, To: &last, Oldest: true})
}

// Took says how a due dose was taken, or why it was not. The zero value is taken
// now, as planned.
type Took struct {
	Amount *journal.Amount // nil: as planned
	At     *journal.When   // nil: now; of a skipped dose, when it was due or now, whichever is earlier
	Reason string
	Note   string
}

// TakeDose logs a due dose as taken. The entry keeps what the plan said.
func (a *App) TakeDose(ctx context.Context, p Person, due schedule.Due, t Took) (journal.Entry, error) {
	return a.logDose(ctx, p, due, journal.DoseTaken, t)
}

// SkipDose logs that a due dose was not taken, which is no failure: the reason
// may be empty.
func (a *App) SkipDose(ctx context.Context, p Person, due schedule.Due, t Took) (journal.Entry, error) {
	return a.logDose(ctx, p, due, journal.DoseSkipped, t)
}

func (a *App) logDose(ctx context.Context, p Person, due schedule.Due, status journal.DoseStatus, t Took) (journal.Entry, error) {
	kept, err := a.LogEntries(ctx, p, status.String(), a.DoseEntry(due, status, t))
	if err != nil {
		return journal.Entry{}, err
	}
	return kept[0].Entry, nil
}

// DoseEntry returns the entry that TakeDose or SkipDose would write, for whoever
// logs several doses as one act with [App.LogEntries].
func (a *App) DoseEntry(due schedule.Due, status journal.DoseStatus, t Took) journal.Entry {
	when := journal.At(a.Now())
	switch {
	case t.At != nil:
		when = *t.At
	case status == journal.DoseSkipped && due.At.Before(a.Now()):
		when = journal.At(due.At.In(a.opts.Zone))
	}
	dose := &journal.Dose{Status: status, Amount: due.Amount, Course: due.Course, Plan: due.Plan, Due: due.Slot, Reason: t.Reason}
	if t.Amount != nil {
		dose.Amount = t.Amount
	}
	return journal.Entry{Kind: journal.KindDose, When: when, Name: due.Name, Note: t.Note, Body: dose}
}
