package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"kith/app/words"
	"kith/crypto"
	"kith/journal"
	"kith/journal/space"
	"kith/journal/space/members"
	"kith/p2p/link"
	"kith/p2p/replica"
)

// Node is an always-on machine of the group's own that keeps a record available
// and cannot read it.
type Node struct {
	Peer  link.Peer
	Label string // where it is, without what is secret in its link
	// Persons are those whose record it keeps, of those that are here. Only
	// [App.Nodes] sets it.
	Persons []Person

	link      string
	addresses []string
	token     []byte
}

// Errors about nodes and addresses.
var (
	// ErrAddress says that a text is no address of a device or node.
	ErrAddress = errors.New("not an address")
	// ErrNoSuchNode says that no node has such an address or id.
	ErrNoSuchNode = errors.New("no such node")
)

func keyID(p link.Peer) journal.ID { return crypto.PublicKey(p).ID() }

func (n Node) peerName() PeerName {
	return PeerName{Peer: n.Peer, Device: keyID(n.Peer), Name: n.Label, Node: true}
}

// IsNodeLink reports whether text is a node's link rather than an address.
func IsNodeLink(text string) bool {
	return strings.HasPrefix(strings.TrimSpace(strings.ToLower(text)), "kith:node#")
}

// parseNode reads the link of a node.
func parseNode(text string) (Node, error) {
	text = strings.Join(strings.Fields(text), "")
	l, err := replica.ParseLink(text)
	if err != nil {
		return Node{}, err
	}
	return Node{Peer: l.Peer, Label: nodeLabel(l.Addrs[0]), link: text, addresses: l.Addrs, token: l.Token[:]}, nil
}

// nodeLabel is the host in an address: "/dns/node.example/udp/4001/quic-v1" is at
// node.example.
func nodeLabel(address string) string {
	parts := strings.Split(address, "/")
	if len(parts) > 4 {
		return parts[2] + ":" + parts[4]
	}
	return address
}

// aboutNodes returns the nodes that a space says it is kept at, in the order of their
// keys. What is no link of one is passed over.
func aboutNodes(ctx context.Context, s *space.Space) ([]Node, error) {
	said, err := s.About(ctx, space.TopicNode)
	if err != nil {
		return nil, err
	}
	var nodes []Node
	for key, item := range said {
		if n, err := parseNode(string(item.Value)); err == nil && key == string(n.Peer[:]) {
			nodes = append(nodes, n)
		}
	}
	slices.SortFunc(nodes, func(x, y Node) int { return bytes.Compare(x.Peer[:], y.Peer[:]) })
	return nodes, nil
}

// nodesOf returns the nodes that a space is kept at, and those that came with it while
// the ops that say so, and that let us in, are still to come.
func (a *App) nodesOf(ctx context.Context, s *space.Space) ([]Node, error) {
	nodes, err := aboutNodes(ctx, s)
	if err != nil || hasArrived(s.Members(), a.self.Author.Public()) {
		return nodes, err
	}
	b, err := a.syncBook()
	if err != nil {
		return nil, err
	}
	for _, n := range b.hostNodes(s.ID()) {
		if !slices.ContainsFunc(nodes, func(o Node) bool { return o.Peer == n.Peer }) {
			nodes = append(nodes, n)
		}
	}
	return nodes, nil
}

// hasArrived reports whether the ops of a space that let an author in are here, even
// if others have removed them since.
func hasArrived(state *members.State, author crypto.PublicKey) bool {
	if state == nil {
		return false
	}
	id := members.AuthorID(author.ID())
	_, in := state.Members[id]
	_, was := state.Former[id]
	return in || was
}

// haveArrived reports whether that is so of each of some records, for this vault's
// author.
func (a *App) haveArrived(ctx context.Context, persons []Person) (bool, error) {
	for _, p := range persons {
		in := false
		err := a.with(ctx, p, func(r *journal.Record) error {
			in = hasArrived(r.Space().Members(), a.self.Author.Public())
			return nil
		})
		if err != nil || !in {
			return false, err
		}
	}
	return true, nil
}

// aboutNames returns what a space says that devices or authors are called. What is
// no name is passed over.
func aboutNames(ctx context.Context, s *space.Space, topic space.Topic) (map[[16]byte]string, error) {
	said, err := s.About(ctx, topic)
	if err != nil {
		return nil, err
	}
	names := map[[16]byte]string{}
	for key, item := range said {
		if name, err := checkName(string(item.Value)); err == nil && len(key) == 16 {
			names[[16]byte([]byte(key))] = name
		}
	}
	return names, nil
}

