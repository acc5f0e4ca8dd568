package view

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/instrument"
)

// InstrumentForm fills in a questionnaire, one question at a time. After the last
// question comes the end, where At says when it was.
type InstrumentForm struct {
	a      *app.App
	person app.Person
	q      app.Questionnaire

	answers []*journal.Decimal
	typed   []string // what was typed where a number is given
	at      int
	total   string
	// At is when it was, as [app.App.When] reads it; "" is now.
	At string
	// Resumed says that answers are there which were given before and not kept.
	Resumed bool
}

// Open begins to fill in a questionnaire, or goes on where somebody stopped.
func (m *Instruments) Open(ctx context.Context, id string) (*InstrumentForm, error) {
	p, ok := m.whose()
	if !ok {
		return nil, app.ErrNoPersons
	}
	q, err := m.a.Instrument(ctx, p, id)
	if err != nil {
		return nil, err
	}
	f := &InstrumentForm{a: m.a, person: p, q: q}
	f.answers, f.typed = make([]*journal.Decimal, len(q.Pack.Items)), make([]string, len(q.Pack.Items))
	drafts, err := m.a.Drafts()
	if err != nil {
		return f, nil // a draft is a help, and what it would have held is not lost by going on without
	}
	for _, d := range drafts {
		if d.Key == f.DraftKey() {
			f.resume(d.Data)
		}
	}
	return f, nil
}

// instrumentDraft is a questionnaire that is being filled in.
type instrumentDraft struct {
	Version string             `json:"version"`
	Answers []*journal.Decimal `json:"answers"`
	At      int                `json:"at"`
}

// DraftKey is under what the answers are kept while they are given.
func (f *InstrumentForm) DraftKey() string { return "ask/" + f.person.ID.String() + "/" + f.q.Pack.ID }

// Draft returns the answers to keep while they are given, nil for none.
func (f *InstrumentForm) Draft() []byte {
	if f.Given() == 0 {
		return nil
	}
	data, err := json.Marshal(instrumentDraft{f.q.Pack.Version, f.answers, f.at})
	if err != nil {
		return nil // numbers and a text: it cannot fail
	}
	return data
}

// resume takes over a draft, unless it is of other questions.
func (f *InstrumentForm) resume(data []byte) {
	var d instrumentDraft
	if json.Unmarshal(data, &d) != nil || d.Version != f.q.Pack.Version || len(d.Answers) != len(f.answers) {
		return
	}
	for i, n := range d.Answers {
		if n != nil && f.q.Pack.Allows(i, *n) {
			f.answers[i], f.typed[i] = n, n.String()
		}
	}
	f.at = min(max(d.At, 0), len(f.answers))
	f.Resumed = f.Given() > 0
}

// Title is what the questionnaire is called.
func (f *InstrumentForm) Title() string { return f.q.Pack.Title }

// Whose is the name of the person whom the answers are about.
func (f *InstrumentForm) Whose() string { return f.person.Name }

// TotalOnly says that only a total is entered.
func (f *InstrumentForm) TotalOnly() bool { return f.q.Pack.TotalOnly() }

// Notes are what is to be known before the first question: that it is in another
// language, that somebody stopped here before.
func (f *InstrumentForm) Notes() []string {
	var notes []string
	if text := f.q.LanguageText(); text != "" {
		notes = append(notes, text)
	}
	if f.Resumed {
		notes = append(notes, words.Text("instrument.form.resumed"))
	}
	return notes
}

// Source says where the questionnaire is from, as far as the source of its ranges
// does not, and why it may be here.
func (f *InstrumentForm) Source() string {
	source := strings.TrimSpace(strings.TrimSuffix(f.q.Pack.Source, f.q.Pack.BandsSource))
	return strings.TrimSpace(source + " " + f.q.Pack.Licence)
}

// AtEnd reports whether every question was passed.
func (f *InstrumentForm) AtEnd() bool { return f.at == len(f.answers) }

// Progress says how far it has got, and the share from 0 to 1.
func (f *InstrumentForm) Progress() (string, float64) {
	if f.AtEnd() {
		return words.Text("instrument.form.end"), 1
	}
	return words.Text("instrument.form.progress", f.at+1, len(f.answers)), float64(f.at) / float64(len(f.answers))
}

// Recall is the time that the questions ask about.
func (f *InstrumentForm) Recall() string { return f.q.Pack.Recall }

// Question is the question asked now. It must not be called at the end.
func (f *InstrumentForm) Question() string { return f.q.Pack.Items[f.at].Text }

// InstrumentChoice is one answer to choose.
type InstrumentChoice struct {
	Text   string
	Key    rune // the digit that chooses it
	Chosen bool
	value  journal.Decimal
}

// maxCells is how many whole numbers are offered as cells in a row.
const maxCells = 11

// Choices returns what can be chosen now; row says that they are numbers for one
// row. It is nil where a number is typed.
func (f *InstrumentForm) Choices() (choices []InstrumentChoice, row bool) {
	answers := f.q.Pack.AnswersOf(f.at)
	if r := f.q.Pack.Items[f.at].Number; r != nil {
		if answers = cells(r); answers == nil {
			return nil, false
		}
		row = true
	}
	digits := true // the value of an answer is the key for it
	for _, a := range answers {
		digits = digits && a.Value.Exp == 0 && a.Value.Coef >= 0 && a.Value.Coef <= 9
	}
	now := f.answers[f.at]
	for i, a := range answers {
		c := InstrumentChoice{Text: a.Text, value: a.Value, Chosen: now != nil && now.Cmp(a.Value) == 0}
		switch {
		case digits:
			c.Key = '0' + rune(a.Value.Coef)
		case row && a.Value.Coef >= 0 && a.Value.Coef <= 9:
			c.Key = '0' + rune(a.Value.Coef)
		case !row && i < 9:
			c.Key = '1' + rune(i)
		}
		choices = append(choices, c)
	}
	return choices, row
}

