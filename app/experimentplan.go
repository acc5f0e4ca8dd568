package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"kith/app/words"
	"kith/journal"
	"kith/journal/insight"
	"kith/journal/schedule"
)

// ErrAskFirst says that an experiment with a treatment was planned and nobody said
// that whoever prescribed it was asked.
var ErrAskFirst = errors.New("nobody said that the prescriber was asked")

// NewExperiment is what a person says of an experiment that they plan.
type NewExperiment struct {
	// Name is what is tried, Against what the other blocks have; "" is that they go
	// without.
	Name, Against string
	// Habit says that both are habits or other things that are only written down. Else
	// they are treatments: those that go on keep their plan, and new ones need one.
	Habit bool
	// Doses and AgainstDoses are of treatments that are new.
	Doses, AgainstDoses ExperimentDoses
	// Outcomes are names out of [App.Measures], the one that decides first.
	Outcomes                  []string
	BlockDays, Washout, Pairs int
	From                      *journal.Date // nil is tomorrow
	Note                      string
	// Asked says that whoever prescribed the treatments was asked, or that nobody did.
	Asked bool
}

// ExperimentDoses are when a new treatment is taken, and how much, as the person says
// it. Nothing is ever proposed.
type ExperimentDoses struct {
	Category string // "" is a drug
	Amount   string
	Plan     PlanWords
}

// UsualBlockDays and UsualWashout, in days, are what is proposed.
const (
	UsualBlockDays = 7
	UsualWashout   = 2
)

// Limits of what can be planned.
const (
	MinExperimentPairs = insight.MinPairs
	MaxExperimentBlock = 60 // days
	MaxExperimentDays  = 2 * 366
	// maxAhead is how far ahead an experiment may begin, or a block be put off.
	maxAhead = 366
)

// DraftExperiment checks what a person says of an experiment and returns it as it
// would be planned, with its days and without an order: that is drawn when it is
// planned, so that nobody can choose it. Block.With means nothing yet. The error is an
// [InputError], [ErrAskFirst], a [schedule.Refusal] or an [UnknownMeasureError].
func (a *App) DraftExperiment(ctx context.Context, p Person, n NewExperiment) (x Experiment, err error) {
	err = a.with(ctx, p, func(r *journal.Record) error {
		d, err := a.draftExperiment(ctx, r, p, n, nil)
		x = d.experiment
		return err
	})
	return x, err
}

// PlanExperiment draws the order and writes the experiment with the courses of its
// treatments as one act.
func (a *App) PlanExperiment(ctx context.Context, p Person, n NewExperiment) (x Experiment, err error) {
	err = a.with(ctx, p, func(r *journal.Record) error {
		d, err := a.draftExperiment(ctx, r, p, n, rand.Reader)
		if err != nil {
			return err
		}
		if _, err := r.Act(ctx, "new experiment", d.entries, d.alters...); err != nil {
			return err
		}
		e, err := r.Get(ctx, d.experiment.ID())
		if err != nil {
			return err
		}
		x = experimentOf(e, a.Day())
		return nil
	})
	return x, err
}

// experimentDraft is an experiment and what planning it writes.
type experimentDraft struct {
	draft
	experiment Experiment
	alters     []journal.Alter
}

