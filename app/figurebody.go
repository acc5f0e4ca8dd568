package app

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"kith/app/words"
	"kith/charts"
	"kith/journal"
	"kith/journal/body"
)

// KindBody is where in the body something was.
const KindBody FigureKind = "body"

// bodyPlace is what is known of one part of the body, or of a place that the map
// does not have.
type bodyPlace struct {
	id, name   string
	entries    int
	rated      int // of the entries, those with a rating of 0 to 10
	sum, worst float64
	last       journal.Date
	newest     journal.ID
}

func (p *bodyPlace) mean() float64 { return p.sum / float64(p.rated) }

// bodyFigure gathers where in the body something was.
type bodyFigure struct {
	m                      *body.Map
	places                 []*bodyPlace
	entries, placed, rated int // entries in all, with a place, and of these with a rating
	elsewhere              int // entries with a place that the map does not have
}

func makeBody(ctx context.Context, a *App, r *journal.Record, o FigureOptions) (*Figure, error) {
	m, err := body.Load()
	if err != nil {
		return nil, err
	}
	f := &Figure{Kind: KindBody, Person: o.Person}
	g := &bodyFigure{m: m}
	names := make([]string, 0, len(o.Measures))
	if len(o.Measures) > 0 {
		chosen, err := chooseMeasures(ctx, r, o.Measures, 1)
		if err != nil {
			return nil, err
		}
		for _, c := range chosen {
			if c.Kind == journal.KindSymptom { // nothing else has a place
				names = append(names, c.Name)
			}
		}
	}
	if f.From, f.To, err = g.read(ctx, r, names, o); err != nil {
		return nil, err
	}
	if g.entries == 0 && o.From == nil && o.To == nil {
		f.From, f.To = a.today(), a.today()
	}
	f.Title = words.Text("bodymap.title")
	if len(names) > 0 {
		f.Title = words.Text("bodymap.title.of", words.List(names))
	}
	slices.SortStableFunc(g.places, func(a, b *bodyPlace) int {
		if (a.id == "") != (b.id == "") {
			return boolRank(a.id == "") - boolRank(b.id == "")
		}
		return b.entries - a.entries
	})
	g.figure(f, o)
	return f, nil
}

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// read counts the entries of the range and returns it: what was asked for, or the
// days on which there are entries with a place.
func (g *bodyFigure) read(ctx context.Context, r *journal.Record, names []string, o FigureOptions) (from, to journal.Date, err error) {
	index := map[string]*bodyPlace{}
	if len(names) == 0 {
		names = []string{""}
	}
	some := false
	for _, name := range names {
		q := journal.Query{Kinds: []journal.Kind{journal.KindSymptom}, Name: name, From: o.From, To: o.To, Oldest: true}
		err = r.Each(ctx, q, func(e journal.Entry) error {
			b := e.Observation()
			if b == nil || b.Value != nil && isNo(b.Value) { // not there is nowhere
				return nil
			}
			g.entries++
			if !some {
				from, to, some = e.When.Date, e.When.Date, true
			}
			from, to = min(from, e.When.Date), max(to, e.When.Date)
			g.entry(index, &e, b)
			return nil
		})
		if err != nil {
			return 0, 0, err
		}
	}
	if o.From != nil {
		from = *o.From
		to = max(to, from)
	}
	if o.To != nil {
		to = *o.To
		if !some && o.From == nil {
			from = to
		}
	}
	return from, to, nil
}

// isNo reports whether a value says that a symptom was not there.
func isNo(v *journal.Value) bool {
	return v.Number != nil && v.Number.Float() == 0 && (v.Scale == journal.NRS || v.Scale == journal.YesNo)
}

