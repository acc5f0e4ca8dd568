package view

import (
	"context"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

// trashShown is how many deleted entries a list shows.
const trashShown = 500

// TrashRow is an entry that was deleted.
type TrashRow struct {
	Person app.Person
	ID     journal.ID
	Text   string // what it said, and whose it was if several persons are shown
	Note   string // when it was for, when it was deleted and by whom
}

// Trash is what was deleted of the persons that are shown, the newest deleted first.
type Trash struct {
	Rows []TrashRow
	// More says that there are older ones that are not shown.
	More bool
}

// LoadTrash reads the trash of the persons that are shown.
func LoadTrash(ctx context.Context, a *app.App, shown Shown) (*Trash, error) {
	persons := shown.Persons()
	found, err := a.Trash(ctx, persons, trashShown+1)
	if err != nil {
		return nil, err
	}
	t := new(Trash)
	if len(found) > trashShown {
		found, t.More = found[:trashShown], true
	}
	for _, f := range found {
		text := app.Describe(&f.Entry)
		if len(persons) > 1 {
			text = words.Text("trash.whose", f.Person.Name, text)
		}
		deleted := app.WhenText(journal.At(f.At.In(a.Zone())))
		key := "trash.note"
		if f.By != a.Me() {
			key = "trash.note.other"
		}
		t.Rows = append(t.Rows, TrashRow{f.Person, f.Entry.ID, text, words.Text(key, app.WhenText(f.Entry.When), deleted)})
	}
	return t, nil
}

// Recorded is the timeline as it stood at a moment.
type Recorded struct {
	// Title says which moment.
	Title string
	Lines []RecordedLine
	// More says that there are older entries that are not shown.
	More bool
}

// RecordedLine is an entry as it stood then.
type RecordedLine struct{ When, Text string }

// recordedShown is how many entries of a moment a list shows.
const recordedShown = 300

// LoadRecorded reads how the timeline of the persons that are shown stood at a
// moment, which is typed as [app.App.Moment] reads it. The error is an
// [app.InputError] if it cannot be understood.
func LoadRecorded(ctx context.Context, a *app.App, shown Shown, moment string) (*Recorded, error) {
	at, err := a.Moment(moment)
	if err != nil {
		return nil, err
	}
	persons := shown.Persons()
	list, err := a.ListAsOf(ctx, persons, at, journal.Query{Limit: recordedShown + 1})
	if err != nil {
		return nil, err
	}
	r := &Recorded{Title: words.Text("trash.recorded.at", app.WhenText(journal.At(at.In(a.Zone()))))}
	if len(list) > recordedShown {
		list, r.More = list[:recordedShown], true
	}
	for _, l := range list {
		text := app.Describe(&l.Entry)
		if len(persons) > 1 {
			text = words.Text("trash.whose", l.Person.Name, text)
		}
		r.Lines = append(r.Lines, RecordedLine{app.WhenText(l.Entry.When), text})
	}
	return r, nil
}
