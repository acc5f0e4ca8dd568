package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"kith/app/words"
	"kith/journal"
	"kith/journal/vault"
)

// CheckinItem is one of the things that a person writes down nearly every day, as it
// stands on a day.
type CheckinItem struct {
	Kind   journal.Kind // symptom, measure or factor
	Name   string
	Pinned bool // the person wants it here
	// Usual says that it is pinned, or was written down on at least half of the days
	// of the last two weeks on which anything was. What is not usual is here because
	// it was written down the last time, so that something new is offered again.
	Usual bool
	// Before is the newest entry before the day, of the last two weeks; nil if none.
	Before *journal.Entry
	// On is the newest entry of the day itself, nil if nothing was written down yet,
	// and Entries how many the day has.
	On      *journal.Entry
	Entries int
	// Definition says what it is measured on, nil if its values say all of it.
	Definition *journal.Definition

	long *journal.Entry // of something pinned: the newest entry, from longer ago
}

func (i *CheckinItem) entries() []*journal.Entry { return []*journal.Entry{i.On, i.Before, i.long} }

// Like returns a value on the scale that the item has, nil if only its presence is
// written down, or nothing is known.
func (i *CheckinItem) Like() *journal.Value {
	for _, e := range i.entries() {
		if e != nil && e.Value() != nil {
			return e.Value()
		}
	}
	if d := i.Definition; d != nil && d.Scale != journal.YesNo && d.Scale != 0 {
		return &journal.Value{Scale: d.Scale, Unit: d.Unit}
	}
	return nil
}

// checkinDays is how far back a check-in looks.
const checkinDays = 14

// maxCheckin is how many things a check-in has at most.
const maxCheckin = 40

var checkinKinds = []journal.Kind{journal.KindSymptom, journal.KindMeasure, journal.KindFactor}

// Checkin returns what a person usually writes down on a day: what they pinned, in
// their order, then what is usual, then what was new the last time. What they took
// out is left out. It looks at the two weeks before the day and at nothing after it.
func (a *App) Checkin(ctx context.Context, p Person, day journal.Date) (items []CheckinItem, err error) {
	chosen, err := a.checkinChoice(p)
	if err != nil {
		return nil, err
	}
	err = a.with(ctx, p, func(r *journal.Record) error {
		items, err = checkinOf(ctx, r, day, chosen)
		return err
	})
	return items, err
}

