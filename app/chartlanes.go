package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"kith/charts"
	"kith/journal"
)

// ChartTreatment is one lane: all courses of one name, and its doses.
type ChartTreatment struct {
	Name    string
	Courses []ChartCourse
	// Taken and Skipped count the single doses in the range.
	Taken, Skipped int
}

// ChartCourse is one spell of a treatment.
type ChartCourse struct {
	From         journal.Date
	To           *journal.Date // the last day; nil if it goes on or is not known
	Ongoing      bool
	StartUnknown bool // From is when it was written down
	EndUnknown   bool
	Amount       *journal.Amount
	Frequency    string
	Steps        []ChartStep // by day
}

// ChartStep is the amount from a day on.
type ChartStep struct {
	From   journal.Date
	Amount *journal.Amount
}

// ChartFlare is a flare or attack.
type ChartFlare struct {
	Name string
	From time.Time // as clocks showed it there and then
	To   *time.Time
}

type lane struct {
	ChartTreatment
	ids   []journal.ID // of the courses
	doses []charts.Dose
	// regular says of each dose that it was taken as the course has it.
	regular []bool
	known   journal.Date // the last day on which something was written about it
}

// maxRegularDoses is how many regular doses of a course can still be told apart.
const maxRegularDoses = 31

// seen returns the doses to draw: of very many regular ones the bar of the course
// speaks, and those that were skipped remain.
func (l *lane) seen() []charts.Dose {
	n := 0
	for _, regular := range l.regular {
		if regular {
			n++
		}
	}
	if n <= maxRegularDoses {
		return l.doses
	}
	var seen []charts.Dose
	for i, d := range l.doses {
		if !l.regular[i] {
			seen = append(seen, d)
		}
	}
	return seen
}

// lanes gathers treatments by name.
type lanes struct {
	list   []*lane
	byName map[string]*lane
	byID   map[journal.ID]*lane
}

func (l *lanes) of(name string) *lane {
	key := journal.Fold(name)
	if l.byName[key] == nil {
		l.byName[key] = &lane{ChartTreatment: ChartTreatment{Name: name}}
		l.list = append(l.list, l.byName[key])
	}
	return l.byName[key]
}

func newLanes() *lanes { return &lanes{byName: map[string]*lane{}, byID: map[journal.ID]*lane{}} }

// readCourses reads all courses and the steps of their doses, whenever they
// were: one that is in the range may have begun long before.
func (l *lanes) readCourses(ctx context.Context, r *journal.Record) error {
	err := r.Each(ctx, journal.Query{Kinds: []journal.Kind{journal.KindCourse}, Oldest: true}, func(e journal.Entry) error {
		b := e.Body.(*journal.Course)
		lane := l.of(e.Name)
		c := ChartCourse{From: e.When.Date, To: b.End, Ongoing: b.Ongoing && b.End == nil, StartUnknown: b.StartUnknown,
			Amount: b.Amount, Frequency: b.Frequency}
		if c.To == nil && !c.Ongoing {
			c.Ongoing = b.Status == "active"
			c.EndUnknown = !c.Ongoing
		}
		lane.Courses = append(lane.Courses, c)
		lane.ids = append(lane.ids, e.ID)
		l.byID[e.ID] = lane
		return nil
	})
	if err != nil {
		return err
	}
	steps, err := r.List(ctx, journal.Query{Kinds: []journal.Kind{journal.KindDoseStep}, Oldest: true})
	if err != nil {
		return err
	}
	replaced := map[journal.ID]bool{}
	for _, e := range steps {
		for _, id := range e.Body.(*journal.DoseStep).Replaces {
			replaced[id] = true
		}
	}
	for _, e := range steps {
		b := e.Body.(*journal.DoseStep)
		lane := l.byID[b.Course]
		if lane == nil || replaced[e.ID] { // its course was deleted, or the amounts were planned anew
			continue
		}
		c := &lane.Courses[slices.Index(lane.ids, b.Course)]
		c.Steps = append(c.Steps, ChartStep{e.When.Date, b.Amount})
		lane.known = max(lane.known, e.When.Date)
	}
	return nil
}

// readDoses puts the doses of the range on the lanes of their courses, or of
// their names.
func (l *lanes) readDoses(ctx context.Context, r *journal.Record, span journal.Span) error {
	q := journal.Query{Kinds: []journal.Kind{journal.KindDose}, From: span.From, To: span.To, Oldest: true}
	return r.Each(ctx, q, func(e journal.Entry) error {
		b := e.Body.(*journal.Dose)
		if b.Status == journal.DoseDue {
			return nil
		}
		lane := l.byID[b.Course]
		if lane == nil {
			lane = l.of(e.Name)
		}
		if b.Status == journal.DoseSkipped {
			lane.Skipped++
		} else {
			lane.Taken++
		}
		lane.known = max(lane.known, e.When.Date)
		lane.regular = append(lane.regular, b.Status == journal.DoseTaken && !b.AsNeeded && l.byID[b.Course] != nil)
		lane.doses = append(lane.doses, charts.Dose{At: wallClock(e.When), Skipped: b.Status == journal.DoseSkipped, Label: b.Amount.String()})
		return nil
	})
}

func wallClock(w journal.When) time.Time { return w.Time.Add(time.Duration(w.Offset) * time.Second) }

