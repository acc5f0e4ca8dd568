package exchange

import (
	"encoding/base64"
	"fmt"
	"slices"
	"time"

	"kith/journal"
)

// Regimen is what a record says about the courses of treatments, to which plans and
// steps of the amount belong.
type Regimen struct {
	Category map[journal.ID]string          // of a course, or of its treatment
	Plans    map[journal.ID][]*journal.Plan // of a course, those in force
	Amount   map[journal.ID]*journal.Amount // of a course, now
}

// FHIROptions say whose record is written and what is known beside its entries.
type FHIROptions struct {
	Person  string         // the name
	Record  journal.ID     // the space, which is the patient's id
	Who     *journal.Entry // what describes the person; nil is nothing
	Now     time.Time      // of the export
	Program string         // "Kith 0.1.0"
	// Codes returns the codes of the vocabulary for a name that is one of its own,
	// none for any other. nil takes only what the record has.
	Codes func(kind journal.Kind, name string) []journal.Code
	// Category returns the vocabulary's category of a measure ("lab", "vital"), "" for
	// a name that is none of its own. It may be nil.
	Category func(kind journal.Kind, name string) string
	// PlanText says in words when the doses of a plan are due; may be nil.
	PlanText func(*journal.Plan) string
	// Questions returns the items of a questionnaire as they were asked; may be nil.
	Questions func(*journal.Response) []string
	// Content returns the bytes of an attachment; nil leaves them out. Without an
	// error it may return nil for one that is not there.
	Content func(e *journal.Entry) ([]byte, error)
	Regimen Regimen
	// Has reports whether an entry is written too; a reference to one that is not is
	// left out. nil is that all are.
	Has func(journal.ID) bool
	// Plain leaves out Kith's own extensions: what is for other programs only.
	Plain bool
}

// fhirMaker makes the resource of an entry. It says nothing that the entry does not.
type fhirMaker struct {
	FHIROptions
	known map[nameKey][]journal.Code // answers of Codes
}

type nameKey struct {
	kind journal.Kind
	name string
}

// maxKnown bounds the answers that are kept.
const maxKnown = 10_000

// uuid writes an id as FHIR likes them: 8-4-4-4-12 digits.
func uuid(id journal.ID) string {
	text := id.String()
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
}

// urn is the address of a resource within its bundle.
func urn(id journal.ID) string { return "urn:uuid:" + uuid(id) }

func refer(id journal.ID) *outReference { return &outReference{Reference: urn(id)} }

func (f *fhirMaker) patient() *outReference { return refer(f.Record) }

// focus refers to the entry that another one is about, if it is in the file.
func (f *fhirMaker) focus(id journal.ID) []outReference {
	if id.IsZero() || f.Has != nil && !f.Has(id) {
		return nil
	}
	return []outReference{*refer(id)}
}

// concept names what an entry is about: in words, and with the record's codes or, if
// it has none, those of the vocabulary.
func (f *fhirMaker) concept(kind journal.Kind, name string, codes []journal.Code) *outConcept {
	if len(codes) == 0 && f.Codes != nil {
		key := nameKey{kind, name}
		known, ok := f.known[key]
		if !ok {
			if f.known == nil || len(f.known) >= maxKnown {
				f.known = map[nameKey][]journal.Code{}
			}
			known = f.Codes(kind, name)
			f.known[key] = known
		}
		codes = known
	}
	c := &outConcept{Coding: codings(codes), Text: fhirText(name)}
	if c.Text == "" && len(c.Coding) == 0 {
		return absent()
	}
	return c
}

// make returns the resource of an entry, but for samples.
func (f *fhirMaker) make(e *journal.Entry) (*outResource, error) {
	r := &outResource{ID: uuid(e.ID), Subject: f.patient()}
	if note := fhirText(e.Note); note != "" {
		r.Note = []outNote{{note}}
	}
	for _, tag := range e.Tags {
		if isToken(tag) {
			if r.Meta == nil {
				r.Meta = new(outMeta)
			}
			r.Meta.Tag = append(r.Meta.Tag, outCoding{System: systemTag, Code: tag})
		}
	}
	switch b := e.Body.(type) {
	case *journal.Observation:
		f.observation(r, e, b)
	case *journal.Condition:
		f.condition(r, e, b)
	case *journal.Episode:
		f.episode(r, e, b)
	case *journal.Course:
		f.course(r, e, b)
	case *journal.Dose:
		f.dose(r, e, b)
	case *journal.Evaluation:
		f.evaluation(r, e, b)
	case *journal.Response:
		f.response(r, e, b)
	case *journal.Event:
		f.event(r, e, b)
	case *journal.Appointment:
		f.appointment(r, e, b)
	case *journal.Attachment:
		return r, f.attachment(r, e, b)
	default:
		f.other(r, e)
	}
	return r, nil
}

