package journal

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/journal/space"
	"kith/journal/space/members"
)

func experimentOf(pairs int) *Experiment {
	x := &Experiment{Of: KindFactor, Outcomes: []string{"Headache"}, BlockDays: 7, Washout: 2}
	for i := range pairs {
		x.WithFirst = append(x.WithFirst, i%3 != 0)
	}
	return x
}

func ExampleExperiment_Blocks() {
	x := &Experiment{Of: KindFactor, Outcomes: []string{"Headache"}, BlockDays: 3, Washout: 1, WithFirst: []bool{true, false}}
	x.Shifts = []BlockShift{{Block: 2, From: NewDate(2026, time.March, 10), Reason: "travel"}}
	for _, b := range x.Blocks(NewDate(2026, time.March, 1)) {
		fmt.Println(b.No, b.Pair, b.With, b.From, b.Counts, b.To)
	}
	// Output:
	// 0 0 true 2026-03-01 2026-03-02 2026-03-03
	// 1 0 false 2026-03-04 2026-03-05 2026-03-06
	// 2 1 false 2026-03-10 2026-03-11 2026-03-12
	// 3 1 true 2026-03-13 2026-03-14 2026-03-15
}

// checkBlocks holds blocks to what Blocks promises of whatever an experiment says.
func checkBlocks(t *testing.T, x *Experiment, start Date) {
	t.Helper()
	blocks := x.Blocks(start)
	before := start - 1
	for i, b := range blocks {
		if b.No != i || b.Pair != i/2 || b.From <= before || b.Counts != b.From+Date(x.Washout) || b.To < b.From {
			t.Fatalf("%+v after day %v in %+v", b, before, x)
		}
		if b.Whole != (b.To-b.From+1 == Date(x.BlockDays)) || x.Ended != nil && b.To > *x.Ended {
			t.Fatalf("%+v, ended %v", b, x.Ended)
		}
		if b.No%2 == 1 && b.With == blocks[i-1].With {
			t.Fatalf("a pair of the same: %+v", b)
		}
		before = b.To
	}
	if x.Ended == nil && len(blocks) != 2*len(x.WithFirst) {
		t.Fatalf("%d blocks of %d pairs", len(blocks), len(x.WithFirst))
	}
}

func TestBlocksOfAnyExperiment(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	for range 3000 {
		x := experimentOf(1 + random.IntN(MaxPairs))
		x.BlockDays = 1 + random.IntN(20)
		x.Washout = random.IntN(x.BlockDays)
		start := Date(random.IntN(40_000))
		for range random.IntN(6) {
			x.Shifts = append(x.Shifts, BlockShift{Block: random.IntN(2 * len(x.WithFirst)), From: start + Date(random.IntN(400)-50)})
		}
		if random.IntN(3) == 0 {
			day := start + Date(random.IntN(300)-20)
			x.Ended = &day
		}
		if err := x.validate(); err != nil {
			t.Fatal(err)
		}
		checkBlocks(t, x, start)
	}
}

func FuzzExperiment(f *testing.F) {
	day := Date(20_000)
	for _, x := range []*Experiment{experimentOf(6), {Of: KindTreatment, Against: "B", Outcomes: []string{"Pain", "Sleep"}, BlockDays: 14,
		WithFirst: make([]bool, 8), Courses: []ID{NewID(), NewID()}, Shifts: []BlockShift{{Block: 3, From: day, Reason: "flu"}}, NotKept: []int{2}, Ended: &day}} {
		raw, err := encMode.Marshal(x)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw, int32(day))
	}
	f.Fuzz(func(t *testing.T, body []byte, start int32) {
		e := Entry{Kind: KindExperiment}
		if _, err := (fields{head: []byte{0xa0}, body: body}).decode(&e); err != nil {
			return
		}
		e.Name, e.When = "x", OnDay(min(max(Date(start), minDate), maxDate), time.UTC)
		if e.Validate() != nil {
			return
		}
		x := e.Body.(*Experiment)
		if len(x.Blocks(e.When.Date)) > 2*MaxPairs {
			t.Fatal("more blocks than there can be")
		}
		checkBlocks(t, x, e.When.Date)
		_ = searchText(&e) // must not panic
	})
}

func TestExperimentRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Experiment){
		"of a note":        func(x *Experiment) { x.Of = KindNote },
		"without pairs":    func(x *Experiment) { x.WithFirst = nil },
		"many pairs":       func(x *Experiment) { x.WithFirst = make([]bool, MaxPairs+1) },
		"no days":          func(x *Experiment) { x.BlockDays = 0 },
		"a year a block":   func(x *Experiment) { x.BlockDays = 365 },
		"all wash-out":     func(x *Experiment) { x.Washout = x.BlockDays },
		"no outcome":       func(x *Experiment) { x.Outcomes = nil },
		"many outcomes":    func(x *Experiment) { x.Outcomes = make([]string, MaxOutcomes+1) },
		"not UTF-8":        func(x *Experiment) { x.Outcomes = []string{"\xff"} },
		"long reason":      func(x *Experiment) { x.EndReason = strings.Repeat("x", MaxName+1) },
		"three courses":    func(x *Experiment) { x.Courses = make([]ID, 3) },
		"a block too many": func(x *Experiment) { x.NotKept = []int{12} },
		"a shift too far":  func(x *Experiment) { x.Shifts = []BlockShift{{Block: 1, From: maxDate}} },
	} {
		x := experimentOf(6)
		spoil(x)
		e := Entry{Kind: KindExperiment, Name: "x", When: OnDay(20_000, time.UTC), Body: x}
		if e.Validate() == nil {
			t.Errorf("%s: taken", name)
		}
	}
	e := Entry{Kind: KindExperiment, When: OnDay(20_000, time.UTC), Body: experimentOf(6)}
	if e.Validate() == nil {
		t.Error("one without a name was taken")
	}
	e.Name = "Walk"
	if err := e.Validate(); err != nil {
		t.Error(err)
	}
}

// TestKindOfLaterVersion: of an act that has an entry of a kind that this version does
// not know, the other entries are shown, here and after a rebuild.
func TestKindOfLaterVersion(t *testing.T) {
	ctx := context.Background()
	r, _ := testRecord(t)
	known := symptom("Headache", 7, time.Unix(1e9, 0).UTC())
	known.ID = NewID()
	p, err := newPut(&known)
	if err != nil {
		t.Fatal(err)
	}
	later := put{ID: NewID(), Kind: Kind(len(kindNames)), Head: p.Head, Body: p.Body}
	if err := r.update(ctx, func(tx *space.Tx) error {
		_, err := appendIn(tx, Symptoms, opChange, change{Title: "log", Puts: []put{later, p}})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	check := func(when string) {
		t.Helper()
		list, err := r.List(ctx, Query{})
		if err != nil || len(list) != 1 || list[0].ID != known.ID {
			t.Fatalf("%s: %+v, %v", when, list, err)
		}
		if _, err := r.Get(ctx, later.ID); !errors.Is(err, ErrNotFound) {
			t.Fatalf("%s: the other is %v", when, err)
		}
	}
	check("written")
	if _, err := r.Space().Rebuild(ctx, nil); err != nil {
		t.Fatal(err)
	}
	check("rebuilt")
}

// TestExperimentOnTwoDevices: two devices change different things of an experiment
// before they see each other; in the end both show both changes, whatever came first.
func TestExperimentOnTwoDevices(t *testing.T) {
	ctx := context.Background()
	f := newFamily(t)
	ids, err := f.owner.Log(ctx, "experiment", Entry{Kind: KindExperiment, Name: "Walk", When: OnDay(20_000, time.UTC), Body: experimentOf(6)})
	if err != nil {
		t.Fatal(err)
	}
	other, _ := f.admit(members.Caregiver, AllCategories)
	f.sync(f.owner, other)
	edit := func(r *Record, fn func(*Experiment)) {
		t.Helper()
		if _, err := r.Edit(ctx, ids[0], func(e *Entry) error {
			x := *e.Body.(*Experiment)
			x.NotKept, x.Shifts = slices.Clone(x.NotKept), slices.Clone(x.Shifts)
			fn(&x)
			e.Body = &x
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	edit(f.owner, func(x *Experiment) { x.NotKept = append(x.NotKept, 3) })
	edit(other, func(x *Experiment) { x.Shifts = append(x.Shifts, BlockShift{Block: 5, From: 20_050}) })
	f.sync(f.owner, other)
	f.sync(other, f.owner)
	for _, r := range []*Record{f.owner, other} {
		e, err := r.Get(ctx, ids[0])
		if err != nil {
			t.Fatal(err)
		}
		x := e.Body.(*Experiment)
		blocks := x.Blocks(e.When.Date)
		if len(x.NotKept) != 1 || len(x.Shifts) != 1 || blocks[3].Kept || blocks[5].From != 20_050 {
			t.Errorf("%+v", x)
		}
	}
}
