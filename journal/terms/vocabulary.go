package terms

import (
	"slices"
	"strings"

	"kith/journal"
)

// Vocabulary finds terms by what people type. It is safe for use by several
// goroutines.
type Vocabulary struct {
	tables map[journal.Kind]*table
}

// New makes a vocabulary of terms. Where several have a name, those that come
// first win.
func New(terms ...Term) *Vocabulary {
	byKind := map[journal.Kind][]Term{}
	for _, t := range terms {
		byKind[t.Kind] = append(byKind[t.Kind], t)
	}
	v := &Vocabulary{tables: map[journal.Kind]*table{}}
	for _, k := range Kinds() {
		v.tables[k] = &table{terms: byKind[k]}
	}
	return v
}

// Len returns how many terms a table has.
func (v *Vocabulary) Len(kind journal.Kind) int {
	if t := v.tables[kind]; t != nil {
		return len(t.terms)
	}
	return 0
}

// Terms returns a copy of the terms of a table, in their order.
func (v *Vocabulary) Terms(kind journal.Kind) []Term {
	if t := v.tables[kind]; t != nil {
		return slices.Clone(t.terms)
	}
	return nil
}

// ByID returns the term with an id.
func (v *Vocabulary) ByID(id string) (Term, bool) {
	for _, k := range Kinds() {
		for i := range v.tables[k].terms {
			if t := &v.tables[k].terms[i]; t.ID == id {
				return *t, true
			}
		}
	}
	return Term{}, false
}

// How says by what a term was found.
type How string

// The ways, from the surest. Only the first three mean that the text is the term.
const (
	Exact     How = "exact"     // the label
	Synonym   How = "synonym"   // another name
	ByCode    How = "code"      // a code of it
	Suggested How = "suggested" // something like it
	None      How = "none"
)

// Match is what a text was found to be.
type Match struct {
	How How
	// Term is set if How is Exact, Synonym or ByCode.
	Term *Term
	// Suggestions, best first, are set if How is Suggested.
	Suggestions []Suggestion
}

// Match looks a whole text up in the table of a kind and, if no name there is the
// text, in the others. limit bounds the suggestions. Another kind than those of
// [Kinds] finds nothing.
func (v *Vocabulary) Match(kind journal.Kind, text string, limit int) Match {
	folded := Fold(text)
	order := v.order(kind)
	if len(folded) > maxName || folded == "" || order == nil {
		return Match{How: None}
	}
	for _, t := range order {
		if how, term := t.lookUp(folded); term != nil {
			return Match{How: how, Term: term}
		}
	}
	if term := sameInParts(order, text); term != nil {
		return Match{How: Synonym, Term: term}
	}
	if code, ok := readCode(text); ok {
		if m, found := matchCode(order, code, limit); found {
			return m
		}
		if strings.ContainsAny(text, ".:-") {
			return Match{How: None} // an unknown code resembles nothing
		}
	}
	if found := v.Suggest(kind, text, limit); len(found) > 0 {
		return Match{How: Suggested, Suggestions: found}
	}
	return Match{How: None}
}

// Find returns the term of a table that has a name, nil if none has.
func (v *Vocabulary) Find(kind journal.Kind, name string) *Term {
	t := v.tables[kind]
	if t == nil {
		return nil
	}
	_, term := t.lookUp(Fold(name))
	return term
}

// lookUp finds the term that has a folded name, in that spelling or in another. A
// name that several terms have belongs to the first; another spelling counts only
// if it leaves no choice.
func (t *table) lookUp(folded string) (How, *Term) {
	t.index()
	if no, ok := t.labels[folded]; ok {
		return Exact, &t.terms[no]
	}
	if no, ok := t.synonyms[folded]; ok {
		return Synonym, &t.terms[no]
	}
	if no, ok := t.spelt[spelled(folded)]; ok && no != ambiguous {
		return Synonym, &t.terms[no]
	}
	return None, nil
}

// withCode returns the terms that have a code: those of the source of the first.
func (t *table) withCode(c journal.Code) []int32 {
	t.index()
	nos := t.codes[codeKey(c.System, c.Code)]
	var same []int32
	for _, no := range nos {
		if t.source(no) == t.source(nos[0]) {
			same = append(same, no)
		}
	}
	return same
}

// sameInParts returns the term that every part of a text is a name of, nil if they
// do not agree: "High blood pressure (hypertension)".
func sameInParts(order []*table, text string) *Term {
	pieces := parts(text)
	for _, t := range order {
		var same *Term
		for i, part := range pieces {
			_, term := t.lookUp(Fold(part))
			if term == nil || i > 0 && term != same {
				same = nil
				break
			}
			same = term
		}
		if same != nil {
			return same
		}
	}
	return nil
}

// matchCode finds the term that has a code. A code of several terms, or one that
// only has a wider one here, is offered.
func matchCode(order []*table, code journal.Code, limit int) (Match, bool) {
	for i, c := range append([]journal.Code{code}, wider(code)...) {
		for _, t := range order {
			nos := t.withCode(c)
			if i == 0 && len(nos) == 1 {
				return Match{How: ByCode, Term: &t.terms[nos[0]]}, true
			}
			if len(nos) == 0 {
				continue
			}
			m := Match{How: Suggested}
			for _, no := range nos[:min(len(nos), limit)] {
				m.Suggestions = append(m.Suggestions, Suggestion{Term: &t.terms[no], Name: t.terms[no].Label, Score: 1 - float64(i)/10})
			}
			return m, len(m.Suggestions) > 0
		}
	}
	return Match{}, false
}

// order returns the tables, that of kind first and then those whose words people
// mistake for it.
func (v *Vocabulary) order(kind journal.Kind) []*table {
	own := v.tables[kind]
	if own == nil {
		return nil
	}
	tables := []*table{own}
	for _, k := range Kinds() {
		if k != kind {
			tables = append(tables, v.tables[k])
		}
	}
	return tables
}

// parts returns the pieces of a text that may each be a name: what stands in
// brackets and around them, between slashes and commas, and on the sides of "and".
// A text of one piece has none.
func parts(text string) []string {
	pieces := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("()[]{}/,;|–—&", r) })
	for _, separator := range []string{" - ", " and ", " or ", " with "} {
		var split []string
		for _, p := range pieces {
			split = append(split, strings.Split(p, separator)...)
		}
		pieces = split
	}
	pieces = slices.DeleteFunc(pieces, func(p string) bool { return Fold(p) == "" })
	if len(pieces) < 2 {
		return nil
	}
	return pieces
}
