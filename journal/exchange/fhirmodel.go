package exchange

import (
	"encoding/json"

	"kith/journal"
)

// The parts of FHIR R4 (hl7.org/fhir/R4) that Kith writes. One struct stands for all
// types of resource: a field that no rule of fhirmake.go fills is not written. What
// others wrote is read with fhirResource, which forgives more.

type outResource struct {
	ResourceType string          `json:"resourceType"`
	ID           string          `json:"id,omitempty"`
	Meta         *outMeta        `json:"meta,omitempty"`
	Language     string          `json:"language,omitempty"`
	Text         *outNarrative   `json:"text,omitempty"`
	Extension    []outExtension  `json:"extension,omitempty"`
	Identifier   []outIdentifier `json:"identifier,omitempty"`

	Status             string       `json:"status,omitempty"`
	StatusReason       []outConcept `json:"statusReason,omitempty"`
	LifecycleStatus    string       `json:"lifecycleStatus,omitempty"`
	Intent             string       `json:"intent,omitempty"`
	ClinicalStatus     *outConcept  `json:"clinicalStatus,omitempty"`
	VerificationStatus *outConcept  `json:"verificationStatus,omitempty"`
	Type               *outConcepts `json:"type,omitempty"`
	Category           []outConcept `json:"category,omitempty"`
	Severity           *outConcept  `json:"severity,omitempty"`
	Code               *outConcept  `json:"code,omitempty"`
	BodySite           *outConcepts `json:"bodySite,omitempty"`

	MedicationCodeableConcept *outConcept `json:"medicationCodeableConcept,omitempty"`
	VaccineCode               *outConcept `json:"vaccineCode,omitempty"`

	Subject *outReference  `json:"subject,omitempty"`
	Patient *outReference  `json:"patient,omitempty"`
	Focus   []outReference `json:"focus,omitempty"`

	OnsetDateTime      string      `json:"onsetDateTime,omitempty"`
	AbatementDateTime  string      `json:"abatementDateTime,omitempty"`
	RecordedDate       string      `json:"recordedDate,omitempty"`
	EffectiveDateTime  string      `json:"effectiveDateTime,omitempty"`
	EffectiveAbsent    *outElement `json:"_effectiveDateTime,omitempty"`
	EffectivePeriod    *outPeriod  `json:"effectivePeriod,omitempty"`
	OccurrenceDateTime string      `json:"occurrenceDateTime,omitempty"`
	PerformedDateTime  string      `json:"performedDateTime,omitempty"`
	PerformedPeriod    *outPeriod  `json:"performedPeriod,omitempty"`
	DateAsserted       string      `json:"dateAsserted,omitempty"`
	Authored           string      `json:"authored,omitempty"`
	Created            string      `json:"created,omitempty"`
	Date               string      `json:"date,omitempty"`
	StartDate          string      `json:"startDate,omitempty"`
	Issued             string      `json:"issued,omitempty"`
	Period             *outPeriod  `json:"period,omitempty"`
	RequestedPeriod    []outPeriod `json:"requestedPeriod,omitempty"`
	Start              string      `json:"start,omitempty"`
	End                string      `json:"end,omitempty"`

	outValue
	ReferenceRange []outRange    `json:"referenceRange,omitempty"`
	Component      []outValueOf  `json:"component,omitempty"`
	Reaction       []outReaction `json:"reaction,omitempty"`
	ReasonCode     []outConcept  `json:"reasonCode,omitempty"`
	Note           []outNote     `json:"note,omitempty"`
	Dosage         *outDosages   `json:"dosage,omitempty"`

	Title         string           `json:"title,omitempty"`
	Version       string           `json:"version,omitempty"`
	Description   any              `json:"description,omitempty"`
	Comment       string           `json:"comment,omitempty"`
	Questionnaire string           `json:"questionnaire,omitempty"`
	Item          []outItem        `json:"item,omitempty"`
	Content       []outContent     `json:"content,omitempty"`
	Class         *outCoding       `json:"class,omitempty"`
	Participant   []outParticipant `json:"participant,omitempty"`
	Result        []outReference   `json:"result,omitempty"`

	Name             []outName   `json:"name,omitempty"`
	Gender           string      `json:"gender,omitempty"`
	BirthDate        string      `json:"birthDate,omitempty"`
	BirthDateAbsent  *outElement `json:"_birthDate,omitempty"`
	DeceasedDateTime string      `json:"deceasedDateTime,omitempty"`

	DeviceName []outDeviceName `json:"deviceName,omitempty"`

	Target         []outReference `json:"target,omitempty"`
	OccurredPeriod *outPeriod     `json:"occurredPeriod,omitempty"`
	Recorded       string         `json:"recorded,omitempty"`
	Agent          []outAgent     `json:"agent,omitempty"`
	Entity         []outEntity    `json:"entity,omitempty"`

	Author  []outReference `json:"author,omitempty"`
	Section []outSection   `json:"section,omitempty"`
}

