package app

import (
	"context"
	"math"
	"strconv"

	"gonum.org/v1/gonum/stat/distuv"

	"kith/app/words"
	"kith/charts"
	"kith/journal"
)

// KindScatter is one measure against another, day by day.
const KindScatter FigureKind = "scatter"

// minFitDays is from how many days on a line is drawn.
const minFitDays = 10

// bandPlaces is at how many places a line and its band are worked out.
const bandPlaces = 41

// dayPairs are the values of two series on the same days, x so many days before y.
type dayPairs struct {
	x, y     *DailySeries
	lag      int
	days     []journal.Date // of y
	xs, ys   []float64
	inRange  int // days of y in the range
	noX, noY int // of them, without a value of x, and with one but without one of y
}

func pairDays(x, y *DailySeries, lag int) *dayPairs {
	p := &dayPairs{x: x, y: y, lag: lag, inRange: y.Len()}
	for d := y.From; d <= y.To(); d++ {
		vx, vy := x.On(d-journal.Date(lag)), y.On(d)
		switch {
		case math.IsNaN(vx):
			p.noX++
		case math.IsNaN(vy):
			p.noY++
		default:
			p.days, p.xs, p.ys = append(p.days, d), append(p.xs, vx), append(p.ys, vy)
		}
	}
	return p
}

// missing is the share of days on which one of the two is not known, 0 to 1.
func (p *dayPairs) missing() float64 {
	if p.inRange == 0 {
		return 0
	}
	return 1 - float64(len(p.days))/float64(p.inRange)
}

// fit is a straight line through pairs.
type fit struct {
	n                float64
	slope, intercept float64
	r                float64
	meanX, sxx       float64
	residual         float64 // standard deviation around the line
	independent      float64 // of how many independent days the days are worth, at most n
	low, high        float64 // of x
}

// fit returns the least-squares line; ok is false where there are too few days or
// one of the two never changes.
func (p *dayPairs) fit() (f fit, ok bool) {
	n := len(p.days)
	if n < minFitDays {
		return f, false
	}
	var meanX, meanY float64
	for i := range p.xs {
		meanX += p.xs[i] / float64(n)
		meanY += p.ys[i] / float64(n)
	}
	var sxx, sxy, syy float64
	f.low, f.high = math.Inf(1), math.Inf(-1)
	for i := range p.xs {
		dx, dy := p.xs[i]-meanX, p.ys[i]-meanY
		sxx, sxy, syy = sxx+dx*dx, sxy+dx*dy, syy+dy*dy
		f.low, f.high = math.Min(f.low, p.xs[i]), math.Max(f.high, p.xs[i])
	}
	if !(sxx > 1e-12*float64(n)*(1+meanX*meanX)) || !(syy > 1e-12*float64(n)*(1+meanY*meanY)) {
		return f, false
	}
	f.n, f.meanX, f.sxx = float64(n), meanX, sxx
	f.slope = sxy / sxx
	f.intercept = meanY - f.slope*meanX
	f.r = math.Max(-1, math.Min(1, sxy/math.Sqrt(sxx*syy)))
	f.residual = math.Sqrt(math.Max(0, syy-f.slope*sxy) / float64(n-2))
	f.independent = f.n
	// A day is like the day before, so that days say less than as many independent
	// ones would: Bartlett (1935), On the theory of statistical regression, for two
	// series that follow themselves by r1 and r2.
	if same := dayToDay(p.days, p.xs, meanX) * dayToDay(p.days, p.ys, meanY); same > 0 {
		f.independent = f.n * (1 - same) / (1 + same)
	}
	return f, true
}

// dayToDay is how much a series follows itself from one day to the next: the
// correlation of days with the day before, 0 where it cannot be told.
func dayToDay(days []journal.Date, values []float64, mean float64) float64 {
	var all, next float64
	n := 0
	for i, v := range values {
		all += (v - mean) * (v - mean) / float64(len(values))
		if i > 0 && days[i] == days[i-1]+1 {
			next += (v - mean) * (values[i-1] - mean)
			n++
		}
	}
	if n < minFitDays || all == 0 {
		return 0
	}
	return math.Max(-0.95, math.Min(0.95, next/float64(n)/all))
}

