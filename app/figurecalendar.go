package app

import (
	"context"
	"math"
	"strings"
	"time"

	"kith/app/words"
	"kith/charts"
	"kith/journal"
)

// KindCalendar is one value a day as colours of a calendar.
const KindCalendar FigureKind = "calendar"

// maxCalendarDays is the longest calendar that package charts draws.
const maxCalendarDays = 119 * 366

func makeCalendar(ctx context.Context, a *App, r *journal.Record, o FigureOptions) (*Figure, error) {
	f := &Figure{Kind: KindCalendar, Person: o.Person}
	name, err := calendarName(ctx, r, o)
	if err != nil {
		return nil, err
	}
	s := &DailySeries{}
	if name != "" {
		f.Measures = []string{name}
		d, err := a.newDays(ctx, r)
		if err != nil {
			return nil, err
		}
		if s, err = d.named(ctx, name, o.From, o.To); err != nil {
			return nil, err
		}
	}
	f.calendarRange(s, o, a.today())
	f.Title = s.Name
	f.Table = FigureTable{ByTime: true, rows: &calendarRows{s, f.From, f.Days()}, Heads: []FigureHead{
		{words.Text("calendar.day"), "civil_date"}, {firstOf(s.fullName(), words.Text("calendar.value")), "value"}}}
	f.Sentences = s.calendarSentences(f)
	if s.known(f) == 0 {
		f.Empty = f.nothing()
	}
	f.Picture = s.calendar(f, a.today())
	return f, nil
}

// calendarName is what was asked for, or the measure that says most; "" if there
// is none.
func calendarName(ctx context.Context, r *journal.Record, o FigureOptions) (string, error) {
	if len(o.Measures) > 0 {
		return o.Measures[0], nil
	}
	usual, err := chooseMeasures(ctx, r, nil, 1)
	if err != nil || len(usual) == 0 {
		return "", err
	}
	return usual[0].Name, nil
}

// calendarRange sets the days that are shown: those that were asked for, or those
// of the series.
func (f *Figure) calendarRange(s *DailySeries, o FigureOptions, today journal.Date) {
	f.From, f.To = today, today
	if s.Len() > 0 {
		f.From, f.To = s.From, s.To()
	} else if o.To != nil {
		f.From, f.To = *o.To, *o.To
	}
	if o.From != nil {
		f.From = *o.From
	}
	if o.To != nil {
		f.To = *o.To
	}
	if f.From > f.To { // what there is lies outside of a range with one open end
		if o.From == nil {
			f.From = f.To
		} else {
			f.To = f.From
		}
	}
	f.From = max(f.From, f.To-maxCalendarDays+1)
}

func (s *DailySeries) fullName() string {
	if s.Part != "" {
		return words.Text("chart.part", s.Name, s.Part)
	}
	return s.Name
}

// known counts the days of a figure of which something is known.
func (s *DailySeries) known(f *Figure) (n int) {
	for d := f.From; d <= f.To; d++ {
		if !math.IsNaN(s.On(d)) {
			n++
		}
	}
	return n
}

// calendar is the picture.
func (s *DailySeries) calendar(f *Figure, today journal.Date) *charts.Calendar {
	c := &charts.Calendar{From: f.From.Midnight(), To: (f.To + 1).Midnight(), Name: s.fullName(), Unit: s.line.axisUnit(),
		FirstWeekday: time.Monday, Today: today.Midnight(), Labels: s.Labels,
		NoValue: words.Text("calendar.no_entry"), IsToday: words.Text("calendar.today"), Words: f.words()}
	if s.Merged != "" {
		c.Summary = words.Text("calendar.merged." + string(s.Merged))
	}
	switch {
	case s.Scale == journal.NRS:
		low, high := 0.0, 10.0
		c.Low, c.High = &low, &high
	case s.Merged == MergeSum || s.Scale == journal.Duration:
		c.Low = new(float64)
	}
	for i := range c.Weekdays {
		c.Weekdays[i] = words.Weekday(time.Weekday(i))
	}
	for d := f.From; d <= f.To; d++ {
		if v := s.On(d); !math.IsNaN(v) {
			c.Days = append(c.Days, charts.DayValue{Day: d.Midnight(), Value: v})
		}
	}
	return c
}

