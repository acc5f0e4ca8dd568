package view

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/exchange"
)

// BringShown is what the page shows. It is a copy and stays as it is.
type BringShown struct {
	Step    BringStep
	File    string   // name of the file
	Size    string   // "196 kB"
	Format  string   // in plain words, "" until it is known
	Why     string   // how it was recognised
	Waiting []string // names of the files that come next

	Problem app.Explanation // of BringFailed
	Partly  bool            // something was written before it failed
	Stopped bool            // the import was cancelled and taken back
	Undone  bool
	Act     journal.ID // for Undo, of what was imported

	Questions   []BringQuestion
	Owner       BringOwner
	Table       bool // it has columns that can be said to be something else
	Columns     []BringColumn
	Recognised  bool // entries are made of several columns
	Date        BringDate
	Shape       string   // how the text of a table is read
	Decimal     string   // "." or ","
	Assumptions []string // worth a look

	Head     []string // the column names of a table
	Lines    []BringLine
	Stale    bool // Lines will change
	Counts   *BringCounts
	Progress BringProgress
	Summary  *BringSummary
}

// BringColumn is one column of a table and what it is.
type BringColumn struct {
	Name    string
	Samples []string // up to three values that it has
	Use     string   // one of BringUses, or UseRecord
	Label   string   // what its entries are called; "" is the column's name
	Kind    string   // symptom, measure, factor; "" leaves it to Kith
	Unit    string
	Range   string // of a score: "0–10"
}

// Named reports whether the entries of the column have a name to choose.
func (c BringColumn) Named() bool {
	switch c.Use {
	case UseDate, UseTime, UseEndTime, UseWhose, UseRecord, exchange.RoleIgnore, exchange.RoleNote, exchange.RoleTags,
		exchange.RoleFactor, exchange.RolePerson:
		return false
	}
	return true
}

// Kinded reports whether the kind of its entries can be chosen.
func (c BringColumn) Kinded() bool {
	return c.Named() && c.Use != exchange.RoleDose && c.Use != exchange.RoleComponents || c.Use == exchange.RoleFactor
}

// Measured reports whether its numbers have a unit.
func (c BringColumn) Measured() bool {
	return slices.Contains([]string{exchange.RoleNumber, exchange.RoleCount, exchange.RoleDuration, exchange.RoleDose}, c.Use)
}

// BringDate is how the dates of a table are read.
type BringDate struct {
	Column  string
	Format  string // one of BringDateFormats
	Start   string // the date of day 0, where days are numbered
	Example string // a date that could be read both ways, "" if none is shown
}

// BringLine is one of the first records of a file.
type BringLine struct {
	Number  int      // from 1
	Cells   []string // as the file says them, one for each of Head; nil for other formats
	Entries []BringEntry
	Left    string // why nothing comes of it, "" if something does
	Notes   []string
}

// BringEntry is an entry that would be written.
type BringEntry struct {
	When, Person, Kind, Text string
}

// BringCounts says what an import would do, or did, in records of the file.
type BringCounts struct {
	Read, Imported, Duplicates, Skipped int
	Entries, Samples                    int // new ones
	Persons, Added                      int
}

// BringSummary says what became of a file.
type BringSummary struct {
	BringCounts
	Names     []string      // of the persons whose records it went to
	Skips     []app.Skipped // whole records
	Cells     []app.Skipped // single cells of records that were imported for the rest
	Notes     []string
	AddedLeft int // persons whom it added and who are still there after it was undone
}