// maxChartLanes is how many lanes package charts takes.
const maxChartLanes = 500

func (c *Chart) gatherTreatments(ctx context.Context, r *journal.Record) error {
	l := newLanes()
	if err := l.readCourses(ctx, r); err != nil {
		return err
	}
	if err := l.readDoses(ctx, r, c.span()); err != nil {
		return err
	}
	var shown []*lane
	for _, lane := range l.list {
		lane.Courses = slices.DeleteFunc(lane.Courses, func(course ChartCourse) bool { return !course.touches(lane, c.From, c.To) })
		if len(lane.Courses) > 0 || len(lane.doses) > 0 {
			shown = append(shown, lane)
		}
	}
	slices.SortStableFunc(shown, func(a, b *lane) int {
		if d := cmp.Compare(min(len(b.Courses), 1), min(len(a.Courses), 1)); d != 0 { // courses above single doses
			return d
		}
		if len(a.Courses) > 0 {
			return cmp.Compare(a.Courses[0].From, b.Courses[0].From)
		}
		return cmp.Compare(len(b.doses), len(a.doses))
	})
	for _, lane := range shown[:min(len(shown), maxChartLanes)] {
		c.Treatments = append(c.Treatments, lane.ChartTreatment)
		c.Timeline.Lanes = append(c.Timeline.Lanes, charts.Lane{Name: lane.Name, Spans: lane.spans(), Doses: lane.seen()})
	}
	return nil
}

// until returns the last day of a course as far as it is known; ok is false if
// it goes on.
func (c *ChartCourse) until(l *lane) (last journal.Date, ok bool) {
	switch {
	case c.Ongoing:
		return 0, false
	case c.To != nil:
		return max(*c.To, c.From), true
	}
	return max(c.From, l.known), true
}

func (c *ChartCourse) touches(l *lane, from, to journal.Date) bool {
	last, ends := c.until(l)
	return c.From <= to && (!ends || last >= from)
}

// spans are the stretches of one amount.
func (l *lane) spans() []charts.Span {
	var spans []charts.Span
	largest := map[string]float64{} // by unit
	each := func(a *journal.Amount) {
		if a != nil {
			largest[a.Unit] = max(largest[a.Unit], a.Number.Float())
		}
	}
	for _, c := range l.Courses {
		each(c.Amount)
		for _, s := range c.Steps {
			each(s.Amount)
		}
	}
	for i := range l.Courses {
		c := &l.Courses[i]
		steps := c.Steps
		if len(steps) == 0 || steps[0].From > c.From {
			steps = append([]ChartStep{{c.From, c.Amount}}, steps...)
		}
		for i, s := range steps {
			span := charts.Span{From: s.From.Midnight(), Label: s.Amount.String()}
			if last, ends := c.until(l); ends {
				span.To = (last + 1).Midnight()
			}
			if i+1 < len(steps) {
				span.To = steps[i+1].From.Midnight()
			}
			if s.Amount != nil && len(largest) == 1 && largest[s.Amount.Unit] > 0 {
				span.Level = max(s.Amount.Number.Float()/largest[s.Amount.Unit], 0)
			}
			if span.To.IsZero() || span.To.After(span.From) {
				spans = append(spans, span)
			}
		}
	}
	return spans
}

// treatedSpan returns the days from the first course to the last thing known
// about any; ok is false if there is none.
func treatedSpan(ctx context.Context, r *journal.Record) (first, last journal.Date, ok bool, err error) {
	l := newLanes()
	if err = l.readCourses(ctx, r); err == nil {
		err = l.readDoses(ctx, r, journal.Span{})
	}
	day := func(d journal.Date) {
		if !ok {
			first, last, ok = d, d, true
		}
		first, last = min(first, d), max(last, d)
	}
	for _, lane := range l.list {
		for i := range lane.Courses {
			day(lane.Courses[i].From)
			if end, ends := lane.Courses[i].until(lane); ends {
				day(end)
			}
		}
		for _, d := range lane.doses {
			day(journal.DateOf(d.At))
		}
	}
	return first, last, ok, err
}

func (c *Chart) gatherFlares(ctx context.Context, r *journal.Record) error {
	// One that began before the range may last into it.
	q := journal.Query{Kinds: []journal.Kind{journal.KindEpisode}, To: &c.To, Oldest: true}
	return r.Each(ctx, q, func(e journal.Entry) error {
		f := ChartFlare{Name: e.Name, From: wallClock(e.When)}
		if e.When.Precision >= journal.Day {
			f.From = e.When.Date.Midnight()
		}
		band := charts.Band{From: f.From, Name: f.Name}
		end := e.Body.(*journal.Episode).End
		if end == nil && e.When.Duration > 0 {
			after := e.When.Time.Add(e.When.Duration)
			end = &after
		}
		if end != nil {
			to := end.UTC().Add(time.Duration(e.When.Offset) * time.Second)
			if to.Before(f.From) || !to.After(c.Timeline.From) {
				return nil
			}
			f.To, band.To = &to, to
			if !to.After(f.From) { // a moment still has to be seen
				band.To = to.Add(time.Minute)
			}
		}
		c.Flares = append(c.Flares, f)
		c.Timeline.Bands = append(c.Timeline.Bands, band)
		return nil
	})
}
