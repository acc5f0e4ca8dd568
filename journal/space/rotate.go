package space

import (
	"context"
	"fmt"
	"slices"

	"kith/crypto"
	"kith/journal/space/members"
)

// Rotate starts a new epoch: a new wire key, for every device that is a member's
// now; those of viewers with categories get the keys of these. Unless cutoff, the
// older keys are sealed under the new ones, so that whoever is admitted later can
// read what was written before.
func (s *Space) Rotate(ctx context.Context, cutoff bool) error {
	err := s.Update(ctx, func(tx *Tx) error { return tx.rotate(cutoff) })
	if err != nil {
		return fmt.Errorf("rotate the wire key: %w", err)
	}
	return nil
}

// RotateIfDue rotates if somebody who was removed, or lets see less, may hold the
// current keys, and this device's author may rotate. It says whether it did.
func (s *Space) RotateIfDue(ctx context.Context) (rotated bool, err error) {
	err = s.Update(ctx, func(tx *Tx) error {
		state := s.members.state
		if rotated = s.own != nil && len(state.RotationDue) > 0 && state.RoleOf(s.own.id).CanAdmit(); !rotated {
			return nil
		}
		return tx.rotate(false)
	})
	if err != nil {
		return false, fmt.Errorf("rotate the wire key: %w", err)
	}
	return rotated, nil
}

func (tx *Tx) rotate(cutoff bool) error {
	s := tx.s
	key := crypto.NewKey()
	body := members.Rotate{Epoch: crypto.EpochTag(key), Cutoff: cutoff}
	someSee := map[Category]bool{} // what viewers with categories see
	for _, m := range s.members.state.Members {
		see := everythingOr(m)
		if see != nil && len(m.Devices) > 0 {
			for _, c := range see {
				someSee[c] = true
			}
		}
		for id, d := range m.Devices {
			sealed, err := s.wrap(d.HPKE, body.Epoch, see, func(c Category) *crypto.Key { k := keyOf(key, c); return &k })
			if err != nil {
				return err
			}
			body.Wraps = append(body.Wraps, members.Wrap{Device: id, Sealed: sealed})
		}
	}
	closed := closedEpochs(s.members.state.Epochs)
	for _, old := range tx.epochsToEnd() {
		body.Previous = append(body.Previous, old)
		if cutoff || closed[old] {
			continue
		}
		if held := s.keys.get(old, Whole); held != nil {
			body.OldKeys = append(body.OldKeys, members.EpochKey{Epoch: old, Sealed: s.sealOld(key, old, Whole, held.key)})
		}
		var some []byte
		for c := Base; c <= MaxCategory; c++ {
			if held := s.keys.get(old, c); held != nil && someSee[c] {
				some = append(append(some, byte(c)), s.sealOld(keyOf(key, c), old, c, held.key)...)
			}
		}
		if len(some) > 0 {
			body.OldCategories = append(body.OldCategories, members.EpochKey{Epoch: old, Sealed: some})
		}
	}
	slices.SortFunc(body.Wraps, func(a, b members.Wrap) int { return slices.Compare(a.Device[:], b.Device[:]) })
	if err := tx.keepKey(WelcomeKey{body.Epoch, Whole, key}); err != nil {
		return err
	}
	return tx.changeMembers(body)
}

// epochsToEnd returns the epochs that a rotation names: all, and of more than fit
// the newest.
func (tx *Tx) epochsToEnd() []members.EpochTag {
	var tags []members.EpochTag
	for _, e := range tx.s.members.state.Epochs {
		tags = append(tags, e.Tag)
	}
	return tags[max(0, len(tags)-members.MaxKeys):]
}

// closedEpochs are those that a cut-off ended: their keys are not sealed under later
// ones either, or who came without history would get it by the next rotation.
func closedEpochs(epochs []members.Epoch) map[members.EpochTag]bool {
	closed := map[members.EpochTag]bool{}
	for _, e := range epochs {
		for _, old := range e.Previous {
			closed[old] = closed[old] || e.Cutoff
		}
	}
	return closed
}

// everythingOr returns the categories that a member sees, the base among them; nil
// for everything.
func everythingOr(m members.Member) []Category {
	if m.Categories == nil {
		return nil
	}
	see := []Category{Base}
	for _, c := range m.Categories {
		see = append(see, Category(c))
	}
	return see
}

// epochInfo binds a wrapped epoch key to its space and tag (RFC 9180, info).
func (s *Space) epochInfo(tag members.EpochTag) []byte {
	info := append([]byte("kith epoch v1\x00"), s.id[:]...)
	return append(info, tag[:]...)
}

// bundleName is that of the sealed keys of several categories.
const bundleName = "categories"

// wrap wraps for a device the key of an epoch, or those of the categories that it
// may see: a key of its own, and under that category and key, one after the other.
// A key that keyFor does not have is left out.
func (s *Space) wrap(hpke []byte, tag members.EpochTag, see []Category, keyFor func(Category) *crypto.Key) ([]byte, error) {
	if see == nil {
		if key := keyFor(Whole); key != nil {
			return crypto.WrapFor(hpke, s.epochInfo(tag), *key)
		}
		see = []Category{Base} // of an epoch that one is not to read, who its members were
	}
	var bundle []byte
	for _, c := range see {
		if key := keyFor(c); key != nil {
			bundle = append(append(bundle, byte(c)), key.Bytes()...)
		}
	}
	own := crypto.NewKey()
	sealed, err := crypto.WrapFor(hpke, s.epochInfo(tag), own)
	if err != nil {
		return nil, err
	}
	return append(sealed, crypto.SealFile(own, bundleName, bundle)...), nil
}

