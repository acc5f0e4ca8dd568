package vault

import (
	"errors"

	"golang.org/x/sys/unix"
)

// HardenProcess keeps the system from writing the memory of this process, and
// with it keys and records, to disk when it crashes. The program calls it first
// of all.
//
// The limit alone does not do here: a core that goes to a collector by pipe
// passes over it (core(5)). A process that is not dumpable leaves none.
func HardenProcess() error {
	return errors.Join(
		unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}),
		unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0),
	)
}
