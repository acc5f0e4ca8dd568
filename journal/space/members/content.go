package members

import (
	"fmt"
	"slices"
)

// Verdict says whether an op of content counts.
type Verdict uint8

// The verdicts on content.
const (
	Counts  Verdict = iota + 1 // it is part of the record
	Waits                      // some of its membership past is not known yet
	Stray                      // its device was nobody's when it was written
	NoRight                    // its author could not write when it was written
	Late                       // written without knowing that its author or device had been removed or demoted
)

// String returns the verdict in words.
func (v Verdict) String() string {
	switch v {
	case Counts:
		return "counts"
	case Waits:
		return "waits"
	case Stray:
		return "stray"
	case NoRight:
		return "no right"
	case Late:
		return "late"
	}
	return fmt.Sprintf("verdict %d", uint8(v))
}

// Allowed is rule 8: it says whether the op of content that device wrote as its
// seq-th op counts. Context is the op's nearest membership past, computed like
// [Op.Parents]. The answer is the same for all content of one device, context
// and side of the [Head] that a removal names, so it can be remembered.
func (s *State) Allowed(device DeviceID, seq uint64, context []OpID) Verdict {
	g, stands := s.graph, s.verdicts.stands
	past := newSet(len(g.nodes))
	for _, id := range context {
		i, known := g.at[id]
		if !known {
			return Waits
		}
		past.add(i)
		past.addAll(g.nodes[i].past)
	}
	view := newSet(len(g.nodes))
	view.and(past, stands)
	d, known := g.device[device]
	if !known {
		return Stray
	}
	author := g.owner(d, view)
	if author < 0 {
		return Stray
	}
	if !g.role(author, view).CanWrite() {
		return NoRight
	}
	for _, c := range g.cuts {
		n := &g.nodes[c]
		if !stands.has(c) || past.has(c) {
			continue
		}
		takes := n.kind == KindRemoveDevice && n.target == d ||
			n.kind != KindRemoveDevice && n.subject == author && n.role < Writer
		if takes && seq > n.seen(device) {
			return Late
		}
	}
	return Counts
}

// Reduce returns those of the ids that are in the past of no other among them,
// sorted, each once: the same set, said in fewer words. An unknown id stays.
func (s *State) Reduce(ids []OpID) []OpID {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, compareOpIDs)
	ids = slices.Compact(ids)
	if len(ids) < 2 {
		return ids
	}
	known := newSet(len(s.graph.nodes))
	for _, id := range ids {
		if i, ok := s.graph.at[id]; ok {
			known.addAll(s.graph.nodes[i].past)
		}
	}
	return slices.DeleteFunc(ids, func(id OpID) bool {
		i, ok := s.graph.at[id]
		return ok && known.has(i)
	})
}

// After reports whether op was written knowing of other.
func (s *State) After(op, other OpID) bool {
	i, known := s.graph.at[op]
	j, too := s.graph.at[other]
	return known && too && s.graph.nodes[i].past.has(j)
}

// RoleOf returns the role that a device has now, through its author.
func (s *State) RoleOf(device DeviceID) Role {
	d, known := s.graph.device[device]
	if !known {
		return NoRole
	}
	author := s.graph.owner(d, s.verdicts.stands)
	if author < 0 {
		return NoRole
	}
	return s.graph.role(author, s.verdicts.stands)
}

// Certificate returns the certificate under which a device was first admitted,
// also when it or its author has been removed since: the keys to check its ops
// with and the author they are by. If no admission of the device stands, it is
// that of the first that does not.
func (s *State) Certificate(device DeviceID) (Certificate, bool) {
	d, known := s.graph.device[device]
	if !known || len(s.graph.devices[d].bindings) == 0 {
		return Certificate{}, false
	}
	bindings := s.graph.devices[d].bindings
	for _, i := range bindings {
		if s.verdicts.stands.has(i) {
			return *s.graph.nodes[i].holds, true
		}
	}
	return *s.graph.nodes[bindings[0]].holds, true
}
