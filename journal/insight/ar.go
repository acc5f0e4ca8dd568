package insight

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// The engine of everything but Scan's p-values and Pairs: a linear model of days
//
//	y = X b + e,   e(t) = rho e(t-1) + noise,
//
// in which missing days are just not there: the errors of two days that are g days
// apart correlate by rho^g, so nothing is filled in.
//
// rho is not known and at 60 days not known well. To plug in one estimate gives
// intervals that are too short, the more so the larger rho is. So b is averaged
// over all rho, each weighed by its restricted likelihood (REML, which unlike plain
// likelihood does not take rho for smaller than it is) times a prior: the marginal
// of b is a mixture of Student distributions. Intervals and p-values are its
// quantiles and tails. doc.go has the sources; the simulations in this package's
// tests show that the level is kept.

// maxColumns is the most columns that a model has.
const maxColumns = 4

// rows is X and y of the days that have a value. The first column of X is all 1.
type rows struct {
	day []int
	x   [][maxColumns]float64
	y   []float64
	p   int // columns used
}

func (r *rows) add(day int, y float64, x ...float64) {
	var row [maxColumns]float64
	copy(row[:], x)
	r.p = len(x)
	r.day, r.x, r.y = append(r.day, day), append(r.x, row), append(r.y, y)
}

// square is a symmetric matrix over the columns of X and, last, y.
type square [maxColumns + 1][maxColumns + 1]float64

// addProduct adds weight * (a b' + b a') / 2 for the first q entries.
func (s *square) addProduct(a, b *[maxColumns + 1]float64, q int) {
	for i := range q {
		for j := range i + 1 {
			s[i][j] += (a[i]*b[j] + b[i]*a[j]) / 2
		}
	}
}

// gapSums are the sums over pairs of neighbouring rows that are gap days apart. The
// information matrix is a function of rho^gap of them, so that one pass over the
// days serves every rho.
type gapSums struct {
	gap, n             int
	late, mixed, early square // of the later rows, of both, of the earlier rows
}

// regression is rows, summed up.
type regression struct {
	n, p          int
	centre, scale float64 // taken out of y
	first         square
	gaps          []gapSums
}

// sumUp returns false if y does not vary.
func sumUp(r *rows) (regression, bool) {
	g := regression{n: len(r.y), p: r.p}
	if g.df() < 1 {
		return g, false
	}
	for _, y := range r.y {
		g.centre += y / float64(g.n)
	}
	for _, y := range r.y {
		g.scale += (y - g.centre) * (y - g.centre)
	}
	g.scale = math.Sqrt(g.scale / float64(g.n))
	if g.scale <= flat*(1+math.Abs(g.centre)) {
		return g, false
	}
	q := r.p + 1
	var late, early [maxColumns + 1]float64
	for i := range r.y {
		copy(late[:], r.x[i][:r.p])
		late[r.p] = (r.y[i] - g.centre) / g.scale
		if i == 0 {
			g.first.addProduct(&late, &late, q)
		} else {
			at := g.gapAt(r.day[i] - r.day[i-1])
			at.n++
			at.late.addProduct(&late, &late, q)
			at.mixed.addProduct(&late, &early, q)
			at.early.addProduct(&early, &early, q)
		}
		early = late
	}
	return g, true
}

// flat is the standard deviation, relative to the size of the values, below which
// values are held to be the same.
const flat = 1e-9

func (g *regression) gapAt(gap int) *gapSums {
	for i := range g.gaps { // one day nearly always, and a few others
		if g.gaps[i].gap == gap {
			return &g.gaps[i]
		}
	}
	g.gaps = append(g.gaps, gapSums{gap: gap})
	return &g.gaps[len(g.gaps)-1]
}

// df is the degrees of freedom of the Student distributions: two fewer than rows less
// columns, which is what a flat prior of the variance gives.
func (g *regression) df() float64 { return float64(g.n - g.p - 2) }

// solution is the fit for one rho.
type solution struct {
	logLikelihood float64
	b, se         [maxColumns]float64
}