// band is the line with the 95 % confidence band of its mean, where there are data.
// It is nil where the days are worth fewer than four independent ones.
func (f *fit) band() []charts.BandPoint {
	if f.independent < 4 {
		return nil
	}
	t := studentsT(f.independent - 2)
	wider := math.Sqrt(f.n / f.independent)
	points := make([]charts.BandPoint, bandPlaces)
	for i := range points {
		x := f.low + (f.high-f.low)*float64(i)/(bandPlaces-1)
		y := f.intercept + f.slope*x
		half := t * wider * f.residual * math.Sqrt(1/f.n+(x-f.meanX)*(x-f.meanX)/f.sxx)
		points[i] = charts.BandPoint{X: x, Low: y - half, Middle: y, High: y + half}
	}
	return points
}

// studentsT is what 95 % of Student's t lie within, of so many degrees of freedom.
func studentsT(freedom float64) float64 {
	return distuv.StudentsT{Sigma: 1, Nu: freedom}.Quantile(0.975)
}

func makeScatter(ctx context.Context, a *App, r *journal.Record, o FigureOptions) (*Figure, error) {
	f := &Figure{Kind: KindScatter, Person: o.Person, From: a.today(), To: a.today()}
	names, err := scatterNames(ctx, r, o.Measures)
	if err != nil {
		return nil, err
	}
	f.Measures = names
	if len(names) < 2 {
		return f.noScatter(o)
	}
	d, err := a.newDays(ctx, r)
	if err != nil {
		return nil, err
	}
	y, err := d.named(ctx, names[1], o.From, o.To)
	if err != nil {
		return nil, err
	}
	x, err := d.named(ctx, names[0], nil, nil)
	if err != nil {
		return nil, err
	}
	if y.Len() > 0 { // so many days earlier
		from, to := y.From-journal.Date(o.Lag), y.To()-journal.Date(o.Lag)
		if x, err = d.named(ctx, names[0], &from, &to); err != nil {
			return nil, err
		}
		f.From, f.To = y.From, y.To()
	}
	f.scatter(pairDays(x, y, o.Lag))
	return f, nil
}

// scatterNames returns the two names: those asked for, or the one of them and the
// most used other one, or the two most used ones.
func scatterNames(ctx context.Context, r *journal.Record, asked []string) ([]string, error) {
	if len(asked) >= 2 {
		return asked[:2], nil
	}
	all, err := measures(ctx, r)
	if err != nil {
		return nil, err
	}
	names := asked
	for _, m := range all {
		if len(names) == 2 {
			break
		}
		if len(names) == 0 || journal.Fold(names[0]) != journal.Fold(m.Name) {
			names = append(names[:len(names):len(names)], m.Name)
		}
	}
	if len(asked) == 0 && len(names) == 2 { // what matters most stands upwards
		names[0], names[1] = names[1], names[0]
	}
	return names, nil
}

// noScatter is the figure of somebody who has fewer than two measures.
func (f *Figure) noScatter(o FigureOptions) (*Figure, error) {
	if o.From != nil {
		f.From, f.To = *o.From, max(f.To, *o.From)
	}
	if o.To != nil {
		f.From, f.To = min(f.From, *o.To), *o.To
	}
	f.Title = words.Text("scatter.title.none")
	f.Empty = words.Text("scatter.empty.two", f.Person.Name)
	f.Sentences = []string{f.Empty}
	f.Table = FigureTable{Heads: []FigureHead{{words.Text("chart.table.when"), "day"}}, rows: rowList(nil)}
	s := &charts.Scatter{Words: f.words()}
	s.Words.Empty = words.Text("scatter.empty.picture")
	f.Picture = s
	return f, nil
}

// axis is how a series stands on a chart: scores between their ends, answers and
// ranks with their words.
func (s *DailySeries) axis() charts.ScatterAxis {
	o := charts.ScatterAxis{Name: firstOf(s.Part, s.Name), Unit: s.line.axisUnit()}
	if s.Part != "" {
		o.Name = words.Text("chart.part", s.Name, s.Part)
	}
	zero, one, ten := 0.0, 1.0, 10.0
	switch s.Scale {
	case journal.NRS:
		o.Low, o.High = &zero, &ten
	case journal.YesNo:
		o.Low, o.High, o.Labels = &zero, &one, s.Labels
	case journal.Ordinal:
		o.Labels = s.Labels
	}
	return o
}

