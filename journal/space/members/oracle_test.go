package members

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"testing"
)

// oracle is a second, slow implementation of MEMBERSHIP.md, written from its
// rules with nothing but maps. It takes ops whose whole past is among them and
// whose signatures are good.
type oracle struct {
	space   SpaceID
	ops     []Op             // in order of place
	before  []map[int]bool   // strict past
	settled map[int]bool     //
	void    map[int]bool     //
	stands  map[int]bool     //
	author  map[int]AuthorID // of ops whose device is known
	need    map[int]Role
}

func newOracle(space SpaceID, ops []Op) *oracle {
	byID := make(map[OpID]Op)
	for _, op := range ops {
		byID[op.ID] = op
	}
	generation := make(map[OpID]int)
	var generationOf func(OpID) int
	generationOf = func(id OpID) int {
		if g, done := generation[id]; done {
			return g
		}
		g := 0
		for _, p := range byID[id].Parents {
			g = max(g, generationOf(p)+1)
		}
		generation[id] = g
		return g
	}
	o := &oracle{space: space, settled: map[int]bool{}, void: map[int]bool{}}
	for id, op := range byID {
		generationOf(id)
		o.ops = append(o.ops, op)
	}
	slices.SortFunc(o.ops, func(a, b Op) int {
		if d := generation[a.ID] - generation[b.ID]; d != 0 {
			return d
		}
		return bytes.Compare(a.ID[:], b.ID[:])
	})
	for _, op := range o.ops {
		past := make(map[int]bool)
		for j := range o.before {
			if slices.Contains(op.Parents, o.ops[j].ID) {
				past[j] = true
				for k := range o.before[j] {
					past[k] = true
				}
			}
		}
		o.before = append(o.before, past)
	}
	o.run()
	return o
}

func (o *oracle) run() {
	for {
		o.stands = o.evaluate(o.settled)
		now, author, need := o.stands, o.author, o.need
		open := map[int]bool{}
		for c := range now {
			for i := range now {
				if !o.settled[c] && o.hit(c, i) {
					open[c] = true
				}
			}
		}
		if len(open) == 0 {
			return
		}
		threatens := func(c, r int) bool {
			for i := range now {
				if (i == r || o.before[r][i]) && o.hit(c, i) {
					return true
				}
			}
			return false
		}
		rebels := []int{}
		for c := range open {
			for s := range o.settled {
				o.author, o.need = author, need
				if threatens(c, s) {
					after := o.evaluate(plus(o.settled, c))
					for d := range o.settled {
						if !after[d] {
							rebels = append(rebels, c)
						}
					}
				}
			}
		}
		if len(rebels) > 0 {
			for _, c := range rebels {
				o.void[c] = true
			}
			continue
		}
		worst := o.evaluate(plus(o.settled, keys(open)...))
		o.author, o.need = author, need
		var eligible []int
		for c := range open {
			if worst[c] {
				eligible = append(eligible, c)
			}
		}
		if len(eligible) == 0 {
			reached := func(from int) map[int]bool { // who threatens from, be it through others
				seen, todo := map[int]bool{}, []int{from}
				for len(todo) > 0 {
					at := todo[0]
					todo = todo[1:]
					for c := range open {
						if c != at && !seen[c] && threatens(c, at) {
							seen[c] = true
							todo = append(todo, c)
						}
					}
				}
				return seen
			}
			for c := range open {
				knotted := true
				for other := range reached(c) {
					knotted = knotted && (other == c || reached(other)[c])
				}
				if knotted {
					eligible = append(eligible, c)
				}
			}
		}
		slices.SortFunc(eligible, func(a, b int) int {
			if d := o.seniority(a, now) - o.seniority(b, now); d != 0 {
				return d
			}
			return a - b
		})
		o.settled[eligible[0]] = true
	}
}

func keys(m map[int]bool) []int {
	var all []int
	for k := range m {
		all = append(all, k)
	}
	return all
}

func plus(m map[int]bool, more ...int) map[int]bool {
	sum := make(map[int]bool)
	for _, k := range append(keys(m), more...) {
		sum[k] = true
	}
	return sum
}

