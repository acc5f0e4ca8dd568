package exchange

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"kith/journal"
)

// IPSOptions say how a patient summary is written.
type IPSOptions struct {
	FHIROptions
	// Language is that of Text, as in RFC 5646.
	Language string
	// Text returns the words of the summary: "title", the names of the sections
	// (IPSSections), "nothing" for a section of which nothing is recorded, and the
	// heads of the tables: "what", "when", "value", "status", "dose".
	Text func(key string) string
	// Day writes a date as exactly as it is known, as people read it.
	Day func(journal.Date, journal.Precision) string
}

// ipsSection is one section of the summary.
type ipsSection struct {
	key, loinc, display string
	required            bool
	rows                [][]string // of the table, after its head
	head                []string   // keys of IPSOptions.Text
	resources           []*outResource
}

// The sections in their order: those that must be there, then those that are where
// something is recorded (hl7.org/fhir/uv/ips/STU2, Composition (IPS)).
func ipsSections() []*ipsSection {
	return []*ipsSection{
		{key: "medications", loinc: "10160-0", display: "History of Medication use Narrative", required: true, head: []string{"what", "dose", "when", "status"}},
		{key: "allergies", loinc: "48765-2", display: "Allergies and adverse reactions Document", required: true, head: []string{"what", "value", "status"}},
		{key: "problems", loinc: "11450-4", display: "Problem list - Reported", required: true, head: []string{"what", "when", "status"}},
		{key: "immunizations", loinc: "11369-6", display: "History of Immunization note", head: []string{"what", "when"}},
		{key: "procedures", loinc: "47519-4", display: "History of Procedures Document", head: []string{"what", "when", "status"}},
		{key: "results", loinc: "30954-2", display: "Relevant diagnostic tests/laboratory data note", head: []string{"what", "value", "when"}},
		{key: "vital_signs", loinc: "8716-3", display: "Vital signs note", head: []string{"what", "value", "when"}},
		{key: "past_illness", loinc: "11348-0", display: "History of Past illness note", head: []string{"what", "when", "status"}},
		{key: "functional_status", loinc: "47420-5", display: "Functional status assessment note", head: []string{"what", "value", "when"}},
		{key: "patient_story", loinc: "81338-6", display: "Patient Goals, preferences, and priorities for care experience", head: []string{"when", "value"}},
	}
}

// IPSSections returns the names of the sections that [IPSOptions.Text] is asked for.
func IPSSections() []string {
	var keys []string
	for _, s := range ipsSections() {
		keys = append(keys, s.key)
	}
	return keys
}

// The reasons why an entry is not in a patient summary.
const (
	IPSOlder     = "older"      // a later reading of the same is in it
	IPSNoSection = "no_section" // the summary has no section for it
	IPSPast      = "past"       // a treatment that is over
)

// IPS is an International Patient Summary on its way: the document Bundle of the HL7
// guide, version 2.0.0 (STU 2), FHIR R4. It holds what is current: conditions and
// allergies, medicines that are not over, vaccinations, procedures, and the latest
// reading of each measure.
type IPS struct {
	o        IPSOptions
	m        fhirMaker
	sections []*ipsSection
	latest   map[string]journal.Entry
	LeftOut  map[string]int64
	In       int64
}

// NewIPS begins a summary.
func NewIPS(o IPSOptions) *IPS {
	o.Plain = true
	return &IPS{o: o, m: fhirMaker{FHIROptions: o.FHIROptions}, sections: ipsSections(), latest: map[string]journal.Entry{}, LeftOut: map[string]int64{}}
}

func (s *IPS) section(key string) *ipsSection {
	i := slices.IndexFunc(s.sections, func(x *ipsSection) bool { return x.key == key })
	return s.sections[i]
}

// put adds an entry to a section.
func (s *IPS) put(key string, e *journal.Entry, row ...string) error {
	e.Note = "" // words of the person's own have a section of their own
	e.Tags = nil
	r, err := s.m.make(e)
	if err != nil {
		return err
	}
	return s.putResource(key, r, row)
}

func (s *IPS) putResource(key string, r *outResource, row []string) error {
	s.In++
	at := s.section(key)
	r.Text = &outNarrative{Status: "generated", Div: div(s.o.Language, func(w *strings.Builder) { htmlTable(w, nil, [][]string{row}) })}
	at.rows, at.resources = append(at.rows, row), append(at.resources, r)
	return nil
}

