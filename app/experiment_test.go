package app_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/crypto"
	"kith/journal"
	"kith/journal/schedule"
)

// walk is an experiment with a habit, and magnesium one with a treatment that is new.
func walk() app.NewExperiment {
	return app.NewExperiment{Name: "Evening walk", Habit: true, Outcomes: []string{"Headache"}, BlockDays: 5, Washout: 1, Pairs: 6}
}

func magnesium() app.NewExperiment {
	return app.NewExperiment{Name: "Magnesium", Doses: app.ExperimentDoses{Amount: "300 mg", Category: "supplement", Plan: app.PlanWords{Times: "20:00"}},
		Outcomes: []string{"headache"}, BlockDays: 5, Washout: 1, Pairs: 6, Asked: true}
}

// experimentVault is a vault with some days of headache.
func experimentVault(t testing.TB) (*app.App, app.Person, *time.Time) {
	t.Helper()
	a, p, now := treatmentVault(t)
	rate(t, a, p, "Headache", a.Day()-3, 4)
	return a, p, now
}

func rate(t testing.TB, a *app.App, p app.Person, name string, day journal.Date, rating int64) {
	t.Helper()
	if _, err := a.LogEntries(context.Background(), p, "log", journal.Entry{Kind: journal.KindSymptom, Name: name,
		When: journal.OnDay(day, a.Zone()), Body: &journal.Observation{Value: journal.Number10(journal.DecimalOf(rating))}}); err != nil {
		t.Fatal(err)
	}
}

func planned(t testing.TB, a *app.App, p app.Person, n app.NewExperiment) app.Experiment {
	t.Helper()
	x, err := a.PlanExperiment(context.Background(), p, n)
	if err != nil {
		t.Fatal(app.Explain(err).What, err)
	}
	return x
}

// again reads an experiment as it is now.
func again(t testing.TB, a *app.App, p app.Person, x app.Experiment) app.Experiment {
	t.Helper()
	now, err := a.ExperimentNamed(context.Background(), p, x.ID().String())
	if err != nil {
		t.Fatal(err)
	}
	return now
}

// goTo makes it noon of a day.
func goTo(now *time.Time, day journal.Date) {
	y, m, d := day.Midnight().Date()
	*now = time.Date(y, m, d, 12, 0, 0, 0, now.Location())
}

// dosesFit holds the doses that are due to the blocks: some on each day with, none on
// each day without or between.
func dosesFit(t *testing.T, a *app.App, p app.Person, x *app.Experiment, name string, with bool) {
	t.Helper()
	for day := x.Start(); day <= x.Last(); day++ {
		on := x.On(day)
		want := on != nil && on.Block.With == with
		due := slices.ContainsFunc(dueOn(t, a, p, day), func(d app.DueDose) bool { return d.Name == name })
		if due != want {
			t.Errorf("%s: a dose of %s is due: %v, %+v", day, name, due, on)
		}
	}
}

func TestExperimentWithNewTreatments(t *testing.T) {
	ctx := context.Background()
	a, p, _ := experimentVault(t)
	n := magnesium()
	n.Against, n.AgainstDoses = "Riboflavin", app.ExperimentDoses{Plan: app.PlanWords{Times: "9:00"}}
	x := planned(t, a, p, n)
	if x.State != app.ExperimentPlanned || x.Start() != a.Day()+1 || x.Last() != x.Start()+59 || len(x.Courses) != 2 || x.Outcomes[0] != "Headache" {
		t.Fatalf("%+v", x)
	}
	dosesFit(t, a, p, &x, "Magnesium", true)
	dosesFit(t, a, p, &x, "Riboflavin", false)
	if due := dueOn(t, a, p, x.Last()+1); len(due) != 0 {
		t.Errorf("after the end there are %+v", due)
	}
	if undone, err := a.Undo(ctx, false); err != nil || undone.Act.Title != "new experiment" {
		t.Fatal(undone, err)
	}
	if list, err := a.Experiments(ctx, p); err != nil || len(list) != 0 || parts(t, a, p) != 0 {
		t.Errorf("undo leaves %+v and %d parts, %v", list, parts(t, a, p), err)
	}
}