// Shown returns what the page shows now.
func (b *Bring) Shown() BringShown {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := BringShown{Step: b.step, Stopped: b.stopped, Undone: b.undone, Stale: b.stale, Owner: b.owner, Progress: b.progress, Act: b.act}
	for _, path := range b.waiting {
		s.Waiting = append(s.Waiting, filepath.Base(path))
	}
	if b.path != "" {
		s.File = filepath.Base(b.path)
	}
	if b.file != nil {
		s.Size = app.SizeText(b.file.size)
	}
	if b.err != nil {
		s.Problem, s.Partly = explain(b.err), errors.Is(b.err, app.ErrPartlyImported)
	}
	if b.preview != nil {
		s.Format, s.Why = words.Text("bring.format."+b.preview.Format), b.preview.Why
		s.Head, s.Lines = b.preview.Columns, bringLines(b.preview, b.owner)
		s.Assumptions = forTheWindow(b.preview.Assumptions)
	}
	if b.step == BringAsk || b.step == BringReady {
		s.Questions = b.questions()
	}
	if b.m != nil {
		b.showTable(&s)
	}
	if b.counts != nil {
		c := countsOf(b.counts)
		s.Counts = &c
	}
	if b.report != nil {
		s.Summary = b.summary()
	}
	return s
}

// showTable fills in what only a table has.
func (b *Bring) showTable(s *BringShown) {
	m := b.m
	s.Table, s.Recognised = true, len(m.Records) > 0 || m.Layout != ""
	s.Decimal = m.Decimal
	if s.Decimal == "" {
		s.Decimal = "."
	}
	s.Shape = shapeText(m)
	s.Date = BringDate{Column: m.Date.Column, Format: m.Date.Format, Start: m.Date.Start}
	index := newMapIndex(m)
	for i, name := range b.preview.Columns {
		c := index.column(name)
		samples := samplesOf(b.preview.Cells, i)
		s.Columns = append(s.Columns, BringColumn{Name: name, Samples: samples, Use: index.use(name), Label: c.Name,
			Kind: c.Kind, Unit: c.Unit, Range: rangeText(c)})
		if same(m.Date.Column, name) {
			s.Date.Example = firstDoubtful(b.preview.Cells, i)
		}
	}
}

func rangeText(c exchange.ColumnMap) string {
	if c.Low == nil || c.High == nil {
		return defaultRange
	}
	return c.Low.String() + "–" + c.High.String()
}

// shapeText says how the text of a table is read.
func shapeText(m *exchange.Map) string {
	delimiter := words.Text("bring.delimiter.other", m.Delimiter)
	if key := "bring.delimiter." + m.Delimiter; words.Has(key) {
		delimiter = words.Text(key)
	}
	if m.Delimiter == "\t" {
		delimiter = words.Text("bring.delimiter.tab")
	}
	encoding := strings.ToUpper(m.Encoding)
	if m.Encoding == "windows-1252" {
		encoding = "Windows-1252"
	}
	switch {
	case m.Delimiter == "" && encoding == "":
		return ""
	case m.Delimiter == "":
		return words.Text("bring.shape.encoding", encoding)
	case encoding == "":
		return words.Text("bring.shape.delimiter", delimiter)
	}
	return words.Text("bring.shape", delimiter, encoding)
}

// samplesOf returns up to three different values of a column.
func samplesOf(cells [][]string, column int) (samples []string) {
	for _, line := range cells {
		if column >= len(line) || len(samples) == 3 {
			continue
		}
		if s := oneLine(line[column]); s != "" && !slices.Contains(samples, s) {
			samples = append(samples, s)
		}
	}
	return samples
}

// firstDoubtful returns a date of a column that may have its day or its month
// first, else its first value.
func firstDoubtful(cells [][]string, column int) string {
	first := ""
	for _, line := range cells {
		if column >= len(line) {
			continue
		}
		s := oneLine(line[column])
		if first == "" {
			first = s
		}
		var a, b int
		var mark rune
		if n, _ := fmt.Sscanf(s, "%d%c%d", &a, &mark, &b); n == 3 && a != b && 1 <= a && a <= 12 && 1 <= b && b <= 12 {
			return s
		}
	}
	return first
}

