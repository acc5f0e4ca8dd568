package lan_test

import (
	"fmt"
	"net"

	"kith/p2p/lan"
	"kith/p2p/link"
)

func ExampleStart() {
	service, err := lan.Start(lan.Config{
		Self:       link.Peer{1},
		Ports:      func() (quic, tcp uint16) { return 4001, 4001 },
		Known:      func() []link.Peer { return []link.Peer{{2}} },
		Found:      func(p link.Peer, addrs []string) { fmt.Println(p, "is at", addrs) },
		Interfaces: []net.Interface{}, // none, so that the example is quiet
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := service.Close(); err != nil {
		fmt.Println(err)
	}
	// Output: look in the local network: no interface can be used
}
