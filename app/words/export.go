package words

// englishExport holds the export of everything.
var englishExport = map[string]string{
	"export.progress": "Exporting: %d %%",
	"export.done":     "The export is in %s: %s of %s, and %s of attachments.",
	"export.left_out": "Not in it: %s of attachments, which could not be read or have no place in one file. Export to a folder or a .zip to have them, and run kith verify.",
	"export.plain":    "It is not encrypted: whoever can read the files can read everything in them. Delete them when you no longer need them.",

	"export.title":               "Export everything",
	"export.title.explain":       "Take everything along in plain files for other programs. They are not encrypted: whoever can read them can read everything in them.",
	"export.title.start":         "Export",
	"export.as":                  "As",
	"export.to":                  "To this new file or folder",
	"export.to.hint":             "An archive if the name ends in .zip, else a folder.",
	"export.choice.csv":          "Tables for spreadsheets (CSV)",
	"export.choice.csv.explain":  "One table for each kind of entry. What is unknown stays empty.",
	"export.choice.json":         "Everything for another Kith (JSON)",
	"export.choice.json.explain": "Loses nothing of the entries. Another Kith can import it. What was deleted, and who entered what, is in a backup only.",
	"export.no_path":             "Choose where it goes.",
	"export.there":               "Something of this name is there already. Choose another name.",
	"export.working":             "Exporting. %d %%",
	"export.title.done":          "Exported",
	"export.holds":               "%s, %s, and %s of attachments.",
	"export.window.left_out":     "Not in it: %s of attachments that could not be read. Check the journal to see which.",

	"export.readme.json": `This is an export of a Kith journal. IT IS NOT ENCRYPTED.

  entries.ndjson   every entry, one JSON object in a line, person by person, oldest
                   first. Times are RFC 3339. What is missing is unknown, never zero.
  attachments/     the files that entries of kind "attachment" refer to, named by
                   the SHA-256 of their content, in hexadecimal; the entry has the
                   same in base64, and the name that the file had

kith import reads it. What was deleted, former versions, and who entered what are
not in it: those are in a backup (kith backup).
`,
	"export.readme.csv": `This is an export of a Kith journal. IT IS NOT ENCRYPTED.

There is one table for each kind of entry, as CSV (RFC 4180) in UTF-8. The first
row names the columns. An empty cell is unknown, never zero.

  time_utc     the instant, RFC 3339 in UTC
  local_time   the same as clocks showed it there and then
  zone         time zone (IANA); empty if only the offset is known
  offset_s     seconds east of UTC then
  civil_date   the day that the person would write over it
  precision    how exactly the time is known: instant, part_of_day, day, month, year
  duration_s   how long it lasted, in seconds
  value        the value as a person reads it; value.number, value.unit and so on are
               its parts

Words that a spreadsheet would take for a formula have an apostrophe before them.
sample_values.csv has the readings of wearables, one in a row. attachments/ has the
files, named by the SHA-256 of their content in hexadecimal; the table attachment.csv
has the same in base64.

For another Kith use kith export json or kith backup, which lose nothing.
`,
}
