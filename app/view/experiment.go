package view

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

// Experiments are the experiments of a person. Methods that take a context are slow;
// the others belong to the goroutine of the window.
type Experiments struct {
	a *app.App

	mu     sync.Mutex
	person app.Person
	has    bool
	rows   []ExperimentRow
}

// ExperimentRow is an experiment in the list.
type ExperimentRow struct {
	ID    journal.ID
	Name  string
	Plan  string // against what, measured by what, how long
	State string
	Today string // "" if no block has the day
	Over  bool
}

// NewExperiments makes the list of nobody.
func NewExperiments(a *app.App) *Experiments { return &Experiments{a: a} }

// SetPerson chooses whose experiments they are; false is nobody's.
func (m *Experiments) SetPerson(p app.Person, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.person, m.has, m.rows = p, ok, nil
}

// Person returns whose experiments they are.
func (m *Experiments) Person() (app.Person, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.person, m.has
}

// Load reads the list.
func (m *Experiments) Load(ctx context.Context) error {
	p, has := m.Person()
	if !has {
		return nil
	}
	list, err := m.a.Experiments(ctx, p)
	if err != nil {
		return err
	}
	rows := make([]ExperimentRow, len(list))
	for i := range list {
		x := &list[i]
		rows[i] = ExperimentRow{ID: x.ID(), Name: flat(x.Entry.Name), Plan: flat(planText(x)), State: flat(x.StateText()), Over: x.Over()}
		if x.Today != nil {
			rows[i].Today = flat(x.TodayText())
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.rows = rows
	return nil
}

func planText(x *app.Experiment) string {
	parts := nonEmpty(app.AgainstText(x.Experiment))
	return strings.Join(append(parts, words.List(x.Outcomes), app.BlocksText(x.Experiment)), " · ")
}

// Rows returns what was loaded: what goes on comes first.
func (m *Experiments) Rows() []ExperimentRow {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.rows
}

// ExperimentShown is one experiment with everything about it.
type ExperimentShown struct {
	ID       journal.ID
	Name     string
	Question string
	Plan     []string
	State    string
	Today    string // what the day asks for and where it is; "" if no block has it
	Kept     string // how the days went so far, "" before one is over
	Blocks   []ExperimentBlock
	Answer   []string
	// Wait says why there is no answer yet, "" if there is one.
	Wait string
	// Over says that nothing of it is to come.
	Over bool
	// Block is the number, from 1, of the block of today or the next; 0 if there is none.
	Block int
}

// ExperimentBlock is a line of the calendar of an experiment.
type ExperimentBlock struct {
	No    string
	Days  string
	Has   string // "" before the order is drawn
	Note  string
	With  bool // it has what is tried
	Now   bool // the day is in it
	First bool // of its pair
}

// Open reads one experiment. peek shows the answer although the experiment goes on.
func (m *Experiments) Open(ctx context.Context, id journal.ID, peek bool) (*ExperimentShown, error) {
	p, _ := m.Person()
	x, err := m.a.ExperimentNamed(ctx, p, id.String())
	if err != nil {
		return nil, err
	}
	progress, err := m.a.ExperimentProgress(ctx, p, &x)
	if err != nil {
		return nil, err
	}
	s := &ExperimentShown{ID: x.ID(), Name: flat(x.Entry.Name), Question: flat(x.Question()), Plan: planLines(&x), State: flat(x.StateText()),
		Kept: progress.Text(), Over: x.Over(), Blocks: calendar(&x)}
	if x.Today != nil {
		s.Today = flat(x.TodayText() + ". " + x.PlaceText(x.Today))
	}
	for _, b := range x.Blocks {
		if s.Block == 0 && !x.Over() && b.To >= today(m.a) {
			s.Block = b.No + 1
		}
	}
	answers, err := m.a.ExperimentAnswers(ctx, p, &x, peek)
	if errors.Is(err, app.ErrNotDone) {
		s.Wait = words.Text("experiment.answer.wait", app.DateText(x.Last()))
		return s, nil
	}
	if err != nil {
		return nil, err
	}
	for i := range answers {
		if i == 0 && answers[i].Peeked {
			s.Answer = append(s.Answer, words.Text("experiment.answer.peeked"))
		}
		s.Answer = append(s.Answer, answers[i].Lines(&x)...)
	}
	s.Answer = append(s.Answer, words.Text("experiment.answer.means"))
	return s, nil
}

func planLines(x *app.Experiment) []string {
	return append([]string{app.BlocksText(x.Experiment) + ". " + x.DaysText()}, nonEmpty(x.WashoutText())...)
}

// calendar is the blocks of an experiment as lines.
func calendar(x *app.Experiment) []ExperimentBlock {
	lines := make([]ExperimentBlock, len(x.Blocks))
	for i, b := range x.Blocks {
		lines[i] = ExperimentBlock{No: strconv.Itoa(b.No + 1), Days: app.DateText(b.From) + " – " + app.DateText(b.To), Note: flat(x.BlockNote(b)), First: b.No%2 == 0}
		if x.Drawn() {
			lines[i].Has, lines[i].With = flat(x.HasText(b)), b.With
			lines[i].Now = x.Today != nil && x.Today.Block.No == b.No
		}
	}
	return lines
}

// End ends an experiment today.
func (m *Experiments) End(ctx context.Context, id journal.ID, reason string) error {
	p, _ := m.Person()
	return m.a.EndExperiment(ctx, p, id, reason)
}

// Skip leaves a block out; block is its number as typed, "" for today's.
func (m *Experiments) Skip(ctx context.Context, id journal.ID, block, reason string) error {
	return m.block(ctx, id, block, app.BlockChange{Reason: reason})
}

// Again begins a block on a day as typed, "" for today, and all after it follow.
func (m *Experiments) Again(ctx context.Context, id journal.ID, block, from, reason string) error {
	day, err := optionalDay(from, today(m.a), false)
	if err != nil {
		return err
	}
	return m.block(ctx, id, block, app.BlockChange{Again: true, From: day, Reason: reason})
}

func (m *Experiments) block(ctx context.Context, id journal.ID, typed string, c app.BlockChange) error {
	p, _ := m.Person()
	if typed = strings.TrimSpace(typed); typed != "" {
		var err error
		if c.Block, err = strconv.Atoi(typed); err != nil {
			c.Block = -1 // refused below, in words
		}
	}
	return m.a.SkipBlock(ctx, p, id, c)
}

// TodayExperiment is an experiment on the page of a day.
type TodayExperiment struct {
	TodayLine
	ID journal.ID
	// Ask says that the day can be said to have gone as planned or not.
	Ask bool
	day journal.Date
}

// Experiments returns the experiments of which the day is in a block.
func (t *Today) Experiments() []TodayExperiment {
	if t.shown == nil {
		return nil
	}
	var list []TodayExperiment
	for i := range t.shown.Experiments {
		x := &t.shown.Experiments[i]
		line := TodayLine{ID: x.ID().String(), Name: flat(x.HasText(x.Today.Block)), Detail: flat(x.PlaceText(x.Today))}
		if t.IsCurrent() {
			line.Name = flat(x.TodayText())
		}
		habit := x.Of == journal.KindFactor
		if habit || x.Kept != app.UnknownDay {
			line.Detail += " " + words.Text("experiment.page.day", words.Text("experiment.day."+string(x.Kept)))
		}
		list = append(list, TodayExperiment{TodayLine: line, ID: x.ID(), Ask: habit && x.Kept == app.UnknownDay, day: t.shown.Day})
	}
	return list
}

// Keep writes down whether the day of an experiment went as planned.
func (t *Today) Keep(ctx context.Context, p app.Person, x TodayExperiment, kept bool) (string, error) {
	e, err := t.a.KeepDay(ctx, p, x.ID, x.day, kept)
	if err != nil {
		return "", err
	}
	return words.Text("timeline.saved", flat(app.Describe(&e))), nil
}
