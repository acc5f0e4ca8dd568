package view

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"kith/app"
	"kith/journal"
	"kith/journal/exchange"
)

// What a column can be beside one of [exchange.Roles].
const (
	UseDate    = "date"
	UseTime    = "time"     // the time of day
	UseEndTime = "end_time" // the time of day at which it ended
	UseWhose   = "whose"    // its values are persons
	// UseRecord is a column that makes an entry together with others. It is not
	// chosen but recognised; see [Bring.TakeApart].
	UseRecord = "record"
)

// BringUses lists what a column can be made, in the order in which it is offered.
func BringUses() []string {
	return append([]string{UseDate, UseTime, UseEndTime, UseWhose}, exchange.Roles()...)
}

// BringDateFormats lists how dates can be written, "" for finding it out.
func BringDateFormats() []string {
	return []string{"", "year-month-day", "day-month-year", "month-day-year", "excel", "unix", "unix_ms", dayNumber}
}

// dayNumber is the format of dates that count days from a start.
const dayNumber = "day_number"

// OwnerKind says how it is known whose record it is.
type OwnerKind int

// The ways.
const (
	OwnerUnknown OwnerKind = iota
	OwnerPerson            // somebody in the journal
	OwnerNew               // somebody who is added
	OwnerColumn            // each value of a column is a person
	OwnerFile              // each person whom the file names
)

// BringOwner is whose record a file is. Name is that of the person or column.
type BringOwner struct {
	Kind OwnerKind
	Name string
}

// BringQuestion is something that must be answered before a file can be imported.
type BringQuestion int

// The questions.
const (
	AskDate   BringQuestion = iota + 1 // which column has the date
	AskFormat                          // how the dates are written
	AskOwner                           // whose record it is
)

// questions lists what is open. The caller holds mu.
func (b *Bring) questions() (open []BringQuestion) {
	if b.m != nil && b.preview.Asks {
		switch {
		case b.m.Date.Column == "":
			open = append(open, AskDate)
		case b.m.Date.Format == "":
			open = append(open, AskFormat)
		}
	}
	if b.owner.Kind == OwnerUnknown || b.owner.Kind == OwnerNew && strings.TrimSpace(b.owner.Name) == "" {
		open = append(open, AskOwner)
	}
	return open
}

// edit changes the map. What is shown becomes stale.
func (b *Bring) edit(change func(m *exchange.Map)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.m == nil || b.step != BringAsk && b.step != BringReady {
		return
	}
	m := *b.m
	m.Columns, m.Records = slices.Clone(m.Columns), slices.Clone(m.Records)
	change(&m)
	b.m = &m
	b.touch(true)
}

// touch says that what is to be imported changed; stale, that the rows did.
func (b *Bring) touch(stale bool) {
	b.revision++
	b.stale = b.stale || stale
	b.counts, b.progress, b.stopped = nil, BringProgress{}, false
	b.settle()
}

// SetUse makes a column what use says, one of [BringUses]. What another column
// was that can only be one is left out then.
func (b *Bring) SetUse(column, use string) {
	b.edit(func(m *exchange.Map) {
		if use == useOf(m, column) || use == UseRecord {
			return
		}
		before := columnMap(m, column)
		if useOf(m, column) == UseDate {
			m.Date.Format, m.Date.Start = "", ""
		}
		for _, one := range []*string{&m.Date.Column, &m.Date.Time, &m.Date.EndTime, &m.Person} {
			if same(*one, column) {
				*one = ""
			}
		}
		switch use {
		case UseDate:
			m.Date.Column, m.Date.Format, m.Date.Start = column, "", ""
		case UseTime:
			m.Date.Time = column
		case UseEndTime:
			m.Date.EndTime = column
		case UseWhose:
			m.Person, b.personBy = column, column
			b.owner = BringOwner{Kind: OwnerColumn, Name: column}
		}
		if !slices.Contains(exchange.Roles(), use) {
			use = exchange.RoleIgnore
		}
		if use != exchange.RoleScore {
			before.Low, before.High = nil, nil
		}
		if use != exchange.RoleOrdinal {
			before.Anchors, before.First = nil, 0
		}
		before.Role = use
		b.putColumn(m, before)
		if m.Person == "" && b.owner.Kind == OwnerColumn {
			b.owner = BringOwner{}
		}
	})
}

// putColumn sets what one column is, in the order of the file.
func (b *Bring) putColumn(m *exchange.Map, c exchange.ColumnMap) {
	all := append(slices.DeleteFunc(m.Columns, func(have exchange.ColumnMap) bool { return same(have.Column, c.Column) }), c)
	place := make(map[string]int, len(b.preview.Columns))
	for i, name := range b.preview.Columns {
		place[folded(name)] = i
	}
	slices.SortStableFunc(all, func(x, y exchange.ColumnMap) int { return place[folded(x.Column)] - place[folded(y.Column)] })
	m.Columns = all
}

// change sets something of one column that has a role.
func (b *Bring) change(column string, set func(c *exchange.ColumnMap)) {
	b.edit(func(m *exchange.Map) {
		c := columnMap(m, column)
		set(&c)
		b.putColumn(m, c)
	})
}

// SetName sets what the entries of a column are called; "" is the column's name.
func (b *Bring) SetName(column, name string) {
	b.change(column, func(c *exchange.ColumnMap) { c.Name = strings.TrimSpace(name) })
}

// SetKind makes the entries of a column a symptom, measure or factor; "" leaves
// it to Kith.
func (b *Bring) SetKind(column, kind string) {
	b.change(column, func(c *exchange.ColumnMap) { c.Kind = kind })
}

