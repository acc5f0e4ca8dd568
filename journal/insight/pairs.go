package insight

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
)

// Block is a run of days of a paired experiment, counted from its first day.
type Block struct {
	Pair    int  // which pair, from 0
	Treated bool // with the treatment, or without
	Start   int  // first day with (without) it
	From    int  // first day that counts, after the washout
	To      int  // first day that does not any more
}

// Pair is what became of one pair.
type Pair struct {
	Pair          int
	With, Without Phase
	Difference    float64 // with minus without; 0 if LeftOut
	LeftOut       bool    // less than half of the days of one of its blocks were logged
}

// PairsResult is the answer of [Pairs].
type PairsResult struct {
	Pairs         []Pair
	With, Without Phase    // all days that count, also of pairs left out
	Used          int      // pairs
	Mean          float64  // of the differences: with minus without
	Interval      Interval // at least 95%, of Mean
	P             float64  // two-sided, of no difference
	Enough        bool     // if false, only Pairs, With, Without, Used and Why say anything
	Why           []Shortage
}

// Pairs says what a randomised experiment showed: in each pair of blocks a coin
// decided which came with the treatment. outcome begins on the first day of the
// experiment; if it ends before the blocks do, the rest is missing.
//
// Nothing is assumed of the outcome, neither a distribution nor independent days: the
// mean difference is compared with those that all other falls of the coins would
// have given. The interval holds each constant effect that the coins would not
// refuse. It needs [MinPairs]. Errors are [ErrValue], [ErrRange] (blocks beyond
// [MaxDays]) and [ErrBlocks].
func Pairs(outcome []float64, blocks []Block) (PairsResult, error) {
	if err := checkValues("outcome", outcome); err != nil {
		return PairsResult{}, fmt.Errorf("pairs: %w", err)
	}
	paired, err := pairUp(blocks)
	if err != nil {
		return PairsResult{}, fmt.Errorf("pairs: %w", err)
	}
	var p PairsResult
	var with, without, differences []float64
	for i, pair := range paired {
		a, b := daysOf(outcome, pair[0]), daysOf(outcome, pair[1])
		with, without = append(with, a...), append(without, b...)
		one := Pair{Pair: i, With: phaseOf(a), Without: phaseOf(b)}
		one.LeftOut = 2*one.With.N < one.With.Days || 2*one.Without.N < one.Without.Days
		if !one.LeftOut {
			one.Difference = one.With.Mean - one.Without.Mean
			differences = append(differences, one.Difference)
		}
		p.Pairs = append(p.Pairs, one)
	}
	p.With, p.Without, p.Used = phaseOf(with), phaseOf(without), len(differences)
	if p.Used < MinPairs {
		p.Why = []Shortage{{Kind: FewPairs, Part: PartPairs, Have: p.Used, Need: MinPairs}}
		return p, nil
	}
	if slices.Max(differences)-slices.Min(differences) <= flat*(1+math.Abs(differences[0])) {
		p.Why = []Shortage{{Kind: NoVariation, Part: PartPairs}}
		return p, nil
	}
	for _, d := range differences {
		p.Mean += d / float64(p.Used)
	}
	p.P = signFlip(differences)
	p.Interval = typicalValues(differences)
	p.Enough = true
	return p, nil
}

// pairUp returns, by pair, the block with and the block without the treatment.
func pairUp(blocks []Block) ([][2]Block, error) {
	if len(blocks)%2 != 0 || len(blocks) > 2*MaxPairs {
		return nil, fmt.Errorf("%w: %d blocks", ErrBlocks, len(blocks))
	}
	paired := make([][2]Block, len(blocks)/2)
	seen := make([][2]bool, len(paired))
	for _, b := range blocks {
		if b.Start < 0 || b.From < b.Start || b.To <= b.From || b.To > MaxDays {
			return nil, fmt.Errorf("%w: block from day %d, %d to %d", ErrRange, b.Start, b.From, b.To)
		}
		side := 1
		if b.Treated {
			side = 0
		}
		if b.Pair < 0 || b.Pair >= len(paired) || seen[b.Pair][side] {
			return nil, fmt.Errorf("%w: pair %d", ErrBlocks, b.Pair)
		}
		paired[b.Pair][side], seen[b.Pair][side] = b, true
	}
	byDay := slices.SortedFunc(slices.Values(blocks), func(a, b Block) int { return cmp.Compare(a.Start, b.Start) })
	for i := 1; i < len(byDay); i++ {
		if byDay[i].Start < byDay[i-1].To {
			return nil, fmt.Errorf("%w: two blocks on day %d", ErrBlocks, byDay[i].Start)
		}
	}
	return paired, nil
}

