package app

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"kith/app/words"
	"kith/charts"
	"kith/journal"
	"kith/journal/schedule"
)

// KindAdherence is what became of the doses that were due.
const KindAdherence FigureKind = "adherence"

// maxAdherenceRows is how many treatments an adherence chart shows.
const maxAdherenceRows = 40

// adherent is one row: the doses of one treatment that were due, or the count of
// those taken as needed.
type adherent struct {
	name   string
	needed bool
	sum    schedule.Adherence
	beside int // taken, but not due
	first  journal.Date
	cells  map[int]*adherentCell
	pauses []journal.Pause // clipped to the range
}

// adherentCell is what became of the doses of one period.
type adherentCell struct {
	charts.Cell
	reasons []string // why doses were skipped
	entry   journal.ID
}

// adherence gathers the rows of a chart.
type adherence struct {
	from, to journal.Date
	periods  []charts.Period
	starts   []journal.Date // of the periods
	rows     []*adherent
	noPlan   []string // courses in the range without plan or doses
}

func makeAdherence(ctx context.Context, a *App, r *journal.Record, o FigureOptions) (*Figure, error) {
	f := &Figure{Kind: KindAdherence, Person: o.Person, Title: words.Text("adherence.title")}
	regimens, err := readRegimens(ctx, r)
	if err != nil {
		return nil, err
	}
	chosen := func(name string) bool {
		return len(o.Treatments) == 0 || slices.ContainsFunc(o.Treatments, func(t string) bool { return journal.Fold(t) == journal.Fold(name) })
	}
	doses, err := r.List(ctx, journal.Query{Kinds: []journal.Kind{journal.KindDose}, Oldest: true})
	if err != nil {
		return nil, err
	}
	shown := slices.DeleteFunc(slices.Clone(doses), func(e journal.Entry) bool { return !chosen(doseName(regimens, &e)) })
	g := &adherence{}
	if g.from, g.to, err = adherenceRange(regimens, shown, chosen, o, a.today()); err != nil {
		return nil, err
	}
	f.From, f.To = g.from, g.to
	g.cut()
	dues, err := a.duesOf(regimens, doses, g.from, g.to)
	if err != nil {
		return nil, err
	}
	dues = slices.DeleteFunc(dues, func(d schedule.Due) bool { return !chosen(d.Name) })
	g.count(schedule.Match(dues, shown), regimens, shown)
	g.pause(regimens, chosen)
	g.order()
	g.figure(f)
	return f, nil
}

// doseName is the treatment that a dose is of: that of its course, or its own.
func doseName(regimens []schedule.Regimen, e *journal.Entry) string {
	if id := e.Dose().Course; !id.IsZero() {
		for i := range regimens {
			if regimens[i].Course.ID == id {
				return regimens[i].Course.Name
			}
		}
	}
	return e.Name
}

// adherenceRange is what was asked for, or from the first plan or dose to today.
func adherenceRange(regimens []schedule.Regimen, doses []journal.Entry, chosen func(string) bool, o FigureOptions, today journal.Date) (from, to journal.Date, err error) {
	from, to = today, today
	for i := range regimens {
		for _, p := range regimens[i].Plans {
			if chosen(regimens[i].Course.Name) {
				from = min(from, p.When.Date)
			}
		}
	}
	if len(doses) > 0 {
		from = min(from, doses[0].When.Date)
	}
	if o.To != nil {
		to = *o.To
		from = min(from, to)
	}
	if o.From != nil {
		from = *o.From
		to = max(to, from)
	}
	return max(from, to-maxChartYears*365), to, nil
}

// cut divides the range into days, weeks from Monday on, months or years: so
// many that each can be seen.
func (g *adherence) cut() {
	next := func(d journal.Date) journal.Date { return d + 1 }
	switch days := g.to - g.from + 1; {
	case days <= 42:
	case days <= 7*110:
		next = func(d journal.Date) journal.Date {
			return d + 7 - journal.Date((int(d.Midnight().Weekday())+6)%7)
		}
	case days <= 366*15:
		next = func(d journal.Date) journal.Date {
			t := d.Midnight()
			return journal.DateOf(time.Date(t.Year(), t.Month()+1, 1, 12, 0, 0, 0, time.UTC))
		}
	default:
		next = func(d journal.Date) journal.Date { return journal.NewDate(d.Midnight().Year()+1, time.January, 1) }
	}
	for d := g.from; d <= g.to; {
		end := min(next(d), g.to+1)
		g.starts = append(g.starts, d)
		g.periods = append(g.periods, charts.Period{From: d.Midnight(), To: end.Midnight()})
		d = end
	}
}

