package sync

import (
	"bytes"
	"context"
	"slices"
	"time"

	"kith/crypto"
	"kith/journal/space"
	"kith/p2p/link"
	"kith/p2p/reconcile"
)

// member is a *space.Space as the engine uses it.
type member struct{ s *space.Space }

// NewMember returns a space as its member syncs it. It does not close the space.
func NewMember(s *space.Space) Member { return member{s} }

func (m member) Days(ctx context.Context) ([]reconcile.DaySum, error) {
	days, err := m.s.Days(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]reconcile.DaySum, len(days))
	for i, d := range days {
		list[i] = reconcile.DaySum(d)
	}
	return list, nil
}

func (m member) DayIDs(ctx context.Context, day uint32) ([]ID, error) { return m.s.DayIDs(ctx, day) }

func (m member) Top(ctx context.Context) (int64, error) { return m.s.Newest(ctx) }

func (m member) After(ctx context.Context, no int64, limit int) ([]Stored, error) {
	ops, err := m.s.After(ctx, no, limit)
	if err != nil {
		return nil, err
	}
	list := make([]Stored, len(ops))
	for i, op := range ops {
		list[i] = Stored{No: op.No, ID: op.ID, Day: op.Day, Sealed: op.Sealed, Own: op.Own}
	}
	return list, nil
}

func (m member) Sealed(ctx context.Context, ids []ID, fn func(ID, []byte) error) error {
	return m.s.Sealed(ctx, ids, fn)
}

func (m member) Receive(ctx context.Context, sealed [][]byte) (Received, error) {
	got, err := m.s.Receive(ctx, sealed)
	if err != nil {
		return Received{}, err
	}
	r := Received{New: got.New + got.Waiting, Known: got.Known, Waiting: got.Waiting}
	for _, refusal := range got.Refused {
		if refusal.Kept {
			r.New++
		} else {
			r.Refused++
		}
	}
	for _, f := range got.Forks {
		r.Forks = append(r.Forks, Fork{Device: f.Device, Seq: f.Seq, Stands: f.Standing, Other: f.Other})
	}
	return r, nil
}

func (m member) Keys(context.Context) (keys []Key, err error) {
	for _, k := range m.s.Keys() {
		keys = append(keys, NewKey(k.Key))
	}
	return keys, nil
}

func (m member) Devices(ctx context.Context) (list []Device, err error) {
	state := m.s.Members()
	if state == nil {
		return nil, nil // its ops are still to come
	}
	names, err := m.s.About(ctx, space.TopicDevice)
	if err != nil {
		return nil, err
	}
	for _, author := range state.Members {
		for id, d := range author.Devices {
			list = append(list, Device{Peer: link.Peer(d.Public), ID: id, Author: author.Author, Name: string(names[string(id[:])].Value)})
		}
	}
	slices.SortFunc(list, func(a, b Device) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	return list, nil
}

func (m member) Knew(ctx context.Context, device [16]byte) (knew bool, err error) {
	if state := m.s.Members(); state == nil || len(state.Pending) > 0 {
		return false, nil // it may be one whose admission is not settled yet
	}
	err = m.s.View(ctx, func(q space.Querier) error {
		knew = q.Author(device) != [16]byte{}
		return nil
	})
	return knew, err
}

func (m member) Changed() <-chan struct{} { return m.s.Changed() }

func (m member) Confirm(ctx context.Context, peer [16]byte, upTo int64, count uint64, at time.Time) error {
	return m.s.Confirm(ctx, peer, upTo, count, at)
}

func (m member) Confirmed(ctx context.Context) (list []Confirmation, err error) {
	confirmed, err := m.s.Confirmed(ctx)
	for _, c := range confirmed {
		list = append(list, Confirmation(c))
	}
	return list, err
}

// PeerID returns the id under which a peer's matches are confirmed: that of a
// device, and of a node in the same way.
func PeerID(p link.Peer) [16]byte { return crypto.PublicKey(p).ID() }