type outMeta struct {
	Profile []string    `json:"profile,omitempty"`
	Tag     []outCoding `json:"tag,omitempty"`
}

type outNarrative struct {
	Status string `json:"status"`
	Div    string `json:"div"`
}

type outExtension struct {
	URL          string           `json:"url"`
	ValueString  string           `json:"valueString,omitempty"`
	ValueCode    string           `json:"valueCode,omitempty"`
	ValueBoolean *bool            `json:"valueBoolean,omitempty"`
	ValueDecimal *journal.Decimal `json:"valueDecimal,omitempty"`
}

// outElement is a value that is absent, with the reason.
type outElement struct {
	Extension []outExtension `json:"extension"`
}

type outIdentifier struct {
	System string `json:"system"`
	Value  string `json:"value"`
}

type outCoding struct {
	Extension []outExtension `json:"extension,omitempty"`
	System    string         `json:"system,omitempty"`
	Code      string         `json:"code,omitempty"`
	Display   string         `json:"display,omitempty"`
}

type outConcept struct {
	Extension []outExtension `json:"extension,omitempty"`
	Coding    []outCoding    `json:"coding,omitempty"`
	Text      string         `json:"text,omitempty"`
}

// outConcepts is a list of concepts that some resources write as a list and others,
// which have room for one, without it.
type outConcepts struct {
	one  bool
	list []outConcept
}

func (c outConcepts) MarshalJSON() ([]byte, error) {
	if c.one {
		return json.Marshal(c.list[0])
	}
	return json.Marshal(c.list)
}

func (c *outConcepts) UnmarshalJSON(b []byte) error { return oneOrMany(b, &c.list) }

type outReference struct {
	Reference string `json:"reference,omitempty"`
	Display   string `json:"display,omitempty"`
}

type outPeriod struct {
	Start string `json:"start,omitempty"`
	End   string `json:"end,omitempty"`
}

type outQuantity struct {
	Value      *journal.Decimal `json:"value,omitempty"`
	Comparator string           `json:"comparator,omitempty"`
	Unit       string           `json:"unit,omitempty"`
	System     string           `json:"system,omitempty"`
	Code       string           `json:"code,omitempty"`
}

type outValue struct {
	ValueQuantity        *outQuantity `json:"valueQuantity,omitempty"`
	ValueCodeableConcept *outConcept  `json:"valueCodeableConcept,omitempty"`
	ValueString          string       `json:"valueString,omitempty"`
	ValueBoolean         *bool        `json:"valueBoolean,omitempty"`
	ValueSampledData     *outSampled  `json:"valueSampledData,omitempty"`
	DataAbsentReason     *outConcept  `json:"dataAbsentReason,omitempty"`
}

type outValueOf struct {
	Code outConcept `json:"code"`
	outValue
}

