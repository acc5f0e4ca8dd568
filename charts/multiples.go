package charts

import (
	"fmt"
	"image"
	"math"
	"time"
)

// Multiples is small multiples: several outcomes as small panels one above the
// other, each with its own values and all on one time axis, so that what went up
// together is seen at a glance. Flares are shaded and life events marked through
// all of them.
//
// A Spot is a day of Days that is in the range; its Row is its place in Days. The
// box of a spot goes through every panel.
type Multiples struct {
	// From and To are the range that is shown, as in a [Timeline].
	From, To time.Time
	// Location is the zone of midnights; nil is UTC.
	Location *time.Location
	// Outcomes are at most 12, the first on top.
	Outcomes []Outcome
	// Bands are shaded behind every panel, at most 10,000.
	Bands []Band
	// Marks are lines down through every panel, in time order, at most 10,000.
	Marks []Mark
	// Days are what can be pointed at, each by its first moment, in order: the days
	// that have a row in the table below.
	Days  []time.Time
	Words Words
}

// mostPanels is how many panels a picture can hold that a person still reads.
const mostPanels = 12

// mostRows is more days than the longest range has.
const mostRows = 201 * 366

func (m *Multiples) span() (span, error) {
	if len(m.Outcomes) > mostPanels {
		return span{}, fmt.Errorf("chart has %d panels: at most %d", len(m.Outcomes), mostPanels)
	}
	for i := range m.Outcomes {
		if err := m.Outcomes[i].validate(); err != nil {
			return span{}, fmt.Errorf("chart outcome %d: %w", i+1, err)
		}
	}
	if len(m.Days) > mostRows {
		return span{}, fmt.Errorf("chart has %d days: at most %d", len(m.Days), mostRows)
	}
	return newSpan(m.From, m.To, m.Location, m.Bands, m.Marks)
}

// dayStart is the first moment of a day that civil numbered.
func dayStart(number int, loc *time.Location) time.Time {
	y, mo, d := time.Unix(int64(number)*86400, 0).UTC().Date()
	return startOfDay(y, mo, d, loc)
}

// Comfortable and least height of a small panel, in layout points.
const (
	smallIdeal = 62.0
	smallLeast = 22.0
)

type multiplesPlan struct {
	panels
	days []time.Time
}

func (m *Multiples) lay(size image.Point, st Style) (*multiplesPlan, error) {
	at, err := m.span()
	if err != nil {
		return nil, err
	}
	base, err := newSheet(size, st, &m.Words)
	if err != nil {
		return nil, err
	}
	p := &multiplesPlan{panels: panels{sheet: base, span: at}}
	for i := range m.Outcomes {
		pl := p.add(&m.Outcomes[i])
		pl.ideal, pl.least = math.Max(p.px(smallIdeal), 3.2*p.textPx(axisPt)), p.px(smallLeast)
	}
	p.nameWidth()
	return p, nil
}

// Height implements [Figure].
func (m *Multiples) Height(width int, st Style) (int, error) {
	p, err := m.lay(image.Pt(width, smallestSide), st)
	if err != nil {
		return 0, err
	}
	return p.tall(p.height()), nil
}

func (m *Multiples) plan(size image.Point, st Style) (plan, error) {
	p, err := m.lay(size, st)
	if err != nil {
		return nil, err
	}
	p.place()
	p.days = m.Days
	return p, nil
}

func (p *multiplesPlan) spots() []Spot { return p.daySpots(p.days) }

func (p *multiplesPlan) paint(ink painter) {
	d := panelPainter{panels: &p.panels, ink: ink}
	d.areas()
	d.shade()
	d.rules()
	for _, pl := range p.list[:p.shown] {
		d.plot(pl)
		if len(pl.runs[0]) == 0 {
			d.ink.nothing(pl.Plot)
		}
	}
	if len(p.list) == 0 {
		d.ink.nothing(p.whole())
	}
	d.heads()
	d.axis()
}
