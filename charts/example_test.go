package charts_test

import (
	"fmt"
	"image"
	"time"

	"kith/charts"
)

func ExampleTimeline() {
	day := func(d, hour int) time.Time { return time.Date(2026, 3, d, hour, 0, 0, 0, time.UTC) }
	low, high := 0.0, 10.0
	t := &charts.Timeline{
		From: day(1, 0), To: day(15, 0),
		Outcomes: []charts.Outcome{{
			Name: "Headache", Unit: "0–10", Low: &low, High: &high, Gap: 48 * time.Hour,
			Points: []charts.Point{{day(1, 20), 7}, {day(2, 20), 8}, {day(3, 20), 6}, {day(9, 20), 3}, {day(10, 20), 2}},
		}},
		Lanes: []charts.Lane{{Name: "Topiramate", Spans: []charts.Span{
			{From: day(2, 0), To: day(9, 0), Label: "25 mg", Level: 0.5},
			{From: day(9, 0), Label: "50 mg", Level: 1},
		}}},
	}
	pic, err := charts.Draw(t, image.Pt(800, 400), charts.Style{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("picture", pic.Image.Bounds().Size())

	// The arrow keys go from point to point.
	at, _ := pic.Layout.Step(t.From, +4)
	reading := pic.Layout.At(at)
	span := reading.Spans[0]
	fmt.Println(at.Format("2 Jan"), "headache", reading.Points[0].Value, "on", t.Lanes[span.Lane].Spans[span.Index].Label)

	sum, err := t.Summary(0)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d values on %d of %d days, from %v to %v, median %v\n",
		sum.N, sum.DaysWith, sum.DaysWith+sum.DaysWithout, sum.Min.Value, sum.Max.Value, sum.Median)
	// Output:
	// picture (800,400)
	// 9 Mar headache 3 on 50 mg
	// 5 values on 5 of 14 days, from 2 to 8, median 6
}
