package instrument

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"kith/journal"
)

// Cadence is how often a questionnaire is to be answered: every so many days,
// weeks or months. The zero value is never.
type Cadence struct {
	// Every is how many of Unit lie between, from 1; 0 is never.
	Every int
	Unit  Unit
}

// Unit is what a Cadence counts in.
type Unit uint8

// The units.
const (
	Days Unit = iota
	Weeks
	Months
)

// The most of each unit that a Cadence has: ten years.
var most = [...]int{Days: 3650, Weeks: 520, Months: 120}

// The names of the units in a recurrence rule, and as people abbreviate them.
var (
	frequency = [...]string{Days: "DAILY", Weeks: "WEEKLY", Months: "MONTHLY"}
	letter    = [...]string{Days: "d", Weeks: "w", Months: "m"}
)

// IsNever reports whether nothing is ever due.
func (c Cadence) IsNever() bool { return c.Every == 0 }

// String writes a recurrence rule (RFC 5545, section 3.3.10), "" for never:
// FREQ=DAILY;INTERVAL=14. An entry of the record keeps this.
func (c Cadence) String() string {
	if c.IsNever() {
		return ""
	}
	rule := "FREQ=" + frequency[c.Unit]
	if c.Every != 1 {
		rule += ";INTERVAL=" + strconv.Itoa(c.Every)
	}
	return rule
}

// Short writes what people type: 14d, 2w, 1m, or off.
func (c Cadence) Short() string {
	if c.IsNever() {
		return "off"
	}
	return strconv.Itoa(c.Every) + letter[c.Unit]
}

// ParseCadence reads what String and Short write, and daily, weekly, monthly,
// "every 14 days". Anything else is a [PackError] with the code "cadence".
func ParseCadence(text string) (Cadence, error) {
	s := strings.ToLower(strings.TrimSpace(text))
	s = strings.TrimSpace(strings.TrimPrefix(s, "every "))
	switch s {
	case "", "off", "never":
		return Cadence{}, nil
	case "daily", "day":
		return Cadence{1, Days}, nil
	case "weekly", "week":
		return Cadence{1, Weeks}, nil
	case "monthly", "month":
		return Cadence{1, Months}, nil
	}
	c, ok := Cadence{Every: 1}, false
	if strings.HasPrefix(s, "freq=") {
		c, ok = parseRule(s)
	} else {
		c, ok = parseShort(s)
	}
	if !ok || c.Every < 1 || c.Every > most[c.Unit] {
		return Cadence{}, problem("cadence", fmt.Sprintf("%.40s", text))
	}
	return c, nil
}

func parseRule(s string) (c Cadence, ok bool) {
	c.Every = 1
	for i, part := range strings.Split(s, ";") {
		name, value, _ := strings.Cut(part, "=")
		switch {
		case i == 0:
			for unit, f := range frequency {
				if strings.EqualFold(f, value) {
					c.Unit, ok = Unit(unit), true
				}
			}
		case i == 1 && name == "interval":
			n, err := strconv.Atoi(value)
			if err != nil {
				return c, false
			}
			c.Every = n
		default:
			return c, false
		}
	}
	return c, ok
}

func parseShort(s string) (c Cadence, ok bool) {
	digits := strings.TrimRight(s, "abcdefghijklmnopqrstuvwxyz ")
	n, err := strconv.Atoi(digits)
	if err != nil {
		return c, false
	}
	c.Every = n
	switch strings.TrimSpace(s[len(digits):]) {
	case "d", "day", "days":
		c.Unit = Days
	case "w", "week", "weeks":
		c.Unit = Weeks
	case "m", "month", "months":
		c.Unit = Months
	default:
		return c, false
	}
	return c, true
}

// Next returns the day on which it is due again after an answer on last. A month
// that is too short ends on its last day.
func (c Cadence) Next(last journal.Date) journal.Date {
	switch c.Unit {
	case Weeks:
		return last + journal.Date(7*c.Every)
	case Months:
		t := last.Midnight()
		first := time.Date(t.Year(), t.Month()+time.Month(c.Every), 1, 0, 0, 0, 0, time.UTC)
		length := first.AddDate(0, 1, -1).Day()
		return journal.NewDate(first.Year(), first.Month(), min(t.Day(), length))
	}
	return last + journal.Date(c.Every)
}