// AddNode hands records to a node by its link, and switches syncing on; no persons
// are all that may be changed here. Other devices of those records learn of it by
// syncing. It fails with [ErrAddress], or [ErrReadOnly] if none may be changed.
func (a *App) AddNode(ctx context.Context, nodeLink string, persons ...Person) (Node, error) {
	n, err := parseNode(nodeLink)
	if err != nil {
		return Node{}, fmt.Errorf("add node: %w", err)
	}
	n.Persons, err = a.eachChosen(ctx, persons, func(p Person, s *space.Space) error {
		if err := a.introduce(ctx, s, true); err != nil {
			return err
		}
		return s.SetAbout(ctx, space.TopicNode, n.Peer[:], []byte(n.link))
	})
	if err != nil {
		return Node{}, fmt.Errorf("add node: %w", err)
	}
	return n, a.ChangeSettings(func(s *Settings) { s.Sync = true })
}

// RemoveNode takes records from a node again; no persons are all. The other devices
// learn of it by syncing. What the node has stays sealed: it could never read it.
func (a *App) RemoveNode(ctx context.Context, n Node, persons ...Person) error {
	found := false
	_, err := a.eachChosen(ctx, persons, func(p Person, s *space.Space) error {
		nodes, err := aboutNodes(ctx, s)
		if err != nil || !slices.ContainsFunc(nodes, func(o Node) bool { return o.Peer == n.Peer }) {
			return err
		}
		found = true
		return s.SetAbout(ctx, space.TopicNode, n.Peer[:], nil)
	})
	if err == nil && !found {
		err = ErrNoSuchNode
	}
	if err != nil {
		return fmt.Errorf("remove node: %w", err)
	}
	return nil
}

// eachChosen runs fn on the records of some persons, or of all that may be changed
// here, lets syncing know, and returns whose they were.
func (a *App) eachChosen(ctx context.Context, persons []Person, fn func(Person, *space.Space) error) ([]Person, error) {
	chosen := persons
	if len(chosen) == 0 {
		chosen = a.Persons()
	}
	var done []Person
	for _, p := range chosen {
		err := a.with(ctx, p, func(r *journal.Record) error {
			if err := r.Writable(); err != nil {
				return err
			}
			return fn(p, r.Space())
		})
		switch {
		case err == nil:
			done = append(done, p)
		case len(persons) > 0 || !errors.Is(err, journal.ErrReadOnly):
			return nil, err
		}
	}
	if len(done) == 0 && len(chosen) > 0 {
		return nil, journal.ErrReadOnly
	}
	if s := a.Syncing(); s != nil {
		return done, s.refresh(ctx)
	}
	return done, nil
}

// Nodes returns the nodes of all records, each with whose it keeps.
func (a *App) Nodes(ctx context.Context) ([]Node, error) {
	spaces, err := a.Spaces(ctx)
	if err != nil {
		return nil, err
	}
	var nodes []Node
	for _, sp := range spaces {
		for _, n := range sp.Nodes {
			i := slices.IndexFunc(nodes, func(o Node) bool { return o.Peer == n.Peer })
			if i < 0 {
				i = len(nodes)
				nodes = append(nodes, n)
			}
			nodes[i].Persons = append(nodes[i].Persons, sp.Person)
		}
	}
	return nodes, nil
}

// AddPeer remembers an address at which a device can be reached, as
// [Sync.Addresses] of the other one gives it. It fails with [ErrAddress].
func (a *App) AddPeer(ctx context.Context, address string) (PeerName, error) {
	peer, way, err := parseAddress(address)
	if err != nil {
		return PeerName{}, fmt.Errorf("add peer: %w", err)
	}
	err = a.changeSyncBook(func(b *syncBook) bool { return b.learn(peer, []string{way}, a.Now()) })
	if err != nil {
		return PeerName{}, fmt.Errorf("add peer: %w", err)
	}
	if s := a.Syncing(); s != nil {
		s.net.Learn(peer, []string{way})
	}
	for _, p := range a.Persons() {
		names, err := a.peerNames(ctx, p)
		if err != nil {
			return PeerName{}, err
		}
		if name, ok := names[peer]; ok {
			return name, nil
		}
	}
	return peerNames{}.of(peer, false), nil
}

// RemoveNodeWords says what removing a node does and what it cannot take back.
func RemoveNodeWords(n Node) string { return words.Text("sync.node.remove.means", n.Label) }
