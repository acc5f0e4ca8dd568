package space

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"

	"kith/crypto"
	"kith/journal/space/members"
)

// Identity is who this installation writes as: a device and the author behind it.
type Identity struct {
	Author crypto.SigningKey
	Device crypto.SigningKey
	HPKE   crypto.HPKEKey // for receiving epoch keys
}

// Certificate makes author and device vouch for each other.
func (i Identity) Certificate() members.Certificate {
	c := members.Certificate{Author: i.Author.Public(), Device: i.Device.Public(), HPKE: i.HPKE.Public()}
	c.AuthorSign = i.Author.Sign(members.DeviceDomain, c.Message())
	c.DeviceSign = i.Device.Sign(members.AcceptDomain, c.Message())
	return c
}

// Founding is a space about to be made: its first op and first wire key, from
// which its id follows.
type Founding struct {
	ID      [16]byte
	genesis members.Genesis
	epoch   crypto.Key
}

// Found prepares a space of a kind with the identity as its owner.
func Found(kind members.SpaceKind, own Identity) (Founding, error) {
	f := Founding{epoch: crypto.NewKey()}
	f.genesis = members.Genesis{Space: kind, Founder: own.Certificate(), Epoch: crypto.EpochTag(f.epoch)}
	rand.Read(f.genesis.Nonce[:])
	if _, err := members.Encode(f.genesis); err != nil {
		return Founding{}, fmt.Errorf("found space: %w", err)
	}
	f.ID = f.genesis.SpaceID()
	return f, nil
}

func (tx *Tx) found(f Founding) error {
	if f.ID != tx.s.id {
		return fmt.Errorf("the founding is of another space: %w", ErrOp)
	}
	if _, err := tx.addDevice(f.genesis.Founder); err != nil {
		return err
	}
	if err := tx.s.setMeta(metaWriting, f.genesis.Epoch[:]); err != nil {
		return err
	}
	_, err := tx.append(Genesis, f.genesis)
	return err
}

// joinAsAuthor admits this device with a certificate of an author who is a
// member: after a restore, or on the author's next computer.
func (tx *Tx) joinAsAuthor(own Identity) error {
	if tx.s.own != nil {
		return nil
	}
	c := own.Certificate()
	if _, err := tx.addDevice(c); err != nil {
		return err
	}
	op, err := tx.append(AddDevice, members.AddDevice{Certificate: c})
	if err != nil {
		return err
	}
	if reason, rejected := tx.s.members.state.Rejected[members.OpID(op.ID)]; rejected {
		return fmt.Errorf("%w: %v", ErrNotMember, reason)
	}
	return nil
}

// Members returns who belongs to the space now.
func (s *Space) Members() *members.State {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.members.state
}

// ChangeMembers writes one membership op. An op that the rules would reject is
// an error and is not written. What an op that takes something away must say of
// the devices it has seen is filled in.
func (s *Space) ChangeMembers(ctx context.Context, body members.Body) error {
	err := s.Update(ctx, func(tx *Tx) error { return tx.changeMembers(body) })
	if err != nil {
		return fmt.Errorf("change members: %w", err)
	}
	return nil
}

func (tx *Tx) changeMembers(body members.Body) error {
	switch b := body.(type) {
	case members.RemoveMember:
		b.Seen = tx.seen(func(d *device) bool { return d.author == b.Author })
		body = b
	case members.ChangeRole:
		b.Seen = tx.seen(func(d *device) bool { return d.author == b.Author })
		body = b
	case members.RemoveDevice:
		b.Seen = tx.seen(func(d *device) bool { return d.id == b.Device })
		body = b
	}
	op, err := tx.append(OpKind(body.Kind()), body)
	if err != nil {
		return err
	}
	if reason, rejected := tx.s.members.state.Rejected[members.OpID(op.ID)]; rejected {
		return fmt.Errorf("%w: %v", ErrNotMember, reason)
	}
	return nil
}

