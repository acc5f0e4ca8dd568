package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"kith/app/words"
	"kith/journal"
	"kith/journal/schedule"
)

// VisitCondition is a diagnosis or an allergy, as it was written down.
type VisitCondition struct {
	Name      string `json:"name"`
	Since     string `json:"since,omitempty"` // as exactly as it is known
	Until     string `json:"until,omitempty"`
	Status    string `json:"status,omitempty"`
	Certainty string `json:"certainty,omitempty"`
	Severity  string `json:"severity,omitempty"`
	Reaction  string `json:"reaction,omitempty"` // of an allergy

	since journal.When
}

// Over reports that a condition is no longer there.
func (c *VisitCondition) Over() bool {
	return c.Until != "" || c.Status == "resolved" || c.Status == "inactive"
}

// conditions reads what began up to the last day, those that go on first, of each
// sort the newest first.
func (g *visitGatherer) conditions(ctx context.Context) error {
	v := g.v
	err := g.r.Each(ctx, journal.Query{Kinds: []journal.Kind{journal.KindCondition}}, func(e journal.Entry) error {
		b := e.Body.(*journal.Condition)
		if e.When.Date > v.To && !b.OnsetUnknown || b.Status == "entered-in-error" {
			return nil
		}
		c := VisitCondition{Name: e.Name, Status: b.Status, Certainty: b.Certainty, Severity: b.Severity, Reaction: b.Reaction, since: e.When}
		if !b.OnsetUnknown {
			c.Since = roughDay(e.When)
		}
		if b.End != nil && *b.End <= v.To {
			c.Until = roughDay(journal.When{Date: *b.End, Precision: b.EndPrecision})
		}
		if b.Category == "allergy" {
			v.Allergies = append(v.Allergies, c)
		} else {
			v.Conditions = append(v.Conditions, c)
		}
		return nil
	})
	for _, list := range [][]VisitCondition{v.Allergies, v.Conditions} {
		slices.SortStableFunc(list, func(x, y VisitCondition) int {
			return cmp.Or(boolOrder(x.Over(), y.Over()), cmp.Compare(y.since.Date, x.since.Date))
		})
	}
	return err
}

// boolOrder puts false before true.
func boolOrder(x, y bool) int {
	switch {
	case x == y:
		return 0
	case y:
		return -1
	}
	return 1
}

// VisitTreatment is what is taken on the last day of the report.
type VisitTreatment struct {
	Name     string         `json:"name"`
	Category string         `json:"category,omitempty"`
	State    schedule.State `json:"state"`
	Amount   string         `json:"amount,omitempty"`
	// Often is how often, in words: the plan, or what the course says.
	Often        string `json:"how_often,omitempty"`
	AsNeeded     bool   `json:"as_needed,omitempty"`
	Purpose      string `json:"purpose,omitempty"`
	Instructions string `json:"instructions,omitempty"`
	Strength     string `json:"strength,omitempty"`
	Since        string `json:"since,omitempty"`
}

// VisitChangeKind says what changed in a course.
type VisitChangeKind string

// The kinds of change.
const (
	ChangeStarted VisitChangeKind = "started"
	ChangeStopped VisitChangeKind = "stopped"
	ChangeDose    VisitChangeKind = "dose"
	ChangePlan    VisitChangeKind = "plan"
	ChangePaused  VisitChangeKind = "paused"
)

// VisitChange is a change in what is taken.
type VisitChange struct {
	Day    journal.Date    `json:"day"`
	Name   string          `json:"name"`
	Kind   VisitChangeKind `json:"kind"`
	Before string          `json:"before,omitempty"` // the amount
	After  string          `json:"after,omitempty"`  // the amount, or the new plan in words
	Reason string          `json:"reason,omitempty"`
	Until  *journal.Date   `json:"until,omitempty"` // of a pause
}

func (g *visitGatherer) courses(ctx context.Context) (err error) {
	g.regimens, err = readRegimens(ctx, g.r)
	return err
}

func (g *visitGatherer) courseName(id journal.ID) string {
	for i := range g.regimens {
		if g.regimens[i].Course.ID == id {
			return g.regimens[i].Course.Name
		}
	}
	return ""
}

