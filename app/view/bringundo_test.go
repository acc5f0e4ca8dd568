package view_test

import (
	"context"
	"strings"
	"testing"

	"kith/app/view"
)

// TestBringUndo: undo takes back the import and not what came after it, and the
// persons it added go when that is wished, unless they were written about.
func TestBringUndo(t *testing.T) {
	ctx := context.Background()
	a := bringVault(t, "Anna")
	b := view.NewBring(a)
	defer b.Close()
	opened(t, b, written(t, "t.csv", "date,who,pain\n2026-01-01,Anna,5\n2026-01-02,Ben,6\n2026-01-03,Cleo,7\n2026-01-04,Ben,2\n"), "Anna")
	b.SetUse("who", view.UseWhose)
	if s := refreshed(t, b); s.Counts == nil || s.Counts.Persons != 3 || s.Counts.Added != 2 || s.Owner.Kind != view.OwnerColumn {
		t.Fatalf("%+v", s)
	}
	imported(t, b)
	ben, err := a.Person("Ben")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Log(ctx, ben, "headache 7", ""); err != nil {
		t.Fatal(err)
	}
	if err := b.RemoveAdded(ctx); err != nil || len(a.Persons()) != 3 {
		t.Fatalf("removed before the import was undone: %v", err)
	}
	if err := b.Undo(ctx, b.Shown().Act); err != nil {
		t.Fatal(err)
	}
	s := b.Shown()
	if !s.Undone || s.Summary.AddedLeft != 2 {
		t.Errorf("undone %v, %d persons left", s.Undone, s.Summary.AddedLeft)
	}
	if list := entriesOf(t, a); len(list) != 1 || list[0].Person.Name != "Ben" {
		t.Errorf("left: %+v", list)
	}
	if err := b.RemoveAdded(ctx); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range a.Persons() {
		names = append(names, p.Name)
	}
	if got := strings.Join(names, " "); got != "Anna Ben" {
		t.Errorf("there are %s", got)
	}
	if s = b.Shown(); s.Summary.AddedLeft != 0 {
		t.Error("it still offers to remove them")
	}
}

// TestBringUndoLater: the toast of an import takes that import back, though the
// page is at the next file by then.
func TestBringUndoLater(t *testing.T) {
	a := bringVault(t, "Anna")
	b := view.NewBring(a)
	defer b.Close()
	opened(t, b, written(t, "a.csv", "date,pain\n2026-01-01,5\n"), "Anna")
	first := imported(t, b).Act
	opened(t, b, written(t, "b.csv", "date,pain\n2026-02-01,6\n2026-02-02,6\n"), "Anna")
	imported(t, b)
	if err := b.Undo(context.Background(), first); err != nil {
		t.Fatal(err)
	}
	if list := entriesOf(t, a); len(list) != 2 || b.Shown().Undone {
		t.Errorf("%d entries are left, undone %v", len(list), b.Shown().Undone)
	}
}
