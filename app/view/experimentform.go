package view

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

// ExperimentStep is a step of planning an experiment.
type ExperimentStep int

// The steps.
const (
	StepWhat ExperimentStep = iota
	StepMeasure
	StepLength
	StepLook
	experimentSteps
)

// Sorts of what is tried, as they are offered.
const (
	TryHabit = iota
	TryTreatment
)

// ExperimentFields are what stands in the steps, as typed.
type ExperimentFields struct {
	Name          string
	Sort          int // TryHabit or TryTreatment
	Other         bool
	Against       string
	Times, Amount string
	OtherTimes    string
	OtherAmount   string
	Measure, Also string
	Days, Washout string
	Pairs, From   string
	Asked         bool
}

// ExperimentForm plans an experiment, step by step. Its fields belong to the goroutine
// of the window; methods that take a context are slow and work on a copy.
type ExperimentForm struct {
	a      *app.App
	person app.Person
	// Measures are what it can be measured by, what is written most first.
	Measures []string
	Fields   ExperimentFields
	Step     ExperimentStep
	before   ExperimentFields
}

// NewForm reads what a new experiment can be measured by. Without anything that is
// written down regularly it is an [app.InputError].
func (m *Experiments) NewForm(ctx context.Context) (*ExperimentForm, error) {
	p, has := m.Person()
	if !has {
		return nil, app.ErrNoPersons
	}
	measures, err := m.a.Measures(ctx, p)
	if err != nil {
		return nil, err
	}
	f := &ExperimentForm{a: m.a, person: p}
	for _, k := range measures {
		if k.Kind != journal.KindFactor {
			f.Measures = append(f.Measures, k.Name)
		}
	}
	if len(f.Measures) == 0 {
		return nil, inputError("experiment.page.nothing")
	}
	f.Fields = ExperimentFields{Measure: f.Measures[0], Days: strconv.Itoa(app.UsualBlockDays), Washout: strconv.Itoa(app.UsualWashout),
		Pairs: strconv.Itoa(app.MinExperimentPairs)}
	f.before = f.Fields
	return f, nil
}

// Changed reports whether anything was typed or chosen.
func (f *ExperimentForm) Changed() bool { return f.Fields != f.before }

// Title is what the step asks.
func (f *ExperimentForm) Title() string {
	return words.Text("experiment.step." + []string{"what", "measure", "length", "look"}[f.Step])
}

// Progress says which step it is, of how many.
func (f *ExperimentForm) Progress() string {
	return words.Text("experiment.step", int(f.Step)+1, int(experimentSteps))
}

// Last reports whether the step is the last, after which it is saved.
func (f *ExperimentForm) Last() bool { return f.Step == StepLook }

// Sorts returns the sorts of what can be tried.
func (f *ExperimentForm) Sorts() []string {
	return []string{words.Text("experiment.sort.habit"), words.Text("experiment.sort.treatment")}
}

// Alsos returns what it can be measured by as well: nothing first.
func (f *ExperimentForm) Alsos() []string {
	return slices.Insert(slices.Clone(f.Measures), 0, words.Text("experiment.also.nothing"))
}

// Safety is what everybody reads.
func (f *ExperimentForm) Safety() string { return app.SafetyText(f.Fields.Sort == TryHabit) }

// Ready reports whether the step can be left: nothing in it is empty that must not be.
func (f *ExperimentForm) Ready() bool {
	x := &f.Fields
	switch f.Step {
	case StepWhat:
		return strings.TrimSpace(x.Name) != "" && (!x.Other || strings.TrimSpace(x.Against) != "")
	case StepLook:
		return x.Sort == TryHabit || x.Asked
	}
	return true
}

// planned returns the fields as an experiment.
func (x *ExperimentFields) planned(today journal.Date) (app.NewExperiment, error) {
	n := app.NewExperiment{Name: x.Name, Habit: x.Sort == TryHabit, Outcomes: []string{x.Measure, x.Also}, Asked: x.Asked}
	if x.Other {
		n.Against = x.Against
	}
	if !n.Habit {
		n.Doses = app.ExperimentDoses{Amount: strings.TrimSpace(x.Amount), Plan: app.PlanWords{Times: x.Times}}
		if x.Other {
			n.AgainstDoses = app.ExperimentDoses{Amount: strings.TrimSpace(x.OtherAmount), Plan: app.PlanWords{Times: x.OtherTimes}}
		}
	}
	for _, number := range []struct {
		typed string
		into  *int
	}{{x.Days, &n.BlockDays}, {x.Washout, &n.Washout}, {x.Pairs, &n.Pairs}} {
		typed := strings.TrimSpace(number.typed)
		v, err := strconv.Atoi(typed)
		if err != nil {
			return n, inputError("experiment.page.number", typedText(typed))
		}
		*number.into = v
	}
	var err error
	n.From, err = optionalDay(x.From, today, false)
	return n, err
}

// ExperimentLook is what an experiment would be, to look at before it is saved.
type ExperimentLook struct {
	Question string
	Plan     []string
	Chances  []string
	Blocks   []ExperimentBlock
	Order    string
	Write    string
	Safety   string
	// Ask says that somebody prescribed it perhaps, so that it must be ticked that they
	// were asked.
	Ask bool
}

// Checked returns the fields as a step asks [ExperimentForm.Look] about them: what comes
// in later steps is as usual.
func (f *ExperimentForm) Checked() ExperimentFields {
	x := f.Fields
	if f.Step < StepMeasure {
		x.Measure, x.Also = f.before.Measure, ""
	}
	if f.Step < StepLength {
		x.Days, x.Washout, x.Pairs, x.From = f.before.Days, f.before.Washout, f.before.Pairs, f.before.From
	}
	return x
}

// Look checks fields and returns what it would be. The error says what is to be changed.
func (f *ExperimentForm) Look(ctx context.Context, fields ExperimentFields) (*ExperimentLook, error) {
	n, err := fields.planned(today(f.a))
	if err != nil {
		return nil, err
	}
	x, err := f.a.DraftExperiment(ctx, f.person, n)
	if errors.Is(err, app.ErrAskFirst) {
		n.Asked = true // only to look at it: saving asks
		x, err = f.a.DraftExperiment(ctx, f.person, n)
	}
	if err != nil {
		return nil, err
	}
	l := &ExperimentLook{Question: flat(x.Question()), Plan: planLines(&x), Blocks: calendar(&x), Order: words.Text("experiment.order"),
		Write: flat(words.Text("experiment.write", words.List(x.Outcomes))), Safety: app.SafetyText(n.Habit), Ask: !n.Habit}
	chances, err := f.a.ExperimentChancesOf(ctx, f.person, &x)
	if err != nil {
		return nil, err
	}
	l.Chances = chances.Lines()
	return l, nil
}

// Save draws the order and plans the experiment. It returns its id and what was done.
func (f *ExperimentForm) Save(ctx context.Context, fields ExperimentFields) (id journal.ID, said string, err error) {
	n, err := fields.planned(today(f.a))
	if err != nil {
		return id, "", err
	}
	x, err := f.a.PlanExperiment(ctx, f.person, n)
	if err != nil {
		return id, "", err
	}
	return x.ID(), words.Text("experiment.page.planned", flat(x.Entry.Name)), nil
}
