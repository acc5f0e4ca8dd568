package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestTour runs the commands of the README's five minutes, as they stand there,
// save that making a vault costs less.
func TestTour(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, tour, ok := strings.Cut(string(text), "\n## Five minutes\n")
	if !ok {
		t.Fatal("the README has no five minutes any more")
	}
	tour, _, _ = strings.Cut(tour, "\n## ")
	var script strings.Builder
	commands := 0
	for line := range strings.Lines(tour) {
		command, ok := strings.CutPrefix(strings.TrimRight(line, "\n"), "    ")
		if !ok {
			continue
		}
		commands++
		command = strings.Replace(command, "kith init", "kith init --work-factor 10", 1)
		script.WriteString("exec " + strings.ReplaceAll(command, `"`, "'") + "\n")
	}
	if commands < 10 {
		t.Fatalf("only %d commands", commands)
	}
	script.WriteString("exec kith list\nstdout 'Headache 7/10, after wine #sleep'\nstdout 'Blood pressure 120/80'\n")
	script.WriteString("-- rash.jpg --\nno picture, and attached all the same\n")
	script.WriteString("-- diary.csv --\ndate,headache,notes\n2026-01-05,7,a long day\n2026-01-06,3,\n")
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "tour.txtar"), []byte(script.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	runScripts(t, testscript.Params{Dir: dir})
}
