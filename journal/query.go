package journal

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"kith/journal/space"
)

// Query chooses entries of a record. The zero value is everything on the
// timeline, newest first.
type Query struct {
	Kinds  []Kind // none is every kind that stands on the timeline
	Name   string // of the symptom, measure, treatment...; folded
	From   *Date  // civil dates, both included
	To     *Date
	Search string // words or beginnings of words that must all occur
	Limit  int    // 0 is no limit
	Skip   int    // leaves out that many from the start of the list
	Oldest bool   // oldest first
	// After continues behind the entry that a page ended with.
	After *Cursor
	// Revision, if not 0, is the state of the record that is meant: in another
	// one the query fails with [ErrChanged].
	Revision Revision
}

// Cursor is a place in a list of entries.
type Cursor struct{ at position }

// CursorOf returns the place of an entry.
func CursorOf(e *Entry) *Cursor { return &Cursor{e.position()} }

// position is the entry's row, or where its row would be.
func (e *Entry) position() position {
	if e.place != 0 {
		return e.place
	}
	return positionOf(e.When, e.ID)
}

// Before reports whether a comes before b on a timeline with the newest first.
func Before(a, b *Entry) bool {
	pa, pb := a.position(), b.position()
	if pa != pb {
		return pa > pb
	}
	return a.ID.String() > b.ID.String()
}

const entryColumns = `e.id, e.kind, e.device, e.recorded, e.edited, e.data, e.pos, e.category`

// List returns the entries that q chooses.
func (r *Record) List(ctx context.Context, q Query) ([]Entry, error) {
	var entries []Entry
	if q.Limit > 0 {
		entries = make([]Entry, 0, min(q.Limit, 1024))
	}
	err := r.Each(ctx, q, func(e Entry) error {
		entries = append(entries, e)
		return nil
	})
	return entries, err
}

// Each calls fn with the entries that q chooses, one at a time. fn must not
// call the record.
func (r *Record) Each(ctx context.Context, q Query, fn func(Entry) error) error {
	authors := map[[16]byte]ID{}
	err := r.s.View(ctx, func(v space.Querier) error {
		if err := q.Revision.check(v); err != nil {
			return err
		}
		match, any, err := q.match(v)
		if err != nil || !any {
			return err
		}
		query, args := q.sql(match)
		return v.Each(query, args, func(c [][]byte) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			e, err := scanEntry(c)
			if err != nil {
				return err
			}
			e.Person = r.ID()
			device := [16]byte(c[2])
			author, known := authors[device]
			if !known {
				author = ID(v.Author(device))
				authors[device] = author
			}
			e.EnteredBy = author
			return fn(e)
		})
	})
	if err != nil {
		return fmt.Errorf("list entries: %w", err)
	}
	return nil
}

// match returns the FTS5 expression of the search, "" if there is none; any is
// false if nothing can be found.
func (q Query) match(v space.Querier) (match string, any bool, err error) {
	if strings.TrimSpace(q.Search) == "" {
		return "", true, nil
	}
	match, err = matchExpression(v, q.Search)
	return match, match != "", err
}

// sql returns the statement that lists what q chooses; match is the FTS5
// expression of its search.
func (q Query) sql(match string) (string, []any) {
	clause, args, position := q.where(match, false)
	order := " DESC"
	if q.Oldest {
		order = ""
	}
	clause += " ORDER BY " + position + order
	if q.Limit > 0 || q.Skip > 0 {
		limit := q.Limit
		if limit <= 0 {
			limit = -1 // none
		}
		clause += " LIMIT ? OFFSET ?"
		args = append(args, limit, q.Skip)
	}
	return "SELECT " + entryColumns + clause, args
}

// where returns the FROM and WHERE of q, and the column that holds the position. If
// nothing but positions is asked for, a search may do without the entries: only what
// stands on a timeline has words.
func (q Query) where(match string, positions bool) (clause string, args []any, position string) {
	var b strings.Builder
	where := " WHERE"
	and := func(condition string, values ...any) {
		b.WriteString(where + " " + condition)
		args = append(args, values...)
		where = " AND"
	}
	position = "e.pos"
	wordsAlone := match != "" && positions && q.Name == "" && len(q.Kinds) == 0
	switch {
	case wordsAlone:
		b.WriteString(` FROM words w`)
	case match != "":
		b.WriteString(` FROM words w CROSS JOIN entry e ON e.pos = w.rowid`)
	default:
		b.WriteString(` FROM entry e`)
	}
	if match != "" {
		and("words MATCH ?", match)
		position = "w.rowid"
	}
	if q.Name != "" {
		and("e.subject IN (SELECT no FROM subject WHERE folded = ?)", Fold(q.Name))
	}
	switch {
	case wordsAlone:
	case len(q.Kinds) == 0:
		and("+e.kind NOT IN (" + offTimeline + ")") // few, so that no index is of use
	case len(q.Kinds) == 1:
		and("e.kind = ?", q.Kinds[0])
	default:
		marks := make([]string, len(q.Kinds))
		for i, k := range q.Kinds {
			marks[i] = fmt.Sprint(int(k))
		}
		and("+e.kind IN (" + strings.Join(marks, ",") + ")")
	}
	if q.From != nil {
		and(position+" >= ?", int64(firstOn(*q.From)))
	}
	if q.To != nil {
		and(position+" <= ?", int64(lastOn(*q.To)))
	}
	if q.After != nil {
		compare := map[bool]string{true: " > ?", false: " < ?"}[q.Oldest]
		and(position+compare, int64(q.After.at))
	}
	return b.String(), args, position
}

