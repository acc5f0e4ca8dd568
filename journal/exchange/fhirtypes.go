package exchange

import (
	"encoding/json"
	"strings"

	"kith/journal"
)

// The parts of FHIR R4 resources that become entries (hl7.org/fhir/R4). Fields
// that differ between resources but mean the same share a name here.

type fhirConcept struct {
	Coding []struct {
		System  string `json:"system"`
		Code    string `json:"code"`
		Display string `json:"display"`
	} `json:"coding"`
	Text string `json:"text"`
}

type fhirReference struct {
	Reference string `json:"reference"`
	Display   string `json:"display"`
}

type fhirPeriod struct {
	Start string `json:"start"`
	End   string `json:"end"`
}

type fhirQuantity struct {
	Value      json.Number `json:"value"`
	Comparator string      `json:"comparator"`
	Unit       string      `json:"unit"`
	System     string      `json:"system"`
	Code       string      `json:"code"`
}

type fhirNote struct {
	Text string `json:"text"`
}

// fhirValue is value[x] of an Observation or one of its components.
type fhirValue struct {
	Code                 fhirConcept   `json:"code"`
	ValueQuantity        *fhirQuantity `json:"valueQuantity"`
	ValueCodeableConcept *fhirConcept  `json:"valueCodeableConcept"`
	ValueString          *string       `json:"valueString"`
	ValueBoolean         *bool         `json:"valueBoolean"`
	ValueInteger         *json.Number  `json:"valueInteger"`
	ValueDateTime        *string       `json:"valueDateTime"`
	ValueTime            *string       `json:"valueTime"`
	ValueRange           *fhirRange    `json:"valueRange"`
	ValueRatio           *fhirRatio    `json:"valueRatio"`
	DataAbsentReason     *fhirConcept  `json:"dataAbsentReason"`
	Interpretation       []fhirConcept `json:"interpretation"`
	ReferenceRange       []fhirRange   `json:"referenceRange"`
}

type fhirRange struct {
	Low  *fhirQuantity `json:"low"`
	High *fhirQuantity `json:"high"`
}

type fhirRatio struct {
	Numerator   *fhirQuantity `json:"numerator"`
	Denominator *fhirQuantity `json:"denominator"`
}

type fhirDosage struct {
	Text   string `json:"text"`
	Timing struct {
		Code   fhirConcept `json:"code"`
		Repeat struct {
			Frequency  json.Number `json:"frequency"`
			Period     json.Number `json:"period"`
			PeriodUnit string      `json:"periodUnit"`
		} `json:"repeat"`
	} `json:"timing"`
	AsNeededBoolean bool        `json:"asNeededBoolean"`
	Route           fhirConcept `json:"route"`
	DoseAndRate     []struct {
		DoseQuantity *fhirQuantity `json:"doseQuantity"`
	} `json:"doseAndRate"`
	Dose *fhirQuantity `json:"dose"` // MedicationAdministration
}

// fhirResource is any resource Kith keeps.
type fhirResource struct {
	ResourceType string         `json:"resourceType"`
	ID           string         `json:"id"`
	Status       string         `json:"status"`
	Contained    []fhirResource `json:"contained"`
	Subject      fhirReference  `json:"subject"`
	Patient      fhirReference  `json:"patient"`
	Note         noteList       `json:"note"`
	Category     conceptList    `json:"category"`
	ReasonCode   []fhirConcept  `json:"reasonCode"`
	BodySite     conceptList    `json:"bodySite"`

	fhirValue // code and value of an Observation, code of the others

	EffectiveDateTime string      `json:"effectiveDateTime"`
	EffectivePeriod   *fhirPeriod `json:"effectivePeriod"`
	EffectiveInstant  string      `json:"effectiveInstant"`
	Issued            string      `json:"issued"`
	Component         []fhirValue `json:"component"`

	ClinicalStatus     fhirConcept   `json:"clinicalStatus"`
	VerificationStatus fhirConcept   `json:"verificationStatus"`
	Severity           fhirConcept   `json:"severity"`
	OnsetDateTime      string        `json:"onsetDateTime"`
	OnsetPeriod        *fhirPeriod   `json:"onsetPeriod"`
	OnsetString        string        `json:"onsetString"`
	OnsetAge           *fhirQuantity `json:"onsetAge"`
	AbatementDateTime  string        `json:"abatementDateTime"`
	AbatementPeriod    *fhirPeriod   `json:"abatementPeriod"`
	AbatementString    string        `json:"abatementString"`
	RecordedDate       string        `json:"recordedDate"`

	Criticality string `json:"criticality"`
	Reaction    []struct {
		Manifestation []fhirConcept `json:"manifestation"`
		Severity      string        `json:"severity"`
	} `json:"reaction"`

	MedicationCodeableConcept *fhirConcept   `json:"medicationCodeableConcept"`
	MedicationReference       *fhirReference `json:"medicationReference"`
	AuthoredOn                string         `json:"authoredOn"`
	DateAsserted              string         `json:"dateAsserted"`
	DosageInstruction         []fhirDosage   `json:"dosageInstruction"`
	Dosage                    dosageList     `json:"dosage"`
	DispenseRequest           struct {
		ValidityPeriod fhirPeriod `json:"validityPeriod"`
	} `json:"dispenseRequest"`

	PerformedDateTime  string      `json:"performedDateTime"`
	PerformedPeriod    *fhirPeriod `json:"performedPeriod"`
	OccurrenceDateTime string      `json:"occurrenceDateTime"`
	OccurrencePeriod   *fhirPeriod `json:"occurrencePeriod"`
	Recorded           string      `json:"recorded"`
	VaccineCode        fhirConcept `json:"vaccineCode"`

	Type  conceptList `json:"type"`
	Class struct {
		Code    string `json:"code"`
		Display string `json:"display"`
	} `json:"class"`
	Period      fhirPeriod `json:"period"`
	Participant []struct {
		Individual fhirReference `json:"individual"`
	} `json:"participant"`
	ServiceProvider fhirReference `json:"serviceProvider"`

	Result     []fhirReference `json:"result"`
	Conclusion string          `json:"conclusion"`

	Title       string    `json:"title"`
	Description looseText `json:"description"`
	Activity    []struct {
		Detail struct {
			Code        fhirConcept `json:"code"`
			Description string      `json:"description"`
			Status      string      `json:"status"`
		} `json:"detail"`
	} `json:"activity"`
	StartDate       string `json:"startDate"`
	StatusDate      string `json:"statusDate"`
	LifecycleStatus string `json:"lifecycleStatus"`

	BirthDate        string   `json:"birthDate"`
	Gender           string   `json:"gender"`
	DeceasedDateTime string   `json:"deceasedDateTime"`
	DeceasedBoolean  bool     `json:"deceasedBoolean"`
	Name             nameList `json:"name"`
}

