package app

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"

	"kith/app/words"
	"kith/charts"
	"kith/journal"
)

// KindTogether is which symptoms come on the same days.
const KindTogether FigureKind = "together"

// How many symptoms a chart of what comes together has at most, and usually.
const (
	maxTogether   = 20
	usualTogether = 10
)

// there is on which days something was there: 1, or 0 where it is known that it
// was not, or NaN.
type there struct {
	name  string
	days  []float64
	known int
	with  int
}

// sameDays is what is known of two symptoms together.
type sameDays struct {
	a, b                int // places in the list
	known, both         int
	onlyA, onlyB        int
	neither             int
	firstBoth, lastBoth journal.Date
}

// expected is on how many days both would be there if they came independently of
// each other: the share of one times the share of the other. NaN where one of
// them is always or never there, so that nothing can be told apart.
func (s *sameDays) expected() float64 {
	withA, withB := s.both+s.onlyA, s.both+s.onlyB
	if withA == 0 || withB == 0 || withA == s.known || withB == s.known {
		return math.NaN()
	}
	return float64(withA) * float64(withB) / float64(s.known)
}

// alike is the share of the days with either that had both, 0 to 1.
func (s *sameDays) alike() float64 {
	if either := s.both + s.onlyA + s.onlyB; either > 0 {
		return float64(s.both) / float64(either)
	}
	return 0
}

func makeTogether(ctx context.Context, a *App, r *journal.Record, o FigureOptions) (*Figure, error) {
	f := &Figure{Kind: KindTogether, Person: o.Person, Title: words.Text("together.title")}
	d, err := a.newDays(ctx, r)
	if err != nil {
		return nil, err
	}
	names, more, err := symptomNames(ctx, r, o, a.today())
	if err != nil {
		return nil, err
	}
	series, err := d.sameRange(ctx, names, o)
	if err != nil {
		return nil, err
	}
	f.From, f.To = a.today(), a.today()
	if o.To != nil {
		f.From, f.To = *o.To, *o.To
	}
	if o.From != nil {
		f.From, f.To = *o.From, max(f.To, *o.From)
	}
	var list []there
	for i, s := range series {
		f.From, f.To = s.From, s.To()
		t := there{name: s.Name, days: make([]float64, s.Len())}
		for j, v := range s.Values {
			t.days[j] = math.NaN()
			if !math.IsNaN(v) {
				t.known++
				if t.days[j] = 0; v > 0 {
					t.days[j] = 1
					t.with++
				}
			}
		}
		if t.with > 0 || slices.Contains(o.Measures, names[i]) {
			list = append(list, t)
		}
	}
	// The most frequent ones; whoever names them gets what was named.
	named := func(t there) int {
		return boolRank(!slices.ContainsFunc(o.Measures, func(n string) bool { return journal.Fold(n) == journal.Fold(t.name) }))
	}
	slices.SortStableFunc(list, func(x, y there) int { return cmp.Or(named(x)-named(y), y.with-x.with) })
	if len(o.Measures) < 2 && len(list) > usualTogether {
		more += len(list) - usualTogether
		list = list[:usualTogether]
	}
	if more > 0 {
		f.LeftOut = append(f.LeftOut, words.Text("together.left_out", words.Count(int64(more), "symptom")))
	}
	f.together(list)
	return f, nil
}

// symptomNames are the names asked for, or those that were written about on most
// days, and how many more of these there are.
func symptomNames(ctx context.Context, r *journal.Record, o FigureOptions, today journal.Date) (names []string, more int, err error) {
	if len(o.Measures) > 1 {
		return o.Measures, 0, nil
	}
	to, days := today, maxChartYears*365
	if o.To != nil {
		to = *o.To
	}
	if o.From != nil {
		days = max(int(to-*o.From), 0)
	}
	usual, err := r.Usual(ctx, to, days, journal.KindSymptom)
	if err != nil {
		return nil, 0, err
	}
	on := func(u journal.Usual) int { return len(u.Days) + min(u.Entries, 1) }
	slices.SortStableFunc(usual, func(a, b journal.Usual) int { return on(b) - on(a) })
	names = slices.Clone(o.Measures) // one alone goes with the usual ones
	for _, u := range usual[:min(len(usual), maxTogether)] {
		if len(names) == 0 || journal.Fold(names[0]) != journal.Fold(u.Name) {
			names = append(names, u.Name)
		}
	}
	return names, max(len(usual)-len(names), 0), nil
}

