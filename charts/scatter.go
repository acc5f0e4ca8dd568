package charts

import (
	"fmt"
	"image"
)

// Scatter puts one value of each day above another: a dot for each day, larger
// where several days have the same two values, with their number in it. Of very
// many days the picture is a map of how many fall into each small square. The
// line and its band are drawn as they are handed in, and nowhere else.
//
// Every place with a dot is a Spot; its Row is that of the first of its points.
type Scatter struct {
	X, Y   ScatterAxis
	Points []ScatterPoint // at most 20,000,000
	// Line is a curve with a band around it, in order of X, at most 10,000 places;
	// none draws none.
	Line []BandPoint
	// Note stands below the name of Y in quieter letters.
	Note string
	// Days is a pattern over {n} that explains the dots and squares, such as "{n}
	// days"; OneDay the same for one. Fit and Band explain the line.
	OneDay, Days, Fit, Band string
	Words                   Words
}

// ScatterAxis is one of the two values.
type ScatterAxis struct {
	Name, Unit string
	// Low, High and Labels are those of an [Outcome].
	Low, High *float64
	Labels    []ValueLabel
}

// ScatterPoint is the two values of one day.
type ScatterPoint struct {
	X, Y float64 // finite
	Row  int     // handed on to the Spot
}

// BandPoint is a place on a line, and what lies within its band there.
type BandPoint struct{ X, Low, Middle, High float64 }

const mostBandPoints = 10_000

func (s *Scatter) validate() error {
	for name, a := range map[string]*ScatterAxis{"across": &s.X, "upwards": &s.Y} {
		if err := a.outcome().validate(); err != nil {
			return fmt.Errorf("chart axis %s: %w", name, err)
		}
	}
	if len(s.Points) > mostPoints {
		return fmt.Errorf("chart has %d points: at most %d", len(s.Points), mostPoints)
	}
	for i, p := range s.Points {
		if !drawable(p.X) || !drawable(p.Y) {
			return fmt.Errorf("point %d is no number that can be drawn", i+1)
		}
	}
	if len(s.Line) > mostBandPoints {
		return fmt.Errorf("line has %d places: at most %d", len(s.Line), mostBandPoints)
	}
	for i, p := range s.Line {
		if !drawable(p.X) || !drawable(p.Low) || !drawable(p.Middle) || !drawable(p.High) || p.Low > p.Middle || p.Middle > p.High {
			return fmt.Errorf("place %d of the line is no number in its band", i+1)
		}
		if i > 0 && p.X < s.Line[i-1].X {
			return fmt.Errorf("place %d of the line is before the one in front of it", i+1)
		}
	}
	return nil
}

func (a *ScatterAxis) outcome() *Outcome {
	return &Outcome{Low: a.Low, High: a.High, Labels: a.Labels}
}

// axisOf is the scale of values from lo to hi; any says that there are some.
// numbers and words are how many steps of each there is room for.
func axisOf(o *Outcome, lo, hi float64, any bool, numbers, words int) axis {
	switch {
	case len(o.Labels) > 0 && any:
		return wordAxis(lo, hi, o, words)
	case len(o.Labels) > 0:
		return wordAxis(o.Labels[0].Value, o.Labels[0].Value, o, words)
	case any:
		return valueAxis(lo, hi, o.Low, o.High, numbers)
	case o.Low != nil && o.High != nil:
		return valueAxis(*o.Low, *o.High, o.Low, o.High, numbers)
	}
	return axis{low: 0, high: 1} // nothing is known: no number is claimed
}

// Height implements [Figure].
func (s *Scatter) Height(width int, st Style) (int, error) {
	p, err := s.lay(width, st)
	if err != nil {
		return 0, err
	}
	return p.tall(p.top() + min(p.px(420), max(p.px(200), 0.8*float64(width))) + p.below()), nil
}

func (s *Scatter) plan(size image.Point, st Style) (plan, error) {
	if err := checkSize(size); err != nil {
		return nil, err
	}
	p, err := s.lay(size.X, st)
	if err != nil {
		return nil, err
	}
	p.Size = size
	p.place()
	return p, nil
}
