package insight

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// countFound returns, for each effect, in how many of the rounds Compare finds it in
// the same noise.
func countFound(t *testing.T, r *rand.Rand, rounds, days int, rho, share float64) []int {
	found := make([]int, len(powerEffects))
	for range rounds {
		noise := forget(r, ar(r, 2*days, rho), share)
		for i, effect := range powerEffects {
			y := append([]float64(nil), noise...)
			for day := days; day < 2*days; day++ {
				y[day] += effect
			}
			f, ok := fitStep(y[:days], y[days:], 0)
			if !ok {
				t.Fatal("nothing to compare")
			}
			if f.p(1) < 0.05 {
				found[i]++
			}
		}
	}
	return found
}

// tableRounds is how often each cell of power.txt was simulated.
const tableRounds = 2000

// The table is counted anew in a few places, and read in all. KITH_UPDATE=1 writes
// it, which takes some minutes; KITH_ROUNDS is how often a place is counted.
func TestPowerTable(t *testing.T) {
	if os.Getenv("KITH_UPDATE") != "" {
		writePowerTable(t)
	}
	if got, want := len(powerChances()), len(powerMissing)*len(powerRhos)*len(powerDays)*len(powerEffects); got != want {
		t.Fatalf("%d chances in power.txt, want %d", got, want)
	}
	rows := 0
	for line := range strings.Lines(powerText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Fields(line)
		m, r, d := rows/len(powerDays)/len(powerRhos), rows/len(powerDays)%len(powerRhos), rows%len(powerDays)
		head := fmt.Sprintf("%.2f %.2f %.0f", powerMissing[m], powerRhos[r], powerDays[d])
		if strings.Join(fields[:3], " ") != head || len(fields) != 3+len(powerEffects) {
			t.Fatalf("row %q, want %s", line, head)
		}
		for e := range powerEffects {
			if chance := powerCell(m, r, d, e); fmt.Sprintf("%.3f", chance) != fields[3+e] || chance <= 0 || chance > 1 {
				t.Fatalf("row %q: chance %v", line, chance)
			}
		}
		rows++
	}
	count := rounds(t, 400)
	for seed, cell := range [][3]int{{0, 0, 0}, {0, 2, 2}, {1, 3, 1}, {1, 1, 4}} {
		days, rho, share := int(powerDays[cell[2]]), powerRhos[cell[1]], powerMissing[cell[0]]
		found := countFound(t, seeded(100+uint64(seed)), count, days, rho, share)
		for e, effect := range powerEffects {
			want := powerCell(cell[0], cell[1], cell[2], e)
			got := float64(found[e]) / float64(count)
			// Four standard errors of the difference of two counts.
			bound := 4*math.Sqrt(want*(1-want)*(1/float64(count)+1.0/tableRounds)) + 1/float64(count)
			if math.Abs(got-want) > bound {
				t.Errorf("d %v, %d days, rho %v, missing %v: %.3f, the table says %.3f", effect, days, rho, share, got, want)
			}
		}
	}
}

func writePowerTable(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "# Chance that Compare finds a change, from %d simulations each. Written by TestPowerTable.\n", tableRounds)
	b.WriteString("# missing rho days, then d")
	for _, effect := range powerEffects {
		fmt.Fprintf(&b, " %g", effect)
	}
	b.WriteByte('\n')
	r := seeded(99)
	for _, share := range powerMissing {
		for _, rho := range powerRhos {
			for _, days := range powerDays {
				fmt.Fprintf(&b, "%.2f %.2f %.0f", share, rho, days)
				for _, found := range countFound(t, r, tableRounds, int(days), rho, share) {
					fmt.Fprintf(&b, " %.3f", float64(found)/tableRounds)
				}
				b.WriteByte('\n')
			}
		}
	}
	if err := os.WriteFile("power.txt", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	powerText = b.String()
}

func TestPowerRisesAndFalls(t *testing.T) {
	const noise = 0.05 // the table was counted, and counts vary
	for _, days := range []int{28, 33, 50, 100, 200, 365} {
		for _, rho := range []float64{0, 0.2, 0.6} {
			for _, d := range []float64{0.1, 0.35, 0.7, 1.1} {
				p := Power(d, days, rho, 0.1)
				if !(p >= 0.02 && p <= 1) || Power(-d, days, rho, 0.1) != p {
					t.Fatal(d, days, rho, p)
				}
				if Power(d+0.2, days, rho, 0.1) < p-noise || Power(d, days+20, rho, 0.1) < p-noise || Power(d, days, rho+0.2, 0.1) > p+noise || Power(d, days, rho, 0.2) > p+noise {
					t.Errorf("d %v, %d days, rho %v: %v", d, days, rho, p)
				}
			}
		}
	}
	if p := Power(0, 60, 0.5, 0); p != 0.05 {
		t.Error("no change:", p)
	}
	if Power(1, 27, 0, 0) != 0 || Power(1, 60, 0, 0.21) != 0 || Power(math.NaN(), 60, 0, 0) != 0 {
		t.Error("a chance where Compare says nothing")
	}
	if Power(9, 1e6, -3, -1) != 1 {
		t.Error("beyond the table:", Power(9, 1e6, -3, -1))
	}
	// A known one: two samples of 40 without autocorrelation find 0.6 with 0.75 (Cohen,
	// Statistical Power Analysis, 1988, table 2.3.5: n 40, d .60, two-sided 5%).
	// The correction for an autocorrelation that is not known costs some of it.
	if p := Power(0.6, 40, 0, 0); p > 0.79 || p < 0.66 {
		t.Error("Cohen has 0.75, this", p)
	}
	days, ok := DaysFor(0.8, 0.3, 0, 0.8)
	if !ok || Power(0.8, days, 0.3, 0) < 0.8 || Power(0.8, days-1, 0.3, 0) >= 0.8 {
		t.Error(days, ok)
	}
	if days, ok := DaysFor(0.3, 0.85, 0.2, 0.9); ok {
		t.Error(days)
	}
	if EvenDays(60, 60) != 60 || EvenDays(30, 90) != 45 || EvenDays(0, 90) != 0 {
		t.Error(EvenDays(30, 90))
	}
}
