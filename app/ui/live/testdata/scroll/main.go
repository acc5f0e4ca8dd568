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

// list is what is scrolled.
type list interface {
	fyne.CanvasObject
	ScrollToOffset(float32)
	ScrollToBottom()
	ScrollToTop()
	GetScrollOffset() float32
}

func main() {
	go scroll()
	if len(os.Args) > 1 && os.Args[1] == "plain" {
		plain()
		return
	}
	if err := ui.Run(ui.Config{Vault: cli.FromOS().VaultDir()}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// plain shows 100,000 labels in a window as large as kith's.
func plain() {
	w := app.NewWithID("org.kith.scroll").NewWindow("scroll")
	w.SetContent(widget.NewList(func() int { return 100_000 },
		func() fyne.CanvasObject { return widget.NewLabel("") },
		func(i widget.ListItemID, o fyne.CanvasObject) { o.(*widget.Label).SetText(fmt.Sprint("row ", i)) }))
	w.Resize(fyne.NewSize(1100, 720))
	w.ShowAndRun()
}

// scroll waits for a list with a long way to go and scrolls it.
func scroll() {
	var l list
	var length float32
	for length < 100_000 {
		time.Sleep(100 * time.Millisecond)
		fyne.DoAndWait(func() {
			if l = firstList(); l != nil {
				l.ScrollToBottom()
				length = l.GetScrollOffset()
				l.ScrollToTop()
			}
		})
	}
	time.Sleep(time.Second) // for what the first look started
	const notch = 48        // pixels that a wheel moves in a frame, when it is turned fast
	measure("smooth", l, notch)
	measure("far", l, length/frames)
	fyne.Do(fyne.CurrentApp().Quit)
}

// measure scrolls by step in each frame and prints what each took.
func measure(name string, l list, step float32) {
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
		l.ScrollToOffset(step * float32(len(took)+1))
		fyne.Do(func() { // runs when the frame is drawn and shown
			waiting = false
			if took = append(took, time.Since(began)); len(took) == frames {
				animation.Stop()
				close(done)
			}
		})
	})
	fyne.Do(func() {
		l.ScrollToTop()
		animation.Start()
	})
	<-done
	fmt.Print("frames ", name)
	for _, t := range took {
		fmt.Printf(" %.2f", t.Seconds()*1000)
	}
	fmt.Println()
}

// firstList returns a list of the first window, or nil.
func firstList() list {
	windows := fyne.CurrentApp().Driver().AllWindows()
	if len(windows) == 0 || windows[0].Content() == nil {
		return nil
	}
	return findList(windows[0].Content())
}

func findList(o fyne.CanvasObject) list {
	if !o.Visible() {
		return nil
	}
	var inside []fyne.CanvasObject
	switch o := o.(type) {
	case list:
		return o
	case *fyne.Container:
		inside = o.Objects
	case fyne.Widget:
		inside = test.WidgetRenderer(o).Objects()
	}
	for _, child := range inside {
		if l := findList(child); l != nil {
			return l
		}
	}
	return nil
}
