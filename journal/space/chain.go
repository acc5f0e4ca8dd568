package space

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"
)

// A device's ops are a chain. One that signs two different ops with one number
// (a fork: its files were rolled back, or it is not honest) makes it a tree. All
// branches are kept, and what was built on them keeps its place; the branch that
// stands is found by going up from the first op and taking, of several that
// follow, the one with the lowest id. Content of the others has no effect.
//
// Membership ops of all branches are judged: for the members' rules they are
// concurrent acts of one device, so that nobody undoes what others rely on by
// writing it otherwise.

// The seq column of the op table holds the number in the low 40 bits and the branch
// above them.
const (
	branchShift = 40
	maxSeq      = 1<<branchShift - 1
)

func placeOf(branch int64, seq uint64) int64 { return branch<<branchShift | int64(seq) }
func seqOf(place int64) uint64               { return uint64(place) & maxSeq }
func branchOf(place int64) int64             { return place >> branchShift }

// branch is one way that a forked chain went. Branch 0 is the one that was here
// first; it has a row only if there are others.
type branch struct {
	no, parent int64
	base       uint64 // the number of the op that it leaves its parent after
	first      OpID
	seq        uint64 // of its last op
	last       OpID
}

// chain says which branches a device has and which stands. It is not changed,
// but replaced.
type chain struct {
	branches []branch
	path     []segment // nil if there is one branch
}

// segment is a part of a branch that stands.
type segment struct {
	branch   int64
	from, to uint64
}

// tip returns the branch that stands.
func (c chain) tip() int64 {
	if len(c.path) == 0 {
		return 0
	}
	return c.path[len(c.path)-1].branch
}

func (c chain) stands(place int64) bool {
	if c.path == nil {
		return branchOf(place) == 0
	}
	return slices.ContainsFunc(c.path, func(s segment) bool {
		return s.branch == branchOf(place) && s.from <= seqOf(place) && seqOf(place) <= s.to
	})
}

// end returns the number of the last op of a branch.
func (d *device) end(no int64) uint64 {
	for _, b := range d.chain.branches {
		if b.no == no {
			return b.seq
		}
	}
	return d.seq
}

// spot is where in the tree of its device an op belongs.
type spot struct {
	branch int64
	fork   bool // it begins the branch, which leaves parent after base
	parent int64
	base   uint64
}

// spotOf finds the place of an op of a device, nil if that is new. Where not all
// ops can be read, the op before may be one of those: then the number decides.
func (tx *Tx) spotOf(op *Op, d *device) (at spot, missing need, err error) {
	if op.Seq == 1 {
		if d == nil || d.seq == 0 {
			return spot{}, "", nil
		}
		return tx.follow(d, 0, 0)
	}
	if d != nil && op.Prev == d.last && op.Seq == d.seq+1 {
		return spot{branch: d.chain.tip()}, "", nil
	}
	var no, place int64
	found, err := tx.Row(`SELECT device, seq FROM op WHERE id = ?`, []any{op.Prev[:]}, &no, &place)
	if err != nil {
		return at, "", err
	}
	if found {
		if d == nil || no != d.no || seqOf(place) != op.Seq-1 {
			return at, "", fmt.Errorf("it does not follow the op that it names: %w", ErrOp)
		}
		return tx.follow(d, branchOf(place), op.Seq-1)
	}
	if here, err := tx.isOpaque(op.Prev); err != nil || !here {
		return at, needOp(op.Prev), err
	}
	if d == nil {
		return spot{}, "", nil
	}
	return tx.follow(d, d.chain.tip(), op.Seq-1)
}

// follow returns the place after op seq of a branch: on the branch if it is free,
// else at the beginning of a new one.
func (tx *Tx) follow(d *device, branch int64, seq uint64) (spot, need, error) {
	taken := seq < d.end(branch)
	if taken && tx.s.keys.partial() { // there may be gaps
		var err error
		taken, err = tx.Row(`SELECT 1 FROM op WHERE device = ? AND seq = ?`, []any{d.no, placeOf(branch, seq+1)}, new(int))
		if err != nil {
			return spot{}, "", err
		}
	}
	if !taken {
		return spot{branch: branch}, "", nil
	}
	no := int64(1)
	for _, b := range d.chain.branches {
		no = max(no, b.no+1)
	}
	if no > math.MaxInt64>>branchShift {
		return spot{}, "", fmt.Errorf("branch %d of one chain: %w", no, ErrOp)
	}
	return spot{branch: no, fork: true, parent: branch, base: seq}, "", nil
}

// extend notes that op was stored at a spot. If the branch that stands changed, all
// content has to be judged again.
func (tx *Tx) extend(d *device, op *Op, at spot) error {
	s := tx.s
	s.touched[d.no] = d
	if d.chain.branches == nil && !at.fork {
		if op.Seq > d.seq {
			d.seq, d.last = op.Seq, op.ID
		}
		return nil
	}
	branches := slices.Clone(d.chain.branches)
	if len(branches) == 0 {
		branches = []branch{{seq: d.seq, last: d.last}}
	}
	if at.fork {
		branches = append(branches, branch{at.branch, at.parent, at.base, op.ID, op.Seq, op.ID})
	} else {
		for i := range branches {
			if b := &branches[i]; b.no == at.branch && op.Seq > b.seq {
				b.seq, b.last = op.Seq, op.ID
			}
		}
	}
	before := d.chain.path
	if before == nil {
		before = []segment{{0, 1, math.MaxUint64}}
	}
	path, err := view{s}.standing(d.no, branches)
	if err != nil {
		return err
	}
	d.chain = chain{branches, path}
	for _, b := range branches {
		if b.no == d.chain.tip() {
			d.seq, d.last = b.seq, b.last
		}
	}
	if !slices.Equal(before, path) {
		tx.rejudge = true
		d.signed = min(d.signed, commonLength(before, path))
	}
	if at.fork {
		fork, err := tx.forkAt(d, op.Seq, op.ID)
		if err != nil {
			return err
		}
		tx.forks = append(tx.forks, fork)
	}
	return nil
}

