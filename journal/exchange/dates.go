package exchange

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"kith/journal"
)

// dateOrder says how the dates of a column are written. Its values are those of
// Map.Date.Format.
type dateOrder string

const (
	orderYMD      dateOrder = "year-month-day" // also 2003-05, 2003 and 20030512
	orderDMY      dateOrder = "day-month-year"
	orderMDY      dateOrder = "month-day-year"
	orderExcel    dateOrder = "excel"      // days since 1899-12-30
	orderUnix     dateOrder = "unix"       // seconds since 1970
	orderUnixMS   dateOrder = "unix_ms"    // milliseconds since 1970
	orderDayCount dateOrder = "day_number" // days since Map.Date.Start
)

// dateOrders are the names that a map may use, in the order they are explained.
var dateOrders = []dateOrder{orderYMD, orderDMY, orderMDY, orderExcel, orderUnix, orderUnixMS, orderDayCount}

// stamp is a date as read, before it has a zone.
type stamp struct {
	year, month, day int
	precision        journal.Precision
	clock            clock
}

// dateFault is why a text is no date; it is the reason of the skip.
type dateFault string

func (f dateFault) Error() string { return string(f) }

const (
	faultNotDate dateFault = "date not understood"
	faultNoSuch  dateFault = "no such day in the calendar"
	faultYear    dateFault = "year outside 1 to 9999"
)

// dateReader turns the texts of one column into stamps.
type dateReader struct {
	order dateOrder
	start journal.Date // for orderDayCount
	now   time.Time    // two-digit years lie at most one year after it
}

// read parses s, which is not blank.
func (d dateReader) read(s string) (stamp, error) {
	switch d.order {
	case orderExcel, orderUnix, orderUnixMS, orderDayCount:
		return d.readNumber(s)
	}
	return d.readText(s)
}

// readNumber reads a date that is written as one number.
func (d dateReader) readNumber(s string) (stamp, error) {
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || f != f || f > 1e15 || f < -1e15 {
		return stamp{}, faultNotDate
	}
	switch d.order {
	case orderDayCount:
		day := int64(f)
		if float64(day) != f || day > 4e6 || day < -4e6 {
			return stamp{}, faultNotDate
		}
		return stampOfDay(int64(d.start) + day)
	case orderExcel:
		ms := int64(f*86_400_000 + 0.5)
		t := time.UnixMilli(ms).UTC().AddDate(0, 0, -25569)
		st, err := stampOfTime(t)
		if ms%86_400_000 == 0 {
			st.precision, st.clock = journal.Day, clock{}
		}
		return st, err
	case orderUnix:
		f *= 1000
	}
	if f > 3e14 || f < -7e13 {
		return stamp{}, faultYear
	}
	st, err := stampOfTime(time.UnixMilli(int64(f)).UTC())
	st.clock.hasOffset = true
	return st, err
}

func stampOfDay(day int64) (stamp, error) {
	if day < -719162 || day > 2932896 {
		return stamp{}, faultYear
	}
	t := journal.Date(day).Midnight()
	return stamp{year: t.Year(), month: int(t.Month()), day: t.Day(), precision: journal.Day}, nil
}

func stampOfTime(t time.Time) (stamp, error) {
	if t.Year() < 1 || t.Year() > 9999 {
		return stamp{}, faultYear
	}
	return stamp{year: t.Year(), month: int(t.Month()), day: t.Day(), precision: journal.Instant,
		clock: clock{hour: t.Hour(), minute: t.Minute(), second: t.Second(), ms: t.Nanosecond() / 1e6}}, nil
}

// dateParts is what the words and numbers of a text say, before their order.
type dateParts struct {
	numbers [3]int
	digits  [3]int // how many digits each had
	count   int
	month   int    // named month
	at      int    // how many numbers stood before the named month
	rest    string // the clock time
	unknown bool   // UN or UNK stood for a part
}

// readText reads a date with its time, if one follows.
func (d dateReader) readText(s string) (stamp, error) {
	parts, ok := splitDate(strings.TrimSpace(s))
	if !ok {
		return stamp{}, faultNotDate
	}
	st, err := d.arrange(parts)
	if err != nil {
		return stamp{}, err
	}
	if parts.rest == "" {
		return st, nil
	}
	c, ok := readClock(parts.rest)
	if !ok || st.precision != journal.Day {
		return stamp{}, faultNotDate
	}
	return st.withClock(c), nil
}

