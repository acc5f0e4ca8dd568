package view

import (
	"context"
	"slices"
	"strings"
	"sync"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/instrument"
)

// Instruments is the page of questionnaires of one person.
type Instruments struct {
	a *app.App

	mu     sync.Mutex
	person app.Person
	has    bool
	list   []app.Questionnaire
}

// NewInstruments makes the page of nobody.
func NewInstruments(a *app.App) *Instruments { return &Instruments{a: a} }

// SetPerson chooses whose page it is; false is nobody's.
func (m *Instruments) SetPerson(p app.Person, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if p.ID != m.person.ID || ok != m.has {
		m.list = nil
	}
	m.person, m.has = p, ok
}

func (m *Instruments) whose() (app.Person, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.person, m.has
}

// Load reads what there is.
func (m *Instruments) Load(ctx context.Context) error {
	p, ok := m.whose()
	if !ok {
		return nil
	}
	list, err := m.a.Instruments(ctx, p)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if p.ID == m.person.ID {
		m.list = list
	}
	return nil
}

// InstrumentSection is a part of the page.
type InstrumentSection struct {
	Title, Explain string
	Rows           []InstrumentRow
}

// InstrumentRow is one questionnaire.
type InstrumentRow struct {
	ID, Title, About string
	// State is when it was answered last, with what score, and when it is due.
	State string
	// Due says that it is due now.
	Due bool
	// Own ones can be removed, and Editable ones changed here.
	Own, Editable bool
	TotalOnly     bool
	// Answered says that there is an answer to look at.
	Answered bool
	Every    instrument.Cadence
	usual    string // how often it is usually asked
}

// Sections returns the page: what is due, what the person has of their own or uses,
// and the rest. Totals that were never entered are not in it; see MoreTotals.
func (m *Instruments) Sections() []InstrumentSection {
	m.mu.Lock()
	defer m.mu.Unlock()
	due := InstrumentSection{Title: words.Text("instrument.page.due")}
	own := InstrumentSection{Title: words.Text("instrument.page.own")}
	rest := InstrumentSection{Title: words.Text("instrument.page.rest")}
	totals := InstrumentSection{Title: words.Text("instrument.page.totals"), Explain: words.Text("instrument.page.totals.explain")}
	for i := range m.list {
		row := m.row(&m.list[i])
		switch {
		case row.Due:
			due.Rows = append(due.Rows, row)
		case row.Own:
			own.Rows = append(own.Rows, row)
		case row.TotalOnly && (row.Answered || !row.Every.IsNever()):
			totals.Rows = append(totals.Rows, row)
		case !row.TotalOnly:
			rest.Rows = append(rest.Rows, row)
		}
	}
	return slices.DeleteFunc([]InstrumentSection{due, own, rest, totals}, func(s InstrumentSection) bool {
		return len(s.Rows) == 0 && s.Explain == ""
	})
}

// MoreTotals returns the questionnaires of which only a total is entered and none
// was yet, of those in whose title every word of text begins one.
func (m *Instruments) MoreTotals(text string) []InstrumentRow {
	m.mu.Lock()
	defer m.mu.Unlock()
	var rows []InstrumentRow
	for i := range m.list {
		if row := m.row(&m.list[i]); row.TotalOnly && !row.Answered && row.Every.IsNever() && !row.Own && namedBy(row.Title, text) {
			rows = append(rows, row)
		}
	}
	return rows
}

func (m *Instruments) row(q *app.Questionnaire) InstrumentRow {
	today := journal.At(m.a.Now()).Date
	row := InstrumentRow{
		ID: q.Pack.ID, Title: q.Pack.Title, About: q.Pack.About, Own: q.Own, TotalOnly: q.Pack.TotalOnly(),
		Answered: q.Last != nil, Every: q.Every, Due: q.Due != nil && *q.Due <= today, usual: q.Pack.Cadence,
	}
	row.Editable = q.Own && isSimple(q.Pack)
	if row.About == "" && !row.TotalOnly {
		row.About = words.Count(int64(len(q.Pack.Items)), "question")
	}
	parts := []string{words.Text("instrument.cli.never")}
	if row.Answered {
		parts[0] = words.Text("instrument.cli.last", app.DateText(q.Last.When.Date), q.LastText())
	}
	if due := q.DueText(today); due != "" {
		parts = append(parts, due)
	}
	row.State = strings.Join(parts, " · ")
	return row
}

// EveryChoice is one answer to how often something is to be asked.
type EveryChoice struct {
	Title string
	Every instrument.Cadence
}

// EveryChoices returns how often a questionnaire can be asked in the window, and
// which of it is so now. The command line can do more.
func (r *InstrumentRow) EveryChoices() (choices []EveryChoice, now int) {
	cadences := []instrument.Cadence{{}, {Every: 1, Unit: instrument.Days}, {Every: 1, Unit: instrument.Weeks},
		{Every: 2, Unit: instrument.Weeks}, {Every: 1, Unit: instrument.Months}, {Every: 3, Unit: instrument.Months}}
	if usual, err := instrument.ParseCadence(r.usual); err == nil && !slices.Contains(cadences, usual) && usual != (instrument.Cadence{Every: 14}) {
		cadences = append(cadences, usual)
	}
	if !slices.Contains(cadences, r.Every) {
		cadences = append(cadences, r.Every)
	}
	for i, c := range cadences {
		title := words.Text("instrument.page.never")
		if !c.IsNever() {
			title = app.EveryText(c)
		}
		choices = append(choices, EveryChoice{title, c})
		if c == r.Every {
			now = i
		}
	}
	return choices, now
}

