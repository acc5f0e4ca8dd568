package schedule

import (
	"slices"
	"time"

	"kith/journal"
)

// Status is what is known of a due dose.
type Status uint8

// The states. A dose that nobody logged is open: whether it was taken is unknown.
const (
	Open Status = iota
	Taken
	Skipped
)

// String returns open, taken or skipped.
func (s Status) String() string {
	switch s {
	case Taken:
		return "taken"
	case Skipped:
		return "skipped"
	}
	return "open"
}

// MarshalText writes what String returns.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Logged is a due dose and what was logged for it.
type Logged struct {
	Due    Due
	Status Status
	// Doses are the entries, by when they were recorded. Several that say taken
	// may be a double dose: two people may have logged the same one.
	Doses []*journal.Entry
}

// Dose returns the entry that Status comes from, nil if the dose is open.
func (l *Logged) Dose() *journal.Entry {
	for _, e := range l.Doses {
		if statusOf(e) == l.Status {
			return e
		}
	}
	return nil
}

// Double reports whether more than one entry says that the dose was taken.
func (l *Logged) Double() bool {
	n := 0
	for _, e := range l.Doses {
		if statusOf(e) == Taken {
			n++
		}
	}
	return n > 1
}

func statusOf(e *journal.Entry) Status {
	switch e.Dose().Status {
	case journal.DoseTaken:
		return Taken
	case journal.DoseSkipped:
		return Skipped
	}
	return Open
}

// Bounds of what counts as the same dose.
const (
	// travelled is how far apart the instants of the same clock time in two zones
	// may be.
	travelled = 12 * time.Hour
	// looseBefore and looseAfter are how far from its due time a dose is that was
	// logged by name, without saying which it is.
	looseBefore = 2 * time.Hour
	looseAfter  = 4 * time.Hour
)

// Match finds what was logged for each due dose. First come doses that name
// their plan and slot; then doses that only name the treatment or its course,
// each for the nearest dose of it that is still open, from two hours before it
// is due to four hours after.
func Match(dues []Due, doses []journal.Entry) []Logged {
	logged := make([]Logged, len(dues))
	slots := make(map[slotKey][]int, len(dues))
	names := map[string][]int{}
	for i, d := range dues {
		logged[i].Due = d
		slots[slotKey{d.Plan, d.Slot, false}] = append(slots[slotKey{d.Plan, d.Slot, false}], i)
		if !d.Fixed {
			key := slotKey{d.Plan, wallClock(time.UnixMilli(d.Slot).In(d.At.Location())), true}
			slots[key] = append(slots[key], i)
		}
	}
	var loose []*journal.Entry
	for i := range doses {
		e := &doses[i]
		d := e.Dose()
		if d == nil || statusOf(e) == Open {
			continue
		}
		if d.Plan.IsZero() || d.Due == 0 {
			loose = append(loose, e)
			continue
		}
		if at := find(logged, slots, e); at >= 0 {
			logged[at].Doses = append(logged[at].Doses, e)
		}
	}
	if len(loose) > 0 {
		for i := range dues {
			name := journal.Fold(dues[i].Name)
			names[name] = append(names[name], i)
		}
		slices.SortStableFunc(loose, func(a, b *journal.Entry) int { return a.When.Time.Compare(b.When.Time) })
		for _, e := range loose {
			if at := nearest(logged, names[journal.Fold(e.Name)], e); at >= 0 {
				logged[at].Doses = append(logged[at].Doses, e)
			}
		}
	}
	for i := range logged {
		l := &logged[i]
		slices.SortStableFunc(l.Doses, func(a, b *journal.Entry) int { return a.Recorded.Compare(b.Recorded) })
		for _, e := range l.Doses {
			if s := statusOf(e); l.Status == Open || s == Taken {
				l.Status = s
			}
		}
	}
	return logged
}

type slotKey struct {
	plan journal.ID
	at   int64
	wall bool
}

// find returns the due dose that e names, -1 if it is not among them.
func find(logged []Logged, slots map[slotKey][]int, e *journal.Entry) int {
	d := e.Dose()
	if at := slots[slotKey{d.Plan, d.Due, false}]; len(at) > 0 {
		return at[0]
	}
	there := d.Due/1000 + int64(e.When.Offset)
	for _, at := range slots[slotKey{d.Plan, there, true}] {
		if apart := logged[at].Due.Slot - d.Due; time.Duration(max(apart, -apart))*time.Millisecond <= travelled {
			return at
		}
	}
	return -1
}

// nearest returns the open dose that e was most likely logged for, -1 if none is
// near.
func nearest(logged []Logged, among []int, e *journal.Entry) int {
	best, apart := -1, looseAfter+1
	for _, i := range among {
		l := &logged[i]
		if len(l.Doses) > 0 || l.Due.Estimated || !e.Dose().Course.IsZero() && e.Dose().Course != l.Due.Course {
			continue
		}
		late := e.When.Time.Sub(l.Due.At)
		if e.When.Precision != journal.Instant || late < -looseBefore || late > looseAfter {
			continue
		}
		if late = max(late, -late); late < apart {
			best, apart = i, late
		}
	}
	return best
}
