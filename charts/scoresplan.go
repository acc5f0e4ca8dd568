package charts

import (
	"image"
	"image/color"
	"math"
	"slices"
	"sort"
	"time"
)

// Comfortable and least height of a panel of scores, in layout points.
const (
	scoreIdeal = 150.0
	scoreLeast = 48.0
)

type scoresPlan struct {
	panels
	s     *Scores
	names [][]stepName // of each panel, what stands beside its bands
}

// stepName is the name of a band of scores beside the plot.
type stepName struct {
	lines []string
	y     float64
}

func (s *Scores) lay(size image.Point, st Style) (*scoresPlan, error) {
	at, err := s.span()
	if err != nil {
		return nil, err
	}
	base, err := newSheet(size, st, &s.Words)
	if err != nil {
		return nil, err
	}
	p := &scoresPlan{panels: panels{sheet: base, span: at}, s: s}
	for i := range s.Panels {
		sp := &s.Panels[i]
		o := sp.outcome()
		pl := p.add(&o)
		pl.runs[0] = cutAt(pl.runs[0], o.Points, sp.Unscored)
		pl.ideal, pl.least = math.Max(p.px(scoreIdeal), float64(len(sp.Steps))*1.5*p.textPx(axisPt)), p.px(scoreLeast)
		for _, step := range sp.Steps {
			pl.starts = append(pl.starts, step.From)
			pl.edge = math.Max(pl.edge, p.stepWidth(step))
		}
		if len(p.unscored(sp)) > 0 {
			if text := clean(s.NoScore); text != "" {
				pl.notes = append(pl.notes, note{ring: true, text: text})
			}
		}
		if len(sp.Steps) > 0 && clean(sp.Source) != "" {
			p.feet = append(p.feet, sp.Source)
		}
		if len(p.versions(sp)) > 0 {
			pl.inside = math.Round(p.row(amountPt))
		}
	}
	return p, nil
}

// stepWidth is the room that the name of a band wants beside the plot; a long one
// is cut into two lines.
func (p *scoresPlan) stepWidth(step ScoreStep) float64 {
	most := edgeColumn * float64(p.Size.X)
	name := clean(step.Name)
	if w := p.width(name, axisPt); w <= 0.6*most {
		return w
	}
	widest := 0.0
	for _, line := range p.wrap(name, axisPt, most, 2) {
		widest = math.Max(widest, p.width(line, axisPt))
	}
	return widest
}

// wrap cuts a text of several words into the two lines that are narrowest.
func (p *scoresPlan) wrap(text string, pt, room float64, most int) []string {
	best := []string{p.fit(text, pt, room)}
	if most < 2 {
		return best
	}
	narrowest := p.width(clean(text), pt)
	letters := clean(text)
	for i, r := range letters {
		if r != ' ' {
			continue
		}
		a, b := letters[:i], letters[i+1:]
		if w := math.Max(p.width(a, pt), p.width(b, pt)); w < narrowest {
			narrowest = w
			best = []string{p.fit(a, pt, room), p.fit(b, pt, room)}
		}
	}
	return best
}

// cutAt cuts runs of points where there was a response in between that has no score:
// nobody knows what it would have been.
func cutAt(runs [][2]int, points []Point, unscored []time.Time) [][2]int {
	var out [][2]int
	for _, r := range runs {
		begin := r[0]
		for i := r[0] + 1; i < r[1]; i++ {
			next := sort.Search(len(unscored), func(n int) bool { return unscored[n].After(points[i-1].At) })
			if next < len(unscored) && unscored[next].Before(points[i].At) {
				out = append(out, [2]int{begin, i})
				begin = i
			}
		}
		out = append(out, [2]int{begin, r[1]})
	}
	return out
}

// unscored are the responses without a score in the range.
func (p *scoresPlan) unscored(sp *ScorePanel) []time.Time {
	i := sort.Search(len(sp.Unscored), func(i int) bool { return !sp.Unscored[i].Before(p.from) })
	j := sort.Search(len(sp.Unscored), func(i int) bool { return !sp.Unscored[i].Before(p.to) })
	return sp.Unscored[i:max(i, j)]
}

