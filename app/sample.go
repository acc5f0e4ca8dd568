package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kith/journal"
	"kith/journal/sample"
)

// sampleSeed makes everybody's sample diary the same one.
const sampleSeed = 8

// AddSample adds the invented person of the sample diary, with a year of entries
// up to now. After an error nobody was added. It fails with [ErrPersonExists] if
// the person is there already.
func (a *App) AddSample(ctx context.Context) (Person, error) {
	persons, err := a.AddPersons(ctx, sample.PersonName)
	if err != nil {
		return Person{}, err
	}
	p := persons[0]
	diary := sample.Write(p.ID, sampleSeed, a.Now())
	if err := a.with(ctx, p, func(r *journal.Record) error { return keepSample(ctx, r, diary) }); err != nil {
		return Person{}, errors.Join(fmt.Errorf("write the sample diary: %w", err), a.ErasePerson(p))
	}
	return p, nil
}

// keepSample writes a diary: most of it as one act, the newest entries one by one
// as a person would, so that undo takes back one of them and not the year.
func keepSample(ctx context.Context, r *journal.Record, diary sample.Diary) error {
	most, newest := parted(diary.Entries)
	act := journal.NewID()
	for _, part := range [][]journal.Entry{diary.Definitions, most} {
		batch := r.NewBatch(act, "sample")
		if _, err := batch.Add(ctx, part); err != nil {
			return err
		}
		if err := batch.Close(ctx); err != nil {
			return err
		}
	}
	for _, e := range newest {
		if err := logCorrected(ctx, r, e); err != nil {
			return err
		}
	}
	return nil
}

// parted splits entries into most of them and the five newest that a person
// would write in one line, oldest first.
func parted(entries []journal.Entry) (most, newest []journal.Entry) {
	most = slices.Clone(entries)
	slices.SortStableFunc(most, func(x, y journal.Entry) int { return x.When.Time.Compare(y.When.Time) })
	for i := len(most) - 1; i >= 0 && len(newest) < 5; i-- {
		switch e := most[i]; e.Kind {
		case journal.KindSymptom, journal.KindMeasure, journal.KindFactor, journal.KindDose, journal.KindNote:
			newest = append(newest, e)
			most = slices.Delete(most, i, i+1)
		}
	}
	slices.Reverse(newest)
	return most, newest
}

// logCorrected writes an entry. A score is first written one too high and then
// corrected, so that there is a history to look at.
func logCorrected(ctx context.Context, r *journal.Record, e journal.Entry) error {
	v := e.Value()
	if v == nil || v.Scale != journal.NRS || v.Number.Cmp(journal.DecimalOf(9)) > 0 {
		_, err := r.Log(ctx, "log", e)
		return err
	}
	first := e
	o := *e.Observation()
	o.Value = journal.Number10(journal.DecimalOf(v.Number.Coef + 1))
	first.Body = &o
	ids, err := r.Log(ctx, "log", first)
	if err != nil {
		return err
	}
	_, err = r.Edit(ctx, ids[0], func(e *journal.Entry) error {
		e.Observation().Value = v
		return nil
	})
	return err
}