// when sets effective[x].
func (r *outResource) when(w journal.When) {
	if end := fhirEnd(w); end != "" {
		r.EffectivePeriod = &outPeriod{Start: fhirTime(w), End: end}
		return
	}
	r.EffectiveDateTime = fhirTime(w)
}

// observationCategories are the codes of FHIR for what sort of observation it is
// (hl7.org/fhir/R4/valueset-observation-category.html).
var observationCategories = []string{"social-history", "vital-signs", "imaging", "laboratory", "procedure", "survey", "exam", "therapy", "activity"}

func (f *fhirMaker) observation(r *outResource, e *journal.Entry, o *journal.Observation) {
	r.ResourceType, r.Status = "Observation", "final"
	for _, tag := range e.Tags { // as they came from another FHIR file
		if slices.Contains(observationCategories, tag) {
			r.Category = append(r.Category, *codedConcept(systemObsType, tag))
		}
	}
	r.Code = f.concept(e.Kind, e.Name, o.Codes)
	if sort := f.category(e, r.Code); len(r.Category) == 0 && sort != "" {
		r.Category = []outConcept{*codedConcept(systemObsType, sort)}
	}
	r.when(e.When)
	r.Issued = fhirInstant(e.Recorded)
	r.Component = components(o.Value)
	if len(r.Component) == 0 {
		r.outValue = valueOf(o.Value)
	}
	if o.Value == nil && e.Kind != journal.KindMeasure { // that it was there is what was said
		yes := true
		r.outValue = outValue{ValueBoolean: &yes}
	}
	if c := textConcept(o.Region); c != nil {
		r.BodySite = &outConcepts{one: true, list: []outConcept{*c}}
	}
	if o.RangeLow != nil || o.RangeHigh != nil {
		unit := ""
		if o.Value != nil {
			unit = o.Value.Unit
		}
		rng := outRange{}
		if o.RangeLow != nil {
			rng.Low = quantityOf(o.RangeLow, unit, "")
		}
		if o.RangeHigh != nil {
			rng.High = quantityOf(o.RangeHigh, unit, "")
		}
		r.ReferenceRange = []outRange{rng}
	}
}

// vitalSigns are the LOINC codes of FHIR's vital signs
// (hl7.org/fhir/R4/observation-vitalsigns.html).
var vitalSigns = []string{"85353-1", "9279-1", "8867-4", "2708-6", "59408-5", "8310-5", "8302-2", "9843-4", "29463-7", "39156-5", "85354-9", "8480-6", "8462-4",
	"55284-4"} // 55284-4 is a blood pressure as older sources have it

// category is what sort of observation an entry is, "" where nobody said.
func (f *fhirMaker) category(e *journal.Entry, code *outConcept) string {
	if e.Kind == journal.KindSymptom {
		return "survey" // what the patient says
	}
	for _, c := range code.Coding {
		if c.System == systemLOINC && slices.Contains(vitalSigns, c.Code) {
			return "vital-signs"
		}
	}
	if f.Category != nil && f.Category(e.Kind, e.Name) == "lab" {
		return "laboratory"
	}
	return ""
}

// The words for a condition's status and certainty that mean the same in FHIR. A
// suspicion stays one; a word that is not here is not written.
var (
	clinicalStatus = map[string]string{"active": "active", "recurrence": "recurrence", "relapse": "relapse", "inactive": "inactive",
		"remission": "remission", "resolved": "resolved"}
	verification = map[string]string{"confirmed": "confirmed", "suspected": "provisional", "provisional": "provisional", "differential": "differential",
		"unconfirmed": "unconfirmed", "ruled_out": "refuted", "refuted": "refuted"}
)