func (p *scoresPlan) versions(sp *ScorePanel) []Mark {
	var list []Mark
	for _, v := range sp.Versions {
		if !v.At.Before(p.from) && v.At.Before(p.to) {
			list = append(list, v)
		}
	}
	slices.SortStableFunc(list, func(a, b Mark) int { return a.At.Compare(b.At) })
	return list
}

// Height implements [Figure].
func (s *Scores) Height(width int, st Style) (int, error) {
	p, err := s.lay(image.Pt(width, smallestSide), st)
	if err != nil {
		return 0, err
	}
	return p.tall(p.height()), nil
}

func (s *Scores) plan(size image.Point, st Style) (plan, error) {
	p, err := s.lay(size, st)
	if err != nil {
		return nil, err
	}
	p.place()
	for i, pl := range p.list[:p.shown] {
		p.names = append(p.names, p.stepNames(pl, &s.Panels[i]))
	}
	return p, nil
}

// stepNames places the names of the bands that are seen, each in the middle of its
// band where it does not touch the one below.
func (p *scoresPlan) stepNames(pl *panel, sp *ScorePanel) []stepName {
	room := float64(p.Size.X) - p.pad - p.right - p.px(8)
	row := p.textPx(axisPt) * 1.15
	var names []stepName
	free := math.Inf(1) // above this y
	for i := range sp.Steps {
		y0, y1, ok := p.stepRange(pl, sp, i)
		if !ok {
			continue
		}
		lines := []string{p.fit(sp.Steps[i].Name, axisPt, room)}
		if p.width(clean(sp.Steps[i].Name), axisPt) > room && y0-y1 >= 2*row {
			lines = p.wrap(sp.Steps[i].Name, axisPt, room, 2)
		}
		y, half := (y0+y1)/2, float64(len(lines))*row/2
		y = math.Min(y, float64(pl.Plot.Max.Y)+row/2-half)
		if y+half > free+1 || lines[0] == "" {
			continue
		}
		names = append(names, stepName{lines, y})
		free = y - half
	}
	return names
}

// stepRange is where a band is drawn, from its lower edge up: half way to its
// neighbours, and to the ends of the axis; false if it is outside.
func (p *scoresPlan) stepRange(pl *panel, sp *ScorePanel, i int) (low, high float64, ok bool) {
	a := pl.axes[0]
	from, to := sp.Steps[i].From, sp.Steps[i].To
	if i > 0 {
		from = (sp.Steps[i-1].To + from) / 2
	} else if a.low >= from-(sp.Steps[i].To-from)-1 {
		from = math.Min(from, a.low)
	}
	if i+1 < len(sp.Steps) {
		to = (to + sp.Steps[i+1].From) / 2
	} else if a.high <= to+1 {
		to = math.Max(to, a.high)
	}
	from, to = math.Max(from, a.low), math.Min(to, a.high)
	if from >= to {
		return 0, 0, false
	}
	return math.Round(pl.Y(0, from)), math.Round(pl.Y(0, to)), true
}

// spots are the responses, panel by panel and in each by time.
func (p *scoresPlan) spots() []Spot {
	var spots []Spot
	row := 0
	for i, pl := range p.list {
		sp := &p.s.Panels[i]
		points, rings := within(sp.Points, p.from, p.to), p.unscored(sp)
		if i >= p.shown {
			break
		}
		reach := p.px(markRadius + 4)
		add := func(x, y float64) {
			box := image.Rect(int(x-reach), int(y-reach), int(x+reach)+1, int(y+reach)+1)
			spots = append(spots, Spot{Box: box, Row: row})
			row++
		}
		for len(points)+len(rings) > 0 {
			if len(rings) == 0 || len(points) > 0 && !rings[0].Before(points[0].At) {
				add(pl.X(points[0].At), pl.Y(0, points[0].Value))
				points = points[1:]
			} else {
				add(pl.X(rings[0]), float64(pl.Plot.Max.Y))
				rings = rings[1:]
			}
		}
	}
	return spots
}

