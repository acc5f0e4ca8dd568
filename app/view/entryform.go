package view

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"time"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/terms"
)

// EntryForm is the form in which an entry is written, or one that is there is
// changed. What is typed is in Fields, as text; nothing reaches the journal
// before [EntryForm.Saving].
//
// A change writes only what was changed in the form. What the form cannot show,
// such as the seconds of a time or the codes of an import, stays as it is.
type EntryForm struct {
	// Fields is what is typed. Whoever shows the form changes it.
	Fields EntryFields
	// Errors says what is wrong with a field, after [EntryForm.Check].
	Errors map[EntryField]string
	// At is when it was, where that is known better than Fields.Time can say it;
	// nil is what Fields.Time says.
	At *journal.When
	// Sure says that a value is meant even if it is unlikely; without it such a value
	// is not saved, and the error is an [app.DoubtError].
	Sure bool

	a      *app.App
	person app.Person
	base   *journal.Entry // the entry that is changed; nil is a new one
	begun  EntryFields    // Fields before anything was typed
	known  []journal.Known
	recall Recalled

	vocabulary *terms.Vocabulary // of a new entry
}

// EntryField names a field of the form, for errors.
type EntryField string

// The fields.
const (
	FieldName      EntryField = "name"
	FieldValue     EntryField = "value"
	FieldAmount    EntryField = "amount"
	FieldReason    EntryField = "reason"
	FieldEffect    EntryField = "effect"
	FieldWhen      EntryField = "when"
	FieldClock     EntryField = "clock"
	FieldEnd       EntryField = "end"
	FieldWorst     EntryField = "worst"
	FieldDuration  EntryField = "duration"
	FieldRegion    EntryField = "region"
	FieldAfter     EntryField = "after"
	FieldWith      EntryField = "with"
	FieldQuestions EntryField = "questions"
	FieldTags      EntryField = "tags"
	FieldNote      EntryField = "note"
	FieldSleep     EntryField = "sleep"
	FieldQuality   EntryField = "quality"
	FieldCategory  EntryField = "category"
	FieldState     EntryField = "state"
	FieldCertainty EntryField = "certainty"
	FieldSeverity  EntryField = "severity"
	FieldReaction  EntryField = "reaction"

	FieldBenefit     EntryField = "benefit"
	FieldSideEffects EntryField = "side_effects"
	FieldSideEffect  EntryField = "side_effect"
	FieldBurden      EntryField = "burden"
	FieldCost        EntryField = "cost"
	FieldAdherence   EntryField = "adherence"
)

// NewEntryForm returns a form for a new entry of a person.
func NewEntryForm(ctx context.Context, a *app.App, p app.Person) (*EntryForm, error) {
	known, err := knownByUse(ctx, a, p)
	if err != nil {
		return nil, err
	}
	f := &EntryForm{a: a, person: p, known: known}
	f.Fields = EntryFields{Time: EntryTime{Mode: TimeNow}, Status: journal.DoseTaken}
	if v, err := a.Vocabulary(); err == nil { // writing does not depend on it
		f.vocabulary = v
	}
	f.SetSort(SortSymptom)
	f.begun = f.Fields.clone()
	return f, nil
}

// OpenEntryForm returns a form that changes an entry.
func OpenEntryForm(ctx context.Context, a *app.App, p app.Person, id journal.ID) (*EntryForm, error) {
	e, err := a.Get(ctx, p, id)
	if err != nil {
		return nil, err
	}
	known, err := a.Known(ctx, p)
	if err != nil {
		return nil, err
	}
	f := &EntryForm{a: a, person: p, known: known, base: &e, Fields: entryFieldsOf(&e)}
	if o := e.Observation(); o != nil {
		f.recall.last = &e
		if f.recall.definition, err = f.definition(ctx, &e); err != nil {
			return nil, err
		}
		f.Fields.Anchors = f.recall.anchors()
		if o.Value == nil && f.recall.definition != nil {
			f.Fields.setScale(f.recall.definition.Scale, f.recall.definition.Unit)
		}
	}
	f.begun = f.Fields.clone()
	return f, nil
}

// Person returns whose entry it is.
func (f *EntryForm) Person() app.Person { return f.person }

// ID returns the id of the entry that is changed, zero for a new one.
func (f *EntryForm) ID() journal.ID {
	if f.base == nil {
		return journal.ID{}
	}
	return f.base.ID
}

// IsNew reports whether the form writes a new entry.
func (f *EntryForm) IsNew() bool { return f.base == nil }

// Title says what the form is for.
func (f *EntryForm) Title() string {
	if f.IsNew() {
		return words.Text("entry.title.new")
	}
	return words.Text("entry.title.edit", strings.ToLower(words.Text("entry.kind."+string(f.Fields.sort()))))
}

// Fills reports whether the form has a field for everything that an entry of
// this kind has. For others it has name, time, tags and note, and
// [EntryForm.Details] shows the rest.
func (f *EntryForm) Fills() bool {
	return slices.Contains(EntrySorts(), EntrySort(f.Fields.Kind.String()))
}

// Details says what the form shows but cannot change.
func (f *EntryForm) Details() []EntryDetail {
	if f.base == nil {
		return nil
	}
	var out []EntryDetail
	for _, d := range EntryDetails(f.base) {
		if !d.field(f.Fills()) {
			out = append(out, d)
		}
	}
	return out
}

