package app

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"kith/app/words"
	"kith/charts"
	"kith/journal"
)

// chartWords are the words that package charts prints.
func chartWords() charts.Words {
	w := charts.Words{Empty: words.Text("chart.empty.picture"), More: words.Text("chart.more_lanes"),
		Date: words.Text("chart.date"), MonthOfYear: words.Text("chart.month_of_year")}
	for i := range w.Months {
		w.Months[i] = words.Text("chart.month." + strconv.Itoa(i+1))
	}
	return w
}

// axisUnit stands beside the name of a line.
func (s *ChartSeries) axisUnit() string {
	switch {
	case s.Scale == journal.NRS:
		return words.Text("chart.of_ten")
	case s.DayTotals:
		return strings.TrimSpace(s.Unit + " " + words.Text("chart.a_day"))
	}
	return s.Unit
}

// Name is what the line is called: the part, if the value has several.
func (s *ChartSeries) Name() string { return firstOf(s.Part, s.Measure) }

// Text writes a value of the line as a person reads it: 7/10, yes, mild, 72.5 kg,
// 7 h 30 min. A calculated value, like a mean, is rounded.
func (s *ChartSeries) Text(value float64) string {
	for _, l := range s.Labels {
		if l.Value == value {
			return l.Text
		}
	}
	switch {
	case s.Scale == journal.NRS:
		return numberText(value) + "/10"
	case s.Scale == journal.Duration:
		return lastingText(value, s.Unit)
	case s.Unit == "%":
		return numberText(value) + " %"
	}
	return strings.TrimSpace(numberText(value) + " " + s.Unit)
}

// PointText writes a point, with a sign if it is only a bound.
func (s *ChartSeries) PointText(i int, value float64) string {
	text := s.Text(value)
	if b := s.Points[i].Bound; b != 0 {
		text = string(rune(b)) + " " + text
	}
	if s.Points[i].Assumed {
		text = words.Text("chart.assumed", text)
	}
	return text
}

// numberText writes up to two places, and small numbers with three digits.
func numberText(x float64) string {
	places := 2
	if a := math.Abs(x); a > 0 && a < 1 {
		places = min(2-int(math.Floor(math.Log10(a))), 12)
	}
	text := strconv.FormatFloat(x, 'f', places, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		return "0"
	}
	return text
}

// lastingText writes minutes or hours as 45 min or 7 h 30 min.
func lastingText(value float64, unit string) string {
	if unit == "h" {
		value *= 60
	}
	if value < 60 {
		return numberText(value) + " min"
	}
	minutes := int64(math.Round(value))
	if minutes%60 == 0 {
		return strconv.FormatInt(minutes/60, 10) + " h"
	}
	return strconv.FormatInt(minutes/60, 10) + " h " + strconv.FormatInt(minutes%60, 10) + " min"
}

// DateText writes a day as the chart does: 22 Nov 2026.
func DateText(d journal.Date) string { return dateText(d.Midnight()) }

func dateText(t time.Time) string {
	return strings.NewReplacer("{day}", strconv.Itoa(t.Day()), "{month}", words.Text("chart.month."+strconv.Itoa(int(t.Month()))),
		"{year}", strconv.Itoa(t.Year())).Replace(words.Text("chart.date"))
}

// PointWhen writes when a point was, as exactly as it is known.
func (s *ChartSeries) PointWhen(i int, at time.Time) string {
	p := s.Points[i]
	if s.DayTotals || p.Assumed {
		return DateText(p.Date)
	}
	return momentText(p.Precision, p.Date, at)
}

// momentText writes a moment of a chart as exactly as it is known.
func momentText(precision journal.Precision, date journal.Date, at time.Time) string {
	switch {
	case precision == journal.Day:
		return DateText(date)
	case precision == journal.PartOfDay:
		return DateText(date) + ", " + words.PartOfDay(at.Hour())
	case precision >= journal.Month:
		return WhenText(journal.When{Date: date, Precision: precision})
	}
	return dateText(at) + ", " + at.Format("15:04")
}

// Title is what the chart is of.
func (c *Chart) Title() string {
	var names []string
	for _, m := range c.Measures {
		names = append(names, m.Name)
	}
	if len(names) == 0 {
		return words.Text("chart.title.treatments")
	}
	return words.List(names)
}

// Summary says in a paragraph what the chart shows, for whoever cannot see it.
// It counts and compares nothing but what was written down.
func (c *Chart) Summary() string { return strings.Join(c.SummaryParts(), " ") }

