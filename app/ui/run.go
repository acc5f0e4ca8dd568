package ui

import (
	"errors"
	"os"
	"runtime"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"kith/app/desk"
	"kith/assets"
)

// ID is the name of the program for the desktop.
const ID = "org.kith.kith"

var (
	// ErrNoDisplay says that there is no screen to open a window on.
	ErrNoDisplay = errors.New("there is no display")

	errClosing = errors.New("the journal could not be closed cleanly; what was saved is safe")
)

// HasDisplay reports whether the system says that there is a screen.
func HasDisplay() bool {
	return runtime.GOOS != "linux" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}

// Run opens the window and returns when it was closed. It must be called from the
// main goroutine. It fails with ErrNoDisplay.
func Run(config Config) (err error) {
	if !HasDisplay() {
		return ErrNoDisplay
	}
	a := calmed(fyneapp.NewWithID(ID))
	a.SetIcon(fyne.NewStaticResource("kith.png", assets.IconPNG()))
	wait := readFonts()
	started := false
	a.Lifecycle().SetOnStarted(func() { started = true })
	defer func() {
		// A display that is named but not there makes Fyne's driver panic.
		if cause := recover(); cause != nil {
			if started {
				panic(cause)
			}
			err = ErrNoDisplay
		}
	}()
	w := newWindow(a, config)
	w.desk = desk.Look
	wait()
	w.watchSleep()
	w.speakNow(w.appearance.speak(), false)
	w.start()
	w.win.ShowAndRun()
	w.speech.close()
	if w.again {
		return relaunch()
	}
	return nil
}