// splitDate collects up to three numbers and a month name, and what follows.
func splitDate(s string) (p dateParts, ok bool) {
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			j := i
			for j < len(s) && s[j] >= '0' && s[j] <= '9' {
				j++
			}
			full := p.count + btoi(p.month > 0)
			if full >= 3 || j < len(s) && s[j] == ':' {
				p.rest = s[i:]
				return p, true
			}
			n, err := strconv.Atoi(s[i:j])
			if err != nil || j-i > 14 {
				return p, false
			}
			p.numbers[p.count], p.digits[p.count] = n, j-i
			p.count++
			i = j
			for _, suffix := range []string{"st", "nd", "rd", "th"} {
				if len(s) >= i+2 && strings.EqualFold(s[i:i+2], suffix) {
					i += 2
					break
				}
			}
		case c == '-' || c == '/' || c == '.' || c == ',' || c == ' ' || c == '_':
			i++
		default:
			j := i
			for j < len(s) && !strings.ContainsRune("0123456789-/., ", rune(s[j])) {
				j++
			}
			word := strings.ToLower(s[i:j])
			switch {
			case monthNamed(word) > 0 && p.month == 0:
				p.month, p.at = monthNamed(word), p.count
			case word == "un" || word == "unk" || word == "uk":
				p.unknown = true
			case weekdays[word] || word == "of" || word == "de" || word == "at" || word == "um":
			case word == "t" && p.count > 0:
				p.rest = s[j:]
				return p, p.rest != ""
			case p.count > 0:
				p.rest = s[i:]
				return p, true
			default:
				return p, false
			}
			i = j
		}
	}
	return p, p.count > 0
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// arrange decides which number is the year, the month and the day.
func (d dateReader) arrange(p dateParts) (stamp, error) {
	if p.month > 0 {
		return d.arrangeNamed(p)
	}
	n, w := p.numbers, p.digits
	year := func(i int) int {
		if w[i] == 4 {
			return n[i]
		}
		return d.century(n[i])
	}
	switch {
	case p.count == 1 && w[0] == 4:
		return makeStamp(n[0], 0, 0)
	case p.count == 1 && w[0] == 8 && !p.unknown:
		return makeStamp(n[0]/10000, n[0]/100%100, n[0]%100)
	case p.count == 2 && w[0] == 4 && w[1] <= 2:
		return makeStamp(n[0], n[1], 0)
	case p.count == 2 && w[1] == 4 && w[0] <= 2:
		return makeStamp(n[1], n[0], 0)
	case p.count != 3 || p.unknown:
		return stamp{}, faultNotDate
	case w[0] >= 3 || w[0] == 2 && n[0] > 31:
		if w[0] == 3 || w[1] > 2 || w[2] > 2 {
			return stamp{}, faultNotDate
		}
		return makeStamp(year(0), n[1], n[2])
	case w[1] > 2 || w[2] != 2 && w[2] != 4:
		return stamp{}, faultNotDate
	}
	switch d.order {
	case orderMDY:
		return makeStamp(year(2), n[0], n[1])
	case orderYMD:
		return stamp{}, faultNotDate // 13/08/12 has its year at the end
	}
	return makeStamp(year(2), n[1], n[0])
}

// arrangeNamed arranges a date with a month in words: 22nd Sep 2020,
// September 22, 2020, Sep 2020, 22-SEP-20, 2020 Sep 22.
func (d dateReader) arrangeNamed(p dateParts) (stamp, error) {
	n, w := p.numbers, p.digits
	switch {
	case p.count == 1 && w[0] == 4:
		return makeStamp(n[0], p.month, 0)
	case p.count == 2 && w[0] == 4 && w[1] <= 2:
		return makeStamp(n[0], p.month, n[1])
	case p.count == 2 && w[1] == 4 && w[0] <= 2:
		return makeStamp(n[1], p.month, n[0])
	case p.count == 2 && w[0] <= 2 && w[1] == 2:
		return makeStamp(d.century(n[1]), p.month, n[0])
	}
	return stamp{}, faultNotDate
}