// Add takes an entry into the summary or counts why not. Entries may come in any
// order.
func (s *IPS) Add(e journal.Entry) error {
	when := s.o.Day(e.When.Date, e.When.Precision)
	today := journal.DateOf(s.o.Now)
	switch b := e.Body.(type) {
	case *journal.Condition:
		if b.OnsetUnknown {
			when = ""
		}
		status := strings.TrimSpace(b.Status + " " + strings.ReplaceAll(b.Certainty, "_", " "))
		switch {
		case b.Category == "allergy":
			return s.put("allergies", &e, e.Name, b.Reaction, status)
		case b.Status == "resolved" || b.Status == "inactive" || b.Category == "history" || b.End != nil && *b.End < today:
			return s.put("past_illness", &e, e.Name, when, status)
		}
		return s.put("problems", &e, e.Name, when, status)
	case *journal.Course:
		return s.course(&e, b, when)
	case *journal.Event:
		switch b.Category {
		case "procedure":
			return s.put("procedures", &e, e.Name, when, b.Status)
		case "immunization":
			return s.put("immunizations", &e, e.Name, when)
		}
	case *journal.Observation:
		if e.Kind == journal.KindMeasure && b.Value != nil {
			s.newest("measure "+journal.Fold(e.Name), e)
			return nil
		}
	case *journal.Response:
		if b.Score != nil {
			s.newest("response "+b.Instrument, e)
			return nil
		}
	case nil:
		if e.Kind == journal.KindNote && e.Note != "" {
			at := s.section("patient_story")
			at.rows = append(at.rows, []string{when, e.Note})
			s.In++
			return nil
		}
	}
	s.LeftOut[IPSNoSection]++
	return nil
}

func (s *IPS) course(e *journal.Entry, b *journal.Course, when string) error {
	category := b.Category
	if category == "" {
		category = s.o.Regimen.Category[e.ID]
	}
	status := courseStatus(e, b, journal.DateOf(s.o.Now))
	switch {
	case !isDrug(category):
		s.LeftOut[IPSNoSection]++
		return nil
	case status == "completed" || status == "stopped" || status == "not-taken":
		s.LeftOut[IPSPast]++
		return nil
	}
	e.Note, e.Tags = "", nil
	r, err := s.m.make(e)
	if err != nil {
		return err
	}
	var doses []string
	if r.Dosage != nil {
		for _, d := range r.Dosage.list {
			var words []string
			if len(d.DoseAndRate) > 0 {
				words = append(words, d.DoseAndRate[0].DoseQuantity.amount().String())
			}
			if d.Timing != nil {
				words = append(words, textOf(d.Timing.Code))
			}
			words = append(words, d.Text)
			doses = append(doses, strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), ", "))
		}
	}
	if b.StartUnknown {
		when = ""
	}
	if r.EffectiveDateTime == "" && r.EffectivePeriod == nil { // the guide wants it said that it is not known
		r.EffectiveAbsent = &outElement{absent().Extension}
	}
	return s.putResource("medications", r, []string{e.Name, strings.Join(doses, "; "), when, status})
}

// maxLatest bounds the different measures.
const maxLatest = 2000

// newest keeps the latest entry of a subject.
func (s *IPS) newest(key string, e journal.Entry) {
	old, ok := s.latest[key]
	if ok || len(s.latest) >= maxLatest {
		s.LeftOut[IPSOlder]++
	}
	if !ok && len(s.latest) < maxLatest || ok && old.When.Time.Before(e.When.Time) {
		s.latest[key] = e
	}
}

// readings puts the latest readings into their sections.
func (s *IPS) readings() error {
	list := make([]journal.Entry, 0, len(s.latest))
	for _, e := range s.latest {
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b journal.Entry) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), a.When.Time.Compare(b.When.Time))
	})
	for i := range list {
		e := &list[i]
		when := s.o.Day(e.When.Date, e.When.Precision)
		if b, ok := e.Body.(*journal.Response); ok {
			r := &outResource{ResourceType: "Observation", ID: uuid(journal.DerivedID(e.ID, "score")), Status: "final", Subject: s.m.patient(),
				Category: []outConcept{*codedConcept(systemObsType, "survey")}, Code: textConcept(b.Instrument), EffectiveDateTime: fhirTime(e.When),
				outValue: outValue{ValueQuantity: &outQuantity{Value: b.Score, System: systemUCUM, Code: unitScore}}}
			if r.Code == nil {
				r.Code = absent()
			}
			if err := s.putResource("functional_status", r, []string{b.Instrument, b.Score.String(), when}); err != nil {
				return err
			}
			continue
		}
		at := "results"
		o := e.Observation()
		sort := s.m.category(e, s.m.concept(e.Kind, e.Name, o.Codes))
		for _, tag := range e.Tags {
			if sort == "" && (tag == "laboratory" || tag == "imaging" || tag == "vital-signs") {
				sort = tag
			}
		}
		switch sort {
		case "vital-signs":
			at = "vital_signs"
		case "laboratory", "imaging":
		default:
			s.LeftOut[IPSNoSection]++ // mood, sleep, steps: no results of tests
			continue
		}
		value := o.Value.String()
		if o.RangeLow != nil || o.RangeHigh != nil {
			value += " [" + bound(o.RangeLow) + "-" + bound(o.RangeHigh) + "]"
		}
		if err := s.put(at, e, e.Name, value, when); err != nil {
			return err
		}
	}
	return nil
}

