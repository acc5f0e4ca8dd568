package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kith/app/words"
	"kith/journal"
	"kith/journal/insight"
)

// InsightQuestion is one of the questions that a record can answer.
type InsightQuestion string

// The questions.
const (
	InsightHelped InsightQuestion = "helped" // did a treatment, or what began on a day, help?
	InsightWith   InsightQuestion = "with"   // what goes with bad days?
	InsightBefore InsightQuestion = "before" // what comes before them?
	InsightTrend  InsightQuestion = "trend"  // is it getting better?
	InsightLength InsightQuestion = "length" // how long to keep logging?
)

// InsightQuestions returns the questions in the order in which they are offered.
func InsightQuestions() []InsightQuestion {
	return []InsightQuestion{InsightHelped, InsightWith, InsightBefore, InsightTrend, InsightLength}
}

// Text is the question in words.
func (q InsightQuestion) Text() string { return words.Text("insight.question." + string(q)) }

// InsightOptions say what is asked. The zero value of everything but Person and
// Question is the usual one.
type InsightOptions struct {
	Person   Person
	Question InsightQuestion
	// Measure is a name out of [App.Daily]; "" is the first of [App.Measures].
	Measure string
	// Treatment is whose start is meant by [InsightHelped]; "" with no Split is the
	// one that began last.
	Treatment string
	// Split is the first day of afterwards, in place of a treatment's start.
	Split *journal.Date
	// From and To are civil dates, both included. nil is: for [InsightHelped] up to
	// 180 days each side, for [InsightTrend] the last 365 days with an entry, and
	// everything for the others.
	From, To *journal.Date
	// Progress is told how much of a long search is done; may be nil. It is called
	// from several goroutines, one at a time.
	Progress func(done, total int)
}

// Insight is an answer: what was found in a record, with everything that makes it
// weaker. It says what followed what, never what was the cause.
type Insight struct {
	Question InsightQuestion
	Person   Person
	// Measure is what was asked about, with its days.
	Measure *DailySeries
	Verdict InsightVerdict
	// Headline is the answer in a sentence; Facts are the numbers beside it, Careful
	// what to mind and Next what can be done.
	Headline string
	Facts    []InsightFact
	Careful  []InsightCaution
	Next     []InsightStep
	// Short says what there is too little of, where Verdict is [VerdictNotEnough].
	Short []insight.Shortage

	// Helped, Trend, Scan and Length hold the numbers; the one that belongs to the
	// question is set, as far as there are enough days for any.
	Helped *InsightHelp
	Trend  *insight.Trend
	Scan   *InsightScan
	Length *InsightLengths
}

// InsightVerdict is an answer in a word. It is part of the JSON.
type InsightVerdict string

// The verdicts. Where nobody said which end of a scale is better, a change is
// higher or lower.
const (
	VerdictBetter    InsightVerdict = "better"
	VerdictWorse     InsightVerdict = "worse"
	VerdictHigher    InsightVerdict = "higher"
	VerdictLower     InsightVerdict = "lower"
	VerdictUnclear   InsightVerdict = "unclear"    // chance alone could have done it
	VerdictFound     InsightVerdict = "found"      // something goes with it
	VerdictNoneFound InsightVerdict = "none_found" // nothing stood out from chance
	VerdictNotEnough InsightVerdict = "not_enough" // too few days, or too many without a value
	VerdictLong      InsightVerdict = "long"       // how long to keep logging
)

// InsightFact is a number with what it is.
type InsightFact struct {
	Key  string `json:"key"` // stable
	Name string `json:"name"`
	Text string `json:"text"`
}

// InsightCaution is something that makes an answer weaker.
type InsightCaution struct {
	Key  string `json:"key"` // stable
	Text string `json:"text"`
}

// InsightStep is something that can be done now.
type InsightStep struct {
	Key  string `json:"key"` // stable
	Text string `json:"text"`
	// Command is the one that does it, "" if there is none; Measure is what it is
	// about, "" if that needs no saying.
	Command string `json:"command,omitempty"`
	Measure string `json:"measure,omitempty"`
}

// Errors about questions.
var (
	// ErrInsightNothing says that a record has nothing that can be asked about.
	ErrInsightNothing = errors.New("nothing to ask about")
	// ErrInsightSplit says that a question about before and after has no day
	// between them.
	ErrInsightSplit = errors.New("no treatment and no day was named")
)