// commonLength returns up to which number two paths are the same.
func commonLength(a, b []segment) uint64 {
	common := uint64(0)
	for i := range min(len(a), len(b)) {
		if a[i].branch != b[i].branch {
			break
		}
		common = min(a[i].to, b[i].to)
		if a[i].to != b[i].to {
			break
		}
	}
	return common
}

// standing computes which branches of a device stand, from the first op up.
func (v view) standing(no int64, branches []branch) ([]segment, error) {
	var path []segment
	at, from := int64(0), uint64(1)
	for {
		next, err := v.leaves(no, branches, at, from)
		if err != nil {
			return nil, err
		}
		if next == nil {
			return append(path, segment{at, from, math.MaxUint64}), nil
		}
		if next.base >= from {
			path = append(path, segment{at, from, next.base})
		}
		at, from = next.no, next.base+1
	}
}

// leaves returns the branch that what stands takes first when it leaves branch
// parent, after its op from-1 or later; nil if it never does.
func (v view) leaves(device int64, branches []branch, parent int64, from uint64) (*branch, error) {
	var off []*branch
	for i := range branches {
		if b := &branches[i]; b.no != 0 && b.parent == parent && b.base+1 >= from {
			off = append(off, b)
		}
	}
	slices.SortFunc(off, func(a, b *branch) int {
		return cmp.Or(cmp.Compare(a.base, b.base), bytes.Compare(a.first[:], b.first[:]))
	})
	for i, b := range off { // the first of each base has the lowest id
		if i > 0 && off[i-1].base == b.base {
			continue
		}
		var own []byte
		found, err := v.Row(`SELECT id FROM op WHERE device = ? AND seq = ?`, []any{device, placeOf(parent, b.base+1)}, &own)
		if err != nil {
			return nil, err
		}
		if !found || bytes.Compare(b.first[:], own) < 0 {
			return b, nil
		}
	}
	return nil, nil
}

// Fork is one number of a device's chain under which it signed several ops.
type Fork struct {
	Device   [16]byte
	Seq      uint64
	Standing OpID // the one that has effect, if what it builds on has
	Other    OpID
}

// forkAt describes the fork that an op began.
func (v view) forkAt(d *device, seq uint64, other OpID) (Fork, error) {
	f := Fork{Device: d.id, Seq: seq, Other: other}
	rows, err := v.s.conn.query(`SELECT id, seq FROM op WHERE device = ? AND (seq & ?) = ?`, d.no, int64(maxSeq), int64(seq))
	if err != nil {
		return f, err
	}
	defer rows.Close()
	var third OpID
	for rows.Next() {
		var id []byte
		var place int64
		if err := rows.Scan(&id, &place); err != nil {
			return f, v.s.conn.explain(err)
		}
		if d.chain.stands(place) {
			f.Standing = OpID(id)
		} else if OpID(id) != other {
			third = OpID(id)
		}
	}
	if f.Standing == other {
		f.Other = third
	}
	return f, v.s.conn.explain(rows.Err())
}

func (tx *Tx) writeChain(d *device) error {
	for _, b := range d.chain.branches {
		_, err := tx.Exec(`INSERT OR REPLACE INTO branch(device, no, parent, base, first, seq, last) VALUES(?,?,?,?,?,?,?)`,
			d.no, b.no, b.parent, int64(b.base), b.first[:], int64(b.seq), b.last[:])
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Space) loadChains() error {
	rows, err := s.conn.query(`SELECT device, no, parent, base, first, seq, last FROM branch ORDER BY device, no`)
	if err != nil {
		return err
	}
	defer rows.Close()
	all := map[int64][]branch{}
	for rows.Next() {
		var no int64
		var b branch
		var first, last []byte
		if err := rows.Scan(&no, &b.no, &b.parent, &b.base, &first, &b.seq, &last); err != nil {
			return s.conn.explain(err)
		}
		if len(first) != 32 || len(last) != 32 {
			return fmt.Errorf("branch %d of device %d: %w", b.no, no, ErrDamaged)
		}
		b.first, b.last = OpID(first), OpID(last)
		all[no] = append(all[no], b)
	}
	if err := rows.Err(); err != nil {
		return s.conn.explain(err)
	}
	for _, d := range s.devices {
		if branches := all[d.no]; branches != nil {
			path, err := view{s}.standing(d.no, branches)
			if err != nil {
				return err
			}
			d.chain = chain{branches, path}
		}
	}
	return nil
}

// chainIDs returns the ids of the ops from to to of what stands of a device's chain;
// fewer if some are not here.
func (v view) chainIDs(d *device, from, to uint64) (ids [][32]byte, err error) {
	path := d.chain.path
	if path == nil {
		path = []segment{{0, 1, math.MaxUint64}}
	}
	for _, s := range path {
		first, last := max(from, s.from), min(to, s.to, maxSeq)
		if first > last {
			continue
		}
		err = v.Each(`SELECT id FROM op WHERE device = ? AND seq BETWEEN ? AND ? ORDER BY seq`,
			[]any{d.no, placeOf(s.branch, first), placeOf(s.branch, last)}, func(row [][]byte) error {
				ids = append(ids, [32]byte(row[0]))
				return nil
			})
		if err != nil {
			return nil, err
		}
	}
	return ids, nil
}
