package view_test

import (
	"context"
	"testing"

	"kith/app/view"
)

// TestQuickTerms: behind the person's own names stand those of the vocabulary, as
// lines that are read as what they are.
func TestQuickTerms(t *testing.T) {
	ctx := context.Background()
	a := timelineVault(t, "Anna")
	anna := a.Persons()[0]
	log(t, a, anna, "stomach flu 3")
	q := view.NewQuick(a)
	for _, c := range []struct{ line, name, whole string }{
		{"migrain", "Migraine", ""},                // a name in full is what it is
		{"stomach", "Stomach flu", `Stomach flu `}, // one's own comes first
		{"brain f", "Brain fog", "Brain fog "},
		{"no brain f", "Brain fog", "no Brain fog "},
		{"sumatrip", "Sumatriptan", "took Sumatriptan "},
		{"took sumatrip", "Sumatriptan", "took Sumatriptan "},
		{"skipped brain f", "", ""},
		{"b", "", ""}, // of one letter too much would stand there
		{"brainfgo", "", ""},
	} {
		v, err := q.Preview(ctx, anna, c.line)
		if err != nil {
			t.Fatal(c.line, err)
		}
		name, whole := "", ""
		if len(v.Suggestions) > 0 {
			name, whole = v.Suggestions[0].Name, v.Suggestions[0].Line
		}
		if name != c.name || c.whole != "" && whole != c.whole {
			t.Errorf("%q: %q is offered with the line %q", c.line, name, whole)
		}
	}
	if v, err := q.Preview(ctx, anna, "stomach"); err != nil || len(v.Suggestions) < 3 {
		t.Errorf("%+v, %v", v.Suggestions, err)
	}
}
