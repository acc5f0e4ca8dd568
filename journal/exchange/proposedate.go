package exchange

import (
	"errors"
	"io"
	"strings"
)

// The words that name date and time columns.
const (
	dateNames = "date datum day dates fecha data dato full_date timestamp datetime date_time when created created_at recorded time dtc"
	// wholeDateNames leave no doubt: such a column holds dates even if many of
	// them cannot be read.
	wholeDateNames = "date full_date datum timestamp datetime"
	notDateNames   = "birth dob born birthday end stop ended until death brthdtc geburtsdatum"
	dayCounts      = "time day days dayno day_no daynr day_nr day_number dos study_day studyday visitdy t relative_day"
	timeNames      = "time start hour clock beeptime uhrzeit zeit hora heure time_of_day start_time"
	lengthNames    = "duration length slept sleep hours minutes asleep"
)

// findDate chooses the date column and how it is written, or asks.
func (p *proposer) findDate() error {
	best, bestScore := -1, 0
	for i, c := range p.columns {
		n := max(c.dates[0], c.dates[1], c.dates[2])
		whole := c.namedWhole(wholeDateNames)
		if !c.all(n) && !(whole && n > 0 && n*2 >= c.filled) || c.named(notDateNames) || c.filled*2 < len(p.rows) {
			continue
		}
		if c.all(c.plain) && !(c.named(dateNames) && c.longest == 8) {
			continue
		}
		score := 1000*c.filled/len(p.rows) + btoi(c.named(dateNames))*500 + btoi(whole)*300 - min(i, 99)
		if score > bestScore {
			best, bestScore = i, score
		}
	}
	if best < 0 {
		p.findNumericDate()
		return nil
	}
	c := p.columns[best]
	p.done[best] = true
	p.m.Date.Column = c.name
	if n := max(c.dates[0], c.dates[1], c.dates[2]); n < c.filled {
		p.assume("%d of the %d dates looked at in column %s cannot be read; their rows are left out.", c.filled-n, c.filled, c.name)
	}
	order, err := p.dateOrder(best, c)
	p.m.Date.Format = string(order)
	return err
}

// dateOrder finds the one reading that fits, looking at the whole file where
// the sample leaves day and month open.
func (p *proposer) dateOrder(index int, c *profile) (dateOrder, error) {
	for range 2 {
		switch ymd, dmy, mdy := c.dates[0], c.dates[1], c.dates[2]; {
		case ymd >= dmy && ymd >= mdy:
			return orderYMD, nil
		case dmy > mdy && c.decided[2] == 0:
			return orderDMY, nil
		case mdy > dmy && c.decided[1] == 0:
			return orderMDY, nil
		case dmy != mdy:
			p.ask("Column %s has dates with the day first and dates with the month first; set \"format\" under \"date\" to %s or %s and the others will be counted as not understood.",
				c.name, orderDMY, orderMDY)
			return "", nil
		case c.dotted == dmy:
			return orderDMY, nil // dots are written where the day comes first
		}
		if len(p.rows) < profileRows {
			break
		}
		if err := p.restOfColumn(index, c); err != nil {
			return "", err
		}
	}
	p.ask("Column %s could be day first or month first: no row decides (%s). Set \"format\" under \"date\" in the map to %s or %s.",
		c.name, c.example, orderDMY, orderMDY)
	return "", nil
}

// restOfColumn counts the dates of the rows after the sample.
func (p *proposer) restOfColumn(index int, c *profile) error {
	tab, err := p.again()
	if err != nil {
		return err
	}
	for n := 0; n < p.opts.MaxRecords; n++ {
		cells, err := tab.next()
		switch {
		case err == io.EOF:
			return nil
		case errors.Is(err, errRecordTooLong):
			continue
		case err != nil:
			return err
		}
		if n >= profileRows && index < len(cells) {
			if s := strings.TrimSpace(cells[index]); !missing(s) && len(s) <= 48 {
				c.filled++
				c.addDate(s, p.opts.Now)
			}
		}
	}
	return nil
}

