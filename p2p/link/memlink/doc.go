// Package memlink is a network in memory, for tests: it implements
// [link.Network] with latency, bandwidth, loss and splits, and no socket.
//
// Time passes by timers only, so that under testing/synctest hours of it take
// moments. What is simulated, and how true it is:
//
//   - Latency and jitter: each write arrives that much later, in order.
//   - Bandwidth: the two ends share one line per direction, which sends one write
//     after the other.
//   - Loss: streams are reliable, as those of QUIC are, so a lost packet of 1,200
//     bytes is a retransmission and its delay (one and a half round trips and
//     25 ms, doubling); streams do not hold each other up. Congestion control is
//     not simulated: package p2p tests real QUIC under loss.
//   - A split, or a host that is down, holds back what is under way. Connections
//     across it die after Options.Idle at both ends; before that, healing brings
//     everything, late. A dial across it is tried anew each second, until
//     Options.DialTimeout.
//   - Gossip: a message takes the shortest way among the topic's members that are
//     connected, each hop with its latency; across a split it is lost.
//   - Reset and Close of a stream are seen without latency.
//
// A host knows only the addresses that it learned: those of whom it dialled or
// was dialled by, and what [link.Network.Learn] or [Wire.Introduce] told it.
package memlink