// AskEvery chooses how often a questionnaire is asked.
func (m *Instruments) AskEvery(ctx context.Context, id string, every instrument.Cadence) error {
	p, _ := m.whose()
	_, err := m.a.AskEvery(ctx, p, id, every)
	return err
}

// Add puts the questionnaire of a file into the record and returns its title.
func (m *Instruments) Add(ctx context.Context, path string) (title string, err error) {
	p, _ := m.whose()
	pack, err := app.ReadPack(path)
	if err != nil {
		return "", err
	}
	q, err := m.a.AddInstrument(ctx, p, pack)
	if err != nil {
		return "", err
	}
	return q.Pack.Title, nil
}

// Remove takes one of the person's own off the list; its answers stay.
func (m *Instruments) Remove(ctx context.Context, id string) error {
	p, _ := m.whose()
	return m.a.RemoveInstrument(ctx, p, id)
}

// InstrumentAnswer is one answer in the history of a questionnaire.
type InstrumentAnswer struct {
	When, Score, Band string
	Lines             []InstrumentLine
}

// InstrumentLine is one question with its answer.
type InstrumentLine struct{ Question, Answer string }

// historyShown is how many answers a history shows.
const historyShown = 100

// History returns what was answered to a questionnaire, newest first.
func (m *Instruments) History(ctx context.Context, id string) ([]InstrumentAnswer, error) {
	p, _ := m.whose()
	list, err := m.a.Answered(ctx, p, id, historyShown)
	if err != nil {
		return nil, err
	}
	answers := make([]InstrumentAnswer, len(list))
	for i := range list {
		d := &list[i]
		answers[i] = InstrumentAnswer{When: EntryWhen(d.Entry.When), Score: d.ScoreText(), Band: d.BandText(), Lines: instrumentLines(d)}
	}
	return answers, nil
}

func instrumentLines(d *app.Answered) []InstrumentLine {
	var lines []InstrumentLine
	for _, line := range d.Lines() {
		lines = append(lines, InstrumentLine{line.Question, or(line.Answer, words.Text("entry.left_out"))})
	}
	return lines
}

// InstrumentLines returns the questions and answers of an entry of the kind
// response, in words; nil for others, and where the questions are not known.
func InstrumentLines(ctx context.Context, a *app.App, p app.Person, e *journal.Entry) ([]InstrumentLine, error) {
	if e.Kind != journal.KindResponse {
		return nil, nil
	}
	d, err := a.Reread(ctx, p, *e)
	if err != nil {
		return nil, err
	}
	return instrumentLines(&d), nil
}

// answersText says what was answered: each question with its answer where the
// questions are built in, and otherwise the numbers.
func answersText(b *journal.Response) string {
	packs, err := instrument.BuiltIn()
	if err != nil {
		packs = nil // the numbers are always there
	}
	var texts []string
	for _, p := range packs {
		if p.ID == b.Instrument {
			shown, _ := p.In(words.Language())
			for _, line := range shown.Describe(b) {
				texts = append(texts, words.Text("instrument.line", line.Question, or(line.Answer, words.Text("entry.left_out"))))
			}
		}
	}
	if texts != nil {
		return strings.Join(texts, "\n")
	}
	for _, n := range b.Answers {
		text := words.Text("entry.left_out")
		if n != nil {
			text = n.String()
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", ")
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// CrisisPage is whom to call, as a page that is calm and shares nothing.
type CrisisPage struct {
	Title string
	Intro []string
	// Here are the lines for where this computer is; Danger is what to call now.
	Here   []string
	Danger string
	// Others are the other countries.
	Others []CrisisCountry
	Notes  []string
}

// CrisisCountry is one country's numbers.
type CrisisCountry struct {
	Name  string
	Lines []string
}

// NewCrisisPage makes the page; answered says that an answer was the reason.
func NewCrisisPage(a *app.App, answered bool) (*CrisisPage, error) {
	all, here, err := a.CrisisHelp()
	if err != nil {
		return nil, err
	}
	page := &CrisisPage{Title: words.Text("instrument.crisis.title"), Danger: words.Text("instrument.crisis.unknown")}
	if answered {
		page.Intro = append(page.Intro, words.Text("instrument.crisis.intro"))
		page.Notes = append(page.Notes, words.Text("instrument.crisis.private"))
	}
	page.Notes = append(page.Notes, words.Text("instrument.crisis.as_of", all.AsOf))
	if here != nil {
		page.Danger = words.Text("instrument.crisis.danger", here.Emergency)
		if len(here.Lines) > 0 {
			page.Intro = append(page.Intro, words.Text("instrument.crisis.here", here.In(words.Language())))
		}
		for _, line := range here.Lines {
			page.Here = append(page.Here, app.CrisisLineText(line))
		}
	}
	for i := range all.Countries {
		c := &all.Countries[i]
		country := CrisisCountry{Name: c.In(words.Language())}
		for _, line := range c.Lines {
			country.Lines = append(country.Lines, app.CrisisLineText(line))
		}
		country.Lines = append(country.Lines, words.Text("instrument.crisis.emergency", c.Emergency))
		page.Others = append(page.Others, country)
	}
	slices.SortStableFunc(page.Others[:len(page.Others)-1], func(x, y CrisisCountry) int { // the last is the rest of several
		return strings.Compare(journal.Fold(x.Name), journal.Fold(y.Name))
	})
	return page, nil
}
