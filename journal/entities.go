package journal

import "time"

// Body is what a kind of entry has beyond the fields that all share. The
// concrete types are below, in treatment.go, samples.go and experiment.go; their CBOR keys are part of the
// format: a number is never reused for another meaning. Every field is optional
// on the wire; a field that is absent is unknown.
type Body interface {
	// bodyOf reports whether the body belongs to entries of kind k.
	bodyOf(k Kind) bool
}

// Code is a term of a public vocabulary: system is a short lower-case name
// (snomed, icd10cm, rxnorm, loinc, hpo, doid, atc, cvx, meddra) or a URI.
type Code struct {
	System  string `cbor:"1,keyasint" json:"system"`
	Code    string `cbor:"2,keyasint" json:"code"`
	Display string `cbor:"3,keyasint,omitempty" json:"display,omitempty"`
}

// Person describes whose record it is.
type Person struct {
	Birth   *Date  `cbor:"1,keyasint,omitempty" json:"birth,omitempty"`
	Death   *Date  `cbor:"2,keyasint,omitempty" json:"death,omitempty"`
	Sex     string `cbor:"3,keyasint,omitempty" json:"sex,omitempty"`
	AgeSaid string `cbor:"4,keyasint,omitempty" json:"age_said,omitempty"`
	// Details are further facts a source gave, by its own field names.
	Details map[string]string `cbor:"5,keyasint,omitempty" json:"details,omitempty"`
}

// Definition says what a symptom, measure or factor is measured on. A changed
// definition is a new version; values keep the scale they were typed on.
type Definition struct {
	Of       Kind     `cbor:"1,keyasint" json:"of"`
	Scale    Scale    `cbor:"2,keyasint" json:"scale"`
	Unit     string   `cbor:"3,keyasint,omitempty" json:"unit,omitempty"`
	Polarity Polarity `cbor:"4,keyasint,omitempty" json:"polarity,omitempty"`
	Absence  Absence  `cbor:"5,keyasint,omitempty" json:"absence,omitempty"`
	// Anchors are the words of an Ordinal from its lowest rank, First.
	Anchors []string `cbor:"6,keyasint,omitempty" json:"anchors,omitempty"`
	First   int      `cbor:"7,keyasint,omitempty" json:"first,omitempty"`
	// Low and High bound what the source's scale allows, where it said so.
	Low     *Decimal `cbor:"8,keyasint,omitempty" json:"low,omitempty"`
	High    *Decimal `cbor:"9,keyasint,omitempty" json:"high,omitempty"`
	Version int      `cbor:"10,keyasint,omitempty" json:"version,omitempty"`
	Codes   []Code   `cbor:"11,keyasint,omitempty" json:"codes,omitempty"`
}

// Observation is the body of symptom, measure and factor entries: one reading.
type Observation struct {
	// Value is nil when only the presence was said ("headache").
	Value      *Value   `cbor:"1,keyasint,omitempty" json:"value,omitempty"`
	Definition ID       `cbor:"2,keyasint,omitzero" json:"definition,omitzero"`
	Region     string   `cbor:"3,keyasint,omitempty" json:"region,omitempty"`
	After      []string `cbor:"4,keyasint,omitempty" json:"after,omitempty"`
	Codes      []Code   `cbor:"5,keyasint,omitempty" json:"codes,omitempty"`
	// RangeLow and RangeHigh are the laboratory's reference range.
	RangeLow  *Decimal `cbor:"6,keyasint,omitempty" json:"range_low,omitempty"`
	RangeHigh *Decimal `cbor:"7,keyasint,omitempty" json:"range_high,omitempty"`
	// Outcome, Serious and Relation are kept for symptom events from trials.
	Outcome  string `cbor:"8,keyasint,omitempty" json:"outcome,omitempty"`
	Serious  *bool  `cbor:"9,keyasint,omitempty" json:"serious,omitempty"`
	Relation string `cbor:"10,keyasint,omitempty" json:"relation,omitempty"`
	Episode  ID     `cbor:"11,keyasint,omitzero" json:"episode,omitzero"`
}