// oneOrMany reads a field that is an array in some resources and a single value
// in others, and leaves it empty where it is neither.
func oneOrMany[T any](b []byte, out *[]T) error {
	if len(b) > 0 && b[0] == '[' {
		return json.Unmarshal(b, out)
	}
	var one T
	if err := json.Unmarshal(b, &one); err != nil {
		return nil // a field of that name with another shape, of no use here
	}
	*out = []T{one}
	return nil
}

type conceptList []fhirConcept

func (l *conceptList) UnmarshalJSON(b []byte) error {
	if len(b) > 1 && b[0] == '[' && strings.TrimSpace(string(b[1:]))[0] != '{' {
		return nil // AllergyIntolerance.category is a list of codes
	}
	return oneOrMany(b, (*[]fhirConcept)(l))
}

type noteList []fhirNote

func (l *noteList) UnmarshalJSON(b []byte) error { return oneOrMany(b, (*[]fhirNote)(l)) }

type dosageList []fhirDosage

func (l *dosageList) UnmarshalJSON(b []byte) error { return oneOrMany(b, (*[]fhirDosage)(l)) }

// fhirName is a name of a patient; other resources have plain text there.
type fhirName struct {
	Text   string   `json:"text"`
	Family string   `json:"family"`
	Given  []string `json:"given"`
}

type nameList []fhirName

func (l *nameList) UnmarshalJSON(b []byte) error { return oneOrMany(b, (*[]fhirName)(l)) }

// looseText is text, or an object with a text.
type looseText string

func (l *looseText) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) != nil {
		var c fhirConcept
		if err := json.Unmarshal(b, &c); err != nil {
			return nil // of no use here
		}
		s = c.name()
	}
	*l = looseText(s)
	return nil
}

// fhirSystems are the short names of code systems.
var fhirSystems = map[string]string{
	"http://snomed.info/sct": "snomed", "urn:oid:2.16.840.1.113883.6.96": "snomed",
	"http://loinc.org": "loinc", "urn:oid:2.16.840.1.113883.6.1": "loinc",
	"http://www.nlm.nih.gov/research/umls/rxnorm": "rxnorm", "urn:oid:2.16.840.1.113883.6.88": "rxnorm",
	"http://hl7.org/fhir/sid/icd-10-cm": "icd10cm", "urn:oid:2.16.840.1.113883.6.90": "icd10cm",
	"http://hl7.org/fhir/sid/icd-10": "icd10", "http://hl7.org/fhir/sid/icd-9-cm": "icd9cm",
	"http://hl7.org/fhir/sid/cvx": "cvx", "urn:oid:2.16.840.1.113883.12.292": "cvx",
	"http://www.whocc.no/atc": "atc", "http://hl7.org/fhir/sid/ndc": "ndc",
	"http://human-phenotype-ontology.org": "hpo", "http://www.ama-assn.org/go/cpt": "cpt",
}

// maxCodes bounds the codes of one concept.
const maxCodes = 16

// codes returns the concept's codes under the short names of their systems.
func (c *fhirConcept) codes() []journal.Code {
	var out []journal.Code
	for _, coding := range c.Coding {
		system, ok := fhirSystems[coding.System]
		if !ok {
			system = coding.System
		}
		if coding.Code == "" || len(out) == maxCodes || len(system)+len(coding.Code)+len(coding.Display) > journal.MaxName {
			continue
		}
		out = append(out, journal.Code{System: plain(system), Code: plain(coding.Code), Display: plain(coding.Display)})
	}
	return out
}

// name returns the words for a concept: its text, a display, or a code.
func (c *fhirConcept) name() string {
	if s := plain(c.Text); s != "" {
		return s
	}
	for _, coding := range c.Coding {
		if s := plain(coding.Display); s != "" {
			return s
		}
	}
	for _, coding := range c.Coding {
		if s := plain(coding.Code); s != "" {
			return s
		}
	}
	return ""
}

// code returns the first code, for the small status vocabularies.
func (c *fhirConcept) code() string {
	for _, coding := range c.Coding {
		if coding.Code != "" {
			return plain(coding.Code)
		}
	}
	return plain(c.Text)
}

// plain trims a text and drops NUL, which JSON can smuggle in as \u0000.
func plain(s string) string {
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	return strings.TrimSpace(s)
}

// names joins the words of several concepts.
func names(concepts []fhirConcept) string {
	var out []string
	for i := range concepts {
		if s := concepts[i].name(); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, ", ")
}
