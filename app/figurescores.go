package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"kith/app/words"
	"kith/charts"
	"kith/journal"
	"kith/journal/instrument"
)

// KindScores is the scores of questionnaires over time with their published bands.
const KindScores FigureKind = "scores"

func makeScores(ctx context.Context, a *App, r *journal.Record, o FigureOptions) (*Figure, error) {
	list, err := questionnaires(ctx, r)
	if err != nil {
		return nil, err
	}
	chosen, err := chooseScored(ctx, r, list, o.Measures)
	if err != nil {
		return nil, err
	}
	f := &Figure{Kind: KindScores, Person: o.Person, Measures: namesOf(chosen)}
	if f.From, f.To, err = chooseRange(ctx, r, chosen, o.From, o.To); err != nil {
		return nil, err
	}
	s := &scores{f: f, packs: list}
	if err := s.read(ctx, r, chosen); err != nil {
		return nil, err
	}
	if s.through, err = gatherThrough(ctx, r, f.From, f.To); err != nil {
		return nil, err
	}
	s.finish()
	return f, nil
}

// chooseScored returns the questionnaires of some names, which may be ids; of no
// names all that were answered.
func chooseScored(ctx context.Context, r *journal.Record, list []Questionnaire, names []string) ([]journal.Measured, error) {
	all, err := measures(ctx, r)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(m journal.Measured) bool { return m.Kind != journal.KindResponse })
	if len(names) == 0 {
		return all[:min(len(all), MaxFigureMeasures)], nil
	}
	var chosen []journal.Measured
	for _, name := range names {
		title := name
		if q, err := findQuestionnaire(list, name); err == nil {
			title = q.Pack.Title
		}
		i := slices.IndexFunc(all, func(m journal.Measured) bool { return journal.Fold(m.Name) == journal.Fold(title) })
		if i < 0 {
			return nil, unknownMeasure(name, all)
		}
		if !slices.Contains(chosen, all[i]) {
			chosen = append(chosen, all[i])
		}
	}
	return chosen, nil
}

// scores is a figure of questionnaires that is being made.
type scores struct {
	f       *Figure
	packs   []Questionnaire
	panels  []answers
	through through
}

// answers are the responses to one questionnaire in the range, the oldest first.
type answers struct {
	name     string
	pack     *instrument.Pack // nil if it is not known here
	list     []answer
	scored   int
	versions []string // in the order in which they were answered
}

// answer is one response.
type answer struct {
	entry   journal.ID
	when    journal.When
	version string
	score   *journal.Decimal // nil: there is none
}

// read gathers the responses of each questionnaire.
func (s *scores) read(ctx context.Context, r *journal.Record, chosen []journal.Measured) error {
	for _, m := range chosen {
		p := answers{name: m.Name}
		q := journal.Query{Kinds: []journal.Kind{journal.KindResponse}, Name: m.Name, From: &s.f.From, To: &s.f.To, Oldest: true}
		err := r.Each(ctx, q, func(e journal.Entry) error {
			b := e.Body.(*journal.Response)
			if p.pack == nil {
				p.pack = s.pack(b.Instrument, e.Name)
			}
			p.list = append(p.list, answer{entry: e.ID, when: e.When, version: b.Version, score: b.Score})
			if b.Score != nil {
				p.scored++
			}
			return nil
		})
		if err != nil {
			return err
		}
		// In the order in which the picture counts them: at one moment scores first.
		slices.SortStableFunc(p.list, func(x, y answer) int {
			if d := wallClock(x.when).Compare(wallClock(y.when)); d != 0 {
				return d
			}
			return cmp.Compare(rank(x), rank(y))
		})
		for _, a := range p.list {
			if n := len(p.versions); a.version != "" && (n == 0 || p.versions[n-1] != a.version) {
				p.versions = append(p.versions, a.version)
			}
		}
		s.panels = append(s.panels, p)
	}
	return nil
}

// rank puts answers with a score before those without.
func rank(a answer) int {
	if a.score == nil {
		return 1
	}
	return 0
}

// pack finds the questionnaire of a response.
func (s *scores) pack(id, title string) *instrument.Pack {
	for _, name := range []string{id, title} {
		if q, err := findQuestionnaire(s.packs, name); err == nil {
			return q.Pack
		}
	}
	return nil
}

// band is what its authors call the range of a score, "" if nothing.
func (p *answers) band(score *journal.Decimal) string {
	if p.pack == nil || score == nil {
		return ""
	}
	if result, err := p.pack.TotalResult(*score); err == nil && result.Band != nil {
		return result.Band.Text
	}
	return ""
}

// finish makes the table, the words and the picture.
func (s *scores) finish() {
	f := s.f
	var names []string
	picture := &charts.Scores{NoScore: words.Text("scores.no_score"), Bands: s.through.bands, Marks: s.through.marks}
	var rows rowList
	var lines []charts.Outcome
	for i := range s.panels {
		p := &s.panels[i]
		names = append(names, p.name)
		panel := p.panel()
		picture.Panels = append(picture.Panels, panel)
		lines = append(lines, charts.Outcome{Points: p.moments()})
		for _, a := range p.list {
			rows = append(rows, p.row(a))
		}
	}
	picture.From, picture.To = widened(f.From, f.To, lines)
	f.Title = words.List(names)
	f.Table = FigureTable{rows: rows, ByTime: len(s.panels) == 1}
	for _, key := range []string{"local_time", "questionnaire", "score", "band", "version"} {
		f.Table.Heads = append(f.Table.Heads, FigureHead{words.Text("scores.table." + key), key})
	}
	f.Sentences = s.sentences()
	if len(rows) == 0 {
		f.Empty = words.Text("scores.none", f.Person.Name)
	}
	picture.Words = f.words()
	f.Picture = picture
}

