// Package cli is Kith without a window: for scripts, screen readers and machines
// that are always on.
//
// It promises:
//
//   - Text for people by default; with --json exactly one document on standard
//     output and nothing else there. Errors, questions and progress go to standard
//     error, progress only if that is a terminal.
//   - Exit codes: 0 done, 1 failed, 2 wrong usage, 3 locked or wrong passphrase,
//     4 damage found.
//   - A passphrase is typed where nobody sees it or read from a file; it is never
//     taken from an argument or from the content of an environment variable.
//   - What comes from a record or a file is shown without control characters, so
//     that no text can take over the terminal.
//
// Everything it does is a method of package app; what it says is in package
// words. It imports no window.
package cli