func (g *bodyFigure) entry(index map[string]*bodyPlace, e *journal.Entry, b *journal.Observation) {
	places := BodyPlaces(g.m, b.Region)
	if len(places) == 0 {
		return
	}
	g.placed++
	isRated := b.Value != nil && b.Value.Scale == journal.NRS && b.Value.Number != nil
	if isRated {
		g.rated++
	}
	outside := false
	seen := map[*bodyPlace]bool{}
	for _, place := range places {
		key := place.Part
		if key == "" {
			key, outside = "\x00"+journal.Fold(place.Text), true
		}
		p := index[key]
		if p == nil {
			p = &bodyPlace{id: place.Part, name: place.Text}
			if p.id != "" {
				p.name = BodyPartText(p.id)
			}
			index[key] = p
			g.places = append(g.places, p)
		}
		if seen[p] { // named twice in one entry
			continue
		}
		seen[p] = true
		p.entries++
		if e.When.Date >= p.last || p.entries == 1 {
			p.last, p.newest = e.When.Date, e.ID
		}
		if isRated {
			v := b.Value.Number.Float()
			p.rated++
			p.sum += v
			p.worst = math.Max(p.worst, v)
		}
	}
	if outside {
		g.elsewhere++
	}
}

// figure makes picture, table and words.
func (g *bodyFigure) figure(f *Figure, o FigureOptions) {
	picture := &charts.BodyMap{Unknown: words.Text("bodymap.unknown")}
	if o.Strength {
		picture.Note, picture.Top = words.Text("bodymap.note.strength"), 10
		picture.Least, picture.Most = "0/10", "10/10"
	} else {
		picture.Note = words.Text("bodymap.note.often")
		most := 1
		for _, p := range g.places {
			if p.id != "" {
				most = max(most, p.entries)
			}
		}
		picture.Least, picture.Most = "1", words.Count(int64(most), "entry")
	}
	var elsewhere []string
	for _, p := range g.places {
		if p.id == "" && len(elsewhere) < 5 {
			elsewhere = append(elsewhere, words.Text("bodymap.sum.often", p.name, p.entries))
		}
	}
	if len(elsewhere) > 0 {
		picture.Elsewhere = words.Text("bodymap.elsewhere", strings.Join(elsewhere, ", "))
	}
	rowOf := map[string]int{}
	f.Table.Heads = []FigureHead{{words.Text("bodymap.head.place"), "place"}, {words.Text("bodymap.head.entries"), "entries"}, {words.Text("bodymap.head.mean"), "mean_rating"},
		{words.Text("bodymap.head.worst"), "highest_rating"}, {words.Text("bodymap.head.rated"), "rated_entries"}, {words.Text("bodymap.head.last"), "last"},
		{words.Text("bodymap.head.on_map"), "on_map"}}
	var rows rowList
	for i, p := range g.places {
		rowOf[p.id] = i
		day := p.last
		row := FigureRow{Cells: []string{p.name, strconv.Itoa(p.entries), "", "", strconv.Itoa(p.rated), DateText(p.last), words.Text("chart.yes")},
			Values: []any{p.name, p.entries, nil, nil, p.rated, p.last, p.id != ""}, Entry: p.newest, Day: &day}
		if p.rated > 0 {
			row.Cells[2], row.Values[2] = rounded(p.mean())+"/10", p.mean()
			row.Cells[3], row.Values[3] = numberText(p.worst)+"/10", p.worst
		}
		if p.id == "" {
			row.Cells[6] = words.Text("chart.no")
		}
		rows = append(rows, row)
	}
	f.Table.rows = rows
	g.parts(picture, rowOf, o)
	g.say(f, o)
	if g.placed == 0 {
		f.Empty = words.Text("bodymap.empty", f.Person.Name)
	}
	picture.Words = f.words()
	f.Picture = picture
}

