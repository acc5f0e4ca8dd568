package exchange_test

import (
	"fmt"
	"io"
	"strings"
	"time"

	"kith/journal/exchange"
)

const diary = `date,pain,weight (kg),wine
13/08/2012,7,72.5,yes
14/08/2012,,72.4,no
15/08/2012,8,,
16/08/2012,,,
`

func options() exchange.Options {
	return exchange.Options{Zone: time.UTC, Now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
}

// A table without a map: what was understood, and what came of it.
func Example() {
	file := strings.NewReader(diary)
	_, understood, err := exchange.Propose(file, file.Size(), options())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, line := range understood.Lines {
		fmt.Println(line)
	}
	reader, err := exchange.Open(file, file.Size(), options())
	if err != nil {
		fmt.Println(err)
		return
	}
	for {
		row, err := reader.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, e := range row.Entries {
			fmt.Println(e.When.Date, e.Kind, e.Name, e.Value())
		}
		for _, s := range row.Skips {
			fmt.Println("left out:", s.Reason+",", s.Example)
		}
	}
	// Output:
	// 4 rows looked at; utf-8 text; cells separated by ",".
	// date: the date, written day-month-year.
	// pain: a symptom scored 0 to 10.
	// weight (kg): a measure, a number in kg.
	// wine: a factor, yes or no.
	// 2012-08-13 symptom Pain 7/10
	// 2012-08-13 measure Weight 72.5 kg
	// 2012-08-13 factor Wine yes
	// 2012-08-14 measure Weight 72.4 kg
	// 2012-08-14 factor Wine no
	// 2012-08-15 symptom Pain 8/10
	// left out: nothing recorded in this row, line 5
}

// A map says what Propose could not know.
func ExampleParseMap() {
	m, err := exchange.ParseMap([]byte(`{"kith_map": 1,
		"date": {"column": "date", "format": "day-month-year"},
		"columns": [{"column": "pain", "role": "score", "name": "Back pain", "kind": "symptom"}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	opts := options()
	opts.Map = m
	reader, err := exchange.Open(strings.NewReader(diary), int64(len(diary)), opts)
	if err != nil {
		fmt.Println(err)
		return
	}
	for {
		row, err := reader.Next()
		if err != nil {
			break
		}
		for _, e := range row.Entries {
			fmt.Println(e.When.Date, e.Name, e.Value())
		}
		for _, s := range row.Skips {
			fmt.Println("left out:", s.Reason+",", s.Example)
		}
	}
	// Output:
	// 2012-08-13 Back pain 7/10
	// left out: nothing recorded in this row, line 3
	// 2012-08-15 Back pain 8/10
	// left out: nothing recorded in this row, line 5
}
