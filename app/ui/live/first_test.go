package live

import (
	"bytes"
	"image/color"
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

// begin is what the window says for a key up to the first thing that is put in.
func begin(key string) string {
	text, _, _ := strings.Cut(word(key, "\n"), "\n")
	return strings.TrimSpace(text)
}

// firstRun goes through the three screens of the first run: the passphrase, the
// recovery sheet with two of its words typed again, and one person.
func (w *window) firstRun(person string) {
	w.t.Helper()
	w.sees(word("first.welcome"))
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
	w.sees(begin("first.sheet.saved"))
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
	w.sees(word("command.today"))
	w.key("ctrl+2")
	w.sees(word("timeline.first.title"))

	// Two entries on the quick line.
	w.write("nausea 3")
	w.key("Return")
	w.sees("Nausea")
	w.write("headache 7 @8:30 after wine #sleep")
	w.key("Return")
	w.sees(begin("timeline.saved"))
	w.sees("Headache")

	// A search finds the one that is meant, and Esc ends it.
	w.key("ctrl+f")
	w.write("wine")
	w.sees(word("timeline.found", word("timeline.entry")))
	if !w.read("Nausea").Empty() {
		t.Error("the search shows what does not fit")
	}
	w.key("Escape")
	w.sees("Nausea")

	// The chart draws the one value there is.
	before := w.settle(300 * time.Millisecond)
	w.key("ctrl+5")
	w.changes(before, 0.05, "the chart")
	w.sees(word("chart.range.all"))
	waitFor(t, patience, "the line of the chart", func() bool {
		return count(w.look(), color.RGBA{0x56, 0xb4, 0xe9, 0xff}) > 20 // the first colour of the palette
	})

	// Locked, nothing is to be seen; the passphrase brings it back.
	w.key("ctrl+l")
	waitFor(t, patience, "the unlock page", func() bool {
		return w.locate() && !w.read(word("unlock.title")).Empty()
	})
	if !w.read("Headache").Empty() {
		t.Error("locked, the window shows an entry")
	}
	if title, err := d.try("getwindowname", w.id); err != nil || strings.TrimSpace(title) != word("window.title") {
		t.Errorf("the title of the window is %q (%v)", title, err)
	}
	w.write(passphrase)
	w.key("Return")
	w.sees(word("command.today"))
	w.key("ctrl+2")
	w.sees("Headache")

	w.key("ctrl+q")
	if code := w.wait(patience); code != 0 {
		t.Errorf("it ended with %d", code)
	}
	list := h.must(t, "list")
	for _, want := range []string{"08:30  Headache 7/10, after wine #sleep\n", "Nausea 3/10\n"} {
		if !strings.Contains(list, want) {
			t.Errorf("kith list lacks %q:\n%s", want, list)
		}
	}
	h.keepsSecret(t, "wine", "Nausea", "nausea", "Ada")
}

// keepsSecret checks that no file below the home folder holds any of the words.
func (h *home) keepsSecret(t *testing.T, secrets ...string) {
	t.Helper()
	for _, file := range filesIn(t, h.folder) {
		data := content(t, filepath.Join(h.folder, file))
		for _, secret := range secrets {
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("%s holds %q in the clear", file, secret)
			}
		}
	}
}

// TestKill ends the window with kill -9 right after it said that an entry is
// saved: the entry is there.
func TestKill(t *testing.T) {
	h, d := newHome(t), newDisplay(t)
	h.must(t, "init", "--work-factor", "10")
	h.must(t, "person", "add", "Ada")
	for round := range rounds(t, 3) {
		w := start(t, kith, h, d)
		w.find()
		w.sees(word("unlock.title"))
		w.write(passphrase)
		w.key("Return")
		w.sees(word("command.list"))
		w.write("nausea 3")
		w.key("Return")
		w.sees(begin("timeline.saved"))
		w.kill()
		if list := h.must(t, "list"); strings.Count(list, "Nausea 3/10\n") != round+1 {
			t.Fatalf("round %d: the entry is lost:\n%s", round, list)
		}
	}
	if out, code := h.command(t, passphrase, "verify"); code != 0 {
		t.Errorf("verify ended with %d:\n%s", code, out)
	}
}

// rounds is how often a fault test tries: usually, or one in fifty of KITH_ROUNDS,
// because a window takes seconds to open.
func rounds(t *testing.T, usually int) int {
	t.Helper()
	asked := os.Getenv("KITH_ROUNDS")
	if asked == "" {
		return usually
	}
	n, err := strconv.Atoi(asked)
	if err != nil {
		t.Fatalf("KITH_ROUNDS: %v", err)
	}
	return max(usually, n/50)
}

// TestSample looks around in the sample diary; when the window is closed nothing of
// it is left.
func TestSample(t *testing.T) {
	h, d := newHome(t), newDisplay(t)
	w := start(t, kith, h, d)
	w.find()
	w.press(word("first.sample"))
	w.sees("Headache")
	w.key("ctrl+5")
	w.sees(word("chart.range.all"))
	w.key("ctrl+q")
	if code := w.wait(patience); code != 0 {
		t.Errorf("it ended with %d", code)
	}
	for _, file := range filesIn(t, h.folder) {
		if !strings.HasPrefix(file, ".cache/") && !strings.HasSuffix(file, "/preferences.json") {
			t.Errorf("the sample leaves %s", file)
		}
	}
}