// outSampled is readings at even distances, Period milliseconds, as numbers with
// blanks between them.
type outSampled struct {
	Origin     outQuantity     `json:"origin"`
	Period     journal.Decimal `json:"period"`
	Dimensions int             `json:"dimensions"`
	Data       string          `json:"data"`
}

type outRange struct {
	Low  *outQuantity `json:"low,omitempty"`
	High *outQuantity `json:"high,omitempty"`
}

type outReaction struct {
	Manifestation []outConcept `json:"manifestation"`
	Severity      string       `json:"severity,omitempty"`
}

type outNote struct {
	Text string `json:"text"`
}

type outDosage struct {
	Text             string        `json:"text,omitempty"`
	Timing           *outTiming    `json:"timing,omitempty"`
	AsNeededBoolean  *bool         `json:"asNeededBoolean,omitempty"`
	Route            *outConcept   `json:"route,omitempty"`
	DoseAndRate      []outDoseRate `json:"doseAndRate,omitempty"`
	MaxDosePerPeriod *outRatio     `json:"maxDosePerPeriod,omitempty"`
	Dose             *outQuantity  `json:"dose,omitempty"` // MedicationAdministration
}

// outDosages is a list in a MedicationStatement and one in a
// MedicationAdministration.
type outDosages struct {
	one  bool
	list []outDosage
}

func (d outDosages) MarshalJSON() ([]byte, error) {
	if d.one {
		return json.Marshal(d.list[0])
	}
	return json.Marshal(d.list)
}

func (d *outDosages) UnmarshalJSON(b []byte) error { return oneOrMany(b, &d.list) }

type outTiming struct {
	Repeat *outRepeat  `json:"repeat,omitempty"`
	Code   *outConcept `json:"code,omitempty"`
}

type outRepeat struct {
	BoundsPeriod *outPeriod       `json:"boundsPeriod,omitempty"`
	Frequency    int              `json:"frequency,omitempty"`
	Period       *journal.Decimal `json:"period,omitempty"`
	PeriodUnit   string           `json:"periodUnit,omitempty"`
	DayOfWeek    []string         `json:"dayOfWeek,omitempty"`
	TimeOfDay    []string         `json:"timeOfDay,omitempty"`
}

type outDoseRate struct {
	DoseQuantity *outQuantity `json:"doseQuantity,omitempty"`
}

type outRatio struct {
	Numerator   *outQuantity `json:"numerator,omitempty"`
	Denominator *outQuantity `json:"denominator,omitempty"`
}

type outItem struct {
	LinkID string      `json:"linkId"`
	Text   string      `json:"text,omitempty"`
	Type   string      `json:"type,omitempty"` // Questionnaire
	Answer []outAnswer `json:"answer,omitempty"`
}

type outAnswer struct {
	ValueDecimal *journal.Decimal `json:"valueDecimal,omitempty"`
}

type outContent struct {
	Attachment outAttachment `json:"attachment"`
}

type outAttachment struct {
	Extension   []outExtension `json:"extension,omitempty"`
	ContentType string         `json:"contentType,omitempty"`
	Data        string         `json:"data,omitempty"` // in base64
	Size        int64          `json:"size,omitempty"`
	Title       string         `json:"title,omitempty"`
}

type outParticipant struct {
	Individual *outReference `json:"individual,omitempty"` // Encounter
	Actor      *outReference `json:"actor,omitempty"`      // Appointment
	Status     string        `json:"status,omitempty"`
}

type outName struct {
	Text string `json:"text"`
}

type outDeviceName struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

type outAgent struct {
	Type *outConcept  `json:"type,omitempty"`
	Who  outReference `json:"who"`
}

type outEntity struct {
	Role string       `json:"role"`
	What outReference `json:"what"`
}

type outSection struct {
	Title       string         `json:"title"`
	Code        *outConcept    `json:"code"`
	Text        *outNarrative  `json:"text"`
	Entry       []outReference `json:"entry,omitempty"`
	EmptyReason *outConcept    `json:"emptyReason,omitempty"`
}
