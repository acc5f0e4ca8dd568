package charts_test

import (
	"fmt"
	"image"
	"time"

	"kith/charts"
)

func ExampleAdherence() {
	day := func(d int) time.Time { return time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC) }
	a := &charts.Adherence{
		From: day(2), To: day(16),
		Periods: []charts.Period{{From: day(2), To: day(9)}, {From: day(9), To: day(16)}},
		Rows: []charts.Kept{{Name: "Topiramate", Note: "10 of 14 taken, 3 not logged", Cells: []charts.Cell{
			{Period: 0, Taken: 7, Row: 0}, {Period: 1, Taken: 3, Skipped: 1, Open: 3, Row: 1},
		}}},
		Taken: "Taken", Skipped: "Skipped", Open: "Not logged",
	}
	pic, err := charts.Draw(a, image.Pt(600, 200), charts.Style{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range pic.Spots {
		fmt.Println("row", s.Row, "is drawn", s.Box.Dy() > 20)
	}
	// Output:
	// row 0 is drawn true
	// row 1 is drawn true
}
