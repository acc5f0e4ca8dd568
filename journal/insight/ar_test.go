package insight

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// Ice cream eaten per head in 30 periods of four weeks, with income per week, price
// and temperature: Hildreth and Lu, Demand Relations with Autocorrelated
// Disturbances, 1960. The textbook case of a regression whose errors hang together.
var iceCream = struct{ eaten, income, price, temperature []float64 }{
	[]float64{.386, .374, .393, .425, .406, .344, .327, .288, .269, .256, .286, .298, .329, .318, .381,
		.381, .470, .443, .386, .342, .319, .307, .284, .326, .309, .359, .376, .416, .437, .548},
	[]float64{78, 79, 81, 80, 76, 78, 82, 79, 76, 79, 82, 85, 86, 83, 84,
		82, 80, 78, 84, 86, 85, 87, 94, 92, 95, 96, 94, 96, 91, 90},
	[]float64{.270, .282, .277, .280, .272, .262, .275, .267, .265, .277, .282, .270, .272, .287, .277,
		.287, .280, .277, .277, .277, .292, .287, .277, .285, .282, .265, .265, .265, .268, .260},
	[]float64{41, 56, 63, 68, 69, 65, 61, 47, 32, 24, 28, 26, 32, 40, 55,
		63, 72, 72, 67, 60, 44, 40, 32, 27, 28, 33, 41, 52, 64, 71},
}

// Verbeek, A Guide to Modern Econometrics, 2nd edition 2004, section 4.8: by ordinary
// least squares with standard errors, and by iterated Cochrane-Orcutt, which leaves
// out the first period and ends at rho 0.401. Standard errors for a rho other than 0
// are held against dense matrices, below.
func TestRegressionIsVerbeeks(t *testing.T) {
	var r rows
	for i, y := range iceCream.eaten {
		r.add(i, y, 1, iceCream.price[i], iceCream.income[i], iceCream.temperature[i])
	}
	g, ok := sumUp(&r)
	if !ok {
		t.Fatal("nothing to fit")
	}
	check := func(name string, g regression, rho float64, b [4]float64, se []float64, unit [4]float64) {
		t.Helper()
		s, ok := g.solve(rho)
		if !ok {
			t.Fatal(name, "no solution")
		}
		for j := range b {
			if math.Abs(s.b[j]-b[j]) > unit[j] {
				t.Errorf("%s, %d: %.5f, Verbeek has %v", name, j, s.b[j], b[j])
			}
			// Verbeek divides by n - p.
			if got := s.se[j] * math.Sqrt(g.df()/float64(g.n-g.p)); se != nil && math.Abs(got-se[j]) > unit[j] {
				t.Errorf("%s, %d: standard error %.5f, Verbeek has %v", name, j, got, se[j])
			}
		}
	}
	// As many digits as are printed.
	digits := [4]float64{0.001, 0.001, 0.00001, 0.00001}
	check("least squares", g, 0, [4]float64{0.197, -1.044, 0.00331, 0.00345}, []float64{0.270, 0.834, 0.00117, 0.00045}, digits)
	g.first, g.n = square{}, g.n-1
	check("Cochrane-Orcutt", g, 0.401, [4]float64{0.157, -0.892, 0.00320, 0.00356}, nil, digits)
}

// Sums by gap must give what the dense matrix of all correlations gives.
func TestGapsAreGeneralisedLeastSquares(t *testing.T) {
	r := seeded(41)
	y := forget(r, ar(r, 80, 0.6), 0.4)
	var data rows
	for day, v := range y {
		if !math.IsNaN(v) {
			data.add(day, 7+v, 1, lineTime(day, 80), r.NormFloat64())
		}
	}
	g, _ := sumUp(&data)
	n, p := g.n, g.p
	var previous [2]float64
	for k, rho := range []float64{-0.5, 0.3, 0.9} {
		v := mat.NewSymDense(n, nil)
		x := mat.NewDense(n, p, nil)
		for i := range n {
			for j := range i + 1 {
				v.SetSym(i, j, math.Pow(rho, float64(data.day[i]-data.day[j])))
			}
			for j := range p {
				x.Set(i, j, data.x[i][j])
			}
		}
		var chol, information mat.Cholesky
		chol.Factorize(v)
		var vx, xvx mat.Dense
		var vy, b, xvy, rest, vrest mat.VecDense
		outcome := mat.NewVecDense(n, data.y)
		if chol.SolveTo(&vx, x) != nil || chol.SolveVecTo(&vy, outcome) != nil {
			t.Fatal("singular")
		}
		xvx.Mul(x.T(), &vx)
		xvy.MulVec(x.T(), &vy)
		sym := mat.NewSymDense(p, nil)
		for i := range p {
			for j := range i + 1 {
				sym.SetSym(i, j, xvx.At(i, j))
			}
		}
		information.Factorize(sym)
		if information.SolveVecTo(&b, &xvy) != nil {
			t.Fatal("singular")
		}
		rest.MulVec(x, &b)
		rest.SubVec(outcome, &rest)
		if chol.SolveVecTo(&vrest, &rest) != nil {
			t.Fatal("singular")
		}
		variance := mat.Dot(&rest, &vrest) / g.df()
		var inverse mat.SymDense
		if information.InverseTo(&inverse) != nil {
			t.Fatal("singular")
		}
		s, ok := g.solve(rho)
		if !ok {
			t.Fatal("no solution")
		}
		for j := range p {
			if se := math.Sqrt(variance * inverse.At(j, j)); math.Abs(s.b[j]-b.AtVec(j)) > 1e-9 || math.Abs(s.se[j]-se) > 1e-9 {
				t.Errorf("rho %v, %d: %v (%v), want %v (%v)", rho, j, s.b[j], s.se[j], b.AtVec(j), se)
			}
		}
		// The likelihood is known up to a constant.
		want := -(chol.LogDet() + information.LogDet() + g.df()*math.Log(variance)) / 2
		if k > 0 && math.Abs((s.logLikelihood-previous[0])-(want-previous[1])) > 1e-9 {
			t.Errorf("rho %v: likelihood %v, want %v", rho, s.logLikelihood-previous[0], want-previous[1])
		}
		previous = [2]float64{s.logLikelihood, want}
	}
}
