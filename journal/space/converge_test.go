package space

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"kith/crypto"
	"kith/journal/space/members"
)

// receive takes ops in and fails the test if that fails.
func receive(t testing.TB, s *Space, ops [][]byte) Received {
	t.Helper()
	r, err := s.Receive(context.Background(), ops)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// joined admits a new author's device and returns its replica, with what was
// there.
func joined(t testing.TB, owner *Space, own Identity, role members.Role, categories []Category) (*Space, Config) {
	t.Helper()
	w, err := owner.Admit(context.Background(), own.Certificate(), role, categories, true)
	if err != nil {
		t.Fatal(err)
	}
	s, cfg := joining(t, w, own)
	receive(t, s, sealedOps(t, owner))
	return s, cfg
}

func joining(t testing.TB, w Welcome, own Identity) (*Space, Config) {
	t.Helper()
	raw, err := EncodeWelcome(w)
	if err != nil {
		t.Fatal(err)
	}
	if w, err = DecodeWelcome(raw); err != nil {
		t.Fatal(err)
	}
	cfg := config(t, w.Space, own)
	s, err := Join(context.Background(), cfg, w)
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, s)
	return s, cfg
}

// picture is what two replicas of one set must agree in.
type picture struct {
	days    []DaySum
	lines   []string
	members map[members.AuthorID]members.Role
	epoch   members.EpochTag
	about   map[string]string
}

func pictureOf(t testing.TB, s *Space) picture {
	t.Helper()
	p := picture{lines: read(t, s), members: map[members.AuthorID]members.Role{}, about: map[string]string{}, epoch: s.Members().Current}
	var err error
	if p.days, err = s.Days(context.Background()); err != nil {
		t.Fatal(err)
	}
	for id, m := range s.Members().Members {
		p.members[id] = m.Role
	}
	for topic := TopicDevice; topic <= TopicInvite; topic++ {
		items, err := s.About(context.Background(), topic)
		if err != nil {
			t.Fatal(err)
		}
		for key, item := range items {
			p.about[fmt.Sprint(topic, key)] = string(item.Value)
		}
	}
	return p
}

func (p picture) equal(t testing.TB, q picture) {
	t.Helper()
	if !slices.Equal(p.days, q.days) {
		t.Errorf("sets differ: %d and %d days, %v and %v", len(p.days), len(q.days), p.days, q.days)
	}
	if !slices.Equal(p.lines, q.lines) {
		t.Errorf("lines differ: %v and %v", p.lines, q.lines)
	}
	if !maps.Equal(p.members, q.members) || p.epoch != q.epoch {
		t.Errorf("members differ: %v and %v", p.members, q.members)
	}
	if !maps.Equal(p.about, q.about) {
		t.Errorf("abouts differ: %v and %v", p.about, q.about)
	}
}

// TestAnyOrderOfArrival lets several people on several devices write, admit,
// remove, rotate and fork at random, adds ops that are not valid, and gives all of
// it to others in any order and in parts of any size.
func TestAnyOrderOfArrival(t *testing.T) {
	for seed := range uint64(rounds(t, 3)) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { anyOrder(t, rand.New(rand.NewPCG(seed, 5))) })
	}
}

