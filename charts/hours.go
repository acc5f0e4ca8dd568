package charts

import (
	"fmt"
	"math"
	"slices"
)

// Hours is a time-of-day profile: what was usual at each hour of the day, over all
// days together. Each hour that has values shows the middle one, the half of all
// values around it, and how many there are; an hour without any is a gap.
//
// A value of which only the part of the day is known stands with its part in a
// panel of its own, for nobody knows its hour. Doses are counted below.
//
// A Spot is an hour, a part, or an hour of a lane of doses that has something, in
// this order; its Row is its place in [Hours.Rows].
type Hours struct {
	Name, Unit string
	// Low, High and Labels are the scale, as of an [Outcome].
	Low, High *float64
	Labels    []ValueLabel
	// Share says that the values are 0 or 100 and that the share of the hundreds, in
	// percent, says more than a middle: HourRow.Middle is their mean, drawn as a column.
	Share bool
	// Values are at most 20,000,000, in any order.
	Values []HourValue
	// Parts are the parts of the day, in order from Begin; with them Begin to Begin.
	Parts []DayPart
	// Lanes count doses by the hour, at most 100.
	Lanes []HourLane
	// Begin is the hour at which the day begins, 0 to 23.
	Begin int
	// Middle, Half and Single explain the mark in the middle, the bar, and the dots
	// of hours with too few values for a bar. PartsOnly stands over the parts, and
	// Count before the row with how many values there are, such as "Values".
	Middle, Half, Single, PartsOnly, Count string
	Words                                  Words
}

// HourValue is one value at an hour, or in a part of the day.
type HourValue struct {
	// Hour is 0 to 23; Part is from 1 the place in Hours.Parts where only that is
	// known, and Hour is not looked at then.
	Hour, Part int
	Value      float64 // finite
}

// DayPart is a part of the day from one hour up to another, 0 to 23; To may be
// before From, over midnight.
type DayPart struct {
	Name     string
	From, To int
}

// HourLane is how often something was taken at each hour.
type HourLane struct {
	Name   string
	Counts [24]int
}

// HourRow is what is known about one hour, part, or hour of a lane.
type HourRow struct {
	// Hour is 0 to 23; -1 of a part of the day, which is Parts[Part].
	Hour, Part int
	// Lane is from 1 the place in Hours.Lanes of a count of doses; 0 of values.
	Lane int
	// N is how many values or doses there are, at least 1. The rest is of values.
	N                                     int
	Least, Lower, Middle, Upper, Greatest float64 // Lower and Upper are the quartiles
}

// fewest is how many values make a quartile worth drawing; fewer stand as dots.
const fewest = 5

const mostHourLanes = 100

func (h *Hours) validate() error {
	switch {
	case len(h.Values) > mostPoints:
		return fmt.Errorf("chart has %d values: at most %d", len(h.Values), mostPoints)
	case h.Begin < 0 || h.Begin > 23:
		return fmt.Errorf("day begins at hour %d: want 0 to 23", h.Begin)
	case len(h.Parts) > 24:
		return fmt.Errorf("day has %d parts: at most 24", len(h.Parts))
	case len(h.Lanes) > mostHourLanes:
		return fmt.Errorf("chart has %d lanes: at most %d", len(h.Lanes), mostHourLanes)
	}
	for i, v := range h.Values {
		switch {
		case !drawable(v.Value):
			return fmt.Errorf("value %d is no number that can be drawn", i+1)
		case v.Part < 0 || v.Part > len(h.Parts):
			return fmt.Errorf("value %d is in part %d of %d", i+1, v.Part, len(h.Parts))
		case v.Part == 0 && (v.Hour < 0 || v.Hour > 23):
			return fmt.Errorf("value %d is at hour %d: want 0 to 23", i+1, v.Hour)
		}
	}
	end := 0
	for i, p := range h.Parts {
		if p.From < 0 || p.From > 23 || p.To < 0 || p.To > 23 {
			return fmt.Errorf("part %d goes from %d to %d: want 0 to 23", i+1, p.From, p.To)
		}
		begin := h.since(p.From)
		if begin < end || i > 0 && begin == 0 {
			return fmt.Errorf("part %d begins before the one in front of it ends", i+1)
		}
		end = begin + h.length(i)
		if end > 24 {
			return fmt.Errorf("part %d ends after the day", i+1)
		}
	}
	for i := range h.Lanes {
		for _, n := range h.Lanes[i].Counts {
			if n < 0 {
				return fmt.Errorf("lane %d has %d doses at an hour", i+1, n)
			}
		}
	}
	scale := Outcome{Low: h.Low, High: h.High, Labels: h.Labels}
	return scale.validate()
}

// since is how many hours after the day's beginning an hour is.
func (h *Hours) since(hour int) int { return (hour - h.Begin + 24) % 24 }

// length is how many hours part i has; a part from an hour to itself is the day.
func (h *Hours) length(i int) int {
	if n := (h.Parts[i].To - h.Parts[i].From + 24) % 24; n > 0 {
		return n
	}
	return 24
}

// Rows counts and measures every hour, part and dose that there is something of:
// hours from Begin on, then parts, then lanes. It fails where drawing would.
func (h *Hours) Rows() ([]HourRow, error) {
	if err := h.validate(); err != nil {
		return nil, err
	}
	rows, _ := h.rows()
	return rows, nil
}

// rows also returns the values of each row, in order of size.
func (h *Hours) rows() ([]HourRow, [][]float64) {
	hours, parts := h.split()
	var rows []HourRow
	var all [][]float64
	add := func(r HourRow, values []float64) {
		if len(values) > 0 {
			r = r.of(values)
			if h.Share {
				r.Middle = mean(values)
				r.Lower, r.Upper = r.Middle, r.Middle
			}
			rows = append(rows, r)
			all = append(all, values)
		}
	}
	for i := range 24 {
		hour := (h.Begin + i) % 24
		add(HourRow{Hour: hour}, hours[hour])
	}
	for i, values := range parts {
		add(HourRow{Hour: -1, Part: i}, values)
	}
	for i := range h.Lanes {
		for j := range 24 {
			hour := (h.Begin + j) % 24
			if n := h.Lanes[i].Counts[hour]; n > 0 {
				rows = append(rows, HourRow{Hour: hour, Lane: i + 1, N: n})
				all = append(all, nil)
			}
		}
	}
	return rows, all
}

// split sorts the values into hours and parts, each by size.
func (h *Hours) split() (hours [24][]float64, parts [][]float64) {
	parts = make([][]float64, len(h.Parts))
	for _, v := range h.Values {
		if v.Part > 0 {
			parts[v.Part-1] = append(parts[v.Part-1], v.Value)
		} else {
			hours[v.Hour] = append(hours[v.Hour], v.Value)
		}
	}
	for _, values := range hours {
		slices.Sort(values)
	}
	for _, values := range parts {
		slices.Sort(values)
	}
	return hours, parts
}

func (r HourRow) of(sorted []float64) HourRow {
	r.N = len(sorted)
	r.Least, r.Greatest = sorted[0], sorted[r.N-1]
	r.Lower, r.Middle, r.Upper = quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)
	return r
}

func mean(values []float64) (sum float64) {
	for _, v := range values {
		sum += v / float64(len(values))
	}
	return sum
}

// quantile is the value below which a part of the sorted values lies: the seventh
// definition of Hyndman and Fan (1996), which most programs use.
func quantile(sorted []float64, part float64) float64 {
	at := part * float64(len(sorted)-1)
	i := int(math.Floor(at))
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (sorted[i+1]-sorted[i])*(at-float64(i))
}
