package charts

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// In every column of pixels the lowest and the highest point stay, the ends of
// the line stay, nothing is invented or moved, and a line has no more than two
// points for each column and its ends.
func TestThin(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	for range 500 {
		points := make([]vec, r.IntN(3000))
		x := 40.0
		for i := range points {
			x += r.ExpFloat64() * math.Pow(10, float64(r.IntN(3)-2))
			points[i] = vec{x, r.NormFloat64() * 100}
		}
		before := slices.Clone(points)
		got := thin(points)
		if !slices.Equal(points, before) {
			t.Fatal("the points that were handed in changed")
		}
		if len(points) == 0 {
			continue
		}
		if got[0] != points[0] || got[len(got)-1] != points[len(points)-1] {
			t.Fatal("an end is lost")
		}
		type peak struct{ low, high float64 }
		peaks := func(all []vec) map[float64]peak {
			out := map[float64]peak{}
			for _, v := range all {
				c := math.Floor(v.x)
				p, ok := out[c]
				if !ok {
					p = peak{v.y, v.y}
				}
				out[c] = peak{math.Min(p.low, v.y), math.Max(p.high, v.y)}
			}
			return out
		}
		want, have := peaks(points), peaks(got)
		for c, p := range want {
			if have[c] != p {
				t.Fatalf("column %v goes from %v to %v, want %v to %v", c, have[c].low, have[c].high, p.low, p.high)
			}
		}
		if len(got) > 2*len(want)+2 {
			t.Fatalf("%d points are left for %d columns", len(got), len(want))
		}
		i := 0
		for _, v := range got { // in the old order, each from the old points
			for i < len(points) && points[i] != v {
				i++
			}
			if i == len(points) {
				t.Fatalf("%v was not there, or is out of order", v)
			}
			i++
		}
	}
}

func TestRuns(t *testing.T) {
	begin := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	at := func(h int) time.Time { return begin.Add(time.Duration(h) * time.Hour) }
	points := func(hours ...int) []Point {
		var out []Point
		for _, h := range hours {
			out = append(out, Point{At: at(h)})
		}
		return out
	}
	for _, c := range []struct {
		name     string
		points   []Point
		from, to int
		gap      time.Duration
		want     [][2]int
	}{
		{"none", nil, 0, 10, 0, nil},
		{"one", points(5), 0, 10, time.Hour, [][2]int{{0, 1}}},
		{"no gap is asked for", points(1, 2, 9), 0, 10, 0, [][2]int{{0, 3}}},
		{"a gap", points(1, 2, 9), 0, 10, 2 * time.Hour, [][2]int{{0, 2}, {2, 3}}},
		{"just no gap", points(1, 3), 0, 10, 2 * time.Hour, [][2]int{{0, 2}}},
		{"neighbours outside", points(1, 2, 5, 8, 9), 4, 6, 0, [][2]int{{1, 4}}},
		{"neighbours outside behind gaps", points(1, 2, 5, 8, 9), 4, 6, time.Hour, [][2]int{{2, 3}}},
		{"a line right through", points(1, 9), 4, 6, 0, [][2]int{{0, 2}}},
		{"all before", points(1, 2), 4, 6, 0, nil},
		{"all after", points(8, 9), 4, 6, 0, nil},
		{"on the edges", points(4, 6), 4, 6, time.Hour, [][2]int{{0, 1}, {1, 2}}},
	} {
		if got := runs(c.points, at(c.from), at(c.to), c.gap); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestClip(t *testing.T) {
	got := clip([]vec{{-10, 0}, {10, 20}, {20, 30}, {40, 10}}, 0, 30)
	want := []vec{{0, 10}, {10, 20}, {20, 30}, {30, 20}}
	if !slices.Equal(got, want) {
		t.Errorf("clip gives %v, want %v", got, want)
	}
	if got := clip([]vec{{-10, 0}, {50, 60}}, 0, 30); !slices.Equal(got, []vec{{0, 10}, {30, 40}}) {
		t.Errorf("a line right through is %v", got)
	}
	if got := clip([]vec{{-10, 0}, {-5, 60}}, 0, 30); got != nil {
		t.Errorf("a line outside is %v", got)
	}
}

// Dashes have the length asked for, lie on the line, and leave the gaps free.
func TestDashes(t *testing.T) {
	line := []vec{{0, 0}, {10, 0}, {10, 25}, {10, 25}, {31, 25}}
	got := dashes(line, 6, 4)
	length := func(d []vec) (sum float64) {
		for i := 1; i < len(d); i++ {
			sum += math.Hypot(d[i].x-d[i-1].x, d[i].y-d[i-1].y)
		}
		return sum
	}
	if len(got) != 6 {
		t.Fatalf("%d dashes on a line 56 long, want 6", len(got))
	}
	for i, d := range got {
		if math.Abs(length(d)-6) > 1e-6 {
			t.Errorf("dash %d is %v long: %v", i, length(d), d)
		}
	}
	if first := got[1][0]; first != (vec{10, 0}) {
		t.Errorf("the second dash begins at %v, want the first corner", first)
	}
}