// TestExperimentWithCourse: a course that went on before rests in the blocks without
// it, and goes on as before when the experiment is over, ended or undone.
func TestExperimentWithCourse(t *testing.T) {
	ctx := context.Background()
	a, p, now := experimentVault(t)
	add(t, a, p, app.NewTreatment{Name: "Propranolol", Amount: "40 mg", Plan: app.PlanWords{Times: "8:00"}})
	n := magnesium()
	n.Name, n.Doses = "propranolol", app.ExperimentDoses{}
	x := planned(t, a, p, n)
	dosesFit(t, a, p, &x, "Propranolol", true)
	if len(dueOn(t, a, p, x.Last()+1)) != 1 {
		t.Error("the course does not go on after the experiment")
	}
	goTo(now, x.Start()+12)
	if err := a.EndExperiment(ctx, p, x.ID(), " felt worse "); err != nil {
		t.Fatal(err)
	}
	if today, err := a.Today(ctx, p, a.Day()); err != nil || len(today.Experiments) != 0 {
		t.Errorf("today still asks for it: %+v, %v", today.Experiments, err)
	}
	ended := again(t, a, p, x)
	if ended.State != app.ExperimentEnded || ended.Last() != a.Day() || ended.EndReason != "felt worse" || len(ended.Blocks) != 3 || ended.Blocks[2].Whole {
		t.Errorf("%+v", ended)
	}
	dosesFit(t, a, p, &ended, "Propranolol", true)
	for day := ended.Last() + 1; day < x.Last()+3; day++ {
		if len(dueOn(t, a, p, day)) != 1 {
			t.Fatalf("%s: the course rests after the end", day)
		}
	}
	if _, err := a.Undo(ctx, false); err != nil {
		t.Fatal(err)
	}
	back := again(t, a, p, x)
	if back.State != app.ExperimentRunning || back.Ended != nil {
		t.Errorf("%+v", back)
	}
	dosesFit(t, a, p, &back, "Propranolol", true)
}

func TestExperimentEndedBeforeItBegan(t *testing.T) {
	ctx := context.Background()
	a, p, _ := experimentVault(t)
	n := magnesium()
	from := a.Day() + 20
	n.From = &from
	x := planned(t, a, p, n)
	if err := a.EndExperiment(ctx, p, x.ID(), ""); err != nil {
		t.Fatal(err)
	}
	ended := again(t, a, p, x)
	if ended.State != app.ExperimentEnded || len(ended.Blocks) != 0 {
		t.Errorf("%+v", ended)
	}
	for day := a.Day(); day < x.Last(); day++ {
		if due := dueOn(t, a, p, day); len(due) != 0 {
			t.Fatalf("%s: %+v", day, due)
		}
	}
	list, err := a.Treatments(ctx, p)
	if err != nil || len(list) != 1 || list[0].State != schedule.Past {
		t.Errorf("%+v, %v", list, err)
	}
	if planned(t, a, p, walk()); again(t, a, p, x).State != app.ExperimentEnded {
		t.Error("it is in the way of another")
	}
}

