// Package p2p puts a device, or a group's own node, on the network. It is the
// only package that knows libp2p; the rest of the program knows the interfaces
// of package link, which [Host] implements.
//
// It promises:
//
//   - Nobody connects but devices of our spaces and our nodes. Strangers may open
//     pairing, and nothing else, while an invitation is open ([Host.LetIn]): few
//     at once, each for a while.
//   - No address is dialled but those that were configured or learned, and those
//     that known peers told of themselves. There is no public directory, no
//     bootstrap list, no telemetry. Looking around in the local network is off
//     until switched on, and off means not one packet.
//   - What others can make this computer spend is bounded: connections, streams,
//     memory, messages.
//   - A lost peer is dialled again: at once, give or take two seconds, then ever
//     less often, up to every five minutes. Sleep, a clock that is set and a
//     change of address are noticed within seconds and count as lost.
//   - Nothing is written: no log, no file.
//
// WIRE.md says what goes over the wire, to whom, and what an observer sees.
//
// # Rooms below this one
//
// Package link holds the interfaces, link/memlink a network in memory. sync keeps
// the sets of ops of a space equal, reconcile finds how they differ, replica is
// the blind store of a node, pair brings a new device or person in, meet is how one
// asks where another is, lan finds known devices in the local network. None of them
// imports libp2p, so that their tests with the race detector and the fuzzer stay
// cheap; real libp2p over loopback, over a simulated network in virtual time and
// between network namespaces is tested here and in nattest.
//
// # How a peer is reached
//
// [Host.Learn] gives addresses; those of a peer that was connected are told by
// itself and kept as well. To connect, the host first asks nodes, and devices that
// may know, where the peer is (/kith/meet/1, in meet.go), then dials: QUIC
// before TCP, direct before relayed. A relayed connection is used at once, and
// replaced when both sides get through to each other by hole punching.
//
// # The start
//
// Nothing happens until [New]: a program that never syncs pays for libp2p with
// its size on disk only. [New] takes some milliseconds; it dials in the
// background.
package p2p