// Condition is a diagnosis or allergy. The entry's time is when it began, or
// when it was written down if OnsetUnknown.
type Condition struct {
	Category     string    `cbor:"1,keyasint,omitempty" json:"category,omitempty"` // condition, allergy, history
	Status       string    `cbor:"2,keyasint,omitempty" json:"status,omitempty"`   // active, remission, resolved
	Certainty    string    `cbor:"3,keyasint,omitempty" json:"certainty,omitempty"`
	OnsetUnknown bool      `cbor:"4,keyasint,omitempty" json:"onset_unknown,omitempty"`
	End          *Date     `cbor:"5,keyasint,omitempty" json:"end,omitempty"`
	EndPrecision Precision `cbor:"6,keyasint,omitempty" json:"end_precision,omitempty"`
	Severity     string    `cbor:"7,keyasint,omitempty" json:"severity,omitempty"`
	Reaction     string    `cbor:"8,keyasint,omitempty" json:"reaction,omitempty"`
	BodySystem   string    `cbor:"9,keyasint,omitempty" json:"body_system,omitempty"`
	Codes        []Code    `cbor:"10,keyasint,omitempty" json:"codes,omitempty"`
}

// Episode is a flare or attack. End is nil while it lasts.
type Episode struct {
	End       *time.Time `cbor:"1,keyasint,omitempty" json:"end,omitempty"`
	Condition ID         `cbor:"2,keyasint,omitzero" json:"condition,omitzero"`
	Worst     *Value     `cbor:"3,keyasint,omitempty" json:"worst,omitempty"`
}

// Event is a life or medical event: a procedure, an immunisation, a move.
type Event struct {
	Category string `cbor:"1,keyasint,omitempty" json:"category,omitempty"` // life, procedure, immunization, report, care_plan
	Status   string `cbor:"2,keyasint,omitempty" json:"status,omitempty"`
	Reason   string `cbor:"3,keyasint,omitempty" json:"reason,omitempty"`
	Codes    []Code `cbor:"4,keyasint,omitempty" json:"codes,omitempty"`
	// Results names the readings a report gathers.
	Results []string `cbor:"5,keyasint,omitempty" json:"results,omitempty"`
}

// Appointment is a visit, past or to come.
type Appointment struct {
	With      string   `cbor:"1,keyasint,omitempty" json:"with,omitempty"`
	Reason    string   `cbor:"2,keyasint,omitempty" json:"reason,omitempty"`
	Status    string   `cbor:"3,keyasint,omitempty" json:"status,omitempty"`
	Questions []string `cbor:"4,keyasint,omitempty" json:"questions,omitempty"`
	Codes     []Code   `cbor:"5,keyasint,omitempty" json:"codes,omitempty"`
	// Asked are those of Questions that were asked.
	Asked []string `cbor:"6,keyasint,omitempty" json:"asked,omitempty"`
}

// Attachment describes a sealed blob; its bytes are stored beside the database
// under a name that only the space's key can compute. See package blobs.
type Attachment struct {
	MediaType string `cbor:"1,keyasint,omitempty" json:"media_type,omitempty"`
	Size      int64  `cbor:"2,keyasint,omitempty" json:"size,omitempty"`
	SHA256    []byte `cbor:"3,keyasint,omitempty" json:"sha256,omitempty"`
	BlobKey   []byte `cbor:"4,keyasint,omitempty" json:"-"`
	Of        ID     `cbor:"5,keyasint,omitzero" json:"of,omitzero"`
	// Width and Height are those of a picture as it is looked at, in pixels.
	Width  int `cbor:"6,keyasint,omitempty" json:"width,omitempty"`
	Height int `cbor:"7,keyasint,omitempty" json:"height,omitempty"`
	// Preview is a small picture of it, nil if there is none.
	Preview *Preview `cbor:"8,keyasint,omitempty" json:"-"`
}

// Preview is the sealed blob of a small JPEG picture.
type Preview struct {
	Size    int64  `cbor:"1,keyasint" json:"size"`
	SHA256  []byte `cbor:"2,keyasint" json:"sha256"`
	BlobKey []byte `cbor:"3,keyasint" json:"-"`
}