// treatments lists what is taken on the last day and what changed since the first.
func (g *visitGatherer) treatments(context.Context) error {
	v := g.v
	type stated struct {
		VisitTreatment
		needed int
	}
	var list []stated
	for i := range g.regimens {
		r := &g.regimens[i]
		g.changes(r)
		state := r.StateOn(v.To)
		if state == schedule.Past || r.Course.When.Date > v.To && state != schedule.Planned && !r.Course.Body.(*journal.Course).StartUnknown {
			continue
		}
		t := stated{VisitTreatment: g.treatment(r)}
		t.State = state
		if t.AsNeeded {
			t.needed = 1
		}
		list = append(list, t)
	}
	slices.SortStableFunc(list, func(x, y stated) int {
		return cmp.Or(cmp.Compare(x.State, y.State), cmp.Compare(categoryRank(x.Category), categoryRank(y.Category)),
			cmp.Compare(x.needed, y.needed), cmp.Compare(journal.Fold(x.Name), journal.Fold(y.Name)))
	})
	for _, t := range list {
		v.Treatments = append(v.Treatments, t.VisitTreatment)
	}
	slices.SortStableFunc(v.Changes, func(x, y VisitChange) int { return cmp.Compare(x.Day, y.Day) })
	return nil
}

// categoryRank puts drugs first.
func categoryRank(category string) int {
	switch category {
	case "drug", "":
		return 0
	case "supplement":
		return 1
	}
	return 2
}

func (g *visitGatherer) treatment(r *schedule.Regimen) VisitTreatment {
	b := r.Course.Body.(*journal.Course)
	t := VisitTreatment{Name: r.Course.Name, Category: b.Category, Purpose: b.Purpose, Instructions: b.Instructions, Often: b.Frequency}
	if !b.StartUnknown {
		t.Since = roughDay(r.Course.When)
	}
	if body, ok := r.Treatment.Body.(*journal.Treatment); ok {
		t.Category, t.Strength = firstOf(t.Category, body.Category), body.Strength
	}
	amount := r.AmountOn(g.v.To, nil)
	var plans []string
	for _, e := range r.Running(g.v.To) {
		plan := e.Body.(*journal.Plan)
		if plan.Amount != nil {
			amount = plan.Amount
		}
		t.AsNeeded = t.AsNeeded || plan.AsNeeded
		plans = append(plans, g.often(plan))
	}
	t.Amount = amount.String()
	if len(plans) > 0 {
		t.Often = strings.Join(plans, "; ")
	}
	return t
}

// often says how often a dose is due by a plan: a daily one says how many times.
func (g *visitGatherer) often(plan *journal.Plan) string {
	text := PlanText(plan, g.courseName)
	if daily := plan.Rule == "" || schedule.Days(plan.Rule).Daily; daily && len(plan.Times) > 0 && plan.CycleOn == 0 {
		if len(plan.Times) == 1 {
			return words.Text("visit.daily.once", text)
		}
		text = words.Text("visit.daily", words.Count(int64(len(plan.Times)), "time"), text)
	}
	return text
}

// changes adds what changed in a course in the days of the report.
func (g *visitGatherer) changes(r *schedule.Regimen) {
	b := r.Course.Body.(*journal.Course)
	name, began := r.Course.Name, r.Course.When.Date
	add := func(day journal.Date, kind VisitChangeKind, c VisitChange) {
		if g.in(day) {
			c.Day, c.Name, c.Kind = day, name, kind
			g.v.Changes = append(g.v.Changes, c)
		}
	}
	if !b.StartUnknown && r.Course.When.Precision < journal.Month {
		add(began, ChangeStarted, VisitChange{After: r.AmountOn(began, nil).String()})
	}
	for _, e := range r.ValidSteps() {
		before, after := r.AmountOn(e.When.Date-1, nil).String(), e.Body.(*journal.DoseStep).Amount.String()
		if e.When.Date > began && before != after {
			add(e.When.Date, ChangeDose, VisitChange{Before: before, After: after})
		}
	}
	for _, e := range r.Plans {
		plan := e.Body.(*journal.Plan)
		if len(plan.Replaces) > 0 && e.When.Date > began {
			add(e.When.Date, ChangePlan, VisitChange{After: join(plan.Amount.String(), g.often(plan))})
		}
	}
	for _, p := range b.Pauses {
		add(p.From, ChangePaused, VisitChange{Reason: p.Reason, Until: p.To})
	}
	if b.End != nil {
		add(*b.End, ChangeStopped, VisitChange{Before: r.AmountOn(*b.End, nil).String(), Reason: b.StopReason})
	}
}

