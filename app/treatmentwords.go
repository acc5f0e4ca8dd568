package app

import (
	"fmt"
	"strings"
	"time"

	"kith/app/words"
	"kith/journal"
	"kith/journal/schedule"
)

// PlanText says when doses of a plan are due: "8:00 and 20:00, on Monday and
// Wednesday, 21 days on and 7 off". name finds the name of another course.
func PlanText(p *journal.Plan, name func(course journal.ID) string) string {
	parts := []string{howOften(p, name)}
	add := func(text string) {
		if text != "" {
			parts = append(parts, text)
		}
	}
	if days := schedule.Days(p.Rule); p.Rule != "" {
		add(daysText(days, p.Rule))
	}
	if p.CycleOn > 0 {
		add(words.Text("treatment.plan.cycle", p.CycleOn, p.CycleOff))
	}
	if p.MinInterval > 0 {
		add(words.Text("treatment.plan.interval", spanText(p.MinInterval)))
	}
	if p.MaxPerDay != nil {
		add(words.Text("treatment.plan.max", p.MaxPerDay.String()))
	}
	if p.Zone != "" {
		add(words.Text("treatment.plan.zone", p.Zone))
	}
	if p.Until != nil {
		add(words.Text("treatment.plan.until", DateText(*p.Until)))
	}
	return strings.Join(parts, ", ")
}

func howOften(p *journal.Plan, name func(journal.ID) string) string {
	switch {
	case p.AsNeeded:
		return words.Text("treatment.plan.needed")
	case !p.After.IsZero() && p.Delay == 0:
		return words.Text("treatment.plan.with", name(p.After))
	case !p.After.IsZero():
		return words.Text("treatment.plan.after", spanText(p.Delay), name(p.After))
	case p.FromTaken:
		return words.Text("treatment.plan.from_taken", spanText(p.Every))
	case p.WindowFrom != nil && p.WindowTo != nil:
		return words.Text("treatment.plan.window", spanText(p.Every), clockText(*p.WindowFrom), clockText(*p.WindowTo))
	case p.Every > 0:
		return words.Text("treatment.plan.every", spanText(p.Every))
	}
	times := make([]string, len(p.Times))
	for i, minute := range p.Times {
		times[i] = clockText(minute)
	}
	return words.List(times)
}

func clockText(minute int) string { return fmt.Sprintf("%d:%02d", minute/60, minute%60) }

func spanText(seconds int) string {
	switch d := time.Duration(seconds) * time.Second; {
	case d >= 48*time.Hour && d%(24*time.Hour) == 0:
		return words.Count(int64(d/(24*time.Hour)), "day")
	case d%time.Hour == 0:
		return words.Count(int64(d/time.Hour), "hour")
	}
	return words.Count(int64(seconds/60), "minute")
}

func daysText(d schedule.DayRule, rule string) string {
	switch {
	case len(d.Weekdays) > 0 && d.Weeks <= 1:
		names := make([]string, len(d.Weekdays))
		for i, day := range d.Weekdays {
			names[i] = words.LongWeekday(day)
		}
		return words.Text("treatment.plan.weekdays", words.List(names))
	case d.Every > 1:
		return words.Text("treatment.plan.every_days", d.Every)
	case d.MonthDay > 28:
		return words.Text("treatment.plan.monthday_or_last", d.MonthDay)
	case d.MonthDay > 0:
		return words.Text("treatment.plan.monthday", d.MonthDay)
	case d.Daily:
		return ""
	}
	return words.Text("treatment.plan.rule", rule)
}

// Plan says in words when doses of the course are due, "" if it has no plan in
// force. all are the courses of the person, for doses that follow another.
func (t *Treated) Plan(all []Treated) string {
	name := func(id journal.ID) string {
		for i := range all {
			if all[i].Course.ID == id {
				return all[i].Course.Name
			}
		}
		return words.Text("treatment.plan.gone")
	}
	var texts []string
	for _, e := range t.Running(0) {
		text := PlanText(e.Body.(*journal.Plan), name)
		if amount := e.Body.(*journal.Plan).Amount; amount != nil {
			text = amount.String() + ": " + text
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, "; ")
}

// StockText says what is left and until when it lasts; "" if nothing is known.
func StockText(s *schedule.Supply) string {
	switch {
	case s.Balance == nil:
		return ""
	case s.Balance.Number.Coef < 0:
		return words.Text("treatment.stock.below", s.Balance.String())
	case s.RunsOut != nil:
		return words.Text("treatment.stock.until", s.Balance.String(), DateText(*s.RunsOut))
	case s.Enough:
		return words.Text("treatment.stock.enough", s.Balance.String())
	}
	return words.Text("treatment.stock.left", s.Balance.String())
}

// refusalText says a refusal of package schedule in the language in use.
func refusalText(r *schedule.Refusal) string {
	return words.Text("treatment.refused."+r.Reason, r.Args...)
}

// StartText writes the day on which something began, as exactly as it is known.
func StartText(w journal.When) string {
	if w.Precision >= journal.Month {
		return WhenText(w)
	}
	return DateText(w.Date)
}
