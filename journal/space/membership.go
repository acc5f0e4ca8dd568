package space

import (
	"crypto/rand"
	"fmt"

	"kith/crypto"
	"kith/journal/space/members"
)

// Identity is who this installation writes as: a device and the author behind it.
type Identity struct {
	Author crypto.SigningKey
	Device crypto.SigningKey
	HPKE   crypto.HPKEKey // for receiving epoch keys
}

// certificate makes author and device vouch for each other.
func (i Identity) certificate() members.Certificate {
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
	f.genesis = members.Genesis{Space: kind, Founder: own.certificate(), Epoch: crypto.EpochTag(f.epoch)}
	rand.Read(f.genesis.Nonce[:])
	id, err := f.genesis.SpaceID()
	if err != nil {
		return Founding{}, fmt.Errorf("found space: %w", err)
	}
	f.ID = id
	return f, nil
}

type membership struct{}

type past struct{ no int64 }

func (tx *Tx) pastOf(op *Op) (past, error)                  { return past{no: 1}, nil }
func (m *membership) counts(op *Op, d *device, p past) bool { return true }
func (tx *Tx) applyMembership(op *Op, p past) error         { return nil }
func (tx *Tx) deviceOf(op *Op) (*device, error) {
	if d := tx.s.devices[op.Device]; d != nil {
		return d, nil
	}
	return nil, ErrNotMember
}
func (s *Space) loadMembership() error { return nil }

func (tx *Tx) found(f Founding) error {
	if f.ID != tx.s.id {
		return fmt.Errorf("the founding is of another space: %w", ErrOp)
	}
	if err := tx.addDevice(f.genesis.Founder); err != nil {
		return err
	}
	if err := tx.s.setMeta(metaWriting, f.genesis.Epoch[:]); err != nil {
		return err
	}
	_, err := tx.Append(Genesis, f.genesis)
	return err
}

func (tx *Tx) joinAsAuthor(own Identity) error { return nil }

// addDevice makes room for a device's chain.
func (tx *Tx) addDevice(c members.Certificate) error {
	d := &device{pub: c.Device, id: c.DeviceID(), author: c.AuthorID()}
	result, err := tx.Exec(`INSERT INTO device(id, pub, author, seq, last, signed) VALUES(?,?,?,0,?,0)`,
		d.id[:], d.pub[:], d.author[:], d.last[:])
	if err != nil {
		return err
	}
	if d.no, err = result.LastInsertId(); err != nil {
		return err
	}
	tx.s.keepDevice(d)
	return nil
}
