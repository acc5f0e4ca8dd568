package schedule

import (
	"math/big"
	"slices"
	"time"

	"kith/journal"
)

// Need is a treatment taken as needed, and where its own plan stands now. It says
// what the plan says and what was logged, and advises nothing.
type Need struct {
	Course, Plan journal.ID
	Name         string
	Amount       *journal.Amount // of one dose, nil if the plan has none
	// Last is when the newest dose was taken, nil if none was in the last 30 days.
	Last *time.Time
	// MinInterval is the least time between doses, 0 if the plan sets none.
	MinInterval time.Duration
	// Max is the most in any 24 hours, Taken what was taken in the last 24, and
	// Left the difference, at least zero; nil where the plan sets no maximum or an
	// amount is in a unit that cannot be compared.
	Max, Taken, Left *journal.Amount
	// Next is the earliest instant at which a dose keeps to the plan: now or
	// later. It is the zero time if no such is known.
	Next time.Time
}

// Needed returns what of the regimen is taken as needed. doses are those of at
// least the last 24 hours, and of 30 days where a plan has a longer interval.
func (r *Regimen) Needed(now time.Time, doses []journal.Entry) []Need {
	today := journal.DateOf(now)
	var needs []Need
	for _, p := range r.plans() {
		if !p.body.AsNeeded || !r.allows(p, today, now) {
			continue
		}
		n := Need{Course: r.Course.ID, Plan: p.entry.ID, Name: r.Course.Name, Amount: r.AmountOn(today, p.body), Max: p.body.MaxPerDay,
			MinInterval: time.Duration(p.body.MinInterval) * time.Second, Next: now}
		taken := r.takenBefore(now, doses)
		if len(taken) > 0 {
			last := taken[len(taken)-1].When.Time.In(now.Location())
			n.Last = &last
			if t := last.Add(n.MinInterval); t.After(n.Next) {
				n.Next = t
			}
		}
		n.limit(taken, now)
		n.Next = n.Next.In(now.Location())
		needs = append(needs, n)
	}
	return needs
}

// takenBefore returns the doses of the course taken up to now, oldest first.
func (r *Regimen) takenBefore(now time.Time, doses []journal.Entry) []*journal.Entry {
	var taken []*journal.Entry
	for i := range doses {
		e := &doses[i]
		if d := e.Dose(); d != nil && d.Status == journal.DoseTaken && r.owns(e) && !e.When.Time.After(now) {
			taken = append(taken, e)
		}
	}
	slices.SortStableFunc(taken, func(a, b *journal.Entry) int { return a.When.Time.Compare(b.When.Time) })
	return taken
}

// owns reports whether a dose is of this course, by reference or else by name.
func (r *Regimen) owns(e *journal.Entry) bool {
	if course := e.Dose().Course; !course.IsZero() {
		return course == r.Course.ID
	}
	return journal.Fold(e.Name) == journal.Fold(r.Course.Name)
}

// limit works out the 24-hour maximum.
func (n *Need) limit(taken []*journal.Entry, now time.Time) {
	if n.Max == nil {
		return
	}
	most, sum := ratOf(n.Max.Number), new(big.Rat)
	var amounts []*big.Rat
	var times []time.Time
	for _, e := range taken {
		if !e.When.Time.After(now.Add(-24 * time.Hour)) {
			continue
		}
		amount, ok := convert(e.Dose().Amount, n.Max.Unit, nil)
		if !ok {
			n.Next = time.Time{} // how much was taken is not known
			return
		}
		amounts, times = append(amounts, amount), append(times, e.When.Time)
		sum.Add(sum, amount)
	}
	n.Taken = amountOf(sum, n.Max.Unit)
	left := new(big.Rat).Sub(most, sum)
	if left.Sign() < 0 {
		left.SetInt64(0)
	}
	n.Left = amountOf(left, n.Max.Unit)
	one, ok := convert(n.Amount, n.Max.Unit, nil)
	if !ok {
		one = new(big.Rat)
	}
	if one.Cmp(most) > 0 {
		n.Next = time.Time{} // one dose is more than the plan allows
		return
	}
	for i := range amounts {
		if new(big.Rat).Add(sum, one).Cmp(most) <= 0 && (ok || sum.Cmp(most) < 0) {
			return
		}
		sum.Sub(sum, amounts[i])
		if free := times[i].Add(24 * time.Hour); free.After(n.Next) {
			n.Next = free
		}
	}
}
