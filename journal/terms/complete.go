package terms

import (
	"cmp"
	"slices"
	"strings"

	"kith/journal"
)

// Complete returns at most limit terms of a table that have a name of which typed
// is the beginning, or the beginning of a later word: for completing what is being
// typed, where nothing that merely resembles it should stand. Labels come before
// other names, and short names before long ones. The Score says nothing.
func (v *Vocabulary) Complete(kind journal.Kind, typed string, limit int) []Suggestion {
	t := v.tables[kind]
	begun := spelled(Fold(typed))
	if t == nil || begun == "" || limit <= 0 {
		return nil
	}
	t.index()
	type hit struct {
		name *name
		rank int
	}
	best := map[int32]hit{}
	for i := range t.names {
		n := &t.names[i]
		rank := 0
		switch at := strings.Index(n.spelled, begun); {
		case at == 0:
		case at > 0 && (n.spelled[at-1] == ' ' || strings.Contains(n.spelled, " "+begun)):
			rank = 2
		default:
			continue
		}
		if n.synonym {
			rank++
		}
		if old, found := best[n.term]; !found || rank < old.rank || rank == old.rank && len(n.text) < len(old.name.text) {
			best[n.term] = hit{n, rank}
		}
	}
	hits := make([]hit, 0, len(best))
	for _, h := range best {
		hits = append(hits, h)
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(len(a.name.text), len(b.name.text)), cmp.Compare(a.name.term, b.name.term))
	})
	found := make([]Suggestion, 0, min(len(hits), limit))
	for _, h := range hits[:min(len(hits), limit)] {
		found = append(found, Suggestion{Term: &t.terms[h.name.term], Name: h.name.text})
	}
	return found
}
