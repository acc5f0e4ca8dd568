//go:build !unix

package vault

// HardenProcess keeps the system from writing the memory of this process, and
// with it keys and records, to disk when it crashes. The program calls it first
// of all. Windows has no such switch for one process: a person turns off error
// reports for the whole system.
func HardenProcess() error { return nil }
