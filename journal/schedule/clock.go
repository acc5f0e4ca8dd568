package schedule

import (
	"time"

	"kith/journal"
)

// Clock returns the instant at which clocks in zone show minute (minutes after
// midnight, from 0; 1440 and more are the days after) on the date d. In a gap it
// is the time by the offset before, in an overlap the first of the two: RFC
// 5545, section 3.3.5.
func Clock(d journal.Date, minute int, zone *time.Location) time.Time {
	wall := int64(d)*86400 + int64(minute)*60
	offset := func(unix int64) int64 {
		_, seconds := time.Unix(unix, 0).In(zone).Zone()
		return int64(seconds)
	}
	before, after := offset(wall-86400), offset(wall+86400)
	first, second := wall-before, wall-after
	if second < first { // clocks go forward: the later offset comes to earlier instants
		first, second = second, first
	}
	for _, unix := range []int64{first, second} {
		if unix+offset(unix) == wall {
			return time.Unix(unix, 0).In(zone)
		}
	}
	return time.Unix(wall-before, 0).In(zone)
}

// wallClock returns what clocks in zone show at an instant, as seconds of a day
// count without zone.
func wallClock(t time.Time) int64 {
	_, offset := t.Zone()
	return t.Unix() + int64(offset)
}
