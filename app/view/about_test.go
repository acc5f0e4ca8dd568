package view

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/quick"
)

// TestCheatSheet: every example is understood, and as what it is meant to show.
func TestCheatSheet(t *testing.T) {
	now := time.Date(2026, 11, 20, 19, 30, 0, 0, time.UTC)
	lines := strings.Split(words.Text("settings.cheat"), "\n")
	examples := CheatSheet(now)
	if len(examples) != len(lines) {
		t.Fatalf("%d of %d examples are understood", len(examples), len(lines))
	}
	kinds := map[journal.Kind]bool{}
	for i, e := range examples {
		if e.Line != lines[i] || e.Means == "" {
			t.Errorf("%+v", e)
		}
		parsed, err := quick.Parse(e.Line, quick.Context{Now: now, Zone: time.UTC})
		if err != nil {
			t.Fatal(err)
		}
		kinds[parsed.Entry.Kind] = true
		if parsed.Explain() != e.Means {
			t.Errorf("%s: %s", e.Line, e.Means)
		}
	}
	for _, kind := range []journal.Kind{journal.KindSymptom, journal.KindMeasure, journal.KindDose, journal.KindNote} {
		if !kinds[kind] {
			t.Errorf("no example of a %s", kind)
		}
	}
	if examples[0].Means != "Headache: symptom, 7/10, today at 07:30, after wine, tag sleep" {
		t.Error(examples[0].Means)
	}
}

// TestShortcuts: the page has every shortcut of the table, and no text is missing.
func TestShortcuts(t *testing.T) {
	shown := 0
	for _, group := range Shortcuts() {
		for _, row := range group.Rows {
			shown++
			if strings.Contains(row.Title, ".") || len(row.Keys) == 0 {
				t.Errorf("%+v", row)
			}
		}
	}
	want := 4 // those that work everywhere
	for _, c := range app.Commands() {
		if c.Shortcut != "" {
			want++
		}
	}
	if shown != want {
		t.Errorf("%d rows for %d shortcuts", shown, want)
	}
	if keys := Keys("Shift+Delete"); len(keys) != 2 || keys[1] != "Del" {
		t.Error(keys)
	}
}

func TestAbout(t *testing.T) {
	facts := About("/home/anna/kith")
	text := ""
	for _, f := range facts {
		if f.Title == "" || f.Text == "" || strings.HasPrefix(f.Text, "settings.") {
			t.Errorf("%+v", f)
		}
		text += f.Title + " " + f.Text + "\n"
	}
	for _, part := range []string{"Nothing, as long as you add no other computer", "Not a medical device", "Apache", "/home/anna/kith", app.Release} {
		if !strings.Contains(text, part) {
			t.Errorf("nothing says %q", part)
		}
	}
	if len(About("")) != len(facts)-1 {
		t.Error("a folder is shown where there is none")
	}
}

func ExampleKeys() {
	fmt.Println(Keys("Ctrl+Shift+N"))
	// Output: [Ctrl Shift N]
}