// calendarSentences are the paragraph: how many days have a value, the lowest and
// highest, and how the days of the week differ.
func (s *DailySeries) calendarSentences(f *Figure) []string {
	if s.Name == "" {
		return []string{words.Text("chart.sum.no_measure")}
	}
	texts := []string{words.Text("chart.sum.range", s.fullName(), f.Person.Name, DateText(f.From), DateText(f.To), words.Count(int64(f.Days()), "day"))}
	n := s.known(f)
	if n == 0 {
		return append(texts, words.Text("chart.sum.none", s.fullName()))
	}
	days := words.Text("calendar.days", words.Count(int64(n), "day"))
	if s.Merged != "" {
		how := words.Text("calendar.how." + string(s.Merged))
		days += " " + how
	}
	texts = append(texts, days)
	if gaps := f.Days() - n; gaps > 0 {
		texts = append(texts, words.Text("chart.sum.gaps", words.Count(int64(gaps), "day")))
	}
	low, high := f.From, f.From
	var week [7]struct{ sum, n float64 }
	for d := f.From; d <= f.To; d++ {
		v := s.On(d)
		if math.IsNaN(v) {
			continue
		}
		if math.IsNaN(s.On(low)) || v < s.On(low) {
			low = d
		}
		if math.IsNaN(s.On(high)) || v > s.On(high) {
			high = d
		}
		day := &week[d.Midnight().Weekday()]
		day.sum, day.n = day.sum+v, day.n+1
	}
	if s.On(low) == s.On(high) {
		return append(texts, words.Text("chart.sum.same", s.Text(s.On(low))))
	}
	if len(s.Labels) == 0 {
		texts = append(texts, words.Text("chart.sum.span", s.Text(s.On(low)), DateText(low), s.Text(s.On(high)), DateText(high)))
	}
	var parts []string
	for i := range 7 {
		weekday := time.Weekday((i + 1) % 7)
		if day := week[weekday]; day.n >= leastWeekdays {
			parts = append(parts, words.Text("chart.sum.month", words.Weekday(weekday), s.weekdayText(day.sum/day.n)))
		}
	}
	if len(parts) > 1 {
		texts = append(texts, words.Text(s.weekdayKey(), strings.Join(parts, ", ")))
	}
	return texts
}

// leastWeekdays is of how many Mondays a mean says something.
const leastWeekdays = 4

func (s *DailySeries) weekdayKey() string {
	if s.YesNo() {
		return "calendar.weekday_share"
	}
	return "calendar.weekdays"
}

// weekdayText writes a mean; of answers the share of yes. Words have no mean: the
// number of their rank stands for it.
func (s *DailySeries) weekdayText(mean float64) string {
	switch {
	case s.YesNo():
		return numberText(math.Round(mean*100)) + " %"
	case len(s.Labels) > 0:
		return numberText(math.Round(mean*10) / 10)
	}
	return s.Text(math.Round(mean*10) / 10)
}

// calendarRows has a row for every day of a calendar, with or without a value.
type calendarRows struct {
	s    *DailySeries
	from journal.Date
	n    int
}

func (r *calendarRows) Len() int { return r.n }

func (r *calendarRows) Row(i int) FigureRow {
	day := r.from + journal.Date(i)
	row := FigureRow{Cells: []string{words.WeekdayDate(day.Midnight()), ""}, Values: []any{day, nil}, Day: &day}
	if v := r.s.On(day); !math.IsNaN(v) {
		row.Cells[1], row.Values[1] = r.s.Text(v), v
	}
	return row
}
