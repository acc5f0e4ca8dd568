package app

import (
	"context"
	"errors"

	"kith/journal"
	"kith/journal/schedule"
)

// DayKept says how a day of an experiment went.
type DayKept string

// How a day went. Of a treatment, a day is kept if every dose of it was taken and none
// of what rests; of a habit, if it was written down that it was there, or that it was
// not on a day without it. What nobody wrote down is unknown.
const (
	KeptDay    DayKept = "kept"
	NotKeptDay DayKept = "not_kept"
	UnknownDay DayKept = "unknown"
)

// ExperimentProgress says how an experiment went so far.
type ExperimentProgress struct {
	// Kept, NotKept and Unknown are days of its blocks before today, the wash-out too.
	Kept, NotKept, Unknown int
	// BlocksOver are blocks that ended before today, and PairsOver the pairs of which
	// both did and count.
	BlocksOver, PairsOver int
	// Today is how today went so far, "" if no block has it.
	Today DayKept
}

// Days is how many days of its blocks are over.
func (p *ExperimentProgress) Days() int { return p.Kept + p.NotKept + p.Unknown }

// ExperimentProgress returns how an experiment of a person went up to today.
func (a *App) ExperimentProgress(ctx context.Context, p Person, x *Experiment) (progress ExperimentProgress, err error) {
	today := a.Day()
	pairs := map[int]int{}
	for _, b := range x.Blocks {
		if b.To < today {
			progress.BlocksOver++
			if b.Kept && b.Whole {
				pairs[b.Pair]++
			}
		}
	}
	for _, over := range pairs {
		if over == 2 {
			progress.PairsOver++
		}
	}
	last := min(x.Last(), today)
	if last < x.Start() {
		return progress, nil
	}
	kept, err := a.daysKept(ctx, p, x, x.Start(), last)
	if err != nil {
		return progress, err
	}
	for day, k := range kept {
		switch {
		case day == today:
			progress.Today = k
		case k == KeptDay:
			progress.Kept++
		case k == NotKeptDay:
			progress.NotKept++
		default:
			progress.Unknown++
		}
	}
	return progress, nil
}

// TodayExperiment is an experiment on a day that is in one of its blocks: Today is that
// day.
type TodayExperiment struct {
	Experiment
	Kept DayKept // how the day went so far
}

// experimentsOn returns the experiments of which a day is in a block.
func (a *App) experimentsOn(ctx context.Context, p Person, day journal.Date) ([]TodayExperiment, error) {
	list, err := a.Experiments(ctx, p)
	if err != nil {
		return nil, err
	}
	var found []TodayExperiment
	for _, x := range list {
		if x.Today = x.On(day); x.Today == nil || x.Over() && day == a.Day() { // it was ended today
			continue
		}
		kept, err := a.daysKept(ctx, p, &x, day, day)
		if err != nil {
			return nil, err
		}
		found = append(found, TodayExperiment{x, kept[day]})
	}
	return found, nil
}

// daysKept returns how the days of blocks from from to to went.
func (a *App) daysKept(ctx context.Context, p Person, x *Experiment, from, to journal.Date) (map[journal.Date]DayKept, error) {
	kept := map[journal.Date]DayKept{}
	read := a.factorsThere
	if x.Of == journal.KindTreatment {
		read = a.dosesThere
	}
	there, err := read(ctx, p, x, from, to)
	if err != nil {
		return nil, err
	}
	for _, b := range x.Blocks {
		for day := max(b.From, from); day <= min(b.To, to); day++ {
			kept[day] = x.keptOn(b.With, day, there)
		}
	}
	return kept, nil
}

// thereOn says of what is tried (true) and of what it is compared with (false) whether
// it was there on a day: KeptDay is yes, NotKeptDay no, and "" that neither was asked
// for nor written down.
type thereOn func(with bool, day journal.Date) DayKept

