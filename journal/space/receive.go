package space

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"kith/crypto"
)

// Received says what became of ops from elsewhere.
type Received struct {
	New     int // took effect, those that had waited among them
	Waiting int // new, and kept without effect until something else comes
	Known   int // were here already
	Refused []Refusal
	Forks   []Fork
}

// Refusal is an op that can have no effect.
type Refusal struct {
	ID   OpID
	Kept bool  // it is here all the same, so that the sets become equal
	Err  error // why
}

// ErrFull says that there is no room for more ops without effect.
var ErrFull = errors.New("too many ops without effect are kept")

// Receive takes ops in, in any order, in one transaction. It fails only if this
// computer does, never because of what a peer sent: an op that cannot be opened,
// builds on missing ones, is not valid or is on a branch that does not stand is kept
// without effect. It is tried again when what it waits for arrives. The slices are
// kept until Receive returns.
func (s *Space) Receive(ctx context.Context, sealed [][]byte) (Received, error) {
	var r Received
	err := s.Update(ctx, func(tx *Tx) (err error) {
		r, err = tx.receive(ctx, sealed)
		return err
	})
	if err != nil {
		return Received{}, fmt.Errorf("take in ops: %w", err)
	}
	return r, nil
}

// intake is one run over ops from elsewhere.
type intake struct {
	*Tx
	r       Received
	blocked map[need][]*opened // of this run, not stored yet
	queued  map[int64]bool     // stored ones about to be tried again
	suspect map[[16]byte]bool  // devices in whose name ops came that they did not sign
}

func (tx *Tx) receive(ctx context.Context, sealed [][]byte) (Received, error) {
	in := &intake{Tx: tx, blocked: map[need][]*opened{}, queued: map[int64]bool{}, suspect: map[[16]byte]bool{}}
	fresh, err := in.sort(sealed)
	if err != nil {
		return in.r, err
	}
	if err := in.authenticate(fresh); err != nil {
		return in.r, err
	}
	for i, o := range fresh {
		if i%256 == 0 {
			if err := ctx.Err(); err != nil {
				return in.r, err
			}
		}
		if err := in.take(o); err != nil {
			return in.r, err
		}
	}
	if err := in.keepBlocked(); err != nil {
		return in.r, err
	}
	if err := in.reconsider(fresh); err != nil {
		return in.r, err
	}
	in.r.Forks = tx.forks
	return in.r, nil
}

// sort leaves out what is here or no op, and opens the rest, on all processors.
func (in *intake) sort(sealed [][]byte) ([]*opened, error) {
	all := make([]*opened, len(sealed))
	errs := make([]error, len(sealed))
	keys, id := in.s.keys, in.s.id
	parallel(len(sealed), func(i int) { all[i], errs[i] = keys.read(id, sealed[i]) })
	seen := make(map[OpID]bool, len(all))
	fresh := all[:0]
	for i, o := range all {
		if errs[i] != nil {
			in.r.Refused = append(in.r.Refused, Refusal{ID: crypto.OpID(sealed[i]), Err: errs[i]})
			continue
		}
		if seen[o.id] {
			in.r.Known++
			continue
		}
		seen[o.id] = true
		fresh = append(fresh, o)
	}
	if err := in.hear(fresh); err != nil {
		return nil, err
	}
	if in.again {
		return fresh, nil
	}
	known, err := in.known(fresh)
	if err != nil {
		return nil, err
	}
	kept := fresh[:0]
	for _, o := range fresh {
		if known[o.id] {
			in.r.Known++
			continue
		}
		o.sealed = append([]byte(nil), o.sealed...)
		if o.op != nil {
			o.op.Sealed = o.sealed
		}
		kept = append(kept, o)
	}
	return kept, nil
}

