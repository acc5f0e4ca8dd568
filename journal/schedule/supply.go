package schedule

import (
	"math/big"
	"slices"
	"time"

	"kith/journal"
)

// Move is one line of a supply's ledger.
type Move struct {
	// Entry is a stock entry or a dose.
	Entry *journal.Entry
	// Change is what it added or, below zero, took; nil for a count.
	Change *journal.Amount
	// Balance is what is there after it, nil as long as nobody said.
	Balance *journal.Amount
	// Unfit says that it could not be reckoned: its unit does not fit.
	Unfit bool
}

// Supply is what is left of a treatment.
type Supply struct {
	Moves []Move
	Unit  string
	// Balance is nil if it is not known: nothing was ever received or counted.
	// It is below zero if more was taken than was there by the ledger: somebody
	// should count.
	Balance *journal.Amount
	// Unfit counts the doses since the first movement that the balance does not
	// hold, because their amount is missing or in a unit that does not fit.
	Unfit int
	// WarnDays is how many days before running out to say so.
	WarnDays int
	// RunsOut is the day of the first planned dose that the balance does not
	// cover; nil if it is not known, or later than Horizon from now.
	RunsOut *journal.Date
	// Enough says that the balance covers all planned doses until Horizon, or to
	// their end.
	Enough bool

	left *big.Rat
}

// WarnDays is the warning where nobody chose another.
const WarnDays = 7

// Horizon is how far ahead a run-out date is looked for.
const Horizon = 2 * 366 * 24 * time.Hour

// Ledger adds up the stock entries of one treatment and its doses, whatever
// order they come in. strength is what one of the stock's unit holds, nil if
// that is not known.
func Ledger(stock, doses []journal.Entry, strength *journal.Amount) Supply {
	s := Supply{WarnDays: WarnDays}
	entries := make([]*journal.Entry, 0, len(stock)+len(doses))
	for i := range stock {
		entries = append(entries, &stock[i])
	}
	slices.SortStableFunc(entries, byTime)
	if len(entries) == 0 {
		return s
	}
	first := entries[0].When.Time
	for i := range doses {
		if d := doses[i].Dose(); d != nil && d.Status == journal.DoseTaken && !doses[i].When.Time.Before(first) {
			entries = append(entries, &doses[i])
		}
	}
	slices.SortStableFunc(entries, byTime)
	for _, e := range entries {
		s.move(e, strength)
	}
	if s.left != nil {
		s.Balance = amountOf(s.left, s.Unit)
	}
	return s
}

func byTime(a, b *journal.Entry) int { return a.When.Time.Compare(b.When.Time) }

func (s *Supply) move(e *journal.Entry, strength *journal.Amount) {
	m := Move{Entry: e}
	switch b := e.Body.(type) {
	case *journal.Stock:
		if b.WarnDays > 0 {
			s.WarnDays = b.WarnDays
		}
		if b.Amount == nil {
			return
		}
		if s.left == nil || b.Counted {
			s.Unit = b.Amount.Unit
		}
		n, ok := convert(b.Amount, s.Unit, strength)
		switch {
		case !ok:
			m.Unfit = true
		case b.Counted:
			s.left = n
			s.Unfit = 0
		case s.left == nil:
			s.left, m.Change = n, b.Amount
		default:
			s.left, m.Change = new(big.Rat).Add(s.left, n), b.Amount
		}
	case *journal.Dose:
		if s.left == nil {
			return
		}
		n, ok := convert(b.Amount, s.Unit, strength)
		if ok {
			n.Neg(n)
			s.left, m.Change = new(big.Rat).Add(s.left, n), amountOf(n, s.Unit)
		} else {
			m.Unfit = true
			s.Unfit++
		}
	}
	if s.left != nil {
		m.Balance = amountOf(s.left, s.Unit)
	}
	s.Moves = append(s.Moves, m)
}

// Plan works out when the supply runs out. due are the doses of the treatment
// that are planned from now on, up to Horizon, without those that are logged.
func (s *Supply) Plan(due []Due, strength *journal.Amount) {
	s.RunsOut, s.Enough = nil, false
	if s.left == nil || len(due) == 0 {
		return
	}
	left := new(big.Rat).Set(s.left)
	for i := range due {
		n, ok := convert(due[i].Amount, s.Unit, strength)
		if !ok {
			return
		}
		if left.Sub(left, n).Sign() < 0 {
			s.RunsOut = &due[i].Date
			return
		}
	}
	s.Enough = true
}

// Low reports whether the supply runs out within WarnDays of today, or has.
func (s *Supply) Low(today journal.Date) bool {
	if s.left != nil && s.left.Sign() <= 0 {
		return true
	}
	return s.RunsOut != nil && *s.RunsOut-today <= journal.Date(s.WarnDays)
}
