package space

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"kith/crypto"
	"kith/journal/space/members"
)

// lines is a projector that keeps the texts of its ops.
type lines struct{}

const opLine = FirstContent

func (lines) Version() int { return 1 }
func (lines) Create(tx *Tx) error {
	return tx.ExecScript(`DROP TABLE IF EXISTS line; CREATE TABLE line(op INTEGER PRIMARY KEY, text TEXT NOT NULL)`)
}
func (lines) Apply(tx *Tx, op *Op) error {
	var text string
	if decMode.Unmarshal(op.Body, &text) != nil {
		return nil // no effect
	}
	_, err := tx.Exec(`INSERT INTO line(op, text) VALUES(?, ?)`, op.Row(), text)
	return err
}
func (lines) Digest(q Querier) (sum [32]byte, err error) {
	h := sha256.New()
	err = q.Each(`SELECT op, text FROM line ORDER BY op`, nil, func(c [][]byte) error {
		fmt.Fprintf(h, "%s %q\n", c[0], c[1])
		return nil
	})
	return [32]byte(h.Sum(nil)), err
}
func (lines) Forget() {}

func newIdentity(t testing.TB) Identity {
	t.Helper()
	hpke, err := crypto.NewHPKEKey()
	if err != nil {
		t.Fatal(err)
	}
	return Identity{Author: crypto.NewSigningKey(), Device: crypto.NewSigningKey(), HPKE: hpke}
}

func config(t testing.TB, id [16]byte, own Identity) Config {
	return Config{Dir: t.TempDir(), ID: id, AtRest: crypto.NewKey(), Device: own.Device, HPKE: own.HPKE, Projector: lines{}}
}

func newSpace(t testing.TB, own Identity) (*Space, Config) {
	t.Helper()
	founding, err := Found(members.Group, own)
	if err != nil {
		t.Fatal(err)
	}
	cfg := config(t, founding.ID, own)
	s, err := Create(context.Background(), cfg, founding, func(*Tx) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, s)
	return s, cfg
}

