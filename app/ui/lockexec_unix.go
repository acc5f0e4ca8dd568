//go:build unix

package ui

import (
	"fmt"
	"os"
	"syscall"
)

// relaunch replaces this process by a fresh one of the same program, with the same
// arguments, so that nothing of this one's memory is left. It returns only if that
// failed.
func relaunch() error {
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("start anew: %w", err)
	}
	return fmt.Errorf("start anew: %w", syscall.Exec(program, os.Args, os.Environ()))
}
