// Package faulty holds the file systems that misbehave, for tests of everything
// that promises to survive a bad day.
//
//   - [Injector] wraps any disk.FS and fails chosen operations with ENOSPC, EIO
//     or what you like, once or until [Injector.Heal]. It counts operations, so a
//     test runs a script once to learn the count and then again for each of them.
//   - [Power] is a disk in memory whose power can be cut. What was synced is
//     there afterwards; of the rest, each 512-byte sector and each create, rename
//     and remove survives or not as a seeded random source decides. It is also a
//     quick disk for tests that want no real files.
package faulty