// rounded writes a mean with one place.
func rounded(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// parts puts the outlines of the map on the picture, shaded by what is known.
func (g *bodyFigure) parts(picture *charts.BodyMap, rowOf map[string]int, o FigureOptions) {
	views := []body.View{body.Front, body.Back}
	switch o.Side {
	case FigureFront:
		views = views[:1]
	case FigureBack:
		views = views[1:]
	}
	for _, v := range views {
		side := charts.BodySide{Name: words.Text("body." + string(v)), AtLeft: words.Text("bodymap.right"), AtRight: words.Text("bodymap.left"), Width: g.m.Width, Height: g.m.Height}
		if v == body.Back { // left and right are the person's own
			side.AtLeft, side.AtRight = side.AtRight, side.AtLeft
		}
		picture.Sides = append(picture.Sides, side)
	}
	for i := range g.m.Parts {
		p := &g.m.Parts[i]
		part := charts.Part{Name: BodyPartText(p.ID)}
		if row, ok := rowOf[p.ID]; ok {
			place := g.places[row]
			part.Row, part.Known = row, true
			if o.Strength {
				if part.Known = place.rated > 0; part.Known {
					part.Value, part.Label = place.mean(), rounded(place.mean())
				}
			} else {
				part.Value, part.Label = float64(place.entries), strconv.Itoa(place.entries)
			}
		}
		for s, v := range views {
			if outline := p.Outline(v); outline != nil {
				places := make([]charts.Place, len(outline.Points))
				for j, at := range outline.Points {
					places[j] = charts.Place{X: at.X, Y: at.Y}
				}
				picture.Sides[s].Outlines = append(picture.Sides[s].Outlines, charts.BodyOutline{Part: i, Places: places})
			}
		}
		picture.Parts = append(picture.Parts, part)
	}
}

// say writes the sentences.
func (g *bodyFigure) say(f *Figure, o FigureOptions) {
	f.Sentences = []string{words.Text("bodymap.sum.range", f.Title, f.Person.Name, DateText(f.From), DateText(f.To), words.Count(int64(f.Days()), "day"))}
	if g.placed == 0 {
		f.Sentences = append(f.Sentences, words.Text("bodymap.sum.none"))
	} else {
		f.Sentences = append(f.Sentences, words.Text("bodymap.sum.placed", words.Count(int64(g.placed), "entry"), words.Count(int64(g.entries), "entry")))
		var parts []string
		list := slices.Clone(g.places)
		if o.Strength {
			list = slices.DeleteFunc(list, func(p *bodyPlace) bool { return p.rated == 0 })
			slices.SortStableFunc(list, func(a, b *bodyPlace) int { return cmp.Compare(b.mean(), a.mean()) })
		} else {
			slices.SortStableFunc(list, func(a, b *bodyPlace) int { return b.entries - a.entries })
		}
		for _, p := range list[:min(len(list), 5)] {
			if o.Strength {
				parts = append(parts, words.Text("bodymap.sum.strong", p.name, rounded(p.mean())+"/10", words.Count(int64(p.rated), "entry")))
			} else {
				parts = append(parts, words.Text("bodymap.sum.often", p.name, p.entries))
			}
		}
		if len(parts) > 0 {
			f.Sentences = append(f.Sentences, words.Text("bodymap.sum.most."+map[bool]string{false: "often", true: "strong"}[o.Strength], words.List(parts)))
		}
		if o.Strength && g.rated < g.placed {
			f.Sentences = append(f.Sentences, words.Text("bodymap.sum.unrated", words.Count(int64(g.placed-g.rated), "entry")))
		}
	}
	if n := g.entries - g.placed; n > 0 {
		f.LeftOut = append(f.LeftOut, words.Text("bodymap.left_out.no_place", words.Count(int64(n), "entry")))
	}
	if g.elsewhere > 0 {
		f.LeftOut = append(f.LeftOut, words.Text("bodymap.left_out.elsewhere", words.Count(int64(g.elsewhere), "entry")))
	}
	f.Sentences = append(f.Sentences, f.LeftOut...)
	if g.placed > 0 {
		f.Sentences = append(f.Sentences, words.Text("bodymap.sum.unknown"))
	}
}