// duesOf returns the doses due in a range of days up to now, a year at a time.
func (a *App) duesOf(regimens []schedule.Regimen, doses []journal.Entry, from, to journal.Date) (dues []schedule.Due, err error) {
	regimens = slices.DeleteFunc(slices.Clone(regimens), func(r schedule.Regimen) bool { return len(r.Plans) == 0 })
	if len(regimens) == 0 {
		return nil, nil
	}
	for begin := from; begin <= to+1; begin += 366 {
		end := schedule.Clock(min(begin+366, to+2), 0, a.opts.Zone) // a day ends after midnight
		if now := a.Now(); end.After(now) {
			end = now
		}
		start := schedule.Clock(begin, 0, a.opts.Zone)
		if !start.Before(end) {
			break
		}
		some, err := schedule.All(regimens, start, end, a.opts.Zone, doses)
		if err != nil {
			return nil, err
		}
		dues = append(dues, some...)
	}
	return dues, nil
}

func (g *adherence) row(name string, needed bool) *adherent {
	for _, row := range g.rows {
		if row.needed == needed && journal.Fold(row.name) == journal.Fold(name) {
			return row
		}
	}
	row := &adherent{name: name, needed: needed, cells: map[int]*adherentCell{}, first: g.to}
	g.rows = append(g.rows, row)
	return row
}

// cell returns the cell of a day; nil outside of the range.
func (g *adherence) cell(row *adherent, d journal.Date) *adherentCell {
	if d < g.from || d > g.to {
		return nil
	}
	row.first = min(row.first, d)
	i, found := slices.BinarySearch(g.starts, d)
	if !found {
		i--
	}
	if row.cells[i] == nil {
		row.cells[i] = &adherentCell{Cell: charts.Cell{Period: i}}
	}
	return row.cells[i]
}

// count adds up what became of the doses that were due, and those that were taken
// without being due.
func (g *adherence) count(logged []schedule.Logged, regimens []schedule.Regimen, doses []journal.Entry) {
	matched := map[journal.ID]bool{}
	sums := map[*adherent][]schedule.Logged{}
	for i := range logged {
		l := &logged[i]
		for _, e := range l.Doses {
			matched[e.ID] = true
		}
		row := g.row(l.Due.Name, false)
		cell := g.cell(row, l.Due.Date)
		if cell == nil {
			continue
		}
		sums[row] = append(sums[row], *l)
		switch l.Status {
		case schedule.Taken:
			cell.Taken++
		case schedule.Skipped:
			cell.Skipped++
			if why := strings.TrimSpace(l.Dose().Dose().Reason); why != "" {
				cell.reasons = append(cell.reasons, why)
			}
		default:
			cell.Open++
		}
		if e := l.Dose(); e != nil {
			cell.entry = e.ID
		}
	}
	for row, list := range sums {
		row.sum = schedule.Count(list)
	}
	for i := range doses {
		e := &doses[i]
		if matched[e.ID] || e.Dose().Status != journal.DoseTaken || e.When.Date < g.from || e.When.Date > g.to {
			continue
		}
		name := doseName(regimens, e)
		if !e.Dose().AsNeeded {
			if i := slices.IndexFunc(g.rows, func(r *adherent) bool { return !r.needed && journal.Fold(r.name) == journal.Fold(name) }); i >= 0 && !neededToo(regimens, name) {
				g.rows[i].beside++
				continue
			}
		}
		row := g.row(name, true)
		row.sum.Taken++
		cell := g.cell(row, e.When.Date)
		cell.Taken++
		cell.entry = e.ID
	}
	for i := range regimens {
		c := &regimens[i].Course
		end := c.Body.(*journal.Course).End
		touches := c.When.Date <= g.to && (end == nil || *end >= g.from)
		has := slices.ContainsFunc(g.rows, func(r *adherent) bool { return journal.Fold(r.name) == journal.Fold(c.Name) })
		if touches && !has && len(regimens[i].Plans) == 0 && !slices.Contains(g.noPlan, c.Name) {
			g.noPlan = append(g.noPlan, c.Name)
		}
	}
}

// neededToo reports whether a treatment has a plan for doses as needed.
func neededToo(regimens []schedule.Regimen, name string) bool {
	for i := range regimens {
		if journal.Fold(regimens[i].Course.Name) != journal.Fold(name) {
			continue
		}
		for _, p := range regimens[i].Plans {
			if b, ok := p.Body.(*journal.Plan); ok && b.AsNeeded {
				return true
			}
		}
	}
	return false
}

