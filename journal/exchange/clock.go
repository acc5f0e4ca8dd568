package exchange

import (
	"strconv"
	"strings"
)

// clock is a time of day.
type clock struct {
	hour, minute, second, ms int
	// part says that only the part of the day is known; hour is its middle.
	part bool
	// offset is seconds east of UTC, where the text said so.
	offset    int
	hasOffset bool
}

// partsOfDay are the words for a part of the day and the hour of its middle.
var partsOfDay = map[string]int{
	"am": 8, "morning": 8, "early morning": 6, "morgens": 8, "matin": 8, "mañana": 8, "breakfast": 8,
	"mid": 13, "midday": 13, "noon": 12, "mittags": 13, "midi": 13, "lunch": 13,
	"afternoon": 16, "nachmittags": 16, "pm": 19, "evening": 19, "abends": 19, "soir": 19, "dinner": 19,
	"night": 22, "nachts": 22, "nuit": 22, "bedtime": 22,
}

// readClock reads 8:30, 08:58:56.5, 6:50 pm, 9am, 14h30, 1430 with a T before
// it, part-of-day words, and an offset at the end: Z, +01:00, -0500.
func readClock(s string) (clock, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	if hour, ok := partsOfDay[s]; ok {
		return clock{hour: hour, part: true}, true
	}
	var c clock
	s = strings.TrimSpace(strings.TrimSuffix(s, "uhr"))
	s, ok := c.takeOffset(s)
	if !ok {
		return clock{}, false
	}
	half := ""
	for _, suffix := range []string{"a.m.", "p.m.", "am", "pm", "a", "p"} {
		if strings.HasSuffix(s, suffix) {
			half = suffix[:1]
			s = strings.TrimSpace(strings.TrimSuffix(s, suffix))
			break
		}
	}
	if !c.takeDigits(s, half != "") {
		return clock{}, false
	}
	switch {
	case half != "" && (c.hour < 1 || c.hour > 12):
		if c.hour > 12 && c.hour < 24 && half == "p" { // 14:30 pm
			break
		}
		return clock{}, false
	case half == "a" && c.hour == 12:
		c.hour = 0
	case half == "p" && c.hour < 12:
		c.hour += 12
	}
	whole := c.hour == 24 && c.minute == 0 && c.second == 0
	if c.hour > 23 && !whole || c.minute > 59 || c.second > 60 {
		return clock{}, false
	}
	return c, true
}

// takeOffset cuts an offset from the end of s.
func (c *clock) takeOffset(s string) (string, bool) {
	for _, utc := range []string{"z", "utc", "gmt"} {
		if strings.HasSuffix(s, utc) {
			c.hasOffset = true
			return strings.TrimSpace(strings.TrimSuffix(s, utc)), true
		}
	}
	i := strings.LastIndexAny(s, "+-")
	if i < 1 {
		return s, true
	}
	digits := strings.Replace(s[i+1:], ":", "", 1)
	if len(digits) == 2 {
		digits += "00"
	}
	n, err := strconv.Atoi(digits)
	if err != nil || len(digits) != 4 || n < 0 || n/100 > 18 || n%100 > 59 {
		return "", false
	}
	c.hasOffset, c.offset = true, (n/100*60+n%100)*60
	if s[i] == '-' {
		c.offset = -c.offset
	}
	return strings.TrimSpace(s[:i]), true
}

// takeDigits reads hour, minute, second and fraction. An hour alone needs am or
// pm after it, or an h.
func (c *clock) takeDigits(s string, half bool) bool {
	hourMark := strings.IndexByte(s, 'h')
	if hourMark > 0 { // 14h30, 14h
		s = s[:hourMark] + ":" + strings.TrimSuffix(s[hourMark+1:], "m")
		s = strings.TrimSuffix(s, ":")
	}
	s, fraction, _ := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	if fraction != "" {
		if len(fraction) <= 2 && !strings.Contains(s, ":") { // 8.30
			s, fraction = s+":"+fraction, ""
		} else if strings.Trim(fraction, "0123456789") != "" {
			return false
		} else {
			c.ms, _ = strconv.Atoi((fraction + "000")[:3]) // digits only, checked above
		}
	}
	fields := strings.Split(s, ":")
	if len(fields) == 1 && len(s) == 4 && hourMark < 0 {
		fields = []string{s[:2], s[2:]}
	} else if len(fields) == 1 && !half && hourMark < 0 {
		return false
	}
	if len(fields) > 3 {
		return false
	}
	for i, out := range []*int{&c.hour, &c.minute, &c.second} {
		if i >= len(fields) {
			break
		}
		n, err := strconv.Atoi(strings.TrimSpace(fields[i]))
		if err != nil || n < 0 || len(fields[i]) > 2 {
			return false
		}
		*out = n
	}
	return true
}
