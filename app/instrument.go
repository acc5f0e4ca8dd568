package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"kith/app/words"
	"kith/journal"
	"kith/journal/instrument"
)

// Questionnaire is an instrument as one person has it.
type Questionnaire struct {
	// Pack is in the language in use if it has words in it; see Translated.
	Pack *instrument.Pack
	// Translated says that the words are in the language in use. Others are shown as
	// they are: nobody checked that a translation of ours asks the same.
	Translated bool
	// Own says that it is in the record and can be removed from it.
	Own bool
	// Every is how often the person wants to be asked.
	Every instrument.Cadence
	// Due is the civil date on which it is due next, nil if it never is.
	Due *journal.Date
	// Last is the newest answer, nil if there is none.
	Last *journal.Entry

	entry journal.ID // of the newest version in the record, zero if there is none
}

// ErrNoSuchInstrument says that there is no questionnaire of a name.
var ErrNoSuchInstrument = errors.New("no such questionnaire")

// UnknownInstrumentError says that there is no questionnaire of a name.
type UnknownInstrumentError struct {
	Name string
	Near []string // ids, at most five
}

// Error implements error.
func (e *UnknownInstrumentError) Error() string {
	return fmt.Sprintf("%q: %v", e.Name, ErrNoSuchInstrument)
}

// Is makes it an [ErrNoSuchInstrument].
func (e *UnknownInstrumentError) Is(target error) bool { return target == ErrNoSuchInstrument }

// Instruments returns every questionnaire that a person can answer: those of their
// own, those built in, and last those of which only a total is entered.
func (a *App) Instruments(ctx context.Context, p Person) ([]Questionnaire, error) {
	var list []Questionnaire
	err := a.with(ctx, p, func(r *journal.Record) (err error) {
		list, err = questionnaires(ctx, r)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("questionnaires: %w", err)
	}
	return list, nil
}

// Instrument returns the questionnaire of an id or a title, in which case and
// spaces do not matter. It fails with an [UnknownInstrumentError].
func (a *App) Instrument(ctx context.Context, p Person, name string) (Questionnaire, error) {
	list, err := a.Instruments(ctx, p)
	if err != nil {
		return Questionnaire{}, err
	}
	return findQuestionnaire(list, name)
}

func findQuestionnaire(list []Questionnaire, name string) (Questionnaire, error) {
	unknown := &UnknownInstrumentError{Name: name}
	names := make([]Person, 0, len(list)) // what is near a name is the same for both
	for _, q := range list {
		if folded := journal.Fold(name); folded == journal.Fold(q.Pack.ID) || folded == journal.Fold(q.Pack.Title) {
			return q, nil
		}
		names = append(names, Person{Name: q.Pack.ID})
	}
	unknown.Near = nearNames(names, name)
	return Questionnaire{}, unknown
}

// questionnaires gathers what there is for a record.
func questionnaires(ctx context.Context, r *journal.Record) ([]Questionnaire, error) {
	entries, err := newestInstruments(ctx, r)
	if err != nil {
		return nil, err
	}
	builtIn, err := instrument.BuiltIn()
	if err != nil {
		return nil, err
	}
	totals, err := instrument.TotalsOnly()
	if err != nil {
		return nil, err
	}
	var list []Questionnaire
	for i := range entries {
		if pack := ownPack(&entries[i]); pack != nil {
			list = append(list, Questionnaire{Pack: pack, Own: true, entry: entries[i].ID})
		}
	}
	slices.SortStableFunc(list, func(x, y Questionnaire) int {
		return cmp.Compare(journal.Fold(x.Pack.Title), journal.Fold(y.Pack.Title))
	})
	for _, pack := range slices.Concat(builtIn, totals) {
		list = append(list, Questionnaire{Pack: pack})
	}
	for i := range list {
		if err := list[i].fill(ctx, r, entries); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// fill adds what the record says about a questionnaire.
func (q *Questionnaire) fill(ctx context.Context, r *journal.Record, entries []journal.Entry) error {
	last, found, err := r.Newest(ctx, journal.KindResponse, q.Pack.Title)
	if err != nil {
		return err
	}
	if found {
		q.Last = &last
	}
	i := slices.IndexFunc(entries, func(e journal.Entry) bool { return instrumentID(&e) == q.Pack.ID })
	if i >= 0 {
		e := &entries[i]
		q.entry = e.ID
		d, err := dueOf(ctx, r, e)
		if err != nil {
			return err
		}
		if q.Every = d.Every; !d.Every.IsNever() {
			q.Due = &d.Due
		}
	}
	q.Pack, q.Translated = q.Pack.In(words.Language())
	return nil
}

// newestInstruments returns the newest version of each questionnaire that is in
// the record.
func newestInstruments(ctx context.Context, r *journal.Record) ([]journal.Entry, error) {
	entries, err := r.List(ctx, journal.Query{Kinds: []journal.Kind{journal.KindInstrument}})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(entries, func(x, y journal.Entry) int {
		return cmp.Or(y.Recorded.Compare(x.Recorded), compareVersions(version(&y), version(&x)), cmp.Compare(y.ID.String(), x.ID.String()))
	})
	var newest []journal.Entry
	for _, e := range entries {
		same := func(other journal.Entry) bool { return instrumentID(&other) == instrumentID(&e) }
		if !slices.ContainsFunc(newest, same) {
			newest = append(newest, e)
		}
	}
	return newest, nil
}

func version(e *journal.Entry) string { return e.Body.(*journal.Instrument).Version }

// compareVersions compares versions, which are numbers as a rule.
func compareVersions(x, y string) int {
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y))
}

// ownPack returns the pack in an entry of the record. An entry without one, from
// another program, is a total up to its highest score. nil is neither: of one that
// is built in the entry says only how often it is asked.
func ownPack(e *journal.Entry) *instrument.Pack {
	body := e.Body.(*journal.Instrument)
	if body.Pack != "" {
		pack, err := instrument.Decode([]byte(body.Pack))
		if err != nil {
			return nil // of a later version of Kith, which shows it again
		}
		return pack
	}
	if body.Instrument != "" || body.MaxScore == nil || body.MaxScore.Coef <= 0 {
		return nil
	}
	return &instrument.Pack{
		Format: instrument.Format, ID: e.Name, Version: body.Version, Title: e.Name, Language: words.Language(),
		Total: &instrument.Range{High: *body.MaxScore},
	}
}

// ReadPack reads a pack from a file. The error says why it is refused.
func ReadPack(path string) (*instrument.Pack, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read questionnaire: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(f, instrument.MaxPack+1))
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, fmt.Errorf("read questionnaire: %w", err)
	}
	return instrument.Decode(data)
}

