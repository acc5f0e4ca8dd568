package app

import (
	"cmp"
	"context"
	"slices"

	"kith/journal"
	"kith/journal/schedule"
)

// VisitHelped is what the person said of how a treatment did.
type VisitHelped struct {
	Name string `json:"name"`
	// Benefit is as it was written, mostly 0 to 10; "" is that it was not said.
	Benefit string        `json:"benefit,omitempty"`
	Day     *journal.Date `json:"day,omitempty"`
	Words   string        `json:"words,omitempty"`
	// Before is what was said of it the time before.
	Before    string        `json:"before,omitempty"`
	BeforeDay *journal.Date `json:"before_day,omitempty"`
	// Effect is the median effect that was noted of single doses, Effects how many.
	Effect  string `json:"dose_effect,omitempty"`
	Effects int    `json:"dose_effects,omitempty"`

	benefit float64
	helped  bool // the person said a benefit above zero
}

// SaidHelped reports that the person said that it helped.
func (h *VisitHelped) SaidHelped() bool { return h.helped }

// helped lists what was said of treatments in the days, and of those still taken
// what was said last before.
func (g *visitGatherer) helped(context.Context) error {
	lines := map[string]*VisitHelped{}
	var order []string
	of := func(name string) *VisitHelped {
		key := journal.Fold(name)
		if lines[key] == nil {
			lines[key] = &VisitHelped{Name: name}
			order = append(order, key)
		}
		return lines[key]
	}
	for i := range g.rated {
		e := &g.rated[i]
		b := e.Body.(*journal.Evaluation)
		if b.Benefit == nil && e.Note == "" || !g.in(e.When.Date) && !g.taken(e.Name) {
			continue
		}
		h := of(e.Name)
		if h.Day != nil && h.Benefit != "" {
			h.Before, h.BeforeDay = h.Benefit, h.Day
		}
		day := e.When.Date
		h.Day, h.Words, h.Benefit, h.helped = &day, e.Note, ValueText(b.Benefit), false
		if b.Benefit != nil && b.Benefit.Number != nil {
			h.benefit = b.Benefit.Number.Float()
			h.helped = h.benefit > 0
		}
	}
	effects := map[string][]journal.Value{}
	for i := range g.doses {
		e := &g.doses[i]
		if d := e.Dose(); d.Effect != nil && d.Effect.Number != nil && g.in(e.When.Date) {
			effects[journal.Fold(e.Name)] = append(effects[journal.Fold(e.Name)], *d.Effect)
			of(e.Name)
		}
	}
	for _, key := range order {
		h := lines[key]
		if list := effects[key]; len(list) > 0 {
			slices.SortFunc(list, func(x, y journal.Value) int { return x.Number.Cmp(*y.Number) })
			h.Effects, h.Effect = len(list), ValueText(&list[len(list)/2])
		}
		g.v.Helped = append(g.v.Helped, *h)
	}
	slices.SortStableFunc(g.v.Helped, func(x, y VisitHelped) int { return cmp.Compare(y.benefit, x.benefit) })
	return nil
}

// taken reports whether a treatment of a name goes on on the last day.
func (g *visitGatherer) taken(name string) bool {
	return slices.ContainsFunc(g.regimens, func(r schedule.Regimen) bool {
		return journal.Fold(r.Course.Name) == journal.Fold(name) && r.StateOn(g.v.To) != schedule.Past
	})
}

// VisitSideEffect is what the person said of side effects of a treatment.
type VisitSideEffect struct {
	Name    string       `json:"name"` // of the treatment
	Effects []string     `json:"effects,omitempty"`
	Degree  string       `json:"degree,omitempty"` // as it was written, mostly 0 to 10
	Burden  string       `json:"burden,omitempty"`
	Day     journal.Date `json:"day"` // on which it was said last
}