// century completes a two-digit year so that it lies at most a year ahead.
func (d dateReader) century(yy int) int {
	year := 2000 + yy
	if limit := d.now.Year() + 1; !d.now.IsZero() && year > limit {
		year -= 100
	}
	return year
}

// makeStamp checks the date; month or day 0 are not known.
func makeStamp(y, m, d int) (stamp, error) {
	switch {
	case y < 1 || y > 9999:
		return stamp{}, faultYear
	case m == 0 && d == 0:
		return stamp{year: y, month: 1, day: 1, precision: journal.Year}, nil
	case m < 1 || m > 12:
		return stamp{}, faultNoSuch
	case d == 0:
		return stamp{year: y, month: m, day: 1, precision: journal.Month}, nil
	case d < 1 || time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Day() != d:
		return stamp{}, faultNoSuch
	}
	return stamp{year: y, month: m, day: d, precision: journal.Day}, nil
}

func (st stamp) withClock(c clock) stamp {
	st.clock, st.precision = c, journal.Instant
	if c.part {
		st.precision = journal.PartOfDay
	}
	return st
}

// date is the civil date of the stamp.
func (st stamp) date() journal.Date {
	return journal.NewDate(st.year, time.Month(st.month), st.day)
}

// when places the stamp in loc. The civil date is the one written, whatever the
// hour: the source's author chose it.
func (st stamp) when(loc *time.Location) journal.When {
	d := st.date()
	switch st.precision {
	case journal.Year:
		return journal.InYear(d, loc)
	case journal.Month:
		return journal.InMonth(d, loc)
	case journal.Day:
		return journal.OnDay(d, loc)
	case journal.PartOfDay:
		return journal.InPartOfDay(d, st.clock.hour, loc)
	}
	c := st.clock
	if c.hasOffset {
		loc = time.FixedZone("", c.offset)
	}
	t := time.Date(st.year, time.Month(st.month), st.day, c.hour, c.minute, c.second, c.ms*1e6, loc)
	w := journal.At(t)
	w.Date = d
	return w
}

var weekdays = map[string]bool{"mon": true, "tue": true, "tues": true, "wed": true, "thu": true, "thur": true, "thurs": true,
	"fri": true, "sat": true, "sun": true, "monday": true, "tuesday": true, "wednesday": true, "thursday": true,
	"friday": true, "saturday": true, "sunday": true, "montag": true, "dienstag": true, "mittwoch": true,
	"donnerstag": true, "freitag": true, "samstag": true, "sonntag": true, "mo": true, "di": true, "mi": true,
	"do": true, "fr": true, "sa": true, "so": true}

// monthPrefixes tells months apart by their first letters in English, German,
// French, Spanish, Italian, Portuguese and Dutch.
var monthPrefixes = []struct {
	prefix string
	month  int
}{
	{"jan", 1}, {"jän", 1}, {"ene", 1}, {"gen", 1}, {"feb", 2}, {"fev", 2}, {"fév", 2}, {"mar", 3}, {"mär", 3}, {"mrz", 3},
	{"mrt", 3}, {"maa", 3}, {"apr", 4}, {"abr", 4}, {"avr", 4}, {"may", 5}, {"mai", 5}, {"mag", 5}, {"mei", 5}, {"jun", 6}, {"juin", 6},
	{"giu", 6}, {"jul", 7}, {"juil", 7}, {"lug", 7}, {"aug", 8}, {"ago", 8}, {"aoû", 8}, {"aou", 8}, {"sep", 9}, {"set", 9},
	{"oct", 10}, {"okt", 10}, {"out", 10}, {"ott", 10}, {"nov", 11}, {"dec", 12}, {"dez", 12}, {"déc", 12}, {"dic", 12},
}

// monthNamed returns 1 to 12 for the name of a month or its beginning, else 0.
func monthNamed(word string) int {
	if len(word) > 12 {
		return 0
	}
	for _, p := range monthPrefixes {
		if strings.HasPrefix(word, p.prefix) {
			return p.month
		}
	}
	return 0
}

// parseStart reads the date that day numbers count from.
func parseStart(s string) (journal.Date, error) {
	d, err := journal.ParseDate(s)
	if err != nil {
		return 0, fmt.Errorf("the start of the day numbers: %w", err)
	}
	return d, nil
}
