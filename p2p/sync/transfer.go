package sync

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Sizes of what is sent and taken in at a time.
const (
	frameBytes = 192 << 10 // a frame of ops is sent when it has so many bytes
	frameCount = 1024      // or so many ops
	groupBytes = 4 << 20   // bytes of ops between two acknowledgements
	minBatch   = 4 * 257   // ops that are taken in in one transaction, at least: a
	maxBatch   = 16 * 257  // signed checkpoint saves the signatures of 256 that come with it
	batchBytes = 4 << 20   // or so many bytes
	batchTime  = 50 * time.Millisecond
)

// sender packs ops into frames.
type sender struct {
	w     *wire
	ops   [][]byte
	bytes int
	group int          // bytes since the last acknowledgement
	count uint64       // ops sent
	ack   func() error // called after each group; may be nil
	tick  func()       // called after each frame; may be nil
}

// add sends an op, sooner or later. The bytes are kept until then.
func (s *sender) add(sealed []byte) error {
	s.ops = append(s.ops, sealed)
	s.bytes += len(sealed)
	if s.bytes < frameBytes && len(s.ops) < frameCount {
		return nil
	}
	return s.flush()
}

// flush sends what was packed.
func (s *sender) flush() error {
	if len(s.ops) == 0 {
		return nil
	}
	if err := s.w.write(kindOps, opList{Ops: s.ops}); err != nil {
		return err
	}
	s.count += uint64(len(s.ops))
	s.group += s.bytes
	clear(s.ops)
	s.ops, s.bytes = s.ops[:0], 0
	if s.tick != nil {
		s.tick()
	}
	if s.ack != nil && s.group >= groupBytes {
		s.group = 0
		return s.ack()
	}
	return nil
}

// sendIDs sends the ops with the given ids in order of arrival.
func (s *sender) sendIDs(ctx context.Context, store Store, ids []ID) error {
	var lost error
	err := store.Sealed(ctx, ids, func(_ ID, sealed []byte) error {
		lost = s.add(sealed)
		return lost
	})
	if lost != nil {
		return lost
	}
	if err != nil {
		return &ownError{err}
	}
	return s.flush()
}

// sendAll sends all ops in order of arrival, but for those of the days that skip
// tells.
func (s *sender) sendAll(ctx context.Context, store Store, skip map[uint32]bool) error {
	const chunk = 256
	for no := int64(0); ; {
		ops, err := store.After(ctx, no, chunk)
		if err != nil {
			return &ownError{err}
		}
		if len(ops) == 0 {
			return s.flush()
		}
		for _, op := range ops {
			if op.No <= no {
				return &ownError{fmt.Errorf("op %d came after op %d: the store's numbers do not rise", op.No, no)}
			}
			no = op.No
			if skip[op.Day] {
				continue
			}
			if err := s.add(op.Sealed); err != nil {
				return err
			}
		}
	}
}

// taker takes ops in, in transactions short enough not to be felt by others who
// use the space. While one is under way, the next is gathered.
type taker struct {
	store  Store
	told   func(Received) // of each transaction; may be nil
	batch  [][]byte
	bytes  int
	target int
	total  Received
	under  chan taken // what the transaction under way comes to; nil for none
}

// taken is what came of one transaction.
type taken struct {
	got Received
	err error
	fit int // how many ops would have fitted into the time for one
}

func newTaker(store Store, told func(Received)) *taker {
	return &taker{store: store, told: told, target: 2 * minBatch}
}

// add takes ops in, sooner or later. A failure may be that of ops added before.
func (t *taker) add(ctx context.Context, ops [][]byte) error {
	for _, sealed := range ops {
		t.batch = append(t.batch, sealed)
		if t.bytes += len(sealed); len(t.batch) >= t.target || t.bytes >= batchBytes {
			if err := t.begin(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// flush makes durable what was added.
func (t *taker) flush(ctx context.Context) error {
	if err := t.begin(ctx); err != nil {
		return err
	}
	return t.wait()
}

// begin takes in what was gathered, after what is under way.
func (t *taker) begin(ctx context.Context) error {
	if err := t.wait(); err != nil || len(t.batch) == 0 {
		return err
	}
	batch := t.batch
	t.batch, t.bytes = nil, 0
	t.under = make(chan taken, 1)
	go func(under chan<- taken) {
		start := time.Now()
		got, err := t.store.Receive(ctx, batch)
		took := max(time.Since(start), time.Millisecond)
		under <- taken{got: got, err: err, fit: int(float64(len(batch)) * float64(batchTime) / float64(took))}
	}(t.under)
	return nil
}

// wait returns when nothing is under way, with the failure of what was.
func (t *taker) wait() error {
	if t.under == nil {
		return nil
	}
	r := <-t.under
	t.under = nil
	t.total.add(r.got)
	if t.told != nil && r.got.New+len(r.got.Forks) > 0 {
		t.told(r.got)
	}
	if r.err == nil {
		t.target = min(max(r.fit, t.target/2, minBatch), t.target*2, maxBatch)
	}
	return r.err
}

// takeRun reads frames of ops up to their end and takes them in. When the store
// fails, the rest is read and thrown away, so that the stream can be used again,
// and the failure is returned as an *ownError. drain bounds how many bytes.
func takeRun(ctx context.Context, w *wire, t *taker, first []byte, patience time.Duration, drain int) (end, error) {
	var last end
	var failed error
	// What was begun ends before this does; it has its own failure only if nothing
	// else failed, and that is looked at below.
	defer func() { _ = t.wait() }()
	body := first
	for {
		if body != nil {
			var list opList
			if err := decode(body, &list); err != nil {
				return last, err
			}
			if failed == nil {
				failed = t.add(ctx, list.Ops)
			} else if drain -= len(body); drain < 0 {
				return last, failed
			}
		}
		kind, next, err := w.read(patience)
		if err != nil {
			return last, err
		}
		switch kind {
		case kindOps:
			body = next
		case kindEnd:
			if err := decode(next, &last); err != nil {
				return last, err
			}
			if failed == nil {
				failed = t.flush(ctx)
			}
			if failed != nil {
				return last, &ownError{failed}
			}
			return last, nil
		case kindRefusal:
			var r refusal
			if err := decodeLoose(next, &r); err != nil {
				return last, err
			}
			return last, errors.Join(t.flush(ctx), &refused{r})
		default:
			return last, fmt.Errorf("frame %d among ops: %w", kind, errFrame)
		}
	}
}

// ownError is a failure of our own store, after which the stream can be used.
type ownError struct{ err error }

func (e *ownError) Error() string { return e.err.Error() }
func (e *ownError) Unwrap() error { return e.err }

// refused is a Refusal that the server sent.
type refused struct{ refusal }

func (e *refused) Error() string { return fmt.Sprintf("refused with code %d", e.Code) }
