package charts

import (
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

func mustLayout(tb testing.TB, t *Timeline, size image.Point, st Style) *Layout {
	tb.Helper()
	l, err := t.Layout(size, st)
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

// Everything has its place inside the picture, nothing on something else, at
// every size that the window can have.
func TestPlaces(t *testing.T) {
	for name, make := range gallery() {
		for _, size := range []image.Point{{600, 400}, {800, 600}, {1280, 720}, {2560, 1440}, {320, 900}, {900, 200}, {64, 64}} {
			for _, scale := range []float64{1, 2} {
				for _, text := range []float64{1, 1.5, 2} {
					l := mustLayout(t, make(t), size, Style{Scale: scale, TextScale: text})
					where := fmt.Sprintf("%s at %v, scale %v, text %v", name, size, scale, text)
					picture := image.Rectangle{Max: size}
					if l.Plot.Empty() {
						t.Fatalf("%s: no plot: %v", where, l.Plot)
					}
					tight := size.X < 600 || size.Y < 400 || size.X < int(600*scale) || size.Y < int(400*scale)
					if !tight && !l.Plot.In(picture) {
						t.Errorf("%s: plot %v leaves the picture", where, l.Plot)
					}
					if !tight && (l.Plot.Dy() < size.Y/6 || l.Plot.Dx() < size.X/2) {
						t.Errorf("%s: plot %v is squeezed", where, l.Plot)
					}
					last := l.Plot.Max.Y
					for _, b := range l.Lanes {
						if b.Bar.Min.Y < last || b.Name.Min.Y < last-1 && l.above() {
							t.Errorf("%s: lane %d at %v touches what is above it", where, b.Lane, b.Bar)
						}
						if b.Bar.Empty() || b.Bar.Min.X != l.Plot.Min.X || b.Bar.Max.X != l.Plot.Max.X || !b.Bar.In(picture) {
							t.Errorf("%s: lane %d is at %v", where, b.Lane, b.Bar)
						}
						last = b.Bar.Max.Y
					}
					if len(l.Lanes)+l.Hidden != len(l.t.Lanes) {
						t.Errorf("%s: %d lanes and %d hidden of %d", where, len(l.Lanes), l.Hidden, len(l.t.Lanes))
					}
				}
			}
		}
	}
}

// The height that Height asks for shows every lane.
func TestHeight(t *testing.T) {
	for _, width := range []int{600, 1200, 2560} {
		for _, st := range []Style{{}, {TextScale: 2}, {Scale: 2}} {
			c := gallery()["lanes30"](t)
			h, err := c.Height(width, st)
			if err != nil {
				t.Fatal(err)
			}
			l := mustLayout(t, c, image.Pt(width, h), st)
			if l.Hidden > 0 {
				t.Errorf("%d × %d hides %d lanes", width, h, l.Hidden)
			}
			if got, want := l.Lanes[1].Bar.Dy(), int(l.px(barIdeal))-2; got < want {
				t.Errorf("%d × %d: a bar is %d high, want %d", width, h, got, want)
			}
		}
	}
}

func TestThereAndBack(t *testing.T) {
	c := gallery()["two"](t)
	l := mustLayout(t, c, medium, Style{})
	if l.X(c.From) != float64(l.Plot.Min.X) || l.X(c.To) != float64(l.Plot.Max.X) {
		t.Errorf("the range goes from %v to %v on plot %v", l.X(c.From), l.X(c.To), l.Plot)
	}
	for x := l.Plot.Min.X; x <= l.Plot.Max.X; x += 7 {
		if got := l.X(l.Time(float64(x))); math.Abs(got-float64(x)) > 1e-3 {
			t.Errorf("x %d is %v after a way there and back", x, got)
		}
	}
	if !l.Time(-100).Equal(c.From) || !l.Time(1e9).Equal(c.To) || !l.Time(math.NaN()).Equal(c.From) {
		t.Error("a place outside the plot has a moment outside the range")
	}
	for o := range c.Outcomes {
		for y := l.Plot.Min.Y; y <= l.Plot.Max.Y; y += 3 {
			if got := l.Y(o, l.Value(o, float64(y))); math.Abs(got-float64(y)) > 1e-6 {
				t.Errorf("y %d of outcome %d is %v after a way there and back", y, o, got)
			}
		}
		for _, p := range c.Outcomes[o].Points {
			if y := l.Y(o, p.Value); y < float64(l.Plot.Min.Y) || y > float64(l.Plot.Max.Y) {
				t.Errorf("outcome %d: value %v is drawn outside the plot", o, p.Value)
			}
		}
	}
}

// Nearest and Step agree with looking at every point.
func TestNearestAndStep(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	from := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	for range 200 {
		c := &Timeline{From: from, To: from.AddDate(0, 1, 0)}
		moments := map[time.Time]bool{}
		for range r.IntN(3) {
			var o Outcome
			at := from.AddDate(0, 0, -10)
			for range r.IntN(60) {
				at = at.Add(time.Duration(r.IntN(40)) * time.Hour)
				o.Points = append(o.Points, Point{at, r.Float64()})
				if !at.Before(c.From) && !at.After(c.To) {
					moments[at] = true
				}
			}
			c.Outcomes = append(c.Outcomes, o)
		}
		l := mustLayout(t, c, medium, Style{})
		for range 20 {
			x := r.Float64() * float64(medium.X)
			got, ok := l.Nearest(x)
			if ok != (len(moments) > 0) {
				t.Fatalf("Nearest finds one: %v; there are %d", ok, len(moments))
			}
			for m := range moments {
				if at := l.Time(x); m.Sub(at).Abs() < got.At.Sub(at).Abs() {
					t.Fatalf("%v is nearer to %v than %v", m, at, got.At)
				}
			}
			if ok && (c.Outcomes[got.Outcome].Points[got.Index] != got.Point || got.X != l.X(got.At) || got.Y != l.Y(got.Outcome, got.Value)) {
				t.Fatalf("hit %+v is not the point it names", got)
			}
		}
		walk := func(begin time.Time, by int) (n int) {
			for at, ok := l.Step(begin, by); ok; at, ok = l.Step(at, by) {
				if n++; !moments[at] {
					t.Fatalf("Step goes to %v, where there is nothing", at)
				}
			}
			return n
		}
		if there, back := walk(from.AddDate(-1, 0, 0), 1), walk(from.AddDate(9, 0, 0), -1); there != len(moments) || back != there {
			t.Fatalf("Step visits %d there and %d back of %d moments", there, back, len(moments))
		}
		last, ok := l.Step(from.AddDate(-1, 0, 0), 1000)
		if again, _ := l.Step(from.AddDate(9, 0, 0), -1); ok && !last.Equal(again) {
			t.Fatalf("a thousand steps end at %v, not at the last point %v", last, again)
		}
	}
}

func TestAt(t *testing.T) {
	c := year(t)
	l := mustLayout(t, c, medium, Style{})
	at := time.Date(2025, 4, 12, 9, 0, 0, 0, c.Location)
	r := l.At(at)
	if len(r.Points) != 1 || r.Points[0].At.YearDay() != at.YearDay() {
		t.Errorf("points at %v: %+v", at, r.Points)
	}
	if want := []SpanHit{{0, 2}, {2, 0}}; fmt.Sprint(r.Spans) != fmt.Sprint(want) {
		t.Errorf("spans at %v: %v, want %v", at, r.Spans, want)
	}
	if fmt.Sprint(r.Bands) != "[0]" {
		t.Errorf("bands at %v: %v", at, r.Bands)
	}
	for i := range c.Lanes[3].Doses {
		for _, off := range []time.Duration{-time.Hour, 0, time.Hour} {
			at := c.Lanes[3].Doses[i].At.Add(off)
			if got, want := l.At(at).Doses, fmt.Sprintf("[{3 %d}]", i); fmt.Sprint(got) != want {
				t.Errorf("doses at %v: %v, want %s", at, got, want)
			}
		}
	}
	// In a gap there is nothing, however near the cursor snaps elsewhere.
	if got := l.At(time.Date(2025, 4, 4, 12, 0, 0, 0, c.Location)).Points; len(got) != 0 {
		t.Errorf("a gap shows %+v", got)
	}
	// A span ends where the next begins, and neither counts twice.
	if got := l.At(c.Lanes[0].Spans[1].From).Spans; fmt.Sprint(got) != "[{0 1} {2 0}]" {
		t.Errorf("spans at a change of dose: %v", got)
	}
}

// A plot gives up a quarter of its least height before a lane is left out.
func TestLanesBeforePlot(t *testing.T) {
	c := gallery()["lanes30"](t)
	c.Lanes = c.Lanes[:5]
	least, lower := 0, 0 // heights at which all five are shown, and of those with a plot below its least height
	for h := 200; h < 500; h++ {
		l := mustLayout(t, c, image.Pt(1200, h), Style{})
		all := l.Hidden == 0
		if all && least == 0 {
			least = h
		}
		if least > 0 && !all {
			t.Fatalf("all lanes fit at a height of %d, not at %d", least, h)
		}
		if all && l.Plot.Dy() < plotLeast-1 {
			lower++
			if float64(l.Plot.Dy()) < plotLeast*0.75-2 {
				t.Fatalf("at a height of %d the plot has %d", h, l.Plot.Dy())
			}
		}
	}
	if least == 0 || lower < 15 {
		t.Errorf("all lanes from a height of %d on, with a lower plot at %d heights", least, lower)
	}
}
