package exchange

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"time"
)

// How much of a table is looked at to say what its columns are.
const (
	profileRows  = 10_000
	profileBytes = 16 << 20
	maxDistinct  = 500
)

// profile is what a column looks like over the sample.
type profile struct {
	name   string
	lower  string
	filled int
	blank  int

	integers int // plain whole numbers
	numbers  int // numbers with a point or without
	commas   int // numbers with a decimal comma
	unitful  int // numbers with a unit after them
	yesNo    int
	pressure int // 120/80
	clocks   int // 8:30, pm
	dates    [3]int
	decided  [3]int // dates that no other order reads
	timed    int    // dates with a time
	dotted   int    // 13.08.2012
	plain    int    // dates that are a bare number (2003, 20030512)

	distinct   map[string]int
	longest    int
	letters    int
	min, max   float64
	increasing bool // every number above the one before
	stepsOfOne bool
	last       float64
	example    string
}

// orders are the readings of a date in text that compete.
var orders = [3]dateOrder{orderYMD, orderDMY, orderMDY}

// sampled is the part of a table that was looked at.
type sampled struct {
	header  []string
	rows    [][]string
	columns []*profile
	long    int // records over the limit
}

// missing reports whether s is one of the usual markers.
func missing(s string) bool {
	if s == "" {
		return true
	}
	if len(s) > 16 {
		return false
	}
	for _, m := range defaultMissing {
		if strings.EqualFold(m, s) {
			return true
		}
	}
	return false
}

// sampleTable reads the first rows and profiles their columns.
func sampleTable(tab *table, header []string, now time.Time) (*sampled, error) {
	s := &sampled{header: header}
	for _, h := range header {
		s.columns = append(s.columns, &profile{name: h, lower: strings.ToLower(h), distinct: map[string]int{},
			increasing: true, stepsOfOne: true})
	}
	bytes := 0
	for len(s.rows) < profileRows && bytes < profileBytes {
		cells, err := tab.next()
		if err == io.EOF {
			break
		}
		if errors.Is(err, errRecordTooLong) {
			s.long++
			continue
		}
		if err != nil {
			return nil, err
		}
		row := make([]string, len(header))
		for i := range min(len(cells), len(header)) {
			row[i] = strings.TrimSpace(cells[i])
			bytes += len(cells[i]) + 16
			s.columns[i].add(row[i], now)
		}
		s.rows = append(s.rows, row)
	}
	return s, nil
}

// add counts one cell.
func (p *profile) add(s string, now time.Time) {
	if missing(s) {
		p.blank++
		return
	}
	p.filled++
	if len(p.distinct) < maxDistinct {
		p.distinct[s]++
	}
	p.longest = max(p.longest, len(s))
	if strings.ContainsFunc(s, isLetter) {
		p.letters++
	}
	p.addNumber(s)
	if _, ok := readYesNo(s); ok {
		p.yesNo++
	}
	if len(s) <= 16 {
		if _, err := readPressure(s, "", false); err == nil {
			p.pressure++
		}
		if _, ok := readClock(s); ok && (strings.ContainsAny(s, ":hmpa") || len(s) > 2 && p.letters > 0) {
			p.clocks++
		}
	}
	if len(s) <= 48 {
		p.addDate(s, now)
	}
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 0x7f }

func (p *profile) addNumber(s string) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		p.increasing, p.stepsOfOne = false, false
		if n, err := readNumber(s, true); err == nil && strings.Contains(s, ",") && n.unit == "" {
			p.commas++
		} else if n, err := readNumber(s, false); err == nil && n.unit != "" && !strings.ContainsAny(n.unit, ";|,/") {
			p.unitful++
		}
		return
	}
	p.numbers++
	if f == float64(int64(f)) && !strings.ContainsAny(s, "eE") {
		p.integers++
	}
	if p.numbers == 1 {
		p.min, p.max = f, f
	} else {
		p.increasing = p.increasing && f > p.last
		p.stepsOfOne = p.stepsOfOne && f == p.last+1
	}
	p.min, p.max, p.last = min(p.min, f), max(p.max, f), f
}

func (p *profile) addDate(s string, now time.Time) {
	ok, count := [3]bool{}, 0
	for i, order := range orders {
		st, err := (dateReader{order: order, now: now}).read(s)
		if err != nil {
			continue
		}
		ok[i] = true
		count++
		if st.clock != (clock{}) {
			p.timed++
		}
	}
	for i := range ok {
		if ok[i] {
			p.dates[i]++
			if count == 1 {
				p.decided[i]++
			}
		}
	}
	if count == 0 {
		return
	}
	if strings.Count(s, ".") >= 2 {
		p.dotted++
	}
	if strings.Trim(s, "0123456789") == "" || strings.Trim(s, "0123456789.") == "" && strings.Count(s, ".") < 2 {
		p.plain++
	}
	if p.example == "" && !ok[0] && ok[1] && ok[2] {
		p.example = s
	}
}

// all reports whether nearly every filled cell was counted in n; a few slips of
// the pen become skips of their cells.
func (p *profile) all(n int) bool { return p.filled > 0 && n >= p.filled-p.filled/20 }

// named reports whether the column's name, or one of its words, is in words.
func (p *profile) named(words string) bool {
	list := " " + words + " "
	clean := strings.NewReplacer("_", " ", "-", " ", "/", " ", "(", " ", ")", " ", "[", " ", "]", " ", ".", " ").Replace(p.lower)
	if strings.Contains(list, " "+strings.ReplaceAll(strings.TrimSpace(clean), " ", "_")+" ") {
		return true
	}
	for _, w := range strings.Fields(clean) {
		if strings.Contains(list, " "+w+" ") {
			return true
		}
	}
	return false
}

// namedWhole reports whether the whole name, spaces as underscores and without
// what stands in brackets, is in words.
func (p *profile) namedWhole(words string) bool {
	base, _ := splitUnit(p.lower)
	name := strings.Join(strings.Fields(strings.NewReplacer("-", " ", "_", " ").Replace(base)), "_")
	return strings.Contains(" "+words+" ", " "+name+" ")
}
