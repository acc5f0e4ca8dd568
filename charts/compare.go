package charts

import (
	"fmt"
	"image"
	"time"
)

// Compare puts groups of days side by side, such as before and after a day: a dot
// for each day's value, the median across them and the mean with its interval
// beside them. Below stands the difference with its interval; above, a strip of
// time shows which days are in which group. Where days belong together in pairs,
// a line joins their values.
//
// Every dot is a Spot; its Row is that of its [GroupPoint].
type Compare struct {
	Name, Unit string
	// Low, High and Labels are those of an [Outcome].
	Low, High *float64
	Labels    []ValueLabel
	// From and To are the range of the strip of time; zero leaves the strip out.
	From, To time.Time
	Groups   []Group // one to six
	// Pairs join a point of the first group with one of the second, at most
	// 1,000, as indexes in their Points.
	Pairs [][2]int
	// Difference is nil where it is not known.
	Difference *Difference
	// Median and Mean explain the two marks.
	Median, Mean string
	Words        Words
}

// Group is the days of one side.
type Group struct {
	Name string
	// Notes stand below the name, at most four, such as "median 5/10" or "28 days,
	// 3 not known".
	Notes  []string
	Points []GroupPoint
	// Median and Mean are nil where they are not known; MeanLow and MeanHigh are the
	// ends of the mean's interval and come together.
	Median, Mean, MeanLow, MeanHigh *float64
	// Spans are the days of the group in the strip of time, in order.
	Spans []Period
}

// GroupPoint is the value of one day. A zero At is not in the strip of time.
type GroupPoint struct {
	At    time.Time
	Value float64 // finite
	Row   int     // handed on to the Spot
}

// Difference is how far two groups lie apart.
type Difference struct {
	Value, Low, High float64 // Low to High is the interval
	// Text says it in numbers. Lower, None and Higher stand below the ends and the
	// middle of the scale.
	Text                string
	Lower, None, Higher string
}

const (
	mostGroups = 6
	mostPairs  = 1_000
	mostNotes  = 4
)

func (c *Compare) validate() error {
	if !c.From.IsZero() || !c.To.IsZero() {
		frame := Timeline{From: c.From, To: c.To}
		if err := frame.validate(); err != nil {
			return err
		}
	}
	if len(c.Groups) < 1 || len(c.Groups) > mostGroups {
		return fmt.Errorf("chart has %d groups: want 1 to %d", len(c.Groups), mostGroups)
	}
	scale := Outcome{Low: c.Low, High: c.High, Labels: c.Labels}
	if err := scale.validate(); err != nil {
		return err
	}
	for i := range c.Groups {
		if err := c.Groups[i].validate(); err != nil {
			return fmt.Errorf("chart group %d: %w", i+1, err)
		}
	}
	if len(c.Pairs) > mostPairs {
		return fmt.Errorf("chart has %d pairs: at most %d", len(c.Pairs), mostPairs)
	}
	for i, p := range c.Pairs {
		if len(c.Groups) < 2 || p[0] < 0 || p[1] < 0 || p[0] >= len(c.Groups[0].Points) || p[1] >= len(c.Groups[1].Points) {
			return fmt.Errorf("pair %d joins points that are not there", i+1)
		}
	}
	if d := c.Difference; d != nil && (!drawable(d.Value) || !drawable(d.Low) || !drawable(d.High) || d.Low > d.High) {
		return fmt.Errorf("difference is %v from %v to %v: want numbers in order", d.Value, d.Low, d.High)
	}
	return nil
}

func (g *Group) validate() error {
	if len(g.Points) > mostPoints {
		return fmt.Errorf("%d points: at most %d", len(g.Points), mostPoints)
	}
	for i := range g.Points {
		if !drawable(g.Points[i].Value) {
			return fmt.Errorf("point %d is no number that can be drawn", i+1)
		}
	}
	for _, v := range []*float64{g.Median, g.Mean, g.MeanLow, g.MeanHigh} {
		if v != nil && !drawable(*v) {
			return fmt.Errorf("middle is %v: want a number", *v)
		}
	}
	if (g.MeanLow == nil) != (g.MeanHigh == nil) || g.MeanLow != nil && *g.MeanLow > *g.MeanHigh {
		return fmt.Errorf("interval of the mean has no two ends in order")
	}
	if len(g.Notes) > mostNotes {
		return fmt.Errorf("%d notes: at most %d", len(g.Notes), mostNotes)
	}
	if len(g.Spans) > mostSpans {
		return fmt.Errorf("%d spans: at most %d", len(g.Spans), mostSpans)
	}
	for i, s := range g.Spans {
		if !s.From.Before(s.To) {
			return fmt.Errorf("span %d ends before it begins", i+1)
		}
	}
	return nil
}

// Height implements [Figure].
func (c *Compare) Height(width int, st Style) (int, error) {
	p, err := c.lay(width, st)
	if err != nil {
		return 0, err
	}
	return p.tall(p.above() + p.px(260) + p.below()), nil
}

func (c *Compare) plan(size image.Point, st Style) (plan, error) {
	if err := checkSize(size); err != nil {
		return nil, err
	}
	p, err := c.lay(size.X, st)
	if err != nil {
		return nil, err
	}
	p.Size = size
	p.place()
	return p, nil
}
