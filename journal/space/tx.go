package space

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"kith/crypto"
	"kith/journal/space/members"
)

// Querier reads the projection and the op log. Rows of one query must be read
// to the end before the next begins.
type Querier interface {
	// Row scans the single row of query; found says whether there was one.
	Row(query string, args []any, dest ...any) (found bool, err error)
	// Column returns the whole numbers in the first column of query.
	Column(query string, args ...any) ([]int64, error)
	// Each calls fn with the columns of each row as bytes, valid during the call.
	Each(query string, args []any, fn func(columns [][]byte) error) error
	// Op reads, opens and decodes the op in a row of the log.
	Op(row int64) (*Op, error)
	// Author returns the author of a device, zero if unknown.
	Author(device [16]byte) [16]byte
}

// Tx is one transaction of a space: ops and the projection they change.
type Tx struct {
	view
	before  saved
	changed bool
	days    map[uint32]*DaySum // sums of the days that got ops
	newKeys []members.EpochTag // tags of keys that came, for the ops that wait for them
	forks   []Fork
	rejudge bool // something was taken away, or another branch stands: see judgeAgain
	retell  bool // a device became known, of which something may be said already
	anew    bool // see takeAnew
	again   bool // takeAnew is at work: the days know all ops
}

// Exec runs one statement on the projection.
func (tx *Tx) Exec(query string, args ...any) (sql.Result, error) {
	return tx.s.conn.exec(query, args...)
}

// ExecScript runs statements that change the schema.
func (tx *Tx) ExecScript(script string) error {
	if err := tx.s.conn.dropStatements(); err != nil {
		return err
	}
	return tx.s.conn.execOnce(script)
}

// Now returns the wall clock of the space.
func (tx *Tx) Now() time.Time { return tx.s.clock.now() }

// Append writes an op that only who holds the whole epoch's key can read; below
// [FirstContent] everybody can. See [Tx.AppendIn].
func (tx *Tx) Append(kind OpKind, body any) (*Op, error) {
	if kind < FirstContent {
		return tx.AppendIn(Base, kind, body)
	}
	return tx.AppendIn(Whole, kind, body)
}

// AppendIn signs an op with the given body (encoded as canonical CBOR), seals it
// for those who read a category, stores it and lets the projector apply it.
func (tx *Tx) AppendIn(category Category, kind OpKind, body any) (*Op, error) {
	op, err := tx.append(category, kind, body)
	if err != nil {
		return nil, fmt.Errorf("append op: %w", err)
	}
	return op, nil
}

func (tx *Tx) append(category Category, kind OpKind, body any) (*Op, error) {
	s := tx.s
	if s.own == nil {
		return nil, ErrNotMember
	}
	key := s.keys.get(s.writing, category)
	if key == nil {
		return nil, fmt.Errorf("category %d of epoch %v: %w", category, s.writing, ErrEpoch)
	}
	return tx.appendUnder(key, kind, body)
}

// appendUnder writes an op of this device, sealed under a key.
func (tx *Tx) appendUnder(key *wireKey, kind OpKind, body any) (*Op, error) {
	s := tx.s
	d := s.own
	raw, err := encMode.Marshal(body)
	if err != nil {
		return nil, err
	}
	hlc, wall := s.clock.next()
	op := &Op{Version: formatVersion, Space: s.id, Device: d.id, Seq: d.seq + 1, Prev: d.last, HLC: hlc, Kind: kind, Body: raw}
	for _, head := range s.heads.ids {
		if head != d.last && len(op.Parents) < maxParents {
			op.Parents = append(op.Parents, head)
		}
	}
	if physical(wall)>>16 != hlc>>16 {
		op.WallMS = wall.UnixMilli()
	}
	past, missing, err := tx.pastOf(op)
	if err != nil {
		return nil, err
	}
	if missing != "" {
		return nil, fmt.Errorf("%v: %w", missing, ErrDamaged)
	}
	op.Frontier = past.frontier
	if err := op.seal(s.device, key); err != nil {
		return nil, err
	}
	var member members.Op
	if kind.isMembership() {
		if member, err = membershipOp(op, past.ops); err != nil {
			return nil, err
		}
	}
	if err := tx.countDay(dayOf(op.HLC), op.ID); err != nil {
		return nil, err
	}
	return op, tx.store(op, d, spot{branch: d.chain.tip()}, past, member)
}

// checkpointEvery is how many ops of a device one signature covers in backfill.
const checkpointEvery = 256

type checkpoint struct {
	From uint64   `cbor:"1,keyasint"` // seq of the first op covered
	To   uint64   `cbor:"2,keyasint"` // seq of the last
	Root [32]byte `cbor:"3,keyasint"` // RFC 6962 Merkle tree hash over their ids
}

