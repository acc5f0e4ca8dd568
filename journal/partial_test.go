package journal

import (
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

// family is one record on the computers of several authors.
type family struct {
	t     *testing.T
	now   time.Time
	owner *Record
}

func newFamily(t *testing.T) *family {
	t.Helper()
	f := &family{t: t, now: time.Date(2026, 4, 1, 12, 0, 0, 0, time.UTC)}
	own := identityOf(t, crypto.NewSigningKey())
	founding, err := space.Found(members.Record, own)
	if err != nil {
		t.Fatal(err)
	}
	if f.owner, err = CreateRecord(context.Background(), f.config(own, founding.ID), founding, "Ada"); err != nil {
		t.Fatal(err)
	}
	f.close(f.owner)
	return f
}

func (f *family) config(own space.Identity, id ID) space.Config {
	return space.Config{Dir: f.t.TempDir(), ID: id, AtRest: crypto.NewKey(), Device: own.Device, HPKE: own.HPKE,
		Now: func() time.Time { f.now = f.now.Add(time.Second); return f.now }}
}

func (f *family) close(r *Record) {
	f.t.Cleanup(func() {
		if err := r.Close(); err != nil {
			f.t.Error(err)
		}
	})
}

// admit lets somebody in, whose record waits for its contents.
func (f *family) admit(role members.Role, set CategorySet) (*Record, space.Identity) {
	f.t.Helper()
	own := identityOf(f.t, crypto.NewSigningKey())
	w, err := f.owner.Space().Admit(context.Background(), own.Certificate(), role, set.Numbers(), true)
	if err != nil {
		f.t.Fatal(err)
	}
	r, err := JoinRecord(context.Background(), f.config(own, f.owner.ID()), w)
	if err != nil {
		f.t.Fatal(err)
	}
	f.close(r)
	return r, own
}

// sync hands all ops of one record to another.
func (f *family) sync(from, to *Record) {
	f.t.Helper()
	received, err := to.Space().Receive(context.Background(), opsOf(f.t, from))
	if err != nil || len(received.Refused) > 0 || len(received.Forks) > 0 {
		f.t.Fatalf("%+v, %v", received, err)
	}
}

func (f *family) list(r *Record, q Query) []Entry {
	f.t.Helper()
	list, err := r.List(context.Background(), q)
	if err != nil {
		f.t.Fatal(err)
	}
	return list
}

// oneOfEach writes an entry of each category as one act, and one that belongs to
// each of those that others may belong to.
func (f *family) oneOfEach(r *Record) (ids []ID) {
	f.t.Helper()
	at := At(f.now.Add(-time.Hour))
	one := Number10(DecimalOf(1))
	ids, err := r.Log(context.Background(), "log",
		Entry{Kind: KindDose, When: at, Name: "Ibuprofen", Body: &Dose{Status: DoseTaken}},
		Entry{Kind: KindSymptom, When: at, Name: "Headache", Body: &Observation{Value: one}},
		Entry{Kind: KindMeasure, When: at, Name: "Weight", Body: &Observation{Value: one}},
		Entry{Kind: KindMeasure, When: at, Name: "Mood", Body: &Observation{Value: one}},
		Entry{Kind: KindResponse, When: at, Name: "HRQOL-4", Body: &Response{Instrument: "hrqol-4"}},
		Entry{Kind: KindAppointment, When: at, Name: "Dr Sy", Body: new(Appointment)},
		Entry{Kind: KindNote, When: at, Note: "words"},
		Entry{Kind: KindFactor, When: at, Name: "Wine", Body: &Observation{Value: one}},
		Entry{Kind: KindAttachment, When: at, Name: "letter.pdf", Body: new(Attachment)})
	if err != nil {
		f.t.Fatal(err)
	}
	_, err = r.Log(context.Background(), "attach",
		Entry{Kind: KindAttachment, When: at, Name: "of the mood", Body: &Attachment{Of: ids[3]}},
		Entry{Kind: KindAttachment, When: at, Name: "of the headache", Body: &Attachment{Of: ids[1]}})
	if err != nil {
		f.t.Fatal(err)
	}
	return ids
}

// TestViewerOfCategories: a viewer shows what they were given, which is what the owner
// shows in those categories, and nothing else; what was deleted, edited and undone
// follows; and they cannot write.
func TestViewerOfCategories(t *testing.T) {
	ctx := context.Background()
	f := newFamily(t)
	ids := f.oneOfEach(f.owner)
	if n := len(f.list(f.owner, Query{})); n != 11 {
		t.Fatalf("the owner shows %d entries", n)
	}
	for i, e := range f.list(f.owner, Query{}) {
		if e.Category == BaseCategory {
			t.Errorf("entry %d, %s, has no category", i, e.Name)
		}
	}
	set := SetOf(Symptoms, Appointments)
	viewer, _ := f.admit(members.Viewer, set)
	if a := viewer.Access(); !a.Waiting || a.CanWrite() {
		t.Errorf("before anything arrived: %+v", a)
	}
	if list := f.list(viewer, Query{}); len(list) != 0 {
		t.Errorf("%+v", list)
	}
	if _, err := viewer.Log(ctx, "log", symptom("Fever", 1, f.now)); !errors.Is(err, ErrReadOnly) {
		t.Errorf("written while waiting: %v", err)
	}
	f.sync(f.owner, viewer)
	if a := viewer.Access(); a.Waiting || a.Removed || a.Role != members.Viewer || a.Categories != set || a.CanWrite() ||
		len(a.Owners) != 1 || a.Owners[0] == (ID{}) {
		t.Errorf("access %+v", a)
	}
	names := func(r *Record) (text string) {
		for _, e := range f.list(r, Query{Oldest: true}) {
			text += e.Name + ";"
		}
		return text
	}
	if got := names(viewer); len(f.list(viewer, Query{})) != 3 {
		t.Errorf("the viewer shows %s", got)
	}
	if p, err := viewer.Person(ctx); err != nil || p.Name != "Ada" {
		t.Errorf("the person is %+v, %v", p, err)
	}
	// One act over two categories of which one can be read, undone and done again.
	alter := func(id ID) Alter { return Alter{ID: id, Fn: func(e *Entry) error { e.Note = "changed"; return nil }} }
	if _, err := f.owner.Act(ctx, "both", nil, alter(ids[1]), alter(ids[3])); err != nil {
		t.Fatal(err)
	}
	if err := f.owner.Delete(ctx, ids[5], ids[6]); err != nil {
		t.Fatal(err)
	}
	f.sync(f.owner, viewer)
	if e, err := viewer.Get(ctx, ids[1]); err != nil || e.Note != "changed" || e.Category != Symptoms {
		t.Errorf("%+v, %v", e, err)
	}
	if trash, err := viewer.Trash(ctx, 0); err != nil || len(trash) != 1 || len(f.list(viewer, Query{})) != 2 {
		t.Errorf("%+v, %v", trash, err)
	}
	for range 2 {
		act, _, err := f.owner.LastAct(ctx, false)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.owner.Undo(ctx, act.ID, false); err != nil {
			t.Fatal(err)
		}
	}
	f.sync(f.owner, viewer)
	if e, err := viewer.Get(ctx, ids[1]); err != nil || e.Note != "" || len(f.list(viewer, Query{})) != 3 {
		t.Errorf("%+v, %v", e, err)
	}
	for _, err := range []error{
		viewer.Delete(ctx, ids[1]), viewer.Restore(ctx, ids[1]), viewer.Undo(ctx, NewID(), false), viewer.Rename(ctx, "Eve"),
		viewer.NewBatch(NewID(), "import").Close(ctx),
	} {
		var closed *ReadOnlyError
		if !errors.As(err, &closed) || closed.Access.Role != members.Viewer {
			t.Errorf("a viewer writes: %v", err)
		}
	}
	if report, err := viewer.Space().Rebuild(ctx, nil); err != nil || report.Different {
		t.Errorf("rebuild %+v, %v", report, err)
	}
}

// TestRemovedReads: who was removed reads what came before, and cannot write.
func TestRemovedReads(t *testing.T) {
	ctx := context.Background()
	f := newFamily(t)
	carer, own := f.admit(members.Caregiver, AllCategories)
	f.sync(f.owner, carer)
	f.oneOfEach(carer)
	f.sync(carer, f.owner)
	if err := f.owner.Space().RemoveMember(ctx, own.Author.Public().ID()); err != nil {
		t.Fatal(err)
	}
	f.oneOfEach(f.owner)
	f.sync(f.owner, carer)
	if a := carer.Access(); !a.Removed || a.Waiting || a.CanWrite() {
		t.Errorf("access %+v", a)
	}
	if n := len(f.list(carer, Query{})); n != 11 {
		t.Errorf("%d entries are left", n)
	}
	if _, err := carer.Log(ctx, "log", symptom("Fever", 1, f.now)); !errors.Is(err, ErrReadOnly) {
		t.Errorf("a removed caregiver writes: %v", err)
	}
}

// TestFamilyAgrees: an owner, a caregiver and viewers of some categories, with random
// acts over several categories and random syncing, agree in the end on what each
// can see, and each rebuilds to what it shows.
func TestFamilyAgrees(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { familyAgrees(t, rand.New(rand.NewPCG(seed, 11))) })
	}
}

