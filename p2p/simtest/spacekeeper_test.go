package simtest

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"

	"kith/crypto"
	"kith/journal/disk/faulty"
	"kith/journal/space"
	"kith/journal/space/members"
	"kith/p2p/link"
	"kith/p2p/sync"
)

// spaceKeeper is a real space on a disk in memory.
type spaceKeeper struct {
	p     *peer
	own   space.Identity
	power *faulty.Power
	cfg   space.Config
	space *space.Space
}

// fillSpaces gives every computer of a world a space. The first founds it and
// admits the others, each an author with one device; some of them are owners.
func fillSpaces(w *world) {
	ctx := w.t.Context()
	keepers := make([]*spaceKeeper, len(w.peers))
	for i, p := range w.peers {
		keepers[i] = newSpaceKeeper(p)
	}
	first := keepers[0]
	founding, err := space.Found(members.Group, first.own)
	if err != nil {
		w.t.Fatal(err)
	}
	w.id = founding.ID
	for _, k := range keepers {
		k.cfg.ID = w.id
	}
	if first.space, err = space.Create(ctx, first.cfg, founding, func(*space.Tx) error { return nil }); err != nil {
		w.t.Fatal(err)
	}
	for i, k := range keepers[1:] {
		role := members.Caregiver
		if i%4 == 0 {
			role = members.Owner
		}
		k.mustJoin(first.space, role, nil)
	}
	if err := first.close(); err != nil {
		w.t.Fatal(err)
	}
}

func newSpaceKeeper(p *peer) *spaceKeeper {
	hpke, err := crypto.NewHPKEKey()
	if err != nil {
		p.w.t.Fatal(err)
	}
	k := &spaceKeeper{p: p, power: faulty.NewPower()}
	k.own = space.Identity{Author: crypto.NewSigningKey(), Device: crypto.NewSigningKey(), HPKE: hpke}
	k.cfg = space.Config{
		Dir: "space", AtRest: crypto.NewKey(), Device: k.own.Device, HPKE: hpke, Projector: lines{}, Now: p.now,
	}
	k.plug()
	if err := k.power.MkdirAll("space", 0o700); err != nil {
		p.w.t.Fatal(err)
	}
	p.keeper, p.self = k, link.Peer(k.own.Device.Public())
	return k
}

// mustJoin lets an open space admit k, which then has an empty space.
func (k *spaceKeeper) mustJoin(by *space.Space, role members.Role, see []space.Category) {
	t := k.p.w.t
	t.Helper()
	k.cfg.ID = by.ID()
	welcome, err := by.Admit(t.Context(), k.own.Certificate(), role, see, true)
	if err != nil {
		t.Fatal(err)
	}
	if k.space, err = space.Join(t.Context(), k.cfg, welcome); err == nil {
		err = k.close()
	}
	if err != nil {
		t.Fatal(err)
	}
}

// plug puts the disk in.
func (k *spaceKeeper) plug() {
	k.p.full = faulty.NewInjector(k.power)
	k.cfg.FS = k.p.full
}

func (k *spaceKeeper) open() (err error) {
	k.space, err = space.Open(context.Background(), k.cfg)
	return err
}

func (k *spaceKeeper) close() error {
	s := k.space
	k.space = nil
	return s.Close()
}

func (k *spaceKeeper) cut(random *rand.Rand) {
	k.power = k.power.Cut(random)
	_ = k.close() // its disk is gone
	k.plug()
}

func (k *spaceKeeper) write(text string, place uint8) error {
	return k.space.Update(context.Background(), func(tx *space.Tx) error {
		_, err := tx.AppendIn(space.Category(1+place), opLine, line{Text: text, Place: place})
		return err
	})
}

func (k *spaceKeeper) member() sync.Member { return sync.NewMember(k.space) }

func (k *spaceKeeper) state() (state, error) {
	ctx := context.Background()
	days, err := k.space.Days(ctx)
	if err != nil {
		return state{}, err
	}
	s := state{days: fmt.Sprintf("%x", days), members: describeMembers(k.space.Members())}
	for _, d := range days {
		s.count += d.Count
	}
	err = k.space.View(ctx, func(q space.Querier) (err error) {
		s.projection, err = lines{}.Digest(q)
		return err
	})
	return s, err
}

// describeMembers writes down who belongs to a space, the same for the same.
func describeMembers(s *members.State) string {
	text := fmt.Sprintf("current %v, epochs %v, due %v, rejected %v, pending %v, former %v\n",
		s.Current, s.Epochs, s.RotationDue, s.Rejected, s.Pending, s.Former)
	for _, m := range sorted(s.Members) {
		text += fmt.Sprintf("%x %v %v:", m.Author, m.Role, m.Categories)
		for _, d := range sorted(m.Devices) {
			text += fmt.Sprintf(" %x", d.Public)
		}
		text += "\n"
	}
	return text
}

// sorted gives the values of a map in the order of its keys.
func sorted[K ~[16]byte, V any](m map[K]V) (values []V) {
	keys := slices.SortedFunc(maps.Keys(m), func(a, b K) int { return slices.Compare(a[:], b[:]) })
	for _, key := range keys {
		values = append(values, m[key])
	}
	return values
}

func (k *spaceKeeper) lines() (map[string]bool, error) {
	all := map[string]bool{}
	err := k.space.View(context.Background(), func(q space.Querier) error {
		return q.Each(`SELECT text FROM line`, nil, func(c [][]byte) error {
			all[string(c[0])] = true
			return nil
		})
	})
	return all, err
}

// seesOnly gives the categories of a viewer of parts.
func (k *spaceKeeper) seesOnly() []uint8 {
	return k.space.Members().Members[k.own.Author.Public().ID()].Categories
}