func (o *oracle) seniority(i int, stands map[int]bool) int {
	if o.ops[i].Body.Kind() == KindGenesis {
		return i
	}
	first, _ := o.membership(o.author[i], o.within(i, stands))
	return first
}

func (o *oracle) within(i int, stands map[int]bool) map[int]bool {
	view := make(map[int]bool)
	for j := range o.before[i] {
		if stands[j] {
			view[j] = true
		}
	}
	return view
}

// membership returns the first admission that counts and the role, by a view.
func (o *oracle) membership(a AuthorID, view map[int]bool) (first int, role Role) {
	var removals, adds, changes []int
	for i := range o.ops {
		if !view[i] {
			continue
		}
		switch b := o.ops[i].Body.(type) {
		case Genesis:
			if b.Founder.AuthorID() == a {
				adds = append(adds, i)
			}
		case AddMember:
			if b.Certificate.AuthorID() == a {
				adds = append(adds, i)
			}
		case ChangeRole:
			if b.Author == a {
				changes = append(changes, i)
			}
		case RemoveMember:
			if b.Author == a {
				removals = append(removals, i)
			}
		}
	}
	ignored := func(i int) bool {
		return slices.ContainsFunc(removals, func(r int) bool { return !o.before[i][r] })
	}
	adds, changes = slices.DeleteFunc(adds, ignored), slices.DeleteFunc(changes, ignored)
	if len(adds) == 0 {
		return -1, NoRole
	}
	for _, i := range adds {
		if b, ok := o.ops[i].Body.(AddMember); ok {
			role = max(role, b.Role)
		} else {
			role = Owner
		}
	}
	lowest := Owner + 1
	for _, i := range changes {
		if !slices.ContainsFunc(changes, func(j int) bool { return o.before[j][i] }) {
			lowest = min(lowest, o.ops[i].Body.(ChangeRole).Role)
		}
	}
	if lowest <= Owner {
		role = lowest
	}
	return adds[0], role
}

func certificateOf(body Body) (c Certificate, ok bool) {
	switch b := body.(type) {
	case Genesis:
		return b.Founder, true
	case AddDevice:
		return b.Certificate, true
	case AddMember:
		return b.Certificate, true
	}
	return c, false
}

func (o *oracle) deviceOf(d DeviceID, view map[int]bool) (AuthorID, bool) {
	for i := range o.ops {
		c, ok := certificateOf(o.ops[i].Body)
		if !view[i] || !ok || c.DeviceID() != d {
			continue
		}
		good := true
		for r := range view {
			switch b := o.ops[r].Body.(type) {
			case RemoveDevice:
				good = good && (b.Device != d || o.before[i][r])
			case RemoveMember:
				good = good && (b.Author != c.AuthorID() || o.before[i][r])
			}
		}
		if good {
			return c.AuthorID(), true
		}
	}
	return AuthorID{}, false
}

func (o *oracle) evaluate(settled map[int]bool) map[int]bool {
	stands := make(map[int]bool)
	o.author, o.need = make(map[int]AuthorID), make(map[int]Role)
	for i := range o.ops {
		good := o.lawful(i, o.within(i, stands)) && !o.void[i]
		for c := range settled {
			good = good && !o.hit(c, i)
		}
		if good {
			stands[i] = true
		}
	}
	return stands
}

