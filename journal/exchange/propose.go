package exchange

import (
	"fmt"
	"io"
	"strings"
)

// Understanding says in plain words how a file was understood.
type Understanding struct {
	Format string
	// Why says how the format was recognised.
	Why string
	// Lines describe the columns, one sentence each.
	Lines []string
	// Assumptions were made without the file saying so, and are worth a look.
	Assumptions []string
	// Questions must be answered in a map before the file can be read.
	Questions []string
	// Complete says that there are no questions.
	Complete bool
}

// Propose looks at a file and says what it understood. For a table it returns
// the map it would be read with, as a file to edit; other formats need none.
func Propose(r io.ReaderAt, size int64, opts Options) (*Map, Understanding, error) {
	opts, err := opts.withDefaults()
	if err != nil {
		return nil, Understanding{}, err
	}
	format, why := opts.Format, "as you said"
	if format == FormatAuto {
		if format, why, err = Detect(r, size, opts); err != nil {
			return nil, Understanding{}, err
		}
	}
	if format != FormatCSV {
		return nil, Understanding{Format: format, Why: why, Complete: true}, nil
	}
	m := &Map{Version: 1}
	tab, _, header, err := startTable(r, size, opts, m)
	if err != nil {
		return nil, Understanding{}, err
	}
	sample, err := sampleTable(tab, header, opts.Now)
	if err != nil {
		return nil, Understanding{}, fmt.Errorf("read the table: %w", err)
	}
	p := proposer{opts: opts, sampled: sample, m: m, u: Understanding{Format: format, Why: why}}
	p.again = func() (*table, error) {
		tab, _, _, err := startTable(r, size, opts, m)
		return tab, err
	}
	if err := p.run(); err != nil {
		return nil, p.u, err
	}
	return p.m, p.u, nil
}

// proposer fills a map and an understanding from a sample.
type proposer struct {
	*sampled
	opts   Options
	m      *Map
	u      Understanding
	again  func() (*table, error) // a new table over the same file
	done   map[int]bool           // columns that have their part
	person int
}

func (p *proposer) run() error {
	p.done = map[int]bool{}
	p.person = -1
	var first []string
	if len(p.rows) > 0 {
		first = p.rows[0]
	}
	if known, what := builtinMap(p.header, first); known != nil {
		known.Delimiter, known.Encoding = p.m.Delimiter, p.m.Encoding
		*p.m = *known // again shares it
		p.u.Why = "its columns are those of " + what
		p.askPerson()
		p.describe()
		return nil
	}
	p.m.Decimal = p.decimalMark()
	p.m.Missing = append([]string{}, defaultMissing...)
	if err := p.findDate(); err != nil {
		return err
	}
	p.findTime()
	p.findPerson()
	p.findPressure()
	p.findRecords()
	for i, c := range p.columns {
		if !p.done[i] {
			p.m.Columns = append(p.m.Columns, p.role(i, c))
		}
	}
	p.describe()
	return nil
}

func (p *proposer) decimalMark() string {
	points, commas := 0, 0
	for _, c := range p.columns {
		commas += c.commas
		points += c.numbers - c.integers
	}
	if commas > points {
		return ","
	}
	return "."
}

func (p *proposer) ask(format string, args ...any) {
	p.u.Questions = append(p.u.Questions, fmt.Sprintf(format, args...))
}

func (p *proposer) assume(format string, args ...any) {
	p.u.Assumptions = append(p.u.Assumptions, fmt.Sprintf(format, args...))
}

// personNames are the columns that number the persons of a study or a family.
const personNames = "usubjid subjid subject subject_id patient patient_id patientid person person_id participant " +
	"participant_id pid respondent respondent_id user user_id member case case_id"

