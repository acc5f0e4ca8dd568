package space

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"kith/crypto"
	"kith/journal/disk"
	"kith/journal/sealdb"
	"kith/journal/space/members"
)

// Projector computes whatever a kind of space shows from its ops.
type Projector interface {
	// Version is that of the tables; another one than stored means a rebuild.
	Version() int
	// Create makes the tables anew and empty.
	Create(tx *Tx) error
	// Apply lays one op over the tables. It must depend on nothing but the op
	// and the tables. An error refuses the op.
	Apply(tx *Tx, op *Op) error
	// Digest sums up the tables, so that a rebuild can be compared.
	Digest(q Querier) ([32]byte, error)
	// Forget drops what is cached from the tables: a transaction was undone.
	Forget()
}

// Config says which space to open and as whom.
type Config struct {
	Dir       string     // the space's folder
	FS        disk.FS    // nil is the computer's own
	ID        [16]byte   // of the space
	AtRest    crypto.Key // what the file on this computer is sealed under
	Device    crypto.SigningKey
	HPKE      crypto.HPKEKey // of the device, for receiving epoch keys; may be zero
	Projector Projector
	Now       func() time.Time // nil is time.Now
}

// Errors of this package, beside those of sealdb.
var (
	// ErrDamaged says that stored ops contradict each other.
	ErrDamaged = errors.New("the op log is damaged")
	// ErrRolledBack says that the log is older than one this computer has seen:
	// somebody put old files back.
	ErrRolledBack = errors.New("the files are older than this computer remembers")
	// ErrFork says that one device signed two different ops with one number.
	ErrFork = errors.New("one device wrote two different histories")
	// ErrMissing says that an op builds on others that are not here yet.
	ErrMissing = errors.New("ops it builds on are missing")
	// ErrNotMember says that this device may not write here.
	ErrNotMember = errors.New("this device is not a member of the space")
	// ErrClosed says that the space was closed.
	ErrClosed = errors.New("the space is closed")
	// ErrEpoch says that the key of an op's epoch is not here.
	ErrEpoch = errors.New("the epoch key is missing")
)

// Space is one open op log. Its methods may be called from several goroutines;
// they take turns.
type Space struct {
	mu        sync.Mutex
	id        [16]byte
	dir       string
	fs        disk.FS
	atRest    crypto.Key
	device    crypto.SigningKey
	hpke      crypto.HPKEKey
	projector Projector
	clock     clock
	conn      *conn
	closed    bool
	written   bool // since opened

	keys    wireKeys
	writing members.EpochTag // the epoch to write in; zero while none is known
	devices map[[16]byte]*device
	own     *device // nil until this device is a member
	touched map[int64]*device
	heads   heads
	members membership
	pasts   pasts
	next    int64 // number of the next op to arrive
	kept    kept
	changed chan struct{}
}

type device struct {
	no     int64
	id     [16]byte
	pub    crypto.PublicKey
	author [16]byte
	seq    uint64 // of the last op of the branch that stands
	last   OpID
	signed uint64
	chain  chain
}

// heads are the ops that no other op builds on yet.
type heads struct{ ids []OpID }

func (h *heads) add(op *Op) {
	kept := h.ids[:0:0]
	for _, id := range h.ids {
		if id != op.Prev && !slices.Contains(op.Parents, id) {
			kept = append(kept, id)
		}
	}
	h.ids = append(kept, op.ID)
}

// Names in the meta table.
const (
	metaSchema     = "schema"
	metaSpace      = "space"
	metaProjection = "projection"
	metaHeads      = "heads" // newest clock, then the ids of the heads
	metaWriting    = "writing"
	metaKept       = "kept" // see kept.bytes; absent for nothing
)

