package instrument

import (
	"math/big"
	"slices"
	"strings"

	"kith/journal"
)

// Result is what answers come to.
type Result struct {
	// Score is nil if too much was left out, or if there is no rule for one.
	Score *journal.Decimal
	// Missing are the items of the score, from 1, that were left out.
	Missing []int
	// Band is what the authors call the range of Score; nil if nothing.
	Band *Band
	// Subscores are in the order of the pack's.
	Subscores []SubscoreResult
	// Alert says that an answer may mean that somebody needs help now.
	Alert bool
}

// SubscoreResult is one subscore; Score is nil if too much was left out.
type SubscoreResult struct {
	Title string
	Score *journal.Decimal
}

// Result scores answers, as many as there are items, nil for what was left out. An
// answer that the item does not have is a [PackError].
func (p *Pack) Result(answers []*journal.Decimal) (Result, error) {
	var res Result
	if p.TotalOnly() {
		return res, problem("only_total")
	}
	if len(answers) != len(p.Items) {
		return res, problem("answer_count", len(answers), len(p.Items))
	}
	for i, a := range answers {
		if a != nil && !p.Allows(i, *a) {
			return res, problem("answer", i+1, a.String(), p.Allowed(i))
		}
	}
	if p.Score != nil {
		res.Score, res.Missing = p.apply(p.Score, answers)
		res.Band = p.band(res.Score)
	}
	for i := range p.Subscores {
		score, _ := p.apply(&p.Subscores[i].Rule, answers)
		res.Subscores = append(res.Subscores, SubscoreResult{p.Subscores[i].Title, score})
	}
	for _, alert := range p.Alerts {
		if a := answers[alert.Item-1]; a != nil && a.Cmp(alert.Above) > 0 {
			res.Alert = true
		}
	}
	return res, nil
}

// LeaveOut returns the answers with those of the last questions left out if there
// are too few and the score does not need the rest: who answers the eight questions
// of the PHQ-8 need not know of the ninth, about how hard they make the day.
func (p *Pack) LeaveOut(answers []*journal.Decimal) []*journal.Decimal {
	if p.Score == nil {
		return answers
	}
	for i := len(answers); i < len(p.Items); i++ {
		if p.Scored(i) {
			return answers
		}
	}
	full := make([]*journal.Decimal, max(len(p.Items), len(answers)))
	copy(full, answers)
	return full
}

// TotalResult is the result of a total that was entered by itself. One that is out
// of the range is a [PackError].
func (p *Pack) TotalResult(total journal.Decimal) (Result, error) {
	low, high, ok := p.ScoreRange()
	if !ok {
		return Result{}, problem("no_total")
	}
	if total.Cmp(low) < 0 || total.Cmp(high) > 0 || p.Total != nil && !p.Total.onStep(total) {
		return Result{}, problem("total", total.String(), low.String(), high.String())
	}
	return Result{Score: &total, Band: p.band(&total)}, nil
}

// Allows reports whether item i, from 0, can be answered with n.
func (p *Pack) Allows(i int, n journal.Decimal) bool {
	if r := p.Items[i].Number; r != nil {
		return n.Exp >= -maxPlaces && n.Cmp(r.Low) >= 0 && n.Cmp(r.High) <= 0 && r.onStep(n)
	}
	return slices.ContainsFunc(p.AnswersOf(i), func(a Answer) bool { return a.Value.Cmp(n) == 0 })
}

// Allowed writes what item i, from 0, can be answered with: "0, 1, 2, 3", "0–30".
func (p *Pack) Allowed(i int) string {
	if r := p.Items[i].Number; r != nil {
		return r.Low.String() + "–" + r.High.String()
	}
	var values []string
	for _, a := range p.AnswersOf(i) {
		values = append(values, a.Value.String())
	}
	return strings.Join(values, ", ")
}

