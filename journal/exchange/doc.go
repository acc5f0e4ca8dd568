// Package exchange reads the files of other programs into entries of a journal.
//
// It promises that nothing is dropped silently. A file is a sequence of input
// records (a CSV row, a top-level element of an Apple Health export, a FHIR
// resource); every one of them ends in exactly one [Row], either as entries or
// samples, or as a [Skip] that says why it was left out:
//
//	records read = records with entries or samples + records skipped whole
//
// A blank cell is a missing value: no entry and no skip. A cell that cannot be
// understood is a skip of that cell alone; the rest of its row is kept.
//
// Importing the same file twice gives the same keys ([journal.Entry.Key]), and so
// the same entries. A key is made of what the record says, of how many records
// before it in the file said exactly the same, and of the column; never of the
// position alone, so a file that grew at either end is no new file. FHIR
// resources bring an identity of their own.
//
// Times keep the calendar date that their source wrote over them. A date without
// a time has day precision, 2003-05 month precision, 2003 year precision.
//
// # Formats
//
//   - csv: any table with a header, read with a [Map] that says what each column
//     is; see MAP.md. [Propose] writes a map from what it sees and says in plain
//     words what it understood. Files of CDISC SDTM (by their variable names),
//     Bearable and Track & Graph have built-in maps.
//   - daylio: the CSV export of Daylio.
//   - apple: Apple Health, export.zip or export.xml.
//   - fhir: FHIR R4 as a Bundle, as NDJSON, or as a single resource.
//
// # Hostile files
//
// Every reader streams in bounded memory. Records longer than
// [Options.MaxRecord] are skipped or refused, never held; compressed input is
// limited in size and in ratio; XML entities other than the five of the
// standard are not expanded; JSON nests at most 64 deep.
package exchange
