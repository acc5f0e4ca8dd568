package app

import (
	"context"
	"math"
	"strings"

	"kith/app/words"
	"kith/journal"
	"kith/journal/units"
)

// symptomDays gathers the days of one symptom.
type symptomDays struct {
	name       string
	now, prior dayMarks
	ranks      bool // its values are ranks
	labels     map[float64]string
	policy     journal.Absence
}

// dayMarks are the days of a range on which a symptom was written about.
type dayMarks struct {
	days  map[journal.Date]*mark
	worst float64
	rated int // values
}

// mark is one day: the sum and the number of its values, and whether it was there.
type mark struct {
	sum, worst float64
	n          int
	there      bool
}

// readingKey names readings that can be compared.
type readingKey struct {
	name, part, unit string
	scale            journal.Scale
}

// readings are those of one measure in the days of the report.
type readings struct {
	name, part string
	unit       string // as people write it
	scale      journal.Scale
	values     []float64
	prior      []float64
	days       map[journal.Date]bool
	newest     *journal.Entry
	value      float64 // the newest
	low, high  *journal.Decimal
	below      int
	above      int
	ranged     int // readings with a laboratory's range
	device     bool
	lowest     float64
	highest    float64
	sum        float64
	count      int
}

// visitKinds are the kinds that read goes through for the parts.
func (g *visitGatherer) visitKinds() []journal.Kind {
	if g.v.Has(PartNotes) {
		return allKinds() // each may have words of the person's own
	}
	kinds := []journal.Kind{}
	add := func(kind journal.Kind, parts ...Part) {
		for _, p := range parts {
			if g.v.Has(p) {
				kinds = append(kinds, kind)
				return
			}
		}
	}
	add(journal.KindSymptom, PartSymptoms)
	add(journal.KindDayReviewed, PartSymptoms)
	add(journal.KindEpisode, PartSymptoms)
	add(journal.KindMeasure, PartMeasurements)
	add(journal.KindSamples, PartMeasurements)
	add(journal.KindEvent, PartEvents)
	return kinds
}

// read goes through the entries of the days and of as many before, newest first.
func (g *visitGatherer) read(ctx context.Context) error {
	v := g.v
	g.symptoms, g.readings = map[string]*symptomDays{}, map[readingKey]*readings{}
	if v.Has(PartSymptoms) {
		v.Symptoms = &VisitSymptoms{Days: v.Days, Listed: []VisitSymptom{}}
		if err := g.written(ctx); err != nil {
			return err
		}
	}
	if v.Has(PartHelped) || v.Has(PartSideEffects) {
		var err error
		if g.rated, err = g.until(ctx, journal.KindEvaluation); err != nil {
			return err
		}
	}
	if v.Has(PartQuestionnaires) {
		var err error
		if g.answers, err = g.until(ctx, journal.KindResponse); err != nil {
			return err
		}
	}
	kinds := g.visitKinds()
	if len(kinds) == 0 {
		return nil
	}
	return g.r.Each(ctx, journal.Query{Kinds: kinds, From: &g.before, To: &v.To}, func(e journal.Entry) error {
		in := g.in(e.When.Date)
		if in {
			g.ownWords(&e)
		}
		switch b := e.Body.(type) {
		case *journal.Observation:
			switch {
			case e.Kind == journal.KindSymptom && v.Has(PartSymptoms):
				g.symptom(&e, b, in)
			case e.Kind == journal.KindMeasure && v.Has(PartMeasurements):
				g.reading(&e, b, in)
			}
		case *journal.Segment:
			if v.Has(PartMeasurements) && in {
				g.segment(&e, b)
			}
		case *journal.Episode:
			if v.Has(PartSymptoms) && in {
				v.Symptoms.flare(&e, b)
			}
		case *journal.Event:
			if v.Has(PartEvents) && in {
				v.Events = append(v.Events, VisitEvent{Day: roughDay(e.When), Name: e.Name, Category: b.Category, Status: b.Status, Reason: b.Reason})
			}
		}
		return nil
	})
}

// until lists the entries of a kind up to the last day, oldest first.
func (g *visitGatherer) until(ctx context.Context, kind journal.Kind) ([]journal.Entry, error) {
	return g.r.List(ctx, journal.Query{Kinds: []journal.Kind{kind}, To: &g.v.To, Oldest: true})
}

// written counts the days with anything at all, and reads which were reviewed.
func (g *visitGatherer) written(ctx context.Context) error {
	v := g.v
	days, _, err := g.r.Days(ctx, journal.Query{From: &v.From, To: &v.To})
	if err != nil {
		return err
	}
	v.Symptoms.Written = len(days)
	g.reviewed = map[journal.Date]bool{}
	return g.r.Each(ctx, journal.Query{Kinds: []journal.Kind{journal.KindDayReviewed}, From: &g.before, To: &v.To}, func(e journal.Entry) error {
		g.reviewed[e.When.Date] = true
		return nil
	})
}

