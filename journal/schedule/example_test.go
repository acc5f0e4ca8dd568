package schedule_test

import (
	"fmt"
	"time"
	_ "time/tzdata"

	"kith/journal"
	"kith/journal/schedule"
)

// A course with two doses a day, over the night in which clocks go forward.
func ExampleRegimen_Due() {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		fmt.Println(err)
		return
	}
	start := journal.OnDay(journal.NewDate(2026, time.March, 1), berlin)
	twenty := &journal.Amount{Number: journal.DecimalOf(20), Unit: "mg"}
	course := journal.NewID()
	r := schedule.Regimen{
		Course: journal.Entry{ID: course, Kind: journal.KindCourse, Name: "Propranolol", When: start,
			Body: &journal.Course{Ongoing: true, Amount: twenty}},
		Plans: []journal.Entry{{ID: journal.NewID(), Kind: journal.KindPlan, When: start,
			Body: &journal.Plan{Course: course, Times: []int{8 * 60, 20 * 60}}}},
	}
	if err := schedule.Check(r); err != nil {
		fmt.Println(err)
		return
	}
	from := time.Date(2026, time.March, 28, 12, 0, 0, 0, berlin)
	due, err := r.Due(from, from.Add(36*time.Hour), berlin, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range due {
		fmt.Println(d.At.Format("2006-01-02 15:04 MST"), d.Name, d.Amount)
	}
	// Output:
	// 2026-03-28 20:00 CET Propranolol 20 mg
	// 2026-03-29 08:00 CEST Propranolol 20 mg
	// 2026-03-29 20:00 CEST Propranolol 20 mg
}
