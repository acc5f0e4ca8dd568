package space

import (
	"context"
	"fmt"
	"slices"

	"kith/crypto"
	"kith/journal/space/members"
)

// Admit admits an author with a role and a first device; of a viewer, categories
// says what they may read, none is everything. Of an author who is a member already
// it admits another device, with that member's role and categories. Without history
// a new epoch begins before, and what was written until then stays closed to them.
// The welcome goes to the device and to nobody else.
func (s *Space) Admit(ctx context.Context, c members.Certificate, role members.Role, categories []Category, history bool) (Welcome, error) {
	var w Welcome
	err := s.Update(ctx, func(tx *Tx) error {
		if !c.Verify(s.members.certificates.verify) {
			return fmt.Errorf("the certificate does not hold: %w", ErrNotMember)
		}
		m, isMember := s.members.state.Members[c.AuthorID()]
		if !isMember {
			m = members.Member{Categories: listOf(categories)}
			if !history {
				if err := tx.rotate(true); err != nil {
					return err
				}
			}
			if m.Categories != nil || !history {
				if err := tx.reveal(); err != nil {
					return err
				}
			}
		}
		see := everythingOr(m)
		granted := s.granted(see, func(e members.Epoch) bool { return history || e.Tag == s.members.state.Current })
		if isMember {
			granted = s.granted(see, s.since(m))
		}
		keys, err := s.wrapAll(c.HPKE, see, granted)
		if err != nil {
			return err
		}
		if isMember {
			err = tx.changeMembers(members.AddDevice{Certificate: c, Keys: keys})
		} else {
			err = tx.changeMembers(members.AddMember{Role: role, Certificate: c, Keys: keys, Categories: m.Categories})
		}
		w = Welcome{Space: s.id, Kind: s.members.state.Kind, Keys: granted}
		return err
	})
	if err != nil {
		return Welcome{}, fmt.Errorf("admit: %w", err)
	}
	return w, nil
}

// Welcome returns what a device of a member needs to join, as far as the keys are
// here: for a device that somebody else admitted.
func (s *Space) Welcome(device [16]byte) (Welcome, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.members.state.Members {
		if _, ok := m.Devices[device]; ok {
			return Welcome{Space: s.id, Kind: s.members.state.Kind, Keys: s.granted(everythingOr(m), s.since(m))}, nil
		}
	}
	return Welcome{}, fmt.Errorf("welcome device %x: %w", device[:4], ErrNotMember)
}

// ConfirmDevice hands the keys to a device of a member that has them not: one that
// added itself with its author's certificate, after a backup was restored. Ask a
// person first whether the device is what it says.
func (s *Space) ConfirmDevice(ctx context.Context, device [16]byte) error {
	err := s.Update(ctx, func(tx *Tx) error {
		for _, m := range s.members.state.Members {
			if _, ok := m.Devices[device]; !ok {
				continue
			}
			c, _ := s.members.state.Certificate(device)
			see := everythingOr(m)
			keys, err := s.wrapAll(c.HPKE, see, s.granted(see, s.since(m)))
			if err != nil {
				return err
			}
			under, err := tx.keyOfAdmission(m.Devices[device].Since)
			if err != nil {
				return err
			}
			op, err := tx.appendUnder(under, AddDevice, members.AddDevice{Certificate: c, Keys: keys})
			if err != nil {
				return err
			}
			return tx.stood(op)
		}
		return ErrNotMember
	})
	if err != nil {
		return fmt.Errorf("confirm device %x: %w", device[:4], err)
	}
	return nil
}

// keyOfAdmission returns the base key of the epoch in which a device was admitted:
// one that added itself knows no later one.
func (tx *Tx) keyOfAdmission(id members.OpID) (*wireKey, error) {
	s := tx.s
	current := s.keys.get(s.writing, Base)
	if s.own == nil || current == nil {
		return nil, ErrNotMember
	}
	var sealed []byte
	if _, err := tx.Row(`SELECT sealed FROM op WHERE id = ?`, []any{id[:]}, &sealed); err != nil {
		return nil, err
	}
	tag, err := crypto.SealedEpochTag(sealed)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if key := s.keys.tagged[tag]; key != nil {
		if base := s.keys.get(key.epoch, Base); base != nil {
			return base, nil
		}
	}
	return current, nil
}

// SetRole gives another member another role, and a viewer categories; none is
// everything. Who is let see more gets the keys that are here, who is let see less
// a new epoch.
func (s *Space) SetRole(ctx context.Context, author [16]byte, role members.Role, categories []Category) error {
	err := s.Update(ctx, func(tx *Tx) error {
		m, ok := s.members.state.Members[author]
		if !ok {
			return ErrNotMember
		}
		body := members.ChangeRole{Author: author, Role: role, Categories: listOf(categories)}
		before, after := everythingOr(m), everythingOr(members.Member{Categories: body.Categories})
		more := before != nil && (after == nil || slices.ContainsFunc(after, func(c Category) bool { return !slices.Contains(before, c) }))
		less := after != nil && (before == nil || slices.ContainsFunc(before, func(c Category) bool { return !slices.Contains(after, c) }))
		if after != nil {
			if err := tx.reveal(); err != nil {
				return err
			}
		}
		if more {
			var err error
			if body.Keys, err = s.wrapForMember(m, after); err != nil {
				return err
			}
		}
		if err := tx.changeMembers(body); err != nil || !less {
			return err
		}
		return tx.rotate(false)
	})
	if err != nil {
		return fmt.Errorf("change a role: %w", err)
	}
	return nil
}

