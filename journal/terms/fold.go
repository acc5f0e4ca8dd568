package terms

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the form of a name in which case, accents, apostrophes and
// punctuation make no difference: lower-case words with one space between them.
// Text without a letter or digit folds to "".
func Fold(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	space := false
	write := func(r rune) {
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
	}
	ascii := true
	for i := 0; i < len(name); i++ {
		if name[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if !ascii {
		// Bytes that are no UTF-8 would keep what follows them from being taken apart.
		name = norm.NFKD.String(strings.ToLower(norm.NFKD.String(strings.ToValidUTF8(name, " "))))
	}
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			write(r)
		case r >= 'A' && r <= 'Z':
			write(r + 'a' - 'A')
		case r == '\'', r == '’', r == '‘', r == '`', r == '´', r == 'ʼ', unicode.IsMark(r):
		case r == '&', r == '+':
			space = true
			for _, c := range "and" {
				write(c)
			}
			space = true
		case r == 'ß':
			write('s')
			write('s')
		case r > 0x80 && (unicode.IsLetter(r) || unicode.IsNumber(r)):
			write(r)
		default:
			space = true
		}
	}
	return b.String()
}

// spell returns a folded word in the one spelling that plural and singular, US
// and UK share. It is for comparing, not for reading.
func spell(word string) string {
	if len(word) >= 4 {
		switch {
		case strings.HasSuffix(word, "ies") && len(word) > 4:
			word = word[:len(word)-3] + "y"
		case strings.HasSuffix(word, "sses"), strings.HasSuffix(word, "shes"), strings.HasSuffix(word, "ches") && !strings.HasSuffix(word, "aches"), strings.HasSuffix(word, "xes"):
			word = word[:len(word)-2]
		case strings.HasSuffix(word, "ss"), strings.HasSuffix(word, "us"), strings.HasSuffix(word, "is"):
		case strings.HasSuffix(word, "s"):
			word = word[:len(word)-1]
		}
	}
	if strings.Contains(word, "ae") || strings.Contains(word, "oe") || strings.Contains(word, "our") ||
		strings.Contains(word, "ys") || strings.Contains(word, "is") || strings.HasSuffix(word, "re") {
		word = ukToUS.Replace(word)
		if strings.HasSuffix(word, "tre") || strings.HasSuffix(word, "bre") {
			word = word[:len(word)-2] + "er"
		}
	}
	return word
}

var ukToUS = strings.NewReplacer("aes", "aes", "ae", "e", "oe", "e", "our", "or", "yse", "yze", "ysing", "yzing",
	"isation", "ization", "ising", "izing", "ised", "ized")

// spelled returns a folded name with each word as [spell] writes it.
func spelled(folded string) string {
	words := strings.Split(folded, " ")
	for i, w := range words {
		words[i] = spell(w)
	}
	return strings.Join(words, " ")
}

// gist returns what a name says when order, small words and the choice among
// words of one meaning are set aside: its words, each as its meaning, sorted.
func gist(folded string) string {
	var kept []string
	for _, w := range strings.Split(folded, " ") {
		w = spell(w)
		if smallWords[w] || isAmount(w) {
			continue
		}
		kept = append(kept, meaning(w))
	}
	if len(kept) == 0 {
		return folded
	}
	slices.Sort(kept)
	return strings.Join(slices.Compact(kept), " ")
}

// meaning returns the word that stands for all words that say the same in a
// complaint; word is spelled already.
func meaning(word string) string {
	if m, ok := meanings[word]; ok {
		return m
	}
	return word
}
