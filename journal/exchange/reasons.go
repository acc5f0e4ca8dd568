package exchange

import (
	"errors"
	"fmt"

	"kith/journal"
)

// The reasons of skips that more than one format gives.
const (
	reasonNoDate     = "no date"
	reasonNothing    = "nothing recorded in this row"
	reasonEmpty      = "empty row"
	reasonTooLong    = "record too long"
	reasonNoPerson   = "no person in the person column"
	reasonExtra      = "more cells than the header has"
	reasonNotTaken   = "no dose taken"
	reasonTooMany    = "more entries than one import holds"
	reasonNoName     = "no name"
	reasonNothingNew = "says nothing new about the person"
)

// reasonOf turns an error of a reader or of the journal into a stable reason.
func reasonOf(err error) string {
	var cell cellFault
	var date dateFault
	switch {
	case errors.As(err, &cell):
		return string(cell)
	case errors.As(err, &date):
		return string(date)
	case errors.Is(err, journal.ErrTooLong):
		return string(faultLong)
	case errors.Is(err, journal.ErrTime):
		return string(faultYear)
	case errors.Is(err, journal.ErrValue), errors.Is(err, journal.ErrNumber):
		return string(faultRange)
	}
	return string(faultEntry)
}

// whole is the row of one record that was left out.
func whole(reason, example string) Row {
	return Row{Records: 1, Skips: []Skip{{Reason: reason, Example: example, Whole: true, Count: 1}}}
}

// atLine says where something is in a table.
func atLine(line int, column string) string {
	if column == "" {
		return fmt.Sprintf("line %d", line)
	}
	return fmt.Sprintf("line %d, column %.60s", line, column)
}
