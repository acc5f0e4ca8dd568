package exchange

import (
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"sort"
	"strings"
	"time"

	"kith/journal"
)

// csvReader reads a table by a plan.
type csvReader struct {
	format  string
	tab     *table
	file    *countingReader
	plan    *plan
	keys    *keyMaker
	opts    Options
	rows    int
	foreign string
	once    onceSet
	bearer  func(*rowBuilder) // builds the entries of a layout of its own
}

// onceSet remembers what is recorded once per person: definitions and facts.
type onceSet struct {
	seed maphash.Seed
	seen map[uint64]struct{}
}

func newOnceSet() onceSet {
	return onceSet{seed: maphash.MakeSeed(), seen: make(map[uint64]struct{})}
}

// first reports whether this is the first time that person and key are seen.
func (o onceSet) first(person, key string) bool {
	h := maphash.String(o.seed, person+"\x00"+key)
	if _, ok := o.seen[h]; ok {
		return false
	}
	o.seen[h] = struct{}{}
	return true
}

// openCSV reads a table with opts.Map, or with the map that Propose finds if it
// leaves no question.
func openCSV(r io.ReaderAt, size int64, opts Options) (Reader, error) {
	m := opts.Map
	if m == nil {
		proposed, understood, err := Propose(r, size, opts)
		if err != nil {
			return nil, err
		}
		if !understood.Complete {
			return nil, &AskError{Understanding: understood, Map: proposed}
		}
		m = proposed
	} else if err := m.check(); err != nil {
		return nil, err
	} else if m, err = completeDates(r, size, opts, m); err != nil {
		return nil, err
	}
	return openTable(r, size, opts, m, FormatCSV)
}

// openTable reads the header and compiles m against it.
func openTable(r io.ReaderAt, size int64, opts Options, m *Map, format string) (*csvReader, error) {
	tab, file, header, err := startTable(r, size, opts, m)
	if err != nil {
		return nil, err
	}
	p, err := compile(m, header, opts)
	if err != nil {
		return nil, err
	}
	c := &csvReader{format: format, tab: tab, file: file, plan: p, keys: newKeyMaker(format), opts: opts, once: newOnceSet()}
	if m.Encoding == encoding1252 {
		c.foreign = "the text is not UTF-8 and was read as Windows-1252"
	}
	if m.Layout == layoutBearable {
		c.bearer = (*rowBuilder).bearable
	}
	return c, nil
}

// startTable opens the text of a table and reads its header. The zero Map
// guesses encoding and delimiter.
func startTable(r io.ReaderAt, size int64, opts Options, m *Map) (*table, *countingReader, []string, error) {
	sample, err := head(r, size)
	if err != nil {
		return nil, nil, nil, err
	}
	if m.Encoding == "" {
		m.Encoding = guessEncoding(sample)
	}
	file := &countingReader{r: io.NewSectionReader(r, 0, size)}
	text, err := decoded(file, m.Encoding)
	if err != nil {
		return nil, nil, nil, err
	}
	if m.Delimiter == "" {
		plain, err := decoded(strings.NewReader(string(sample)), m.Encoding)
		if err != nil {
			return nil, nil, nil, err
		}
		// A sample may end in the middle of a rune: what came before it counts.
		lines, _ := io.ReadAll(plain)
		m.Delimiter = string(guessDelimiter(lines))
	}
	tab := newTable(text, m.Delimiter[0], opts.MaxRecord)
	header, err := readHeader(tab)
	return tab, file, header, err
}

// readHeader returns the names of the columns, each made unique, passing over
// the line "sep=;" that Excel understands.
func readHeader(tab *table) ([]string, error) {
	cells, err := tab.next()
	if err == nil && len(cells) > 0 && len(cells) <= 2 && strings.HasPrefix(strings.ToLower(cells[0]), "sep=") {
		cells, err = tab.next()
	}
	switch {
	case err == io.EOF:
		return nil, fmt.Errorf("the file is empty: %w", ErrFormat)
	case errors.Is(err, errRecordTooLong):
		return nil, fmt.Errorf("the first line does not end: %w", ErrTooLarge)
	case err != nil:
		return nil, fmt.Errorf("read the header: %w", err)
	}
	header, used := make([]string, len(cells)), map[string]bool{}
	for i, c := range cells {
		name := strings.TrimSpace(c)
		if name == "" {
			name = fmt.Sprintf("column %d", i+1)
		}
		base := name
		for n := 2; used[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s (%d)", base, n)
		}
		used[strings.ToLower(name)] = true
		header[i] = name
	}
	return header, nil
}

