package insight

import (
	"math"

	"gonum.org/v1/gonum/dsp/fourier"
)

// shifter holds the outcome against factors at all shifts. The first of its chains
// is the outcome as it is, the others are rearranged; in short series there are too
// few shifts of the one to tell 1 in 20, let alone for eight lags at once.
type shifter struct {
	length int
	chains []chain
	// The transforms of each chain's weights.
	e, one, slope, same [][]complex128
	gap                 [][MaxLag + 1][]complex128
}

func newShifter(chains []chain) *shifter {
	s := &shifter{length: len(chains[0].e), chains: chains}
	fft := fourier.NewFFT(s.length)
	for _, c := range chains {
		s.e = append(s.e, fft.Coefficients(nil, c.e))
		s.one = append(s.one, fft.Coefficients(nil, c.one))
		s.slope = append(s.slope, fft.Coefficients(nil, c.slope))
		s.same = append(s.same, fft.Coefficients(nil, c.same))
		var gap [MaxLag + 1][]complex128
		for g, weights := range c.gap {
			if weights != nil {
				gap[g] = fft.Coefficients(nil, weights)
			}
		}
		s.gap = append(s.gap, gap)
	}
	return s
}

// shifts is how many shifts are looked at for chance: of the outcome as it is, those
// at which no lag falls on a lag that is looked at in earnest.
func (s *shifter) shifts(lags []int) int {
	return len(s.chains)*s.length - 2*span(lags) - 1
}

// What is left of the variance of a standard normal variable that is cut at
// spreadCut: 1 - 2 cut phi(cut) + 2 (cut^2 - 1) (1 - Phi(cut)).
const (
	spreadCut  = 2
	spreadKept = 0.920537
)

// span is how far lags reach.
func span(lags []int) int { return lags[len(lags)-1] - lags[0] }

// worker is a shifter with room of its own.
type worker struct {
	*shifter
	fft                 *fourier.FFT
	product             []complex128
	e, one, slope, size []float64
	x, square           []float64
	xf, squaref         []complex128
	gapf                [MaxLag + 1][]complex128
	t                   [][]float64 // by chain and shift
	strongest           []float64
}

func (s *shifter) worker() *worker {
	w := &worker{
		shifter: s, fft: fourier.NewFFT(s.length), product: make([]complex128, s.length/2+1),
		e: make([]float64, s.length), one: make([]float64, s.length), slope: make([]float64, s.length), size: make([]float64, s.length),
		x: make([]float64, s.length), square: make([]float64, s.length),
		t: make([][]float64, len(s.chains)),
	}
	for i := range w.t {
		w.t[i] = make([]float64, s.length)
	}
	return w
}

// correlate returns, for each shift o, the sum over t of weights(t) x(t-o).
func (w *worker) correlate(dst []float64, weights, x []complex128) {
	for i := range w.product {
		w.product[i] = weights[i] * conj(x[i])
	}
	w.back(dst)
}

func (w *worker) back(dst []float64) {
	w.fft.Sequence(dst, w.product)
	for i := range dst {
		dst[i] /= float64(w.length)
	}
}

func conj(c complex128) complex128 { return complex(real(c), -imag(c)) }

// shiftAll fills t with the studentised effect of the factor at every shift of every
// chain. Days on which the factor is not known count as its mean.
func (w *worker) shiftAll(values []float64) {
	mean := phaseOf(values).Mean
	for day := range w.x {
		w.x[day] = 0
		if day < len(values) && !math.IsNaN(values[day]) {
			w.x[day] = values[day] - mean
		}
	}
	w.xf = w.fft.Coefficients(w.xf, w.x)
	for g := range w.gapf {
		if !w.hasGap(g) && g > 0 {
			continue
		}
		for day, x := range w.x {
			w.square[day] = x * w.x[(day-g+w.length)%w.length]
		}
		if g == 0 {
			w.squaref = w.fft.Coefficients(w.squaref, w.square)
		} else {
			w.gapf[g] = w.fft.Coefficients(w.gapf[g], w.square)
		}
	}
	for k := range w.chains {
		c := &w.chains[k]
		w.correlate(w.e, w.shifter.e[k], w.xf)
		w.correlate(w.one, w.shifter.one[k], w.xf)
		w.correlate(w.slope, w.shifter.slope[k], w.xf)
		for i := range w.product {
			w.product[i] = w.same[k][i] * conj(w.squaref[i])
			for g, weights := range w.gap[k] {
				if weights != nil {
					w.product[i] += weights[i] * conj(w.gapf[g][i])
				}
			}
		}
		w.back(w.size)
		df := float64(c.n - 3)
		for o := range w.size {
			whole := w.size[o]
			size := whole - w.one[o]*w.one[o]/c.oneone - w.slope[o]*w.slope[o]/c.slopeslope
			w.t[k][o] = 0
			if size > 1e-9*whole {
				explained := w.e[o] * w.e[o] / size
				rest := max(c.ee-explained, 1e-12*c.ee)
				w.t[k][o] = w.e[o] / math.Sqrt(size*rest/df)
			}
		}
	}
}

