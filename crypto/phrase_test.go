package crypto

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/tyler-smith/go-bip39/wordlists"
)

// knownPhrase is that of the vector "phrase".
const knownPhrase = "panda eyebrow bullet gorilla call smoke muffin"

func ExampleParsePhrase() {
	p, err := ParsePhrase("Panda-eyebrow-bullet\ngorilla CALL smok muf")
	fmt.Println(p.Words(), err)
	_, err = ParsePhrase("panda eyebrwo bullet gorilla call smoke muffin")
	fmt.Println(err)
	fmt.Println(p)
	// Output:
	// [panda eyebrow bullet gorilla call smoke muffin] <nil>
	// these seven words cannot be right: word 2, "eyebrwo", is not on the list; did you mean eyebrow?
	// [phrase]
}

func TestPhraseComesBack(t *testing.T) {
	for range 100 {
		p := NewPhrase()
		words := p.Words()
		for _, separator := range []string{" ", "-", "\n", ", ", "\u00a0", " - ", "\u2014", ". ", "\u200b"} {
			back, err := ParsePhrase(" " + strings.ToUpper(strings.Join(words[:], separator)) + "\r\n")
			if err != nil || !back.Equal(p) {
				t.Fatalf("between words %q: %v", separator, err)
			}
		}
		back, err := PhraseFromBytes(p.Bytes())
		if err != nil || !back.Equal(p) {
			t.Fatalf("from bytes: %v", err)
		}
		if p.Equal(NewPhrase()) {
			t.Fatal("one phrase came twice")
		}
	}
}

// TestPhraseTakesEveryBeginning gives every word by every beginning of it.
func TestPhraseTakesEveryBeginning(t *testing.T) {
	begins, isWord := map[string]int{}, map[string]bool{}
	for _, word := range wordlists.English {
		isWord[word] = true
		for n := 1; n <= len(word); n++ {
			begins[word[:n]]++
		}
	}
	for index, word := range wordlists.English {
		for n := 1; n <= len(word); n++ {
			typed := word[:n]
			got, err := phraseWord(1, typed)
			switch {
			case n == len(word) || begins[typed] == 1:
				if err != nil || got != index {
					t.Fatalf("%q for %q: %d, %v", typed, word, got, err)
				}
			case isWord[typed]: // a word of its own, though others begin with it
			case err == nil:
				t.Fatalf("%q was taken for %q", typed, wordlists.English[got])
			}
		}
	}
}

func TestParsePhraseExplains(t *testing.T) {
	words := strings.Fields(knownPhrase)
	set := func(i int, word string) string {
		changed := append([]string(nil), words...)
		changed[i] = word
		return strings.Join(changed, " ")
	}
	for _, c := range []struct{ text, want string }{
		{"", "there are 0 words, and an invitation has 7"},
		{"panda", "there is one word"},
		{strings.Join(words[:6], " "), "there are 6 words"},
		{knownPhrase + " panda", "there are 8 words"},
		{set(2, "bul"), "word 3, \"bul\", may be bulb or bulk or bullet"},
		{set(2, "b"), "word 3, \"b\", is the beginning of"},
		{set(6, "mufin"), "word 7, \"mufin\", is not on the list; did you mean muffin"},
		{set(0, "xqzzy"), "word 1, \"xqzzy\", is not on the list"},
		{set(0, strings.Repeat("a", 500)), "word 1 is 500 letters long"},
		{strings.Repeat("abandon ", 7), "all the same"},
		{strings.Repeat("a ", 5000), "too long"},
	} {
		_, err := ParsePhrase(c.text)
		if !errors.Is(err, ErrPhraseText) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.60q: %v, want %q", c.text, err, c.want)
		}
	}
}

func TestPhraseHidesItself(t *testing.T) {
	p := NewPhrase()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
		if got := fmt.Sprintf(verb, p); got != "[phrase]" {
			t.Errorf("%s gives %s", verb, got)
		}
	}
	if text, err := json.Marshal(p); err == nil {
		t.Errorf("marshalled as %s", text)
	}
	for _, b := range [][]byte{nil, make([]byte, PhraseSize), append(p.Bytes(), 0), {9: 1, 0: 1}} {
		if _, err := PhraseFromBytes(b); !errors.Is(err, ErrDamaged) {
			t.Errorf("%x: %v", b, err)
		}
	}
}

func TestStretchTellsPurposesApart(t *testing.T) {
	p := NewPhrase()
	if p.Stretch().Equal(Stretch("other", p.Bytes())) {
		t.Error("two purposes, one key")
	}
}

// TestPhraseVectors checks those of FORMATS.md, "Phrase".
func TestPhraseVectors(t *testing.T) {
	v := readVectors(t)
	p, err := ParsePhrase(string(v.bytes(t, "phrase-words")))
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string][]byte{"phrase": p.Bytes(), "phrase-key": p.Stretch().Bytes()} {
		if string(got) != string(v.bytes(t, name)) {
			t.Errorf("%s: %x", name, got)
		}
	}
}

func FuzzParsePhrase(f *testing.F) {
	f.Add(knownPhrase)
	f.Add("1. Panda 2) eyebrow-bullet\ngori\u00adlla call smo muf")
	f.Add("pan eye b g c s m")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePhrase(text)
		if err != nil {
			if !errors.Is(err, ErrPhraseText) {
				t.Error(err)
			}
			return
		}
		words := p.Words()
		if again, err := ParsePhrase(strings.Join(words[:], "-")); err != nil || !again.Equal(p) {
			t.Errorf("its words do not come back: %v", err)
		}
	})
}
