package charts

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// Calendar is a heat map: a cell for each civil day, coloured by its value. A
// stretch up to about three months is drawn as the months of a wall calendar,
// a longer one as weeks side by side with the weekdays below each other, the years
// one under the other.
//
// A day without a value is an empty outline and never the lowest colour; a day
// outside the range has no cell. Every cell is a Spot; its Row is the number of
// days from From.
type Calendar struct {
	// From and To are the first day and the day after the last. Only their civil
	// dates in UTC count, as those of every day of a Calendar.
	From, To time.Time
	Name     string
	// Unit stands after the name, Summary after that: what a day's colour is when
	// there are several values, such as "mean of each day".
	Unit, Summary string
	// Days are in order, at most one for a day; days that are absent are empty.
	Days []DayValue
	// Low and High are the ends of the scale, as of an [Outcome].
	Low, High *float64
	// Labels name values that are words, such as no and yes, in order of value. With
	// them each step of colour is one label.
	Labels []ValueLabel
	// Today is outlined if it is in the range; zero is none.
	Today time.Time
	// FirstWeekday begins the weeks.
	FirstWeekday time.Weekday
	// Weekdays are short names, Sunday first. Where one is empty the name has no row.
	Weekdays [7]string
	// NoValue and IsToday explain the empty cell and the outline in the legend.
	NoValue, IsToday string
	Words            Words
}

// DayValue is the value of one day.
type DayValue struct {
	Day   time.Time
	Value float64 // finite
}

// mostCalendarYears is what a picture has room for.
const mostCalendarYears = 120

func (c *Calendar) validate() error {
	frame := Timeline{From: c.From, To: c.To}
	if err := frame.validate(); err != nil {
		return err
	}
	from, to := civil(c.From.UTC()), civil(c.To.UTC())
	switch {
	case from >= to:
		return errors.New("calendar has no whole day")
	case to-from > mostCalendarYears*366:
		return fmt.Errorf("calendar of %d days is longer than %d years", to-from, mostCalendarYears)
	case c.FirstWeekday < time.Sunday || c.FirstWeekday > time.Saturday:
		return fmt.Errorf("week begins on day %d: want 0 to 6", c.FirstWeekday)
	}
	last := math.MinInt
	for i, d := range c.Days {
		day := civil(d.Day.UTC())
		if !drawable(d.Value) {
			return fmt.Errorf("calendar day %d is no number that can be drawn", i+1)
		}
		if day <= last {
			return fmt.Errorf("calendar day %d is not after the one in front of it", i+1)
		}
		last = day
	}
	scale := Outcome{Low: c.Low, High: c.High, Labels: c.Labels}
	return scale.validate()
}

// step is one colour of a heat map: values from low up to high, of which the last
// step has high itself. Of words, text names it.
type step struct {
	low, high float64
	text      string
}

// mostSteps is how many colours can be told apart.
const mostSteps = 5

// heatSteps are the steps of a scale, from the lowest: one for each label where
// they are few, otherwise between round numbers. low, high and labels are those of
// an Outcome, and lo and hi the least and greatest value.
func heatSteps(lo, hi float64, low, high *float64, labels []ValueLabel) []step {
	if n := len(labels); n > 0 && n <= mostSteps+2 {
		steps := make([]step, n)
		for i, l := range labels {
			steps[i] = step{low: math.Inf(-1), high: math.Inf(1), text: clean(l.Text)}
			if i > 0 { // half way between two words
				middle := labels[i-1].Value + (l.Value-labels[i-1].Value)/2
				steps[i-1].high, steps[i].low = middle, middle
			}
		}
		return steps
	}
	axis := valueAxis(lo, hi, low, high, mostSteps)
	var bounds []valueTick
	width := 1.0
	if n := len(axis.ticks); n > 1 {
		width = axis.ticks[1].value - axis.ticks[0].value
	}
	if n := len(axis.ticks); n == 0 || axis.ticks[0].value > axis.low+1e-9*width {
		bounds = append(bounds, valueTick{axis.low, number(axis.low, width)})
	}
	bounds = append(bounds, axis.ticks...)
	if bounds[len(bounds)-1].value < axis.high-1e-9*width {
		bounds = append(bounds, valueTick{axis.high, number(axis.high, width)})
	}
	var steps []step
	for i := 1; i < len(bounds); i++ {
		steps = append(steps, step{low: bounds[i-1].value, high: bounds[i].value, text: bounds[i-1].label})
	}
	return steps
}

// stepOf is the step that holds a value.
func stepOf(steps []step, value float64) int {
	for i := range steps {
		if value < steps[i].high {
			return i
		}
	}
	return len(steps) - 1
}
