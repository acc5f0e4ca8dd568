package view

import (
	"context"
	"errors"
	"strings"
	"testing"

	"kith/app"
	"kith/journal"
)

// TestLowEnergy: each answer is saved at once and can be undone; what is skipped
// stays unknown.
func TestLowEnergy(t *testing.T) {
	a, p := lowJournal(t)
	ctx := context.Background()
	l := NewLowEnergy(a, p)
	questions, err := l.Questions(ctx)
	if err != nil || len(questions) != 2 || !strings.HasPrefix(questions[0].Text, "Pain") || !questions[0].Scored {
		t.Fatalf("%+v, %v", questions, err)
	}
	said, err := l.Answer(ctx, questions[0], 10)
	if err != nil || said != "Saved: Pain 10/10" {
		t.Error(said, err)
	}
	if _, err := l.Answer(ctx, questions[1], 0); err != nil {
		t.Error(err)
	}
	if said, err = l.Note(ctx, " fell on the stairs #not @8:30 "); err != nil || said != "Saved: fell on the stairs #not @8:30" {
		t.Error(said, err)
	}
	if said, err = l.TakeOther(ctx, "ibuprofen 400 mg"); err != nil || !strings.Contains(said, "Ibuprofen 400 mg") && !strings.Contains(said, "ibuprofen 400 mg") {
		t.Error(said, err)
	}
	if n := countEntries(t, a, p); n != 4 {
		t.Errorf("%d entries", n)
	}
	for range 4 {
		if _, err := a.Undo(ctx, false); err != nil {
			t.Fatal(err)
		}
	}
	if n := countEntries(t, a, p); n != 0 {
		t.Errorf("%d entries after undoing all", n)
	}
	var typed *app.InputError
	for _, err := range []error{second(l.Note(ctx, "  ")), second(l.TakeOther(ctx, ""))} {
		if !errors.As(err, &typed) {
			t.Error(err)
		}
	}
}

// TestLowEnergyUsual: what is usually written down is asked for, and what cannot be
// answered by one button is not.
func TestLowEnergyUsual(t *testing.T) {
	a, p := lowJournal(t)
	ctx := context.Background()
	for _, line := range []string{"headache 7 @yesterday 9:00", "weight 72 kg @yesterday 9:00", "no fever @yesterday 9:00", "took ibuprofen 400 mg @yesterday 9:00", "note: tired"} {
		if _, err := a.Log(ctx, p, line, ""); err != nil {
			t.Fatal(line, err)
		}
	}
	questions, err := NewLowEnergy(a, p).Questions(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, q := range questions {
		texts = append(texts, q.Text)
	}
	got := strings.Join(texts, "; ")
	if !strings.Contains(got, "Headache: how strong is it now?") || strings.Contains(got, "Weight") || strings.Contains(got, "ibuprofen") {
		t.Error(got)
	}
	doses, err := NewLowEnergy(a, p).Doses(ctx)
	if err != nil || len(doses) != 0 {
		t.Error(doses, err)
	}
}

// TestLowEnergyDose: a dose that is due is offered once, until it is logged.
func TestLowEnergyDose(t *testing.T) {
	a, p := lowJournal(t)
	ctx := context.Background()
	day := journal.DateOf(a.Now())
	kept, err := a.LogEntries(ctx, p, "log", journal.Entry{
		Kind: journal.KindCourse, Name: "Metoprolol", When: journal.OnDay(day-3, a.Zone()), Body: &journal.Course{},
	})
	if err != nil {
		t.Fatal(err)
	}
	now := a.Now()
	amount := journal.DecimalOf(50)
	plan := &journal.Plan{Course: kept[0].Entry.ID, Times: []int{now.Hour()*60 + now.Minute()}, Amount: &journal.Amount{Number: amount, Unit: "mg"}}
	if _, err := a.LogEntries(ctx, p, "log", journal.Entry{Kind: journal.KindPlan, Name: "Metoprolol", When: journal.OnDay(day-3, a.Zone()), Body: plan}); err != nil {
		t.Fatal(err)
	}
	l := NewLowEnergy(a, p)
	doses, err := l.Doses(ctx)
	if err != nil || len(doses) != 1 || !strings.HasPrefix(doses[0].Text, "Metoprolol 50 mg, due at ") {
		t.Fatalf("%+v, %v", doses, err)
	}
	if said, err := l.Take(ctx, doses[0]); err != nil || said != "Took: Metoprolol 50 mg" {
		t.Error(said, err)
	}
	if doses, err = l.Doses(ctx); err != nil || len(doses) != 0 {
		t.Errorf("%+v, %v", doses, err)
	}
}

func second(_ string, err error) error { return err }

func lowJournal(t *testing.T) (*app.App, app.Person) {
	t.Helper()
	a := entryVault(t, "Anna")
	return a, a.Persons()[0]
}

func countEntries(t *testing.T, a *app.App, p app.Person) (n int) {
	t.Helper()
	if err := a.Each(context.Background(), []app.Person{p}, journal.Query{}, func(app.Listed) error { n++; return nil }); err != nil {
		t.Fatal(err)
	}
	return n
}
