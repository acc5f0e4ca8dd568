package insight

import (
	"math"
	"math/rand/v2"
)

// chain is an outcome laid on a circle of days, ready to be held against factors at
// every shift. Of a factor x, shifted by o days, three products with the inverse of
// the outcome's correlations V are needed, and the size of x in that measure:
//
//	e' V^-1 x,   1' V^-1 x,   t' V^-1 x,   x' V^-1 x
//
// with e the outcome less its line, t the line's slope. V^-1 is a band over days
// that follow each other, so that each is a sum over days of a weight that belongs
// to the outcome's days times something of x alone: a correlation, and so one
// Fourier transform for all shifts.
//
// To weigh by V^-1 is to compare what is new in each day: two series that both
// drift look alike by chance much more often than two that do not.
type chain struct {
	e, one, slope []float64 // V^-1 of the outcome, of 1 and of the slope
	same          []float64 // the weight of x(t)^2
	// gap is the weight of x(t) x(t-g), by g; nil for a g that does not come up.
	// After a longer gap the chain begins anew: what that loses is only power.
	gap [MaxLag + 1][]float64

	ee, oneone, slopeslope float64 // sizes
	n                      int     // days with a value
}

// circle is an outcome before it is weighed.
type circle struct {
	e, slope []float64 // NaN: no value
	begins   []bool    // this day does not follow from the one before
}

// circleLength is the least length of a circle for so many days: MaxLag unknown
// days at least, so that no lag reaches around it; whole weeks, so that a shift
// around it keeps the day of the week; and quick to transform.
func circleLength(days int) int {
	for weeks := (days + MaxLag + 6) / 7; ; weeks++ {
		rest := weeks
		for _, prime := range []int{2, 3, 5, 7} {
			for rest%prime == 0 {
				rest /= prime
			}
		}
		if rest == 1 {
			return 7 * weeks
		}
	}
}

// newCircle takes the line out of the outcome. It returns false if nothing is left.
func newCircle(outcome []float64, length int) (circle, float64, bool) {
	f, ok := fitLine(outcome)
	if !ok {
		return circle{}, 0, false
	}
	level, _ := f.centre(0)
	slope, _ := f.centre(1)
	c := circle{e: make([]float64, length), slope: make([]float64, length), begins: make([]bool, length)}
	for day := range c.e {
		c.e[day], c.slope[day] = math.NaN(), math.NaN()
		if day < len(outcome) && !math.IsNaN(outcome[day]) {
			time := lineTime(day, len(outcome))
			c.e[day], c.slope[day] = outcome[day]-level-slope*time, time
		}
	}
	c.begins[0] = true
	return c, f.rho, true
}

// rearranged cuts the days into a few long pieces of whole weeks and puts them
// together so that no piece is followed by what followed it. Within a piece all
// stays as it was: autocorrelation, weekly rhythm, gaps. The last piece, which
// takes the odd days, stays last; as circles are turned through all shifts, that
// loses no order.
func (c circle) rearranged(days int, r *rand.Rand) circle {
	weeks := days / 7
	pieces := min(max(weeks/2, 4), 12)
	// Pieces of nearly one length, so that none of them is long enough to find again
	// what only the whole should.
	begin := make([]int, pieces+1)
	for begin[pieces] = days; ; {
		good := true
		for i := 1; i < pieces; i++ {
			begin[i] = 7 * (i*weeks/pieces + r.IntN(3) - 1)
			good = good && begin[i] > begin[i-1]
		}
		if good && days-begin[pieces-1] >= 7 {
			break
		}
	}
	order := newOrder(pieces, r)
	d := circle{e: make([]float64, 0, len(c.e)), slope: make([]float64, 0, len(c.e)), begins: make([]bool, len(c.e))}
	for _, piece := range order {
		d.begins[len(d.e)] = true
		d.e = append(d.e, c.e[begin[piece]:begin[piece+1]]...)
		d.slope = append(d.slope, c.slope[begin[piece]:begin[piece+1]]...)
	}
	d.e, d.slope = append(d.e, c.e[days:]...), append(d.slope, c.slope[days:]...)
	return d
}

// newOrder draws an order of n pieces, the last of them last, in which none comes
// after the one that it came after, around the circle as well. n is 4 or more, so
// that there is one.
func newOrder(n int, r *rand.Rand) []int {
	for {
		order := append(r.Perm(n-1), n-1)
		good := true
		for i, piece := range order {
			good = good && order[(i+1)%n] != (piece+1)%n
		}
		if good {
			return order
		}
	}
}

// weighed multiplies by V^-1.
func (c circle) weighed(rho float64) chain {
	n := len(c.e)
	w := chain{e: make([]float64, n), one: make([]float64, n), slope: make([]float64, n), same: make([]float64, n)}
	before := -1
	for t := range n {
		if c.begins[t] {
			before = -1
		}
		if math.IsNaN(c.e[t]) {
			continue
		}
		w.n++
		g := t - before
		if before < 0 || g > MaxLag {
			w.link(c, t, t, 0)
		} else {
			if w.gap[g] == nil {
				w.gap[g] = make([]float64, n)
			}
			r := math.Pow(rho, float64(g))
			w.link(c, t, before, r)
			w.gap[g][t] = -2 * r / (1 - r*r)
		}
		before = t
	}
	// The slope is held against what the level leaves of it.
	dot := func(a, b []float64) float64 {
		var sum float64
		for t := range a {
			if !math.IsNaN(b[t]) {
				sum += a[t] * b[t]
			}
		}
		return sum
	}
	for t := range n {
		if !math.IsNaN(c.e[t]) {
			w.oneone += w.one[t]
		}
	}
	w.ee = dot(w.e, c.e)
	across := dot(w.one, c.slope) / w.oneone
	w.slopeslope = dot(w.slope, c.slope) - across*across*w.oneone
	for t := range n {
		w.slope[t] -= across * w.one[t]
	}
	return w
}

// link adds what day t has that is new after day before, with which it correlates by
// r; day t itself with r 0 if there is none.
func (w *chain) link(c circle, t, before int, r float64) {
	size := 1 / (1 - r*r)
	for _, s := range []struct{ to, from []float64 }{{w.e, c.e}, {w.one, nil}, {w.slope, c.slope}} {
		a, b := 1.0, 1.0
		if s.from != nil {
			a, b = s.from[t], s.from[before]
		}
		news := size * (a - r*b)
		s.to[t] += news
		s.to[before] -= r * news
	}
	w.same[t] += size
	w.same[before] += r * r * size
}