// oneLine is a cell on one line, no longer than a grid can show.
func oneLine(s string) string {
	const most = 200
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// forTheWindow leaves out what is said about writing maps by hand: the window
// asks for that itself.
func forTheWindow(assumptions []string) (kept []string) {
	for _, a := range assumptions {
		if !strings.Contains(a, " in a map") {
			kept = append(kept, a)
		}
	}
	return kept
}

// bringLines says what comes of the first records.
func bringLines(p *app.ImportPreview, owner BringOwner) []BringLine {
	lines := make([]BringLine, max(len(p.Rows), len(p.Cells)))
	for i := range lines {
		lines[i].Number = i + 1
		if i < len(p.Cells) {
			lines[i].Cells = make([]string, len(p.Columns))
			for j := range min(len(p.Columns), len(p.Cells[i])) {
				lines[i].Cells[j] = oneLine(p.Cells[i][j])
			}
		}
		if i < len(p.Rows) {
			lines[i].fill(&p.Rows[i], owner)
		}
	}
	return lines
}

func (l *BringLine) fill(row *exchange.Row, owner BringOwner) {
	person := owner.Name
	if owner.Kind == OwnerColumn || owner.Kind == OwnerFile || owner.Kind == OwnerUnknown {
		person = row.Person
	}
	for i := range row.Entries {
		e := &row.Entries[i]
		l.Entries = append(l.Entries, BringEntry{When: app.WhenText(e.When), Person: person,
			Kind: words.Text("bring.kind." + e.Kind.String()), Text: oneLine(entryText(e))})
	}
	for _, run := range row.Runs {
		text := words.Text("bring.run", run.Measure, words.Count(int64(len(run.Samples)), "sample"))
		when := ""
		if len(run.Samples) > 0 {
			when = run.Samples[0].Start.UTC().Add(time.Duration(run.Offset) * time.Second).Format("2006-01-02 15:04")
		}
		l.Entries = append(l.Entries, BringEntry{When: when, Person: person, Kind: words.Text("bring.kind.samples"), Text: text})
	}
	for _, s := range row.Skips {
		if s.Whole {
			l.Left = s.Reason
		} else {
			l.Notes = append(l.Notes, words.Text("bring.cell", s.Reason, s.Example))
		}
	}
}

// entryText is [app.Describe] with what an entry says that stands in no list:
// the facts about a person, and what a score is scored on.
func entryText(e *journal.Entry) string {
	switch body := e.Body.(type) {
	case *journal.Person:
		return factsText(body)
	case *journal.Definition:
		switch {
		case body.Low != nil && body.High != nil:
			return words.Text("bring.scale.range", e.Name, body.Low, body.High)
		case len(body.Anchors) > 0:
			return words.Text("bring.scale.words", e.Name, strings.Join(body.Anchors, ", "))
		}
	}
	return app.Describe(e)
}

func factsText(who *journal.Person) string {
	var facts []string
	add := func(key, value string) {
		if value != "" {
			facts = append(facts, words.Text("bring.fact."+key, value))
		}
	}
	if who.Birth != nil {
		add("birth", who.Birth.String())
	}
	if who.Death != nil {
		add("death", who.Death.String())
	}
	add("sex", who.Sex)
	add("age", who.AgeSaid)
	for _, name := range slices.Sorted(maps.Keys(who.Details)) {
		facts = append(facts, name+" "+who.Details[name])
	}
	return strings.Join(facts, ", ")
}

func countsOf(r *app.Report) BringCounts {
	c := BringCounts{Read: r.Read, Imported: r.Imported, Duplicates: r.Duplicates, Entries: r.Entries, Samples: r.Samples,
		Persons: len(r.Persons), Added: len(r.PersonsAdded)}
	for _, s := range r.Skipped {
		c.Skipped += s.Count
	}
	return c
}

func (b *Bring) summary() *BringSummary {
	s := &BringSummary{BringCounts: countsOf(b.report), Names: b.report.Persons, Skips: b.report.Skipped, Cells: b.report.CellsSkipped,
		Notes: slices.Clone(b.report.Notes)}
	if b.changed {
		s.Notes = append(s.Notes, words.Text("bring.note.changed"))
	}
	if b.undone && !b.removed {
		s.AddedLeft = len(b.report.PersonsAdded)
	}
	return s
}
