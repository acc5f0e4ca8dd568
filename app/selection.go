package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"kith/app/words"
	"kith/journal"
)

// Part is something that can be ticked when something is taken out of the journal:
// for the doctor visit, or as an export. Its text is the name used on the command
// line and in JSON, and never changes.
type Part string

// The parts, in the order in which they are offered. An entry of the record
// belongs to one of them ([PartOf]); those that the visit report alone has are
// views of the same entries.
const (
	PartWho            Part = "who"            // name, birth, sex
	PartConditions     Part = "conditions"     // diagnoses and allergies
	PartTreatments     Part = "treatments"     // what is taken, on which amounts and plans
	PartDoses          Part = "doses"          // each dose taken or skipped, and the supply
	PartOutcome        Part = "outcome"        // the chart above the treatments; report only
	PartSymptoms       Part = "symptoms"       // symptoms and flares
	PartAdherence      Part = "adherence"      // how many doses were taken; report only
	PartMeasurements   Part = "measurements"   // readings, also of wearables
	PartDailyLife      Part = "daily_life"     // food, triggers, activity, days said to be complete
	PartHelped         Part = "helped"         // what the person said that it helped; report only
	PartSideEffects    Part = "side_effects"   // what they said of side effects; report only
	PartRatings        Part = "ratings"        // how treatments did in their eyes; exports only
	PartQuestionnaires Part = "questionnaires" // answers, scores
	PartAppointments   Part = "appointments"   // visits; in an export with their questions
	PartQuestions      Part = "questions"      // what the person wants to ask; report only
	PartEvents         Part = "events"         // procedures, immunizations, life events
	PartNotes          Part = "notes"          // the person's own words: notes, and those beside other entries
	PartDocuments      Part = "documents"      // attachments
	PartShares         Part = "shares"         // the log of what was shared; exports only
)

// reportParts are those of the visit report, in the order of the page. The
// person's own words are off unless ticked.
var reportParts = []Part{PartWho, PartConditions, PartTreatments, PartOutcome, PartSymptoms, PartAdherence, PartMeasurements,
	PartHelped, PartSideEffects, PartQuestionnaires, PartQuestions, PartEvents, PartNotes}

// exportParts are those that entries belong to.
var exportParts = []Part{PartWho, PartConditions, PartTreatments, PartDoses, PartSymptoms, PartMeasurements, PartDailyLife,
	PartRatings, PartQuestionnaires, PartAppointments, PartEvents, PartNotes, PartDocuments, PartShares}

// ReportParts returns what can be ticked for the visit report.
func ReportParts() []Part { return slices.Clone(reportParts) }

// UsualReportParts returns what is ticked as long as nobody chose: everything but
// life events and the person's own words.
func UsualReportParts() []Part {
	return slices.DeleteFunc(ReportParts(), func(p Part) bool { return p == PartNotes || p == PartEvents })
}

// Parts returns what can be ticked for an export of this format: what the format
// has a place for.
func (f ExportFormat) Parts() []Part {
	switch f {
	case ExportFHIR:
		return slices.DeleteFunc(slices.Clone(exportParts), func(p Part) bool { return p == PartShares })
	case ExportIPS:
		return []Part{PartWho, PartConditions, PartTreatments, PartMeasurements, PartQuestionnaires, PartEvents, PartNotes}
	case ExportPhenopacket:
		return []Part{PartWho, PartConditions, PartTreatments, PartSymptoms, PartMeasurements, PartEvents}
	}
	return slices.Clone(exportParts)
}

// UsualParts returns what is ticked for this format as long as nobody chose: all
// for the forms that lose nothing; without the person's own words for those that
// are made for others to read.
func (f ExportFormat) UsualParts() []Part {
	parts := f.Parts()
	switch f {
	case ExportFHIR, ExportIPS, ExportPhenopacket:
		parts = slices.DeleteFunc(parts, func(p Part) bool { return p == PartNotes || p == PartDocuments })
	}
	return parts
}

// Text is what the part is called.
func (p Part) Text() string { return words.Text("part." + string(p)) }

// Explain says what of the record the part is.
func (p Part) Explain() string { return words.Text("part.explain." + string(p)) }

// PartOf returns the part that an entry belongs to. A definition belongs to what it
// defines.
func PartOf(e *journal.Entry) Part {
	kind := e.Kind
	if d, ok := e.Body.(*journal.Definition); ok {
		kind = d.Of
	}
	switch kind {
	case journal.KindPerson:
		return PartWho
	case journal.KindCondition:
		return PartConditions
	case journal.KindTreatment, journal.KindCourse, journal.KindDoseStep, journal.KindPlan, journal.KindExperiment:
		return PartTreatments
	case journal.KindDose, journal.KindStock:
		return PartDoses
	case journal.KindSymptom, journal.KindEpisode:
		return PartSymptoms
	case journal.KindMeasure, journal.KindSamples:
		return PartMeasurements
	case journal.KindEvaluation:
		return PartRatings
	case journal.KindInstrument, journal.KindResponse:
		return PartQuestionnaires
	case journal.KindAppointment:
		return PartAppointments
	case journal.KindEvent:
		return PartEvents
	case journal.KindAttachment:
		return PartDocuments
	case journal.KindShareGrant:
		return PartShares
	case journal.KindFactor, journal.KindDayReviewed:
		return PartDailyLife
	}
	return PartNotes
}

