package space

import (
	"crypto/sha256"
	"fmt"

	"kith/crypto"
	"kith/journal/space/members"
)

// membership is what the space knows of its members. A resolved state never
// changes, so a copy of this struct is a snapshot.
type membership struct {
	ops          []members.Op
	state        *members.State
	certificates certificates
}

// certificates remembers which signatures of certificates hold: every resolution
// asks for all of them again.
type certificates map[[32]byte]bool

const maxCertificates = 4096

func (c certificates) verify(pub [32]byte, domain string, msg, sig []byte) bool {
	h := sha256.New()
	for _, part := range [][]byte{pub[:], sig, []byte(domain), {0}, msg} {
		h.Write(part)
	}
	key := [32]byte(h.Sum(nil))
	holds, known := c[key]
	if !known {
		holds = len(sig) == crypto.SignatureSize && crypto.Verify(pub, domain, msg, [crypto.SignatureSize]byte(sig))
		if len(c) >= maxCertificates {
			clear(c)
		}
		c[key] = holds
	}
	return holds
}

// with returns the membership after more ops.
func (m membership) with(spaceID [16]byte, more ...members.Op) membership {
	ops := append(m.ops[:len(m.ops):len(m.ops)], more...)
	return membership{ops, members.Resolve(spaceID, ops, m.certificates.verify), m.certificates}
}

func membershipOp(op *Op, past []members.OpID) (members.Op, error) {
	body, err := members.Decode(members.Kind(op.Kind), op.Body)
	if err != nil {
		return members.Op{}, fmt.Errorf("%w: %w", ErrOp, err)
	}
	return members.Op{ID: members.OpID(op.ID), Device: op.Device, Parents: past, Body: body}, nil
}

// counts says whether an op has effect, by the members' rules. What is said about
// devices and authors may be said by viewers too.
func (m membership) counts(op *Op, past pastSet) bool {
	switch {
	case op.Kind.isMembership(), op.Kind == Checkpoint:
		return true
	case op.Kind < FirstContent:
		verdict := m.state.Allowed(op.Device, op.Seq, past.ops)
		return verdict == members.Counts || verdict == members.NoRight
	}
	return m.state.Allowed(op.Device, op.Seq, past.ops) == members.Counts
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
	return certificateOf(body)
}

func certificateOf(body members.Body) (members.Certificate, bool) {
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

// admitsItself returns the certificate of an op whose writer is not known but
// admits itself: a genesis, or a device that its author certified.
func (m membership) admitsItself(op *Op) (members.Certificate, bool) {
	c, ok := certificateIn(op)
	return c, ok && op.Kind != AddMember && c.DeviceID() == op.Device && c.Verify(m.certificates.verify)
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

// applyMembership resolves the members anew with one more op and takes the keys
// it brings.
func (tx *Tx) applyMembership(mop members.Op) error {
	s := tx.s
	s.members = s.members.with(s.id, mop)
	if c, ok := certificateOf(mop.Body); ok && s.devices[c.DeviceID()] == nil {
		if _, err := tx.addDevice(c); err != nil {
			return err
		}
		tx.retell = true
	}
	if err := tx.takeKeys(mop); err != nil {
		return err
	}
	switch mop.Body.(type) {
	case members.RemoveMember, members.RemoveDevice, members.ChangeRole:
		tx.rejudge = true
	}
	return tx.chooseEpoch()
}

// chooseEpoch makes the members' current epoch the one that is written in, once
// its key is here.
func (tx *Tx) chooseEpoch() error {
	s := tx.s
	current := s.members.state.Current
	if current == s.writing || s.keys.get(current, Base) == nil {
		return nil
	}
	s.writing = current
	return s.setMeta(metaWriting, current[:])
}

// judgeAgain asks for every op of content whether it still counts, and computes
// the projection anew if an answer changed.
func (tx *Tx) judgeAgain() error {
	s := tx.s
	byNo := map[int64]*device{}
	for _, d := range s.devices {
		byNo[d.no] = d
	}
	rows, err := s.conn.query(`SELECT no, device, seq, kind, past, counts FROM op WHERE kind > 8 ORDER BY no`)
	if err != nil {
		return err
	}
	type row struct {
		no, device, place, past int64
		counts                  bool
		op                      Op
	}
	var all []row
	for rows.Next() {
		var r row
		if err := rows.Scan(&r.no, &r.device, &r.place, &r.op.Kind, &r.past, &r.counts); err != nil {
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
		r.op.Device, r.op.Seq = d.id, seqOf(r.place)
		past, err := tx.past(r.past)
		if err != nil {
			return err
		}
		if now := d.chain.stands(r.place) && s.members.counts(&r.op, past); now != r.counts {
			changed = true
			if _, err := tx.Exec(`UPDATE op SET counts = ? WHERE no = ?`, now, r.no); err != nil {
				return err
			}
		}
	}
	if !changed {
		return tx.replayAbout()
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
	s.members = s.members.with(s.id, ops...)
	s.pasts.forget() // what was read before the members were known
	return nil
}
