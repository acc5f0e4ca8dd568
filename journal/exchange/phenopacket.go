package exchange

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"kith/journal"
)

// The messages of a GA4GH Phenopacket, schema 2.0, as JSON
// (phenopacket-schema.readthedocs.io). Only those that a diary can fill.

type phenoTerm struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

type phenoAge struct {
	Duration string `json:"iso8601duration"`
}

type phenoRange struct {
	Start phenoAge `json:"start"`
	End   phenoAge `json:"end"`
}

type phenoTime struct {
	Age      *phenoAge   `json:"age,omitempty"`
	AgeRange *phenoRange `json:"ageRange,omitempty"`
}

type phenoFeature struct {
	Type     phenoTerm  `json:"type"`
	Excluded bool       `json:"excluded,omitempty"`
	Onset    *phenoTime `json:"onset,omitempty"`
}

type phenoDisease struct {
	Term       phenoTerm  `json:"term"`
	Excluded   bool       `json:"excluded,omitempty"`
	Onset      *phenoTime `json:"onset,omitempty"`
	Resolution *phenoTime `json:"resolution,omitempty"`
}

type phenoQuantity struct {
	Unit           phenoTerm       `json:"unit"`
	Value          journal.Decimal `json:"value"`
	ReferenceRange *phenoBounds    `json:"referenceRange,omitempty"`
}

type phenoBounds struct {
	Unit phenoTerm       `json:"unit"`
	Low  journal.Decimal `json:"low"`
	High journal.Decimal `json:"high"`
}

type phenoTyped struct {
	Type     phenoTerm     `json:"type"`
	Quantity phenoQuantity `json:"quantity"`
}

type phenoValue struct {
	Quantity phenoQuantity `json:"quantity"`
}

type phenoComplex struct {
	TypedQuantities []phenoTyped `json:"typedQuantities"`
}

type phenoMeasurement struct {
	Assay        phenoTerm     `json:"assay"`
	Value        *phenoValue   `json:"value,omitempty"`
	ComplexValue *phenoComplex `json:"complexValue,omitempty"`
	TimeObserved *phenoTime    `json:"timeObserved,omitempty"`
}

type phenoTreatment struct {
	Agent phenoTerm `json:"agent"`
}

type phenoProcedure struct {
	Code      phenoTerm  `json:"code"`
	Performed *phenoTime `json:"performed,omitempty"`
}

type phenoAction struct {
	Procedure *phenoProcedure `json:"procedure,omitempty"`
	Treatment *phenoTreatment `json:"treatment,omitempty"`
}

type phenoSubject struct {
	ID                  string     `json:"id"`
	TimeAtLastEncounter *phenoTime `json:"timeAtLastEncounter,omitempty"`
	Sex                 string     `json:"sex,omitempty"`
}

type phenoResource struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	URL       string `json:"url"`
	Version   string `json:"version"`
	Namespace string `json:"namespacePrefix"`
	IRIPrefix string `json:"iriPrefix"`
}

type phenoMeta struct {
	Created   string          `json:"created"`
	CreatedBy string          `json:"createdBy"`
	Resources []phenoResource `json:"resources"`
	Version   string          `json:"phenopacketSchemaVersion"`
}

