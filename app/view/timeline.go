package view

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"time"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

// Sizes of what a timeline keeps in memory: rows are read in pages, and the pages
// shown longest ago are dropped, however long the list is.
const (
	pageRows  = 64
	keptPages = 64
	// A page of many persons' entries opens many records, so more of it is read at
	// a time.
	manyPersons = 8
	farPages    = 6
)

// Timeline is everything by day, newest first. It knows at once how many rows there
// are and on which day each stands; what a row says is read by pages, when it comes
// near what is visible.
//
// Whoever shows it calls [Timeline.Load] when the filter or the journal changed,
// and after scrolling [Timeline.Fetch] with what [Timeline.Wanted] says. Until the
// result of a Load is there, the rows from before stay.
type Timeline struct {
	app *app.App

	mu       sync.Mutex
	filter   Filter
	asked    int // counts changes of the filter
	shown    Filter
	outline  *app.Outline // nil before the first load
	pages    map[int]*timelinePage
	clock    uint64 // of the use of pages
	touched  []touch
	everSeen bool // the persons shown have entries, whatever the filter
}

type timelinePage struct {
	rows []TimelineRow
	used uint64
}

// touch is a change of one entry that the next load may take as given.
type touch struct {
	person app.Person
	days   []journal.Date
}

// NewTimeline returns the timeline of a journal, still empty.
func NewTimeline(a *app.App) *Timeline {
	return &Timeline{app: a, pages: map[int]*timelinePage{}}
}

// Filter returns what is chosen.
func (t *Timeline) Filter() Filter {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.filter
}

// SetFilter chooses anew and reports whether that is another choice, so that a Load
// is needed. A Load under way is outdated then.
func (t *Timeline) SetFilter(f Filter) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.outline != nil && f.equal(&t.filter) {
		t.filter.Range.Title = f.Range.Title
		return false
	}
	t.filter = f
	t.asked++
	t.touched = nil
	return true
}

// Touch tells that one change was made to an entry of p, which was or is on these
// days, so that the next Load need not count everything. It is right to leave it
// out.
func (t *Timeline) Touch(p app.Person, days ...journal.Date) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.touched = append(t.touched, touch{p, days})
}

// Load reads the list as it is now with n rows from row first on. It fails with
// [context.Canceled] if the filter changed meanwhile: another Load is on its way.
func (t *Timeline) Load(ctx context.Context, first, n int) error {
	t.mu.Lock()
	filter, asked, old, touched := t.filter, t.asked, t.outline, t.touched
	if old != nil && !filter.equal(&t.shown) {
		old, touched = nil, nil
	}
	t.mu.Unlock()
	for {
		outline, err := t.outlineOf(ctx, &filter, old, touched)
		if err != nil {
			return err
		}
		first = max(min(first, outline.Len()-n), 0)
		pages, err := t.read(ctx, outline, pagesOf(first, first+n-1, outline.Len()), len(filter.Persons) > 1)
		if errors.Is(err, journal.ErrChanged) {
			old, touched = nil, nil
			continue
		}
		if err != nil {
			return err
		}
		ever := outline.Len() > 0
		if !ever && filter.Narrow() {
			wide := filter.Wide()
			if all, err := t.app.Outline(ctx, filter.Persons, wide.query()); err != nil {
				return err
			} else {
				ever = all.Len() > 0
			}
		}
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.asked != asked {
			return context.Canceled
		}
		t.shown, t.outline, t.pages, t.everSeen = filter, outline, pages, ever
		t.touched = t.touched[min(len(touched), len(t.touched)):]
		return nil
	}
}

// outlineOf counts the list, from what it was before if it is known what changed.
func (t *Timeline) outlineOf(ctx context.Context, f *Filter, old *app.Outline, touched []touch) (*app.Outline, error) {
	if old == nil || len(touched) == 0 {
		return t.app.Outline(ctx, f.Persons, f.query())
	}
	for _, c := range touched {
		var err error
		if old, err = t.app.Recount(ctx, old, c.person, c.days...); err != nil {
			return nil, err
		}
	}
	return old, nil
}

