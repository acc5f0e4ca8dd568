package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// idleClock locks the window when no key and no mouse was used for a while.
type idleClock struct {
	last time.Time
	quit func()
}

// idlePulse is how often the clock looks. The time is compared, not counted, so
// that a computer that slept is locked when it wakes.
const idlePulse = 20 * time.Second

func (c *idleClock) start(w *Window) {
	c.touch()
	c.next(w)
}

func (c *idleClock) next(w *Window) {
	looked := time.Now().Round(0)
	c.quit = w.after(idlePulse, func() {
		if slept(looked, time.Now().Round(0)) && w.sleepLock() {
			return
		}
		limit := time.Duration(w.appearance.idle()) * time.Minute
		if limit > 0 && time.Now().Round(0).Sub(c.last) >= limit && w.idleLock() {
			return
		}
		c.next(w)
	})
}

// touch says that somebody is there.
func (c *idleClock) touch() { c.last = time.Now().Round(0) } // by the wall clock, which runs on in sleep

func (c *idleClock) stop() {
	if c.quit != nil {
		c.quit()
	}
}

// presence is the whole content of the window. It hears the mouse wherever nothing
// above it does; controls and lists say by themselves that they are used.
type presence struct {
	widget.BaseWidget
	content fyne.CanvasObject
	clock   *idleClock
}

var _ desktop.Hoverable = (*presence)(nil)

func newPresence(content fyne.CanvasObject, clock *idleClock) *presence {
	p := &presence{content: content, clock: clock}
	p.ExtendBaseWidget(p)
	return p
}

// MouseIn implements desktop.Hoverable.
func (p *presence) MouseIn(*desktop.MouseEvent) { p.clock.touch() }

// MouseMoved implements desktop.Hoverable.
func (p *presence) MouseMoved(*desktop.MouseEvent) { p.clock.touch() }

// MouseOut implements desktop.Hoverable.
func (p *presence) MouseOut() { p.clock.touch() }

// CreateRenderer implements fyne.Widget.
func (p *presence) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.content) }
