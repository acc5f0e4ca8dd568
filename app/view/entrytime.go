package view

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"kith/app/words"
	"kith/journal"
	"kith/journal/quick"
)

// TimeMode says how exactly a form says when something was.
type TimeMode int

// The modes, in the order in which they are offered.
const (
	TimeNow TimeMode = iota + 1 // when it is saved
	TimeClock
	TimePart
	TimeDay
	TimeMonth
	TimeYear
	TimeUnknown // of a condition: nobody knows when it began
)

// TimeModes returns the modes; an entry that is there is no longer now.
func (f *EntryForm) TimeModes() []TimeMode {
	switch f.Fields.Kind {
	case journal.KindCondition:
		return []TimeMode{TimeDay, TimeMonth, TimeYear, TimeUnknown}
	case journal.KindDayReviewed:
		return []TimeMode{TimeDay}
	}
	all := []TimeMode{TimeNow, TimeClock, TimePart, TimeDay, TimeMonth, TimeYear}
	if f.IsNew() {
		return all
	}
	return all[1:]
}

// String returns the last part of the key of its words.
func (m TimeMode) String() string {
	return [...]string{"", "now", "clock", "part", "day", "month", "year", "unknown"}[m]
}

// EntryTime is when, as it is typed.
type EntryTime struct {
	Mode TimeMode
	// Date is a day of the calendar: 2026-11-20, 20.11., yesterday, monday. For a
	// month 2026-11 and for a year 2026 are enough.
	Date  string
	Clock string // 8:30, 20:15, 8 pm
	Part  DayPart
	// Second says that the second is meant, where clocks showed the time twice.
	Second bool
}

// DayPart is a part of the day.
type DayPart int

// The parts of the day.
const (
	Morning DayPart = iota + 1
	Noon
	Afternoon
	Evening
	Night
)

// DayParts returns the parts in their order.
func DayParts() []DayPart { return []DayPart{Morning, Noon, Afternoon, Evening, Night} }

// String returns the last part of the key of its words.
func (p DayPart) String() string {
	return [...]string{"", "morning", "noon", "afternoon", "evening", "night"}[p]
}

// middle is the hour that stands for the part, as in a quick line.
func (p DayPart) middle() int { return [...]int{12, 8, 12, 15, 19, 22}[p] }

// partAt is the part of the day that an hour lies in.
func partAt(hour int) DayPart {
	switch {
	case hour < 4, hour >= 21:
		return Night
	case hour < 11:
		return Morning
	case hour < 14:
		return Noon
	case hour < 17:
		return Afternoon
	}
	return Evening
}

func (t EntryTime) trimmed() EntryTime {
	t.Date, t.Clock = strings.TrimSpace(t.Date), strings.TrimSpace(t.Clock)
	switch t.Mode {
	case TimeNow, TimeUnknown:
		return EntryTime{Mode: t.Mode}
	case TimeClock:
		t.Part = 0
	case TimePart:
		t.Clock, t.Second = "", false
	default:
		t.Clock, t.Part, t.Second = "", 0, false
	}
	return t
}

// entryTimeOf returns what a form shows of a time: the calendar and the clock as they
// were there and then.
func entryTimeOf(w journal.When) EntryTime {
	local := w.Local()
	t := EntryTime{Date: w.Date.String()}
	switch w.Precision {
	case journal.Instant:
		t.Mode, t.Date, t.Clock = TimeClock, journal.DateOf(local).String(), local.Format("15:04")
		t.Second = whichClock(w, zoneOf(w)) == 2
	case journal.PartOfDay:
		t.Mode, t.Part = TimePart, partAt(local.Hour())
	case journal.Day:
		t.Mode = TimeDay
	case journal.Month:
		t.Mode, t.Date = TimeMonth, t.Date[:len("2006-01")]
	case journal.Year:
		t.Mode, t.Date = TimeYear, t.Date[:len("2006")]
	}
	return t
}

// SetMode says the time in another way, beginning with what was said before.
func (f *EntryForm) SetMode(m TimeMode) {
	t := &f.Fields.Time
	was := t.Mode
	if t.Mode = m; was == m {
		return
	}
	delete(f.Errors, FieldWhen)
	delete(f.Errors, FieldClock)
	day, wrong := f.reader().day(t.Date)
	if wrong != "" {
		if day, wrong = f.reader().monthOrYear(t.Date); wrong != "" {
			day = journal.DateOf(f.now())
		}
	}
	t.Date = day.String()
	switch m {
	case TimeNow, TimeUnknown:
		t.Date = ""
	case TimeClock:
		if strings.TrimSpace(t.Clock) == "" {
			t.Clock = f.now().Format("15:04")
		}
	case TimePart:
		if t.Part == 0 {
			t.Part = partAt(f.now().Hour())
		}
	case TimeMonth:
		t.Date = t.Date[:len("2006-01")]
	case TimeYear:
		t.Date = t.Date[:len("2006")]
	}
}

