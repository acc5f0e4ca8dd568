package cli_test

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestAskedOneByOne: somebody at a terminal is asked each question, can go back,
// leave one out, mistype, and stop.
func TestAskedOneByOne(t *testing.T) {
	vault := filepath.Join(t.TempDir(), "vault")
	f := &fake{person: true}
	ask := func(lines []string, args ...string) int {
		f.secrets, f.lines = []string{"correct horse", "correct horse"}, lines
		return f.run(vault, args...)
	}
	if code := ask(nil, "init", "--work-factor", "10"); code != 0 {
		t.Fatal(f.err.String())
	}
	if code := ask(nil, "person", "add", "Anna"); code != 0 {
		t.Fatal(f.err.String())
	}
	for _, c := range []struct {
		lines   string // one for each question asked
		command string
		want    string
		asked   int
	}{
		{"1 2", "ask answer phq-2", "PHQ-2: 3, on a scale from 0 to 6.", 2},
		{"1 b 0 7 x 3", "ask answer phq-2", "PHQ-2: 3, on a scale from 0 to 6.", 6},
		{"1 .", "ask answer phq-2", "left out: 2", 2},
		{"2 q", "ask answer gad-7", "left out: 2, 3, 4, 5, 6 and 7", 2},
		{"2", "ask answer gad-7", "left out: 2, 3, 4, 5, 6 and 7", 2}, // the terminal closed
		{"58", "ask answer hit-6", "HIT-6: 58, on a scale from 36 to 78.", 1},
	} {
		lines := strings.Fields(c.lines)
		for i := range lines {
			if lines[i] == "." { // Enter alone
				lines[i] = ""
			}
		}
		if code := ask(lines, strings.Fields(c.command)...); code != 0 || !strings.Contains(f.out.String(), c.want) {
			t.Errorf("%s with %q: %d\n%s\n%s", c.command, c.lines, code, f.out.String(), f.err.String())
		}
		questions := 0
		for _, prompt := range f.asked {
			if strings.HasPrefix(prompt, "Answer") || strings.HasPrefix(prompt, "The total") {
				questions++
			}
		}
		if questions != c.asked {
			t.Errorf("%s with %q asked %d times, want %d", c.command, c.lines, questions, c.asked)
		}
	}
	if code := ask([]string{"q"}, "ask", "answer", "phq-2"); code != 2 || !strings.Contains(f.err.String(), "nothing to keep") {
		t.Errorf("stopped at once: %d %s", code, f.err.String())
	}
	if code := ask([]string{"12"}, "ask", "answer", "hit-6"); code != 2 || !strings.Contains(f.err.String(), "from 36 to 78") {
		t.Errorf("a total that cannot be: %d %s", code, f.err.String())
	}
}
