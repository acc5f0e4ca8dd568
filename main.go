// Command kith is a private health journal. Without arguments it opens its window;
// with a command it is a program for the terminal.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"kith/app/cli"
	"kith/app/ui"
	"kith/app/words"
	"kith/journal/vault"
)

func main() {
	if err := vault.HardenProcess(); err != nil {
		fmt.Fprintln(os.Stderr, "kith: crash dumps could not be turned off:", err)
	}
	env := cli.FromOS()
	words.Use(env.Language) // or stay English
	if len(os.Args) == 1 {
		err := ui.Run(ui.Config{Vault: env.VaultDir(), Chosen: env.Vault != "", Language: env.Language})
		if err == nil {
			return
		}
		if !errors.Is(err, ui.ErrNoDisplay) {
			fmt.Fprintln(os.Stderr, "kith:", err)
			os.Exit(1)
		}
		fmt.Printf("%s\n\n", words.Text("cli.no_display"))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Run(ctx, os.Args[1:], env, cli.NewTerminal())
	stop()
	os.Exit(code)
}