// unwrap opens what wrap made for this device. What does not open brings no keys:
// others cannot tell, so it must not make the op that carries it invalid.
func (s *Space) unwrap(tag members.EpochTag, sealed []byte) []WelcomeKey {
	if s.hpke.IsZero() || len(sealed) < crypto.WrappedKeySize {
		return nil
	}
	key, err := crypto.Unwrap(s.hpke, s.epochInfo(tag), sealed[:crypto.WrappedKeySize])
	if err != nil {
		return nil
	}
	if len(sealed) == crypto.WrappedKeySize {
		return []WelcomeKey{{tag, Whole, key}}
	}
	bundle, err := crypto.OpenFile(key, bundleName, sealed[crypto.WrappedKeySize:])
	if err != nil || len(bundle)%(1+crypto.KeySize) != 0 {
		return nil
	}
	var keys []WelcomeKey
	for ; len(bundle) > 0; bundle = bundle[1+crypto.KeySize:] {
		if key, err := crypto.KeyFromBytes(bundle[1 : 1+crypto.KeySize]); err == nil {
			keys = append(keys, WelcomeKey{tag, Category(bundle[0]), key})
		}
	}
	return keys
}

// oldKeySize is the length of an older key sealed under a newer one.
const oldKeySize = crypto.KeySize + crypto.FileOverhead

// oldName binds a sealed older key to what it is.
func oldName(old members.EpochTag, c Category) string {
	if c == Whole {
		return string(old[:])
	}
	return string(old[:]) + string([]byte{byte(c)})
}

func (s *Space) sealOld(under crypto.Key, old members.EpochTag, c Category, key crypto.Key) []byte {
	return crypto.SealFile(under.Derive("old epoch", s.id[:]), oldName(old, c), key.Bytes())
}

// openOld opens what sealOld made, under the same category of a newer epoch.
func (s *Space) openOld(newer, old members.EpochTag, c Category, sealed []byte) []WelcomeKey {
	under := s.keys.get(newer, c)
	if under == nil || s.keys.get(old, c) != nil {
		return nil
	}
	plain, err := crypto.OpenFile(under.key.Derive("old epoch", s.id[:]), oldName(old, c), sealed)
	if err != nil {
		return nil
	}
	key, err := crypto.KeyFromBytes(plain)
	if err != nil {
		return nil
	}
	return []WelcomeKey{{old, c, key}}
}

// takeKeys keeps the keys that a membership op brings for this device. Those of
// single categories cannot be told from wrong ones, so they are taken only from
// ops that stand.
func (tx *Tx) takeKeys(op members.Op) error {
	_, rejected := tx.s.members.state.Rejected[op.ID]
	return tx.takeKeysOf(op.Body, rejected)
}

// takeKeysEarly takes the whole epochs' keys that an op brings which has not its
// place yet: what it builds on may be sealed under these. That a key is its epoch's
// shows by itself.
func (tx *Tx) takeKeysEarly(op *Op) error {
	if !op.Kind.isMembership() {
		return nil
	}
	body, err := members.Decode(members.Kind(op.Kind), op.Body)
	if err != nil {
		return nil // not valid; place says so when its time comes
	}
	return tx.takeKeysOf(body, true)
}

func (tx *Tx) takeKeysOf(body members.Body, onlyWhole bool) error {
	s := tx.s
	me := s.device.Public().ID()
	take := func(keys []WelcomeKey) error {
		for _, k := range keys {
			whole := k.Category == Whole
			if whole && crypto.EpochTag(k.Key) != k.Epoch || !whole && (k.Category > MaxCategory || onlyWhole) {
				continue
			}
			if err := tx.keepKey(k); err != nil {
				return err
			}
		}
		return nil
	}
	switch b := body.(type) {
	case members.AddMember:
		return take(s.keysIn(b.Certificate, b.Keys, me))
	case members.AddDevice:
		return take(s.keysIn(b.Certificate, b.Keys, me))
	case members.ChangeRole:
		for _, k := range b.Keys {
			if k.Device == me {
				if err := take(s.unwrap(k.Epoch, k.Sealed)); err != nil {
					return err
				}
			}
		}
	case members.Rotate:
		for _, w := range b.Wraps {
			if w.Device == me {
				if err := take(s.unwrap(b.Epoch, w.Sealed)); err != nil {
					return err
				}
			}
		}
		for _, old := range b.OldKeys {
			if err := take(s.openOld(b.Epoch, old.Epoch, Whole, old.Sealed)); err != nil {
				return err
			}
		}
		for _, old := range b.OldCategories {
			for rest := old.Sealed; len(rest) > oldKeySize; rest = rest[1+oldKeySize:] {
				if err := take(s.openOld(b.Epoch, old.Epoch, Category(rest[0]), rest[1:1+oldKeySize])); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// keysIn opens the keys that an admission brings, if it is this device's.
func (s *Space) keysIn(c members.Certificate, sealed []members.EpochKey, me [16]byte) (keys []WelcomeKey) {
	if c.DeviceID() != me {
		return nil
	}
	for _, k := range sealed {
		keys = append(keys, s.unwrap(k.Epoch, k.Sealed)...)
	}
	return keys
}