// scatter makes picture, table and words.
func (f *Figure) scatter(p *dayPairs) {
	f.Title = words.Text("scatter.title", p.x.Name, p.y.Name)
	picture := &charts.Scatter{X: p.x.axis(), Y: p.y.axis(), OneDay: words.Count(1, "day"), Days: words.Text("scatter.days"),
		Fit: words.Text("scatter.fit"), Band: words.Text("scatter.band")}
	if when := lagText(p.lag); when != "" {
		picture.X.Name = words.Text("scatter.lagged", picture.X.Name, when)
	}
	for i := range p.days {
		picture.Points = append(picture.Points, charts.ScatterPoint{X: p.xs[i], Y: p.ys[i], Row: i})
	}
	line, ok := p.fit()
	if ok {
		picture.Line = line.band()
	}
	f.Table = FigureTable{Heads: []FigureHead{{words.Text("scatter.head.day"), "day"}, {picture.X.Name, "x"}, {picture.Y.Name, "y"}}, ByTime: true, rows: p}
	f.sayScatter(p, line, ok, picture)
	if len(p.days) == 0 {
		f.Empty = words.Text("scatter.empty", p.x.Name, p.y.Name)
	}
	picture.Words = f.words()
	picture.Words.Empty = words.Text("scatter.empty.picture")
	f.Picture = picture
}

// lagText says how many days earlier something was; "" for the same day.
func lagText(lag int) string {
	switch lag {
	case 0:
		return ""
	case 1:
		return words.Text("scatter.lag.one")
	}
	return words.Text("scatter.lag.many", lag)
}

// Len implements figureRows.
func (p *dayPairs) Len() int { return len(p.days) }

// Row implements figureRows.
func (p *dayPairs) Row(i int) FigureRow {
	day := p.days[i]
	return FigureRow{Cells: []string{DateText(day), p.x.Text(p.xs[i]), p.y.Text(p.ys[i])}, Values: []any{day, p.xs[i], p.ys[i]}, Day: &day}
}

// correlationText writes a correlation: −0.42.
func correlationText(r float64) string {
	text := strconv.FormatFloat(math.Abs(r), 'f', 2, 64)
	if r < 0 && text != "0.00" {
		return "−" + text
	}
	return text
}

func (f *Figure) sayScatter(p *dayPairs, line fit, ok bool, picture *charts.Scatter) {
	n := len(p.days)
	f.Sentences = []string{words.Text("scatter.sum.range", picture.Y.Name, picture.X.Name, f.Person.Name, DateText(f.From), DateText(f.To), words.Count(int64(f.Days()), "day"))}
	f.Sentences = append(f.Sentences, words.Text("scatter.sum.days", words.Count(int64(n), "day"), percent(p.missing())))
	switch {
	case n == 0:
	case ok:
		key := "scatter.sum.with."
		switch size := math.Abs(line.r); {
		case size < 0.1:
			key += "none"
		case line.r > 0:
			key += "more"
		default:
			key += "less"
		}
		f.Sentences = append(f.Sentences, words.Text(key, picture.X.Name, picture.Y.Name, correlationText(line.r), words.Count(int64(n), "day")))
		if picture.Line != nil {
			f.Sentences = append(f.Sentences, words.Text("scatter.sum.band"))
		}
		picture.Note = words.Text("scatter.note", correlationText(line.r), words.Count(int64(n), "day"), percent(p.missing()))
	case n < minFitDays:
		f.Sentences = append(f.Sentences, words.Text("scatter.sum.few", minFitDays))
		picture.Note = words.Text("scatter.note.few", words.Count(int64(n), "day"), percent(p.missing()))
	default:
		f.Sentences = append(f.Sentences, words.Text("scatter.sum.same"))
		picture.Note = words.Text("scatter.note.few", words.Count(int64(n), "day"), percent(p.missing()))
	}
	if n := p.x.Other + p.y.Other; n > 0 {
		f.LeftOut = append(f.LeftOut, words.Text("scatter.left_out", words.Count(int64(n), "value")))
	}
	f.Sentences = append(f.Sentences, f.LeftOut...)
	if n > 0 {
		f.Sentences = append(f.Sentences, words.Text("scatter.sum.caution"))
	}
}
