package view

import (
	"context"

	"kith/app"
	"kith/app/words"
)

// OverviewRow is what one person needs now.
type OverviewRow struct {
	Person app.Person
	// Urgent says that something is overdue.
	Urgent bool
	// Needs are short sentences, what matters most first.
	Needs []string
	// Last says when something was written down last.
	Last string
	// Trouble says why the record cannot be read, "" if it can.
	Trouble string
}

// Overview reads what every person needs now, who needs most first.
func Overview(ctx context.Context, a *app.App) ([]OverviewRow, error) {
	needs, err := a.Overview(ctx)
	if err != nil {
		return nil, err
	}
	rows := make([]OverviewRow, len(needs))
	for i := range needs {
		n := &needs[i]
		row := OverviewRow{Person: n.Person, Urgent: n.Overdue > 0}
		switch {
		case n.Trouble != nil:
			row.Trouble = app.Explain(n.Trouble).What
		case n.Last == nil:
			row.Needs, row.Last = n.Needs(), words.Text("overview.empty")
		default:
			row.Needs = n.Needs()
			last := dayText(n.Last.When.Date, today(a))
			if t := timeText(n.Last.When); t != "" {
				last += " " + t
			}
			row.Last = words.Text("overview.last.day", last)
			if by := EnteredBy(a, n.Last); by != "" {
				row.Last += " · " + by
			}
		}
		rows[i] = row
	}
	return rows, nil
}