// ownWords keeps the words beside an entry.
func (g *visitGatherer) ownWords(e *journal.Entry) {
	if !g.v.Has(PartNotes) || e.Note == "" && e.Kind != journal.KindNote {
		return
	}
	n := VisitNote{Day: e.When.Date, Text: e.Note}
	if e.Kind == journal.KindNote || g.v.Has(PartOf(e)) { // what it stands beside is said only if that is ticked
		n.About = e.Name
	}
	if n.Text == "" {
		n.Text, n.About = n.About, ""
	}
	if n.Text != "" {
		g.v.Notes = append(g.v.Notes, n)
	}
}

func (g *visitGatherer) symptom(e *journal.Entry, b *journal.Observation, in bool) {
	key := journal.Fold(e.Name)
	s := g.symptoms[key]
	if s == nil {
		s = &symptomDays{name: e.Name, labels: map[float64]string{}}
		s.now.days, s.prior.days = map[journal.Date]*mark{}, map[journal.Date]*mark{}
		g.symptoms[key] = s
	}
	m := &s.prior
	if in {
		m = &s.now
	}
	m.add(s, e.When.Date, b.Value)
}

// add notes a value; those that are no rating say only that it was there.
func (m *dayMarks) add(s *symptomDays, d journal.Date, value *journal.Value) {
	day := m.days[d]
	if day == nil {
		day = &mark{}
		m.days[d] = day
	}
	if value == nil || value.Number == nil || value.Scale != journal.NRS && value.Scale != journal.Ordinal {
		day.there = day.there || value == nil || value.Scale != journal.YesNo || value.Number == nil || value.Number.Coef != 0
		return
	}
	x := value.Number.Float()
	if value.Scale == journal.Ordinal {
		s.ranks, s.labels[x] = true, value.Label
	}
	day.sum, day.n, day.worst = day.sum+x, day.n+1, math.Max(day.worst, x)
	day.there = day.there || x > 0
	m.rated++
	m.worst = math.Max(m.worst, x)
}

func (g *visitGatherer) reading(e *journal.Entry, b *journal.Observation, in bool) {
	v := b.Value
	if v == nil {
		return
	}
	if len(v.Parts) > 0 {
		for _, part := range v.Parts {
			g.number(e, readingKey{journal.Fold(e.Name), part.Name, part.Unit, v.Scale}, part.Number.Float(), in, b)
		}
		return
	}
	if v.Number == nil {
		return
	}
	g.number(e, readingKey{journal.Fold(e.Name), "", v.Unit, v.Scale}, v.Number.Float(), in, b)
}

func (g *visitGatherer) at(key readingKey, e *journal.Entry) *readings {
	r := g.readings[key]
	if r == nil {
		r = &readings{name: e.Name, part: key.part, unit: units.Text(key.unit), scale: key.scale, days: map[journal.Date]bool{}}
		g.readings[key] = r
		g.order = append(g.order, key)
	}
	return r
}

// number notes one reading; the first that comes is the newest.
func (g *visitGatherer) number(e *journal.Entry, key readingKey, x float64, in bool, b *journal.Observation) {
	r := g.at(key, e)
	if !in {
		r.prior = append(r.prior, x)
		return
	}
	if r.newest == nil {
		kept := *e
		r.newest, r.value = &kept, x
	}
	r.values = append(r.values, x)
	r.days[e.When.Date] = true
	if b.RangeLow == nil && b.RangeHigh == nil || len(b.Value.Parts) > 0 {
		return
	}
	if r.ranged++; r.ranged == 1 {
		r.low, r.high = b.RangeLow, b.RangeHigh
	}
	switch {
	case b.RangeLow != nil && b.Value.Number.Cmp(*b.RangeLow) < 0:
		r.below++
	case b.RangeHigh != nil && b.Value.Number.Cmp(*b.RangeHigh) > 0:
		r.above++
	}
}

// segment notes the readings of a device, which keep their ends and their sum.
func (g *visitGatherer) segment(e *journal.Entry, b *journal.Segment) {
	r := g.at(readingKey{journal.Fold(e.Name), "", "device " + b.Unit, journal.Quantity}, e)
	if !r.device {
		kept := *e
		r.device, r.newest, r.unit = true, &kept, units.Text(b.Unit)
		r.lowest, r.highest = math.Inf(1), math.Inf(-1)
	}
	r.lowest, r.highest = math.Min(r.lowest, b.Low.Float()), math.Max(r.highest, b.High.Float())
	r.sum, r.count = r.sum+b.Sum, r.count+b.Count
	r.days[e.When.Date] = true
}

// rangeText writes a laboratory's range: "3.5 to 5.1", "at most 5.1".
func rangeText(low, high *journal.Decimal) string {
	switch {
	case low == nil && high == nil:
		return ""
	case low == nil:
		return words.Text("visit.range.high", high.String())
	case high == nil:
		return words.Text("visit.range.low", low.String())
	}
	return strings.TrimSpace(words.Text("visit.range", low.String(), high.String()))
}