// VisitAdherence is what became of the doses of a treatment in the days of the
// report. A dose that nobody logged is unknown, not missed.
type VisitAdherence struct {
	Name string `json:"name"`
	// Due to Open count what plans asked for; nil if none did.
	Due *schedule.Adherence `json:"due,omitempty"`
	// Needed counts the doses taken without being due, NeededDays the days with
	// one; Before is the same of as many days before, nil if nothing is known.
	Needed       int  `json:"taken_as_needed,omitempty"`
	NeededDays   int  `json:"days_with,omitempty"`
	NeededBefore *int `json:"days_with_before,omitempty"`
}

// readDoses reads the doses of the days and of as many before.
func (g *visitGatherer) readDoses(ctx context.Context) (err error) {
	first, last := g.before-aroundDoses, g.v.To+aroundDoses
	g.doses, err = g.r.List(ctx, journal.Query{Kinds: []journal.Kind{journal.KindDose}, From: &first, To: &last, Oldest: true})
	return err
}

func (g *visitGatherer) adherence(context.Context) error {
	v, zone := g.v, g.app.opts.Zone
	from, to := schedule.Clock(v.From, 0, zone), schedule.Clock(v.To+1, 0, zone)
	if now := g.app.Now(); to.After(now) {
		to = now
	}
	var dues []schedule.Due
	if from.Before(to) {
		planned := slices.DeleteFunc(slices.Clone(g.regimens), func(r schedule.Regimen) bool { return len(r.Plans) == 0 })
		var err error
		if dues, err = schedule.All(planned, from, to, zone, g.doses); errors.Is(err, schedule.ErrRange) {
			v.NotCounted = true
		} else if err != nil {
			return err
		}
	}
	logged := schedule.Match(dues, g.doses)
	byCourse := map[journal.ID][]schedule.Logged{}
	wasDue := map[journal.ID]bool{}
	for _, l := range logged {
		byCourse[l.Due.Course] = append(byCourse[l.Due.Course], l)
		for _, e := range l.Doses {
			wasDue[e.ID] = true
		}
	}
	lines := map[string]*VisitAdherence{}
	var order []string
	of := func(name string) *VisitAdherence {
		key := journal.Fold(name)
		if lines[key] == nil {
			lines[key] = &VisitAdherence{Name: name}
			order = append(order, key)
		}
		return lines[key]
	}
	for i := range g.regimens {
		if list := byCourse[g.regimens[i].Course.ID]; len(list) > 0 {
			sum, line := schedule.Count(list), of(g.regimens[i].Course.Name)
			if line.Due != nil {
				sum.Due, sum.Taken, sum.Skipped = sum.Due+line.Due.Due, sum.Taken+line.Due.Taken, sum.Skipped+line.Due.Skipped
				sum.Open, sum.Double = sum.Open+line.Due.Open, sum.Double+line.Due.Double
			}
			line.Due = &sum
		}
	}
	days, earlier := map[string]map[journal.Date]bool{}, map[string]map[journal.Date]bool{}
	for i := range g.doses {
		e := &g.doses[i]
		if e.Dose().Status != journal.DoseTaken || wasDue[e.ID] {
			continue
		}
		key := journal.Fold(e.Name)
		switch {
		case g.in(e.When.Date):
			of(e.Name).Needed++
			note(days, key, e.When.Date)
		case g.earlier(e.When.Date):
			note(earlier, key, e.When.Date)
		}
	}
	for _, key := range order {
		line := lines[key]
		line.NeededDays = len(days[key])
		if n := len(earlier[key]); line.Needed > 0 && n > 0 && line.Due == nil {
			line.NeededBefore = &n
		}
		v.Adherence = append(v.Adherence, *line)
	}
	return nil
}

func note(days map[string]map[journal.Date]bool, key string, day journal.Date) {
	if days[key] == nil {
		days[key] = map[journal.Date]bool{}
	}
	days[key][day] = true
}