// pagesOf returns the numbers of the pages that hold rows first to last.
func pagesOf(first, last, length int) []int {
	first, last = max(first, 0), min(last, length-1)
	var numbers []int
	for n := first / pageRows; n*pageRows <= last; n++ {
		numbers = append(numbers, n)
	}
	return numbers
}

// read reads pages, those next to each other at once.
func (t *Timeline) read(ctx context.Context, o *app.Outline, numbers []int, several bool) (map[int]*timelinePage, error) {
	pages := make(map[int]*timelinePage, len(numbers))
	for len(numbers) > 0 {
		run := 1
		for run < len(numbers) && numbers[run] == numbers[0]+run {
			run++
		}
		list, err := t.app.Page(ctx, o, numbers[0]*pageRows, run*pageRows)
		if err != nil {
			return nil, err
		}
		twice, err := t.app.InConflict(ctx, withDoses(list))
		if err != nil {
			return nil, err
		}
		for _, n := range numbers[:run] {
			part := list[:min(pageRows, len(list))]
			list = list[len(part):]
			p := &timelinePage{rows: make([]TimelineRow, len(part))}
			for i := range part {
				p.rows[i] = rowOf(t.app, &part[i], several, twice[part[i].Entry.ID])
			}
			pages[n] = p
		}
		numbers = numbers[run:]
	}
	return pages, nil
}

// withDoses returns those whose doses are in a list.
func withDoses(list []app.Listed) (persons []app.Person) {
	for i := range list {
		p := list[i].Person
		if list[i].Entry.Kind == journal.KindDose && !slices.ContainsFunc(persons, func(o app.Person) bool { return o.ID == p.ID }) {
			persons = append(persons, p)
		}
	}
	return persons
}

// Len returns how many rows there are.
func (t *Timeline) Len() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.outline == nil {
		return 0
	}
	return t.outline.Len()
}

// Row returns row i, from 0 to Len()-1. While loaded is false only its day is known.
func (t *Timeline) Row(i int) (row TimelineRow, loaded bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.outline == nil || i < 0 || i >= t.outline.Len() {
		return TimelineRow{}, false
	}
	day, first := t.outline.Day(i)
	if p := t.pages[i/pageRows]; p != nil && i%pageRows < len(p.rows) {
		t.clock++
		p.used = t.clock
		row, loaded = p.rows[i%pageRows], true
	}
	today := t.today()
	row.Date, row.First, row.Day, row.ShortDay = day, i == first, dayText(day, today), shortDay(day, today)
	return row, loaded
}

// today is the day that an entry made now is of.
func (t *Timeline) today() journal.Date { return today(t.app) }

func today(a *app.App) journal.Date { return journal.DayAt(a.Now()) }

// Wanted returns which pages should be fetched when rows first to last are visible:
// theirs, and some on either side. None means that all are there.
func (t *Timeline) Wanted(first, last int) []int {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.outline == nil {
		return nil
	}
	length := t.outline.Len()
	wanted := pagesOf(first, last, length)
	around := pageRows
	if len(t.shown.Persons) > manyPersons {
		around *= farPages
	}
	for _, n := range pagesOf(first-around, last+around, length) {
		if !slices.Contains(wanted, n) {
			wanted = append(wanted, n)
		}
	}
	return slices.DeleteFunc(wanted, func(n int) bool {
		p := t.pages[n]
		if p != nil { // it must not go to make room for the others
			t.clock++
			p.used = t.clock
		}
		return p != nil
	})
}

