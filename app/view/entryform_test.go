package view

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/app/words"
	"kith/crypto"
	"kith/journal"
)

// entryNow is when the tests of the form take place.
func entryNow(t testing.TB) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return time.Date(2026, 11, 20, 19, 30, 12, 345e6, zone)
}

func entryVault(t testing.TB, persons ...string) *app.App {
	t.Helper()
	now := entryNow(t)
	a, err := app.Init(filepath.Join(t.TempDir(), "vault"), []byte("correct horse"),
		app.Options{WorkFactor: crypto.MinWorkFactor, Zone: now.Location(), Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := a.AddPersons(context.Background(), persons...); err != nil {
		t.Fatal(err)
	}
	return a
}

func entryLog(t testing.TB, a *app.App, line string) journal.Entry {
	t.Helper()
	e, err := a.Log(context.Background(), a.Persons()[0], line, "")
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func newForm(t testing.TB, a *app.App) *EntryForm {
	t.Helper()
	f, err := NewEntryForm(context.Background(), a, a.Persons()[0])
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func openForm(t testing.TB, a *app.App, id journal.ID) *EntryForm {
	t.Helper()
	f, err := OpenEntryForm(context.Background(), a, a.Persons()[0], id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func saveForm(t testing.TB, f *EntryForm) EntrySaved {
	t.Helper()
	if !f.Check() {
		t.Fatalf("%+v: %v", f.Fields, f.Errors)
	}
	saved, err := f.Saving()(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

// entrySources fill a vault with the entries of a real file, or of the sample.
var entrySources = []struct{ file, column string }{
	{"", ""},
	{"csv/migraine_diaries_kostecki_dillon.csv", "id"},
	{"csv/mood_esm_one_patient.csv", ""},
	{"csv/daylio.csv", ""},
	{"fhir/Adalberto_Hartmann_44ec4447-9e2c-4eb9-bd4f-0bdb416b806e.json", ""},
	{"fhir/Buster_Hoeger_ad2e3fc5-2b5d-4cb9-8d03-9ea0f4ac8423.json", ""},
	{"apple/export6s3sample.xml", ""},
}

func fillVault(t testing.TB, file, column string) *app.App {
	t.Helper()
	ctx := context.Background()
	if file == "" {
		a := entryVault(t)
		if _, err := a.AddSample(ctx); err != nil {
			t.Fatal(err)
		}
		return a
	}
	path := filepath.Join("..", "..", "..", "shared", "testdata", filepath.FromSlash(file))
	f, err := os.Open(path)
	if err != nil {
		t.Skip("the real data is not here: ", path)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	a := entryVault(t)
	o := app.ImportOptions{File: f, Size: info.Size(), Name: filepath.Base(path), PersonColumn: column}
	if column == "" {
		if _, err := a.AddPersons(ctx, "Anna"); err != nil {
			t.Fatal(err)
		}
		o.Person = "Anna"
	}
	if _, err := a.Import(ctx, o); err != nil {
		t.Fatal(err)
	}
	return a
}

// TestEntryFormRoundTrip opens the form of every entry of the sample diary and of
// the real files. With nothing changed it says the same entry, to the byte; and
// where every field is read anew from its text, what a person sees is the same.
func TestEntryFormRoundTrip(t *testing.T) {
	for _, source := range entrySources {
		t.Run("sample"+filepath.Base(source.file), func(t *testing.T) {
			if testing.Short() && source.file != "" {
				t.Skip("long, and the work of one goroutine")
			}
			a := fillVault(t, source.file, source.column)
			list, err := a.List(context.Background(), a.Persons(), journal.Query{})
			if err != nil || len(list) == 0 {
				t.Fatal(len(list), err)
			}
			kinds := map[journal.Kind]int{}
			for _, l := range list {
				f := &EntryForm{a: a, person: l.Person, base: &l.Entry, Fields: entryFieldsOf(&l.Entry), recall: Recalled{last: &l.Entry}}
				f.begun = f.Fields.clone()
				if source.file == "" { // where opening a form is quick
					f = openForm(t, a, l.Entry.ID)
				}
				kinds[l.Entry.Kind]++
				e, wrong := f.read()
				if len(wrong) > 0 || f.Dirty() || !reflect.DeepEqual(e, *f.base) {
					t.Fatalf("%s: %v\n%+v\nread\n%+v", app.Describe(&l.Entry), wrong, *f.base, e)
				}
				f.Fields.Note += " and more"
				if e, wrong = f.read(); len(wrong) > 0 || !onlyNoteDiffers(e, *f.base) {
					t.Fatalf("%s: a change of the note changed more: %v\n%+v\nread\n%+v", app.Describe(&l.Entry), wrong, *f.base, e)
				}
				f.Fields.Note = f.begun.Note
				r := f.reader()
				r.all = true
				if wrong := r.apply(&e); len(wrong) > 0 {
					t.Fatalf("%s %q: %v in %+v", e.Kind, app.Describe(&l.Entry), wrong, f.Fields)
				}
				if was, is := EntryDetails(f.base), EntryDetails(&e); !reflect.DeepEqual(was, is) {
					t.Fatalf("%s %q reads as\n%v\nand was\n%v", e.Kind, app.Describe(&l.Entry), is, was)
				}
				if f.Fills() && (!reflect.DeepEqual(e.Value(), f.base.Value()) || e.Dose() != nil && !reflect.DeepEqual(e.Dose(), f.base.Dose())) {
					t.Fatalf("%s %q reads as\n%+v\nand was\n%+v", e.Kind, app.Describe(&l.Entry), e.Value(), f.base.Value())
				}
			}
			t.Logf("%d entries, %v", len(list), kinds)
		})
	}
}

func onlyNoteDiffers(e, base journal.Entry) bool {
	changed := e.Note != base.Note
	e.Note = base.Note
	return changed && reflect.DeepEqual(e, base)
}

// TestEntryFormSavesNothingNew: saving a form in which nothing was changed writes
// nothing, for an entry of every kind that is there.
func TestEntryFormSavesNothingNew(t *testing.T) {
	a := fillVault(t, "", "")
	list, err := a.List(context.Background(), a.Persons(), journal.Query{})
	if err != nil {
		t.Fatal(err)
	}
	parts, err := a.List(context.Background(), a.Persons(),
		journal.Query{Kinds: []journal.Kind{journal.KindTreatment, journal.KindDoseStep, journal.KindPlan}})
	if err != nil {
		t.Fatal(err)
	}
	list = append(list, parts...)
	seen := map[journal.Kind]bool{}
	for _, l := range list {
		if seen[l.Entry.Kind] {
			continue
		}
		seen[l.Entry.Kind] = true
		saved := saveForm(t, openForm(t, a, l.Entry.ID))
		now, err := a.Get(context.Background(), l.Person, l.Entry.ID)
		if err != nil || !saved.Unchanged || now.Edited != l.Entry.Edited {
			t.Errorf("%s: %+v, %v", l.Entry.Kind, saved, err)
		}
	}
	if len(seen) < 15 {
		t.Errorf("only %d kinds", len(seen))
	}
}

// TestEntryFormWrites types what people type and looks at what is kept.
func TestEntryFormWrites(t *testing.T) {
	at := func(mode TimeMode, date, clock string) EntryTime {
		return EntryTime{Mode: mode, Date: date, Clock: clock}
	}
	for _, c := range []struct {
		fields EntryFields
		want   string // with its time
	}{
		{EntryFields{Kind: journal.KindSymptom, Name: " Headache ", Value: "7"}, "2026-11-20 19:30 Headache 7/10"},
		{EntryFields{Kind: journal.KindSymptom, Name: "Headache"}, "2026-11-20 19:30 Headache"},
		{EntryFields{Kind: journal.KindSymptom, Name: "Headache", Value: "0"}, "2026-11-20 19:30 Headache 0/10"},
		{EntryFields{Kind: journal.KindSymptom, Name: "Headache", Value: "7,5", After: "wine, a short night; stress", Region: "left side",
			Duration: "2h30", Tags: "#work #travel"}, "2026-11-20 19:30 Headache 7.5/10, in left side, after wine and a short night and stress, 2h30m #work #travel"},
		{EntryFields{Kind: journal.KindMeasure, Name: "Weight", Scale: journal.Quantity, Value: "72.50", Unit: "kg"}, "2026-11-20 19:30 Weight 72.50 kg"},
		{EntryFields{Kind: journal.KindMeasure, Name: "Temperature", Scale: journal.Quantity, Value: "38,2", Unit: "°c"}, "2026-11-20 19:30 Temperature 38.2 °C"},
		{EntryFields{Kind: journal.KindMeasure, Name: "CRP", Scale: journal.Quantity, Value: "<5", Unit: "mg/L"}, "2026-11-20 19:30 CRP <5 mg/L"},
		{EntryFields{Kind: journal.KindMeasure, Name: "Blood pressure", Scale: journal.Components,
			Parts: []EntryPart{{"Systolic", "120", "mmHg"}, {"Diastolic", "80", "mmHg"}}}, "2026-11-20 19:30 Blood pressure 120/80 mmHg"},
		{EntryFields{Kind: journal.KindMeasure, Name: "Sleep", Scale: journal.Duration, Value: "7h15"}, "2026-11-20 19:30 Sleep 7 h 15 min"},
		{EntryFields{Kind: journal.KindFactor, Name: "Wine", Scale: journal.YesNo, Value: AnswerNo}, "2026-11-20 19:30 Wine no"},
		{EntryFields{Kind: journal.KindFactor, Name: "Coffee", Scale: journal.Count, Value: "3"}, "2026-11-20 19:30 Coffee 3"},
		{EntryFields{Kind: journal.KindFactor, Name: "Weather", Scale: journal.Text, Value: "stormy"}, "2026-11-20 19:30 Weather stormy"},
		{EntryFields{Kind: journal.KindDose, Name: "Ibuprofen", Status: journal.DoseTaken, Amount: "400mg", Reason: "headache"},
			"2026-11-20 19:30 Ibuprofen 400 mg, taken, for headache"},
		{EntryFields{Kind: journal.KindDose, Name: "Ibuprofen", Status: journal.DoseSkipped, Reason: "forgot"}, "2026-11-20 19:30 Ibuprofen, skipped, for forgot"},
		{EntryFields{Kind: journal.KindNote, Note: "a good day"}, "2026-11-20 19:30 a good day"},
		{EntryFields{Kind: journal.KindEvent, Name: "Moved house", Time: at(TimeMonth, "2026-10", "")}, "2026-10 Moved house, life"},
		{EntryFields{Kind: journal.KindEvent, Name: "First attack", Time: at(TimeYear, "2009", "")}, "2009 First attack, life"},
		{EntryFields{Kind: journal.KindAppointment, Name: "GP", With: "Dr. Okafor", Time: at(TimeClock, "2026-12-01", "9.45"), Questions: []EntryQuestion{{Text: "Why?"}, {Text: " "}, {Text: "How long? ", Asked: true}}},
			"2026-12-01 09:45 GP, visit, with Dr. Okafor"},
		{EntryFields{Kind: journal.KindSymptom, Name: "Headache", Value: "3", Time: at(TimeClock, "yesterday", "8:30 pm")}, "2026-11-19 20:30 Headache 3/10"},
		{EntryFields{Kind: journal.KindSymptom, Name: "Headache", Value: "3", Time: at(TimeClock, "2026-11-20", "1:15")}, "2026-11-20 01:15 Headache 3/10"},
		{EntryFields{Kind: journal.KindSymptom, Name: "Headache", Value: "3", Time: at(TimeDay, "monday", "")}, "2026-11-16 Headache 3/10"},
		{EntryFields{Kind: journal.KindSymptom, Name: "Headache", Value: "3", Time: at(TimeDay, "3.4.2025", "")}, "2025-04-03 Headache 3/10"},
		{EntryFields{Kind: journal.KindSymptom, Name: "Headache", Value: "3", Time: EntryTime{Mode: TimePart, Date: "yesterday", Part: Evening}}, "2026-11-19 evening Headache 3/10"},
		{EntryFields{Kind: journal.KindEpisode, Name: "Migraine attack", Worst: "8", Time: at(TimeClock, "2026-11-18", "22:00"), EndDate: "2026-11-19", EndClock: "6:30"},
			"2026-11-18 22:00 Migraine attack, at worst 8/10"},
	} {
		a := entryVault(t, "Anna")
		f := newForm(t, a)
		if c.fields.Time.Mode == 0 {
			c.fields.Time.Mode = TimeNow
		}
		if c.fields.Scale == 0 {
			c.fields.Scale = usualScale(c.fields.Kind)
		}
		f.Fields = c.fields
		saved := saveForm(t, f)
		if got := strings.TrimSpace(app.WhenText(saved.Entry.When) + " " + app.Describe(&saved.Entry)); got != c.want || !strings.HasPrefix(saved.Text, "Saved: ") {
			t.Errorf("kept %q (%s), want %q", got, saved.Text, c.want)
		}
		again := openForm(t, a, saved.Entry.ID)
		if e, wrong := again.read(); len(wrong) > 0 || !reflect.DeepEqual(e, saved.Entry) {
			t.Errorf("%q opens as %+v, %v", c.want, again.Fields, wrong)
		}
		undone, err := a.Undo(context.Background(), false)
		if err != nil || undone.Act.Entries == 0 {
			t.Errorf("%q cannot be undone: %v", c.want, err)
		}
	}
}

// TestEntryFormRefuses: what cannot be read is said in words beside its field,
// stays typed, and nothing is written.
func TestEntryFormRefuses(t *testing.T) {
	a := entryVault(t, "Anna")
	base := EntryFields{Kind: journal.KindSymptom, Name: "Headache", Scale: journal.NRS, Status: journal.DoseTaken, Time: EntryTime{Mode: TimeNow}}
	with := func(change func(*EntryFields)) EntryFields {
		x := base
		change(&x)
		return x
	}
	dose := func(amount string) EntryFields {
		return with(func(x *EntryFields) { x.Kind, x.Amount = journal.KindDose, amount })
	}
	when := func(mode TimeMode, date, clock string) EntryFields {
		return with(func(x *EntryFields) { x.Time = EntryTime{Mode: mode, Date: date, Clock: clock, Part: Evening} })
	}
	for _, c := range []struct {
		fields EntryFields
		field  EntryField
		says   string
	}{
		{with(func(x *EntryFields) { x.Name = "  " }), FieldName, "Which symptom"},
		{with(func(x *EntryFields) { x.Name = strings.Repeat("x", 2000) }), FieldName, "too long"},
		{with(func(x *EntryFields) { x.Value = "11" }), FieldValue, "outside 0 to 10"},
		{with(func(x *EntryFields) { x.Value = "-1" }), FieldValue, "outside 0 to 10"},
		{with(func(x *EntryFields) { x.Value = "bad" }), FieldValue, "is not a number"},
		{with(func(x *EntryFields) { x.Scale, x.Value = journal.Quantity, "1,250" }), FieldValue, "two ways"},
		{with(func(x *EntryFields) { x.Scale, x.Value = journal.YesNo, "perhaps" }), FieldValue, "Choose yes or no"},
		{with(func(x *EntryFields) { x.Scale, x.Value = journal.Duration, "long" }), FieldValue, "is not a length of time"},
		{with(func(x *EntryFields) { x.Scale, x.Value = journal.Duration, "2h @8:30" }), FieldValue, "is not a length of time"},
		{with(func(x *EntryFields) { x.setScale(journal.Components, ""); x.Parts[0].Number = "120" }), FieldValue, "Diastolic is missing"},
		{with(func(x *EntryFields) {
			x.setScale(journal.Components, "")
			x.Parts[0].Number, x.Parts[1].Number = "80", "120"
		}), FieldValue, "upper number"},
		{dose("a lot"), FieldAmount, "is not an amount"},
		{dose("1/2 tablet"), FieldAmount, "is not an amount"},
		{dose("-5 mg"), FieldAmount, "is not an amount"},
		{with(func(x *EntryFields) { x.Duration = "often" }), FieldDuration, "is not a length"},
		{with(func(x *EntryFields) { x.Kind, x.Note = journal.KindNote, " \n" }), FieldNote, "no words"},
		{when(TimeClock, "", "8:30"), FieldWhen, "Which day"},
		{when(TimeClock, "2026-13-01", "8:30"), FieldWhen, "is not a day"},
		{when(TimeClock, "2026-11-20", "25:00"), FieldClock, "is not a time of day"},
		{when(TimeClock, "2026-11-20", ""), FieldClock, "What time"},
		{when(TimeClock, "2026-11-20", "22:00"), FieldWhen, "lies ahead"},
		{when(TimeDay, "2026-11-21", ""), FieldWhen, "lies ahead"},
		{when(TimeMonth, "soon", ""), FieldWhen, "is not a month"},
		{when(TimeDay, "x @yesterday #a", ""), FieldWhen, "is not a day"},
		{with(func(x *EntryFields) { x.Tags = strings.Repeat("t", 200) }), FieldTags, "too long"},
		{with(func(x *EntryFields) { x.Kind, x.EndDate = journal.KindEpisode, "2026-11-01" }), FieldEnd, "before it began"},
		{with(func(x *EntryFields) { x.Kind, x.EndDate = journal.KindEpisode, "2026-11-20" }), FieldEnd, "at what time"},
		{with(func(x *EntryFields) { x.Kind, x.EndClock = journal.KindEpisode, "23:59" }), FieldEnd, "lies ahead"},
	} {
		f := newForm(t, a)
		f.Fields = c.fields
		if f.Check() || !strings.Contains(f.Errors[c.field], c.says) {
			t.Errorf("%+v: %v, want %s: %s", c.fields, f.Errors, c.field, c.says)
		}
		if _, err := f.Saving()(context.Background()); !isInput(err) {
			t.Errorf("saved: %v", err)
		}
		if !reflect.DeepEqual(f.Fields, c.fields) {
			t.Error("what was typed is gone")
		}
	}
	if list, err := a.List(context.Background(), a.Persons(), journal.Query{}); err != nil || len(list) != 0 {
		t.Errorf("%d entries were written, %v", len(list), err)
	}
}

// TestEntryFormWritesWhatChanged: an edit of another field made meanwhile stays.
func TestEntryFormWritesWhatChanged(t *testing.T) {
	ctx := context.Background()
	a := entryVault(t, "Anna")
	p := a.Persons()[0]
	e := entryLog(t, a, "headache 7 @8:30 after wine #sleep")
	f := openForm(t, a, e.ID)
	if _, err := a.Edit(ctx, p, e.ID, func(e *journal.Entry) error { e.Note = "from the phone"; return nil }); err != nil {
		t.Fatal(err)
	}
	f.Fields.Value = "6"
	if !f.Dirty() {
		t.Error("a change is not noticed")
	}
	saved := saveForm(t, f)
	if got := app.Describe(&saved.Entry); got != "Headache 6/10, after wine, from the phone #sleep" || saved.Entry.When != e.When {
		t.Errorf("%s at %+v, was %+v", got, saved.Entry.When, e.When)
	}
	if f.SetKind(journal.KindNote); f.Fields.Kind != journal.KindSymptom {
		t.Error("an entry became one of another kind")
	}
}

// TestEntryFormHidesNothing: what was typed for another kind or scale is not kept
// behind the person's back, and comes back with what it was for.
func TestEntryFormHidesNothing(t *testing.T) {
	a := entryVault(t, "Anna")
	f := newForm(t, a)
	f.Fields.Name, f.Fields.Duration, f.Fields.Note = "Headache", "2 h", "and so on"
	f.SetKind(journal.KindNote)
	if e := saveForm(t, f).Entry; e.Name != "" || app.Describe(&e) != "2h, and so on" {
		t.Errorf("%+v", e)
	}
	f = newForm(t, a)
	f.SetKind(journal.KindDose)
	f.Fields.Name, f.Fields.Effect, f.Fields.Status = "Ibuprofen", "7", journal.DoseSkipped
	if e := saveForm(t, f).Entry; e.Dose().Effect != nil {
		t.Error("a skipped dose helped")
	}
	f = openForm(t, a, entryLog(t, a, "headache 7").ID)
	f.SetScale(journal.YesNo)
	if f.Fields.Value != "" || !f.Dirty() {
		t.Errorf("%+v", f.Fields)
	}
	if f.SetScale(journal.NRS); f.Fields.Value != "7" || f.Dirty() {
		t.Errorf("%+v", f.Fields)
	}
}

func TestEntryFormRecalls(t *testing.T) {
	ctx := context.Background()
	a := entryVault(t)
	p, err := a.AddSample(ctx)
	if err != nil {
		t.Fatal(err)
	}
	recalled := func(kind journal.Kind, name string) *EntryForm {
		f, err := NewEntryForm(ctx, a, p)
		if err != nil {
			t.Fatal(err)
		}
		f.SetKind(kind)
		f.Fields.Name = name
		r, err := f.Recall(ctx, kind, name)
		if err != nil {
			t.Fatal(err)
		}
		f.Use(r)
		return f
	}
	if f := recalled(journal.KindMeasure, "weight"); f.Fields.Scale != journal.Quantity || f.Fields.Unit != "kg" || f.Fields.Value != "" {
		t.Errorf("%+v", f.Fields)
	}
	if f := recalled(journal.KindMeasure, "Blood Pressure"); f.Fields.Scale != journal.Components || len(f.Fields.Parts) != 2 || f.Fields.hasValue() {
		t.Errorf("%+v", f.Fields)
	}
	weather := recalled(journal.KindFactor, "Weather")
	if !slices.Equal(weather.Fields.Anchors, []string{"steady", "changing", "stormy"}) || !slices.Contains(weather.Scales(), journal.Ordinal) {
		t.Errorf("%+v", weather.Fields)
	}
	weather.Fields.Value = "Changing"
	changing := saveForm(t, weather).Entry
	if got := changing.Value().String(); got != "changing (1)" {
		t.Error(got)
	}
	dose := recalled(journal.KindDose, "Topiramate")
	if dose.Fields.Amount != "75 mg" {
		t.Errorf("%+v", dose.Fields)
	}
	saved := saveForm(t, dose).Entry
	course, err := a.Get(ctx, p, saved.Dose().Course)
	if err != nil || course.Kind != journal.KindCourse || course.Name != "Topiramate" {
		t.Errorf("the dose is of %+v, %v", course, err)
	}
	if stopped := saveForm(t, recalled(journal.KindDose, "Propranolol")).Entry; !stopped.Dose().Course.IsZero() {
		t.Error("a dose of a course that was stopped")
	}
	f := recalled(journal.KindSymptom, "")
	f.Fields.Name = "fin"
	if got := f.Suggestions(5); len(got) < 2 || got[0] != "Tingling fingers" || slices.Contains(got[1:], got[0]) { // then the vocabulary
		t.Errorf("%v", got)
	}
	f.SetKind(journal.KindDose)
	f.Fields.Name = "s"
	if got := f.Suggestions(5); len(got) < 2 || len(got) != len(slices.Compact(slices.Clone(got))) {
		t.Errorf("%v", got)
	}
}

func TestEntryFormTime(t *testing.T) {
	a := entryVault(t, "Anna")
	f := newForm(t, a)
	f.SetMode(TimeClock)
	if x := f.Fields.Time; x.Date != "2026-11-20" || x.Clock != "19:30" {
		t.Errorf("%+v", x)
	}
	f.StepDay(-1)
	f.SetMode(TimeMonth)
	if x := f.Fields.Time; x.Date != "2026-11" {
		t.Errorf("%+v", x)
	}
	f.SetMode(TimeYear)
	f.SetMode(TimeDay)
	if x := f.Fields.Time; x.Date != "2026-01-01" {
		t.Errorf("%+v", x)
	}
	f.SetMode(TimeNow)
	if f.Dirty() {
		t.Error("now is now")
	}
	f.SetMode(TimePart)
	if f.Fields.Time.Part != Evening || !f.Dirty() {
		t.Errorf("%+v", f.Fields.Time)
	}
}

// TestEntryWords: every text that the form makes of parts is there.
func TestEntryWords(t *testing.T) {
	var keys []string
	for k := journal.KindPerson; k <= journal.KindSamples; k++ {
		keys = append(keys, "entry.kind."+k.String(), "entry.error.name."+entrySort(k))
	}
	for s := journal.NRS; s <= journal.Text; s++ {
		keys = append(keys, "entry.scale."+s.String())
	}
	for m := TimeNow; m <= TimeYear; m++ {
		keys = append(keys, "entry.time."+m.String())
	}
	for _, p := range DayParts() {
		keys = append(keys, "entry.part."+p.String())
	}
	for _, s := range []journal.DoseStatus{journal.DoseTaken, journal.DoseSkipped, journal.DoseDue} {
		keys = append(keys, "entry.status."+s.String())
	}
	files, err := filepath.Glob("entry*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, "history.go") {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range []struct{ begin, prefix string }{{`words.Text("`, ""}, {`d.add("`, "entry.label."}, {`d.said("`, "entry.label."},
			{`d.value("`, "entry.label."}, {`d.items("`, "entry.label."}, {`d.date("`, "entry.label."}, {`d.number("`, "entry.label."}, {`d.flag("`, "entry.label."}} {
			for _, part := range strings.Split(string(source), call.begin)[1:] {
				if key, _, _ := strings.Cut(part, `"`); !strings.HasSuffix(key, ".") && !strings.HasSuffix(file, "_test.go") {
					keys = append(keys, call.prefix+key)
				}
			}
		}
	}
	for _, key := range keys {
		if !words.Has(key) {
			t.Errorf("%s has no text", key)
		}
	}
	if len(keys) < 120 {
		t.Errorf("only %d keys", len(keys))
	}
}
