package space

import (
	"encoding/binary"
	"fmt"

	"kith/journal/space/members"
)

// Whatever a peer has of a space is kept here too, so that the sets become equal:
// also what cannot be opened, builds on what is missing, or is not valid. It has no
// effect. What it needs is noted, and when that comes it is tried again.

// need is what an op waits for; empty if nothing can help it.
type need string

func needOp(id OpID) need               { return need("o" + string(id[:])) }
func needKey(tag members.EpochTag) need { return need("k" + string(tag[:])) }
func needDevice(id [16]byte) need       { return need("d" + string(id[:])) }
func needMember(p Prefix) need          { return need("m" + string(p[:])) }

// needVouch is the need of an op that the device it names did not sign, until a
// checkpoint of the device says otherwise.
func needVouch(device [16]byte) need { return need("s" + string(device[:])) }

func (n need) waits() bool { return n != "" && n[0] != 's' }

func (n need) String() string {
	if n == "" {
		return "nothing helps"
	}
	what := map[byte]string{'o': "op", 'k': "key", 'd': "device", 'm': "membership op", 's': "checkpoint of device"}[n[0]]
	return fmt.Sprintf("%s %x is missing", what, n[1:min(len(n), 9)])
}

// Bounds on what is kept without effect, so that a peer cannot fill the disk. What
// is never going to have effect is held tighter: nobody honest sends any.
const (
	maxWaiting      = 1 << 20
	maxWaitingBytes = 2 << 30
	maxRefused      = 1 << 14
	maxRefusedBytes = 64 << 20
)

// kept counts what is kept without effect.
type kept struct{ waiting, waitingBytes, refused, refusedBytes int64 }

func (k *kept) add(n need, size, sign int64) {
	if n.waits() {
		k.waiting, k.waitingBytes = k.waiting+sign, k.waitingBytes+sign*size
	} else {
		k.refused, k.refusedBytes = k.refused+sign, k.refusedBytes+sign*size
	}
}

func (k kept) fits(n need, size int64) bool {
	if n.waits() {
		return k.waiting < maxWaiting && k.waitingBytes+size <= maxWaitingBytes
	}
	return k.refused < maxRefused && k.refusedBytes+size <= maxRefusedBytes
}

func (k kept) bytes() []byte {
	var b []byte
	for _, n := range []int64{k.waiting, k.waitingBytes, k.refused, k.refusedBytes} {
		b = binary.BigEndian.AppendUint64(b, uint64(n))
	}
	return b
}

// loadArrivals reads what is kept without effect, and the number that comes next.
func (s *Space) loadArrivals() error {
	var b []byte
	if _, err := (view{s}).Row(`SELECT value FROM meta WHERE key = ?`, []any{metaKept}, &b); err != nil {
		return err
	}
	if len(b) == 32 {
		at := func(i int) int64 { return int64(binary.BigEndian.Uint64(b[8*i:])) }
		s.kept = kept{at(0), at(1), at(2), at(3)}
	}
	_, err := view{s}.Row(`SELECT 1 + max(coalesce((SELECT max(no) FROM op), 0), coalesce((SELECT max(no) FROM waiting), 0))`, nil, &s.next)
	return err
}

// arrive returns the number of the next op.
func (tx *Tx) arrive() int64 {
	no := tx.s.next
	tx.s.next++
	return no
}

// keep stores an op without effect, or notes anew what one that is stored already
// waits for. It says whether there was room.
func (tx *Tx) keep(o *opened, n need, why error) (bool, error) {
	s, size := tx.s, int64(len(o.sealed))
	text := ""
	if why != nil {
		text = why.Error()
		text = text[:min(len(text), 200)]
	}
	if o.no != 0 {
		if o.need == n {
			return true, nil
		}
		s.kept.add(o.need, size, -1)
		s.kept.add(n, size, 1)
		o.need = n
		_, err := tx.Exec(`UPDATE waiting SET need = ?, why = ? WHERE no = ?`, []byte(n), text, o.no)
		return true, err
	}
	if !s.kept.fits(n, size) {
		return false, nil
	}
	o.no, o.need = tx.arrive(), n
	if _, err := tx.Exec(`INSERT INTO waiting(no, id, day, need, why, sealed) VALUES(?,?,?,?,?,?)`,
		o.no, o.id[:], int64(o.day), []byte(n), text, o.sealed); err != nil {
		return false, err
	}
	s.kept.add(n, size, 1)
	tx.changed = true
	if tx.again { // its day knows it already
		return true, nil
	}
	return true, tx.countDay(o.day, o.id)
}

// unkeep takes an op that has its place now from those that wait.
func (tx *Tx) unkeep(o *opened) error {
	if o.no == 0 {
		if tx.again {
			return nil
		}
		return tx.countDay(o.day, o.id)
	}
	tx.s.kept.add(o.need, int64(len(o.sealed)), -1)
	_, err := tx.Exec(`DELETE FROM waiting WHERE no = ?`, o.no)
	o.no = 0
	return err
}

// waitingFor reads the kept ops that have a need.
func (tx *Tx) waitingFor(n need) ([]*opened, error) {
	if tx.s.kept.waiting == 0 && tx.s.kept.refused == 0 {
		return nil, nil
	}
	return tx.readWaiting(`SELECT no, need, sealed FROM waiting WHERE need = ? ORDER BY no`, []byte(n))
}

func (tx *Tx) readWaiting(query string, args ...any) ([]*opened, error) {
	rows, err := tx.s.conn.query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []*opened
	for rows.Next() {
		var no int64
		var n, sealed []byte
		if err := rows.Scan(&no, &n, &sealed); err != nil {
			return nil, tx.s.conn.explain(err)
		}
		o, err := tx.s.keys.read(tx.s.id, sealed)
		if err != nil {
			return nil, fmt.Errorf("op %d: %w: %w", no, ErrDamaged, err)
		}
		o.no, o.need = no, need(n)
		list = append(list, o)
	}
	return list, tx.s.conn.explain(rows.Err())
}

// isOpaque reports whether an op is here that this computer has no key for and is
// not going to be given: it may be built on unread.
func (tx *Tx) isOpaque(id OpID) (bool, error) {
	if !tx.s.keys.partial() {
		return false, nil
	}
	var n []byte
	found, err := tx.Row(`SELECT need FROM waiting WHERE id = ?`, []any{id[:]}, &n)
	return found && len(n) > 0 && n[0] == 'k', err
}

// Kept says how many ops are here without effect.
func (s *Space) Kept() (waiting, refused int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept.waiting, s.kept.refused
}
