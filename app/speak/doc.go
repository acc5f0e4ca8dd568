// Package speak says text aloud, for people who do not see the window well or at
// all: through speech-dispatcher or eSpeak on Linux and its kin, through say on macOS, through
// SAPI on Windows.
//
// It promises:
//
//   - A call returns at once, whatever the service does: what is said is handed to a
//     goroutine of its own, and a service that hangs, lies or goes away is given up
//     after a moment and tried again later.
//   - Text reaches the service through a socket or through standard input. It is
//     never an argument of a program and never seen by a shell.
//   - What was said is not kept, logged or written down.
//   - Newer text takes the place of older text, as in a screen reader, but what is
//     urgent is always said to its end.
//
// What deserves saying, and that a passphrase never does, is for the caller.
package speak
