package app

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"kith/app/words"
	"kith/charts"
	"kith/journal"
)

// KindHours is what was usual at each hour of the day.
const KindHours FigureKind = "hours"

// maxHourLanes is how many treatments stand below the hours.
const maxHourLanes = 6

// dayBegin is the hour at which a day begins.
const dayBegin = int(journal.DayBoundary / 3600e9)

// dayParts are the hours from which on a part of the day is called what
// [words.PartOfDay] calls it.
var dayParts = []int{4, 11, 14, 17, 21}

func makeHours(ctx context.Context, a *App, r *journal.Record, o FigureOptions) (*Figure, error) {
	chosen, err := chooseMeasures(ctx, r, o.Measures, 1)
	if err != nil {
		return nil, err
	}
	f := &Figure{Kind: KindHours, Person: o.Person, Measures: namesOf(chosen)}
	if f.From, f.To, err = chooseRange(ctx, r, chosen, o.From, o.To); err != nil {
		return nil, err
	}
	// No zero is assumed: a day without an entry has no hour.
	set, err := gatherSeries(ctx, r, chosen, seriesOptions{From: f.From, To: f.To, Today: f.From - 1, Lines: 1})
	if err != nil {
		return nil, err
	}
	f.LeftOut = set.LeftOut
	h := &hours{f: f, picture: &charts.Hours{Begin: dayBegin, Middle: words.Text("hours.middle"), Half: words.Text("hours.half"),
		Single: words.Text("hours.single"), PartsOnly: words.Text("hours.parts_only"), Count: words.Text("hours.count")}}
	if len(set.Series) > 0 {
		h.values(&set.Series[0], &set.Outcomes[0])
	}
	if err := h.doses(ctx, r, o.Treatments); err != nil {
		return nil, err
	}
	if err := h.finish(); err != nil {
		return nil, err
	}
	return f, nil
}

// hours is a profile that is being made.
type hours struct {
	f       *Figure
	series  *ChartSeries // nil if there is none
	picture *charts.Hours
	rows    []charts.HourRow
	untimed int // values without a time of day
}

// values puts the points that have a time of day where they belong.
func (h *hours) values(s *ChartSeries, o *charts.Outcome) {
	h.series = s
	p := h.picture
	p.Name, p.Unit, p.Low, p.High, p.Labels = s.fullName(true), o.Unit, o.Low, o.High, o.Labels
	factor := 1.0
	if p.Share = s.Scale == journal.YesNo; p.Share { // the middle of yes and no says nothing
		zero, all := 0.0, 100.0
		p.Unit, p.Low, p.High, p.Labels, factor = "%", &zero, &all, nil, all
		p.Middle = words.Text("hours.share")
	}
	for i, from := range dayParts {
		p.Parts = append(p.Parts, charts.DayPart{Name: words.PartOfDay(from), From: from, To: dayParts[(i+1)%len(dayParts)]})
	}
	for i, point := range o.Points {
		hour := point.At.Hour()
		switch info := &s.Points[i]; {
		case info.Precision == journal.Instant && !s.DayTotals:
			p.Values = append(p.Values, charts.HourValue{Hour: hour, Value: factor * point.Value})
		case info.Precision == journal.PartOfDay:
			p.Values = append(p.Values, charts.HourValue{Part: partAt(hour), Value: factor * point.Value})
		default:
			h.untimed++
		}
	}
}

// partAt is the place from 1 of the part of the day around an hour.
func partAt(hour int) int {
	part := len(dayParts) // before the first, it is still night
	for i, from := range dayParts {
		if hour >= from {
			part = i + 1
		}
	}
	return part
}

// doses counts the doses of treatments at each hour. A dose of which only the day
// or a part of it is known has no hour.
func (h *hours) doses(ctx context.Context, r *journal.Record, names []string) error {
	if len(names) == 0 {
		return nil
	}
	l := newLanes()
	if err := l.readCourses(ctx, r); err != nil {
		return err
	}
	lanes := map[string]int{}
	for _, name := range names {
		if _, ok := lanes[journal.Fold(name)]; !ok {
			lanes[journal.Fold(name)] = len(h.picture.Lanes)
			h.picture.Lanes = append(h.picture.Lanes, charts.HourLane{Name: name})
		}
	}
	untimed := make([]int, len(h.picture.Lanes))
	q := journal.Query{Kinds: []journal.Kind{journal.KindDose}, From: &h.f.From, To: &h.f.To, Oldest: true}
	err := r.Each(ctx, q, func(e journal.Entry) error {
		b := e.Body.(*journal.Dose)
		name := e.Name
		if lane := l.byID[b.Course]; lane != nil {
			name = lane.Name
		}
		i, ok := lanes[journal.Fold(name)]
		if !ok || b.Status == journal.DoseDue || b.Status == journal.DoseSkipped {
			return nil
		}
		h.picture.Lanes[i].Name = name // as the person writes it
		if e.When.Precision != journal.Instant {
			untimed[i]++
			return nil
		}
		h.picture.Lanes[i].Counts[wallClock(e.When).Hour()]++
		return nil
	})
	for i, n := range untimed {
		if n > 0 {
			h.f.LeftOut = append(h.f.LeftOut, words.Text("hours.untimed_doses", words.Count(int64(n), "dose"), h.picture.Lanes[i].Name))
		}
	}
	return err
}

