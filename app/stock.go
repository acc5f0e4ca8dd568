package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"kith/app/words"
	"kith/journal"
	"kith/journal/schedule"
)

// supplies are the stock entries of a record and the doses since the first.
type supplies struct {
	stock []journal.Entry
	doses []journal.Entry // those that matter for what is left, and those of the last days
	due   []schedule.Due  // of all courses from now on, read when first needed
	from  []schedule.Regimen
}

// readSupplies reads the ledger. Doses are read from the newest count, or from
// the first movement, on: what was before makes no difference.
func readSupplies(ctx context.Context, r *journal.Record, regimens []schedule.Regimen, now time.Time) (*supplies, error) {
	b := &supplies{from: regimens}
	var err error
	if b.stock, err = r.List(ctx, journal.Query{Kinds: []journal.Kind{journal.KindStock}, Oldest: true}); err != nil {
		return nil, err
	}
	begin := now.Add(-neededBack)
	for _, since := range ledgerStarts(b.stock) {
		if since.Before(begin) {
			begin = since
		}
	}
	b.doses, err = readDoses(ctx, r, begin, now)
	return b, err
}

// ledgerStarts returns, for each name, the newest count or else the first
// movement.
func ledgerStarts(stock []journal.Entry) map[string]time.Time {
	starts := map[string]time.Time{}
	for i := range stock { // oldest first
		e := &stock[i]
		name := journal.Fold(e.Name)
		if _, known := starts[name]; !known || e.Body.(*journal.Stock).Counted {
			starts[name] = e.When.Time
		}
	}
	return starts
}

// supply returns what is left of the treatment of a course, and when it runs out.
func (b *supplies) supply(r *schedule.Regimen, zone *time.Location, now time.Time) (schedule.Supply, error) {
	same := func(name string, treatment journal.ID) bool {
		return !treatment.IsZero() && treatment == r.Treatment.ID || journal.Fold(name) == journal.Fold(r.Course.Name)
	}
	var stock, doses []journal.Entry
	for i := range b.stock {
		if e := &b.stock[i]; same(e.Name, e.Body.(*journal.Stock).Treatment) {
			stock = append(stock, *e)
		}
	}
	if len(stock) == 0 {
		return schedule.Supply{}, nil
	}
	courses := map[journal.ID]bool{}
	for i := range b.from {
		if other := &b.from[i]; same(other.Course.Name, other.Treatment.ID) {
			courses[other.Course.ID] = true
		}
	}
	for i := range b.doses {
		if e := &b.doses[i]; courses[e.Dose().Course] || e.Dose().Course.IsZero() && same(e.Name, journal.ID{}) {
			doses = append(doses, *e)
		}
	}
	strength := strengthOf(r)
	s := schedule.Ledger(stock, doses, strength)
	if b.due == nil {
		due, err := schedule.All(b.from, now, now.Add(schedule.Horizon), zone, b.doses)
		if err != nil {
			return s, err
		}
		b.due = make([]schedule.Due, 0, len(due)+1)
		for _, l := range schedule.Match(due, b.doses) {
			if l.Status == schedule.Open {
				b.due = append(b.due, l.Due)
			}
		}
	}
	var planned []schedule.Due
	for _, d := range b.due {
		if courses[d.Course] {
			planned = append(planned, d)
		}
	}
	s.Plan(planned, strength)
	return s, nil
}

// strengthOf returns what one tablet of the treatment holds, nil if it is not
// known.
func strengthOf(r *schedule.Regimen) *journal.Amount {
	t, ok := r.Treatment.Body.(*journal.Treatment)
	if !ok || t.Strength == "" {
		return nil
	}
	strength, err := schedule.ParseAmount(t.Strength)
	if err != nil {
		return nil // words of another program
	}
	return strength
}

// StockMove says how a supply changed.
type StockMove struct {
	Amount  string // 30 tablets
	Counted bool   // so much is there; else so much came, or went if Lost
	Lost    bool
	Reason  string
	// WarnDays, if above 0, is from now on how many days before running out to say
	// so.
	WarnDays int
	At       *journal.When // nil is now
}

// AddStock writes a movement of the supply of a course's treatment.
func (a *App) AddStock(ctx context.Context, p Person, r schedule.Regimen, m StockMove) (journal.Entry, error) {
	amount, err := readAmount(m.Amount)
	if err != nil {
		return journal.Entry{}, err
	}
	if amount.Number.Coef < 0 || amount.Number.Coef == 0 && !m.Counted || m.WarnDays < 0 || m.WarnDays > 365 {
		return journal.Entry{}, input("%s", words.Text("treatment.typed.stock"))
	}
	if m.Lost {
		amount.Number.Coef = -amount.Number.Coef
	}
	when := journal.At(a.Now())
	if m.At != nil {
		when = *m.At
	}
	kept, err := a.LogEntries(ctx, p, "stock", journal.Entry{Kind: journal.KindStock, Name: r.Course.Name, When: when,
		Body: &journal.Stock{Treatment: r.Treatment.ID, Amount: amount, Counted: m.Counted, Reason: strings.TrimSpace(m.Reason), WarnDays: m.WarnDays}})
	if err != nil {
		return journal.Entry{}, err
	}
	return kept[0].Entry, nil
}

// Stock is the supply of one treatment.
type Stock struct {
	Regimen schedule.Regimen
	schedule.Supply
	// Low says that it runs out within WarnDays.
	Low bool
}

// Stocks returns the supplies of a person that something is known of, those that
// run out first in front.
func (a *App) Stocks(ctx context.Context, p Person) (list []Stock, err error) {
	err = a.with(ctx, p, func(r *journal.Record) error {
		regimens, err := readRegimens(ctx, r)
		if err != nil {
			return err
		}
		now := a.Now()
		book, err := readSupplies(ctx, r, regimens, now)
		if err != nil {
			return err
		}
		today, seen := journal.DateOf(now), map[string]bool{}
		for i := len(regimens) - 1; i >= 0; i-- { // the newest course of a name speaks for it
			name := journal.Fold(regimens[i].Course.Name)
			s, err := book.supply(&regimens[i], a.opts.Zone, now)
			if err != nil {
				return err
			}
			if s.Balance != nil && !seen[name] {
				list = append(list, Stock{Regimen: regimens[i], Supply: s, Low: s.Low(today)})
				seen[name] = true
			}
		}
		return nil
	})
	slices.SortStableFunc(list, func(x, y Stock) int { return int(min(max(runsOut(&x)-runsOut(&y), -1), 1)) })
	return list, err
}

func runsOut(s *Stock) journal.Date {
	switch {
	case s.RunsOut != nil:
		return *s.RunsOut
	case s.Low:
		return 0
	}
	return 1 << 30
}