// phenoResources are the vocabularies that terms may come from, by Kith's names. Their
// versions are not those of a file: a code stands as it was recorded, or as Kith's own
// vocabulary has it, which was checked against the release that is named.
var phenoResources = map[string]phenoResource{
	"hpo":     {"hp", "Human Phenotype Ontology", "http://purl.obolibrary.org/obo/hp.owl", "unknown", "HP", "http://purl.obolibrary.org/obo/HP_"},
	"doid":    {"doid", "Human Disease Ontology", "http://purl.obolibrary.org/obo/doid.owl", "unknown", "DOID", "http://purl.obolibrary.org/obo/DOID_"},
	"symp":    {"symp", "Symptom Ontology", "http://purl.obolibrary.org/obo/symp.owl", "unknown", "SYMP", "http://purl.obolibrary.org/obo/SYMP_"},
	"mondo":   {"mondo", "Mondo Disease Ontology", "http://purl.obolibrary.org/obo/mondo.owl", "unknown", "MONDO", "http://purl.obolibrary.org/obo/MONDO_"},
	"omim":    {"omim", "Online Mendelian Inheritance in Man", "https://www.omim.org", "unknown", "OMIM", "https://omim.org/entry/"},
	"icd10cm": {"icd10cm", "International Classification of Diseases, 10th revision, Clinical Modification", "https://www.cdc.gov/nchs/icd/icd-10-cm/", "unknown", "ICD10CM", "http://purl.bioontology.org/ontology/ICD10CM/"},
	"snomed":  {"snomedct", "SNOMED CT", "http://snomed.info/sct", "unknown", "SNOMEDCT", "http://snomed.info/id/"},
	"loinc":   {"loinc", "Logical Observation Identifiers Names and Codes", "https://loinc.org", "unknown", "LOINC", "https://loinc.org/"},
	"rxnorm":  {"rxnorm", "RxNorm", "https://www.nlm.nih.gov/research/umls/rxnorm/", "unknown", "RXNORM", "http://purl.bioontology.org/ontology/RXNORM/"},
	"atc":     {"atc", "Anatomical Therapeutic Chemical classification", "https://atcddd.fhi.no/atc_ddd_index/", "unknown", "ATC", "http://purl.bioontology.org/ontology/ATC/"},
	"cvx":     {"cvx", "Vaccines administered", "https://www2a.cdc.gov/vaccines/iis/iisstandards/vaccines.asp?rpt=cvx", "unknown", "CVX", "http://purl.bioontology.org/ontology/CVX/"},
	"ucum":    {"ucum", "Unified Code for Units of Measure", "https://ucum.org", "2.1", "UCUM", "https://ucum.org/ucum#"},
}

// The vocabularies that a term of a list may come from, the first that there is.
var (
	phenoFeatures = []string{"hpo", "symp", "snomed"}
	phenoDiseases = []string{"mondo", "doid", "omim", "icd10cm", "snomed", "hpo"}
	phenoAssays   = []string{"loinc"}
	phenoAgents   = []string{"rxnorm", "atc"}
	phenoActions  = []string{"snomed", "cvx"}
)

// The reasons why an entry is not in a phenopacket.
const (
	PhenoNoCode      = "no_code"       // words without a code of a public vocabulary
	PhenoSuspected   = "not_confirmed" // nobody is sure of it
	PhenoNoPlace     = "no_section"    // nothing in the schema that is like it
	PhenoNoUnit      = "no_unit"       // a value without a unit of UCUM, or only a bound
	PhenoRepeated    = "repeated"      // the same symptom again: a feature stands once
	PhenoUnsureThere = "not_said"      // whether it was there is not said
)

// Phenopacket is a phenopacket on its way: coded terms only, nobody's name, no words
// of the person's own, no date. What happened when is said by the age in years, or in
// months for readings, and the age itself by a band of ten years, if the day of birth
// is in the record.
type Phenopacket struct {
	o       FHIROptions
	birth   *journal.Date
	used    map[string]bool
	feature map[string]*phenoFeature
	begun   map[string]journal.Date
	agents  map[string]bool

	Features     []*phenoFeature
	Measurements []phenoMeasurement
	Diseases     []phenoDisease
	Actions      []phenoAction
	LeftOut      map[string]int64
	In           int64
}

// NewPhenopacket begins a phenopacket. Of o are used Who, Now, Program and Codes.
func NewPhenopacket(o FHIROptions) *Phenopacket {
	p := &Phenopacket{o: o, used: map[string]bool{}, feature: map[string]*phenoFeature{}, begun: map[string]journal.Date{}, agents: map[string]bool{}, LeftOut: map[string]int64{}}
	if o.Who != nil {
		if who, ok := o.Who.Body.(*journal.Person); ok {
			p.birth = who.Birth
		}
	}
	return p
}

// term returns the code of the first of the vocabularies that an entry has one of.
func (p *Phenopacket) term(kind journal.Kind, name string, codes []journal.Code, systems []string) (phenoTerm, bool) {
	var known []journal.Code
	if p.o.Codes != nil {
		known = p.o.Codes(kind, name)
	}
	for _, system := range systems {
		for _, c := range append(slices.Clone(codes), known...) {
			if c.System != system || !isToken(c.Code) {
				continue
			}
			prefix := phenoResources[system].Namespace
			p.used[system] = true
			term := phenoTerm{ID: prefix + ":" + strings.TrimPrefix(c.Code, prefix+":"), Label: fhirText(c.Display)}
			if term.Label == "" { // what the person wrote is no label
				term.Label = term.ID
			}
			return term, true
		}
	}
	return phenoTerm{}, false
}

