package app

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"kith/app/words"
	"kith/journal"
	"kith/journal/insight"
)

// scaleWords writes means and differences of a series, with as many places as its
// spread makes sense of.
type scaleWords struct {
	s      *DailySeries
	places int
}

func (s *DailySeries) words(spread float64) scaleWords {
	w := scaleWords{s: s, places: 1}
	if spread > 0 {
		w.places = min(max(1-int(math.Floor(math.Log10(spread))), 0), 8)
	}
	if s.Scale == journal.NRS {
		w.places = 1
	}
	return w
}

func (w scaleWords) round(x float64) float64 {
	by := math.Pow10(w.places)
	return math.Round(x*by) / by
}

// level writes a mean: 4.6/10, 7 h 30 min, 34 days in 100.
func (w scaleWords) level(x float64) string {
	switch {
	case w.s.YesNo():
		return words.Text("insight.days_in_100", numberText(math.Round(x*100)))
	case len(w.s.Labels) > 0: // a mean of ranks has no word
		return numberText(w.round(x))
	}
	return w.s.Text(w.round(x))
}

// size writes a difference without its direction: 1.5 points, 45 min, 12 days in 100.
func (w scaleWords) size(x float64) string {
	x = math.Abs(x)
	switch {
	case w.s.YesNo():
		return words.Text("insight.days_in_100", numberText(math.Round(x*100)))
	case w.s.Scale == journal.NRS || w.s.Scale == journal.Ordinal || w.s.Kind == journal.KindResponse:
		return words.Text("insight.points", numberText(w.round(x)))
	}
	return w.s.Text(w.round(x))
}

// bare writes a size before another one in the same unit: 1.9 and 3 points.
func (w scaleWords) bare(x float64) string {
	switch {
	case w.s.YesNo():
		return numberText(math.Round(x * 100))
	case w.s.Scale == journal.Duration:
		return w.size(x)
	}
	return numberText(w.round(x))
}

// way is "higher" or "lower", of what is there or not "more often" or "less often".
func (w scaleWords) way(x float64) string {
	key := "insight.higher"
	if x < 0 {
		key = "insight.lower"
	}
	if w.s.YesNo() {
		key += ".often"
	}
	return words.Text(key)
}

// change writes a difference with its direction: 1.5 points higher.
func (w scaleWords) change(x float64) string {
	if w.round(x) == 0 && !w.s.YesNo() || w.s.YesNo() && math.Round(x*100) == 0 {
		return words.Text("insight.same")
	}
	return words.Text("insight.change", w.size(x), w.way(x))
}

// between writes the 95% interval of a difference.
func (w scaleWords) between(i insight.Interval) string {
	if (i.Low > 0) == (i.High > 0) && w.change(i.Low) != words.Text("insight.same") && w.change(i.High) != words.Text("insight.same") {
		near, far := math.Abs(i.Low), math.Abs(i.High)
		return words.Text("insight.between", w.bare(min(near, far)), words.Text("insight.change", w.size(max(near, far)), w.way(i.Low)))
	}
	return words.Text("insight.between", w.change(i.Low), w.change(i.High))
}

// chanceText writes how often chance alone does as much: 3 in 100.
func chanceText(p float64) string {
	switch {
	case p < 0.001:
		return words.Text("insight.chance.rare")
	case p < 0.01:
		return words.Text("insight.chance.thousand", int(math.Round(p*1000)))
	}
	return words.Text("insight.chance.hundred", int(math.Round(p*100)))
}

func percentText(share float64) string {
	return strconv.Itoa(int(math.Round(share*100))) + " %"
}

// valued puts the verdict before a sentence: "Better: ...".
func valued(v InsightVerdict, sentence string) string {
	if v == VerdictBetter || v == VerdictWorse {
		return words.Text("insight.valued."+string(v), sentence)
	}
	first, n := utf8.DecodeRuneInString(sentence)
	return string(unicode.ToUpper(first)) + sentence[n:]
}

// wayOf is which way a measure goes that has two ends: better, worse, higher, lower.
func wayOf(s *DailySeries, change float64) InsightVerdict {
	return direction(s, change, insight.Interval{Low: change, High: change})
}

func (x *Insight) fact(key, text string) {
	x.Facts = append(x.Facts, InsightFact{key, words.Text("insight.fact." + key), text})
}

func (x *Insight) care(key string, args ...any) {
	x.Careful = append(x.Careful, InsightCaution{key, words.Text("insight.careful."+key, args...)})
}

func (x *Insight) step(key, command string, args ...any) {
	x.Next = append(x.Next, InsightStep{Key: key, Text: words.Text("insight.next."+key, args...), Command: command})
}

// stepMeaning is a step that says what values of a name mean.
func (x *Insight) stepMeaning(key, name string, args ...any) {
	x.step(key, "insight meaning", append(args, name)...)
	x.Next[len(x.Next)-1].Measure = name
}

// phaseText says how many days there are, and how many of them have a value.
func phaseText(p insight.Phase) string {
	return words.Text("insight.phase", p.N, words.Count(int64(p.Days), "day"), percentText(p.Missing))
}