// Write ends the summary and writes it.
func (s *IPS) Write(w io.Writer) error {
	if err := s.readings(); err != nil {
		return err
	}
	patient, err := s.m.patientOf(s.o.Who)
	if err != nil {
		return err
	}
	if patient.Extension = nil; patient.BirthDate == "" {
		patient.BirthDateAbsent = &outElement{absent().Extension}
	}
	// Whose words the entries are, the record does not know: put together has it the program.
	device := s.m.device()
	id := journal.NewID()
	composition := &outResource{ResourceType: "Composition", ID: uuid(id), Language: s.o.Language, Status: "final",
		Meta: &outMeta{Profile: []string{ipsProfile + "Composition-uv-ips"}},
		Text: &outNarrative{Status: "generated", Div: div(s.o.Language, func(w *strings.Builder) {
			heading(w, s.o.Text("title"))
			htmlTable(w, nil, [][]string{{s.o.Person, patient.BirthDate, patient.Gender}})
		})},
		Type:    &outConcepts{one: true, list: []outConcept{{Coding: []outCoding{{System: systemLOINC, Code: "60591-5", Display: "Patient summary Document"}}}}},
		Subject: s.m.patient(), Date: fhirInstant(s.o.Now), Author: []outReference{{Reference: "urn:uuid:" + device.ID}}, Title: s.o.Text("title")}
	resources := []*outResource{patient, device}
	for _, x := range s.sections {
		if len(x.rows) == 0 && !x.required {
			continue
		}
		out := outSection{Title: s.o.Text(x.key), Code: &outConcept{Coding: []outCoding{{System: systemLOINC, Code: x.loinc, Display: x.display}}}}
		if len(x.rows) == 0 { // nothing is recorded, which is not that there is nothing
			out.EmptyReason = codedConcept(systemTHO+"list-empty-reason", "unavailable")
			out.Text = &outNarrative{Status: "generated", Div: div(s.o.Language, func(w *strings.Builder) { paragraph(w, s.o.Text("nothing")) })}
		} else {
			head := make([]string, len(x.head))
			for i, key := range x.head {
				head[i] = s.o.Text(key)
			}
			out.Text = &outNarrative{Status: "generated", Div: div(s.o.Language, func(w *strings.Builder) { htmlTable(w, head, x.rows) })}
		}
		for _, r := range x.resources {
			out.Entry = append(out.Entry, outReference{Reference: "urn:uuid:" + r.ID})
			resources = append(resources, r)
		}
		composition.Section = append(composition.Section, out)
	}
	return s.bundle(w, append([]*outResource{composition}, resources...))
}

const ipsProfile = "http://hl7.org/fhir/uv/ips/StructureDefinition/"

func (s *IPS) bundle(w io.Writer, resources []*outResource) error {
	id := uuid(journal.NewID())
	_, err := fmt.Fprintf(w, "{\"resourceType\":\"Bundle\",\"id\":\"%s\",\"meta\":{\"profile\":[\"%sBundle-uv-ips\"]},"+
		"\"identifier\":{\"system\":\"urn:ietf:rfc:3986\",\"value\":\"urn:uuid:%s\"},\"type\":\"document\",\"timestamp\":\"%s\",\"entry\":[", id, ipsProfile, id, fhirInstant(s.o.Now))
	if err != nil {
		return err
	}
	for i, r := range resources {
		text, err := marshal(r)
		if err != nil {
			return err
		}
		comma := ","
		if i == 0 {
			comma = ""
		}
		if _, err := fmt.Fprintf(w, "%s\n{\"fullUrl\":\"urn:uuid:%s\",\"resource\":%s}", comma, r.ID, json.RawMessage(text)); err != nil {
			return err
		}
	}
	_, err = io.WriteString(w, "\n]}\n")
	return err
}

func bound(n *journal.Decimal) string {
	if n == nil {
		return ""
	}
	return n.String()
}
