package members

// verdicts says of every op whether it stands, and if not, why.
type verdicts struct {
	stands set
	reason []Reason // 0 where the op stands
	author []int    // of the op, by its own past; -1 if unknown
	need   []Role   // the role that the op takes
	view   set      // scratch
}

func (g *graph) newVerdicts() *verdicts {
	n := len(g.nodes)
	return &verdicts{newSet(n), make([]Reason, n), make([]int, n), make([]Role, n), newSet(n)}
}

// judge computes all verdicts (rules 4 to 6), given the cuts that are settled
// and those that are void.
func (g *graph) judge(v *verdicts, settled, void set) {
	clear(v.stands)
	cutting := !settled.empty()
	for i := range g.nodes {
		v.view.and(g.nodes[i].past, v.stands)
		reason := g.mayAct(i, v)
		if reason == 0 && void.has(i) {
			reason = Outranked
		}
		if reason == 0 && cutting {
			for _, c := range g.cuts {
				if settled.has(c) && g.hits(c, i, v) {
					reason = Cut
					break
				}
			}
		}
		if v.reason[i] = reason; reason == 0 {
			v.stands.add(i)
		}
	}
}

// mayAct is rule 4: it judges op i by v.view, what stands in its past, and
// notes its author and the role that it takes.
func (g *graph) mayAct(i int, v *verdicts) Reason {
	n := &g.nodes[i]
	v.author[i], v.need[i] = -1, Owner
	if n.fault != 0 {
		return n.fault
	}
	if n.kind == KindGenesis {
		v.author[i] = n.subject
		return 0
	}
	author := g.owner(n.signer, v.view)
	if author < 0 && g.joins(n, v.view) {
		author = n.subject
	}
	if author < 0 {
		return UnknownDevice
	}
	v.author[i] = author
	role := g.role(author, v.view)
	pointless := false
	switch n.kind {
	case KindAddMember:
		pointless = g.role(n.subject, v.view) != NoRole || g.owner(n.target, v.view) >= 0
	case KindRemoveMember:
		pointless = g.role(n.subject, v.view) == NoRole
		if n.subject == author && role < Owner {
			v.need[i] = Viewer
		} else if n.subject == author {
			return OnOneself
		}
	case KindChangeRole:
		pointless = g.role(n.subject, v.view) == NoRole
		if n.subject == author {
			return OnOneself
		}
	case KindAddDevice:
		if n.subject == author {
			v.need[i] = Viewer
		}
		owner := g.owner(n.target, v.view)
		pointless = g.role(n.subject, v.view) == NoRole || owner >= 0 && owner != n.subject
	case KindRemoveDevice:
		owner := g.owner(n.target, v.view)
		if owner == author {
			v.need[i] = Viewer
		}
		if n.target == n.signer {
			return OnOneself
		}
		pointless = owner < 0
	case KindRotate:
		pointless = g.epochKnown(n.op.Body.(Rotate).Epoch, v.view)
	}
	switch {
	case role < v.need[i]:
		return NotAllowed
	case pointless:
		return Pointless
	}
	return 0
}

// joins reports whether n is a device that adds itself with a certificate of its
// author's, and was never removed as far as it knows.
func (g *graph) joins(n *node, view set) bool {
	if n.kind != KindAddDevice || n.target != n.signer {
		return false
	}
	for _, i := range g.devices[n.target].removals {
		if view.has(i) {
			return false
		}
	}
	return true
}

func (g *graph) epochKnown(tag EpochTag, view set) bool {
	for _, e := range g.epochs {
		if view.has(e) && g.nodes[e].epoch() == tag {
			return true
		}
	}
	return false
}

// epoch returns the tag of the epoch that a Genesis or Rotate starts.
func (n *node) epoch() EpochTag {
	if genesis, ok := n.op.Body.(Genesis); ok {
		return genesis.Epoch
	}
	return n.op.Body.(Rotate).Epoch
}