func (o *oracle) lawful(i int, view map[int]bool) bool {
	op := o.ops[i]
	if g, ok := op.Body.(Genesis); ok {
		o.author[i], o.need[i] = g.Founder.AuthorID(), Owner
		return g.SpaceID() == o.space && len(op.Parents) == 0 && op.Device == g.Founder.DeviceID()
	}
	me, known := o.deviceOf(op.Device, view)
	if add, ok := op.Body.(AddDevice); !known && ok && add.Certificate.DeviceID() == op.Device {
		me, known = add.Certificate.AuthorID(), true // joins by itself, unless it was removed
		for r := range view {
			if b, ok := o.ops[r].Body.(RemoveDevice); ok && b.Device == op.Device {
				known = false
			}
		}
	}
	if !known {
		return false
	}
	_, role := o.membership(me, view)
	o.author[i], o.need[i] = me, Owner
	memberRole := func(a AuthorID) Role { _, r := o.membership(a, view); return r }
	switch b := op.Body.(type) {
	case AddMember:
		_, taken := o.deviceOf(b.Certificate.DeviceID(), view)
		return role == Owner && !taken && memberRole(b.Certificate.AuthorID()) == NoRole
	case RemoveMember:
		if b.Author == me && role < Owner {
			o.need[i] = Viewer
			return true
		}
		return role == Owner && b.Author != me && memberRole(b.Author) != NoRole
	case ChangeRole:
		return role == Owner && b.Author != me && memberRole(b.Author) != NoRole
	case AddDevice:
		whose := b.Certificate.AuthorID()
		if whose == me {
			o.need[i] = Viewer
		}
		holder, taken := o.deviceOf(b.Certificate.DeviceID(), view)
		return role >= o.need[i] && memberRole(whose) != NoRole && (!taken || holder == whose)
	case RemoveDevice:
		holder, taken := o.deviceOf(b.Device, view)
		if taken && holder == me {
			o.need[i] = Viewer
		}
		return role >= o.need[i] && taken && b.Device != op.Device
	case Rotate:
		for j := range view {
			if known, ok := o.ops[j].Body.(Rotate); ok && known.Epoch == b.Epoch {
				return false
			}
			if known, ok := o.ops[j].Body.(Genesis); ok && known.Epoch == b.Epoch {
				return false
			}
		}
		return role == Owner
	}
	return false
}

func (o *oracle) hit(c, i int) bool {
	if c == i || o.before[c][i] || o.before[i][c] {
		return false
	}
	author, known := o.author[i]
	switch b := o.ops[c].Body.(type) {
	case RemoveMember:
		return known && b.Author == author
	case ChangeRole:
		return known && b.Author == author && b.Role < o.need[i]
	case RemoveDevice:
		return b.Device == o.ops[i].Device
	}
	return false
}

// reads says whether an author reads a category, by a view: what the ops say that
// make their role what it is.
func (o *oracle) reads(a AuthorID, c uint8, view map[int]bool) bool {
	_, role := o.membership(a, view)
	lets := func(list []uint8) bool { return len(list) == 0 || slices.Contains(list, c) }
	var removals, changes []int
	for i := range o.ops {
		if b, ok := o.ops[i].Body.(RemoveMember); view[i] && ok && b.Author == a {
			removals = append(removals, i)
		}
		if b, ok := o.ops[i].Body.(ChangeRole); view[i] && ok && b.Author == a {
			changes = append(changes, i)
		}
	}
	ignored := func(i int) bool {
		return slices.ContainsFunc(removals, func(r int) bool { return !o.before[i][r] })
	}
	changes = slices.DeleteFunc(changes, ignored)
	if len(changes) > 0 {
		for _, i := range changes {
			b := o.ops[i].Body.(ChangeRole)
			last := !slices.ContainsFunc(changes, func(j int) bool { return o.before[j][i] })
			if last && b.Role == role && !lets(b.Categories) {
				return false
			}
		}
		return true
	}
	for i := range view {
		switch b := o.ops[i].Body.(type) {
		case Genesis:
			if b.Founder.AuthorID() == a && !ignored(i) {
				return true
			}
		case AddMember:
			if b.Certificate.AuthorID() == a && !ignored(i) && b.Role == role && lets(b.Categories) {
				return true
			}
		}
	}
	return false
}

// narrows says whether op i leaves somebody fewer categories.
func (o *oracle) narrows(i int) bool {
	b, ok := o.ops[i].Body.(ChangeRole)
	if !ok || len(b.Categories) == 0 {
		return false
	}
	for c := uint8(1); c <= MaxCategory; c++ {
		if !slices.Contains(b.Categories, c) && o.reads(b.Author, c, o.within(i, o.stands)) {
			return true
		}
	}
	return false
}

