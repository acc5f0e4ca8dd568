package schedule

import (
	"errors"
	"testing"
	"time"

	"kith/journal"
)

func mg(n int64) *journal.Amount { return &journal.Amount{Number: journal.DecimalOf(n), Unit: "mg"} }

// courseOf is a course of one plan with the given times.
func courseOf(id byte, name string, start journal.When, plan journal.Plan) Regimen {
	plan.Course = journal.ID{id}
	return Regimen{
		Course: journal.Entry{ID: journal.ID{id}, Kind: journal.KindCourse, Name: name, When: start, Body: &journal.Course{Ongoing: true, Amount: mg(20)}},
		Plans:  []journal.Entry{{ID: journal.ID{id, 1}, Kind: journal.KindPlan, When: start, Body: &plan}},
	}
}

func doseAt(name string, at time.Time, d journal.Dose) journal.Entry {
	return journal.Entry{ID: journal.NewID(), Kind: journal.KindDose, Name: name, When: journal.At(at), Recorded: at, Body: &d}
}

func at(zone *time.Location, day, hour, minute int) time.Time {
	return time.Date(2026, time.March, day, hour, minute, 0, 0, zone)
}

func matched(t *testing.T, r Regimen, from, to time.Time, zone *time.Location, doses ...journal.Entry) []Logged {
	t.Helper()
	due, err := r.Due(from, to, zone, doses)
	if err != nil {
		t.Fatal(err)
	}
	return Match(due, doses)
}

// TestMatchTravel: a dose taken in Berlin is the dose of that clock time in New
// York too, and across the date line it is not.
func TestMatchTravel(t *testing.T) {
	berlin, york := mustZone(t, "Europe/Berlin"), mustZone(t, "America/New_York")
	r := courseOf(1, "x", journal.OnDay(journal.NewDate(2026, time.March, 1), berlin), journal.Plan{Times: []int{480}})
	taken := doseAt("x", at(berlin, 10, 8, 10), journal.Dose{Status: journal.DoseTaken, Course: journal.ID{1}, Plan: journal.ID{1, 1}, Due: at(berlin, 10, 8, 0).UnixMilli()})
	for _, l := range matched(t, r, at(york, 10, 0, 0), at(york, 11, 0, 0), york, taken) {
		if l.Status != Taken || l.Due.At.Hour() != 8 {
			t.Errorf("in New York %v is %v", l.Due.At, l.Status)
		}
	}
	auckland, hawaii := mustZone(t, "Pacific/Auckland"), mustZone(t, "Pacific/Honolulu")
	taken = doseAt("x", at(auckland, 10, 8, 0), journal.Dose{Status: journal.DoseTaken, Course: journal.ID{1}, Plan: journal.ID{1, 1}, Due: at(auckland, 10, 8, 0).UnixMilli()})
	if got := matched(t, r, at(hawaii, 10, 0, 0), at(hawaii, 11, 0, 0), hawaii, taken); len(got) != 1 || got[0].Status != Open {
		t.Errorf("23 hours later in Hawaii: %+v", got)
	}
}

// TestMatchLoose: a dose logged by name counts for the nearest open dose, once;
// two logs of one slot are both kept and flagged.
func TestMatchLoose(t *testing.T) {
	zone := mustZone(t, "Europe/Berlin")
	r := courseOf(1, "Metformin", journal.OnDay(journal.NewDate(2026, time.March, 1), zone), journal.Plan{Times: []int{480, 720, 1200}})
	slot := journal.Dose{Status: journal.DoseTaken, Course: journal.ID{1}, Plan: journal.ID{1, 1}, Due: at(zone, 10, 20, 0).UnixMilli()}
	got := matched(t, r, at(zone, 10, 0, 0), at(zone, 11, 0, 0), zone,
		doseAt("metformin", at(zone, 10, 11, 30), journal.Dose{Status: journal.DoseTaken}),
		doseAt("Ibuprofen", at(zone, 10, 8, 0), journal.Dose{Status: journal.DoseTaken}),
		doseAt("Metformin", at(zone, 10, 20, 5), slot), doseAt("Metformin", at(zone, 10, 20, 30), slot))
	var states []Status
	for i := range got {
		states = append(states, got[i].Status)
	}
	if len(got) != 3 || states[0] != Open || states[1] != Taken || states[2] != Taken || got[1].Double() || !got[2].Double() {
		t.Errorf("%v", states)
	}
	sum := Count(got)
	if sum != (Adherence{Due: 3, Taken: 2, Open: 1, Double: 1}) || *sum.OfDue() < 0.66 || *sum.OfLogged() != 1 || (Adherence{}).OfDue() != nil {
		t.Errorf("%+v", sum)
	}
	skipped := doseAt("Metformin", at(zone, 10, 8, 0), journal.Dose{Status: journal.DoseSkipped, Plan: journal.ID{1, 1}, Due: at(zone, 10, 8, 0).UnixMilli()})
	if got := matched(t, r, at(zone, 10, 0, 0), at(zone, 10, 9, 0), zone, skipped); got[0].Status != Skipped || got[0].Dose() == nil {
		t.Errorf("skipped: %+v", got)
	}
}

