package exchange

import (
	"strings"

	"kith/journal"
)

// fhirBuilder makes the entry of one resource, or the reason why there is none.
type fhirBuilder struct {
	f      *fhirReader
	res    *fhirResource
	entry  journal.Entry
	said   []string // facts about the patient
	skips  []Skip
	reason string
}

func (b *fhirBuilder) build() {
	switch b.res.ResourceType {
	case "Patient":
		b.patient()
	case "Condition":
		b.condition()
	case "AllergyIntolerance":
		b.allergy()
	case "Observation":
		b.observation()
	case "MedicationRequest", "MedicationStatement", "MedicationUsage":
		b.course()
	case "MedicationAdministration":
		b.dose()
	case "Procedure":
		b.event("procedure", b.res.Code, b.first(b.res.PerformedDateTime, b.res.OccurrenceDateTime), b.period(b.res.PerformedPeriod, b.res.OccurrencePeriod))
	case "Immunization":
		b.event("immunization", b.res.VaccineCode, b.first(b.res.OccurrenceDateTime, b.res.Recorded), nil)
	case "DiagnosticReport":
		b.report()
	case "Encounter":
		b.encounter()
	case "CarePlan":
		b.carePlan()
	case "Goal":
		b.goal()
	case "Medication":
		b.reason = "Medication resources only name medicines for others"
	default:
		b.notKept()
	}
	if b.reason == "" && b.entry.Note == "" {
		b.entry.Note = b.notes()
	}
}

// notKept refuses a resource type, naming at most so many different ones.
func (b *fhirBuilder) notKept() {
	kind := b.res.ResourceType
	if !b.f.seen[kind] && len(b.f.seen) >= 200 {
		b.reason = "resources of other types are not kept"
		return
	}
	b.f.seen[kind] = true
	b.reason = kind + " resources are not kept"
}

