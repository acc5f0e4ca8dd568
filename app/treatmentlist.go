package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"kith/journal"
	"kith/journal/schedule"
)

// Treated is a course as a page shows it.
type Treated struct {
	schedule.Regimen
	State schedule.State
	// Amount is that of a dose today, nil if it is not known.
	Amount *journal.Amount
	// Next is the next dose that is open, nil if none is planned within 400 days.
	Next *schedule.Due
	// Needs are its plans for doses as needed.
	Needs []schedule.Need
	// Supply has a nil Balance if nothing is known of it.
	Supply schedule.Supply
	// Rated is the newest evaluation of the treatment, nil if there is none.
	Rated *journal.Entry
}

// nextWithin are how far ahead the next dose of a course is looked for: nearly
// all have one within a week.
var nextWithin = []time.Duration{7 * 24 * time.Hour, 62 * 24 * time.Hour, 400 * 24 * time.Hour}

// Treatments returns the courses of a person: current, then planned, paused, past
// and unclear ones; each sort by name, past ones by their end.
func (a *App) Treatments(ctx context.Context, p Person) (list []Treated, err error) {
	err = a.with(ctx, p, func(r *journal.Record) error {
		list, err = a.treated(ctx, r)
		return err
	})
	return list, err
}

func (a *App) treated(ctx context.Context, r *journal.Record) ([]Treated, error) {
	regimens, err := readRegimens(ctx, r)
	if err != nil || len(regimens) == 0 {
		return nil, err
	}
	now := a.Now()
	today := journal.DateOf(now)
	list := make([]Treated, len(regimens))
	for i := range regimens {
		list[i] = Treated{Regimen: regimens[i], State: regimens[i].StateOn(today), Amount: regimens[i].AmountOn(today, nil)}
		for _, e := range regimens[i].Running(today) {
			if b := e.Body.(*journal.Plan); b.Amount != nil {
				list[i].Amount = b.Amount
			}
		}
	}
	book, err := readSupplies(ctx, r, regimens, now)
	if err != nil {
		return nil, err
	}
	if err := a.nextDoses(list, regimens, book.doses, now); err != nil {
		return nil, err
	}
	rated, err := readRatings(ctx, r)
	if err != nil {
		return nil, err
	}
	for i := range list {
		t := &list[i]
		t.Rated = rated.of(&t.Regimen)
		if t.State == schedule.Past || t.State == schedule.Unclear {
			continue
		}
		t.Needs = t.Needed(now, book.doses)
		if t.Supply, err = book.supply(&t.Regimen, a.opts.Zone, now); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(list, compareTreated)
	return list, nil
}

func compareTreated(x, y Treated) int {
	if c := cmp.Compare(x.State, y.State); c != 0 {
		return c
	}
	if x.State == schedule.Past {
		return cmp.Compare(endOf(&y), endOf(&x))
	}
	return cmp.Compare(journal.Fold(x.Course.Name), journal.Fold(y.Course.Name))
}

func endOf(t *Treated) journal.Date {
	if end := t.Course.Body.(*journal.Course).End; end != nil {
		return *end
	}
	return t.Course.When.Date
}

// nextDoses fills in the next open dose of each course.
func (a *App) nextDoses(list []Treated, regimens []schedule.Regimen, doses []journal.Entry, now time.Time) error {
	index := map[journal.ID]*Treated{}
	for i := range list {
		if t := &list[i]; len(t.Regimen.Plans) > 0 && t.State != schedule.Past {
			index[t.Course.ID] = t
		}
	}
	for _, within := range nextWithin {
		if len(index) == 0 {
			return nil
		}
		asked := slices.DeleteFunc(slices.Clone(regimens), func(r schedule.Regimen) bool { return index[r.Course.ID] == nil && within > nextWithin[0] })
		due, err := schedule.All(asked, now, now.Add(within), a.opts.Zone, doses)
		if err != nil {
			return err
		}
		for _, l := range schedule.Match(due, doses) {
			if t := index[l.Due.Course]; t != nil && l.Status == schedule.Open && t.Next == nil {
				next := l.Due
				t.Next = &next
				delete(index, l.Due.Course)
			}
		}
	}
	return nil
}

// ratings are the newest evaluations by treatment and by name.
type ratings struct {
	byID   map[journal.ID]*journal.Entry
	byName map[string]*journal.Entry
}

func readRatings(ctx context.Context, r *journal.Record) (ratings, error) {
	found := ratings{map[journal.ID]*journal.Entry{}, map[string]*journal.Entry{}}
	err := r.Each(ctx, journal.Query{Kinds: []journal.Kind{journal.KindEvaluation}, Oldest: true}, func(e journal.Entry) error {
		if id := e.Body.(*journal.Evaluation).Treatment; !id.IsZero() {
			found.byID[id] = &e
		}
		found.byName[journal.Fold(e.Name)] = &e
		return nil
	})
	return found, err
}

func (f ratings) of(r *schedule.Regimen) *journal.Entry {
	if e := f.byID[r.Treatment.ID]; e != nil && !r.Treatment.ID.IsZero() {
		return e
	}
	return f.byName[journal.Fold(r.Course.Name)]
}

// AsNeeded returns the treatments of a person that are taken as needed, and where
// each one's own plan stands now.
func (a *App) AsNeeded(ctx context.Context, p Person) (needs []schedule.Need, err error) {
	err = a.with(ctx, p, func(r *journal.Record) error {
		regimens, err := readRegimens(ctx, r)
		if err != nil {
			return err
		}
		now := a.Now()
		doses, err := readDoses(ctx, r, now.Add(-neededBack), now)
		for i := range regimens {
			needs = append(needs, regimens[i].Needed(now, doses)...)
		}
		return err
	})
	return needs, err
}

// neededBack is how far back doses as needed are read: the longest interval that
// a plan can have.
const neededBack = schedule.MaxEvery

// Adherence counts what became of the doses of a course that were due from from
// (included) to to (not included, and no later than now).
func (a *App) Adherence(ctx context.Context, p Person, course journal.ID, from, to time.Time) (sum schedule.Adherence, err error) {
	if now := a.Now(); to.After(now) {
		to = now
	}
	err = a.with(ctx, p, func(r *journal.Record) error {
		regimens, err := readRegimens(ctx, r)
		if err != nil {
			return err
		}
		doses, err := readDoses(ctx, r, from.Add(-schedule.MaxDelay), to)
		if err != nil {
			return err
		}
		due, err := schedule.All(regimens, from, to, a.opts.Zone, doses)
		if err != nil {
			return err
		}
		due = slices.DeleteFunc(due, func(d schedule.Due) bool { return d.Course != course })
		sum = schedule.Count(schedule.Match(due, doses))
		return nil
	})
	return sum, err
}