// pause finds the pauses of the rows, as far as they are in the range.
func (g *adherence) pause(regimens []schedule.Regimen, chosen func(string) bool) {
	for i := range regimens {
		c := &regimens[i].Course
		if !chosen(c.Name) {
			continue
		}
		course := c.Body.(*journal.Course)
		list := slices.Clone(course.Pauses)
		regular := false
		for _, p := range regimens[i].Plans {
			b, ok := p.Body.(*journal.Plan)
			if ok && b.PausedFrom != nil {
				list = append(list, journal.Pause{From: *b.PausedFrom, To: b.PausedTo})
			}
			regular = regular || ok && !b.AsNeeded
		}
		for _, p := range list {
			to := g.to
			for _, end := range []*journal.Date{p.To, course.End} {
				if end != nil {
					to = min(to, *end)
				}
			}
			if from := max(p.From, g.from); regular && from <= to {
				row := g.row(c.Name, false)
				row.first = min(row.first, from)
				row.pauses = append(row.pauses, journal.Pause{From: from, To: &to, Reason: p.Reason})
			}
		}
	}
	for _, row := range g.rows {
		slices.SortStableFunc(row.pauses, func(a, b journal.Pause) int { return int(a.From) - int(b.From) })
	}
}

// order puts what is due above what is taken as needed, and of each what began
// first on top.
func (g *adherence) order() {
	slices.SortStableFunc(g.rows, func(a, b *adherent) int {
		switch {
		case a.needed != b.needed && b.needed:
			return -1
		case a.needed != b.needed:
			return 1
		}
		return int(a.first) - int(b.first)
	})
}

// last is the last day of period i.
func (g *adherence) last(i int) journal.Date {
	if i+1 < len(g.starts) {
		return g.starts[i+1] - 1
	}
	return g.to
}

// pausedDays counts the days of period i that are in a pause of the row.
func (g *adherence) pausedDays(row *adherent, i int) (n int) {
	for d := g.starts[i]; d <= g.last(i); d++ {
		if slices.ContainsFunc(row.pauses, func(p journal.Pause) bool { return d >= p.From && d <= *p.To }) {
			n++
		}
	}
	return n
}

// figure makes picture, table and words.
func (g *adherence) figure(f *Figure) {
	picture := &charts.Adherence{From: g.from.Midnight(), To: (g.to + 1).Midnight(), Periods: g.periods,
		Taken: words.Text("adherence.taken"), Skipped: words.Text("adherence.skipped"), Open: words.Text("adherence.open"),
		Paused: words.Text("adherence.paused"), AsNeeded: words.Text("adherence.needed")}
	f.Table.Heads = []FigureHead{{words.Text("adherence.head.treatment"), "treatment"}, {words.Text("adherence.head.when"), "from"}, {words.Text("adherence.head.to"), "to"},
		{words.Text("adherence.head.due"), "due"}, {words.Text("adherence.taken"), "taken"}, {words.Text("adherence.skipped"), "skipped"},
		{words.Text("adherence.head.why"), "why_skipped"}, {words.Text("adherence.open"), "not_logged"}, {words.Text("adherence.head.paused"), "paused_days"}}
	var rows rowList
	for _, row := range g.rows[:min(len(g.rows), maxAdherenceRows)] {
		k := charts.Kept{Name: row.name, Note: row.note(), Needed: row.needed}
		for _, p := range row.pauses {
			k.Pauses = append(k.Pauses, charts.Period{From: p.From.Midnight(), To: (*p.To + 1).Midnight()})
		}
		for i := range g.periods {
			cell, paused := row.cells[i], 0
			if len(row.pauses) > 0 {
				paused = g.pausedDays(row, i)
			}
			if cell == nil && paused == 0 {
				continue
			}
			if cell == nil {
				cell = &adherentCell{Cell: charts.Cell{Period: i}}
			}
			cell.Row = len(rows)
			k.Cells = append(k.Cells, cell.Cell)
			rows = append(rows, g.tableRow(row, cell, paused))
		}
		picture.Rows = append(picture.Rows, k)
	}
	f.Table.rows = rows
	g.say(f)
	if len(rows) == 0 {
		f.Empty = words.Text("adherence.empty", f.Person.Name)
	}
	picture.Words = f.words()
	picture.Words.Empty = words.Text("adherence.empty.picture")
	f.Picture = picture
}

func (g *adherence) tableRow(row *adherent, cell *adherentCell, paused int) FigureRow {
	first, last := g.starts[cell.Period], g.last(cell.Period)
	number := func(n int) (string, any) { return strconv.Itoa(n), n }
	r := FigureRow{Cells: make([]string, 9), Values: make([]any, 9), Entry: cell.entry, Day: &first}
	r.Cells[0], r.Values[0] = row.name, row.name
	r.Cells[1], r.Values[1] = DateText(first), first
	r.Cells[2], r.Values[2] = DateText(last), last
	r.Cells[4], r.Values[4] = number(cell.Taken)
	if !row.needed {
		r.Cells[3], r.Values[3] = number(cell.Taken + cell.Skipped + cell.Open)
		r.Cells[5], r.Values[5] = number(cell.Skipped)
		r.Cells[7], r.Values[7] = number(cell.Open)
		r.Cells[8], r.Values[8] = number(paused)
	}
	if why := countedWords(cell.reasons); why != "" {
		r.Cells[6], r.Values[6] = why, why
	}
	return r
}
