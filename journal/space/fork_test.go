package space

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"kith/crypto"
	"kith/journal/space/members"
)

// twins returns a space opened twice from the same files, as after a backup was
// put back, and a replica of another device of the author.
func twins(t testing.TB) (a, b, other *Space, cfg Config) {
	t.Helper()
	ctx := context.Background()
	owner := newIdentity(t)
	s, cfg := newSpace(t, owner)
	write(t, s, "common")
	second := newIdentity(t)
	second.Author = owner.Author
	other, _ = joined(t, s, second, 0, nil)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	twin := cfg
	twin.Dir = t.TempDir()
	writeDir(t, twin.Dir, readDir(t, cfg.Dir))
	var err error
	if a, err = Open(ctx, cfg); err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, a)
	if b, err = Open(ctx, twin); err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, b)
	return a, b, other, cfg
}

func TestForkResolvesTheSameEverywhere(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(rounds(t, 6)) {
		random := rand.New(rand.NewPCG(seed, 1))
		a, b, other, _ := twins(t)
		for i := range 3 {
			write(t, a, fmt.Sprint("a ", i))
			write(t, b, fmt.Sprint("b ", i))
		}
		if err := b.SetAbout(ctx, TopicNode, []byte("n"), []byte("b's")); err != nil {
			t.Fatal(err)
		}
		give(t, a, other, seed)
		write(t, other, "built on a") // stays, whichever stands
		r := give(t, b, other, seed)
		if len(r.Forks) != 1 || r.Forks[0].Device != a.Device() || r.Forks[0].Seq != 4 || len(r.Refused) != 0 {
			t.Fatalf("received %+v", r)
		}
		standing := r.Forks[0].Standing
		if string(standing[:]) > string(r.Forks[0].Other[:]) {
			t.Error("the higher id stands")
		}
		give(t, other, a, seed)
		give(t, other, b, seed)
		want := pictureOf(t, other)
		if len(want.lines) != 5 || !slices.Contains(want.lines, "built on a") {
			t.Fatalf("lines %v", want.lines)
		}
		// Both go on, after what stands, and nothing forks again.
		for _, s := range []*Space{a, b} {
			want.equal(t, pictureOf(t, s))
			checkClean(t, s)
		}
		write(t, a, "after")
		if r := give(t, a, other, seed); len(r.Forks) != 0 {
			t.Fatalf("it forks again: %+v", r)
		}
		give(t, a, b, seed)
		write(t, b, "after that")
		give(t, b, other, seed)
		if got := read(t, other); len(got) != 7 {
			t.Fatalf("lines %v", got)
		}
		checkClean(t, other)
		// Another branch that leaves one of the branches.
		give(t, b, a, seed)
		write(t, a, "fork 2a", "fork 2a again")
		write(t, b, "fork 2b")
		all := append(sealedOps(t, a), sealedOps(t, b)...)
		var last picture
		for i := range 3 {
			random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
			own := newIdentity(t)
			s, cfg := joining(t, Welcome{Space: a.ID(), Kind: members.Group, Keys: a.HeldKeys()}, own)
			for part := range slices.Chunk(all, 4) {
				receive(t, s, part)
			}
			p := pictureOf(t, s)
			if i > 0 {
				last.equal(t, p)
			}
			last = p
			checkClean(t, s)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if s, err := Open(ctx, cfg); err != nil {
				t.Fatal(err)
			} else {
				closeAtEnd(t, s)
				last.equal(t, pictureOf(t, s))
			}
		}
	}
}

// TestOwnOpsComeBack: files that were put back learn from others what this device
// had written since, and go on after it.
func TestOwnOpsComeBack(t *testing.T) {
	a, b, other, _ := twins(t)
	write(t, a, "written, then lost", "this too")
	give(t, a, other, 0)
	r := give(t, other, b, 1)
	if len(r.Forks) != 0 || r.New != 2 {
		t.Fatalf("received %+v", r)
	}
	write(t, b, "goes on")
	if r := give(t, b, other, 2); len(r.Forks) != 0 || r.New != 1 {
		t.Fatalf("received %+v", r)
	}
	pictureOf(t, b).equal(t, pictureOf(t, other))
	checkClean(t, b)
}

