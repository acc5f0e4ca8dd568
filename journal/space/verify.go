package space

import (
	"context"
	"errors"
	"fmt"

	"kith/crypto"
	"kith/journal/sealdb"
)

// Report says what a verification found.
type Report struct {
	Ops       int64   // ops that are authentic and in place
	Damage    []error // each names the place; empty if all is well
	Rebuilt   bool    // the projection was computed anew
	Different bool    // and was not what was there; now it is
}

// Verify reads every page of the file and every op of the log: authenticity,
// names, signatures, chains, parents and checkpoints. Damage is in the report;
// an error means that the check could not be made. progress may be nil; it is
// told pages, then ops, done and to do.
func (s *Space) Verify(ctx context.Context, progress func(done, total int64)) (Report, error) {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	var r Report
	pages, err := s.verifyPages(ctx, progress)
	r.Damage = append(r.Damage, pages...)
	if err != nil {
		return r, fmt.Errorf("verify: %w", err)
	}
	err = s.View(ctx, func(q Querier) error { return s.verifyOps(ctx, q, progress, &r) })
	if err != nil {
		return r, fmt.Errorf("verify: %w", err)
	}
	return r, nil
}

func (s *Space) verifyOps(ctx context.Context, q Querier, progress func(int64, int64), r *Report) error {
	var total int64
	if _, err := q.Row(`SELECT count(*) FROM op`, nil, &total); err != nil {
		return err
	}
	byNo := map[int64]*device{}
	chain := map[int64]*device{}
	for _, d := range s.devices {
		byNo[d.no] = d
		chain[d.no] = &device{}
	}
	seen := make(map[OpID]struct{}, total)
	damaged := func(no int64, format string, args ...any) {
		if len(r.Damage) < 100 {
			r.Damage = append(r.Damage, fmt.Errorf("op %d: %w: %w", no, ErrDamaged, fmt.Errorf(format, args...)))
		}
	}
	done := int64(0)
	err := q.Each(`SELECT no, device, id, sealed FROM op ORDER BY no`, nil, func(c [][]byte) error {
		if done%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			progress(done, total)
		}
		done++
		var no, deviceNo int64
		if _, err := fmt.Sscan(string(c[0])+" "+string(c[1]), &no, &deviceNo); err != nil {
			return err
		}
		id := OpID(crypto.OpID(c[3]))
		if id != OpID(c[2]) {
			damaged(no, "its name is not the hash of its bytes")
			return nil
		}
		seen[id] = struct{}{}
		op, signed, signature, err := s.open(c[3])
		if err != nil {
			damaged(no, "%w", err)
			return nil
		}
		d, tail := byNo[deviceNo], chain[deviceNo]
		switch {
		case d == nil || d.id != op.Device:
			damaged(no, "it is filed under another device")
			return nil
		case !crypto.Verify(d.pub, opDomain, signed, signature):
			damaged(no, "its device did not sign it")
			return nil
		case op.Seq != tail.seq+1 || op.Prev != tail.last:
			damaged(no, "the chain of device %x is broken before op %d", d.id[:4], op.Seq)
		}
		tail.seq, tail.last = op.Seq, id
		for _, parent := range op.Parents {
			if _, ok := seen[parent]; !ok {
				damaged(no, "it builds on %x, which is missing", parent[:8])
			}
		}
		r.Ops++
		return nil
	})
	if err != nil {
		return err
	}
	for no, d := range byNo {
		if tail := chain[no]; tail.seq != d.seq || tail.last != d.last {
			r.Damage = append(r.Damage, fmt.Errorf("device %x: the log ends at op %d, not %d: %w", d.id[:4], tail.seq, d.seq, ErrDamaged))
		}
	}
	progress(total, total)
	return s.verifyCheckpoints(q, r)
}

