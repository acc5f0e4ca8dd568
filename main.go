// Command kith is a private health journal. Without arguments it opens its window;
// with a command it is a program for the terminal.
package main

import (
	"os"

	"kith/app/start"
)

func main() { os.Exit(start.Main()) }
