package view_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/app/view"
	"kith/journal"
	"kith/journal/schedule"
)

// treatmentModel is the page of a person, on a Friday evening in Berlin.
func treatmentModel(t *testing.T) (*app.App, *view.Treatments) {
	t.Helper()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, time.November, 20, 19, 30, 0, 0, berlin)
	a, err := app.Init(filepath.Join(t.TempDir(), "vault"), []byte("correct horse"), app.Options{WorkFactor: 10, Zone: berlin, Now: func() time.Time { return now }})
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
	m := view.NewTreatments(a)
	m.SetPerson(persons[0], true)
	return a, m
}

func loadedGroups(t *testing.T, m *view.Treatments) []view.TreatmentGroup {
	t.Helper()
	if err := m.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
	groups, _ := m.Groups()
	return groups
}

func savedForm(t *testing.T, m *view.Treatments, id journal.ID, fill func(*view.TreatmentFields)) {
	t.Helper()
	f, ok := m.NewForm(id)
	if !ok {
		t.Fatal("no form")
	}
	fill(&f.Fields)
	if _, trouble, _ := f.Preview(); trouble != "" {
		t.Fatal(trouble)
	}
	if _, err := f.Save(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func TestTreatmentsPage(t *testing.T) {
	ctx := context.Background()
	_, m := treatmentModel(t)
	if groups := loadedGroups(t, m); len(groups) != 0 {
		t.Fatalf("%+v", groups)
	}
	savedForm(t, m, journal.ID{}, func(x *view.TreatmentFields) {
		x.Name, x.Amount, x.Times, x.Purpose, x.Strength = "Metformin", "500 mg", "8, 20:00", "blood sugar", "500 mg"
	})
	groups := loadedGroups(t, m)
	row := groups[0].Rows[0]
	want := view.TreatmentRow{ID: row.ID, Name: "Metformin", Head: "Metformin 500 mg", Plan: "8:00 and 20:00", Facts: "for blood sugar, since 20 Nov 2026",
		Next: "Next: today 20:00", State: schedule.Current, Due: true}
	if row != want || groups[0].Title != "Now" {
		t.Errorf("got  %+v\nwant %+v", row, want)
	}
	if err := m.Supply(ctx, row.ID, app.StockMove{Amount: "3 tablets", Counted: true}); err != nil {
		t.Fatal(err)
	}
	if said, err := m.Take(ctx, row.ID); err != nil || said != "Logged: Metformin 500 mg, taken." {
		t.Error(said, err)
	}
	if err := m.Rate(ctx, row.ID, view.RatingTyped{Benefit: "7", Burden: "2,5", SideEffects: "nausea, , dry mouth"}); err != nil {
		t.Error(err)
	}
	if err := m.Rate(ctx, row.ID, view.RatingTyped{Benefit: "eleven"}); err == nil {
		t.Error("a benefit of eleven was taken")
	}
	row = loadedGroups(t, m)[0].Rows[0]
	if row.Next != "Next: tomorrow 08:00" || row.Stock != "2 tablets left, enough until before 22 Nov 2026" || !row.Low ||
		row.Rated != "Rated on 20 Nov 2026: benefit 7/10, burden 2.5/10, nausea, dry mouth" {
		t.Errorf("%+v", row)
	}
	if s := m.Summary(); s != "1 treatment now. Runs out soon: Metformin." {
		t.Error(s)
	}
	if err := m.Pause(ctx, row.ID, "someday", ""); err == nil {
		t.Error("a pause until someday")
	}
	if err := m.Pause(ctx, row.ID, "2026-12-01", "surgery"); err != nil {
		t.Fatal(err)
	}
	row = loadedGroups(t, m)[0].Rows[0]
	if row.State != schedule.Paused || row.Due || row.Next != "" || !strings.Contains(row.Facts, "Paused from 20 Nov 2026 to 1 Dec 2026: surgery") {
		t.Errorf("%+v", row)
	}
	if err := m.Resume(ctx, row.ID); err != nil {
		t.Fatal(err)
	}
	if err := m.Stop(ctx, row.ID, "", "it worked"); err != nil {
		t.Fatal(err)
	}
	if groups = loadedGroups(t, m); len(groups) != 0 {
		t.Errorf("stopped: %+v", groups)
	}
	if _, hidden := m.Groups(); hidden != 1 {
		t.Errorf("%d hidden", hidden)
	}
	m.ShowPast(true)
	groups, _ = m.Groups()
	if row := groups[0].Rows[0]; row.Facts != "for blood sugar, since 20 Nov 2026, until 20 Nov 2026, it worked" {
		t.Errorf("%+v", row)
	}
	f, ok := m.Again(row.ID)
	if !ok || !f.IsNew() || f.Fields.Amount != "500 mg" || f.Fields.Name != "Metformin" {
		t.Errorf("again: %+v", f.Fields)
	}
}

func TestTreatmentForm(t *testing.T) {
	_, m := treatmentModel(t)
	loadedGroups(t, m)
	f, _ := m.NewForm(journal.ID{})
	if f.Changed() {
		t.Error("nothing was typed yet")
	}
	for _, c := range []struct {
		name    string
		fill    func(*view.TreatmentFields)
		first   string // of the doses shown
		trouble string
		missing bool
	}{
		{"nothing yet", func(*view.TreatmentFields) {}, "", "What is it called?", true},
		{"as it stands", func(x *view.TreatmentFields) { x.Name = "A" }, "tomorrow 08:00", "", false},
		{"amount", func(x *view.TreatmentFields) { x.Amount = "20 mg" }, "tomorrow 08:00  20 mg", "", false},
		{"no times", func(x *view.TreatmentFields) { x.Times = "" }, "", "At what times? 8:00, 20:00", true},
		{"bad time", func(x *view.TreatmentFields) { x.Times = "25:00" }, "", `"25:00" is not a time of day. Write times as 8:00, 20:00.`, false},
		{"which days", func(x *view.TreatmentFields) { x.Times, x.Days = "20:00", view.DaysOfWeek }, "", "On which days? mon, wed, fri", true},
		{"days", func(x *view.TreatmentFields) { x.DaysText = "mon, tue" }, "Mon, 23 Nov 2026, 20:00  20 mg", "", false},
		{"every", func(x *view.TreatmentFields) { x.Days, x.DaysText = view.DaysEvery, "3" }, "today 20:00  20 mg", "", false},
		{"cycle", func(x *view.TreatmentFields) { x.Days, x.DaysText = view.DaysCycle, "21" }, "", `"21" is not a cycle. Write it as 21/7: 21 days on and 7 days off.`, false},
		{"month", func(x *view.TreatmentFields) { x.Days, x.DaysText = view.DaysOfMonth, "31" }, "Mon, 30 Nov 2026, 20:00  20 mg", "", false},
		{"hours", func(x *view.TreatmentFields) { x.How, x.Every, x.Window = view.HowHours, "4h", "8:00-22:00" }, "today 20:00  20 mg", "", false},
		{"needed", func(x *view.TreatmentFields) { x.How, x.MinInterval, x.Max = view.HowNeeded, "6h", "80 mg" },
			"as needed, at least 6 hours apart, at most 80 mg in 24 hours", "", false},
		{"ends too early", func(x *view.TreatmentFields) { x.Until = "2026-11-01" }, "", "The course ends on 2026-11-01, before it starts on 2026-11-20.", false},
		{"after nothing", func(x *view.TreatmentFields) { x.Until, x.How = "", view.HowAfter }, "", "After which treatment?", true},
		{"nothing due", func(x *view.TreatmentFields) { x.How = view.HowNone }, "Nothing will be due.", "", false},
		{"taper", func(x *view.TreatmentFields) {
			x.How, x.Days, x.Taper = view.HowTimes, view.DaysAll, "40 mg, -5 mg every 1 d, to 30 mg"
		}, "today 20:00  40 mg", "", false},
		{"bad taper", func(x *view.TreatmentFields) { x.Taper = "40 mg down" }, "", "The steps are not understood. Write them as: 40 mg, -5 mg every 7 d, to 0 mg.", false},
	} {
		c.fill(&f.Fields)
		doses, trouble, missing := f.Preview()
		first := ""
		if len(doses) > 0 {
			first = doses[0]
		}
		if first != c.first || trouble != c.trouble || missing != c.missing {
			t.Errorf("%s: %q, %q, %v", c.name, doses, trouble, missing)
		}
	}
	if !f.Changed() {
		t.Error("much was typed")
	}
}

// TestTreatmentFormChange: what is not touched stays as it is, whatever plan it is.
func TestTreatmentFormChange(t *testing.T) {
	ctx := context.Background()
	a, m := treatmentModel(t)
	p, _ := m.Person()
	for name, plan := range map[string]app.PlanWords{
		"Times":  {Times: "8:00, 20:00"},
		"Week":   {Times: "8:00", Weekdays: "mon, wed"},
		"Third":  {Times: "8:00", Every: "3d"},
		"Month":  {Times: "8:00", MonthDay: "31"},
		"Cycle":  {Times: "21:00", Cycle: "21/7"},
		"Hours":  {Every: "90min", Window: "8:00-20:00"},
		"Taken":  {Every: "6h", FromTaken: true},
		"Needed": {AsNeeded: true, MinInterval: "6h", Max: "4 g"},
		"Zone":   {Times: "8:00", Zone: "Europe/Rome"},
	} {
		if _, err := a.AddTreatment(ctx, p, app.NewTreatment{Name: name, Amount: "20 mg", Plan: plan}); err != nil {
			t.Fatal(name, err)
		}
	}
	rows := loadedGroups(t, m)[0].Rows
	if len(rows) != 9 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows {
		f, ok := m.NewForm(row.ID)
		if !ok || f.IsNew() {
			t.Fatal(row.Name)
		}
		if _, trouble, _ := f.Preview(); trouble != "" {
			t.Errorf("%s: %s", row.Name, trouble)
		}
		f.Fields.Purpose = "a reason"
		if _, err := f.Save(ctx); err != nil {
			t.Errorf("%s: %v", row.Name, err)
		}
	}
	for i, row := range loadedGroups(t, m)[0].Rows {
		if row.Plan != rows[i].Plan || !strings.HasPrefix(row.Facts, "for a reason") {
			t.Errorf("%s was %q and is %q", row.Name, rows[i].Plan, row.Plan)
		}
	}
	after := func(name string) view.TreatmentRow {
		for _, row := range loadedGroups(t, m)[0].Rows {
			if row.Name == name {
				return row
			}
		}
		t.Fatal(name)
		return view.TreatmentRow{}
	}
	savedForm(t, m, after("Times").ID, func(x *view.TreatmentFields) { x.Times, x.Amount = "9:00", "30 mg" })
	if row := after("Times"); row.Plan != "9:00" || row.Head != "Times 30 mg" {
		t.Errorf("%+v", row)
	}
	savedForm(t, m, after("Week").ID, func(x *view.TreatmentFields) { x.How, x.After, x.Delay = view.HowAfter, "Times", "30m" })
	if row := after("Week"); row.Plan != "30 minutes after Times" || row.Next != "Next: about tomorrow 09:30" {
		t.Errorf("%+v", row)
	}
	savedForm(t, m, after("Month").ID, func(x *view.TreatmentFields) { x.How = view.HowNone })
	if row := after("Month"); row.Due {
		t.Errorf("%+v", row)
	}
}

// TestTreatmentDraft: a form that was begun is there again after a restart, and
// gone once it is saved.
func TestTreatmentDraft(t *testing.T) {
	a, m := treatmentModel(t)
	p, _ := m.Person()
	loadedGroups(t, m)
	f, _ := m.NewForm(journal.ID{})
	if f.Draft() != nil {
		t.Error("a draft of nothing")
	}
	f.Fields.Name = "Metf"
	if err := a.KeepDraft(f.DraftKey(), f.Draft()); err != nil {
		t.Fatal(err)
	}
	again := view.NewTreatments(a)
	again.SetPerson(p, true)
	loadedGroups(t, again)
	for _, model := range []*view.Treatments{m, again} {
		g, _ := model.NewForm(journal.ID{})
		if !g.Resumed || g.Fields.Name != "Metf" || !g.Changed() {
			t.Errorf("%+v", g.Fields)
		}
		g.Saved()
		if h, _ := model.NewForm(journal.ID{}); h.Resumed || h.Fields.Name != "" {
			t.Errorf("after it was saved: %+v", h.Fields)
		}
	}
	for _, wrong := range []string{"x", `{"Category":9}`, `{"How":-1}`, `{"Days":77}`} {
		if err := a.KeepDraft(f.DraftKey(), []byte(wrong)); err != nil {
			t.Fatal(err)
		}
		third := view.NewTreatments(a)
		third.SetPerson(p, true)
		loadedGroups(t, third)
		if g, _ := third.NewForm(journal.ID{}); g.Resumed {
			t.Errorf("%s was taken for a form", wrong)
		}
	}
}
