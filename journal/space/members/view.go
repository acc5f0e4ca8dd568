package members

// A view is the set of standing ops that somebody knows: those in the past of
// an op, or all. The functions below read a view by rules 2 and 3.

// follows reports whether every removal in view is in the past of op i: only
// then i counts in spite of them.
func (g *graph) follows(i int, removals []int, view set) bool {
	for _, r := range removals {
		if view.has(r) && !g.nodes[i].past.has(r) {
			return false
		}
	}
	return true
}

// since returns the admission that author a counts from: the first in order of
// place, or -1 if a is not a member.
func (g *graph) since(a int, view set) int {
	ops := &g.authors[a]
	for _, i := range ops.adds {
		if view.has(i) && g.follows(i, ops.removals, view) {
			return i
		}
	}
	return -1
}

// role returns author a's role: the lowest of the causally last role changes,
// or the highest admission if there is no change.
func (g *graph) role(a int, view set) Role {
	ops := &g.authors[a]
	lowest := NoRole
	for k, i := range ops.changes {
		if !view.has(i) || !g.follows(i, ops.removals, view) {
			continue
		}
		last := true
		for _, later := range ops.changes[k+1:] { // a later op has a later place
			if view.has(later) && g.nodes[later].past.has(i) {
				last = false
				break
			}
		}
		if role := g.nodes[i].role; last && (lowest == NoRole || role < lowest) {
			lowest = role
		}
	}
	if lowest != NoRole {
		return lowest
	}
	highest := NoRole
	for _, i := range ops.adds {
		if view.has(i) && g.nodes[i].role > highest && g.follows(i, ops.removals, view) {
			highest = g.nodes[i].role
		}
	}
	return highest
}

// binding returns the op by which device d belongs to its author, the first in
// order of place, or -1 if d is nobody's device.
func (g *graph) binding(d int, view set) int {
	ops := &g.devices[d]
	for _, i := range ops.bindings {
		if view.has(i) && g.follows(i, ops.removals, view) &&
			g.follows(i, g.authors[g.nodes[i].subject].removals, view) {
			return i
		}
	}
	return -1
}

// owner returns the author whose device d is, or -1.
func (g *graph) owner(d int, view set) int {
	if i := g.binding(d, view); i >= 0 {
		return g.nodes[i].subject
	}
	return -1
}