func (a *App) draftExperiment(ctx context.Context, r *journal.Record, p Person, n NewExperiment, random io.Reader) (d experimentDraft, err error) {
	body := &journal.Experiment{Of: journal.KindTreatment, Against: strings.TrimSpace(n.Against), BlockDays: n.BlockDays, Washout: n.Washout}
	if n.Habit {
		body.Of = journal.KindFactor
	}
	name := strings.TrimSpace(n.Name)
	if err := checkExperiment(&n, name, body.Against); err != nil {
		return d, err
	}
	start := a.Day() + 1
	if n.From != nil {
		start = *n.From
	}
	if start < a.Day() || start > a.Day()+maxAhead {
		return d, input("%s", words.Text("experiment.typed.from", DateText(start), DateText(a.Day())))
	}
	if body.Outcomes, err = outcomesOf(ctx, r, n.Outcomes, name, body.Against); err != nil {
		return d, err
	}
	if body.WithFirst, err = drawOrder(n.Pairs, n.BlockDays, n.Washout, random); err != nil {
		return d, err
	}
	entry := journal.Entry{Kind: journal.KindExperiment, Name: name, Note: n.Note, When: journal.OnDay(start, a.opts.Zone), Body: body}
	d.experiment = experimentOf(entry, a.Day())
	if err := a.alone(ctx, r, &d.experiment); err != nil {
		return d, err
	}
	if !n.Habit {
		regimens, err := readRegimens(ctx, r)
		if err != nil {
			return d, err
		}
		if err := a.addCourse(&d, p, regimens, name, n.Doses, true); err != nil {
			return d, err
		}
		if body.Against != "" {
			if err := a.addCourse(&d, p, regimens, body.Against, n.AgainstDoses, false); err != nil {
				return d, err
			}
		}
		if !n.Asked {
			return d, ErrAskFirst
		}
	}
	entry = d.entry(p, entry)
	d.experiment = experimentOf(entry, a.Day())
	return d, entry.Validate()
}

// checkExperiment holds what was said to the limits.
func checkExperiment(n *NewExperiment, name, against string) error {
	days := 2 * n.Pairs * n.BlockDays
	refuse := func(key string, args ...any) error {
		return input("%s", words.Text("experiment.typed."+key, args...))
	}
	switch {
	case name == "":
		return refuse("name")
	case journal.Fold(name) == journal.Fold(against):
		return refuse("same", name)
	case n.Pairs < MinExperimentPairs:
		return refuse("pairs", MinExperimentPairs, n.Pairs)
	case n.Pairs > insight.MaxPairs:
		return refuse("many_pairs", insight.MaxPairs)
	case n.BlockDays < 1 || n.BlockDays > MaxExperimentBlock:
		return refuse("block", MaxExperimentBlock)
	case n.Washout < 0 || n.Washout >= n.BlockDays:
		return refuse("washout", words.Count(int64(n.BlockDays), "day"), words.Count(int64(max(n.Washout, 0)), "day"))
	case days > MaxExperimentDays:
		return refuse("long", words.Count(int64(days), "day"))
	}
	return nil
}

// outcomesOf returns the names of what it is measured by as they are in the record.
func outcomesOf(ctx context.Context, r *journal.Record, typed []string, tried ...string) ([]string, error) {
	var names []string
	for _, name := range typed {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		found, err := measures(ctx, r, name)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			if found, err = measures(ctx, r); err != nil {
				return nil, err
			}
			return nil, unknownMeasure(name, found)
		}
		for _, t := range tried {
			if journal.Fold(t) == journal.Fold(name) {
				return nil, input("%s", words.Text("experiment.typed.itself", name))
			}
		}
		if !slices.Contains(names, found[0].Name) {
			names = append(names, found[0].Name)
		}
	}
	switch {
	case len(names) == 0:
		return nil, input("%s", words.Text("experiment.typed.outcome"))
	case len(names) > journal.MaxOutcomes:
		return nil, input("%s", words.Text("experiment.typed.many_outcomes", journal.MaxOutcomes))
	}
	return names, nil
}

// drawOrder draws which block of each pair comes first; without random they are all
// the same.
func drawOrder(pairs, days, washout int, random io.Reader) ([]bool, error) {
	order := make([]bool, pairs)
	if random == nil {
		return order, nil
	}
	blocks, err := insight.DrawPairs(pairs, days-washout, washout, random)
	if err != nil {
		return nil, fmt.Errorf("draw the order: %w", err)
	}
	first := make([]int, pairs)
	for i := range first {
		first[i] = -1
	}
	for _, b := range blocks {
		if first[b.Pair] < 0 || b.From < first[b.Pair] {
			first[b.Pair], order[b.Pair] = b.From, b.Treated
		}
	}
	return order, nil
}

// alone refuses an experiment in whose days another one goes on: neither could be told
// from the other.
func (a *App) alone(ctx context.Context, r *journal.Record, x *Experiment) error {
	others, err := readExperiments(ctx, r, a.Day())
	if err != nil {
		return err
	}
	for i := range others {
		if o := &others[i]; !o.Over() && o.Last() >= x.Start() && o.Start() <= x.Last() {
			return input("%s", words.Text("experiment.typed.another", o.Entry.Name, DateText(o.Last())))
		}
	}
	return nil
}

