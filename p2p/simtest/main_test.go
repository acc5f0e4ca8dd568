package simtest

import (
	"os"
	"strconv"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// rounds is how many seeds each case gets, and whether all cases are wanted.
func rounds() (n int, all bool) {
	if n, err := strconv.Atoi(os.Getenv("KITH_ROUNDS")); err == nil && n > 1 {
		return n, true
	}
	return 1, false
}
