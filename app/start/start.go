// Package start is how the program begins: with its window if nothing is asked of
// it, else as a program for the terminal.
//
// Built with the tag nowindow it has no window, and nothing of what a window
// needs: no Fyne, no OpenGL, no X11. That is the program for a rented machine
// which runs a group's own node, and for a computer without a screen.
package start

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"kith/app/cli"
	"kith/app/network"
	"kith/app/words"
	"kith/journal/vault"
)

// Main runs the program with the arguments of the process and returns its exit
// code.
func Main() int {
	if err := vault.HardenProcess(); err != nil {
		fmt.Fprintln(os.Stderr, "kith: crash dumps could not be turned off:", err)
	}
	env := cli.FromOS()
	env.Connect, env.Network = network.Node, network.Device
	words.Use(env.Language) // or stay English
	if len(os.Args) == 1 {
		if code, opened := openWindow(env); opened {
			return code
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return cli.Run(ctx, os.Args[1:], env, cli.NewTerminal())
}
