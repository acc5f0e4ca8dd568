package pair

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"kith/crypto"
	"kith/p2p/link"
	"kith/p2p/link/memlink"
)

// boxes are the mailboxes of all nodes. Those of nodes that are down fail.
type boxes struct {
	mu    sync.Mutex
	items map[string][]byte
	down  map[link.Peer]bool
}

func newBoxes() *boxes { return &boxes{items: map[string][]byte{}, down: map[link.Peer]bool{}} }

func (b *boxes) name(node link.Peer, box [32]byte) string { return fmt.Sprintf("%x/%x", node, box) }

func (b *boxes) ask(ctx context.Context, node link.Peer) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if b.down[node] {
		return link.ErrUnreachable
	}
	return nil
}

func (b *boxes) Put(ctx context.Context, node link.Peer, box [32]byte, item []byte, _ time.Time) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	there, taken := b.items[b.name(node, box)]
	switch err := b.ask(ctx, node); {
	case err != nil:
		return err
	case len(item) == 0 || len(item) > MaxItem:
		return ErrTooLarge
	case taken && !bytes.Equal(there, item):
		return ErrTaken
	}
	b.items[b.name(node, box)] = item
	return nil
}

func (b *boxes) Get(ctx context.Context, node link.Peer, box [32]byte) ([]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.items[b.name(node, box)], b.ask(ctx, node)
}

func (b *boxes) Empty(ctx context.Context, node link.Peer, box [32]byte) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.ask(ctx, node); err != nil {
		return err
	}
	delete(b.items, b.name(node, box))
	return nil
}

// meeting is a wire with a joiner, two owner's computers and the boxes of nodes.
type meeting struct {
	t              *testing.T
	device         crypto.SigningKey
	joiner, a, b   *memlink.Host
	boxes          *boxes
	mu             sync.Mutex
	admitted       []link.Peer // by whom the joiner was let in, session or letter
	refuse         bool
	stages         []Stage
	welcome, asked []byte
}

func newMeeting(t *testing.T) *meeting {
	m := &meeting{t: t, device: testDevice(), boxes: newBoxes()}
	w := memlink.New(memlink.Options{Latency: 20 * time.Millisecond})
	m.joiner, m.a, m.b = w.Host(link.Peer(m.device.Public())), w.Host(inviterPeer), w.Host(strangerPeer)
	t.Cleanup(func() {
		if err := errors.Join(m.joiner.Close(), m.a.Close(), m.b.Close()); err != nil {
			t.Error(err)
		}
	})
	return m
}

func (m *meeting) invitation(purpose Purpose) Invitation {
	inv := testInvitation(m.t, purpose)
	inv.Expires = time.Now().Add(3 * 24 * time.Hour)
	inv.Peers = append(inv.Peers, Place{Peer: strangerPeer, Addrs: []string{"/ip4/192.168.1.21/tcp/4001"}})
	inv.Nodes = append(inv.Nodes, Place{Peer: link.Peer{5}, Addrs: []string{"/ip4/198.51.100.9/tcp/4001"}})
	return inv
}

// host lets everybody in who has the words, and sees the right emoji.
func (m *meeting) host(self link.Peer) Host {
	welcome := func(r Request) ([]byte, error) {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.admitted = append(m.admitted, self)
		if m.refuse {
			return nil, ErrRefused
		}
		return []byte("welcome " + r.Name), nil
	}
	return Host{
		Session: func(ctx context.Context, s *Session) {
			if s.Terms().Check && s.Confirm(ctx, true) != nil {
				return
			}
			r, err := s.ReadRequest(ctx)
			if err != nil {
				return
			}
			w, err := welcome(r)
			if err != nil {
				_ = s.Refuse() // the joiner's side is what the test looks at
				return
			}
			if err := s.Welcome(ctx, w); err != nil {
				m.t.Error(err)
			}
		},
		Letter: func(_ context.Context, l Letter) ([]byte, error) {
			if l.From != m.joiner.Self() {
				m.t.Errorf("a letter from %v", l.From)
			}
			return welcome(l.Request)
		},
		Letters: func(err error) {
			if err != nil && !errors.Is(err, link.ErrUnreachable) && !errors.Is(err, context.Canceled) {
				m.t.Error(err)
			}
		},
	}
}

