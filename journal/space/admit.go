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
	_, err := tx.append(Base, Genesis, f.genesis)
	return err
}

// joinAsAuthor admits this device with a certificate of an author who is a
// member: after a restore, or on the author's next computer.
func (tx *Tx) joinAsAuthor(own Identity) error {
	if tx.s.own != nil {
		return nil
	}
	if _, former := tx.s.members.state.Former[own.Author.Public().ID()]; former {
		return nil // whoever was removed keeps what they had
	}
	c := own.Certificate()
	if _, err := tx.addDevice(c); err != nil {
		return err
	}
	return tx.changeMembers(members.AddDevice{Certificate: c})
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
	op, err := tx.append(Base, OpKind(body.Kind()), body)
	if err != nil {
		return err
	}
	return tx.stood(op)
}

// stood makes an error of a membership op that the rules reject.
func (tx *Tx) stood(op *Op) error {
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
