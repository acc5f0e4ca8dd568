package schedule

import (
	"slices"
	"time"

	"kith/journal"
)

// sameMoment is how far apart two doses without a plan are taken for one dose that
// two people wrote down.
const sameMoment = 30 * time.Minute

// Twice finds doses that may be one dose written down by two devices: they say that
// one due dose was taken, or the same treatment within the least time between its
// doses or half of what its plan leaves between them; without a plan, the same amount
// within half an hour. It returns groups of two or more, by time, each
// by when they were taken. Doses of one device are never a group, nor are those that
// somebody said are both right ([journal.Dose.NotSame]). It is a question for a
// person, and no judgement: neither dose is wrong.
func Twice(regimens []Regimen, doses []journal.Entry) [][]*journal.Entry {
	devices := map[journal.ID]bool{}
	byName := map[string][]*journal.Entry{}
	for i := range doses {
		e := &doses[i]
		if d := e.Dose(); d == nil || statusOf(e) != Taken {
			continue
		}
		devices[e.Device] = true
		name := journal.Fold(e.Name)
		byName[name] = append(byName[name], e)
	}
	if len(devices) < 2 {
		return nil
	}
	plans := plansByCourse(regimens)
	var groups [][]*journal.Entry
	for name, list := range byName {
		slices.SortFunc(list, byTaken)
		groups = append(groups, twiceAmong(list, plans, name)...)
	}
	slices.SortFunc(groups, func(a, b []*journal.Entry) int { return byTaken(a[0], b[0]) })
	return groups
}

func byTaken(a, b *journal.Entry) int {
	if c := a.When.Time.Compare(b.When.Time); c != 0 {
		return c
	}
	return slices.Compare(a.ID[:], b.ID[:])
}

// coursePlans are the plans of a course that are followed.
type coursePlans struct {
	regimen *Regimen
	plans   []*plan
}

func plansByCourse(regimens []Regimen) map[string][]coursePlans {
	found := map[string][]coursePlans{}
	for i := range regimens {
		r := &regimens[i]
		if r.body() == nil {
			continue
		}
		if plans := r.plans(); len(plans) > 0 {
			name := journal.Fold(r.Course.Name)
			found[name] = append(found[name], coursePlans{r, plans})
		}
	}
	return found
}

// longestGap is more than half of what any plan leaves between doses, and maxNear
// bounds the work that doses from another device can make.
const (
	longestGap = MaxEvery/2 + 48*time.Hour
	maxNear    = 500
)

// twiceAmong groups the doses of one name, which are in order of time.
func twiceAmong(list []*journal.Entry, plans map[string][]coursePlans, name string) [][]*journal.Entry {
	before := make([]int, len(list)) // another dose of the same group, itself of its first
	for i := range before {
		before[i] = i
	}
	first := func(i int) int {
		for before[i] != i {
			before[i] = before[before[i]]
			i = before[i]
		}
		return i
	}
	for i, a := range list {
		for j := i + 1; j < min(len(list), i+maxNear) && list[j].When.Time.Sub(a.When.Time) <= longestGap; j++ {
			if x, y := first(i), first(j); x != y && mayBeOne(a, list[j], plans[name]) {
				before[max(x, y)] = min(x, y)
			}
		}
	}
	members := map[int][]*journal.Entry{}
	for i := range list {
		members[first(i)] = append(members[first(i)], list[i])
	}
	var groups [][]*journal.Entry
	for _, m := range members {
		if len(m) > 1 {
			groups = append(groups, m)
		}
	}
	return groups
}

// mayBeOne reports whether two doses of one name, a taken before b, may be the same.
func mayBeOne(a, b *journal.Entry, plans []coursePlans) bool {
	da, db := a.Dose(), b.Dose()
	if a.Device == b.Device || slices.Contains(da.NotSame, b.ID) || slices.Contains(db.NotSame, a.ID) ||
		!da.Course.IsZero() && !db.Course.IsZero() && da.Course != db.Course {
		return false
	}
	planned := !da.Plan.IsZero() && da.Plan == db.Plan && da.Due != 0 && db.Due != 0
	if planned && da.Due == db.Due {
		return true
	}
	if a.When.Precision != journal.Instant || b.When.Precision != journal.Instant {
		return false
	}
	apart := b.When.Time.Sub(a.When.Time)
	course := da.Course
	if course.IsZero() {
		course = db.Course
	}
	followed := false
	for _, c := range plans {
		if !course.IsZero() && course != c.regimen.Course.ID {
			continue
		}
		for _, p := range c.plans {
			if !c.regimen.allows(p, a.When.Date, a.When.Time) {
				continue
			}
			followed = true
			least := time.Duration(p.body.MinInterval) * time.Second
			if !planned { // they do not say themselves that they are two
				least = max(least, p.between(a.When.Date)/2)
			}
			if apart < least {
				return true
			}
		}
	}
	return !followed && apart < sameMoment && sameAmount(da.Amount, db.Amount)
}

func sameAmount(a, b *journal.Amount) bool {
	return a == nil || b == nil || a.String() == b.String()
}

// between is the least time that a plan leaves between doses around the day d; 0 if
// it does not say.
func (p *plan) between(d journal.Date) time.Duration {
	switch {
	case p.every > 0:
		return p.every
	case len(p.minutes) == 0:
		return 0
	}
	gap := dayMinutes * int(p.daysBetween(d))
	if n := len(p.minutes); n > 1 {
		gap -= p.minutes[n-1] - p.minutes[0]
		for i := 1; i < n; i++ {
			gap = min(gap, p.minutes[i]-p.minutes[i-1])
		}
	}
	return time.Duration(gap) * time.Minute
}

// daysBetween is how many days lie between the days with doses around d, at most 31.
func (p *plan) daysBetween(d journal.Date) journal.Date {
	const most = 31
	next := func(from, step journal.Date) journal.Date {
		for n := journal.Date(0); n < most; n++ {
			if p.onDay(from + n*step) {
				return from + n*step
			}
		}
		return from + most*step
	}
	here := next(d, -1)
	return min(next(here+1, 1)-here, most)
}