// EndIsClock reports whether the end is said by a clock time alone.
func (f *EntryForm) EndIsClock() bool {
	_, _, wrong := readClock(f.Fields.EndClock)
	return wrong == "" && f.Fields.EndDate == "" && strings.ContainsAny(f.Fields.EndClock, ":.m")
}

// EndNow says that an episode is over now.
func (f *EntryForm) EndNow() {
	now := f.now()
	if f.base != nil {
		now = now.In(f.zone())
	}
	f.Fields.EndDate, f.Fields.EndClock = journal.DateOf(now).String(), now.Format("15:04")
}

// StepDay moves the date of the form by so many days, if it is one.
func (f *EntryForm) StepDay(by int) {
	t := &f.Fields.Time
	if day, wrong := f.reader().day(t.Date); wrong == "" && t.Mode != TimeMonth && t.Mode != TimeYear {
		t.Date = (day + journal.Date(by)).String()
	}
}

// day reads a day. Days in words are those of a quick line.
func (r entryReader) day(text string) (journal.Date, string) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, words.Text("entry.error.date.empty")
	}
	if d, err := journal.ParseDate(text); err == nil {
		return d, ""
	}
	parsed, err := quick.Parse("x @"+text, quick.Context{Now: r.now, Zone: r.now.Location()})
	if err != nil || parsed.Entry.When.Precision != journal.Day || parsed.Entry.Name != "X" || strings.ContainsAny(text, "@#\" ") {
		return 0, words.Text("entry.error.date", typedText(text))
	}
	return parsed.Entry.When.Date, ""
}

// monthOrYear reads 2026-11, 11/2026, 2026, and takes a whole date as well.
func (r entryReader) monthOrYear(text string) (journal.Date, string) {
	text = strings.TrimSpace(text)
	for _, layout := range []string{"2006-01", "1/2006", "1.2006", "January 2006", "Jan 2006", "2006"} {
		if t, err := time.Parse(layout, text); err == nil && t.Year() >= 1 {
			return journal.DateOf(t), ""
		}
	}
	d, err := journal.ParseDate(text)
	if err != nil {
		return 0, words.Text("entry.error.month", typedText(text))
	}
	return d, ""
}

var clockForm = regexp.MustCompile(`^([0-9]{1,2})(?:[:.h]([0-9]{2}))?\s*(am|pm|h)?$`)

// readClock reads 8:30, 08.30, 20h15, 8 and 8:30 pm.
func readClock(text string) (h, m int, wrong string) {
	parts := clockForm.FindStringSubmatch(strings.ToLower(strings.TrimSpace(text)))
	if parts == nil {
		if strings.TrimSpace(text) == "" {
			return 0, 0, words.Text("entry.error.clock.empty")
		}
		return 0, 0, words.Text("entry.error.clock", typedText(text))
	}
	h, _ = strconv.Atoi(parts[1]) // the form allows digits only, here and below
	m, _ = strconv.Atoi("0" + parts[2])
	half := parts[3] == "am" || parts[3] == "pm"
	if h > 23 || m > 59 || half && (h < 1 || h > 12) {
		return 0, 0, words.Text("entry.error.clock", typedText(text))
	}
	switch {
	case parts[3] == "pm" && h < 12:
		h += 12
	case parts[3] == "am" && h == 12:
		h = 0
	}
	return h, m, ""
}

// when reads the time without its duration. zone is where the entry is made.
func (r entryReader) when(t EntryTime, zone *time.Location) (w journal.When, field EntryField, wrong string) {
	if t.Mode == TimeNow || t.Mode == TimeUnknown {
		return journal.At(r.now), "", ""
	}
	var day journal.Date
	if t.Mode == TimeMonth || t.Mode == TimeYear {
		day, wrong = r.monthOrYear(t.Date)
	} else {
		day, wrong = r.day(t.Date)
	}
	if wrong != "" {
		return w, FieldWhen, wrong
	}
	switch t.Mode {
	case TimeClock:
		h, m, wrong := readClock(t.Clock)
		if wrong != "" {
			return w, FieldClock, wrong
		}
		instants := journal.Clock(day, h, m, zone)
		if len(instants) == 0 {
			return w, FieldClock, leftOut(day, h, m)
		}
		w = journal.At(instants[0])
		if t.Second {
			w = journal.At(instants[len(instants)-1])
		}
	case TimePart:
		w = journal.InPartOfDay(day, t.Part.middle(), zone)
	case TimeMonth:
		w = journal.InMonth(day, zone)
	case TimeYear:
		w = journal.InYear(day, zone)
	default:
		w = journal.OnDay(day, zone)
	}
	if w.Validate() != nil {
		return w, FieldWhen, words.Text("entry.error.date", typedText(t.Date))
	}
	return w, "", ""
}

