package insight_test

import (
	"fmt"
	"math"

	"kith/journal/insight"
)

// Five weeks before a treatment and five weeks with it, two days not logged.
func ExampleCompare() {
	before := []float64{
		6, 7, 5, 6, 8, 7, 6, 5, 6, 7, 7, 6, 8, 6, 5, 7, 6, 6,
		7, 8, 7, 6, 5, 6, 7, 6, 7, 7, 6, 5, 6, 6, 7, 8, 6,
	}
	after := []float64{
		5, 4, 5, 3, 4, 4, 5, 6, 4, 3, math.NaN(), 4, 5, 5, 4, 3, 4, 4,
		5, 5, 4, 4, 3, math.NaN(), 4, 5, 4, 3, 4, 5, 5, 4, 4, 3, 4,
	}
	d, err := insight.Compare(before, after, insight.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d and %d days, %.0f%% missing after\n", d.Before.N, d.After.N, 100*d.After.Missing)
	fmt.Printf("change %.1f, 95%% interval %.1f to %.1f\n", d.Change, d.Interval.Low, d.Interval.High)

	short, err := insight.Compare(before[:20], after, insight.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(short.Enough, short.Why)
	// Output:
	// 35 and 33 days, 6% missing after
	// change -2.2, 95% interval -2.7 to -1.7
	// false [{few_days before 20 28 8}]
}