// findNumericDate looks for dates that are plain numbers: seconds since 1970,
// days of a spreadsheet, days of a study.
func (p *proposer) findNumericDate() {
	for i, c := range p.columns {
		if !c.all(c.numbers) || !c.named(dateNames) {
			continue
		}
		format := dateOrder("")
		switch {
		case c.min >= 1e11 && c.max < 1e13:
			format = orderUnixMS
		case c.min >= 1e8 && c.max < 1e10:
			format = orderUnix
		case c.min >= 20000 && c.max < 80000 && !c.namedWhole(dayCounts):
			format = orderExcel
		default:
			continue
		}
		p.done[i] = true
		p.m.Date = DateMap{Column: c.name, Format: string(format)}
		p.assume("The numbers in column %s are read as dates (%s).", c.name, format)
		return
	}
	p.findDayNumber()
}

// findDayNumber takes a column of whole numbers named like a day, where there
// is no calendar date at all.
func (p *proposer) findDayNumber() {
	for _, name := range strings.Fields("date day study_day relative_day dayno day_no day_number time dos days visitdy t") {
		for i, c := range p.columns {
			if !c.namedWhole(name) || !c.all(c.integers) || c.max > 100_000 || c.min < -100_000 {
				continue
			}
			p.done[i] = true
			p.m.Date = DateMap{Column: c.name, Format: string(orderDayCount), Start: defaultStart.String()}
			p.assume("There is no calendar date. Column %s numbers days (%.0f to %.0f); day 0 is set to %s. "+
				"Write the real date of day 0 as \"start\" under \"date\" in a map.", c.name, c.min, c.max, defaultStart)
			return
		}
	}
	p.ask("No column holds a date that could be recognised. Name it as \"column\" under \"date\" in the map, and how it is written as \"format\".")
}

// findTime chooses a column with the time of day, unless the dates have one.
func (p *proposer) findTime() {
	if i := p.index(p.m.Date.Column); i < 0 || p.columns[i].timed > 0 || p.m.Date.Format == string(orderUnix) || p.m.Date.Format == string(orderUnixMS) {
		return
	}
	best, bestScore := -1, 0
	for i, c := range p.columns {
		if p.done[i] || !c.all(c.clocks) || c.named(lengthNames) || c.named(notDateNames) {
			continue
		}
		if score := 10*btoi(c.named(timeNames)) + 100*c.filled/max(len(p.rows), 1); score > bestScore {
			best, bestScore = i, score
		}
	}
	if best < 0 {
		return
	}
	p.done[best] = true
	p.m.Date.Time = p.columns[best].name
	for i, c := range p.columns {
		if !p.done[i] && c.all(c.clocks) && c.namedWhole("end_time end stop stop_time finish ended until") {
			p.done[i] = true
			p.m.Date.EndTime = c.name
			return
		}
	}
}

// index returns the column called name, -1 if there is none.
func (p *proposer) index(name string) int {
	for i, c := range p.columns {
		if c.name == name {
			return i
		}
	}
	return -1
}

// completeDates fills in how the dates are written where a map does not say,
// and asks if the file does not decide it.
func completeDates(r io.ReaderAt, size int64, opts Options, m *Map) (*Map, error) {
	column := m.Date.Column
	for i := 0; column == "" && i < len(m.Records); i++ {
		column = m.Records[i].Start
	}
	if m.Date.Format != "" || column == "" {
		return m, nil
	}
	filled := *m
	tab, _, header, err := startTable(r, size, opts, &filled)
	if err != nil {
		return nil, err
	}
	find := finder{header: header}
	index := find.column(column)
	if find.err != nil {
		return nil, find.err
	}
	sample, err := sampleTable(tab, header, opts.Now)
	if err != nil {
		return nil, err
	}
	p := proposer{opts: opts, sampled: sample, m: &filled, again: func() (*table, error) {
		tab, _, _, err := startTable(r, size, opts, &filled)
		return tab, err
	}}
	c := sample.columns[index]
	if c.all(c.numbers) && c.longest != 8 && c.longest != 4 {
		p.ask("Column %s holds plain numbers: set \"format\" under \"date\" to %s, %s, %s or %s.", column, orderDayCount, orderExcel, orderUnix, orderUnixMS)
	} else {
		order, err := p.dateOrder(index, c)
		if err != nil {
			return nil, err
		}
		filled.Date.Format = string(order)
	}
	if len(p.u.Questions) > 0 {
		return nil, &AskError{Understanding: p.u, Map: m}
	}
	return &filled, nil
}
