package charts

import (
	"fmt"
	"math"
	"testing"
	"time"
)

func TestSummary(t *testing.T) {
	loc := berlin(t)
	at := func(m time.Month, d, h int) time.Time { return time.Date(2025, m, d, h, 0, 0, 0, loc) }
	c := &Timeline{From: at(2, 25, 0), To: at(4, 3, 0), Location: loc, Outcomes: []Outcome{{Points: []Point{
		{at(2, 24, 23), 9}, // the day before
		{at(2, 25, 0), 4}, {at(2, 25, 9), 7}, {at(2, 28, 23), 4},
		{at(4, 1, 0), 2}, {at(4, 2, 23), 8},
		{at(4, 3, 0), 0}, // the range is over
	}}}}
	s, err := c.Summary(0)
	if err != nil {
		t.Fatal(err)
	}
	if s.N != 5 || s.First.Value != 4 || s.Last.Value != 8 || s.Mean != 5 || s.Median != 4 {
		t.Errorf("summary %+v", s)
	}
	if s.Min.Value != 2 || s.Max != (Point{at(4, 2, 23), 8}) {
		t.Errorf("from %+v to %+v", s.Min, s.Max)
	}
	// 25 to 28 February, March, 1 and 2 April; the clocks go forward in between.
	if s.DaysWith != 4 || s.DaysWithout != 4+31+2-4 {
		t.Errorf("%d days with and %d without", s.DaysWith, s.DaysWithout)
	}
	want := []Month{
		{Year: 2025, Month: 2, N: 3, DaysWith: 2, DaysWithout: 2, Mean: 5, Median: 4, Min: 4, Max: 7},
		{Year: 2025, Month: 3, DaysWithout: 31},
		{Year: 2025, Month: 4, N: 2, DaysWith: 2, Mean: 5, Median: 5, Min: 2, Max: 8},
	}
	if fmt.Sprint(s.Months) != fmt.Sprint(want) {
		t.Errorf("months %+v\nwant %+v", s.Months, want)
	}
	if _, err := c.Summary(1); err == nil {
		t.Error("a second outcome was summed up")
	}
	c.Outcomes[0].Points = nil
	if s, err = c.Summary(0); err != nil || s.N != 0 || s.DaysWith != 0 || s.DaysWithout != 37 {
		t.Errorf("without points: %+v, %v", s, err)
	}
}

// Clocks that go back over midnight make no day count twice and do not lead out
// of the months.
func TestSummaryClockOverMidnight(t *testing.T) {
	loc, err := time.LoadLocation("America/St_Johns")
	if err != nil {
		t.Skip("no time zone database: ", err)
	}
	// On 1 November 2009 at 00:01 it became 23:01 on 31 October.
	begin := time.Date(2009, 10, 31, 0, 0, 0, 0, loc)
	c := &Timeline{From: begin, To: begin.AddDate(0, 0, 3), Location: loc, Outcomes: []Outcome{{}}}
	days := map[string]bool{}
	for at := begin; at.Before(c.To); at = at.Add(20 * time.Second) {
		c.Outcomes[0].Points = append(c.Outcomes[0].Points, Point{at, 1})
		days[at.Format("2006-01-02")] = true
	}
	s, err := c.Summary(0)
	if err != nil {
		t.Fatal(err)
	}
	if s.DaysWith != len(days) || s.DaysWithout != 0 || s.Months[0].N+s.Months[1].N != len(c.Outcomes[0].Points) {
		t.Errorf("%d days with, %d without, want %d and 0; months %+v", s.DaysWith, s.DaysWithout, len(days), s.Months)
	}
}

func TestSummaryExtremes(t *testing.T) {
	c := year(t)
	for i := range c.Outcomes[0].Points {
		c.Outcomes[0].Points[i].Value = []float64{1e100, -1e100}[i%2]
	}
	s, err := c.Summary(0)
	if err != nil {
		t.Fatal(err)
	}
	if math.IsNaN(s.Mean) || math.IsInf(s.Mean, 0) || math.IsNaN(s.Median) {
		t.Errorf("mean %v, median %v", s.Mean, s.Median)
	}
}

func TestTable(t *testing.T) {
	begin := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	at := func(h int) time.Time { return begin.Add(time.Duration(h) * time.Hour) }
	c := &Timeline{From: at(0), To: at(10), Outcomes: []Outcome{
		{Points: []Point{{at(-1), 9}, {at(1), 1}, {at(3), 2}, {at(3), 3}, {at(10), 9}}},
		{Points: []Point{{at(3), 7}, {at(5), 8}}},
	}}
	rows, err := c.Table()
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, r := range rows {
		got += fmt.Sprint(r.At.Hour())
		for _, v := range r.Values {
			if v == nil {
				got += " -"
			} else {
				got += fmt.Sprint(" ", *v)
			}
		}
		got += "\n"
	}
	if want := "1 1 -\n3 2 7\n3 3 -\n5 - 8\n"; got != want {
		t.Errorf("table\n%swant\n%s", got, want)
	}
}

func TestExtent(t *testing.T) {
	if _, _, ok := (&Timeline{}).Extent(); ok {
		t.Error("nothing has an extent")
	}
	loc := berlin(t)
	c := &Timeline{
		Location: loc,
		Outcomes: []Outcome{{Points: []Point{{time.Date(2025, 3, 30, 12, 0, 0, 0, loc), 1}}}},
		Lanes:    []Lane{{Spans: []Span{{From: time.Date(2025, 3, 28, 9, 0, 0, 0, loc)}}}},
	}
	from, to, ok := c.Extent()
	if want := time.Date(2025, 3, 28, 0, 0, 0, 0, loc); !ok || !from.Equal(want) {
		t.Errorf("begins at %v, want %v", from, want)
	}
	if want := time.Date(2025, 3, 31, 0, 0, 0, 0, loc); !to.Equal(want) {
		t.Errorf("ends at %v, want %v", to, want)
	}
}
