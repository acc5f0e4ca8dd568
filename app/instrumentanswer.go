package app

import (
	"context"
	"fmt"
	"slices"

	"kith/app/words"
	"kith/journal"
	"kith/journal/instrument"
)

// Filled is a questionnaire as somebody filled it in: Answers in the order of the
// items, nil where one was left out, or else the Total alone.
type Filled struct {
	Answers []*journal.Decimal
	Total   *journal.Decimal
	// When is when it was answered; the zero value is now.
	When journal.When
	Note string
}

// Answered is a questionnaire that was filled in, as it is in the record.
type Answered struct {
	Entry journal.Entry
	// Pack is the version that was answered, in the language in use if it has one;
	// nil if it is not there any more.
	Pack   *instrument.Pack
	Result instrument.Result
}

// Response returns what was kept.
func (d *Answered) Response() *journal.Response { return d.Entry.Body.(*journal.Response) }

// Lines are the questions and answers in words; nil for a total alone and for a
// questionnaire that is not there any more.
func (d *Answered) Lines() []instrument.Line {
	if d.Pack == nil {
		return nil
	}
	return d.Pack.Describe(d.Response())
}

// Answer writes a questionnaire that was filled in, complete or not; the score of
// one that is not is nil. An answer that the questionnaire does not have is an
// [instrument.PackError] and writes nothing.
func (a *App) Answer(ctx context.Context, p Person, name string, f Filled) (Answered, error) {
	q, err := a.Instrument(ctx, p, name)
	if err != nil {
		return Answered{}, err
	}
	if f.When.Precision == 0 {
		f.When = journal.At(a.Now())
	}
	if a.IsAhead(f.When) {
		return Answered{}, &instrument.PackError{Code: "ahead", Args: []any{WhenText(f.When)}}
	}
	response := &journal.Response{Instrument: q.Pack.ID, Version: q.Pack.Version, Language: q.Pack.Language}
	var result instrument.Result
	switch {
	case f.Total != nil && f.Answers != nil:
		return Answered{}, &instrument.PackError{Code: "total_or_answers"}
	case f.Total != nil:
		response.TotalOnly, response.Language = true, ""
		result, err = q.Pack.TotalResult(*f.Total)
	case !slices.ContainsFunc(f.Answers, func(n *journal.Decimal) bool { return n != nil }):
		return Answered{}, &instrument.PackError{Code: "nothing"}
	default:
		response.Answers = f.Answers
		result, err = q.Pack.Result(f.Answers)
	}
	if err != nil {
		return Answered{}, err
	}
	response.Score = result.Score
	kept, err := a.LogEntries(ctx, p, "ask", journal.Entry{
		Kind: journal.KindResponse, Name: q.Pack.Title, When: f.When, Note: f.Note, Body: response,
	})
	if err != nil {
		return Answered{}, fmt.Errorf("answer %s: %w", q.Pack.ID, err)
	}
	return Answered{Entry: kept[0].Entry, Pack: q.Pack, Result: result}, nil
}

// Answered returns what a person answered to a questionnaire, newest first, at most
// limit of them (0: all). It fails with an [UnknownInstrumentError] if there is
// neither a questionnaire of that name nor an answer to one.
func (a *App) Answered(ctx context.Context, p Person, name string, limit int) ([]Answered, error) {
	var list []Answered
	err := a.with(ctx, p, func(r *journal.Record) error {
		all, err := questionnaires(ctx, r)
		if err != nil {
			return err
		}
		q, unknown := findQuestionnaire(all, name)
		if unknown == nil {
			name = q.Pack.Title
		}
		entries, err := r.List(ctx, journal.Query{Kinds: []journal.Kind{journal.KindResponse}, Name: name, Limit: limit})
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return unknown
		}
		packs, err := packs(ctx, r)
		if err != nil {
			return err
		}
		for _, e := range entries {
			list = append(list, answered(e, packs))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("answers: %w", err)
	}
	return list, nil
}

// Reread returns what an entry of the kind response says, with its questions.
func (a *App) Reread(ctx context.Context, p Person, e journal.Entry) (Answered, error) {
	var d Answered
	err := a.with(ctx, p, func(r *journal.Record) error {
		packs, err := packs(ctx, r)
		if err == nil {
			d = answered(e, packs)
		}
		return err
	})
	return d, err
}

// packs returns every version of every questionnaire that can have been answered.
func packs(ctx context.Context, r *journal.Record) ([]*instrument.Pack, error) {
	builtIn, err := instrument.BuiltIn()
	if err != nil {
		return nil, err
	}
	totals, err := instrument.TotalsOnly()
	if err != nil {
		return nil, err
	}
	list := slices.Concat(builtIn, totals)
	entries, err := r.List(ctx, journal.Query{Kinds: []journal.Kind{journal.KindInstrument}})
	for i := range entries {
		if pack := ownPack(&entries[i]); pack != nil {
			list = append(list, pack)
		}
	}
	return list, err
}

// answered reads an answer by the version of the questionnaire that it is to. What
// was kept as the score stays the score, whatever the pack would make of it.
func answered(e journal.Entry, packs []*instrument.Pack) Answered {
	d := Answered{Entry: e}
	b := d.Response()
	i := slices.IndexFunc(packs, func(p *instrument.Pack) bool { return p.ID == b.Instrument && p.Version == b.Version })
	if i < 0 {
		d.Result.Score = b.Score
		return d
	}
	d.Pack, _ = packs[i].In(words.Language())
	var err error
	switch {
	case b.TotalOnly && b.Score != nil:
		d.Result, err = d.Pack.TotalResult(*b.Score)
	case !b.TotalOnly:
		d.Result, err = d.Pack.Result(b.Answers)
	}
	if err != nil || !sameScore(d.Result.Score, b.Score) { // written by another program
		d.Result = instrument.Result{Score: b.Score, Missing: d.Result.Missing}
	}
	return d
}

func sameScore(x, y *journal.Decimal) bool {
	if x == nil || y == nil {
		return x == y
	}
	return x.Cmp(*y) == 0
}

// CrisisHelp is whom to call in a crisis: all of the table, and the country of the
// time zone of this computer, nil if that is not known. Nothing leaves the computer
// and nothing is kept.
func (a *App) CrisisHelp() (all *instrument.Crisis, here *instrument.Country, err error) {
	if all, err = instrument.CrisisNumbers(); err != nil {
		return nil, nil, err
	}
	return all, all.In(a.opts.Zone.String()), nil
}
