package terms_test

import (
	"fmt"

	"kith/journal"
	"kith/journal/terms"
)

func Example() {
	v, err := terms.Builtin()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, typed := range []string{"Migraine", "high blood sugar", "fibromialgya"} {
		m := v.Match(journal.KindCondition, typed, 1)
		if m.Term != nil {
			fmt.Println(typed, "->", m.How, m.Term.ID)
			continue
		}
		for _, s := range m.Suggestions { // only a person may take one
			fmt.Println(typed, "->", m.How, s.Term.Label)
		}
	}
	// Output:
	// Migraine -> exact c:migraine
	// high blood sugar -> synonym c:hyperglycemia
	// fibromialgya -> suggested Fibromyalgia
}

func ExampleFold() {
	fmt.Println(terms.Fold("  Sjögren’s Syndrome (SS) "))
	// Output: sjogrens syndrome ss
}
