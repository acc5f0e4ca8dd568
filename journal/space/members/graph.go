package members

import (
	"cmp"
	"slices"
)

// Op is a membership op as the resolver needs it. Its signature and its device
// chain have been checked by the caller; clocks play no part.
type Op struct {
	ID     OpID
	Device DeviceID // that signed it
	// Parents are the nearest membership ops in the op's causal past: see
	// "Parents" in the package comment. More of the past does no harm.
	Parents []OpID
	Body    Body
}

// node is an op whose whole past is known.
type node struct {
	op      Op
	kind    Kind
	past    set          // strictly before it
	holds   *Certificate // nil if the op carries none
	signer  int          // device that signed it
	subject int          // author that it is about, or -1
	target  int          // device that it is about, or -1
	role    Role         // the most that it lets its subject be
	reads   categories   // and read
	fault   Reason
}

// cuts reports whether the op takes something away: see rule 5.
func (n *node) cuts() bool {
	return n.fault == 0 && (n.kind == KindRemoveMember || n.kind == KindRemoveDevice ||
		n.kind == KindChangeRole && n.role < Owner)
}

// seen returns how far the writer of a cut had seen a device.
func (n *node) seen(d DeviceID) uint64 {
	var heads []Head
	switch body := n.op.Body.(type) {
	case RemoveMember:
		heads = body.Seen
	case RemoveDevice:
		heads = body.Seen
	case ChangeRole:
		heads = body.Seen
	}
	for _, h := range heads {
		if h.Device == d {
			return h.Seq
		}
	}
	return 0
}

// authorOps and deviceOps list what the well-formed ops say about one author
// or device, each in order of place.
type authorOps struct {
	id                      AuthorID
	adds, changes, removals []int
}

type deviceOps struct {
	id                 DeviceID
	bindings, removals []int
}

// graph is the settled part of the DAG: nodes stand in order of place, that is
// by generation, then hash.
type graph struct {
	nodes   []node
	at      map[OpID]int
	authors []authorOps
	devices []deviceOps
	author  map[AuthorID]int
	device  map[DeviceID]int
	cuts    []int
	epochs  []int
	message []byte // scratch
}

// newGraph sorts out which ops have their whole past among ops. The others are
// returned as pending, with the ids that nobody has seen, both sorted.
func newGraph(space SpaceID, ops []Op, verify Verifier) (g *graph, pending, missing []OpID) {
	order, at, pending, missing := sortByPlace(ops)
	g = &graph{
		nodes:  make([]node, len(order)),
		at:     at,
		author: make(map[AuthorID]int),
		device: make(map[DeviceID]int),
	}
	words := len(newSet(len(order)))
	backing := make(set, words*len(order))
	for i, op := range order {
		n := &g.nodes[i]
		n.op, n.past = *op, backing[i*words:(i+1)*words]
		for _, p := range op.Parents {
			parent := g.at[p]
			n.past.add(parent)
			n.past.addAll(g.nodes[parent].past)
		}
		g.describe(i, space, verify)
	}
	g.message = nil
	return g, pending, missing
}

// sortByPlace returns the ops whose whole past is known, by generation, then
// hash, without doubles, and where each of them is. The generation of an op
// without parents is 0, and that of others one more than the highest among
// their parents.
func sortByPlace(ops []Op) (order []*Op, at map[OpID]int, pending, missing []OpID) {
	type entry struct {
		op         *Op
		generation int
		waiting    int // parents without a generation
		children   []int
	}
	at = make(map[OpID]int, len(ops)) // first in entries, in the end in order
	entries := make([]entry, 0, len(ops))
	for i := range ops {
		if _, double := at[ops[i].ID]; !double {
			at[ops[i].ID] = len(entries)
			entries = append(entries, entry{op: &ops[i]})
		}
	}
	ready := make([]int, 0, len(entries))
	for i := range entries {
		for _, p := range entries[i].op.Parents {
			entries[i].waiting++
			if parent, known := at[p]; known {
				entries[parent].children = append(entries[parent].children, i)
			} else {
				missing = append(missing, p)
			}
		}
		if entries[i].waiting == 0 {
			ready = append(ready, i)
		}
	}
	for next := 0; next < len(ready); next++ {
		e := &entries[ready[next]]
		for _, c := range e.children {
			child := &entries[c]
			child.generation = max(child.generation, e.generation+1)
			if child.waiting--; child.waiting == 0 {
				ready = append(ready, c)
			}
		}
	}
	slices.SortFunc(ready, func(a, b int) int {
		x, y := &entries[a], &entries[b]
		return cmp.Or(cmp.Compare(x.generation, y.generation), compareOpIDs(x.op.ID, y.op.ID))
	})
	order = make([]*Op, len(ready))
	for i, e := range ready {
		order[i] = entries[e].op
		at[order[i].ID] = i
	}
	for i := range entries {
		if entries[i].waiting > 0 {
			pending = append(pending, entries[i].op.ID)
			delete(at, entries[i].op.ID)
		}
	}
	slices.SortFunc(pending, compareOpIDs)
	slices.SortFunc(missing, compareOpIDs)
	return order, at, pending, slices.Compact(missing)
}

