package exchange

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"kith/journal"
)

// isDrug says whether a treatment of a category is a medicine; if nobody said what
// it is, it is taken for one.
func isDrug(category string) bool {
	return category == "" || category == "drug" || category == "supplement" || category == "medication"
}

// courseStatus is where a course stands on a day, in the words of a
// MedicationStatement: unknown unless the record says it.
func courseStatus(e *journal.Entry, c *journal.Course, today journal.Date) string {
	switch {
	case c.End != nil && *c.End < today, c.Stopped != nil && c.End != nil && *c.End <= today && !c.Stopped.After(today.Midnight().Add(24*time.Hour)):
		if c.StopReason != "" || c.Status == "stopped" {
			return "stopped"
		}
		return "completed"
	case c.Status == "stopped", c.Status == "completed", c.Status == "not-taken", c.Status == "on-hold", c.Status == "intended", c.Status == "unknown":
		return c.Status
	case c.Status == "cancelled", c.Status == "ended":
		return "stopped"
	case e.When.Date > today && !c.StartUnknown:
		return "intended"
	}
	for _, p := range c.Pauses {
		if p.From <= today && (p.To == nil || *p.To >= today) {
			return "on-hold"
		}
	}
	if c.Ongoing || c.Status == "active" || c.End != nil {
		return "active"
	}
	return "unknown"
}

func (f *fhirMaker) course(r *outResource, e *journal.Entry, c *journal.Course) {
	category := c.Category
	if category == "" {
		category = f.Regimen.Category[e.ID]
	}
	status := courseStatus(e, c, journal.DateOf(f.Now))
	p := &outPeriod{}
	if !c.StartUnknown {
		p.Start = fhirTime(e.When)
	}
	if c.End != nil && (c.StartUnknown || *c.End >= e.When.Date) { // FHIR per-1: it does not end before it starts
		p.End = fhirTime(journal.When{Date: *c.End, Precision: max(c.EndPrecision, journal.Day)})
	}
	if *p == (outPeriod{}) {
		p = nil
	}
	if !isDrug(category) {
		r.ResourceType, r.Intent, r.Period, r.Title = "CarePlan", "plan", p, fhirText(e.Name)
		r.Status = map[string]string{"active": "active", "on-hold": "on-hold", "completed": "completed", "stopped": "revoked", "intended": "draft"}[status]
		if r.Status == "" {
			r.Status = "unknown"
		}
		if text := fhirText(c.Instructions); text != "" {
			r.Description = text
		}
		r.Category = textConcepts(category)
		return
	}
	r.ResourceType, r.Status = "MedicationStatement", status
	r.MedicationCodeableConcept = f.concept(journal.KindTreatment, e.Name, c.Codes)
	r.EffectivePeriod = p
	if p != nil && p.End == "" && !c.Ongoing { // whether it went on is not said
		r.EffectivePeriod, r.EffectiveDateTime = nil, p.Start
	}
	r.ReasonCode = textConcepts(c.Purpose)
	r.StatusReason = textConcepts(c.StopReason)
	r.DateAsserted = fhirInstant(e.Recorded)
	r.Dosage = f.dosage(e.ID, c)
}

// dosage says what a course is taken as: by its plans, or as it was written.
func (f *fhirMaker) dosage(id journal.ID, c *journal.Course) *outDosages {
	route := textConcept(c.Route)
	var list []outDosage
	for _, p := range f.Regimen.Plans[id] {
		amount := p.Amount
		if amount == nil {
			amount = f.Regimen.Amount[id]
		}
		if amount == nil {
			amount = c.Amount
		}
		d := outDosage{Text: fhirText(c.Instructions), Route: route, Timing: planTiming(p)}
		if f.PlanText != nil && d.Text == "" {
			d.Text = fhirText(f.PlanText(p))
		}
		if p.AsNeeded {
			d.AsNeededBoolean = &p.AsNeeded
		}
		if q := amountQuantity(amount); q != nil {
			d.DoseAndRate = []outDoseRate{{q}}
		}
		if q := amountQuantity(p.MaxPerDay); q != nil {
			day := journal.DecimalOf(24)
			d.MaxDosePerPeriod = &outRatio{Numerator: q, Denominator: quantityOf(&day, "h", "")}
		}
		list = append(list, d)
	}
	if len(list) == 0 {
		d := outDosage{Text: fhirText(c.Instructions), Route: route}
		if c := textConcept(c.Frequency); c != nil {
			d.Timing = &outTiming{Code: c}
		}
		amount := c.Amount
		if now := f.Regimen.Amount[id]; now != nil {
			amount = now
		}
		if q := amountQuantity(amount); q != nil {
			d.DoseAndRate = []outDoseRate{{q}}
		}
		if d.Text == "" && d.Route == nil && d.Timing == nil && d.DoseAndRate == nil {
			return nil
		}
		list = append(list, d)
	}
	return &outDosages{list: list}
}