func (m *meeting) join(inv Invitation) *Join {
	return &Join{
		secret: testSecret(), Network: m.joiner, Invitation: inv, Now: time.Now, Mailbox: m.boxes, Device: m.device,
		Progress: func(s Stage, _ link.Peer) { m.stages = append(m.stages, s) },
		Session: func(ctx context.Context, s *Session) error {
			if s.Terms().Check {
				if err := s.Confirm(ctx, true); err != nil {
					return err
				}
			}
			w, err := s.Request(ctx, testRequest)
			if err != nil {
				return err
			}
			m.welcome = w
			return s.Finish()
		},
		Request: func(n Notice) (Request, error) { m.asked = n.Greeting; return testRequest, nil },
		Welcome: func(_ context.Context, w []byte) error { m.welcome = w; return nil },
	}
}

func (m *meeting) check(err error, by link.Peer) {
	m.t.Helper()
	time.Sleep(time.Second) // the joiner's last word is on its way
	m.mu.Lock()
	defer m.mu.Unlock()
	if err != nil || string(m.welcome) != "welcome Ana's laptop" {
		m.t.Fatalf("%q, %v", m.welcome, err)
	}
	if !slices.Equal(m.admitted, []link.Peer{by}) {
		m.t.Errorf("let in by %v", m.admitted)
	}
}

func TestJoinInPerson(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMeeting(t)
		desk := NewDesk(m.a, m.boxes, time.Now)
		defer desk.Close()
		inv := m.invitation(PurposeDevice)
		o := openingOf(inv, testSecret(), Options{})
		desk.Add(o, m.host(inviterPeer))
		if !desk.Open() {
			t.Error("the desk is not open")
		}
		m.check(m.join(inv).Run(t.Context()), inviterPeer)
		if slices.Contains(m.stages, StageWriting) {
			t.Errorf("stages: %v", m.stages)
		}
		time.Sleep(DeskPoll + time.Second)
		m.boxes.mu.Lock()
		if left := len(m.boxes.items); left != 0 {
			t.Errorf("%d items are left in the boxes of an invitation that was used", left)
		}
		m.boxes.mu.Unlock()
		if _, err := m.b.Open(t.Context(), inviterPeer, Protocol); err == nil {
			t.Error("a stranger knows the way")
		}
	})
}

func TestJoinAnotherOwner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMeeting(t)
		m.a.Down()
		desk := NewDesk(m.b, nil, time.Now)
		defer desk.Close()
		inv := m.invitation(PurposeMember)
		desk.Add(openingOf(inv, testSecret(), Options{}), m.host(strangerPeer))
		m.check(m.join(inv).Run(t.Context()), strangerPeer)
	})
}

func TestJoinByWordsAndANode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMeeting(t)
		m.boxes.down[link.Peer{5}] = true
		desk := NewDesk(m.a, m.boxes, time.Now)
		defer desk.Close()
		inv := m.invitation(PurposeDevice)
		desk.Add(openingOf(inv, testSecret(), Options{}), m.host(inviterPeer))
		synctest.Wait()
		j := m.join(Invitation{Phrase: inv.Phrase})
		j.Nodes = []Place{{Peer: link.Peer{5}}, inv.Nodes[0]}
		m.check(j.Run(t.Context()), inviterPeer)
	})
}

// TestJoinByLetter: the inviter makes the invitation and leaves; the joiner writes
// and leaves; the inviter comes back; the joiner comes back.
func TestJoinByLetter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMeeting(t)
		inv := m.invitation(PurposeMember)
		o := openingOf(inv, testSecret(), Options{Greeting: []byte("hello")})
		desk := NewDesk(m.a, m.boxes, time.Now)
		desk.Add(o, m.host(inviterPeer))
		synctest.Wait()
		desk.Close()
		m.a.Down()
		m.b.Down()

		var kept []byte
		j := m.join(inv)
		j.Wrote = func(mail *Mail, n Notice) (err error) {
			kept, err = mail.Encode()
			return err
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		if err := j.Run(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
		cancel()
		if string(m.asked) != "hello" || len(kept) == 0 || !slices.Contains(m.stages, StageWaiting) {
			t.Errorf("asked %q, kept %d bytes, stages %v", m.asked, len(kept), m.stages)
		}
		m.joiner.Down()
		time.Sleep(5 * time.Hour)

		m.a.Up()
		desk = NewDesk(m.a, m.boxes, time.Now)
		desk.Add(openingOf(inv, testSecret(), Options{Greeting: []byte("hello")}), m.host(inviterPeer))
		time.Sleep(2 * DeskPoll)
		desk.Close()
		m.a.Down()
		time.Sleep(5 * time.Hour)

		m.joiner.Up()
		j = m.join(inv)
		var err error
		if j.Mail, err = DecodeMail(kept); err != nil {
			t.Fatal(err)
		}
		err = j.Run(t.Context())
		// The letter lay in two nodes: the second copy came from the same device.
		m.admitted = slices.Compact(m.admitted)
		m.check(err, inviterPeer)
	})
}

func TestJoinIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		set  func(m *meeting, o *Opening)
		want error
	}{
		"refused": {func(m *meeting, _ *Opening) { m.refuse = true }, ErrRefused},
		"used":    {func(_ *meeting, o *Opening) { o.MarkUsed() }, ErrUsed},
		"taken":   {func(_ *meeting, o *Opening) { o.Cancel() }, ErrCancelled},
		"dead": {func(_ *meeting, o *Opening) {
			for range MaxWrong {
				o.miss(time.Now())
			}
		}, ErrTooManyTries},
	} {
		for _, letter := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s by letter %v", name, letter), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					m := newMeeting(t)
					inv := m.invitation(PurposeMember)
					o := openingOf(inv, testSecret(), Options{})
					desk := NewDesk(m.a, m.boxes, time.Now)
					defer desk.Close()
					if letter {
						m.a.Down()
						m.b.Down()
						decided := time.Now().Add(10 * time.Minute)
						desk.Add(o, Host{Letter: func(_ context.Context, l Letter) ([]byte, error) {
							if time.Now().Before(decided) {
								return nil, errors.New("the person has not decided")
							}
							c.set(m, o)
							if m.refuse {
								return nil, ErrRefused
							}
							return []byte("welcome"), nil
						}})
						synctest.Wait()
					} else {
						c.set(m, o)
						desk.Add(o, m.host(inviterPeer))
					}
					if err := m.join(inv).Run(t.Context()); !errors.Is(err, c.want) {
						t.Error(err)
					}
				})
			})
		}
	}
}

func TestJoinFindsNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMeeting(t)
		inv := m.invitation(PurposeDevice)
		m.a.Down()
		m.b.Down()
		if err := m.join(inv).Run(t.Context()); !errors.Is(err, ErrNobody) || !errors.Is(err, link.ErrUnreachable) {
			t.Errorf("no notice: %v", err)
		}
		if err := m.join(Invitation{Phrase: inv.Phrase}).Run(t.Context()); !errors.Is(err, ErrNobody) {
			t.Errorf("words alone: %v", err)
		}
		// Another owner has another invitation open, and not this one.
		m.b.Up()
		desk := NewDesk(m.b, nil, time.Now)
		defer desk.Close()
		desk.Add(openingOf(inv, otherSecret(), Options{}), m.host(strangerPeer))
		if err := m.join(inv).Run(t.Context()); !errors.Is(err, ErrWrongWords) {
			t.Errorf("another invitation: %v", err)
		}
		time.Sleep(5 * 24 * time.Hour)
		if err := m.join(inv).Run(t.Context()); !errors.Is(err, ErrExpired) {
			t.Errorf("late: %v", err)
		}
		if desk.Open() {
			t.Error("the desk is open after the end")
		}
		if len(desk.openings()) != 0 {
			t.Error("the desk remembers what is long over")
		}
	})
}

func TestJoinIsCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMeeting(t)
		inv := m.invitation(PurposeMember)
		desk := NewDesk(m.a, m.boxes, time.Now)
		desk.Add(openingOf(inv, testSecret(), Options{}), m.host(inviterPeer))
		synctest.Wait()
		desk.Close()
		m.a.Down()
		m.b.Down()
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(15*time.Second, cancel)
		began := time.Now()
		if err := m.join(inv).Run(ctx); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

// TestBoxesFilledByTheNode: garbage in the boxes keeps nobody from writing for long,
// and answers that are none are passed over.
func TestBoxesFilledByTheNode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMeeting(t)
		inv := m.invitation(PurposeMember)
		o := openingOf(inv, testSecret(), Options{})
		desk := NewDesk(m.a, m.boxes, time.Now)
		desk.Add(o, m.host(inviterPeer))
		synctest.Wait()
		m.a.Down()
		m.b.Down()
		m.boxes.mu.Lock()
		for n := range RequestBoxes {
			m.boxes.items[m.boxes.name(nodePeer, RequestBox(testSecret(), n))] = []byte("garbage")
		}
		m.boxes.mu.Unlock()
		j := m.join(inv)
		j.Invitation.Nodes = j.Invitation.Nodes[:1]
		j.Wrote = func(mail *Mail, _ Notice) error {
			m.boxes.mu.Lock()
			defer m.boxes.mu.Unlock()
			m.boxes.items[m.boxes.name(link.Peer{5}, mail.AnswerBox())] = []byte("garbage")
			return nil
		}
		err := j.Run(t.Context())
		desk.Close()
		m.check(err, inviterPeer)
	})
}
