package charts

import (
	"bytes"
	"fmt"
	"image"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wcharczuk/go-chart/v2"
)

// looks are the sizes and styles in which every figure has to be readable.
var looks = []struct {
	width int
	st    Style
}{
	{1200, Style{}}, {600, Style{}}, {320, Style{}}, {2400, Style{Scale: 2}},
	{1200, Style{TextScale: 2}}, {600, Style{TextScale: 2}}, {640, Style{Scale: 2, TextScale: 1.5}},
}

// sayings draws a figure and returns every text with its place.
func sayings(t *testing.T, f Figure, size image.Point, st Style) []saying {
	t.Helper()
	pl, err := f.plan(size, st)
	if err != nil {
		t.Fatal(err)
	}
	var said []saying
	listen := func(w, h int) (chart.Renderer, error) {
		r, err := chart.SVG(w, h) // quick to draw on
		return &listener{Renderer: r, said: &said}, err
	}
	if err := render(pl, listen, io.Discard); err != nil {
		t.Fatal(err)
	}
	return said
}

// No text is cut off by the edge of the picture or runs into another, at the
// comfortable height and well below it.
func TestDayTexts(t *testing.T) {
	for name, f := range dayFigures() {
		for _, look := range looks {
			ideal, err := f.Height(look.width, look.st)
			if err != nil {
				t.Fatal(err)
			}
			for _, height := range []int{ideal, ideal * 2 / 3} {
				size := image.Pt(look.width, max(height, 200))
				where := fmt.Sprintf("%s at %v, %v×, text %v×", name, size, look.st.Scale, look.st.TextScale)
				said := sayings(t, f, size, look.st)
				if len(said) == 0 {
					t.Errorf("%s: says nothing", where)
				}
				for i, a := range said {
					if height == ideal && !a.box.In(image.Rectangle{Max: size}) {
						t.Errorf("%s: %q at %v leaves the picture", where, a.text, a.box)
					}
					for _, b := range said[:i] {
						if a.box.Overlaps(b.box) {
							t.Errorf("%s: %q at %v runs into %q at %v", where, a.text, a.box, b.text, b.box)
						}
					}
				}
			}
		}
	}
}

// Every spot is inside the picture and has a row, and the rows are in order.
func TestDaySpots(t *testing.T) {
	for name, f := range dayFigures() {
		for _, look := range looks {
			height, err := f.Height(look.width, look.st)
			if err != nil {
				t.Fatal(err)
			}
			size := image.Pt(look.width, height)
			pl, err := f.plan(size, look.st)
			if err != nil {
				t.Fatal(err)
			}
			last := -1
			for _, s := range pl.spots() {
				if s.Box.Empty() || !s.Box.In(image.Rectangle{Max: size}) {
					t.Errorf("%s at %v: row %d is at %v", name, size, s.Row, s.Box)
				}
				if s.Row <= last {
					t.Errorf("%s at %v: row %d after row %d", name, size, s.Row, last)
				}
				last = s.Row
			}
		}
	}
}

