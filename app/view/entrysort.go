package view

import (
	"slices"

	"kith/app/words"
	"kith/journal"
)

// EntrySort is what the form offers to write: a kind of entry or, where one kind is
// several things in people's eyes, one of these. Its text is the last part of the
// key of its words, "entry.kind.<sort>".
type EntrySort string

// The sorts that are no kind by themselves; the others have the name of their kind.
const (
	SortSymptom  EntrySort = "symptom"
	SortMood     EntrySort = "mood"
	SortSleep    EntrySort = "sleep"
	SortPressure EntrySort = "pressure"
	SortDose     EntrySort = "dose"
	SortNeeded   EntrySort = "needed" // a dose that no plan asked for
)

// EntrySorts returns what the form can write, in the order in which it is offered.
func EntrySorts() []EntrySort {
	return []EntrySort{SortSymptom, SortMood, SortSleep, "measure", SortPressure, SortDose, SortNeeded, "factor",
		"episode", "condition", "event", "appointment", "evaluation", "note", "day_reviewed"}
}

// Kind returns the kind of the entries of a sort, 0 for one there is not.
func (s EntrySort) Kind() journal.Kind {
	switch s {
	case SortMood, SortSleep, SortPressure:
		return journal.KindMeasure
	case SortNeeded:
		return journal.KindDose
	}
	k, err := journal.ParseKind(string(s))
	if err != nil {
		return 0
	}
	return k
}

// preset is the name of what a sort always is, "" where it is asked for.
func (s EntrySort) preset() string {
	switch s {
	case SortMood, SortSleep, SortPressure:
		return words.Text("entry.preset." + string(s))
	}
	return ""
}

// sort is the sort of the fields; fields of a kind alone are of the sort that has its
// name.
func (x *EntryFields) sort() EntrySort {
	if x.Sort != "" && x.Sort.Kind() == x.Kind {
		return x.Sort
	}
	return EntrySort(x.Kind.String())
}

// SetKind makes a new entry one of another kind.
func (f *EntryForm) SetKind(k journal.Kind) { f.SetSort(EntrySort(k.String())) }

// SetSort makes a new entry one of another sort. What both sorts have stays.
func (f *EntryForm) SetSort(s EntrySort) {
	x := &f.Fields
	if !f.IsNew() || s.Kind() == 0 || x.sort() == s && x.Kind != 0 {
		return
	}
	clean := x.Kind == 0 || !f.Dirty()
	if x.Name == x.sort().preset() {
		x.Name = ""
	}
	if x.Time == f.begun.Time {
		x.Time = f.firstTime(s)
	}
	x.Sort, x.Kind, x.Needed = s, s.Kind(), s == SortNeeded
	f.Errors, f.recall = nil, Recalled{}
	x.Anchors, x.Category, x.State = nil, "", ""
	if name := s.preset(); name != "" {
		x.Name = name
	}
	switch s {
	case SortMood:
		x.setScale(journal.NRS, "")
	case SortSleep:
		x.setScale(journal.Duration, "")
	case SortPressure:
		x.setScale(journal.Components, "")
	case "event":
		x.Category = "life"
		x.setScale(usualScale(x.Kind), "")
	case "condition":
		x.Category, x.State = "condition", "active"
		x.setScale(usualScale(x.Kind), "")
	default:
		x.setScale(usualScale(x.Kind), "")
	}
	if clean { // choosing what to write is not writing
		f.begun = x.clone()
	}
}

// firstTime is how the form asks for the time of a sort to begin with.
func (f *EntryForm) firstTime(s EntrySort) EntryTime {
	today := journal.DayAt(f.now()).String()
	switch s {
	case SortSleep, "day_reviewed":
		return EntryTime{Mode: TimeDay, Date: today}
	case "condition":
		return EntryTime{Mode: TimeMonth, Date: today[:len("2006-01")]}
	case "appointment":
		return EntryTime{Mode: TimeClock, Date: today}
	}
	return EntryTime{Mode: TimeNow}
}

// Has reports whether entries of this sort have a field.
func (f *EntryForm) Has(field EntryField) bool {
	k, s := f.Fields.Kind, f.Fields.sort()
	switch field {
	case FieldTags, FieldNote, FieldWhen:
		return true
	case FieldName:
		return k != journal.KindNote && k != journal.KindDayReviewed && s.preset() == ""
	case FieldDuration:
		return k != journal.KindEpisode && k != journal.KindDayReviewed && k != journal.KindSamples &&
			k != journal.KindCondition && k != journal.KindEvaluation && k != journal.KindDose && s != SortSleep || f.begun.Duration != ""
	case FieldSleep, FieldQuality:
		return s == SortSleep
	case FieldValue, FieldAfter:
		return isObservation(k) && s != SortSleep
	case FieldRegion:
		return k == journal.KindSymptom || isObservation(k) && f.Fields.Region != ""
	case FieldAmount, FieldEffect:
		return k == journal.KindDose
	case FieldReason:
		return k == journal.KindDose || k == journal.KindAppointment || k == journal.KindEvent
	case FieldEnd:
		return k == journal.KindEpisode || k == journal.KindCondition
	case FieldWorst:
		return k == journal.KindEpisode
	case FieldWith, FieldQuestions:
		return k == journal.KindAppointment
	case FieldCategory:
		return k == journal.KindCondition || k == journal.KindEvent
	case FieldState, FieldCertainty:
		return k == journal.KindCondition
	case FieldSeverity, FieldReaction:
		return k == journal.KindCondition && (f.Fields.Category == "allergy" || f.begun.Severity+f.begun.Reaction != "")
	case FieldBenefit, FieldSideEffects, FieldSideEffect, FieldBurden, FieldCost, FieldAdherence:
		return k == journal.KindEvaluation
	}
	return false
}

func isObservation(k journal.Kind) bool {
	return k == journal.KindSymptom || k == journal.KindMeasure || k == journal.KindFactor
}

// Choices returns the words that are usual for a field of free words, with what the
// entry says now among them, nil for a field that is not chosen. Their texts are
// under "entry.choice.<field>.<word>"; a word without one stands for itself.
func (f *EntryForm) Choices(field EntryField) []string {
	x := &f.Fields
	var usual []string
	var now string
	switch {
	case field == FieldCategory && x.Kind == journal.KindCondition:
		usual, now = []string{"condition", "allergy", "history"}, f.begun.Category
	case field == FieldCategory:
		usual, now = []string{"life", "procedure", "immunization", "report", "care_plan"}, f.begun.Category
	case field == FieldState:
		usual, now = []string{"active", "remission", "resolved"}, f.begun.State
	case field == FieldCertainty:
		usual, now = []string{"", "confirmed", "suspected", "ruled_out"}, f.begun.Certainty
	case field == FieldSeverity:
		usual, now = []string{"", "mild", "moderate", "severe"}, f.begun.Severity
	default:
		return nil
	}
	if !slices.Contains(usual, now) {
		usual = append(usual, now)
	}
	return usual
}
