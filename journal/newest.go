package journal

import (
	"context"
	"fmt"

	"kith/journal/space"
)

// Newest returns the newest entry of a kind and name, and whether there is one. It
// looks it up, however long the record is.
func (r *Record) Newest(ctx context.Context, kind Kind, name string) (e Entry, found bool, err error) {
	err = r.s.View(ctx, func(q space.Querier) error {
		return q.Each(`SELECT `+entryColumns+` FROM entry e
			WHERE e.subject = (SELECT no FROM subject WHERE kind = ? AND folded = ?) ORDER BY e.pos DESC LIMIT 1`,
			[]any{kind, Fold(name)}, func(c [][]byte) (err error) {
				found = true
				e, err = scanEntry(c)
				e.EnteredBy = ID(q.Author([16]byte(c[2])))
				return err
			})
	})
	if err != nil {
		return Entry{}, false, fmt.Errorf("newest entry: %w", err)
	}
	e.Person = r.ID()
	return e, found, nil
}