// addCourse adds the course of a treatment: one that goes on rests in the other's
// blocks, and a new one is there for the experiment.
func (a *App) addCourse(d *experimentDraft, p Person, regimens []schedule.Regimen, name string, doses ExperimentDoses, with bool) error {
	x := &d.experiment
	pauses := pausesIn(x, with)
	at := slices.IndexFunc(regimens, func(r schedule.Regimen) bool {
		return journal.Fold(r.Course.Name) == journal.Fold(name) && goesOn(&r, a.Day())
	})
	if at < 0 {
		return a.newCourse(d, p, regimens, name, doses, pauses)
	}
	old := &regimens[at]
	if !doses.Plan.Empty() || doses.Amount != "" {
		return input("%s", words.Text("experiment.typed.has_plan", old.Course.Name))
	}
	if err := fits(old, x); err != nil {
		return err
	}
	d.experiment.Courses = append(d.experiment.Courses, old.Course.ID)
	body := *old.Course.Body.(*journal.Course)
	body.Pauses = append(slices.Clone(body.Pauses), pauses...)
	after := *old
	after.Course.Body = &body
	if err := schedule.Check(after); err != nil {
		return err
	}
	d.alters = append(d.alters, journal.Alter{ID: old.Course.ID, Fn: func(e *journal.Entry) error { e.Body = &body; return nil }})
	return nil
}

// fits refuses a course that cannot carry an experiment.
func fits(r *schedule.Regimen, x *Experiment) error {
	refuse := func(key string, args ...any) error {
		return input("%s", words.Text("experiment.typed."+key, append([]any{r.Course.Name}, args...)...))
	}
	c := r.Course.Body.(*journal.Course)
	planned := slices.ContainsFunc(r.Running(x.Start()), func(e *journal.Entry) bool { return !e.Body.(*journal.Plan).AsNeeded })
	switch {
	case !planned:
		return refuse("as_needed")
	case c.End != nil && *c.End < x.Last():
		return refuse("ends", DateText(*c.End))
	case r.Course.When.Date > x.Start() && !c.StartUnknown:
		return refuse("starts", DateText(r.Course.When.Date))
	}
	for _, pause := range c.Pauses {
		if pause.From <= x.Last() && (pause.To == nil || *pause.To >= x.Start()) {
			return refuse("paused", DateText(pause.From))
		}
	}
	return nil
}

func (a *App) newCourse(d *experimentDraft, p Person, regimens []schedule.Regimen, name string, doses ExperimentDoses, pauses []journal.Pause) error {
	if doses.Plan.Empty() || doses.Plan.AsNeeded {
		return input("%s", words.Text("experiment.typed.times", name))
	}
	start, last := d.experiment.Start(), d.experiment.Last()
	made, err := a.draft(p, regimens, NewTreatment{Name: name, Category: doses.Category, Amount: doses.Amount, Purpose: words.Text("experiment.purpose"),
		From: &start, Until: &last, Plan: doses.Plan})
	if err != nil {
		return err
	}
	course := &made.regimen.Course
	course.Body.(*journal.Course).Pauses = pauses // the entries refer to the same body
	if err := schedule.Check(made.regimen); err != nil {
		return err
	}
	d.entries = append(d.entries, made.entries...)
	d.experiment.Courses = append(d.experiment.Courses, course.ID)
	return nil
}

// pausesIn returns the spells within an experiment in which what is tried, or with
// false what it is compared with, rests.
func pausesIn(x *Experiment, with bool) []journal.Pause {
	var pauses []journal.Pause
	next := x.Start()
	rest := func(last journal.Date) {
		if last >= next {
			pauses = append(pauses, journal.Pause{From: next, To: &last, Reason: words.Text("experiment.purpose")})
		}
	}
	for _, b := range x.Blocks {
		if b.With == with {
			rest(b.From - 1)
			next = b.To + 1
		}
	}
	rest(x.Last())
	return pauses
}