// Insight answers a question. It fails with an [UnknownMeasureError], an
// [UnknownTreatmentError], [ErrInsightNothing], [ErrInsightSplit] or
// [ErrChartRange]; too few days are an answer, not an error.
func (a *App) Insight(ctx context.Context, o InsightOptions) (*Insight, error) {
	var x *Insight
	err := a.with(ctx, o.Person, func(r *journal.Record) (err error) {
		d, err := a.newDays(ctx, r)
		if err == nil {
			x, err = d.answer(ctx, o)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("insight: %w", err)
	}
	return x, nil
}

func (d *days) answer(ctx context.Context, o InsightOptions) (*Insight, error) {
	if o.From != nil && o.To != nil && *o.From > *o.To {
		return nil, ErrChartRange
	}
	if o.Measure == "" {
		all, err := measures(ctx, d.r)
		if err != nil {
			return nil, err
		}
		if len(all) == 0 {
			return nil, ErrInsightNothing
		}
		o.Measure = all[0].Name
	}
	// All of it: what is asked for may begin before it, and how much it changes
	// from day to day is best seen in all of it.
	s, err := d.named(ctx, o.Measure, nil, nil)
	if err != nil {
		return nil, err
	}
	x := &Insight{Question: o.Question, Person: o.Person, Measure: s}
	switch o.Question {
	case InsightHelped:
		err = d.askHelped(ctx, x, o)
	case InsightWith, InsightBefore:
		err = d.askScan(ctx, x, o)
	case InsightTrend:
		err = d.askTrend(x, o)
	case InsightLength:
		err = d.askLength(x, o)
	default:
		err = fmt.Errorf("%q is no question", o.Question)
	}
	if err != nil {
		return nil, err
	}
	return x, nil
}

// InsightChoices are what can be asked about.
type InsightChoices struct {
	// Measures are names of what has numbers, and of what is only noted as there;
	// those that are charted first come first.
	Measures []string
	// Treatments are names of what began on a known day, the newest first.
	Treatments []string
}

// InsightChoices returns what can be asked about in a person's record.
func (a *App) InsightChoices(ctx context.Context, p Person) (c InsightChoices, err error) {
	err = a.with(ctx, p, func(r *journal.Record) error {
		d, err := a.newDays(ctx, r)
		if err != nil {
			return err
		}
		all, err := measures(ctx, r)
		if err != nil {
			return err
		}
		for _, m := range all {
			c.Measures = append(c.Measures, m.Name)
		}
		more, err := d.everPresent(ctx, c.Measures)
		if err != nil {
			return err
		}
		for _, s := range more {
			c.Measures = append(c.Measures, s.Name)
		}
		c.Treatments, err = d.startedNames(ctx)
		return err
	})
	return c, err
}

// everPresent returns the series of what was only ever noted as there, besides the
// names that have numbers.
func (d *days) everPresent(ctx context.Context, measured []string) (list []*DailySeries, err error) {
	known, err := d.r.Known(ctx, knownNames)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, name := range measured {
		seen[journal.Fold(name)] = true
	}
	for _, k := range known {
		noted := k.Kind == journal.KindSymptom || k.Kind == journal.KindMeasure || k.Kind == journal.KindFactor
		if !noted || seen[journal.Fold(k.Name)] {
			continue
		}
		seen[journal.Fold(k.Name)] = true
		s, err := d.present(ctx, k.Name, nil, nil)
		if err != nil {
			return nil, err
		}
		if s != nil {
			list = append(list, s)
		}
	}
	return list, nil
}

// startedNames returns the names of the treatments that began on a known day,
// the newest first.
func (d *days) startedNames(ctx context.Context) ([]string, error) {
	if err := d.readDoses(ctx); err != nil {
		return nil, err
	}
	var started []*takenDays
	for _, t := range d.doses.list {
		if len(t.starts()) > 0 {
			started = append(started, t)
		}
	}
	newest := func(t *takenDays) journal.Date { starts := t.starts(); return starts[len(starts)-1].From }
	slices.SortStableFunc(started, func(x, y *takenDays) int { return int(newest(y)) - int(newest(x)) })
	var names []string
	for _, t := range started {
		names = append(names, t.name)
	}
	return names, nil
}

// CanMean reports whether it can be said what the values mean, see
// [App.SetInsightMeaning].
func (x *Insight) CanMean() bool { return x.Measure.hasDefinition() }

// Figure returns the chart that shows the answer; ok is false if there is none.
func (x *Insight) Figure() (o FigureOptions, ok bool) {
	o = FigureOptions{Person: x.Person, Measures: []string{x.Measure.Name}}
	switch {
	case x.Verdict == VerdictNotEnough:
		return o, false
	case x.Helped != nil:
		from, to, split := x.Helped.From, x.Helped.To, x.Helped.Split
		o.Kind, o.From, o.To, o.Split = "compare", &from, &to, &split
		if x.Helped.Treatment != "" {
			o.Treatments = []string{x.Helped.Treatment}
		}
	case x.Trend != nil:
		from, to := x.Measure.From, x.Measure.To()
		o.Kind, o.From, o.To = KindTimeline, &from, &to
	case x.Scan != nil && x.Verdict == VerdictFound:
		f := &x.Scan.Shown[0]
		from, to := x.Scan.From, x.Scan.To
		o.Kind, o.From, o.To, o.Lag = "scatter", &from, &to, f.Lag
		o.Measures = []string{f.Name, x.Measure.Name}
	default:
		return o, false
	}
	_, ok = o.Kind.find()
	return o, ok
}
