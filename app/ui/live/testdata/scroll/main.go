// Command scroll times the frames of a list that scrolls: of kith's timeline in its
// own window, or, with the argument "plain", of a list of as many bare labels.
//
// It prints a line for each way of scrolling, "frames smooth" or "frames far", and
// behind it how long each frame took in milliseconds: from the scroll, over layout
// and drawing, to the swap of the buffers. Then it ends.
package main

import (
	"fmt"
	"os"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"kith/app/cli"
	"kith/app/ui"
)

// Frames of each way of scrolling.
const frames = 1000

func main() {
	if len(os.Args) > 1 && os.Args[1] == "plain" {
		plain()
		return
	}
	go func() {
		var l fyne.Scrollable
		for l == nil {
			time.Sleep(100 * time.Millisecond)
			fyne.DoAndWait(func() { l = timeline() })
		}
		scroll(l)
	}()
	if err := ui.Run(ui.Config{Vault: cli.FromOS().VaultDir()}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// labels is a list that takes the turn of a wheel itself.
type labels struct{ *widget.List }

func (l labels) Scrolled(e *fyne.ScrollEvent) { l.ScrollToOffset(l.GetScrollOffset() - e.Scrolled.DY) }

// plain shows 100,000 labels in a window as large as kith's, and scrolls them.
func plain() {
	w := app.NewWithID("org.kith.scroll").NewWindow("scroll")
	l := labels{widget.NewList(func() int { return 100_000 },
		func() fyne.CanvasObject { return widget.NewLabel("") },
		func(i widget.ListItemID, o fyne.CanvasObject) { o.(*widget.Label).SetText(fmt.Sprint("row ", i)) })}
	w.SetContent(l.List)
	w.Resize(fyne.NewSize(1100, 720))
	go scroll(l)
	w.ShowAndRun()
}

// scroll scrolls in both ways and ends the program.
func scroll(l fyne.Scrollable) {
	time.Sleep(2 * time.Second) // for what the first look started
	measure("smooth", l, 48)    // a wheel that is turned fast
	measure("far", l, 4000)     // a hundred rows a frame: from end to end
	fyne.Do(fyne.CurrentApp().Quit)
}

// measure scrolls by step in each frame and prints what each took.
func measure(name string, l fyne.Scrollable, step float32) {
	var took []time.Duration
	done := make(chan struct{})
	var animation *fyne.Animation
	waiting := false
	animation = fyne.NewAnimation(time.Hour, func(float32) {
		if waiting || len(took) >= frames {
			return
		}
		waiting = true
		began := time.Now()
		l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -step)})
		fyne.Do(func() { // runs when the frame is drawn and shown
			waiting = false
			if took = append(took, time.Since(began)); len(took) == frames {
				animation.Stop()
				close(done)
			}
		})
	})
	fyne.Do(animation.Start)
	<-done
	fmt.Print("frames ", name)
	for _, t := range took {
		fmt.Printf(" %.2f", t.Seconds()*1000)
	}
	fmt.Println()
}

// timeline returns the timeline, or nil while it is not shown: of all that the
// wheel turns it is what keys move too.
func timeline() fyne.Scrollable {
	windows := fyne.CurrentApp().Driver().AllWindows()
	if len(windows) == 0 || windows[0].Content() == nil {
		return nil
	}
	return find(windows[0].Content())
}

func find(o fyne.CanvasObject) fyne.Scrollable {
	if !o.Visible() {
		return nil
	}
	if l, ok := o.(fyne.Scrollable); ok {
		if _, keys := o.(fyne.Focusable); keys {
			return l
		}
	}
	var inside []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		inside = o.Objects
	case fyne.Widget:
		inside = test.WidgetRenderer(o).Objects()
	}
	for _, child := range inside {
		if l := find(child); l != nil {
			return l
		}
	}
	return nil
}
