package charts

import (
	"image"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// What cannot be drawn is refused with a reason.
func TestRefused(t *testing.T) {
	zero := time.Time{}
	for _, c := range []struct {
		name  string
		spoil func(*Timeline)
		want  string
	}{
		{"no range", func(t *Timeline) { t.From, t.To = zero, zero }, "first and last moment"},
		{"range backwards", func(t *Timeline) { t.From, t.To = t.To, t.From }, "before it begins"},
		{"empty range", func(t *Timeline) { t.To = t.From }, "before it begins"},
		{"a thousand years", func(t *Timeline) { t.To = t.From.AddDate(1000, 0, 0) }, "longer than 200 years"},
		{"three outcomes", func(t *Timeline) { t.Outcomes = make([]Outcome, 3) }, "at most 2"},
		{"NaN", func(t *Timeline) { t.Outcomes[0].Points[3].Value = math.NaN() }, "point 4 is no number"},
		{"infinity", func(t *Timeline) { t.Outcomes[0].Points[3].Value = math.Inf(-1) }, "point 4 is no number"},
		{"out of bounds", func(t *Timeline) { t.Outcomes[0].Points[3].Value = 1e200 }, "point 4 is no number"},
		{"out of order", func(t *Timeline) { t.Outcomes[0].Points[3].At = t.From.AddDate(-1, 0, 0) }, "point 4 is before"},
		{"scale upside down", func(t *Timeline) { t.Outcomes[0].Low = ptr(20) }, "not above its beginning"},
		{"scale of NaN", func(t *Timeline) { t.Outcomes[0].High = ptr(math.NaN()) }, "scale ends at NaN"},
		{"gap below zero", func(t *Timeline) { t.Outcomes[0].Gap = -1 }, "gap"},
		{"no such shape", func(t *Timeline) { t.Outcomes[0].Shape = 7 }, "shape"},
		{"labels out of order", func(t *Timeline) { t.Outcomes[0].Labels = []ValueLabel{{1, "a"}, {1, "b"}} }, "label 2"},
		{"a million lanes", func(t *Timeline) { t.Lanes = make([]Lane, 1_000_000) }, "at most 500"},
		{"too many spans", func(t *Timeline) { t.Lanes[0].Spans = make([]Span, 1_000_000) }, "more than 20000 spans"},
		{"too many bands", func(t *Timeline) { t.Bands = make([]Band, 1_000_000) }, "at most 10000"},
		{"span backwards", func(t *Timeline) { t.Lanes[0].Spans[0].To = t.From.AddDate(-1, 0, 0) }, "lane 1: span 1 ends"},
		{"level", func(t *Timeline) { t.Lanes[0].Spans[0].Level = math.NaN() }, "level NaN"},
		{"doses out of order", func(t *Timeline) { t.Lanes[3].Doses[0].At = t.To }, "dose 2"},
		{"marks out of order", func(t *Timeline) { t.Marks = []Mark{{At: t.To}, {At: t.From}} }, "mark 2"},
		{"too many marks", func(t *Timeline) { t.Marks = make([]Mark, 1_000_000) }, "at most 10000"},
		{"band backwards", func(t *Timeline) { t.Bands[1].To = t.From }, "band 2 ends"},
	} {
		chart := year(t)
		c.spoil(chart)
		_, _, err := timelineImage(chart, medium, Style{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
		if err := SVG(io.Discard, chart, medium, Style{}); err == nil {
			t.Errorf("%s: drawn as SVG", c.name)
		}
		if _, err := chart.Summary(0); err == nil {
			t.Errorf("%s: summed up", c.name)
		}
		if _, err := chart.Table(); err == nil {
			t.Errorf("%s: in a table", c.name)
		}
	}
	good := year(t)
	for _, size := range []image.Point{{}, {-5, 400}, {400, 0}, {1 << 20, 400}, {16000, 16000}} {
		if _, _, err := timelineImage(good, size, Style{}); err == nil || !strings.Contains(err.Error(), "size") {
			t.Errorf("size %v: error %v", size, err)
		}
	}
	for _, st := range []Style{{Scale: -1}, {Scale: 99}, {Scale: math.NaN()}, {TextScale: 50}, {TextScale: math.Inf(1)}} {
		if _, _, err := timelineImage(good, medium, st); err == nil || !strings.Contains(err.Error(), "scale") {
			t.Errorf("style %+v: error %v", st, err)
		}
	}
	if _, err := ParseFont([]byte("no font")); err == nil {
		t.Error("a font of nothing was read")
	}
}

// Any chart that is not refused is drawn, at any size.
func TestAnything(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	begin := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	moment := func() time.Time {
		if r.IntN(20) == 0 {
			return time.Date(1+r.IntN(9998), 1, 1, 0, 0, 0, 0, time.UTC)
		}
		return begin.Add(time.Duration(r.Int64N(int64(4000 * time.Hour))))
	}
	value := func() float64 {
		return []float64{0, 1, -1, 1e100, -1e100, 1e-300, r.NormFloat64(), float64(r.IntN(11))}[r.IntN(8)]
	}
	texts := []string{"", "a", "\n\t", "Ω≈ç√", strings.Repeat("Wide name ", 50), "\xff\xfe", "שלום", "🙂"}
	text := func() string { return texts[r.IntN(len(texts))] }
	drawn := 0
	for range 400 {
		c := &Timeline{From: moment(), To: moment(), Words: Words{Empty: text(), More: text(), Date: text(), Title: text()}}
		for range r.IntN(3) {
			o := Outcome{Name: text(), Unit: text(), Shape: Shape(r.IntN(2)), Gap: time.Duration(r.Int64N(int64(99 * time.Hour)))}
			at := moment()
			for range r.IntN(300) {
				at = at.Add(time.Duration(r.Int64N(int64(50 * time.Hour))))
				o.Points = append(o.Points, Point{at, value()})
			}
			if r.IntN(3) == 0 {
				o.Labels = []ValueLabel{{0, text()}, {1, text()}, {2 + r.Float64(), text()}}[:1+r.IntN(3)]
			}
			if r.IntN(3) == 0 {
				o.Low, o.High = ptr(value()), ptr(value())
			}
			c.Outcomes = append(c.Outcomes, o)
		}
		for range r.IntN(40) {
			lane := Lane{Name: text()}
			for range r.IntN(5) {
				s := Span{moment(), moment(), text(), r.Float64()}
				if s.To.Before(s.From) {
					s.To = time.Time{}
				}
				lane.Spans = append(lane.Spans, s)
			}
			for at, n := moment(), r.IntN(50); n > 0; n-- {
				at = at.Add(time.Duration(r.Int64N(int64(30 * time.Hour))))
				lane.Doses = append(lane.Doses, Dose{At: at, Skipped: r.IntN(3) == 0})
			}
			c.Lanes = append(c.Lanes, lane)
			c.Bands = append(c.Bands, Band{moment(), moment(), text()})
		}
		if c.To.Before(c.From) {
			c.From, c.To = c.To, c.From
		}
		for i := range c.Bands {
			if b := &c.Bands[i]; b.To.Before(b.From) {
				b.From, b.To = b.To, b.From
			}
		}
		if c.validate() != nil {
			continue
		}
		size := image.Pt(smallestSide+r.IntN(900), smallestSide+r.IntN(600))
		st := Style{Scale: 0.5 + 3.5*r.Float64(), TextScale: 0.5 + 2.5*r.Float64()}
		img, l, err := timelineImage(c, size, st)
		if err != nil || img.Bounds().Max != size {
			t.Fatalf("%+v: %v", c, err)
		}
		if err := SVG(io.Discard, c, size, st); err != nil {
			t.Fatal(err)
		}
		for range 5 {
			at := moment()
			l.At(at)
			l.Nearest(l.X(at))
		}
		drawn++
	}
	if drawn < 200 {
		t.Errorf("only %d charts were drawn: the test tests too little", drawn)
	}
}
