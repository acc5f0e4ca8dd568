package members

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"kith/crypto"
)

// same reports whether two states agree in everything that is said of them.
func same(a, b *State) bool {
	return a.Space == b.Space && a.Kind == b.Kind && a.Current == b.Current &&
		maps.Equal(a.Rejected, b.Rejected) && sameMembers(a, b) && maps.EqualFunc(a.Former, b.Former, slices.Equal[[]OpID]) &&
		slices.Equal(a.Pending, b.Pending) && slices.Equal(a.Missing, b.Missing) &&
		slices.EqualFunc(a.Epochs, b.Epochs, func(x, y Epoch) bool { return x.Op == y.Op && x.Void == y.Void }) &&
		slices.Equal(a.RotationDue, b.RotationDue) && slices.Equal(a.WithoutKey, b.WithoutKey)
}

func sameMembers(a, b *State) bool {
	return maps.EqualFunc(a.Members, b.Members, func(x, y Member) bool {
		return x.Author == y.Author && x.Public == y.Public && x.Role == y.Role && sameCategories(x, y) && x.Since == y.Since &&
			maps.EqualFunc(x.Devices, y.Devices, func(p, q Device) bool { return p.Public == q.Public && p.Since == q.Since })
	})
}

func sameCategories(x, y Member) bool {
	return (x.Categories == nil) == (y.Categories == nil) && slices.Equal(x.Categories, y.Categories)
}

// rounds returns how many histories to play: KITH_ROUNDS, or n.
func rounds(t testing.TB, n uint64) uint64 {
	s := os.Getenv("KITH_ROUNDS")
	if s == "" {
		return n
	}
	k, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		t.Fatal("KITH_ROUNDS: ", err)
	}
	return k
}

// TestRandomHistories plays 100,000 random histories. All is checked on each of
// them, but for the slow second implementation: see [history.checkOracle].
func TestRandomHistories(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(1600)) // the heap is tiny: half the time went into collecting it
	n, workers := rounds(t, 100_000), uint64(runtime.GOMAXPROCS(0))
	var total tally
	var mu sync.Mutex
	t.Run("play", func(t *testing.T) {
		for w := range workers {
			t.Run(fmt.Sprint(w), func(t *testing.T) {
				t.Parallel()
				var mine tally
				for i := w; i < n && !t.Failed(); i += workers {
					h := newHistory(i)
					h.check(t, &mine)
					if i%8 == 0 {
						h.checkOracle(t)
					}
					if t.Failed() {
						t.Errorf("in history %d:\n%s", i, h)
					}
				}
				mu.Lock()
				defer mu.Unlock()
				total.add(mine)
			})
		}
	})
	t.Logf("%d histories, %d ops; verdicts %v", n, total.ops, total.reasons)
	for r := Reason(0); r <= Outranked; r++ {
		if r != Malformed && r != Forged && total.reasons[r] < int(n/1000) {
			t.Errorf("%v: only %d ops, the histories are too tame", r, total.reasons[r])
		}
	}
}

// tally shows that the histories are worth playing.
type tally struct {
	ops     int
	reasons [Outranked + 1]int
}

func (a *tally) add(b tally) {
	a.ops += b.ops
	for r := range a.reasons {
		a.reasons[r] += b.reasons[r]
	}
}

func (h *history) check(t *testing.T, count *tally) {
	all := Resolve(h.space, h.ops, trusting)
	h.checkInvariants(t, all)
	count.ops += len(h.ops)
	for i := range h.ops {
		count.reasons[all.Rejected[h.ops[i].ID]]++
	}
	if !same(all, Resolve(h.space, append(shuffled(h.rng, h.ops), h.ops[:2]...), trusting)) {
		t.Error("another order, with doubles, gives another state")
	}
	h.checkDelivery(t, all)
	h.checkTip(t, all)
	h.checkOnlyStanding(t, all)
}

