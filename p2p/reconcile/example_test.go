package reconcile_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math/big"
	"slices"

	"kith/p2p/reconcile"
)

// oneDay is a Source of ops that were all written on day 20,000.
type oneDay []reconcile.ID

func (o oneDay) Days(context.Context) ([]reconcile.DaySum, error) {
	sum := new(big.Int)
	for _, id := range o {
		sum.Add(sum, new(big.Int).SetBytes(id[:]))
	}
	sum.Mod(sum, new(big.Int).Lsh(big.NewInt(1), 256))
	day := reconcile.DaySum{Day: 20000, Count: uint64(len(o))}
	sum.FillBytes(day.Sum[:])
	return []reconcile.DaySum{day}, nil
}

func (o oneDay) DayIDs(context.Context, uint32) ([]reconcile.ID, error) {
	return slices.SortedFunc(slices.Values(o), func(a, b reconcile.ID) int { return slices.Compare(a[:], b[:]) }), nil
}

// Two sets of a hundred, of which each lacks one of the other's.
func Example() {
	ctx := context.Background()
	var mine, yours oneDay
	for i := range 101 {
		id := sha256.Sum256([]byte{byte(i)})
		if i != 40 {
			mine = append(mine, id)
		}
		if i != 60 {
			yours = append(yours, id)
		}
	}
	a, err := reconcile.NewIndex(ctx, mine)
	if err != nil {
		fmt.Println(err)
		return
	}
	b, err := reconcile.NewIndex(ctx, yours)
	if err != nil {
		fmt.Println(err)
		return
	}
	initiator, msg := reconcile.NewInitiator(a)
	responder := reconcile.NewResponder(b)
	for turn, sides := 0, [2]*reconcile.Session{responder, initiator}; msg != nil; turn++ {
		step, err := sides[turn%2].Step(ctx, msg)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, id := range step.Have {
			who := [2]string{"responder", "initiator"}[turn%2]
			fmt.Printf("the %s sends %x\n", who, id[:4])
		}
		msg = step.Reply
	}
	// Unordered output:
	// the initiator sends dabd3aff
	// the responder sends 32ebb1ab
}
