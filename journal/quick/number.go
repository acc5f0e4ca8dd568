package quick

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"kith/journal"
)

// number is a number with the unit that was written after it, or the b of a/b.
type number struct {
	value journal.Decimal
	unit  string
	// over is the second number of 120/80 or 7/10.
	over *journal.Decimal
	text string
	from []word // what it was written as
}

// digitsEnd returns where the number at the beginning of s ends, 0 if s does
// not begin with one.
func digitsEnd(s string) int {
	i := 0
	if strings.HasPrefix(s, "-") || strings.HasPrefix(s, "+") {
		i = 1
	}
	start := i
	for i < len(s) && (s[i] >= '0' && s[i] <= '9' || (s[i] == '.' || s[i] == ',') && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9') {
		i++
	}
	if i == start {
		return 0
	}
	return i
}

// readDecimal reads 7, 7.5 and 7,5. 1,250 can be meant in two ways and is
// refused.
func readDecimal(s string) (journal.Decimal, error) {
	if i := strings.IndexByte(s, ','); i >= 0 {
		if strings.ContainsAny(s[i+1:], ",.") || strings.Contains(s[:i], ".") || len(s)-i-1 == 3 {
			return journal.Decimal{}, refuse("%s can be read in two ways. Write %s, or a point before the decimals.", s, strings.ReplaceAll(s, ",", "")).
				try(strings.ReplaceAll(s, ",", ""), strings.Replace(s, ",", ".", 1))
		}
		s = strings.Replace(s, ",", ".", 1)
	}
	d, err := journal.ParseDecimal(s)
	if err != nil {
		return d, refuse("%.40s is not a number that can be kept.", s)
	}
	return d, nil
}

// takeNumber takes a number and its unit from the end of words, or from their
// front. ok is false if there is none there.
func takeNumber(words []word) (n number, rest []word, ok bool, err error) {
	if len(words) == 0 {
		return n, words, false, nil
	}
	last := len(words) - 1
	if n, ok, err = oneWord(words[last]); ok || err != nil {
		return n, words[:last], ok, err
	}
	if last > 0 && isUnit(words[last]) {
		if n, ok, err = oneWord(words[last-1]); err != nil || ok && n.unit == "" {
			n.unit = words[last].text
			n.text += " " + n.unit
			n.from = append(n.from, words[last])
			return n, words[:last-1], ok, err
		}
	}
	return number{}, words, false, nil
}

// isUnit reports whether w may be the unit of the number before it: short, and
// not one of the words of this language.
func isUnit(w word) bool {
	l := w.lower()
	_, spelled := ucum[l]
	perSomething := strings.Contains(l, "/") && len(l) <= 12 && !strings.ContainsAny(l[:1], "0123456789/")
	return !w.quoted && (spelled || perSomething || doseUnits[l] || timeUnits[l] > 0 || countUnits[l])
}

var countUnits = set("cup", "cups", "glass", "glasses", "piece", "pieces", "slice", "slices", "bottle", "bottles", "times", "x", "spoon", "spoons", "portion", "portions")

// oneWord reads 7, 400mg, 120/80, 7/10.
func oneWord(w word) (n number, ok bool, err error) {
	if w.quoted {
		return n, false, nil
	}
	end := digitsEnd(w.text)
	if end == 0 {
		return n, false, nil
	}
	n.text, n.from = w.text, []word{w}
	tail := w.text[end:]
	if over, isRatio := strings.CutPrefix(tail, "/"); isRatio && digitsEnd(over) == len(over) && over != "" {
		b, err := readDecimal(over)
		if err != nil {
			return n, false, inWord(err, w)
		}
		n.over = &b
	} else if tail != "" {
		if strings.ContainsAny(tail, "0123456789") && timeOf(w.text) == 0 {
			return n, false, nil // 5-HTP, 2nd3
		}
		n.unit = tail
	}
	if n.value, err = readDecimal(w.text[:end]); err != nil {
		return n, false, inWord(err, w)
	}
	return n, true, nil
}

// inWord marks the word that a refused number is in.
func inWord(err error, w word) error {
	var wrong *Error
	if !errors.As(err, &wrong) {
		return err
	}
	digits := w.text[:digitsEnd(w.text)]
	for i, instead := range wrong.instead {
		wrong.instead[i] = strings.Replace(w.text, digits, instead, 1)
	}
	return wrong.at(w)
}

// timeUnits are units of time in seconds.
var timeUnits = map[string]int64{"h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600, "std": 3600,
	"m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "s": 1, "sec": 1, "second": 1, "seconds": 1,
	"d": 86400, "day": 86400, "days": 86400, "w": 604800, "week": 604800, "weeks": 604800}

// timeOf reads a length of time written as one word: 2h, 7.5h, 7h30, 7:30,
// 90min. It returns 0 for anything else.
func timeOf(s string) time.Duration {
	s = strings.ToLower(s)
	if h, m, ok := strings.Cut(s, ":"); ok {
		return hoursMinutes(h, m)
	}
	if h, m, ok := strings.Cut(strings.TrimSuffix(s, "m"), "h"); ok && m != "" {
		return hoursMinutes(h, m)
	}
	end := digitsEnd(s)
	if end == 0 || s[0] == '-' || s[0] == '+' {
		return 0
	}
	seconds := timeUnits[s[end:]]
	d, err := readDecimal(s[:end])
	if err != nil || seconds == 0 {
		return 0
	}
	f := d.Float() * float64(seconds)
	if f > 10*366*86400 {
		return 0
	}
	return time.Duration(f * float64(time.Second)).Round(time.Millisecond)
}

func hoursMinutes(h, m string) time.Duration {
	hours, errH := strconv.Atoi(h)
	minutes, errM := strconv.Atoi(m)
	if errH != nil || errM != nil || hours < 0 || hours > 999 || minutes < 0 || minutes > 59 || len(m) > 2 {
		return 0
	}
	return time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
}

// lengthOf reads words as a length of time: "2 h", "90 minutes", "2h 30min".
func lengthOf(words []word) time.Duration {
	total := time.Duration(0)
	for i := 0; i < len(words); i++ {
		if words[i].quoted {
			return 0
		}
		text := words[i].lower()
		if digitsEnd(text) == len(text) && i+1 < len(words) {
			text += words[i+1].lower()
			i++
		}
		d := timeOf(text)
		if d == 0 {
			return 0
		}
		total += d
	}
	return total
}