// age is how old the person was on a day, in whole years, or in years and months. It
// is nil if the day of birth is not known, or the day not so exactly.
func (p *Phenopacket) age(d journal.Date, precision journal.Precision, months bool) *phenoTime {
	if p.birth == nil || d < *p.birth || precision > journal.Year || precision == 0 {
		return nil
	}
	years, rest := ageOn(*p.birth, d)
	text := fmt.Sprintf("P%dY", years)
	if precision == journal.Year { // before or after the birthday is not known: the younger
		years = d.Midnight().Year() - p.birth.Midnight().Year() - 1
		text = fmt.Sprintf("P%dY", max(years, 0))
		return &phenoTime{AgeRange: &phenoRange{phenoAge{text}, phenoAge{fmt.Sprintf("P%dY", max(years, 0)+1)}}}
	}
	if months && precision < journal.Month {
		text += fmt.Sprintf("%dM", rest)
	}
	return &phenoTime{Age: &phenoAge{text}}
}

func ageOn(birth, d journal.Date) (years, months int) {
	b, t := birth.Midnight(), d.Midnight()
	whole := (t.Year()-b.Year())*12 + int(t.Month()) - int(b.Month())
	if t.Day() < b.Day() {
		whole--
	}
	return whole / 12, whole % 12
}

func (p *Phenopacket) leave(reason string) { p.LeftOut[reason]++ }

// Add takes an entry in or counts why not.
func (p *Phenopacket) Add(e *journal.Entry) {
	switch b := e.Body.(type) {
	case *journal.Condition:
		p.condition(e, b)
	case *journal.Observation:
		if e.Kind == journal.KindSymptom {
			p.symptom(e, b)
		} else if e.Kind == journal.KindMeasure {
			p.measure(e, b)
		} else {
			p.leave(PhenoNoPlace)
		}
	case *journal.Course:
		if !isDrug(b.Category) && b.Category != "" {
			p.leave(PhenoNoPlace)
			return
		}
		agent, ok := p.term(journal.KindTreatment, e.Name, b.Codes, phenoAgents)
		if !ok {
			p.leave(PhenoNoCode)
			return
		}
		p.In++
		if !p.agents[agent.ID] {
			p.agents[agent.ID] = true
			p.Actions = append(p.Actions, phenoAction{Treatment: &phenoTreatment{agent}})
		}
	case *journal.Event:
		if b.Category != "procedure" && b.Category != "immunization" || b.Status == "not-done" {
			p.leave(PhenoNoPlace)
			return
		}
		code, ok := p.term(journal.KindTreatment, e.Name, b.Codes, phenoActions)
		if !ok {
			p.leave(PhenoNoCode)
			return
		}
		p.In++
		p.Actions = append(p.Actions, phenoAction{Procedure: &phenoProcedure{code, p.age(e.When.Date, e.When.Precision, false)}})
	default:
		p.leave(PhenoNoPlace)
	}
}

func (p *Phenopacket) condition(e *journal.Entry, b *journal.Condition) {
	certainty := verification[b.Certainty]
	if b.Category == "allergy" {
		p.leave(PhenoNoPlace)
		return
	}
	if certainty != "" && certainty != "confirmed" && certainty != "refuted" || certainty == "" && b.Certainty != "" {
		p.leave(PhenoSuspected)
		return
	}
	term, ok := p.term(journal.KindCondition, e.Name, b.Codes, phenoDiseases)
	if !ok {
		p.leave(PhenoNoCode)
		return
	}
	p.In++
	d := phenoDisease{Term: term, Excluded: certainty == "refuted"}
	if !b.OnsetUnknown && !d.Excluded {
		d.Onset = p.age(e.When.Date, e.When.Precision, false)
	}
	if b.End != nil && !d.Excluded && *b.End <= journal.DateOf(p.o.Now) {
		d.Resolution = p.age(*b.End, max(b.EndPrecision, journal.Day), false)
	}
	p.Diseases = append(p.Diseases, d)
}

// symptom keeps one feature for each symptom that was there once, with the age when it
// was first; and one that was looked for and never there as excluded.
func (p *Phenopacket) symptom(e *journal.Entry, b *journal.Observation) {
	term, ok := p.term(journal.KindSymptom, e.Name, b.Codes, phenoFeatures)
	if !ok {
		p.leave(PhenoNoCode)
		return
	}
	there := b.Value == nil
	if v := b.Value; v != nil {
		if v.Number == nil {
			p.leave(PhenoUnsureThere)
			return
		}
		there = v.Number.Coef > 0
	}
	f := p.feature[term.ID]
	if f == nil {
		p.In++
		f = &phenoFeature{Type: term, Excluded: !there}
		p.feature[term.ID] = f
		p.Features = append(p.Features, f)
	} else {
		p.leave(PhenoRepeated)
	}
	first, any := p.begun[term.ID]
	if there && (!any || e.When.Date < first) {
		p.begun[term.ID] = e.When.Date
		f.Excluded, f.Onset = false, nil // since when is not said by when it was first written down
	}
}

