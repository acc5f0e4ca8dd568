package terms_test

import (
	"bufio"
	"os"
	"path/filepath"
	"testing"

	"kith/journal"
	"kith/journal/terms"
)

const testdata = "../../../shared/testdata/"

// readLines returns the lines of a file of what real people typed.
func readLines(t *testing.T, name string) []string {
	t.Helper()
	f, err := os.Open(filepath.Join(testdata, name))
	if err != nil {
		t.Skip("the lists of what people typed are not here")
	}
	defer f.Close()
	var lines []string
	in := bufio.NewScanner(f)
	for in.Scan() {
		if in.Text() != "" {
			lines = append(lines, in.Text())
		}
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestCoverage(t *testing.T) {
	v, err := terms.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		kind journal.Kind
		file string
	}{{journal.KindCondition, "conditions"}, {journal.KindSymptom, "symptoms"}, {journal.KindTreatment, "treatments"}} {
		count := map[terms.How]int{}
		lines := readLines(t, "terms/"+c.file+".txt")
		for _, line := range lines {
			m := v.Match(c.kind, line, 3)
			count[m.How]++
			if os.Getenv("KITH_SHOW_TERMS") != "" && m.How != terms.Exact && m.How != terms.Synonym {
				first := ""
				for _, s := range m.Suggestions {
					first += s.Term.Label + " [" + s.Name + "] | "
				}
				t.Logf("%s: %-40q %s", m.How, line, first)
			}
		}
		t.Logf("%s: %d lines, %v", c.file, len(lines), count)
	}
}