// TestAfter: a dose follows the other one's real time and keeps its slot.
func TestAfter(t *testing.T) {
	zone := mustZone(t, "Europe/Berlin")
	start := journal.OnDay(journal.NewDate(2026, time.March, 1), zone)
	first := courseOf(1, "First", start, journal.Plan{Times: []int{480}})
	second := courseOf(2, "Second", start, journal.Plan{After: journal.ID{1}, Delay: 1800})
	from, to := at(zone, 10, 0, 0), at(zone, 11, 0, 0)
	due := func(doses ...journal.Entry) []Due {
		all, err := All([]Regimen{first, second}, from, to, zone, doses)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	open := due()
	if len(open) != 2 || !open[1].Estimated || !open[1].At.Equal(at(zone, 10, 8, 30)) {
		t.Fatalf("open: %+v", open)
	}
	dose := journal.Dose{Status: journal.DoseTaken, Course: journal.ID{1}, Plan: journal.ID{1, 1}, Due: at(zone, 10, 8, 0).UnixMilli()}
	late := due(doseAt("First", at(zone, 10, 9, 15), dose))
	if len(late) != 2 || late[1].Estimated || !late[1].At.Equal(at(zone, 10, 9, 45)) || late[1].Slot != open[1].Slot {
		t.Errorf("taken late: %+v", late)
	}
	dose.Status = journal.DoseSkipped
	if skipped := due(doseAt("First", at(zone, 10, 8, 0), dose)); len(skipped) != 1 {
		t.Errorf("skipped: %+v", skipped)
	}
	unplanned := due(doseAt("First", at(zone, 10, 15, 0), journal.Dose{Status: journal.DoseTaken, Course: journal.ID{1}}))
	if len(unplanned) != 3 || !unplanned[2].At.Equal(at(zone, 10, 15, 30)) {
		t.Errorf("not planned: %+v", unplanned)
	}
	first.Plans[0].Body.(*journal.Plan).After, first.Plans[0].Body.(*journal.Plan).Times = journal.ID{2}, nil
	if circle := due(); len(circle) != 0 {
		t.Errorf("two that follow each other: %+v", circle)
	}
}

func TestTaper(t *testing.T) {
	for text, want := range map[string]struct {
		steps int
		last  string
		ends  bool
	}{
		"40 mg, -5 mg every 7 d, to 0 mg":     {8, "5 mg", true},
		"40 mg, -15 mg every week, to 0 mg":   {3, "10 mg", true},
		"25 mg, +25 mg every 2 weeks, to 100": {4, "100 mg", false},
		"10, -2.5 every 3 days, to 2":         {5, "2", false},
		"1 mg, −0.1 mg cada 5 días, a 0.8 mg": {3, "0.8 mg", false},
	} {
		taper, err := ParseTaper(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		start := journal.NewDate(2026, time.March, 1)
		steps, end, err := taper.Steps(start)
		if err != nil || len(steps) != want.steps || steps[len(steps)-1].Amount.String() != want.last || (end != nil) != want.ends {
			t.Errorf("%s: %v, ends %v, %v", text, steps, end, err)
		}
		if end != nil && *end != start+journal.Date(want.steps*taper.Days)-1 {
			t.Errorf("%s ends on %s", text, end)
		}
		if again, err := ParseTaper(taper.String()); err != nil || again != taper {
			t.Errorf("%s is written %q: %v", text, taper, err)
		}
	}
	for _, bad := range []string{"", "40 mg", "40 mg, 5 mg every 7 d, to 0", "40 mg, +5 mg every 7 d, to 0 mg", "40 mg, -5 mg every 0 d, to 0 mg",
		"40 mg, -5 ml every 7 d, to 0 mg", "40 mg, -0 mg every 7 d, to 0 mg", "1000 mg, -1 mg every 1 d, to 0 mg", "x, -5 every 7 d, to 0"} {
		if _, err := ParseTaper(bad); !errors.Is(err, ErrTaper) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzTaper(f *testing.F) {
	f.Add("40 mg, -5 mg every 7 d, to 0 mg")
	f.Add("0.001 g, +999999999 g every 9999 w, to 999999999999999999 g")
	f.Fuzz(func(t *testing.T, text string) {
		taper, err := ParseTaper(text)
		if err != nil {
			return
		}
		if steps, _, err := taper.Steps(0); err != nil || len(steps) == 0 || len(steps) > maxSteps {
			t.Fatal(len(steps), err)
		}
	})
}

func TestNeeded(t *testing.T) {
	zone := mustZone(t, "Europe/Berlin")
	r := courseOf(1, "Paracetamol", journal.OnDay(journal.NewDate(2026, time.March, 1), zone),
		journal.Plan{AsNeeded: true, Amount: mg(1000), MinInterval: 6 * 3600, MaxPerDay: &journal.Amount{Number: journal.DecimalOf(3), Unit: "g"}})
	took := func(hour int) journal.Entry {
		return doseAt("Paracetamol", at(zone, 10, hour, 0), journal.Dose{Status: journal.DoseTaken, Course: journal.ID{1}, Amount: mg(1000)})
	}
	now := at(zone, 10, 15, 0)
	for _, c := range []struct {
		doses []journal.Entry
		next  time.Time
		left  string
	}{
		{nil, now, "3 g"},
		{[]journal.Entry{took(12)}, at(zone, 10, 18, 0), "2 g"},
		{[]journal.Entry{took(1), took(7), took(13)}, at(zone, 11, 1, 0), "0 g"},
		{[]journal.Entry{took(2)}, now, "2 g"},
	} {
		needs := r.Needed(now, c.doses)
		if len(needs) != 1 || !needs[0].Next.Equal(c.next) || needs[0].Left.String() != c.left {
			t.Errorf("after %d doses: %+v, left %v", len(c.doses), needs, needs[0].Left)
		}
	}
	strange := doseAt("Paracetamol", at(zone, 10, 9, 0), journal.Dose{Status: journal.DoseTaken, Amount: &journal.Amount{Number: journal.DecimalOf(1), Unit: "tablet"}})
	if n := r.Needed(now, []journal.Entry{strange})[0]; n.Taken != nil || !n.Next.IsZero() {
		t.Errorf("an amount that cannot be compared: %+v", n)
	}
	if n := r.Needed(at(zone, 1, 0, 0).AddDate(0, 0, -3), nil); len(n) != 0 {
		t.Errorf("before it begins: %+v", n)
	}
}

func TestSupply(t *testing.T) {
	zone := mustZone(t, "Europe/Berlin")
	move := func(day int, n int64, unit string, counted bool) journal.Entry {
		return journal.Entry{ID: journal.NewID(), Kind: journal.KindStock, When: journal.At(at(zone, day, 12, 0)),
			Body: &journal.Stock{Amount: &journal.Amount{Number: journal.DecimalOf(n), Unit: unit}, Counted: counted}}
	}
	took := func(day int, amount *journal.Amount) journal.Entry {
		return doseAt("x", at(zone, day, 20, 0), journal.Dose{Status: journal.DoseTaken, Amount: amount})
	}
	if s := Ledger(nil, []journal.Entry{took(1, mg(20))}, nil); s.Balance != nil || s.Low(0) {
		t.Errorf("nothing is known, yet %v", s.Balance)
	}
	stock := []journal.Entry{move(2, 30, "tablets", false), move(5, -2, "tablets", false)}
	doses := []journal.Entry{took(1, mg(20)), took(3, mg(20)), took(4, mg(30)), took(6, nil)}
	if s := Ledger(stock, doses, mg(20)); s.Balance.String() != "25.5 tablets" || s.Unfit != 1 || len(s.Moves) != 5 {
		t.Errorf("%v, %d do not fit, %d moves", s.Balance, s.Unfit, len(s.Moves))
	}
	if s := Ledger(stock, doses, nil); s.Balance.String() != "28 tablets" || s.Unfit != 3 {
		t.Errorf("without a strength: %v, %d", s.Balance, s.Unfit)
	}
	s := Ledger(append(stock, move(7, 4, "tablets", true)), doses, mg(20))
	if s.Balance.String() != "4 tablets" || s.Unfit != 0 {
		t.Errorf("counted: %v, %d", s.Balance, s.Unfit)
	}
	r := courseOf(1, "x", journal.OnDay(journal.NewDate(2026, time.March, 8), zone), journal.Plan{Times: []int{480}, Amount: mg(30)})
	due, err := r.Due(at(zone, 8, 0, 0), at(zone, 28, 0, 0), zone, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.Plan(due, mg(20)) // 1.5 tablets a day: two days, and not the third
	if s.RunsOut == nil || s.RunsOut.String() != "2026-03-10" || !s.Low(journal.NewDate(2026, time.March, 8)) || s.Low(journal.NewDate(2026, time.March, 1)) {
		t.Errorf("runs out on %v", s.RunsOut)
	}
	s.Plan(due[:2], mg(20))
	if s.RunsOut != nil || !s.Enough {
		t.Errorf("enough for two doses: %v", s.RunsOut)
	}
	if s := Ledger([]journal.Entry{move(2, 1, "tablet", true)}, []journal.Entry{took(3, mg(40))}, mg(20)); s.Balance.String() != "-1 tablet" || !s.Low(0) {
		t.Errorf("more than there was: %v", s.Balance)
	}
}

// TestReplaced: a new plan leaves what was due before, and of two that two
// devices made for the same one, the later holds.
func TestReplaced(t *testing.T) {
	zone := mustZone(t, "Europe/Berlin")
	start := journal.OnDay(journal.NewDate(2026, time.March, 1), zone)
	r := courseOf(1, "x", start, journal.Plan{Times: []int{480}})
	for i, minute := range []int{540, 600} {
		r.Plans = append(r.Plans, journal.Entry{ID: journal.ID{1, byte(2 + i)}, Kind: journal.KindPlan, When: journal.At(at(zone, 5, 12, 0)),
			Recorded: at(zone, 5, 12, i), Body: &journal.Plan{Course: journal.ID{1}, Times: []int{minute}, Replaces: []journal.ID{{1, 1}}}})
	}
	due, err := r.Due(at(zone, 4, 0, 0), at(zone, 7, 0, 0), zone, nil)
	if err != nil || len(due) != 3 || due[1].At.Hour() != 8 || due[2].At.Hour() != 10 {
		t.Errorf("%v %v", due, err)
	}
	if running := r.Running(start.Date); len(running) != 1 || running[0].ID != (journal.ID{1, 3}) {
		t.Errorf("running: %v", running)
	}
}

func TestCheckAndState(t *testing.T) {
	zone := mustZone(t, "Europe/Berlin")
	start := journal.NewDate(2026, time.March, 10)
	day := func(n int) *journal.Date { d := start + journal.Date(n); return &d }
	sound := func() Regimen { return courseOf(1, "x", journal.OnDay(start, zone), journal.Plan{Times: []int{480}}) }
	for name, breakIt := range map[string]func(*journal.Course, *journal.Plan){
		"course_ends": func(c *journal.Course, _ *journal.Plan) { c.End = day(-1) },
		"pause_ends":  func(c *journal.Course, _ *journal.Plan) { c.Pauses = []journal.Pause{{From: start, To: day(-2)}} },
		"amount":      func(c *journal.Course, _ *journal.Plan) { c.Amount = mg(-1) },
		"no_times":    func(_ *journal.Course, p *journal.Plan) { p.Times = nil },
		"mixed":       func(_ *journal.Course, p *journal.Plan) { p.AsNeeded = true },
		"minute":      func(_ *journal.Course, p *journal.Plan) { p.Times = []int{1440} },
		"rule":        func(_ *journal.Course, p *journal.Plan) { p.Rule = "FREQ=MINUTELY" },
		"zone":        func(_ *journal.Course, p *journal.Plan) { p.Zone = "Europe/Atlantis" },
		"plan_ends":   func(_ *journal.Course, p *journal.Plan) { p.Until = day(-1) },
		"cycle":       func(_ *journal.Course, p *journal.Plan) { p.CycleOff = 3 },
		"every":       func(_ *journal.Course, p *journal.Plan) { p.Times, p.Every = nil, 60 },
		"itself":      func(_ *journal.Course, p *journal.Plan) { p.Times, p.After = nil, journal.ID{1} },
		"maximum":     func(_ *journal.Course, p *journal.Plan) { p.Times, p.AsNeeded, p.MaxPerDay = nil, true, mg(0) },
		"plan_late":   func(c *journal.Course, _ *journal.Plan) { c.End = day(3) },
		"":            func(*journal.Course, *journal.Plan) {},
		"window_end":  func(_ *journal.Course, p *journal.Plan) { p.Times, p.Every, p.WindowFrom = nil, 3600, new(int) },
		"every_days":  func(_ *journal.Course, p *journal.Plan) { p.Times, p.Every, p.CycleOn = nil, 5*3600, 3 },
	} {
		r := sound()
		breakIt(r.body(), r.Plans[0].Body.(*journal.Plan))
		if name == "plan_late" {
			r.Plans[0].When = journal.OnDay(start+5, zone)
		}
		err := Check(r)
		var refusal *Refusal
		if name == "" && err != nil || name != "" && (!errors.As(err, &refusal) || refusal.Reason != name) {
			t.Errorf("%q: %v", name, err)
		}
	}
	r := sound()
	for n, want := range map[int]State{-1: Planned, 0: Current, 5: Paused, 30: Past} {
		r.body().Pauses, r.body().End = []journal.Pause{{From: *day(4), To: day(6)}}, day(20)
		if got := r.StateOn(*day(n)); got != want {
			t.Errorf("day %d: %v, want %v", n, got, want)
		}
	}
	if _, err := r.Due(time.Time{}, time.Date(2500, 1, 1, 0, 0, 0, 0, zone), zone, nil); !errors.Is(err, ErrRange) {
		t.Errorf("five hundred years: %v", err)
	}
}
