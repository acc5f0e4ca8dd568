package speak

import (
	"context"
	"errors"
	"sync"
	"time"
)

// voice is a service. Its methods are called by one goroutine.
type voice interface {
	// say says text, and returns when the service has it or has said it, or soon
	// after ctx ended; a service that has the text lets newer text take its place
	// by itself, and may ignore that ctx ended with errNewer.
	say(ctx context.Context, text string, urgent bool) error
	// stop ends what the service still says.
	stop(ctx context.Context) error
	close() error
}

// errNewer is why the context of say ended if there is something else to do.
var errNewer = errors.New("there is newer text")

// maxUrgent is how much urgent text waits; older text gives way.
const maxUrgent = 8

// queue is a Speaker over a voice.
type queue struct {
	voice voice
	end   context.CancelFunc
	done  chan struct{}
	wake  chan struct{} // holds one: there may be something to do

	mu      sync.Mutex
	urgent  []string
	newest  string                  // what is not urgent; "" is nothing
	quiet   bool                    // Stop was called
	giveWay context.CancelCauseFunc // ends what is being said; nil if nothing is
	saying  bool                    // what is being said is urgent
}

func newQueue(v voice) *queue {
	ctx, end := context.WithCancel(context.Background())
	q := &queue{voice: v, end: end, done: make(chan struct{}), wake: make(chan struct{}, 1)}
	go q.work(ctx)
	return q
}

// Say implements Speaker.
func (q *queue) Say(text string, urgent bool) {
	if text = clean(text); text == "" {
		return
	}
	q.mu.Lock()
	if urgent {
		q.urgent = append(q.urgent, text)
		q.urgent = q.urgent[max(0, len(q.urgent)-maxUrgent):]
		q.newest = ""
	} else {
		q.newest = text
	}
	if q.giveWay != nil && !q.saying {
		q.giveWay(errNewer)
	}
	q.mu.Unlock()
	q.poke()
}

// Stop implements Speaker.
func (q *queue) Stop() {
	q.mu.Lock()
	q.urgent, q.newest, q.quiet = nil, "", true
	if q.giveWay != nil {
		q.giveWay(errNewer)
	}
	q.mu.Unlock()
	q.poke()
}

// Close implements Speaker.
func (q *queue) Close() {
	q.end()
	select {
	case <-q.done:
	case <-time.After(time.Second): // a service that hangs keeps nobody waiting
	}
}

func (q *queue) poke() {
	select {
	case q.wake <- struct{}{}:
	default: // it is awake
	}
}

// next takes what is to be done now: to stop, or to say text.
func (q *queue) next(ctx context.Context) (say context.Context, text string, urgent, stop bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	stop, q.quiet = q.quiet, false
	switch {
	case stop:
		return nil, "", false, true
	case len(q.urgent) > 0:
		text, q.urgent, urgent = q.urgent[0], q.urgent[1:], true
	default:
		text, q.newest = q.newest, ""
	}
	if text != "" {
		say, q.giveWay = context.WithCancelCause(ctx)
		q.saying = urgent
	}
	return say, text, urgent, false
}

func (q *queue) work(ctx context.Context) {
	defer close(q.done)
	for ctx.Err() == nil {
		say, text, urgent, stop := q.next(ctx)
		switch {
		case stop:
			_ = q.voice.stop(ctx) // a service that does not answer says nothing either
		case text != "":
			_ = q.voice.say(say, text, urgent) // who cannot hear it cannot be told so either; Open says if there is none
			q.mu.Lock()
			q.giveWay(nil)
			q.giveWay = nil
			q.mu.Unlock()
		default:
			select {
			case <-q.wake:
			case <-ctx.Done():
			}
		}
	}
	_ = q.voice.close() // nothing is to be lost by it
}
