package journal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"kith/crypto"
	"kith/journal/space"
	"kith/journal/space/members"
)

func identityOf(t testing.TB, author crypto.SigningKey) space.Identity {
	t.Helper()
	hpke, err := crypto.NewHPKEKey()
	if err != nil {
		t.Fatal(err)
	}
	return space.Identity{Author: author, Device: crypto.NewSigningKey(), HPKE: hpke}
}

func opsOf(t testing.TB, r *Record) (ops [][]byte) {
	t.Helper()
	for sealed, err := range r.Space().SealedOps(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		ops = append(ops, bytes.Clone(sealed))
	}
	return ops
}

func give(t testing.TB, to *Record, ops [][]byte) {
	t.Helper()
	_, err := to.Space().Ingest(context.Background(), func(yield func([]byte, error) bool) {
		for _, op := range ops {
			if !yield(op, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Three devices of one author log, edit, delete, undo and redo at random while
// they see each other only now and then. In the end all show the same entries,
// and a rebuild of each shows what was there.
func TestReplicasAgree(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { replicasAgree(t, rand.New(rand.NewPCG(seed, 7))) })
	}
}

func replicasAgree(t *testing.T, random *rand.Rand) {
	ctx := context.Background()
	author := crypto.NewSigningKey()
	now := time.Date(2026, 4, 1, 12, 0, 0, 0, time.UTC)
	config := func(own space.Identity, id ID) space.Config {
		skew := time.Duration(random.IntN(7200)-3600) * time.Second // clocks differ
		return space.Config{Dir: t.TempDir(), ID: id, AtRest: crypto.NewKey(), Device: own.Device, HPKE: own.HPKE,
			Now: func() time.Time { now = now.Add(time.Second); return now.Add(skew) }}
	}
	first := identityOf(t, author)
	founding, err := space.Found(members.Record, first)
	if err != nil {
		t.Fatal(err)
	}
	origin, err := CreateRecord(ctx, config(first, founding.ID), founding, "Ada")
	if err != nil {
		t.Fatal(err)
	}
	replicas := []*Record{origin}
	for range 2 {
		own := identityOf(t, author)
		ops := opsOf(t, origin)
		r, err := RestoreRecord(ctx, config(own, founding.ID), own, origin.Space().HeldKeys(), func(yield func([]byte, error) bool) {
			for _, op := range ops {
				if !yield(op, nil) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		replicas = append(replicas, r)
	}
	defer func() {
		for _, r := range replicas {
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		}
	}()
	var ids []ID
	for range 200 {
		r := replicas[random.IntN(len(replicas))]
		randomAct(t, random, r, &ids, now)
		if random.IntN(12) == 0 {
			give(t, replicas[random.IntN(len(replicas))], opsOf(t, r))
		}
	}
	for range 2 {
		for _, from := range replicas {
			for _, to := range replicas {
				if from != to {
					give(t, to, opsOf(t, from))
				}
			}
		}
	}
	want, err := replicas[0].List(ctx, Query{})
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range replicas {
		got, err := r.List(ctx, Query{})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("replica %d shows %d entries, replica 0 %d\n%+v\n%+v", i, len(got), len(want), got, want)
		}
		report, err := r.Space().Rebuild(ctx, nil)
		if err != nil || report.Different {
			t.Fatalf("replica %d: rebuild %+v, %v", i, report, err)
		}
		if report, err = r.Space().Verify(ctx, nil); err != nil || len(report.Damage) > 0 {
			t.Fatalf("replica %d: verify %+v, %v", i, report, err)
		}
	}
}

func randomAct(t *testing.T, random *rand.Rand, r *Record, ids *[]ID, now time.Time) {
	t.Helper()
	ctx := context.Background()
	var err error
	switch n := random.IntN(10); {
	case n < 3 || len(*ids) == 0:
		var made []ID
		made, err = r.Log(ctx, "log", symptom("Headache", random.Int64N(11), now.Add(-time.Duration(random.IntN(1e6))*time.Second)))
		*ids = append(*ids, made...)
	case n < 5:
		_, err = r.Edit(ctx, (*ids)[random.IntN(len(*ids))], func(e *Entry) error {
			switch random.IntN(3) {
			case 0:
				e.Note = fmt.Sprint("note ", random.IntN(5))
			case 1:
				e.Body.(*Observation).Value = Number10(DecimalOf(random.Int64N(11)))
			default:
				e.When = At(now.Add(-time.Duration(random.IntN(1e6)) * time.Second))
			}
			return nil
		})
	case n < 6:
		err = r.Delete(ctx, (*ids)[random.IntN(len(*ids))])
	default: // an act of any device, so that two may decide about one act
		err = r.Undo(ctx, anyAct(t, random, r), n >= 8)
	}
	if err != nil && !errors.Is(err, ErrNothing) && !errors.Is(err, ErrNotFound) && !errors.Is(err, ErrUnchanged) {
		t.Fatal(err)
	}
}

func anyAct(t *testing.T, random *rand.Rand, r *Record) (act ID) {
	t.Helper()
	err := r.Space().View(context.Background(), func(q space.Querier) error {
		var acts []ID
		err := q.Each(`SELECT id FROM act ORDER BY hlc DESC LIMIT 2`, nil, func(c [][]byte) error {
			acts = append(acts, ID(c[0]))
			return nil
		})
		if len(acts) > 0 {
			act = acts[random.IntN(len(acts))]
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return act
}
