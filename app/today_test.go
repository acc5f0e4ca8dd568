package app_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/journal"
	"kith/journal/quick"
)

// clock is a time that a test moves.
type clock struct{ now time.Time }

func berlin(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// newDiary is a journal of Anna whose clock the test moves.
func newDiary(t testing.TB, at string) (*app.App, app.Person, *clock) {
	t.Helper()
	c := &clock{}
	zone := berlin(t)
	c.set(t, zone, at)
	a, err := app.Init(filepath.Join(t.TempDir(), "vault"), passphrase, app.Options{WorkFactor: fast.WorkFactor, Zone: zone,
		Now: func() time.Time { return c.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	added, err := a.AddPersons(context.Background(), "Anna")
	if err != nil {
		t.Fatal(err)
	}
	return a, added[0], c
}

func (c *clock) set(t testing.TB, zone *time.Location, at string) {
	t.Helper()
	now, err := time.ParseInLocation("2006-01-02 15:04", at, zone)
	if err != nil {
		t.Fatal(err)
	}
	c.now = now
}

func diary(t testing.TB, a *app.App, p app.Person, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if _, err := a.Log(context.Background(), p, line, ""); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
}

func names(items []app.CheckinItem) string {
	var list []string
	for _, i := range items {
		name := i.Name
		if !i.Usual {
			name += "?"
		}
		if i.On != nil {
			name += "!"
		}
		list = append(list, name)
	}
	return strings.Join(list, " ")
}

// TestCheckin: what is usual is offered, something new is offered once more, and
// what a person pins or takes out stays so.
func TestCheckin(t *testing.T) {
	ctx := context.Background()
	a, p, c := newDiary(t, "2026-11-20 19:30")
	for _, day := range []string{"2026-11-13", "2026-11-14", "2026-11-15", "2026-11-17", "2026-11-18", "2026-11-19"} {
		diary(t, a, p, "headache 5 @"+day+" 9:00", "mood 6 @"+day+" 20:00")
		if day != "2026-11-14" {
			diary(t, a, p, "slept 7.5h @"+day+" 7:00")
		}
	}
	diary(t, a, p, "dizziness 2 @2026-11-19 11:00", "itch 4 @2026-11-14 12:00", "took ibuprofen 400 mg @2026-11-19 9:30")
	day := a.Day()
	want := func(day journal.Date, want string) {
		t.Helper()
		items, err := a.Checkin(ctx, p, day)
		if err != nil {
			t.Fatal(err)
		}
		if got := names(items); got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
	want(day, "Headache Mood Sleep Dizziness?")
	want(day-1, "Headache! Mood! Sleep!") // Dizziness was new on that day
	if err := a.PlaceInCheckin(p, journal.KindSymptom, "Itch", app.CheckinPinned); err != nil {
		t.Fatal(err)
	}
	if err := a.PlaceInCheckin(p, journal.KindMeasure, "mood", app.CheckinHidden); err != nil {
		t.Fatal(err)
	}
	want(day, "Itch Headache Sleep Dizziness?")
	if err := a.PlaceInCheckin(p, journal.KindMeasure, "Mood", app.CheckinPinned); err != nil {
		t.Fatal(err)
	}
	want(day, "Itch Mood Headache Sleep Dizziness?")
	for _, name := range []string{"Itch", "Mood"} {
		for _, kind := range []journal.Kind{journal.KindSymptom, journal.KindMeasure} {
			if err := a.PlaceInCheckin(p, kind, name, app.CheckinUsual); err != nil {
				t.Fatal(err)
			}
		}
	}
	want(day, "Headache Mood Sleep Dizziness?")
	var refused *app.InputError
	if err := a.PlaceInCheckin(p, journal.KindDose, "Ibuprofen", app.CheckinPinned); !errors.As(err, &refused) {
		t.Error(err)
	}

	// Nothing that is written down for yesterday changes what today shows.
	c.now = c.now.Add(26 * time.Hour) // 21 November, in the evening
	items, err := a.Checkin(ctx, p, day)
	if err != nil {
		t.Fatal(err)
	}
	v, err := items[0].Read("7")
	if err != nil {
		t.Fatal(err)
	}
	saved, err := a.SaveCheckin(ctx, p, day, []app.CheckinAnswer{{Kind: items[0].Kind, Name: items[0].Name, Value: v}})
	if err != nil || len(saved) != 1 {
		t.Fatal(saved, err)
	}
	if w := saved[0].Entry.When; w.Date != day || w.Precision != journal.Day {
		t.Errorf("%+v", w)
	}
	want(day, "Headache! Mood Sleep Dizziness?")
	want(day+1, "Headache Mood Sleep")
	today, err := a.Today(ctx, p, day+1)
	if err != nil || today.Gaps != 2 || today.Reviewed != nil {
		t.Errorf("%d gaps, %v", today.Gaps, err)
	}
	if _, err := a.SaveCheckin(ctx, p, day+2, []app.CheckinAnswer{{Kind: journal.KindSymptom, Name: "Headache"}}); !errors.As(err, &refused) {
		t.Error("a day ahead:", err)
	}
	if undone, err := a.Undo(ctx, false); err != nil || undone.Act.Title != "checkin" {
		t.Error(undone, err)
	}
	want(day, "Headache Mood Sleep Dizziness?")
}

// TestCheckinRead reads what is typed on the scale of before, and refuses the rest.
func TestCheckinRead(t *testing.T) {
	ctx := context.Background()
	a, p, _ := newDiary(t, "2026-11-20 19:30")
	diary(t, a, p, "headache 5 @yesterday 9:00", "bp 120/80 @yesterday 9:00", "slept 7.5h @yesterday 9:00",
		"weight 72.5 kg @yesterday 9:00", "coffee @yesterday 9:00", "no fever @yesterday 9:00", "mild nausea @yesterday 9:00", "steps 8423 @yesterday 9:00")
	items, err := a.Checkin(ctx, p, a.Day())
	if err != nil {
		t.Fatal(err)
	}
	for name, cases := range map[string]map[string]string{
		"Headache":       {"7": "7/10", "10": "10/10", "6,5": "6.5/10", "7/10": "7/10", "11": "", "bad": "", "": ""},
		"Blood pressure": {"130/85": "130/85 mm[Hg]", "130": "", "a/b": "", "1/2/3": ""},
		"Sleep":          {"8": "8 h", "7:30": "7 h 30 min", "6,5": "6 h 30 min", "45min": "45 min", "7:99": "", "-2": "", "x": "", "0:00": "0 s"},
		"Weight":         {"73.1": "73.1 kg", "73,1": "73.1 kg", "heavy": ""},
		"Coffee":         {"": "", "yes": "yes", "no": "no", "2 cups": "2 cups"},
		"Fever":          {"yes": "yes", "0": "no", "maybe": ""},
		"Steps":          {"10000": "10000"},
	} {
		i := slices.IndexFunc(items, func(i app.CheckinItem) bool { return i.Name == name })
		if i < 0 {
			t.Errorf("no %s in %s", name, names(items))
			continue
		}
		for typed, want := range cases {
			v, err := items[i].Read(typed)
			var refused *app.InputError
			switch {
			case want == "" && (errors.As(err, &refused) || errors.Is(err, quick.ErrLine)):
			case err != nil || v.String() != want:
				t.Errorf("%s %q is %v, %v; want %s", name, typed, v, err, want)
			case name != "Coffee": // whose last value has no number
				back, err := items[i].Read(app.ValueTyped(v))
				if err != nil || back.String() != want {
					t.Errorf("%s: %q is read as %v, %v", name, app.ValueTyped(v), back, err)
				}
			}
		}
	}
}

// TestTodayDoses: doses go from later to due to overdue, and to the gaps of the day
// after; what is logged waits for nobody.
func TestTodayDoses(t *testing.T) {
	ctx := context.Background()
	a, p, c := newDiary(t, "2026-11-20 07:00")
	zone := berlin(t)
	course, err := a.LogEntries(ctx, p, "course", journal.Entry{Kind: journal.KindCourse, Name: "Propranolol",
		When: journal.OnDay(a.Day()-3, zone), Body: &journal.Course{Ongoing: true}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.LogEntries(ctx, p, "plan", journal.Entry{Kind: journal.KindPlan, When: journal.OnDay(a.Day()-3, zone),
		Body: &journal.Plan{Course: course[0].Entry.ID, Times: []int{8 * 60, 20 * 60}}}); err != nil {
		t.Fatal(err)
	}
	state := func() string {
		t.Helper()
		today, err := a.Today(ctx, p, a.Day())
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, d := range today.Doses {
			list = append(list, string(d.Urgency))
		}
		if !today.Changes.After(a.Now()) {
			t.Errorf("changes at %s", today.Changes)
		}
		return strings.Join(list, " ") + " until " + today.Changes.Format("15:04:05")
	}
	for _, step := range []struct{ at, want string }{
		{"2026-11-20 07:00", "later later until 07:30:00"},
		{"2026-11-20 07:30", "due later until 08:00:00"},
		{"2026-11-20 08:00", "due later until 09:00:01"},
		{"2026-11-20 09:01", "overdue later until 19:30:00"},
		{"2026-11-21 03:59", "overdue overdue until 04:00:00"},
		{"2026-11-21 04:00", "later later until 07:30:00"},
	} {
		c.set(t, zone, step.at)
		if got := state(); got != step.want {
			t.Errorf("%s: %s, want %s", step.at, got, step.want)
		}
	}
	today, err := a.Today(ctx, p, a.Day())
	if err != nil || today.GapDoses != 2 {
		t.Error(today.GapDoses, err)
	}
	yesterday, err := a.Today(ctx, p, a.Day()-1)
	if err != nil || len(yesterday.Doses) != 2 || yesterday.Doses[0].Urgency != app.Unknown {
		t.Fatal(yesterday, err)
	}
	at := journal.At(yesterday.Doses[0].At)
	if _, err := a.TakeDose(ctx, p, yesterday.Doses[0].Due, app.Took{At: &at}); err != nil {
		t.Fatal(err)
	}
	if today, err = a.Today(ctx, p, a.Day()); err != nil || today.GapDoses != 1 {
		t.Error(today.GapDoses, err)
	}
}

// TestEffect: a dose as needed is asked about from one to six hours later, once.
func TestEffect(t *testing.T) {
	ctx := context.Background()
	a, p, c := newDiary(t, "2026-11-20 23:00")
	zone := berlin(t)
	diary(t, a, p, "took sumatriptan 50 mg for headache")
	for _, step := range []struct {
		at   string
		asks int
	}{{"2026-11-20 23:59", 0}, {"2026-11-21 00:00", 1}, {"2026-11-21 04:30", 1}, {"2026-11-21 05:00", 0}} {
		c.set(t, zone, step.at)
		today, err := a.Today(ctx, p, a.Day())
		if err != nil || len(today.Ask) != step.asks {
			t.Errorf("%s: %v, %v", step.at, today.Ask, err)
		}
	}
	c.set(t, zone, "2026-11-21 01:00")
	today, err := a.Today(ctx, p, a.Day())
	if err != nil {
		t.Fatal(err)
	}
	var refused *app.InputError
	if _, err := a.SayEffect(ctx, p, today.Ask[0].ID, journal.DecimalOf(11)); !errors.As(err, &refused) {
		t.Error(err)
	}
	e, err := a.SayEffect(ctx, p, today.Ask[0].ID, journal.DecimalOf(6))
	if err != nil || e.Dose().Effect.String() != "6/10" {
		t.Error(e, err)
	}
	if today, err = a.Today(ctx, p, a.Day()); err != nil || len(today.Ask) != 0 {
		t.Error(today.Ask, err)
	}
}

// TestReview: a day is reviewed once, can be undone and taken back.
func TestReview(t *testing.T) {
	ctx := context.Background()
	a, p, _ := newDiary(t, "2026-11-21 02:00")
	if d := a.Day(); d.String() != "2026-11-20" {
		t.Fatal(d)
	}
	reviewed := func(want bool) {
		t.Helper()
		today, err := a.Today(ctx, p, a.Day())
		if err != nil || (today.Reviewed != nil) != want {
			t.Error(today.Reviewed, err)
		}
	}
	reviewed(false)
	if _, err := a.Review(ctx, p, a.Day()); err != nil {
		t.Fatal(err)
	}
	reviewed(true)
	if _, err := a.Review(ctx, p, a.Day()); !errors.Is(err, journal.ErrUnchanged) {
		t.Error(err)
	}
	if _, err := a.Undo(ctx, false); err != nil {
		t.Fatal(err)
	}
	reviewed(false)
	if _, err := a.Undo(ctx, true); err != nil {
		t.Fatal(err)
	}
	if err := a.Unreview(ctx, p, a.Day()); err != nil {
		t.Fatal(err)
	}
	reviewed(false)
	if err := a.Unreview(ctx, p, a.Day()); !errors.Is(err, journal.ErrUnchanged) {
		t.Error(err)
	}
	var refused *app.InputError
	if _, err := a.Review(ctx, p, a.Day()+1); !errors.As(err, &refused) {
		t.Error(err)
	}
}
