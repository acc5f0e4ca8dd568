package schedule

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"kith/journal"
)

// maxSteps is how many steps a taper may have.
const maxSteps = 200

// Taper is a plan of amounts: from Start by Step every Days days to Final. A Step
// below zero is a taper, one above it a titration. The numbers are in Unit.
type Taper struct {
	Start, Step, Final journal.Decimal
	Unit               string
	Days               int
}

var taperText = regexp.MustCompile(`^\s*([^,;]+?)\s*[,;]\s*([-+−–][^,;]*?)\s+(?:every|cada)\s+(\d{1,4}|)\s*(d|days?|días?|w|weeks?|semanas?)\s*[,;]\s*(?:to|a|hasta)\s+(.+?)\s*$`)

// ParseTaper reads "40 mg, -5 mg every 7 d, to 0 mg" and, the other way,
// "25 mg, +25 mg every 2 weeks, to 100 mg".
func ParseTaper(text string) (Taper, error) {
	m := taperText.FindStringSubmatch(strings.ToLower(text))
	if m == nil || len(text) > 200 {
		return Taper{}, cannotStep("taper", `write them as "40 mg, -5 mg every 7 d, to 0 mg"`)
	}
	t := Taper{Days: 1}
	if m[3] != "" {
		t.Days, _ = strconv.Atoi(m[3]) // four digits at most
	}
	if strings.HasPrefix(m[4], "w") || strings.HasPrefix(m[4], "s") {
		t.Days *= 7
	}
	for i, to := range []*journal.Decimal{&t.Start, &t.Step, &t.Final} {
		a, err := ParseAmount(strings.NewReplacer("−", "-", "–", "-").Replace([]string{m[1], m[2], m[5]}[i]))
		if err != nil {
			return Taper{}, cannotStep("taper_amount", "%v", err)
		}
		if *to = a.Number; i == 0 {
			t.Unit = a.Unit
		} else if a.Unit != "" && unitKey(a.Unit) != unitKey(t.Unit) {
			return Taper{}, cannotStep("taper_units", "%s and %s are different units", t.Unit, a.Unit)
		}
	}
	_, _, err := t.Steps(0)
	return t, err
}

// String writes the taper as ParseTaper reads it.
func (t Taper) String() string {
	step := t.Step.String()
	if t.Step.Coef > 0 {
		step = "+" + step
	}
	in := func(n string) string { return strings.TrimSpace(n + " " + t.Unit) }
	return fmt.Sprintf("%s, %s every %d d, to %s", in(t.Start.String()), in(step), t.Days, in(t.Final.String()))
}

// Step is the amount from a day on.
type Step struct {
	From   journal.Date
	Amount journal.Amount
}

// Steps returns the amounts of a taper that begins on the day start. The last
// step goes no further than Final. Where Final is zero there is no step for it:
// end is then the last day of the course.
func (t Taper) Steps(start journal.Date) (steps []Step, end *journal.Date, err error) {
	fail := func(reason, format string, args ...any) ([]Step, *journal.Date, error) {
		return nil, nil, cannotStep(reason, format, args...)
	}
	now, step, final := ratOf(t.Start), ratOf(t.Step), ratOf(t.Final)
	down := step.Sign() < 0
	switch {
	case t.Days < 1 || t.Days > 366:
		return fail("taper_days", "every %d days; from 1 to 366 are possible", t.Days)
	case t.Start.Coef < 0 || t.Final.Coef < 0:
		return fail("taper_below", "an amount is less than nothing")
	case step.Sign() == 0 || down != (final.Cmp(now) < 0):
		return fail("taper_never", "%s by %s never comes to %s", t.Start, t.Step, t.Final)
	}
	for day := start; ; day += journal.Date(t.Days) {
		if down && now.Cmp(final) < 0 || !down && now.Cmp(final) > 0 {
			now = new(big.Rat).Set(final)
		}
		if now.Sign() == 0 {
			if len(steps) > 0 {
				last := day - 1
				return steps, &last, nil
			}
		} else if len(steps) == maxSteps {
			return fail("taper_long", "more than %d steps", maxSteps)
		} else if a := amountOf(now, t.Unit); a != nil {
			steps = append(steps, Step{day, *a})
		}
		if now.Cmp(final) == 0 {
			return steps, nil, nil
		}
		now = new(big.Rat).Add(now, step)
	}
}
