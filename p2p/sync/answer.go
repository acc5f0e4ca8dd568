package sync

import (
	"context"

	"kith/p2p/reconcile"
)

// answer answers one request.
func (v *visit) answer(ctx context.Context, kind kind, body []byte) error {
	switch kind {
	case kindReconcile, kindDump, kindDays:
		if wait := v.server.mayAsk(v.bond.client); wait > 0 {
			return &refused{refusal{Code: RefuseBusy, Wait: wait}}
		}
	case kindBlobs, kindBlobGet, kindBlobPut:
		return v.answerBlobs(ctx, kind, body)
	case kindRegister:
		return v.register(ctx, body)
	}
	store, release, err := v.access.Open(ctx)
	if err != nil {
		if kind == kindOps || kind == kindEnd {
			return err // the rest of the run would be taken for requests
		}
		return &ownError{err}
	}
	defer release()
	switch kind {
	case kindReconcile:
		return v.reconcile(ctx, store, body)
	case kindFetch:
		return v.fetch(ctx, store, body)
	case kindDump:
		return v.dump(ctx, store, body)
	case kindDays:
		days, err := store.Days(ctx)
		if err != nil {
			return &ownError{err}
		}
		return v.w.write(kindDays, dayList{Days: packDays(days)})
	case kindOps, kindEnd:
		return v.put(ctx, store, kind, body)
	}
	return refuse(RefuseRequest)
}

// reconcile answers one message of a reconciliation.
func (v *visit) reconcile(ctx context.Context, store Store, body []byte) error {
	var in step
	if err := decode(body, &in); err != nil {
		return err
	}
	if v.session == nil {
		if err := v.run(ctx); err != nil {
			return err
		}
		v.have, v.more = nil, false
		if err := v.begin(ctx, store); err != nil {
			v.rest()
			return &ownError{err}
		}
		v.busy()
	}
	out, err := v.session.Step(ctx, in.Message)
	if err != nil {
		return err
	}
	v.have = append(v.have, out.Have...)
	if out.Done {
		v.session = nil
		v.more = out.More
		v.rest()
		if out.Equal {
			v.tell(Served{Ended: true, Matched: true, UpTo: v.upTo, Count: v.count})
		}
	}
	return v.w.write(kindReconcile, step{Message: out.Reply})
}

func (v *visit) begin(ctx context.Context, store Store) (err error) {
	if v.upTo, err = store.Top(ctx); err != nil {
		return err
	}
	index, err := reconcile.NewIndex(ctx, store)
	if err != nil {
		return err
	}
	v.count = index.Count()
	v.session = reconcile.NewResponder(index)
	return nil
}

// fetch sends what the last reconciliation found.
func (v *visit) fetch(ctx context.Context, store Store, body []byte) error {
	if err := decode(body, &empty{}); err != nil {
		return err
	}
	have := v.have
	v.have = nil
	if v.more {
		return v.w.write(kindEnd, end{More: true})
	}
	s := sender{w: v.w, tick: v.busy}
	if err := s.sendIDs(ctx, store, have); err != nil {
		return err
	}
	return v.w.write(kindEnd, end{Count: uint64(len(have))})
}

// dump sends everything, but for days that are the same on both sides.
func (v *visit) dump(ctx context.Context, store Store, body []byte) error {
	var in dayList
	if err := decode(body, &in); err != nil {
		return err
	}
	v.have = nil
	days, err := store.Days(ctx)
	if err != nil {
		return &ownError{err}
	}
	same, err := sameDays(days, in.Days)
	if err != nil {
		return err
	}
	s := sender{w: v.w, tick: v.busy}
	if err := s.sendAll(ctx, store, same); err != nil {
		return err
	}
	return v.w.write(kindEnd, end{Count: s.count})
}

// put takes ops in and says what came of them.
func (v *visit) put(ctx context.Context, store Store, kind kind, body []byte) (err error) {
	var told Received
	t := newTaker(store, func(r Received) {
		told.add(r)
		v.tell(Served{Received: r})
	})
	var last end
	if kind == kindEnd {
		err = decode(body, &last)
	} else {
		last, err = takeRun(ctx, v.w, t, body, frameTime, groupBytes+maxFrame)
	}
	if err != nil {
		return err
	}
	answer := stored{New: uint64(t.total.New), Waiting: uint64(t.total.Waiting), Refused: uint64(t.total.Refused)}
	if last.Sum != nil {
		ours, upTo, count, err := currentSum(ctx, store, &v.bond)
		if err != nil {
			return &ownError{err}
		}
		answer.Sum = &ours
		if ours == *last.Sum {
			v.tell(Served{Ended: true, Matched: true, UpTo: upTo, Count: count})
		}
	}
	return v.w.write(kindStored, answer)
}

// currentSum is the fingerprint of the store's whole set on this stream. Ops up to
// number upTo are in it.
func currentSum(ctx context.Context, store Store, b *bond) (sum [sumSize]byte, upTo int64, count uint64, err error) {
	if upTo, err = store.Top(ctx); err != nil {
		return sum, 0, 0, err
	}
	days, err := store.Days(ctx)
	if err != nil {
		return sum, 0, 0, err
	}
	total, count := addUp(days)
	return b.sum(total, count), upTo, count, nil
}
