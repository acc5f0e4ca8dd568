package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"kith/journal"
	"kith/journal/schedule"
)

// VisitOptions say what goes into a visit report.
type VisitOptions struct {
	// Selection has the person and the days. No first day is the last appointment,
	// or three months before the last day; no last day is today. A nil Include is
	// [UsualReportParts].
	Selection
	// Measures are what the chart shows, out of [App.Measures], at most two; none is
	// the first of them with values in these days.
	Measures []string
}

// VisitRange says how the days of a report came about.
type VisitRange string

// The ways in which the first day is found.
const (
	RangeChosen      VisitRange = "chosen"
	RangeAppointment VisitRange = "since_appointment"
	RangeMonths      VisitRange = "three_months"
)

// Visit is a report for a doctor visit: what was ticked of one person's record, and
// nothing else. Its JSON is that of kith report; what was not ticked and what is
// not known is left out of it.
type Visit struct {
	Made journal.Date `json:"made"` // the day on which the report was made
	// From and To are civil dates, both included.
	From  journal.Date `json:"from"`
	To    journal.Date `json:"to"`
	Days  int          `json:"days"`
	Range VisitRange   `json:"range"`
	Parts []Part       `json:"parts"` // what was ticked

	Who            *VisitWho            `json:"who,omitempty"`
	Allergies      []VisitCondition     `json:"allergies,omitempty"`
	Conditions     []VisitCondition     `json:"conditions,omitempty"`
	Treatments     []VisitTreatment     `json:"treatments,omitempty"` // those that are current, planned, paused or unclear on To
	Changes        []VisitChange        `json:"changes,omitempty"`    // by day
	Outcome        []VisitOutcome       `json:"outcome,omitempty"`    // the lines of the chart
	Symptoms       *VisitSymptoms       `json:"symptoms,omitempty"`
	Adherence      []VisitAdherence     `json:"adherence,omitempty"`
	Measurements   []VisitMeasurement   `json:"measurements,omitempty"`
	Helped         []VisitHelped        `json:"helped,omitempty"`
	SideEffects    []VisitSideEffect    `json:"side_effects,omitempty"`
	Questionnaires []VisitQuestionnaire `json:"questionnaires,omitempty"`
	Questions      []VisitQuestion      `json:"questions,omitempty"` // those not asked yet first
	Events         []VisitEvent         `json:"events,omitempty"`    // newest first
	Notes          []VisitNote          `json:"notes,omitempty"`     // newest first
	// NotCounted says that there are too many due doses in these days to count.
	NotCounted bool `json:"doses_not_counted,omitempty"`

	// Chart is the picture of Outcome; nil if it is not ticked or there is nothing.
	Chart *Chart `json:"-"`
}

// VisitWho is whom the report is about, as it was written down.
type VisitWho struct {
	Name string        `json:"name"`
	Born *journal.Date `json:"born,omitempty"`
	Age  *int          `json:"age,omitempty"` // in years on the last day
	Said string        `json:"age_said,omitempty"`
	Sex  string        `json:"sex,omitempty"`
	Died *journal.Date `json:"died,omitempty"`
}

// Has reports whether a part was ticked.
func (v *Visit) Has(p Part) bool { return slices.Contains(v.Parts, p) }

// Visit gathers a visit report. Days in which nothing was written make an empty one,
// not an error. It fails with [ErrChartRange] if the first day is after the last,
// and with an [UnknownMeasureError] or [ErrChartMeasures].
func (a *App) Visit(ctx context.Context, o VisitOptions) (*Visit, error) {
	var v *Visit
	err := a.with(ctx, o.Person, func(r *journal.Record) error {
		g := &visitGatherer{app: a, r: r, person: o.Person, measures: o.Measures}
		g.v = &Visit{Made: a.today(), Parts: o.Ticked(UsualReportParts())}
		v = g.v
		if err := g.days(ctx, o.From, o.To); err != nil {
			return err
		}
		return g.gather(ctx)
	})
	if err != nil {
		return nil, fmt.Errorf("visit report: %w", err)
	}
	return v, nil
}

// usualMonths is how far back a report reaches if there was no appointment.
const usualMonths = 3

// days finds the range: from the last appointment with whom the next one is, or
// from the last one with anybody.
func (g *visitGatherer) days(ctx context.Context, from, to *journal.Date) error {
	v := g.v
	v.To, v.Range = v.Made, RangeChosen
	if to != nil {
		v.To = *to
	}
	if from != nil {
		v.From = *from
	} else if err := g.firstDay(ctx); err != nil {
		return err
	}
	if v.From > v.To {
		return ErrChartRange
	}
	v.From = max(v.From, v.To-maxChartYears*365)
	v.Days = int(v.To-v.From) + 1
	g.before = v.From - journal.Date(v.Days)
	return nil
}

