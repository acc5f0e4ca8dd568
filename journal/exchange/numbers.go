package exchange

import (
	"math"
	"strconv"
	"strings"

	"kith/journal"
)

// cellFault is why a cell is no value; it is the reason of the skip.
type cellFault string

func (f cellFault) Error() string { return string(f) }

const (
	faultNumber   cellFault = "not a number"
	faultRange    cellFault = "number out of range"
	faultYesNo    cellFault = "neither yes nor no"
	faultDuration cellFault = "not a duration"
	faultLong     cellFault = "text too long"
	faultEntry    cellFault = "not something the journal can hold"
)

// exactNumber reads a number in the notation of programs. Digits beyond the 18
// that a Decimal holds are rounded; NaN and infinities are no numbers.
func exactNumber(s string) (journal.Decimal, error) {
	if d, err := journal.ParseDecimal(s); err == nil {
		return d, nil
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0) && err == nil:
		return journal.Decimal{}, faultNumber
	case err != nil && !math.IsInf(f, 0):
		return journal.Decimal{}, faultNumber
	case math.Abs(f) >= 1e17 || f != 0 && math.Abs(f) < 1e-15:
		return journal.Decimal{}, faultRange
	}
	places := 17
	if whole := math.Trunc(math.Abs(f)); whole >= 1 {
		places -= len(strconv.FormatFloat(whole, 'f', 0, 64))
	}
	text := strings.TrimRight(strconv.FormatFloat(f, 'f', places, 64), "0")
	d, err := journal.ParseDecimal(strings.TrimSuffix(text, "."))
	if err != nil {
		return d, faultRange
	}
	return d, nil
}

// typedNumber is a number as people type it: with a comparator before and a
// unit after it.
type typedNumber struct {
	number     journal.Decimal
	comparator string
	unit       string
}

// readNumber reads "72.5", "72,5 kg" (comma is whether , is the decimal mark),
// "1,234.5", "<5", "45%". What follows the number is its unit.
func readNumber(s string, comma bool) (typedNumber, error) {
	var n typedNumber
	s = strings.TrimSpace(s)
	for _, c := range []string{"<=", ">=", "<", ">", "≤", "≥"} {
		if rest, ok := strings.CutPrefix(s, c); ok {
			n.comparator = strings.NewReplacer("≤", "<=", "≥", ">=").Replace(c)
			s = strings.TrimSpace(rest)
			break
		}
	}
	s = strings.TrimPrefix(strings.Replace(s, "\u2212", "-", 1), "+")
	end := numberEnd(s)
	digits := plainDigits(s[:end], comma)
	n.unit = strings.TrimSpace(s[end:])
	if digits == "" || len(n.unit) > 40 || strings.ContainsAny(n.unit, "0123456789") && !strings.ContainsAny(n.unit, "/[^²³") {
		return n, faultNumber
	}
	d, err := exactNumber(digits)
	n.number = d
	return n, err
}

// numberEnd returns where the number at the beginning of s ends.
func numberEnd(s string) int {
	i := 0
	for i < len(s) {
		c := s[i]
		switch {
		case c >= '0' && c <= '9', c == '.', c == ',', c == '\'', i == 0 && c == '-':
		case (c == 'e' || c == 'E') && i > 0 && exponentAt(s[i+1:]):
			i++ // the sign or first digit
		default:
			return i
		}
		i++
	}
	return i
}

func exponentAt(s string) bool {
	s = strings.TrimLeft(s, "+-")
	return s != "" && s[0] >= '0' && s[0] <= '9'
}

// plainDigits returns the number with a point and without group marks, "" if
// its marks make no sense.
func plainDigits(s string, comma bool) string {
	group, point := ",", "."
	if comma {
		group, point = ".", ","
	}
	s = strings.ReplaceAll(s, "'", "")
	whole, frac, hasPoint := strings.Cut(s, point)
	if strings.ContainsAny(frac, point+group) {
		return ""
	}
	if strings.Contains(whole, group) {
		groups := strings.Split(strings.TrimPrefix(whole, "-"), group)
		if len(groups[0]) == 0 || len(groups[0]) > 3 {
			return ""
		}
		for _, g := range groups[1:] {
			if len(g) != 3 {
				return ""
			}
		}
		whole = strings.ReplaceAll(whole, group, "")
	}
	if whole == "" && frac == "" || whole == "-" && frac == "" {
		return ""
	}
	if hasPoint && frac != "" {
		return whole + "." + frac
	}
	return whole
}

// readYesNo reads the words for yes and no of several languages, and 1 and 0.
func readYesNo(s string) (yes, ok bool) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "yes", "y", "true", "t", "1", "1.0", "x", "✓", "✔", "ja", "j", "oui", "si", "sí", "sim", "on", "present":
		return true, true
	case "no", "n", "false", "f", "0", "0.0", "nein", "non", "não", "nee", "off", "absent":
		return false, true
	}
	return false, false
}

// readSeconds reads a duration: 1:30 (hours and minutes), 1:30:15, 2h 15m,
// 45 min, or a number in unit ("h", "min", "s").
func readSeconds(s, unit string, comma bool) (journal.Decimal, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	if strings.Contains(s, ":") {
		fields, total := strings.Split(s, ":"), int64(0)
		if len(fields) > 3 {
			return journal.Decimal{}, faultDuration
		}
		for i, scale := range []int64{3600, 60, 1}[:len(fields)] {
			n, err := strconv.ParseInt(fields[i], 10, 32)
			if err != nil || n < 0 {
				return journal.Decimal{}, faultDuration
			}
			total += n * scale
		}
		return journal.DecimalOf(total), nil
	}
	total, found := 0.0, false
	for s != "" {
		end := numberEnd(s)
		if end == 0 {
			return journal.Decimal{}, faultDuration
		}
		f, err := strconv.ParseFloat(plainDigits(s[:end], comma), 64)
		if err != nil || f < 0 || f > 1e9 {
			return journal.Decimal{}, faultDuration
		}
		s = strings.TrimSpace(s[end:])
		word := s
		if i := strings.IndexAny(s, "0123456789 "); i >= 0 {
			word = s[:i]
		}
		s = strings.TrimSpace(s[len(word):])
		if word == "" {
			word = unit
		}
		scale := secondsIn(word)
		if scale == 0 {
			return journal.Decimal{}, faultDuration
		}
		total, found = total+f*scale, true
	}
	if !found {
		return journal.Decimal{}, faultDuration
	}
	return journal.DecimalFromFloat(math.Round(total*1000) / 1000)
}

// secondsIn returns the length of a unit of time, 0 if it is none.
func secondsIn(unit string) float64 {
	switch strings.TrimSuffix(strings.ToLower(strings.TrimSpace(unit)), ".") {
	case "s", "sec", "secs", "second", "seconds":
		return 1
	case "m", "min", "mins", "minute", "minutes":
		return 60
	case "h", "hr", "hrs", "hour", "hours", "std":
		return 3600
	case "d", "day", "days":
		return 86400
	}
	return 0
}
