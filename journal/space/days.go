package space

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"

	"kith/crypto"
)

// DaySum sums up the ops of one day, so that two replicas can compare them.
type DaySum struct {
	Day   uint32   // whole days from 1 January 1970 to the op's clock; 0 where it states none
	Count uint64   // ops, also those without effect
	Sum   [32]byte // their ids as big-endian numbers, added modulo 2^256
}

func (d *DaySum) add(id [32]byte) {
	d.Count++
	carry := uint64(0)
	for i := 24; i >= 0; i -= 8 {
		var sum uint64
		sum, carry = bits.Add64(binary.BigEndian.Uint64(d.Sum[i:]), binary.BigEndian.Uint64(id[i:]), carry)
		binary.BigEndian.PutUint64(d.Sum[i:], sum)
	}
}

// dayOf returns the day of a clock.
func dayOf(t Timestamp) uint32 { return uint32(uint64(t>>16) / 86_400_000) }

// countDay adds an op to the sum of its day, which is written when the
// transaction ends.
func (tx *Tx) countDay(day uint32, id OpID) error {
	sum := tx.days[day]
	if sum == nil {
		var ops int64
		var number []byte
		found, err := tx.Row(`SELECT ops, sum FROM day WHERE day = ?`, []any{int64(day)}, &ops, &number)
		if err != nil {
			return err
		}
		sum = &DaySum{Day: day}
		if found && len(number) != len(sum.Sum) {
			return fmt.Errorf("sum of day %d: %w", day, ErrDamaged)
		} else if found {
			sum.Count, sum.Sum = uint64(ops), [32]byte(number)
		}
		if tx.days == nil {
			tx.days = map[uint32]*DaySum{}
		}
		tx.days[day] = sum
	}
	sum.add(id)
	return nil
}

func (tx *Tx) writeDays() error {
	for day, sum := range tx.days {
		if _, err := tx.Exec(`INSERT OR REPLACE INTO day(day, ops, sum) VALUES(?, ?, ?)`, int64(day), int64(sum.Count), sum.Sum[:]); err != nil {
			return err
		}
	}
	return nil
}

// Days returns the sums of all days that have ops, the earliest first.
func (s *Space) Days(ctx context.Context) ([]DaySum, error) {
	var days []DaySum
	err := s.View(ctx, func(q Querier) error {
		rows, err := s.conn.query(`SELECT day, ops, sum FROM day ORDER BY day`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var day, ops int64
			var sum []byte
			if err := rows.Scan(&day, &ops, &sum); err != nil {
				return s.conn.explain(err)
			}
			if len(sum) != 32 {
				return fmt.Errorf("sum of day %d: %w", day, ErrDamaged)
			}
			days = append(days, DaySum{uint32(day), uint64(ops), [32]byte(sum)})
		}
		return s.conn.explain(rows.Err())
	})
	if err != nil {
		return nil, fmt.Errorf("sums of the days: %w", err)
	}
	return days, nil
}