func checkinOf(ctx context.Context, r *journal.Record, day journal.Date, chosen checkinChoice) ([]CheckinItem, error) {
	usual, err := r.Usual(ctx, day, checkinDays, checkinKinds...)
	if err != nil {
		return nil, fmt.Errorf("check-in: %w", err)
	}
	active, last := activeDays(usual)
	var habits, others []CheckinItem
	pinned := make([]CheckinItem, len(chosen.Pinned))
	for i, key := range chosen.Pinned {
		pinned[i] = CheckinItem{Kind: key.Kind, Name: key.Name, Pinned: true, Usual: true}
	}
	for i := range usual {
		u := &usual[i]
		item := CheckinItem{Kind: u.Kind, Name: u.Name, Before: u.Before, On: u.On, Entries: u.Entries}
		at := chosen.pinnedAt(u.Kind, u.Name)
		switch {
		case at >= 0:
			item.Pinned, item.Usual = true, true
			pinned[at] = item
		case chosen.isHidden(u.Kind, u.Name) || len(u.Days) == 0:
		case 2*len(u.Days) >= active:
			item.Usual = true
			habits = append(habits, item)
		case u.Days[0] == last:
			others = append(others, item)
		}
	}
	items := slices.Concat(pinned, habits, others)
	items = items[:min(len(items), maxCheckin)]
	for i := range items {
		if item := &items[i]; item.On == nil && item.Before == nil {
			long, err := r.List(ctx, journal.Query{Kinds: []journal.Kind{item.Kind}, Name: item.Name, To: &day, Limit: 1})
			if err != nil {
				return nil, err
			}
			if len(long) > 0 {
				item.long = &long[0]
			}
		}
		if items[i].Definition, err = definitionOf(ctx, r, &items[i]); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// activeDays returns on how many days anything was written down, and the last of them.
func activeDays(usual []journal.Usual) (n int, last journal.Date) {
	days := map[journal.Date]bool{}
	for i := range usual {
		for _, d := range usual[i].Days {
			days[d] = true
			last = max(last, d)
		}
	}
	return len(days), last
}

// definitionOf looks up the scale of an item whose values do not say all of it.
func definitionOf(ctx context.Context, r *journal.Record, i *CheckinItem) (*journal.Definition, error) {
	if v := i.Like(); v != nil && v.Scale != journal.Ordinal {
		return nil, nil
	}
	for _, e := range i.entries() {
		if e == nil || e.Observation() == nil || e.Observation().Definition.IsZero() {
			continue
		}
		d, err := r.Get(ctx, e.Observation().Definition)
		if errors.Is(err, journal.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		definition, _ := d.Body.(*journal.Definition)
		return definition, nil
	}
	return nil, nil
}

// CheckinAnswer is what a person says about one item.
type CheckinAnswer struct {
	Kind journal.Kind
	Name string
	// Value is nil if it was there and no more is said.
	Value *journal.Value
}

// SaveCheckin writes the answers of a check-in as one act; what is not among them is
// left as unknown as it was. Of today they are from now, of an earlier day from that
// day. A day ahead is an [InputError].
func (a *App) SaveCheckin(ctx context.Context, p Person, day journal.Date, answers []CheckinAnswer) ([]Listed, error) {
	if len(answers) == 0 {
		return nil, input("%s", words.Text("today.checkin.empty"))
	}
	when, err := a.whenOn(day)
	if err != nil {
		return nil, err
	}
	entries := make([]journal.Entry, len(answers))
	for i, answer := range answers {
		entries[i] = journal.Entry{Kind: answer.Kind, Name: answer.Name, When: when, Body: &journal.Observation{Value: answer.Value}}
	}
	return a.LogEntries(ctx, p, "checkin", entries...)
}

// Day returns the civil day that an entry made now gets.
func (a *App) Day() journal.Date { return journal.DayAt(a.Now()) }

// whenOn is now for today, else the whole day.
func (a *App) whenOn(day journal.Date) (journal.When, error) {
	switch today := a.Day(); {
	case day == today:
		return journal.At(a.Now()), nil
	case day > today:
		return journal.When{}, input("%s", words.Text("today.ahead", day))
	}
	when := journal.OnDay(day, a.opts.Zone)
	return when, when.Validate()
}

// checkinChoice is what a person changed of their check-in.
type checkinChoice struct {
	Pinned []checkinKey `json:"pinned,omitempty"`
	Hidden []checkinKey `json:"hidden,omitempty"`
}

type checkinKey struct {
	Kind journal.Kind `json:"kind"`
	Name string       `json:"name"`
}

func (k checkinKey) is(kind journal.Kind, name string) bool {
	return k.Kind == kind && journal.Fold(k.Name) == journal.Fold(name)
}

func (c *checkinChoice) pinnedAt(kind journal.Kind, name string) int {
	return slices.IndexFunc(c.Pinned, func(k checkinKey) bool { return k.is(kind, name) })
}

func (c *checkinChoice) isHidden(kind journal.Kind, name string) bool {
	return slices.ContainsFunc(c.Hidden, func(k checkinKey) bool { return k.is(kind, name) })
}

// checkinDocument is the sealed document of this computer with what was changed, by
// the person's id.
const checkinDocument = "checkin"

func (a *App) checkinChoices() (map[journal.ID]checkinChoice, error) {
	choices := map[journal.ID]checkinChoice{}
	data, err := a.vault.ReadLocal(checkinDocument)
	if err != nil || data == nil {
		return choices, err
	}
	defer clear(data)
	if err := json.Unmarshal(data, &choices); err != nil {
		return nil, fmt.Errorf("read check-in: %w: %w", vault.ErrDamaged, err)
	}
	return choices, nil
}

// checkinChoice returns what a person changed; what cannot be read is begun anew, for
// the record does not depend on it.
func (a *App) checkinChoice(p Person) (checkinChoice, error) {
	choices, err := a.checkinChoices()
	if errors.Is(err, vault.ErrDamaged) {
		return checkinChoice{}, nil
	}
	return choices[p.ID], err
}

func (a *App) changeCheckin(p journal.ID, change func(*checkinChoice)) error {
	a.settings.Lock()
	defer a.settings.Unlock()
	choices, err := a.checkinChoices()
	switch {
	case errors.Is(err, vault.ErrDamaged):
		choices = map[journal.ID]checkinChoice{}
	case err != nil:
		return err
	}
	c := choices[p]
	change(&c)
	choices[p] = c
	if len(c.Pinned)+len(c.Hidden) == 0 {
		delete(choices, p)
	}
	data, err := json.Marshal(choices)
	if err != nil {
		return fmt.Errorf("write check-in: %w", err)
	}
	defer clear(data)
	return a.vault.WriteLocal(checkinDocument, data)
}

// CheckinPlace says what becomes of something in a person's check-in.
type CheckinPlace string

// The places: always in it, never in it, or as often as it is written down.
const (
	CheckinPinned CheckinPlace = "pinned"
	CheckinHidden CheckinPlace = "hidden"
	CheckinUsual  CheckinPlace = "usual"
)

// PlaceInCheckin pins something to a person's check-in, takes it out, or lets the
// habit decide again. It is kept on this computer only.
func (a *App) PlaceInCheckin(p Person, kind journal.Kind, name string, place CheckinPlace) error {
	name = strings.TrimSpace(name)
	if name == "" || !slices.Contains(checkinKinds, kind) {
		return input("%s", words.Text("today.checkin.kind"))
	}
	return a.changeCheckin(p.ID, func(c *checkinChoice) {
		is := func(k checkinKey) bool { return k.is(kind, name) }
		if place != CheckinPinned || c.pinnedAt(kind, name) < 0 {
			c.Pinned = slices.DeleteFunc(c.Pinned, is)
		}
		c.Hidden = slices.DeleteFunc(c.Hidden, is)
		switch {
		case place == CheckinPinned && c.pinnedAt(kind, name) < 0:
			c.Pinned = append(c.Pinned, checkinKey{kind, name})
		case place == CheckinHidden:
			c.Hidden = append(c.Hidden, checkinKey{kind, name})
		}
	})
}

// forgetCheckin drops what was chosen for a person who is erased.
func (a *App) forgetCheckin(p journal.ID) error {
	choices, err := a.checkinChoices()
	if _, there := choices[p]; !there && err == nil {
		return nil
	}
	return a.changeCheckin(p, func(c *checkinChoice) { *c = checkinChoice{} })
}