// What cannot be drawn is refused with a reason, by place and not by content.
func TestDayRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		f    func() Figure
		want string
	}{
		{"panels", func() Figure { m := diary(); m.Outcomes = make([]Outcome, 13); return m }, "at most 12"},
		{"panel NaN", func() Figure { m := diary(); m.Outcomes[2].Points[4].Value = math.NaN(); return m }, "outcome 3: point 5"},
		{"panel range", func() Figure { m := diary(); m.To = m.From; return m }, "before it begins"},
		{"panel marks", func() Figure { m := diary(); m.Marks = make([]Mark, 1_000_000); return m }, "at most 10000"},
		{"panel days", func() Figure { m := diary(); m.Days = make([]time.Time, 1_000_000); return m }, "at most"},
		{"calendar NaN", func() Figure { c := heat(utc(2025, 1, 1), utc(2025, 2, 1), 1); c.Days[2].Value = math.NaN(); return c }, "day 3 is no number"},
		{"calendar infinity", func() Figure { c := heat(utc(2025, 1, 1), utc(2025, 2, 1), 1); c.Days[2].Value = math.Inf(1); return c }, "day 3 is no number"},
		{"calendar order", func() Figure { c := heat(utc(2025, 1, 1), utc(2025, 2, 1), 1); c.Days[2].Day = c.From; return c }, "day 3 is not after"},
		{"calendar range", func() Figure { return &Calendar{From: utc(2025, 1, 2), To: utc(2025, 1, 2)} }, "before it begins"},
		{"calendar ages", func() Figure { return &Calendar{From: utc(1825, 1, 2), To: utc(2025, 1, 2)} }, "120 years"},
		{"calendar week", func() Figure { return &Calendar{From: utc(2025, 1, 2), To: utc(2025, 2, 2), FirstWeekday: 9} }, "week begins"},
		{"calendar scale", func() Figure {
			return &Calendar{From: utc(2025, 1, 2), To: utc(2025, 2, 2), Low: ptr(4), High: ptr(3)}
		}, "not above"},
		{"hours NaN", func() Figure { h := profile(); h.Values[7].Value = math.NaN(); return h }, "value 8 is no number"},
		{"hour", func() Figure { h := profile(); h.Values[7].Hour = 24; return h }, "value 8 is at hour 24"},
		{"part", func() Figure { h := profile(); h.Values[7].Part = 9; return h }, "value 8 is in part 9"},
		{"begin", func() Figure { h := profile(); h.Begin = -1; return h }, "hour -1"},
		{"parts", func() Figure { h := profile(); h.Parts = []DayPart{{"a", 4, 12}, {"b", 11, 14}}; return h }, "part 2 begins before"},
		{"doses", func() Figure { h := profile(); h.Lanes = make([]HourLane, 1); h.Lanes[0].Counts[3] = -1; return h }, "lane 1"},
		{"lanes", func() Figure { h := profile(); h.Lanes = make([]HourLane, 1000); return h }, "at most 100"},
		{"scores NaN", func() Figure { s := questionnaires(); s.Panels[1].Points[0].Value = math.NaN(); return s }, "panel 2: point 1"},
		{"scores bands", func() Figure { s := questionnaires(); s.Panels[0].Steps[1].From = 2; return s }, "band 2 of the score"},
		{"scores bands NaN", func() Figure { s := questionnaires(); s.Panels[0].Steps[1].To = math.NaN(); return s }, "band 2 of the score"},
		{"scores order", func() Figure { s := questionnaires(); s.Panels[0].Unscored[1] = utc(2020, 1, 1); return s }, "response 2"},
		{"scores panels", func() Figure { s := questionnaires(); s.Panels = make([]ScorePanel, 13); return s }, "at most 12"},
	} {
		f := c.f()
		if _, err := Draw(f, medium, Style{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
		if _, err := f.Height(800, Style{}); err == nil {
			t.Errorf("%s: has a height", c.name)
		}
	}
	for name, f := range dayFigures() {
		for _, size := range []image.Point{{}, {-5, 400}, {400, 0}, {1 << 20, 400}, {16000, 16000}} {
			if _, err := Draw(f, size, Style{}); err == nil || !strings.Contains(err.Error(), "size") {
				t.Errorf("%s at %v: error %v", name, size, err)
			}
		}
		for _, st := range []Style{{Scale: -1}, {Scale: math.NaN()}, {TextScale: 50}} {
			if _, err := Draw(f, medium, st); err == nil || !strings.Contains(err.Error(), "scale") {
				t.Errorf("%s in %+v: error %v", name, st, err)
			}
		}
	}
}

// Any figure that is not refused is drawn, at any size, whatever is in its names.
func TestDayAnything(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 32))
	texts := []string{"", "a", "\n\t", "Ω≈ç√", strings.Repeat("Wide name ", 500), "\xff\xfe", "שלום עולם", "🙂👩‍👩‍👧", `"quoted" <b>&`}
	text := func() string { return texts[r.IntN(len(texts))] }
	value := func() float64 {
		return []float64{0, 1, -1, 1e100, -1e100, 1e-300, 1e7, r.NormFloat64(), float64(r.IntN(11))}[r.IntN(9)]
	}
	from := utc(2025, 1, 1)
	end := func() time.Time { return from.Add(time.Duration(1+r.Int64N(20000)) * time.Hour) }
	points := func() (out []Point) {
		at := from.Add(-time.Duration(r.IntN(100)) * time.Hour)
		for range r.IntN(80) {
			at = at.Add(time.Duration(r.Int64N(int64(90 * time.Hour))))
			out = append(out, Point{at, value()})
		}
		return out
	}
	labels := func() []ValueLabel { return []ValueLabel{{0, text()}, {1, text()}, {2.5, text()}}[:r.IntN(4)] }
	bands := func() []Band { return []Band{{from, end(), text()}, {end(), time.Time{}, text()}}[:r.IntN(3)] }
	marks := func() []Mark {
		at := []time.Time{end(), end(), end()}
		slices.SortFunc(at, time.Time.Compare)
		return []Mark{{at[0], text()}, {at[1], text()}, {at[2], text()}}[:r.IntN(4)]
	}
	words := Words{Empty: text(), More: text(), Title: text()}
	draw := func(f Figure) {
		size := image.Pt(smallestSide+r.IntN(900), smallestSide+r.IntN(600))
		st := Style{Scale: 0.5 + 3.5*r.Float64(), TextScale: 0.5 + 2.5*r.Float64()}
		pic, err := Draw(f, size, st)
		if err != nil || pic.Image.Bounds().Max != size {
			t.Fatalf("%+v: %v", f, err)
		}
		if _, err := f.Height(size.X, st); err != nil {
			t.Fatal(err)
		}
		if err := SVG(io.Discard, f, size, st); err != nil {
			t.Fatal(err)
		}
		if r.IntN(20) == 0 { // whose fonts are slow
			if err := PDF(io.Discard, f, image.Pt(300+r.IntN(900), 300+r.IntN(900)), st); err != nil {
				t.Fatal(err)
			}
		}
	}
	for range 60 {
		m := &Multiples{From: from, To: end(), Bands: bands(), Marks: marks(), Words: words}
		s := &Scores{From: from, To: m.To, Bands: m.Bands, Marks: m.Marks, NoScore: text(), Words: words}
		for range r.IntN(13) {
			m.Outcomes = append(m.Outcomes, Outcome{Name: text(), Unit: text(), Points: points(), Labels: labels(), Shape: Shape(r.IntN(2)), Gap: 48 * time.Hour})
			p := ScorePanel{Name: text(), Unit: text(), Points: points(), Source: text(), Versions: marks(), Gap: time.Hour}
			p.Steps = []ScoreStep{{0, 0, text()}, {1, 4, text()}, {4.5, 1e9, text()}}[:r.IntN(4)]
			p.Unscored = []time.Time{from, from.AddDate(0, 1, 0)}[:r.IntN(3)]
			s.Panels = append(s.Panels, p)
		}
		m.Days = []time.Time{from.AddDate(-1, 0, 0), from, end()}
		draw(m)
		draw(s)
		c := &Calendar{From: from, To: end().Add(24 * time.Hour), Name: text(), Unit: text(), Summary: text(), Labels: labels(), FirstWeekday: time.Weekday(r.IntN(7)),
			NoValue: text(), IsToday: text(), Today: end(), Weekdays: [7]string{text(), text(), text(), text(), text(), text(), text()}, Words: words}
		for day := from; day.Before(c.To); day = day.AddDate(0, 0, 1+r.IntN(9)) {
			c.Days = append(c.Days, DayValue{day, value()})
		}
		draw(c)
		h := &Hours{Name: text(), Unit: text(), Labels: labels(), Begin: r.IntN(24), Middle: text(), Half: text(), Single: text(), PartsOnly: text(), Count: text(), Words: words}
		h.Parts = []DayPart{{text(), h.Begin, (h.Begin + 5) % 24}, {text(), (h.Begin + 5) % 24, h.Begin}}
		for range r.IntN(200) {
			h.Values = append(h.Values, HourValue{Hour: r.IntN(24), Part: max(0, r.IntN(6)-3), Value: value()})
		}
		for range r.IntN(9) {
			lane := HourLane{Name: text()}
			lane.Counts[r.IntN(24)] = r.IntN(100000)
			h.Lanes = append(h.Lanes, lane)
		}
		draw(h)
	}
}

func TestDayGoldens(t *testing.T) {
	for _, c := range []struct {
		name, figure string
		width        int
		st           Style
	}{
		{"multiples-light", "multiples", 800, Style{}},
		{"calendaryear-dark", "calendaryear", 1000, Style{Colors: Dark()}},
		{"calendarweight-light", "calendarweight", 700, Style{}},
		{"hoursparts-contrast", "hoursparts", 700, Style{Colors: HighContrast()}},
		{"scores-text2", "scores", 900, Style{TextScale: 1.5}},
	} {
		f := dayFigures()[c.figure]
		height, err := f.Height(c.width, c.st)
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		if err := PNG(&got, f, image.Pt(c.width, height), c.st); err != nil {
			t.Fatal(err)
		}
		golden(t, c.name+".png", got.Bytes(), func(want []byte) error { return samePixels(got.Bytes(), want) })
	}
}