// TestSkippedBlocks: a block that is left out takes its pair with it, and one that is
// begun again moves everything after it, doses too.
func TestSkippedBlocks(t *testing.T) {
	ctx := context.Background()
	a, p, now := experimentVault(t)
	x := planned(t, a, p, magnesium())
	goTo(now, x.Start()+7) // day 3 of block 2
	if err := a.SkipBlock(ctx, p, x.ID(), app.BlockChange{Reason: "flu"}); err != nil {
		t.Fatal(err)
	}
	if y := again(t, a, p, x); y.Blocks[1].Kept || !y.Blocks[0].Kept || y.Today == nil {
		t.Errorf("%+v", y.Blocks[:2])
	}
	if err := a.SkipBlock(ctx, p, x.ID(), app.BlockChange{}); !errors.Is(err, journal.ErrUnchanged) {
		t.Error(err)
	}
	monday := a.Day() + 4
	if err := a.SkipBlock(ctx, p, x.ID(), app.BlockChange{Again: true, From: &monday, Reason: "travel"}); err != nil {
		t.Fatal(err)
	}
	y := again(t, a, p, x)
	if !y.Blocks[1].Kept || y.Blocks[1].From != monday || y.Last() != x.Last()+6 || y.Today != nil || y.State != app.ExperimentRunning {
		t.Errorf("%+v of %+v", y, x)
	}
	dosesFit(t, a, p, &y, "Magnesium", true)
	treated, err := a.Treatments(ctx, p)
	if course := treated[0].Course.Body.(*journal.Course); err != nil || *course.End != y.Last() {
		t.Errorf("the course ends on %v, %v", course.End, err)
	}
	if _, err := a.Undo(ctx, false); err != nil {
		t.Fatal(err)
	}
	z := again(t, a, p, x)
	if z.Last() != x.Last() {
		t.Error("undo does not move the blocks back")
	}
	dosesFit(t, a, p, &z, "Magnesium", true)
	goTo(now, x.Start()+13)
	for name, c := range map[string]app.BlockChange{"to come": {Block: 5}, "there is none": {Block: 13}, "below one": {Block: -2},
		"others came after": {Block: 1, Again: true}, "earlier": {Block: 4, Again: true, From: &z.Blocks[1].From}} {
		var typed *app.InputError
		if err := a.SkipBlock(ctx, p, x.ID(), c); !errors.As(err, &typed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestExperimentsRefused(t *testing.T) {
	ctx := context.Background()
	a, p, _ := experimentVault(t)
	add(t, a, p, app.NewTreatment{Name: "Propranolol", Plan: app.PlanWords{Times: "8:00"}})
	add(t, a, p, app.NewTreatment{Name: "Ibuprofen", Plan: app.PlanWords{AsNeeded: true}})
	yesterday, never := a.Day()-1, a.Day()+400
	for want, change := range map[string]func(*app.NewExperiment){
		"at least 6 pairs":      func(n *app.NewExperiment) { n.Pairs = 5 },
		"at most 20":            func(n *app.NewExperiment) { n.Pairs = 21 },
		"longer than its wash":  func(n *app.NewExperiment) { n.Washout = 5 },
		"from 1 to 60":          func(n *app.NewExperiment) { n.BlockDays = 61 },
		"Two years":             func(n *app.NewExperiment) { n.BlockDays, n.Pairs = 60, 20 },
		"cannot begin":          func(n *app.NewExperiment) { n.From = &yesterday },
		"a year ahead":          func(n *app.NewExperiment) { n.From = &never },
		"needs the name":        func(n *app.NewExperiment) { n.Name = " " },
		"with itself":           func(n *app.NewExperiment) { n.Against = "magnesium" },
		"measured by":           func(n *app.NewExperiment) { n.Outcomes = nil },
		"Measure it by":         func(n *app.NewExperiment) { n.Name, n.Habit = "headache", true },
		"at what times":         func(n *app.NewExperiment) { n.Doses = app.ExperimentDoses{} },
		"not a time of day":     func(n *app.NewExperiment) { n.Doses.Plan.Times = "25:00" },
		"not an amount":         func(n *app.NewExperiment) { n.Doses.Amount = "some" },
		"has a plan in your":    func(n *app.NewExperiment) { n.Name = "Propranolol" },
		"taken as needed":       func(n *app.NewExperiment) { n.Name, n.Doses = "Ibuprofen", app.ExperimentDoses{} },
		"Hedache":               func(n *app.NewExperiment) { n.Outcomes = []string{"Hedache"} },
		"whoever prescribed it": func(n *app.NewExperiment) { n.Asked = false },
	} {
		n := magnesium()
		change(&n)
		_, err := a.PlanExperiment(ctx, p, n)
		if x := app.Explain(err); err == nil || !strings.Contains(x.What+x.Means+x.Do, want) || x.Code != app.Usage && !strings.Contains(want, "Hedache") {
			t.Errorf("%s: %+v", want, x)
		}
	}
	if list, err := a.Experiments(ctx, p); err != nil || len(list) > 0 {
		t.Errorf("%+v, %v", list, err)
	}
	x := planned(t, a, p, walk())
	if _, err := a.PlanExperiment(ctx, p, magnesium()); err == nil || !strings.Contains(err.Error(), "One at a time") {
		t.Error(err)
	}
	if _, err := a.KeepDay(ctx, p, x.ID(), a.Day(), true); err == nil {
		t.Error("a day before it was kept")
	}
}

// TestDraftHasNoOrder: what is shown before it is saved says nothing of the order, and
// writes nothing.
func TestDraftHasNoOrder(t *testing.T) {
	ctx := context.Background()
	a, p, _ := experimentVault(t)
	x, err := a.DraftExperiment(ctx, p, magnesium())
	if err != nil || x.Drawn() || len(x.Blocks) != 12 || slices.Contains(x.WithFirst, true) {
		t.Fatalf("%+v, %v", x, err)
	}
	doc := app.ExperimentDocumentOf(p, &x, nil)
	if doc.Drawn || doc.ID != "" || doc.Blocks[0].With != nil || doc.Blocks[0].Has != "" {
		t.Errorf("%+v", doc)
	}
	if list, err := a.Experiments(ctx, p); err != nil || len(list) > 0 || parts(t, a, p) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
	first := 0
	const rounds = 20
	for range rounds { // 120 coins
		x := planned(t, a, p, walk())
		for _, with := range x.WithFirst {
			if with {
				first++
			}
		}
		if _, err := a.Undo(ctx, false); err != nil {
			t.Fatal(err)
		}
	}
	if first < 25 || first > 95 { // six deviations from half of them
		t.Errorf("%d of %d pairs begin with it", first, rounds*6)
	}
}

// TestDaysKept: what is known of a day follows from what was written down.
func TestDaysKept(t *testing.T) {
	ctx := context.Background()
	a, p, now := experimentVault(t)
	x := planned(t, a, p, walk())
	goTo(now, x.Start())
	for i, yes := range []bool{true, true, false, true} { // the fifth day of the block is left out
		if _, err := a.KeepDay(ctx, p, x.ID(), a.Day(), yes); err != nil {
			t.Fatal(err)
		}
		e, err := a.List(ctx, []app.Person{p}, journal.Query{Kinds: []journal.Kind{journal.KindFactor}, Limit: 1})
		there := x.Blocks[0].With == yes
		if err != nil || len(e) != 1 || e[0].Entry.Name != "Evening walk" || (e[0].Entry.Value().Number.Coef == 1) != there {
			t.Fatalf("day %d: %+v, %v", i, e, err)
		}
		goTo(now, a.Day()+1)
	}
	goTo(now, a.Day()+1)
	check := func(kept, not, unknown int) {
		t.Helper()
		y := again(t, a, p, x)
		got, err := a.ExperimentProgress(ctx, p, &y)
		if err != nil || got.Kept != kept || got.NotKept != not || got.Unknown != unknown || got.BlocksOver != 1 || got.Today != app.UnknownDay {
			t.Errorf("%+v, %v", got, err)
		}
	}
	check(3, 1, 1)
	if _, err := a.KeepDay(ctx, p, x.ID(), x.Start()+2, true); err != nil { // it was, after all
		t.Fatal(err)
	}
	check(4, 0, 1)
	today, err := a.Today(ctx, p, a.Day())
	if err != nil || len(today.Experiments) != 1 || today.Experiments[0].Today.Block.No != 1 || today.Experiments[0].Kept != app.UnknownDay {
		t.Fatalf("%+v, %v", today.Experiments, err)
	}
	if text := today.Experiments[0].TodayText(); text != "Today: with Evening walk" && text != "Today: without Evening walk" {
		t.Error(text)
	}
	reminded := func() bool {
		list, err := a.Reminders(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(list, func(r app.Reminder) bool { return r.Sort == app.RemindExperiment && !strings.Contains(r.Key, "walk") })
	}
	if !reminded() {
		t.Error("nothing reminds of a day that nobody wrote down")
	}
	if _, err := a.KeepDay(ctx, p, x.ID(), a.Day(), true); err != nil || reminded() {
		t.Error("a day that was written down is reminded of", err)
	}
}

func TestDosesKept(t *testing.T) {
	ctx := context.Background()
	a, p, now := experimentVault(t)
	x := planned(t, a, p, magnesium())
	wrong := 0
	for day := x.Start(); day < x.Start()+10; day++ {
		goTo(now, day)
		due := dueOn(t, a, p, day)
		switch {
		case len(due) == 1 && day == x.On(day).Block.From: // one is skipped
			if _, err := a.SkipDose(ctx, p, due[0].Due, app.Took{}); err != nil {
				t.Fatal(err)
			}
			wrong++
		case len(due) == 1 && day != x.On(day).Block.To: // and one is forgotten
			if _, err := a.TakeDose(ctx, p, due[0].Due, app.Took{}); err != nil {
				t.Fatal(err)
			}
		case len(due) == 0 && day == x.On(day).Block.Counts: // and one taken where none was due
			if _, err := a.LogEntries(ctx, p, "log", journal.Entry{Kind: journal.KindDose, Name: "magnesium", When: journal.At(*now),
				Body: &journal.Dose{Status: journal.DoseTaken}}); err != nil {
				t.Fatal(err)
			}
			wrong++
		}
	}
	goTo(now, x.Start()+10)
	x = again(t, a, p, x)
	got, err := a.ExperimentProgress(ctx, p, &x)
	if err != nil || got.Kept != 7 || got.NotKept != 2 || got.Unknown != 1 || got.PairsOver != 1 || wrong != 2 {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestExperimentAnywhere: the day of a block is the civil day wherever the person is
// and however the clock jumps, and a vault that is closed, opened, backed up and
// restored has the same experiment.
func TestExperimentAnywhere(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(21, 22))
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, time.March, 10, 12, 0, 0, 0, zone) // clocks go forward on the 29th
	options := func(zone *time.Location) app.Options {
		return app.Options{WorkFactor: fast.WorkFactor, Zone: zone, Now: func() time.Time { return now }}
	}
	a, err := app.Init(dir+"/vault", passphrase, options(zone))
	if err != nil {
		t.Fatal(err)
	}
	persons, err := a.AddPersons(ctx, "Anna")
	if err != nil {
		t.Fatal(err)
	}
	p := persons[0]
	rate(t, a, p, "Headache", a.Day(), 4)
	x := planned(t, a, p, magnesium())
	reopen := func(zone *time.Location) {
		t.Helper()
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		if a, err = app.Open(dir+"/vault", crypto.PassphraseSecret(passphrase), options(zone)); err != nil {
			t.Fatal(err)
		}
	}
	for range 12 {
		loc, err := time.LoadLocation([]string{"Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia", "America/St_Johns"}[random.IntN(4)])
		if err != nil {
			t.Fatal(err)
		}
		day := x.Start() + journal.Date(random.IntN(60))
		y, m, d := day.Midnight().Date()
		now = time.Date(y, m, d, 5+random.IntN(18), random.IntN(60), 0, 0, loc)
		reopen(loc)
		seen := again(t, a, p, x)
		if !reflect.DeepEqual(seen.Blocks, x.Blocks) || seen.Today == nil || seen.Today.Date != day || seen.State != app.ExperimentRunning {
			t.Fatalf("%s in %s: %+v", day, loc, seen.Today)
		}
	}
	dosesFit(t, a, p, &x, "Magnesium", true)
	if _, err := a.Backup(ctx, dir+"/b.age", app.BackupOptions{Passphrase: passphrase}); err != nil {
		t.Fatal(err)
	}
	want := again(t, a, p, x)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(dir + "/b.age")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := app.Restore(ctx, dir+"/again", file, withPassphrase(), options(zone)); err != nil {
		t.Fatal(err)
	}
	restored, err := app.Open(dir+"/again", crypto.PassphraseSecret(passphrase), options(zone))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := restored.Close(); err != nil {
			t.Error(err)
		}
	}()
	got := again(t, restored, p, x)
	if !reflect.DeepEqual(got.Experiment, want.Experiment) || !reflect.DeepEqual(got.Blocks, want.Blocks) {
		t.Errorf("restored as %+v, was %+v", got, want)
	}
	dosesFit(t, restored, p, &got, "Magnesium", true)
}
