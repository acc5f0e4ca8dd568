package view

import (
	"context"
	"errors"
	"slices"
	"sync"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

// Insight is the page that answers questions about a record: which question about
// what, and the answer.
//
// Load and SetMeaning are slow, take a ctx and may be called from another
// goroutine; everything else is quick. What was chosen is answered by the next
// Load.
type Insight struct {
	a *app.App

	mu       sync.Mutex
	person   app.Person
	has      bool // there is a person
	wanted   insightWish
	choices  app.InsightChoices
	answer   *app.Insight // nil for none yet
	figure   *app.Figure  // the answer as a picture, nil for none
	meaning  app.InsightMeaning
	trouble  string // why there is no answer
	revision uint64 // counts answers
}

// insightWish is what was asked. It can be compared.
type insightWish struct {
	question  app.InsightQuestion
	measure   string // "" is the usual one
	treatment string // "" is the usual one
	byDay     bool   // a day in place of a treatment
	day       journal.Date
	dayGiven  bool
}

// NewInsight makes the page of nobody.
func NewInsight(a *app.App) *Insight {
	return &Insight{a: a, wanted: insightWish{question: app.InsightHelped}}
}

// SetPerson chooses whose record is asked; false is nobody's.
func (p *Insight) SetPerson(person app.Person, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if person.ID != p.person.ID || ok != p.has {
		p.wanted = insightWish{question: p.wanted.question}
		p.choices, p.answer, p.figure, p.trouble = app.InsightChoices{}, nil, nil, ""
		p.revision++
	}
	p.person, p.has = person, ok
}

// Ask chooses the question.
func (p *Insight) Ask(q app.InsightQuestion) { p.wish(func(w *insightWish) { w.question = q }) }

// Choose sets what is asked about.
func (p *Insight) Choose(measure string) { p.wish(func(w *insightWish) { w.measure = measure }) }

// ChooseTreatment sets whose start divides before from after.
func (p *Insight) ChooseTreatment(name string) {
	p.wish(func(w *insightWish) { w.treatment, w.byDay = name, false })
}

// ChooseDay has a day divide before from after, that SetDay gives.
func (p *Insight) ChooseDay() { p.wish(func(w *insightWish) { w.byDay = true }) }

// SetDay sets that day as somebody typed it. It fails with an error for
// [app.Explain] and changes nothing then.
func (p *Insight) SetDay(text string) error {
	day, err := typedDay(text)
	if err != nil {
		return err
	}
	p.wish(func(w *insightWish) { w.byDay, w.day, w.dayGiven = true, day, true })
	return nil
}

func (p *Insight) wish(change func(*insightWish)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(&p.wanted)
}

// Load answers what was asked and tells how far it has got.
func (p *Insight) Load(ctx context.Context, progress func(done, total int)) error {
	p.mu.Lock()
	person, has, wish := p.person, p.has, p.wanted
	p.mu.Unlock()
	if !has {
		return nil
	}
	choices, err := p.a.InsightChoices(ctx, person)
	if err != nil {
		return err
	}
	o := wish.options(person, choices)
	o.Progress = progress
	var answer *app.Insight
	trouble := ""
	switch {
	case len(choices.Measures) == 0:
		trouble = words.Text("insight.empty")
	case wish.question == app.InsightHelped && wish.waits(choices):
		trouble = words.Text("insight.day.first")
	default:
		answer, err = p.a.Insight(ctx, o)
		if errors.Is(err, app.ErrInsightSplit) {
			trouble, err = app.Explain(err).InWindow().What, nil
		}
		if err != nil {
			return err
		}
	}
	figure, err := p.drawn(ctx, answer)
	if err != nil {
		return err
	}
	meaning := app.InsightMeaning{}
	if answer != nil {
		meaning = app.InsightMeaning{Better: answer.Measure.Polarity, Absence: answer.Measure.Absence}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if person.ID != p.person.ID || !p.has || p.wanted != wish {
		return nil // something else was asked meanwhile, and is being answered
	}
	p.choices, p.answer, p.figure, p.meaning, p.trouble = choices, answer, figure, meaning, trouble
	p.revision++
	return nil
}

// drawn makes the picture of an answer, nil where there is none to see.
func (p *Insight) drawn(ctx context.Context, answer *app.Insight) (*app.Figure, error) {
	if answer == nil {
		return nil, nil
	}
	o, ok := answer.Figure()
	if !ok {
		return nil, nil
	}
	f, err := p.a.Figure(ctx, o)
	switch {
	case errors.Is(err, app.ErrNoSuchMeasure), errors.Is(err, app.ErrFigureMeasures):
		return nil, nil // what has no numbers cannot be drawn against them
	case err != nil:
		return nil, err
	case f.Empty != "":
		return nil, nil
	}
	return f, nil
}

// options are what to ask. What is no longer there is left out.
func (w *insightWish) options(person app.Person, c app.InsightChoices) app.InsightOptions {
	o := app.InsightOptions{Person: person, Question: w.question}
	if slices.Contains(c.Measures, w.measure) {
		o.Measure = w.measure
	}
	if w.question != app.InsightHelped {
		return o
	}
	switch {
	case w.divides(c):
		day := w.day
		o.Split = &day
	case slices.Contains(c.Treatments, w.treatment):
		o.Treatment = w.treatment
	}
	return o
}

// divides reports whether a day divides before from after.
func (w *insightWish) divides(c app.InsightChoices) bool { return w.byDay || len(c.Treatments) == 0 }

// waits reports whether the day has still to be given.
func (w *insightWish) waits(c app.InsightChoices) bool { return w.divides(c) && !w.dayGiven }

// MeaningOf returns what is said about the values of a name, "" for what is asked
// about.
func (p *Insight) MeaningOf(ctx context.Context, name string) (string, app.InsightMeaning, error) {
	person, name, err := p.meant(name)
	if err != nil {
		return "", app.InsightMeaning{}, err
	}
	return p.a.InsightMeaningOf(ctx, person, name)
}

// SetMeaning says what the values of a name mean, "" for what is asked about. It
// can be undone.
func (p *Insight) SetMeaning(ctx context.Context, name string, m app.InsightMeaning) error {
	person, name, err := p.meant(name)
	if err != nil {
		return err
	}
	return p.a.SetInsightMeaning(ctx, person, name, m)
}

func (p *Insight) meant(name string) (app.Person, string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if name == "" && p.answer != nil {
		name = p.answer.Measure.Name
	}
	if name == "" {
		return p.person, "", journal.ErrNothing
	}
	return p.person, name, nil
}
