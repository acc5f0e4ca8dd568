package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"

	"kith/journal/space"
)

// projector computes entries from ops. What it caches follows from the tables.
type projector struct {
	subjects map[subjectKey]int64
	words    map[string]struct{}
	changes  changeCache
	// noneHidden says that the hidden table is known to be empty.
	noneHidden bool
}

type subjectKey struct {
	kind   Kind
	folded string
}

func newProjector() *projector {
	p := new(projector)
	p.Forget()
	return p
}

// Version implements [space.Projector].
func (*projector) Version() int { return projectionVersion }

// Create implements [space.Projector].
func (p *projector) Create(tx *space.Tx) error {
	p.Forget()
	return tx.ExecScript(dropProjection + projectionSchema)
}

// Forget implements [space.Projector].
func (p *projector) Forget() {
	*p = projector{subjects: map[subjectKey]int64{}, words: map[string]struct{}{}}
}

// Apply implements [space.Projector].
func (p *projector) Apply(tx *space.Tx, op *space.Op) error {
	switch op.Kind {
	case opChange:
		c, err := decodeChange(op.Body)
		if err != nil {
			return ignoreMalformed(err)
		}
		return p.applyChange(tx, op, c)
	case opRetract:
		r, err := decodeRetract(op.Body)
		if err != nil {
			return ignoreMalformed(err)
		}
		return p.applyRetract(tx, op, r)
	}
	return nil // a kind of a later version: kept, and shown after a rebuild by that version
}

// ignoreMalformed lets an op without effect pass that its writer, a peer, made
// wrongly: every replica must come to the same entries, so none may refuse it.
func ignoreMalformed(err error) error {
	if errors.Is(err, ErrChange) {
		return nil
	}
	return err
}

func (c *change) actID(op *space.Op) ID {
	if c.Act.IsZero() {
		return ID(op.ID[:16])
	}
	return c.Act
}

func (p *projector) applyChange(tx *space.Tx, op *space.Op, c *change) error {
	retracted, err := p.noteAct(tx, op, c)
	if err != nil {
		return err
	}
	for i := range c.Puts {
		put := &c.Puts[i]
		if put.Edit || retracted {
			err = p.touch(tx, op, put)
		} else {
			err = p.insert(tx, op, put)
		}
		if err != nil {
			return fmt.Errorf("entry %s: %w", put.ID, err)
		}
	}
	return nil
}

// noteAct adds op to its act and says whether that act is undone.
func (p *projector) noteAct(tx *space.Tx, op *space.Op, c *change) (retracted bool, err error) {
	if c.Setup {
		return false, nil
	}
	entries := 0
	for i := range c.Puts {
		if c.Puts[i].Kind.OnTimeline() { // what the person counts; definitions come by themselves
			entries++
		}
	}
	id := c.actID(op)
	var no int64
	if !c.Act.IsZero() { // an act of one op is never there before it
		found, err := tx.Row(`SELECT no, retracted FROM act WHERE id = ?`, []any{id[:]}, &no, &retracted)
		if err != nil {
			return false, err
		}
		if found {
			if _, err := tx.Exec(`UPDATE act SET entries = entries + ?, hlc = max(hlc, ?) WHERE no = ?`,
				entries, int64(op.HLC), no); err != nil {
				return false, err
			}
			_, err = tx.Exec(`INSERT INTO act_op(act, op) VALUES(?, ?)`, no, op.Row())
			return retracted, err
		}
	}
	_, err = tx.Exec(`INSERT INTO act(id, title, op, entries, device, hlc, retracted, stamp) VALUES(?,?,?,?,?,?,0,0)`,
		id[:], c.Title, op.Row(), entries, op.Device[:], int64(op.HLC))
	return false, err
}

// insert shows a new entry; one that was there before is merged with it.
func (p *projector) insert(tx *space.Tx, op *space.Op, put *put) error {
	hidden, err := p.isHidden(tx, put.ID)
	if err != nil {
		return err
	}
	if hidden {
		return p.touch(tx, op, put)
	}
	f := fields{head: put.Head, body: put.Body}
	e := Entry{ID: put.ID, Kind: put.Kind}
	if deleted, err := f.decode(&e); err != nil || deleted || e.Validate() != nil {
		return p.hide(tx, put.ID, op.Row(), 0, opCategory(op)) // made as deleted, or malformed by a peer
	}
	shown, err := p.show(tx, &e, f, originOf(op, op.Row()), false)
	if err == nil && !shown { // it is there already
		return p.touch(tx, op, put)
	}
	return err
}

