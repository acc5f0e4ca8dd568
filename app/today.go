package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"kith/app/words"
	"kith/journal"
	"kith/journal/schedule"
)

// Urgency says how much a due dose waits for the person.
type Urgency string

// The urgencies. What lies more than half an hour ahead is later; what is more than
// an hour past its time is overdue. Of a day that is over nothing is due any more:
// what nobody logged is unknown.
const (
	Overdue Urgency = "overdue"
	DueNow  Urgency = "due"
	Later   Urgency = "later"
	Logged  Urgency = "logged"
	Unknown Urgency = "unknown"
)

// How long before and after its time a dose is due.
const (
	dueBefore = 30 * time.Minute
	dueAfter  = time.Hour
)

// askedDays is for how many days Today asks about doses that may be written down
// twice; the command conflict list goes on asking.
const askedDays = 7

// TodayDose is a dose of the day.
type TodayDose struct {
	DueDose
	Urgency Urgency
}

// When to ask whether a dose as needed did help, after it was taken.
const (
	askAfter = time.Hour
	askUntil = 6 * time.Hour
)

// Today is what a day of a person asks for.
type Today struct {
	Person Person
	Day    journal.Date
	// Current says that it is the day of now.
	Current bool
	// Doses are all that are planned for the day, by time.
	Doses []TodayDose
	// Questionnaires are those that are due; only of the current day.
	Questionnaires []DueInstrument
	// Appointments are the visits of the day, by time.
	Appointments []journal.Entry
	// Ask are doses as needed of the last hours of which nobody said yet whether
	// they did help; only of the current day.
	Ask []journal.Entry
	// Checkin are the things that are usually written down.
	Checkin []CheckinItem
	// Reviewed is the entry that says that the day is complete, nil if nobody said.
	Reviewed *journal.Entry
	// Gaps are how many usual things the day before has nothing of, and GapDoses how
	// many of its doses nobody logged; none if that day was reviewed, or has
	// nothing at all before it to compare with.
	Gaps, GapDoses int
	// Experiments are those of which the day is in a block.
	Experiments []TodayExperiment
	// Conflicts are doses of the last week that may be written down twice; only of the
	// current day.
	Conflicts []Conflict
	// Access says what may be done in the record.
	Access journal.Access
	// Changes is when this is out of date by itself; later than now.
	Changes time.Time
}

// Today returns what a day of a person asks for, which may be any day up to today's;
// a day ahead is an [InputError].
func (a *App) Today(ctx context.Context, p Person, day journal.Date) (*Today, error) {
	now := a.Now()
	t := &Today{Person: p, Day: day, Current: day == journal.DayAt(now), Changes: dayStart(journal.DayAt(now)+1, a.opts.Zone)}
	if day > journal.DayAt(now) {
		return nil, input("%s", words.Text("today.ahead", day))
	}
	chosen, err := a.checkinChoice(p)
	if err != nil {
		return nil, err
	}
	err = a.with(ctx, p, func(r *journal.Record) error {
		t.Access = r.Access()
		if err := a.plannedDoses(ctx, r, t, now); err != nil {
			return err
		}
		if t.Checkin, err = checkinOf(ctx, r, day, chosen); err != nil {
			return err
		}
		if t.Appointments, err = onDay(ctx, r, day, journal.KindAppointment); err != nil {
			return err
		}
		if t.Reviewed, err = reviewOf(ctx, r, day); err != nil {
			return err
		}
		if err := a.gaps(ctx, r, t, chosen); err != nil {
			return err
		}
		if t.Current {
			t.Ask, err = t.unanswered(ctx, r, now)
		}
		return err
	})
	if err == nil {
		t.Experiments, err = a.experimentsOn(ctx, p, day)
	}
	if err == nil && t.Current {
		t.Questionnaires, err = a.InstrumentsDue(ctx, p, now)
	}
	if err == nil && t.Current {
		t.Conflicts, err = a.ConflictsSince(ctx, p, now.AddDate(0, 0, -askedDays))
	}
	if err != nil {
		return nil, fmt.Errorf("today: %w", err)
	}
	return t, nil
}

// dayStart is the instant at which a civil day begins for entries that are made.
func dayStart(d journal.Date, zone *time.Location) time.Time {
	return schedule.Clock(d, int(journal.DayBoundary/time.Minute), zone)
}

func onDay(ctx context.Context, r *journal.Record, day journal.Date, kind journal.Kind) ([]journal.Entry, error) {
	return r.List(ctx, journal.Query{Kinds: []journal.Kind{kind}, From: &day, To: &day, Oldest: true})
}