func TestFarFutureDoesNotMoveTheClock(t *testing.T) {
	owner := newIdentity(t)
	s, cfg := newSpace(t, owner)
	second := newIdentity(t)
	second.Author = owner.Author
	other, otherCfg := joined(t, s, second, 0, nil)
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	otherCfg.Now = func() time.Time { return time.Now().AddDate(30, 0, 0) }
	other, err := Open(context.Background(), otherCfg)
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, other)
	write(t, other, "from the future")
	give(t, other, s, 0)
	if got := read(t, s); !slices.Equal(got, []string{"from the future"}) {
		t.Fatalf("lines %v", got)
	}
	if got := s.clock.last.Time(); got.After(time.Now().Add(time.Hour)) {
		t.Errorf("the clock went to %v", got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(context.Background(), cfg); err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, s)
	if got := s.clock.last.Time(); got.After(time.Now().Add(time.Hour)) {
		t.Errorf("the clock went to %v", got)
	}
}

// TestCheckpointVouchesInAnyOrder: an op with a signature that does not hold is
// valid if a checkpoint covers it, whenever either comes; or its place in the record
// would depend on the order.
func TestCheckpointVouchesInAnyOrder(t *testing.T) {
	owner := newIdentity(t)
	s, _ := newSpace(t, owner)
	w := Welcome{Space: s.ID(), Kind: members.Group, Keys: s.HeldKeys()}
	good := s.device
	err := s.Update(context.Background(), func(tx *Tx) error {
		for i := range 255 { // the checkpoint follows
			if i == 99 || i == 200 {
				s.device = crypto.NewSigningKey()
			}
			if _, err := tx.Append(opLine, fmt.Sprintf("line %03d", i)); err != nil {
				return err
			}
			s.device = good
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	write(t, s, "after")
	all := sealedOps(t, s)
	whole := pictureOf(t, s)
	for seed := range uint64(5) {
		r, _ := joining(t, w, newIdentity(t))
		ops := slices.Clone(all)
		random := rand.New(rand.NewPCG(seed, 3))
		if seed > 1 {
			random.Shuffle(len(ops), func(i, j int) { ops[i], ops[j] = ops[j], ops[i] })
		}
		for part := range slices.Chunk(ops, []int{len(ops), 50, 50, 19, 11}[seed]) {
			receive(t, r, part)
		}
		whole.equal(t, pictureOf(t, r))
		if waiting, refused := r.Kept(); waiting+refused != 0 {
			t.Errorf("order %d: %d wait, %d are refused", seed, waiting, refused)
		}
		checkClean(t, r)
	}
	// Without the checkpoint it has no effect, and what follows waits.
	r, _ := joining(t, w, newIdentity(t))
	receive(t, r, all[:200])
	if got := read(t, r); len(got) != 99 {
		t.Errorf("%d lines without a checkpoint", len(got))
	}
}

func TestKeptWithoutEffectIsBounded(t *testing.T) {
	s, _ := newSpace(t, newIdentity(t))
	foreign := func() []byte {
		sealed, err := crypto.SealOp(crypto.NewKey(), s.ID(), 7, []byte("x"))
		if err != nil {
			t.Fatal(err)
		}
		return sealed
	}
	receive(t, s, [][]byte{foreign()})
	s.kept.waitingBytes = maxWaitingBytes
	r := receive(t, s, [][]byte{foreign(), {2, 3}})
	if len(r.Refused) != 2 || r.Waiting != 0 {
		t.Fatalf("received %+v", r)
	}
	full, none := r.Refused[1], r.Refused[0]
	if full.Kept || !errors.Is(full.Err, ErrFull) || none.Kept || !errors.Is(none.Err, ErrOp) {
		t.Errorf("refused %+v", r.Refused)
	}
	if waiting, _ := s.Kept(); waiting != 1 {
		t.Errorf("%d wait", waiting)
	}
	s.kept.waitingBytes = 309
	checkClean(t, s)
}
