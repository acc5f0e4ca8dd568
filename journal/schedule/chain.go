package schedule

import (
	"fmt"
	"slices"
	"time"

	"kith/journal"
)

// hourly returns the doses of a plan with elapsed time between them. They count
// from the plan's first dose or, if the plan says so, from each dose taken.
func (r *Regimen) hourly(p *plan, w window) ([]Due, error) {
	zone := p.in(w.zone)
	start := Clock(p.start.date, p.minutes[0], zone)
	if start.Before(p.start.at) {
		start = start.AddDate(0, 0, 1)
	}
	anchors := []time.Time{start}
	var slots []time.Time // of doses that were logged
	for i := range w.taken {
		e := &w.taken[i]
		d := e.Dose()
		if d == nil || d.Plan != p.entry.ID {
			continue
		}
		if d.Due != 0 {
			slots = append(slots, time.UnixMilli(d.Due))
		}
		if p.body.FromTaken && d.Status == journal.DoseTaken {
			anchors = append(anchors, e.When.Time)
		}
	}
	slices.SortFunc(anchors[1:], time.Time.Compare)
	var dues []Due
	for i, anchor := range anchors {
		until := w.to
		if i+1 < len(anchors) && anchors[i+1].Before(until) {
			until = anchors[i+1]
		}
		t := anchor
		if i > 0 {
			t = t.Add(p.every) // the anchor itself was taken for a slot before
		}
		if behind := w.from.Sub(t); behind > 0 {
			t = t.Add((behind + p.every - 1) / p.every * p.every)
		}
		for ; t.Before(until); t = t.Add(p.every) {
			dues = r.add(dues, p, journal.DateOf(t.In(zone)), t, &w)
			if len(dues) > maxDues {
				return nil, fmt.Errorf("more than %d: %w", maxDues, ErrRange)
			}
		}
	}
	for _, t := range slots { // taken before it was due, which moved the next
		dues = r.add(dues, p, journal.DateOf(t.In(zone)), t, &w)
	}
	return once(dues), nil
}

// once sorts doses of one plan and leaves one of each slot.
func once(dues []Due) []Due {
	slices.SortStableFunc(dues, func(a, b Due) int {
		if a.Slot != b.Slot {
			return int(min(max(a.Slot-b.Slot, -1), 1))
		}
		return boolInt(a.Estimated) - boolInt(b.Estimated)
	})
	return slices.CompactFunc(dues, func(a, b Due) bool { return a.Slot == b.Slot })
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// maxDepth is how many doses can follow one another.
const maxDepth = 4

// following returns the doses of a plan that follow those of another course.
func (r *Regimen) following(p *plan, w window, others map[journal.ID]*Regimen, depth int) ([]Due, error) {
	delay := time.Duration(p.body.Delay) * time.Second
	early := window{w.from.Add(-delay - 24*time.Hour), w.to.Add(-delay + 24*time.Hour), w.zone, w.taken}
	var dues []Due
	follow := func(at time.Time, slot int64, estimated bool) {
		t := at.Add(delay)
		n := len(dues)
		if dues = r.add(dues, p, journal.DateOf(t.In(w.zone)), t, &w); len(dues) > n {
			dues[n].Slot = time.UnixMilli(slot).Add(delay).UnixMilli()
			dues[n].Estimated = estimated
		}
	}
	var planned []Logged
	if other := others[p.body.After]; other != nil && depth < maxDepth {
		before, err := other.due(early, others, depth+1)
		if err != nil {
			return nil, err
		}
		planned = Match(before, w.taken)
	}
	used := map[journal.ID]bool{}
	for i := range planned {
		l := &planned[i]
		switch dose := l.Dose(); {
		case dose == nil:
			follow(l.Due.At, l.Due.Slot, true)
		case l.Status == Taken:
			used[dose.ID] = true
			follow(dose.When.Time, l.Due.Slot, false)
		}
	}
	for i := range w.taken { // doses that no plan asked for
		e := &w.taken[i]
		d := e.Dose()
		if d == nil || d.Course != p.body.After || d.Status != journal.DoseTaken || used[e.ID] {
			continue
		}
		slot := d.Due
		if slot == 0 {
			slot = e.When.Time.UnixMilli()
		}
		follow(e.When.Time, slot, false)
	}
	return once(dues), nil
}
