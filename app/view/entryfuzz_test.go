package view

import (
	"context"
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
	f.Add(uint8(3), uint8(5), "x", "<=5", "°C", "1,5 tablets", "20.11.", "8 pm", "8 days", ";", ",", "\x00")
	f.Fuzz(func(t *testing.T, kind, scale uint8, name, value, unit, amount, date, clock, length, after, tags, note string) {
		form := *form
		kinds := EntryKinds()
		form.Fields = EntryFields{Kind: kinds[int(kind)%len(kinds)], Scale: journal.Scale(scale%8 + 1), Name: name, Value: value, Unit: unit,
			Status: journal.DoseTaken, Amount: amount, Effect: value, Reason: name, Worst: value, EndDate: date, EndClock: clock,
			Time: EntryTime{Mode: TimeMode(scale%6 + 1), Date: date, Clock: clock, Part: DayPart(kind%5 + 1)}, Duration: length,
			After: after, Tags: tags, Note: note, With: note, Questions: after}
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