// hear takes the keys of single old ops from those that bring some, before these
// are in place: the op that admits their writer may be one that they reveal.
func (in *intake) hear(list []*opened) error {
	if !in.s.keys.partial() {
		return nil
	}
	heard := map[OpID]bool{}
	for _, o := range list {
		if o.op == nil || o.op.Kind != Reveal {
			continue
		}
		r, err := decodeReveal(o.op.Body)
		if err != nil {
			continue // refused by nobody, and without effect
		}
		for _, one := range r.Ops {
			if in.s.keys.single[one.ID] != nil {
				continue
			}
			heard[one.ID] = true
			if err := in.keepSingle(one); err != nil {
				return err
			}
		}
	}
	if len(heard) == 0 {
		return nil
	}
	for i, o := range list {
		if heard[o.id] && o.op == nil {
			again, err := in.s.keys.read(in.s.id, o.sealed)
			if err != nil {
				return err
			}
			list[i] = again
		}
	}
	for id := range heard {
		if here, err := in.Row(`SELECT 1 FROM waiting WHERE id = ?`, []any{id[:]}, new(int)); err != nil {
			return err
		} else if here {
			in.anew = true
		}
	}
	return nil
}

// knownPart is how many ids one statement asks for.
const knownPart = 64

var knownQuery = func() string {
	marks := strings.TrimSuffix(strings.Repeat("?,", knownPart), ",")
	return `SELECT id FROM op WHERE id IN (` + marks + `)`
}()

// known returns which of the ops are here.
func (in *intake) known(list []*opened) (map[OpID]bool, error) {
	known := map[OpID]bool{}
	note := func(c [][]byte) error { known[OpID(c[0])] = true; return nil }
	rest := list
	for ; len(rest) >= knownPart; rest = rest[knownPart:] {
		args := make([]any, knownPart)
		for i := range args {
			args[i] = rest[i].id[:]
		}
		if err := in.Each(knownQuery, args, note); err != nil {
			return nil, err
		}
	}
	for _, o := range rest {
		if err := in.Each(`SELECT id FROM op WHERE id = ?`, []any{o.id[:]}, note); err != nil {
			return nil, err
		}
	}
	if in.s.kept == (kept{}) {
		return known, nil
	}
	for _, o := range list {
		if err := in.Each(`SELECT id FROM waiting WHERE id = ?`, []any{o.id[:]}, note); err != nil {
			return nil, err
		}
	}
	return known, nil
}

// take places an op, and then those that waited for it.
func (in *intake) take(o *opened) error {
	ready := []*opened{o}
	for len(ready) > 0 {
		o := ready[0]
		ready = ready[1:]
		delete(in.queued, o.no)
		if o.op == nil && o.bad == nil && in.s.keys.tagged[o.lacks] != nil {
			again, err := in.s.keys.read(in.s.id, o.sealed)
			if err != nil {
				return err
			}
			again.no, again.need = o.no, o.need
			o = again
		}
		missing, invalid, err := in.place(o)
		switch {
		case err != nil:
			return err
		case invalid != nil:
			if err := in.refuse(o, missing, invalid); err != nil {
				return err
			}
		case missing == "":
			in.r.New++
			woken, err := in.wake(o)
			if err != nil {
				return err
			}
			ready = append(ready, woken...)
		default:
			woken, err := in.block(o, missing)
			if err == nil && o.op != nil {
				err = in.takeKeysEarly(o.op)
			}
			if err != nil {
				return err
			}
			unlocked, err := in.unlock()
			if err != nil {
				return err
			}
			ready = append(append(ready, woken...), unlocked...)
		}
	}
	return nil
}

func (in *intake) refuse(o *opened, n need, why error) error {
	isNew := o.no == 0
	if n != "" {
		in.suspect[o.op.Device] = true
	}
	ok, err := in.keep(o, n, why)
	if err != nil || !isNew {
		return err
	}
	in.r.Refused = append(in.r.Refused, Refusal{o.id, ok, why})
	return nil
}

