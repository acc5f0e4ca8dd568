package charts

import (
	"image"
	"time"
)

// Layout says where things are in a drawn chart, in device pixels, so that the
// window can lay a crosshair and a tooltip over it.
type Layout struct {
	// Size is the whole picture.
	Size image.Point
	// Plot is where the outcomes are. X and Y of its edges are the ends of the
	// time and value axes.
	Plot image.Rectangle
	// Lanes are the lanes that fitted, in order from the first.
	Lanes []LaneBox
	// Hidden is how many lanes did not fit.
	Hidden int
}

// LaneBox is where one lane is.
type LaneBox struct {
	Lane int             // index in Timeline.Lanes
	Name image.Rectangle // its name
	Bar  image.Rectangle // its spans and doses; as wide as the plot
}

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
}

// SpanHit is one span: Timeline.Lanes[Lane].Spans[Index].
type SpanHit struct{ Lane, Index int }

// DoseHit is one dose: Timeline.Lanes[Lane].Doses[Index].
type DoseHit struct{ Lane, Index int }