// instrumentKey is the key of the entry of one version of a questionnaire.
func instrumentKey(id, version string) string { return "instrument\x00" + id + "\x00" + version }

// AddInstrument puts a questionnaire into the record. One with the id of another is
// a new version of it and is asked as often. It fails with [journal.ErrUnchanged] if
// it is there already, and with an [instrument.PackError] if its id or title is that
// of something else, or if the same version was answered and asked something else.
func (a *App) AddInstrument(ctx context.Context, p Person, pack *instrument.Pack) (Questionnaire, error) {
	if err := pack.Check(); err != nil {
		return Questionnaire{}, err
	}
	data, err := pack.Encode()
	if err != nil {
		return Questionnaire{}, err
	}
	if len(data) > instrument.MaxPack {
		return Questionnaire{}, &instrument.PackError{Code: "size", Args: []any{instrument.MaxPack / 1024}}
	}
	err = a.with(ctx, p, func(r *journal.Record) error {
		list, err := questionnaires(ctx, r)
		if err != nil {
			return err
		}
		for _, q := range list {
			switch {
			case q.Pack.ID == pack.ID && !q.Own:
				return &instrument.PackError{Code: "id_taken", Args: []any{pack.ID}}
			case q.Pack.ID != pack.ID && journal.Fold(q.Pack.Title) == journal.Fold(pack.Title):
				return &instrument.PackError{Code: "title_taken", Args: []any{pack.Title}}
			}
		}
		e, err := a.instrumentEntry(ctx, r, pack, string(data))
		if err != nil {
			return err
		}
		_, err = r.Log(ctx, "ask add", e)
		return err
	})
	if err != nil {
		return Questionnaire{}, fmt.Errorf("add questionnaire: %w", err)
	}
	return a.Instrument(ctx, p, pack.ID)
}

