package charts

import (
	"math"
	"sort"
	"time"
)

// Hit is one point of an outcome and where it was drawn.
type Hit struct {
	Outcome, Index int // Timeline.Outcomes[Outcome].Points[Index]
	Point
	X, Y float64
}

// Reading is everything the chart shows at one moment.
type Reading struct {
	At time.Time
	// Points holds, for each outcome that has one, the point nearest to the
	// moment that was made on the same civil day or is drawn right beside it.
	Points []Hit
	// Spans and Doses are what the lanes show there, in lane order.
	Spans []SpanHit
	Doses []DoseHit
	// Bands are indexes in Timeline.Bands.
	Bands []int
	// Marks are indexes in Timeline.Marks of those drawn right beside the moment.
	Marks []int
}

// SpanHit is one span: Timeline.Lanes[Lane].Spans[Index].
type SpanHit struct{ Lane, Index int }

// DoseHit is one dose: Timeline.Lanes[Lane].Doses[Index].
type DoseHit struct{ Lane, Index int }

// beside is the distance in layout points at which things count as one.
const beside = 5

// X is where a moment is, in pixels from the left of the picture. Moments
// outside the range are outside the plot.
func (l *Layout) X(at time.Time) float64 {
	return float64(l.Plot.Min.X) + float64(l.Plot.Dx())*float64(at.Sub(l.from))/float64(l.to.Sub(l.from))
}

// Time is the moment at x, in the Location; outside the plot it is From or To.
func (l *Layout) Time(x float64) time.Time {
	part := (x - float64(l.Plot.Min.X)) / float64(l.Plot.Dx())
	if !(part > 0) {
		return l.from
	}
	return l.from.Add(time.Duration(math.Min(part, 1) * float64(l.to.Sub(l.from))))
}

// Y is where a value of an outcome is, in pixels from the top of the picture.
// outcome is 0 or 1; a chart without outcomes has an empty axis 0.
func (l *Layout) Y(outcome int, value float64) float64 {
	a := l.axes[outcome]
	return float64(l.Plot.Max.Y) - float64(l.Plot.Dy())*(value-a.low)/(a.high-a.low)
}

// Value is the value of an outcome at y; above and below the plot it goes on.
func (l *Layout) Value(outcome int, y float64) float64 {
	a := l.axes[outcome]
	return a.low + (a.high-a.low)*(float64(l.Plot.Max.Y)-y)/float64(l.Plot.Dy())
}

// Nearest is the point in the range that was drawn nearest to x, whatever its
// value; false when there is none. It takes logarithmic time.
func (l *Layout) Nearest(x float64) (Hit, bool) {
	at := l.Time(x)
	var best Hit
	found := false
	for o := range l.t.Outcomes {
		h, ok := l.nearest(o, at)
		if ok && (!found || h.distance(at) < best.distance(at)) {
			best, found = h, true
		}
	}
	return best, found
}

func (h Hit) distance(at time.Time) time.Duration { return h.At.Sub(at).Abs() }

func (l *Layout) nearest(outcome int, at time.Time) (Hit, bool) {
	points := l.t.Outcomes[outcome].Points
	after := sort.Search(len(points), func(i int) bool { return !points[i].At.Before(at) })
	best := -1
	for _, i := range []int{after - 1, after} {
		if i < 0 || i >= len(points) || !l.shows(points[i].At) {
			continue
		}
		if best < 0 || points[i].At.Sub(at).Abs() < points[best].At.Sub(at).Abs() {
			best = i
		}
	}
	if best < 0 {
		return Hit{}, false
	}
	p := points[best]
	return Hit{Outcome: outcome, Index: best, Point: p, X: l.X(p.At), Y: l.Y(outcome, p.Value)}, true
}

func (l *Layout) shows(at time.Time) bool { return !at.Before(l.from) && !at.After(l.to) }

// Step is the moment of the point that is by points after from (before, where by
// is negative), counting points of all outcomes and each moment once. It stops
// at the first and last; false means that there was nowhere to go.
func (l *Layout) Step(from time.Time, by int) (time.Time, bool) {
	at, moved := from, false
	for ; by > 0; by-- {
		next, ok := l.after(at)
		if !ok {
			break
		}
		at, moved = next, true
	}
	for ; by < 0; by++ {
		next, ok := l.before(at)
		if !ok {
			break
		}
		at, moved = next, true
	}
	return at, moved
}

func (l *Layout) after(at time.Time) (next time.Time, ok bool) {
	for _, o := range l.t.Outcomes {
		i := sort.Search(len(o.Points), func(i int) bool {
			return o.Points[i].At.After(at) && !o.Points[i].At.Before(l.from)
		})
		if i < len(o.Points) && l.shows(o.Points[i].At) && (!ok || o.Points[i].At.Before(next)) {
			next, ok = o.Points[i].At, true
		}
	}
	return next, ok
}

func (l *Layout) before(at time.Time) (next time.Time, ok bool) {
	for _, o := range l.t.Outcomes {
		i := sort.Search(len(o.Points), func(i int) bool {
			return !o.Points[i].At.Before(at) || o.Points[i].At.After(l.to)
		}) - 1
		if i >= 0 && l.shows(o.Points[i].At) && (!ok || o.Points[i].At.After(next)) {
			next, ok = o.Points[i].At, true
		}
	}
	return next, ok
}

// At is what the chart shows at a moment.
func (l *Layout) At(at time.Time) Reading {
	r := Reading{At: at}
	x := l.X(at)
	near := l.px(beside)
	day := civil(at.In(l.from.Location()))
	for o := range l.t.Outcomes {
		h, ok := l.nearest(o, at)
		if ok && (math.Abs(h.X-x) <= near || civil(h.At.In(l.from.Location())) == day) {
			r.Points = append(r.Points, h)
		}
	}
	for i := range l.t.Lanes {
		lane := &l.t.Lanes[i]
		for j, s := range lane.Spans {
			if covers(s.From, s.To, at) {
				r.Spans = append(r.Spans, SpanHit{i, j})
			}
		}
		if j, ok := l.dose(lane, at); ok && math.Abs(l.X(lane.Doses[j].At)-x) <= near {
			r.Doses = append(r.Doses, DoseHit{i, j})
		}
	}
	for i, b := range l.t.Bands {
		if covers(b.From, b.To, at) {
			r.Bands = append(r.Bands, i)
		}
	}
	first, last := l.marksShown()
	for i := first; i < last; i++ {
		if math.Abs(l.X(l.t.Marks[i].At)-x) <= near {
			r.Marks = append(r.Marks, i)
		}
	}
	return r
}

// dose is the dose nearest to at.
func (l *Layout) dose(lane *Lane, at time.Time) (int, bool) {
	after := sort.Search(len(lane.Doses), func(i int) bool { return !lane.Doses[i].At.Before(at) })
	switch {
	case len(lane.Doses) == 0:
		return 0, false
	case after == len(lane.Doses):
		return after - 1, true
	case after > 0 && at.Sub(lane.Doses[after-1].At) <= lane.Doses[after].At.Sub(at):
		return after - 1, true
	}
	return after, true
}

// covers reports whether the stretch from from up to to holds at; a zero to has no end.
func covers(from, to, at time.Time) bool {
	return !at.Before(from) && (to.IsZero() || at.Before(to))
}
