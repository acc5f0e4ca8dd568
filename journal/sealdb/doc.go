// Package sealdb is SQLite on encrypted pages: the stock mattn/go-sqlite3 over a
// virtual file system that seals every page and every frame of the write-ahead
// log before it reaches the disk.
//
// It promises:
//
//   - Nothing readable on disk. Each page and each log frame is one block sealed
//     with XChaCha20-Poly1305 under keys derived from the space's at-rest key,
//     bound to the space, the kind of file and its place in it. There are no
//     temporary files: SQLite's are refused.
//   - Damage is an error, never a wrong answer. A block that was changed, moved
//     or copied from elsewhere does not open. FORMAT.md says what a thief with
//     the folder still sees (sizes, times, which blocks changed) and what no
//     single file can detect (the whole folder put back to an older state).
//   - A commit that returned is on the disk: synchronous=FULL, one write and one
//     sync of the log for a small transaction. After a power cut the log is read
//     only up to the last whole transaction, and a hole in the middle of it is
//     reported as damage instead of being taken for its end.
//   - Errors have kinds. [DB.Explain] turns what SQLite says into [ErrDiskFull],
//     [ErrIO] or a [DamageError] that names the file and the page.
//
// After [ErrDiskFull] or [ErrIO] the transaction has failed as a whole and the
// same DB works again as soon as the disk does; nothing need be reopened. A
// transaction that failed in its last sync may still be found whole by the next
// Open if the program dies before another one is written: as with every
// database, "failed" then means "not promised".
//
// One process opens a database at a time. The vault's lock file sees to that;
// this package does not lock.
package sealdb
