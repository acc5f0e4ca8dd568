package journal

import (
	"strconv"
	"strings"
)

// Kind says what an entry is about, in the field's own terms.
type Kind uint8

// The kinds of entry. Their numbers are part of the format and never change.
const (
	KindPerson      Kind = iota + 1 // who the record is about; one per record
	KindDefinition                  // what a symptom, measure or factor is measured on
	KindCondition                   // a diagnosis, suspected or confirmed, or an allergy
	KindSymptom                     // one observation of a symptom
	KindMeasure                     // one reading: weight, blood pressure, mood, sleep
	KindFactor                      // food, trigger, weather, activity: what might matter
	KindEpisode                     // a flare or attack with a start and an end
	KindTreatment                   // a drug, therapy, device or habit
	KindCourse                      // one spell of a treatment, from start to stop
	KindDoseStep                    // the amount from a day on: tapers, titration
	KindPlan                        // when doses of a course are due
	KindDose                        // one dose due, taken or skipped
	KindEvaluation                  // how a treatment did, in the person's eyes
	KindInstrument                  // a questionnaire's version
	KindResponse                    // one filled-in questionnaire
	KindEvent                       // a life or medical event: procedure, move, loss
	KindAppointment                 // a visit, past or to come, and its questions
	KindAttachment                  // a sealed photo, document or recording
	KindStock                       // supply received, used, lost or counted
	KindNote                        // free words
	KindDayReviewed                 // the person says this day is complete
	KindShareGrant                  // what was shared with whom
	KindSamples                     // a segment of wearable samples
	KindExperiment                  // pairs of blocks with and without something, in a drawn order
)

var kindNames = names[Kind]{"", "person", "definition", "condition", "symptom", "measure", "factor", "episode",
	"treatment", "course", "dose_step", "plan", "dose", "evaluation", "instrument", "response", "event",
	"appointment", "attachment", "stock", "note", "day_reviewed", "share_grant", "samples", "experiment"}

// String returns the name used in JSON and on the command line.
func (k Kind) String() string { return kindNames.of(k) }

// ParseKind reads a kind's name.
func ParseKind(s string) (Kind, error) { return kindNames.parse("kind", s) }

// Kinds returns the names of all kinds, in the order of their numbers.
func Kinds() []string { return append([]string(nil), kindNames[1:]...) }

// MarshalText writes the name.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads the name.
func (k *Kind) UnmarshalText(b []byte) (err error) {
	*k, err = ParseKind(string(b))
	return err
}

// OnTimeline reports whether entries of this kind stand in the person's timeline by
// themselves; the others describe the person, the scales, or how a course of a
// treatment goes on.
func (k Kind) OnTimeline() bool {
	switch k {
	case KindPerson, KindDefinition, KindInstrument, KindTreatment, KindDoseStep, KindPlan:
		return false
	}
	return true
}

// offTimeline lists the numbers of the kinds that do not stand in the timeline, for
// SQL.
var offTimeline = func() string {
	var numbers []string
	for k := Kind(1); int(k) < len(kindNames); k++ {
		if !k.OnTimeline() {
			numbers = append(numbers, strconv.Itoa(int(k)))
		}
	}
	return strings.Join(numbers, ",")
}()