// verifyCheckpoints compares each signed Merkle root with the ops it covers.
func (s *Space) verifyCheckpoints(q Querier, r *Report) error {
	rows, err := q.Column(`SELECT no FROM op WHERE kind = ?`, Checkpoint)
	if err != nil {
		return err
	}
	for _, row := range rows {
		op, err := q.Op(row)
		if errors.Is(err, ErrDamaged) {
			continue // reported already
		}
		if err != nil {
			return err
		}
		c, err := decodeCheckpoint(op)
		if err == nil {
			var ids [][32]byte
			err = q.Each(`SELECT id FROM op WHERE device = (SELECT device FROM op WHERE no = ?) AND seq BETWEEN ? AND ? ORDER BY seq`,
				[]any{row, int64(c.From), int64(c.To)}, func(cols [][]byte) error {
					ids = append(ids, [32]byte(cols[0]))
					return nil
				})
			if err != nil {
				return err
			}
			if crypto.MerkleRoot(ids) != c.Root {
				err = fmt.Errorf("ops %d to %d do not match the checkpoint over them", c.From, c.To)
			}
		}
		if err != nil {
			r.Damage = append(r.Damage, fmt.Errorf("op %d: %w: %w", row, ErrDamaged, err))
		}
	}
	return nil
}

// Rebuild computes the projection from the ops and puts it in place of the old
// one, in one transaction. Different says that the old one was not equal. It
// refuses, changing nothing, if an op cannot be read.
func (s *Space) Rebuild(ctx context.Context, progress func(done, total int64)) (Report, error) {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	var r Report
	err := s.Update(ctx, func(tx *Tx) error {
		before, beforeErr := s.projector.Digest(tx)
		if err := s.projector.Create(tx); err != nil {
			return err
		}
		if err := tx.replay(ctx, progress, &r); err != nil {
			return err
		}
		after, err := s.projector.Digest(tx)
		if err != nil {
			return err
		}
		r.Rebuilt, r.Different = true, beforeErr != nil || before != after
		return s.setMeta(metaProjection, s.projector.Version())
	})
	if err != nil {
		return r, fmt.Errorf("rebuild: %w", err)
	}
	return r, nil
}

func (tx *Tx) replay(ctx context.Context, progress func(int64, int64), r *Report) error {
	var total int64
	if _, err := tx.Row(`SELECT coalesce(max(no), 0) FROM op`, nil, &total); err != nil {
		return err
	}
	const page = 256 // rows are read in pages because applying an op runs other statements
	for from := int64(0); from < total; {
		rows, err := tx.Column(`SELECT no FROM op WHERE no > ? AND kind >= ? AND counts ORDER BY no LIMIT ?`, from, FirstContent, page)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			break
		}
		for _, row := range rows {
			if err := ctx.Err(); err != nil {
				return err
			}
			op, err := tx.Op(row)
			if err != nil {
				return err
			}
			if err := tx.s.projector.Apply(tx, op); err != nil {
				return fmt.Errorf("op %d: %w", row, err)
			}
			r.Ops++
		}
		from = rows[len(rows)-1]
		progress(from, total)
	}
	return nil
}

// verifyPages reads and authenticates every page of the file. It lends the
// connection, of which there is only one.
func (s *Space) verifyPages(ctx context.Context, progress func(int64, int64)) (damage []error, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, ErrClosed
	}
	if err := s.conn.lend(func() error {
		r, err := s.conn.db.Verify(ctx, progress)
		for _, d := range r.Damage {
			damage = append(damage, d)
		}
		if len(damage) == 0 && r.Problem != "" {
			damage = append(damage, fmt.Errorf("%w: %s", sealdb.ErrDamaged, r.Problem))
		}
		for _, t := range r.Tables {
			if !t.Whole {
				damage = append(damage, fmt.Errorf("table %s cannot be read to the end: %w", t.Name, sealdb.ErrDamaged))
			}
		}
		return err
	}); err != nil {
		return damage, err
	}
	return damage, nil
}
