package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"kith/journal"
	"kith/journal/instrument"
)

// DueInstrument is a questionnaire that is waiting to be answered.
type DueInstrument struct {
	// ID is what [App.Instrument] and kith ask answer take.
	ID    string
	Title string
	// Due is the civil date since which it is due.
	Due journal.Date
	// Last is the day of the newest answer, nil if there is none.
	Last *journal.Date
	// Every is how often the person wants to be asked.
	Every instrument.Cadence
}

// InstrumentsDue returns the questionnaires that a person wants to be asked
// regularly and that are due on the day of now or were before, the one that has
// waited longest first, then by title. An answer of the same day, even an incomplete one, is
// enough. It reads one entry for each that has a cadence.
func (a *App) InstrumentsDue(ctx context.Context, p Person, now time.Time) ([]DueInstrument, error) {
	today := journal.At(now).Date
	var due []DueInstrument
	err := a.with(ctx, p, func(r *journal.Record) error {
		entries, err := newestInstruments(ctx, r)
		if err != nil {
			return err
		}
		for i := range entries {
			d, err := dueOf(ctx, r, &entries[i])
			if err != nil {
				return err
			}
			if !d.Every.IsNever() && d.Due <= today {
				due = append(due, d)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("questionnaires due: %w", err)
	}
	slices.SortFunc(due, func(x, y DueInstrument) int {
		return cmp.Or(cmp.Compare(x.Due, y.Due), cmp.Compare(journal.Fold(x.Title), journal.Fold(y.Title)))
	})
	return due, nil
}

// dueOf says when the questionnaire of an entry is due. One without a cadence, or
// with one of a later version of Kith, never is.
func dueOf(ctx context.Context, r *journal.Record, e *journal.Entry) (DueInstrument, error) {
	body := e.Body.(*journal.Instrument)
	d := DueInstrument{ID: instrumentID(e), Title: e.Name}
	every, err := instrument.ParseCadence(body.Cadence)
	if err != nil || every.IsNever() {
		return d, nil
	}
	d.Every, d.Due = every, e.When.Date
	if body.Since != nil {
		d.Due = *body.Since
	}
	last, found, err := r.Newest(ctx, journal.KindResponse, e.Name)
	if err != nil {
		return d, err
	}
	if found {
		d.Last = &last.When.Date
		d.Due = every.Next(*d.Last)
	}
	return d, nil
}

// instrumentID is what the responses to the questionnaire of an entry call it.
func instrumentID(e *journal.Entry) string {
	if id := e.Body.(*journal.Instrument).Instrument; id != "" {
		return id
	}
	return e.Name
}
