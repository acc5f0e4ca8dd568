package sampledata

import (
	"strconv"
	"time"
)

func itoa(n int) string { return strconv.Itoa(n) }

func ftoa(f float64, digits int) string { return strconv.FormatFloat(f, 'f', digits, 64) }

// summer is the offset that clocks have from April to October.
var summer = time.FixedZone("", 3600)

// stamp writes a time as Apple does, with the offset of the season.
func stamp(t time.Time) string {
	if m := t.Month(); m >= time.April && m <= time.October {
		t = t.In(summer)
	}
	return t.Format("2006-01-02 15:04:05 -0700")
}
