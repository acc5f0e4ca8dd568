//go:build !nowindow

package start

import (
	"errors"
	"fmt"
	"os"

	"kith/app"
	"kith/app/cli"
	"kith/app/ui"
	"kith/app/words"
)

// openWindow shows the window until it is closed. Without a display it says so,
// and the command line says what can be done instead.
func openWindow(env cli.Environment) (code int, opened bool) {
	err := ui.Run(ui.Config{
		Vault: env.VaultDir(), Chosen: env.Vault != "", Language: env.Language, Options: app.Options{Network: env.Network},
	})
	switch {
	case err == nil:
		return 0, true
	case !errors.Is(err, ui.ErrNoDisplay):
		fmt.Fprintln(os.Stderr, "kith:", err)
		return 1, true
	}
	fmt.Printf("%s\n\n", words.Text("cli.no_display"))
	return 0, false
}