// Instrument is one version of a questionnaire in somebody's record: how often it
// is to be answered and, if it is not built in, what it asks.
type Instrument struct {
	Version  string   `cbor:"1,keyasint,omitempty" json:"version,omitempty"`
	Items    []string `cbor:"2,keyasint,omitempty" json:"items,omitempty"`
	MaxScore *Decimal `cbor:"3,keyasint,omitempty" json:"max_score,omitempty"`
	Codes    []Code   `cbor:"4,keyasint,omitempty" json:"codes,omitempty"`
	// Pack is the JSON that package instrument reads, "" for one that is built in.
	Pack string `cbor:"5,keyasint,omitempty" json:"pack,omitempty"`
	// Cadence is how often it is to be answered: a recurrence rule of RFC 5545,
	// section 3.3.10, in the few forms that package instrument writes; "" is never.
	Cadence string `cbor:"6,keyasint,omitempty" json:"cadence,omitempty"`
	// Since is the day from which Cadence counts while there is no answer yet.
	Since *Date `cbor:"7,keyasint,omitempty" json:"since,omitempty"`
	// Instrument is what a Response calls it; "" stands for the entry's name.
	Instrument string `cbor:"8,keyasint,omitempty" json:"instrument,omitempty"`
}

// Response is a filled-in questionnaire. Answers are in the order of the
// items, nil where one was left out; Score is nil when it is incomplete.
type Response struct {
	Instrument string     `cbor:"1,keyasint" json:"instrument"`
	Version    string     `cbor:"2,keyasint,omitempty" json:"version,omitempty"`
	Answers    []*Decimal `cbor:"3,keyasint,omitempty" json:"answers,omitempty"`
	Score      *Decimal   `cbor:"4,keyasint,omitempty" json:"score,omitempty"`
	TotalOnly  bool       `cbor:"5,keyasint,omitempty" json:"total_only,omitempty"`
	// Language is that of the questions as they were asked, as in RFC 5646.
	Language string `cbor:"6,keyasint,omitempty" json:"language,omitempty"`
}

// ShareGrant is the log of one share: what left, to whom, for what and until when.
type ShareGrant struct {
	Recipient string     `cbor:"1,keyasint" json:"recipient"`
	Purpose   string     `cbor:"2,keyasint,omitempty" json:"purpose,omitempty"`
	Kinds     []Kind     `cbor:"3,keyasint,omitempty" json:"kinds,omitempty"`
	From      *Date      `cbor:"4,keyasint,omitempty" json:"from,omitempty"`
	To        *Date      `cbor:"5,keyasint,omitempty" json:"to,omitempty"`
	Expires   *time.Time `cbor:"6,keyasint,omitempty" json:"expires,omitempty"`
	Stopped   *time.Time `cbor:"7,keyasint,omitempty" json:"stopped,omitempty"`
}

func (*Person) bodyOf(k Kind) bool     { return k == KindPerson }
func (*Definition) bodyOf(k Kind) bool { return k == KindDefinition }
func (*Observation) bodyOf(k Kind) bool {
	return k == KindSymptom || k == KindMeasure || k == KindFactor
}
func (*Condition) bodyOf(k Kind) bool   { return k == KindCondition }
func (*Episode) bodyOf(k Kind) bool     { return k == KindEpisode }
func (*Event) bodyOf(k Kind) bool       { return k == KindEvent }
func (*Appointment) bodyOf(k Kind) bool { return k == KindAppointment }
func (*Attachment) bodyOf(k Kind) bool  { return k == KindAttachment }
func (*Instrument) bodyOf(k Kind) bool  { return k == KindInstrument }
func (*Response) bodyOf(k Kind) bool    { return k == KindResponse }
func (*ShareGrant) bodyOf(k Kind) bool  { return k == KindShareGrant }

// NewBody returns an empty body for kind k, nil for the kinds that have none
// (note, day reviewed).
func NewBody(k Kind) Body {
	switch k {
	case KindPerson:
		return new(Person)
	case KindDefinition:
		return new(Definition)
	case KindCondition:
		return new(Condition)
	case KindSymptom, KindMeasure, KindFactor:
		return new(Observation)
	case KindEpisode:
		return new(Episode)
	case KindTreatment:
		return new(Treatment)
	case KindCourse:
		return new(Course)
	case KindDoseStep:
		return new(DoseStep)
	case KindPlan:
		return new(Plan)
	case KindDose:
		return new(Dose)
	case KindEvaluation:
		return new(Evaluation)
	case KindInstrument:
		return new(Instrument)
	case KindResponse:
		return new(Response)
	case KindEvent:
		return new(Event)
	case KindAppointment:
		return new(Appointment)
	case KindAttachment:
		return new(Attachment)
	case KindStock:
		return new(Stock)
	case KindShareGrant:
		return new(ShareGrant)
	case KindSamples:
		return new(Segment)
	case KindExperiment:
		return new(Experiment)
	}
	return nil
}