// matchExpression turns what people type into an FTS5 query in which nothing
// they type is an operator. Each word stands for itself and, from three letters
// on, for the indexed words that it begins. It is "" if some word cannot occur.
func matchExpression(q space.Querier, search string) (string, error) {
	if len(search) > MaxName {
		return "", fmt.Errorf("the search has %d bytes: %w", len(search), ErrTooLong)
	}
	typed := words(search)
	if len(typed) == 0 {
		return "", fmt.Errorf("%.40q has no letters or digits to search for", search)
	}
	for i, word := range typed {
		if utf8.RuneCountInString(word) < minPrefix {
			typed[i] = `"` + word + `"`
			continue
		}
		var alternatives []string
		err := q.Each(`SELECT text FROM word WHERE text >= ?1 AND text < ?1 || char(0x10FFFF) ORDER BY text LIMIT ?2`,
			[]any{word, maxCompletions}, func(c [][]byte) error {
				alternatives = append(alternatives, `"`+string(c[0])+`"`)
				return nil
			})
		if err != nil {
			return "", err
		}
		if len(alternatives) == 0 {
			return "", nil
		}
		typed[i] = "(" + strings.Join(alternatives, " OR ") + ")"
	}
	return strings.Join(typed, " AND "), nil
}

func scanEntry(c [][]byte) (Entry, error) {
	var e Entry
	kind, recorded, err := parseInt(c[1]), parseInt(c[3]), error(nil)
	e.ID, e.Kind, e.Recorded, e.Edited = ID(c[0]), Kind(kind), msTime(recorded), parseInt(c[4]) != 0
	e.place, e.Category, e.Device = position(parseInt(c[6])), Category(parseInt(c[7])), ID(c[2])
	f, err := unpackFields(c[5])
	if err != nil {
		return e, err
	}
	_, err = f.decode(&e)
	return e, err
}

func parseInt(b []byte) (n int64) {
	negative := len(b) > 0 && b[0] == '-'
	for _, c := range b {
		if c >= '0' && c <= '9' {
			n = n*10 + int64(c-'0')
		}
	}
	if negative {
		return -n
	}
	return n
}

func getEntry(q space.Querier, id ID) (Entry, error) {
	var e Entry
	found := false
	err := q.Each(`SELECT `+entryColumns+` FROM entry e WHERE e.id = ?`, []any{id[:]}, func(c [][]byte) (err error) {
		found = true
		e, err = scanEntry(c)
		e.EnteredBy = ID(q.Author([16]byte(c[2])))
		return err
	})
	if err == nil && !found {
		err = fmt.Errorf("%s: %w", id.Short(), ErrNotFound)
	}
	return e, err
}

// Get returns one entry that is shown, or ErrNotFound.
func (r *Record) Get(ctx context.Context, id ID) (Entry, error) {
	var e Entry
	err := r.s.View(ctx, func(q space.Querier) (err error) {
		e, err = getEntry(q, id)
		return err
	})
	e.Person = r.ID()
	return e, err
}

// Find returns the ids of up to ten entries, shown or hidden, whose id begins
// with prefix: four to 32 hexadecimal digits.
func (r *Record) Find(ctx context.Context, prefix string) ([]ID, error) {
	low, high, err := IDRange(prefix)
	if err != nil {
		return nil, err
	}
	var ids []ID
	err = r.s.View(ctx, func(q space.Querier) error {
		return q.Each(`SELECT id FROM entry WHERE id BETWEEN ?1 AND ?2
			UNION SELECT id FROM hidden WHERE id BETWEEN ?1 AND ?2 LIMIT 10`, []any{low[:], high[:]}, func(c [][]byte) error {
			ids = append(ids, ID(c[0]))
			return nil
		})
	})
	return ids, err
}

// Known is something the person has written about before.
type Known struct {
	Name string
	Kind Kind
}

// Known returns what the record's entries are about, for completion and for
// reading a quick entry; at most limit names.
func (r *Record) Known(ctx context.Context, limit int) ([]Known, error) {
	var known []Known
	err := r.s.View(ctx, func(q space.Querier) error {
		return q.Each(`SELECT name, kind FROM subject WHERE kind NOT IN (1, 2, 14) AND name <> '' ORDER BY no DESC LIMIT ?`,
			[]any{limit}, func(c [][]byte) error {
				known = append(known, Known{Name: string(c[0]), Kind: Kind(parseInt(c[1]))})
				return nil
			})
	})
	return known, err
}
