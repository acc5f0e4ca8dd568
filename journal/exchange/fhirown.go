package exchange

import (
	"encoding/base64"
	"slices"

	"kith/journal"
)

// ownEntry reads from a resource that Kith wrote what the resource itself says of an
// entry of a kind, version 1 of FHIR.md. It leaves empty what is not there for
// certain: what it does not say, or says otherwise, stands in the extension, which is
// made by comparing the entry with what this function reads. So what it reads may
// never change for resources of version 1.
func ownEntry(kind journal.Kind, r *outResource) journal.Entry {
	e := journal.Entry{Kind: kind, Body: journal.NewBody(kind)}
	if id, ok := ownID(r.ID); ok {
		e.ID = id
	}
	if r.Note != nil {
		e.Note = r.Note[0].Text
	}
	if r.Meta != nil {
		for _, tag := range r.Meta.Tag {
			if tag.System == systemTag && tag.Code != "" {
				e.Tags = append(e.Tags, tag.Code)
			}
		}
	}
	e.Name = textOf(r.Code)
	at, period := r.EffectiveDateTime, r.EffectivePeriod
	switch b := e.Body.(type) {
	case *journal.Person:
		ownPerson(&e, b, r)
	case *journal.Observation:
		ownObservation(b, r)
	case *journal.Condition:
		at = r.OnsetDateTime
		ownCondition(b, r)
	case *journal.Course:
		e.Name = textOf(r.MedicationCodeableConcept)
		if r.ResourceType == "CarePlan" {
			e.Name, period = r.Title, r.Period
		}
		if period != nil {
			at, period = period.Start, nil
		}
		ownCourse(b, r)
	case *journal.Dose:
		ownDose(&e, b, r)
		if r.ResourceType == "Procedure" {
			at, period = r.PerformedDateTime, r.PerformedPeriod
		}
	case *journal.Evaluation:
		e.Name = ""
		ownEvaluation(b, r)
	case *journal.Episode:
		if period != nil {
			at, period = period.Start, nil
			if end, ok := ownTime(r.EffectivePeriod.End); ok {
				b.End = &end.Time
			}
		}
		ownEpisode(b, r)
	case *journal.Response:
		at = r.Authored
		ownResponse(b, r)
	case *journal.Event:
		at, period = ownEvent(&e, b, r)
	case *journal.Appointment:
		at, period = ownAppointment(&e, b, r)
	case *journal.Attachment:
		ownAttachment(&e, b, r)
	case *journal.Treatment:
		b.Codes = ownCodes(codingOf(r.Code))
	default:
		if kind == journal.KindNote {
			e.Note = r.ValueString
		}
	}
	if r.ResourceType == "Basic" && len(r.Created) == len("2006-01-02") {
		at = r.Created
	}
	if w, ok := ownPeriod(at, period); ok {
		e.When = w
	}
	return e
}

func codingOf(c *outConcept) []outCoding {
	if c == nil {
		return nil
	}
	return c.Coding
}

// ownID reads the id of a resource that Kith wrote.
func ownID(text string) (journal.ID, bool) {
	if len(text) != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return journal.ID{}, false
	}
	id, err := journal.ParseID(text[:8] + text[9:13] + text[14:18] + text[19:23] + text[24:])
	return id, err == nil
}

func ownPerson(e *journal.Entry, b *journal.Person, r *outResource) {
	if len(r.Name) > 0 {
		e.Name = r.Name[0].Text
	}
	b.Sex = r.Gender
	b.Birth, b.Death = ownDate(r.BirthDate), ownDate(r.DeceasedDateTime)
}

// ownDate reads a whole date, nil for none.
func ownDate(text string) *journal.Date {
	d, err := journal.ParseDate(text)
	if len(text) != len("2006-01-02") || err != nil {
		return nil
	}
	return &d
}

func ownObservation(b *journal.Observation, r *outResource) {
	if b.Value = ownComponents(r.Component); b.Value == nil {
		b.Value = r.outValue.value()
	}
	if r.BodySite != nil {
		b.Region = firstText(r.BodySite.list)
	}
	b.Codes = ownCodes(codingOf(r.Code))
	if len(r.ReferenceRange) > 0 {
		if q := r.ReferenceRange[0].Low; q != nil {
			b.RangeLow = q.Value
		}
		if q := r.ReferenceRange[0].High; q != nil {
			b.RangeHigh = q.Value
		}
	}
}