func (p *projector) isHidden(tx *space.Tx, id ID) (bool, error) {
	if p.noneHidden {
		return false, nil
	}
	some, err := tx.Row(`SELECT 1 FROM hidden LIMIT 1`, nil, new(int))
	if p.noneHidden = err == nil && !some; err != nil || !some {
		return false, err
	}
	return tx.Row(`SELECT 1 FROM hidden WHERE id = ?`, []any{id[:]}, new(int))
}

// origin is where an entry first came from.
type origin struct {
	op       int64
	device   [16]byte
	recorded int64
	category Category
}

func originOf(op *space.Op, row int64) origin {
	return origin{op: row, device: op.Device, recorded: op.Recorded().UnixMilli(), category: opCategory(op)}
}

// show writes the row of an entry. It does nothing and says so if the entry has
// one already.
func (p *projector) show(tx *space.Tx, e *Entry, f fields, from origin, edited bool) (bool, error) {
	subject, err := p.subject(tx, e.Kind, e.Name)
	if err != nil {
		return false, err
	}
	pos := positionOf(e.When, e.ID)
	data := f.pack()
	for {
		result, err := tx.Exec(`INSERT OR IGNORE INTO entry(pos, id, kind, subject, op, device, recorded, edited, category, data)
			VALUES(?,?,?,?,?,?,?,?,?,?)`, int64(pos), e.ID[:], e.Kind, subject, from.op, from.device[:], from.recorded, edited, from.category, data)
		if err != nil {
			return false, err
		}
		if n, err := result.RowsAffected(); err != nil {
			return false, err
		} else if n == 1 {
			break
		}
		if there, err := tx.Row(`SELECT 1 FROM entry WHERE id = ?`, []any{e.ID[:]}, new(int)); err != nil || there {
			return false, err
		}
		pos = pos.next() // another entry of the same second has the place
	}
	return true, p.index(tx, pos, e)
}

// hide notes that an entry is not shown. deleted is the clock of the op that put it
// into the trash, 0 if it was undone.
func (p *projector) hide(tx *space.Tx, id ID, firstOp int64, deleted space.Timestamp, in Category) error {
	p.noneHidden = false
	_, err := tx.Exec(`INSERT OR REPLACE INTO hidden(id, op, deleted, category) VALUES(?, ?, ?, ?)`, id[:], firstOp, int64(deleted), in)
	return err
}

// touch records that op changes an entry and computes the entry anew.
func (p *projector) touch(tx *space.Tx, op *space.Op, put *put) error {
	first, found, err := firstOp(tx, put.ID)
	if err != nil {
		return err
	}
	if !found { // the op that makes it is undone in the same breath
		if err := p.hide(tx, put.ID, op.Row(), 0, opCategory(op)); err != nil {
			return err
		}
		first = op.Row()
	}
	if first != op.Row() {
		p.changes.untouched = false
		if _, err := tx.Exec(`INSERT OR IGNORE INTO touch(entry, op) VALUES(?, ?)`, put.ID[:], op.Row()); err != nil {
			return err
		}
	}
	return p.refold(tx, put.ID)
}

func firstOp(q space.Querier, id ID) (op int64, found bool, err error) {
	found, err = q.Row(`SELECT op FROM entry WHERE id = ?1 UNION ALL SELECT op FROM hidden WHERE id = ?1`, []any{id[:]}, &op)
	return op, found, err
}

