// Command kith is a private health journal. Without arguments it will be a window; with
// a command it is a program for the terminal.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"kith/app/cli"
	"kith/journal/vault"
)

func main() {
	if err := vault.HardenProcess(); err != nil {
		fmt.Fprintln(os.Stderr, "kith: crash dumps could not be turned off:", err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Run(ctx, os.Args[1:], cli.FromOS(), cli.NewTerminal())
	stop()
	os.Exit(code)
}