// daysOf returns the days of a block that count, NaN beyond the end.
func daysOf(outcome []float64, b Block) []float64 {
	days := make([]float64, 0, b.To-b.From)
	for day := b.From; day < b.To; day++ {
		if day < len(outcome) {
			days = append(days, outcome[day])
		} else {
			days = append(days, math.NaN())
		}
	}
	return days
}

// signFlip is the two-sided p-value of Fisher's randomisation test: the share of all
// 2^k ways to give the differences signs whose sum is as far from 0 as the one seen.
func signFlip(differences []float64) float64 {
	var sum, size float64
	for _, d := range differences {
		sum += d
		size += math.Abs(d)
	}
	limit := math.Abs(sum) - 1e-9*size // sums in another order are a little different
	reached := 0
	eachSubset(differences, func(part float64, _ int) {
		if math.Abs(sum-2*part) >= limit {
			reached++
		}
	})
	return float64(reached) / math.Exp2(float64(len(differences)))
}

// typicalValues is the interval of all effects that signFlip would keep at 5%: the
// means of all 2^k-1 subsets cut the line into 2^k pieces, and the truth is as likely
// to lie in any of them as in any other (Hartigan 1969). So as many are cut off at
// each end as fit into 2.5%.
func typicalValues(differences []float64) Interval {
	var means []float64
	eachSubset(differences, func(sum float64, n int) {
		if n > 0 {
			means = append(means, sum/float64(n))
		}
	})
	slices.Sort(means)
	cut := int(0.025 * math.Exp2(float64(len(differences))))
	return Interval{means[cut-1], means[len(means)-cut]}
}

// eachSubset calls f with sum and size of every subset of at most 20 numbers.
func eachSubset(numbers []float64, f func(sum float64, n int)) {
	var walk func(i int, sum float64, n int)
	walk = func(i int, sum float64, n int) {
		if i == len(numbers) {
			f(sum, n)
			return
		}
		walk(i+1, sum, n)
		walk(i+1, sum+numbers[i], n+1)
	}
	walk(0, 0, 0)
}

// DrawPairs plans an experiment: pairs of blocks ([MinPairs] to [MaxPairs]), each of
// washout days (0 to 60) that do not count and blockDays (1 to 60) that do, and in
// each pair a coin from random says which comes first. Outside tests random is
// crypto/rand.Reader. Errors are [ErrRange] and those of random.
func DrawPairs(pairs, blockDays, washout int, random io.Reader) ([]Block, error) {
	if pairs < MinPairs || pairs > MaxPairs || blockDays < 1 || blockDays > 60 || washout < 0 || washout > 60 {
		return nil, fmt.Errorf("draw pairs: %w: %d pairs of %d days, %d of washout", ErrRange, pairs, blockDays, washout)
	}
	coins := make([]byte, pairs)
	if _, err := io.ReadFull(random, coins); err != nil {
		return nil, fmt.Errorf("draw pairs: %w", err)
	}
	var blocks []Block
	for pair, coin := range coins {
		first := coin&1 == 1
		for _, treated := range []bool{first, !first} {
			start := len(blocks) * (washout + blockDays)
			from := start + washout
			blocks = append(blocks, Block{Pair: pair, Treated: treated, Start: start, From: from, To: from + blockDays})
		}
	}
	return blocks, nil
}