// sameRange returns the daily series of some names over the same days: those
// asked for, or all on which there is something.
func (d *days) sameRange(ctx context.Context, names []string, o FigureOptions) ([]*DailySeries, error) {
	var list []*DailySeries
	from, to := o.From, o.To
	for _, name := range names {
		s, err := d.named(ctx, name, o.From, o.To)
		if err != nil {
			return nil, err
		}
		if s.Len() == 0 {
			continue
		}
		list = append(list, s)
		first, last := s.From, s.To()
		if from == nil || o.From == nil && first < *from {
			from = &first
		}
		if to == nil || o.To == nil && last > *to {
			to = &last
		}
	}
	for i, s := range list {
		if s.From != *from || s.To() != *to { // widened: unknown outside, or what the policy says
			wide, err := d.named(ctx, s.Name, from, to)
			if err != nil {
				return nil, err
			}
			list[i] = wide
		}
	}
	return list, nil
}

// pairsOf counts the days of each two.
func pairsOf(list []there, from journal.Date) []sameDays {
	var pairs []sameDays
	for b := range list {
		for a := range b {
			s := sameDays{a: a, b: b}
			for i, x := range list[a].days {
				y := list[b].days[i]
				if math.IsNaN(x) || math.IsNaN(y) {
					continue
				}
				s.known++
				switch {
				case x > 0 && y > 0:
					day := from + journal.Date(i)
					if s.both == 0 {
						s.firstBoth = day
					}
					s.lastBoth = day
					s.both++
				case x > 0:
					s.onlyA++
				case y > 0:
					s.onlyB++
				default:
					s.neither++
				}
			}
			pairs = append(pairs, s)
		}
	}
	return pairs
}

// neighbours orders a list so that what is alike stands together: a path through
// all that is as alike from one to the next as can be found by building it up at
// both ends and then turning pieces of it round. alike is symmetric.
func neighbours(n int, alike func(a, b int) float64) []int {
	if n == 0 {
		return nil
	}
	used := make([]bool, n)
	best := -1.0
	var path []int
	for b := range n {
		for a := range b {
			if v := alike(a, b); v > best {
				best, path = v, []int{a, b}
			}
		}
	}
	if path == nil {
		return []int{0}
	}
	used[path[0]], used[path[1]] = true, true
	for len(path) < n {
		next, atEnd, most := -1, false, -1.0
		for i := range n {
			if used[i] {
				continue
			}
			if v := alike(path[len(path)-1], i); v > most {
				next, atEnd, most = i, true, v
			}
			if v := alike(path[0], i); v > most {
				next, atEnd, most = i, false, v
			}
		}
		used[next] = true
		if atEnd {
			path = append(path, next)
		} else {
			path = append([]int{next}, path...)
		}
	}
	between := func(i, j int) float64 {
		if i < 0 || j >= n {
			return 0
		}
		return alike(path[i], path[j])
	}
	for turned := true; turned; {
		turned = false
		for i := range n {
			for j := i + 1; j < n; j++ {
				if gain := between(i-1, j) + between(i, j+1) - between(i-1, i) - between(j, j+1); i > 0 && j+1 < n && gain > 1e-9 {
					slices.Reverse(path[i : j+1])
					turned = true
				}
			}
		}
	}
	return path
}