// SummaryParts returns the sentences of [Chart.Summary], those that belong
// together in one.
func (c *Chart) SummaryParts() []string {
	parts := []string{words.Text("chart.sum.range", c.Title(), c.Person.Name, DateText(c.From), DateText(c.To), words.Count(int64(c.Days()), "day"))}
	for i := range c.Series {
		parts = append(parts, strings.Join(c.seriesSentences(i), " "))
	}
	if len(c.Series) == 0 {
		parts = append(parts, words.Text("chart.sum.no_measure"))
	}
	if len(c.Treatments) > 0 {
		parts = append(parts, c.treatmentSentence())
	}
	if n := len(c.Flares); n > 0 {
		parts = append(parts, words.Text("chart.sum.flares", words.Count(int64(n), "flare"), words.List(c.flareNames())))
	}
	if n := len(c.Events); n > 0 {
		parts = append(parts, words.Text("chart.sum.events", strings.Join(c.eventNames(), "; ")))
	}
	parts = append(parts, c.LeftOut...)
	if len(c.Series) > 0 && len(c.Treatments)+len(c.Flares)+len(c.Events) > 0 || len(c.Measures) > 1 {
		parts = append(parts, words.Text("chart.sum.caution"))
	}
	return parts
}

func (c *Chart) seriesSentences(i int) []string {
	s, o := &c.Series[i], &c.Timeline.Outcomes[i]
	sum, err := c.Timeline.Summary(i)
	if err != nil || sum.N == 0 {
		text := words.Text("chart.sum.none", s.Name())
		if s.NoValue > 0 {
			text += " " + words.Text("chart.sum.no_value_only", words.Count(int64(s.NoValue), "entry"))
		}
		return []string{text}
	}
	written := len(o.Points) - s.Assumed
	texts := []string{words.Text("chart.sum.days", s.Name(), words.Count(int64(written), "value"), words.Count(int64(s.Days), "day"))}
	if s.counted() {
		texts = append(texts, s.countSentence(o.Points))
	} else {
		texts = append(texts, s.spanSentences(&sum)...)
	}
	note := func(n int, key, noun string) {
		if n > 0 {
			texts = append(texts, words.Text("chart.sum."+key, words.Count(int64(n), noun)))
		}
	}
	note(c.Days()-s.Days-s.Assumed, "gaps", "day")
	note(s.NoValue, "no_value", "entry")
	note(s.Assumed, "assumed", "day")
	note(s.Bounds, "bounds", "value")
	if s.DayTotals {
		texts = append(texts, words.Text("chart.sum.totals"))
	}
	return texts
}

// counted reports whether values are better counted than averaged: answers, and
// few ranks.
func (s *ChartSeries) counted() bool {
	return s.Scale == journal.YesNo || s.Scale == journal.Ordinal && len(s.Labels) > 0 && len(s.Labels) <= 8
}

func (s *ChartSeries) countSentence(points []charts.Point) string {
	n := map[string]int64{}
	for _, p := range points {
		n[s.Text(p.Value)]++
	}
	var parts []string
	for i := range s.Labels {
		l := s.Labels[len(s.Labels)-1-i]
		parts = append(parts, words.Text("chart.sum.times", l.Text, words.Count(n[l.Text], "time")))
	}
	return words.Text("chart.sum.counts", words.List(parts))
}

func (s *ChartSeries) spanSentences(sum *charts.Summary) []string {
	low, high := s.Text(sum.Min.Value), s.Text(sum.Max.Value)
	if low == high {
		if sum.N == 1 {
			return []string{words.Text("chart.sum.one", low, dateText(sum.Min.At))}
		}
		return []string{words.Text("chart.sum.same", low)}
	}
	texts := []string{words.Text("chart.sum.span", low, dateText(sum.Min.At), high, dateText(sum.Max.At))}
	if sum.N > 2 {
		texts = append(texts, words.Text("chart.sum.middle", s.Text(sum.Median)))
	}
	return append(texts, s.monthSentence(sum)...)
}

// maxSummaryMonths is how many months a paragraph can name.
const maxSummaryMonths = 12