// findPerson sets the person column that was asked for, or asks about one that
// looks like it.
func (p *proposer) findPerson() {
	name := p.opts.PersonColumn
	for i, c := range p.columns {
		repeats := len(c.distinct) > 1 && (len(c.distinct) < c.filled || len(c.distinct) == maxDistinct)
		switch {
		case name != "" && strings.EqualFold(strings.TrimSpace(name), c.name):
			p.person, p.m.Person = i, c.name
			p.done[i] = true
		case name == "" && p.person < 0 && !p.done[i] && repeats && (c.namedWhole(personNames) || c.namedWhole("id") && c.all(c.numbers)):
			p.person, p.m.Person = i, c.name
			p.done[i] = true
		}
	}
	p.askPerson()
}

// askPerson asks whose record it is where a column has several persons' numbers
// and nobody said what to do with it.
func (p *proposer) askPerson() {
	if p.m.Person == "" || p.opts.PersonColumn != "" {
		return
	}
	several := 0
	for i, c := range p.columns {
		if strings.EqualFold(c.name, p.m.Person) {
			p.person, several = i, len(c.distinct)
		}
	}
	switch {
	case p.opts.OnePerson:
		if several > 1 {
			p.assume("Column %s has %d different values, but all rows go to the one person you named.", p.m.Person, several)
		}
		p.m.Person = ""
	case several > 1:
		p.ask("Column %s looks like the number of the person (%d different ones in the rows looked at). "+
			"Say --person-column %s to make each of them a person, or --person NAME to put all rows into one person's record.",
			p.m.Person, several, p.m.Person)
	default:
		p.m.Person = ""
	}
}

// describe writes the map in words.
func (p *proposer) describe() {
	m := p.m
	say := func(format string, args ...any) { p.u.Lines = append(p.u.Lines, fmt.Sprintf(format, args...)) }
	say("%d rows looked at; %s text; cells separated by %q.", len(p.rows), m.Encoding, m.Delimiter)
	if m.Date.Column != "" {
		line := fmt.Sprintf("%s: the date, written %s", m.Date.Column, m.Date.Format)
		if m.Date.Time != "" {
			line += "; the time is in " + m.Date.Time
		}
		if m.Date.EndTime != "" {
			line += ", the end in " + m.Date.EndTime
		}
		say("%s.", line)
	}
	if m.Person != "" {
		say("%s: the person.", m.Person)
	}
	for _, c := range m.Columns {
		say("%s: %s.", c.Column, c.words())
	}
	for _, r := range m.Records {
		name := strings.Join(r.NameFrom, " or ")
		if len(r.Parts) > 0 {
			say("%s: made of %d columns.", r.Name, len(r.Parts))
			continue
		}
		if name == "" {
			name = r.Name
		}
		article := "a"
		if strings.ContainsAny(r.Kind[:1], "ae") {
			article = "an"
		}
		say("%s: %s %s, one for each row.", name, article, r.Kind)
	}
	if out := m.leftOut(p.header); len(out) > 0 {
		say("Left out: %s.", strings.Join(out, ", "))
	}
	p.u.Complete = len(p.u.Questions) == 0
}

// words says what a column is.
func (c ColumnMap) words() string {
	kind := planColumn(c, 0).kind.String()
	unit := ""
	if c.Unit != "" {
		unit = " in " + c.Unit
	}
	switch c.Role {
	case RoleScore:
		if c.Low != nil {
			return fmt.Sprintf("a %s scored %s to %s", kind, c.Low, c.High)
		}
		return "a " + kind + " scored 0 to 10"
	case RoleYesNo:
		return "a " + kind + ", yes or no"
	case RoleNumber:
		return "a " + kind + ", a number" + unit
	case RoleCount:
		return "a " + kind + ", a count"
	case RoleDuration:
		return "a " + kind + ", a duration"
	case RoleOrdinal:
		return "a " + kind + ", one of a few words"
	case RoleComponents:
		return "blood pressure"
	case RoleText:
		return "a " + kind + " in words"
	case RoleFactor:
		return "what was there that day, each a " + kind
	case RoleNote:
		return "your notes"
	case RoleTags:
		return "tags"
	case RoleDose:
		return "doses of " + c.Name + unit
	case RolePerson:
		return "a fact about the person"
	}
	return "left out"
}