// open opens the sealed database and reads what every use of the space needs.
func open(cfg Config) (*Space, error) {
	if cfg.FS == nil {
		cfg.FS = disk.OS{}
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	db, err := sealdb.Open(cfg.Dir, cfg.AtRest, cfg.ID, sealdb.Options{FS: cfg.FS})
	if err != nil {
		return nil, err
	}
	c, err := newConn(db)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	s := &Space{
		hpke: cfg.HPKE, id: cfg.ID, dir: cfg.Dir, fs: cfg.FS, atRest: cfg.AtRest, device: cfg.Device, projector: cfg.Projector,
		clock: clock{now: cfg.Now}, conn: c, touched: map[int64]*device{}, devices: map[[16]byte]*device{},
		next: 1, changed: make(chan struct{}),
	}
	s.members = membership{certificates: certificates{}}.with(s.id)
	s.pasts.forget()
	return s, nil
}

// Open opens a space that [Create] or [Restore] made.
func Open(ctx context.Context, cfg Config) (*Space, error) {
	s, err := open(cfg)
	if err != nil {
		return nil, fmt.Errorf("open space: %w", err)
	}
	if err := s.load(ctx); err != nil {
		return nil, fmt.Errorf("open space: %w", errors.Join(err, s.conn.close()))
	}
	return s, nil
}

func (s *Space) load(ctx context.Context) error {
	v := view{s}
	var tables int
	if _, err := v.Row(`SELECT count(*) FROM sqlite_schema WHERE name = 'meta'`, nil, &tables); err != nil {
		return err
	}
	if tables == 0 {
		return fmt.Errorf("the space was never finished: %w", ErrDamaged)
	}
	var version, projection int
	if err := s.getMeta(metaSchema, &version); err != nil {
		return err
	}
	if version == 1 {
		if err := s.migrate(); err != nil {
			return fmt.Errorf("bring the tables to version %d: %w", schemaVersion, err)
		}
		version = schemaVersion
	}
	if version != schemaVersion {
		return fmt.Errorf("tables of version %d, this program knows %d: %w", version, schemaVersion, sealdb.ErrFormat)
	}
	var heads, tag []byte
	if err := s.getMeta(metaHeads, &heads); err != nil {
		return err
	}
	if len(heads)%32 != 8 {
		return fmt.Errorf("heads: %w", ErrDamaged)
	}
	s.clock.saw(Timestamp(binary.BigEndian.Uint64(heads)))
	for rest := heads[8:]; len(rest) > 0; rest = rest[32:] {
		s.heads.ids = append(s.heads.ids, OpID(rest[:32]))
	}
	if err := s.loadKeys(); err != nil {
		return err
	}
	if err := s.getMeta(metaWriting, &tag); err != nil {
		return err
	}
	if len(tag) == len(s.writing) {
		s.writing = members.EpochTag(tag)
		if s.keys.get(s.writing, Base) == nil {
			return fmt.Errorf("the epoch to write in: %w", ErrEpoch)
		}
	}
	if err := s.loadDevices(); err != nil {
		return err
	}
	if err := s.loadMembership(); err != nil {
		return err
	}
	if err := s.loadArrivals(); err != nil {
		return err
	}
	if err := s.checkHead(); err != nil {
		return err
	}
	if err := s.getMeta(metaProjection, &projection); err != nil {
		return err
	}
	if projection != s.projector.Version() {
		_, err := s.Rebuild(ctx, nil)
		return err
	}
	return nil
}

func (s *Space) loadDevices() error {
	rows, err := s.conn.query(`SELECT no, id, pub, author, seq, last, signed FROM device`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var d device
		var id, pub, author, last []byte
		if err := rows.Scan(&d.no, &id, &pub, &author, &d.seq, &last, &d.signed); err != nil {
			return s.conn.explain(err)
		}
		if len(id) != 16 || len(pub) != 32 || len(author) != 16 || len(last) != 32 {
			return fmt.Errorf("device %d: %w", d.no, ErrDamaged)
		}
		d.id, d.pub, d.author, d.last = [16]byte(id), crypto.PublicKey(pub), [16]byte(author), OpID(last)
		s.keepDevice(&d)
	}
	if err := rows.Err(); err != nil {
		return s.conn.explain(err)
	}
	return s.loadChains()
}

func (s *Space) keepDevice(d *device) {
	s.devices[d.id] = d
	if d.id == s.device.Public().ID() {
		s.own = d
	}
}

// ID returns the space's id.
func (s *Space) ID() [16]byte { return s.id }

// Device returns the id of the device that this space is open as.
func (s *Space) Device() [16]byte { return s.device.Public().ID() }

// Close checkpoints the database, remembers how far the log went and closes.
func (s *Space) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	var err error
	if s.written {
		err = s.writeHead()
	}
	if cerr := s.conn.close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fmt.Errorf("close space: %w", err)
	}
	return nil
}

func (s *Space) getMeta(key string, dest any) error {
	found, err := view{s}.Row(`SELECT value FROM meta WHERE key = ?`, []any{key}, dest)
	if err == nil && !found {
		err = fmt.Errorf("%s: %w", key, ErrDamaged)
	}
	return err
}

func (s *Space) setMeta(key string, value any) error {
	_, err := s.conn.exec(`INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)`, key, value)
	return err
}

// saved is the in-memory state that a failed transaction must give back.
type saved struct {
	devices map[[16]byte]device
	heads   []OpID
	members membership
	keys    wireKeys
	writing members.EpochTag
	next    int64
	kept    kept
}

func (s *Space) snapshot() saved {
	b := saved{
		devices: make(map[[16]byte]device, len(s.devices)), heads: s.heads.ids, members: s.members,
		keys: s.keys, writing: s.writing, next: s.next, kept: s.kept,
	}
	for id, d := range s.devices {
		b.devices[id] = *d
	}
	return b
}

func (s *Space) restore(b saved) {
	s.heads.ids, s.members, s.keys, s.writing, s.next, s.kept = b.heads, b.members, b.keys, b.writing, b.next, b.kept
	clear(s.touched)
	for id, d := range s.devices {
		if old, was := b.devices[id]; was {
			*d = old
		} else {
			delete(s.devices, id)
			if s.own == d {
				s.own = nil
			}
		}
	}
}
