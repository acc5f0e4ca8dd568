package view

import (
	"context"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"kith/app"
	"kith/app/report"
	"kith/app/words"
	"kith/journal"
)

// Takeaway is the page "Report and export": in which form something is taken out of
// the journal, of whom, of which days and what of it, and what it would look like.
//
// Load and Save are slow, take a ctx and may be called from another goroutine;
// everything else is quick. What was chosen is shown after the next Load.
type Takeaway struct {
	a *app.App

	mu      sync.Mutex
	person  app.Person
	has     bool // there is a person
	form    TakeawayForm
	ticked  map[TakeawayForm][]app.Part // as they were chosen
	days    TakeawayDays
	from    journal.Date // of TakeawayCustom
	to      journal.Date
	pixels  float64
	loaded  takeawayLoaded
	asked   uint64 // counts what was chosen
	content []byte // of the report that is shown
}

// TakeawayForm is a form in which something is taken out; "visit" is the report for
// a doctor visit, the others are the formats of an export.
type TakeawayForm string

// TakeawayVisit is the report for a doctor visit.
const TakeawayVisit TakeawayForm = "visit"

// TakeawayDays are the days that can be chosen.
type TakeawayDays string

// The choices of days.
const (
	TakeawayUsual   TakeawayDays = "usual" // of a report since the last appointment, of an export all
	TakeawayMonth   TakeawayDays = "month"
	TakeawayQuarter TakeawayDays = "quarter"
	TakeawayYear    TakeawayDays = "year"
	TakeawayAll     TakeawayDays = "all"
	TakeawayCustom  TakeawayDays = "custom"
)

var takeawayDays = []TakeawayDays{TakeawayUsual, TakeawayMonth, TakeawayQuarter, TakeawayYear, TakeawayAll, TakeawayCustom}

// TakeawayChoice is something that can be chosen out of several.
type TakeawayChoice struct{ Name, Title, About string }

// TakeawayTick is a part that can be ticked.
type TakeawayTick struct {
	Part  app.Part
	Title string // with how much there is of it
	About string
	On    bool
}

// TakeawayState says what the page shows.
type TakeawayState int

// The states.
const (
	TakeawayLoading TakeawayState = iota
	TakeawayNobody
	TakeawayShows
)

// TakeawayFile is the beginning of a file as it would be written.
type TakeawayFile struct{ Name, Text string }

// TakeawayShown is what the page shows.
type TakeawayShown struct {
	State TakeawayState
	Forms []TakeawayChoice
	Form  int
	// About says what the form is for, Days which days it is of.
	About      string
	DayChoices []TakeawayChoice
	DayChoice  int
	From, To   string // for the fields of other days
	Days       string
	Ticks      []TakeawayTick
	// Pages are those of a report, Spoken the same in words; Files those of an export.
	Pages  []*image.RGBA
	Spoken string
	Files  []TakeawayFile
	// Notes say what is not in it, and why.
	Notes []string
}

// takeawayLoaded is what was read last.
type takeawayLoaded struct {
	asked  uint64
	ready  bool
	form   TakeawayForm
	counts map[app.Part]int64
	days   string
	pages  []*image.RGBA
	spoken string
	files  []TakeawayFile
	notes  []string
}

// NewTakeaway makes the page of nobody.
func NewTakeaway(a *app.App) *Takeaway {
	return &Takeaway{a: a, form: TakeawayVisit, days: TakeawayUsual, ticked: map[TakeawayForm][]app.Part{}, pixels: 4}
}

// SetPerson chooses whose it is; false is nobody's. What is ticked stays.
func (t *Takeaway) SetPerson(p app.Person, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if p.ID != t.person.ID || ok != t.has {
		t.days, t.loaded = TakeawayUsual, takeawayLoaded{}
		t.asked++
	}
	t.person, t.has = p, ok
}

// SetForm chooses the form by its place in Shown.
func (t *Takeaway) SetForm(i int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if forms := takeawayForms(); i >= 0 && i < len(forms) {
		t.form = forms[i]
		t.asked++
	}
}

// SetPixels says how many pixels a millimetre of a page has on the screen.
func (t *Takeaway) SetPixels(n float64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.pixels = min(max(n, 2.8), 10)
}