func (c *csvReader) Format() string { return c.format }
func (c *csvReader) Offset() int64  { return c.file.n }
func (c *csvReader) Close() error   { return nil }

// Notes says what encoding was assumed, if it was.
func (c *csvReader) Notes() []string {
	var notes []string
	if c.foreign != "" {
		notes = append(notes, c.foreign)
	}
	if c.tab.foreign > 0 {
		notes = append(notes, fmt.Sprintf("%d rows were not UTF-8 and were read as Windows-1252", c.tab.foreign))
	}
	return notes
}

// Next reads one row of the table.
func (c *csvReader) Next() (Row, error) {
	cells, err := c.tab.next()
	if err == io.EOF {
		return Row{}, io.EOF
	}
	c.rows++
	switch {
	case c.rows > c.opts.MaxRecords:
		return Row{}, fmt.Errorf("more than %d rows; split the file: %w", c.opts.MaxRecords, ErrTooLarge)
	case errors.Is(err, errRecordTooLong):
		return whole(reasonTooLong, atLine(c.tab.line, "")), nil
	case err != nil:
		return Row{}, fmt.Errorf("read line %d: %w", c.tab.line, err)
	}
	b := rowBuilder{c: c, cells: cells, line: c.tab.line}
	return b.row(), nil
}

// rowBuilder makes a Row of the cells of one record.
type rowBuilder struct {
	c       *csvReader
	cells   []string
	line    int
	key     string
	person  string
	when    journal.When
	dateErr string // why when is not set
	tags    []string
	entries []journal.Entry
	skips   []Skip
	nothing string // the reason if nothing comes of the row
}

// cell returns the text of column i, "" where it is missing.
func (b *rowBuilder) cell(i int) string {
	if i < 0 || i >= len(b.cells) {
		return ""
	}
	s := strings.TrimSpace(b.cells[i])
	if s == "" || len(s) <= 16 && b.c.plan.missing[strings.ToLower(s)] {
		return ""
	}
	return s
}

func (b *rowBuilder) row() Row {
	p := b.c.plan
	b.key = b.c.keys.base(b.cells)
	if strings.TrimSpace(strings.Join(b.cells, "")) == "" {
		return whole(reasonEmpty, atLine(b.line, ""))
	}
	b.nothing = reasonNothing
	if p.person >= 0 {
		if b.person = b.cell(p.person); b.person == "" {
			return whole(reasonNoPerson, atLine(b.line, p.header[p.person]))
		}
	}
	b.readDate()
	for _, extra := range b.cells[min(len(b.cells), len(p.header)):] {
		if strings.TrimSpace(extra) != "" {
			b.skip(reasonExtra, "")
		}
	}
	if b.c.bearer != nil {
		b.c.bearer(b)
	} else {
		b.fromMap()
	}
	if len(b.entries) == 0 {
		reason := b.nothing
		if len(b.skips) > 0 {
			reason = b.skips[0].Reason
		}
		return whole(reason, atLine(b.line, ""))
	}
	return Row{Person: b.person, Entries: b.entries, Skips: b.skips, Records: 1}
}

func (b *rowBuilder) fromMap() {
	for i := range b.c.plan.columns {
		if c := &b.c.plan.columns[i]; c.Role == RoleTags {
			b.tags = append(b.tags, b.list(b.cell(c.index))...)
		}
	}
	for i := range b.c.plan.columns {
		b.column(&b.c.plan.columns[i])
	}
	for i := range b.c.plan.records {
		b.record(&b.c.plan.records[i], i)
	}
	if len(b.entries) > 0 || len(b.skips) == 0 { // a row that failed is left out with all it says
		b.personDetails()
	}
}

// readDate sets when, or dateErr.
func (b *rowBuilder) readDate() {
	p := b.c.plan
	text := b.cell(p.date)
	for _, i := range p.fallback {
		if text == "" {
			text = b.cell(i)
		}
	}
	if text == "" {
		b.dateErr = reasonNoDate
		return
	}
	st, err := p.dates.read(text)
	if err != nil {
		b.dateErr = reasonOf(err)
		return
	}
	if hour := b.cell(p.clock); hour != "" && st.precision == journal.Day {
		if c, ok := readClock(hour); ok {
			st = st.withClock(c)
		} else {
			b.skip("time not understood", p.header[p.clock])
		}
	}
	b.when = st.when(p.zone)
	b.readEnd(st)
	if b.when.Validate() != nil {
		b.dateErr = string(faultYear)
	}
}

