package charts

import (
	"fmt"
	"time"
)

// Adherence shows what became of the doses that were due: for each treatment a
// row of columns, one for each week (or day, or month). A column is as high as all
// that was due; what was taken is solid, what was skipped is striped, and what
// nobody logged is an empty outline: unknown, which is not missed. Pauses are
// shaded, and nothing is due in them. Of what is taken as needed a column is as
// high as the count, and there is no target.
//
// Every cell with something in it is a Spot; its Row is [Kept.Cells]' own Row.
type Adherence struct {
	// From and To are the first moment and the one after the last, at most 200
	// years apart.
	From, To time.Time
	// Periods are the columns in order of time, at most 5,000.
	Periods []Period
	// Rows stand below each other in this order, at most 500.
	Rows []Kept
	// Taken, Skipped, Open, Paused and AsNeeded explain the samples below; those
	// that nothing was drawn of are left out.
	Taken, Skipped, Open, Paused, AsNeeded string
	Words                                  Words
}

// Period is the stretch of one column, without To.
type Period struct{ From, To time.Time }

// Kept is one treatment.
type Kept struct {
	Name string
	// Note stands below the name in quieter letters, such as "52 of 60 taken".
	Note string
	// Needed is taken as needed: Taken alone counts, and nothing is due.
	Needed bool
	// Cells are in order of their periods, at most one for each.
	Cells []Cell
	// Pauses are in order of time.
	Pauses []Period
}

// Cell is what became of the doses of one period.
type Cell struct {
	Period               int // index in Adherence.Periods
	Taken, Skipped, Open int // not below 0
	// Row is handed on to the Spot of the cell.
	Row int
}

func (c *Cell) due() int { return c.Taken + c.Skipped + c.Open }

// What fits on a picture.
const (
	mostPeriods = 5_000
	mostKept    = 500
	mostCells   = 500_000 // in all rows together
	mostCount   = 1_000_000
)

func (a *Adherence) validate() error {
	frame := Timeline{From: a.From, To: a.To}
	if err := frame.validate(); err != nil {
		return err
	}
	switch {
	case len(a.Periods) > mostPeriods:
		return fmt.Errorf("chart has %d columns: at most %d", len(a.Periods), mostPeriods)
	case len(a.Rows) > mostKept:
		return fmt.Errorf("chart has %d treatments: at most %d", len(a.Rows), mostKept)
	}
	if err := inOrder(a.Periods, a.From, a.To); err != nil {
		return fmt.Errorf("chart column %w", err)
	}
	cells := 0
	for i := range a.Rows {
		r := &a.Rows[i]
		if cells += len(r.Cells) + len(r.Pauses); cells > mostCells {
			return fmt.Errorf("chart has more than %d cells", mostCells)
		}
		if err := r.validate(len(a.Periods)); err != nil {
			return fmt.Errorf("chart treatment %d: %w", i+1, err)
		}
	}
	return nil
}

func (k *Kept) validate(periods int) error {
	last := -1
	for i, c := range k.Cells {
		if c.Period <= last || c.Period >= periods {
			return fmt.Errorf("cell %d is in column %d: want them in order, each column once", i+1, c.Period+1)
		}
		last = c.Period
		for _, n := range []int{c.Taken, c.Skipped, c.Open} {
			if n < 0 || n > mostCount {
				return fmt.Errorf("cell %d counts %d doses: want 0 to %d", i+1, n, mostCount)
			}
		}
	}
	for i, p := range k.Pauses {
		if !p.From.Before(p.To) {
			return fmt.Errorf("pause %d ends before it begins", i+1)
		}
	}
	return nil
}

// inOrder refuses stretches that overlap or are outside of the range.
func inOrder(periods []Period, from, to time.Time) error {
	last := from
	for i, p := range periods {
		if !p.From.Before(p.To) {
			return fmt.Errorf("%d ends before it begins", i+1)
		}
		if p.From.Before(last) || p.To.After(to) {
			return fmt.Errorf("%d is not between the one before it and the end", i+1)
		}
		last = p.To
	}
	return nil
}
