package ui

import (
	"fmt"
	"os"
)

// relaunch starts a fresh process of the same program, with the same arguments;
// this one is about to end, and its memory with it.
func relaunch() error {
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("start anew: %w", err)
	}
	next, err := os.StartProcess(program, os.Args, &os.ProcAttr{Files: []*os.File{os.Stdin, os.Stdout, os.Stderr}})
	if err != nil {
		return fmt.Errorf("start anew: %w", err)
	}
	return next.Release()
}
