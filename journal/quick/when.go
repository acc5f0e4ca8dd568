package quick

import (
	"errors"
	"fmt"
	"regexp"
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
		if usedNext {
			used++
		}
		var wrong *Error
		if errors.As(err, &wrong) {
			return wrong.at(p.words[i : i+used]...)
		}
		if found {
			return refuse("There are two times in the line. Write one @ with the day before the clock: @yesterday 22:00.").at(p.words[i : i+used]...).try("")
		}
		found = true
		p.when = when
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
			return p.onDay(day, text, next)
		}
		return p.checked(journal.At(now.Add(-d)), false, "")
	}
	if on, ok := strings.CutPrefix(text, "+"); ok && p.ctx.Ahead {
		d := timeOf(on)
		if d == 0 {
			return when, false, refuse(`@%s: write how far ahead as @+2h, @+3d or @+2w.`, text)
		}
		if strings.HasSuffix(on, "d") || strings.HasSuffix(on, "w") {
			return p.onDay(journal.DayAt(now)+journal.Date(d/(24*time.Hour)), text, next)
		}
		return journal.At(now.Add(d)), false, nil
	}
	if day, ok, err := p.day(text); err != nil {
		return when, false, err
	} else if ok {
		return p.onDay(day, text, next)
	}
	if h, m, ok := clockOf(text, next); ok {
		today := journal.DateOf(now)
		usedNext = isHalf(next) && !strings.Contains(text, "m")
		switch shown := clockOn(today, h, m, zone); {
		case p.ctx.Ahead && shown.Before(now):
			today++
		case !p.ctx.Ahead && shown.Sub(now) > ahead:
			today--
		}
		t, err := p.clock(today, h, m, "")
		return journal.At(t), usedNext, err
	}
	if pt, ok := parts[text]; ok {
		day := journal.DayAt(now)
		if now.Before(clockOn(day, pt.begins, 0, zone)) && !p.ctx.Ahead {
			day--
		}
		return journal.InPartOfDay(day, pt.middle, zone), false, nil
	}
	return when, false, refuse(`@%.40s is not a time. Write @8:30, @morning, @yesterday 22:00, @2026-11-20, @20.11. 8:30 or @-2h.`, text).try(likeTime(text)...)
}

var (
	clockLike = regexp.MustCompile(`^([0-9]{1,2})[.,;h]?([0-9]{2})$`)
	dateLike  = regexp.MustCompile(`^([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{2,4}))?$`)
)

// likeTime is what text may have been meant as: 830 is 8:30, yesterdya is yesterday.
func likeTime(text string) []string {
	if m := clockLike.FindStringSubmatch(text); m != nil {
		return []string{"@" + m[1] + ":" + m[2]}
	}
	all := []string{"today", "yesterday", "now"}
	for name := range parts {
		all = append(all, name)
	}
	for name := range weekdays {
		all = append(all, name)
	}
	var out []string
	for _, word := range nearest(text, all) {
		out = append(out, "@"+word)
	}
	return out
}

// clock is the instant of a clock time on a day. In a night in which clocks were put
// back it is the first of the two; a time that clocks left out is refused. said is
// how the day was written, "" for no day.
func (p *parser) clock(day journal.Date, h, m int, said string) (time.Time, error) {
	if instants := journal.Clock(day, h, m, p.ctx.Zone); len(instants) > 0 {
		return instants[0], nil
	}
	if said != "" {
		said += " "
	}
	wrong := refuse("There was no %d:%02d on %s: clocks were put forward then. Write the time that a clock showed.", h, m, day.Midnight().Format("2 January 2006"))
	for _, hour := range []int{h - 1, h + 1} {
		wrong.try(fmt.Sprintf("@%s%d:%02d", said, hour, m))
	}
	return time.Time{}, wrong
}

