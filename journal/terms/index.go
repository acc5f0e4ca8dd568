package terms

import (
	"cmp"
	"hash/maphash"
	"math"
	"slices"
	"strings"
	"sync"
)

// table is the index of the terms of one kind. It is made when it is first used: the
// part that finds whole names first, the part for suggestions when the first is
// asked for. Once made it is read-only.
type table struct {
	terms []Term

	exact sync.Once
	names []name
	// labels, synonyms and spelt lead from a folded name, or its common spelling, to
	// the first term that has it, as a number in terms; spelt to ambiguous if several
	// terms of one source have it.
	labels, synonyms, spelt map[string]int32
	codes                   map[string][]int32

	similar sync.Once
	gists   hashes // of the gist of a name
	packed  hashes // of a name without its spaces
	words   map[string]float32
	grams   postings
}

const ambiguous = -1

// name is one name of a term. Its words are set by prepare.
type name struct {
	text             string
	spelled          string
	term             int32
	synonym, related bool
	telling          float32 // the sum of the words
	words            []word
}

// word is a spelled word, what it means and how telling it is.
type word struct {
	text, means string
	telling     float32
}

// index makes the part that finds whole names.
func (t *table) index() {
	t.exact.Do(func() {
		count := 0
		for i := range t.terms {
			count += 1 + len(t.terms[i].Synonyms) + len(t.terms[i].Related)
		}
		t.names = make([]name, 0, count)
		t.labels, t.synonyms = make(map[string]int32, len(t.terms)), make(map[string]int32, count)
		t.spelt, t.codes = make(map[string]int32, count), map[string][]int32{}
		for i := range t.terms {
			term, no := &t.terms[i], int32(i)
			t.name(no, term.Label, t.labels, false)
			for _, s := range term.Synonyms {
				t.name(no, s, t.synonyms, false)
			}
			for _, s := range term.Related {
				t.name(no, s, nil, true)
			}
			for _, c := range term.Codes {
				key := codeKey(c.System, c.Code)
				if !slices.Contains(t.codes[key], no) {
					t.codes[key] = append(t.codes[key], no)
				}
			}
		}
	})
}

// name takes in one name of a term; a related one (in no map) is not looked up.
func (t *table) name(no int32, text string, names map[string]int32, related bool) {
	folded := Fold(text)
	if folded == "" {
		return
	}
	s := spelled(folded)
	first := len(t.names) == 0 || t.names[len(t.names)-1].term != no
	t.names = append(t.names, name{text: text, spelled: s, term: no, synonym: !first, related: related})
	if related {
		return
	}
	if _, taken := names[folded]; !taken {
		names[folded] = no
	}
	switch other, taken := t.spelt[s]; {
	case !taken:
		t.spelt[s] = no
	case other >= 0 && other != no && t.source(other) == t.source(no):
		t.spelt[s] = ambiguous
	}
}

// source is what the ids of a vocabulary begin with. What was imported does not
// make a name of our own ambiguous.
func (t *table) source(no int32) string {
	source, _, _ := strings.Cut(t.terms[no].ID, ":")
	return source
}

// prepare makes what suggestions need.
func (t *table) prepare() {
	t.index()
	t.similar.Do(func() {
		count := make(map[string]int, len(t.names))
		for i := range t.names {
			for w := range strings.SplitSeq(t.names[i].spelled, " ") {
				count[w]++
			}
		}
		t.words = make(map[string]float32, len(count))
		for w, n := range count {
			t.words[w] = telling(w, n, len(t.names))
		}
		t.gists, t.packed = make(hashes, len(t.names)), make(hashes, len(t.names))
		builder := newPostings(len(t.names))
		for i := range t.names {
			n := &t.names[i]
			n.words = t.split(n.spelled)
			for _, w := range n.words {
				n.telling += w.telling
				builder.word(int32(i), w.text)
				if w.means != w.text {
					builder.word(int32(i), w.means)
				}
			}
			t.gists[i] = hashed{hashOf(gist(n.spelled)), int32(i)}
			t.packed[i] = hashed{hashOf(strings.ReplaceAll(n.spelled, " ", "")), int32(i)}
		}
		t.gists.sort()
		t.packed.sort()
		t.grams = builder.done()
	})
}

// hashes lead from a text to names by the text's hash. A name may be found for
// another text once in 2^64: it would be offered, no more.
type hashes []hashed

type hashed struct {
	hash uint64
	name int32
}

var hashSeed = maphash.MakeSeed()

func hashOf(text string) uint64 { return maphash.String(hashSeed, text) }

func (h hashes) sort() {
	slices.SortFunc(h, func(a, b hashed) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.name, b.name)) })
}

// of returns the names whose text this is.
func (h hashes) of(text string) hashes {
	want := hashOf(text)
	from, _ := slices.BinarySearchFunc(h, want, func(e hashed, hash uint64) int { return cmp.Compare(e.hash, hash) })
	to := from
	for to < len(h) && h[to].hash == want {
		to++
	}
	return h[from:to]
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
