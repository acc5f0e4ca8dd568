package journal

import (
	"bytes"

	"kith/journal/space"
)

// state is one op's part in an entry.
type state struct {
	op        *space.Op
	put       put
	act       ID
	retracted bool
}

// changeCache holds the last few changes decoded, and which acts are undone,
// because undoing an import asks for the same once for each of its entries. Ops
// never change; applyRetract drops the acts that it changes.
type changeCache struct {
	recent    []*decodedChange
	retracted map[ID]bool
	untouched bool // the touch table is known to be empty
}

type decodedChange struct {
	row    int64
	op     *space.Op
	change *change
	byID   map[ID][]int // which puts are about an entry
}

const cachedChanges = 4

func (c *changeCache) get(q space.Querier, row int64) (*decodedChange, error) {
	for _, d := range c.recent {
		if d.row == row {
			return d, nil
		}
	}
	op, err := q.Op(row)
	if err != nil {
		return nil, err
	}
	d := &decodedChange{row: row, op: op, byID: map[ID][]int{}}
	if d.change, err = decodeChange(op.Body); err != nil {
		return nil, err
	}
	for i := range d.change.Puts {
		id := d.change.Puts[i].ID
		d.byID[id] = append(d.byID[id], i)
	}
	if len(c.recent) == cachedChanges {
		c.recent = append(c.recent[:0], c.recent[1:]...)
	}
	c.recent = append(c.recent, d)
	return d, nil
}

// states returns what every op says about an entry, by clock, then hash. first
// is the op that made it.
func (c *changeCache) states(q space.Querier, id ID, first int64) ([]state, error) {
	later, err := c.touches(q, id)
	if err != nil {
		return nil, err
	}
	var states []state
	for _, row := range append([]int64{first}, later...) {
		d, err := c.get(q, row)
		if err != nil {
			return nil, err
		}
		s := state{op: d.op, act: d.change.actID(d.op)}
		if !d.change.Setup {
			if s.retracted, err = c.isRetracted(q, s.act); err != nil {
				return nil, err
			}
		}
		for _, i := range d.byID[id] {
			s.put = d.change.Puts[i]
			states = append(states, s)
		}
	}
	sortStates(states)
	return states, nil
}

func (c *changeCache) touches(q space.Querier, id ID) ([]int64, error) {
	if c.untouched {
		return nil, nil
	}
	some, err := q.Row(`SELECT 1 FROM touch LIMIT 1`, nil, new(int))
	if c.untouched = err == nil && !some; err != nil || !some {
		return nil, err
	}
	return q.Column(`SELECT op FROM touch WHERE entry = ? ORDER BY op`, id[:])
}

func (c *changeCache) isRetracted(q space.Querier, act ID) (retracted bool, err error) {
	if retracted, known := c.retracted[act]; known {
		return retracted, nil
	}
	if _, err := q.Row(`SELECT retracted FROM act WHERE id = ?`, []any{act[:]}, &retracted); err != nil {
		return false, err
	}
	if c.retracted == nil || len(c.retracted) >= maxCachedNames {
		c.retracted = map[ID]bool{}
	}
	c.retracted[act] = retracted
	return retracted, nil
}

func sortStates(states []state) {
	less := func(a, b *state) bool {
		if a.op.HLC != b.op.HLC {
			return a.op.HLC < b.op.HLC
		}
		return bytes.Compare(a.op.ID[:], b.op.ID[:]) < 0
	}
	for i := 1; i < len(states); i++ { // few, and nearly sorted
		for j := i; j > 0 && less(&states[j], &states[j-1]); j-- {
			states[j], states[j-1] = states[j-1], states[j]
		}
	}
}

// fate is what became of an entry.
type fate uint8

const (
	unmade  fate = iota // undone, or malformed by a peer
	deleted             // in the trash
	shown
)

// fold lays the states over each other, newest last, leaving out what was
// undone. An entry is shown if some op that made it stands and the newest word
// is not that it was deleted; a deleted one is returned too.
func fold(id ID, states []state) (e *Entry, f fields, became fate) {
	made := false
	for i := range states {
		s := &states[i]
		if s.retracted {
			continue
		}
		said := fields{head: s.put.Head, body: s.put.Body}
		if !s.put.Edit {
			f, made = said, true
		} else if merged, err := f.merge(said); err == nil { // else malformed by a peer
			f = merged
		}
	}
	if !made {
		return nil, f, unmade
	}
	e = &Entry{ID: id, Kind: states[0].put.Kind, Edited: len(states) > 1}
	gone, err := f.decode(e)
	switch {
	case err != nil || e.Validate() != nil: // malformed by a peer
		return nil, f, unmade
	case gone:
		return e, f, deleted
	}
	return e, f, shown
}

// deletedAt is the clock of the newest op that stands and says that the entry is
// deleted, 0 if it is not in the trash.
func deletedAt(became fate, states []state) space.Timestamp {
	if became != deleted {
		return 0
	}
	for i := len(states) - 1; i >= 0; i-- {
		var h struct {
			Deleted bool `cbor:"11,keyasint"`
		}
		s := &states[i]
		if !s.retracted && decMode.Unmarshal(s.put.Head, &h) == nil && h.Deleted {
			return s.op.HLC
		}
	}
	return states[0].op.HLC
}