func (p *scoresPlan) paint(ink painter) {
	d := panelPainter{panels: &p.panels, ink: ink}
	d.shade()
	for i, pl := range p.list[:p.shown] {
		p.steps(d, pl, &p.s.Panels[i])
	}
	d.rules()
	for i, pl := range p.list[:p.shown] {
		sp := &p.s.Panels[i]
		p.versionLines(d, pl, sp)
		d.plot(pl)
		rings := p.unscored(sp)
		if len(pl.runs[0]) == 0 && len(rings) == 0 {
			d.ink.nothing(pl.Plot)
		}
		at := make([]vec, len(rings))
		for j, when := range rings {
			at[j] = vec{pl.X(when), float64(pl.Plot.Max.Y)}
		}
		d.ring(apartBy(at, d.px(3)))
		for _, n := range p.names[i] {
			row := p.textPx(axisPt) * 1.15
			y := n.y - float64(len(n.lines)-1)*row/2
			for _, line := range n.lines {
				d.ink.write(line, p.right+d.px(8), y, axisPt, false)
				y += row
			}
		}
	}
	if len(p.list) == 0 {
		d.ink.nothing(p.whole())
	}
	d.heads()
	d.axis()
	y := d.bottom + d.axisHeight() - p.footHeight() + p.px(4) + p.row(amountPt)/2
	for _, text := range p.feet {
		d.ink.write(p.fit(text, amountPt, float64(p.Size.X)-2*p.pad), p.pad, y, amountPt, true)
		y += p.row(amountPt)
	}
}

// apartBy leaves out marks so close to the one before that nobody could tell them apart.
func apartBy(at []vec, least float64) []vec {
	var out []vec
	for _, v := range at {
		if len(out) == 0 || v.x-out[len(out)-1].x >= least {
			out = append(out, v)
		}
	}
	return out
}

// steps draws the bands of scores as steps of grey: darker is higher, and neither
// good nor bad.
func (p *scoresPlan) steps(d panelPainter, pl *panel, sp *ScorePanel) {
	for i := range sp.Steps {
		y0, y1, ok := p.stepRange(pl, sp, i)
		if !ok {
			continue
		}
		d.ink.rect(p.left, y1, p.right, y0, p.grey(d.ink.c, d.ink.c.Background, i, len(sp.Steps)))
		for _, b := range p.bands { // which stay to be seen through them
			if x0, x1, ok := p.stretch(b); ok {
				d.ink.rect(x0, y1, x1, y0, p.grey(d.ink.c, d.ink.c.Band, i, len(sp.Steps)))
			}
		}
		d.ink.rect(p.left, y1, p.right+d.px(4), y1+d.hair(), mix(d.ink.c.Background, d.ink.c.Text, 0.35))
	}
}

func (p *scoresPlan) grey(c Colors, on color.NRGBA, i, n int) color.NRGBA {
	most := 0.26
	if c.Contrast > 3 {
		most = 0.3
	}
	return mix(on, c.Text, 0.03+most*float64(i)/float64(max(n-1, 1)))
}

// versionLines mark where another version of a questionnaire began.
func (p *scoresPlan) versionLines(d panelPainter, pl *panel, sp *ScorePanel) {
	written := p.left - d.px(6)
	y := float64(pl.Plot.Min.Y) - pl.inside/2
	for _, v := range p.versions(sp) {
		x := math.Round(p.x(v.At)) + d.hair()/2
		d.ink.dashed([]vec{{x, float64(pl.Plot.Min.Y)}, {x, float64(pl.Plot.Max.Y)}}, d.hair(), d.px(2), d.px(2), d.ink.c.Text)
		name := d.fit(v.Name, amountPt, p.right-p.left)
		left := math.Min(x, p.right-d.width(name, amountPt))
		if name != "" && left > written {
			d.ink.write(name, left, y, amountPt, true)
			written = left + d.width(name, amountPt) + d.px(8)
		}
	}
}