// DayIDs returns the ids of the ops of a day, ascending.
func (s *Space) DayIDs(ctx context.Context, day uint32) ([][32]byte, error) {
	var ids [][32]byte
	err := s.View(ctx, func(q Querier) error {
		return q.Each(`SELECT id FROM op WHERE day = ?1 UNION ALL SELECT id FROM waiting WHERE day = ?1`, []any{int64(day)}, func(c [][]byte) error {
			ids = append(ids, [32]byte(c[0]))
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("ops of day %d: %w", day, err)
	}
	slices.SortFunc(ids, func(a, b [32]byte) int { return slices.Compare(a[:], b[:]) })
	return ids, nil
}

// verifyDays compares the sums with the ops.
func (s *Space) verifyDays(q Querier, r *Report) error {
	sums := map[uint32]*DaySum{}
	rows, err := s.conn.query(`SELECT day, id FROM op UNION ALL SELECT day, id FROM waiting`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var day int64
		var id []byte
		if err := rows.Scan(&day, &id); err != nil {
			return s.conn.explain(err)
		}
		if sums[uint32(day)] == nil {
			sums[uint32(day)] = &DaySum{Day: uint32(day)}
		}
		sums[uint32(day)].add([32]byte(id))
	}
	if err := rows.Err(); err != nil {
		return s.conn.explain(err)
	}
	stored := 0
	err = q.Each(`SELECT day, ops, sum FROM day`, nil, func(c [][]byte) error {
		stored++
		var day uint32
		var ops uint64
		if _, err := fmt.Sscan(string(c[0])+" "+string(c[1]), &day, &ops); err != nil {
			return err
		}
		if want := sums[day]; want == nil || want.Count != ops || string(want.Sum[:]) != string(c[2]) {
			r.damaged("day %d: its sum is not that of its ops", day)
		}
		return nil
	})
	if err == nil && stored != len(sums) {
		r.damaged("%d days have sums, %d have ops", stored, len(sums))
	}
	return err
}

// Stored is one op as it is kept, with effect or without.
type Stored struct {
	No     int64 // order of arrival in this database; an op that takes effect later gets a new one
	ID     OpID
	Day    uint32
	Sealed []byte
	Own    bool // written by this device
}

// After returns the ops that arrived after number no, in order of arrival, at most
// limit.
func (s *Space) After(ctx context.Context, no int64, limit int) ([]Stored, error) {
	var list []Stored
	err := s.View(ctx, func(Querier) error {
		own := int64(-1)
		if s.own != nil {
			own = s.own.no
		}
		rows, err := s.conn.query(`SELECT * FROM (SELECT no, id, day, device, sealed FROM op WHERE no > ?1 ORDER BY no LIMIT ?2)
			UNION ALL SELECT * FROM (SELECT no, id, day, 0, sealed FROM waiting WHERE no > ?1 ORDER BY no LIMIT ?2)`, no, limit)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var o Stored
			var id []byte
			var device int64
			if err := rows.Scan(&o.No, &id, &o.Day, &device, &o.Sealed); err != nil {
				return s.conn.explain(err)
			}
			o.ID, o.Own = OpID(id), device == own
			list = append(list, o)
		}
		return s.conn.explain(rows.Err())
	})
	if err != nil {
		return nil, fmt.Errorf("ops after %d: %w", no, err)
	}
	slices.SortFunc(list, func(a, b Stored) int { return int(a.No - b.No) })
	return list[:min(len(list), limit)], nil
}

// Newest returns the highest number that [Space.After] gives, 0 without ops.
func (s *Space) Newest(ctx context.Context) (no int64, err error) {
	err = s.View(ctx, func(q Querier) error {
		_, err := q.Row(`SELECT max(ifnull((SELECT max(no) FROM op), 0), ifnull((SELECT max(no) FROM waiting), 0))`, nil, &no)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("newest op: %w", err)
	}
	return no, nil
}

// sealedPart is how many ops are read before the space is let go of.
const sealedPart = 256

// Sealed calls fn with each of the named ops in order of arrival, so that a peer
// can take them in as they come. Unknown ones are left out. The space may be used
// while fn runs; sealed is valid for good.
func (s *Space) Sealed(ctx context.Context, ids [][32]byte, fn func(id [32]byte, sealed []byte) error) error {
	type place struct {
		no int64
		id [32]byte
	}
	var places []place
	for part := range slices.Chunk(ids, sealedPart) {
		err := s.View(ctx, func(q Querier) error {
			for _, id := range part {
				var no int64
				found, err := q.Row(`SELECT no FROM op WHERE id = ?1 UNION ALL SELECT no FROM waiting WHERE id = ?1`, []any{id[:]}, &no)
				if err != nil {
					return err
				}
				if found {
					places = append(places, place{no, id})
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("read ops: %w", err)
		}
	}
	slices.SortFunc(places, func(a, b place) int { return int(a.no - b.no) })
	for part := range slices.Chunk(places, sealedPart) {
		found := make([][]byte, len(part))
		err := s.View(ctx, func(q Querier) error {
			for i, p := range part { // by id: an op may have taken effect meanwhile
				if _, err := q.Row(`SELECT sealed FROM op WHERE id = ?1 UNION ALL SELECT sealed FROM waiting WHERE id = ?1`, []any{p.id[:]}, &found[i]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("read ops: %w", err)
		}
		for i, p := range part {
			if found[i] == nil {
				continue
			}
			if crypto.OpID(found[i]) != p.id {
				return fmt.Errorf("op %x: its name is not the hash of its bytes: %w", p.id[:8], ErrDamaged)
			}
			if err := fn(p.id, found[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// Has returns which of the ids are here, with effect or without.
func (s *Space) Has(ctx context.Context, ids [][32]byte) ([]bool, error) {
	has := make([]bool, len(ids))
	err := s.View(ctx, func(q Querier) (err error) {
		for i, id := range ids {
			has[i], err = q.Row(`SELECT 1 FROM op WHERE id = ?1 UNION ALL SELECT 1 FROM waiting WHERE id = ?1`, []any{id[:]}, new(int))
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for ops: %w", err)
	}
	return has, nil
}

// Changed returns a channel that is closed when the next transaction that
// changed something has been committed.
func (s *Space) Changed() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}
