package app_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"kith/app"
	"kith/journal"
	"kith/journal/schedule"
)

// treatmentVault is a vault whose clock stands still at a Friday evening in Berlin.
func treatmentVault(t testing.TB) (*app.App, app.Person, *time.Time) {
	t.Helper()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, time.November, 20, 19, 30, 0, 0, berlin)
	a, err := app.Init(t.TempDir()+"/vault", passphrase, app.Options{WorkFactor: fast.WorkFactor, Zone: berlin, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	persons, err := a.AddPersons(context.Background(), "Anna")
	if err != nil {
		t.Fatal(err)
	}
	return a, persons[0], &now
}

func add(t testing.TB, a *app.App, p app.Person, n app.NewTreatment) schedule.Regimen {
	t.Helper()
	r, err := a.AddTreatment(context.Background(), p, n)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func dueOn(t testing.TB, a *app.App, p app.Person, day journal.Date) []app.DueDose {
	t.Helper()
	due, err := a.DueBetween(context.Background(), p, schedule.Clock(day, 0, a.Zone()), schedule.Clock(day+1, 0, a.Zone()))
	if err != nil {
		t.Fatal(err)
	}
	return due
}

// parts counts the entries that courses are made of.
func parts(t testing.TB, a *app.App, p app.Person) (n int) {
	t.Helper()
	regimens, err := a.Regimens(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range regimens {
		n += 2 + len(r.Steps) + len(r.Plans)
	}
	return n
}

// TestTreatmentActs: whatever is done with a treatment is one act, which undo
// takes back whole.
func TestTreatmentActs(t *testing.T) {
	ctx := context.Background()
	a, p, now := treatmentVault(t)
	monday := journal.NewDate(2026, time.November, 23)
	r := add(t, a, p, app.NewTreatment{Name: "Prednisolone", Taper: "40 mg, -10 mg every 2 d, to 0 mg", Plan: app.PlanWords{Times: "8, 20:00"}, Purpose: "flare"})
	if n := parts(t, a, p); n != 7 { // treatment, course, four steps, plan
		t.Fatalf("%d parts", n)
	}
	until := monday + 20
	for name, c := range map[string]struct {
		do   func() error
		seen func() bool
	}{
		"change": {func() error {
			amount := "5 mg"
			return a.ChangeTreatment(ctx, p, r.Course.ID, app.TreatmentChange{Amount: &amount, Plan: &app.PlanWords{Times: "9:00"}, Until: &until})
		}, func() bool { due := dueOn(t, a, p, monday); return len(due) == 1 && due[0].Amount.String() == "5 mg" }},
		"pause": {func() error { return a.PauseTreatment(ctx, p, r.Course.ID, nil, nil, "fever") },
			func() bool { return len(dueOn(t, a, p, monday)) == 0 }},
		"stop": {func() error { return a.StopTreatment(ctx, p, r.Course.ID, nil, "done") },
			func() bool { return len(dueOn(t, a, p, monday-3)) == 0 }},
		"end the plan": {func() error {
			return a.ChangeTreatment(ctx, p, r.Course.ID, app.TreatmentChange{Plan: &app.PlanWords{}})
		}, func() bool { return len(dueOn(t, a, p, monday)) == 0 }},
		"take": {func() error { _, err := a.TakeNext(ctx, p, r, "20:00", app.Took{}); return err },
			func() bool { return dueOn(t, a, p, monday-3)[0].Status == schedule.Taken }},
		"skip": {func() error { _, err := a.SkipNext(ctx, p, r, "", app.Took{Reason: "sick"}); return err },
			func() bool { return dueOn(t, a, p, monday-3)[0].Status == schedule.Skipped }},
	} {
		before := dueOn(t, a, p, monday-3)
		if len(before) != 1 || before[0].Status != schedule.Open || len(dueOn(t, a, p, monday)) != 2 {
			t.Fatalf("before %s: %+v", name, before)
		}
		*now = now.Add(time.Minute)
		if err := c.do(); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !c.seen() {
			t.Errorf("%s has no effect", name)
		}
		if _, err := a.Undo(ctx, false); err != nil {
			t.Errorf("undo %s: %v", name, err)
		}
	}
	if _, err := a.Undo(ctx, false); err != nil || parts(t, a, p) != 0 {
		t.Errorf("undo leaves %d parts, %v", parts(t, a, p), err)
	}
}

// TestChangeLeavesThePast: doses that were logged keep what they said.
func TestChangeLeavesThePast(t *testing.T) {
	ctx := context.Background()
	a, p, now := treatmentVault(t)
	friday := journal.NewDate(2026, time.November, 20)
	r := add(t, a, p, app.NewTreatment{Name: "Metformin", Amount: "500 mg", Plan: app.PlanWords{Times: "8:00, 20:00"}, From: &friday, DueFrom: &friday})
	took, err := a.TakeNext(ctx, p, r, "8:00", app.Took{})
	if err != nil || took.Dose().Amount.String() != "500 mg" {
		t.Fatal(took, err)
	}
	amount := "850 mg"
	*now = now.Add(time.Hour) // the dose of 20:00 was due by the old plan
	if err := a.ChangeTreatment(ctx, p, r.Course.ID, app.TreatmentChange{Amount: &amount, Plan: &app.PlanWords{Times: "7:00"}}); err != nil {
		t.Fatal(err)
	}
	due := dueOn(t, a, p, friday)
	if len(due) != 2 || due[0].Status != schedule.Taken || due[0].Dose.Dose().Amount.String() != "500 mg" || due[1].At.Hour() != 20 {
		t.Errorf("friday: %+v", due)
	}
	if due := dueOn(t, a, p, friday+1); len(due) != 1 || due[0].At.Hour() != 7 || due[0].Amount.String() != "850 mg" {
		t.Errorf("saturday: %+v", due)
	}
	if err := a.ChangeTreatment(ctx, p, r.Course.ID, app.TreatmentChange{}); !errors.Is(err, journal.ErrUnchanged) {
		t.Errorf("no change: %v", err)
	}
	if err := a.ResumeTreatment(ctx, p, r.Course.ID, nil); !errors.Is(err, journal.ErrUnchanged) {
		t.Errorf("nothing to resume: %v", err)
	}
	if err := a.ChangeTreatment(ctx, p, journal.NewID(), app.TreatmentChange{}); !errors.Is(err, journal.ErrNotFound) {
		t.Errorf("no such course: %v", err)
	}
}

// TestPauseIsNoFailure: a day in a pause is no day of the count.
func TestPauseIsNoFailure(t *testing.T) {
	ctx := context.Background()
	a, p, _ := treatmentVault(t)
	first := journal.NewDate(2026, time.November, 1)
	r := add(t, a, p, app.NewTreatment{Name: "Metformin", Plan: app.PlanWords{Times: "8:00"}, From: &first, DueFrom: &first})
	count := func() schedule.Adherence {
		sum, err := a.Adherence(ctx, p, r.Course.ID, schedule.Clock(first, 0, a.Zone()), schedule.Clock(first+60, 0, a.Zone()))
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	if sum := count(); sum.Due != 20 || sum.Open != 20 {
		t.Errorf("up to now: %+v", sum)
	}
	from, to := first+4, first+8
	if err := a.PauseTreatment(ctx, p, r.Course.ID, &from, &to, ""); err != nil {
		t.Fatal(err)
	}
	open := first + 15
	if err := a.PauseTreatment(ctx, p, r.Course.ID, &open, nil, ""); err != nil {
		t.Fatal(err)
	}
	if sum := count(); sum.Due != 10 {
		t.Errorf("with two pauses: %+v", sum)
	}
	if list, err := a.Treatments(ctx, p); err != nil || len(list) != 1 || list[0].State != schedule.Paused || list[0].Next != nil {
		t.Errorf("%+v %v", list, err)
	}
	if err := a.ResumeTreatment(ctx, p, r.Course.ID, nil); err != nil {
		t.Fatal(err)
	}
	if sum := count(); sum.Due != 11 {
		t.Errorf("resumed today: %+v", sum)
	}
}

// TestSampleTreatments: the sample's treatments can be read, and its doses are
// found for what was due.
func TestSampleTreatments(t *testing.T) {
	ctx := context.Background()
	a, err := app.OpenSample(ctx, t.TempDir(), fast)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	p := a.Persons()[0]
	list, err := a.Treatments(ctx, p)
	if err != nil || len(list) != 7 {
		t.Fatalf("%d treatments, %v", len(list), err)
	}
	for i := range list {
		if list[i].Course.Name != "Topiramate" {
			continue
		}
		if list[i].State != schedule.Current || list[i].Amount.String() != "75 mg" || list[i].Next == nil || list[i].Rated == nil {
			t.Errorf("%+v", list[i])
		}
		now := a.Now()
		sum, err := a.Adherence(ctx, p, list[i].Course.ID, now.AddDate(0, 0, -120), now)
		if err != nil || sum.Due != 120 || sum.Taken < 90 || sum.Taken+sum.Skipped+sum.Open != sum.Due {
			t.Errorf("%+v %v", sum, err)
		}
	}
}

// BenchmarkDue measures what the page of today asks of a record with 100,000
// entries and 6,000 doses of a year, and the page of treatments against it.
func BenchmarkDue(b *testing.B) {
	ctx := context.Background()
	a := bigVault(b, 100_000, 1)
	p := a.Persons()[0]
	for _, name := range []string{"One", "Two", "Three", "Four", "Five", "Six"} {
		add(b, a, p, app.NewTreatment{Name: name, Amount: "20 mg", Plan: app.PlanWords{Times: "8:00, 14:00, 20:00"}})
	}
	now := a.Now()
	for day := range 334 {
		var doses []journal.Entry
		for i := range 18 {
			at := now.AddDate(0, 0, -day-1).Add(time.Duration(i) * time.Minute)
			doses = append(doses, journal.Entry{Kind: journal.KindDose, Name: "One", When: journal.At(at), Body: &journal.Dose{Status: journal.DoseTaken}})
		}
		if _, err := a.LogEntries(ctx, p, "log", doses...); err != nil {
			b.Fatal(err)
		}
	}
	var due, page time.Duration
	for b.Loop() {
		start := time.Now()
		if _, err := a.DueBetween(ctx, p, now.Add(-24*time.Hour), now.Add(24*time.Hour)); err != nil {
			b.Fatal(err)
		}
		due += time.Since(start)
		start = time.Now()
		if _, err := a.Treatments(ctx, p); err != nil {
			b.Fatal(err)
		}
		page += time.Since(start)
	}
	b.ReportMetric(float64(due.Microseconds())/1000/float64(b.N), "ms-due-48h")
	b.ReportMetric(float64(page.Microseconds())/1000/float64(b.N), "ms-treatments-page")
	b.ReportMetric(float64(page)/float64(due), "ratio-page-vs-due")
}

// TestTaperBeginsWithItsFirstDose: who writes a taper down in the evening takes the
// first dose in the morning, and as many of the first amount as of the others.
func TestTaperBeginsWithItsFirstDose(t *testing.T) {
	ctx := context.Background()
	a, p, _ := treatmentVault(t) // at half past seven in the evening, or later
	r := add(t, a, p, app.NewTreatment{Name: "Prednisolone", Taper: "30 mg, -10 mg every 3 d, to 0 mg", Plan: app.PlanWords{Times: "8:00"}})
	dues, err := a.DueBetween(ctx, p, a.Now(), a.Now().AddDate(0, 1, 0))
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, d := range dues {
		count[d.Amount.String()]++
	}
	if len(dues) != 9 || count["30 mg"] != 3 || count["20 mg"] != 3 || count["10 mg"] != 3 {
		t.Error(len(dues), count)
	}
	taper := "8 mg, -4 mg every 5 d, to 0 mg"
	if err := a.ChangeTreatment(ctx, p, r.Course.ID, app.TreatmentChange{Taper: &taper}); err != nil {
		t.Fatal(err)
	}
	if dues, err = a.DueBetween(ctx, p, a.Now(), a.Now().AddDate(0, 1, 0)); err != nil {
		t.Fatal(err)
	}
	clear(count)
	for _, d := range dues {
		count[d.Amount.String()]++
	}
	if len(dues) != 10 || count["8 mg"] != 5 || count["4 mg"] != 5 {
		t.Error("changed in the evening:", len(dues), count)
	}
}
