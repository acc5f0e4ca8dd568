package app

import (
	"context"
	"slices"
	"time"

	"kith/app/words"
	"kith/charts"
	"kith/journal"
)

// ChartEvent is something that happened and is marked on a chart: a life event, an
// appointment, the beginning of a condition.
type ChartEvent struct {
	Entry journal.ID
	Kind  journal.Kind
	Name  string
	When  journal.When
	At    time.Time // as clocks showed it there and then; of a day its noon
}

// Text is what it is called on the chart.
func (e *ChartEvent) Text() string {
	switch e.Kind {
	case journal.KindAppointment:
		return words.Text("chart.event.visit", e.Name)
	case journal.KindCondition:
		return words.Text("chart.event.begins", e.Name)
	}
	return e.Name
}

func (e *ChartEvent) whenText() string { return momentText(e.When.Precision, e.When.Date, e.At) }

// maxChartEvents is how many marks package charts takes.
const maxChartEvents = 10_000

// gatherEvents marks what happened in the range. Reports of a laboratory and plans
// of care are papers, not events of a life.
func (c *Chart) gatherEvents(ctx context.Context, r *journal.Record) error {
	q := journal.Query{Kinds: []journal.Kind{journal.KindEvent, journal.KindAppointment, journal.KindCondition},
		From: &c.From, To: &c.To, Oldest: true}
	err := r.Each(ctx, q, func(e journal.Entry) error {
		name := e.Name
		switch b := e.Body.(type) {
		case *journal.Event:
			if b.Category == "report" || b.Category == "care_plan" {
				return nil
			}
		case *journal.Appointment:
			name = firstOf(e.Name, firstOf(b.With, b.Reason))
		case *journal.Condition:
			if b.OnsetUnknown {
				return nil
			}
		}
		if name != "" && len(c.Events) < maxChartEvents {
			c.Events = append(c.Events, ChartEvent{Entry: e.ID, Kind: e.Kind, Name: name, When: e.When, At: eventTime(e.When)})
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortStableFunc(c.Events, func(a, b ChartEvent) int { return a.At.Compare(b.At) })
	for i := range c.Events {
		c.Timeline.Marks = append(c.Timeline.Marks, charts.Mark{At: c.Events[i].At, Name: c.Events[i].Text()})
	}
	return nil
}

func eventTime(w journal.When) time.Time {
	if w.Precision >= journal.Day {
		return noon(w.Date)
	}
	return wallClock(w)
}

// eventNames are the events of the range, at most some, for the paragraph.
func (c *Chart) eventNames() (names []string) {
	const most = 6
	for i := range c.Events[:min(len(c.Events), most)] {
		names = append(names, words.Text("chart.event.on", c.Events[i].Text(), c.Events[i].whenText()))
	}
	if more := len(c.Events) - len(names); more > 0 {
		names = append(names, words.Text("chart.more", more))
	}
	return names
}
