package schedule

import (
	"errors"
	"fmt"
	"math/big"
	"strings"

	"kith/journal"
)

// ErrAmount says that a text is not an amount.
var ErrAmount = errors.New("not an amount")

// ParseAmount reads a number and a unit as people write them: 400 mg, 1.5 tablets,
// 2,5 ml, 20mg. A number alone has no unit.
func ParseAmount(text string) (*journal.Amount, error) {
	text = strings.Join(strings.Fields(text), " ")
	cut := strings.IndexFunc(text, func(r rune) bool { return !strings.ContainsRune("+-0123456789.,", r) })
	if cut < 0 {
		cut = len(text)
	}
	n, err := journal.ParseDecimal(strings.Replace(text[:cut], ",", ".", 1))
	unit := strings.TrimSpace(text[cut:])
	if err != nil || len(unit) > maxUnit {
		return nil, fmt.Errorf("%.40q: %w", text, ErrAmount)
	}
	return &journal.Amount{Number: n, Unit: unit}, nil
}

// maxUnit bounds a unit, in bytes.
const maxUnit = 40

// metric are the units of one sort with how many of the smallest they are.
var metric = map[string]struct {
	sort string
	of   int64
}{
	"mcg": {"g", 1}, "µg": {"g", 1}, "μg": {"g", 1}, "ug": {"g", 1}, "mg": {"g", 1000}, "g": {"g", 1_000_000}, "kg": {"g", 1_000_000_000},
	"µl": {"l", 1}, "ul": {"l", 1}, "ml": {"l", 1000}, "cl": {"l", 10_000}, "dl": {"l", 100_000}, "l": {"l", 1_000_000},
}

// unitKey is the form of a unit in which one tablet and two tablets are the same.
func unitKey(unit string) string {
	key := strings.TrimSuffix(journal.Fold(unit), ".")
	if _, known := metric[key]; known || len(key) < 4 {
		return key
	}
	return strings.TrimSuffix(strings.TrimSuffix(key, "(s)"), "s")
}

// convert returns a in the given unit; ok is false if the units are not of one
// sort, as mg and tablets are not. strength, "20 mg", says what one of the unit
// holds, nil if that is not known.
func convert(a *journal.Amount, unit string, strength *journal.Amount) (n *big.Rat, ok bool) {
	if a == nil {
		return nil, false
	}
	n = ratOf(a.Number)
	from, to := unitKey(a.Unit), unitKey(unit)
	if from == to {
		return n, true
	}
	x, y := metric[from], metric[to]
	if x.of > 0 && y.of > 0 && x.sort == y.sort {
		return n.Mul(n, big.NewRat(x.of, y.of)), true
	}
	if strength == nil || strength.Number.Coef <= 0 || unitKey(strength.Unit) == to {
		return nil, false
	}
	if n, ok = convert(a, strength.Unit, nil); ok {
		return n.Quo(n, ratOf(strength.Number)), true
	}
	return nil, false
}

func ratOf(d journal.Decimal) *big.Rat {
	n := new(big.Rat).SetInt64(d.Coef)
	ten := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(d.Exp, -d.Exp))), nil))
	if d.Exp < 0 {
		return n.Quo(n, ten)
	}
	return n.Mul(n, ten)
}

// places is how many decimals a sum or a quotient is shown with.
const places = 3

// amountOf returns n as an amount, nil if it is too large for one.
func amountOf(n *big.Rat, unit string) *journal.Amount {
	text := n.FloatString(places)
	d, err := journal.ParseDecimal(strings.TrimSuffix(strings.TrimRight(text, "0"), "."))
	if err != nil {
		return nil
	}
	if d.Coef == 0 {
		d = journal.Decimal{}
	}
	return &journal.Amount{Number: d, Unit: unit}
}