// onDay joins a day and the clock time or part of the day that may follow it.
func (p *parser) onDay(day journal.Date, said, next string) (journal.When, bool, error) {
	zone := p.ctx.Zone
	if h, m, ok := clockOf(next, ""); ok && strings.ContainsAny(next, ":m") {
		t, err := p.clock(day, h, m, said)
		if err != nil {
			return journal.When{}, true, err
		}
		when := journal.At(t)
		when.Date = day
		return p.checked(when, true, next)
	}
	if pt, ok := parts[next]; ok {
		return p.checked(journal.InPartOfDay(day, pt.middle, zone), true, next)
	}
	return p.checked(journal.OnDay(day, zone), false, "")
}

// checked refuses what lies ahead and what the calendar does not have.
func (p *parser) checked(w journal.When, used bool, next string) (journal.When, bool, error) {
	today := journal.DateOf(p.ctx.Now)
	switch {
	case w.Validate() != nil:
		return w, used, refuse("That time is outside the years 1 to 9999.")
	case p.ctx.Ahead:
	case w.Precision == journal.Instant && w.Time.Sub(p.ctx.Now) > ahead, w.Date > today:
		t := w.Date.Midnight()
		before := journal.NewDate(p.ctx.Now.Year(), t.Month(), t.Day())
		if before > today {
			before = journal.NewDate(p.ctx.Now.Year()-1, t.Month(), t.Day())
		}
		return w, used, refuse("%s lies ahead. An entry says what has happened.", w.Local().Format("2 January 2006 15:04")).
			try(strings.TrimSpace("@" + before.String() + " " + next))
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
	case "tomorrow":
		if p.ctx.Ahead {
			return today + 1, true, nil
		}
	}
	if wd, ok := weekdays[text]; ok {
		back := (int(today.Midnight().Weekday()) - int(wd) + 7) % 7
		if p.ctx.Ahead && back > 0 {
			back -= 7
		}
		return today - journal.Date(back), true, nil
	}
	if strings.Count(text, "-") == 2 {
		d, err := journal.ParseDate(text)
		if err != nil {
			var y, m, day int
			if n, err := fmt.Sscanf(text, "%d-%d-%d", &y, &m, &day); n < 3 || err != nil || m < 1 || m > 12 || y < 1 || y > 9999 {
				y = 0
			}
			return 0, false, refuse("@%.40s is not a day of the calendar. Write it as @2026-11-20.", text).try(lastOf(y, m)...)
		}
		return d, true, nil
	}
	if strings.Count(text, "/") > 0 {
		wrong := refuse("@%.40s could be day or month first. Write it as @2026-11-20, or as @20.11. with the day first.", text)
		if m := dateLike.FindStringSubmatch(text); m != nil {
			wrong.try("@"+m[1]+"."+m[2]+"."+m[3], "@"+m[2]+"."+m[1]+"."+m[3])
		}
		return 0, false, wrong
	}
	if strings.Count(text, ".") == 0 {
		return 0, false, nil
	}
	return p.dotted(text, today)
}

// lastOf suggests the last day of a month, nothing where there is no such month.
func lastOf(year, month int) []string {
	if year < 1 || year > 9999 || month < 1 || month > 12 {
		return nil
	}
	return []string{"@" + journal.NewDate(year, time.Month(month)+1, 0).String()}
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
	if len(fields) == 2 && p.ctx.Ahead {
		for year < today.Midnight().Year()+8 && (!exists(year) || d < today) { // the next one to come
			year++
			d = journal.NewDate(year, time.Month(n[1]), n[0])
		}
	} else if len(fields) == 2 && (d > today+1 || !exists(year)) { // the last one that was
		for range 8 {
			year--
			if d = journal.NewDate(year, time.Month(n[1]), n[0]); exists(year) {
				break
			}
		}
	}
	if !exists(year) {
		wrong := refuse("@%.40s is not a day of the calendar. Write it as @20.11. or @2026-11-20.", text)
		if m := clockLike.FindStringSubmatch(text); m != nil {
			wrong.try("@" + m[1] + ":" + m[2])
		}
		return 0, false, wrong.try(lastOf(year, n[1])...)
	}
	return d, true, nil
}
