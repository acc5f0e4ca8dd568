package units

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"kith/journal"
)

func Example() {
	for _, typed := range []struct{ number, unit, name string }{
		{"37.0", "Cel", "Temperature"}, {"160", "[lb_av]", "Weight"}, {"95", "mg/dL", "Blood glucose"}, {"6.5", "%", "HbA1c"},
	} {
		n, err := journal.ParseDecimal(typed.number)
		if err != nil {
			fmt.Println(err)
			return
		}
		text, unit, ok := Other(n, typed.unit, typed.name)
		fmt.Println(n, typed.unit, "=", text, unit, ok)
	}
	// Output:
	// 37.0 Cel = 98.6 [degF] true
	// 160 [lb_av] = 72.6 kg true
	// 95 mg/dL = 5.3 mmol/L true
	// 6.5 % = 47.5 mmol/mol true
}

// TestThereAndBack converts every unit into every other of its dimension and back.
func TestThereAndBack(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pairs := 0
	for from := range known {
		for to := range known {
			n := random.Float64()*1000 - 200
			there, ok := Convert(n, from, to, "Blood glucose")
			if !ok {
				continue
			}
			pairs++
			if back, ok := Convert(there, to, from, "Blood glucose"); !ok || math.Abs(back-n) > 1e-9*math.Max(1, math.Abs(n)) {
				t.Errorf("%g %s is %g %s, which is %g %s", n, from, there, to, back, from)
			}
		}
	}
	if pairs < 150 {
		t.Error("only", pairs, "pairs")
	}
	for code, other := range others {
		name := "Blood glucose"
		if code == "%" || other == "%" {
			name = "HbA1c"
		}
		if _, ok := Convert(1, code, other, name); !ok {
			t.Errorf("%s is not shown in %s", code, other)
		}
	}
}

func TestWhatDoesNotBelongTogether(t *testing.T) {
	for _, c := range []struct{ from, to, name string }{
		{"kg", "cm", "Weight"}, {"mg/dL", "mmol/L", "Something"}, {"%", "mmol/mol", "Oxygen saturation"}, {"x", "kg", ""}, {"kg", "", ""},
	} {
		if n, ok := Convert(1, c.from, c.to, c.name); ok {
			t.Errorf("%+v: %g", c, n)
		}
	}
}