// planTiming writes a plan by the clock on every day or on days of the week, and so
// many hours apart; nil for what FHIR's Timing would say otherwise than meant.
func planTiming(p *journal.Plan) *outTiming {
	one := journal.DecimalOf(1)
	r := &outRepeat{}
	switch {
	case p.AsNeeded || !p.After.IsZero() || p.CycleOn > 0 || p.WindowFrom != nil:
		return nil
	case p.Every > 0 && p.Every%3600 == 0 && p.Rule == "":
		hours := journal.DecimalOf(int64(p.Every / 3600))
		r.Frequency, r.Period, r.PeriodUnit = 1, &hours, "h"
	case len(p.Times) > 0 && p.Rule == "":
		r.Frequency, r.Period, r.PeriodUnit = len(p.Times), &one, "d"
	case len(p.Times) > 0:
		days, ok := strings.CutPrefix(p.Rule, "FREQ=WEEKLY;BYDAY=")
		if !ok {
			return nil
		}
		for _, day := range strings.Split(days, ",") {
			name := map[string]string{"MO": "mon", "TU": "tue", "WE": "wed", "TH": "thu", "FR": "fri", "SA": "sat", "SU": "sun"}[day]
			if name == "" {
				return nil
			}
			r.DayOfWeek = append(r.DayOfWeek, name)
		}
	default:
		return nil
	}
	for _, minute := range p.Times {
		if minute < 0 || minute >= 24*60 {
			return nil
		}
		r.TimeOfDay = append(r.TimeOfDay, fmt.Sprintf("%02d:%02d:00", minute/60, minute%60))
	}
	if p.Until != nil {
		r.BoundsPeriod = &outPeriod{End: p.Until.String()}
	}
	return &outTiming{Repeat: r}
}

// dose writes a dose that was taken as given, one that was skipped as not done with
// the reason, and one of which only is known that it was due as unknown.
func (f *fhirMaker) dose(r *outResource, e *journal.Entry, d *journal.Dose) {
	status := map[journal.DoseStatus]string{journal.DoseTaken: "completed", journal.DoseSkipped: "not-done"}[d.Status]
	if status == "" {
		status = "unknown"
	}
	reason := textConcepts(d.Reason)
	if !isDrug(f.Regimen.Category[d.Course]) {
		r.ResourceType, r.Status = "Procedure", status
		r.Code = f.concept(journal.KindTreatment, e.Name, d.Codes)
		if r.ReasonCode = reason; fhirEnd(e.When) != "" {
			r.PerformedPeriod = &outPeriod{Start: fhirTime(e.When), End: fhirEnd(e.When)}
		} else {
			r.PerformedDateTime = fhirTime(e.When)
		}
		return
	}
	r.ResourceType, r.Status = "MedicationAdministration", status
	r.MedicationCodeableConcept = f.concept(journal.KindTreatment, e.Name, d.Codes)
	r.when(e.When)
	if status == "not-done" {
		r.StatusReason = reason
	} else {
		r.ReasonCode = reason
	}
	if q := amountQuantity(d.Amount); q != nil {
		r.Dosage = &outDosages{one: true, list: []outDosage{{Dose: q, Route: textConcept(d.Route)}}}
	}
}

// The words of FHIR for the status of events (hl7.org/fhir/R4/valueset-event-status.html)
// and of reports.
var (
	eventStatus  = []string{"preparation", "in-progress", "not-done", "on-hold", "stopped", "completed"}
	reportStatus = []string{"registered", "partial", "preliminary", "final", "amended", "corrected", "appended", "cancelled"}
	visitStatus  = []string{"planned", "arrived", "triaged", "in-progress", "onleave", "finished", "cancelled"}
	planStatus   = []string{"draft", "active", "on-hold", "revoked", "completed"}
	goalStatus   = []string{"proposed", "planned", "accepted", "active", "on-hold", "completed", "cancelled", "rejected"}
)

