package live

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kith/app/words"
)

// word is what the window says for a key, for finding it on the screen.
func word(key string, args ...any) string { return words.Text(key, args...) }

// firstRun goes through the three screens of the first run: the passphrase, the
// recovery sheet with two of its words typed again, and one person.
func (w *window) firstRun(person string) {
	w.t.Helper()
	w.sees(word("first.welcome"))
	w.focus()
	w.write(passphrase)
	w.key("Return")
	w.write(passphrase)
	w.key("Return")

	w.sees(word("first.sheet.title"))
	w.press(word("first.sheet.txt"))
	w.sees(word("first.sheet.save.do"))
	sheet := filepath.Join(w.t.TempDir(), "sheet.txt")
	w.key("ctrl+a")
	w.write(sheet)
	w.key("Return")
	var text []byte
	waitFor(w.t, patience, "the sheet in its file", func() (there bool) {
		data, err := os.ReadFile(sheet)
		text = data
		return err == nil && len(data) > 0
	})
	list := sheetWords(w.t, string(text))
	w.press(word("first.sheet.have"))
	w.sees(word("first.prove.title"))
	// Typing begins in the first field, and Enter goes on to the second.
	for _, number := range w.asked() {
		w.write(list[number-1])
		w.key("Return")
	}

	w.sees(word("first.persons.title"))
	w.write(person)
	w.key("Return")
}

// asked returns the numbers of the two words that are asked for, from the top.
func (w *window) asked() []int {
	w.t.Helper()
	w.settle(150 * time.Millisecond)
	at := map[int]int{} // the line on the screen, to the number
	for number := range 24 {
		// A longer number begins like a shorter one, and comes later.
		if found := w.read(word("first.prove.word", number+1)); !found.Empty() {
			at[found.Max.Y] = number + 1
		}
	}
	lines := slices.Sorted(maps.Keys(at))
	if len(lines) != 2 {
		w.t.Fatalf("asked for are %v", at)
	}
	return []int{at[lines[0]], at[lines[1]]}
}

// sheetLine is a line of a recovery sheet with numbered words.
var sheetLine = regexp.MustCompile(`(?m)^#( +\d+ [a-z]+)+$`)

// sheetWords reads the 24 words from a recovery sheet.
func sheetWords(t testing.TB, sheet string) (list []string) {
	t.Helper()
	for _, line := range sheetLine.FindAllString(sheet, -1) {
		fields := strings.Fields(line[1:])
		for i := 0; i < len(fields); i += 2 {
			if list = append(list, fields[i+1]); fields[i] != strconv.Itoa(len(list)) {
				t.Fatalf("the words of the sheet are not in order: %q", line)
			}
		}
	}
	if len(list) != 24 {
		t.Fatalf("the sheet has %d words", len(list))
	}
	return list
}

// TestFirstRun is a stranger's first five minutes, and what the terminal says of
// them afterwards.
func TestFirstRun(t *testing.T) {
	h, d := newHome(t), newDisplay(t)
	w := start(t, kith, h, d)
	w.find()
	w.firstRun("Ada")
	w.settle(300 * time.Millisecond)
	d.keep(t, "z")
}