func closeAtEnd(t testing.TB, s *Space) {
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

func write(t testing.TB, s *Space, texts ...string) {
	t.Helper()
	err := s.Update(context.Background(), func(tx *Tx) error {
		for _, text := range texts {
			if _, err := tx.Append(opLine, text); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, s *Space) (texts []string) {
	t.Helper()
	err := s.View(context.Background(), func(q Querier) error {
		return q.Each(`SELECT text FROM line ORDER BY text`, nil, func(c [][]byte) error {
			texts = append(texts, string(c[0]))
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func sealedOps(t testing.TB, s *Space) (ops [][]byte) {
	t.Helper()
	for sealed, err := range s.SealedOps(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		ops = append(ops, bytes.Clone(sealed))
	}
	return ops
}

func sourceOf(ops [][]byte) Source {
	return func(yield func([]byte, error) bool) {
		for _, op := range ops {
			if !yield(op, nil) {
				return
			}
		}
	}
}

// restored makes a second replica of s for another identity of the same author.
func restored(t testing.TB, s *Space, own Identity) *Space {
	t.Helper()
	r, err := Restore(context.Background(), config(t, s.ID(), own), own, s.EpochKeys(), sourceOf(sealedOps(t, s)))
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, r)
	return r
}

// exchange brings both replicas to the same set of ops.
func exchange(t testing.TB, a, b *Space) {
	t.Helper()
	fromA, fromB := sealedOps(t, a), sealedOps(t, b)
	if _, err := b.Ingest(context.Background(), sourceOf(fromA)); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Ingest(context.Background(), sourceOf(fromB)); err != nil {
		t.Fatal(err)
	}
}

func checkClean(t testing.TB, s *Space) {
	t.Helper()
	report, err := s.Verify(context.Background(), nil)
	if err != nil || len(report.Damage) != 0 {
		t.Fatalf("verify: %+v, %v", report, err)
	}
	report, err = s.Rebuild(context.Background(), nil)
	if err != nil || report.Different {
		t.Fatalf("rebuild: %+v, %v", report, err)
	}
}

func TestOpsSurviveReopening(t *testing.T) {
	own := newIdentity(t)
	s, cfg := newSpace(t, own)
	for i := range 600 { // two checkpoints
		write(t, s, fmt.Sprintf("line %03d", i))
	}
	want := read(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, again)
	if got := read(t, again); len(got) != 600 || !slices.Equal(got, want) {
		t.Fatalf("%d lines came back", len(got))
	}
	var checkpoints int
	err = again.View(context.Background(), func(q Querier) error {
		_, err := q.Row(`SELECT count(*) FROM op WHERE kind = ?`, []any{Checkpoint}, &checkpoints)
		return err
	})
	if err != nil || checkpoints != 2 {
		t.Fatalf("%d checkpoints, %v", checkpoints, err)
	}
	checkClean(t, again)
}

func TestFailedUpdateLeavesNothing(t *testing.T) {
	s, _ := newSpace(t, newIdentity(t))
	write(t, s, "kept")
	refused := errors.New("refused")
	err := s.Update(context.Background(), func(tx *Tx) error {
		if _, err := tx.Append(opLine, "lost"); err != nil {
			return err
		}
		return refused
	})
	if !errors.Is(err, refused) {
		t.Fatal(err)
	}
	write(t, s, "next")
	if got := read(t, s); !slices.Equal(got, []string{"kept", "next"}) {
		t.Fatal(got)
	}
	checkClean(t, s)
}

func TestPanicInUpdateIsNotAcknowledged(t *testing.T) {
	s, _ := newSpace(t, newIdentity(t))
	func() {
		defer func() { recover() }()
		_ = s.Update(context.Background(), func(tx *Tx) error {
			if _, err := tx.Append(opLine, "lost"); err != nil {
				return err
			}
			panic("a bug in a projector")
		})
	}()
	write(t, s, "after")
	if got := read(t, s); !slices.Equal(got, []string{"after"}) {
		t.Fatal(got)
	}
	checkClean(t, s)
}

func TestRestoreAndExchange(t *testing.T) {
	own := newIdentity(t)
	s, _ := newSpace(t, own)
	write(t, s, "a", "b")
	second := newIdentity(t)
	second.Author = own.Author
	r := restored(t, s, second)
	write(t, r, "c")
	write(t, s, "d")
	exchange(t, s, r)
	if a, b := read(t, s), read(t, r); !slices.Equal(a, b) || len(a) != 4 {
		t.Fatalf("%v and %v", a, b)
	}
	write(t, s, "e") // builds on both heads
	exchange(t, s, r)
	checkClean(t, s)
	checkClean(t, r)
	if n := len(r.heads.ids); n != 1 {
		t.Fatalf("%d heads", n)
	}
}

func TestStrangerIsRefused(t *testing.T) {
	s, _ := newSpace(t, newIdentity(t))
	write(t, s, "a")
	stranger := newIdentity(t)
	if _, err := Restore(context.Background(), config(t, s.ID(), stranger), stranger, s.EpochKeys(), sourceOf(sealedOps(t, s))); !errors.Is(err, ErrNotMember) {
		t.Fatalf("a stranger restored: %v", err)
	}
}

func TestChangedBytesAreRefused(t *testing.T) {
	own := newIdentity(t)
	s, _ := newSpace(t, own)
	write(t, s, "a")
	second := newIdentity(t)
	second.Author = own.Author
	r := restored(t, s, second)
	write(t, s, "b")
	ops := sealedOps(t, s)
	newest := ops[len(ops)-1]
	for i := range newest {
		changed := bytes.Clone(newest)
		changed[i] ^= 1
		if _, err := r.Ingest(context.Background(), sourceOf([][]byte{changed})); err == nil {
			t.Fatalf("byte %d changed and nobody noticed", i)
		}
	}
	if n, err := r.Ingest(context.Background(), sourceOf([][]byte{newest})); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if n, err := r.Ingest(context.Background(), sourceOf(ops)); n != 0 || err != nil {
		t.Fatalf("known ops: %d new, %v", n, err)
	}
}

func TestMissingAndForkedOpsAreNamed(t *testing.T) {
	own := newIdentity(t)
	s, cfg := newSpace(t, own)
	second := newIdentity(t)
	second.Author = own.Author
	r := restored(t, s, second)
	write(t, s, "one")
	write(t, s, "two")
	ops := sealedOps(t, s)
	if _, err := r.Ingest(context.Background(), sourceOf(ops[len(ops)-1:])); !errors.Is(err, ErrMissing) {
		t.Fatalf("gap: %v", err)
	}
	// The same device writes another history on a copy of its files.
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	other := cfg
	other.Dir = t.TempDir()
	copied, err := Restore(context.Background(), other, own, s.EpochKeys(), sourceOf(ops[:1]))
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, copied)
	write(t, copied, "other one")
	if _, err := r.Ingest(context.Background(), sourceOf(ops)); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Ingest(context.Background(), sourceOf(sealedOps(t, copied))); !errors.Is(err, ErrFork) {
		t.Fatalf("fork: %v", err)
	}
}

func TestRemovedMemberIsHeardNoMore(t *testing.T) {
	ctx := context.Background()
	owner, guest := newIdentity(t), newIdentity(t)
	s, _ := newSpace(t, owner)
	if err := s.ChangeMembers(ctx, members.AddMember{Role: members.Writer, Certificate: guest.Certificate()}); err != nil {
		t.Fatal(err)
	}
	g, err := Restore(ctx, config(t, s.ID(), guest), guest, s.EpochKeys(), sourceOf(sealedOps(t, s)))
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, g)
	write(t, g, "seen by the owner")
	exchange(t, s, g)
	write(t, g, "written without knowing")
	if err := s.ChangeMembers(ctx, members.RemoveMember{Author: guest.Author.Public().ID()}); err != nil {
		t.Fatal(err)
	}
	if err := s.Rotate(ctx, false); err != nil {
		t.Fatal(err)
	}
	write(t, s, "without the guest")
	if _, err := s.Ingest(ctx, sourceOf(sealedOps(t, g))); err != nil {
		t.Fatal(err)
	}
	if _, err := g.Ingest(ctx, sourceOf(sealedOps(t, s))); !errors.Is(err, ErrEpoch) {
		t.Fatalf("the removed member reads on: %v", err)
	}
	want := []string{"seen by the owner", "without the guest"}
	if got := read(t, s); !slices.Equal(got, want) {
		t.Fatalf("the owner reads %v", got)
	}
	if g.keys.get(s.writing, Base) != nil {
		t.Fatal("the removed member was given the new key")
	}
	checkClean(t, s)
}

func TestRotationReachesTheOtherDevice(t *testing.T) {
	ctx := context.Background()
	own := newIdentity(t)
	s, _ := newSpace(t, own)
	second := newIdentity(t)
	second.Author = own.Author
	r := restored(t, s, second)
	exchange(t, s, r)
	if err := s.Rotate(ctx, false); err != nil {
		t.Fatal(err)
	}
	write(t, s, "under the new key")
	exchange(t, s, r)
	if got := read(t, r); !slices.Equal(got, []string{"under the new key"}) {
		t.Fatal(got)
	}
	if r.writing != s.writing {
		t.Fatal("the replicas write under different keys")
	}
	checkClean(t, r)
}

func TestRolledBackFilesAreNoticed(t *testing.T) {
	s, cfg := newSpace(t, newIdentity(t))
	write(t, s, "one")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	old := readDir(t, cfg.Dir)
	again, err := Open(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	write(t, again, "two")
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	newHead := readDir(t, cfg.Dir)[headName]
	old[headName] = newHead
	writeDir(t, cfg.Dir, old)
	if _, err := Open(context.Background(), cfg); !errors.Is(err, ErrRolledBack) {
		t.Fatalf("old files were taken: %v", err)
	}
}

func TestClockJumpsKeepTheOrder(t *testing.T) {
	own := newIdentity(t)
	founding, err := Found(members.Record, own)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	cfg := config(t, founding.ID, own)
	cfg.Now = func() time.Time { return now }
	s, err := Create(context.Background(), cfg, founding, func(*Tx) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, s)
	var last Timestamp
	for _, jump := range []time.Duration{0, 40 * 365 * 24 * time.Hour, -80 * 365 * 24 * time.Hour, time.Second, -time.Hour} {
		now = now.Add(jump)
		var op *Op
		err := s.Update(context.Background(), func(tx *Tx) (err error) {
			op, err = tx.Append(opLine, "x")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if op.HLC <= last {
			t.Fatalf("clock went back: %v after %v", op.HLC, last)
		}
		if !op.Recorded().Equal(now) {
			t.Fatalf("recorded %v, wrote at %v", op.Recorded(), now)
		}
		last = op.HLC
	}
	checkClean(t, s)
}

func TestRestoreOfManyOps(t *testing.T) {
	own := newIdentity(t)
	s, cfg := newSpace(t, own)
	var texts []string
	for i := range 1500 { // several checkpoints at the end of one transaction
		texts = append(texts, fmt.Sprintf("line %04d", i))
	}
	write(t, s, texts...)
	for range 300 { // and one in the middle of many
		write(t, s, "single")
	}
	second := newIdentity(t)
	second.Author = own.Author
	r := restored(t, s, second)
	checkClean(t, r)
	if got, want := read(t, r), read(t, s); !slices.Equal(got, want) || len(got) != 1800 {
		t.Fatalf("%d lines restored of %d", len(got), len(want))
	}
	fresh := config(t, s.ID(), own)
	if err := s.Salvage(context.Background(), fresh); err != nil {
		t.Fatal(err)
	}
	fresh.ID = cfg.ID
	again, err := Open(context.Background(), fresh)
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, again)
	write(t, again, "after") // the same device goes on
	checkClean(t, again)
	if got := read(t, again); len(got) != 1801 {
		t.Fatalf("%d lines after salvage", len(got))
	}
}
