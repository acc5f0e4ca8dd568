package exchange

import (
	"time"

	"kith/journal"
)

// appleTime is an instant with the offset it was written in.
type appleTime struct {
	unix   int64
	offset int32
}

// readAppleTime reads "2014-09-13 10:27:54 +0100".
func readAppleTime(b []byte) (appleTime, dateFault) {
	if len(b) != 25 || b[4] != '-' || b[7] != '-' || b[10] != ' ' || b[13] != ':' || b[16] != ':' || b[19] != ' ' {
		return otherAppleTime(b)
	}
	y, ok1 := digits4(b[0:4])
	mo, ok2 := digits2(b[5:])
	d, ok3 := digits2(b[8:])
	h, ok4 := digits2(b[11:])
	mi, ok5 := digits2(b[14:])
	s, ok6 := digits2(b[17:])
	oh, ok7 := digits2(b[21:])
	om, ok8 := digits2(b[23:])
	if !(ok1 && ok2 && ok3 && ok4 && ok5 && ok6 && ok7 && ok8) || b[20] != '+' && b[20] != '-' {
		return appleTime{}, faultNotDate
	}
	switch {
	case y < 1:
		return appleTime{}, faultYear
	case mo < 1 || mo > 12 || d < 1 || d > daysIn(y, mo):
		return appleTime{}, faultNoSuch
	case h > 24 || mi > 59 || s > 60 || oh > 17 || om > 59:
		return appleTime{}, faultNotDate
	}
	offset := (oh*60 + om) * 60
	if b[20] == '-' {
		offset = -offset
	}
	unix := int64(daysFromCivil(y, mo, d))*86400 + int64(h*3600+mi*60+s-offset)
	return appleTime{unix: unix, offset: int32(offset)}, ""
}

// otherAppleTime reads the notations of older and of foreign exports.
func otherAppleTime(b []byte) (appleTime, dateFault) {
	if len(b) == 0 {
		return appleTime{}, reasonNoDate
	}
	if len(b) > 40 {
		return appleTime{}, faultNotDate
	}
	st, err := dateReader{order: orderYMD}.read(xmlText(b))
	if err != nil {
		return appleTime{}, dateFault(reasonOf(err))
	}
	if st.precision != journal.Instant || !st.clock.hasOffset {
		return appleTime{}, faultNotDate
	}
	w := st.when(time.UTC)
	return appleTime{unix: w.Time.Unix(), offset: int32(w.Offset)}, ""
}

func digits2(b []byte) (int, bool) {
	return int(b[0]-'0')*10 + int(b[1]-'0'), b[0]-'0' <= 9 && b[1]-'0' <= 9
}

func digits4(b []byte) (int, bool) {
	high, ok1 := digits2(b)
	low, ok2 := digits2(b[2:])
	return high*100 + low, ok1 && ok2
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// daysFromCivil counts days from 1970-01-01 (Howard Hinnant, "chrono-Compatible
// Low-Level Date Algorithms").
func daysFromCivil(y, m, d int) int {
	if m <= 2 {
		y--
		m += 12
	}
	era := y / 400
	yoe := y - era*400
	doy := (153*(m-3)+2)/5 + d - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return era*146097 + doe - 719468
}

// when returns the When of the instant, with the date written over it.
func (t appleTime) when() journal.When {
	local := time.Unix(t.unix, 0).In(time.FixedZone("", int(t.offset)))
	w := journal.At(local)
	w.Date = journal.DateOf(local)
	return w
}

// day is the civil day of the instant where it was written.
func (t appleTime) day() int64 { return floorDiv(t.unix+int64(t.offset), 86400) }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// readAppleNumber reads a plain number of at most 18 digits without allocating,
// and leaves everything else to exactNumber.
func readAppleNumber(b []byte) (journal.Decimal, error) {
	var coef int64
	exp, digits, i := 0, 0, 0
	negative := len(b) > 0 && b[0] == '-'
	if negative {
		i++
	}
	point := false
	for ; i < len(b); i++ {
		c := b[i]
		if c == '.' && !point {
			point = true
			continue
		}
		if c < '0' || c > '9' || digits == 18 {
			return exactNumber(xmlText(b))
		}
		coef = coef*10 + int64(c-'0')
		if digits++; point {
			exp--
		}
	}
	if digits == 0 {
		return journal.Decimal{}, faultNumber
	}
	if negative {
		coef = -coef
	}
	return journal.Decimal{Coef: coef, Exp: int8(exp)}, nil
}

// percent turns the fraction that HealthKit writes under the unit % into per
// cent, exactly: 0.97 is 97 %.
func percent(d journal.Decimal) journal.Decimal {
	if f := d.Float(); f > 1 || f < -1 {
		return d
	}
	d.Exp += 2
	for d.Exp > 0 {
		d.Coef, d.Exp = d.Coef*10, d.Exp-1
	}
	return d
}
