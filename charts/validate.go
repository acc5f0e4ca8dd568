package charts

import (
	"errors"
	"fmt"
	"image"
	"math"
	"time"
)

// What a chart may hold. The bounds are far above what a person can read and
// keep a hostile record from taking the window with it.
const (
	mostOutcomes = 2
	mostPoints   = 20_000_000
	mostLanes    = 500
	mostSpans    = 20_000 // in all lanes together
	mostBands    = 10_000
	mostMarks    = 10_000
	mostDoses    = 1_000_000
	mostLabels   = 200
	largest      = 1e100
	longestRange = 200 * 366 * 24 * time.Hour
	smallestSide = 64
	largestSide  = 16384
	mostPixels   = 64 << 20
)

// validate refuses what cannot be drawn and says why, by place and not by
// content: an error may end up where a record must not. After it nothing below
// can fail on the data.
func (t *Timeline) validate() error {
	switch {
	case t.From.IsZero() || t.To.IsZero():
		return errors.New("chart needs the first and last moment of its range")
	case !t.From.Before(t.To):
		return fmt.Errorf("chart range ends at %s, before it begins at %s", stamp(t.To), stamp(t.From))
	case t.To.Sub(t.From) > longestRange:
		return fmt.Errorf("chart range from %s to %s is longer than 200 years", stamp(t.From), stamp(t.To))
	case len(t.Outcomes) > mostOutcomes:
		return fmt.Errorf("chart has %d outcomes: at most %d have an axis", len(t.Outcomes), mostOutcomes)
	case len(t.Lanes) > mostLanes:
		return fmt.Errorf("chart has %d lanes: at most %d", len(t.Lanes), mostLanes)
	case len(t.Bands) > mostBands:
		return fmt.Errorf("chart has %d bands: at most %d", len(t.Bands), mostBands)
	}
	if len(t.Marks) > mostMarks {
		return fmt.Errorf("chart has %d marks: at most %d", len(t.Marks), mostMarks)
	}
	for i := 1; i < len(t.Marks); i++ {
		if t.Marks[i].At.Before(t.Marks[i-1].At) {
			return fmt.Errorf("chart mark %d is before the one in front of it", i+1)
		}
	}
	for i := range t.Outcomes {
		if err := t.Outcomes[i].validate(); err != nil {
			return fmt.Errorf("chart outcome %d: %w", i+1, err)
		}
	}
	spans := 0
	for i := range t.Lanes {
		if spans += len(t.Lanes[i].Spans); spans > mostSpans {
			return fmt.Errorf("chart has more than %d spans in its lanes", mostSpans)
		}
		if err := t.Lanes[i].validate(); err != nil {
			return fmt.Errorf("chart lane %d: %w", i+1, err)
		}
	}
	for i, b := range t.Bands {
		if !b.To.IsZero() && b.To.Before(b.From) {
			return fmt.Errorf("chart band %d ends before it begins", i+1)
		}
	}
	return nil
}

func (o *Outcome) validate() error {
	if len(o.Points) > mostPoints {
		return fmt.Errorf("%d points: at most %d", len(o.Points), mostPoints)
	}
	if o.Gap < 0 {
		return fmt.Errorf("gap is %v: want none or a length of time", o.Gap)
	}
	if o.Shape != Line && o.Shape != Dots {
		return fmt.Errorf("shape is %d: want Line or Dots", o.Shape)
	}
	if len(o.Labels) > mostLabels {
		return fmt.Errorf("%d labels: at most %d", len(o.Labels), mostLabels)
	}
	for i := range o.Points {
		if !drawable(o.Points[i].Value) {
			return fmt.Errorf("point %d is no number that can be drawn", i+1)
		}
		if i > 0 && o.Points[i].At.Before(o.Points[i-1].At) {
			return fmt.Errorf("point %d is before the one in front of it", i+1)
		}
	}
	for i, l := range o.Labels {
		if !drawable(l.Value) || i > 0 && l.Value <= o.Labels[i-1].Value {
			return fmt.Errorf("label %d is at %v: want numbers in order", i+1, l.Value)
		}
	}
	for _, end := range []*float64{o.Low, o.High} {
		if end != nil && !drawable(*end) {
			return fmt.Errorf("the scale ends at %v: want a number", *end)
		}
	}
	if o.Low != nil && o.High != nil && *o.Low >= *o.High {
		return fmt.Errorf("the scale ends at %v, not above its beginning %v", *o.High, *o.Low)
	}
	return nil
}

func (l *Lane) validate() error {
	if len(l.Doses) > mostDoses {
		return fmt.Errorf("%d doses: at most %d", len(l.Doses), mostDoses)
	}
	for i, s := range l.Spans {
		if !s.To.IsZero() && s.To.Before(s.From) {
			return fmt.Errorf("span %d ends before it begins", i+1)
		}
		if !(s.Level >= 0 && s.Level <= 1) {
			return fmt.Errorf("span %d has level %v: want 0 to 1", i+1, s.Level)
		}
	}
	for i := 1; i < len(l.Doses); i++ {
		if l.Doses[i].At.Before(l.Doses[i-1].At) {
			return fmt.Errorf("dose %d is before the one in front of it", i+1)
		}
	}
	return nil
}

func checkSize(size image.Point) error {
	if size.X < smallestSide || size.Y < smallestSide || size.X > largestSide || size.Y > largestSide ||
		size.X*size.Y > mostPixels {
		return fmt.Errorf("chart size is %d × %d pixels: want %d to %d on a side and at most %d in all",
			size.X, size.Y, smallestSide, largestSide, mostPixels)
	}
	return nil
}

// drawable is false for NaN, infinities, and numbers whose differences overflow.
func drawable(v float64) bool { return math.Abs(v) <= largest }

// stamp writes a moment for an error; years outside 0 to 9999 are legal in Go.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05") }