func (b *fhirBuilder) first(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

func (b *fhirBuilder) period(periods ...*fhirPeriod) *fhirPeriod {
	for _, p := range periods {
		if p != nil && p.Start != "" {
			return p
		}
	}
	return nil
}

func (b *fhirBuilder) notes() string {
	var out []string
	for _, n := range b.res.Note {
		if s := plain(n.Text); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, "\n")
}

// read reads a FHIR date, dateTime or instant.
func (b *fhirBuilder) read(s string) (journal.When, error) {
	st, err := dateReader{order: orderYMD}.read(s)
	if err != nil {
		return journal.When{}, err
	}
	w := st.when(b.f.opts.Zone)
	return w, w.Validate()
}

// when sets the entry's time from a date or a period. With neither it sets the
// reason and reports false.
func (b *fhirBuilder) when(date string, p *fhirPeriod) bool {
	if date == "" && p != nil {
		date = p.Start
	}
	if date == "" {
		b.reason = reasonNoDate
		return false
	}
	w, err := b.read(date)
	if err != nil {
		b.reason = reasonOf(err)
		return false
	}
	if p != nil && p.End != "" {
		end, err := b.read(p.End)
		switch {
		case err != nil:
			b.cell(reasonOf(err), "end")
		case end.Time.Before(w.Time):
			b.cell("ends before it begins", "end")
		case w.Precision <= journal.Day && end.Precision <= journal.Day:
			w.Duration = end.Time.Sub(w.Time)
		}
	}
	b.entry.When = w
	return true
}

// now is the time of something that was written down without a date.
func (b *fhirBuilder) now() journal.When {
	zone := b.f.opts.Zone
	return journal.OnDay(journal.DateOf(b.f.opts.Now.In(zone)), zone)
}

func (b *fhirBuilder) cell(reason, field string) {
	b.skips = append(b.skips, Skip{Reason: reason, Example: b.f.where(b.res.ResourceType) + ", " + field, Count: 1})
}

// named sets the entry's kind and name; without a name it reports false.
func (b *fhirBuilder) named(kind journal.Kind, name string) bool {
	b.entry.Kind, b.entry.Name = kind, name
	if name == "" {
		b.reason = reasonNoName
	}
	return name != ""
}

// patient keeps what describes the person, and neither name nor address.
func (b *fhirBuilder) patient() {
	res, who := b.res, &journal.Person{}
	plainDates := dateReader{order: orderYMD}
	say := func(field, column, s string) {
		if s = plain(s); s != "" && len(s) < 200 {
			plainDates.describe(who, field, column, s)
			b.said = append(b.said, column+"="+s)
		}
	}
	say("birth", "birth", res.BirthDate)
	say("sex", "sex", res.Gender)
	say("death", "death", res.DeceasedDateTime)
	if res.DeceasedBoolean {
		say("", "deceased", "yes")
	}
	if len(b.said) == 0 {
		b.reason = "says nothing about the person that Kith keeps"
		return
	}
	b.entry = journal.Entry{Kind: journal.KindPerson, When: b.now(), Name: personEntryName, Body: who}
}

// endOf sets an end date from its text.
func (b *fhirBuilder) endOf(s string) (*journal.Date, journal.Precision) {
	if s == "" {
		return nil, 0
	}
	st, err := dateReader{order: orderYMD}.read(s)
	if err != nil {
		b.cell(reasonOf(err), "end")
		return nil, 0
	}
	d := st.date()
	return &d, max(st.precision, journal.Day)
}

func (b *fhirBuilder) condition() {
	res := b.res
	if !b.named(journal.KindCondition, res.Code.name()) {
		return
	}
	c := &journal.Condition{Category: "condition", Status: res.ClinicalStatus.code(), Certainty: res.VerificationStatus.code(),
		Severity: res.Severity.name(), BodySystem: names(res.BodySite), Codes: res.Code.codes()}
	end := res.AbatementDateTime
	if end == "" && res.AbatementPeriod != nil {
		end = b.first(res.AbatementPeriod.End, res.AbatementPeriod.Start)
	}
	c.End, c.EndPrecision = b.endOf(end)
	b.onset(&c.OnsetUnknown)
	b.entry.Body = c
	var told []string
	if s := plain(res.OnsetString); s != "" {
		told = append(told, "Onset: "+s)
	}
	if res.OnsetAge != nil && res.OnsetAge.Value != "" {
		told = append(told, "Onset at age "+string(res.OnsetAge.Value)+" "+plain(res.OnsetAge.Unit))
	}
	if s := plain(res.AbatementString); s != "" {
		told = append(told, "Ended: "+s)
	}
	if s := b.notes(); s != "" {
		told = append(told, s)
	}
	b.entry.Note = strings.Join(told, "\n")
}

// onset sets the time to the onset, or else to when it was written down.
func (b *fhirBuilder) onset(unknown *bool) {
	res := b.res
	date := res.OnsetDateTime
	if date == "" && res.OnsetPeriod != nil {
		date = res.OnsetPeriod.Start
	}
	if date == "" {
		*unknown = true
		date = res.RecordedDate
	}
	if date == "" {
		b.entry.When = b.now()
		return
	}
	b.when(date, nil)
}

func (b *fhirBuilder) allergy() {
	res := b.res
	if !b.named(journal.KindCondition, res.Code.name()) {
		return
	}
	c := &journal.Condition{Category: "allergy", Status: res.ClinicalStatus.code(), Certainty: res.VerificationStatus.code(),
		Severity: plain(res.Criticality), Codes: res.Code.codes()}
	var reactions []string
	for _, r := range res.Reaction {
		if s := names(r.Manifestation); s != "" {
			reactions = append(reactions, s)
		}
		if r.Severity != "" {
			c.Severity = plain(r.Severity)
		}
	}
	c.Reaction = strings.Join(reactions, ", ")
	b.onset(&c.OnsetUnknown)
	b.entry.Body = c
}

// medicine names the medicine of a resource, wherever in the file it is told.
func (b *fhirBuilder) medicine() (string, []journal.Code) {
	if c := b.res.MedicationCodeableConcept; c != nil {
		return c.name(), c.codes()
	}
	ref := b.res.MedicationReference
	if ref == nil {
		return "", nil
	}
	concept, ok := b.f.index.medicines[ref.Reference]
	if !ok {
		concept, ok = b.f.index.medicines["Medication/"+lastSegment(ref.Reference)]
	}
	for i := range b.res.Contained {
		if inner := &b.res.Contained[i]; "#"+inner.ID == ref.Reference {
			concept, ok = inner.Code, true
		}
	}
	if name := concept.name(); ok && name != "" {
		return name, concept.codes()
	}
	return plain(ref.Display), nil
}

// course makes a course of a prescription or a statement.
func (b *fhirBuilder) course() {
	res := b.res
	name, codes := b.medicine()
	if !b.named(journal.KindCourse, name) {
		return
	}
	c := &journal.Course{Codes: codes, Status: plain(res.Status), Purpose: names(res.ReasonCode), Category: "drug", Ongoing: res.Status == "active"}
	dosage := append(append([]fhirDosage{}, res.DosageInstruction...), res.Dosage...)
	if len(dosage) > 0 {
		d := &dosage[0]
		c.Instructions, c.Route, c.Frequency = plain(d.Text), d.Route.name(), d.frequency()
		for _, rate := range d.DoseAndRate {
			if c.Amount == nil {
				c.Amount = b.amount(rate.DoseQuantity)
			}
		}
	}
	p := b.period(res.EffectivePeriod)
	start, end := b.first(res.EffectiveDateTime), res.DispenseRequest.ValidityPeriod.End
	if p != nil {
		start, end = p.Start, p.End
	}
	if start == "" {
		start = b.first(res.AuthoredOn, res.DispenseRequest.ValidityPeriod.Start)
	}
	if start == "" {
		c.StartUnknown = true
		start = res.DateAsserted
	}
	c.End, c.EndPrecision = b.endOf(end)
	if b.entry.Body = c; start == "" {
		b.entry.When = b.now()
		return
	}
	b.when(start, nil)
}

// frequency is how often, in the source's words or as "2 per 1 d".
func (d *fhirDosage) frequency() string {
	s := d.Timing.Code.name()
	if r := d.Timing.Repeat; s == "" && r.Frequency != "" {
		s = string(r.Frequency)
		if r.Period != "" {
			s += " per " + string(r.Period) + " " + r.PeriodUnit
		}
	}
	if d.AsNeededBoolean {
		s = strings.TrimSpace(s + " as needed")
	}
	return plain(s)
}

func (b *fhirBuilder) amount(q *fhirQuantity) *journal.Amount {
	if q == nil || q.Value == "" {
		return nil
	}
	n, err := exactNumber(string(q.Value))
	if err != nil {
		b.cell(reasonOf(err), "dose")
		return nil
	}
	return &journal.Amount{Number: n, Unit: q.unit()}
}

// unit is the UCUM code, or the unit in words.
func (q *fhirQuantity) unit() string {
	if q.System == "http://unitsofmeasure.org" && q.Code != "" {
		return plain(q.Code)
	}
	if q.Unit == "" {
		return plain(q.Code)
	}
	return plain(q.Unit)
}

func (b *fhirBuilder) dose() {
	res := b.res
	name, codes := b.medicine()
	if !b.named(journal.KindDose, name) {
		return
	}
	d := &journal.Dose{Status: journal.DoseTaken, Codes: codes, Reason: names(res.ReasonCode)}
	if res.Status == "not-done" {
		d.Status = journal.DoseSkipped
	}
	if len(res.Dosage) > 0 {
		d.Amount, d.Route = b.amount(res.Dosage[0].Dose), res.Dosage[0].Route.name()
	}
	b.entry.Body = d
	b.when(res.EffectiveDateTime, b.period(res.EffectivePeriod))
}

// event makes a procedure or an immunisation.
func (b *fhirBuilder) event(category string, code fhirConcept, date string, p *fhirPeriod) {
	if b.res.Status == "not-done" {
		b.reason = "recorded as not done"
		return
	}
	if !b.named(journal.KindEvent, code.name()) || !b.when(date, p) {
		return
	}
	b.entry.Body = &journal.Event{Category: category, Status: plain(b.res.Status), Reason: names(b.res.ReasonCode), Codes: code.codes()}
}

// maxResults bounds the readings that a report names.
const maxResults = 500

func (b *fhirBuilder) report() {
	res := b.res
	if !b.named(journal.KindEvent, res.Code.name()) || !b.when(b.first(res.EffectiveDateTime, res.Issued), b.period(res.EffectivePeriod)) {
		return
	}
	ev := &journal.Event{Category: "report", Status: plain(res.Status), Codes: res.Code.codes()}
	for _, r := range res.Result {
		if s := plain(r.Display); s != "" && len(ev.Results) < maxResults {
			ev.Results = append(ev.Results, s)
		}
	}
	b.entry.Body = ev
	b.entry.Note = plain(res.Conclusion)
}

func (b *fhirBuilder) encounter() {
	res := b.res
	name := names(res.Type)
	if name == "" {
		name = b.first(plain(res.Class.Display), plain(res.Class.Code))
	}
	if !b.named(journal.KindAppointment, name) || !b.when("", &res.Period) {
		return
	}
	a := &journal.Appointment{Status: plain(res.Status), Reason: names(res.ReasonCode)}
	for i := range res.Type {
		a.Codes = append(a.Codes, res.Type[i].codes()...)
	}
	for _, p := range res.Participant {
		a.With = b.first(a.With, plain(p.Individual.Display))
	}
	a.With = b.first(a.With, plain(res.ServiceProvider.Display))
	b.entry.Body = a
}

// carePlan keeps a plan as text: its activities, one a line.
func (b *fhirBuilder) carePlan() {
	res := b.res
	name := b.first(plain(res.Title), names(res.Category), "Care plan")
	if !b.named(journal.KindEvent, name) || !b.when("", &res.Period) {
		return
	}
	var lines []string
	if s := plain(string(res.Description)); s != "" {
		lines = append(lines, s)
	}
	for i := range res.Activity {
		d := &res.Activity[i].Detail
		s := b.first(d.Code.name(), plain(d.Description))
		if s == "" {
			continue
		}
		if d.Status != "" {
			s += " (" + plain(d.Status) + ")"
		}
		lines = append(lines, s)
	}
	if s := b.notes(); s != "" {
		lines = append(lines, s)
	}
	b.entry.Note = strings.Join(lines, "\n")
	ev := &journal.Event{Category: "care_plan", Status: plain(res.Status)}
	for i := range res.Category {
		ev.Codes = append(ev.Codes, res.Category[i].codes()...)
	}
	b.entry.Body = ev
}

func (b *fhirBuilder) goal() {
	res := b.res
	if !b.named(journal.KindEvent, plain(string(res.Description))) || !b.when(b.first(res.StartDate, res.StatusDate), nil) {
		return
	}
	b.entry.Body = &journal.Event{Category: "goal", Status: b.first(plain(res.LifecycleStatus), plain(res.Status))}
}