func firstCode(c *outConcept) string {
	if c == nil || len(c.Coding) == 0 {
		return ""
	}
	return c.Coding[0].Code
}

// ownCertainty is verification the other way round.
func ownCertainty(code string) string {
	switch code {
	case "provisional":
		return "suspected"
	case "refuted":
		return "ruled_out"
	}
	return code
}

func ownCondition(b *journal.Condition, r *outResource) {
	b.Category = "condition"
	b.Status, b.Certainty = firstCode(r.ClinicalStatus), ownCertainty(firstCode(r.VerificationStatus))
	b.Severity, b.Codes = textOf(r.Severity), ownCodes(codingOf(r.Code))
	b.OnsetUnknown = r.OnsetDateTime == ""
	if r.BodySite != nil {
		b.BodySystem = firstText(r.BodySite.list)
	}
	if w, ok := ownTime(r.AbatementDateTime); ok {
		b.End, b.EndPrecision = &w.Date, w.Precision
	}
	if r.ResourceType == "AllergyIntolerance" {
		b.Category = "allergy"
		if len(r.Reaction) > 0 {
			b.Reaction, b.Severity = firstText(r.Reaction[0].Manifestation), r.Reaction[0].Severity
		}
	}
}

func ownEpisode(b *journal.Episode, r *outResource) {
	if len(r.Focus) > 0 {
		b.Condition, _ = ownReference(r.Focus[0])
	}
	if len(r.Component) == 1 && r.Component[0].Code.Text == "Worst" {
		b.Worst = r.Component[0].value()
	} else {
		b.Worst = ownComponents(r.Component)
	}
}

func ownReference(r outReference) (journal.ID, bool) {
	if len(r.Reference) != len("urn:uuid:")+36 {
		return journal.ID{}, false
	}
	return ownID(r.Reference[len("urn:uuid:"):])
}

func ownCourse(b *journal.Course, r *outResource) {
	b.Purpose, b.StopReason, b.Codes = firstText(r.ReasonCode), firstText(r.StatusReason), ownCodes(codingOf(r.MedicationCodeableConcept))
	b.Status, b.Category = r.Status, "drug"
	p := r.EffectivePeriod
	if r.ResourceType == "CarePlan" {
		p, b.Category = r.Period, firstText(r.Category)
	}
	b.StartUnknown = r.EffectiveDateTime == "" && (p == nil || p.Start == "")
	b.Ongoing = p != nil && p.End == "" && r.ResourceType == "MedicationStatement"
	if p != nil {
		if w, ok := ownTime(p.End); ok {
			b.End, b.EndPrecision = &w.Date, w.Precision
		}
	}
	if r.Dosage != nil && len(r.Dosage.list) > 0 {
		d := &r.Dosage.list[0]
		b.Instructions, b.Route = d.Text, textOf(d.Route)
		if d.Timing != nil {
			b.Frequency = textOf(d.Timing.Code)
		}
		if len(d.DoseAndRate) > 0 {
			b.Amount = d.DoseAndRate[0].DoseQuantity.amount()
		}
	}
}

func ownDose(e *journal.Entry, b *journal.Dose, r *outResource) {
	b.Status = map[string]journal.DoseStatus{"completed": journal.DoseTaken, "not-done": journal.DoseSkipped, "unknown": journal.DoseDue}[r.Status]
	b.Reason = firstText(r.ReasonCode)
	if r.ResourceType == "Procedure" {
		b.Codes = ownCodes(codingOf(r.Code))
		return
	}
	e.Name, b.Codes = textOf(r.MedicationCodeableConcept), ownCodes(codingOf(r.MedicationCodeableConcept))
	if len(r.StatusReason) > 0 {
		b.Reason = firstText(r.StatusReason)
	}
	if r.Dosage != nil && len(r.Dosage.list) > 0 {
		b.Amount, b.Route = r.Dosage.list[0].Dose.amount(), textOf(r.Dosage.list[0].Route)
	}
}

