package app

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"kith/app/words"
	"kith/journal"
	"kith/journal/insight"
)

// ErrNotDone says that an experiment goes on and was not to be looked into.
var ErrNotDone = errors.New("the experiment goes on")

// ExperimentAnswer is what an experiment says of one outcome.
type ExperimentAnswer struct {
	Outcome string
	Series  *DailySeries // nil if there is no such outcome any more
	insight.PairsResult
	// Peeked says that the experiment was not over.
	Peeked bool
}

// ExperimentAnswers analyses an experiment of a person by its outcomes. Only pairs count
// of which both blocks were kept and went to their end, and in them all days after the
// wash-out, whether or not they went as planned: leaving out bad days would favour one
// side. One that goes on is [ErrNotDone] unless peek says to look all the same.
func (a *App) ExperimentAnswers(ctx context.Context, p Person, x *Experiment, peek bool) ([]ExperimentAnswer, error) {
	if !x.Over() && !peek {
		return nil, ErrNotDone
	}
	today := a.Day()
	from, to := x.Start(), max(min(x.Last(), today), x.Start())
	blocks := x.counted(today)
	var answers []ExperimentAnswer
	for _, name := range x.Outcomes {
		answer := ExperimentAnswer{Outcome: name, Peeked: !x.Over()}
		series, err := a.Daily(ctx, p, name, &from, &to)
		var unknown *UnknownMeasureError
		switch {
		case errors.As(err, &unknown):
			series = &DailySeries{Name: name, From: from}
		case err != nil:
			return nil, err
		default:
			answer.Series = series
		}
		if len(blocks) == 0 {
			answer.Why = []insight.Shortage{{Kind: insight.FewPairs, Part: insight.PartPairs, Need: insight.MinPairs}}
		} else if answer.PairsResult, err = insight.Pairs(series.Between(from, to), blocks); err != nil {
			return nil, fmt.Errorf("analyse %s: %w", x.Entry.ID.Short(), err)
		}
		answers = append(answers, answer)
	}
	return answers, nil
}

// counted returns the blocks of the pairs that count, up to the day before today.
func (x *Experiment) counted(today journal.Date) []insight.Block {
	var blocks []insight.Block
	for i := 0; i+1 < len(x.Blocks); i += 2 {
		first, second := x.Blocks[i], x.Blocks[i+1]
		if !first.Kept || !second.Kept || !first.Whole || !second.Whole || second.To >= today {
			continue
		}
		pair := len(blocks) / 2
		for _, b := range []journal.Block{first, second} {
			blocks = append(blocks, insight.Block{Pair: pair, Treated: b.With,
				Start: int(b.From - x.Start()), From: int(b.Counts - x.Start()), To: int(b.To-x.Start()) + 1})
		}
	}
	return blocks
}

// Lines say an answer in sentences: what came out, how sure that is, and how much it
// rests on. They never say that something was the cause, and never what to do.
func (w *ExperimentAnswer) Lines(x *Experiment) []string {
	if !w.Enough || w.Series == nil {
		return append([]string{words.Text("experiment.answer.not_enough", w.Outcome)}, w.lacks()...)
	}
	s, size := w.Series, math.Abs(w.Mean)
	way := "experiment.answer.higher"
	if w.Mean < 0 {
		way = "experiment.answer.lower"
	}
	with, without := x.Entry.Name, words.Text("experiment.answer.those_without")
	if x.Against != "" {
		without = words.Text("experiment.with", x.Against)
	}
	pairs := words.Count(int64(w.Used), "pair")
	var lines []string
	if low, high := w.Interval.Low, w.Interval.High; low > 0 || high < 0 {
		if high < 0 {
			low, high = -high, -low
		}
		lines = append(lines, words.Text(way, with, w.Outcome, s.difference(size), without, s.difference(low), s.difference(high), pairs))
	} else {
		lines = append(lines, words.Text(way+".unsure", with, w.Outcome, s.difference(size), without,
			s.difference(math.Abs(low)), s.difference(math.Abs(high)), pairs), words.Text("experiment.answer.unsure"))
	}
	return append(lines, words.Text("experiment.answer.days", w.With.N+w.Without.N, words.Count(int64(w.With.Days+w.Without.Days), "day"),
		percent(missingOf(w.With, w.Without))))
}

func missingOf(a, b insight.Phase) float64 {
	if a.Days+b.Days == 0 {
		return 1
	}
	return 1 - float64(a.N+b.N)/float64(a.Days+b.Days)
}

// lacks says why there is no answer.
func (w *ExperimentAnswer) lacks() []string {
	if w.Series == nil {
		return []string{words.Text("experiment.lacks.outcome", w.Outcome)}
	}
	var lines []string
	for _, s := range w.Why {
		switch s.Kind {
		case insight.FewPairs:
			lines = append(lines, words.Text("experiment.lacks.pairs", words.Count(int64(s.Have), "pair"), s.Need))
		case insight.ManyMissing:
			lines = append(lines, words.Text("experiment.lacks.missing", words.Count(int64(s.Have), "day"), s.Need))
		case insight.NoVariation:
			lines = append(lines, words.Text("experiment.lacks.variation", w.Outcome))
		default:
			lines = append(lines, words.Text("experiment.lacks.days", words.Count(int64(s.Have), "day"), s.Need))
		}
	}
	return lines
}

