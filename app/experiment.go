package app

import (
	"context"
	"slices"
	"strings"

	"kith/app/words"
	"kith/journal"
)

// ExperimentState is where an experiment stands.
type ExperimentState string

// The states. One that was ended before its last block is Ended, also before it began.
const (
	ExperimentPlanned ExperimentState = "planned"
	ExperimentRunning ExperimentState = "running"
	ExperimentDone    ExperimentState = "done"
	ExperimentEnded   ExperimentState = "ended"
)

// Experiment is an experiment as it stands on a day.
type Experiment struct {
	Entry journal.Entry
	// Experiment is the body of Entry.
	*journal.Experiment
	Blocks []journal.Block
	State  ExperimentState
	// Today is what the day asks for, nil if no block has it.
	Today *ExperimentDay
}

// ExperimentDay is a day of a block.
type ExperimentDay struct {
	Block journal.Block
	Date  journal.Date
	Day   int // of the block, from 1
	// Washout says that the day does not count.
	Washout bool
}

// ID returns the id of its entry.
func (x *Experiment) ID() journal.ID { return x.Entry.ID }

// Drawn reports whether it is planned: before, its order is not drawn, and which block
// has what means nothing.
func (x *Experiment) Drawn() bool { return !x.Entry.Recorded.IsZero() }

// Start returns its first day.
func (x *Experiment) Start() journal.Date { return x.Entry.When.Date }

// Last returns its last day; of one that was ended before it began, the day before
// its first.
func (x *Experiment) Last() journal.Date {
	if len(x.Blocks) == 0 {
		return x.Start() - 1
	}
	return x.Blocks[len(x.Blocks)-1].To
}

// Over reports whether no day of it is to come.
func (x *Experiment) Over() bool { return x.State == ExperimentDone || x.State == ExperimentEnded }

// Had returns what a block has, "" if that is going without.
func (x *Experiment) Had(b journal.Block) string {
	if b.With {
		return x.Entry.Name
	}
	return x.Against
}

// On returns what a day asks for, nil if no block has it.
func (x *Experiment) On(day journal.Date) *ExperimentDay {
	for _, b := range x.Blocks {
		if day >= b.From && day <= b.To {
			return &ExperimentDay{Block: b, Date: day, Day: int(day-b.From) + 1, Washout: day < b.Counts}
		}
	}
	return nil
}

// experimentOf returns an experiment as it stands on a day; e has its kind.
func experimentOf(e journal.Entry, today journal.Date) Experiment {
	x := Experiment{Entry: e, Experiment: e.Body.(*journal.Experiment)}
	x.Blocks = x.Experiment.Blocks(x.Start())
	x.Today = x.On(today)
	switch {
	case x.Ended != nil && today >= *x.Ended && (len(x.Blocks) < 2*len(x.WithFirst) || !x.Blocks[len(x.Blocks)-1].Whole):
		x.State, x.Today = ExperimentEnded, nil
	case today < x.Start():
		x.State = ExperimentPlanned
	case today > x.Last():
		x.State = ExperimentDone
	default:
		x.State = ExperimentRunning
	}
	return x
}

// Experiments returns the experiments of a person: those that are not over first, each
// sort with the newest first.
func (a *App) Experiments(ctx context.Context, p Person) (list []Experiment, err error) {
	err = a.with(ctx, p, func(r *journal.Record) error {
		list, err = readExperiments(ctx, r, a.Day())
		return err
	})
	return list, err
}

func readExperiments(ctx context.Context, r *journal.Record, today journal.Date) (list []Experiment, err error) {
	err = r.Each(ctx, journal.Query{Kinds: []journal.Kind{journal.KindExperiment}}, func(e journal.Entry) error {
		list = append(list, experimentOf(e, today))
		return nil
	})
	slices.SortStableFunc(list, func(x, y Experiment) int {
		switch {
		case x.Over() == y.Over():
			return 0
		case y.Over():
			return -1
		}
		return 1
	})
	return list, err
}

// ExperimentNamed returns the experiment that name means: by name, or by the beginning
// of its id; of several of one name the one that is not over, or the newest. No name
// is the one that is not over. The error is an [InputError] if there is none.
func (a *App) ExperimentNamed(ctx context.Context, p Person, name string) (Experiment, error) {
	list, err := a.Experiments(ctx, p)
	if err != nil {
		return Experiment{}, err
	}
	return experimentNamed(list, strings.TrimSpace(name))
}

func experimentNamed(list []Experiment, name string) (Experiment, error) {
	low, high, badID := journal.IDRange(name)
	var near []Person
	for i := range list {
		x := &list[i]
		id := x.ID().String()
		if name == "" && !x.Over() || name != "" && journal.Fold(x.Entry.Name) == journal.Fold(name) ||
			badID == nil && id >= low.String() && id <= high.String() {
			return *x, nil
		}
		near = append(near, Person{Name: x.Entry.Name})
	}
	switch names := nearNames(near, name); {
	case name == "":
		return Experiment{}, input("%s", words.Text("experiment.typed.none_runs"))
	case len(names) > 0:
		return Experiment{}, input("%s", words.Text("experiment.typed.near", name, words.List(slices.Compact(names))))
	}
	return Experiment{}, input("%s", words.Text("experiment.typed.unknown", name))
}
