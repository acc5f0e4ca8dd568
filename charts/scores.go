package charts

import (
	"fmt"
	"time"
)

// Scores is the scores of questionnaires over time, a panel for each, in front of
// the bands that their authors published: grey steps with the authors' names at the
// edge. A response that left out too much to be scored is a hollow mark on the floor
// of its panel, where it has no value.
//
// A Spot is a response; its Row counts responses panel by panel, in each by time,
// those without a score among them, and only those from From up to and without To.
type Scores struct {
	// From, To, Location and Bands are as in a [Timeline]; Marks are as in
	// [Multiples].
	From, To time.Time
	Location *time.Location
	Panels   []ScorePanel // at most 12, the first on top
	Bands    []Band
	Marks    []Mark
	// NoScore explains the hollow mark, such as "no score".
	NoScore string
	Words   Words
}

// ScorePanel is one questionnaire.
type ScorePanel struct {
	Name, Unit string
	// Low and High are the least and the most that the score can be.
	Low, High *float64
	// Points are the scores, in time order.
	Points []Point
	// Unscored are the responses without a score, in time order. They break the line.
	Unscored []time.Time
	// Gap breaks the line, as of an [Outcome].
	Gap time.Duration
	// Steps are what ranges of the score are called, from the lowest, both ends
	// included; at most 50.
	Steps []ScoreStep
	// Source says who called them that; it is small print below all panels.
	Source string
	// Versions are the moments from which on another version was answered.
	Versions []Mark
}

// ScoreStep is a range of scores with the name that it has from its authors.
type ScoreStep struct {
	From, To float64
	Name     string
}

const mostScoreSteps = 50

func (s *Scores) span() (span, error) {
	if len(s.Panels) > mostPanels {
		return span{}, fmt.Errorf("chart has %d panels: at most %d", len(s.Panels), mostPanels)
	}
	for i := range s.Panels {
		if err := s.Panels[i].validate(); err != nil {
			return span{}, fmt.Errorf("chart panel %d: %w", i+1, err)
		}
	}
	return newSpan(s.From, s.To, s.Location, s.Bands, s.Marks)
}

func (p *ScorePanel) validate() error {
	o := p.outcome()
	if err := o.validate(); err != nil {
		return err
	}
	if len(p.Unscored) > mostPoints {
		return fmt.Errorf("%d responses without a score: at most %d", len(p.Unscored), mostPoints)
	}
	for i := 1; i < len(p.Unscored); i++ {
		if p.Unscored[i].Before(p.Unscored[i-1]) {
			return fmt.Errorf("response %d without a score is before the one in front of it", i+1)
		}
	}
	if len(p.Steps) > mostScoreSteps {
		return fmt.Errorf("%d bands of the score: at most %d", len(p.Steps), mostScoreSteps)
	}
	for i, b := range p.Steps {
		if !drawable(b.From) || !drawable(b.To) || b.To < b.From || i > 0 && b.From <= p.Steps[i-1].To {
			return fmt.Errorf("band %d of the score is from %v to %v: want numbers in order", i+1, b.From, b.To)
		}
	}
	if len(p.Versions) > mostBands {
		return fmt.Errorf("%d versions: at most %d", len(p.Versions), mostBands)
	}
	return nil
}

// outcome is the panel as the line it is drawn as.
func (p *ScorePanel) outcome() Outcome {
	return Outcome{Name: p.Name, Unit: p.Unit, Points: p.Points, Low: p.Low, High: p.High, Gap: p.Gap}
}