// readEnd sets the duration from the time of day at which it ended.
func (b *rowBuilder) readEnd(st stamp) {
	text := b.cell(b.c.plan.endClock)
	if text == "" || st.precision != journal.Instant {
		return
	}
	end, ok := readClock(text)
	if !ok || end.part {
		b.skip("time not understood", b.c.plan.header[b.c.plan.endClock])
		return
	}
	minutes := (end.hour-st.clock.hour)*60 + end.minute - st.clock.minute
	if minutes < 0 {
		minutes += 24 * 60
	}
	b.when.Duration = time.Duration(minutes) * time.Minute
}

func (b *rowBuilder) skip(reason, column string) {
	b.skips = append(b.skips, Skip{Reason: reason, Example: atLine(b.line, column), Count: 1})
}

// list splits a cell with several values.
func (b *rowBuilder) list(s string) []string {
	if s == "" {
		return nil
	}
	sep := b.c.plan.separator
	if sep == "" {
		return []string{s}
	}
	var out []string
	for _, item := range strings.Split(s, sep) {
		if item = strings.TrimSpace(item); item != "" {
			out = append(out, item)
		}
	}
	return out
}

// add keeps e if the journal would take it; part tells it apart from the other
// entries of the row.
func (b *rowBuilder) add(e journal.Entry, column, part string) {
	e.Key = b.key + ":" + part
	e.Tags = append(e.Tags, b.tags...)
	if e.Source == "" {
		e.Source = b.c.format
	}
	if reason := faultOf(&e); reason != "" {
		b.skip(reason, column)
		return
	}
	b.entries = append(b.entries, e)
}

// addOnce adds e if the person has not had the same before in this file.
func (b *rowBuilder) addOnce(e journal.Entry, what string, parts ...string) {
	e.Key = contentKey(b.c.format, what, parts...)
	e.Source = b.c.format
	if !b.c.once.first(b.person, e.Key) {
		return
	}
	if faultOf(&e) == "" {
		b.entries = append(b.entries, e)
	}
}

// personDetails gathers the columns that describe the person into one entry
// whenever they say something new.
func (b *rowBuilder) personDetails() {
	var who journal.Person
	var parts []string
	for i := range b.c.plan.columns {
		c := &b.c.plan.columns[i]
		s := b.cell(c.index)
		if c.Role != RolePerson || s == "" {
			continue
		}
		if len(s) > journal.MaxName {
			b.skip(string(faultLong), c.Column)
			continue
		}
		b.c.plan.dates.describe(&who, c.Field, c.Column, s)
		parts = append(parts, c.Column+"="+s)
	}
	if len(parts) == 0 {
		return
	}
	sort.Strings(parts)
	b.nothing = reasonNothingNew
	when := b.when
	if b.dateErr != "" {
		when = journal.OnDay(journal.DateOf(b.c.opts.Now.In(b.c.plan.zone)), b.c.plan.zone)
	}
	e := journal.Entry{Kind: journal.KindPerson, When: when, Name: personEntryName, Body: &who}
	b.addOnce(e, "person", parts...)
}

// personEntryName names the entries that hold facts about the person, which have
// no name of their own.
const personEntryName = "Person details"

// describe puts one fact into who. Dates that are not whole and everything
// without a field of its own stay as written, under the source's name.
func (d dateReader) describe(who *journal.Person, field, column, s string) {
	detail := func() {
		if who.Details == nil {
			who.Details = map[string]string{}
		}
		who.Details[column] = s
	}
	switch field {
	case "birth", "death":
		st, err := dateReader{order: textOrder(d.order), now: d.now}.read(s)
		if err != nil || st.precision > journal.Day {
			detail()
			return
		}
		day := st.date()
		if field == "birth" {
			who.Birth = &day
		} else {
			who.Death = &day
		}
	case "sex":
		who.Sex = s
	case "age":
		if who.AgeSaid = strings.TrimSpace(who.AgeSaid + " " + s); len(who.AgeSaid) > journal.MaxName {
			who.AgeSaid = s
		}
	default:
		detail()
	}
}

// textOrder is the order in which dates in words and digits are read where the
// table's own dates are plain numbers.
func textOrder(o dateOrder) dateOrder {
	switch o {
	case orderDMY, orderMDY:
		return o
	}
	return orderYMD
}
