package terms

import (
	"cmp"
	"slices"
	"strings"

	"kith/journal"
)

// Suggestion is a term that may be meant.
type Suggestion struct {
	Term *Term
	// Name is the name of the term that resembles what was typed.
	Name string
	// Score is how much, from 0 to 1.
	Score float64
}

// Scores of the ways in which a text and a name can be alike.
const (
	sameName   = 1.00
	sameGist   = 0.99  // other order, small words, words of one meaning
	samePacked = 0.98  // head ache
	sameDrug   = 0.975 // ibuprofen 400 mg
	samePart   = 0.97  // Fibromyalgia (FMS)
	bestAlike  = 0.95
	nearTable  = 0.88 // what a score is worth in the table of symptoms for a condition, and the other way round
	otherTable = 0.65 // and in any other table that was not asked for
	leastScore = 0.50
	compared   = 300 // names of a table that are compared word by word
)

// Suggest returns at most limit terms that a text, or the beginning of one, may
// mean, best first: of the table of a kind and, worth less, of the others. Each
// term stands once.
func (v *Vocabulary) Suggest(kind journal.Kind, text string, limit int) []Suggestion {
	folded := Fold(text)
	if folded == "" || len(folded) > maxName || limit <= 0 {
		return nil
	}
	best := map[*Term]Suggestion{}
	for i, t := range v.order(kind) {
		worth := 1.0
		switch {
		case i > 0 && len(t.terms) > 0 && near(kind, t.terms[0].Kind):
			worth = nearTable
		case i > 0:
			worth = otherTable
		}
		offer := func(no int32, score float64) {
			n := &t.names[no]
			term := &t.terms[n.term]
			if n.synonym {
				score *= 0.999
			}
			if n.related {
				score *= 0.9
			}
			score *= worth
			if score >= leastScore && score > best[term].Score {
				best[term] = Suggestion{Term: term, Name: n.text, Score: score}
			}
		}
		t.suggest(text, folded, offer)
	}
	found := make([]Suggestion, 0, len(best))
	for _, s := range best {
		found = append(found, s)
	}
	slices.SortFunc(found, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(len(a.Name), len(b.Name)), cmp.Compare(a.Term.ID, b.Term.ID))
	})
	// One that is called as one before it is said already.
	labels := map[string]bool{}
	found = slices.DeleteFunc(found, func(s Suggestion) bool {
		label := Fold(s.Term.Label)
		again := labels[label]
		labels[label] = true
		return again
	})
	return found[:min(len(found), limit)]
}

// near reports whether people often write one kind for the other.
func near(a, b journal.Kind) bool {
	isNear := func(k journal.Kind) bool { return k == journal.KindCondition || k == journal.KindSymptom }
	return isNear(a) && isNear(b)
}

// suggest calls offer with names and their scores.
func (t *table) suggest(text, folded string, offer func(no int32, score float64)) {
	t.prepare()
	same := func(text string, score float64) {
		s := spelled(text)
		for _, h := range t.packed.of(strings.ReplaceAll(s, " ", "")) {
			if t.names[h.name].spelled == s {
				offer(h.name, score)
			} else {
				offer(h.name, min(score, samePacked))
			}
		}
		for _, h := range t.gists.of(gist(s)) {
			offer(h.name, min(score, sameGist))
		}
	}
	same(folded, sameName)
	typed := t.split(spelled(folded))
	for i, part := range parts(text) {
		if f := Fold(part); f != "" { // the more of the text it is, the surer
			share := min(1, allTelling(t.split(spelled(f)))/allTelling(typed))
			same(f, samePart*(0.6+0.4*float64(share))-float64(min(i, 9))/1000)
		}
	}
	if len(t.terms) > 0 && t.terms[0].Kind == journal.KindTreatment {
		for i, f := range withoutAmounts(text) {
			same(f, sameDrug-float64(i)/1000)
		}
	}
	for _, no := range t.candidates(typed) {
		offer(no, bestAlike*alike(typed, &t.names[no]))
	}
}

func allTelling(words []word) float32 {
	var sum float32
	for _, w := range words {
		sum += w.telling
	}
	return sum
}

