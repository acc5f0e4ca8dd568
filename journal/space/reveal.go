package space

import (
	"bytes"
	"fmt"

	"kith/crypto"
	"kith/journal/space/members"
)

// Before there were categories, all ops were sealed under the whole epoch's key, the
// founding and the members too. So that a viewer with categories can know who may
// write, an owner reveals those: a [Reveal] op carries the key of each single op (no
// other is sealed under it) and what its writer knew of the members.

// singleKey opens one op.
type singleKey struct {
	key  crypto.Key
	past []members.OpID
}

type revealBody struct {
	Ops []revealed `cbor:"1,keyasint"`
}

type revealed struct {
	ID   OpID                 `cbor:"1,keyasint"`
	Key  [crypto.KeySize]byte `cbor:"2,keyasint"`
	Past []members.OpID       `cbor:"3,keyasint,omitempty"`
}

// maxRevealed is how many ops one Reveal carries.
const maxRevealed = 512

func decodeReveal(b []byte) (revealBody, error) {
	var r revealBody
	if err := decMode.Unmarshal(b, &r); err != nil {
		return r, fmt.Errorf("%w: %w", ErrOp, err)
	}
	if len(r.Ops) > maxRevealed {
		return r, fmt.Errorf("%d ops revealed: %w", len(r.Ops), ErrOp)
	}
	for _, o := range r.Ops {
		if len(o.Past) > maxFrontier {
			return r, fmt.Errorf("a past of %d ops: %w", len(o.Past), ErrOp)
		}
	}
	return r, nil
}

// reveal writes the keys of the base's old ops that are not revealed yet.
func (tx *Tx) reveal() error {
	s := tx.s
	type row struct{ no, past int64 }
	var rows []row
	err := tx.Each(`SELECT no, past FROM op WHERE kind < 16 AND kind <> 8 AND day = 0 ORDER BY no`, nil, func(c [][]byte) error {
		var r row
		_, err := fmt.Sscan(string(c[0])+" "+string(c[1]), &r.no, &r.past)
		rows = append(rows, r)
		return err
	})
	if err != nil {
		return err
	}
	var body revealBody
	flush := func() error {
		if len(body.Ops) == 0 {
			return nil
		}
		_, err := tx.append(Base, Reveal, body)
		body.Ops = nil
		return err
	}
	for _, r := range rows {
		op, err := tx.Op(r.no)
		if err != nil {
			return err
		}
		tag, err := crypto.SealedEpochTag(op.Sealed)
		if err != nil {
			return err
		}
		under := s.keys.tagged[tag]
		if op.Category != Whole || under == nil || s.keys.single[op.ID] != nil {
			continue
		}
		past, err := tx.past(r.past)
		if err != nil {
			return err
		}
		single, err := under.sealer.SingleKey(op.Sealed)
		if err != nil {
			return err
		}
		body.Ops = append(body.Ops, revealed{op.ID, [crypto.KeySize]byte(single.Bytes()), past.ops})
		if len(body.Ops) == maxRevealed {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

func (tx *Tx) keepSingle(o revealed) error {
	raw, err := encMode.Marshal(o)
	if err != nil {
		return err
	}
	if err := tx.s.addSingle(o); err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT OR IGNORE INTO single(id, revealed) VALUES(?, ?)`, o.ID[:], raw)
	return err
}

func (s *Space) addSingle(o revealed) error {
	key, err := crypto.KeyFromBytes(o.Key[:])
	if err == nil {
		s.keys = s.keys.withSingle(o.ID, &singleKey{key, o.Past})
	}
	return err
}

func (s *Space) loadSingle() error {
	return view{s}.Each(`SELECT revealed FROM single`, nil, func(c [][]byte) error {
		var o revealed
		if err := decMode.Unmarshal(bytes.Clone(c[0]), &o); err != nil {
			return fmt.Errorf("revealed op: %w: %w", ErrDamaged, err)
		}
		return s.addSingle(o)
	})
}
