// Package suspend tells when this computer is about to sleep, and when the person's
// session is locked, so that the journal can be locked first.
//
// It promises:
//
//   - Sleeping waits until whoever was told has finished, or the process has ended,
//     as long as the system allows (five seconds, usually).
//   - A computer that does not tell is no error: [Watcher.Works] says so. The window
//     then sees by the clock, when the computer wakes, that it slept.
//   - Nothing blocks the caller: a service that hangs keeps only the watcher waiting.
//
// On Linux the service is logind, over the system bus (freedesktop.org,
// org.freedesktop.login1: the signals PrepareForSleep and Lock, and delay inhibitors).
// On other systems there is none yet.
package suspend

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
)

// Reason is why the journal should be locked.
type Reason int

// The reasons.
const (
	Sleep   Reason = iota + 1 // the computer is about to sleep
	Session                   // the session was locked
)

// ErrNone says that this computer does not tell when it sleeps.
var ErrNone = errors.New("suspend: this system does not tell when it sleeps")

// event is what a service says.
type event int

const (
	eventSleep event = iota + 1 // the computer is about to sleep
	eventWake                   // it woke
	eventLock                   // the session was locked
)

// service is what tells. Its methods are called by one goroutine.
type service interface {
	// delay makes sleeping wait until what it returns is closed, or the process ends.
	delay(ctx context.Context) (io.Closer, error)
	// events is closed when there will be no more of them.
	events() <-chan event
	close() error
}

// Watcher watches for sleep.
type Watcher struct {
	end   context.CancelFunc
	done  chan struct{}
	works atomic.Bool
}

// Watch begins to watch. f is called on the watcher's goroutine for each reason.
// For [Sleep] the computer waits until f calls done, which it may do later and from
// any goroutine; if the process ends instead, that counts as well.
func Watch(f func(r Reason, done func())) *Watcher { return watch(openService, f) }

func watch(open func(context.Context) (service, error), f func(Reason, func())) *Watcher {
	ctx, end := context.WithCancel(context.Background())
	w := &Watcher{end: end, done: make(chan struct{})}
	go func() {
		defer close(w.done)
		s, err := open(ctx)
		if err != nil {
			return // Works says so
		}
		w.works.Store(true)
		w.follow(ctx, s, f)
		w.works.Store(false)
	}()
	return w
}

// Works reports whether the computer tells when it sleeps, as far as is known by now.
func (w *Watcher) Works() bool { return w.works.Load() }

// Stop ends the watch. Sleeping does not wait any more.
func (w *Watcher) Stop() { w.end() }

// follow hands on what the service says until ctx ends or the service does.
func (w *Watcher) follow(ctx context.Context, s service, f func(Reason, func())) {
	hold := new(hold)
	defer func() {
		hold.release()
		_ = s.close() // nothing is written to it
	}()
	take := func() {
		if c, err := s.delay(ctx); err == nil { // without it the time is short, but it is still told
			hold.set(c)
		}
	}
	take()
	for {
		select {
		case <-ctx.Done():
			return
		case e, ok := <-s.events():
			if !ok {
				return
			}
			switch e {
			case eventSleep:
				f(Sleep, hold.release)
			case eventWake:
				hold.release() // one that nobody released
				take()
			case eventLock:
				f(Session, func() {})
			}
		}
	}
}

// hold is what sleeping waits for.
type hold struct{ closer atomic.Pointer[io.Closer] }

func (h *hold) set(c io.Closer) { h.closer.Store(&c) }

func (h *hold) release() {
	if c := h.closer.Swap(nil); c != nil {
		_ = (*c).Close() // it is released either way
	}
}