// RemoveMember takes an author and all their devices out and starts a new epoch. A
// member who is no owner may take themselves out; an owner's computer starts the
// epoch then (see [Space.RotateIfDue]).
func (s *Space) RemoveMember(ctx context.Context, author [16]byte) error {
	return s.remove(ctx, members.RemoveMember{Author: author})
}

// RemoveDevice takes one device out and starts a new epoch, if this author may.
func (s *Space) RemoveDevice(ctx context.Context, device [16]byte) error {
	return s.remove(ctx, members.RemoveDevice{Device: device})
}

func (s *Space) remove(ctx context.Context, body members.Body) error {
	err := s.Update(ctx, func(tx *Tx) error {
		if s.own == nil {
			return ErrNotMember
		}
		mayRotate := s.members.state.RoleOf(s.own.id).CanAdmit()
		if err := tx.changeMembers(body); err != nil || !mayRotate {
			return err
		}
		return tx.rotate(false)
	})
	if err != nil {
		return fmt.Errorf("remove: %w", err)
	}
	return nil
}

// since tells the epochs that a member may read: not those that were cut off before
// the member came, of which only who admitted them could give the keys.
func (s *Space) since(m members.Member) func(members.Epoch) bool {
	state := s.members.state
	return func(e members.Epoch) bool {
		return !slices.ContainsFunc(state.Epochs, func(cut members.Epoch) bool {
			return cut.Cutoff && slices.Contains(cut.Previous, e.Tag) && state.After(m.Since, cut.Op)
		})
	}
}

// granted lists the keys for somebody who may see some categories, nil for
// everything: of the epochs that they may read, and of the others the base, to know
// who the members are.
func (s *Space) granted(see []Category, reads func(members.Epoch) bool) []WelcomeKey {
	var keys []WelcomeKey
	add := func(tag members.EpochTag, c Category) bool {
		w := s.keys.get(tag, c)
		if w != nil {
			keys = append(keys, WelcomeKey{tag, c, w.key})
		}
		return w != nil
	}
	epochs := s.members.state.Epochs
	for _, e := range epochs[max(0, len(epochs)-members.MaxKeys):] {
		switch {
		case !reads(e):
			add(e.Tag, Base)
		case see != nil:
			for _, c := range see {
				add(e.Tag, c)
			}
		case !add(e.Tag, Whole):
			for c := Base; c <= MaxCategory; c++ {
				add(e.Tag, c)
			}
		}
	}
	return keys
}

// wrapAll wraps granted keys for a device, one entry for each epoch.
func (s *Space) wrapAll(hpke []byte, see []Category, granted []WelcomeKey) ([]members.EpochKey, error) {
	var list []members.EpochKey
	for len(granted) > 0 {
		tag := granted[0].Epoch
		n := slices.IndexFunc(granted, func(k WelcomeKey) bool { return k.Epoch != tag })
		if n < 0 {
			n = len(granted)
		}
		part := granted[:n]
		granted = granted[n:]
		of := see
		if of == nil && part[0].Category != Whole {
			for _, k := range part {
				of = append(of, k.Category)
			}
		}
		sealed, err := s.wrap(hpke, tag, of, func(c Category) *crypto.Key {
			for i := range part {
				if part[i].Category == c {
					return &part[i].Key
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		list = append(list, members.EpochKey{Epoch: tag, Sealed: sealed})
	}
	return list, nil
}

// wrapForMember wraps what a member may see for each of their devices, as many as
// fit into an op, the newest epochs first.
func (s *Space) wrapForMember(m members.Member, see []Category) ([]members.DeviceKey, error) {
	var list []members.DeviceKey
	for id, d := range m.Devices {
		keys, err := s.wrapAll(d.HPKE, see, s.granted(see, s.since(m)))
		if err != nil {
			return nil, err
		}
		for _, k := range keys {
			list = append(list, members.DeviceKey{Device: id, Epoch: k.Epoch, Sealed: k.Sealed})
		}
	}
	slices.SortFunc(list, func(a, b members.DeviceKey) int {
		if c := slices.Compare(a.Device[:], b.Device[:]); c != 0 {
			return c
		}
		return slices.Compare(a.Epoch[:], b.Epoch[:])
	})
	return list[max(0, len(list)-maxKeysInOp):], nil
}

// maxKeysInOp is how many bundles surely fit into one op.
const maxKeysInOp = 128

// listOf returns categories as an op lists them.
func listOf(categories []Category) []uint8 {
	var list []uint8
	for _, c := range categories {
		list = append(list, uint8(c))
	}
	slices.Sort(list)
	return slices.Compact(list)
}
