package journal

import (
	"testing"
)

func TestCategoryOf(t *testing.T) {
	for _, test := range []struct {
		e    Entry
		want Category
	}{
		{Entry{Kind: KindPerson, Name: "Ada", Body: new(Person)}, BaseCategory},
		{Entry{Kind: KindDose, Name: "Ibuprofen", Body: new(Dose)}, Treatments},
		{Entry{Kind: KindStock, Body: new(Stock)}, Treatments},
		{Entry{Kind: KindEvaluation, Body: new(Evaluation)}, Treatments},
		{Entry{Kind: KindSymptom, Name: "Headache", Body: new(Observation)}, Symptoms},
		{Entry{Kind: KindSymptom, Name: "  LOW mood", Body: new(Observation)}, Mood},
		{Entry{Kind: KindSymptom, Name: "Rumination", Body: new(Observation)}, Mood},
		{Entry{Kind: KindSymptom, Name: "my old anxiety again", Body: new(Observation)}, Mood},
		{Entry{Kind: KindSymptom, Name: "Ánimo", Body: new(Observation)}, Mood},
		{Entry{Kind: KindCondition, Name: "Migraine", Body: new(Condition)}, Symptoms},
		{Entry{Kind: KindCondition, Name: "Bipolar disorder", Body: new(Condition)}, Mood},
		{Entry{Kind: KindEpisode, Name: "Panic attack", Body: new(Episode)}, Mood},
		{Entry{Kind: KindMeasure, Name: "Weight", Body: new(Observation)}, Measures},
		{Entry{Kind: KindMeasure, Name: "Mood", Body: new(Observation)}, Mood},
		{Entry{Kind: KindSamples, Name: "Steps", Body: new(Segment)}, Measures},
		{Entry{Kind: KindSamples, Name: "Stress", Body: new(Segment)}, Mood},
		{Entry{Kind: KindFactor, Name: "Wine", Body: new(Observation)}, DailyLife},
		{Entry{Kind: KindDefinition, Name: "Mood", Body: &Definition{Of: KindMeasure}}, Mood},
		{Entry{Kind: KindDefinition, Name: "Weight", Body: &Definition{Of: KindMeasure}}, Measures},
		{Entry{Kind: KindResponse, Name: "PHQ-9", Body: &Response{Instrument: "phq-9"}}, Mood},
		{Entry{Kind: KindResponse, Name: "GAD7", Body: &Response{Instrument: "x"}}, Mood},
		{Entry{Kind: KindResponse, Name: "WHO-5", Body: &Response{Instrument: "who"}}, Mood},
		{Entry{Kind: KindResponse, Name: "HRQOL-4", Body: &Response{Instrument: "hrqol-4"}}, Questionnaires},
		{Entry{Kind: KindInstrument, Name: "How is my knee", Body: &Instrument{Instrument: "gad-2"}}, Mood},
		{Entry{Kind: KindInstrument, Name: "How is my knee", Body: new(Instrument)}, Questionnaires},
		{Entry{Kind: KindAppointment, Name: "Dr Sy", Body: new(Appointment)}, Appointments},
		{Entry{Kind: KindEvent, Name: "Moved", Body: new(Event)}, Notes},
		{Entry{Kind: KindExperiment, Name: "Magnesium", Body: &Experiment{Outcomes: []string{"Headache"}}}, Treatments},
		{Entry{Kind: KindExperiment, Name: "Magnesium", Body: &Experiment{Outcomes: []string{"Headache", "Mood"}}}, Mood},
		{Entry{Kind: KindNote}, Notes},
		{Entry{Kind: KindDayReviewed}, Notes},
		{Entry{Kind: KindAttachment, Body: new(Attachment)}, Documents},
		{Entry{Kind: KindShareGrant, Name: "x", Body: new(ShareGrant)}, Documents},
	} {
		if got := CategoryOf(&test.e); got != test.want {
			t.Errorf("%v %q is in %v, not %v", test.e.Kind, test.e.Name, got, test.want)
		}
	}
}

func TestCategorySets(t *testing.T) {
	set, err := ParseCategories("treatments, Appointments")
	if err != nil || set != SetOf(Treatments, Appointments) || !set.Has(BaseCategory) || set.Has(Mood) || len(set.List()) != 2 {
		t.Errorf("%b %v", set, err)
	}
	if SetOf(Categories()...) != AllCategories || len(AllCategories.List()) != 9 {
		t.Errorf("%b", AllCategories)
	}
	for _, c := range Categories() {
		if got, err := ParseCategory(c.String()); err != nil || got != c {
			t.Errorf("%v: %v %v", c, got, err)
		}
	}
	for _, wrong := range []string{"", " , ", "base", "moods", "treatments,x"} {
		if set, err := ParseCategories(wrong); err == nil {
			t.Errorf("%q is %b", wrong, set)
		}
	}
}