func (f *fhirMaker) condition(r *outResource, e *journal.Entry, c *journal.Condition) {
	system := "condition-"
	if c.Category == "allergy" {
		r.ResourceType, system = "AllergyIntolerance", "allergyintolerance-"
		r.Subject, r.Patient = nil, r.Subject
	} else {
		r.ResourceType = "Condition"
	}
	r.Code = f.concept(e.Kind, e.Name, c.Codes)
	status := clinicalStatus[c.Status]
	if r.ResourceType == "Condition" && c.End != nil && *c.End <= journal.DateOf(f.Now) {
		r.AbatementDateTime = fhirTime(journal.When{Date: *c.End, Precision: max(c.EndPrecision, journal.Day)})
		if status == "" || status == "active" || status == "recurrence" || status == "relapse" {
			status = "inactive" // FHIR con-4: what has abated is not active; resolved would say more
		}
	}
	if r.ResourceType == "AllergyIntolerance" && !slices.Contains([]string{"", "active", "inactive", "resolved"}, status) {
		status = ""
	}
	if status != "" {
		r.ClinicalStatus = codedConcept(systemTHO+system+"clinical", status)
	}
	if v := verification[c.Certainty]; v != "" {
		if r.ResourceType == "AllergyIntolerance" && (v == "provisional" || v == "differential") {
			v = "unconfirmed" // the words of an allergy are fewer
		}
		r.VerificationStatus = codedConcept(systemTHO+system+"ver-status", v)
	}
	if r.ResourceType == "AllergyIntolerance" {
		if r.ClinicalStatus == nil { // FHIR ait-1 wants one; that it is not known is one
			r.ClinicalStatus = absent()
		}
		if reaction := textConcepts(c.Reaction); reaction != nil {
			r.Reaction = []outReaction{{Manifestation: reaction}}
			if slices.Contains([]string{"mild", "moderate", "severe"}, c.Severity) {
				r.Reaction[0].Severity = c.Severity
			}
		}
	} else {
		if r.ClinicalStatus != nil {
			r.Category = []outConcept{*codedConcept(systemTHO+"condition-category", "problem-list-item")}
		}
		r.Severity = textConcept(c.Severity)
		if site := textConcept(c.BodySystem); site != nil {
			r.BodySite = &outConcepts{list: []outConcept{*site}}
		}
	}
	if !c.OnsetUnknown {
		r.OnsetDateTime = fhirTime(e.When)
	}
	r.RecordedDate = fhirInstant(e.Recorded)
}

// episode writes an attack as something that was observed for a while: that it is a
// diagnosis nobody said.
func (f *fhirMaker) episode(r *outResource, e *journal.Entry, b *journal.Episode) {
	r.ResourceType, r.Status = "Observation", "final"
	r.Category = []outConcept{*codedConcept(systemObsType, "survey")}
	r.Code = f.concept(journal.KindSymptom, e.Name, nil)
	r.EffectiveDateTime = fhirTime(e.When)
	if b.End != nil && b.End.After(e.When.Time) && e.When.Precision == journal.Instant {
		r.EffectivePeriod = &outPeriod{Start: r.EffectiveDateTime, End: clockTime(*b.End, e.When.Offset, journal.DateOf(b.End.UTC()))}
		r.EffectiveDateTime = ""
	} else if b.End == nil {
		r.Status = "preliminary" // it goes on
	}
	r.Issued = fhirInstant(e.Recorded)
	if r.Component = components(b.Worst); b.Worst != nil && len(r.Component) == 0 {
		r.Component = []outValueOf{{Code: outConcept{Text: "Worst"}, outValue: valueOf(b.Worst)}}
	}
	r.Focus = f.focus(b.Condition)
}

func (f *fhirMaker) evaluation(r *outResource, e *journal.Entry, b *journal.Evaluation) {
	r.ResourceType, r.Status = "Observation", "final"
	r.Category = []outConcept{*codedConcept(systemObsType, "survey")}
	r.Code = &outConcept{Text: "How a treatment did, as rated in this journal"}
	if name := fhirText(e.Name); name != "" {
		r.Code.Text = name + ": how it did, as rated in this journal"
	}
	r.when(e.When)
	r.Issued = fhirInstant(e.Recorded)
	for _, part := range []struct {
		name  string
		value *journal.Value
	}{{"Benefit", b.Benefit}, {"Side effects", b.SideEffect}, {"Burden", b.Burden}, {"Cost", b.Cost}, {"Adherence", b.Adherence}} {
		if part.value != nil {
			r.Component = append(r.Component, outValueOf{Code: outConcept{Text: part.name}, outValue: valueOf(part.value)})
		}
	}
	for _, effect := range b.SideEffects {
		if effect = fhirText(effect); effect != "" {
			r.Component = append(r.Component, outValueOf{Code: outConcept{Text: "Side effect"}, outValue: outValue{ValueString: effect}})
		}
	}
	r.Focus = f.focus(b.Treatment)
}

