package space

import (
	"errors"
	"fmt"
	"slices"

	"kith/crypto"
	"kith/journal/space/members"
)

// place stores an op that came from elsewhere and lets it take effect, if all that
// it builds on is in place. Otherwise it says what is missing, or why the op is
// not valid; then nothing has changed. Whether an op is valid depends on nothing
// but itself and what it builds on, so that everybody comes to the same answer.
func (tx *Tx) place(o *opened) (missing need, invalid error, err error) {
	s := tx.s
	switch {
	case o.bad != nil:
		return "", o.bad, nil
	case o.op == nil:
		return needKey(o.lacks), nil, nil
	}
	op := o.op
	d := s.devices[op.Device]
	var self members.Certificate
	pub := crypto.PublicKey{}
	if d != nil {
		pub = d.pub
	} else {
		var ok bool
		if self, ok = s.members.admitsItself(op); !ok {
			return needDevice(op.Device), nil, nil
		}
		pub = self.Device
	}
	if o.signer == unchecked {
		o.check(pub)
	}
	if o.signer == notSigned {
		return needVouch(op.Device), fmt.Errorf("its device did not sign it: %w", ErrOp), nil
	}
	at, missing, err := tx.spotOf(op, d)
	if missing != "" || isInvalid(err) {
		return missing, err, nil
	} else if err != nil {
		return "", nil, err
	}
	past, missing, err := tx.pastFor(op)
	if missing != "" || isInvalid(err) {
		return missing, err, nil
	} else if err != nil {
		return "", nil, err
	}
	var body members.Op
	if op.Kind.isMembership() {
		if body, err = membershipOp(op, past.ops); err != nil {
			return "", err, nil
		}
	}
	if d == nil {
		if d, err = tx.addDevice(self); err != nil {
			return "", nil, err
		}
	}
	if err := tx.unkeep(o); err != nil {
		return "", nil, err
	}
	s.clock.heard(op.HLC)
	return "", nil, tx.store(op, d, at, past, body)
}

// isInvalid tells an op that is not valid from a failure of this computer.
func isInvalid(err error) bool { return errors.Is(err, ErrOp) }

// check verifies the signature of an op by its device's key.
func (o *opened) check(pub crypto.PublicKey) {
	o.signer = notSigned
	if crypto.Verify(pub, opDomain, o.signed, o.signature) {
		o.signer = signedBy
	}
}

// pastFor returns the membership past of an op from elsewhere: computed from what
// it builds on, and compared with what it states; or as it states it, where not all
// ops can be read.
func (tx *Tx) pastFor(op *Op) (past pastSet, missing need, err error) {
	if tx.s.keys.partial() {
		for _, parent := range op.Parents {
			found, err := tx.Row(`SELECT 1 FROM op WHERE id = ?`, []any{parent[:]}, new(int))
			if err == nil && !found {
				found, err = tx.isOpaque(parent)
			}
			if err != nil || !found {
				return past, needOp(parent), err
			}
		}
		if op.Version > formatVersion1 || tx.s.keys.single[op.ID] != nil {
			return tx.statedPast(op)
		}
		return tx.pastOf(op)
	}
	past, missing, err = tx.pastOf(op)
	if err != nil || missing != "" || op.Version == formatVersion1 {
		return past, missing, err
	}
	if !slices.Equal(op.Frontier, past.frontier) {
		return past, "", fmt.Errorf("its frontier is not what it builds on: %w", ErrOp)
	}
	return past, "", nil
}

// store writes an op that is valid, at its spot, and applies it. body is that of a
// membership op.
func (tx *Tx) store(op *Op, d *device, at spot, past pastSet, body members.Op) error {
	s := tx.s
	standing := !at.fork && at.branch == d.chain.tip()
	counts := standing && s.members.counts(op, past) || op.Kind.isMembership()
	if op.Kind == Checkpoint {
		var err error
		if counts, err = tx.takeCheckpoint(op, d, standing); err != nil {
			return err
		}
	}
	op.no = tx.arrive()
	_, err := tx.Exec(`INSERT INTO op(no, id, device, seq, hlc, kind, past, counts, sealed, day) VALUES(?,?,?,?,?,?,?,?,?,?)`,
		op.no, op.ID[:], d.no, placeOf(at.branch, op.Seq), int64(op.HLC), op.Kind, past.no, counts, op.Sealed, int64(sealedDay(op)))
	if err != nil {
		return err
	}
	if err := tx.extend(d, op, at); err != nil {
		return err
	}
	s.heads.add(op)
	tx.changed = true
	if op.Kind.isMembership() {
		return tx.applyMembership(body)
	}
	s.pasts.keepAfter(op.ID, past)
	switch {
	case !counts:
		return nil
	case op.Kind == About:
		return tx.applyAbout(op, past)
	case op.Kind >= FirstContent:
		return s.projector.Apply(tx, op)
	}
	return nil
}

// sealedDay is the day that an op's sealed bytes state.
func sealedDay(op *Op) uint32 {
	if op.Version == formatVersion1 {
		return 0
	}
	return dayOf(op.HLC)
}

// takeCheckpoint compares a signed Merkle root with the ops it covers. One that
// does not match proves nothing.
func (tx *Tx) takeCheckpoint(op *Op, d *device, standing bool) (matches bool, err error) {
	c, err := decodeCheckpoint(op)
	if err != nil || !standing || c.To > d.seq {
		return false, nil
	}
	ids, err := tx.chainIDs(d, c.From, c.To)
	if err != nil || len(ids) != int(c.To-c.From+1) || crypto.MerkleRoot(ids) != c.Root {
		return false, err
	}
	d.signed = max(d.signed, c.To)
	return true, nil
}

func decodeCheckpoint(op *Op) (checkpoint, error) {
	var c checkpoint
	if err := decMode.Unmarshal(op.Body, &c); err != nil {
		return c, fmt.Errorf("checkpoint: %w: %w", ErrOp, err)
	}
	if c.From == 0 || c.To < c.From || c.To-c.From >= checkpointEvery {
		return c, fmt.Errorf("checkpoint of %d to %d: %w", c.From, c.To, ErrOp)
	}
	return c, nil
}
