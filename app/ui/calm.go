package ui

import (
	"runtime"

	"fyne.io/fyne/v2"
)

// calm is the program with animations turned off. Fyne fades the cursor of a field
// in and out, and paints the whole window anew for every step of it: that took a
// third of a core for as long as the window was open.
type calm struct{ fyne.App }

// Settings implements fyne.App.
func (c calm) Settings() fyne.Settings { return calmSettings{c.App.Settings()} }

type calmSettings struct{ fyne.Settings }

// ShowAnimations implements fyne.Settings.
func (calmSettings) ShowAnimations() bool { return false }

// calmed returns a without animations. On macOS Fyne needs its own type to be the
// current program.
func calmed(a fyne.App) fyne.App {
	if runtime.GOOS == "darwin" {
		return a
	}
	c := calm{a}
	fyne.SetCurrentApp(c)
	return c
}