// difference writes how far two values are apart, in the unit of the series; of yes and
// no, in percentage points.
func (s *DailySeries) difference(v float64) string {
	if s.YesNo() {
		return words.Text("experiment.points", numberText(math.Round(100*v)))
	}
	digits := 10.0 // more than one digit behind the point says more than is known
	for v > 0 && digits < 1e6 && v*digits < 10 {
		digits *= 10
	}
	text := numberText(math.Round(v*digits) / digits)
	if s.Unit != "" {
		text += " " + s.Unit
	}
	return text
}

// ExperimentChance is how likely an experiment is to show a difference of a size.
type ExperimentChance struct {
	// Size is in standard deviations of a day; Difference the same in the unit of the
	// outcome, nil if too little is written of that.
	Size       float64
	Difference *float64
	Chance     float64 // 0 to 1
}

// ExperimentChances are the chances of one experiment, by size.
type ExperimentChances struct {
	Sizes []ExperimentChance
	// Least says that it has so many pairs that only the first were tried: the true
	// chances are higher.
	Least  bool
	Series *DailySeries // of the outcome, in the days before
}

// chanceSizes are the differences that are tried, in standard deviations of a day: small
// ones to very large ones.
var chanceSizes = []float64{0.3, 0.5, 0.8, 1, 1.3, 1.5, 2}

const (
	chanceRounds = 300
	// chancePairs is how many pairs are tried at most: each more doubles the work.
	chancePairs = 12
	// chanceMissing is the share of days that is supposed to be forgotten.
	chanceMissing = 0.1
	// chanceHang is how much a day is supposed to be like the day before where nothing
	// is known of that: the correlation of the two.
	chanceHang = 0.5
	// chanceBack is how many days before the experiment are looked at.
	chanceBack = 120
)

// ExperimentChancesOf tells how likely an experiment with so many blocks is to show
// differences of several sizes in its first outcome, by analysing made-up diaries whose
// days hang together as the person's last 120 days did. It is reproducible.
func (a *App) ExperimentChancesOf(ctx context.Context, p Person, x *Experiment) (*ExperimentChances, error) {
	hang, sd := chanceHang, 0.0
	to := a.Day() - 1
	from := to - chanceBack + 1
	s, err := a.Daily(ctx, p, x.Outcomes[0], &from, &to)
	if err != nil {
		return nil, err
	}
	if trend, err := insight.TrendOf(s.Between(from, to)); err == nil && trend.Enough {
		hang, sd = min(max(trend.Rho, 0), 0.9), trend.All.SD
	}
	blocks := x.counted(x.Last() + 1)
	fewer := len(blocks) > 2*chancePairs
	blocks = blocks[:min(len(blocks), 2*chancePairs)]
	days := int(x.Last()-x.Start()) + 1
	random := rand.New(rand.NewPCG(uint64(days), uint64(len(blocks)))) // made-up days need no secret
	found := make([]int, len(chanceSizes))
	diary := make([]float64, days)
	for range chanceRounds {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		madeUp(random, diary, hang)
		r, err := insight.Pairs(diary, blocks)
		if err != nil {
			return nil, fmt.Errorf("chances: %w", err)
		}
		for i, size := range chanceSizes { // which moves every pair, and so the interval, by as much
			if r.Enough && r.Interval.Low+size > 0 {
				found[i]++
			}
		}
	}
	chances := make([]ExperimentChance, len(chanceSizes))
	for i, size := range chanceSizes {
		chances[i] = ExperimentChance{Size: size, Chance: float64(found[i]) / chanceRounds}
		if sd > 0 {
			difference := size * sd
			chances[i].Difference = &difference
		}
	}
	return &ExperimentChances{Sizes: chances, Least: fewer, Series: s}, nil
}

// madeUp fills in days of a diary with mean 0 and deviation 1, each like the day before
// by hang, and some that were forgotten.
func madeUp(random *rand.Rand, diary []float64, hang float64) {
	value := random.NormFloat64()
	for i := range diary {
		value = hang*value + math.Sqrt(1-hang*hang)*random.NormFloat64()
		if diary[i] = value; random.Float64() < chanceMissing {
			diary[i] = math.NaN()
		}
	}
}

// Lines say how likely an experiment is to show something: a difference that it
// shows as a rule, and one that it may well miss.
func (e *ExperimentChances) Lines() []string {
	var lines []string
	chances, s := e.Sizes, e.Series
	say := func(c ExperimentChance) {
		size := words.Text("experiment.chance.size", numberText(c.Size))
		if c.Difference != nil {
			size = s.difference(*c.Difference)
		}
		key := "experiment.chance"
		if e.Least {
			key = "experiment.chance.least"
		}
		lines = append(lines, words.Text(key, size, int(math.Round(10*c.Chance))))
	}
	large := slices.IndexFunc(chances, func(c ExperimentChance) bool { return c.Chance >= 0.75 })
	if large < 0 {
		if len(chances) > 0 {
			say(chances[len(chances)-1])
		}
		return append(lines, words.Text("experiment.chance.none"))
	}
	say(chances[large])
	if large >= 2 {
		say(chances[large-2])
	}
	return lines
}