// SetUnit sets the unit of a column's numbers.
func (b *Bring) SetUnit(column, unit string) {
	b.change(column, func(c *exchange.ColumnMap) { c.Unit = strings.TrimSpace(unit) })
}

// SetRange sets the ends of a score: "0-100", "1 to 5"; "" is 0 to 10. It fails
// in words.
func (b *Bring) SetRange(column, text string) error {
	var low, high *journal.Decimal
	if text = strings.TrimSpace(text); text != "" && text != defaultRange {
		from, to, err := readRange(text)
		if err != nil {
			return err
		}
		low, high = &from, &to
	}
	b.change(column, func(c *exchange.ColumnMap) { c.Low, c.High = low, high })
	return nil
}

// defaultRange is how a score from 0 to 10 is shown.
const defaultRange = "0–10"

func readRange(text string) (low, high journal.Decimal, err error) {
	for _, between := range []string{"–", " to ", " - ", ".."} {
		text = strings.ReplaceAll(text, between, "\x00")
	}
	from, to, ok := strings.Cut(text, "\x00")
	if !ok && len(text) > 1 { // the first dash that is no minus sign
		if i := strings.IndexByte(text[1:], '-'); i >= 0 {
			from, to, ok = text[:i+1], text[i+2:], true
		}
	}
	low, lowErr := journal.ParseDecimal(strings.TrimSpace(from))
	high, highErr := journal.ParseDecimal(strings.TrimSpace(to))
	if !ok || lowErr != nil || highErr != nil || low.Cmp(high) >= 0 {
		return low, high, inputError("bring.error.range")
	}
	return low, high, nil
}

// SetDateFormat says how the dates are written, one of [BringDateFormats].
func (b *Bring) SetDateFormat(format string) {
	b.edit(func(m *exchange.Map) {
		if m.Date.Format = format; format != dayNumber {
			m.Date.Start = ""
		}
	})
}

// SetStart sets the date of day 0, as 2026-01-31. It fails in words.
func (b *Bring) SetStart(text string) error {
	day, err := journal.ParseDate(strings.TrimSpace(text))
	if err != nil {
		return inputError("bring.error.start")
	}
	b.edit(func(m *exchange.Map) { m.Date.Start = day.String() })
	return nil
}

// SetDecimal sets the decimal mark, "." or ",".
func (b *Bring) SetDecimal(mark string) {
	b.edit(func(m *exchange.Map) { m.Decimal = mark })
}

// TakeApart gives up entries made of several columns, so that each column can be
// made what it is by hand.
func (b *Bring) TakeApart() {
	b.edit(func(m *exchange.Map) {
		m.Records, m.Layout, m.Date.Fallback = nil, "", nil
	})
}

// SetOwner says whose record it is.
func (b *Bring) SetOwner(o BringOwner) {
	column := ""
	if o.Kind == OwnerColumn {
		column = o.Name
	}
	b.mu.Lock()
	if b.step != BringAsk && b.step != BringReady {
		b.mu.Unlock()
		return
	}
	b.owner = o
	if b.m == nil || b.m.Person == column {
		b.touch(false)
		b.mu.Unlock()
		return
	}
	b.mu.Unlock()
	b.edit(func(m *exchange.Map) { m.Person = column })
}

// Owners lists whose record it may be.
func (b *Bring) Owners() []BringOwner {
	persons := b.a.Persons()
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []BringOwner
	if b.personBy != "" {
		all = append(all, BringOwner{Kind: OwnerColumn, Name: b.personBy})
	}
	if b.preview != nil && b.severalInFile() {
		all = append(all, BringOwner{Kind: OwnerFile})
	}
	for _, p := range persons {
		all = append(all, BringOwner{Kind: OwnerPerson, Name: p.Name})
	}
	return append(all, BringOwner{Kind: OwnerNew})
}

// maxMapFile is how much of a map file is read, in bytes; a longer one is refused
// as what it then is, half a document.
const maxMapFile = 4 << 20

// MapJSON returns how the table is read as a map file, as kith import --map-out
// writes it.
func (b *Bring) MapJSON() ([]byte, error) {
	b.mu.Lock()
	m := b.m
	b.mu.Unlock()
	if m == nil {
		return nil, inputError("bring.error.no_table")
	}
	return m.JSON()
}

// LoadMap reads a map file and reads the table by it. A map that is none, or
// that does not fit, is refused in words and changes nothing.
func (b *Bring) LoadMap(ctx context.Context, from io.Reader) error {
	text, err := io.ReadAll(io.LimitReader(from, maxMapFile))
	if err != nil {
		return err
	}
	m, err := exchange.ParseMap(text)
	if err != nil {
		return &app.InputError{Err: err}
	}
	b.mu.Lock()
	if b.m == nil || b.step != BringAsk && b.step != BringReady {
		b.mu.Unlock()
		return inputError("bring.error.no_table")
	}
	o, revision := b.options(), b.revision
	b.mu.Unlock()
	o.Map = m
	p, err := b.a.PreviewImport(ctx, o, bringRows)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return &app.InputError{Err: innermost(err)}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if revision != b.revision {
		return nil
	}
	p.Why = b.preview.Why
	b.preview, b.m, b.stale = p, m, false
	if m.Person != "" {
		b.personBy, b.owner = m.Person, BringOwner{Kind: OwnerColumn, Name: m.Person}
	} else if b.owner.Kind == OwnerColumn {
		b.owner = BringOwner{}
	}
	b.touch(false)
	return nil
}

// innermost returns the error that says what is wrong without what was tried.
func innermost(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}
