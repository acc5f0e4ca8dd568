package journal

import (
	"fmt"
	"slices"
	"strings"

	"kith/journal/space"
)

// Category is a part of a record that has keys of its own, so that somebody can be
// given one part and not another: who holds no key of a category cannot read it,
// whatever their program does. See FORMAT.md. The numbers are part of the format
// and never change.
type Category uint8

// The categories. What is in none of them, [BaseCategory], everybody in the record
// reads: who is in it, the name of the person, what was undone.
const (
	BaseCategory   Category = iota
	Treatments              // treatments, courses, doses, stock and how they did
	Symptoms                // symptoms, episodes and conditions
	Measures                // readings and what wearables count
	Mood                    // whatever of the others is about mood and mind
	Questionnaires          // answers to questionnaires that are not about the mind
	Appointments            // visits, past and to come
	Notes                   // notes, events of life, days that are complete
	DailyLife               // food, sleep, triggers
	Documents               // attachments that belong to no entry, and the log of shares
)

const categoryCount = int(Documents) + 1

var categoryNames = names[Category]{"base", "treatments", "symptoms", "measures", "mood", "questionnaires", "appointments",
	"notes", "daily-life", "documents"}

// Categories returns the categories that can be chosen, in the order of their
// numbers: all but [BaseCategory].
func Categories() []Category {
	all := make([]Category, 0, categoryCount-1)
	for c := Treatments; int(c) < categoryCount; c++ {
		all = append(all, c)
	}
	return all
}

// String returns the name used in JSON and on the command line.
func (c Category) String() string { return categoryNames.of(c) }

// ParseCategory reads the name of a category that can be chosen.
func ParseCategory(s string) (Category, error) {
	return categoryNames.parse("category", strings.ToLower(strings.TrimSpace(s)))
}

// MarshalText writes the name.
func (c Category) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// CategorySet is a set of categories that can be chosen. The zero value is the empty
// one.
type CategorySet uint16

// AllCategories is the set of all categories: the whole record.
const AllCategories CategorySet = 1<<categoryCount - 2

// SetOf returns the set of some categories; [BaseCategory] is in every one and not
// counted.
func SetOf(categories ...Category) (set CategorySet) {
	for _, c := range categories {
		set |= 1 << c
	}
	return set & AllCategories
}

// Has reports whether c is in the set; [BaseCategory] is in every one.
func (s CategorySet) Has(c Category) bool { return c == BaseCategory || s&(1<<c) != 0 }

// Numbers returns the numbers of the members of the set, as package space takes them;
// nil for all.
func (s CategorySet) Numbers() []space.Category {
	if s == AllCategories {
		return nil
	}
	numbers := []space.Category{}
	for _, c := range s.List() {
		numbers = append(numbers, space.Category(c))
	}
	return numbers
}

// List returns the members of the set, in the order of their numbers.
func (s CategorySet) List() []Category {
	return slices.DeleteFunc(Categories(), func(c Category) bool { return !s.Has(c) })
}

// ParseCategories reads a list of categories with commas or spaces between them:
// "treatments, appointments". An empty list is an error.
func ParseCategories(text string) (set CategorySet, err error) {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		c, err := ParseCategory(word)
		if err != nil {
			return 0, err
		}
		set |= SetOf(c)
	}
	if set == 0 {
		return 0, fmt.Errorf("no category was named: there are %s", strings.Join(categoryNames[1:], ", "))
	}
	return set, nil
}

// CategoryOf returns where a new entry belongs, by its kind and name. In a record an
// entry stays where it was first written ([Entry.Category]), and an attachment is
// where the entry is that it belongs to.
func CategoryOf(e *Entry) Category {
	kind := e.Kind
	if d, ok := e.Body.(*Definition); ok {
		kind = d.Of
	}
	switch kind {
	case KindPerson:
		return BaseCategory
	case KindTreatment, KindCourse, KindDoseStep, KindPlan, KindDose, KindEvaluation, KindStock:
		return Treatments
	case KindExperiment: // its outcomes are named in it
		if b, ok := e.Body.(*Experiment); ok && slices.ContainsFunc(b.Outcomes, aboutMind) {
			return Mood
		}
		return unlessMind(e.Name, Treatments)
	case KindCondition, KindSymptom, KindEpisode:
		return unlessMind(e.Name, Symptoms)
	case KindMeasure, KindSamples:
		return unlessMind(e.Name, Measures)
	case KindFactor:
		return unlessMind(e.Name, DailyLife)
	case KindInstrument:
		asked := e.Name
		if b, ok := e.Body.(*Instrument); ok && b.Instrument != "" {
			asked = b.Instrument + " " + e.Name
		}
		return unlessMindful(asked)
	case KindResponse:
		asked := e.Name
		if b, ok := e.Body.(*Response); ok {
			asked = b.Instrument + " " + e.Name
		}
		return unlessMindful(asked)
	case KindAppointment:
		return Appointments
	case KindEvent, KindNote, KindDayReviewed:
		return Notes
	}
	return Documents // attachments and shares
}

func unlessMind(name string, other Category) Category {
	if aboutMind(name) {
		return Mood
	}
	return other
}

func unlessMindful(instrument string) Category {
	if asksAboutMind(instrument) {
		return Mood
	}
	return Questionnaires
}
