package app

import (
	"math"

	"kith/journal"
	"kith/journal/insight"
)

// Where too many days have no value, a shorter stretch may have enough. It is chosen
// by whether there are values, never by what they are, so that no answer is better
// for it than it should be.

// knownSums returns how many of the days from from on have a value, before each.
func (s *DailySeries) knownSums(from, to journal.Date) []int {
	sums := make([]int, 1, max(int(to-from)+2, 1))
	for d := from; d <= to; d++ {
		n := sums[len(sums)-1]
		if !math.IsNaN(s.On(d)) {
			n++
		}
		sums = append(sums, n)
	}
	return sums
}

// dense reports whether there are at least so many days, and enough of them have a
// value.
func dense(known, days, least int) bool {
	return days >= least && float64(days-known) <= insight.MaxMissing*float64(days)
}

// stretch returns the longest stretch of at least so many of the days from from to to
// with enough values, the latest of several, or all of them if there is none.
func (s *DailySeries) stretch(from, to journal.Date, least int) (first, last journal.Date) {
	sums := s.knownSums(from, to)
	first, last = from, to
	best := 0
	for end := len(sums) - 1; end > best; end-- {
		for start := 0; end-start > best; start++ {
			if dense(sums[end]-sums[start], end-start, least) {
				best, first, last = end-start, from+journal.Date(start), from+journal.Date(end)-1
				break
			}
		}
	}
	return first, last
}

// longestTo returns the first day of the longest stretch that ends with to.
func (s *DailySeries) longestTo(from, to journal.Date) journal.Date {
	sums := s.knownSums(from, to)
	end := len(sums) - 1
	for start := range end {
		if dense(sums[end]-sums[start], end-start, insight.MinPhaseDays) {
			return from + journal.Date(start)
		}
	}
	return from
}

// longestFrom returns the last day of the longest stretch that begins with from.
func (s *DailySeries) longestFrom(from, to journal.Date) journal.Date {
	sums := s.knownSums(from, to)
	for end := len(sums) - 1; end > 0; end-- {
		if dense(sums[end], end, insight.MinPhaseDays) {
			return from + journal.Date(end) - 1
		}
	}
	return to
}
