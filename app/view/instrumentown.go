package view

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/instrument"
)

// OwnScale is what all questions of a questionnaire of one's own are answered on.
type OwnScale int

// The scales, in the order in which they are offered.
const (
	OwnTen   OwnScale = iota // 0 to 10
	OwnOften                 // never to always, which count 0 to 4
	OwnYesNo                 // no and yes, which count 0 and 1
	OwnDays                  // a number of days, 0 to 31
)

// OwnScales returns what the scales are called.
func OwnScales() []string {
	var names []string
	for _, key := range []string{"ten", "often", "yesno", "days"} {
		names = append(names, words.Text("instrument.own.scale."+key))
	}
	return names
}

// OwnQuestions is a small questionnaire that somebody writes in the window: a
// title, and questions that are all answered on one scale.
type OwnQuestions struct {
	Title string
	// Questions are one a line.
	Questions string
	Scale     OwnScale
	// Sum says that the answers add up to a score.
	Sum bool

	m   *Instruments
	old *instrument.Pack // that is changed, nil for a new one
}

// NewOwn begins a questionnaire of one's own.
func (m *Instruments) NewOwn() *OwnQuestions { return &OwnQuestions{m: m, Sum: true} }

// EditOwn changes one that was made here. It fails with an
// [app.UnknownInstrumentError] if there is none that can be changed here.
func (m *Instruments) EditOwn(id string) (*OwnQuestions, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range m.list {
		p := m.list[i].Pack
		if p.ID != id || !m.list[i].Own || !isSimple(p) {
			continue
		}
		o := &OwnQuestions{m: m, Title: p.Title, Sum: p.Score != nil, Scale: simpleScale(p), old: p}
		var lines []string
		for _, item := range p.Items {
			lines = append(lines, item.Text)
		}
		o.Questions = strings.Join(lines, "\n")
		return o, nil
	}
	return nil, &app.UnknownInstrumentError{Name: id}
}

// Problem says what is still missing, "" if nothing is.
func (o *OwnQuestions) Problem() string {
	switch {
	case strings.TrimSpace(o.Title) == "":
		return words.Text("instrument.own.no_title")
	case len(o.lines()) == 0:
		return words.Text("instrument.own.no_questions")
	}
	return ""
}

func (o *OwnQuestions) lines() []string {
	var lines []string
	for _, line := range strings.Split(o.Questions, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// Save puts it into the record. If another wording was answered before, this is a
// new version, and the answers keep the questions that they were given to.
func (o *OwnQuestions) Save(ctx context.Context) error {
	if problem := o.Problem(); problem != "" {
		return &app.InputError{Err: errors.New(problem)}
	}
	p, ok := o.m.whose()
	if !ok {
		return app.ErrNoPersons
	}
	pack := o.pack()
	for {
		_, err := o.m.a.AddInstrument(ctx, p, pack)
		var refused *instrument.PackError
		switch {
		case errors.Is(err, journal.ErrUnchanged):
			return nil
		case !errors.As(err, &refused) || refused.Code != "version_taken":
			return err
		}
		n, err := strconv.Atoi(pack.Version)
		if err != nil || n < 1 || n > 10_000 {
			return refused
		}
		pack.Version = strconv.Itoa(n + 1)
	}
}

// pack makes the questionnaire.
func (o *OwnQuestions) pack() *instrument.Pack {
	p := &instrument.Pack{Format: instrument.Format, ID: o.freeID(), Version: "1", Title: strings.TrimSpace(o.Title), Language: words.Language()}
	if o.old != nil {
		p.ID, p.Version = o.old.ID, o.old.Version
	}
	number := func(high int64) *instrument.Range {
		one := journal.DecimalOf(1)
		return &instrument.Range{High: journal.DecimalOf(high), Step: &one}
	}
	for _, line := range o.lines() {
		item := instrument.Item{Text: line}
		switch o.Scale {
		case OwnTen:
			item.Number = number(10)
		case OwnDays:
			item.Number = number(31)
		}
		p.Items = append(p.Items, item)
	}
	var labels []string
	switch o.Scale {
	case OwnOften:
		labels = []string{"never", "rarely", "sometimes", "often", "always"}
	case OwnYesNo:
		labels = []string{"no", "yes"}
	}
	for i, label := range labels {
		p.Answers = append(p.Answers, instrument.Answer{Value: journal.DecimalOf(int64(i)), Text: words.Text("instrument.own.answer." + label)})
	}
	if o.Sum {
		p.Score = new(instrument.Rule)
	}
	return p
}

// freeID makes an id of the title that nothing else has.
func (o *OwnQuestions) freeID() string {
	o.m.mu.Lock()
	defer o.m.mu.Unlock()
	base := slug(o.Title)
	taken := map[string]bool{}
	for i := range o.m.list {
		taken[o.m.list[i].Pack.ID] = true
	}
	id := base
	for n := 2; taken[id]; n++ {
		id = fmt.Sprint(base, "-", n)
	}
	return id
}

// slug makes an id of a title: "Mi mañana!" is mi-manana.
func slug(title string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(journal.Fold(title)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == ' ' || r == '-' || r == '_':
			b.WriteByte('-')
		}
	}
	id := strings.Trim(b.String(), "-")
	if len(id) > 40 {
		id = strings.Trim(id[:40], "-")
	}
	if id == "" {
		id = "own"
	}
	return id
}

// isSimple reports whether a pack is one that OwnQuestions makes.
func isSimple(p *instrument.Pack) bool {
	if p.TotalOnly() || len(p.Subscores)+len(p.Bands)+len(p.Alerts)+len(p.Translations) > 0 || p.About+p.Recall+p.Source+p.Licence != "" {
		return false
	}
	if s := p.Score; s != nil && (len(s.Items)+len(s.Weights) > 0 || s.MaxMissing != 0 || s.Cap != nil) {
		return false
	}
	first := p.Items[0].Number
	for i := range p.Items {
		r := p.Items[i].Number
		if len(p.Items[i].Answers) > 0 || (r == nil) != (first == nil) || strings.Contains(p.Items[i].Text, "\n") {
			return false
		}
		if r != nil && (r.Low.Coef != 0 || r.Unit != "" || r.Step == nil || r.High.Cmp(first.High) != 0 || *r.Step != journal.DecimalOf(1) ||
			r.High != journal.DecimalOf(10) && r.High != journal.DecimalOf(31)) {
			return false
		}
	}
	if first != nil {
		return len(p.Answers) == 0
	}
	for i, a := range p.Answers {
		if a.Value != journal.DecimalOf(int64(i)) {
			return false
		}
	}
	return len(p.Answers) == 2 || len(p.Answers) == 5
}

func simpleScale(p *instrument.Pack) OwnScale {
	switch r := p.Items[0].Number; {
	case r != nil && r.High == journal.DecimalOf(10):
		return OwnTen
	case r != nil:
		return OwnDays
	case len(p.Answers) == 2:
		return OwnYesNo
	}
	return OwnOften
}
