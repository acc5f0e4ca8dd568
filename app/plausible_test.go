package app_test

import (
	"context"
	"errors"
	"testing"

	"kith/app"
	"kith/journal"
)

// TestDoubts: what is outside the range of the definition, or else of the vocabulary,
// is in doubt in whatever unit it was typed; nothing else is.
func TestDoubts(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	anna := a.Persons()[0]
	for line, doubtful := range map[string]bool{
		"weight 72.5 kg": false, "weight 725 kg": true, "weight 160 lb": false, "weight 1600 lb": true, "weight 72 bananas": false,
		"temp 37 C": false, "temp 98.6 F": false, "temp 98.6 C": true, "temp 37 F": true, "fever 7": false,
		"bp 120/80": false, "bp 290/80": true, "bp 120/8": true, "pulse 64": false, "pulse 640": true, "slept 8h": false, "slept 23h": true,
		"glucose 95 mg/dL": false, "glucose 5.3 mmol/L": false, "glucose 95 mmol/L": true, "headache 7": false, "xyzzy 9999 kg": false,
		"no headache": false, "took ibuprofen 9999 mg": false, "steps 10432": false,
	} {
		parsed, err := a.Read(ctx, anna, line, "")
		if err != nil {
			t.Errorf("%q: %v", line, err)
			continue
		}
		doubts, err := a.Doubts(ctx, anna, parsed.Entry)
		if err != nil || len(doubts) > 0 != doubtful {
			t.Errorf("%q: %+v, %v", line, doubts, err)
		}
		for _, d := range doubts {
			if d.Text() == "" || d.Value != parsed.Entry.Value().String() {
				t.Errorf("%q: %+v", line, d)
			}
		}
		_, err = a.LogSure(ctx, anna, "log", false, parsed.Entry)
		var doubt *app.DoubtError
		if errors.As(err, &doubt) != doubtful {
			t.Errorf("%q: %v", line, err)
		}
		if _, err := a.LogSure(ctx, anna, "log", true, parsed.Entry); err != nil {
			t.Errorf("%q: %v", line, err)
		}
	}

	high := journal.DecimalOf(40)
	kept, err := a.LogEntries(ctx, anna, "log", journal.Entry{Kind: journal.KindDefinition, When: journal.At(a.Now()), Name: "Jumps",
		Body: &journal.Definition{Of: journal.KindMeasure, Scale: journal.Count, High: &high}})
	if err != nil {
		t.Fatal(err)
	}
	for n, doubtful := range map[int64]bool{40: false, 41: true, 0: false} {
		d := journal.DecimalOf(n)
		e := journal.Entry{Kind: journal.KindMeasure, When: journal.At(a.Now()), Name: "Jumps",
			Body: &journal.Observation{Definition: kept[0].Entry.ID, Value: &journal.Value{Scale: journal.Count, Number: &d}}}
		if doubts, err := a.Doubts(ctx, anna, e); err != nil || len(doubts) > 0 != doubtful {
			t.Errorf("%d: %+v, %v", n, doubts, err)
		}
	}
}
