package insight

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// yesNo returns days of 1 and 0, 1 with probability share and autocorrelation rho.
func yesNo(r *rand.Rand, n int, share, rho float64) []float64 {
	x := make([]float64, n)
	for i := range x {
		if i > 0 && r.Float64() < rho {
			x[i] = x[i-1]
		} else if r.Float64() < share {
			x[i] = 1
		}
	}
	return x
}

// What the Fourier transforms give at every shift must be what dense matrices give.
func TestShiftsAreGeneralisedLeastSquares(t *testing.T) {
	r := seeded(11)
	const days = 63
	outcome, factor := forget(r, ar(r, days, 0.6), 0.2), forget(r, yesNo(r, days, 0.4, 0.3), 0.15)
	length := circleLength(days)
	for i := range outcome {
		outcome[i] += 10
	}
	c, rho, ok := newCircle(outcome, length)
	if !ok {
		t.Fatal("no circle")
	}
	again := c.rearranged(days, r)
	w := newShifter([]chain{c.weighed(rho), again.weighed(rho)}).worker()
	w.shiftAll(factor)
	mean := phaseOf(factor).Mean
	for k, c := range []circle{c, again} {
		var day, part []int
		for i, e := range c.e {
			if !math.IsNaN(e) {
				day = append(day, i)
			}
		}
		// A part begins where the chain does.
		last, number := -1, 0
		for _, d := range day {
			broken := last < 0 || d-last > MaxLag
			for i := last + 1; i <= d && !broken; i++ {
				broken = c.begins[i]
			}
			if broken {
				number++
			}
			part, last = append(part, number), d
		}
		n := len(day)
		v := mat.NewSymDense(n, nil)
		for i := range n {
			for j := range i + 1 {
				if part[i] == part[j] {
					v.SetSym(i, j, math.Pow(rho, float64(day[i]-day[j])))
				}
			}
		}
		var inverse mat.Dense
		if err := inverse.Inverse(v); err != nil {
			t.Fatal(err)
		}
		dot := func(a, b *mat.VecDense) float64 { return mat.Inner(a, &inverse, b) }
		e, one, slope := mat.NewVecDense(n, nil), mat.NewVecDense(n, nil), mat.NewVecDense(n, nil)
		for i, d := range day {
			e.SetVec(i, c.e[d])
			one.SetVec(i, 1)
			slope.SetVec(i, c.slope[d])
		}
		// What is left of the outcome is free of level and slope, in the measure of V.
		if level, size := dot(e, one), dot(e, e); k == 0 && math.Abs(level) > 0.1*math.Sqrt(dot(one, one)*size) {
			t.Errorf("level %v of %v is left", level, size)
		}
		slope.AddScaledVec(slope, -dot(one, slope)/dot(one, one), one)
		for shift := range length {
			x := mat.NewVecDense(n, nil)
			for i, d := range day {
				if from := (d - shift + length) % length; from < days && !math.IsNaN(factor[from]) {
					x.SetVec(i, factor[from]-mean)
				}
			}
			size := dot(x, x) - dot(x, one)*dot(x, one)/dot(one, one) - dot(x, slope)*dot(x, slope)/dot(slope, slope)
			explained := dot(e, x) * dot(e, x) / size
			want := dot(e, x) / math.Sqrt(size*(dot(e, e)-explained)/float64(n-3))
			if got := w.t[k][shift]; math.Abs(got-want) > 1e-6 {
				t.Fatalf("chain %d shift %d: %v, want %v", k, shift, got, want)
			}
		}
	}
}

func TestRearrangedKeepsTheDays(t *testing.T) {
	r := seeded(12)
	for _, days := range []int{56, 61, 120, 365} {
		outcome := make([]float64, days)
		for i := range outcome {
			outcome[i] = r.NormFloat64()
		}
		c, _, _ := newCircle(outcome, circleLength(days))
		for range 50 {
			d := c.rearranged(days, r)
			place := map[float64]int{}
			for i, e := range c.e[:days] {
				place[e] = i
			}
			joints := 0
			for i, e := range d.e[:days] {
				was, ok := place[e]
				if !ok || (was-i)%7 != 0 {
					t.Fatalf("day %d was day %d: %v", i, was, ok)
				}
				delete(place, e)
				if i > 0 && d.e[i-1] != c.e[(was+days-1)%days] {
					joints++
					if !d.begins[i] {
						t.Fatalf("day %d follows another day and does not begin", i)
					}
				}
			}
			if len(place) > 0 || joints < 2 || joints > 12 || len(d.e) != len(c.e) || !math.IsNaN(d.e[days]) {
				t.Fatalf("%d days lost, %d joints", len(place), joints)
			}
		}
	}
}

