package members

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
)

// theWorld is the cast of the random histories; its certificates are real but
// not checked there.
var theWorld = sync.OnceValue(func() cast { return newCast(6, 2) })

// theNames finds the names of theWorld's authors and devices by their ids.
var theNames = sync.OnceValue(func() map[[16]byte]string {
	names := make(map[[16]byte]string)
	for device, c := range theWorld() {
		names[c.DeviceID()], names[c.AuthorID()] = device, owner(device)
	}
	return names
})

// A history is a random DAG of membership ops, honest and not, that people
// wrote while exchanging some of them now and then. All are in causal order.
type history struct {
	space SpaceID
	ops   []Op
	past  []uint64 // of each op, strictly, as a bit set of indexes
	names []string // device names that take part
	known []uint64 // what each device knows
	rng   *rand.Rand
}

var people = []string{"ann", "bob", "cat", "dan", "eve", "fay"}

func newHistory(number uint64) *history {
	h := &history{rng: rand.New(rand.NewPCG(number, 0x6b697468))}
	h.play(2+h.rng.IntN(5), 3+h.rng.IntN(7))
	return h
}

func (h *history) play(authors, steps int) {
	world := theWorld()
	for _, name := range people[:authors] {
		h.names = append(h.names, name+"1", name+"2")
	}
	h.known = make([]uint64, len(h.names))
	genesis := Genesis{Space: Record, Founder: world["ann1"], Nonce: h.id16(), Epoch: EpochTag{0xff}}
	h.space = genesis.SpaceID()
	h.add(0, 0, genesis)
	fierce := h.rng.IntN(2) == 0   // all of them owners, hardly talking, and at war
	for a := 1; a < authors; a++ { // most spaces begin in peace
		if role := h.role(); fierce {
			h.add(0, h.known[0], AddMember{Role: Owner, Certificate: world[people[a]+"1"]})
		} else if h.rng.IntN(8) > 0 {
			h.add(0, h.known[0], AddMember{Role: role, Certificate: world[people[a]+"1"]})
		}
	}
	for d := range h.known {
		if h.rng.IntN(8) > 0 {
			h.known[d] = h.known[0]
		}
	}
	for range steps {
		d := h.rng.IntN(len(h.names))
		if d%2 == 1 && h.rng.IntN(3) > 0 { // second devices are rarer
			d--
		}
		talk := h.rng.IntN(8)
		if fierce && talk > 0 {
			talk = 7
		}
		switch talk {
		case 0, 1, 2:
			h.known[d] |= h.known[h.rng.IntN(len(h.known))]
		case 3: // hears from everybody
			for _, k := range h.known {
				h.known[d] |= k
			}
		}
		if h.rng.IntN(8) == 0 && len(h.ops) > 1 { // one who was just let in, or out, acts next, knowing it
			d = h.concerned(len(h.ops)-1, d)
			h.known[d] |= h.past[len(h.ops)-1] | 1<<(len(h.ops)-1)
		}
		base := h.known[d]
		if h.rng.IntN(10) == 0 { // pretends to know less than it does
			i := h.rng.IntN(len(h.ops))
			base = h.past[i] | 1<<i
		}
		if fierce && h.rng.IntN(3) > 0 {
			h.add(d, base, RemoveMember{Author: world.author(people[h.rng.IntN(authors)])})
			continue
		}
		h.add(d, base, h.body(d))
	}
	if h.rng.IntN(20) == 0 { // the founding op, sealed a second time
		h.add(0, 0, genesis)
	}
}

// concerned returns the first device of the member whom op i is about, or d.
func (h *history) concerned(i, d int) int {
	var who AuthorID
	switch b := h.ops[i].Body.(type) {
	case AddMember:
		who = b.Certificate.AuthorID()
	case ChangeRole:
		who = b.Author
	default:
		return d
	}
	if k := slices.Index(h.names, theNames()[who]+"1"); k >= 0 {
		return k
	}
	return d
}

func (h *history) role() Role { return []Role{Owner, Owner, Owner, Writer, Viewer}[h.rng.IntN(5)] }

