package space

import (
	"fmt"

	"kith/crypto"
	"kith/journal/space/members"
)

// membership is what the space knows of its members. A resolved state never
// changes, so a copy of this struct is a snapshot.
type membership struct {
	ops   []members.Op
	state *members.State
}

// verify checks certificate signatures for the resolver.
func verify(pub [32]byte, domain string, msg, sig []byte) bool {
	return len(sig) == crypto.SignatureSize && crypto.Verify(pub, domain, msg, [crypto.SignatureSize]byte(sig))
}

// with returns the membership after one more op.
func (m membership) with(spaceID [16]byte, op members.Op) membership {
	ops := append(m.ops[:len(m.ops):len(m.ops)], op)
	return membership{ops: ops, state: members.Resolve(spaceID, ops, verify)}
}

func membershipOp(op *Op, past []members.OpID) (members.Op, error) {
	body, err := members.Decode(members.Kind(op.Kind), op.Body)
	if err != nil {
		return members.Op{}, fmt.Errorf("%w: %w", ErrOp, err)
	}
	return members.Op{ID: members.OpID(op.ID), Device: op.Device, Parents: past, Body: body}, nil
}

// counts says whether an op has effect, by the members' rules.
func (m membership) counts(op *Op, past pastSet) bool {
	return op.Kind.isMembership() || m.state != nil && m.state.Allowed(op.Device, op.Seq, past.ops) == members.Counts
}

// certificateIn returns the certificate of a device that an op admits.
func certificateIn(op *Op) (members.Certificate, bool) {
	if op.Kind != Genesis && op.Kind != AddDevice && op.Kind != AddMember {
		return members.Certificate{}, false
	}
	body, err := members.Decode(members.Kind(op.Kind), op.Body)
	if err != nil {
		return members.Certificate{}, false
	}
	switch b := body.(type) {
	case members.Genesis:
		return b.Founder, true
	case members.AddDevice:
		return b.Certificate, true
	case members.AddMember:
		return b.Certificate, true
	}
	return members.Certificate{}, false
}

// deviceOf returns the device that an op names, which is known unless the op
// admits its own writer: a genesis, or a device that its author certified.
func (tx *Tx) deviceOf(op *Op) (*device, error) {
	if d := tx.s.devices[op.Device]; d != nil {
		return d, nil
	}
	c, ok := certificateIn(op)
	if !ok || op.Kind == AddMember || c.DeviceID() != op.Device || !c.Verify(verify) {
		return nil, fmt.Errorf("device %x: %w", op.Device[:4], ErrNotMember)
	}
	return tx.addDevice(c)
}

// addDevice makes room for a device's chain.
func (tx *Tx) addDevice(c members.Certificate) (*device, error) {
	d := &device{pub: c.Device, id: c.DeviceID(), author: c.AuthorID()}
	result, err := tx.Exec(`INSERT INTO device(id, pub, author, seq, last, signed) VALUES(?,?,?,0,?,0)`,
		d.id[:], d.pub[:], d.author[:], d.last[:])
	if err != nil {
		return nil, err
	}
	if d.no, err = result.LastInsertId(); err != nil {
		return nil, err
	}
	tx.s.keepDevice(d)
	return d, nil
}

// applyMembership resolves the members anew with one more op, takes the keys it
// brings, and lets go of content that no longer counts.
func (tx *Tx) applyMembership(op *Op, past pastSet) error {
	s := tx.s
	mop, err := membershipOp(op, past.ops)
	if err != nil {
		return err
	}
	s.members = s.members.with(s.id, mop)
	if c, ok := certificateIn(op); ok && s.devices[c.DeviceID()] == nil {
		if _, err := tx.addDevice(c); err != nil {
			return err
		}
	}
	if rotate, ok := mop.Body.(members.Rotate); ok {
		if err := tx.takeEpoch(rotate); err != nil {
			return err
		}
	}
	if e := s.epochs[s.members.state.Current]; e != nil && e != s.writing {
		s.writing = e
		tag := e.sealer.Tag()
		if err := s.setMeta(metaWriting, tag[:]); err != nil {
			return err
		}
	}
	switch mop.Body.(type) {
	case members.RemoveMember, members.RemoveDevice, members.ChangeRole:
		return tx.judgeAgain()
	}
	return nil
}

// judgeAgain asks for every op of content whether it still counts, and computes
// the projection anew if an answer changed.
func (tx *Tx) judgeAgain() error {
	s := tx.s
	byNo := map[int64]*device{}
	for _, d := range s.devices {
		byNo[d.no] = d
	}
	rows, err := s.conn.query(`SELECT no, device, seq, kind, past, counts FROM op WHERE kind >= 8 ORDER BY no`)
	if err != nil {
		return err
	}
	type row struct {
		no, device, past int64
		counts           bool
		op               Op
	}
	var all []row
	for rows.Next() {
		var r row
		if err := rows.Scan(&r.no, &r.device, &r.op.Seq, &r.op.Kind, &r.past, &r.counts); err != nil {
			return s.conn.explain(err)
		}
		all = append(all, r)
	}
	if err := rows.Err(); err != nil {
		return s.conn.explain(err)
	}
	changed := false
	for _, r := range all {
		d := byNo[r.device]
		if d == nil {
			return fmt.Errorf("op %d is by an unknown device: %w", r.no, ErrDamaged)
		}
		r.op.Device = d.id
		past, err := tx.past(r.past)
		if err != nil {
			return err
		}
		if now := s.members.counts(&r.op, past); now != r.counts {
			changed = true
			if _, err := tx.Exec(`UPDATE op SET counts = ? WHERE no = ?`, now, r.no); err != nil {
				return err
			}
		}
	}
	if !changed {
		return nil
	}
	if err := s.projector.Create(tx); err != nil {
		return err
	}
	return tx.replay(nopContext, func(int64, int64) {}, new(Report))
}

func (s *Space) loadMembership() error {
	type row struct {
		no, past int64
	}
	var found []row
	rows, err := s.conn.query(`SELECT no, past FROM op WHERE kind < 8 ORDER BY no`)
	if err != nil {
		return err
	}
	for rows.Next() {
		var r row
		if err := rows.Scan(&r.no, &r.past); err != nil {
			return s.conn.explain(err)
		}
		found = append(found, r)
	}
	if err := rows.Err(); err != nil {
		return s.conn.explain(err)
	}
	v := view{s}
	var ops []members.Op
	for _, r := range found {
		op, err := v.Op(r.no)
		if err != nil {
			return err
		}
		past, err := v.past(r.past)
		if err != nil {
			return err
		}
		mop, err := membershipOp(op, past.ops)
		if err != nil {
			return fmt.Errorf("op %d: %w: %w", r.no, ErrDamaged, err)
		}
		ops = append(ops, mop)
	}
	s.members = membership{ops: ops, state: members.Resolve(s.id, ops, verify)}
	return nil
}
