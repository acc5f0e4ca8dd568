package space

import (
	"context"
	"fmt"

	"kith/journal/space/members"
)

// nopContext is for work inside a transaction that must not stop half way.
var nopContext = context.Background()

// pastSet is a row of the past table: the nearest membership ops that the writer
// of an op knew of.
type pastSet struct {
	no       int64
	ops      []members.OpID
	frontier []Prefix // as an op states it
}

// pasts caches the past table and what comes after recent ops.
type pasts struct {
	byNo  map[int64]pastSet
	after map[OpID]pastSet
}

const maxCachedPasts = 1024

func (p *pasts) forget() { p.byNo, p.after = map[int64]pastSet{}, map[OpID]pastSet{} }

func (p *pasts) keep(set pastSet) pastSet {
	if len(p.byNo) >= maxCachedPasts {
		clear(p.byNo)
	}
	p.byNo[set.no] = set
	return set
}

// frontierOf returns what an op with this membership past states.
func (m membership) frontierOf(past []members.OpID) []Prefix {
	var frontier []Prefix
	for _, id := range m.state.Reduce(past) {
		frontier = append(frontier, Prefix(id[:len(Prefix{})]))
	}
	return frontier[:min(len(frontier), maxFrontier)]
}

func (p *pasts) keepAfter(id OpID, set pastSet) {
	if len(p.after) >= maxCachedPasts {
		clear(p.after)
	}
	p.after[id] = set
}

// past reads a row of the past table.
func (v view) past(no int64) (pastSet, error) {
	if set, ok := v.s.pasts.byNo[no]; ok {
		return set, nil
	}
	var ids []byte
	found, err := v.Row(`SELECT ops FROM past WHERE no = ?`, []any{no}, &ids)
	if err != nil {
		return pastSet{}, err
	}
	if !found || len(ids)%32 != 0 {
		return pastSet{}, fmt.Errorf("membership past %d: %w", no, ErrDamaged)
	}
	set := pastSet{no: no}
	for ; len(ids) > 0; ids = ids[32:] {
		set.ops = append(set.ops, members.OpID(ids[:32]))
	}
	set.frontier = v.s.members.frontierOf(set.ops)
	return v.s.pasts.keep(set), nil
}

// pastOf computes the membership past of a new op from its parents. If one of
// them is not in place, its id is in missing.
func (tx *Tx) pastOf(op *Op) (set pastSet, missing need, err error) {
	var union []members.OpID
	parents := op.Parents
	if op.Prev != (OpID{}) {
		parents = append([]OpID{op.Prev}, parents...)
	}
	for _, parent := range parents {
		set, found, err := tx.pastAfter(parent)
		if err != nil {
			return pastSet{}, "", err
		}
		if !found {
			return pastSet{}, needOp(parent), nil
		}
		if len(parents) == 1 {
			return set, "", nil
		}
		union = append(union, set.ops...)
	}
	set, err = tx.internPast(union)
	return set, "", err
}

// pastAfter is the membership past of an op that builds on id alone; found says
// whether that is in place.
func (tx *Tx) pastAfter(id OpID) (set pastSet, found bool, err error) {
	if set, ok := tx.s.pasts.after[id]; ok {
		return set, true, nil
	}
	var kind OpKind
	var no int64
	found, err = tx.Row(`SELECT kind, past FROM op WHERE id = ?`, []any{id[:]}, &kind, &no)
	if err != nil || !found {
		return pastSet{}, false, err
	}
	if kind.isMembership() {
		set, err = tx.internPast([]members.OpID{members.OpID(id)})
	} else {
		set, err = tx.past(no)
	}
	if err == nil {
		tx.s.pasts.keepAfter(id, set)
	}
	return set, true, err
}

// statedPast is the membership past that an op states itself: for who cannot
// follow it through ops that they cannot read. A membership op that is not here is
// missing.
func (tx *Tx) statedPast(op *Op) (set pastSet, missing need, err error) {
	var union []members.OpID
	for _, p := range op.Frontier {
		found := false
		for _, m := range tx.s.members.ops {
			if Prefix(m.ID[:len(p)]) == p {
				union, found = append(union, m.ID), true
			}
		}
		if !found {
			return pastSet{}, needMember(p), nil
		}
	}
	if op.Version == formatVersion1 {
		for _, id := range tx.s.keys.single[op.ID].past {
			found, err := tx.Row(`SELECT 1 FROM op WHERE id = ?`, []any{id[:]}, new(int))
			if err != nil || !found {
				return pastSet{}, needOp(OpID(id)), err
			}
			union = append(union, id)
		}
	}
	set, err = tx.internPast(union)
	return set, "", err
}

// internPast returns the row for a set of membership ops, made if it is new.
func (tx *Tx) internPast(ids []members.OpID) (pastSet, error) {
	set := pastSet{ops: tx.s.members.state.Reduce(ids)}
	key := make([]byte, 0, len(set.ops)*32)
	for _, id := range set.ops {
		key = append(key, id[:]...)
	}
	if _, err := tx.Exec(`INSERT OR IGNORE INTO past(ops) VALUES(?)`, key); err != nil {
		return set, err
	}
	if _, err := tx.Row(`SELECT no FROM past WHERE ops = ?`, []any{key}, &set.no); err != nil {
		return set, err
	}
	set.frontier = tx.s.members.frontierOf(set.ops)
	return tx.s.pasts.keep(set), nil
}