func (f *fhirMaker) response(r *outResource, e *journal.Entry, b *journal.Response) {
	r.ResourceType, r.Status, r.Note = "QuestionnaireResponse", "completed", nil
	if r.Authored = fhirTime(e.When); isToken(b.Instrument) {
		r.Questionnaire = kithFHIR + "Questionnaire/" + b.Instrument
		if isToken(b.Version) {
			r.Questionnaire += "|" + b.Version
		}
	}
	var asked []string
	if f.Questions != nil {
		asked = f.Questions(b)
	}
	for i, answer := range b.Answers {
		item := outItem{LinkID: fmt.Sprint(i + 1)}
		if i < len(asked) {
			item.Text = fhirText(asked[i])
		}
		if answer != nil {
			item.Answer = []outAnswer{{answer}}
		} else {
			r.Status = "stopped" // partly filled in, and nothing more is to come
		}
		r.Item = append(r.Item, item)
	}
	if b.Score != nil {
		r.Item = append(r.Item, outItem{LinkID: "score", Text: "Score", Answer: []outAnswer{{b.Score}}})
	}
}

func (f *fhirMaker) attachment(r *outResource, e *journal.Entry, b *journal.Attachment) error {
	r.ResourceType, r.Status, r.Note = "DocumentReference", "current", nil
	if note := fhirText(e.Note); note != "" {
		r.Description = note
	}
	r.Date = fhirInstant(e.Recorded)
	a := outAttachment{ContentType: fhirText(b.MediaType), Size: b.Size, Title: fhirText(e.Name)}
	if !isToken(a.ContentType) {
		a.ContentType = ""
	}
	if len(b.SHA256) > 0 {
		a.Extension = []outExtension{{URL: extSHA256, ValueString: base64.StdEncoding.EncodeToString(b.SHA256)}}
	}
	if f.Content != nil {
		content, err := f.Content(e)
		if err != nil {
			return err
		}
		a.Data = base64.StdEncoding.EncodeToString(content)
	}
	if a.Data == "" && a.Title == "" && a.ContentType == "" {
		a.Title = "attachment"
	}
	if b.Size > 1<<31-1 { // FHIR's unsignedInt
		a.Size = 0
	}
	r.Content = []outContent{{a}}
	return nil
}

// other writes what FHIR has no resource for: its kind and name, and all the rest in
// Kith's extension. Notes are words that were observed.
func (f *fhirMaker) other(r *outResource, e *journal.Entry) {
	if e.Kind == journal.KindNote && (fhirText(e.Note) != "" || fhirText(e.Name) != "") {
		r.ResourceType, r.Status, r.Note = "Observation", "final", nil
		r.Category = []outConcept{*codedConcept(systemObsType, "survey")}
		r.Code = &outConcept{Coding: []outCoding{{System: systemKind, Code: e.Kind.String()}}, Text: fhirText(e.Name)}
		r.when(e.When)
		r.Issued = fhirInstant(e.Recorded)
		if r.ValueString = fhirText(e.Note); r.ValueString == "" {
			r.outValue = valueOf(nil)
		}
		return
	}
	if b, ok := e.Body.(*journal.Treatment); ok && isDrug(b.Category) {
		r.ResourceType, r.Subject, r.Note = "Medication", nil, nil
		r.Code = f.concept(e.Kind, e.Name, b.Codes)
		return
	}
	r.ResourceType, r.Note = "Basic", nil
	r.Code = &outConcept{Coding: []outCoding{{System: systemKind, Code: e.Kind.String()}}, Text: fhirText(e.Name)}
	if day := e.When.Date; e.When.Precision <= journal.Day {
		r.Created = day.String()
	}
}