// sideEffects lists what was said in the days, and of what is still taken what was
// said last before.
func (g *visitGatherer) sideEffects(context.Context) error {
	lines := map[string]*VisitSideEffect{}
	var order []string
	for i := range g.rated {
		e := &g.rated[i]
		b := e.Body.(*journal.Evaluation)
		if !g.in(e.When.Date) && !g.taken(e.Name) {
			continue
		}
		key := journal.Fold(e.Name)
		if lines[key] == nil {
			if len(b.SideEffects) == 0 && b.SideEffect == nil {
				continue
			}
			lines[key] = &VisitSideEffect{}
			order = append(order, key)
		}
		*lines[key] = VisitSideEffect{Name: e.Name, Effects: b.SideEffects, Degree: ValueText(b.SideEffect), Burden: ValueText(b.Burden), Day: e.When.Date}
	}
	for _, key := range order {
		g.v.SideEffects = append(g.v.SideEffects, *lines[key])
	}
	return nil
}

// VisitQuestionnaire is the newest answer to a questionnaire in the days.
type VisitQuestionnaire struct {
	Name  string       `json:"name"`
	Day   journal.Date `json:"day"`
	Score string       `json:"score"` // in words; says so if there is none
	// Band is what the authors call the range of the score, Source who they are.
	Band   string `json:"band,omitempty"`
	Source string `json:"band_source,omitempty"`
	// Before is the score of the answer before, Change the difference to it.
	Before    *float64      `json:"score_before,omitempty"`
	BeforeDay *journal.Date `json:"day_before,omitempty"`
	Change    *float64      `json:"change,omitempty"`
	Answers   int           `json:"answers"` // in the days
}

func (g *visitGatherer) questionnaires(ctx context.Context) error {
	all, err := packs(ctx, g.r)
	if err != nil {
		return err
	}
	lines := map[string]*VisitQuestionnaire{}
	scores := map[string]*float64{}
	days := map[string]journal.Date{}
	var order []string
	for _, e := range g.answers {
		key := journal.Fold(e.Name)
		d := answered(e, all)
		score := d.Result.Score
		if g.in(e.When.Date) {
			q := lines[key]
			if q == nil {
				q = &VisitQuestionnaire{}
				lines[key] = q
				order = append(order, key)
			}
			*q = VisitQuestionnaire{Name: e.Name, Day: e.When.Date, Score: d.ScoreText(), Answers: q.Answers + 1}
			if d.Result.Band != nil {
				q.Band, q.Source = d.Result.Band.Text, d.Pack.BandsSource
			}
			if before := scores[key]; before != nil {
				day := days[key]
				q.Before, q.BeforeDay = before, &day
				if score != nil {
					change := score.Float() - *before
					q.Change = &change
				}
			}
		}
		if score != nil {
			x := score.Float()
			scores[key], days[key] = &x, e.When.Date
		}
	}
	slices.SortStableFunc(order, func(x, y string) int { return cmp.Compare(lines[y].Day, lines[x].Day) })
	for _, key := range order {
		g.v.Questionnaires = append(g.v.Questionnaires, *lines[key])
	}
	return nil
}

// VisitQuestion is what the person wants to ask, or asked in these days.
type VisitQuestion struct {
	Text  string       `json:"text"`
	Asked bool         `json:"asked,omitempty"`
	Day   journal.Date `json:"day"` // of the appointment
}

// questions are those of appointments in the days and to come: those not asked yet
// first, and of them those for an appointment to come.
func (g *visitGatherer) questions(ctx context.Context) error {
	v := g.v
	err := g.r.Each(ctx, journal.Query{Kinds: []journal.Kind{journal.KindAppointment}, From: &v.From, Oldest: true}, func(e journal.Entry) error {
		b := e.Body.(*journal.Appointment)
		for _, text := range b.Questions {
			if text != "" {
				v.Questions = append(v.Questions, VisitQuestion{Text: text, Asked: slices.Contains(b.Asked, text), Day: e.When.Date})
			}
		}
		return nil
	})
	slices.SortStableFunc(v.Questions, func(x, y VisitQuestion) int {
		return cmp.Or(boolOrder(x.Asked, y.Asked), boolOrder(x.Day < v.Made, y.Day < v.Made))
	})
	return err
}

// VisitEvent is something that happened.
type VisitEvent struct {
	Day      string `json:"day"` // as exactly as it is known
	Name     string `json:"name"`
	Category string `json:"category,omitempty"`
	Status   string `json:"status,omitempty"`
	Reason   string `json:"reason,omitempty"`
}

// VisitNote is the person's own words: a note, or what stands beside another entry.
type VisitNote struct {
	Day   journal.Date `json:"day"`
	About string       `json:"about,omitempty"`
	Text  string       `json:"text"`
}
