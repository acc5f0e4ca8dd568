package view

import (
	"context"
	"errors"
	"testing"

	"kith/journal"
)

func TestHistory(t *testing.T) {
	ctx := context.Background()
	a := entryVault(t, "Anna")
	p := a.Persons()[0]
	e := entryLog(t, a, "headache 7 @8:30 after wine")
	change := func(fn func(*EntryFields)) {
		f := openForm(t, a, e.ID)
		fn(&f.Fields)
		saveForm(t, f)
	}
	change(func(x *EntryFields) { x.Value, x.After, x.Tags = "6", "", "work" })
	change(func(x *EntryFields) { x.Time = EntryTime{Mode: TimeDay, Date: "yesterday"} })
	if _, err := a.Undo(ctx, false); err != nil {
		t.Fatal(err)
	}
	change(func(x *EntryFields) { x.Note = "slept it off" })
	if err := a.Delete(ctx, p, e.ID); err != nil {
		t.Fatal(err)
	}
	h, err := LoadHistory(ctx, a, p, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	const want = `Deleted on Fri 20 November 2026, 19:30 by you
Changed on Fri 20 November 2026, 19:30 by you
  Headache 6/10, slept it off #work
  Note added: slept it off
Changed on Fri 20 November 2026, 19:30 by you taken back since
  Headache 6/10 #work
  When: Thu 19 November 2026 instead of Fri 20 November 2026, 08:30
Changed on Fri 20 November 2026, 19:30 by you
  Headache 6/10 #work
  Value: 6/10 instead of 7/10
  Tags added: work
  After taken away: wine
Written on Fri 20 November 2026, 19:30 by you
  Headache 7/10, after wine
`
	if got := h.Text(); got != want || !h.Gone {
		t.Errorf("gone %v, got\n%s", h.Gone, got)
	}
	if _, err := a.Undo(ctx, false); err != nil {
		t.Fatal(err)
	}
	if h, err = LoadHistory(ctx, a, p, e.ID); err != nil || h.Gone || h.Title != "Headache 6/10, slept it off #work" || !h.Steps[0].Undone {
		t.Errorf("%+v, %v", h, err)
	}
	if _, err := LoadHistory(ctx, a, p, journal.NewID()); !errors.Is(err, journal.ErrNotFound) {
		t.Error(err)
	}
}
