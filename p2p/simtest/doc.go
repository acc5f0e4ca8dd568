// Package simtest holds the tests of syncing as a whole: real spaces, the real
// engine and the real node, on a network in memory and in virtual time.
//
// Everything that goes wrong between computers is made to go wrong here: lost
// packets, splits, churn, sleep, kill -9 in mid-write, full disks, clocks a day off,
// peers that lie, replicas that withhold. After each of them the same must hold:
// the sets of ops are equal, the projections are equal, the members are equal, and
// nothing that was acknowledged is lost.
//
// What is simulated is said in package memlink; the disk is that of package
// faulty. "go test" runs a part of the matrix, KITH_ROUNDS=n with n above 1 all of it,
// each case with n seeds.
package simtest
