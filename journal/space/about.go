package space

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"kith/journal/space/members"
)

// Topic is what kind of thing something is said about. The numbers are part of the
// format.
type Topic uint8

// The topics.
const (
	TopicDevice Topic = 1 // key: device id; value: its name. Only its own author's word counts
	TopicAuthor Topic = 2 // key: author id; value: how they call themselves. Only their own word counts
	TopicNode   Topic = 3 // key: chosen by the writer; value: the link of a node
	TopicInvite Topic = 4 // key: chosen by the writer; value: an open invitation
)

// Limits of what is said.
const (
	MaxAboutKey   = 64      // bytes
	MaxAboutValue = 8 << 10 // bytes
)

// AboutItem is the newest thing said about something.
type AboutItem struct {
	Value  []byte
	Device [16]byte // that said it
	Author [16]byte
	At     time.Time // by that device's clock
}

// aboutBody is the body of an [About] op.
type aboutBody struct {
	Topic Topic  `cbor:"1,keyasint"`
	Key   []byte `cbor:"2,keyasint"`
	Value []byte `cbor:"3,keyasint,omitempty"` // empty: nothing any more
}

func decodeAbout(b []byte) (aboutBody, error) {
	var a aboutBody
	if err := decMode.Unmarshal(b, &a); err != nil {
		return a, fmt.Errorf("%w: %w", ErrOp, err)
	}
	if a.Topic == 0 || len(a.Key) > MaxAboutKey || len(a.Value) > MaxAboutValue {
		return a, fmt.Errorf("topic %d, key of %d bytes, value of %d: %w", a.Topic, len(a.Key), len(a.Value), ErrOp)
	}
	return a, nil
}

// SetAbout says something to everybody in the space; an empty value takes it back.
// About a device or an author only its own author can speak; about nodes and
// invitations whoever may write.
func (s *Space) SetAbout(ctx context.Context, topic Topic, key, value []byte) error {
	err := s.Update(ctx, func(tx *Tx) error {
		body := aboutBody{topic, key, value}
		raw, err := encMode.Marshal(body)
		if err != nil {
			return err
		}
		if _, err := decodeAbout(raw); err != nil {
			return err
		}
		if s.own == nil || !tx.maySay(&body, s.own.author, s.members.state.RoleOf(s.own.id).CanWrite()) {
			return ErrNotMember
		}
		_, err = tx.append(Base, About, body)
		return err
	})
	if err != nil {
		return fmt.Errorf("say something to the space: %w", err)
	}
	return nil
}

// maySay reports whether an author may speak about something.
func (v view) maySay(a *aboutBody, author [16]byte, writes bool) bool {
	switch a.Topic {
	case TopicDevice:
		if len(a.Key) != 16 {
			return false
		}
		d := v.s.devices[[16]byte(a.Key)]
		return d != nil && d.author == author
	case TopicAuthor:
		return bytes.Equal(a.Key, author[:])
	}
	return writes
}

// applyAbout keeps what an op says, if it is the newest about its thing.
func (tx *Tx) applyAbout(op *Op, past pastSet) error {
	a, err := decodeAbout(op.Body)
	if err != nil {
		return nil // made wrongly by a peer: no effect
	}
	writes := tx.s.members.state.Allowed(op.Device, op.Seq, past.ops) == members.Counts
	if !tx.maySay(&a, tx.Author(op.Device), writes) {
		return nil
	}
	var hlc int64
	var id []byte
	found, err := tx.Row(`SELECT hlc, op FROM about WHERE topic = ? AND key = ?`, []any{a.Topic, a.Key}, &hlc, &id)
	if err != nil || found && (Timestamp(hlc) > op.HLC || Timestamp(hlc) == op.HLC && bytes.Compare(id, op.ID[:]) >= 0) {
		return err
	}
	if a.Value == nil {
		a.Value = []byte{}
	}
	_, err = tx.Exec(`INSERT OR REPLACE INTO about(topic, key, value, device, hlc, op) VALUES(?,?,?,?,?,?)`,
		a.Topic, a.Key, a.Value, op.Device[:], int64(op.HLC), op.ID[:])
	return err
}

// replayAbout computes anew what is said.
func (tx *Tx) replayAbout() error {
	if _, err := tx.Exec(`DELETE FROM about`); err != nil {
		return err
	}
	rows, err := tx.Column(`SELECT no FROM op WHERE kind < 16 AND kind = ? AND counts ORDER BY no`, About)
	if err != nil {
		return err
	}
	for _, row := range rows {
		op, err := tx.Op(row)
		if err != nil {
			return err
		}
		var past int64
		if _, err := tx.Row(`SELECT past FROM op WHERE no = ?`, []any{row}, &past); err != nil {
			return err
		}
		set, err := tx.past(past)
		if err != nil {
			return err
		}
		if err := tx.applyAbout(op, set); err != nil {
			return err
		}
	}
	return nil
}

// About returns what is said on a topic, by key. What was taken back is left out.
func (s *Space) About(ctx context.Context, topic Topic) (map[string]AboutItem, error) {
	items := map[string]AboutItem{}
	err := s.View(ctx, func(q Querier) error {
		rows, err := s.conn.query(`SELECT key, value, device, hlc FROM about WHERE topic = ? AND length(value) > 0`, topic)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var key, device []byte
			var hlc int64
			var item AboutItem
			if err := rows.Scan(&key, &item.Value, &device, &hlc); err != nil {
				return s.conn.explain(err)
			}
			if len(device) != 16 {
				return fmt.Errorf("what is said: %w", ErrDamaged)
			}
			item.Device, item.At = [16]byte(device), Timestamp(hlc).Time()
			item.Author = q.Author(item.Device)
			items[string(key)] = item
		}
		return s.conn.explain(rows.Err())
	})
	if err != nil {
		return nil, fmt.Errorf("read what is said in the space: %w", err)
	}
	return items, nil
}
