package exchange

import (
	"time"

	"kith/journal"
)

// groupKey is what the samples of one run have in common.
type groupKey struct {
	typ    *appleType
	source int32
	unit   int32
	offset int32
}

// group gathers samples of a run. It is flushed between days, so that the runs
// of a day are the same however much an export grew before and after it.
type group struct {
	samples []journal.Sample
	day     int64 // civil day of the last sample
}

// The sizes that flush a group: runSamples at the next change of day, maxRun
// within a day, and all groups when together they hold maxPending samples.
const (
	runSamples = 512
	maxRun     = 8192
	maxPending = 200_000
	maxGroups  = 4096
)

// sample adds a record of a dense type to its group.
func (a *appleReader) sample(r *appleRecord) {
	key := groupKey{typ: r.typ, source: r.source, unit: r.unit, offset: r.start.offset}
	g := a.last
	if g == nil || key != a.lastKey {
		g = a.groups[key]
		if g == nil {
			if len(a.groups) >= maxGroups {
				a.flushAll()
			}
			g = &group{}
			a.groups[key] = g
			r.typ.sources[r.source]++
		}
		a.last, a.lastKey = g, key
	}
	day := r.start.day()
	if n := len(g.samples); n >= maxRun || n >= runSamples && day != g.day {
		a.flush(key, g)
	}
	g.day = day
	g.samples = append(g.samples, journal.Sample{Start: time.Unix(r.start.unix, 0).UTC(),
		Duration: time.Duration(r.end.unix-r.start.unix) * time.Second, Value: r.number})
	if a.pending++; a.pending >= maxPending {
		a.flushAll()
	}
}

// flush emits a group as one run and empties it.
func (a *appleReader) flush(key groupKey, g *group) {
	n := len(g.samples)
	if n == 0 {
		return
	}
	unit := a.unitOf(key.unit)
	codes := key.typ.codes
	run := journal.Run{Measure: key.typ.name, Source: a.sources.texts[key.source], Unit: unit, Offset: int(key.offset),
		Codes: codes, Samples: g.samples}
	a.emit(Row{Runs: []journal.Run{run}, Samples: n, Records: n})
	a.pending -= n
	g.samples = make([]journal.Sample, 0, runSamples)
}

// flushAll emits and forgets all groups.
func (a *appleReader) flushAll() {
	for _, key := range sortedGroups(a.groups) {
		a.flush(key, a.groups[key])
	}
	clear(a.groups)
	a.last = nil
}

// unitOf returns the UCUM spelling of a unit.
func (a *appleReader) unitOf(id int32) string {
	unit := a.units.texts[id]
	if ucum, ok := appleUnits[unit]; ok {
		return ucum
	}
	return unit
}
