package p2p_test

import (
	"context"
	"fmt"
	"io"

	"kith/crypto"
	"kith/p2p"
	"kith/p2p/link"
)

// Two devices that know each other talk over the loopback.
func Example() {
	const hello link.Protocol = "/kith/hello/1"
	ann, bob := crypto.NewSigningKey(), crypto.NewSigningKey()
	device := func(own, other crypto.SigningKey) (*p2p.Host, error) {
		return p2p.New(p2p.Config{
			Key:    own,
			Listen: []string{"/ip4/127.0.0.1/udp/0/quic-v1"},
			Allow:  func(p link.Peer) bool { return p == link.Peer(other.Public()) },
		})
	}
	a, err := device(ann, bob)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer a.Close()
	b, err := device(bob, ann)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer b.Close()

	b.Handle(hello, func(s link.Stream) {
		defer s.Close()
		fmt.Fprint(s, "hello, ", s.Remote() == a.Self())
	})
	a.Learn(b.Self(), b.Addresses())
	s, err := a.Open(context.Background(), b.Self(), hello)
	if err != nil {
		fmt.Println(err)
		return
	}
	said, err := io.ReadAll(s)
	fmt.Println(string(said), err)
	// Output: hello, true <nil>
}
