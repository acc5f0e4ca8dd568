//go:build unix && !linux

package vault

import "golang.org/x/sys/unix"

// HardenProcess keeps the system from writing the memory of this process, and
// with it keys and records, to disk when it crashes. The program calls it first
// of all.
func HardenProcess() error {
	return unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
}
