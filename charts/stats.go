package charts

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"time"
)

// Summary is what can be said in numbers about one outcome in the range: points
// from From up to and without To. Nothing is said about moments without a point.
type Summary struct {
	N                     int   // 0: the other numbers, days apart, mean nothing
	First, Last           Point // in time
	Min, Max              Point // the earliest of several
	Mean, Median          float64
	DaysWith, DaysWithout int // civil days in the Location
	Months                []Month
}

// Month is one month of a Summary that lies in the range at least in part. N may
// be 0, and then the numbers, days apart, mean nothing.
type Month struct {
	Year                  int
	Month                 time.Month
	N                     int
	DaysWith, DaysWithout int // civil days of the month that are in the range
	Mean, Median          float64
	Min, Max              float64
}

// Row is one moment of the data table.
type Row struct {
	At time.Time // in the Location
	// Values has one for each outcome; nil where it has no point at that moment.
	Values []*float64
}

// Extent is the range of whole civil days that holds every point, span, dose
// and band; false when there is none.
func (t *Timeline) Extent() (from, to time.Time, ok bool) {
	add := func(at time.Time) {
		if at.IsZero() {
			return
		}
		if !ok || at.Before(from) {
			from = at
		}
		if !ok || at.After(to) {
			to = at
		}
		ok = true
	}
	for _, o := range t.Outcomes {
		if n := len(o.Points); n > 0 {
			add(o.Points[0].At)
			add(o.Points[n-1].At)
		}
	}
	for _, l := range t.Lanes {
		for _, s := range l.Spans {
			add(s.From)
			add(s.To)
		}
		if n := len(l.Doses); n > 0 {
			add(l.Doses[0].At)
			add(l.Doses[n-1].At)
		}
	}
	for _, b := range t.Bands {
		add(b.From)
		add(b.To)
	}
	for _, m := range t.Marks {
		add(m.At)
	}
	if !ok {
		return from, to, false
	}
	from, to = from.In(t.zone()), to.In(t.zone())
	y, m, d := from.Date()
	from = startOfDay(y, m, d, t.zone())
	y, m, d = to.Date()
	return from, startOfDay(y, m, d+1, t.zone()), true
}

func (t *Timeline) zone() *time.Location {
	if t.Location == nil {
		return time.UTC
	}
	return t.Location
}

// within are the points of an outcome in the range.
func (t *Timeline) within(o *Outcome) []Point {
	i := sort.Search(len(o.Points), func(i int) bool { return !o.Points[i].At.Before(t.From) })
	j := sort.Search(len(o.Points), func(i int) bool { return !o.Points[i].At.Before(t.To) })
	return o.Points[i:j]
}

// Summary counts and measures one outcome, 0 or 1. It fails where drawing would.
func (t *Timeline) Summary(outcome int) (Summary, error) {
	if err := t.validate(); err != nil {
		return Summary{}, err
	}
	if outcome < 0 || outcome >= len(t.Outcomes) {
		return Summary{}, fmt.Errorf("chart has no outcome %d", outcome+1)
	}
	points := t.within(&t.Outcomes[outcome])
	loc := t.zone()
	var s Summary
	months := t.months()
	values := make([]float64, 0, len(points))
	month, monthBegin, lastDay := 0, 0, math.MinInt
	for i, p := range points {
		// Clocks that go back over midnight do not take the day back.
		day := max(lastDay, civil(p.At.In(loc)))
		for !months[month].holds(day) {
			months[month].measure(values[monthBegin:])
			month, monthBegin = month+1, len(values)
		}
		values = append(values, p.Value)
		if day != lastDay {
			lastDay = day
			s.DaysWith++
			months[month].DaysWith++
			months[month].DaysWithout--
		}
		if i == 0 || p.Value < s.Min.Value {
			s.Min = p
		}
		if i == 0 || p.Value > s.Max.Value {
			s.Max = p
		}
	}
	months[month].measure(values[monthBegin:])
	s.Months = months
	for _, m := range months {
		s.DaysWithout += m.DaysWithout
	}
	if s.N = len(values); s.N > 0 {
		s.First, s.Last = points[0], points[s.N-1]
		s.Mean, s.Median = middle(values)
	}
	return s, nil
}

// months lists the months of the range, no day of them with a value yet.
func (t *Timeline) months() []Month {
	first, last := t.From.In(t.zone()), t.To.In(t.zone()).Add(-1)
	end := civil(last)
	var out []Month
	for day := civil(first); day <= end; {
		y, m, _ := time.Unix(int64(day)*86400, 0).UTC().Date()
		next := min(civil(time.Date(y, m+1, 1, 0, 0, 0, 0, time.UTC)), end+1)
		out = append(out, Month{Year: y, Month: m, DaysWithout: next - day})
		day = next
	}
	return out
}

func (m *Month) holds(day int) bool {
	y, month, _ := time.Unix(int64(day)*86400, 0).UTC().Date()
	return m.Year == y && m.Month == month
}

func (m *Month) measure(values []float64) {
	if m.N = len(values); m.N == 0 {
		return
	}
	m.Mean, m.Median = middle(values)
	m.Min, m.Max = slices.Min(values), slices.Max(values)
}

// middle is the mean and the median of at least one value.
func middle(values []float64) (mean, median float64) {
	for i, v := range values {
		mean += (v - mean) / float64(i+1)
	}
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	half := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return mean, sorted[half]
	}
	return mean, sorted[half-1] + (sorted[half]-sorted[half-1])/2
}

// Table is every point in the range, one row for each moment, oldest first.
// Several points of one outcome at one moment have a row each.
func (t *Timeline) Table() ([]Row, error) {
	if err := t.validate(); err != nil {
		return nil, err
	}
	var rows []Row
	next := make([][]Point, len(t.Outcomes))
	for i := range t.Outcomes {
		next[i] = t.within(&t.Outcomes[i])
	}
	for {
		first := -1
		for i, points := range next {
			if len(points) > 0 && (first < 0 || points[0].At.Before(next[first][0].At)) {
				first = i
			}
		}
		if first < 0 {
			return rows, nil
		}
		at := next[first][0].At
		row := Row{At: at.In(t.zone()), Values: make([]*float64, len(next))}
		for i, points := range next {
			if len(points) > 0 && points[0].At.Equal(at) {
				row.Values[i] = &points[0].Value
				next[i] = points[1:]
			}
		}
		rows = append(rows, row)
	}
}
