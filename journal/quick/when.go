package quick

import (
	"strconv"
	"strings"
	"time"

	"kith/journal"
)

// ahead is how far a time may lie in the future and still be meant: clocks
// differ, and people round up.
const ahead = time.Hour

// part is a part of the day: its middle, and when it begins.
type part struct{ middle, begins int }

var parts = map[string]part{"morning": {8, 4}, "noon": {12, 11}, "midday": {12, 11}, "lunch": {12, 11}, "afternoon": {15, 12},
	"evening": {19, 17}, "night": {22, 20}, "bedtime": {22, 19}, "tonight": {20, 17}}

var weekdays = map[string]time.Weekday{"sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
	"sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6}

// takeTime takes the words from @ on that say when. A word in a note that begins
// with @ and is no time stays in the note.
func (p *parser) takeTime(lenient bool) error {
	found := false
	for i := 0; i < len(p.words); i++ {
		w := p.words[i]
		text, ok := strings.CutPrefix(w.lower(), "@")
		if !ok || w.quoted {
			continue
		}
		used := 1
		if text == "" && i+1 < len(p.words) { // "@ 8:30"
			text, used = p.words[i+1].lower(), 2
		}
		next := ""
		if i+used < len(p.words) && !p.words[i+used].quoted {
			next = p.words[i+used].lower()
		}
		when, usedNext, err := p.timeAt(text, next)
		if err != nil && lenient {
			continue
		}
		if err != nil {
			return err
		}
		if found {
			return refuse("There are two times in the line. Write one @ with the day before the clock: @yesterday 22:00.")
		}
		found = true
		p.when = when
		if usedNext {
			used++
		}
		p.words = append(p.words[:i:i], p.words[i+used:]...)
		i--
	}
	return nil
}

// timeAt reads what follows @, with the word after it if the first is a day.
func (p *parser) timeAt(text, next string) (when journal.When, usedNext bool, err error) {
	now, zone := p.ctx.Now, p.ctx.Zone
	if text == "now" {
		return journal.At(now), false, nil
	}
	if back, ok := strings.CutPrefix(text, "-"); ok {
		d := timeOf(back)
		if d == 0 {
			return when, false, refuse(`@%s: write how long ago as @-2h, @-30min or @-3d.`, text)
		}
		if strings.HasSuffix(back, "d") || strings.HasSuffix(back, "w") {
			day := journal.DayAt(now) - journal.Date(d/(24*time.Hour))
			return p.onDay(day, next)
		}
		return p.checked(journal.At(now.Add(-d)), false)
	}
	if day, ok, err := p.day(text); err != nil {
		return when, false, err
	} else if ok {
		return p.onDay(day, next)
	}
	if h, m, ok := clockOf(text, next); ok {
		t := time.Date(now.Year(), now.Month(), now.Day(), h, m, 0, 0, zone)
		if t.Sub(now) > ahead {
			t = time.Date(now.Year(), now.Month(), now.Day()-1, h, m, 0, 0, zone)
		}
		return journal.At(t), isHalf(next) && !strings.Contains(text, "m"), nil
	}
	if pt, ok := parts[text]; ok {
		day := journal.DayAt(now)
		if now.Before(clockOn(day, pt.begins, 0, zone)) {
			day--
		}
		return journal.InPartOfDay(day, pt.middle, zone), false, nil
	}
	return when, false, refuse(`@%.40s is not a time. Write @8:30, @morning, @yesterday 22:00, @2026-11-20, @20.11. 8:30 or @-2h.`, text)
}

// onDay joins a day and the clock time or part of the day that may follow it.
func (p *parser) onDay(day journal.Date, next string) (journal.When, bool, error) {
	zone := p.ctx.Zone
	if h, m, ok := clockOf(next, ""); ok && strings.ContainsAny(next, ":m") {
		when := journal.At(clockOn(day, h, m, zone))
		when.Date = day
		return p.checked(when, true)
	}
	if pt, ok := parts[next]; ok {
		return p.checked(journal.InPartOfDay(day, pt.middle, zone), true)
	}
	return p.checked(journal.OnDay(day, zone), false)
}

// checked refuses what lies ahead and what the calendar does not have.
func (p *parser) checked(w journal.When, used bool) (journal.When, bool, error) {
	today := journal.DateOf(p.ctx.Now)
	switch {
	case w.Validate() != nil:
		return w, false, refuse("That time is outside the years 1 to 9999.")
	case w.Precision == journal.Instant && w.Time.Sub(p.ctx.Now) > ahead, w.Date > today:
		return w, false, refuse("%s lies ahead. An entry says what has happened.", w.Local().Format("2 January 2006 15:04"))
	}
	return w, used, nil
}

func clockOn(d journal.Date, h, m int, zone *time.Location) time.Time {
	t := d.Midnight()
	return time.Date(t.Year(), t.Month(), t.Day(), h, m, 0, 0, zone)
}

func isHalf(s string) bool { return s == "am" || s == "pm" }

// clockOf reads 8:30, 8:30pm, 8pm, 22h, 8 and 8 pm (next is the word after).
func clockOf(text, next string) (h, m int, ok bool) {
	half := ""
	if isHalf(next) {
		half = next
	}
	for _, suffix := range []string{"am", "pm"} {
		if s, found := strings.CutSuffix(text, suffix); found {
			text, half = s, suffix
		}
	}
	hours, minutes, hasMinutes := strings.Cut(strings.TrimSuffix(text, "h"), ":")
	h, err := strconv.Atoi(hours)
	if err != nil || len(hours) > 2 {
		return 0, 0, false
	}
	if hasMinutes {
		if m, err = strconv.Atoi(minutes); err != nil || len(minutes) != 2 {
			return 0, 0, false
		}
	}
	switch {
	case half != "" && (h < 1 || h > 12):
		return 0, 0, false
	case half == "pm" && h < 12:
		h += 12
	case half == "am" && h == 12:
		h = 0
	}
	return h, m, h >= 0 && h < 24 && m >= 0 && m < 60
}

// day reads a day: today, yesterday, a weekday, 2026-11-20, 20.11., 20.11.2026.
func (p *parser) day(text string) (journal.Date, bool, error) {
	today := journal.DayAt(p.ctx.Now)
	switch text {
	case "today":
		return today, true, nil
	case "yesterday":
		return today - 1, true, nil
	}
	if wd, ok := weekdays[text]; ok {
		back := (int(today.Midnight().Weekday()) - int(wd) + 7) % 7
		return today - journal.Date(back), true, nil
	}
	if strings.Count(text, "-") == 2 {
		d, err := journal.ParseDate(text)
		if err != nil {
			return 0, false, refuse("@%.40s is not a day of the calendar. Write it as @2026-11-20.", text)
		}
		return d, true, nil
	}
	if strings.Count(text, "/") > 0 {
		return 0, false, refuse("@%.40s could be day or month first. Write it as @2026-11-20, or as @20.11. with the day first.", text)
	}
	if strings.Count(text, ".") == 0 {
		return 0, false, nil
	}
	return p.dotted(text, today)
}

// dotted reads 20.11., 20.11 and 20.11.2026.
func (p *parser) dotted(text string, today journal.Date) (journal.Date, bool, error) {
	fields := strings.Split(strings.TrimSuffix(text, "."), ".")
	var n [3]int
	if len(fields) != 2 && len(fields) != 3 {
		return 0, false, nil
	}
	for i, f := range fields {
		v, err := strconv.Atoi(f)
		if err != nil || len(f) > 4 {
			return 0, false, nil
		}
		n[i] = v
	}
	year := n[2]
	switch {
	case len(fields) == 2:
		year = today.Midnight().Year()
	case len(fields[2]) == 2:
		year += 2000
	}
	exists := func(y int) bool {
		return y >= 1 && n[1] >= 1 && n[1] <= 12 && time.Date(y, time.Month(n[1]), n[0], 0, 0, 0, 0, time.UTC).Day() == n[0]
	}
	d := journal.NewDate(year, time.Month(n[1]), n[0])
	if len(fields) == 2 && (d > today+1 || !exists(year)) { // the last one that was
		for range 8 {
			year--
			if d = journal.NewDate(year, time.Month(n[1]), n[0]); exists(year) {
				break
			}
		}
	}
	if !exists(year) {
		return 0, false, refuse("@%.40s is not a day of the calendar. Write it as @20.11. or @2026-11-20.", text)
	}
	return d, true, nil
}
