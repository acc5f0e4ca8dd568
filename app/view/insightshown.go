package view

import (
	"kith/app"
	"kith/app/words"
	"kith/charts"
)

// InsightState says what there is to show.
type InsightState int

// The states of the page.
const (
	InsightLoading  InsightState = iota // nothing was read yet
	InsightNobody                       // there is no person
	InsightNothing                      // nothing can be asked about yet
	InsightWaits                        // the question is not whole: Empty says what is missing
	InsightAnswered                     // there is an answer
)

// InsightTone says how an answer feels, so that its mark can be seen at a glance;
// the words say it too.
type InsightTone int

// The tones.
const (
	TonePlain InsightTone = iota // a change that is neither good nor bad, or a length
	ToneGood
	ToneBad
	ToneOpen // not clear, nothing found, or not enough data
)

// InsightShown is everything the page shows.
type InsightShown struct {
	State    InsightState
	Empty    string // why there is no answer
	Question app.InsightQuestion

	// Measures and Treatments are what can be chosen, Measure and Treatment what
	// is; ByDay says that a day divides before from after, and Day is that day as
	// somebody types it.
	Measures, Treatments []string
	Measure, Treatment   string
	ByDay                bool
	Day                  string

	Tone     InsightTone
	Headline string
	Facts    []app.InsightFact
	Findings []InsightGroup
	Careful  []string
	Next     []app.InsightStep
	// Meaning says which end of the scale is better and what a day without an entry
	// means; CanMean that both can be changed.
	Meaning string
	CanMean bool
	// Picture shows the answer and Says is what it shows in words; nil for none.
	Picture charts.Figure
	Says    string
	// Revision changes with the answer.
	Revision uint64
}

// InsightGroup is findings under one title.
type InsightGroup struct {
	Title string
	Lines []InsightLine
}

// InsightLine is one finding: what it is, and how sure.
type InsightLine struct{ Text, Sure string }

// Spoken is the answer as it is said: the headline and the numbers.
func (s *InsightShown) Spoken() string {
	text := s.Headline
	for _, f := range s.Facts {
		text += " " + f.Name + ": " + f.Text + "."
	}
	return text
}

// Shown returns what the page shows.
func (p *Insight) Shown() InsightShown {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := InsightShown{Question: p.wanted.question, Measures: p.choices.Measures, Treatments: p.choices.Treatments,
		Empty: p.trouble, Revision: p.revision, ByDay: p.wanted.divides(p.choices)}
	if p.wanted.dayGiven {
		s.Day = p.wanted.day.String()
	}
	switch {
	case !p.has:
		s.State, s.Empty = InsightNobody, words.Text("insight.nobody")
	case p.answer != nil:
		s.State, s.Empty = InsightAnswered, ""
		s.fill(p.answer)
		s.Meaning = p.meaning.Text(p.answer.Measure.Name)
		if p.figure != nil {
			s.Picture, s.Says = p.figure.Picture, p.figure.Summary()
		}
	case p.trouble != "" && len(p.choices.Measures) == 0:
		s.State = InsightNothing
	case p.trouble != "":
		s.State = InsightWaits
	}
	if s.Measure == "" && len(s.Measures) > 0 {
		s.Measure = s.Measures[0]
		for _, name := range s.Measures {
			if name == p.wanted.measure {
				s.Measure = name
			}
		}
	}
	return s
}

func (s *InsightShown) fill(x *app.Insight) {
	s.Measure, s.Headline, s.Facts, s.Next, s.CanMean = x.Measure.Name, x.Headline, x.Facts, x.Next, x.CanMean()
	if x.Helped != nil {
		s.Treatment = x.Helped.Treatment
	}
	for _, c := range x.Careful {
		s.Careful = append(s.Careful, c.Text)
	}
	switch x.Verdict {
	case app.VerdictBetter:
		s.Tone = ToneGood
	case app.VerdictWorse:
		s.Tone = ToneBad
	case app.VerdictUnclear, app.VerdictNoneFound, app.VerdictNotEnough:
		s.Tone = ToneOpen
	}
	if x.Scan == nil {
		return
	}
	if len(x.Scan.Shown) > 0 && x.Scan.Shown[0].Found {
		switch x.Scan.Shown[0].Verdict {
		case app.VerdictBetter:
			s.Tone = ToneGood
		case app.VerdictWorse:
			s.Tone = ToneBad
		}
	}
	groups := []InsightGroup{{Title: words.Text("insight.found")}, {Title: words.Text("insight.rest")}}
	for i := range x.Scan.Shown {
		f := &x.Scan.Shown[i]
		g := &groups[0]
		if !f.Found {
			g = &groups[1]
		}
		g.Lines = append(g.Lines, InsightLine{f.Text, words.Text("insight.sure", f.Change, f.Range, f.Days, f.Chance)})
	}
	for _, g := range groups {
		if len(g.Lines) > 0 {
			s.Findings = append(s.Findings, g)
		}
	}
}
