package space

import (
	"runtime"
	"slices"
	"sync"

	"kith/crypto"
)

// authenticate checks signatures, one for up to 256 ops where a checkpoint came
// with what it covers, the others on all processors.
func (in *intake) authenticate(list []*opened) error {
	pubs := map[[16]byte]crypto.PublicKey{}
	for _, o := range list {
		if o.op == nil {
			continue
		}
		// The device's id follows from its key: no certificate needs to hold for that.
		if c, ok := certificateIn(o.op); ok {
			pubs[c.DeviceID()] = c.Device
		}
	}
	for id, d := range in.s.devices {
		pubs[id] = d.pub
	}
	if err := in.vouch(list, pubs); err != nil {
		return err
	}
	parallel(len(list), func(i int) {
		if o := list[i]; o.op != nil && o.signer == unchecked {
			if pub, known := pubs[o.op.Device]; known {
				o.check(pub)
			}
		}
	})
	return nil
}

// vouch marks the ops that a checkpoint among them covers.
func (in *intake) vouch(list []*opened, pubs map[[16]byte]crypto.PublicKey) error {
	var checkpoints []*opened
	for _, o := range list {
		if o.op != nil && o.op.Kind == Checkpoint {
			checkpoints = append(checkpoints, o)
		}
	}
	if len(checkpoints) == 0 {
		return nil
	}
	type number struct {
		device [16]byte
		seq    uint64
	}
	byNumber := make(map[number]*opened, len(list))
	for _, o := range list {
		if o.op != nil {
			byNumber[number{o.op.Device, o.op.Seq}] = o
		}
	}
	for _, o := range checkpoints {
		pub, known := pubs[o.op.Device]
		c, err := decodeCheckpoint(o.op)
		if !known || err != nil {
			continue
		}
		if o.signer == unchecked {
			o.check(pub)
		}
		if o.signer != signedBy {
			continue
		}
		var ids [][32]byte
		var covered []*opened
		if d := in.s.devices[o.op.Device]; d != nil && c.From <= d.seq {
			if ids, err = in.chainIDs(d, c.From, min(c.To, d.seq)); err != nil {
				return err
			}
		}
		for seq := c.From + uint64(len(ids)); seq <= c.To; seq++ {
			one := byNumber[number{o.op.Device, seq}]
			if one == nil {
				break
			}
			ids, covered = append(ids, one.id), append(covered, one)
		}
		if uint64(len(ids)) == c.To-c.From+1 && crypto.MerkleRoot(ids) == c.Root {
			for _, one := range covered {
				one.signer = signedBy
			}
		}
	}
	return nil
}

// Limits of what is looked at again for one device.
const (
	maxSuspects = 256
	maxChained  = 4 * checkpointEvery
)

// reconsider tries again the ops that their devices did not sign, where a
// checkpoint may cover them now: an op is as valid if it comes before or after its
// checkpoint as it is if both come together.
func (in *intake) reconsider(list []*opened) error {
	if in.s.kept.refused == 0 {
		return nil
	}
	for _, o := range list {
		if o.op != nil { // the checkpoint, or what was missing between
			in.suspect[o.op.Device] = true
		}
	}
	for len(in.suspect) > 0 {
		devices := in.suspect
		in.suspect = map[[16]byte]bool{}
		for id := range devices {
			if err := in.reconsiderDevice(id); err != nil {
				return err
			}
		}
		if err := in.keepBlocked(); err != nil {
			return err
		}
	}
	return nil
}

func (in *intake) reconsiderDevice(id [16]byte) error {
	d := in.s.devices[id]
	if d == nil {
		return nil
	}
	suspects, err := in.readWaiting(`SELECT no, need, sealed FROM waiting WHERE need = ? ORDER BY no LIMIT ?`, []byte(needVouch(id)), maxSuspects)
	if err != nil || len(suspects) == 0 {
		return err
	}
	all := slices.Clone(suspects)
	for at := 0; at < len(all) && len(all) < maxChained; at++ { // what waits for them, up to the checkpoint
		next, err := in.waitingFor(needOp(all[at].id))
		if err != nil {
			return err
		}
		for _, o := range next {
			if o.op != nil && o.op.Device == id {
				all = append(all, o)
			}
		}
	}
	if err := in.vouch(all, map[[16]byte]crypto.PublicKey{id: d.pub}); err != nil {
		return err
	}
	for _, o := range suspects {
		if o.signer == signedBy {
			if err := in.take(o); err != nil {
				return err
			}
		}
	}
	return nil
}

// parallel runs fn for 0 to n-1 on all processors.
func parallel(n int, fn func(int)) {
	workers := min(runtime.GOMAXPROCS(0), (n+15)/16)
	if workers < 2 {
		for i := range n {
			fn(i)
		}
		return
	}
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for i := w; i < n; i += workers {
				fn(i)
			}
		})
	}
	all.Wait()
}
