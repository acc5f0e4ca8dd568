package charts

import "time"

// Summary is what can be said in numbers about one outcome in the range.
// Nothing is said about moments without a point.
type Summary struct {
	N                     int
	First, Last           Point
	Min, Max              Point // the earliest of several
	Mean, Median          float64
	DaysWith, DaysWithout int // civil days in the Location
	Months                []Month
}

// Month is one month of a [Summary]; N may be 0, and then the numbers mean nothing.
type Month struct {
	Year           int
	Month          time.Month
	N              int
	DaysWith, Days int // civil days with a point, and civil days of the month in the range
	Mean, Median   float64
	Min, Max       float64
}

// Row is one moment of the data table.
type Row struct {
	At time.Time
	// Values has one for each outcome; nil where it has no point at that moment.
	Values []*float64
}