// together makes picture, table and words of a list.
func (f *Figure) together(list []there) {
	pairs := pairsOf(list, f.From)
	at := func(a, b int) *sameDays { // of two places in the list
		a, b = min(a, b), max(a, b)
		return &pairs[b*(b-1)/2+a]
	}
	order := neighbours(len(list), func(a, b int) float64 { return at(a, b).alike() })
	picture := &charts.Together{Note: words.Text("together.note"), Least: "0 %", Most: "100 %",
		Unknown: words.Text("together.unknown"), NoShare: words.Text("together.no_share"), Expected: "({n})"}
	for _, i := range order {
		picture.Names = append(picture.Names, list[i].name)
		picture.Notes = append(picture.Notes, words.Count(int64(list[i].with), "day"))
	}
	f.Table.Heads = []FigureHead{{words.Text("together.head.one"), "one"}, {words.Text("together.head.other"), "other"}, {words.Text("together.head.both"), "days_with_both"},
		{words.Text("together.head.known"), "days_known"}, {words.Text("together.head.expected"), "expected_by_chance"},
		{words.Text("together.head.only_one"), "days_only_one"}, {words.Text("together.head.only_other"), "days_only_other"}, {words.Text("together.head.neither"), "days_neither"}}
	type placed struct {
		sameDays
		one, other int // places in the order
	}
	var all []placed
	for i := range order {
		for j := range i {
			s := *at(order[i], order[j])
			if s.a != order[j] {
				s.a, s.b, s.onlyA, s.onlyB = s.b, s.a, s.onlyB, s.onlyA
			}
			all = append(all, placed{s, j, i})
		}
	}
	slices.SortStableFunc(all, func(x, y placed) int { return y.both - x.both })
	var rows rowList
	for i, p := range all {
		picture.Pairs = append(picture.Pairs, charts.Pair{A: p.one, B: p.other, Known: p.known, Both: p.both, Either: p.known - p.neither, Expected: p.expected(), Row: i})
		row := FigureRow{Cells: []string{list[p.a].name, list[p.b].name}, Values: []any{list[p.a].name, list[p.b].name}}
		add := func(text string, value any) {
			row.Cells, row.Values = append(row.Cells, text), append(row.Values, value)
		}
		count := func(n int) { add(strconv.Itoa(n), n) }
		if p.known == 0 {
			for range 6 {
				add("", nil)
			}
			row.Cells[3], row.Values[3] = "0", 0
		} else {
			count(p.both)
			count(p.known)
			if e := p.expected(); math.IsNaN(e) {
				add("", nil)
			} else {
				add(expectedText(e), e)
			}
			count(p.onlyA)
			count(p.onlyB)
			count(p.neither)
			if p.both > 0 {
				day := p.lastBoth
				row.Day = &day
			}
		}
		rows = append(rows, row)
	}
	f.Table.rows = rows
	f.sayTogether(list, pairs)
	if len(list) < 2 {
		f.Empty = words.Text("together.empty", f.Person.Name)
	}
	picture.Words = f.words()
	picture.Words.Empty = words.Text("together.empty.picture")
	f.Picture = picture
}

// expectedText writes an expected number of days: whole ones, and a place more where
// they are few.
func expectedText(n float64) string {
	if n < 10 {
		return strconv.FormatFloat(n, 'f', 1, 64)
	}
	return strconv.FormatFloat(n, 'f', 0, 64)
}

// sayTogether writes the sentences: the pairs with most days together, and what
// chance alone would bring.
func (f *Figure) sayTogether(list []there, pairs []sameDays) {
	f.Sentences = []string{words.Text("together.sum.range", words.Count(int64(len(list)), "symptom"), f.Person.Name, DateText(f.From), DateText(f.To), words.Count(int64(f.Days()), "day"))}
	most := slices.Clone(pairs)
	slices.SortStableFunc(most, func(a, b sameDays) int { return b.both - a.both })
	for _, p := range most[:min(len(most), 3)] {
		if p.both == 0 {
			break
		}
		text := words.Text("together.sum.pair", list[p.a].name, list[p.b].name, words.Count(int64(p.both), "day"), words.Count(int64(p.known), "day"))
		if e := p.expected(); !math.IsNaN(e) {
			text += " " + words.Text("together.sum.expected", expectedText(e))
		} else {
			text += " " + words.Text("together.sum.no_expected")
		}
		f.Sentences = append(f.Sentences, text)
	}
	apart, never := 0, 0
	for i := range pairs {
		switch {
		case pairs[i].known == 0:
			never++
		case pairs[i].both == 0:
			apart++
		}
	}
	if apart > 0 {
		f.Sentences = append(f.Sentences, words.Text("together.sum.apart", words.Count(int64(apart), "pair")))
	}
	if never > 0 {
		f.Sentences = append(f.Sentences, words.Text("together.sum.never", words.Count(int64(never), "pair")))
	}
	f.Sentences = append(f.Sentences, f.LeftOut...)
	if len(list) > 1 {
		f.Sentences = append(f.Sentences, words.Text("together.sum.caution"))
	}
}
