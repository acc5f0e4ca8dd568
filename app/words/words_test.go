package words

import (
	"fmt"
	"maps"
	"strings"
	"testing"
)

func Example() {
	fmt.Println(Text("error.person_exists.what"))
	fmt.Println(Count(1, "entry")+",", Count(5, "entry"))
	fmt.Println(List([]string{"Anna", "Ben", "Cleo"}))
	// Output:
	// There is a person of this name already.
	// 1 entry, 5 entries
	// Anna, Ben and Cleo
}

// TestTexts: no text is empty, ends in a space, or holds a word of the trade
// that patients do not know.
func TestTexts(t *testing.T) {
	tables := map[string]map[string]string{"english": english}
	maps.Copy(tables, englishPages)
	for name, table := range tables {
		for key, text := range table {
			if strings.TrimSpace(text) == "" && !strings.HasSuffix(key, ".args") {
				t.Errorf("%s: %s is empty", name, key)
			}
			if found, ok := languages[0].lookup(key); !ok || found != text {
				t.Errorf("%s: %s is in the wrong table", name, key)
			}
			for _, jargon := range []string{"projection", "HKDF", "AEAD", "mutex", "stanza", "daemon", "epoch"} {
				if strings.Contains(text, jargon) {
					t.Errorf("%s says %q", key, jargon)
				}
			}
			for _, line := range strings.Split(text, "\n") {
				if name == "help" && len(line) > 110 {
					t.Errorf("%s has a line of %d characters", key, len(line))
				}
			}
		}
	}
	if Text("no.such.key") != "no.such.key" || Has("no.such.key") {
		t.Error("a missing text")
	}
}
