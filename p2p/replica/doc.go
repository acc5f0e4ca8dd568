// Package replica is a group's own node: a machine that is always on and keeps
// the sealed ops of spaces that it cannot read.
//
// A [Node] promises:
//
//   - It needs no vault and no passphrase, and holds no key of any space. What it
//     stores is sealed by the members; of a space it knows a handle, the public
//     keys that prove a capability, the devices that may come, and for each op its
//     day, its id and its length. See NODE.md, "What a node learns".
//   - An op that was acknowledged is on the disk, also after kill -9 or a power
//     cut. A full disk and a used-up quota are refusals with a reason; what is
//     stored stays, can be read, and is never thrown away to make room.
//   - A space is added by who has the node's link, and its set of devices is
//     replaced by a device that the set itself names as an admin, with the proof of
//     the current capability, made for this connection: a captured message is of no
//     use to anybody.
//   - Whoever may not come in learns nothing, not even whether the space is here.
//   - Memory, disk, sessions and requests are bounded, for each peer as well.
//
// Besides the ops it keeps a small mailbox for pairing while the inviter is off,
// tells the devices of a space each other's addresses, and says in figures how it
// is (Prometheus text on loopback, or [Status]).
//
// Protocol, store and capacity are written down in NODE.md. The sync protocol
// itself is that of package sync, which this package serves from its [Store].
package replica
