package insight

import (
	"math"
	"os"
	"strconv"
	"testing"
)

// rounds is how often something is simulated: KITH_ROUNDS, or n.
func rounds(t *testing.T, n int) int {
	text := os.Getenv("KITH_ROUNDS")
	if text == "" {
		return n
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatal("KITH_ROUNDS:", err)
	}
	return n
}

// slack is how far a count of n rounds may be from a share by chance alone: three
// standard errors, which one count in 700 is beyond on one side.
func slack(share float64, n int) float64 {
	return 3 * math.Sqrt(share*(1-share)/float64(n))
}