// checkDelivery lets the ops arrive one by one in any order, gaps and all. At
// every step the state must be that of the ops whose past is complete, in their
// causal order; at the end it must be the state that everybody reaches.
func (h *history) checkDelivery(t *testing.T, all *State) {
	order := h.rng.Perm(len(h.ops))
	var arrived []Op
	have := uint64(0)
	for _, i := range order {
		arrived, have = append(arrived, h.ops[i]), have|1<<i
		s := Resolve(h.space, arrived, trusting)
		h.checkInvariants(t, s)
		var complete []Op
		for k := range h.ops {
			if have&(1<<k) != 0 && h.past[k]&^have == 0 {
				complete = append(complete, h.ops[k])
			}
		}
		if len(s.Pending) != len(arrived)-len(complete) || (len(s.Missing) == 0) != (len(s.Pending) == 0) {
			t.Errorf("%d pending, %d missing of %d", len(s.Pending), len(s.Missing), len(arrived))
		}
		if len(arrived) == len(h.ops) && !same(s, all) {
			t.Error("another delivery gives another state")
		}
		if len(s.Pending) > 0 && h.rng.IntN(4) == 0 {
			c := Resolve(h.space, complete, trusting)
			c.Pending, c.Missing = s.Pending, s.Missing
			if !same(s, c) {
				t.Error("ops whose past is not complete have an effect")
			}
		}
	}
}

// checkTip appends an op that knows everything: it may change what is, but no
// verdict on what was.
func (h *history) checkTip(t *testing.T, all *State) {
	tip := &history{ops: slices.Clone(h.ops), past: slices.Clone(h.past), names: h.names, known: slices.Clone(h.known), rng: h.rng}
	d := h.rng.IntN(len(h.names))
	tip.add(d, 1<<len(h.ops)-1, tip.body(d))
	after := Resolve(h.space, tip.ops, trusting)
	id := tip.ops[len(h.ops)].ID
	if _, rejected := after.Rejected[id]; rejected && !sameMembers(all, after) {
		t.Error("a rejected op at the tip changed the members")
	}
	delete(after.Rejected, id)
	if !maps.Equal(all.Rejected, after.Rejected) {
		t.Error("an op at the tip changed verdicts on its past")
	}
}

// checkOnlyStanding takes all rejected ops out and ties their children to what
// they were built on: the rest must still stand, to the same effect. So nothing
// rejected has one.
func (h *history) checkOnlyStanding(t *testing.T, all *State) {
	var standing []Op
	for i, op := range h.ops {
		if _, rejected := all.Rejected[op.ID]; rejected {
			continue
		}
		op.Parents = nil
		for k := range h.ops[:i] {
			if _, rejected := all.Rejected[h.ops[k].ID]; !rejected && h.past[i]&(1<<k) != 0 {
				op.Parents = append(op.Parents, h.ops[k].ID)
			}
		}
		standing = append(standing, op)
	}
	s := Resolve(h.space, standing, trusting)
	if len(s.Rejected) != 0 || len(s.Pending) != 0 {
		t.Errorf("among the standing ops, rejected %v, pending %v", s.Rejected, s.Pending)
	}
	if !maps.EqualFunc(s.Members, all.Members, func(x, y Member) bool { return x.Role == y.Role && sameCategories(x, y) }) {
		t.Error("rejected ops have an effect on the members")
	}
}

// checkInvariants checks what must hold of every state: an owner who can act,
// and no act that stands beside the removal or demotion of who did it.
func (h *history) checkInvariants(t *testing.T, s *State) {
	if s.Kind == 0 {
		if len(s.Members) > 0 || s.Current != (EpochTag{}) {
			t.Error("members without a genesis")
		}
		return
	}
	able := false
	for _, m := range s.Members {
		able = able || m.Role == Owner && len(m.Devices) > 0
	}
	if !able {
		t.Error("nobody is left to admit anybody")
	}
	for c, cut := range h.ops {
		if !s.stood(cut.ID) {
			continue
		}
		for i, act := range h.ops {
			if i == c || !s.stood(act.ID) || h.past[i]&(1<<c) != 0 || h.past[c]&(1<<i) != 0 {
				continue
			}
			author := s.authorThen(act)
			switch b := cut.Body.(type) {
			case RemoveMember:
				if b.Author == author {
					t.Errorf("op %d stands beside removal %d of its author", i, c)
				}
			case RemoveDevice:
				if b.Device == act.Device {
					t.Errorf("op %d stands beside removal %d of its device", i, c)
				}
			case ChangeRole:
				if k := act.Body.Kind(); b.Author == author && b.Role < Owner && (k == KindAddMember || k == KindChangeRole || k == KindRotate) {
					t.Errorf("op %d stands beside demotion %d of its author", i, c)
				}
			}
		}
	}
}

