package journal

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kith/journal/space"
)

// Revision is a state of a record: it grows with every change that was kept,
// and two equal ones show the same entries.
type Revision int64

// ErrChanged says that a record is no longer in the state that was meant.
var ErrChanged = errors.New("the record changed meanwhile")

// check fails with [ErrChanged] unless the record is in state r, or r is 0.
func (r Revision) check(q space.Querier) error {
	if r == 0 {
		return nil
	}
	now, err := revisionOf(q)
	if err == nil && now != r {
		return ErrChanged
	}
	return err
}

// revisionOf is the newest op's row: ops are only ever added.
func revisionOf(q space.Querier) (r Revision, err error) {
	_, err = q.Row(`SELECT coalesce(max(no), 0) FROM op`, nil, &r)
	return r, err
}

// DayCount is a civil day and how many entries of a list stand on it.
type DayCount struct {
	Date    Date
	Entries int
}

// Days returns the days on which q chooses entries, newest first, and the state
// of the record that this is of. A list is divided by them, so that any row of it
// is found without going through those before. q.Limit, Skip, After and Oldest
// do not matter.
//
// Without a search and a name it costs a tenth of a microsecond an entry, which
// is measured by BenchmarkPages.
func (r *Record) Days(ctx context.Context, q Query) (days []DayCount, at Revision, err error) {
	err = r.s.View(ctx, func(v space.Querier) error {
		if at, err = revisionOf(v); err != nil {
			return err
		}
		if q.Revision != 0 && q.Revision != at {
			return ErrChanged
		}
		match, any, err := q.match(v)
		if err != nil || !any {
			return err
		}
		if match == "" && q.Name == "" {
			days, err = q.daysOfKinds(ctx, v)
			return err
		}
		q.After = nil
		clause, args, position := q.where(match, true)
		days, err = countDays(ctx, v, "SELECT "+position+" >> 43 AS day, count(*)"+clause+" GROUP BY day ORDER BY day DESC", args)
		return err
	})
	if err != nil {
		return nil, 0, fmt.Errorf("count entries by day: %w", err)
	}
	return days, at, nil
}

// Count returns how many entries q chooses.
func (r *Record) Count(ctx context.Context, q Query) (n int, err error) {
	days, _, err := r.Days(ctx, q)
	for _, day := range days {
		n += day.Entries
	}
	return n, err
}

// daysOfKind walks from day to day over the index of kinds, which holds nothing
// but positions, and counts each day in it. A position has the day above its
// lowest 43 bits, see secondBits and tieBits.
const daysOfKind = `WITH RECURSIVE step(day) AS (
	SELECT (SELECT pos FROM entry INDEXED BY entry_kind WHERE kind = ?1 AND pos BETWEEN ?2 AND ?3
		ORDER BY pos DESC LIMIT 1) >> 43
	UNION ALL
	SELECT (SELECT pos FROM entry INDEXED BY entry_kind WHERE kind = ?1 AND pos >= ?2 AND pos < day << 43
		ORDER BY pos DESC LIMIT 1) >> 43
	FROM step WHERE day IS NOT NULL)
SELECT day, (SELECT count(*) FROM entry INDEXED BY entry_kind
	WHERE kind = ?1 AND pos BETWEEN day << 43 AND (day << 43) | 0x7FFFFFFFFFF)
FROM step WHERE day IS NOT NULL`

func (q Query) daysOfKinds(ctx context.Context, v space.Querier) ([]DayCount, error) {
	kinds := q.Kinds
	if len(kinds) == 0 {
		for k := range Kind(len(kindNames)) {
			if k > 0 && k.OnTimeline() {
				kinds = append(kinds, k)
			}
		}
	}
	first, last := position(0), lastOn(maxDate)
	if q.From != nil {
		first = firstOn(*q.From)
	}
	if q.To != nil {
		last = lastOn(*q.To)
	}
	var days []DayCount
	for i, k := range kinds {
		if slices.Contains(kinds[:i], k) {
			continue
		}
		more, err := countDays(ctx, v, daysOfKind, []any{k, int64(first), int64(last)})
		if err != nil {
			return nil, err
		}
		days = AddDays(days, more)
	}
	return days, nil
}

func countDays(ctx context.Context, v space.Querier, query string, args []any) (days []DayCount, err error) {
	err = v.Each(query, args, func(c [][]byte) error {
		days = append(days, DayCount{Date(parseInt(c[0]) - dayBias), int(parseInt(c[1]))})
		return ctx.Err()
	})
	return days, err
}

// AddDays adds up two counts, each newest day first, as Days returns them.
func AddDays(a, b []DayCount) []DayCount {
	if len(a) == 0 {
		return b
	}
	if len(b) == 0 {
		return a
	}
	sum := make([]DayCount, 0, max(len(a), len(b)))
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].Date > b[0].Date:
			sum, a = append(sum, a[0]), a[1:]
		case a[0].Date < b[0].Date:
			sum, b = append(sum, b[0]), b[1:]
		default:
			sum = append(sum, DayCount{a[0].Date, a[0].Entries + b[0].Entries})
			a, b = a[1:], b[1:]
		}
	}
	return append(append(sum, a...), b...)
}