func (w *worker) hasGap(g int) bool {
	for _, gap := range w.gap {
		if gap[g] != nil {
			return true
		}
	}
	return false
}

// look scores one factor at all lags, or says why it cannot.
func (w *worker) look(outcome []float64, index int, values []float64, o ScanOptions) ([]scored, []Shortage) {
	if why := phaseOf(values).shortages(PartFactor); len(why) > 0 {
		return nil, why
	}
	var findings []scored
	var why []Shortage
	for _, lag := range o.Lags {
		f, lacks := atLag(outcome, values, lag)
		if lacks == nil && !o.onlyScores {
			lacks = f.estimate(outcome, values)
		}
		if lacks != nil {
			why = append(why, *lacks)
			continue
		}
		f.Factor = index
		findings = append(findings, f)
	}
	if len(findings) == 0 {
		return nil, why[:1]
	}
	w.shiftAll(values)
	reach, first := span(o.Lags), o.Lags[0]
	// Chance: every shift but those near the one in earnest. Its spread makes factors
	// comparable that are rare, or drift, or follow the days of the week. Beyond two
	// it is cut, as what goes with the outcome in earnest is seen again where pieces
	// of the rearranged series fall into place.
	var squares float64
	var n int
	for k, t := range w.t {
		for i := range w.length {
			if k == 0 && (i <= reach || i >= w.length-reach) {
				continue
			}
			v := t[(i+first)%w.length]
			squares += min(v*v, spreadCut*spreadCut)
			n++
		}
	}
	spread := math.Sqrt(squares / float64(n) / spreadKept)
	if spread == 0 {
		return nil, []Shortage{{Kind: NoVariation, Part: PartFactor}}
	}
	reached := make([]int, len(findings))
	if w.strongest == nil {
		w.strongest = make([]float64, w.shifts(o.Lags))
	}
	at := 0
	for k, t := range w.t {
		for i := range w.length {
			if k == 0 && (i <= reach || i >= w.length-reach) {
				continue
			}
			for j := range findings {
				v := math.Abs(t[(i+findings[j].Lag)%w.length])
				w.strongest[at] = max(w.strongest[at], v/spread)
				if v >= math.Abs(w.t[0][findings[j].Lag]) {
					reached[j]++
				}
			}
			at++
		}
	}
	for j := range findings {
		findings[j].t = w.t[0][findings[j].Lag] / spread
		findings[j].se *= spread
		findings[j].P = float64(1+reached[j]) / float64(1+at)
	}
	return findings, nil
}

// atLag counts and correlates the outcome with the factor so many days before.
func atLag(outcome, values []float64, lag int) (scored, *Shortage) {
	f := scored{Finding: Finding{Lag: lag}}
	var x, y []float64
	counts := map[float64]int{}
	for t := lag; t < len(outcome); t++ {
		if v := values[t-lag]; !math.IsNaN(v) && !math.IsNaN(outcome[t]) {
			x, y = append(x, v), append(y, outcome[t])
			counts[v]++
		}
	}
	f.N = len(x)
	f.Missing = 1 - float64(f.N)/float64(len(outcome)-lag)
	if f.N < MinPhaseDays {
		return f, &Shortage{Kind: FewTogether, Part: PartFactor, Have: f.N, Need: MinPhaseDays, MoreDays: MinPhaseDays - f.N}
	}
	usual := 0
	for _, n := range counts {
		usual = max(usual, n)
	}
	if other := f.N - usual; other < MinWith {
		return f, &Shortage{Kind: FewWith, Part: PartFactor, Have: other, Need: MinWith}
	}
	px, py := phaseOf(x), phaseOf(y)
	f.low, f.unit = px.Mean, px.SD
	f.With, f.PerSD = f.N, true
	if len(counts) == 2 {
		f.low, f.unit = x[0], 0
		for v := range counts {
			f.low = min(f.low, v)
			f.unit = max(f.unit, math.Abs(v-x[0]))
		}
		f.With, f.PerSD = counts[f.low+f.unit], false
	}
	var xy float64
	for i := range x {
		xy += (x[i] - px.Mean) * (y[i] - py.Mean)
	}
	f.Correlation = max(-1, min(1, xy/(px.SD*py.SD*float64(f.N-1))))
	return f, nil
}

// estimate fills in the difference and its interval.
func (f *scored) estimate(outcome, values []float64) *Shortage {
	var r rows
	for t := f.Lag; t < len(outcome); t++ {
		if v := values[t-f.Lag]; !math.IsNaN(v) && !math.IsNaN(outcome[t]) {
			r.add(t, outcome[t], 1, lineTime(t, len(outcome)), (v-f.low)/f.unit)
		}
	}
	fitted, ok := fit(&r, stepPrior)
	if !ok {
		return &Shortage{Kind: NoVariation, Part: PartFactor}
	}
	e := fitted.estimate(2, 1)
	f.Difference, f.Interval = e.Value, e.Interval
	_, f.se = fitted.centre(2)
	return nil
}
