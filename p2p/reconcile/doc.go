// Package reconcile finds out in what two sets of ops differ, by exchanging far
// less than the sets.
//
// The items are (day, id): the day an op was written and the SHA-256 of its sealed
// bytes, which is all that a blind replica knows of an op as well. The two sides
// compare fingerprints of ranges, split the ranges that differ, and list what is
// left. A [Session] is one side of that as a step function over messages; package
// sync carries them. There is no network here and nothing else of Kith. It promises:
//
//   - After a session each side knows the ids that it has and the other lacks
//     ([Step.Have]). Nobody is told ids they lack: who has an op sends it.
//   - [Step.Equal] is said only if the fingerprints of the whole sets were equal,
//     each computed by the side that holds the set, over a salt of this session.
//   - Equal sets cost one round trip and about 150 bytes, whatever their size, and
//     read nothing but the sums by day.
//   - Whatever the peer sends: a message is at most [MaxMessage], a session has at
//     most [MaxMessages] of them, and its memory is bounded (see [Session]). What
//     does not fit is left for the next session ([Step.More]).
//   - A difference may be missed with a probability of about one in 10^6 for a
//     listed range and one in 10^9 for a compared one. Nobody can bring it about
//     beforehand, because of the salt, and the next session, which has another
//     salt, finds it. Equal is not said in between.
//
// The bytes are specified in RECONCILE.md, good enough for a second implementation,
// with the reasons and the limits.
package reconcile