func (g *visitGatherer) firstDay(ctx context.Context) error {
	v := g.v
	visits, err := g.r.List(ctx, journal.Query{Kinds: []journal.Kind{journal.KindAppointment}, Oldest: true})
	if err != nil {
		return err
	}
	var last, lastWith *journal.Date
	next := ""
	for _, e := range visits {
		if b := e.Body.(*journal.Appointment); e.When.Date >= v.To && !fellOut(b) && e.When.Date >= v.Made {
			next = journal.Fold(b.With)
			break
		}
	}
	for _, e := range visits {
		b := e.Body.(*journal.Appointment)
		if e.When.Date >= v.To || e.When.Date >= v.Made || fellOut(b) {
			continue
		}
		last = &e.When.Date
		if next != "" && journal.Fold(b.With) == next {
			lastWith = last
		}
	}
	v.Range = RangeAppointment
	switch {
	case lastWith != nil:
		v.From = *lastWith
	case last != nil:
		v.From = *last
	default:
		v.Range = RangeMonths
		v.From = journal.DateOf(v.To.Midnight().AddDate(0, -usualMonths, 1))
	}
	return nil
}

// fellOut reports that an appointment did not take place (FHIR R4, AppointmentStatus
// and EncounterStatus).
func fellOut(b *journal.Appointment) bool {
	return slices.Contains([]string{"cancelled", "canceled", "noshow", "missed", "entered-in-error"}, b.Status)
}

// visitGatherer fills a report, going through the entries of its days once.
type visitGatherer struct {
	app      *App
	r        *journal.Record
	v        *Visit
	person   Person
	measures []string
	before   journal.Date // the first day of as many days before From

	regimens []schedule.Regimen
	symptoms map[string]*symptomDays
	readings map[readingKey]*readings
	order    []readingKey
	reviewed map[journal.Date]bool
	rated    []journal.Entry // oldest first
	answers  []journal.Entry // oldest first
	doses    []journal.Entry // oldest first
}

func (g *visitGatherer) gather(ctx context.Context) error {
	steps := []struct {
		parts []Part
		fn    func(context.Context) error
	}{
		{[]Part{PartWho}, g.who},
		{[]Part{PartConditions}, g.conditions},
		{[]Part{PartTreatments, PartAdherence, PartHelped, PartSideEffects}, g.courses},
		{[]Part{PartTreatments}, g.treatments},
		{nil, g.read},
		{[]Part{PartAdherence, PartHelped}, g.readDoses},
		{[]Part{PartSymptoms}, g.rank},
		{[]Part{PartOutcome}, g.outcome},
		{[]Part{PartAdherence}, g.adherence},
		{[]Part{PartMeasurements}, g.measurements},
		{[]Part{PartHelped}, g.helped},
		{[]Part{PartSideEffects}, g.sideEffects},
		{[]Part{PartQuestionnaires}, g.questionnaires},
		{[]Part{PartQuestions}, g.questions},
	}
	for _, s := range steps {
		if s.parts != nil && !slices.ContainsFunc(s.parts, g.v.Has) {
			continue
		}
		if err := s.fn(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (g *visitGatherer) who(ctx context.Context) error {
	w := &VisitWho{Name: g.person.Name}
	g.v.Who = w
	return g.r.Each(ctx, journal.Query{Kinds: []journal.Kind{journal.KindPerson}}, func(e journal.Entry) error {
		b := e.Body.(*journal.Person)
		w.Born, w.Died, w.Sex, w.Said = b.Birth, b.Death, b.Sex, b.AgeSaid
		if b.Birth != nil && *b.Birth <= g.v.To {
			age := yearsBetween(b.Birth.Midnight(), g.v.To.Midnight())
			w.Age = &age
		}
		return nil
	})
}

// yearsBetween counts birthdays.
func yearsBetween(born, day time.Time) int {
	years := day.Year() - born.Year()
	if day.Month() < born.Month() || day.Month() == born.Month() && day.Day() < born.Day() {
		years--
	}
	return years
}

// in reports whether a day is in the report, and earlier in the days before.
func (g *visitGatherer) in(d journal.Date) bool      { return d >= g.v.From && d <= g.v.To }
func (g *visitGatherer) earlier(d journal.Date) bool { return d >= g.before && d < g.v.From }
