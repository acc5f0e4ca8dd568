package members

// State is what a set of membership ops comes to. It does not change; resolve
// again when there are more ops. It is safe for concurrent use.
type State struct {
	Space SpaceID
	Kind  SpaceKind // 0 while no genesis is known

	Members map[AuthorID]Member
	// Former are the authors who were members and are not, with the standing
	// removals that keep them out, in order of place.
	Former map[AuthorID][]OpID

	// Epochs are all epochs that ops may be sealed under, in order of place.
	Epochs []Epoch
	// Current is the epoch that writers use; zero while no genesis is known.
	Current EpochTag
	// RotationDue are the standing removals, and role changes that left a viewer
	// fewer categories, that the current epoch does not know of, in order of
	// place: those concerned may hold its keys. Any owner who sees it not empty
	// should rotate.
	RotationDue []OpID
	// WithoutKey are the members' devices that no op gave the current epoch's
	// key to, in order of admission. Any owner can hand it to them (AddDevice).
	WithoutKey []DeviceID

	// Rejected are the ops without effect.
	Rejected map[OpID]Reason
	// Pending are ops that wait for some of their past, sorted; Missing are
	// the ids that they wait for.
	Pending, Missing []OpID

	graph    *graph
	verdicts *verdicts
}

// Member is an author with a role.
type Member struct {
	Author AuthorID
	Public [32]byte // Ed25519 public key
	Role   Role
	// Categories are what a viewer may read beside the base, ascending: nil is
	// everything, an empty list nothing.
	Categories []uint8
	Since      OpID                // the admission that their seniority counts from
	Devices    map[DeviceID]Device // may be empty
}

// Device is one installation of a member.
type Device struct {
	Public [32]byte // Ed25519 public key
	HPKE   []byte   // HPKE public key; do not change it
	Since  OpID     // the op that admitted it
}

// Epoch is a span of the space's life under one key.
type Epoch struct {
	Tag      EpochTag
	Op       OpID // the Genesis or Rotate that started it
	Previous []EpochTag
	Cutoff   bool
	// Void says that the rotation was cut: it is never written under again,
	// but others may have written under it before they knew.
	Void bool
}

// Resolve computes the state of a space from membership ops in any order, with
// or without gaps and doubles. The same set of ops gives the same state. It
// keeps no reference to ops itself, but to their parts, which must not change.
func Resolve(space SpaceID, ops []Op, verify Verifier) *State {
	g, pending, missing := newGraph(space, ops, verify)
	v := g.settle()
	s := &State{
		Space:    space,
		Members:  make(map[AuthorID]Member, len(g.authors)),
		Former:   make(map[AuthorID][]OpID),
		Rejected: make(map[OpID]Reason),
		Pending:  pending,
		Missing:  missing,
		graph:    g,
		verdicts: v,
	}
	for i := range g.nodes {
		if v.reason[i] != 0 {
			s.Rejected[g.nodes[i].op.ID] = v.reason[i]
		} else if genesis, ok := g.nodes[i].op.Body.(Genesis); ok {
			s.Kind = genesis.Space
		}
	}
	s.listMembers()
	s.listEpochs()
	return s
}

func (s *State) listMembers() {
	g, all := s.graph, s.verdicts.stands
	for a := range g.authors {
		role, reads := g.rights(a, all)
		if role == NoRole {
			if out := s.standing(g.authors[a].removals); out != nil {
				s.Former[g.authors[a].id] = out
			}
			continue
		}
		since := g.since(a, all)
		s.Members[g.authors[a].id] = Member{
			Author: g.authors[a].id, Public: g.nodes[since].holds.Author, Role: role, Categories: reads.list(),
			Since: g.nodes[since].op.ID, Devices: make(map[DeviceID]Device),
		}
	}
	for d := range g.devices {
		if i := g.binding(d, all); i >= 0 {
			c, author := g.nodes[i].holds, g.authors[g.nodes[i].subject].id
			if m, ok := s.Members[author]; ok {
				m.Devices[g.devices[d].id] = Device{Public: c.Device, HPKE: c.HPKE, Since: g.nodes[i].op.ID}
			}
		}
	}
}