// Fetch reads pages. It fails with [journal.ErrChanged] if the journal changed since
// the last Load.
func (t *Timeline) Fetch(ctx context.Context, numbers []int) error {
	t.mu.Lock()
	outline, several := t.outline, len(t.shown.Persons) > 1
	t.mu.Unlock()
	if outline == nil {
		return nil
	}
	numbers = slices.Sorted(slices.Values(numbers))
	pages, err := t.read(ctx, outline, numbers, several)
	if err != nil {
		return err
	}
	t.keep(outline, pages)
	return nil
}

// keep adds pages and drops those that were shown longest ago.
func (t *Timeline) keep(of *app.Outline, pages map[int]*timelinePage) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.outline != of {
		return // they are of a list that is no more
	}
	for n, p := range pages {
		t.clock++
		p.used = t.clock
		t.pages[n] = p
	}
	for len(t.pages) > keptPages {
		oldest := -1
		for n, p := range t.pages {
			if oldest < 0 || p.used < t.pages[oldest].used {
				oldest = n
			}
		}
		delete(t.pages, oldest)
	}
}

// findRows bounds how far Find looks: an entry is on the day that it says.
const findRows = 4096

// Find returns the row of an entry that stands on a day; found is false if the
// filter leaves it out.
func (t *Timeline) Find(ctx context.Context, id journal.ID, day journal.Date) (row int, found bool, err error) {
	t.mu.Lock()
	outline := t.outline
	t.mu.Unlock()
	if outline == nil {
		return 0, false, nil
	}
	start := outline.RowOf(day)
	end := min(outline.RowOf(day-1), start+findRows)
	for _, n := range pagesOf(start, end-1, outline.Len()) {
		if err := t.Fetch(ctx, t.missing(n)); err != nil {
			return 0, false, err
		}
		t.mu.Lock()
		p := t.pages[n]
		t.mu.Unlock()
		if p == nil {
			return 0, false, nil // another list is there by now
		}
		for i := range p.rows {
			if p.rows[i].ID == id {
				return n*pageRows + i, true, nil
			}
		}
	}
	return 0, false, nil
}

func (t *Timeline) missing(n int) []int {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.pages[n] != nil {
		return nil
	}
	return []int{n}
}

// Delete takes the entry of a row off the timeline and returns the text for the
// toast. Undo brings it back.
func (t *Timeline) Delete(ctx context.Context, row TimelineRow) (string, error) {
	e, err := t.app.Get(ctx, row.Person, row.ID)
	if err != nil {
		return "", err
	}
	if err := t.app.Delete(ctx, row.Person, row.ID); err != nil {
		return "", err
	}
	t.Touch(row.Person, row.Date)
	return words.Text("timeline.deleted", entrySummary(&e)), nil
}

// Summary says in a few words what is shown: "1,204 entries", "3 of them found".
func (t *Timeline) Summary() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.outline == nil {
		return ""
	}
	n := t.outline.Len()
	if n == 0 {
		return ""
	}
	text := thousands(n) + " " + words.Text("timeline.entries")
	if n == 1 {
		text = words.Text("timeline.entry")
	}
	if t.shown.Narrow() {
		return words.Text("timeline.found", text)
	}
	return text
}

// thousands writes 100,000.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Empty says what to show in place of a list without rows.
type Empty struct {
	Title, Text string
	// Clear says that the filter is why, and clearing it helps.
	Clear bool
}

// Empty returns what to say when Len is 0; ok is false if there are rows or it is
// not known yet.
func (t *Timeline) Empty() (e Empty, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.outline == nil || t.outline.Len() > 0:
		return Empty{}, false
	case len(t.shown.Persons) == 0:
		return Empty{Title: words.Text("timeline.nobody.title"), Text: words.Text("timeline.nobody.text")}, true
	case t.everSeen:
		return Empty{Title: words.Text("timeline.nothing.title"), Text: words.Text("timeline.nothing.text"), Clear: true}, true
	}
	return Empty{Title: words.Text("timeline.first.title"), Text: words.Text("timeline.first.text")}, true
}

func monthName(m time.Month) string { return words.Text("chart.month." + strconv.Itoa(int(m))) }