func fromToText(from, to journal.Date) string {
	return words.Text("chart.days", DateText(from), DateText(to))
}

// lackText says what there is too little of.
func lackText(s insight.Shortage) string {
	key := "insight.short." + string(s.Kind) + "." + string(s.Part)
	if s.Kind == insight.NoVariation {
		return words.Text(key)
	}
	return words.Text(key, s.Have, s.Need)
}

// sayShort is the answer where there is too little.
func (x *Insight) sayShort() {
	if len(x.Short) == 0 {
		x.Headline = words.Text("insight.short.nothing", x.Measure.Name)
		x.step("log_factors", "log")
	} else {
		x.Headline = words.Text("insight.short", lackText(x.Short[0]))
		for _, s := range x.Short[1:] {
			x.fact("short", upperFirst(lackText(s)))
		}
	}
	more := 0
	fixed := false
	for _, s := range x.Short {
		more = max(more, s.MoreDays)
		if s.Part == insight.PartOutcome { // a new stretch, every day, is enough
			more = min(more, x.leastDays())
		}
		fixed = fixed || s.Part == insight.PartBefore
	}
	switch {
	case fixed:
		x.step("before", "")
	case more > 0:
		x.step("log_more", "log", words.Count(int64(more), "day"))
	}
	x.hintMeaning()
}

// leastDays is how many days in a row a question takes.
func (x *Insight) leastDays() int {
	if x.Scan != nil {
		return insight.MinScanDays
	}
	return insight.MinPhaseDays
}

// hintMeaning asks what a day without an entry means, where that would help.
func (x *Insight) hintMeaning() {
	s := x.Measure
	could := s.Kind == journal.KindSymptom || s.Kind == journal.KindFactor // nobody has no mood
	if empty := s.Len() - s.Known(); could && s.Absence == journal.AbsenceUnknown && s.Missing() > insight.MaxMissing {
		x.stepMeaning("meaning", s.Name, words.Count(int64(empty), "day"))
	}
}

// hintPolarity asks which end of the scale is better, where nobody said so.
func (x *Insight) hintPolarity() {
	if x.Measure.Polarity == journal.Neutral && x.Measure.hasDefinition() {
		x.stepMeaning("polarity", x.Measure.Name)
	}
}

// hasDefinition reports whether there is a definition that can be changed.
func (s *DailySeries) hasDefinition() bool {
	return s.Kind == journal.KindSymptom || s.Kind == journal.KindMeasure || s.Kind == journal.KindFactor
}

func upperFirst(text string) string { return valued("", text) }

// careOf says what the statistics doubt.
func (x *Insight) careOf(list []insight.Caution) {
	for _, c := range list {
		if c == insight.TrendBefore {
			x.care(string(c), x.Measure.Name)
		} else {
			x.care(string(c))
		}
	}
}

// careDays says what the values of the days from from to to are made of.
func (x *Insight) careDays(from, to journal.Date) {
	assumed := 0
	for d := max(from, x.Measure.From); d <= min(to, x.Measure.To()); d++ {
		if x.Measure.assumedOn(d) {
			assumed++
		}
	}
	if assumed > 0 {
		x.care("assumed", words.Count(int64(assumed), "day"))
	}
	if x.Measure.Other > 0 {
		x.care("other", words.Count(int64(x.Measure.Other), "value"))
	}
}

// sayHelped puts before and after into words.
func (x *Insight) sayHelped() {
	h, s := x.Helped, x.Measure
	d := &h.Difference
	if x.Verdict == VerdictNotEnough {
		x.phases(s.words(max(d.Before.SD, d.After.SD)))
		x.sayShort()
		return
	}
	w := s.words(max(d.Before.SD, d.After.SD))
	before, after := w.level(d.Before.Mean), w.level(d.After.Mean)
	key, args := "insight.helped.treatment", []any{h.Treatment, s.Name, after, before}
	if h.Treatment == "" {
		key, args[0] = "insight.helped.day", DateText(h.Split)
	}
	if s.YesNo() {
		key += ".often"
	}
	if x.Headline = words.Text(key, args...); x.Verdict == VerdictUnclear {
		x.Headline = words.Text("insight.unclear", x.Headline)
	} else {
		x.Headline = valued(x.Verdict, x.Headline)
	}
	x.phases(w)
	x.fact("change", words.Text("insight.with_range", w.change(d.Change), w.between(d.Interval)))
	x.fact("chance", chanceText(d.P))
	if i := &h.Interrupted; i.Enough {
		x.fact("level", words.Text("insight.with_range", w.change(i.Level.Value), w.between(i.Level.Interval)))
		x.fact("slope", words.Text("insight.every_30", words.Text("insight.with_range", w.change(i.Slope.Value), w.between(i.Slope.Interval))))
	}
	x.careOf(d.Cautions)
	if len(h.Changes) > 0 {
		x.care(string(insight.CoStarted), words.List(h.changeNames()))
	}
	x.careDays(h.From, h.To)
	x.care("followed")
	x.care("no_advice")
	if x.Verdict == VerdictUnclear {
		x.sayPower(w)
	}
	x.step("experiment", "experiment plan")
	x.hintPolarity()
}

