package journal

import (
	"context"
	"fmt"

	"kith/journal/space"
)

// Usual is something that a person wrote about on some of the days before a day,
// or on that day.
type Usual struct {
	Kind Kind
	Name string
	// Days are the days before on which there is an entry, newest first.
	Days []Date
	// Before is the newest entry on them, nil if there is none.
	Before *Entry
	// On is the newest entry on the day itself and Entries how many it has.
	On      *Entry
	Entries int
}

// maxUsual is how many names are looked at: enough for whoever tracks much, and a
// bound for whoever has a name for each entry.
const maxUsual = 200

// Usual returns what there are entries about, of the given kinds, on a day and on so
// many days before it; what was written about first comes first. It costs a walk
// through those days and the reading of two entries a name.
func (r *Record) Usual(ctx context.Context, day Date, days int, kinds ...Kind) ([]Usual, error) {
	var list []Usual
	err := r.s.View(ctx, func(v space.Querier) error {
		found, err := usualDays(v, day-Date(days), day, kinds)
		if err != nil {
			return err
		}
		for _, f := range found {
			if err := ctx.Err(); err != nil {
				return err
			}
			u := Usual{}
			if _, err := v.Row(`SELECT kind FROM subject WHERE no = ?`, []any{f.subject}, &u.Kind); err != nil {
				return err
			}
			for _, d := range f.days {
				switch {
				case d.date == day:
					u.Entries = d.entries
					u.On, err = entryAt(v, r, d.newest)
				default:
					if u.Days = append(u.Days, d.date); u.Before == nil {
						u.Before, err = entryAt(v, r, d.newest)
					}
				}
				if err != nil {
					return err
				}
			}
			switch { // as it was spelled last
			case u.On != nil:
				u.Name = u.On.Name
			case u.Before != nil:
				u.Name = u.Before.Name
			}
			list = append(list, u)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list what is usual: %w", err)
	}
	return list, nil
}

// usualDay is a day on which there are entries about a subject.
type usualDay struct {
	date    Date
	entries int
	newest  int64 // position
}

type usualSubject struct {
	subject int64
	days    []usualDay // newest first
}

func usualDays(v space.Querier, from, to Date, kinds []Kind) ([]usualSubject, error) {
	q := Query{Kinds: kinds, From: &from, To: &to}
	clause, args, _ := q.where("", false)
	var found []usualSubject
	err := v.Each(`SELECT e.subject, e.pos >> 43 AS day, count(*), max(e.pos)`+clause+
		` GROUP BY e.subject, day ORDER BY e.subject, day DESC`, args, func(c [][]byte) error {
		subject := parseInt(c[0])
		if len(found) == 0 || found[len(found)-1].subject != subject {
			if len(found) == maxUsual {
				return nil
			}
			found = append(found, usualSubject{subject: subject})
		}
		at := position(parseInt(c[3]))
		last := &found[len(found)-1]
		last.days = append(last.days, usualDay{at.date(), int(parseInt(c[2])), int64(at)})
		return nil
	})
	return found, err
}

func entryAt(v space.Querier, r *Record, pos int64) (*Entry, error) {
	var e *Entry
	err := v.Each(`SELECT `+entryColumns+` FROM entry e WHERE e.pos = ?`, []any{pos}, func(c [][]byte) error {
		found, err := scanEntry(c)
		if err != nil {
			return err
		}
		found.Person, found.EnteredBy = r.ID(), ID(v.Author([16]byte(c[2])))
		e = &found
		return nil
	})
	if err == nil && e == nil {
		err = ErrNotFound
	}
	return e, err
}
