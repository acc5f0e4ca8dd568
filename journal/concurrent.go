package journal

import (
	"errors"

	"kith/journal/space"
)

// maxPastOps bounds how many ops are read to find out whether one op knew of another.
const maxPastOps = 20_000

// concurrent says of each step of an entry whether another device made one at the
// same time: neither knew of the other. Where that cannot be found out, because ops
// are missing or cannot be read here, the steps count as one after the other.
func concurrent(q space.Querier, states []state) ([]bool, error) {
	found := make([]bool, len(states))
	left := maxPastOps
	for j := range states {
		for i := range j {
			a, b := states[i].op, states[j].op
			if a.Device == b.Device {
				continue
			}
			knew, err := knowsOf(q, b, a, &left)
			if err != nil {
				return nil, err
			}
			if !knew {
				found[i], found[j] = true, true
			}
		}
	}
	return found, nil
}

// knowsOf reports whether op was written by somebody who had other, which has an
// earlier clock. It goes back from op over all that it builds on.
func knowsOf(q space.Querier, op, other *space.Op, left *int) (bool, error) {
	seen := map[space.OpID]bool{}
	next := []*space.Op{op}
	for len(next) > 0 {
		at := next[len(next)-1]
		next = next[:len(next)-1]
		for _, id := range append([]space.OpID{at.Prev}, at.Parents...) {
			if id == other.ID {
				return true, nil
			}
			if seen[id] || id == (space.OpID{}) {
				continue
			}
			seen[id] = true
			if *left--; *left < 0 {
				return true, nil
			}
			before, err := opNamed(q, id)
			if err != nil || before == nil {
				return true, err // it cannot be found out
			}
			if before.Device == other.Device && before.Seq >= other.Seq {
				return true, nil
			}
			if before.HLC > other.HLC { // clocks rise along what ops build on
				next = append(next, before)
			}
		}
	}
	return false, nil
}

// opNamed reads an op; nil is one that is not here or cannot be read here.
func opNamed(q space.Querier, id space.OpID) (*space.Op, error) {
	var row int64
	found, err := q.Row(`SELECT no FROM op WHERE id = ?`, []any{id[:]}, &row)
	if err != nil || !found {
		return nil, err
	}
	op, err := q.Op(row)
	if errors.Is(err, space.ErrEpoch) {
		return nil, nil
	}
	return op, err
}
