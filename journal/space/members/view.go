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

// role returns author a's role; see rights.
func (g *graph) role(a int, view set) Role {
	role, _ := g.rights(a, view)
	return role
}

// rights returns author a's role and what they read: the lowest of the causally
// last role changes, or the highest admission if there is no change. Of several
// such changes only what all of them let read is read, of admissions what any does.
func (g *graph) rights(a int, view set) (role Role, reads categories) {
	ops := &g.authors[a]
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
		switch n := &g.nodes[i]; {
		case !last:
		case role == NoRole || n.role < role:
			role, reads = n.role, n.reads
		case n.role == role:
			reads &= n.reads
		}
	}
	if role != NoRole {
		return role, reads
	}
	for _, i := range ops.adds {
		n := &g.nodes[i]
		if !view.has(i) || n.role < role || !g.follows(i, ops.removals, view) {
			continue
		}
		if n.role > role {
			reads = 0
		}
		role, reads = n.role, reads|n.reads
	}
	return role, reads
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

// categories is a set of categories: bit c is category c.
type categories uint16

const everything categories = 1<<(MaxCategory+1) - 1

// categoriesOf reads a list of an op: none is everything. The base is in all.
func categoriesOf(list []uint8) categories {
	if len(list) == 0 {
		return everything
	}
	set := categories(1)
	for _, c := range list {
		set |= 1 << c
	}
	return set
}

// list returns the categories above the base: nil for everything, else a list that
// may be empty.
func (c categories) list() []uint8 {
	if c == everything {
		return nil
	}
	list := []uint8{}
	for i := uint8(1); i <= MaxCategory; i++ {
		if c&(1<<i) != 0 {
			list = append(list, i)
		}
	}
	return list
}
