package app

import (
	"math"
	"slices"

	"kith/app/words"
	"kith/journal"
	"kith/journal/insight"
)

// sayScan puts a search into words.
func (x *Insight) sayScan() {
	s := x.Scan
	out := x.Measure.words(s.Scanned.Outcome.SD)
	s.Shown = x.shown(out)
	tests := len(s.Scanned.Findings)
	things := s.lookedAt()
	switch x.Verdict {
	case VerdictNotEnough:
		x.fact("days", words.Text("insight.span", fromToText(s.From, s.To), phaseText(s.Scanned.Outcome)))
		x.sayShort()
		x.careLeftOut()
		return
	case VerdictNoneFound:
		x.Headline = words.Text("insight.none_found."+string(x.Question), things, x.Measure.Name)
		x.fact("could", words.Text("insight.could", out.size(s.least())))
		x.step("keep_logging", "log")
	default:
		x.Headline = s.Shown[0].Text
		if more := s.Found() - 1; more > 0 {
			x.Headline = joinSentence(x.Headline, words.Text("insight.more_found", more))
		}
		x.step("ask_visit", "appointment ask")
	}
	x.fact("looked", words.Text("insight.looked", things, tests))
	x.fact("days", words.Text("insight.span", fromToText(s.From, s.To), phaseText(s.Scanned.Outcome)))
	x.careOf(s.Scanned.Cautions)
	if taken := s.takenFound(); len(taken) > 0 {
		x.care("as_needed", words.List(taken))
		x.care("no_advice")
	}
	if s.Found() > shownFound {
		x.care("sides", s.Found()-shownFound)
	}
	x.care("many", tests)
	x.care("together")
	x.careDays(s.From, s.To)
	x.careLeftOut()
	x.step("experiment", "experiment plan")
	x.hintPolarity()
}

// lookedAt counts the things that could be looked at.
func (s *InsightScan) lookedAt() int { return len(s.Factors) - len(s.Scanned.LeftOut) }

// shown puts what stood out, and the strongest of the others, into words.
func (x *Insight) shown(out scaleWords) (list []InsightFinding) {
	found, rest := 0, 0
	for _, f := range x.Scan.Scanned.Findings {
		count, most := &rest, shownRest
		if f.Found {
			count, most = &found, shownFound
		}
		if *count++; *count <= most {
			list = append(list, x.finding(f, out))
		}
	}
	slices.SortStableFunc(list, func(a, b InsightFinding) int {
		switch {
		case a.Found == b.Found:
			return 0
		case a.Found:
			return -1
		}
		return 1
	})
	return list
}

func (x *Insight) finding(f insight.Finding, out scaleWords) InsightFinding {
	factor := x.Scan.Factors[f.Factor]
	v := InsightFinding{Finding: f, Name: factor.Name, Verdict: wayOf(x.Measure, f.Difference),
		Change: out.change(f.Difference), Range: out.between(f.Joint), Chance: chanceText(f.Familywise), When: whenText(f.Lag)}
	key, args := "insight.went", []any{v.Name, x.Measure.Name, v.Change}
	if f.Lag > 0 {
		key, args = "insight.followed", append(args, v.When)
	}
	if f.PerSD {
		key, args[2] = key+".more", out.way(f.Difference)
		sd := spreadOf(factor.Between(x.Scan.From, x.Scan.To))
		v.Change = words.Text("insight.per", v.Change, factor.words(sd).size(sd))
		v.Days = words.Text("insight.both_days", f.N)
	} else {
		v.Days = words.Text("insight.with_days", f.With, f.N)
	}
	if f.PerSD && f.Lag > 0 && x.Measure.YesNo() {
		key += ".often"
	}
	v.Text = words.Text(key, args...)
	if f.Found {
		v.Text = valued(v.Verdict, v.Text)
	} else { // what may be chance is neither good nor bad
		v.Text = upperFirst(v.Text)
	}
	return v
}

// whenText says by how many days one thing came before another.
func whenText(lag int) string {
	switch lag {
	case 0:
		return words.Text("insight.lag.same")
	case 1:
		return words.Text("insight.lag.next")
	}
	return words.Text("insight.lag.later", lag)
}

// spreadOf returns the standard deviation of the values that are known.
func spreadOf(values []float64) float64 {
	var n, sum, squares float64
	for _, v := range values {
		if !math.IsNaN(v) {
			n++
			sum += v
			squares += v * v
		}
	}
	if n < 2 {
		return 0
	}
	return math.Sqrt(max(squares-sum*sum/n, 0) / (n - 1))
}

// least returns the difference from which on a usual one would have stood out.
func (s *InsightScan) least() float64 {
	var half []float64
	for _, f := range s.Scanned.Findings {
		half = append(half, (f.Joint.High-f.Joint.Low)/2)
	}
	slices.Sort(half)
	if len(half) == 0 {
		return 0
	}
	return half[len(half)/2]
}

// takenFound names the treatments whose doses stood out.
func (s *InsightScan) takenFound() (names []string) {
	for i := range s.Shown {
		f := &s.Shown[i]
		if f.Found && s.Factors[f.Factor].Kind == journal.KindDose && !slices.Contains(names, f.Name) && len(names) < mostNamed {
			names = append(names, f.Name)
		}
	}
	return names
}

// maxMeanings is how many things at a time are asked about.
const maxMeanings = 3

// careLeftOut names what could not be looked at.
func (x *Insight) careLeftOut() {
	var names []string
	all := x.Scan.Scanned.LeftOut
	for i, o := range all {
		if i == mostNamed {
			names = append(names, words.Text("chart.more", len(all)-mostNamed))
			break
		}
		names = append(names, x.Scan.Factors[o.Factor].Name)
	}
	if len(names) > 0 {
		x.care("left_out", words.List(names))
	}
	asked := 0
	for _, o := range all {
		f := x.Scan.Factors[o.Factor]
		noted := f.YesNo() || f.Merged == MergeSum && f.Scale != journal.Duration
		if asked < maxMeanings && noted && f.Absence == journal.AbsenceUnknown && f.hasDefinition() {
			asked++
			x.stepMeaning("meaning_factor", f.Name)
		}
	}
}