// Tick ticks a part or takes the tick away.
func (t *Takeaway) Tick(p app.Part, on bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	parts := slices.DeleteFunc(slices.Clone(t.parts()), func(q app.Part) bool { return q == p })
	if on {
		parts = append(parts, p)
	}
	all, _ := t.form.parts()
	t.ticked[t.form] = slices.DeleteFunc(slices.Clone(all), func(q app.Part) bool { return !slices.Contains(parts, q) })
	t.asked++
}

// SetDays chooses days by their place in Shown; other days begin with those shown.
func (t *Takeaway) SetDays(i int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if i < 0 || i >= len(takeawayDays) || takeawayDays[i] == t.days {
		return
	}
	if takeawayDays[i] == TakeawayCustom {
		s := t.selection()
		t.from, t.to = journal.At(t.a.Now()).Date-90, journal.At(t.a.Now()).Date
		if s.From != nil {
			t.from = *s.From
		}
	}
	t.days = takeawayDays[i]
	t.asked++
}

// SetFromTo chooses other days as somebody typed them. It fails with an error for
// [app.Explain] and changes nothing then.
func (t *Takeaway) SetFromTo(from, to string) error {
	first, err := typedDay(from)
	if err != nil {
		return err
	}
	last, err := typedDay(to)
	if err != nil {
		return err
	}
	if first > last {
		return app.ErrChartRange
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.days, t.from, t.to = TakeawayCustom, first, last
	t.asked++
	return nil
}

// parts are those that are ticked.
func (t *Takeaway) parts() []app.Part {
	if parts, chosen := t.ticked[t.form]; chosen {
		return parts
	}
	_, usual := t.form.parts()
	return usual
}

// parts returns what a form can hold, and what it does unless somebody chooses.
func (f TakeawayForm) parts() (all, usual []app.Part) {
	if f == TakeawayVisit {
		return app.ReportParts(), app.UsualReportParts()
	}
	return app.ExportFormat(f).Parts(), app.ExportFormat(f).UsualParts()
}

// selection is what was chosen.
func (t *Takeaway) selection() app.Selection {
	s := app.Selection{Person: t.person, Include: append([]app.Part{}, t.parts()...)}
	today := journal.At(t.a.Now()).Date
	back := func(years, months int) {
		from := journal.DateOf(today.Midnight().AddDate(-years, -months, 1))
		s.From, s.To = &from, &today
	}
	switch t.days {
	case TakeawayMonth:
		back(0, 1)
	case TakeawayQuarter:
		back(0, 3)
	case TakeawayYear:
		back(1, 0)
	case TakeawayAll:
		if t.form == TakeawayVisit {
			back(100, 0)
		}
	case TakeawayCustom:
		from, to := t.from, t.to
		s.From, s.To = &from, &to
	}
	return s
}

// Load reads what was chosen.
func (t *Takeaway) Load(ctx context.Context) error {
	t.mu.Lock()
	s, has, form, asked, pixels := t.selection(), t.has, t.form, t.asked, t.pixels
	t.mu.Unlock()
	if !has {
		return nil
	}
	l, content := takeawayLoaded{asked: asked, ready: true, form: form}, []byte(nil)
	var err error
	if form == TakeawayVisit {
		content, err = l.visit(ctx, t.a, s, pixels)
	} else {
		err = l.export(ctx, t.a, s)
	}
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if asked == t.asked { // nothing else was chosen meanwhile
		t.loaded, t.content = l, content
	}
	return nil
}

// visit makes the report and its pages, and counts what there would be of the parts
// that are not ticked.
func (l *takeawayLoaded) visit(ctx context.Context, a *app.App, s app.Selection, pixels float64) ([]byte, error) {
	v, err := a.Visit(ctx, app.VisitOptions{Selection: s})
	if err != nil {
		return nil, err
	}
	whole := s
	whole.Include = app.ReportParts()
	all, err := a.Visit(ctx, app.VisitOptions{Selection: whole})
	if err != nil {
		return nil, err
	}
	l.counts = map[app.Part]int64{}
	for _, section := range all.Sections() {
		l.counts[section.Part] += int64(len(section.Rows))
	}
	l.days = v.RangeText()
	if l.pages, err = report.VisitPages(v, pixels); err != nil {
		return nil, err
	}
	l.spoken = visitSpoken(v)
	return report.VisitPDF(v)
}

// visitSpoken is a report in words, for whoever cannot see the page.
func visitSpoken(v *app.Visit) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s. %s. %s. %s.\n", v.Title(), v.Name(), v.WhoText(), v.RangeText())
	for _, s := range v.Sections() {
		fmt.Fprintf(&b, "%s: ", s.Title)
		if len(s.Rows) == 0 {
			b.WriteString(s.Empty)
		}
		for _, r := range s.Rows {
			fmt.Fprintf(&b, "%s; ", strings.Join(r.Cells, ", "))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// Shown returns what the page shows.
func (t *Takeaway) Shown() TakeawayShown {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := TakeawayShown{State: TakeawayShows}
	for i, f := range takeawayForms() {
		s.Forms = append(s.Forms, TakeawayChoice{string(f), words.Text("takeaway.form." + string(f)), words.Text("takeaway.about." + string(f))})
		if f == t.form {
			s.Form, s.About = i, s.Forms[i].About
		}
	}
	for i, d := range takeawayDays {
		key := "takeaway.days." + string(d)
		if d == TakeawayUsual && t.form != TakeawayVisit {
			key += ".export"
		}
		s.DayChoices = append(s.DayChoices, TakeawayChoice{Name: string(d), Title: words.Text(key)})
		if d == t.days {
			s.DayChoice = i
		}
	}
	if t.days == TakeawayCustom {
		s.From, s.To = t.from.String(), t.to.String()
	}
	all, _ := t.form.parts()
	for _, p := range all {
		tick := TakeawayTick{Part: p, Title: p.Text(), About: p.Explain(), On: slices.Contains(t.parts(), p)}
		if n := t.loaded.counts[p]; t.loaded.form == t.form && p != app.PartWho {
			tick.Title = words.Text("takeaway.tick", tick.Title, n)
		}
		s.Ticks = append(s.Ticks, tick)
	}
	switch l := &t.loaded; {
	case !t.has:
		s.State = TakeawayNobody
	case !l.ready:
		s.State = TakeawayLoading
	case l.form == t.form:
		s.Days, s.Pages, s.Spoken, s.Files, s.Notes = l.days, l.pages, l.spoken, l.files, l.notes
	}
	return s
}

// FileName proposes a name in a folder that nothing has yet: with the day, and
// without a word about anybody or their health.
func (t *Takeaway) FileName(dir string) string {
	t.mu.Lock()
	name, extension := strings.TrimSuffix(t.a.ReportFileName(), ".pdf"), t.form.extension()
	t.mu.Unlock()
	path := filepath.Join(dir, name+extension)
	for n := 2; n < 1000; n++ {
		if _, err := os.Lstat(path); err != nil {
			break
		}
		path = filepath.Join(dir, fmt.Sprintf("%s-%d%s", name, n, extension))
	}
	return path
}

// Problem says why nothing can be written to path; "" if it can. What is there is
// never replaced.
func (t *Takeaway) Problem(path string) string {
	if problem, replaces := BackupProblem(path); problem != "" {
		return problem
	} else if replaces {
		return words.Text("takeaway.there")
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.form == TakeawayVisit && !strings.EqualFold(filepath.Ext(path), ".pdf") {
		return words.Text("takeaway.no_pdf")
	}
	return ""
}

// Save writes what was chosen to a new file and says so.
func (t *Takeaway) Save(ctx context.Context, path string, progress func(done, total int64)) (string, error) {
	t.mu.Lock()
	s, form, content, fresh := t.selection(), t.form, t.content, t.loaded.ready && t.loaded.asked == t.asked
	t.mu.Unlock()
	if form != TakeawayVisit {
		return t.saveExport(ctx, s, form, path, progress)
	}
	if !fresh {
		v, err := t.a.Visit(ctx, app.VisitOptions{Selection: s})
		if err != nil {
			return "", err
		}
		if content, err = report.VisitPDF(v); err != nil {
			return "", err
		}
	}
	if err := t.a.SaveReport(path, content, false); err != nil {
		return "", err
	}
	return words.Text("takeaway.saved", filepath.Base(path)), nil
}
