package words

// englishExport holds the export of everything.
var englishExport = map[string]string{
	"export.progress": "Exporting: %d %%",
	"export.done":     "The export is in %s: %s of %s, and %s of attachments.",
	"export.plain":    "It is not encrypted: whoever can read the files can read everything in them. Delete them when you no longer need them.",

	"export.format.unknown":  "There is no form called “%s”. There are: %s.",
	"export.range":           "The first day is after the last. Give --from before --to.",
	"export.one_file":        "This form is one file, not an archive. Give it a name that ends in .json.",
	"export.other_treatment": "another treatment",
	"export.cli.format":      "Say in which form: --format fhir, ips, phenopacket, csv or ndjson.",
	"export.cli.left":        "Not in it: %d. %s",
	"export.cli.part":        "%s: %d",
	"export.cli.part.off":    "%s: %d, not chosen",
	"export.cli.file":        "--- %s\n%s",
	"export.cli.more":        "... and so on.",

	"export.left.note":                  "Words of your own beside entries: they were not chosen.",
	"export.left.attachment_unreadable": "Files of attachments that could not be read. kith verify says which.",
	"export.left.attachment_no_place":   "Files of attachments, which have no place in one file. Export to a folder or a .zip to have them.",
	"export.left.attachment_large":      "Files of attachments larger than 8 MiB. Their entries are in it.",
	"export.left.no_code":               "Entries in words that no public vocabulary has a code for.",
	"export.left.not_confirmed":         "Conditions of which nobody is sure.",
	"export.left.no_section":            "Entries that this form has no place for.",
	"export.left.no_unit":               "Readings without an exact number and a known unit.",
	"export.left.repeated":              "Entries of a symptom that is in it already: this form names each once.",
	"export.left.not_said":              "Entries that do not say whether the symptom was there.",
	"export.left.older":                 "Readings of which a later one is in it.",
	"export.left.past":                  "Treatments that are over.",

	"export.title":                 "Export everything",
	"export.title.explain":         "Take everything along in plain files for other programs. They are not encrypted: whoever can read them can read everything in them.",
	"export.title.start":           "Export",
	"export.as":                    "As",
	"export.to":                    "To this new file or folder",
	"export.to.hint":               "An archive if the name ends in .zip, else a folder.",
	"export.choice.csv":            "Tables for spreadsheets (CSV)",
	"export.choice.csv.explain":    "One table for each kind of entry. What is unknown stays empty.",
	"export.choice.ndjson":         "Everything for another Kith (JSON)",
	"export.choice.ndjson.explain": "Loses nothing of the entries. Another Kith can import it. What was deleted, and who entered what, is in a backup only.",
	"export.no_path":               "Choose where it goes.",
	"export.there":                 "Something of this name is there already. Choose another name.",
	"export.working":               "Exporting. %d %%",
	"export.title.done":            "Exported",
	"export.holds":                 "%s, %s, and %s of attachments.",
	"export.window.left_out":       "Not in it: %s of attachments that could not be read. Check the journal to see which.",

	"export.readme.ndjson": `This is an export of a Kith journal. IT IS NOT ENCRYPTED.

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
dictionary.csv says what every column of every table means, and in which unit it is.
sample_values.csv has the readings of wearables, one in a row. attachments/ has the
files, named by the SHA-256 of their content in hexadecimal; the table attachment.csv
has the same in base64.

For another Kith use kith export --format ndjson or kith backup, which lose nothing.
`,
}