// block lets an op wait. One that may be built on unread is stored at once, and
// what waits for it goes on.
func (in *intake) block(o *opened, n need) ([]*opened, error) {
	opaque := n[0] == 'k' && in.s.keys.partial()
	if !opaque && o.no == 0 {
		in.blocked[n] = append(in.blocked[n], o)
		return nil, nil
	}
	if err := in.keepWaiting(o, n); err != nil || o.no == 0 || !opaque {
		return nil, err
	}
	return in.freed(needOp(o.id))
}

func (in *intake) keepWaiting(o *opened, n need) error {
	isNew := o.no == 0
	ok, err := in.keep(o, n, nil)
	if err != nil || !isNew {
		return err
	}
	if !ok {
		in.r.Refused = append(in.r.Refused, Refusal{o.id, false, ErrFull})
		return nil
	}
	in.r.Waiting++
	return nil
}

func (in *intake) keepBlocked() error {
	defer clear(in.blocked)
	for n, list := range in.blocked {
		for _, o := range list {
			if err := in.keepWaiting(o, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// freed returns the ops that waited for something that has come.
func (in *intake) freed(n need) ([]*opened, error) {
	list := in.blocked[n]
	delete(in.blocked, n)
	stored, err := in.waitingFor(n)
	for _, o := range stored {
		if !in.queued[o.no] {
			in.queued[o.no] = true
			list = append(list, o)
		}
	}
	return list, err
}

// wake returns the ops that waited for one that is in place now.
func (in *intake) wake(o *opened) ([]*opened, error) {
	needs := []need{needOp(o.id)}
	if o.op.Kind.isMembership() {
		needs = append(needs, needMember(Prefix(o.id[:len(Prefix{})])))
		if c, ok := certificateIn(o.op); ok {
			needs = append(needs, needDevice(c.DeviceID()))
		}
	}
	var ready []*opened
	for _, n := range needs {
		if len(in.blocked) == 0 && in.s.kept == (kept{}) {
			break
		}
		list, err := in.freed(n)
		if err != nil {
			return nil, err
		}
		ready = append(ready, list...)
	}
	unlocked, err := in.unlock()
	return append(ready, unlocked...), err
}

// unlock returns the ops that waited for keys that have come.
func (in *intake) unlock() ([]*opened, error) {
	var ready []*opened
	for _, tag := range in.newKeys {
		list, err := in.freed(needKey(tag))
		if err != nil {
			return nil, err
		}
		if len(list) > 0 && in.s.keys.partial() {
			in.anew = true // others were built on these before they could be read
		}
		ready = append(ready, list...)
	}
	in.newKeys = nil
	return ready, nil
}

// takeAnew places all ops again, from the first, in their order of arrival: keys
// have come for ops that others had been built on unread.
func (tx *Tx) takeAnew() error {
	s := tx.s
	var all [][]byte
	for _, query := range []string{`SELECT sealed FROM op ORDER BY no`, `SELECT sealed FROM waiting ORDER BY no`} {
		err := tx.Each(query, nil, func(c [][]byte) error {
			all = append(all, append([]byte(nil), c[0]...))
			return nil
		})
		if err != nil {
			return err
		}
	}
	if err := s.conn.dropStatements(); err != nil {
		return err
	}
	err := s.conn.execOnce(`DELETE FROM op; DELETE FROM waiting; DELETE FROM branch; DELETE FROM about;
		UPDATE device SET seq = 0, last = zeroblob(32), signed = 0`)
	if err != nil {
		return err
	}
	for _, d := range s.devices {
		d.seq, d.last, d.signed, d.chain = 0, OpID{}, 0, chain{}
	}
	s.heads, s.kept = heads{}, kept{}
	s.members = membership{certificates: s.members.certificates}.with(s.id)
	s.pasts.forget()
	if err := s.projector.Create(tx); err != nil {
		return err
	}
	tx.again, tx.anew, tx.newKeys = true, false, nil
	_, err = tx.receive(nopContext, all)
	tx.again, tx.anew = false, false
	return err
}
