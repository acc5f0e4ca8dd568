package schedule

import (
	"slices"
	"time"
)

// DayRule is a rule in the terms in which people speak of days. The zero value
// is a rule that has none of these forms.
type DayRule struct {
	Daily    bool
	Every    int            // every so many days
	Weekdays []time.Weekday // from Monday on
	Weeks    int            // with Weekdays: every so many weeks
	MonthDay int            // above 28, the last day of shorter months
}

// Days returns a rule in plain terms.
func Days(text string) DayRule {
	r, err := parseRule(text)
	if err != nil || r.count > 0 || r.until != nil {
		return DayRule{}
	}
	plain := len(r.months) == 0 && len(r.monthDays) == 0 && len(r.positions) == 0
	switch {
	case r.freq == daily && plain && len(r.weekdays) == 0:
		return DayRule{Daily: r.interval == 1, Every: r.interval}
	case r.freq == weekly && plain && len(r.weekdays) > 0:
		d := DayRule{Weeks: r.interval}
		for day := range 7 {
			weekday := time.Weekday((day + 1) % 7)
			if slices.ContainsFunc(r.weekdays, func(w weekdayIn) bool { return w.day == weekday }) {
				d.Weekdays = append(d.Weekdays, weekday)
			}
		}
		return d
	}
	for day := 1; day <= 31; day++ {
		if MonthDay(day) == text {
			return DayRule{MonthDay: day}
		}
	}
	return DayRule{}
}
