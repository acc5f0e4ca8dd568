package app_test

import (
	"errors"
	"testing"

	"kith/app"
	"kith/journal"
)

// TestConflictsOfOneDevice: what one device writes down is never asked about. Two
// devices are in the tests of app/view and in the script conflict of app/cli.
func TestConflictsOfOneDevice(t *testing.T) {
	a := newVault(t, "Anna")
	p := a.Persons()[0]
	dose := logLine(t, a, "Anna", "took ibuprofen 400 mg")
	logLine(t, a, "Anna", "took ibuprofen 400 mg")
	list, err := a.Conflicts(t.Context(), a.Persons())
	if err != nil || len(list) != 0 {
		t.Errorf("%+v %v", list, err)
	}
	if _, err := a.KeepBoth(t.Context(), p, dose.ID); !errors.Is(err, app.ErrNoConflict) {
		t.Errorf("keep: %v", err)
	}
	for _, drop := range [][]journal.ID{nil, {dose.ID}} {
		if _, err := a.DropDoubles(t.Context(), p, drop...); !errors.Is(err, app.ErrNoConflict) {
			t.Errorf("drop: %v", err)
		}
	}
}
