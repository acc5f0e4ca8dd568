package schedule

import "kith/journal"

// State is where a course stands on a day.
type State uint8

// The states. Of an Unclear course nobody said whether it goes on: courses from
// other programs often say no more than that they were.
const (
	Current State = iota + 1
	Planned       // begins later
	Paused
	Past
	Unclear
)

// String returns current, planned, paused, past or unclear.
func (s State) String() string {
	switch s {
	case Current:
		return "current"
	case Planned:
		return "planned"
	case Paused:
		return "paused"
	case Past:
		return "past"
	}
	return "unclear"
}

// MarshalText writes what String returns.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// over are the words of a course's Status, ours and HL7 FHIR's, after which
// nothing is due.
var over = map[string]bool{"stopped": true, "completed": true, "cancelled": true, "entered-in-error": true, "ended": true, "not-taken": true}

// StateOn returns where the course stands on the day d.
func (r *Regimen) StateOn(d journal.Date) State {
	c := r.body()
	switch {
	case c == nil:
		return Unclear
	case c.Stopped != nil && d >= journal.DateOf(*c.Stopped) && c.End != nil && d >= *c.End,
		c.End != nil && d > *c.End, c.End == nil && over[c.Status]:
		return Past
	case r.Course.When.Date > d && !c.StartUnknown:
		return Planned
	case r.PausedOn(d) != nil:
		return Paused
	case c.Ongoing, c.Status == "active", c.End != nil, len(r.Plans) > 0:
		return Current
	}
	return Unclear
}
