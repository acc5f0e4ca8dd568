package insight

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

var missing = math.NaN()

// ar returns n days around 0 with standard deviation 1 and autocorrelation rho.
func ar(r *rand.Rand, n int, rho float64) []float64 {
	y := make([]float64, n)
	e := r.NormFloat64()
	for i := range y {
		y[i] = e
		e = rho*e + math.Sqrt(1-rho*rho)*r.NormFloat64()
	}
	return y
}

// forget makes a value missing with probability share.
func forget(r *rand.Rand, series []float64, share float64) []float64 {
	for i := range series {
		if r.Float64() < share {
			series[i] = missing
		}
	}
	return series
}

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(6, seed)) }

func repeat(v float64, n int) []float64 { return slices.Repeat([]float64{v}, n) }

func TestCompareSaysWhatLacks(t *testing.T) {
	r := seeded(1)
	holes := func(n, gone int) []float64 {
		y := ar(r, n, 0)
		for i := range gone {
			y[i] = missing
		}
		return y
	}
	for _, test := range []struct {
		name          string
		before, after []float64
		why           []Shortage
	}{
		{"short", ar(r, 27, 0), ar(r, 20, 0), []Shortage{
			{FewDays, PartBefore, 27, 28, 1}, {FewDays, PartAfter, 20, 28, 8}}},
		{"nothing", nil, ar(r, 28, 0), []Shortage{{FewDays, PartBefore, 0, 28, 28}}},
		// 7 of 30 are missing: 5 more days make it 7 of 35.
		{"missing", holes(30, 7), holes(30, 6), []Shortage{{ManyMissing, PartBefore, 23, 24, 5}}},
		{"all missing", repeat(missing, 28), ar(r, 28, 0), []Shortage{{ManyMissing, PartBefore, 0, 23, 112}}},
		{"constant", repeat(4, 28), repeat(4, 28), []Shortage{{NoVariation, PartBefore, 0, 0, 0}, {NoVariation, PartAfter, 0, 0, 0}}},
		{"two constants", repeat(0.1, 28), repeat(0.7, 28), []Shortage{{NoVariation, PartBefore, 0, 0, 0}, {NoVariation, PartAfter, 0, 0, 0}}},
	} {
		d, err := Compare(test.before, test.after, Options{})
		if err != nil || d.Enough || !slices.Equal(d.Why, test.why) {
			t.Errorf("%s: %+v %v", test.name, d, err)
		}
		if d.Change != 0 || d.P != 0 || d.Interval != (Interval{}) {
			t.Errorf("%s: an estimate was given: %+v", test.name, d)
		}
	}
}

func TestBadInputIsAnError(t *testing.T) {
	good := ar(seeded(2), 60, 0)
	bad := slices.Clone(good)
	bad[3] = math.Inf(-1)
	large := slices.Clone(good)
	large[59] = 2 * MaxMagnitude
	_, err1 := Compare(bad, good, Options{})
	_, err2 := Compare(good, large, Options{})
	_, err3 := Interrupt(large, 30, Options{})
	_, err4 := TrendOf(bad)
	for i, err := range []error{err1, err2, err3, err4} {
		if !errors.Is(err, ErrValue) {
			t.Error(i, err)
		}
	}
	_, err1 = Compare(good, good, Options{LeaveOut: -1})
	_, err2 = Interrupt(good, 61, Options{})
	_, err3 = Interrupt(good, -1, Options{})
	_, err4 = Interrupt(good, 30, Options{LeaveOut: 31})
	_, err5 := TrendOf(make([]float64, MaxDays+1))
	for i, err := range []error{err1, err2, err3, err4, err5} {
		if !errors.Is(err, ErrRange) {
			t.Error(i, err)
		}
	}
}

// A change that is far larger than the noise is told as it is.
func TestPlainChanges(t *testing.T) {
	r := seeded(3)
	before, after := ar(r, 60, 0.3), ar(r, 60, 0.3)
	for i := range after {
		after[i] -= 3
	}
	d, err := Compare(before, after, Options{LeaveOut: 14})
	if err != nil || !d.Enough || !d.Interval.Holds(-3) || d.P > 1e-6 || math.Abs(d.Effect+3) > 0.8 {
		t.Errorf("%+v %v", d, err)
	}
	var series []float64
	for day, e := range ar(r, 120, 0.3) {
		y := e + 0.1*float64(day) // 3 in 30 days
		if day >= 60 {
			y += 5 - 0.2*float64(day-60)
		}
		series = append(series, y)
	}
	i, err := Interrupt(series, 60, Options{})
	if err != nil || !i.SlopeBefore.Interval.Holds(3) || !i.Level.Interval.Holds(5) || !i.Slope.Interval.Holds(-6) ||
		i.Level.P > 0.01 || i.Slope.P > 0.01 || i.SlopeBefore.P > 0.01 {
		t.Errorf("%+v %v", i, err)
	}
	s, err := TrendOf(series[:60])
	if err != nil || !s.Slope.Interval.Holds(3) || s.Slope.P > 0.01 || s.First.Days != 28 || s.Last.Days != 28 {
		t.Errorf("%+v %v", s, err)
	}
}
