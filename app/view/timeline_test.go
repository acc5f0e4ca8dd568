package view_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/app/view"
	"kith/crypto"
	"kith/journal"
)

// timelineVault makes a journal in which it is a Friday evening.
func timelineVault(t testing.TB, persons ...string) *app.App {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 20, 19, 30, 0, 0, zone)
	a, err := app.Init(filepath.Join(t.TempDir(), "vault"), []byte("correct horse"),
		app.Options{WorkFactor: crypto.MinWorkFactor, Zone: zone, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := a.AddPersons(context.Background(), persons...); err != nil {
		t.Fatal(err)
	}
	return a
}

// loaded returns a timeline of persons, read from its top.
func loaded(t testing.TB, a *app.App, f view.Filter) *view.Timeline {
	t.Helper()
	m := view.NewTimeline(a)
	if !m.SetFilter(f) {
		t.Fatal("a first filter is no other filter")
	}
	if err := m.Load(context.Background(), 0, 20); err != nil {
		t.Fatal(err)
	}
	return m
}

// fetched reads rows first to last and returns them.
func fetched(t testing.TB, m *view.Timeline, first, last int) []view.TimelineRow {
	t.Helper()
	if err := m.Fetch(context.Background(), m.Wanted(first, last)); err != nil {
		t.Fatal(err)
	}
	if more := m.Wanted(first, last); len(more) > 0 {
		t.Fatalf("rows %d to %d still want %v", first, last, more)
	}
	var rows []view.TimelineRow
	for i := first; i <= last; i++ {
		row, ok := m.Row(i)
		if !ok {
			t.Fatalf("row %d is not there", i)
		}
		rows = append(rows, row)
	}
	return rows
}

func log(t testing.TB, a *app.App, p app.Person, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if _, err := a.Log(context.Background(), p, line, ""); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
}

// TestTimelineRows: every kind of row, in words.
func TestTimelineRows(t *testing.T) {
	ctx := context.Background()
	a := timelineVault(t, "Anna")
	anna := a.Persons()[0]
	now := a.Now()
	day := func(back int) string { return now.AddDate(0, 0, -back).Format("2006-01-02") }
	log(t, a, anna,
		"headache 7 @"+day(2)+" 8:30 after wine #sleep", "headache @"+day(2)+" 8:00", "headache 0 @"+day(2)+" 7:30",
		"skipped ibuprofen 400 mg @"+day(3)+" 9:00", "took ibuprofen 400 mg @"+day(3)+" 8:00 for headache",
		"bp 120/80 @"+day(4)+" 9:00", "temp 38.2 C @"+day(4)+" 8:00", "severe nausea @"+day(5)+" evening for 2h in stomach",
		"slept 7.5h @"+day(6), "note: one\ttwo #tag @"+day(7)+" 8:00")
	end := journal.NewDate(2020, 3, 1)
	e := journal.Entry{Kind: journal.KindCondition, Name: "Migraine", When: journal.InYear(journal.NewDate(2019, 5, 1), a.Zone()),
		Body: &journal.Condition{Status: "in_remission", End: &end}, Source: "FHIR", Note: "two\nlines"}
	if _, err := a.LogEntries(ctx, anna, "log", e,
		journal.Entry{Kind: journal.KindDayReviewed, When: journal.InMonth(journal.NewDate(2018, 5, 1), a.Zone())}); err != nil {
		t.Fatal(err)
	}
	m := loaded(t, a, view.Filter{Persons: a.Persons()})
	var got []string
	for _, r := range fetched(t, m, 0, m.Len()-1) {
		got = append(got, fmt.Sprintf("%s|%s|%s|%s|%.1f|%s", r.Group, r.Time, r.Name, r.Value, r.Level, r.Detail))
	}
	want := []string{
		"symptom|08:30|Headache|7/10|0.7|after wine · #sleep",
		"symptom|08:00|Headache||-1.0|",
		"symptom|07:30|Headache|0/10|0.0|",
		"medicine|09:00|Ibuprofen|skipped|-1.0|400 mg",
		"medicine|08:00|Ibuprofen|400 mg|-1.0|for headache",
		"measure|09:00|Blood pressure|120/80 mmHg|-1.0|",
		"measure|08:00|Temperature|38.2 °C|-1.0|",
		"symptom|evening|Nausea|severe|-1.0|in stomach · 2 h",
		"measure||Sleep|7 h 30 min|-1.0|",
		"note|08:00|||-1.0|one two · #tag",
		"condition|in 2019|Migraine||-1.0|in remission · until 1 Mar 2020 · two lines · from FHIR",
		"note|in May|Day looked through||-1.0|",
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || !strings.EqualFold(got[i], want[i]) {
			t.Errorf("row %d is\n%v, want\n%v", i, at(got, i), at(want, i))
		}
	}
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return "nothing"
}

// TestTimelineDays: what days are called, and where they begin.
func TestTimelineDays(t *testing.T) {
	a := timelineVault(t, "Anna", "Ben")
	anna, ben := a.Persons()[0], a.Persons()[1]
	log(t, a, anna, "a 1 @-1min", "b 2 @yesterday 9:00", "c 3 @2020-02-29 8:00")
	log(t, a, ben, "d 4 @yesterday 8:00")
	m := loaded(t, a, view.Filter{Persons: a.Persons()})
	rows := fetched(t, m, 0, 3)
	for i, want := range []struct {
		day, short, who string
		first           bool
	}{{"Today", "Today", "Anna", true}, {"Yesterday", "Yesterday", "Anna", true}, {"Yesterday", "Yesterday", "Ben", false},
		{"Sat 29 Feb 2020", "29 Feb 20", "Anna", true}} {
		if r := rows[i]; r.Day != want.day || r.ShortDay != want.short || r.First != want.first || r.Who != want.who {
			t.Errorf("row %d is %+v, want %+v", i, r, want)
		}
	}
	m = loaded(t, a, view.Filter{Persons: []app.Person{ben}})
	if rows := fetched(t, m, 0, 0); rows[0].Who != "" {
		t.Error("one person's rows say whose they are")
	}
}

// manyEntries imports n rows for a person, each a score and some a note, on days with
// few and with many of them.
func manyEntries(t testing.TB, a *app.App, p app.Person, n int) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, uint64(n)))
	var table strings.Builder
	table.WriteString("time,ache,notes\n")
	for range n {
		at, note := a.Now().Add(-time.Duration(random.IntN(400*24))*time.Hour), ""
		if random.IntN(3) == 0 {
			note = "walked in the rain"
		}
		fmt.Fprintf(&table, "%s,%d,%s\n", at.Format("2006-01-02 15:04:05"), random.IntN(11), note)
	}
	_, err := a.Import(context.Background(), app.ImportOptions{
		File: strings.NewReader(table.String()), Size: int64(table.Len()), Name: p.Name + ".csv", Person: p.Name,
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestTimelinePages: wherever one leaps to, the rows are those of the list, and what
// is kept in memory is bounded.
func TestTimelinePages(t *testing.T) {
	ctx := context.Background()
	a := timelineVault(t, "Anna", "Ben")
	manyEntries(t, a, a.Persons()[0], 4000)
	manyEntries(t, a, a.Persons()[1], 1500)
	random := rand.New(rand.NewPCG(4, 2))
	for _, f := range []view.Filter{{Persons: a.Persons()}, {Persons: a.Persons()[:1], Groups: []view.KindGroup{view.GroupNote}},
		{Persons: a.Persons(), Search: "rain walk"}} {
		m := loaded(t, a, f)
		q := journal.Query{Search: f.Search}
		if len(f.Groups) > 0 {
			q.Kinds = []journal.Kind{journal.KindNote}
		}
		want, err := a.List(ctx, f.Persons, q)
		if err != nil || m.Len() != len(want) {
			t.Fatalf("%d rows, want %d: %v", m.Len(), len(want), err)
		}
		for range 150 {
			first := random.IntN(m.Len())
			last := min(first+random.IntN(50), m.Len()-1)
			for i, row := range fetched(t, m, first, last) {
				l := want[first+i]
				if row.ID != l.Entry.ID || row.Person != l.Person || row.Date != l.Entry.When.Date ||
					row.First != (first+i == 0 || want[first+i-1].Entry.When.Date != row.Date) {
					t.Fatalf("row %d is %+v, want %+v", first+i, row, l)
				}
			}
		}
		there := 0
		for i := range m.Len() {
			if row, ok := m.Row(i); ok {
				there++
			} else if row.Date != want[i].Entry.When.Date || row.Day == "" {
				t.Fatalf("row %d that is not loaded is on %v", i, row)
			}
		}
		if there > 64*65 || there == 0 {
			t.Errorf("%d rows are kept in memory", there)
		}
	}
}

// TestTimelineChanges: after a save, a delete, an undo and a change from elsewhere
// the rows are as the list is; a page of a list that changed is refused.
func TestTimelineChanges(t *testing.T) {
	ctx := context.Background()
	a := timelineVault(t, "Anna")
	anna := a.Persons()[0]
	manyEntries(t, a, anna, 230)
	m := loaded(t, a, view.Filter{Persons: a.Persons()})
	n := m.Len()
	check := func(what string, n int) {
		t.Helper()
		if err := m.Load(ctx, 0, 20); err != nil {
			t.Fatal(what, err)
		}
		want, err := a.List(ctx, a.Persons(), journal.Query{})
		if err != nil || len(want) != n || m.Len() != n {
			t.Fatalf("%s: %d rows, %d in the list, want %d: %v", what, m.Len(), len(want), n, err)
		}
		for i, row := range fetched(t, m, 0, m.Len()-1) {
			if row.ID != want[i].Entry.ID {
				t.Fatalf("%s: row %d is another", what, i)
			}
		}
	}
	saved, err := view.NewQuick(a).Save(ctx, anna, "headache 7 @yesterday 8:00")
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Fetch(ctx, []int{4}); !errors.Is(err, journal.ErrChanged) {
		t.Errorf("a page of the list before: %v", err)
	}
	m.Touch(anna, saved.Entry.When.Date)
	check("saved", n+1)
	row, found, err := m.Find(ctx, saved.Entry.ID, saved.Entry.When.Date)
	if err != nil || !found {
		t.Fatal(found, err)
	}
	r := fetched(t, m, row, row)[0]
	if r.ID != saved.Entry.ID {
		t.Fatalf("found %+v", r)
	}
	if _, found, err := m.Find(ctx, journal.NewID(), saved.Entry.When.Date); found || err != nil {
		t.Error("found what is not there", err)
	}
	text, err := m.Delete(ctx, r)
	if err != nil || !strings.Contains(text, "Headache") {
		t.Fatal(text, err)
	}
	check("deleted", n)
	if _, err := m.Delete(ctx, r); !errors.Is(err, journal.ErrNotFound) {
		t.Error("deleted twice:", err)
	}
	if _, err := a.Undo(ctx, false); err != nil {
		t.Fatal(err)
	}
	check("undone", n+1)
	m.Touch(anna, saved.Entry.When.Date) // which is not so
	log(t, a, anna, "nausea 2 @2020-01-05", "nausea 3 @2020-01-06")
	check("others wrote", n+3)
}

// TestTimelineFilter: kinds, range and search choose, together; the rows from before
// stay until others are there; a load that is overtaken changes nothing.
func TestTimelineFilter(t *testing.T) {
	ctx := context.Background()
	a := timelineVault(t, "Anna", "Ben")
	anna := a.Persons()[0]
	log(t, a, anna, "headache 7 @2020-01-05 8:00 after wine", "took ibuprofen 400 mg @2020-01-05 9:00", "note: headache all day @2020-02-01", "wine @2020-02-02")
	m := loaded(t, a, view.Filter{Persons: a.Persons()[:1]})
	for _, c := range []struct {
		change func(*view.Filter)
		want   int
	}{
		{func(f *view.Filter) { f.Search = "headache" }, 2},
		{func(f *view.Filter) { f.Search = "head" }, 2},
		{func(f *view.Filter) { f.Search = "!?" }, 4}, // nothing to search for
		{func(f *view.Filter) { f.Search = strings.Repeat("x", 5000) }, 4},
		{func(f *view.Filter) { f.Toggle(view.GroupSymptom) }, 1},
		{func(f *view.Filter) { f.Toggle(view.GroupSymptom); f.Toggle(view.GroupMedicine) }, 2},
		{func(f *view.Filter) { f.Toggle(view.GroupSymptom); f.Toggle(view.GroupSymptom) }, 4},
		{func(f *view.Filter) { f.Toggle(view.GroupNote); f.Search = "head" }, 1},
		{func(f *view.Filter) {
			from, to := journal.NewDate(2020, 2, 1), journal.NewDate(2020, 2, 1)
			f.Range = view.Range{From: &from, To: &to}
		}, 1},
		{func(f *view.Filter) { f.Search = "nosuchword" }, 0},
	} {
		f := view.Filter{Persons: a.Persons()[:1]}
		c.change(&f)
		before := m.Len()
		other := m.SetFilter(f)
		if m.Len() != before {
			t.Error("the rows went before others were there")
		}
		if again := m.SetFilter(f); again {
			t.Error("the same filter is another")
		}
		if err := m.Load(ctx, 0, 20); err != nil || m.Len() != c.want {
			t.Errorf("%+v (other: %v): %d rows, want %d: %v", f, other, m.Len(), c.want, err)
		}
		_, empty := m.Empty()
		if empty != (c.want == 0) {
			t.Errorf("%+v: empty is %v", f, empty)
		}
		if narrow := c.want < 4; c.want > 0 && strings.Contains(m.Summary(), "found") != narrow {
			t.Errorf("%+v: %q", f, m.Summary())
		}
	}
	if e, ok := m.Empty(); !ok || !e.Clear {
		t.Errorf("nothing found: %+v", e)
	}
	if e, ok := loaded(t, a, view.Filter{Persons: a.Persons()[1:], Search: "x"}).Empty(); !ok || e.Clear {
		t.Errorf("nothing written: %+v", e)
	}
	if _, ok := loaded(t, a, view.Filter{}).Empty(); !ok {
		t.Error("nobody is not empty")
	}
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	m.SetFilter(view.Filter{Persons: a.Persons(), Search: "wine"})
	if err := m.Load(stopped, 0, 20); !errors.Is(err, context.Canceled) || m.Len() != 0 {
		t.Error("a search that was given up:", err, m.Len())
	}
}

// TestKindGroups: every kind on a timeline can be chosen by exactly one group that
// has a title.
func TestKindGroups(t *testing.T) {
	ctx := context.Background()
	a := timelineVault(t, "Anna")
	anna := a.Persons()[0]
	when := journal.At(a.Now())
	all := []journal.Entry{
		{Kind: journal.KindCondition, Name: "x", Body: &journal.Condition{}}, {Kind: journal.KindSymptom, Name: "x", Body: &journal.Observation{}},
		{Kind: journal.KindMeasure, Name: "x", Body: &journal.Observation{}}, {Kind: journal.KindFactor, Name: "x", Body: &journal.Observation{}},
		{Kind: journal.KindEpisode, Name: "x", Body: &journal.Episode{}},
		{Kind: journal.KindCourse, Name: "x", Body: &journal.Course{}}, {Kind: journal.KindDose, Name: "x", Body: &journal.Dose{Status: journal.DoseTaken}},
		{Kind: journal.KindEvaluation, Body: &journal.Evaluation{}}, {Kind: journal.KindResponse, Name: "x", Body: &journal.Response{}},
		{Kind: journal.KindEvent, Name: "x", Body: &journal.Event{}}, {Kind: journal.KindAppointment, Name: "x", Body: &journal.Appointment{}},
		{Kind: journal.KindAttachment, Body: &journal.Attachment{}}, {Kind: journal.KindStock, Body: &journal.Stock{}},
		{Kind: journal.KindNote, Note: "x"}, {Kind: journal.KindDayReviewed}, {Kind: journal.KindShareGrant, Body: &journal.ShareGrant{}},
		{Kind: journal.KindExperiment, Name: "x", Body: &journal.Experiment{Of: journal.KindFactor, Outcomes: []string{"y"}, BlockDays: 7, WithFirst: make([]bool, 6)}},
	}
	for i := range all {
		all[i].When = when
	}
	if _, err := a.LogEntries(ctx, anna, "log", all...); err != nil {
		t.Fatal(err)
	}
	kinds := 0
	for _, name := range journal.Kinds() {
		if k, err := journal.ParseKind(name); err != nil {
			t.Fatal(err)
		} else if k.OnTimeline() {
			kinds++
		}
	}
	if len(all)+1 != kinds { // samples come by an import
		t.Errorf("%d kinds are tried of %d", len(all)+1, kinds)
	}
	rows := 0
	for _, g := range view.KindGroups() {
		if title := g.Title(); title == "" || strings.Contains(title, ".") {
			t.Errorf("%s is called %q", g, title)
		}
		m := loaded(t, a, view.Filter{Persons: a.Persons(), Groups: []view.KindGroup{g}})
		for _, r := range fetched(t, m, 0, m.Len()-1) {
			rows++
			if r.Group != g || r.Name == "" && r.Detail == "" || strings.Contains(r.Name, "timeline.") {
				t.Errorf("%s has %+v", g, r)
			}
		}
	}
	if rows != len(all) {
		t.Errorf("the groups have %d entries, there are %d", rows, len(all))
	}
}

func TestReadRange(t *testing.T) {
	today := journal.NewDate(2026, 11, 20)
	for _, c := range []struct{ from, to, wantFrom, wantTo, title string }{
		{"", "", "", "", "All time"},
		{"2026-11-01", "", "2026-11-01", "", "Since 1 Nov 2026"},
		{"", "2025", "", "2025-12-31", "Until 31 Dec 2025"},
		{"2025", "2026-02", "2025-01-01", "2026-02-28", "1 Jan 2025 to 28 Feb 2026"},
		{"1.3.2026", "yesterday", "2026-03-01", "2026-11-19", "1 Mar 2026 to 19 Nov 2026"},
		{"5 jan 2026", "2026-01-05", "2026-01-05", "2026-01-05", "5 Jan 2026"},
	} {
		r, err := view.ReadRange(c.from, c.to, today)
		text := func(d *journal.Date) string {
			if d == nil {
				return ""
			}
			return d.String()
		}
		if err != nil || text(r.From) != c.wantFrom || text(r.To) != c.wantTo || r.Title != c.title {
			t.Errorf("%q to %q is %s to %s, %q: %v", c.from, c.to, text(r.From), text(r.To), r.Title, err)
		}
	}
	for _, c := range [][2]string{{"soon", ""}, {"", "2026-13-01"}, {"2026", "2025"}} {
		var typed *app.InputError
		if _, err := view.ReadRange(c[0], c[1], today); !errors.As(err, &typed) {
			t.Errorf("%q: %v", c, err)
		}
	}
	titles := map[string]bool{}
	for _, r := range view.Ranges(today) {
		if titles[r.Title] || r.Title == "" || r.From != nil && r.To != nil && *r.From > *r.To {
			t.Errorf("%+v", r)
		}
		titles[r.Title] = true
	}
}

func ExampleTimeline() {
	groups := []string{}
	for _, g := range view.KindGroups() {
		groups = append(groups, g.Title())
	}
	fmt.Println(strings.Join(groups, ", "))
	f := view.Filter{Search: "wine"}
	f.Toggle(view.GroupSymptom)
	fmt.Println(f.Narrow(), f.Has(view.GroupSymptom), f.Has(view.GroupNote))
	// Output:
	// Symptoms, Medicines, Measures, Factors, Notes, Conditions, Events
	// true true false
}