func ownEvaluation(b *journal.Evaluation, r *outResource) {
	if len(r.Focus) > 0 {
		b.Treatment, _ = ownReference(r.Focus[0])
	}
	parts := map[string]**journal.Value{"Benefit": &b.Benefit, "Side effects": &b.SideEffect, "Burden": &b.Burden, "Cost": &b.Cost, "Adherence": &b.Adherence}
	for i := range r.Component {
		c := &r.Component[i]
		if part := parts[c.Code.Text]; part != nil {
			*part = c.value()
		} else if c.Code.Text == "Side effect" && c.ValueString != "" {
			b.SideEffects = append(b.SideEffects, c.ValueString)
		}
	}
}

func ownResponse(b *journal.Response, r *outResource) {
	for _, item := range r.Item {
		var answer *journal.Decimal
		if len(item.Answer) > 0 {
			answer = item.Answer[0].ValueDecimal
		}
		if item.LinkID == "score" {
			b.Score = answer
		} else {
			b.Answers = append(b.Answers, answer)
		}
	}
}

func ownEvent(e *journal.Entry, b *journal.Event, r *outResource) (at string, period *outPeriod) {
	b.Status, b.Reason, b.Codes = r.Status, firstText(r.ReasonCode), ownCodes(codingOf(r.Code))
	switch r.ResourceType {
	case "Procedure":
		b.Category = "procedure"
		return r.PerformedDateTime, r.PerformedPeriod
	case "Immunization":
		b.Category, e.Name, b.Codes = "immunization", textOf(r.VaccineCode), ownCodes(codingOf(r.VaccineCode))
		return r.OccurrenceDateTime, nil
	case "DiagnosticReport":
		b.Category = "report"
		for _, result := range r.Result {
			b.Results = append(b.Results, result.Display)
		}
	case "CarePlan":
		b.Category, e.Name = "care_plan", r.Title
		if r.Period != nil && r.Period.End == "" {
			return r.Period.Start, nil
		}
		return "", r.Period
	case "Goal":
		b.Category, b.Status = "goal", r.LifecycleStatus
		if said, ok := r.Description.(map[string]any); ok { // of a resource that was read
			e.Name, _ = said["text"].(string)
		} else if said, ok := r.Description.(*outConcept); ok { // of one that was made
			e.Name = said.Text
		}
		return r.StartDate, nil
	default:
		b.Status = ""
	}
	return r.EffectiveDateTime, r.EffectivePeriod
}

func ownAppointment(e *journal.Entry, b *journal.Appointment, r *outResource) (at string, period *outPeriod) {
	b.Reason = firstText(r.ReasonCode)
	if r.ResourceType == "Appointment" {
		e.Note = r.Comment
		e.Name, _ = r.Description.(string)
		if len(r.Participant) > 1 && r.Participant[1].Actor != nil {
			b.With = r.Participant[1].Actor.Display
		}
		if len(r.RequestedPeriod) > 0 {
			return r.RequestedPeriod[0].Start, nil
		}
		return "", &outPeriod{r.Start, r.End}
	}
	if b.Status = r.Status; r.Type != nil && len(r.Type.list) > 0 {
		e.Name, b.Codes = r.Type.list[0].Text, ownCodes(r.Type.list[0].Coding)
	}
	if len(r.Participant) > 0 && r.Participant[0].Individual != nil {
		b.With = r.Participant[0].Individual.Display
	}
	if r.Period != nil && r.Period.End == "" {
		return r.Period.Start, nil
	}
	return "", r.Period
}

func ownAttachment(e *journal.Entry, b *journal.Attachment, r *outResource) {
	e.Note, _ = r.Description.(string)
	if len(r.Content) == 0 {
		return
	}
	a := &r.Content[0].Attachment
	e.Name, b.MediaType, b.Size = a.Title, a.ContentType, a.Size
	if i := slices.IndexFunc(a.Extension, func(x outExtension) bool { return x.URL == extSHA256 }); i >= 0 {
		sum, err := base64.StdEncoding.DecodeString(a.Extension[i].ValueString)
		if err == nil {
			b.SHA256 = sum
		}
	}
}
