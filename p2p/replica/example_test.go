package replica_test

import (
	"fmt"

	"kith/p2p/link"
	"kith/p2p/replica"
)

// A node's operator sends its link to the group, who paste it into Kith.
func Example() {
	text, err := replica.Link{
		Peer:  link.Peer{0xa1, 0xb2},
		Addrs: []string{"/ip4/192.0.2.1/udp/4001/quic-v1"},
		Token: replica.Token{0xc3},
	}.Text()
	if err != nil {
		fmt.Println(err)
		return
	}
	pasted, err := replica.ParseLink(text[:40] + "\n" + text[40:]) // as mail programs break it
	fmt.Println(pasted.Peer.String()[:8], pasted.Addrs, pasted.Token, err)
	// Output: a1b20000 [/ip4/192.0.2.1/udp/4001/quic-v1] [token] <nil>
}

func ExampleListenAddrs() {
	addrs, err := replica.ListenAddrs("0.0.0.0:4001", false)
	fmt.Println(addrs, err)
	// Output: [/ip4/0.0.0.0/udp/4001/quic-v1 /ip4/0.0.0.0/tcp/4001] <nil>
}