// moments are the times of all responses, for the range of the picture.
func (p *answers) moments() []charts.Point {
	points := make([]charts.Point, len(p.list))
	for i, a := range p.list {
		points[i].At = wallClock(a.when)
	}
	return points
}

func (p *answers) panel() charts.ScorePanel {
	panel := charts.ScorePanel{Name: p.name, Low: new(float64)}
	var days []ChartPoint
	version := ""
	for _, a := range p.list {
		at := wallClock(a.when)
		if a.version != "" && version != "" && a.version != version {
			panel.Versions = append(panel.Versions, charts.Mark{At: at, Name: words.Text("scores.version", a.version)})
		}
		version = firstOf(a.version, version)
		days = append(days, ChartPoint{Date: a.when.Date})
		if a.score == nil {
			panel.Unscored = append(panel.Unscored, at)
			continue
		}
		panel.Points = append(panel.Points, charts.Point{At: at, Value: a.score.Float()})
	}
	panel.Gap = usualGap(days)
	if p.pack == nil {
		return panel
	}
	if least, most, ok := p.pack.ScoreRange(); ok {
		low, high := least.Float(), most.Float()
		panel.Low, panel.High = &low, &high
		panel.Unit = least.String() + "–" + most.String()
		if low >= high {
			panel.High = nil
		}
	}
	for _, b := range p.pack.Bands {
		panel.Steps = append(panel.Steps, charts.ScoreStep{From: b.From.Float(), To: b.To.Float(), Name: b.Text})
	}
	if p.pack.BandsSource != "" {
		panel.Source = words.Text("scores.source", p.name, p.pack.BandsSource)
	}
	return panel
}

func (p *answers) row(a answer) FigureRow {
	day := a.when.Date
	info := ChartPoint{Date: day, Precision: a.when.Precision}
	row := FigureRow{Entry: a.entry, Day: &day,
		Cells:  []string{(&ChartSeries{Points: []ChartPoint{info}}).PointWhen(0, wallClock(a.when)), p.name, words.Text("scores.no_score"), p.band(a.score), a.version},
		Values: []any{info.localTime(wallClock(a.when)), p.name, nil, nil, nil}}
	if a.score != nil {
		row.Cells[2], row.Values[2] = a.score.String(), a.score.Float()
	}
	for i := 3; i < 5; i++ {
		if row.Cells[i] != "" {
			row.Values[i] = row.Cells[i]
		}
	}
	return row
}

func (s *scores) sentences() []string {
	f := s.f
	if len(s.panels) == 0 {
		return []string{words.Text("scores.none", f.Person.Name)}
	}
	texts := []string{words.Text("chart.sum.range", f.Title, f.Person.Name, DateText(f.From), DateText(f.To), words.Count(int64(f.Days()), "day"))}
	banded := false
	for i := range s.panels {
		p := &s.panels[i]
		texts = append(texts, strings.Join(p.sentences(), " "))
		banded = banded || p.pack != nil && len(p.pack.Bands) > 0
	}
	if banded {
		texts = append(texts, words.Text("scores.bands"))
	}
	texts = append(texts, s.through.sentences()...)
	if len(s.panels) > 1 || len(s.through.bands)+len(s.through.marks) > 0 {
		texts = append(texts, words.Text("chart.sum.caution"))
	}
	return texts
}

// sentences say of one questionnaire its first and its latest score, the lowest
// and the highest, and how many have none.
func (p *answers) sentences() []string {
	if len(p.list) == 0 {
		return []string{words.Text("chart.sum.none", p.name)}
	}
	var texts []string
	if p.scored == 0 {
		texts = append(texts, words.Text("scores.unscored_only", p.name, words.Count(int64(len(p.list)), "time")))
	} else {
		first, last, low, high := -1, -1, -1, -1
		for i, a := range p.list {
			if a.score == nil {
				continue
			}
			if first < 0 {
				first, low, high = i, i, i
			}
			last = i
			if a.score.Cmp(*p.list[low].score) < 0 {
				low = i
			}
			if a.score.Cmp(*p.list[high].score) > 0 {
				high = i
			}
		}
		texts = append(texts, words.Text("scores.last", p.name, words.Count(int64(p.scored), "time"), p.text(last), DateText(p.list[last].when.Date)))
		switch {
		case p.scored > 1 && p.list[low].score.Cmp(*p.list[high].score) == 0:
			texts = append(texts, words.Text("chart.sum.same", p.text(low)))
		case p.scored > 1:
			texts = append(texts, words.Text("scores.span", p.text(first), DateText(p.list[first].when.Date),
				p.text(low), DateText(p.list[low].when.Date), p.text(high), DateText(p.list[high].when.Date)))
		}
		if n := len(p.list) - p.scored; n > 0 {
			texts = append(texts, words.Text("scores.unscored", words.Count(int64(n), "time")))
		}
	}
	if len(p.versions) > 1 {
		texts = append(texts, words.Text("scores.versions", words.List(p.versions)))
		if p.pack != nil && len(p.pack.Bands) > 0 {
			texts = append(texts, words.Text("scores.bands_of", p.pack.Version))
		}
	}
	return texts
}

// text writes a score with the name of its band: 12 (moderate).
func (p *answers) text(i int) string {
	score := p.list[i].score
	if band := p.band(score); band != "" {
		return words.Text("scores.banded", score.String(), band)
	}
	return score.String()
}