// currentEpoch is rule 7.
func (o *oracle) currentEpoch() EpochTag {
	removals := func(view map[int]bool) (n int) {
		for i := range view {
			if k := o.ops[i].Body.Kind(); o.stands[i] && (k == KindRemoveMember || k == KindRemoveDevice || o.narrows(i)) {
				n++
			}
		}
		return n
	}
	var genesis EpochTag
	var last []int
	for i := range o.stands {
		if g, ok := o.ops[i].Body.(Genesis); ok {
			genesis = g.Epoch
		}
		if o.ops[i].Body.Kind() != KindRotate {
			continue
		}
		succeeded := false
		for j := range o.stands {
			succeeded = succeeded || o.ops[j].Body.Kind() == KindRotate && o.before[j][i]
		}
		if !succeeded {
			last = append(last, i)
		}
	}
	if len(last) == 0 {
		return genesis
	}
	slices.SortFunc(last, func(a, b int) int {
		return cmp.Or(removals(o.before[b])-removals(o.before[a]), o.seniority(a, o.stands)-o.seniority(b, o.stands), a-b)
	})
	return o.ops[last[0]].Body.(Rotate).Epoch
}

// content is rule 8, for a device that no removal in these histories has seen.
func (o *oracle) content(d DeviceID, past map[int]bool) Verdict {
	view := make(map[int]bool)
	for i := range past {
		if o.stands[i] {
			view[i] = true
		}
	}
	author, known := o.deviceOf(d, view)
	if !known {
		return Stray
	}
	if _, role := o.membership(author, view); role < Writer {
		return NoRight
	}
	for c := range o.stands {
		if past[c] {
			continue
		}
		switch b := o.ops[c].Body.(type) {
		case RemoveMember:
			if b.Author == author {
				return Late
			}
		case ChangeRole:
			if b.Author == author && b.Role < Writer {
				return Late
			}
		case RemoveDevice:
			if b.Device == d {
				return Late
			}
		}
	}
	return Counts
}

// checkOracle compares with the slow second implementation.
func (h *history) checkOracle(t *testing.T) {
	s, o := Resolve(h.space, h.ops, trusting), newOracle(h.space, h.ops)
	members := make(map[AuthorID]Role)
	for i, op := range o.ops {
		if _, rejected := s.Rejected[op.ID]; rejected == o.stands[i] {
			t.Errorf("the oracle lets op %d stand: %v; here: %v", i, o.stands[i], s.Rejected[op.ID])
		}
	}
	for _, name := range people {
		a := theWorld().author(name)
		if first, role := o.membership(a, o.stands); role != NoRole {
			members[a] = role
			for c := uint8(1); c <= MaxCategory; c++ {
				m := s.Members[a]
				if reads := m.Categories == nil || slices.Contains(m.Categories, c); reads != o.reads(a, c, o.stands) {
					t.Errorf("%s reads category %d: %v", name, c, reads)
				}
			}
			if s.Members[a].Since != o.ops[first].ID {
				t.Errorf("%s is a member since another op", name)
			}
		}
	}
	got := make(map[AuthorID]Role)
	for id, m := range s.Members {
		got[id] = m.Role
		for d := range m.Devices {
			if a, known := o.deviceOf(d, o.stands); !known || a != id {
				t.Errorf("device %v of %v", d, id)
			}
		}
	}
	if !maps.Equal(got, members) {
		t.Errorf("members %v, the oracle says %v", got, members)
	}
	if s.Current != o.currentEpoch() {
		t.Errorf("epoch %v, the oracle says %v", s.Current, o.currentEpoch())
	}
	for range 8 {
		var context []OpID
		past := make(map[int]bool)
		for range h.rng.IntN(3) {
			i := h.rng.IntN(len(o.ops))
			context, past[i] = append(context, o.ops[i].ID), true
			maps.Copy(past, o.before[i])
		}
		d := theWorld().device(h.names[h.rng.IntN(len(h.names))])
		if got, want := s.Allowed(d, 1, context), o.content(d, past); got != want {
			t.Errorf("content after %v: %v, the oracle says %v", context, got, want)
		}
	}
}
