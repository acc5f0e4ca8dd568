package view

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"kith/app"
	"kith/journal"
)

// addTerms puts names of the vocabulary behind those that the person has used: ones
// that begin with what is typed, nothing that merely resembles it, because a name of
// one's own is as good. A line that is complete as it stands gets none.
func (q *Quick) addTerms(ctx context.Context, p app.Person, line string, own []Suggestion) ([]Suggestion, error) {
	lead, typed := nameTyped(line)
	if utf8.RuneCountInString(typed) < fromVocabulary || len(own) >= maxSuggestions {
		return own, nil
	}
	vocabulary, err := q.app.Vocabulary()
	if err != nil {
		return own, err
	}
	all := own
	for _, kind := range termKindsOf(lead) {
		if vocabulary.Find(kind, typed) != nil {
			return own, nil
		}
		start := lead
		if kind == journal.KindTreatment && lead == "" {
			start = "took " // without it the line would be read as a symptom
		}
		for _, t := range vocabulary.Complete(kind, typed, maxSuggestions) {
			name := t.Term.Label
			taken := func(s Suggestion) bool { return journal.Fold(s.Name) == journal.Fold(name) }
			if len(all) >= maxSuggestions || slices.ContainsFunc(all, taken) {
				continue
			}
			s := Suggestion{Name: name, Group: groupOf(kind), Line: start + quoted(name) + " "}
			if parsed, err := q.app.Read(ctx, p, s.Line, ""); err == nil && journal.Fold(parsed.Entry.Name) == journal.Fold(name) {
				all = append(all, s)
			}
		}
	}
	return all, nil
}

// termKindsOf are the tables that the name behind a leading word can be from.
func termKindsOf(lead string) []journal.Kind {
	switch strings.ToLower(strings.TrimSpace(lead)) {
	case "":
		return []journal.Kind{journal.KindSymptom, journal.KindTreatment}
	case "no", "mild", "moderate", "severe":
		return []journal.Kind{journal.KindSymptom}
	}
	return []journal.Kind{journal.KindTreatment}
}
