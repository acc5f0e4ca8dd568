package space

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"kith/journal/space/members"
)

// nopContext is for work inside a transaction that must not stop half way.
var nopContext = context.Background()

// pastSet is a row of the past table: the nearest membership ops that the writer
// of an op knew of.
type pastSet struct {
	no  int64
	ops []members.OpID
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
	return v.s.pasts.keep(set), nil
}

// pastOf computes the membership past of a new op from its parents.
func (tx *Tx) pastOf(op *Op) (pastSet, error) {
	if op.Prev != (OpID{}) && len(op.Parents) == 0 {
		return tx.pastAfter(op.Prev)
	}
	var union []members.OpID
	parents := op.Parents
	if op.Prev != (OpID{}) {
		parents = append([]OpID{op.Prev}, parents...)
	}
	for _, parent := range parents {
		set, err := tx.pastAfter(parent)
		if err != nil {
			return pastSet{}, err
		}
		union = append(union, set.ops...)
	}
	return tx.internPast(union)
}

// pastAfter is the membership past of an op that builds on id alone.
func (tx *Tx) pastAfter(id OpID) (pastSet, error) {
	if set, ok := tx.s.pasts.after[id]; ok {
		return set, nil
	}
	var kind OpKind
	var no int64
	found, err := tx.Row(`SELECT kind, past FROM op WHERE id = ?`, []any{id[:]}, &kind, &no)
	if err != nil {
		return pastSet{}, err
	}
	if !found {
		return pastSet{}, fmt.Errorf("op %x: %w", id[:8], ErrMissing)
	}
	var set pastSet
	if kind.isMembership() {
		set, err = tx.internPast([]members.OpID{members.OpID(id)})
	} else {
		set, err = tx.past(no)
	}
	if err == nil {
		tx.s.pasts.keepAfter(id, set)
	}
	return set, err
}

// internPast returns the row for a set of membership ops, made if it is new.
func (tx *Tx) internPast(ids []members.OpID) (pastSet, error) {
	slices.SortFunc(ids, func(a, b members.OpID) int { return bytes.Compare(a[:], b[:]) })
	set := pastSet{ops: slices.Compact(ids)}
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
	return tx.s.pasts.keep(set), nil
}
