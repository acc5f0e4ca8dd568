package insight

import (
	_ "embed"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// powerText is the table that [Power] reads. Its chances were counted: each is the
// share of simulated pairs of phases for which [Compare] gave P < 0.05. The test
// TestPowerTable counts anew with KITH_UPDATE=1.
//
//go:embed power.txt
var powerText string

// The places at which the table knows the chance: a change in standard deviations,
// days in each phase, autocorrelation, share missing.
var (
	powerEffects = []float64{0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.25, 1.5}
	powerDays    = []float64{MinPhaseDays, 40, 60, 90, 120, 180, 270, 365}
	powerRhos    = []float64{0, 0.3, 0.5, 0.7, 0.85}
	powerMissing = []float64{0, MaxMissing}
)

// powerChances are the numbers of powerText, row by row; a row is one missing, rho
// and days, with a chance for each effect.
var powerChances = sync.OnceValue(func() []float64 {
	var chances []float64
	for line := range strings.Lines(powerText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, field := range strings.Fields(line)[3:] {
			chance, err := strconv.ParseFloat(field, 64)
			if err != nil {
				chance = 0 // TestPowerTable reads every one of them
			}
			chances = append(chances, chance)
		}
	}
	return chances
})

func powerCell(missing, rho, days, effect int) float64 {
	return powerChances()[((missing*len(powerRhos)+rho)*len(powerDays)+days)*len(powerEffects)+effect]
}

// Power is the chance that [Compare] finds (P below 0.05) a change by d standard
// deviations of a day, up or down, if each of the two phases has so many days. It is
// read between the places of a table that was made by simulation; outside it, from
// d 0 to 1.5, [MinPhaseDays] to 365 days, rho 0 to 0.85 and missing 0 to
// [MaxMissing], it is that of its edge, and 0 for fewer days or more missing, of
// which Compare says nothing.
func Power(d float64, days int, rho, missing float64) float64 {
	d = math.Abs(d)
	if math.IsNaN(d+rho+missing) || days < MinPhaseDays || missing > MaxMissing {
		return 0
	}
	m, mPart := place(powerMissing, missing)
	r, rPart := place(powerRhos, rho)
	// A chance is close to straight in the root of the days.
	n, nPart := place(powerDays, float64(days))
	if n+1 < len(powerDays) && nPart > 0 {
		low, high := math.Sqrt(powerDays[n]), math.Sqrt(powerDays[n+1])
		nPart = (math.Sqrt(float64(days)) - low) / (high - low)
	}
	e, ePart := place(powerEffects, d)
	var chance float64
	for _, mi := range ends(m, mPart) {
		for _, ri := range ends(r, rPart) {
			for _, ni := range ends(n, nPart) {
				for _, ei := range ends(e, ePart) {
					chance += mi.part * ri.part * ni.part * ei.part * powerCell(mi.at, ri.at, ni.at, ei.at)
				}
			}
		}
	}
	if least := powerEffects[0]; d < least {
		// From no change, which is found as often as it may be, as a square.
		chance = 0.05 + (chance-0.05)*(d/least)*(d/least)
	}
	return chance
}

// place finds x among places: at index i, or the share part on the way to i+1.
func place(places []float64, x float64) (i int, part float64) {
	i, found := slices.BinarySearch(places, x)
	if found || i == 0 {
		return i, 0
	}
	if i == len(places) {
		return i - 1, 0
	}
	return i - 1, (x - places[i-1]) / (places[i] - places[i-1])
}

type end struct {
	at   int
	part float64
}

// ends are the places that lie around, by how near they are.
func ends(i int, part float64) []end {
	if part == 0 {
		return []end{{i, 1}}
	}
	return []end{{i, 1 - part}, {i + 1, part}}
}

// DaysFor says how many days each phase needs for a change by d standard deviations
// to be found with the chance power, between 0 and 1. ok is false if 365 are not
// enough.
func DaysFor(d, rho, missing, power float64) (days int, ok bool) {
	longest := int(powerDays[len(powerDays)-1])
	for days := MinPhaseDays; days <= longest; days++ {
		if Power(d, days, rho, missing) >= power {
			return days, true
		}
	}
	return longest, false
}

// EvenDays says of how many days two phases of one length would tell as much as
// phases of before and after days: their harmonic mean.
func EvenDays(before, after int) int {
	if before <= 0 || after <= 0 {
		return 0
	}
	return int(2 * float64(before) * float64(after) / (float64(before) + float64(after)))
}
