package charts

import (
	"math"
	"strconv"
)

// valueTick is a labelled place on a value axis.
type valueTick struct {
	value float64
	label string
}

// axis is the scale of one outcome: low < high, ticks inside.
type axis struct {
	low, high float64
	ticks     []valueTick
	words     bool // the labels are words: values have no size to compare
}

// near is the part of the range within which an open end goes to zero.
const near = 0.25

// niceStep is the smallest of 1, 2, 5 times a power of ten that cuts span into
// at most most pieces.
func niceStep(span float64, most int) float64 {
	if most < 1 {
		most = 1
	}
	power := math.Pow(10, math.Floor(math.Log10(span/float64(most))))
	for _, m := range []float64{1, 2, 5} {
		if step := m * power; span/step <= float64(most)*(1+1e-9) {
			return step
		}
	}
	return 10 * power
}

// decimals is how many digits after the point tell multiples of step apart.
func decimals(step float64) int {
	d := int(math.Ceil(-math.Log10(step) - 1e-9))
	return max(0, d)
}

// number writes a value on an axis with the given step.
func number(v, step float64) string {
	if v == 0 {
		return "0" // no minus zero
	}
	if math.Abs(v) >= 1e7 || decimals(step) > 5 {
		return strconv.FormatFloat(v, 'g', 4, 64)
	}
	s := strconv.FormatFloat(v, 'f', decimals(step), 64)
	if s[0] == '-' {
		return "−" + s[1:] // as wide as a digit, unlike a hyphen
	}
	return s
}

// valueAxis is the scale for values from lo to hi. Given ends are kept unless
// a value lies outside; an open end goes to the next tick, or to zero where
// that is near. most is how many steps there is room for.
func valueAxis(lo, hi float64, low, high *float64, most int) axis {
	if low != nil {
		lo = math.Min(lo, *low)
	}
	if high != nil {
		hi = math.Max(hi, *high)
	}
	if low == nil && lo > 0 && lo < near*hi {
		lo = 0
	}
	if high == nil && hi < 0 && hi > near*lo {
		hi = 0
	}
	if span := hi - lo; span < 1e-100 || span < 1e-9*math.Max(math.Abs(lo), math.Abs(hi)) {
		room := math.Max(1, 0.1*math.Abs(lo))
		lo, hi = lo-room, hi+room
		low, high = nil, nil
	}
	step := niceStep(hi-lo, most)
	first, last := math.Ceil(lo/step-1e-9), math.Floor(hi/step+1e-9)
	if low == nil || *low > lo {
		first = math.Floor(lo/step + 1e-9)
		lo = first * step
	}
	if high == nil || *high < hi {
		last = math.Ceil(hi/step - 1e-9)
		hi = last * step
	}
	a := axis{low: lo, high: hi}
	for i := first; i <= last; i++ {
		a.ticks = append(a.ticks, valueTick{value: i * step, label: number(i*step, step)})
	}
	return a
}

// alongside moves the open ends of a second axis so that its ticks lie on the
// lines of the first. It leaves the axis alone where that cannot be.
func (a axis) alongside(first axis, lo, hi float64) axis {
	n := len(first.ticks) - 1
	if n < 1 || first.words || a.words || first.ticks[0].value != first.low || first.ticks[n].value != first.high {
		return a
	}
	step := niceStep(hi-lo, n)
	low := math.Floor(lo/step+1e-9) * step
	if low+float64(n)*step < hi*(1-1e-12) {
		step = niceStep(step*float64(n)*1.01, n)
		low = math.Floor(lo/step+1e-9) * step
	}
	if low+float64(n)*step < hi || hi-lo < 0.5*float64(n)*step {
		return a // the points would be pressed into too little of the height
	}
	out := axis{low: low, high: low + float64(n)*step}
	for i := range n + 1 {
		v := low + float64(i)*step
		out.ticks = append(out.ticks, valueTick{value: v, label: number(v, step)})
	}
	return out
}

// wordAxis is the scale for values that have names, with half a step of room at
// the ends. Labels that would stand closer than one of most steps are left out,
// never the first.
func wordAxis(lo, hi float64, o *Outcome, most int) axis {
	first, last := o.Labels[0].Value, o.Labels[len(o.Labels)-1].Value
	room := 0.5
	if n := len(o.Labels) - 1; n > 0 {
		room = 0.5 * (last - first) / float64(n)
	}
	lo, hi = math.Min(lo, first), math.Max(hi, last)
	if o.Low != nil {
		lo = math.Min(lo, *o.Low)
	}
	if o.High != nil {
		hi = math.Max(hi, *o.High)
	}
	a := axis{low: lo - room, high: hi + room, words: true}
	least := (a.high - a.low) / float64(max(1, most))
	for i, l := range o.Labels {
		if i > 0 && l.Value-a.ticks[len(a.ticks)-1].value < least*(1-1e-9) {
			continue
		}
		a.ticks = append(a.ticks, valueTick{value: l.Value, label: clean(l.Text)})
	}
	return a
}
