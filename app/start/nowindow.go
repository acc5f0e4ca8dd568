//go:build nowindow

package start

import "kith/app/cli"

// openWindow has no window to open: the command line says what can be done.
func openWindow(cli.Environment) (code int, opened bool) { return 0, false }
