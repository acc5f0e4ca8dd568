package app

import (
	"time"

	"kith/journal"
	"kith/journal/exchange"
)

// Document is the JSON of an entry, for other programs and for backups. It is
// written and read back by package exchange.
type Document = exchange.Document

// ValueJSON is a reading with its text as a person reads it.
type ValueJSON = exchange.ValueJSON

// DocumentOf returns the document of an entry of the person called name.
func DocumentOf(name string, e *journal.Entry) Document { return exchange.DocumentOf(name, e) }

// FullDocumentOf is DocumentOf with every sample of a segment, for backups.
func FullDocumentOf(name string, e *journal.Entry) (Document, error) {
	return exchange.FullDocumentOf(name, e)
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