func usualScale(k journal.Kind) journal.Scale {
	switch k {
	case journal.KindMeasure:
		return journal.Quantity
	case journal.KindFactor:
		return journal.YesNo
	}
	return journal.NRS
}

// SetScale measures the value in another way. What was typed for the other is
// dropped; the scale that the entry had comes back with its value.
func (f *EntryForm) SetScale(s journal.Scale) {
	if f.Fields.Scale == s {
		return
	}
	delete(f.Errors, FieldValue)
	if s == f.begun.Scale {
		was := f.begun.clone()
		f.Fields.Scale, f.Fields.Value, f.Fields.Unit, f.Fields.Parts = s, was.Value, was.Unit, was.Parts
		return
	}
	unit := ""
	if d := f.recall.definition; d != nil && d.Scale == s {
		unit = d.Unit
	}
	f.Fields.setScale(s, unit)
}

// Scales returns the scales that the value can be given on.
func (f *EntryForm) Scales() []journal.Scale {
	scales := []journal.Scale{journal.NRS, journal.YesNo, journal.Quantity, journal.Count, journal.Duration, journal.Text}
	for _, s := range []journal.Scale{journal.Ordinal, journal.Components} {
		if f.Fields.Scale == s || f.begun.Scale == s || f.recall.scale() == s {
			scales = append(scales, s)
		}
	}
	return scales
}

// Dirty reports whether something was typed that is not saved.
func (f *EntryForm) Dirty() bool { return !f.Fields.equal(f.begun) }

// EntrySaved says what became of a save.
type EntrySaved struct {
	Entry journal.Entry
	// Text is for the toast. Undo takes the save back, unless it is Unchanged.
	Text      string
	Unchanged bool
}

// Check reads every field, puts what is wrong into Errors and reports whether
// nothing is.
func (f *EntryForm) Check() bool {
	_, f.Errors = f.read()
	return len(f.Errors) == 0
}

// Saving returns what writes the entry, or the change of it, as the form is now.
// It may run on another goroutine. Check must have been true; if it is not any
// more, nothing is written.
func (f *EntryForm) Saving() func(context.Context) (EntrySaved, error) {
	c := *f
	c.Fields = f.Fields.clone()
	return c.save
}

func (f *EntryForm) save(ctx context.Context) (EntrySaved, error) {
	e, wrong := f.read()
	if len(wrong) > 0 {
		return EntrySaved{}, &app.InputError{Err: errors.New(words.Text("entry.error.fields"))}
	}
	if f.IsNew() {
		kept, err := f.a.LogSure(ctx, f.person, "log", f.Sure, append([]journal.Entry{e}, f.reader().more(&e)...)...)
		if err != nil {
			return EntrySaved{}, err
		}
		return EntrySaved{Entry: kept[0].Entry, Text: words.Text("entry.saved", entrySummary(&kept[0].Entry))}, nil
	}
	if v := e.Value(); !f.Sure && v != nil && !reflect.DeepEqual(v, f.base.Value()) {
		doubts, err := f.a.Doubts(ctx, f.person, e)
		if err != nil {
			return EntrySaved{}, err
		}
		if len(doubts) > 0 {
			return EntrySaved{}, &app.DoubtError{Doubts: doubts}
		}
	}
	changed, err := f.a.Edit(ctx, f.person, f.base.ID, func(e *journal.Entry) error {
		for field, text := range f.reader().apply(e) {
			return &app.InputError{Err: errors.New(string(field) + ": " + text)}
		}
		return nil
	})
	if errors.Is(err, journal.ErrUnchanged) {
		return EntrySaved{Entry: *f.base, Text: words.Text("entry.unchanged"), Unchanged: true}, nil
	}
	if err != nil {
		return EntrySaved{}, err
	}
	return EntrySaved{Entry: changed, Text: words.Text("entry.changed", entrySummary(&changed))}, nil
}

// Delete takes the entry off the timeline and returns the text for the toast.
func (f *EntryForm) Delete(ctx context.Context) (string, error) {
	if err := f.a.Delete(ctx, f.person, f.base.ID); err != nil {
		return "", err
	}
	return words.Text("entry.deleted", entrySummary(f.base)), nil
}

// entrySummary is an entry in a few words, for a toast.
func entrySummary(e *journal.Entry) string {
	text := app.Describe(e)
	if text == "" {
		text = words.Text("entry.kind." + e.Kind.String())
	}
	if r := []rune(text); len(r) > 60 {
		text = strings.TrimSpace(string(r[:59])) + "…"
	}
	return text
}

// WhenShown says the time as the form would keep it, "" while it cannot be read
// or is now.
func (f *EntryForm) WhenShown() string {
	t := f.Fields.Time.trimmed()
	if t.Mode == TimeNow || t.Mode == TimeUnknown {
		return ""
	}
	zone := f.zone()
	w, _, wrong := f.reader().when(t, zone)
	if wrong != "" {
		return ""
	}
	return EntryWhen(w) + whichOfTwo(w, zone)
}

// now is the time by the journal's clock.
func (f *EntryForm) now() time.Time { return f.a.Now() }