// solve returns false if the columns or y cannot be told apart.
func (g *regression) solve(rho float64) (solution, bool) {
	var a square
	q := g.p + 1
	a = g.first
	var logDet float64 // of V, the correlations between the errors
	for k := range g.gaps {
		s := &g.gaps[k]
		r := math.Pow(rho, float64(s.gap))
		rest := 1 - r*r
		logDet += float64(s.n) * math.Log(rest)
		for i := range q {
			for j := range i + 1 {
				a[i][j] += (s.late[i][j] - 2*r*s.mixed[i][j] + r*r*s.early[i][j]) / rest
			}
		}
	}
	// Cholesky of [X y]' V^-1 [X y]: its last row solves the normal equations.
	var l square
	for i := range q {
		for j := range i + 1 {
			sum := a[i][j]
			for k := range j {
				sum -= l[i][k] * l[j][k]
			}
			if i != j {
				l[i][j] = sum / l[j][j]
				continue
			}
			if !(sum > flat*a[i][i]) {
				return solution{}, false
			}
			l[i][i] = math.Sqrt(sum)
		}
	}
	df := g.df()
	sigma := l[g.p][g.p] / math.Sqrt(df)
	var s solution
	for j := range g.p {
		logDet += 2 * math.Log(l[j][j])
		// Column j of the inverse of the factor gives the variance of b[j].
		var column [maxColumns]float64
		var squares float64
		for i := j; i < g.p; i++ {
			if i == j {
				column[i] = 1
			}
			for k := j; k < i; k++ {
				column[i] -= l[i][k] * column[k]
			}
			column[i] /= l[i][i]
			squares += column[i] * column[i]
		}
		s.se[j] = g.scale * sigma * math.Sqrt(squares)
	}
	for j := g.p - 1; j >= 0; j-- {
		sum := l[g.p][j]
		for k := j + 1; k < g.p; k++ {
			sum -= l[k][j] * s.b[k]
		}
		s.b[j] = sum / l[j][j]
	}
	for j := range g.p {
		s.b[j] *= g.scale
	}
	s.b[0] += g.centre
	s.logLikelihood = -logDet/2 - df*math.Log(sigma)
	return s, true
}

// The prior of rho, as a density over atanh(rho), is (1-rho^2)^power. The power is
// the one at which intervals hold the truth as often as they say, found by
// simulation: it is not the same for a step as for a slope, which a long memory
// imitates less well than REML fears.
const (
	stepPrior  = 0.5
	slopePrior = 2.0
)

// The rho that are looked at, as atanh(rho), in which likelihoods are nearly normal:
// from -0.90 to 0.995.
const (
	lowestZ  = -1.5
	highestZ = 3.0
	coarse   = 0.25
	fine     = 32
)

// fitted is what is known of b: for each rho a Student distribution, with weights.
type fitted struct {
	rhos   []float64
	at     []solution
	weight []float64
	df     float64
	rho    float64 // mean
}

// fit returns false if there is nothing to estimate: y is constant, or follows
// exactly from X, or the columns of X cannot be told apart.
func fit(r *rows, prior float64) (fitted, bool) {
	g, ok := sumUp(r)
	if !ok {
		return fitted{}, false
	}
	// The peak, first on a coarse grid and then by halving.
	best, bestAt := math.Inf(-1), 0.0
	value := func(z float64) float64 {
		s, ok := g.solve(math.Tanh(z))
		if !ok {
			return math.Inf(-1)
		}
		return s.logLikelihood
	}
	for z := lowestZ; z <= highestZ; z += coarse {
		if v := value(z); v > best {
			best, bestAt = v, z
		}
	}
	if math.IsInf(best, -1) {
		return fitted{}, false
	}
	for step := coarse / 2; step > 1e-3; step /= 2 {
		for _, z := range []float64{bestAt - step, bestAt + step} {
			if v := value(z); v > best {
				best, bestAt = v, z
			}
		}
	}
	// As far to both sides as there is weight worth counting.
	const h, drop = 0.02, 12.0
	curve := 2*best - value(bestAt-h) - value(bestAt+h)
	reach := highestZ - lowestZ
	if curve > 0 {
		reach = min(reach, math.Sqrt(2*drop/(curve/(h*h)))*1.5)
	}
	low, high := max(lowestZ, bestAt-reach), min(highestZ, bestAt+reach)
	f := fitted{df: g.df()}
	for i := range fine + 1 {
		rho := math.Tanh(low + (high-low)*float64(i)/fine)
		if s, ok := g.solve(rho); ok && s.logLikelihood > best-drop {
			f.rhos, f.at = append(f.rhos, rho), append(f.at, s)
		}
	}
	if len(f.at) == 0 { // y all but follows from X
		return fitted{}, false
	}
	return f.under(prior), true
}

