package journal

import (
	"context"
	"errors"
	"testing"
	"time"
)

// TestAct: new entries and changes of others are one act, and one undo takes all
// of it back; what fails in it leaves nothing.
func TestAct(t *testing.T) {
	ctx := context.Background()
	r, _ := testRecord(t)
	at := time.Date(2026, 3, 1, 8, 30, 0, 0, time.UTC)
	ids, err := r.Log(ctx, "log", symptom("Headache", 7, at), symptom("Nausea", 2, at))
	if err != nil {
		t.Fatal(err)
	}
	note := func(id ID, text string) Alter {
		return Alter{ID: id, Fn: func(e *Entry) error { e.Note = text; return nil }}
	}
	notes := func() string {
		t.Helper()
		text := ""
		for _, id := range ids {
			e, err := r.Get(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			text += e.Note + ";"
		}
		n, err := r.Count(ctx, Query{})
		if err != nil {
			t.Fatal(err)
		}
		return text + string(rune('0'+n))
	}
	done, err := r.Act(ctx, "both", []Entry{symptom("Dizziness", 1, at)}, note(ids[0], "a"), note(ids[1], "b"))
	if err != nil || len(done) != 3 || done[1] != ids[0] || notes() != "a;b;3" {
		t.Fatalf("%v %v: %s", done, err, notes())
	}
	act, found, err := r.LastAct(ctx, false)
	if err != nil || !found || act.Title != "both" || act.Entries != 3 {
		t.Errorf("%+v %v", act, err)
	}
	if _, err := r.Act(ctx, "nothing", nil, note(ids[0], "a")); !errors.Is(err, ErrUnchanged) {
		t.Errorf("no difference: %v", err)
	}
	refused := errors.New("no")
	for name, alter := range map[string]Alter{
		"refused": {ID: ids[1], Fn: func(*Entry) error { return refused }},
		"missing": note(NewID(), "x"),
		"invalid": {ID: ids[1], Fn: func(e *Entry) error { e.Name = ""; return nil }},
	} {
		if _, err := r.Act(ctx, name, []Entry{symptom("Fever", 1, at)}, note(ids[0], "c"), alter); err == nil || notes() != "a;b;3" {
			t.Errorf("%s: %v leaves %s", name, err, notes())
		}
	}
	if err := r.Undo(ctx, act.ID, false); err != nil || notes() != ";;2" {
		t.Errorf("undone: %v, %s", err, notes())
	}
	if err := r.Undo(ctx, act.ID, true); err != nil || notes() != "a;b;3" {
		t.Errorf("done again: %v, %s", err, notes())
	}
}