// hits is rule 5: cut c takes away what the concurrent op i needed.
func (g *graph) hits(c, i int, v *verdicts) bool {
	n := &g.nodes[c]
	if n.kind == KindRemoveDevice {
		if n.target != g.nodes[i].signer {
			return false
		}
	} else if n.subject != v.author[i] || n.role >= v.need[i] {
		return false
	}
	return g.concurrent(c, i)
}

// settle is rule 6: it decides which cuts take effect on concurrent ops and
// returns the verdicts that follow.
func (g *graph) settle() *verdicts {
	now, trial := g.newVerdicts(), g.newVerdicts()
	settled, void := newSet(len(g.nodes)), newSet(len(g.nodes))
	for {
		g.judge(now, settled, void)
		open := g.openCuts(now, settled)
		if len(open) == 0 {
			return now
		}
		if g.voidRebels(open, trial, settled, void) {
			continue
		}
		all := settled.clone()
		for _, c := range open {
			all.add(c.op)
		}
		g.judge(trial, all, void)
		safe := open[:0:0]
		for _, c := range open {
			if trial.stands.has(c.op) {
				safe = append(safe, c)
			}
		}
		if len(safe) == 0 {
			safe = g.knots(open)
		}
		settled.add(g.mostSenior(safe, now))
	}
}

// openCut is a standing cut, not yet settled, that hits standing ops.
type openCut struct {
	op  int
	hit set
}

func (g *graph) openCuts(now *verdicts, settled set) []openCut {
	var open []openCut
	for _, c := range g.cuts {
		if !now.stands.has(c) || settled.has(c) {
			continue
		}
		var hit set
		for i := range g.nodes {
			if now.stands.has(i) && g.hits(c, i, now) {
				if hit == nil {
					hit = newSet(len(g.nodes))
				}
				hit.add(i)
			}
		}
		if hit != nil {
			open = append(open, openCut{c, hit})
		}
	}
	return open
}

// threatens reports whether c hits op i or anything that i is built on.
func (g *graph) threatens(c openCut, i int) bool {
	return c.hit.has(i) || c.hit.meets(g.nodes[i].past)
}

// voidRebels is rule 6a: open cuts that would undo a settled one are void. It
// reports whether there were any.
func (g *graph) voidRebels(open []openCut, trial *verdicts, settled, void set) bool {
	found := false
	for _, c := range open {
		for _, s := range g.cuts {
			if !settled.has(s) || !g.threatens(c, s) {
				continue
			}
			with := settled.clone()
			with.add(c.op)
			g.judge(trial, with, void)
			if !trial.stands.contains(settled) {
				void.add(c.op)
				found = true
			}
			break
		}
	}
	return found
}

// knots returns the open cuts that are threatened only by cuts that they
// threaten themselves, be it through others.
func (g *graph) knots(open []openCut) []openCut {
	n := len(open)
	reach := make([]set, n) // reach[i]: the cuts that threaten open[i], be it through others
	for i := range open {
		reach[i] = newSet(n)
		for j, c := range open {
			if i != j && g.threatens(c, open[i].op) {
				reach[i].add(j)
			}
		}
	}
	for via := range open {
		for i := range open {
			if reach[i].has(via) {
				reach[i].addAll(reach[via])
			}
		}
	}
	var knotted []openCut
	for i, c := range open {
		tied := true
		for j := range open {
			tied = tied && (!reach[i].has(j) || reach[j].has(i))
		}
		if tied {
			knotted = append(knotted, c)
		}
	}
	return knotted
}

// mostSenior returns the cut whose author was admitted first, in order of
// place; between cuts of one author, the one of the first place.
func (g *graph) mostSenior(cuts []openCut, v *verdicts) int {
	best, bestSince := -1, 0
	for _, c := range cuts { // in order of place
		if since := g.actorSince(c.op, v); best < 0 || since < bestSince {
			best, bestSince = c.op, since
		}
	}
	return best
}

// actorSince returns the admission that the author of standing op i counted
// from when writing it.
func (g *graph) actorSince(i int, v *verdicts) int {
	if g.nodes[i].kind == KindGenesis {
		return i
	}
	v.view.and(g.nodes[i].past, v.stands)
	return g.since(v.author[i], v.view)
}