func TestScanFindsWhatIsThere(t *testing.T) {
	r := seeded(13)
	const days = 200
	outcome := ar(r, days, 0.5)
	factors := make([]Factor, 20)
	for i := range factors {
		factors[i].Values = forget(r, yesNo(r, days, 0.3, 0.2), 0.05)
	}
	amount := factors[4].Values
	for i := range amount {
		amount[i] = 100 + 10*r.NormFloat64()
	}
	for day := 3; day < days; day++ {
		if factors[7].Values[day-3] == 1 {
			outcome[day] += 1.5
		}
		if day >= 5 {
			outcome[day] -= (amount[day-5] - 100) / 10
		}
	}
	forget(r, outcome, 0.05)
	for day := range outcome {
		outcome[day] += 50 + 0.02*float64(day)
	}
	factors[9].Values = repeat(missing, days)
	factors[10].Values = repeat(2, days)
	factors[11].Values = repeat(0, days)
	factors[11].Values[50] = 1
	calls := 0
	o := ScanOptions{Seed: 4, Progress: func(done, total int) {
		if calls++; done != calls || total != len(factors) {
			t.Errorf("progress %d of %d after %d calls", done, total, calls)
		}
	}}
	s, err := Scan(context.Background(), outcome, factors, o)
	if err != nil || !s.Enough || calls != len(factors) || len(s.Findings) != 8*17 {
		t.Fatalf("%v %v, %d calls, %d findings", err, s.Why, calls, len(s.Findings))
	}
	found := map[[2]int]Finding{}
	for i, f := range s.Findings {
		if f.Found {
			found[[2]int{f.Factor, f.Lag}] = f
		}
		if f.Found == f.Joint.Holds(0) || f.Found != (f.Familywise <= 0.05) || f.Familywise < f.P && f.Familywise < 0.01 {
			t.Errorf("%+v", f)
		}
		if i > 0 && f.Familywise < s.Findings[i-1].Familywise {
			t.Error("not in order")
		}
	}
	wine, dose := found[[2]int{7, 3}], found[[2]int{4, 5}]
	if len(found) != 2 || !wine.Joint.Holds(1.5) || wine.PerSD || wine.With < 30 || wine.Missing < 0.01 || wine.Correlation < 0.2 ||
		!dose.Joint.Holds(-1) || !dose.PerSD || dose.With != dose.N || dose.Correlation > -0.3 {
		t.Errorf("%+v", found)
	}
	want := []Omitted{
		{9, []Shortage{{ManyMissing, PartFactor, 0, 160, 800}}},
		{10, []Shortage{{FewWith, PartFactor, 0, 5, 0}}},
		{11, []Shortage{{FewWith, PartFactor, 1, 5, 0}}},
	}
	if !reflect.DeepEqual(s.LeftOut, want) {
		t.Errorf("left out: %+v", s.LeftOut)
	}
	// The answer is that of the seed, not of the number of processors.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	o.Progress = nil
	again, err := Scan(context.Background(), outcome, factors, o)
	if err != nil || !reflect.DeepEqual(s, again) {
		t.Error("another answer on one processor", err)
	}
}

func TestScanSaysWhatLacks(t *testing.T) {
	r := seeded(14)
	scan := func(outcome []float64, factors ...[]float64) Scanned {
		t.Helper()
		var fs []Factor
		for _, f := range factors {
			fs = append(fs, Factor{Values: f})
		}
		s, err := Scan(context.Background(), outcome, fs, ScanOptions{})
		if err != nil || s.Enough || len(s.Findings) != 0 {
			t.Errorf("%+v %v", s, err)
		}
		return s
	}
	if s := scan(ar(r, 55, 0)); !slices.Equal(s.Why, []Shortage{{FewDays, PartOutcome, 55, 56, 1}}) {
		t.Error(s.Why)
	}
	if s := scan(repeat(1, 60), ar(r, 60, 0)); !slices.Equal(s.Why, []Shortage{{NoVariation, PartOutcome, 0, 0, 0}}) {
		t.Error(s.Why)
	}
	if s := scan(nil); s.Why[0].MoreDays != 56 {
		t.Error(s.Why)
	}
	if s := scan(ar(r, 60, 0)); s.Why != nil {
		t.Error("no factors:", s.Why)
	}
	y := ar(r, 60, 0)
	if s := scan(y, repeat(missing, 60)); !slices.Equal(s.Why, s.LeftOut[0].Why) || s.Why[0].MoreDays != 240 {
		t.Error("only what cannot be looked at:", s)
	}
}

func TestScanBadInputAndCancel(t *testing.T) {
	r := seeded(15)
	y, x := ar(r, 60, 0), ar(r, 60, 0)
	for name, o := range map[string]ScanOptions{"lag": {Lags: []int{8}}, "early": {Lags: []int{-1}}, "none": {Lags: []int{}}, "alpha": {Alpha: 1}, "nan": {Alpha: missing}} {
		if _, err := Scan(context.Background(), y, []Factor{{Values: x}}, o); !errors.Is(err, ErrRange) {
			t.Error(name, err)
		}
	}
	if _, err := Scan(context.Background(), y, []Factor{{Values: x[1:]}}, ScanOptions{}); !errors.Is(err, ErrRange) {
		t.Error(err)
	}
	x[4] = math.Inf(1)
	if _, err := Scan(context.Background(), y, []Factor{{Values: x}}, ScanOptions{}); !errors.Is(err, ErrValue) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	factors := make([]Factor, 50)
	for i := range factors {
		factors[i].Values = ar(r, 60, 0)
	}
	looked := 0
	_, err := Scan(ctx, y, factors, ScanOptions{Progress: func(done, _ int) { looked = done; cancel() }})
	if !errors.Is(err, context.Canceled) || looked > 1+runtime.GOMAXPROCS(0) {
		t.Error(err, looked)
	}
}
