package charts

import "time"

// Timeline is the chart that puts how somebody fared above what they took: one
// or two outcomes as lines, and below them one lane for each treatment, all on
// the same time axis.
//
// A Timeline is plain data. It is only read here, and a [Layout] made from it
// goes on reading it, so nobody may change it while either is in use.
type Timeline struct {
	// From and To are the range that is shown. Both are needed, From before To,
	// at most 200 years apart. Points outside are allowed: only the line to
	// them is seen.
	From, To time.Time
	// Location is the zone whose midnights and months the time axis shows; nil
	// is UTC.
	Location *time.Location
	// Outcomes is none to two; the first has the left axis, the second the right.
	Outcomes []Outcome
	// Lanes stand below the outcomes in this order, at most 500.
	Lanes []Lane
	// Bands are shaded behind the outcomes, at most 10,000.
	Bands []Band
	// Marks are moments with a name, in time order, at most 10,000.
	Marks []Mark
	// Words is every text that is not the name of something.
	Words Words
}

// Point is one value at one moment.
type Point struct {
	At    time.Time
	Value float64 // finite
}

// Outcome is one measured series.
type Outcome struct {
	Name string
	// Unit stands after the name in a quieter colour, such as "0–10" or "hours".
	Unit string
	// Points are in time order; several at one moment are legal. Times that are
	// absent are absent: the chart never puts a zero there.
	Points []Point
	// Low and High are the ends of the scale, such as 0 and 10; nil means that
	// there is none and the axis follows the points. A point outside the ends
	// widens the axis: no point is ever cut off.
	Low, High *float64
	// Gap breaks the line between two points that are further apart than this.
	// Zero never breaks it. A point without a neighbour is drawn as a dot.
	Gap time.Duration
	// Labels name values on the axis in place of numbers, for answers such as
	// no and yes, or none, mild and severe. In order of value.
	Labels []ValueLabel
	// Shape is how the points are drawn.
	Shape Shape
}

// ValueLabel is the text at one value of an axis.
type ValueLabel struct {
	Value float64
	Text  string
}

// Shape is how an outcome is drawn.
type Shape int

const (
	// Line joins points that are no further apart than the gap.
	Line Shape = iota
	// Dots marks each point by itself: right for yes and no, where there is
	// nothing in between.
	Dots
)

// Lane is one treatment.
type Lane struct {
	Name string
	// Spans are the periods of a course or the steps of its dose, at most 20,000
	// in all lanes together.
	Spans []Span
	// Doses are single doses, in time order.
	Doses []Dose
}

// Span is a stretch of time on one amount.
type Span struct {
	From time.Time
	To   time.Time // zero: still going on
	// Label is the amount in words, such as "20 mg". It is left out where it
	// does not fit.
	Label string
	// Level is the height of the step: this amount as a part of the largest in
	// the lane, above 0 and up to 1. 0 means unknown, and the bar is full.
	Level float64
}

// Dose is one dose at one moment.
type Dose struct {
	At      time.Time
	Skipped bool // due and not taken; drawn as a ring
	Label   string
}

// Band is a stretch of time that is shaded behind the outcomes, such as a flare.
type Band struct {
	From time.Time
	To   time.Time // zero: still going on
	Name string
}

// Mark is something that happened at one moment, such as moving house. It is
// marked above the outcomes, with its name where that has room.
type Mark struct {
	At   time.Time
	Name string
}

// Words are the texts a chart prints besides names, so that this package has no
// language of its own. The zero value prints numbers only.
type Words struct {
	// Months are short names, January first. Where one is empty the number is shown.
	Months [12]string
	// Date and MonthOfYear are patterns over {day}, {month} and {year}.
	// Empty: "{day} {month} {year}" and "{month} {year}".
	Date, MonthOfYear string
	// Empty stands in the middle when no outcome has a point in the range.
	Empty string
	// More is a pattern over {n} for lanes that did not fit, such as "{n} more".
	More string
	// Title and Description go into an SVG and a PDF for screen readers.
	Title, Description string
	// Language is that of the texts, as a tag of BCP 47 such as "en"; empty is
	// not said.
	Language string
}
