package app

import (
	"time"

	"kith/journal"
	"kith/journal/schedule"
)

// TreatmentJSON is a course for other programs. What is not known is left out.
type TreatmentJSON struct {
	ID           string          `json:"id"` // of the course
	Person       string          `json:"person"`
	Name         string          `json:"name"`
	Category     string          `json:"category,omitempty"`
	State        schedule.State  `json:"state"`
	Purpose      string          `json:"purpose,omitempty"`
	Instructions string          `json:"instructions,omitempty"`
	Start        string          `json:"start,omitempty"` // as exactly as it is known
	End          *journal.Date   `json:"end,omitempty"`
	StopReason   string          `json:"stop_reason,omitempty"`
	Amount       *journal.Amount `json:"amount,omitempty"`
	Strength     string          `json:"strength,omitempty"`
	Plan         string          `json:"plan,omitempty"` // in words
	Plans        []journal.Plan  `json:"plans,omitempty"`
	Steps        []StepJSON      `json:"steps,omitempty"`
	Pauses       []journal.Pause `json:"pauses,omitempty"`
	Next         *DueJSON        `json:"next,omitempty"`
	AsNeeded     []NeedJSON      `json:"as_needed,omitempty"`
	Stock        *StockJSON      `json:"stock,omitempty"`
	Rated        *Document       `json:"rated,omitempty"`
}

// StepJSON is the amount from a day on.
type StepJSON struct {
	From   journal.Date    `json:"from"`
	Amount *journal.Amount `json:"amount,omitempty"`
}

// DueJSON is a due dose.
type DueJSON struct {
	Treatment string          `json:"treatment"`
	Course    string          `json:"course"`
	Plan      string          `json:"plan"`
	Due       string          `json:"due"`  // RFC 3339, local
	Slot      int64           `json:"slot"` // what identifies it in its plan
	Date      journal.Date    `json:"date"`
	Amount    *journal.Amount `json:"amount,omitempty"`
	Estimated bool            `json:"estimated,omitempty"`
	Status    string          `json:"status,omitempty"`
	Dose      string          `json:"dose,omitempty"` // the entry that says so
	Double    bool            `json:"double,omitempty"`
}

// NeedJSON is a plan for doses as needed.
type NeedJSON struct {
	Amount      *journal.Amount `json:"amount,omitempty"`
	Last        string          `json:"last,omitempty"`
	MinInterval float64         `json:"min_interval_s,omitempty"`
	Max         *journal.Amount `json:"max_24h,omitempty"`
	Taken       *journal.Amount `json:"taken_24h,omitempty"`
	Left        *journal.Amount `json:"left_24h,omitempty"`
	Next        string          `json:"next,omitempty"`
}

// StockJSON is what is left of a treatment.
type StockJSON struct {
	Treatment string          `json:"treatment"`
	Left      *journal.Amount `json:"left,omitempty"`
	RunsOut   *journal.Date   `json:"runs_out,omitempty"`
	Enough    bool            `json:"enough,omitempty"`
	Low       bool            `json:"low,omitempty"`
	WarnDays  int             `json:"warn_days"`
	Unfit     int             `json:"doses_that_do_not_fit,omitempty"`
	Moves     []MoveJSON      `json:"moves,omitempty"`
}

// MoveJSON is one line of a ledger.
type MoveJSON struct {
	ID      string          `json:"id"`
	Time    string          `json:"time"`
	Kind    string          `json:"kind"` // stock or dose
	Change  *journal.Amount `json:"change,omitempty"`
	Counted bool            `json:"counted,omitempty"`
	Left    *journal.Amount `json:"left,omitempty"`
	Unfit   bool            `json:"unfit,omitempty"`
}

// TreatmentOf returns the document of a course. all are the courses of the person.
func TreatmentOf(person string, t *Treated, all []Treated, today journal.Date) TreatmentJSON {
	c := t.Course.Body.(*journal.Course)
	d := TreatmentJSON{ID: t.Course.ID.String(), Person: person, Name: t.Course.Name, Category: c.Category, State: t.State, Purpose: c.Purpose,
		Instructions: c.Instructions, End: c.End, StopReason: c.StopReason, Amount: t.Amount, Plan: t.Plan(all), Pauses: c.Pauses}
	if !c.StartUnknown {
		d.Start = WhenText(t.Course.When)
	}
	if treatment, ok := t.Treatment.Body.(*journal.Treatment); ok {
		d.Strength = treatment.Strength
		d.Category = firstOf(d.Category, treatment.Category)
	}
	for _, e := range t.Running(today) {
		d.Plans = append(d.Plans, *e.Body.(*journal.Plan))
	}
	for _, e := range t.ValidSteps() {
		d.Steps = append(d.Steps, StepJSON{e.When.Date, e.Body.(*journal.DoseStep).Amount})
	}
	if t.Next != nil {
		next := DueOf(t.Next)
		d.Next = &next
	}
	for _, n := range t.Needs {
		d.AsNeeded = append(d.AsNeeded, needOf(&n))
	}
	if t.Supply.Balance != nil {
		stock := StockOf(t.Course.Name, &t.Supply, t.Supply.Low(today))
		d.Stock = &stock
	}
	if t.Rated != nil {
		rated := DocumentOf(person, t.Rated)
		d.Rated = &rated
	}
	return d
}

func needOf(n *schedule.Need) NeedJSON {
	d := NeedJSON{Amount: n.Amount, MinInterval: n.MinInterval.Seconds(), Max: n.Max, Taken: n.Taken, Left: n.Left}
	if n.Last != nil {
		d.Last = n.Last.UTC().Format(time.RFC3339)
	}
	if !n.Next.IsZero() {
		d.Next = n.Next.Format(time.RFC3339)
	}
	return d
}

// DueOf returns the document of a due dose.
func DueOf(d *schedule.Due) DueJSON {
	return DueJSON{Treatment: d.Name, Course: d.Course.String(), Plan: d.Plan.String(), Due: d.At.Format(time.RFC3339), Slot: d.Slot,
		Date: d.Date, Amount: d.Amount, Estimated: d.Estimated}
}

// Document returns the document of a due dose and what became of it.
func (d *DueDose) Document() DueJSON {
	doc := DueOf(&d.Due)
	doc.Status, doc.Double = d.Status.String(), d.Double
	if d.Dose != nil {
		doc.Dose = d.Dose.ID.String()
	}
	return doc
}

// StockOf returns the document of a supply.
func StockOf(name string, s *schedule.Supply, low bool) StockJSON {
	d := StockJSON{Treatment: name, Left: s.Balance, RunsOut: s.RunsOut, Enough: s.Enough, Low: low, WarnDays: s.WarnDays, Unfit: s.Unfit}
	for _, m := range s.Moves {
		line := MoveJSON{ID: m.Entry.ID.String(), Time: m.Entry.When.Time.Format(time.RFC3339), Kind: m.Entry.Kind.String(), Change: m.Change,
			Left: m.Balance, Unfit: m.Unfit}
		if b, ok := m.Entry.Body.(*journal.Stock); ok {
			line.Counted = b.Counted
		}
		d.Moves = append(d.Moves, line)
	}
	return d
}
