package exchange

import (
	"fmt"
	"strings"
	"time"

	"kith/journal"
)

// plan is a Map resolved against the header of a file: columns are indexes, -1
// where there is none.
type plan struct {
	m         *Map
	header    []string
	date      int
	fallback  []int
	clock     int
	endClock  int
	person    int
	dates     dateReader
	zone      *time.Location
	comma     bool
	separator string
	missing   map[string]bool
	columns   []columnPlan
	records   []recordPlan
}

type columnPlan struct {
	ColumnMap
	index    int
	kind     journal.Kind
	polarity journal.Polarity
	ranks    map[string]int
}

// recordPlan is a RecordMap with its columns looked up.
type recordPlan struct {
	RecordMap
	kind     journal.Kind
	ranks    map[string]int
	nameFrom []int
	note     []int
	tags     []int
	at       map[string]int // column name to index
}

// compile resolves m against header. The error names what the file lacks.
func compile(m *Map, header []string, opts Options) (*plan, error) {
	p := &plan{m: m, header: header, date: -1, clock: -1, endClock: -1, person: -1, zone: opts.Zone, comma: m.Decimal == ",",
		separator: m.Separator, missing: map[string]bool{}}
	var err error
	if m.Date.Zone != "" {
		if p.zone, err = time.LoadLocation(m.Date.Zone); err != nil {
			return nil, fmt.Errorf("zone %.60q is not known", m.Date.Zone)
		}
	}
	p.dates = dateReader{order: dateOrder(m.Date.Format), now: opts.Now, start: defaultStart}
	if m.Date.Start != "" {
		if p.dates.start, err = parseStart(m.Date.Start); err != nil {
			return nil, err
		}
	}
	missing := m.Missing
	if missing == nil {
		missing = defaultMissing
	}
	for _, s := range missing {
		p.missing[strings.ToLower(s)] = true
	}
	find := finder{header: header}
	p.date, p.clock = find.column(m.Date.Column), find.column(m.Date.Time)
	p.endClock = find.column(m.Date.EndTime)
	p.fallback = find.columns(m.Date.Fallback)
	person := m.Person
	if opts.PersonColumn != "" {
		person = opts.PersonColumn
	}
	p.person = find.column(person)
	for _, c := range m.Columns {
		if i := find.column(c.Column); c.Role != RoleIgnore && i != p.person {
			p.columns = append(p.columns, planColumn(c, i))
		}
	}
	for _, r := range m.Records {
		p.records = append(p.records, find.record(r))
	}
	return p, find.err
}

// defaultStart is the date of day number 0 where nobody said which it is.
const defaultStart journal.Date = 10957 // 2000-01-01

// finder looks columns up by name, whatever their case.
type finder struct {
	header []string
	err    error
}

func (f *finder) column(name string) int {
	if name == "" {
		return -1
	}
	for i, h := range f.header {
		if h == name {
			return i
		}
	}
	for i, h := range f.header {
		if strings.EqualFold(h, strings.TrimSpace(name)) {
			return i
		}
	}
	if f.err == nil {
		f.err = fmt.Errorf("the file has no column %.60q; it has: %.400s", name, strings.Join(f.header, ", "))
	}
	return -1
}

func (f *finder) columns(names []string) []int {
	var out []int
	for _, n := range names {
		out = append(out, f.column(n))
	}
	return out
}

func (f *finder) record(r RecordMap) recordPlan {
	kind, _ := journal.ParseKind(r.Kind) // checked with the map
	p := recordPlan{RecordMap: r, kind: kind, ranks: ranksOf(r.Anchors, r.First), at: map[string]int{}}
	p.nameFrom, p.note, p.tags = f.columns(r.NameFrom), f.columns(r.Note), f.columns(r.Tags)
	for _, name := range r.columnNames() {
		p.at[name] = f.column(name)
	}
	return p
}

// columnNames lists the columns that r names one by one.
func (r RecordMap) columnNames() []string {
	names := []string{r.Value, r.Unit, r.Label, r.Low, r.High, r.Region, r.Start, r.Recorded, r.End, r.Ongoing,
		r.Amount, r.AmountUnit, r.AmountText, r.Frequency, r.Route, r.Purpose, r.StopReason,
		r.Category, r.Status, r.Severity, r.Outcome, r.Serious, r.Relation, r.Reaction, r.BodySystem, r.Reason}
	for _, p := range r.Parts {
		names = append(names, p.Column)
	}
	for _, c := range r.Codes {
		names = append(names, c.Column, c.Display)
	}
	for _, o := range r.OmitIf {
		names = append(names, o.Column)
	}
	var used []string
	for _, n := range names {
		if n != "" {
			used = append(used, n)
		}
	}
	return used
}

// ranksOf numbers anchors from first; the words are compared in lower case.
func ranksOf(anchors []string, first int) map[string]int {
	if len(anchors) == 0 {
		return nil
	}
	ranks := make(map[string]int, len(anchors))
	for i, a := range anchors {
		ranks[strings.ToLower(a)] = first + i
	}
	return ranks
}

func planColumn(c ColumnMap, index int) columnPlan {
	if c.Name == "" {
		c.Name = displayName(c.Column)
	}
	p := columnPlan{ColumnMap: c, index: index, kind: kindOfColumn(c), ranks: ranksOf(c.Anchors, c.First)}
	if c.Polarity != "" {
		_ = p.polarity.UnmarshalText([]byte(c.Polarity)) // checked with the map
	}
	return p
}

// kindOfColumn chooses the kind of a column's entries where the map does not.
func kindOfColumn(c ColumnMap) journal.Kind {
	switch c.Kind {
	case "symptom":
		return journal.KindSymptom
	case "measure":
		return journal.KindMeasure
	case "factor":
		return journal.KindFactor
	}
	if isSymptomName(c.Name) {
		return journal.KindSymptom
	}
	switch c.Role {
	case RoleYesNo, RoleFactor, RoleText, RoleOrdinal:
		return journal.KindFactor
	}
	return journal.KindMeasure
}

// displayName makes a name of a column's: mood_down becomes Mood down.
func displayName(column string) string {
	name := strings.Join(strings.Fields(strings.ReplaceAll(column, "_", " ")), " ")
	if name == "" {
		return column
	}
	if c := name[0]; c >= 'a' && c <= 'z' {
		name = string(c-'a'+'A') + name[1:]
	}
	return name
}
