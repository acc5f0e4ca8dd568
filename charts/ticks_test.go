package charts

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

func labels(ticks []valueTick) string {
	var out []string
	for _, t := range ticks {
		out = append(out, t.label)
	}
	return strings.Join(out, " ")
}

func TestValueAxis(t *testing.T) {
	for _, c := range []struct {
		name       string
		lo, hi     float64
		low, high  *float64
		most       int
		want       string
		begin, end float64
	}{
		{"pain", 2, 9, ptr(0), ptr(10), 6, "0 2 4 6 8 10", 0, 10},
		{"pain with room", 2, 9, ptr(0), ptr(10), 10, "0 1 2 3 4 5 6 7 8 9 10", 0, 10},
		{"pain without room", 2, 9, ptr(0), ptr(10), 2, "0 5 10", 0, 10},
		{"a value above the scale widens it", 2, 12, ptr(0), ptr(10), 6, "0 2 4 6 8 10 12", 0, 12},
		{"a scale that begins at 1", 1, 5, ptr(1), ptr(5), 6, "1 2 3 4 5", 1, 5},
		{"ends that are no ticks stay", 0, 63, ptr(0), ptr(63), 6, "0 20 40 60", 0, 63},
		{"temperature", 36.4, 39.1, nil, nil, 6, "36.0 36.5 37.0 37.5 38.0 38.5 39.0 39.5", 36, 39.5},
		{"weight is not squeezed by zero", 71, 78, nil, nil, 5, "70 72 74 76 78", 70, 78},
		{"near zero goes to zero", 3, 40, nil, nil, 5, "0 10 20 30 40", 0, 40},
		{"below zero", -7, 4, nil, nil, 4, "−10 −5 0 5", -10, 5},
		{"one value", 6, 6, nil, nil, 4, "5.0 5.5 6.0 6.5 7.0", 5, 7},
		{"nothing but zero", 0, 0, nil, nil, 4, "−1.0 −0.5 0 0.5 1.0", -1, 1},
		{"large", 2e9, 9e9, nil, nil, 4, "0 5e+09 1e+10", 0, 1e10},
		{"small", 2e-9, 9e-9, nil, nil, 4, "0 5e-09 1e-08", 0, 1e-8},
	} {
		a := valueAxis(c.lo, c.hi, c.low, c.high, c.most)
		if got := labels(a.ticks); got != c.want || math.Abs(a.low-c.begin) > 1e-9*math.Abs(c.begin) || math.Abs(a.high-c.end) > 1e-9*math.Abs(c.end) {
			t.Errorf("%s: %q from %v to %v, want %q from %v to %v", c.name, got, a.low, a.high, c.want, c.begin, c.end)
		}
	}
}

// Whatever the values, ticks are multiples of 1, 2 or 5 times a power of ten,
// evenly apart, inside the axis, and the axis holds every value.
func TestValueAxisAlways(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		size := math.Pow(10, float64(r.IntN(180)-90))
		lo := (r.Float64() - 0.5) * size
		hi := lo + r.Float64()*size*math.Pow(10, float64(r.IntN(6)-5))
		most := 1 + r.IntN(9)
		var low, high *float64
		if r.IntN(3) == 0 {
			low = ptr(lo - r.Float64()*size)
		}
		if r.IntN(3) == 0 {
			high = ptr(hi + r.Float64()*size)
		}
		a := valueAxis(lo, hi, low, high, most)
		where := fmt.Sprintf("from %g to %g, ends %v %v, %d steps: axis %g to %g, ticks %s", lo, hi, low, high, most, a.low, a.high, labels(a.ticks))
		if !(a.low < a.high) || a.low > lo || a.high < hi {
			t.Fatalf("a value is outside: %s", where)
		}
		if len(a.ticks) > most+3 {
			t.Fatalf("too many ticks: %s", where)
		}
		tiny := (a.high - a.low) * 1e-6
		for i, tick := range a.ticks {
			if tick.value < a.low-tiny || tick.value > a.high+tiny {
				t.Fatalf("a tick is outside: %s", where)
			}
			if i == 0 {
				continue
			}
			step := tick.value - a.ticks[i-1].value
			mantissa := step / math.Pow(10, math.Floor(math.Log10(step)+1e-6))
			if near := math.Round(mantissa); math.Abs(mantissa-near) > 1e-3 || near != 1 && near != 2 && near != 5 {
				t.Fatalf("a step of %g is not nice: %s", step, where)
			}
		}
	}
}

func TestWordAxis(t *testing.T) {
	o := &Outcome{Labels: []ValueLabel{{0, "none"}, {1, "mild"}, {2, "moderate"}, {3, "severe"}}}
	if a := wordAxis(1, 2, o, 10); a.low != -0.5 || a.high != 3.5 || labels(a.ticks) != "none mild moderate severe" {
		t.Errorf("axis %+v", a)
	}
	if a := wordAxis(1, 2, o, 2); labels(a.ticks) != "none moderate" {
		t.Errorf("with little room: %s", labels(a.ticks))
	}
	if a := wordAxis(-4, 7, o, 10); a.low > -4 || a.high < 7 {
		t.Errorf("a value without a word is outside: %+v", a)
	}
}

func TestAlongside(t *testing.T) {
	first := valueAxis(0, 10, ptr(0), ptr(10), 6)
	if got := valueAxis(5.6, 8.6, nil, nil, 6).alongside(first, 5.6, 8.6); labels(got.ticks) != "5 6 7 8 9 10" {
		t.Errorf("second axis is %s", labels(got.ticks))
	}
	own := valueAxis(0, 1.1, nil, nil, 6)
	if got := own.alongside(valueAxis(0, 7, ptr(0), ptr(7), 6), 0, 1.1); len(got.ticks) != 8 && labels(got.ticks) != labels(own.ticks) {
		t.Errorf("second axis is %s", labels(got.ticks))
	}
}
