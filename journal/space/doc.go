// Package space keeps the op log that every other room stands on.
//
// A [Space] is a signed, append-only set of ops with members and roles, in one
// sealed SQLite file. It promises:
//
//   - An op that [Space.Update] acknowledged survives kill -9 and a power cut; one
//     that it did not acknowledge leaves nothing behind. The op and what it
//     changes in the projection are written in one transaction.
//   - Ops are never edited. Each is signed by a device, hash-chained to that
//     device's previous op, sealed under an epoch key, padded to a few sizes and
//     named by the hash of its sealed bytes, so that the bytes stored here are the
//     bytes later sent to a peer or kept by a replica that cannot read them.
//   - The projection (whatever a [Projector] computes from ops) holds nothing that
//     the ops do not say: [Space.Rebuild] computes it anew and says whether it
//     equals what was there.
//   - Who may write is computed from ops as well (package members), the same on
//     every replica.
//   - [Space.Receive] takes ops from elsewhere in any order and keeps all of them, so
//     that replicas that exchange what they have come to the same set and the same
//     projection: whatever is missing, not valid, forked or sealed for others has no
//     effect, or none yet.
//   - What is sealed in a [Category] is read by those who hold its key. Who holds some
//     keep the rest as the sealed bytes that it is.
//
// The bytes are specified in FORMAT.md, good enough for a second implementation.
package space
