package app

import "testing"

func TestSizeText(t *testing.T) {
	for n, want := range map[int64]string{12: "12 bytes", 1500: "2 kB", 2_300_000: "2.3 MB", 4_000_000_000: "4.0 GB"} {
		if got := SizeText(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}