// candidates returns the names that share most trigrams with what was typed.
func (t *table) candidates(typed []word) []int32 {
	if len(t.names) == 0 {
		return nil
	}
	shared := make([]uint16, len(t.names))
	var touched []int32
	seen := map[uint32]bool{}
	count := func(slot uint32) {
		if seen[slot] {
			return
		}
		seen[slot] = true
		for _, no := range t.grams.names[t.grams.start[slot]:t.grams.start[slot+1]] {
			if shared[no] == 0 {
				touched = append(touched, no)
			}
			shared[no]++
		}
	}
	for _, w := range typed {
		if w.telling < 0.1 && len(typed) > 1 {
			continue // small words are in everything
		}
		eachGram(w.text, count)
		if w.means != w.text {
			eachGram(w.means, count)
		}
	}
	if len(touched) <= compared {
		return touched
	}
	// How many the name and the text share, against how many they have: counted
	// in 64 buckets, of which the best are kept.
	grade := func(no int32) int {
		return min(63, 64*2*int(shared[no])/(len(seen)+int(t.grams.size[no])+1))
	}
	var buckets [64]int
	for _, no := range touched {
		buckets[grade(no)]++
	}
	least, kept := 63, buckets[63]
	for least > 0 && kept+buckets[least-1] <= compared {
		least--
		kept += buckets[least]
	}
	all := touched
	touched = touched[:0]
	for _, no := range all {
		if g := grade(no); g >= least || g == least-1 && kept < compared {
			if g == least-1 {
				kept++
			}
			touched = append(touched, no)
		}
	}
	return touched
}

// alike scores how much of the telling words of what was typed and of a name are
// in the other, from 0 to 1. The last word typed may be the beginning of one.
func alike(typed []word, n *name) float64 {
	var covered, all float32
	var taken float32
	used := uint64(0)
	for i, w := range typed {
		bestAt, best := -1, float32(0)
		for j := range n.words {
			if j < 64 && used&(1<<j) != 0 {
				continue
			}
			if s := similarity(&w, &n.words[j], i == len(typed)-1); s > best {
				bestAt, best = j, s
			}
		}
		weight := w.telling
		if bestAt >= 0 {
			// A word that is not spelled as any we know weighs as what it may mean.
			weight = min(weight, n.words[bestAt].telling)
			if best < 0.9 {
				weight = max(weight, 0.6*w.telling)
			}
			covered += best * weight
			taken += best * n.words[bestAt].telling
			if bestAt < 64 {
				used |= 1 << bestAt
			}
		}
		all += weight
	}
	if all == 0 || n.telling == 0 {
		return 0
	}
	// A name of nothing but common words is hardly told by sharing them.
	whole := 0.6 + 0.4*min(1, n.telling/0.8)
	return float64(0.55*covered/all + 0.45*whole*taken/n.telling)
}

// similarity of a word typed and one of a name: 1 is the same, 0 unlike.
func similarity(a, b *word, last bool) float32 {
	switch {
	case a.text == b.text:
		return 1
	case a.means == b.means:
		return 0.95
	case last && strings.HasPrefix(b.text, a.text):
		return 0.75 + 0.2*float32(len(a.text))/float32(len(b.text))
	case len(a.text) >= 3 && strings.HasPrefix(b.text, a.text), len(b.text) >= 4 && strings.HasPrefix(a.text, b.text):
		short, long := min(len(a.text), len(b.text)), max(len(a.text), len(b.text))
		return 0.6 + 0.3*float32(short)/float32(long)
	}
	return nearlySpelled(a.text, b.text)
}

// nearlySpelled is 0 for words that differ in more than a letter in four, and for
// short ones that do not begin alike: pain is not rain.
func nearlySpelled(a, b string) float32 {
	short, long := min(len(a), len(b)), max(len(a), len(b))
	limit := (long + 1) / 4
	if short < 3 || long < 4 || long-short > limit || long > 40 || long < 6 && a[0] != b[0] {
		return 0
	}
	d := distance(a, b, limit)
	if d > limit {
		return 0
	}
	s := 1 - 1.1*float32(d)/float32(long)
	if a[0] != b[0] {
		s -= 0.1
	}
	return max(0, s)
}

// distance is how many letters must be put in, left out, changed or swapped with
// their neighbour to make b of a (optimal string alignment), or limit+1 if more
// than limit.
func distance(a, b string, limit int) int {
	var rows [3][41]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
