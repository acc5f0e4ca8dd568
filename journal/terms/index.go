package terms

import (
	"math"
	"slices"
	"strings"
	"sync"
)

// table is the index of the terms of one kind. It is read-only once made; the
// parts for suggestions are made when the first is asked for.
type table struct {
	terms []Term
	// labels, synonyms, spelt and codes lead from a folded name, its common spelling
	// or a code to the terms that have it, as numbers in terms.
	labels, synonyms, spelt, codes map[string][]int32

	similar sync.Once
	names   []name
	gists   map[string][]int32 // to numbers in names
	packed  map[string][]int32 // names without spaces; to numbers in names
	words   map[string]float32 // how telling a spelled word is
	grams   postings
}

// name is one name of a term, ready to be compared.
type name struct {
	text             string
	term             int32
	words            []word
	telling          float32 // the sum of the words
	synonym, related bool
}

// word is a spelled word, what it means and how telling it is.
type word struct {
	text, means string
	telling     float32
}

func newTable(terms []Term) *table {
	t := &table{terms: terms, labels: make(map[string][]int32, len(terms)), synonyms: make(map[string][]int32, 4*len(terms)),
		spelt: make(map[string][]int32, 5*len(terms)), codes: make(map[string][]int32, len(terms))}
	for i := range terms {
		term, no := &terms[i], int32(i)
		label := Fold(term.Label)
		add(t.labels, label, no)
		add(t.spelt, spelled(label), no)
		for _, s := range term.Synonyms {
			folded := Fold(s)
			add(t.synonyms, folded, no)
			add(t.spelt, spelled(folded), no)
		}
		for _, c := range term.Codes {
			add(t.codes, codeKey(c.System, c.Code), no)
		}
	}
	return t
}

func add(m map[string][]int32, key string, no int32) {
	if key != "" && !slices.Contains(m[key], no) {
		m[key] = append(m[key], no)
	}
}

// prepare makes what suggestions need.
func (t *table) prepare() {
	t.similar.Do(func() {
		t.gists, t.packed = map[string][]int32{}, map[string][]int32{}
		count := map[string]int{}
		var folded []string
		each := func(no int, text string, synonym, related bool) {
			f := spelled(Fold(text))
			if f == "" {
				return
			}
			folded = append(folded, f)
			t.names = append(t.names, name{text: text, term: int32(no), synonym: synonym, related: related})
			for _, w := range strings.Split(f, " ") {
				count[w]++
			}
		}
		for i := range t.terms {
			term := &t.terms[i]
			each(i, term.Label, false, false)
			for _, s := range term.Synonyms {
				each(i, s, true, false)
			}
			for _, s := range term.Related {
				each(i, s, true, true)
			}
		}
		t.words = make(map[string]float32, len(count))
		for w, n := range count {
			t.words[w] = telling(w, n, len(folded))
		}
		builder := newPostings(len(folded))
		for i, f := range folded {
			n := &t.names[i]
			n.words = t.split(f)
			for _, w := range n.words {
				n.telling += w.telling
				builder.word(int32(i), w.text)
				if w.means != w.text {
					builder.word(int32(i), w.means)
				}
			}
			add(t.gists, gist(f), int32(i))
			add(t.packed, strings.ReplaceAll(f, " ", ""), int32(i))
		}
		t.grams = builder.done()
	})
}

// telling is how much sharing a word says, that stands in n of all names.
func telling(w string, n, all int) float32 {
	switch {
	case smallWords[w], isAmount(w):
		return 0.02
	case commonWords[w]:
		return 0.15
	case wideWords[w]:
		return 0.4
	}
	return float32(0.4 + math.Log(float64(1+all)/float64(1+n))/math.Log(float64(2+all)))
}

// split reads a spelled name into words.
func (t *table) split(f string) []word {
	texts := strings.Split(f, " ")
	words := make([]word, len(texts))
	for i, text := range texts {
		weight, known := t.words[text]
		if !known {
			weight = telling(text, 1, len(t.names))
		}
		words[i] = word{text, meaning(text), weight}
	}
	return words
}

// postings lead from a trigram to the names that have it. A trigram is hashed to
// one of gramSlots: two that meet make a name be compared for nothing, no more.
type postings struct {
	start []uint32 // gramSlots+1 places in names
	names []int32
	size  []uint16 // how many trigrams a name has
}

const gramSlots = 1 << 15

type postingsBuilder struct {
	pairs []uint64 // slot and name
	size  []uint16
}

func newPostings(names int) *postingsBuilder {
	return &postingsBuilder{pairs: make([]uint64, 0, names*24), size: make([]uint16, names)}
}

func (b *postingsBuilder) word(no int32, w string) {
	eachGram(w, func(slot uint32) {
		b.pairs = append(b.pairs, uint64(slot)<<32|uint64(no))
	})
}

// done sorts by counting: pairs come in the order of their names.
func (b *postingsBuilder) done() postings {
	p := postings{start: make([]uint32, gramSlots+1), size: b.size}
	for _, pair := range b.pairs {
		p.start[pair>>32+1]++
	}
	for i := range gramSlots {
		p.start[i+1] += p.start[i]
	}
	p.names = make([]int32, len(b.pairs))
	next := slices.Clone(p.start[:gramSlots])
	for _, pair := range b.pairs {
		slot, no := pair>>32, int32(uint32(pair))
		if at := next[slot]; at > p.start[slot] && p.names[at-1] == no {
			continue // the name has it already; the place stays empty
		}
		p.names[next[slot]] = no
		next[slot]++
		p.size[no]++
	}
	// Close the gaps that repeated trigrams left.
	at := uint32(0)
	for slot := range gramSlots {
		from := p.start[slot]
		p.start[slot] = at
		at += uint32(copy(p.names[at:], p.names[from:next[slot]]))
	}
	p.start[gramSlots] = at
	p.names = slices.Clip(p.names[:at])
	return p
}

// eachGram calls fn with the slot of each trigram of a word, two spaces before it
// and one behind.
func eachGram(w string, fn func(slot uint32)) {
	a, b := uint32(' '), uint32(' ')
	for i := 0; i < len(w); i++ {
		c := uint32(w[i])
		fn(gramSlot(a, b, c))
		a, b = b, c
	}
	fn(gramSlot(a, b, ' '))
}

func gramSlot(a, b, c uint32) uint32 {
	return (a*961 + b*31*37 + c*7919 + a*b*c) & (gramSlots - 1)
}