// refold computes one entry from all the ops that touch it.
func (p *projector) refold(tx *space.Tx, id ID) error {
	var pos, first int64
	wasShown, err := tx.Row(`SELECT pos, op FROM entry WHERE id = ?`, []any{id[:]}, &pos, &first)
	if err != nil {
		return err
	}
	if !wasShown {
		wasHidden, err := tx.Row(`SELECT op FROM hidden WHERE id = ?`, []any{id[:]}, &first)
		if err != nil || !wasHidden {
			return err
		}
	}
	states, err := p.changes.states(tx, id, first)
	if err != nil {
		return err
	}
	e, f, fate := fold(id, states)
	if wasShown {
		if err := p.remove(tx, pos); err != nil {
			return err
		}
	}
	if fate != shown {
		return p.hide(tx, id, first, deletedAt(fate, states), opCategory(states[0].op))
	}
	if !wasShown {
		if _, err := tx.Exec(`DELETE FROM hidden WHERE id = ?`, id[:]); err != nil {
			return err
		}
	}
	_, err = p.show(tx, e, f, originOf(states[0].op, first), len(states) > 1)
	return err
}

func (p *projector) remove(tx *space.Tx, pos int64) error {
	if _, err := tx.Exec(`DELETE FROM entry WHERE pos = ?`, pos); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM words WHERE rowid = ?`, pos)
	return err
}

func (p *projector) applyRetract(tx *space.Tx, op *space.Op, r *retract) error {
	for _, act := range r.Acts {
		var no, first int64
		found, err := tx.Row(`SELECT no, op FROM act WHERE id = ? AND stamp < ?`, []any{act[:], int64(op.HLC)}, &no, &first)
		if err != nil {
			return err
		}
		if !found {
			if err := p.decide(tx, act, op, r); err != nil {
				return err
			}
			continue // unknown, or decided later by another device
		}
		if _, err := tx.Exec(`UPDATE act SET retracted = ?, stamp = ? WHERE no = ?`, r.Undo, int64(op.HLC), no); err != nil {
			return err
		}
		if err := p.decide(tx, act, op, r); err != nil {
			return err
		}
		delete(p.changes.retracted, act)
		ops, err := tx.Column(`SELECT op FROM act_op WHERE act = ? ORDER BY op`, no)
		if err != nil {
			return err
		}
		for _, row := range append([]int64{first}, ops...) {
			if err := p.refoldAll(tx, row); err != nil {
				return err
			}
		}
	}
	return nil
}

// decide keeps an undo or redo, also one that another device overtook: what the
// record showed in between stays known.
func (p *projector) decide(tx *space.Tx, act ID, op *space.Op, r *retract) error {
	_, err := tx.Exec(`INSERT OR REPLACE INTO decision(act, hlc, retracted) VALUES(?,?,?)`, act[:], int64(op.HLC), r.Undo)
	return err
}

func (p *projector) refoldAll(tx *space.Tx, row int64) error {
	d, err := p.changes.get(tx, row)
	if err != nil {
		return err
	}
	for i := range d.change.Puts {
		if err := p.refold(tx, d.change.Puts[i].ID); err != nil {
			return err
		}
	}
	return nil
}

// Digest implements [space.Projector]: it covers every row by content, whatever
// order ops arrived in.
func (p *projector) Digest(q space.Querier) (sum [32]byte, err error) {
	h := sha256.New()
	cell := func(b []byte) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(b)))
		h.Write(n[:])
		h.Write(b)
	}
	for _, query := range []string{
		`SELECT e.id, e.kind, s.folded, e.op, e.device, e.recorded, e.edited, e.category, e.data, e.pos >> 25
		   FROM entry e JOIN subject s ON s.no = e.subject ORDER BY e.id`,
		`SELECT id, op, deleted, category FROM hidden ORDER BY id`,
		`SELECT act, hlc, retracted FROM decision ORDER BY act, hlc`,
		`SELECT entry, op FROM touch ORDER BY entry, op`,
		`SELECT id, title, op, entries, device, hlc, retracted, stamp FROM act ORDER BY id`,
		`SELECT a.id, o.op FROM act_op o JOIN act a ON a.no = o.act ORDER BY a.id, o.op`,
		`SELECT e.id, count(*) FROM entry e JOIN words w ON w.rowid = e.pos GROUP BY e.id ORDER BY e.id`,
	} {
		cell([]byte("table"))
		err := q.Each(query, nil, func(columns [][]byte) error {
			for _, c := range columns {
				cell(c)
			}
			return nil
		})
		if err != nil {
			return sum, err
		}
	}
	copy(sum[:], h.Sum(nil))
	return sum, nil
}