// monthSentence gives the middle value of each month, where there are few months
// with several values each.
func (s *ChartSeries) monthSentence(sum *charts.Summary) []string {
	var parts []string
	year := 0
	for _, m := range sum.Months {
		if m.N == 0 {
			continue
		}
		name := words.Text("chart.month." + strconv.Itoa(int(m.Month)))
		if m.Year != year && sum.Months[0].Year != sum.Months[len(sum.Months)-1].Year {
			name, year = strings.NewReplacer("{month}", name, "{year}", strconv.Itoa(m.Year)).Replace(words.Text("chart.month_of_year")), m.Year
		}
		parts = append(parts, words.Text("chart.sum.month", name, s.Text(m.Median)))
	}
	if len(parts) < 2 || len(parts) > maxSummaryMonths || sum.N < 3*len(parts) {
		return nil
	}
	return []string{words.Text("chart.sum.months", strings.Join(parts, ", "))}
}

// maxSummaryLanes is how many treatments a paragraph can name.
const maxSummaryLanes = 8

func (c *Chart) treatmentSentence() string {
	var parts []string
	for i := range c.Treatments[:min(len(c.Treatments), maxSummaryLanes)] {
		parts = append(parts, c.Treatments[i].Text())
	}
	text := words.Text("chart.sum.treatments", strings.Join(parts, "; "))
	if more := len(c.Treatments) - len(parts); more > 0 {
		text += " " + words.Text("chart.sum.more_treatments", more)
	}
	return text
}

// Text says when a treatment ran, and how much of it.
func (t *ChartTreatment) Text() string {
	parts := []string{t.Name}
	for i := range t.Courses {
		parts = append(parts, t.Courses[i].Text())
	}
	if t.Taken > 0 {
		parts = append(parts, words.Text("chart.doses.taken", words.Count(int64(t.Taken), "dose")))
	}
	if t.Skipped > 0 {
		parts = append(parts, words.Text("chart.doses.skipped", words.Count(int64(t.Skipped), "dose")))
	}
	return strings.Join(parts, ", ")
}

// Text says when a course ran, and on what amounts.
func (c *ChartCourse) Text() string {
	from, key := DateText(c.From), "ongoing"
	var text string
	switch {
	case c.StartUnknown:
		key += ".no_start"
	}
	if c.To != nil {
		key = strings.Replace(key, "ongoing", "ended", 1)
		text = words.Text("chart.course."+key, from, DateText(*c.To))
	} else {
		if c.EndUnknown {
			key = strings.Replace(key, "ongoing", "no_end", 1)
		}
		text = words.Text("chart.course."+key, from)
	}
	amounts := nonEmpty(c.Amount.String())
	for _, s := range c.Steps {
		step := s.Amount.String()
		if step == "" {
			continue
		}
		if s.From <= c.From {
			amounts = []string{step}
			continue
		}
		amounts = append(amounts, words.Text("chart.course.step", step, DateText(s.From)))
	}
	if len(amounts) > 0 {
		text += ", " + strings.Join(amounts, ", ")
	}
	return text
}

func (c *Chart) flareNames() (names []string) {
	for _, f := range c.Flares {
		if !slices.Contains(names, f.Name) && len(names) < 5 {
			names = append(names, f.Name)
		}
	}
	return names
}

func (x *Explanation) explainMeasure(e *UnknownMeasureError) {
	x.key = "no_measure"
	x.What = words.Text("error.no_measure.what", e.Name)
	switch {
	case e.All == 0:
		x.Do = words.Text("error.no_measure.none")
		return
	case e.All > len(e.Some):
		x.Do = words.Text("error.no_measure.do", words.List(append(slices.Clip(e.Some), words.Text("chart.more", e.All-len(e.Some)))))
	default:
		x.Do = words.Text("error.no_measure.do", words.List(e.Some))
	}
	if len(e.Near) > 0 {
		x.Do = words.Text("error.no_person.near", words.List(e.Near)) + " " + x.Do
	}
}

// ChartMoment is everything the chart shows at one moment, in words.
type ChartMoment struct {
	When       string
	Values     []string // "Headache 7/10"
	Treatments []string // "Topiramate 25 mg"
	Flares     []string
	Events     []string
}

// ranAt adds the treatments and flares of a moment.
func (c *Chart) ranAt(at time.Time, m *ChartMoment) {
	for i := range c.Treatments {
		for _, s := range c.Timeline.Lanes[i].Spans {
			if !s.From.After(at) && (s.To.IsZero() || s.To.After(at)) {
				m.Treatments = append(m.Treatments, join(c.Treatments[i].Name, s.Label))
				break
			}
		}
	}
	for i, f := range c.Flares {
		if b := c.Timeline.Bands[i]; !b.From.After(at) && (b.To.IsZero() || b.To.After(at)) {
			m.Flares = append(m.Flares, f.Name)
		}
	}
}
