package ui

import "time"

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
	c.quit = w.after(idlePulse, func() {
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