func reviewOf(ctx context.Context, r *journal.Record, day journal.Date) (*journal.Entry, error) {
	list, err := onDay(ctx, r, day, journal.KindDayReviewed)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

func (a *App) dosesOn(ctx context.Context, r *journal.Record, regimens []schedule.Regimen, day journal.Date) ([]DueDose, error) {
	return a.dueOf(ctx, r, regimens, dayStart(day, a.opts.Zone), dayStart(day+1, a.opts.Zone))
}

// plannedDoses fills in the doses, and those of the day before that nobody logged.
func (a *App) plannedDoses(ctx context.Context, r *journal.Record, t *Today, now time.Time) error {
	regimens, err := readRegimens(ctx, r)
	if err != nil || len(regimens) == 0 {
		return err
	}
	doses, err := a.dosesOn(ctx, r, regimens, t.Day)
	if err != nil {
		return err
	}
	for _, d := range doses {
		dose := TodayDose{d, urgencyOf(&d, now)}
		if !t.Current && dose.Urgency != Logged {
			dose.Urgency = Unknown
		}
		t.Doses = append(t.Doses, dose)
		if d.Status == schedule.Open && t.Current {
			for _, turn := range []time.Time{d.At.Add(-dueBefore), d.At, d.At.Add(dueAfter + time.Second)} {
				t.changesAt(turn, now)
			}
		}
	}
	before, err := a.dosesOn(ctx, r, regimens, t.Day-1)
	for i := range before {
		if before[i].Status == schedule.Open {
			t.GapDoses++
		}
	}
	return err
}

func urgencyOf(d *DueDose, now time.Time) Urgency {
	switch late := now.Sub(d.At); {
	case d.Status != schedule.Open:
		return Logged
	case late > dueAfter:
		return Overdue
	case late >= -dueBefore:
		return DueNow
	}
	return Later
}

func (t *Today) changesAt(turn, now time.Time) {
	if turn.After(now) && turn.Before(t.Changes) {
		t.Changes = turn
	}
}

// unanswered returns the doses to ask about.
func (t *Today) unanswered(ctx context.Context, r *journal.Record, now time.Time) ([]journal.Entry, error) {
	from := t.Day - 1
	list, err := r.List(ctx, journal.Query{Kinds: []journal.Kind{journal.KindDose}, From: &from, To: &t.Day, Oldest: true})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(list, func(e journal.Entry) bool {
		d := e.Dose()
		asNeeded := d.AsNeeded || d.Plan.IsZero() && d.Reason != ""
		if d.Status != journal.DoseTaken || !asNeeded || d.Effect != nil || e.When.Precision != journal.Instant {
			return true
		}
		t.changesAt(e.When.Time.Add(askAfter), now)
		t.changesAt(e.When.Time.Add(askUntil), now)
		ago := now.Sub(e.When.Time)
		return ago < askAfter || ago >= askUntil
	}), nil
}

// gaps counts what the day before has nothing of.
func (a *App) gaps(ctx context.Context, r *journal.Record, t *Today, chosen checkinChoice) error {
	reviewed, err := reviewOf(ctx, r, t.Day-1)
	if err != nil || reviewed != nil {
		t.GapDoses = 0
		return err
	}
	items, err := checkinOf(ctx, r, t.Day-1, chosen)
	for i := range items {
		if items[i].Usual && items[i].Before != nil && items[i].On == nil {
			t.Gaps++
		}
	}
	return err
}

// SayEffect says how much a dose did help, from 0 to 10.
func (a *App) SayEffect(ctx context.Context, p Person, dose journal.ID, effect journal.Decimal) (journal.Entry, error) {
	value := journal.Number10(effect)
	if err := value.Validate(); err != nil {
		return journal.Entry{}, &InputError{err}
	}
	return a.Edit(ctx, p, dose, func(e *journal.Entry) error {
		if e.Dose() == nil {
			return input("%s", words.Text("today.effect.dose"))
		}
		e.Dose().Effect = value
		return nil
	})
}

// Review says that a day is complete: nothing that happened is missing in it. A day
// that was reviewed already stays so and is [journal.ErrUnchanged]; one that lies
// ahead is an [InputError].
func (a *App) Review(ctx context.Context, p Person, day journal.Date) (journal.Entry, error) {
	if day > a.Day() {
		return journal.Entry{}, input("%s", words.Text("today.ahead", day))
	}
	var e journal.Entry
	err := a.with(ctx, p, func(r *journal.Record) error {
		there, err := reviewOf(ctx, r, day)
		if err != nil {
			return err
		}
		if there != nil {
			e = *there
			return journal.ErrUnchanged
		}
		ids, err := r.Log(ctx, "review", journal.Entry{Kind: journal.KindDayReviewed, When: journal.OnDay(day, a.opts.Zone)})
		if err != nil {
			return err
		}
		e, err = r.Get(ctx, ids[0])
		return err
	})
	if errors.Is(err, journal.ErrUnchanged) {
		return e, journal.ErrUnchanged // no record is at fault
	}
	return e, err
}

// Unreview says that a day is not complete after all. One that was not reviewed is
// [journal.ErrUnchanged].
func (a *App) Unreview(ctx context.Context, p Person, day journal.Date) error {
	list, err := a.List(ctx, []Person{p}, journal.Query{Kinds: []journal.Kind{journal.KindDayReviewed}, From: &day, To: &day})
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return journal.ErrUnchanged
	}
	ids := make([]journal.ID, len(list))
	for i := range list {
		ids[i] = list[i].Entry.ID
	}
	return a.Delete(ctx, p, ids...)
}
