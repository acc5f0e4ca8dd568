package words

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// byCommand are keys that begin with the name of the command that says them.
var byCommand = map[string]bool{"undo.done": true, "redo.done": true}

// TestKeys holds the tables to the code that uses them: every key that is written
// out in a call has a text, and every text has a key, or the beginning of one,
// that is written out somewhere.
func TestKeys(t *testing.T) {
	call := regexp.MustCompile(`words\.Text\("([^"]+)"[,)]`)
	literal := regexp.MustCompile(`"([^"\s]+)"`)
	written := map[string]bool{}
	files := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		if filepath.Dir(path) == filepath.Join("..", "words") && filepath.Base(path) != "words.go" && filepath.Base(path) != "date.go" {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		for _, m := range call.FindAllStringSubmatch(string(source), -1) {
			if !Has(m[1]) && m[1] != "..." {
				t.Errorf("%s: there is no text for %q", path, m[1])
			}
		}
		for _, m := range literal.FindAllStringSubmatch(string(source), -1) {
			written[m[1]] = true
		}
		return nil
	})
	if err != nil || files < 50 {
		t.Fatal(files, err)
	}
	main, err := os.ReadFile("../../main.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range literal.FindAllStringSubmatch(string(main), -1) {
		written[m[1]] = true
	}
	tables := []map[string]string{english}
	for _, table := range englishPages {
		tables = append(tables, table)
	}
	for _, table := range tables {
		for key := range table {
			if !mentioned(key, written) && !byCommand[key] {
				t.Errorf("nothing says %s", key)
			}
		}
	}
}

// mentioned reports whether key, or a beginning of it up to a point, is written.
func mentioned(key string, written map[string]bool) bool {
	if written[key] {
		return true
	}
	for i, c := range key {
		if c == '.' && (written[key[:i+1]] || strings.Contains(key[:i], ".") && written[key[:i]]) {
			return true
		}
	}
	return false
}
