// Package sync makes the sets of sealed ops of a space equal on all devices and
// nodes that have it.
//
// It promises:
//
//   - Two sets that can reach each other become equal, whatever was lost, doubled
//     or interrupted before. Reconciliation alone brings that about (package
//     reconcile); live pushes and gossip only make it quick.
//   - "The same there" is said only when the fingerprints of both whole sets
//     matched, each computed by who holds the set. It is never inferred from
//     having sent something.
//   - Only who proves an epoch's capability gets or brings anything ([Policy]),
//     and who was removed is refused at the next request.
//   - Whatever a peer sends, what it costs is bounded: memory by frames and
//     batches, work by rounds and requests a minute, time by deadlines, streams by
//     peer. It is named in [Why], and everything else goes on.
//   - What is taken in is durable before it is acknowledged, and is taken in in
//     transactions so short that others who use the space do not feel them.
//
// A [Server] serves streams that others open, for a member and for a node alike. A
// [Client] is a stream that we opened. The [Engine] does both for all spaces of a
// vault, when it is time, and says how they are ([Engine.Status]).
//
// The protocol, byte by byte, is in SYNC.md.
package sync