// ParsePart reads the name of a part, in any case, with a line or a space for "_".
// It fails with an [InputError].
func ParsePart(text string) (Part, error) {
	name := Part(strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(strings.TrimSpace(text))))
	if slices.Contains(reportParts, name) || slices.Contains(exportParts, name) {
		return name, nil
	}
	return "", input("%s", words.Text("part.unknown", text))
}

// ParseParts reads the parts that somebody asked for, out of those that there are:
// names, "all", "usual", and "-name" for all of those before but one. nil is the
// usual ones. It fails with an [InputError] that names those there are.
func ParseParts(texts []string, all, usual []Part) ([]Part, error) {
	if len(texts) == 0 {
		return slices.Clone(usual), nil
	}
	chosen := map[Part]bool{}
	for i, text := range texts {
		text = strings.ToLower(strings.TrimSpace(text))
		name, without := strings.CutPrefix(text, "-")
		if i == 0 && without {
			for _, p := range usual {
				chosen[p] = true
			}
		}
		set := []Part{}
		switch name {
		case "all":
			set = all
		case "usual":
			set = usual
		case "none":
		default:
			p, err := ParsePart(name)
			if err == nil && !slices.Contains(all, p) {
				err = input("%s", words.Text("part.not_here", text))
			}
			if err != nil {
				return nil, input("%w %s", err, words.Text("part.there_are", partNames(all)))
			}
			set = []Part{p}
		}
		for _, p := range set {
			chosen[p] = !without
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(p Part) bool { return !chosen[p] }), nil
}

func partNames(parts []Part) string {
	var names []string
	for _, p := range parts {
		names = append(names, string(p))
	}
	return strings.Join(names, ", ")
}

// Selection is what is taken out of one person's record: of what was ticked, that
// which lies in the days.
type Selection struct {
	Person Person
	// From and To are civil dates, both included; nil is from the first day, to
	// the last.
	From, To *journal.Date
	// Include are the parts; nil is the usual ones of the form, empty is none.
	Include []Part
}

// Ticked returns the parts in their order: Include, or the usual ones if it is nil.
func (s *Selection) Ticked(usual []Part) []Part {
	if s.Include == nil {
		return slices.Clone(usual)
	}
	return slices.Clone(s.Include)
}

// Covers reports whether the days of the selection cover an entry. What lasts (a
// condition, a course, a flare) is covered if a day of it is; what describes (the
// person, a scale, a treatment) always is.
func (s *Selection) Covers(e *journal.Entry) bool {
	first, last := e.When.Date, &e.When.Date
	switch b := e.Body.(type) {
	case *journal.Person, *journal.Definition, *journal.Instrument, *journal.Treatment:
		return true
	case *journal.Condition:
		last = b.End
		if b.OnsetUnknown {
			return s.From == nil || last == nil || *last >= *s.From
		}
	case *journal.Course:
		last = b.End
		if b.StartUnknown {
			return s.From == nil || last == nil || *last >= *s.From
		}
	case *journal.Plan:
		last = b.Until
	case *journal.DoseStep:
		last = nil // until the next one
	case *journal.Episode:
		last = nil
		if b.End != nil {
			day := journal.DateOf(*b.End)
			last = &day
		}
	}
	return (s.To == nil || first <= *s.To) && (s.From == nil || last == nil || *last >= *s.From)
}

// Holds reports whether an entry is taken along if parts are ticked. Of an entry
// that is, the note is only taken along where [PartNotes] is ticked too.
func (s *Selection) Holds(e *journal.Entry, parts []Part) bool {
	return slices.Contains(parts, PartOf(e)) && s.Covers(e)
}

// CountParts says how many entries each part of an export would hold in the days of
// a selection, whatever is ticked. Notes counts the entries with words of the
// person's own beside them, too. It reads all entries.
func (a *App) CountParts(ctx context.Context, s Selection) (map[Part]int, error) {
	counts := map[Part]int{}
	err := a.with(ctx, s.Person, func(r *journal.Record) error {
		return r.Each(ctx, journal.Query{Kinds: allKinds()}, func(e journal.Entry) error {
			if !s.Covers(&e) {
				return nil
			}
			part := PartOf(&e)
			counts[part]++
			if part != PartNotes && e.Note != "" {
				counts[PartNotes]++
			}
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("count what there is: %w", err)
	}
	return counts, nil
}
