package view

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"kith/app"
	"kith/crypto"
	"kith/journal"
)

// FuzzEntryForm types anything into the fields: either something is wrong in
// words, or the entry is valid and opens as what was typed.
func FuzzEntryForm(f *testing.F) {
	a := entryVault(f, "Anna")
	form := newForm(f, a)
	f.Add(uint8(0), uint8(1), "Headache", "7", "kg", "400 mg", "2026-11-20", "8:30", "2 h", "wine, stress", "a, b", "note")
	f.Add(uint8(2), uint8(6), "Sleep", "7 h 30 min", "", "", "yesterday", "20.15", "", "", "#x #y", "")
	f.Add(uint8(2), uint8(3), "", "7:15", "", "", "2026-11-20", "23:10", "", "", "", "")
	f.Add(uint8(9), uint8(4), "Asthma", "", "active", "", "2020", "", "", "", "condition", "")
	f.Add(uint8(12), uint8(6), "Ibuprofen", "8", "", "", "", "", "", "sleepy", "", "")
	f.Add(uint8(3), uint8(5), "x", "<=5", "°C", "1,5 tablets", "20.11.", "8 pm", "8 days", ";", ",", "\x00")
	f.Fuzz(func(t *testing.T, kind, scale uint8, name, value, unit, amount, date, clock, length, after, tags, note string) {
		form := *form
		sorts := EntrySorts()
		sort := sorts[int(kind)%len(sorts)]
		form.Fields = EntryFields{Sort: sort, Kind: sort.Kind(), Needed: sort == SortNeeded, Scale: journal.Scale(scale%8 + 1), Name: name, Value: value, Unit: unit,
			Status: journal.DoseTaken, Amount: amount, Effect: value, Reason: name, Worst: value, EndDate: date, EndClock: clock,
			Time: EntryTime{Mode: TimeMode(scale%7 + 1), Date: date, Clock: clock, Part: DayPart(kind%5 + 1)}, Duration: length,
			After: after, Tags: tags, Note: note, With: note, Questions: []EntryQuestion{{after, true}, {note, false}},
			SleepFrom: clock, SleepTo: value, Quality: value, Category: tags, State: unit, Certainty: name, Severity: after, Reaction: note,
			Benefit: value, SideEffect: value, SideEffects: after, Burden: unit, Cost: value, Adherence: amount}
		if form.Fields.Scale == journal.Components {
			form.Fields.Parts = []EntryPart{{name, value, unit}}
		}
		e, wrong := form.read()
		for field, text := range wrong {
			if text == "" {
				t.Errorf("%s: no words", field)
			}
		}
		if len(wrong) > 0 {
			return
		}
		if err := e.Validate(); err != nil {
			t.Fatalf("%+v was taken: %v", form.Fields, err)
		}
		again := &EntryForm{a: a, person: form.person, base: &e, Fields: entryFieldsOf(&e)}
		again.begun = again.Fields.clone()
		if back, wrong := again.read(); len(wrong) > 0 || !reflect.DeepEqual(back, e) {
			t.Fatalf("%+v opens as %+v: %v", form.Fields, again.Fields, wrong)
		}
		if len(EntryDetails(&e)) == 0 {
			t.Error("nothing to say of it")
		}
	})
}

func ExampleEntryForm() {
	dir, err := os.MkdirTemp("", "form")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	a, err := app.Init(filepath.Join(dir, "vault"), []byte("correct horse"), app.Options{WorkFactor: crypto.MinWorkFactor})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer a.Close()
	ctx := context.Background()
	persons, err := a.AddPersons(ctx, "Anna")
	if err != nil {
		fmt.Println(err)
		return
	}
	f, err := NewEntryForm(ctx, a, persons[0])
	if err != nil {
		fmt.Println(err)
		return
	}
	f.Fields.Name, f.Fields.Value = "Headache", "17"
	fmt.Println(f.Check(), f.Errors[FieldValue])
	f.Fields.Value, f.Fields.After = "7", "wine"
	if f.Check() {
		saved, err := f.Saving()(ctx)
		fmt.Println(saved.Text, err)
	}
	// Output:
	// false "17" is outside 0 to 10.
	// Saved: Headache 7/10, after wine <nil>
}

// FuzzEntryDraft restores anything: either it is refused and the form is as it was, or
// the form can be read, and what it holds is its draft.
func FuzzEntryDraft(f *testing.F) {
	a := entryVault(f, "Anna")
	blank := newForm(f, a)
	for _, sort := range EntrySorts() {
		form := newForm(f, a)
		form.SetSort(sort)
		form.Fields.Name, form.Fields.Note = "Migraine", "typed"
		data, err := form.Draft()
		if err != nil || data == nil {
			f.Fatal(sort, err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"Version":1,"Fields":{"Kind":"symptom","Scale":"components","Time":{"Mode":1}}}`))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		form := *blank
		form.Fields = blank.Fields.clone()
		before := form.Fields.clone()
		if err := form.RestoreDraft(data); err != nil {
			if !errors.Is(err, ErrDraft) || !reflect.DeepEqual(form.Fields, before) {
				t.Fatal(err, form.Fields)
			}
			return
		}
		if e, wrong := form.read(); len(wrong) == 0 && e.Validate() != nil {
			t.Fatalf("%+v was taken: %v", form.Fields, e.Validate())
		}
		if form.Title() == "" || form.Scales() == nil || form.TimeModes() == nil {
			t.Fatal("no form")
		}
		data, err := form.Draft()
		if err != nil || data == nil {
			return // too long, or as blank as the form was
		}
		again := *blank
		if err := again.RestoreDraft(data); err != nil || !again.Fields.equal(form.Fields) {
			t.Fatalf("%v: %+v instead of %+v", err, again.Fields, form.Fields)
		}
	})
}