func (s *State) standing(ops []int) []OpID {
	var ids []OpID
	for _, i := range ops {
		if s.verdicts.stands.has(i) {
			ids = append(ids, s.graph.nodes[i].op.ID)
		}
	}
	return ids
}

// listEpochs is rule 7.
func (s *State) listEpochs() {
	g, v := s.graph, s.verdicts
	removals := newSet(len(g.nodes))
	for _, c := range g.cuts {
		if v.stands.has(c) && (g.nodes[c].kind != KindChangeRole || g.narrows(c, v)) {
			removals.add(c)
		}
	}
	best, bestKnows, bestSince := -1, 0, 0
	for _, e := range g.epochs { // in order of place
		if !v.stands.has(e) {
			if v.reason[e] == Cut && g.nodes[e].kind == KindRotate {
				s.Epochs = append(s.Epochs, newEpoch(&g.nodes[e], true))
			}
			continue
		}
		if g.nodes[e].kind != KindGenesis || len(s.Epochs) == 0 {
			s.Epochs = append(s.Epochs, newEpoch(&g.nodes[e], false))
		}
		if s.succeeded(e) {
			continue
		}
		knows, since := g.nodes[e].past.overlap(removals), g.actorSince(e, v)
		if best < 0 || knows > bestKnows || knows == bestKnows && since < bestSince {
			best, bestKnows, bestSince = e, knows, since
		}
	}
	if best < 0 {
		return
	}
	s.Current = g.nodes[best].epoch()
	for _, c := range g.cuts {
		if removals.has(c) && !g.nodes[best].past.has(c) {
			s.RotationDue = append(s.RotationDue, g.nodes[c].op.ID)
		}
	}
	s.listWithoutKey()
}

// narrows reports whether role change c leaves its subject fewer categories than
// they had by its own past.
func (g *graph) narrows(c int, v *verdicts) bool {
	n := &g.nodes[c]
	if n.reads == everything {
		return false
	}
	v.view.and(n.past, v.stands)
	_, before := g.rights(n.subject, v.view)
	return before&^n.reads != 0
}

// succeeded reports whether a standing rotation knows of epoch op e. Every
// rotation knows of the genesis, be it of another copy.
func (s *State) succeeded(e int) bool {
	for _, later := range s.graph.epochs {
		n := &s.graph.nodes[later]
		if s.verdicts.stands.has(later) && n.kind == KindRotate &&
			(n.past.has(e) || s.graph.nodes[e].kind == KindGenesis) {
			return true
		}
	}
	return false
}

func newEpoch(n *node, void bool) Epoch {
	e := Epoch{Tag: n.epoch(), Op: n.op.ID, Void: void}
	if rotate, ok := n.op.Body.(Rotate); ok {
		e.Previous, e.Cutoff = rotate.Previous, rotate.Cutoff
	}
	return e
}

func (s *State) listWithoutKey() {
	g := s.graph
	given := make(map[DeviceID]bool)
	for i := range g.nodes {
		if !s.verdicts.stands.has(i) {
			continue
		}
		var keys []EpochKey
		switch body := g.nodes[i].op.Body.(type) {
		case Genesis:
			if body.Epoch == s.Current {
				given[g.nodes[i].op.Device] = true
			}
		case Rotate:
			if body.Epoch == s.Current {
				for _, w := range body.Wraps {
					given[w.Device] = true
				}
			}
		case AddMember:
			keys = body.Keys
		case AddDevice:
			keys = body.Keys
		case ChangeRole:
			for _, k := range body.Keys {
				if k.Epoch == s.Current {
					given[k.Device] = true
				}
			}
		}
		for _, k := range keys {
			if k.Epoch == s.Current {
				given[g.devices[g.nodes[i].target].id] = true
			}
		}
	}
	for i := range g.nodes {
		d := g.nodes[i].target
		if d < 0 || given[g.devices[d].id] || g.binding(d, s.verdicts.stands) != i {
			continue
		}
		s.WithoutKey = append(s.WithoutKey, g.devices[d].id)
	}
}