// finish writes what the transaction leaves behind beside the ops themselves.
func (tx *Tx) finish() error {
	s := tx.s
	if tx.anew {
		if err := tx.takeAnew(); err != nil {
			return err
		}
	}
	var err error
	if tx.rejudge {
		err = tx.judgeAgain()
	} else if tx.retell {
		err = tx.replayAbout()
	}
	if err != nil {
		return err
	}
	if d := s.own; d != nil && d.seq-d.signed >= checkpointEvery && s.keys.get(s.writing, Base) != nil {
		if err := tx.checkpoint(d); err != nil {
			return err
		}
	}
	for no, d := range s.touched {
		if _, err := tx.Exec(`UPDATE device SET seq = ?, last = ?, signed = ? WHERE no = ?`,
			int64(d.seq), d.last[:], int64(d.signed), no); err != nil {
			return err
		}
		if err := tx.writeChain(d); err != nil {
			return err
		}
	}
	clear(s.touched)
	if err := tx.writeDays(); err != nil {
		return err
	}
	if !tx.changed {
		return nil
	}
	if tx.before.kept != s.kept {
		if err := s.setMeta(metaKept, s.kept.bytes()); err != nil {
			return err
		}
	}
	state := make([]byte, 8, 8+len(s.heads.ids)*32)
	binary.BigEndian.PutUint64(state, uint64(s.clock.last))
	for _, id := range s.heads.ids {
		state = append(state, id[:]...)
	}
	return s.setMeta(metaHeads, state)
}

func (tx *Tx) checkpoint(d *device) error {
	for d.seq-d.signed >= checkpointEvery {
		from, to := d.signed+1, d.signed+checkpointEvery
		ids, err := tx.chainIDs(d, from, to)
		if err != nil {
			return err
		}
		if len(ids) != checkpointEvery {
			return fmt.Errorf("%d of %d ops to sign are there: %w", len(ids), checkpointEvery, ErrDamaged)
		}
		if _, err := tx.append(Base, Checkpoint, checkpoint{From: from, To: to, Root: crypto.MerkleRoot(ids)}); err != nil {
			return err
		}
		d.signed = max(d.signed, to)
	}
	return nil
}

// view implements [Querier].
type view struct{ s *Space }

func (v view) Row(query string, args []any, dest ...any) (bool, error) {
	return v.s.conn.row(query, args, dest...)
}

func (v view) Column(query string, args ...any) (column []int64, err error) {
	rows, err := v.s.conn.query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return nil, v.s.conn.explain(err)
		}
		column = append(column, n)
	}
	return column, v.s.conn.explain(rows.Err())
}

func (v view) Each(query string, args []any, fn func([][]byte) error) error {
	rows, err := v.s.conn.query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return v.s.conn.explain(err)
	}
	raw := make([]sql.RawBytes, len(names))
	dest := make([]any, len(names))
	columns := make([][]byte, len(names))
	for i := range raw {
		dest[i] = &raw[i]
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return v.s.conn.explain(err)
		}
		for i := range raw {
			columns[i] = raw[i]
		}
		if err := fn(columns); err != nil {
			return err
		}
	}
	return v.s.conn.explain(rows.Err())
}

func (v view) Op(row int64) (*Op, error) {
	var sealed []byte
	found, err := v.Row(`SELECT sealed FROM op WHERE no = ?`, []any{row}, &sealed)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, fmt.Errorf("op %d is missing: %w", row, ErrDamaged)
	}
	o, err := v.s.keys.read(v.s.id, sealed)
	switch {
	case err != nil:
	case o.bad != nil:
		err = o.bad
	case o.op == nil:
		err = fmt.Errorf("epoch %v: %w", o.lacks, ErrEpoch)
	}
	if err != nil {
		return nil, fmt.Errorf("op %d: %w: %w", row, ErrDamaged, err)
	}
	o.op.no = row
	return o.op, nil
}

func (v view) Author(id [16]byte) [16]byte {
	if d := v.s.devices[id]; d != nil {
		return d.author
	}
	return [16]byte{}
}

// Update runs fn in a transaction and makes its ops durable: when it returns
// nil they survive a power cut; otherwise nothing of them is left.
func (s *Space) Update(ctx context.Context, fn func(*Tx) error) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.closed {
		return ErrClosed
	}
	before := s.snapshot()
	if _, err := s.conn.exec(`BEGIN IMMEDIATE`); err != nil {
		return err
	}
	committed := false
	defer func() { // also when fn panics
		if !committed {
			err = errors.Join(err, s.rollback(before))
		}
	}()
	tx := &Tx{view: view{s}, before: before}
	if err := fn(tx); err != nil {
		return err
	}
	if err := tx.finish(); err != nil {
		return err
	}
	if _, err := s.conn.exec(`COMMIT`); err != nil {
		return err
	}
	committed = true
	if tx.changed {
		s.written = true
		close(s.changed)
		s.changed = make(chan struct{})
	}
	return nil
}

func (s *Space) rollback(before saved) error {
	s.restore(before)
	s.pasts.forget()
	s.projector.Forget()
	if s.conn.inTransaction() {
		if _, err := s.conn.exec(`ROLLBACK`); err != nil {
			return fmt.Errorf("roll back: %w", err)
		}
	}
	return nil
}

// View runs fn on the committed state.
func (s *Space) View(ctx context.Context, fn func(Querier) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.closed {
		return ErrClosed
	}
	return fn(view{s})
}
