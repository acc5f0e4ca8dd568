package space

import (
	"fmt"
	"maps"
	"slices"

	"kith/crypto"
	"kith/journal/space/members"
)

// Category is a part of a space that is sealed under a key of its own, so that
// somebody can be given some parts and not the others. What the numbers from 1 on
// mean is up to the kind of space. The numbers are part of the format.
type Category uint8

const (
	// Base is what everybody in a space reads: membership, checkpoints, what is
	// said about devices and nodes.
	Base Category = 0
	// MaxCategory is the highest category.
	MaxCategory Category = members.MaxCategory
	// Whole is no category: an op sealed under the epoch's own key, as all were
	// before there were categories. Only who holds that key reads it.
	Whole Category = 255
)

// wireKey is a key that ops are sealed under.
type wireKey struct {
	epoch    members.EpochTag // that it is, or is derived from
	category Category
	key      crypto.Key
	sealer   *crypto.OpSealer
}

// keyName names a wire key.
type keyName struct {
	epoch    members.EpochTag
	category Category
}

// wireKeys are the keys at hand. They are copied when they change.
type wireKeys struct {
	named  map[keyName]*wireKey
	tagged map[members.EpochTag]*wireKey // by the tag that ops carry
	single map[OpID]*singleKey           // of single ops; see reveal.go
	some   bool                          // of some epoch only categories are known
}

// keyOf derives the key of a category from that of its epoch.
func keyOf(epoch crypto.Key, c Category) crypto.Key {
	if c == Whole {
		return epoch
	}
	return epoch.Derive("category", []byte{byte(c)})
}

// with returns the keys and one more: that of a category, or of a whole epoch and
// so of all its categories.
func (k wireKeys) with(space [16]byte, epoch members.EpochTag, c Category, key crypto.Key) wireKeys {
	all := wireKeys{named: maps.Clone(k.named), tagged: maps.Clone(k.tagged), single: k.single}
	if all.named == nil {
		all.named, all.tagged = map[keyName]*wireKey{}, map[members.EpochTag]*wireKey{}
	}
	put := func(c Category, key crypto.Key) {
		w := &wireKey{epoch, c, key, crypto.NewOpSealer(key, space)}
		all.named[keyName{epoch, c}], all.tagged[w.sealer.Tag()] = w, w
	}
	put(c, key)
	if c == Whole {
		for c := Base; c <= MaxCategory; c++ {
			put(c, keyOf(key, c))
		}
	}
	for name := range all.named {
		all.some = all.some || all.get(name.epoch, Whole) == nil
	}
	return all
}

// withSingle returns the keys and that of one op.
func (k wireKeys) withSingle(id OpID, key *singleKey) wireKeys {
	k.single = maps.Clone(k.single)
	if k.single == nil {
		k.single = map[OpID]*singleKey{}
	}
	k.single[id] = key
	return k
}

// partial reports whether this computer was given only some of an epoch's
// categories, so that there are ops it is never going to read.
func (k wireKeys) partial() bool { return k.some }

// get returns the key of a category in an epoch, nil if it is not at hand.
func (k wireKeys) get(epoch members.EpochTag, c Category) *wireKey {
	return k.named[keyName{epoch, c}]
}

// held lists the keys from which all others at hand follow, in a fixed order.
func (k wireKeys) held() []WelcomeKey {
	var keys []WelcomeKey
	for name, w := range k.named {
		if name.category == Whole || k.get(name.epoch, Whole) == nil {
			keys = append(keys, WelcomeKey{name.epoch, name.category, w.key})
		}
	}
	slices.SortFunc(keys, func(a, b WelcomeKey) int {
		if c := slices.Compare(a.Epoch[:], b.Epoch[:]); c != 0 {
			return c
		}
		return int(a.Category) - int(b.Category)
	})
	return keys
}

// keepKey takes a wire key in and stores it, unless it is here.
func (tx *Tx) keepKey(k WelcomeKey) error {
	s := tx.s
	if s.keys.get(k.Epoch, k.Category) != nil {
		return nil
	}
	if k.Category == Whole && crypto.EpochTag(k.Key) != k.Epoch || k.Category > MaxCategory && k.Category != Whole {
		return fmt.Errorf("key of epoch %v: it is another: %w", k.Epoch, ErrOp)
	}
	before := s.keys
	defer func() { tx.anew = tx.anew || before.partial() && !s.keys.partial() }()
	s.keys = s.keys.with(s.id, k.Epoch, k.Category, k.Key)
	for tag := range s.keys.tagged {
		if before.tagged[tag] == nil {
			tx.newKeys = append(tx.newKeys, tag)
		}
	}
	_, err := tx.Exec(`INSERT OR IGNORE INTO wirekey(epoch, category, key) VALUES(?, ?, ?)`, k.Epoch[:], k.Category, k.Key.Bytes())
	return err
}

func (s *Space) loadKeys() error {
	rows, err := s.conn.query(`SELECT epoch, category, key FROM wirekey`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var epoch, key []byte
		var c Category
		if err := rows.Scan(&epoch, &c, &key); err != nil {
			return s.conn.explain(err)
		}
		k, err := crypto.KeyFromBytes(key)
		if err != nil || len(epoch) != crypto.EpochTagSize {
			return fmt.Errorf("wire key: %w: %w", ErrDamaged, err)
		}
		s.keys = s.keys.with(s.id, members.EpochTag(epoch), c, k)
	}
	if err := rows.Err(); err != nil {
		return s.conn.explain(err)
	}
	return s.loadSingle()
}

// KeySet is what a program needs to know of one epoch to prove that it may sync.
type KeySet struct {
	Tag     members.EpochTag
	Key     crypto.Key // of the base category
	Current bool       // the epoch that is written in
}

// Keys returns the epochs whose base key is here, the newest first.
func (s *Space) Keys() []KeySet {
	s.mu.Lock()
	defer s.mu.Unlock()
	var sets []KeySet
	listed := map[members.EpochTag]bool{}
	add := func(tag members.EpochTag) {
		if w := s.keys.get(tag, Base); w != nil && !listed[tag] {
			listed[tag] = true
			sets = append(sets, KeySet{tag, w.key, tag == s.writing})
		}
	}
	add(s.writing)
	if s.members.state != nil {
		epochs := s.members.state.Epochs // in order of place
		for i := len(epochs) - 1; i >= 0; i-- {
			add(epochs[i].Tag)
		}
	}
	for _, k := range s.keys.held() { // of a space that waits for its ops
		add(k.Epoch)
	}
	return sets
}

// HeldKeys returns the wire keys that this computer was given or made, for a backup.
// All others follow from them.
func (s *Space) HeldKeys() []WelcomeKey {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.keys.held()
}

// EpochKeys returns the whole epochs' keys of [Space.HeldKeys].
func (s *Space) EpochKeys() []crypto.Key {
	var keys []crypto.Key
	for _, k := range s.HeldKeys() {
		if k.Category == Whole {
			keys = append(keys, k.Key)
		}
	}
	return keys
}