// under returns f with its rho weighed by another prior.
func (f fitted) under(prior float64) fitted {
	best := math.Inf(-1)
	for _, s := range f.at {
		best = max(best, s.logLikelihood)
	}
	f.weight, f.rho = make([]float64, len(f.at)), 0
	var total float64
	for i, s := range f.at {
		f.weight[i] = math.Exp(s.logLikelihood-best) * math.Pow(1-f.rhos[i]*f.rhos[i], prior)
		total += f.weight[i]
	}
	for i := range f.weight {
		f.weight[i] /= total
		f.rho += f.weight[i] * f.rhos[i]
	}
	return f
}

// negligible is a weight that changes no p-value worth printing.
const negligible = 1e-6

// below is the probability that b[j] is less than x.
func (f *fitted) below(j int, x float64) float64 {
	t := distuv.StudentsT{Sigma: 1, Nu: f.df}
	var sum float64
	for i, w := range f.weight {
		if w < negligible {
			continue
		}
		sum += w * t.CDF((x-f.at[i].b[j])/f.at[i].se[j])
	}
	return sum
}

// centre returns mean and standard deviation of b[j].
func (f *fitted) centre(j int) (mean, sd float64) {
	for i, w := range f.weight {
		mean += w * f.at[i].b[j]
	}
	for i, w := range f.weight {
		d := f.at[i].b[j] - mean
		sd += w * (d*d + f.at[i].se[j]*f.at[i].se[j])
	}
	return mean, math.Sqrt(sd)
}

// widest is how many standard deviations from the mean a quantile is looked for.
const widest = 1e6

// quantile finds where below is p, between brackets that a straight line through
// their log odds narrows: these are nearly straight, so that a few steps are enough.
func (f *fitted) quantile(j int, p float64) float64 {
	mean, sd := f.centre(j)
	odds := func(x float64) float64 {
		below := min(max(f.below(j, x), 1e-15), 1-1e-15)
		return math.Log(below/(1-below)) - math.Log(p/(1-p))
	}
	low, high := mean-4*sd, mean+4*sd
	atLow, atHigh := odds(low), odds(high)
	for wide := 4 * sd; atLow > 0 && wide < widest*sd; wide *= 2 {
		low -= wide
		atLow = odds(low)
	}
	for wide := 4 * sd; atHigh < 0 && wide < widest*sd; wide *= 2 {
		high += wide
		atHigh = odds(high)
	}
	x := mean
	for range 50 {
		x = low + (high-low)*atLow/(atLow-atHigh)
		v := odds(x)
		if math.Abs(v) < 1e-6 {
			break
		}
		// Halving the other end's value keeps one end from staying for ever (Illinois).
		if v < 0 {
			low, atLow, atHigh = x, v, atHigh/2
		} else {
			high, atHigh, atLow = x, v, atLow/2
		}
	}
	return x
}

// p is the two-sided p-value of b[j] being 0.
func (f *fitted) p(j int) float64 {
	below := f.below(j, 0)
	return min(1, 2*min(below, 1-below))
}

// estimate is b[j] times unit.
func (f *fitted) estimate(j int, unit float64) Estimate {
	mean, _ := f.centre(j)
	return Estimate{
		Value:    mean * unit,
		Interval: Interval{f.quantile(j, 0.025) * unit, f.quantile(j, 0.975) * unit},
		P:        f.p(j),
	}
}
