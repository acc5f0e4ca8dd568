package quick_test

import (
	"fmt"
	"time"

	"kith/journal"
	"kith/journal/quick"
)

func Example() {
	ctx := quick.Context{
		Now:   time.Date(2026, 11, 22, 18, 30, 0, 0, time.UTC),
		Zone:  time.UTC,
		Known: []quick.Known{{Name: "Sumatriptan", Kind: journal.KindTreatment}},
	}
	for _, line := range []string{
		"headache 7 @8:30 after wine #sleep",
		"sumatriptan 50 mg @yesterday 22:00",
		"bp 120/80",
		"headache 17",
	} {
		parsed, err := quick.Parse(line, ctx)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(parsed.Explain())
	}
	// Output:
	// Headache: symptom, 7/10, today at 08:30, after wine, tag sleep
	// Sumatriptan: dose taken, 50 mg, yesterday at 22:00
	// Blood pressure: measure, 120/80 mm[Hg], today at 18:30
	// 17 is outside 0 to 10. Write a rating from 0 to 10, or add the unit if it is a measure: "Headache 17 kg".
}