func (tx *Tx) seen(of func(*device) bool) []members.Head {
	var heads []members.Head
	for _, d := range tx.s.devices {
		if of(d) && d.seq > 0 {
			heads = append(heads, members.Head{Device: d.id, Seq: d.seq})
		}
	}
	slices.SortFunc(heads, func(a, b members.Head) int { return slices.Compare(a.Device[:], b.Device[:]) })
	return heads
}

// Rotate starts a new epoch: a new wire key, wrapped for every device that is a
// member's now. Unless cutoff, the older keys are sealed under it, so that
// whoever is admitted later can read what was written before.
func (s *Space) Rotate(ctx context.Context, cutoff bool) error {
	err := s.Update(ctx, func(tx *Tx) error {
		key := crypto.NewKey()
		e := s.keepEpoch(key)
		if err := tx.storeEpoch(e); err != nil {
			return err
		}
		body := members.Rotate{Epoch: e.sealer.Tag(), Cutoff: cutoff}
		for _, old := range s.members.state.Epochs {
			body.Previous = append(body.Previous, old.Tag)
			if held := s.epochs[old.Tag]; held != nil && !cutoff {
				sealed := crypto.SealFile(key.Derive("old epoch", s.id[:]), string(old.Tag[:]), held.key.Bytes())
				body.OldKeys = append(body.OldKeys, members.EpochKey{Epoch: old.Tag, Sealed: sealed})
			}
		}
		for _, m := range s.members.state.Members {
			for id, d := range m.Devices {
				sealed, err := crypto.WrapFor(d.HPKE, s.epochInfo(body.Epoch), key)
				if err != nil {
					return err
				}
				body.Wraps = append(body.Wraps, members.Wrap{Device: id, Sealed: sealed})
			}
		}
		slices.SortFunc(body.Wraps, func(a, b members.Wrap) int { return slices.Compare(a.Device[:], b.Device[:]) })
		return tx.changeMembers(body)
	})
	if err != nil {
		return fmt.Errorf("rotate the wire key: %w", err)
	}
	return nil
}

// epochInfo binds a wrapped epoch key to its space and tag (RFC 9180, info).
func (s *Space) epochInfo(tag members.EpochTag) []byte {
	info := append([]byte("kith epoch v1\x00"), s.id[:]...)
	return append(info, tag[:]...)
}

// takeEpoch keeps the key that a rotation wrapped for this device, and the older
// keys sealed under it.
func (tx *Tx) takeEpoch(r members.Rotate) error {
	s := tx.s
	if s.epochs[r.Epoch] == nil {
		for _, w := range r.Wraps {
			if w.Device != s.device.Public().ID() || s.hpke.IsZero() {
				continue
			}
			key, err := crypto.Unwrap(s.hpke, s.epochInfo(r.Epoch), w.Sealed)
			if err != nil {
				return fmt.Errorf("epoch %v: %w: %w", r.Epoch, ErrOp, err)
			}
			if crypto.EpochTag(key) != r.Epoch {
				return fmt.Errorf("epoch %v: another key is wrapped: %w", r.Epoch, ErrOp)
			}
			if err := tx.storeEpoch(s.keepEpoch(key)); err != nil {
				return err
			}
		}
	}
	held := s.epochs[r.Epoch]
	if held == nil {
		return nil // not for this device, or in a backup's list of keys
	}
	for _, old := range r.OldKeys {
		if s.epochs[old.Epoch] != nil {
			continue
		}
		plain, err := crypto.OpenFile(held.key.Derive("old epoch", s.id[:]), string(old.Epoch[:]), old.Sealed)
		if err != nil {
			return fmt.Errorf("epoch %v: %w: %w", old.Epoch, ErrOp, err)
		}
		key, err := crypto.KeyFromBytes(plain)
		if err != nil || crypto.EpochTag(key) != old.Epoch {
			return fmt.Errorf("epoch %v: another key is sealed: %w", old.Epoch, ErrOp)
		}
		if err := tx.storeEpoch(s.keepEpoch(key)); err != nil {
			return err
		}
	}
	return nil
}
