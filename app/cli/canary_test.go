package cli_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestCanary logs and imports unlikely words and looks for them in everything on
// the disk that the program may have written to, while it runs and afterwards.
func TestCanary(t *testing.T) {
	v := newVictim(t, 6)
	canaries := []string{
		"quinquagesimal", "wobblethorpe", "Zanzibarine", "Floccinaucia", "xylographer", "the first passphrase",
		"SQLite format 3", "CREATE TABLE",
	}
	folders := map[string]string{"HOME": "home", "TMPDIR": "tmp", "XDG_CACHE_HOME": "cache", "XDG_DATA_HOME": "data",
		"XDG_CONFIG_HOME": "config", "XDG_STATE_HOME": "state", "XDG_RUNTIME_DIR": "run"}
	places := []string{v.vault}
	for name, dir := range folders {
		path := filepath.Join(v.dir, dir)
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		t.Setenv(name, path)
		places = append(places, path)
	}
	v.must("person", "add", "Zanzibarine Floccinaucia")
	var table strings.Builder
	table.WriteString("date,wobblethorpe,notes\n")
	for i := range 2000 {
		table.WriteString(time.Date(2020, 1, 1+i, 0, 0, 0, 0, time.UTC).Format("2006-01-02") + ",5,xylographer\n")
	}
	input := v.file("input.csv", table.String())
	v.must("import", "-p", "Anna", input)
	if err := os.Remove(input); err != nil {
		t.Fatal(err)
	}

	cmd := v.command("shell")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := in.Write([]byte("log -p Anna quinquagesimal 7 #wobblethorpe\n")); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 1)); err != nil { // it was saved
		t.Fatal(err)
	}
	searchFor(t, places, canaries)
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	v.must("list", "--search", "xylographer")
	v.must("verify", "--rebuild")
	backup := filepath.Join(v.dir, "home", "backup.age")
	v.must("backup", "--work-factor", "10", backup)
	v.must("undo")
	v.must("person", "erase", "--yes", "Zanzibarine Floccinaucia")
	if n := searchFor(t, places, canaries); n < 5 {
		t.Errorf("only %d files were looked at", n)
	}
	// The test finds what is there.
	v.file("home/planted", "... quinquagesimal ...")
	if !contains(t, filepath.Join(v.dir, "home", "planted"), "quinquagesimal") {
		t.Error("the search does not work")
	}
}

// searchFor looks for words, in UTF-8 and UTF-16 and in the names of files, in
// all files below places.
func searchFor(t *testing.T, places, words []string) (files int) {
	t.Helper()
	for _, place := range places {
		err := filepath.WalkDir(place, func(path string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil // gone since it was listed
			}
			if err != nil {
				return err
			}
			for _, word := range words {
				if strings.Contains(d.Name(), word) || !d.IsDir() && contains(t, path, word) {
					t.Errorf("%q is in %s", word, path)
				}
			}
			if !d.IsDir() {
				files++
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func contains(t *testing.T, path, word string) bool {
	t.Helper()
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false
	}
	if err != nil {
		t.Fatal(err)
	}
	wide := make([]byte, 0, 2*len(word))
	for i := range len(word) {
		wide = append(wide, word[i], 0)
	}
	return bytes.Contains(data, []byte(word)) || bytes.Contains(data, wide) || bytes.Contains(bytes.ToLower(data), []byte(strings.ToLower(word)))
}