// finish makes the table, the words and the picture.
func (h *hours) finish() (err error) {
	f := h.f
	if h.rows, err = h.picture.Rows(); err != nil {
		return fmt.Errorf("count hours: %w", err)
	}
	if h.series != nil {
		f.Title = words.Text("hours.title", h.picture.Name)
	}
	if h.untimed > 0 {
		f.LeftOut = append(f.LeftOut, words.Text("hours.untimed", words.Count(int64(h.untimed), "value")))
	}
	f.Sentences = h.sentences()
	if len(h.rows) == 0 {
		f.Empty = f.nothing()
		if h.untimed > 0 {
			f.Empty = words.Text("hours.none_timed", h.picture.Name)
		}
	}
	f.Table = h.table()
	h.picture.Words = f.words()
	if h.untimed > 0 {
		h.picture.Words.Empty = words.Text("hours.none_timed", h.picture.Name)
	}
	f.Picture = h.picture
	return nil
}

// of counts the rows and values of hours or of parts of the day, and finds the
// rows with the lowest and the highest middle.
func (h *hours) of(parts bool) (n, values int, low, high *charts.HourRow) {
	for i := range h.rows {
		r := &h.rows[i]
		if r.Lane > 0 || parts != (r.Hour < 0) {
			continue
		}
		n, values = n+1, values+r.N
		if r.N < leastOfHour {
			continue // too few to call it usual
		}
		if low == nil || r.Middle < low.Middle {
			low = r
		}
		if high == nil || r.Middle > high.Middle {
			high = r
		}
	}
	return n, values, low, high
}

// leastOfHour is how many values of an hour say what is usual then.
const leastOfHour = 5

func (h *hours) sentences() []string {
	if h.series == nil {
		return append([]string{words.Text("chart.sum.no_measure")}, h.f.LeftOut...)
	}
	f := h.f
	texts := []string{words.Text("chart.sum.range", f.Title, f.Person.Name, DateText(f.From), DateText(f.To), words.Count(int64(f.Days()), "day"))}
	any := false
	for _, parts := range []bool{false, true} {
		n, values, low, high := h.of(parts)
		if n == 0 {
			continue
		}
		any = true
		key := "hours.sum.hours"
		if parts {
			key = "hours.sum.parts"
		}
		text := words.Text(key, words.Count(int64(values), "value"), n)
		if low != nil && low.Middle < high.Middle {
			key := "hours.sum.span"
			if h.picture.Share {
				key = "hours.sum.share"
			}
			text += " " + words.Text(key, h.middle(low), h.when(low), words.Count(int64(low.N), "value"),
				h.middle(high), h.when(high), words.Count(int64(high.N), "value"))
		}
		texts = append(texts, text)
	}
	if !any {
		texts = append(texts, words.Text("hours.none_timed", h.picture.Name))
	}
	for i := range h.picture.Lanes {
		texts = append(texts, h.laneSentence(i))
	}
	return append(texts, f.LeftOut...)
}

// laneSentence says when most doses of a treatment were taken.
func (h *hours) laneSentence(i int) string {
	lane := &h.picture.Lanes[i]
	sum, most := 0, 0
	for hour, n := range lane.Counts {
		sum += n
		if n > lane.Counts[most] {
			most = hour
		}
	}
	if sum == 0 {
		return words.Text("hours.sum.no_doses", lane.Name)
	}
	return words.Text("hours.sum.doses", lane.Name, words.Count(int64(sum), "dose"), hourSpan(most), lane.Counts[most])
}

func (h *hours) middle(r *charts.HourRow) string {
	if h.picture.Share {
		return percent(r.Middle / 100)
	}
	return h.series.Text(r.Middle)
}

// when names the hour or the part of the day of a row.
func (h *hours) when(r *charts.HourRow) string {
	if r.Hour < 0 {
		return h.picture.Parts[r.Part].Name
	}
	return hourSpan(r.Hour)
}

// hourSpan writes an hour of the day: 08:00–09:00.
func hourSpan(hour int) string { return fmt.Sprintf("%02d:00–%02d:00", hour, (hour+1)%24) }

// table has a row for every hour and part of the day with values, and for every
// hour with doses.
func (h *hours) table() FigureTable {
	t := FigureTable{}
	keys := []string{"time", "of", "count", "lowest", "lower", "middle", "upper", "highest"}
	if h.picture.Share {
		keys = []string{"time", "of", "count", "share"}
	}
	for _, key := range keys {
		t.Heads = append(t.Heads, FigureHead{words.Text("hours.table." + key), key})
	}
	var rows rowList
	for i := range h.rows {
		r := &h.rows[i]
		when := h.when(r)
		row := FigureRow{Cells: []string{when, h.picture.Name, strconv.Itoa(r.N)}, Values: []any{when, h.picture.Name, r.N}}
		if r.Lane > 0 {
			name := h.picture.Lanes[r.Lane-1].Name
			row.Cells[1], row.Values[1] = name, name
			row.Cells = append(row.Cells, slices.Repeat([]string{""}, len(keys)-3)...)
			row.Values = append(row.Values, make([]any, len(keys)-3)...)
		} else if h.picture.Share {
			row.Cells, row.Values = append(row.Cells, h.middle(r)), append(row.Values, r.Middle/100)
		} else {
			for _, v := range []float64{r.Least, r.Lower, r.Middle, r.Upper, r.Greatest} {
				row.Cells, row.Values = append(row.Cells, h.series.Text(v)), append(row.Values, v)
			}
		}
		rows = append(rows, row)
	}
	t.rows = rows
	return t
}
