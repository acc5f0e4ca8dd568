package app

import (
	"context"
	"slices"
	"strings"
	"sync"

	"kith/journal"
	"kith/journal/terms"
)

// Suggestion is one name that what is being typed may become.
type Suggestion struct {
	// Label is the name, as the person wrote it before or as the vocabulary has it.
	Label string
	// ID is the term's, "" for a name that the vocabulary does not have.
	ID string
	// Own says that the person has used the name before.
	Own bool
	// How says what it was found by: "own", or as [terms.How] writes it. Only a
	// person may take one that was "suggested".
	How string
	// Name is the name of the term that resembles what was typed, if it is not Label.
	Name string
}

// ownKinds are the kinds of entry whose names are offered for a kind.
func ownKinds(kind journal.Kind) []journal.Kind {
	switch kind {
	case journal.KindTreatment, journal.KindCourse, journal.KindDose, journal.KindPlan, journal.KindStock, journal.KindEvaluation:
		return []journal.Kind{journal.KindTreatment, journal.KindCourse, journal.KindDose}
	case journal.KindCondition, journal.KindEpisode:
		return []journal.Kind{journal.KindCondition, journal.KindEpisode}
	}
	return []journal.Kind{kind}
}

// termKind is the table of the vocabulary for a kind of entry, 0 if there is none.
func termKind(kind journal.Kind) journal.Kind {
	own := ownKinds(kind)[0]
	if slices.Contains(terms.Kinds(), own) {
		return own
	}
	return 0
}

// Suggest returns at most limit names for an entry of a kind, of which typed is
// the beginning or the whole: those that the person has used, the latest first,
// then those of the vocabulary, best first. With nothing typed they are the
// person's alone. Kinds without a vocabulary (food, notes) have only those.
func (a *App) Suggest(ctx context.Context, p Person, kind journal.Kind, typed string, limit int) ([]Suggestion, error) {
	known, err := a.Known(ctx, p)
	if err != nil {
		return nil, err
	}
	v, err := a.Vocabulary()
	if err != nil {
		return nil, err
	}
	var found []Suggestion
	shown := map[string]bool{}
	for _, name := range ownNames(known, ownKinds(kind), typed) {
		s := Suggestion{Label: name, Own: true, How: "own"}
		if table := termKind(kind); table != 0 {
			if t := v.Find(table, name); t != nil {
				s.ID = t.ID
				shown[t.ID] = true
			}
		}
		if found = append(found, s); len(found) >= limit {
			return found[:max(limit, 0)], nil
		}
		shown[terms.Fold(name)] = true
	}
	if termKind(kind) == 0 {
		return found, nil
	}
	m := v.Match(termKind(kind), typed, limit)
	add := func(t *terms.Term, how terms.How, name string) {
		if len(found) < limit && !shown[t.ID] && !shown[terms.Fold(t.Label)] {
			shown[t.ID] = true
			if name == t.Label {
				name = ""
			}
			found = append(found, Suggestion{Label: t.Label, ID: t.ID, How: string(how), Name: name})
		}
	}
	if m.Term != nil {
		add(m.Term, m.How, m.Term.Label)
		m.Suggestions = v.Suggest(termKind(kind), typed, limit+1)
	}
	for _, s := range m.Suggestions {
		add(s.Term, terms.Suggested, s.Name)
	}
	return found, nil
}

// ownNames are the known names of some kinds that what was typed begins, then
// those of which it begins a later word; in the order in which they are known.
func ownNames(known []journal.Known, kinds []journal.Kind, typed string) []string {
	folded := terms.Fold(typed)
	var begins, within []string
	seen := map[string]bool{}
	for _, k := range known {
		name := terms.Fold(k.Name)
		if name == "" || seen[name] || !slices.Contains(kinds, k.Kind) {
			continue
		}
		switch {
		case strings.HasPrefix(name, folded):
			begins = append(begins, k.Name)
		case strings.Contains(name, " "+folded):
			within = append(within, k.Name)
		default:
			continue
		}
		seen[name] = true
	}
	return append(begins, within...)
}

// loadedTerms is the vocabulary of a vault, once somebody asked for it.
type loadedTerms struct {
	mu         sync.Mutex
	vocabulary *terms.Vocabulary // nil until it is asked for
	sources    []TermSource      // what was imported, as loaded
}

// Vocabulary returns the vocabulary: the tables built in, and behind them what the
// person imported.
func (a *App) Vocabulary() (*terms.Vocabulary, error) {
	a.terms.mu.Lock()
	defer a.terms.mu.Unlock()
	return a.loadTerms()
}