// categories lets half of the viewers see one or two of three.
func (h *history) categories(role Role) []uint8 {
	if role != Viewer {
		return nil
	}
	return [][]uint8{nil, nil, nil, {1}, {2}, {1, 3}}[h.rng.IntN(6)]
}

func (h *history) id16() (b [16]byte) {
	for i := range b {
		b[i] = byte(h.rng.Uint32())
	}
	return b
}

// add appends an op by a device that builds on base.
func (h *history) add(d int, base uint64, body Body) {
	a, b := h.id16(), h.id16()
	op := Op{ID: OpID(append(a[:], b[:]...)), Device: theWorld().device(h.names[d]), Body: body}
	covered := uint64(0)
	for i := range h.ops {
		if base&(1<<i) != 0 {
			covered |= h.past[i]
		}
	}
	for i := range h.ops {
		if (base&^covered)&(1<<i) != 0 || base&(1<<i) != 0 && h.rng.IntN(16) == 0 { // now and then one too many
			op.Parents = append(op.Parents, h.ops[i].ID)
		}
	}
	h.known[d] |= base | 1<<len(h.ops)
	h.ops, h.past = append(h.ops, op), append(h.past, base)
}

func (h *history) body(d int) Body {
	world := theWorld()
	if h.rng.IntN(6) == 0 { // take the last thing taken away back
		for i := len(h.ops) - 1; i >= 0; i-- {
			if h.known[d]&(1<<i) == 0 {
				continue
			}
			switch b := h.ops[i].Body.(type) {
			case RemoveMember:
				return AddMember{Role: Owner, Certificate: world[theNames()[b.Author]+"1"]}
			case RemoveDevice:
				return AddDevice{Certificate: world[theNames()[b.Device]]}
			case ChangeRole:
				return ChangeRole{Author: b.Author, Role: Owner}
			}
		}
	}
	author := world[people[h.rng.IntN(len(h.names)/2)]+"1"].AuthorID()
	device := h.names[h.rng.IntN(len(h.names))]
	switch h.rng.IntN(16) {
	case 0, 1, 2, 3:
		return RemoveMember{Author: author}
	case 4, 5, 6:
		role := Role(1 + h.rng.IntN(3))
		return ChangeRole{Author: author, Role: role, Categories: h.categories(role)}
	case 7, 8, 9:
		role := h.role()
		return AddMember{Role: role, Certificate: world[device], Categories: h.categories(role)}
	case 10, 11:
		switch h.rng.IntN(4) {
		case 0, 1: // one's own other device
			device = h.names[d^1]
		case 2: // itself
			device = h.names[d]
		}
		return AddDevice{Certificate: world[device]}
	case 12, 13:
		return RemoveDevice{Device: world.device(device)}
	}
	tag := EpochTag{byte(h.rng.IntN(6))}
	return Rotate{Epoch: tag, Previous: []EpochTag{{0xff}}, Wraps: []Wrap{{Device: world.device(device), Sealed: []byte{1}}}}
}

func shuffled(rng *rand.Rand, ops []Op) []Op {
	ops = slices.Clone(ops)
	rng.Shuffle(len(ops), func(i, j int) { ops[i], ops[j] = ops[j], ops[i] })
	return ops
}

func (h *history) String() string {
	s := Resolve(h.space, h.ops, trusting)
	out := ""
	for i, op := range h.ops {
		var parents []int
		for k := range h.ops[:i] {
			if slices.Contains(op.Parents, h.ops[k].ID) {
				parents = append(parents, k)
			}
		}
		out += fmt.Sprintf("%2d %x by %s on %v: %T", i, op.ID[:2], theNames()[op.Device], parents, op.Body)
		switch b := op.Body.(type) {
		case AddMember:
			out += fmt.Sprintf(" %s %v", theNames()[b.Certificate.DeviceID()], b.Role)
		case AddDevice:
			out += " " + theNames()[b.Certificate.DeviceID()]
		case RemoveDevice:
			out += " " + theNames()[b.Device]
		case RemoveMember:
			out += " " + theNames()[b.Author]
		case ChangeRole:
			out += fmt.Sprintf(" %s %v", theNames()[b.Author], b.Role)
		}
		out += fmt.Sprintf(" -> %v\n", s.Rejected[op.ID])
	}
	return out
}