// instrumentEntry makes the entry of a pack, asked as often as the version before.
func (a *App) instrumentEntry(ctx context.Context, r *journal.Record, pack *instrument.Pack, data string) (journal.Entry, error) {
	body := &journal.Instrument{Version: pack.Version, Pack: data, Instrument: pack.ID}
	if _, high, ok := pack.ScoreRange(); ok {
		body.MaxScore = &high
	}
	e := journal.Entry{Kind: journal.KindInstrument, Name: pack.Title, When: journal.OnDay(a.today(), a.opts.Zone),
		Key: instrumentKey(pack.ID, pack.Version), Body: body}
	entries, err := r.List(ctx, journal.Query{Kinds: []journal.Kind{journal.KindInstrument}})
	if err != nil {
		return e, err
	}
	for i := range entries {
		old := entries[i].Body.(*journal.Instrument)
		if old.Instrument != pack.ID || old.Version != pack.Version {
			continue
		}
		if old.Pack == data {
			return e, journal.ErrUnchanged
		}
		answered, err := hasAnswers(ctx, r, entries[i].Name, pack)
		if err != nil {
			return e, err
		}
		if answered {
			return e, &instrument.PackError{Code: "version_taken", Args: []any{pack.Version}}
		}
	}
	newest, err := newestInstruments(ctx, r)
	for i := range newest {
		if old := newest[i].Body.(*journal.Instrument); old.Instrument == pack.ID {
			body.Cadence, body.Since = old.Cadence, old.Since
		}
	}
	return e, err
}

// hasAnswers reports whether somebody answered this version of a questionnaire.
func hasAnswers(ctx context.Context, r *journal.Record, title string, pack *instrument.Pack) (bool, error) {
	responses, err := r.List(ctx, journal.Query{Kinds: []journal.Kind{journal.KindResponse}, Name: title})
	return slices.ContainsFunc(responses, func(e journal.Entry) bool {
		b := e.Body.(*journal.Response)
		return b.Instrument == pack.ID && b.Version == pack.Version
	}), err
}

// RemoveInstrument takes a questionnaire of the person's own off the list, in all
// its versions, as one act that can be undone. Answers to it stay. It fails with an
// [instrument.PackError] for one that is built in.
func (a *App) RemoveInstrument(ctx context.Context, p Person, name string) error {
	err := a.with(ctx, p, func(r *journal.Record) error {
		list, err := questionnaires(ctx, r)
		if err != nil {
			return err
		}
		q, err := findQuestionnaire(list, name)
		if err != nil {
			return err
		}
		if !q.Own {
			return &instrument.PackError{Code: "not_own", Args: []any{q.Pack.Title}}
		}
		entries, err := r.List(ctx, journal.Query{Kinds: []journal.Kind{journal.KindInstrument}})
		if err != nil {
			return err
		}
		var ids []journal.ID
		for i := range entries {
			if instrumentID(&entries[i]) == q.Pack.ID {
				ids = append(ids, entries[i].ID)
			}
		}
		return r.Delete(ctx, ids...)
	})
	if err != nil {
		return fmt.Errorf("remove questionnaire: %w", err)
	}
	return nil
}

// AskEvery chooses how often a person wants to be asked, from today on if there is
// no answer yet. It fails with [journal.ErrUnchanged] if that is so already.
func (a *App) AskEvery(ctx context.Context, p Person, name string, every instrument.Cadence) (Questionnaire, error) {
	var id string
	err := a.with(ctx, p, func(r *journal.Record) error {
		list, err := questionnaires(ctx, r)
		if err != nil {
			return err
		}
		q, err := findQuestionnaire(list, name)
		if err != nil {
			return err
		}
		id = q.Pack.ID
		if q.Every == every {
			return journal.ErrUnchanged
		}
		today := a.today()
		set := func(b *journal.Instrument) {
			if b.Cadence, b.Since = every.String(), &today; every.IsNever() {
				b.Since = nil
			}
		}
		if !q.entry.IsZero() {
			_, err = r.Edit(ctx, q.entry, func(e *journal.Entry) error {
				body := *e.Body.(*journal.Instrument) // e shares its own with the entry before
				set(&body)
				e.Body = &body
				return nil
			})
			return err
		}
		body := &journal.Instrument{Version: q.Pack.Version, Instrument: q.Pack.ID}
		set(body)
		_, err = r.Log(ctx, "ask every", journal.Entry{Kind: journal.KindInstrument, Name: q.Pack.Title, Body: body,
			When: journal.OnDay(today, a.opts.Zone), Key: instrumentKey(q.Pack.ID, q.Pack.Version)})
		return err
	})
	if err != nil {
		return Questionnaire{}, fmt.Errorf("ask every: %w", err)
	}
	return a.Instrument(ctx, p, id)
}

// explainInstrument says which questionnaires there are.
func (x *Explanation) explainInstrument(e *UnknownInstrumentError) {
	x.What = words.Text("instrument.unknown", e.Name)
	x.Do = words.Text("instrument.unknown.list")
	if len(e.Near) > 0 {
		x.Do = words.Text("instrument.unknown.near", words.List(e.Near)) + " " + x.Do
	}
}
