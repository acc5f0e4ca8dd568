package link_test

import (
	"fmt"

	"kith/p2p/link"
)

func ExamplePeer() {
	p := link.Peer{0xca, 0xfe}
	fmt.Println(p.String()[:8], p.IsZero(), link.Peer{}.IsZero())
	// Output: cafe0000 false true
}
