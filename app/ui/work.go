package ui

import (
	"context"
	"errors"
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// task is work that may take longer than a frame.
type task struct {
	// do runs on a goroutine of its own and must end soon after ctx does.
	do func(ctx context.Context, p *progress) error
	// then runs on the window's goroutine afterwards. nil shows the error.
	then func(err error)
	// report is told on the window's goroutine how far do has got, a few times a
	// second; may be nil.
	report func(done, total int64)
}

// progress carries how far a task has got to the window, at most ten times a
// second.
type progress struct {
	w      *Window
	report func(done, total int64)

	mu   sync.Mutex
	last time.Time
}

// show may be called as often as the task likes.
func (p *progress) show(done, total int64) {
	if p.report == nil {
		return
	}
	p.mu.Lock()
	due := time.Since(p.last) >= 100*time.Millisecond || done == total
	if due {
		p.last = time.Now()
	}
	p.mu.Unlock()
	if due {
		p.w.onWindow(func() { p.report(done, total) })
	}
}

// run starts t and returns what cancels it. Closing the journal cancels every
// task and waits for it.
func (w *Window) run(t task) (cancel func()) {
	ctx, cancel := context.WithCancel(w.ctx)
	p := &progress{w: w, report: t.report}
	long := t.report != nil
	if long {
		w.working++
	}
	finish := func(err error) {
		if long {
			w.working--
		}
		cancel()
		switch {
		case t.then != nil:
			t.then(err)
		case err != nil:
			w.showError(err)
		}
	}
	if w.inline {
		finish(t.do(ctx, p))
		return cancel
	}
	w.tasks.Add(1)
	go func() {
		err := t.do(ctx, p)
		w.tasks.Done()
		w.onWindow(func() { finish(err) })
	}()
	return cancel
}

// reading reads what a page shows, in place of a reading that stop ends, and shows it;
// an error is told as well. It returns what stops it.
func (w *Window) reading(stop func(), load func(context.Context) error, show func()) func() {
	stop()
	return w.run(task{
		do: func(ctx context.Context, _ *progress) error { return load(ctx) },
		then: func(err error) {
			if errors.Is(err, context.Canceled) {
				return
			}
			if err != nil {
				w.showError(err)
			}
			show()
		},
	})
}

// after calls f on the window's goroutine when d has passed, unless stop was
// called before. Tests on Fyne's test driver do not wait: f is never called.
func (w *Window) after(d time.Duration, f func()) (stop func()) {
	if w.timers != nil {
		return w.timers(d, f)
	}
	if w.inline {
		return func() {}
	}
	stopped := false // only touched on the window's goroutine
	timer := time.AfterFunc(d, func() {
		w.onWindow(func() {
			if !stopped {
				f()
			}
		})
	})
	return func() {
		stopped = true
		timer.Stop()
	}
}

// onWindow runs f on the window's goroutine.
func (w *Window) onWindow(f func()) {
	if w.inline {
		f()
		return
	}
	fyne.Do(f)
}

// cancelTasks ends every task and waits until none touches the journal.
func (w *Window) cancelTasks() {
	w.cancel()
	w.tasks.Wait()
	w.ctx, w.cancel = context.WithCancel(context.Background())
}

// readFonts reads the fonts while the window is being made, which takes as long.
// wait returns when they are there.
func readFonts() (wait func()) {
	read := make(chan struct{})
	go func() {
		defer close(read)
		for _, bold := range []bool{false, true} {
			fyne.MeasureText(" ", 1, fyne.TextStyle{Bold: bold})
		}
	}()
	return func() { <-read }
}
