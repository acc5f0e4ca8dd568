package view

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/quick"
)

// PreviewPause is how long typing in the quick line has to rest before it is read.
const PreviewPause = 40 * time.Millisecond

// Quick is the quick line: one line of text that makes an entry.
type Quick struct {
	app *app.App

	mu      sync.Mutex
	doubted string // the line that was not saved because a value in it is unlikely
}

// NewQuick returns the quick line of a journal.
func NewQuick(a *app.App) *Quick { return &Quick{app: a} }

// QuickPreview says what a line means so far.
type QuickPreview struct {
	// Understood says what would be saved, "" if nothing can be.
	Understood string
	// Problem says what cannot be understood and how to write it, "" if all is well
	// or nothing was typed.
	Problem string
	// From and To are the bytes of the line that Problem is about; equal ones are the
	// whole line.
	From, To int
	// Doubt says that a value is far from what is usual, "" if none is. Saving such a
	// line has to be asked for twice.
	Doubt string
	// Suggestions put right what cannot be understood, and complete what is being
	// typed: from what was written before and then from the vocabulary.
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
	var wrong *quick.Error
	switch {
	case errors.As(err, &wrong):
		v.Problem, v.From, v.To = wrong.Text, wrong.From, wrong.To
		v.Suggestions = append(q.corrections(ctx, p, wrong), v.Suggestions...)
		v.Suggestions = v.Suggestions[:min(len(v.Suggestions), maxSuggestions)]
		return v, nil
	case err != nil:
		return v, err
	}
	v.Understood = understood(parsed)
	doubts, err := q.app.Doubts(ctx, p, parsed.Entry)
	if err != nil {
		return v, err
	}
	if len(doubts) > 0 {
		v.Doubt = words.Text("timeline.quick.doubt", doubts[0].Text())
	}
	return v, nil
}

// corrections are lines that would be understood in place of one that is not.
func (q *Quick) corrections(ctx context.Context, p app.Person, wrong *quick.Error) []Suggestion {
	var out []Suggestion
	for _, line := range wrong.Suggestions {
		if parsed, err := q.app.Read(ctx, p, line, ""); err == nil {
			out = append(out, Suggestion{Name: flat(line), Group: groupOf(parsed.Entry.Kind), Line: line})
		}
	}
	return out
}

// QuickSaved is what became of a line.
type QuickSaved struct {
	Person app.Person
	Entry  journal.Entry
	// Text is for the toast, which offers Undo.
	Text string
}

// Save keeps what the line says. A line that is not understood is an error of
// which [app.Explain] says what is wrong, and nothing is saved. A line with a value
// that is unlikely is an [app.DoubtError] the first time; given again it is kept.
func (q *Quick) Save(ctx context.Context, p app.Person, line string) (QuickSaved, error) {
	parsed, err := q.app.Read(ctx, p, line, "")
	if err != nil {
		return QuickSaved{}, err
	}
	said := p.ID.String() + line
	q.mu.Lock()
	sure := q.doubted == said
	q.doubted = ""
	q.mu.Unlock()
	kept, err := q.app.LogSure(ctx, p, "log", sure, parsed.Entry)
	var doubt *app.DoubtError
	if errors.As(err, &doubt) {
		q.mu.Lock()
		q.doubted = said
		q.mu.Unlock()
	}
	if err != nil {
		return QuickSaved{}, err
	}
	e := kept[0].Entry
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

// understood says what a line means. In English it is as package quick says it.
func understood(p quick.Parsed) string {
	if words.Language() == "en" {
		return p.Explain()
	}
	kind := words.Text("entry.kind." + p.Entry.Kind.String())
	return words.Text("entry.understood", app.Describe(&p.Entry), kind, EntryWhen(p.Entry.When))
}
