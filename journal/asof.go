package journal

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"kith/journal/space"
)

// AsOf returns what q would have chosen at a moment: the record with all that was
// written, changed, deleted and undone until then, by the clocks of the devices
// that did it, and nothing of what came later. Of q, Skip, After and Revision do
// not matter.
//
// It costs what a list costs, and the reading of its ops for each entry that was ever
// changed, deleted or undone.
func (r *Record) AsOf(ctx context.Context, at time.Time, q Query) ([]Entry, error) {
	q.Skip, q.After, q.Revision = 0, nil, 0
	var entries []Entry
	err := r.s.View(ctx, func(v space.Querier) error {
		search := words(q.Search)
		changed, shownNow, err := changedEntries(ctx, v)
		if err != nil {
			return err
		}
		match, any, err := q.match(v)
		if err != nil {
			return err
		}
		if any { // else no entry of today has the words; one of then may
			if entries, err = r.unchangedAsOf(ctx, v, at, q, match, changed, shownNow); err != nil {
				return err
			}
		}
		then := asOf{q: v, at: at}
		ids := slices.Collect(maps.Keys(changed))
		slices.SortFunc(ids, func(a, b ID) int { return cmp.Compare(changed[a], changed[b]) }) // an op is unpacked once
		for _, id := range ids {
			if err := ctx.Err(); err != nil {
				return err
			}
			e, states, err := then.entry(id, changed[id])
			if err != nil {
				return err
			}
			if e != nil && q.chooses(e, search) {
				r.came(v, e, states)
				entries = append(entries, *e)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list entries as recorded on %s: %w", at.Format(time.DateOnly), err)
	}
	slices.SortFunc(entries, func(a, b Entry) int {
		switch first := Before(&a, &b); {
		case a.ID == b.ID:
			return 0
		case first != q.Oldest:
			return -1
		}
		return 1
	})
	if q.Limit > 0 && len(entries) > q.Limit {
		entries = entries[:q.Limit]
	}
	return entries, nil
}

// changedEntries returns the entries that may have stood otherwise than they do
// now, with the op that first made each, and how many of them are shown now.
func changedEntries(ctx context.Context, v space.Querier) (changed map[ID]int64, shownNow int, err error) {
	changed = map[ID]int64{}
	err = v.Each(`SELECT id, op, 0 FROM hidden UNION ALL SELECT id, op, 1 FROM entry WHERE id IN (SELECT entry FROM touch)`, nil,
		func(c [][]byte) error {
			changed[ID(c[0])] = parseInt(c[1])
			shownNow += int(parseInt(c[2]))
			return ctx.Err()
		})
	if err != nil {
		return nil, 0, err
	}
	// Acts that were undone and brought again: their entries show nothing of it.
	again, err := v.Column(`SELECT op FROM act WHERE stamp > 0 AND retracted = 0
		UNION SELECT o.op FROM act_op o JOIN act a ON a.no = o.act WHERE a.stamp > 0 AND a.retracted = 0`)
	if err != nil {
		return nil, 0, err
	}
	var changes changeCache
	for _, row := range again {
		d, err := changes.get(v, row)
		if err != nil {
			return nil, 0, err
		}
		for id := range d.byID {
			if _, known := changed[id]; known {
				continue
			}
			first, found, err := firstOp(v, id)
			if err != nil {
				return nil, 0, err
			}
			if found {
				changed[id] = first
				shownNow++
			}
		}
	}
	return changed, shownNow, nil
}

// unchangedAsOf lists the entries that were there at a moment and never changed.
func (r *Record) unchangedAsOf(ctx context.Context, v space.Querier, at time.Time, q Query, match string, changed map[ID]int64, shownNow int) ([]Entry, error) {
	clause, args, position := q.where(match, false)
	clause += " AND e.recorded <= ? ORDER BY " + position
	if !q.Oldest {
		clause += " DESC"
	}
	if q.Limit > 0 {
		clause += " LIMIT ?"
	}
	args = append(args, at.UnixMilli())
	if q.Limit > 0 {
		args = append(args, q.Limit+shownNow)
	}
	var entries []Entry
	err := v.Each("SELECT "+entryColumns+clause, args, func(c [][]byte) error {
		if _, later := changed[ID(c[0])]; later {
			return ctx.Err()
		}
		e, err := scanEntry(c)
		if err != nil {
			return err
		}
		e.Person, e.EnteredBy = r.ID(), ID(v.Author([16]byte(c[2])))
		entries = append(entries, e)
		return ctx.Err()
	})
	return entries, err
}

// asOf folds entries as they stood at a moment.
type asOf struct {
	q       space.Querier
	at      time.Time
	changes changeCache
	undone  map[ID]bool // acts, at that moment
}

// entry returns an entry as it stood, nil if it was not shown.
func (a *asOf) entry(id ID, first int64) (*Entry, []state, error) {
	all, err := a.changes.states(a.q, id, first)
	if err != nil {
		return nil, nil, err
	}
	var states []state
	for _, s := range all {
		if s.op.Recorded().After(a.at) {
			continue
		}
		if s.retracted, err = a.wasUndone(s.act); err != nil {
			return nil, nil, err
		}
		states = append(states, s)
	}
	if len(states) == 0 {
		return nil, nil, nil
	}
	e, _, became := fold(id, states)
	if became != shown {
		return nil, nil, nil
	}
	return e, states, nil
}

// wasUndone reports whether an act was undone at that moment.
func (a *asOf) wasUndone(act ID) (undone bool, err error) {
	if undone, known := a.undone[act]; known {
		return undone, nil
	}
	err = a.q.Each(`SELECT hlc, retracted FROM decision WHERE act = ? ORDER BY hlc`, []any{act[:]}, func(c [][]byte) error {
		if !space.Timestamp(parseInt(c[0])).Time().After(a.at) {
			undone = parseInt(c[1]) != 0
		}
		return nil
	})
	if a.undone == nil || len(a.undone) >= maxCachedNames {
		a.undone = map[ID]bool{}
	}
	a.undone[act] = undone
	return undone, err
}

// chooses reports whether q chooses an entry; search is its words. A word of three
// letters and more stands for those that begin with it, as in the index.
func (q Query) chooses(e *Entry, search []string) bool {
	if len(q.Kinds) == 0 && !e.Kind.OnTimeline() || len(q.Kinds) > 0 && !slices.Contains(q.Kinds, e.Kind) {
		return false
	}
	if q.Name != "" && Fold(q.Name) != Fold(e.Name) || q.From != nil && e.When.Date < *q.From || q.To != nil && e.When.Date > *q.To {
		return false
	}
	if len(search) == 0 {
		return true
	}
	have := words(searchText(e))
	for _, word := range search {
		if !slices.ContainsFunc(have, func(h string) bool {
			return h == word || len([]rune(word)) >= minPrefix && strings.HasPrefix(h, word)
		}) {
			return false
		}
	}
	return true
}
