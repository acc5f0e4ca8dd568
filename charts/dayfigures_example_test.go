package charts_test

import (
	"fmt"
	"image"
	"time"

	"kith/charts"
)

func march(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, time.UTC) }

func ExampleMultiples() {
	low, high := 0.0, 10.0
	m := &charts.Multiples{From: march(1, 0), To: march(8, 0), Days: []time.Time{march(1, 0), march(2, 0), march(6, 0)},
		Outcomes: []charts.Outcome{
			{Name: "Headache", Unit: "0–10", Low: &low, High: &high, Gap: 36 * time.Hour, Points: []charts.Point{{march(1, 9), 7}, {march(2, 9), 4}, {march(6, 9), 2}}},
			{Name: "Sleep", Unit: "hours", Gap: 36 * time.Hour, Points: []charts.Point{{march(2, 7), 6.5}}},
		},
		Marks: []charts.Mark{{At: march(3, 0), Name: "Moved house"}},
	}
	height, err := m.Height(800, charts.Style{})
	if err != nil {
		fmt.Println(err)
		return
	}
	pic, err := charts.Draw(m, image.Pt(800, height), charts.Style{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range pic.Spots { // through all panels
		fmt.Println(m.Days[s.Row].Format("2 Jan"), "from", s.Box.Min, "to", s.Box.Max)
	}
	// Output:
	// 1 Mar from (117,35) to (213,175)
	// 2 Mar from (212,35) to (308,175)
	// 6 Mar from (593,35) to (689,175)
}

func ExampleCalendar() {
	c := &charts.Calendar{From: march(1, 0), To: march(6, 0), Name: "Headache", FirstWeekday: time.Monday,
		Days: []charts.DayValue{{Day: march(1, 0), Value: 7}, {Day: march(4, 0), Value: 2}}}
	pic, err := charts.Draw(c, image.Pt(400, 300), charts.Style{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(pic.Spots), "cells, the last is day", pic.Spots[4].Row+1)
	// Output:
	// 5 cells, the last is day 5
}

func ExampleHours() {
	h := &charts.Hours{Name: "Mood", Begin: 4, Parts: []charts.DayPart{{Name: "morning", From: 4, To: 12}, {Name: "later", From: 12, To: 4}}}
	for _, v := range []float64{2, 3, 5, 6, 9} {
		h.Values = append(h.Values, charts.HourValue{Hour: 8, Value: v})
	}
	h.Values = append(h.Values, charts.HourValue{Part: 1, Value: 4})
	rows, err := h.Rows()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range rows {
		if r.Hour < 0 {
			fmt.Println(h.Parts[r.Part].Name, r.N, "value:", r.Middle)
			continue
		}
		fmt.Printf("%d o'clock %d values: half are from %v to %v, the middle is %v\n", r.Hour, r.N, r.Lower, r.Upper, r.Middle)
	}
	// Output:
	// 8 o'clock 5 values: half are from 3 to 6, the middle is 5
	// morning 1 value: 4
}

func ExampleScores() {
	low, high := 0.0, 21.0
	s := &charts.Scores{From: march(1, 0), To: march(31, 0), NoScore: "no score", Panels: []charts.ScorePanel{{
		Name: "GAD-7", Low: &low, High: &high, Points: []charts.Point{{march(2, 19), 12}, {march(16, 19), 7}}, Unscored: []time.Time{march(9, 19)},
		Steps: []charts.ScoreStep{{0, 4, "minimal"}, {5, 9, "mild"}, {10, 14, "moderate"}, {15, 21, "severe"}},
	}}}
	pic, err := charts.Draw(s, image.Pt(800, 300), charts.Style{})
	if err != nil {
		fmt.Println(err)
		return
	}
	// By time: the second has no score and is on the floor.
	fmt.Println(len(pic.Spots), "responses", pic.Spots[1].Box.Min.Y > pic.Spots[0].Box.Min.Y, pic.Spots[1].Box.Min.Y > pic.Spots[2].Box.Min.Y)
	// Output:
	// 3 responses true true
}
