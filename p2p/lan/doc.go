// Package lan finds known devices in the local network by multicast DNS (RFC
// 6762), and lets them find us. It knows nothing of libp2p.
//
// Whoever listens in the same network sees that a peer-to-peer program is there,
// under a service name that many such programs use ("_p2p._udp.local") and a
// random instance name, at this address and these ports. They do not see who it
// is: instead of its key a device shows a random number and a hash of that number
// with the key, which only those can tell from noise who know the key already.
//
// It promises:
//
//   - Before [Start] and after [Service.Close] not one packet is sent, and no
//     socket is open.
//   - What comes from the network is bounded in size, in how much of it is looked
//     at, and is believed in nothing: a found address is a guess, and who is
//     there must prove it when it is dialled.
//   - IPv4 only. A network without it is found by addresses and nodes.
package lan