// keptOn says how a day went.
func (x *Experiment) keptOn(with bool, day journal.Date, there thereOn) DayKept {
	if !with && x.Against == "" {
		switch there(true, day) {
		case KeptDay:
			return NotKeptDay
		case UnknownDay:
			return UnknownDay
		}
		return KeptDay
	}
	if x.Against != "" && there(!with, day) == KeptDay {
		return NotKeptDay
	}
	if own := there(with, day); own != "" {
		return own
	}
	return KeptDay // such as a day between weekly doses
}

// factorsThere says on which days a habit was written down as there or not.
func (a *App) factorsThere(ctx context.Context, p Person, x *Experiment, from, to journal.Date) (thereOn, error) {
	series := map[bool]*DailySeries{}
	for with, name := range map[bool]string{true: x.Entry.Name, false: x.Against} {
		if name == "" {
			continue
		}
		s, err := a.Daily(ctx, p, name, &from, &to)
		var unknown *UnknownMeasureError
		if err != nil && !errors.As(err, &unknown) { // nothing was ever written of it
			return nil, err
		}
		series[with] = s
	}
	return func(with bool, day journal.Date) DayKept {
		s := series[with]
		if s == nil {
			return UnknownDay
		}
		switch v := s.On(day); {
		case v > 0:
			return KeptDay
		case v == 0:
			return NotKeptDay
		}
		return UnknownDay
	}, nil
}

// dosesThere says on which days the doses of a treatment were taken. Days without a
// dose that is due count by what was taken.
func (a *App) dosesThere(ctx context.Context, p Person, x *Experiment, from, to journal.Date) (thereOn, error) {
	type doseDay struct{ due, taken, skipped, open int }
	days := map[bool]map[journal.Date]*doseDay{true: {}, false: {}}
	at := func(with bool, day journal.Date) *doseDay {
		if days[with][day] == nil {
			days[with][day] = new(doseDay)
		}
		return days[with][day]
	}
	which := map[journal.ID]bool{}
	for i, id := range x.Courses {
		which[id] = i == 0
	}
	err := a.with(ctx, p, func(r *journal.Record) error {
		regimens, err := readRegimens(ctx, r)
		if err != nil {
			return err
		}
		due, err := a.dueOf(ctx, r, regimens, schedule.Clock(from, 0, a.opts.Zone), schedule.Clock(to+1, 0, a.opts.Zone))
		if err != nil {
			return err
		}
		counted := map[journal.ID]bool{}
		for _, d := range due {
			with, ours := which[d.Course]
			if !ours {
				continue
			}
			day := at(with, journal.DateOf(d.At))
			day.due++
			switch d.Status {
			case schedule.Taken:
				day.taken++
			case schedule.Skipped:
				day.skipped++
			default:
				day.open++
			}
			if d.Dose != nil {
				counted[d.Dose.ID] = true
			}
		}
		return r.Each(ctx, journal.Query{Kinds: []journal.Kind{journal.KindDose}, From: &from, To: &to}, func(e journal.Entry) error {
			if with, ours := x.ownDose(which, &e); ours && !counted[e.ID] && e.Dose().Status == journal.DoseTaken {
				at(with, e.When.Date).taken++
			}
			return nil
		})
	})
	return func(with bool, day journal.Date) DayKept {
		d := days[with][day]
		switch {
		case d == nil, d.due == 0 && d.taken == 0:
			return ""
		case d.skipped > 0:
			return NotKeptDay
		case d.open > 0:
			return UnknownDay
		}
		return KeptDay
	}, err
}

// ownDose reports whether a dose is of what is tried (true) or of what it is compared
// with (false), by its course or else by its name.
func (x *Experiment) ownDose(which map[journal.ID]bool, e *journal.Entry) (with, ours bool) {
	if id := e.Dose().Course; !id.IsZero() {
		with, ours = which[id]
		return with, ours
	}
	switch journal.Fold(e.Name) {
	case journal.Fold(x.Entry.Name):
		return true, true
	case journal.Fold(x.Against):
		return false, x.Against != ""
	}
	return false, false
}