// apply returns the score of a rule, nil if too much was left out, and what was.
func (p *Pack) apply(r *Rule, answers []*journal.Decimal) (score *journal.Decimal, missing []int) {
	sum, answered, total := new(big.Rat), 0, 0
	for k, i := range p.scored(r) {
		total++
		if answers[i] == nil {
			missing = append(missing, i+1)
			continue
		}
		answered++
		sum.Add(sum, new(big.Rat).Mul(rat(*answers[i]), r.weight(k)))
	}
	if len(missing) > r.MaxMissing {
		return nil, missing
	}
	if len(missing) > 0 { // each as the mean of the others
		sum.Mul(sum, big.NewRat(int64(total), int64(answered)))
	}
	if r.Cap != nil && sum.Cmp(rat(*r.Cap)) > 0 {
		sum = rat(*r.Cap)
	}
	places := exactPlaces
	if len(missing) > 0 {
		places = 2
	}
	return decimal(sum, places), missing
}

// Scored reports whether item i, from 0, is part of the score.
func (p *Pack) Scored(i int) bool { return p.Score != nil && slices.Contains(p.scored(p.Score), i) }

// exactPlaces are those of an answer and of a weight together.
const exactPlaces = 2 * maxPlaces

// scored returns the items of a rule, from 0.
func (p *Pack) scored(r *Rule) []int {
	var items []int
	if len(r.Items) == 0 {
		for i := range p.Items {
			items = append(items, i)
		}
	}
	for _, item := range r.Items {
		items = append(items, item-1)
	}
	return items
}

// weight returns what the k-th of the rule's items counts.
func (r *Rule) weight(k int) *big.Rat {
	if len(r.Weights) == 0 {
		return big.NewRat(1, 1)
	}
	return rat(r.Weights[k])
}

// span returns the least and the most that a rule can come to, without its cap.
func (p *Pack) span(r *Rule) (low, high *big.Rat) {
	low, high = new(big.Rat), new(big.Rat)
	for k, i := range p.scored(r) {
		least, most := p.itemRange(i)
		x, y := new(big.Rat).Mul(least, r.weight(k)), new(big.Rat).Mul(most, r.weight(k))
		if x.Cmp(y) > 0 {
			x, y = y, x
		}
		low.Add(low, x)
		high.Add(high, y)
	}
	return low, high
}

func (p *Pack) itemRange(i int) (low, high *big.Rat) {
	if r := p.Items[i].Number; r != nil {
		return rat(r.Low), rat(r.High)
	}
	for _, a := range p.AnswersOf(i) {
		v := rat(a.Value)
		if low == nil || v.Cmp(low) < 0 {
			low = v
		}
		if high == nil || v.Cmp(high) > 0 {
			high = v
		}
	}
	return low, high
}

// ScoreRange returns the least and the most that the score can be; ok is false if
// there is no score.
func (p *Pack) ScoreRange() (low, high journal.Decimal, ok bool) {
	switch {
	case p.Total != nil:
		return p.Total.Low, p.Total.High, true
	case p.Score == nil:
		return low, high, false
	}
	least, most := p.span(p.Score)
	if c := p.Score.Cap; c != nil && most.Cmp(rat(*c)) > 0 {
		most = rat(*c)
	}
	return *decimal(least, exactPlaces), *decimal(most, exactPlaces), true
}

// band returns the band of a score, nil if it has none.
func (p *Pack) band(score *journal.Decimal) *Band {
	for i := range p.Bands {
		if b := &p.Bands[i]; score != nil && score.Cmp(b.From) >= 0 && score.Cmp(b.To) <= 0 {
			return b
		}
	}
	return nil
}

// rat returns a decimal as an exact fraction.
func rat(d journal.Decimal) *big.Rat {
	r := new(big.Rat).SetInt64(d.Coef)
	ten := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(d.Exp, -d.Exp))), nil))
	if d.Exp < 0 {
		return r.Quo(r, ten)
	}
	return r.Mul(r, ten)
}

// decimal rounds a fraction to so many places, halves away from zero, and writes
// it without needless zeros.
func decimal(r *big.Rat, places int) *journal.Decimal {
	text := r.FloatString(places)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		text = "0"
	}
	d, err := journal.ParseDecimal(text)
	if err != nil {
		return nil // more than 18 digits: the numbers of a checked pack are too small for that
	}
	return &d
}
