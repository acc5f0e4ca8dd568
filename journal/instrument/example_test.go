package instrument_test

import (
	"fmt"

	"kith/journal"
	"kith/journal/instrument"
)

// answers makes answers of numbers; -1 is left out.
func answers(numbers ...int64) []*journal.Decimal {
	var list []*journal.Decimal
	for _, n := range numbers {
		if n < 0 {
			list = append(list, nil)
			continue
		}
		d := journal.DecimalOf(n)
		list = append(list, &d)
	}
	return list
}

func Example() {
	packs, err := instrument.BuiltIn()
	if err != nil {
		fmt.Println(err)
		return
	}
	phq8 := packs[0]
	done, err := phq8.Result(answers(1, 2, 3, 2, 1, 1, 2, 0, 1))
	fmt.Println(phq8.Title, done.Score, done.Band.Text, err)
	stopped, err := phq8.Result(answers(1, 2, 3, -1, 1, 1, 2, 0, 1))
	fmt.Println(stopped.Score, "without", stopped.Missing, err)
	// Output:
	// PHQ-8 12 moderate <nil>
	// <nil> without [4] <nil>
}

func ExampleCadence() {
	c, _ := instrument.ParseCadence("every 14 days")
	day, _ := journal.ParseDate("2026-11-22")
	fmt.Println(c, c.Short(), c.Next(day))
	monthly, _ := instrument.ParseCadence("1m")
	day, _ = journal.ParseDate("2027-01-31")
	fmt.Println(monthly, monthly.Next(day))
	// Output:
	// FREQ=DAILY;INTERVAL=14 14d 2026-12-06
	// FREQ=MONTHLY 2027-02-28
}
