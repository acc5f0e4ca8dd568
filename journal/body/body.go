// Package body is a map of the body: its parts, what people call them, and where they
// lie on two outlines, one seen from the front and one from behind.
//
// It promises:
//
//   - The id of a part (left_knee) never changes. Left and right are the person's own.
//   - A part that is seen from both sides has one id and an outline on each.
//   - Outlines are polygons in units of the map, y downwards, and hold for every
//     drawing of it: the form, a chart, a page for the doctor.
//
// An entry keeps the names of parts as people write them, joined by commas
// ("left temple, neck"); [Map.Find] knows them again.
package body

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"sync"

	"kith/assets"
	"kith/journal"
)

// View is one of the two sides that the body is drawn from.
type View string

// The views.
const (
	Front View = "front"
	Back  View = "back"
)

// Point is a place on the map, in its units.
type Point struct{ X, Y float64 }

// UnmarshalJSON reads [x, y].
func (p *Point) UnmarshalJSON(data []byte) error {
	var xy [2]float64
	if err := json.Unmarshal(data, &xy); err != nil {
		return err
	}
	p.X, p.Y = xy[0], xy[1]
	return nil
}

// Outline is the border of a part in one view: a simple polygon.
type Outline struct {
	View   View    `json:"view"`
	Points []Point `json:"points"`
}

// Part is one part of the body.
type Part struct {
	ID       string    `json:"id"`   // left_knee
	Name     string    `json:"name"` // in English: left knee
	Outlines []Outline `json:"outlines"`
}

// Map is the body, Width by Height units in each view.
type Map struct {
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
	Parts  []Part  `json:"regions"`
}

// Load returns the map that is built in. An error is a fault of the program.
func Load() (*Map, error) { return load() }

var load = sync.OnceValues(func() (*Map, error) {
	m := new(Map)
	if err := json.Unmarshal(assets.Body(), m); err != nil {
		return nil, fmt.Errorf("read the map of the body: %w", err)
	}
	return m, nil
})

// Part returns the part of an id, nil if there is none.
func (m *Map) Part(id string) *Part {
	for i := range m.Parts {
		if m.Parts[i].ID == id {
			return &m.Parts[i]
		}
	}
	return nil
}

// Find returns the part that people call so in English, in any case and with the
// side before or behind ("knee left"), nil if there is none.
func (m *Map) Find(name string) *Part {
	want := journal.Fold(name)
	first, rest, _ := strings.Cut(want, " ")
	turned := rest + " " + first
	if i := strings.LastIndexByte(want, ' '); i >= 0 && (want[i+1:] == "left" || want[i+1:] == "right") {
		turned = want[i+1:] + " " + want[:i]
	}
	for i := range m.Parts {
		if p := &m.Parts[i]; want != "" && (journal.Fold(p.Name) == want || journal.Fold(p.Name) == turned || p.ID == want) {
			return p
		}
	}
	return nil
}

// At returns the part at a place of a view or, if none is there, the nearest that is
// at most reach units away, nil if none is.
func (m *Map) At(v View, at Point, reach float64) *Part {
	var best *Part
	near := reach
	for i := range m.Parts {
		for _, o := range m.Parts[i].Outlines {
			if o.View != v {
				continue
			}
			if o.holds(at) {
				return &m.Parts[i]
			}
			if far := o.distance(at); far <= near {
				best, near = &m.Parts[i], far
			}
		}
	}
	return best
}

// Outline returns the outline of a part in a view, nil if it is not seen there.
func (p *Part) Outline(v View) *Outline {
	for i := range p.Outlines {
		if p.Outlines[i].View == v {
			return &p.Outlines[i]
		}
	}
	return nil
}

// Centre returns the middle of the box around an outline.
func (o *Outline) Centre() Point {
	low, high := o.Points[0], o.Points[0]
	for _, p := range o.Points {
		low.X, low.Y = min(low.X, p.X), min(low.Y, p.Y)
		high.X, high.Y = max(high.X, p.X), max(high.Y, p.Y)
	}
	return Point{(low.X + high.X) / 2, (low.Y + high.Y) / 2}
}

// holds reports whether a place lies inside: a ray from it crosses the border an odd
// number of times.
func (o *Outline) holds(at Point) bool {
	inside := false
	last := o.Points[len(o.Points)-1]
	for _, p := range o.Points {
		if (p.Y > at.Y) != (last.Y > at.Y) && at.X < (last.X-p.X)*(at.Y-p.Y)/(last.Y-p.Y)+p.X {
			inside = !inside
		}
		last = p
	}
	return inside
}

// distance is how far a place is from the border.
func (o *Outline) distance(at Point) float64 {
	least := math.Inf(1)
	last := o.Points[len(o.Points)-1]
	for _, p := range o.Points {
		dx, dy := p.X-last.X, p.Y-last.Y
		along := 0.0
		if length := dx*dx + dy*dy; length > 0 {
			along = min(max(((at.X-last.X)*dx+(at.Y-last.Y)*dy)/length, 0), 1)
		}
		least = min(least, math.Hypot(at.X-last.X-along*dx, at.Y-last.Y-along*dy))
		last = p
	}
	return least
}

// Step returns the part that lies next to another in a direction of a view: (1, 0) is
// to the right, (0, 1) is down. It is the nearest one in that direction, nil if there
// is none.
func (m *Map) Step(v View, from *Part, dx, dy float64) *Part {
	o := from.Outline(v)
	if o == nil {
		return nil
	}
	here := o.Centre()
	var best *Part
	least := math.Inf(1)
	for i := range m.Parts {
		p := &m.Parts[i]
		to := p.Outline(v)
		if p == from || to == nil {
			continue
		}
		c := to.Centre()
		along := (c.X-here.X)*dx + (c.Y-here.Y)*dy
		aside := math.Abs((c.X-here.X)*dy) + math.Abs((c.Y-here.Y)*dx)
		if along < 1 || aside > 1.5*along {
			continue
		}
		if cost := along + 2*aside; cost < least {
			best, least = p, cost
		}
	}
	return best
}

// In returns the parts that are seen in a view, in the order of the map: from the head
// to the feet.
func (m *Map) In(v View) []*Part {
	var parts []*Part
	for i := range m.Parts {
		if m.Parts[i].Outline(v) != nil {
			parts = append(parts, &m.Parts[i])
		}
	}
	return parts
}
