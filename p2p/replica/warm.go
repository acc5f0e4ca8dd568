package replica

import (
	"cmp"
	"slices"
	"sync"
)

// days are the sums of a space's days, ascending, as the writer has them.
type days struct {
	all     []DaySum
	touched map[uint32]bool // in the transaction under way
}

// at finds a day, or where it belongs.
func at(all []DaySum, day uint32) (int, bool) {
	return slices.BinarySearchFunc(all, day, func(d DaySum, day uint32) int { return cmp.Compare(d.Day, day) })
}

// add counts an op.
func (d *days) add(day uint32, id *ID) {
	i, found := at(d.all, day)
	if !found {
		d.all = slices.Insert(d.all, i, DaySum{Day: day})
	}
	d.all[i].Count++
	addID(&d.all[i].Sum, id)
	d.touched[day] = true
}

// writeDays writes the days that changed.
func (w *writer) writeDays(t *tally) error {
	if t.days == nil {
		return nil
	}
	for day := range t.days.touched {
		i, _ := at(t.days.all, day) // add put it there
		d := &t.days.all[i]
		if _, err := w.c.exec("INSERT INTO day (space, day, count, sum) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = excluded.count, sum = excluded.sum",
			t.no, d.Day, d.Count, d.Sum[:]); err != nil {
			return err
		}
	}
	return nil
}

// maxWarm bounds how many days are kept warm, of all spaces together: 48 bytes
// each, and as much with the writer.
const maxWarm = 300_000

// warmth answers what is asked at every push of spaces in use (who is let in,
// days, the newest number) without the database. The writer fills it with what it
// committed; whatever else happens drops it.
type warmth struct {
	mu     sync.Mutex
	spaces map[Handle]*warmSpace
	days   int
}

type warmSpace struct {
	days []DaySum
	last int64
	tag  Tag
}

func (w *warmth) drop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.spaces, w.days = map[Handle]*warmSpace{}, 0
}

// look returns a copy of the days of a space, if it is warm.
func (w *warmth) look(h Handle) (all []DaySum, warm bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.spaces[h]
	if s == nil {
		return nil, false
	}
	return slices.Clone(s.days), true
}

func (w *warmth) top(h Handle) (last int64, warm bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if s := w.spaces[h]; s != nil {
		return s.last, true
	}
	return 0, false
}

// current reports whether it is known that tag is the current epoch of a space.
func (w *warmth) current(h Handle, tag Tag) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.spaces[h]
	return s != nil && s.tag == tag
}

// publish makes what was committed warm.
func (w *writer) publish() {
	m := &w.s.warm
	m.mu.Lock()
	defer m.mu.Unlock()
	for h := range w.changed {
		t, s := w.spaces[h], m.spaces[h]
		switch {
		case t == nil || t.days == nil: // forgotten, or nothing was written to it yet
			if s != nil {
				m.days -= len(s.days)
				delete(m.spaces, h)
			}
			continue
		case s == nil:
			s = &warmSpace{days: slices.Clone(t.days.all)}
			m.spaces[h] = s
			m.days += len(s.days)
		}
		for day := range t.days.touched {
			i, _ := at(t.days.all, day)
			j, found := at(s.days, day)
			if !found {
				s.days = slices.Insert(s.days, j, DaySum{})
				m.days++
			}
			s.days[j] = t.days.all[i]
		}
		clear(t.days.touched)
		s.last, s.tag = t.top, t.current
	}
	if m.days > maxWarm {
		m.spaces, m.days = map[Handle]*warmSpace{}, 0
		w.stale = true
	}
}

// notice makes the writer look whether another process changed the store (kith
// node forget), so that what is warm is not answered from for long.
func (s *Store) notice() {
	// A store that cannot be written says so to who wants to write.
	_ = s.w.do(0, func(*writer) (error, error) { return nil, nil })
}