func (s *State) stood(id OpID) bool {
	i, known := s.graph.at[id]
	return known && s.verdicts.stands.has(i)
}

// authorThen is the author of a standing op: in these histories each device
// has one author ever.
func (s *State) authorThen(op Op) AuthorID {
	c, _ := s.Certificate(op.Device)
	return c.AuthorID()
}

// TestLongHistories puts a hundred rejected ops between the genesis and all
// else: sets of more than one word must give what sets of one word gave.
func TestLongHistories(t *testing.T) {
	const padding = 100
	for number := range rounds(t, 2000) {
		h := newHistory(number)
		long := []Op{h.ops[0]}
		last := h.ops[0].ID
		for i := range padding {
			pad := Op{ID: OpID{byte(i), 0xfe}, Parents: []OpID{last}, Body: RemoveMember{}}
			long, last = append(long, pad), pad.ID
		}
		for _, op := range h.ops[1:] {
			op.Parents = slices.Clone(op.Parents)
			for k := range op.Parents {
				if op.Parents[k] == h.ops[0].ID {
					op.Parents[k] = last
				}
			}
			long = append(long, op)
		}
		short, padded := Resolve(h.space, h.ops, trusting), Resolve(h.space, shuffled(h.rng, long), trusting)
		for _, op := range long[1 : padding+1] {
			if padded.Rejected[op.ID] != UnknownDevice {
				t.Fatal("padding stands")
			}
			delete(padded.Rejected, op.ID)
		}
		if !same(short, padded) {
			t.Fatalf("history %d differs when it is long:\n%s", number, h)
		}
	}
}

// BenchmarkResolve resolves 246 ops of a quarrelsome group, four at a time, against checking one Ed25519 signature for each op,
// which whoever receives them has to do anyway.
func BenchmarkResolve(b *testing.B) {
	world := newCast(6, 1)
	names := slices.Sorted(maps.Keys(world))
	founder := Genesis{Space: Group, Founder: world["ann1"]}
	space := founder.SpaceID()
	ops := []Op{{ID: OpID{1}, Device: world.device("ann1"), Body: founder}}
	tips := []OpID{{1}}
	add := func(device string, parents []OpID, body Body) OpID {
		id := sha256.Sum256([]byte(fmt.Sprint(len(ops))))
		ops = append(ops, Op{ID: id, Device: world.device(device), Parents: parents, Body: body})
		return id
	}
	for _, name := range names[1:] {
		tips = []OpID{add("ann1", tips, AddMember{Role: Owner, Certificate: world[name]})}
	}
	for round := range 60 {
		var next []OpID
		for k, name := range names[:4] {
			var body Body = RemoveMember{Author: world[names[4+round%2]].AuthorID()}
			if round%2 == k%2 {
				body = AddMember{Role: Writer, Certificate: world[names[4+k%2]]}
			}
			next = append(next, add(name, tips, body))
		}
		tips = next
	}
	key := crypto.SigningKeyFromSeed(seed("ann"))
	msg := make([]byte, 300)
	sig := key.Sign("op", msg)
	var resolving, verifying time.Duration
	for b.Loop() {
		start := time.Now()
		Resolve(space, ops, trusting)
		resolving += time.Since(start)
		start = time.Now()
		for range ops {
			if !crypto.Verify(key.Public(), "op", msg, sig) {
				b.Fatal("signature")
			}
		}
		verifying += time.Since(start)
	}
	b.ReportMetric(float64(resolving)/float64(verifying), "ratio-vs-signatures")
}
