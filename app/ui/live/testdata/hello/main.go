// Command hello is the smallest window Fyne can show: what the start, the memory
// and the idle processor time of kith are measured against.
package main

import (
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"
)

func main() {
	a := app.NewWithID("org.kith.hello")
	w := a.NewWindow("hello")
	w.SetContent(widget.NewLabel("hello"))
	w.ShowAndRun()
}