// leftOut says that clocks were put forward over a time.
func leftOut(day journal.Date, h, m int) string {
	return words.Text("entry.error.clock.gap", h, m, words.Date(day.Midnight()))
}

// whichClock says which of the instants of its clock time w is, where clocks showed
// it twice: 1 or 2; else 0.
func whichClock(w journal.When, zone *time.Location) int {
	local := w.Local()
	if w.Precision != journal.Instant {
		return 0
	}
	instants := journal.Clock(journal.DateOf(local), local.Hour(), local.Minute(), zone)
	switch {
	case len(instants) < 2:
		return 0
	case w.Time.Before(instants[1]):
		return 1
	}
	return 2
}

// whichOfTwo says it in words, "" where there is one.
func whichOfTwo(w journal.When, zone *time.Location) string {
	switch whichClock(w, zone) {
	case 1:
		return words.Text("entry.clock.first", w.Local().Format("-07:00"))
	case 2:
		return words.Text("entry.clock.second", w.Local().Format("-07:00"))
	}
	return ""
}

// ClockTwice reports whether clocks showed the time of the form twice that night, so
// that the person has to say which.
func (f *EntryForm) ClockTwice() bool {
	t := f.Fields.Time.trimmed()
	if t.Mode != TimeClock {
		return false
	}
	w, _, wrong := f.reader().when(t, f.zone())
	return wrong == "" && whichClock(w, f.zone()) != 0
}

// zone is where the clock of the form is read.
func (f *EntryForm) zone() *time.Location {
	if f.base != nil {
		return zoneOf(f.base.When)
	}
	return f.now().Location()
}

// zoneOf is the zone in which an entry's clock is read: where it was made.
func zoneOf(w journal.When) *time.Location {
	if zone, err := time.LoadLocation(w.Zone); err == nil && w.Zone != "" {
		return zone
	}
	return time.FixedZone("", w.Offset)
}

// lengthText writes a length of time as people type it: 2 h 30 min, 8 days.
func lengthText(d time.Duration) string {
	if d <= 0 {
		return ""
	}
	if days := d / (24 * time.Hour); d%(24*time.Hour) == 0 && days > 1 {
		return words.Text("entry.length.days", int64(days))
	}
	var parts []string
	add := func(n time.Duration, key string) {
		if n > 0 {
			parts = append(parts, words.Text("entry.length."+key, int64(n)))
		}
	}
	add(d/time.Hour, "hours")
	add(d%time.Hour/time.Minute, "minutes")
	if rest := d % time.Minute; rest%time.Second == 0 {
		add(rest/time.Second, "seconds")
	} else {
		parts = append(parts, strconv.FormatFloat(rest.Seconds(), 'f', -1, 64)+" s")
	}
	return strings.Join(parts, " ")
}

// secondsText is lengthText of a number of seconds as it is kept in a value.
func secondsText(n journal.Decimal) string {
	d := time.Duration(n.Float() * float64(time.Second))
	if text := lengthText(d); text != "" && n.Exp >= 0 {
		return text
	}
	return n.String() + " s"
}

// readLength reads a length of time by the rules of a quick line: 2 h, 7h30, 90 min,
// 7:30, 8 days.
func readLength(text string) (time.Duration, string) {
	if text = strings.TrimSpace(text); text == "" {
		return 0, ""
	}
	parsed, err := quick.Parse("x for "+text, quick.Context{Now: time.Unix(0, 0)})
	if e := &parsed.Entry; err != nil || strings.ContainsAny(text, "@#\"") || e.When.Duration <= 0 || e.Name != "X" || e.Note != "" || len(e.Tags) > 0 ||
		e.Value() != nil || e.Observation().Region != "" || len(e.Observation().After) > 0 {
		return 0, words.Text("entry.error.length", typedText(text))
	}
	return parsed.Entry.When.Duration, ""
}

// typedText is what was typed, as much of it as an error shows.
func typedText(text string) string {
	if r := []rune(strings.TrimSpace(text)); len(r) > 24 {
		return string(r[:23]) + "…"
	}
	return strings.TrimSpace(text)
}
