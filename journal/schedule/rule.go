package schedule

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"kith/journal"
)

// ErrRule says that a recurrence rule is none, or is of a kind that does not
// choose days.
var ErrRule = errors.New("not a rule for days")

// maxRule bounds the text of a rule, in bytes, and maxCount its COUNT.
const (
	maxRule     = 512
	maxInterval = 1000
	maxCount    = 3660
)

type frequency uint8

const (
	daily frequency = iota + 1
	weekly
	monthly
	yearly
)

var frequencies = map[string]frequency{"DAILY": daily, "WEEKLY": weekly, "MONTHLY": monthly, "YEARLY": yearly}

// weekdayIn is a BYDAY item: the nth such weekday of the month, from its end if n
// is negative, or every one if n is 0.
type weekdayIn struct {
	day time.Weekday
	n   int
}

// rule is the part of RFC 5545, section 3.3.10, that chooses days. Whether a day
// is chosen is found from that day alone, so that no rule costs more than
// another.
type rule struct {
	freq      frequency
	interval  int
	weekdays  []weekdayIn
	monthDays []int
	months    []time.Month
	positions []int // BYSETPOS within a month
	until     *journal.Date
	count     int
	weekStart time.Weekday
}

// parseRule reads a rule. "" is every day.
func parseRule(text string) (*rule, error) {
	r := &rule{interval: 1, weekStart: time.Monday}
	if text == "" {
		r.freq = daily
		return r, nil
	}
	if len(text) > maxRule {
		return nil, fmt.Errorf("%d bytes: %w", len(text), ErrRule)
	}
	seen := map[string]bool{}
	for part := range strings.SplitSeq(strings.TrimPrefix(strings.ToUpper(text), "RRULE:"), ";") {
		name, value, ok := strings.Cut(part, "=")
		if !ok || value == "" || seen[name] {
			return nil, fmt.Errorf("%.40q: %w", part, ErrRule)
		}
		seen[name] = true
		if err := r.set(name, value); err != nil {
			return nil, fmt.Errorf("%.40q: %w", part, err)
		}
	}
	return r, r.check()
}

func (r *rule) set(name, value string) (err error) {
	ok := true
	switch name {
	case "FREQ":
		r.freq, ok = frequencies[value]
	case "INTERVAL":
		r.interval, err = number(value, 1, maxInterval)
	case "COUNT":
		r.count, err = number(value, 1, maxCount)
	case "UNTIL":
		day, _, _ := strings.Cut(value, "T")
		var t time.Time
		if t, err = time.Parse("20060102", day); err == nil {
			last := journal.DateOf(t)
			r.until = &last
		}
	case "WKST":
		r.weekStart, ok = weekdayNames[value]
	case "BYDAY":
		r.weekdays, err = list(value, 35, parseWeekday)
	case "BYMONTHDAY":
		r.monthDays, err = list(value, 31, func(s string) (int, error) { return signed(s, 31) })
	case "BYMONTH":
		r.months, err = list(value, 12, func(s string) (time.Month, error) {
			n, err := number(s, 1, 12)
			return time.Month(n), err
		})
	case "BYSETPOS":
		r.positions, err = list(value, 31, func(s string) (int, error) { return signed(s, 31) })
	default:
		ok = false
	}
	if err == nil && !ok {
		err = ErrRule
	}
	return err
}

// check refuses what RFC 5545 forbids, and the few combinations that choose days
// by their number in the year.
func (r *rule) check() error {
	ordinal := slices.ContainsFunc(r.weekdays, func(d weekdayIn) bool { return d.n != 0 })
	switch {
	case r.freq == 0:
		return fmt.Errorf("no FREQ: %w", ErrRule)
	case r.count > 0 && r.until != nil:
		return fmt.Errorf("both COUNT and UNTIL: %w", ErrRule)
	case ordinal && r.freq != monthly && r.freq != yearly:
		return fmt.Errorf("numbered weekdays without FREQ=MONTHLY: %w", ErrRule)
	case r.freq == yearly && len(r.weekdays) > 0 && len(r.months) == 0:
		return fmt.Errorf("weekdays of a year without BYMONTH: %w", ErrRule)
	case r.freq == weekly && len(r.monthDays) > 0:
		return fmt.Errorf("BYMONTHDAY with FREQ=WEEKLY: %w", ErrRule)
	case len(r.positions) > 0 && (r.freq != monthly || len(r.monthDays)+len(r.weekdays) == 0):
		return fmt.Errorf("BYSETPOS without the days of a month: %w", ErrRule)
	}
	return nil
}

var weekdayNames = map[string]time.Weekday{"SU": time.Sunday, "MO": time.Monday, "TU": time.Tuesday,
	"WE": time.Wednesday, "TH": time.Thursday, "FR": time.Friday, "SA": time.Saturday}

func parseWeekday(s string) (d weekdayIn, err error) {
	if len(s) < 2 {
		return d, ErrRule
	}
	day, ok := weekdayNames[s[len(s)-2:]]
	if !ok {
		return d, ErrRule
	}
	d.day = day
	if n := s[:len(s)-2]; n != "" {
		d.n, err = signed(n, 5)
	}
	return d, err
}

func list[T any](value string, most int, parse func(string) (T, error)) ([]T, error) {
	items := strings.Split(value, ",")
	if len(items) > most {
		return nil, ErrRule
	}
	parsed := make([]T, len(items))
	for i, item := range items {
		var err error
		if parsed[i], err = parse(item); err != nil {
			return nil, err
		}
	}
	return parsed, nil
}