// statusIn returns a status if FHIR has it, else unknown.
func statusIn(words []string, status string) string {
	if slices.Contains(words, status) {
		return status
	}
	return "unknown"
}

func (f *fhirMaker) event(r *outResource, e *journal.Entry, b *journal.Event) {
	concept := f.concept(journal.KindEvent, e.Name, b.Codes)
	at, end := fhirTime(e.When), fhirEnd(e.When)
	var period *outPeriod
	if end != "" {
		period = &outPeriod{Start: at, End: end}
	}
	switch {
	case b.Category == "procedure":
		r.ResourceType, r.Status, r.Code = "Procedure", statusIn(eventStatus, b.Status), concept
		r.ReasonCode, r.PerformedPeriod = textConcepts(b.Reason), period
		if period == nil {
			r.PerformedDateTime = at
		}
	case b.Category == "immunization" && (b.Status == "" || b.Status == "completed" || b.Status == "not-done"):
		r.ResourceType, r.Status, r.VaccineCode = "Immunization", "completed", concept
		if b.Status != "" {
			r.Status = b.Status
		}
		r.Subject, r.Patient, r.OccurrenceDateTime, r.ReasonCode = nil, r.Subject, at, textConcepts(b.Reason)
	case b.Category == "report":
		r.ResourceType, r.Status, r.Code, r.Note = "DiagnosticReport", statusIn(reportStatus, b.Status), concept, nil
		r.EffectivePeriod = period
		if period == nil {
			r.EffectiveDateTime = at
		}
		for _, result := range b.Results {
			if result = fhirText(result); result != "" {
				r.Result = append(r.Result, outReference{Display: result})
			}
		}
	case b.Category == "care_plan":
		r.ResourceType, r.Status, r.Intent, r.Title = "CarePlan", statusIn(planStatus, b.Status), "plan", fhirText(e.Name)
		if r.Period = period; period == nil {
			r.Period = &outPeriod{Start: at}
		}
	case b.Category == "goal" && slices.Contains(goalStatus, b.Status):
		r.ResourceType, r.LifecycleStatus, r.Description = "Goal", b.Status, concept
		if len(at) == len("2006-01-02") {
			r.StartDate = at
		}
	default:
		r.ResourceType, r.Status, r.Code = "Observation", "final", concept
		r.Category = []outConcept{*codedConcept(systemObsType, "social-history")}
		yes := true
		r.when(e.When)
		r.Issued, r.ValueBoolean = fhirInstant(e.Recorded), &yes
	}
}

// appointment writes a visit to come as an Appointment, and one that is over, or may
// be, as an Encounter of which often not more is known than that it was.
func (f *fhirMaker) appointment(r *outResource, e *journal.Entry, b *journal.Appointment) {
	r.ReasonCode = textConcepts(b.Reason)
	note := firstNote(r)
	r.Note = nil
	kind := f.concept(journal.KindAppointment, e.Name, b.Codes)
	if e.When.Time.After(f.Now) && b.Status == "" {
		r.ResourceType, r.Status, r.Subject = "Appointment", "proposed", nil
		r.Comment = note
		r.Description = kind.Text
		if kind.Text == "" {
			r.Description = nil
		}
		if e.When.Precision == journal.Instant && e.When.Duration > 0 && e.When.Duration%time.Millisecond == 0 {
			r.Status, r.Start, r.End = "booked", fhirTime(e.When), fhirEnd(e.When)
		} else {
			r.RequestedPeriod = []outPeriod{{Start: fhirTime(e.When)}}
		}
		r.Participant = []outParticipant{{Actor: f.patient(), Status: "accepted"}}
		if with := fhirText(b.With); with != "" {
			r.Participant = append(r.Participant, outParticipant{Actor: &outReference{Display: with}, Status: "needs-action"})
		}
		return
	}
	r.ResourceType, r.Status = "Encounter", statusIn(visitStatus, b.Status)
	r.Class = &outCoding{System: systemTHO + "v3-NullFlavor", Code: "UNK", Display: "unknown"}
	r.Type = &outConcepts{list: []outConcept{*kind}}
	r.Period = &outPeriod{Start: fhirTime(e.When), End: fhirEnd(e.When)}
	if with := fhirText(b.With); with != "" {
		r.Participant = []outParticipant{{Individual: &outReference{Display: with}}}
	}
}

func firstNote(r *outResource) string {
	if len(r.Note) == 0 {
		return ""
	}
	return r.Note[0].Text
}
