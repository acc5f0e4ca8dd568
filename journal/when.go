package journal

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Date is a civil date: days since 1970-01-01 in the proleptic Gregorian
// calendar, from year 1 to 9999. It has no zone.
type Date int32

const (
	minDate Date = -719162 // 0001-01-01
	maxDate Date = 2932896 // 9999-12-31
)

// DateOf returns the date that a calendar in t's own location shows at t.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return NewDate(y, m, d)
}

// NewDate returns the date of a year, month and day, normalised as time.Date does.
func NewDate(year int, month time.Month, day int) Date {
	seconds := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()
	days := seconds / 86400
	if seconds%86400 < 0 {
		days--
	}
	return Date(days)
}

// ParseDate reads 2026-11-22.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, strings.TrimSpace(s))
	if err != nil || t.Year() < 1 {
		return 0, fmt.Errorf("%.40q is not a date: write it as 2026-11-22", s)
	}
	return DateOf(t), nil
}

// Midnight returns the first instant of d at offset zero.
func (d Date) Midnight() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// String writes 2026-11-22.
func (d Date) String() string { return d.Midnight().Format(time.DateOnly) }

// MarshalText writes 2026-11-22.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads 2026-11-22.
func (d *Date) UnmarshalText(b []byte) error {
	parsed, err := ParseDate(string(b))
	if err == nil {
		*d = parsed
	}
	return err
}

// Precision says how exactly the person knew when something was.
type Precision uint8

// The precisions, from the finest.
const (
	Instant   Precision = iota + 1 // a clock time
	PartOfDay                      // morning, noon, evening, night
	Day
	Month
	Year
)

var precisionNames = names[Precision]{"", "instant", "part_of_day", "day", "month", "year"}

// String returns the name used in JSON and map files.
func (p Precision) String() string { return precisionNames.of(p) }

// MarshalText writes the name.
func (p Precision) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the name.
func (p *Precision) UnmarshalText(b []byte) (err error) {
	*p, err = precisionNames.parse("precision", string(b))
	return err
}

// DayBoundary is how long after midnight, by the clock, a day still counts as the
// one before when an entry is made. It chooses [When.Date] once; old entries never
// move.
const DayBoundary = 4 * time.Hour

// DayAt returns the day that a person would say it is at t, in t's own location:
// until 04:00 by the clock it is the day before, also in a night in which the
// clocks are changed.
func DayAt(t time.Time) Date {
	day := DateOf(t)
	if t.Hour() < int(DayBoundary/time.Hour) {
		day--
	}
	return day
}

// Clock returns the instants at which clocks in loc showed hour:minute on the day
// d, earliest first: one as a rule, none where clocks were put forward over it (or
// a zone left the whole day out, as Samoa did on 2011-12-30), two where they were
// put back.
func Clock(d Date, hour, minute int, loc *time.Location) []time.Time {
	year, month, day := d.Midnight().Date()
	shown := time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
	near := time.Date(year, month, day, hour, minute, 0, 0, loc) // with one of the offsets that can be meant
	from, to := near.ZoneBounds()
	around := []time.Time{near}
	if !from.IsZero() {
		around = append(around, from.Add(-time.Second))
	}
	if !to.IsZero() {
		around = append(around, to)
	}
	var found []time.Time
	for _, t := range around {
		_, offset := t.Zone()
		at := shown.Add(-time.Duration(offset) * time.Second).In(loc)
		if _, really := at.Zone(); really == offset && !slices.ContainsFunc(found, at.Equal) {
			found = append(found, at)
		}
	}
	slices.SortFunc(found, time.Time.Compare)
	return found
}

// When is the time of an entry: the instant, what clocks showed there and then,
// and how exactly it is known. Travel and later changes of zone rules never
// move it.
type When struct {
	// Time is the instant it began, in UTC, to the millisecond. For a precision
	// coarser than Instant it is the middle of the part of day, noon of the day,
	// or noon of the first day of the month or year.
	Time time.Time
	// Zone is the IANA name of the zone the person was in, "" if unknown.
	Zone string
	// Offset is seconds east of UTC then, from -18 h to 18 h.
	Offset int
	// Date is the civil date the person would write over it.
	Date Date
	// Precision says how much of Time is known.
	Precision Precision
	// Duration is how long it lasted; zero means not said.
	Duration time.Duration
}

// ErrTime says that a time is outside years 1 to 9999 or contradicts itself.
var ErrTime = errors.New("not a time Kith can hold")

// At returns the When of an exact time in t's location, whose name is kept, with
// the civil date that the day boundary gives.
func At(t time.Time) When {
	w := on(t, Instant)
	w.Date = DayAt(t)
	return w
}

// OnDay returns the When of a whole civil day in loc.
func OnDay(d Date, loc *time.Location) When { return coarse(d, Day, loc) }

// InMonth returns the When of the month that holds d, in loc.
func InMonth(d Date, loc *time.Location) When {
	t := d.Midnight()
	return coarse(NewDate(t.Year(), t.Month(), 1), Month, loc)
}

// InYear returns the When of the year that holds d, in loc.
func InYear(d Date, loc *time.Location) When {
	return coarse(NewDate(d.Midnight().Year(), time.January, 1), Year, loc)
}

// InPartOfDay returns the When of a part of the day d: hour is its middle on
// the clock, 0 to 23, or the next hour if clocks did not show that one.
func InPartOfDay(d Date, hour int, loc *time.Location) When {
	t := d.Midnight()
	w := on(time.Date(t.Year(), t.Month(), t.Day(), hour, 0, 0, 0, loc), PartOfDay)
	w.Date = d
	return w
}

func coarse(d Date, p Precision, loc *time.Location) When {
	t := d.Midnight()
	w := on(time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, loc), p)
	w.Date = d
	return w
}

func on(t time.Time, p Precision) When {
	_, offset := t.Zone()
	zone := t.Location().String()
	if zone == "Local" { // never meaningful on another computer
		zone = ""
	}
	return When{Time: t.UTC().Truncate(time.Millisecond), Zone: zone, Offset: offset, Date: DateOf(t), Precision: p}
}

// Local returns the instant with the offset that clocks had there and then.
func (w When) Local() time.Time { return w.Time.In(time.FixedZone(w.Zone, w.Offset)) }

// Validate reports, wrapping [ErrTime], what is wrong with w.
func (w When) Validate() error {
	day := DateOf(w.Local())
	switch {
	case w.Precision < Instant || w.Precision > Year:
		return fmt.Errorf("precision missing: %w", ErrTime)
	case w.Date < minDate || w.Date > maxDate || day < minDate || day > maxDate:
		return fmt.Errorf("year outside 1 to 9999: %w", ErrTime)
	case w.Offset < -18*3600 || w.Offset > 18*3600:
		return fmt.Errorf("offset of more than 18 hours: %w", ErrTime)
	case w.Date < day-1 || w.Date > day+1:
		return fmt.Errorf("the date %s is not the day of %s: %w", w.Date, w.Local().Format(time.RFC3339), ErrTime)
	case w.Duration < 0:
		return fmt.Errorf("negative duration: %w", ErrTime)
	case len(w.Zone) > 64:
		return fmt.Errorf("zone name too long: %w", ErrTime)
	}
	return nil
}
