package view

import (
	"slices"
	"strings"

	"kith/journal"
)

// fromVocabulary is how many letters must be typed before names are offered that the
// person has not used.
const fromVocabulary = 2

// Suggestions returns up to limit names: those that were used before and begin with
// what is typed, or hold a word that does, newest first; then those of the
// vocabulary that resemble it.
func (f *EntryForm) Suggestions(limit int) []string {
	typed := journal.Fold(f.Fields.Name)
	var begin, hold []string
	for _, k := range f.known {
		name := journal.Fold(k.Name)
		if !sameSort(k.Kind, f.Fields.Kind) || name == typed || slices.ContainsFunc(append(begin, hold...), func(s string) bool { return journal.Fold(s) == name }) {
			continue
		}
		switch {
		case strings.HasPrefix(name, typed):
			begin = append(begin, k.Name)
		case strings.Contains(name, " "+typed):
			hold = append(hold, k.Name)
		}
	}
	all := append(begin, hold...)
	if kind := termKind(f.Fields.Kind); kind != 0 && f.vocabulary != nil && len([]rune(typed)) >= fromVocabulary {
		for _, s := range f.vocabulary.Suggest(kind, f.Fields.Name, limit+1) {
			name := journal.Fold(s.Term.Label)
			if name != typed && !slices.ContainsFunc(all, func(s string) bool { return journal.Fold(s) == name }) {
				all = append(all, s.Term.Label)
			}
		}
	}
	return all[:min(limit, len(all))]
}

// sameSort reports whether the name of an entry of kind k may be that of one of
// kind wanted: a medicine is known from its course as well as from its doses.
func sameSort(k, wanted journal.Kind) bool {
	switch wanted {
	case journal.KindDose, journal.KindEvaluation:
		return k == journal.KindDose || k == journal.KindCourse || k == journal.KindTreatment
	case journal.KindEpisode:
		return k == journal.KindEpisode || k == journal.KindCondition
	}
	return k == wanted
}

// termKind is the table of the vocabulary that has the names of a kind of entry, 0 if
// there is none.
func termKind(k journal.Kind) journal.Kind {
	switch k {
	case journal.KindSymptom, journal.KindMeasure, journal.KindCondition:
		return k
	case journal.KindDose, journal.KindEvaluation:
		return journal.KindTreatment
	case journal.KindEpisode:
		return journal.KindCondition
	}
	return 0
}
