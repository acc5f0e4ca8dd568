package words

// englishTerms holds the vocabulary: its commands and its part of the settings.
var englishTerms = map[string]string{
	"terms.built_in":   "built in",
	"terms.no_version": "the file names no version",
	"terms.unreadable": "cannot be read any more: import the file again",
	"terms.too_many":   "There are %d imported vocabularies, which is all that fit. Remove one first.",

	"terms.cli.kind":     "%q is no part of the vocabulary. Give --kind condition, symptom, treatment or measure.",
	"terms.cli.file":     "Give --file with the file to read, one text a line, or - for standard input.",
	"terms.cli.limit":    "Give a --limit of 1 or more.",
	"terms.cli.matched":  "%d texts: %d by their name, %d by another name, %d by a code, %d only offered, %d unknown.",
	"terms.cli.nothing":  "Nothing in the vocabulary is like that. It can be written down all the same.",
	"terms.cli.also":     "(%s)",
	"terms.cli.imported": "Imported %d terms from %s (%s).",
	"terms.cli.removed":  "%s is no longer part of the vocabulary.",
}
