package app

import (
	"time"

	"github.com/thlib/go-timezone-local/tzlocal"
)

// localZone is the zone of this computer by its IANA name, which an entry keeps.
// Where the name cannot be found out, entries keep the offset alone.
func localZone() *time.Location {
	name := time.Local.String()
	if name == "Local" {
		var err error
		if name, err = tzlocal.RuntimeTZ(); err != nil {
			return time.Local
		}
	}
	zone, err := time.LoadLocation(name)
	if err != nil || !sameClock(zone, time.Local) {
		return time.Local
	}
	return zone
}

// sameClock reports whether both zones show the same time now and in half a
// year: a name that was guessed wrong is worse than none.
func sameClock(a, b *time.Location) bool {
	now := time.Now()
	for _, t := range []time.Time{now, now.AddDate(0, 6, 0)} {
		_, x := t.In(a).Zone()
		_, y := t.In(b).Zone()
		if x != y {
			return false
		}
	}
	return true
}
