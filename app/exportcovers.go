package app

import "kith/journal"

// describes says of entries that they say what others mean, and nothing by
// themselves.
func describes(e *journal.Entry) bool {
	switch e.Kind {
	case journal.KindPerson, journal.KindDefinition, journal.KindInstrument, journal.KindTreatment, journal.KindDoseStep, journal.KindPlan:
		return true
	}
	return false
}

// use remembers what an entry that lies in the days of an export refers to, so that a
// scale or a treatment of other days is not told by its name.
func (x *exporter) use(e *journal.Entry) {
	if x.o.From == nil && x.o.To == nil {
		return
	}
	switch b := e.Body.(type) {
	case *journal.Segment:
		x.used[journal.KindMeasure.String()+" "+journal.Fold(e.Name)] = true
	case *journal.Observation:
		x.used[e.Kind.String()+" "+journal.Fold(e.Name)] = true
	case *journal.Response:
		x.used["instrument "+b.Instrument] = true
	case *journal.Course:
		x.used[b.Treatment.String()], x.used[e.ID.String()] = true, true
	case *journal.Evaluation:
		x.used[b.Treatment.String()] = true
	case *journal.Stock:
		x.used[b.Treatment.String()] = true
	case *journal.Dose:
		x.used[b.Course.String()] = true
	}
}

// covers reports whether an entry is taken along if its part is: it lies in the days,
// or it says what one means that does.
func (x *exporter) covers(e *journal.Entry) bool {
	if x.o.From == nil && x.o.To == nil {
		return true
	}
	switch b := e.Body.(type) {
	case *journal.Definition:
		return x.used[b.Of.String()+" "+journal.Fold(e.Name)]
	case *journal.Instrument:
		return x.used["instrument "+b.Instrument] || x.used["instrument "+e.Name]
	case *journal.Treatment:
		return x.used[e.ID.String()]
	case *journal.DoseStep:
		return x.used[b.Course.String()] && x.o.Covers(e)
	case *journal.Plan:
		return x.used[b.Course.String()] && x.o.Covers(e)
	}
	return x.o.Covers(e)
}