func familyAgrees(t *testing.T, random *rand.Rand) {
	ctx := context.Background()
	f := newFamily(t)
	carer, _ := f.admit(members.Caregiver, AllCategories)
	set := CategorySet(random.Uint64N(1<<9)) << 1 & AllCategories
	if set == 0 || set == AllCategories {
		set = SetOf(Treatments, Mood)
	}
	f.sync(f.owner, carer)
	writers := []*Record{f.owner, carer}
	var ids []ID
	for range 30 {
		r := writers[random.IntN(2)]
		var err error
		switch n := random.IntN(10); {
		case n < 3 || len(ids) == 0:
			ids = append(ids, f.oneOfEach(r)...)
		case n < 6:
			a, b := ids[random.IntN(len(ids))], ids[random.IntN(len(ids))]
			note := fmt.Sprint("note ", random.IntN(100))
			change := func(e *Entry) error { e.Note = note; return nil }
			_, err = r.Act(ctx, "both", nil, Alter{a, change}, Alter{b, change})
		case n < 8:
			err = r.Delete(ctx, ids[random.IntN(len(ids))], ids[random.IntN(len(ids))])
		default:
			err = r.Undo(ctx, anyAct(t, random, r), random.IntN(2) == 0)
		}
		if err != nil && !errors.Is(err, ErrNothing) && !errors.Is(err, ErrNotFound) && !errors.Is(err, ErrUnchanged) {
			t.Fatal(err)
		}
		if random.IntN(4) == 0 {
			from := random.IntN(2)
			f.sync(writers[from], writers[1-from])
		}
	}
	viewer, _ := f.admit(members.Viewer, set)
	f.sync(f.owner, carer)
	f.sync(carer, f.owner)
	if random.IntN(2) == 0 {
		f.sync(carer, viewer)
	}
	f.oneOfEach(f.owner)
	f.sync(f.owner, carer)
	f.sync(f.owner, viewer)
	want := f.list(f.owner, Query{})
	if got := f.list(carer, Query{}); !reflect.DeepEqual(got, want) {
		t.Fatalf("the caregiver shows %d entries, the owner %d", len(got), len(want))
	}
	var seen []Entry
	for _, e := range want {
		if set.Has(e.Category) {
			seen = append(seen, e)
		}
	}
	got := f.list(viewer, Query{})
	if len(got) != len(seen) {
		t.Fatalf("the viewer of %v shows %d entries, the owner %d of those", set.List(), len(got), len(seen))
	}
	for i := range got {
		if !reflect.DeepEqual(got[i], seen[i]) {
			t.Fatalf("the viewer shows\n%+v\nthe owner\n%+v", got[i], seen[i])
		}
	}
	for i, r := range append(writers, viewer) {
		if report, err := r.Space().Rebuild(ctx, nil); err != nil || report.Different {
			t.Fatalf("record %d: rebuild %+v, %v", i, report, err)
		}
		for _, e := range f.list(r, Query{Limit: 40}) {
			if _, err := r.History(ctx, e.ID); err != nil {
				t.Fatalf("record %d: history of %s: %v", i, e.ID, err)
			}
		}
		if _, err := r.AsOf(ctx, f.now, Query{}); err != nil {
			t.Fatalf("record %d: %v", i, err)
		}
		if _, err := r.AllBlobs(ctx); err != nil {
			t.Fatalf("record %d: %v", i, err)
		}
	}
}