func number(s string, low, high int) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < low || n > high {
		return 0, fmt.Errorf("%.20q is not a number from %d to %d: %w", s, low, high, ErrRule)
	}
	return n, nil
}

// signed reads 1 to high or -high to -1.
func signed(s string, high int) (int, error) {
	n, err := number(s, -high, high)
	if err == nil && n == 0 {
		err = ErrRule
	}
	return n, err
}

// chooses reports whether the rule, counted from the day start, chooses the day
// d, as far as UNTIL and COUNT do not matter.
func (r *rule) chooses(d, start journal.Date) bool {
	if d < start {
		return false
	}
	t, s := d.Midnight(), start.Midnight()
	months := (t.Year()-s.Year())*12 + int(t.Month()-s.Month())
	if len(r.months) > 0 && !slices.Contains(r.months, t.Month()) {
		return false
	}
	switch r.freq {
	case daily:
		return int(d-start)%r.interval == 0 && r.onMonthDay(t) && r.onWeekday(t, -1)
	case weekly:
		weeks := int(r.weekOf(d)-r.weekOf(start)) / 7
		return weeks%r.interval == 0 && r.onWeekday(t, s.Weekday())
	case monthly:
		if months%r.interval != 0 {
			return false
		}
		if len(r.positions) > 0 {
			return r.atPosition(t)
		}
		return r.inMonth(t, s)
	}
	if (t.Year()-s.Year())%r.interval != 0 || len(r.months) == 0 && len(r.monthDays) == 0 && t.Month() != s.Month() {
		return false
	}
	return r.inMonth(t, s)
}

func (r *rule) weekOf(d journal.Date) journal.Date {
	return d - journal.Date((int(d.Midnight().Weekday()-r.weekStart)+7)%7)
}

// inMonth applies BYMONTHDAY and BYDAY; without either, the day of the start.
func (r *rule) inMonth(t, start time.Time) bool {
	if len(r.monthDays) == 0 && len(r.weekdays) == 0 {
		return t.Day() == start.Day()
	}
	return r.onMonthDay(t) && r.onWeekday(t, -1)
}

func (r *rule) onMonthDay(t time.Time) bool {
	if len(r.monthDays) == 0 {
		return true
	}
	last := daysIn(t)
	return slices.ContainsFunc(r.monthDays, func(n int) bool { return n == t.Day() || n < 0 && last+1+n == t.Day() })
}

// onWeekday applies BYDAY; without it the weekday fallback, or any if that is -1.
func (r *rule) onWeekday(t time.Time, fallback time.Weekday) bool {
	if len(r.weekdays) == 0 {
		return fallback < 0 || t.Weekday() == fallback
	}
	return slices.ContainsFunc(r.weekdays, func(d weekdayIn) bool {
		switch {
		case d.day != t.Weekday():
			return false
		case d.n > 0:
			return (t.Day()-1)/7+1 == d.n
		case d.n < 0:
			return (daysIn(t)-t.Day())/7+1 == -d.n
		}
		return true
	})
}

// atPosition applies BYSETPOS: the nth of the month's days that the rule chooses.
func (r *rule) atPosition(t time.Time) bool {
	place, of := 0, 0
	for day := 1; day <= daysIn(t); day++ {
		other := time.Date(t.Year(), t.Month(), day, 0, 0, 0, 0, time.UTC)
		if r.onMonthDay(other) && r.onWeekday(other, -1) {
			if of++; day == t.Day() {
				place = of
			}
		}
	}
	return place > 0 && slices.ContainsFunc(r.positions, func(n int) bool { return n == place || n < 0 && of+1+n == place })
}

func daysIn(t time.Time) int { return time.Date(t.Year(), t.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day() }

// countedYears is how far COUNT is counted; a rule that chooses fewer days in
// that time goes on to its end.
const countedYears = 40

// last returns the last day of the rule counted from start, nil if it has none.
func (r *rule) last(start journal.Date) *journal.Date {
	if r.count == 0 {
		return r.until
	}
	left, end := r.count, start+countedYears*366
	for d := start; d < end; d++ {
		if r.chooses(d, start) {
			if left--; left == 0 {
				return &d
			}
		}
	}
	return &end
}

// MonthDay returns the rule for a day of the month, 1 to 31; in months that are
// shorter it is their last day.
func MonthDay(day int) string {
	if day <= 28 {
		return fmt.Sprintf("FREQ=MONTHLY;BYMONTHDAY=%d", day)
	}
	days := "28"
	for n := 29; n <= day; n++ {
		days += "," + strconv.Itoa(n)
	}
	return "FREQ=MONTHLY;BYMONTHDAY=" + days + ";BYSETPOS=-1"
}

// Weekdays returns the rule for days of the week; none is every day.
func Weekdays(days ...time.Weekday) string {
	var names []string
	for day := range 7 {
		weekday := time.Weekday((day + 1) % 7)
		if slices.Contains(days, weekday) {
			names = append(names, strings.ToUpper(weekday.String()[:2]))
		}
	}
	if len(names) == 0 || len(names) == 7 {
		return ""
	}
	return "FREQ=WEEKLY;BYDAY=" + strings.Join(names, ",")
}

// EveryDays returns the rule for every nth day; 1 is every day.
func EveryDays(n int) string {
	if n <= 1 {
		return ""
	}
	return fmt.Sprintf("FREQ=DAILY;INTERVAL=%d", n)
}