// phases says what before and after were like.
func (x *Insight) phases(w scaleWords) {
	h := x.Helped
	what := DateText(h.Split)
	if h.Treatment != "" {
		what = words.Text("insight.since", h.Treatment, what)
	}
	x.fact("split", what)
	for _, side := range []struct {
		key      string
		phase    insight.Phase
		from, to journal.Date
	}{{"before", h.Difference.Before, h.From, h.Split - 1}, {"after", h.Difference.After, h.Split, h.To}} {
		if side.phase.N == 0 {
			x.fact(side.key, words.Text("insight.no_days"))
			continue
		}
		x.fact(side.key, words.Text("insight.side", w.level(side.phase.Mean), fromToText(side.from, side.to), phaseText(side.phase)))
	}
}

// mostNamed is how many names a sentence holds.
const mostNamed = 5

func (h *InsightHelp) changeNames() (names []string) {
	for i, c := range h.Changes {
		if i == mostNamed {
			return append(names, words.Text("chart.more", len(h.Changes)-mostNamed))
		}
		names = append(names, words.Text("insight.changed."+string(c.Kind), c.Name, DateText(c.Date)))
	}
	return names
}

// sayPower says what a search with these days could have found.
func (x *Insight) sayPower(w scaleWords) {
	d := &x.Helped.Difference
	days := insight.EvenDays(d.Before.Days, d.After.Days)
	missing := max(d.Before.Missing, d.After.Missing)
	sd := math.Sqrt((d.Before.SD*d.Before.SD + d.After.SD*d.After.SD) / 2)
	for effect := 0.3; effect < 1.55; effect += 0.1 {
		if insight.Power(effect, days, d.Rho, missing) >= lengthPower {
			x.fact("power", words.Text("insight.power", w.size(effect*sd)))
			break
		}
	}
	if need, ok := insight.DaysFor(usualEffect, d.Rho, missing, lengthPower); ok && need > days {
		x.step("longer", "", w.size(usualEffect*sd), words.Count(int64(need), "day"))
	}
}

// sayTrend puts a trend into words.
func (x *Insight) sayTrend() {
	t, s := x.Trend, x.Measure
	w := s.words(t.All.SD)
	if x.Verdict == VerdictNotEnough {
		x.fact("days", words.Text("insight.span", fromToText(s.From, s.To()), phaseText(t.All)))
		x.sayShort()
		return
	}
	slope := t.Slope.Value
	sentence := words.Text("insight.trend", s.Name, w.change(slope))
	if x.Verdict == VerdictUnclear {
		x.Headline = words.Text("insight.trend.unclear", s.Name)
	} else {
		x.Headline = valued(x.Verdict, sentence)
	}
	x.fact("first", words.Text("insight.first", w.level(t.First.Mean), words.Count(int64(t.First.Days), "day")))
	x.fact("last", words.Text("insight.last", w.level(t.Last.Mean), words.Count(int64(t.Last.Days), "day")))
	x.fact("every_30", words.Text("insight.with_range", w.change(slope), w.between(t.Slope.Interval)))
	x.fact("chance", chanceText(t.Slope.P))
	x.fact("days", words.Text("insight.span", fromToText(s.From, s.To()), phaseText(t.All)))
	x.careOf(t.Cautions)
	x.careDays(s.From, s.To())
	x.care("straight")
	if x.Verdict == VerdictUnclear {
		x.step("keep_logging", "log")
	}
	x.hintPolarity()
}

// sayLength puts how long to keep logging into words.
func (x *Insight) sayLength() {
	l, s := x.Length, x.Measure
	if x.Verdict == VerdictNotEnough {
		x.sayShort()
		return
	}
	w := s.words(l.SD)
	for _, row := range l.Rows {
		text := words.Text("insight.length.never")
		if row.Days > 0 {
			days := words.Count(int64(row.Days), "day")
			text = words.Text("insight.length.days", days)
		}
		x.Facts = append(x.Facts, InsightFact{"change", words.Text("insight.length.change", w.size(row.Change)), text})
		if row.Effect != usualEffect {
			continue
		}
		x.Headline = words.Text("insight.length.long", w.size(row.Change), s.Name)
		if row.Days > 0 {
			days := words.Count(int64(row.Days), "day")
			x.Headline = words.Text("insight.length", w.size(row.Change), s.Name, days, days)
		}
	}
	x.fact("days", words.Text("insight.span", fromToText(s.From, s.To()), words.Text("insight.phase", s.Known(), words.Count(int64(s.Len()), "day"), percentText(l.Missing))))
	x.care("power")
	x.step("begin", "treatment add")
	x.step("experiment", "experiment plan")
	x.hintMeaning()
}

// joinSentence appends a sentence.
func joinSentence(text, more string) string { return strings.TrimSpace(text + " " + more) }

func (x *Explanation) explainTreatment(e *UnknownTreatmentError) {
	x.key = "no_treatment"
	x.What = words.Text("error.no_treatment.what", e.Name)
	if x.Do = words.Text("error.no_treatment.none"); len(e.Some) > 0 {
		x.Do = words.Text("error.no_treatment.do", words.List(e.Some))
	}
}
