package insight

import (
	"context"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

// finite fails on a NaN or an infinity anywhere in v.
func finite(t *testing.T, name string, v any) {
	t.Helper()
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Float64:
			if math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0) {
				t.Fatalf("%s: %v", name, v)
			}
		case reflect.Struct:
			for i := range v.NumField() {
				walk(v.Field(i))
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		}
	}
	walk(reflect.ValueOf(v))
}

// strange draws a series such as diaries have, and such as they should not.
func strange(r *rand.Rand, n int) []float64 {
	y := ar(r, n, r.Float64()*0.99)
	scale := []float64{1, 1e-7, 1e-300, 1e11, 0}[r.IntN(5)]
	centre := []float64{0, 5, -1e11, 1e-12}[r.IntN(4)]
	kind := r.IntN(5)
	for i := range y {
		switch kind {
		case 0: // few values
			y[i] = float64(int(y[i]))
		case 1: // one day that is not like the others
			if i != n/2 {
				y[i] = 0
			}
		case 2: // a line
			y[i] = float64(i)
		case 3: // every second day
			y[i] = float64(i % 2)
		}
		y[i] = min(MaxMagnitude, max(-MaxMagnitude, centre+scale*y[i]))
	}
	return forget(r, y, []float64{0, 0.1, 0.15}[r.IntN(3)])
}

// Whatever comes in, nothing that is no number comes out, nothing panics, and there
// is an estimate or a reason.
func TestHostileSeries(t *testing.T) {
	r := seeded(61)
	count := rounds(t, 160)
	enough := 0
	for range count {
		n := r.IntN(200)
		y := strange(r, n)
		at := r.IntN(n + 1)
		d, err := Compare(y[:at], y[at:], Options{LeaveOut: r.IntN(3)})
		finite(t, "compare", d)
		if err != nil || d.Enough == (len(d.Why) > 0) || d.Enough && !(d.P >= 0 && d.P <= 1 && d.Interval.Low <= d.Change && d.Change <= d.Interval.High) {
			t.Fatalf("%+v %v\n%v", d, err, y)
		}
		if d.Enough {
			enough++
		}
		i, err := Interrupt(y, at, Options{})
		finite(t, "interrupt", i)
		if err != nil || i.Enough == (len(i.Why) > 0) {
			t.Fatalf("%+v %v", i, err)
		}
		s, err := TrendOf(y)
		finite(t, "trend", s)
		if err != nil || s.Enough == (len(s.Why) > 0) {
			t.Fatalf("%+v %v", s, err)
		}
		blocks, err := DrawPairs(6, 7, r.IntN(3), coinBytes([]byte{1, 0, 1, 1, 0, 1}))
		if err != nil {
			t.Fatal(err)
		}
		p, err := Pairs(y, blocks)
		finite(t, "pairs", p)
		if err != nil || p.Enough == (len(p.Why) > 0) {
			t.Fatalf("%+v %v", p, err)
		}
	}
	if enough < count/20 {
		t.Errorf("enough in %d of %d: this proves little", enough, count)
	}
	scanned := 0
	for range count / 8 {
		n := 50 + r.IntN(100)
		var factors []Factor
		for range 6 {
			factors = append(factors, Factor{Values: strange(r, n)})
		}
		outcome := strange(r, n)
		factors = append(factors, Factor{Values: outcome})
		s, err := Scan(context.Background(), outcome, factors, ScanOptions{})
		finite(t, "scan", s)
		if err != nil || s.Enough != (len(s.Findings) > 0) || !s.Enough && len(s.Why) == 0 {
			t.Fatalf("%+v %v", s, err)
		}
		if s.Enough {
			scanned++
		}
	}
	if scanned == 0 {
		t.Error("no scan said anything")
	}
}
