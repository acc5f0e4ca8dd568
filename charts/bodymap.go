package charts

import (
	"fmt"
	"image"
)

// BodyMap shows where in the body something was: outlines of a body, shaded by
// how often or how strong it was there. A part of which nothing is recorded is an
// empty outline: nobody said that there was nothing.
//
// The parts with the highest values are named beside the body, each with a line
// to its place, as many as have room. Every part that has a value is a Spot on each
// side on which it is seen; its Row is that of its [Part].
type BodyMap struct {
	// Sides are the drawings side by side, one or two.
	Sides []BodySide
	// Parts are what the outlines belong to, at most 1,000.
	Parts []Part
	// Top is the value of the darkest colour; 0 is the highest value there is.
	Top float64
	// Note stands on top in quieter letters. Least and Most stand at the ends of
	// the scale of colours, Unknown beside the empty outline.
	Note, Least, Most, Unknown string
	// Elsewhere stands below the body: what has a place that it does not have.
	Elsewhere string
	Words     Words
}

// BodySide is the body from one side.
type BodySide struct {
	Name string
	// AtLeft and AtRight stand at the edges: on which side of the person they are.
	AtLeft, AtRight string
	// Width and Height are the size of the drawing in units of its own.
	Width, Height float64
	Outlines      []BodyOutline
}

// BodyOutline is the border of a part: a polygon of at most 10,000 places in
// units of its side, y downwards.
type BodyOutline struct {
	Part   int // index in BodyMap.Parts
	Places []Place
}

// Place is a place on a drawing of the body.
type Place struct{ X, Y float64 }

// Part is one part of the body.
type Part struct {
	Name string
	// Known says that there is a value; without it the part is an empty outline.
	Known bool
	Value float64 // finite, not below 0
	// Label stands behind the name, such as "12" or "6/10".
	Label string
	Row   int // handed on to the Spots
}

const (
	mostSides    = 2
	mostParts    = 1_000
	mostOutlines = 2_000
	mostPlaces   = 10_000
)

func (m *BodyMap) validate() error {
	switch {
	case len(m.Sides) < 1 || len(m.Sides) > mostSides:
		return fmt.Errorf("body has %d sides: want 1 or %d", len(m.Sides), mostSides)
	case len(m.Parts) > mostParts:
		return fmt.Errorf("body has %d parts: at most %d", len(m.Parts), mostParts)
	case !drawable(m.Top) || m.Top < 0:
		return fmt.Errorf("scale of the body ends at %v: want 0 or more", m.Top)
	}
	for i, p := range m.Parts {
		if p.Known && (!drawable(p.Value) || p.Value < 0) {
			return fmt.Errorf("part %d has no number that can be drawn", i+1)
		}
	}
	for i := range m.Sides {
		if err := m.Sides[i].validate(len(m.Parts)); err != nil {
			return fmt.Errorf("side %d of the body: %w", i+1, err)
		}
	}
	return nil
}

func (s *BodySide) validate(parts int) error {
	const largestBody = 1e6
	if !(s.Width >= 1 && s.Height >= 1 && s.Width <= largestBody && s.Height <= largestBody) {
		return fmt.Errorf("size is %v × %v: want 1 to %v", s.Width, s.Height, largestBody)
	}
	if len(s.Outlines) > mostOutlines {
		return fmt.Errorf("%d outlines: at most %d", len(s.Outlines), mostOutlines)
	}
	for i, o := range s.Outlines {
		if o.Part < 0 || o.Part >= parts {
			return fmt.Errorf("outline %d is of part %d of %d", i+1, o.Part+1, parts)
		}
		if len(o.Places) < 3 || len(o.Places) > mostPlaces {
			return fmt.Errorf("outline %d has %d places: want 3 to %d", i+1, len(o.Places), mostPlaces)
		}
		for _, at := range o.Places {
			if !(at.X >= 0 && at.X <= s.Width && at.Y >= 0 && at.Y <= s.Height) {
				return fmt.Errorf("outline %d leaves the drawing", i+1)
			}
		}
	}
	return nil
}

// Height implements [Figure].
func (m *BodyMap) Height(width int, st Style) (int, error) {
	p, err := m.lay(width, st)
	if err != nil {
		return 0, err
	}
	lines := float64(len(m.Sides)+p.across-1) / float64(p.across)
	return p.tall(2*p.pad + p.head.height + lines*(p.comfort()+p.titleHeight()+p.px(12)) + p.key.height + p.px(14)), nil
}

func (m *BodyMap) plan(size image.Point, st Style) (plan, error) {
	if err := checkSize(size); err != nil {
		return nil, err
	}
	p, err := m.lay(size.X, st)
	if err != nil {
		return nil, err
	}
	p.Size = size
	p.place()
	return p, nil
}