// describe fills in what node i says and files it under whom it is about.
func (g *graph) describe(i int, space SpaceID, verify Verifier) {
	n := &g.nodes[i]
	n.signer, n.subject, n.target = g.deviceIndex(n.op.Device), -1, -1
	if !isBody(n.op.Body) || n.op.Body.check() != nil {
		n.fault = Malformed
		return
	}
	n.kind = n.op.Body.Kind()
	if (n.kind == KindGenesis) != (len(n.op.Parents) == 0) {
		n.fault = WrongSpace
		return
	}
	switch body := n.op.Body.(type) {
	case Genesis:
		n.holds, n.role, n.reads = &body.Founder, Owner, everything
		if body.SpaceID() != space || n.op.Device != body.Founder.DeviceID() {
			n.fault = WrongSpace
			return
		}
	case AddDevice:
		n.holds = &body.Certificate
	case AddMember:
		n.holds, n.role, n.reads = &body.Certificate, body.Role, categoriesOf(body.Categories)
	case RemoveMember:
		n.subject = g.authorIndex(body.Author)
	case ChangeRole:
		n.subject, n.role, n.reads = g.authorIndex(body.Author), body.Role, categoriesOf(body.Categories)
	case RemoveDevice:
		n.target = g.deviceIndex(body.Device)
	}
	if n.holds != nil {
		g.message = n.holds.appendMessage(g.message[:0])
		if !n.holds.signed(verify, g.message) {
			n.fault = Forged
			return
		}
		n.subject, n.target = g.authorIndex(n.holds.AuthorID()), g.deviceIndex(n.holds.DeviceID())
	}
	g.file(i)
}

// isBody reports whether body is there, and by value: a pointer has the same
// methods.
func isBody(body Body) bool {
	switch body.(type) {
	case Genesis, AddDevice, RemoveDevice, AddMember, RemoveMember, ChangeRole, Rotate:
		return true
	}
	return false
}

func (g *graph) file(i int) {
	n := &g.nodes[i]
	switch n.kind {
	case KindGenesis, KindAddMember:
		g.authors[n.subject].adds = append(g.authors[n.subject].adds, i)
		g.devices[n.target].bindings = append(g.devices[n.target].bindings, i)
	case KindAddDevice:
		g.devices[n.target].bindings = append(g.devices[n.target].bindings, i)
	case KindRemoveDevice:
		g.devices[n.target].removals = append(g.devices[n.target].removals, i)
	case KindRemoveMember:
		g.authors[n.subject].removals = append(g.authors[n.subject].removals, i)
	case KindChangeRole:
		g.authors[n.subject].changes = append(g.authors[n.subject].changes, i)
	}
	if n.kind == KindGenesis || n.kind == KindRotate {
		g.epochs = append(g.epochs, i)
	}
	if n.cuts() {
		g.cuts = append(g.cuts, i)
	}
}

func (g *graph) authorIndex(id AuthorID) int {
	i, known := g.author[id]
	if !known {
		i = len(g.authors)
		g.author[id] = i
		g.authors = append(g.authors, authorOps{id: id})
	}
	return i
}

func (g *graph) deviceIndex(id DeviceID) int {
	i, known := g.device[id]
	if !known {
		i = len(g.devices)
		g.device[id] = i
		g.devices = append(g.devices, deviceOps{id: id})
	}
	return i
}

func (g *graph) concurrent(a, b int) bool {
	return a != b && !g.nodes[a].past.has(b) && !g.nodes[b].past.has(a)
}
