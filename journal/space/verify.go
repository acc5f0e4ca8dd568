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

// maxDamage is how many damages a report names.
const maxDamage = 100

func (r *Report) damaged(format string, args ...any) {
	if len(r.Damage) < maxDamage {
		r.Damage = append(r.Damage, fmt.Errorf("%w: %w", fmt.Errorf(format, args...), ErrDamaged))
	}
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
	for _, d := range s.devices {
		byNo[d.no] = d
	}
	seen := make(map[OpID]int64, total) // in place, by what
	partial := s.keys.partial()
	damaged := func(no int64, format string, args ...any) { r.damaged("op %d: %w", no, fmt.Errorf(format, args...)) }
	ends := map[int64]int64{} // of each device
	unsigned := map[int64][]OpID{}
	done := int64(0)
	err := q.Each(`SELECT no, device, id, seq, day, sealed FROM op ORDER BY no`, nil, func(c [][]byte) error {
		if done%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			progress(done, total)
		}
		done++
		var no, deviceNo, place, day int64
		if _, err := fmt.Sscan(string(c[0])+" "+string(c[1])+" "+string(c[3])+" "+string(c[4]), &no, &deviceNo, &place, &day); err != nil {
			return err
		}
		id := OpID(crypto.OpID(c[5]))
		if id != OpID(c[2]) {
			damaged(no, "its name is not the hash of its bytes")
			return nil
		}
		seen[id] = place
		o, err := s.keys.read(s.id, c[5])
		if err == nil && o.op == nil {
			err = errors.Join(o.bad, ErrEpoch)
			if o.bad != nil {
				err = o.bad
			}
		}
		if err != nil {
			damaged(no, "%w", err)
			return nil
		}
		op, d := o.op, byNo[deviceNo]
		switch {
		case d == nil || d.id != op.Device:
			damaged(no, "it is filed under another device")
			return nil
		case seqOf(place) != op.Seq || day != int64(sealedDay(op)):
			damaged(no, "it is filed under another number or day")
		case !crypto.Verify(d.pub, opDomain, o.signed, o.signature):
			unsigned[deviceNo] = append(unsigned[deviceNo], id)
		}
		before, here := seen[op.Prev]
		if op.Seq > 1 && (!here && !partial || here && seqOf(before) != op.Seq-1) {
			damaged(no, "the chain of device %x is broken before op %d", d.id[:4], op.Seq)
		}
		for _, parent := range op.Parents {
			if _, ok := seen[parent]; !ok && !partial {
				damaged(no, "it builds on %x, which is missing", parent[:8])
			}
		}
		if place > ends[deviceNo] && d.chain.stands(place) {
			ends[deviceNo] = place
		}
		r.Ops++
		return nil
	})
	if err != nil {
		return err
	}
	for no, d := range byNo {
		if end := seqOf(ends[no]); end != d.seq && d.chain.path == nil {
			r.damaged("device %x: the log ends at op %d, not %d", d.id[:4], end, d.seq)
		}
	}
	progress(total, total)
	if err := s.verifyCheckpoints(q, unsigned, r); err != nil {
		return err
	}
	if err := s.verifyWaiting(q, r); err != nil {
		return err
	}
	return s.verifyDays(q, r)
}

// verifyWaiting checks the names of what is kept without effect.
func (s *Space) verifyWaiting(q Querier, r *Report) error {
	return q.Each(`SELECT id, sealed FROM waiting`, nil, func(c [][]byte) error {
		if crypto.OpID(c[1]) != [32]byte(c[0]) {
			r.damaged("a waiting op %x: its name is not the hash of its bytes", c[0][:8])
		}
		return nil
	})
}

// verifyCheckpoints compares each signed Merkle root with the ops it covers.
// unsigned are the ops of each device whose own signature does not hold: a
// checkpoint must cover them.
func (s *Space) verifyCheckpoints(q Querier, unsigned map[int64][]OpID, r *Report) error {
	rows, err := q.Column(`SELECT no FROM op WHERE kind < 16 AND kind = ? AND counts`, Checkpoint)
	if err != nil {
		return err
	}
	covered := map[OpID]bool{}
	for _, row := range rows {
		op, err := q.Op(row)
		if errors.Is(err, ErrDamaged) {
			continue // reported already
		}
		if err != nil {
			return err
		}
		d := s.devices[op.Device]
		c, err := decodeCheckpoint(op)
		if err != nil || d == nil || d.chain.path != nil {
			continue
		}
		ids, err := view{s}.chainIDs(d, c.From, c.To)
		if err != nil {
			return err
		}
		if crypto.MerkleRoot(ids) != c.Root {
			r.damaged("op %d: ops %d to %d do not match the checkpoint over them", row, c.From, c.To)
			continue
		}
		for _, id := range ids {
			if unsigned[d.no] != nil {
				covered[id] = true
			}
		}
	}
	for _, ids := range unsigned {
		for _, id := range ids {
			if !covered[id] {
				r.damaged("op %x: its device did not sign it", id[:8])
			}
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
	if err := tx.replayAbout(); err != nil {
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