func (p *Phenopacket) measure(e *journal.Entry, b *journal.Observation) {
	assay, ok := p.term(journal.KindMeasure, e.Name, b.Codes, phenoAssays)
	v := b.Value
	switch {
	case !ok:
		p.leave(PhenoNoCode)
		return
	case v == nil || v.Comparator != "":
		p.leave(PhenoNoUnit)
		return
	}
	m := phenoMeasurement{Assay: assay, TimeObserved: p.age(e.When.Date, e.When.Precision, true)}
	switch {
	case v.Scale == journal.Components:
		c := &phenoComplex{}
		for _, part := range v.Parts {
			code := partCodes[part.Name]
			unit, ok := p.unit(part.Unit)
			if code == "" || !ok {
				p.leave(PhenoNoUnit)
				return
			}
			c.TypedQuantities = append(c.TypedQuantities, phenoTyped{phenoTerm{"LOINC:" + code, part.Name}, phenoQuantity{Unit: unit, Value: part.Number}})
		}
		m.ComplexValue = c
	case v.Number != nil && (v.Scale == journal.Quantity || v.Scale == journal.Count || v.Scale == journal.NRS || v.Scale == journal.Duration):
		code := v.Unit
		if code == "" {
			code = map[journal.Scale]string{journal.Count: unitCount, journal.NRS: unitScore, journal.Duration: unitTime}[v.Scale]
		}
		unit, ok := p.unit(code)
		if !ok {
			p.leave(PhenoNoUnit)
			return
		}
		q := phenoQuantity{Unit: unit, Value: *v.Number}
		if b.RangeLow != nil && b.RangeHigh != nil {
			q.ReferenceRange = &phenoBounds{unit, *b.RangeLow, *b.RangeHigh}
		}
		m.Value = &phenoValue{q}
	default:
		p.leave(PhenoNoUnit)
		return
	}
	p.In++
	p.Measurements = append(p.Measurements, m)
}

func (p *Phenopacket) unit(code string) (phenoTerm, bool) {
	if !ucumCodes[code] {
		return phenoTerm{}, false
	}
	p.used["ucum"] = true
	return phenoTerm{"UCUM:" + code, code}, true
}

// Write ends the phenopacket and writes it. The ids in it are random: no two exports
// can be told to be of one person by them.
func (p *Phenopacket) Write(w io.Writer) error {
	subject := phenoSubject{ID: uuid(journal.NewID())}
	if p.birth != nil {
		years, _ := ageOn(*p.birth, journal.DateOf(p.o.Now))
		band := max(years, 0) / 10 * 10
		subject.TimeAtLastEncounter = &phenoTime{AgeRange: &phenoRange{phenoAge{fmt.Sprintf("P%dY", band)}, phenoAge{fmt.Sprintf("P%dY", band+10)}}}
	}
	if p.o.Who != nil {
		if who, ok := p.o.Who.Body.(*journal.Person); ok {
			subject.Sex = map[string]string{"male": "MALE", "female": "FEMALE", "other": "OTHER_SEX"}[genders[strings.ToLower(who.Sex)]]
		}
	}
	meta := phenoMeta{Created: p.o.Now.UTC().Truncate(24 * time.Hour).Format(time.RFC3339), CreatedBy: p.o.Program, Resources: []phenoResource{}, Version: "2.0"}
	for _, system := range slices.Sorted(maps.Keys(p.used)) {
		meta.Resources = append(meta.Resources, phenoResources[system])
	}
	slices.SortFunc(p.Features, func(a, b *phenoFeature) int { return cmp.Compare(a.Type.ID, b.Type.ID) })
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", " ")
	return out.Encode(struct {
		ID           string             `json:"id"`
		Subject      phenoSubject       `json:"subject"`
		Features     []*phenoFeature    `json:"phenotypicFeatures,omitempty"`
		Measurements []phenoMeasurement `json:"measurements,omitempty"`
		Diseases     []phenoDisease     `json:"diseases,omitempty"`
		Actions      []phenoAction      `json:"medicalActions,omitempty"`
		Meta         phenoMeta          `json:"metaData"`
	}{uuid(journal.NewID()), subject, p.Features, p.Measurements, p.Diseases, p.Actions, meta})
}
