// Package app is one unlocked vault and everything a person can do with it. The
// window and the command line are two faces of it; both call the same methods
// and say the same words.
//
// It promises:
//
//   - A method that returned nil has kept what it was given: it survives a power
//     cut. A method that returned an error changed nothing, unless its comment
//     says what may have been done.
//   - Whatever is imported is accounted for: records read = imported, duplicates
//     and skipped together, each skip with its reason ([Report]).
//   - A backup says it is done only after it was read back whole. A restored vault
//     lists what the backed-up one did, to the byte.
//   - [Explain] turns any error of this package into what happened, what it means
//     and what to do.
//
// An [App] opens the record of a person when it is first needed and keeps a
// bounded number open. Its methods may be called from several goroutines.
// the README describes the JSON of an entry, BACKUP.md the file of a backup.
//
// Nothing here knows of windows, terminals, arguments or environment variables.
package app
