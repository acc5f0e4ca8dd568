package ui

import (
	"time"

	"kith/app/suspend"
)

// The journal is locked before the computer sleeps, and when the session is locked,
// if the person wants it so. Where the system does not tell of it, the clock does
// when the computer wakes: it jumped.

// sleepJump is by how much the clock has to jump between two pulses of the idle clock
// for the computer to have slept.
const sleepJump = 2 * time.Minute

// watchSleep begins to listen to the system.
func (w *Window) watchSleep() {
	w.sleep = suspend.Watch(func(_ suspend.Reason, done func()) {
		w.onWindow(func() {
			if !w.sleepLock() {
				done()
			}
			// Otherwise sleeping waits until this process has ended, and its memory is gone.
		})
	})
}

// sleepLock locks because the computer sleeps, and reports whether the process ends.
func (w *Window) sleepLock() bool { return w.appearance.lockOnSleep() && w.idleLock() }

// slept reports whether the computer slept between two looks at the clock.
func slept(before, now time.Time) bool { return now.Sub(before) > idlePulse+sleepJump }
