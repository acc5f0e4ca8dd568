package view

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/quick"
)

// PreviewPause is how long typing in the quick line has to rest before it is read.
const PreviewPause = 40 * time.Millisecond

// Quick is the quick line: one line of text that makes an entry.
type Quick struct{ app *app.App }

// NewQuick returns the quick line of a journal.
func NewQuick(a *app.App) *Quick { return &Quick{a} }

// QuickPreview says what a line means so far.
type QuickPreview struct {
	// Understood says what would be saved, "" if nothing can be.
	Understood string
	// Problem says what cannot be understood and how to write it, "" if all is well
	// or nothing was typed.
	Problem string
	// Wrong is the part of the line that Problem is about, "" for the whole.
	Wrong string
	// Suggestions complete what is being typed, from what was written before and
	// then from the vocabulary.
	Suggestions []Suggestion
}

// Suggestion is one way to go on with a line.
type Suggestion struct {
	Name  string // what it is called: "Headache"
	Group KindGroup
	Line  string // the whole line with it
}

// maxSuggestions is how many are offered: few enough to see at a glance.
const maxSuggestions = 5

// Preview reads a line for a person without saving it. Text that is not understood
// is no error.
func (q *Quick) Preview(ctx context.Context, p app.Person, line string) (QuickPreview, error) {
	var v QuickPreview
	if strings.TrimSpace(line) == "" {
		return v, nil
	}
	known, err := q.app.Known(ctx, p)
	if err != nil {
		return v, err
	}
	if v.Suggestions, err = q.addTerms(ctx, p, line, suggestions(known, line)); err != nil {
		return v, err
	}
	parsed, err := q.app.Read(ctx, p, line, "")
	switch {
	case errors.Is(err, quick.ErrLine):
		v.Problem = app.Explain(err).What
		v.Wrong = wrongPart(line, v.Problem)
		return v, nil
	case err != nil:
		return v, err
	}
	v.Understood = parsed.Explain()
	return v, nil
}

// wrongPart is the word of the line that a refusal quotes.
func wrongPart(line, problem string) string {
	for _, word := range strings.Fields(line) {
		bare := strings.TrimPrefix(word, "@")
		if utf8.RuneCountInString(bare) > 1 && word != bare && strings.Contains(problem, bare) {
			return word
		}
	}
	for _, word := range strings.Fields(line) {
		if strings.Contains(problem, `"`+word+`"`) {
			return word
		}
	}
	return ""
}

// QuickSaved is what became of a line.
type QuickSaved struct {
	Person app.Person
	Entry  journal.Entry
	// Text is for the toast, which offers Undo.
	Text string
}

// Save keeps what the line says. A line that is not understood is an error of
// which [app.Explain] says what is wrong, and nothing is saved.
func (q *Quick) Save(ctx context.Context, p app.Person, line string) (QuickSaved, error) {
	e, err := q.app.Log(ctx, p, line, "")
	if err != nil {
		return QuickSaved{}, err
	}
	return QuickSaved{Person: p, Entry: e, Text: words.Text("timeline.saved", entrySummary(&e))}, nil
}

// suggestions are known names that the name being typed begins, or one of whose
// words it begins; those that begin with it first, then what was used last.
func suggestions(known []journal.Known, line string) []Suggestion {
	lead, typed := nameTyped(line)
	folded := journal.Fold(typed)
	if folded == "" {
		return nil
	}
	var begins, within []Suggestion
	seen := map[string]bool{}
	for _, k := range known {
		name := journal.Fold(k.Name)
		if seen[name] || name == folded || k.Name == "" {
			continue
		}
		s := Suggestion{Name: flat(k.Name), Group: groupOf(k.Kind), Line: lead + quoted(k.Name) + " "}
		switch {
		case strings.HasPrefix(name, folded):
			begins = append(begins, s)
		case strings.Contains(name, " "+folded):
			within = append(within, s)
		default:
			continue
		}
		seen[name] = true
	}
	all := append(begins, within...)
	return all[:min(len(all), maxSuggestions)]
}

// nameTyped splits a line into what stands before the name (took, skipped) and the
// name that is being typed at its end; the name is "" once something else follows.
func nameTyped(line string) (lead, typed string) {
	text := strings.TrimLeft(line, " ")
	if strings.ContainsAny(text, "@#\"“”„:") || strings.HasSuffix(text, "  ") {
		return "", ""
	}
	if first, rest, found := strings.Cut(text, " "); found {
		switch strings.ToLower(first) {
		case "took", "taken", "take", "skipped", "skip", "missed", "no", "mild", "moderate", "severe":
			lead, text = first+" ", strings.TrimLeft(rest, " ")
		}
	}
	for _, word := range strings.Fields(text) {
		if c := word[0]; c >= '0' && c <= '9' || c == '-' {
			return "", ""
		}
		switch strings.ToLower(word) {
		case "after", "in", "for":
			return "", ""
		}
	}
	return lead, text
}

// quoted puts a name in quotes that the line would not read as one.
func quoted(name string) string {
	for _, word := range strings.Fields(strings.ToLower(name)) {
		switch word {
		case "after", "in", "for":
			return `"` + name + `"`
		}
		if c := word[0]; c >= '0' && c <= '9' || c == '@' || c == '#' {
			return `"` + name + `"`
		}
	}
	return name
}
