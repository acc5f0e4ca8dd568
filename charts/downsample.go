package charts

import (
	"math"
	"sort"
	"time"
)

// runs cuts the points seen between from and to into stretches without a gap,
// as half-open ranges of indexes. The neighbours just outside belong to them,
// so that a line runs on to the edge of the plot.
func runs(points []Point, from, to time.Time, gap time.Duration) [][2]int {
	first := sort.Search(len(points), func(i int) bool { return !points[i].At.Before(from) })
	last := sort.Search(len(points), func(i int) bool { return points[i].At.After(to) })
	begin, end := max(0, first-1), min(len(points), last+1)
	var out [][2]int
	for i := begin; i < end; i++ {
		if i > begin && (gap <= 0 || points[i].At.Sub(points[i-1].At) <= gap) {
			out[len(out)-1][1] = i + 1
		} else {
			out = append(out, [2]int{i, i + 1})
		}
	}
	// A neighbour that is alone out there is not seen.
	seen := out[:0]
	for _, r := range out {
		if r[1] > first && r[0] < last {
			seen = append(seen, r)
		}
	}
	return seen
}

// thin keeps, of the points that fall into one column of pixels, the lowest and
// the highest, and of the whole line its ends: the picture loses no peak, and a
// line has about two points for each column. Points are in order of x and stay so.
func thin(points []vec) []vec {
	if len(points) <= 2 {
		return points
	}
	out := points[:1:1]
	for i := 1; i < len(points)-1; {
		column := math.Floor(points[i].x)
		low, high := i, i
		j := i + 1
		for ; j < len(points)-1 && math.Floor(points[j].x) == column; j++ {
			if points[j].y < points[low].y {
				low = j
			}
			if points[j].y > points[high].y {
				high = j
			}
		}
		out = append(out, points[min(low, high)])
		if low != high {
			out = append(out, points[max(low, high)])
		}
		i = j
	}
	return append(out, points[len(points)-1])
}

// clip cuts a line off at left and right; its points are in order of x.
func clip(points []vec, left, right float64) []vec {
	between := func(a, b vec, x float64) vec { return vec{x, a.y + (b.y-a.y)*(x-a.x)/(b.x-a.x)} }
	var out []vec
	for i, p := range points {
		if i > 0 {
			a := points[i-1]
			if a.x < left && p.x > left {
				out = append(out, between(a, p, left))
			}
			if a.x < right && p.x > right {
				out = append(out, between(a, p, right))
			}
		}
		if p.x >= left && p.x <= right {
			out = append(out, p)
		}
	}
	return out
}