// cells are the numbers of a short range of whole numbers, nil for a longer one.
func cells(r *instrument.Range) []instrument.Answer {
	one := journal.DecimalOf(1)
	if r.Step == nil || r.Step.Cmp(one) != 0 || r.Low.Exp != 0 || r.High.Exp != 0 || r.High.Coef-r.Low.Coef >= maxCells {
		return nil
	}
	var answers []instrument.Answer
	for n := r.Low.Coef; n <= r.High.Coef; n++ {
		d := journal.DecimalOf(n)
		answers = append(answers, instrument.Answer{Value: d, Text: d.String()})
	}
	return answers
}

// Choose answers the question with one of the choices and goes on to the next.
func (f *InstrumentForm) Choose(i int) {
	choices, _ := f.Choices()
	f.answers[f.at] = &choices[i].value
	f.at++
}

// Number returns what was typed for the question, and what can be.
func (f *InstrumentForm) Number() (typed, hint string) {
	allowed := strings.TrimSpace(f.q.Pack.Allowed(f.at) + " " + f.q.Pack.Items[f.at].Number.Unit)
	return f.typed[f.at], words.Text("instrument.form.number", allowed)
}

// TypeNumber answers the question with a number that was typed, "" for none, and
// goes on. Otherwise it says what is wrong.
func (f *InstrumentForm) TypeNumber(text string) (problem string) {
	text = strings.TrimSpace(strings.ReplaceAll(text, ",", "."))
	f.typed[f.at] = text
	if text == "" {
		f.answers[f.at] = nil
		f.at++
		return ""
	}
	n, err := journal.ParseDecimal(text)
	if err != nil || !f.q.Pack.Allows(f.at, n) {
		return words.Text("instrument.form.wrong", f.q.Pack.Allowed(f.at))
	}
	f.answers[f.at] = &n
	f.at++
	return ""
}

// LeaveOut takes the answer back, if there is one, and goes on.
func (f *InstrumentForm) LeaveOut() {
	f.answers[f.at], f.typed[f.at] = nil, ""
	f.at++
}

// Back goes to the question before, and reports whether there is one.
func (f *InstrumentForm) Back() bool {
	if f.at == 0 {
		return false
	}
	f.at--
	return true
}

// Stop goes to the end.
func (f *InstrumentForm) Stop() { f.at = len(f.answers) }

// Given is how many questions have an answer.
func (f *InstrumentForm) Given() int {
	given := 0
	for _, n := range f.answers {
		if n != nil {
			given++
		}
	}
	return given
}

// Alert reports whether an answer may mean that somebody needs help now.
func (f *InstrumentForm) Alert() bool {
	if f.TotalOnly() {
		return false
	}
	result, err := f.q.Pack.Result(f.answers)
	return err == nil && result.Alert
}

// Review says, at the end, what will be kept.
func (f *InstrumentForm) Review() []string {
	total := words.Count(int64(len(f.answers)), "question")
	lines := []string{words.Text("instrument.form.given", f.Given(), total)}
	result, err := f.q.Pack.Result(f.answers)
	if err == nil && len(result.Missing) > 0 && f.q.Pack.Score != nil && result.Score == nil {
		var numbers []string
		for _, n := range result.Missing {
			numbers = append(numbers, fmt.Sprint(n))
		}
		lines = append(lines, words.Text("instrument.form.missing", words.List(numbers)))
	}
	return lines
}

// TotalHint says what the total can be.
func (f *InstrumentForm) TotalHint() string {
	return words.Text("instrument.cli.total", f.q.Pack.Total.Low, f.q.Pack.Total.High)
}

// SetTotal keeps what was typed as the total.
func (f *InstrumentForm) SetTotal(text string) { f.total = text }

// Ready reports whether there is something to keep.
func (f *InstrumentForm) Ready() bool {
	return f.TotalOnly() && strings.TrimSpace(f.total) != "" || f.Given() > 0
}

// InstrumentDone is what was kept, in words.
type InstrumentDone struct {
	Title string
	Lines []string
	// Source says who calls the range of the score what it is called.
	Source string
	// Crisis says that whom to call is to be shown first.
	Crisis bool
}

// Save keeps the answers.
func (f *InstrumentForm) Save(ctx context.Context) (*InstrumentDone, error) {
	filled, err := f.filled()
	if err != nil {
		return nil, err
	}
	d, err := f.a.Answer(ctx, f.person, f.q.Pack.ID, filled)
	if err != nil {
		return nil, err
	}
	done := &InstrumentDone{Title: words.Text("instrument.form.result", f.Title(), d.ScoreText()), Source: d.BandSource(), Crisis: d.Result.Alert}
	done.Lines = append(done.Lines, d.SubscoreTexts()...)
	if band := d.BandText(); band != "" {
		done.Lines = append(done.Lines, band)
	}
	return done, nil
}

func (f *InstrumentForm) filled() (app.Filled, error) {
	var filled app.Filled
	var err error
	if f.At != "" {
		if filled.When, err = f.a.When(f.At); err != nil {
			return filled, err
		}
	}
	if !f.TotalOnly() {
		filled.Answers = slices.Clone(f.answers)
		return filled, nil
	}
	total, err := journal.ParseDecimal(strings.ReplaceAll(f.total, ",", "."))
	if err != nil {
		return filled, &app.InputError{Err: errors.New(words.Text("instrument.form.no_number", f.total))}
	}
	filled.Total = &total
	return filled, nil
}

// First reports whether the first question is asked.
func (f *InstrumentForm) First() bool { return f.at == 0 }