func anyOrder(t *testing.T, random *rand.Rand) {
	ctx := context.Background()
	owner := newIdentity(t)
	first, firstCfg := newSpace(t, owner)
	replicas := []*Space{first}
	write(t, first, "begin")
	guests := []Identity{newIdentity(t), newIdentity(t), newIdentity(t)}
	for i, g := range guests {
		s, _ := joined(t, first, g, []members.Role{members.Owner, members.Writer, members.Viewer}[i], nil)
		replicas = append(replicas, s)
	}
	second := newIdentity(t)
	second.Author = owner.Author
	s, _ := joined(t, first, second, 0, nil)
	replicas = append(replicas, s)
	// A copy of the first computer's files writes on by itself.
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	twinCfg := firstCfg
	twinCfg.Dir = t.TempDir()
	writeDir(t, twinCfg.Dir, readDir(t, firstCfg.Dir))
	for _, cfg := range []Config{firstCfg, twinCfg} {
		s, err := Open(ctx, cfg)
		if err != nil {
			t.Fatal(err)
		}
		closeAtEnd(t, s)
		if cfg.Dir == firstCfg.Dir {
			replicas[0] = s
		} else {
			replicas = append(replicas, s)
		}
	}
	may := func(err error) {
		if err != nil && !errors.Is(err, ErrNotMember) && !errors.Is(err, ErrEpoch) {
			t.Fatal(err)
		}
	}
	for n := range 120 {
		s := replicas[random.IntN(len(replicas))]
		switch random.IntN(16) {
		case 0:
			may(s.Rotate(ctx, random.IntN(4) == 0))
		case 1:
			id := guests[random.IntN(len(guests))].Author.Public().ID()
			may(s.SetRole(ctx, id, members.Role(1+random.IntN(3)), nil))
		case 2:
			if random.IntN(3) == 0 {
				may(s.RemoveMember(ctx, guests[random.IntN(len(guests))].Author.Public().ID()))
			}
		case 3:
			device := s.Device()
			may(s.SetAbout(ctx, TopicDevice, device[:], fmt.Append(nil, "laptop ", n)))
		case 4:
			may(s.SetAbout(ctx, TopicNode, []byte{byte(random.IntN(3))}, fmt.Append(nil, "node ", n)))
		case 5, 6, 7:
			receive(t, replicas[random.IntN(len(replicas))], sealedOps(t, s))
		case 8:
			g := guests[random.IntN(len(guests))]
			_, err := s.Admit(ctx, g.Certificate(), members.Writer, nil, true)
			may(err)
		default:
			may(s.Update(ctx, func(tx *Tx) error {
				for range 1 + random.IntN(3) {
					if _, err := tx.AppendIn(Category(1+random.IntN(3)), opLine, fmt.Sprint("line ", n)); err != nil {
						return err
					}
				}
				return nil
			}))
		}
	}
	var all [][]byte
	known := map[OpID]bool{}
	for _, s := range replicas {
		for _, op := range sealedOps(t, s) {
			if id := OpID(crypto.OpID(op)); !known[id] {
				known[id] = true
				all = append(all, op)
			}
		}
	}
	all = append(all, invalidOps(t, first, guests[0])...)
	receive(t, replicas[0], all) // brings the keys that others made
	var want picture
	for i := range 4 {
		own := newIdentity(t)
		own.Author = owner.Author
		w := Welcome{Space: first.ID(), Kind: members.Group, Keys: replicas[0].HeldKeys()}
		s, _ := joining(t, w, own)
		if i > 0 {
			random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		}
		for rest := all; len(rest) > 0; {
			n := min(len(rest), 1+random.IntN(40))
			receive(t, s, rest[:n])
			rest = rest[n:]
		}
		if again := receive(t, s, all); again.New != 0 || again.Waiting != 0 || again.Known != len(all) {
			t.Fatalf("the same again: %+v", again)
		}
		checkClean(t, s)
		got := pictureOf(t, s)
		if i == 0 {
			want = got
			continue
		}
		want.equal(t, got)
	}
	for _, s := range replicas { // those who were removed cannot read all, but have all
		receive(t, s, all)
		got := pictureOf(t, s)
		if !slices.Equal(got.days, want.days) {
			t.Errorf("the set of a replica that took part differs")
		}
		checkClean(t, s)
	}
	want.equal(t, pictureOf(t, replicas[0]))
}

// invalidOps are what somebody with the keys could send.
func invalidOps(t *testing.T, s *Space, by Identity) [][]byte {
	t.Helper()
	key := s.keys.get(s.writing, 1)
	made := func(change func(*Op), signer crypto.SigningKey) []byte {
		op := &Op{Version: formatVersion, Space: s.ID(), Device: by.Device.Public().ID(), Seq: 1, HLC: 5 << 40, Kind: opLine, Body: []byte{0x60}}
		change(op)
		if err := op.seal(signer, key); err != nil {
			t.Fatal(err)
		}
		return op.Sealed
	}
	garbage, err := key.sealer.Seal(nil, 3, []byte("no op"))
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := crypto.SealOp(crypto.NewKey(), s.ID(), 7, []byte("of another epoch"))
	if err != nil {
		t.Fatal(err)
	}
	broken := slices.Clone(garbage)
	broken[len(broken)-1] ^= 1
	return [][]byte{
		garbage, foreign, broken,
		made(func(op *Op) {}, crypto.NewSigningKey()),
		made(func(op *Op) { op.Seq, op.Prev = 2, OpID{1} }, by.Device),
		made(func(op *Op) { op.Parents = []OpID{{7}} }, by.Device),
		made(func(op *Op) { op.Frontier = []Prefix{{9}} }, by.Device),
		made(func(op *Op) { op.Device[0] ^= 1 }, by.Device),
		made(func(op *Op) { op.Space[0] ^= 1 }, by.Device),
		made(func(op *Op) { op.Kind = Rotate }, by.Device),
		made(func(op *Op) { op.Version = formatVersion1 }, by.Device),
	}
}
