package suspend

import (
	"context"
	"fmt"
	"io"
	"sync"
	"testing"
	"time"
)

func Example() {
	w := Watch(func(r Reason, done func()) {
		// Lock the journal, then let the computer sleep.
		done()
	})
	w.Stop()
	fmt.Println("stopped")
	// Output: stopped
}

// fake is a service that says what a test tells it to.
type fake struct {
	out chan event

	mu     sync.Mutex
	held   int
	closed bool
}

func (f *fake) delay(context.Context) (io.Closer, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.held++
	return closerFunc(func() { f.mu.Lock(); f.held--; f.mu.Unlock() }), nil
}
func (f *fake) events() <-chan event { return f.out }
func (f *fake) close() error         { f.mu.Lock(); f.closed = true; f.mu.Unlock(); return nil }
func (f *fake) state() (int, bool)   { f.mu.Lock(); defer f.mu.Unlock(); return f.held, f.closed }

type closerFunc func()

func (c closerFunc) Close() error { c(); return nil }

// TestSleepWaits: the computer is kept awake from the beginning until the lock is
// done, once, and again after it woke.
func TestSleepWaits(t *testing.T) {
	f := &fake{out: make(chan event)}
	type told struct {
		reason Reason
		done   func()
	}
	news := make(chan told, 4)
	w := watch(func(context.Context) (service, error) { return f, nil }, func(r Reason, done func()) { news <- told{r, done} })
	for range 3 {
		f.out <- eventSleep
		n := <-news
		if held, _ := f.state(); n.reason != Sleep || held != 1 || !w.Works() {
			t.Fatal(n.reason, held, w.Works())
		}
		n.done()
		n.done()
		if held, _ := f.state(); held != 0 {
			t.Fatal("sleeping waits still")
		}
		f.out <- eventWake
		f.out <- eventLock
		if n := <-news; n.reason != Session {
			t.Fatal(n.reason)
		}
		if held, _ := f.state(); held != 1 {
			t.Fatal("the next sleep would not wait")
		}
	}
	f.out <- eventSleep // nobody calls done
	<-news
	f.out <- eventWake
	w.Stop()
	<-w.done
	if held, closed := f.state(); held != 0 || !closed || w.Works() {
		t.Error(held, closed, w.Works())
	}
}

// TestServiceEnds: a service that goes away, or that there never was, is no trouble.
func TestServiceEnds(t *testing.T) {
	f := &fake{out: make(chan event)}
	w := watch(func(context.Context) (service, error) { return f, nil }, nil)
	close(f.out)
	<-w.done
	if held, closed := f.state(); held != 0 || !closed || w.Works() {
		t.Error(held, closed, w.Works())
	}
	w = watch(func(context.Context) (service, error) { return nil, ErrNone }, nil)
	<-w.done
	if w.Works() {
		t.Error("it works without a service")
	}
	w.Stop()
	w = watch(func(ctx context.Context) (service, error) { <-ctx.Done(); return nil, ctx.Err() }, nil)
	w.Stop()
	select {
	case <-w.done:
	case <-time.After(5 * time.Second):
		t.Error("it hangs")
	}
}
