package view

import (
	"runtime"
	"strings"
	"time"

	"kith/app"
	"kith/app/words"
	"kith/journal/quick"
)

// Fact is a line of the About panel.
type Fact struct{ Title, Text string }

// About says what Kith is and does with what is written in it. folder is where the
// journal is, "" if it is not known yet.
func About(folder string) []Fact {
	facts := []Fact{
		{words.Text("settings.about.version"), app.Version()},
		{words.Text("settings.about.leaves"), words.Text("settings.about.leaves.text")},
		{words.Text("settings.about.device"), words.Text("settings.about.device.text")},
		{words.Text("settings.about.licence"), words.Text("settings.about.licence.text")},
	}
	if folder != "" {
		facts = append(facts, Fact{words.Text("settings.about.folder"), folder})
	}
	return facts
}

// KeyRow is one shortcut: what it does, and the keys to press together.
type KeyRow struct {
	Title string
	Keys  []string
}

// KeyGroup is the shortcuts of one menu.
type KeyGroup struct {
	Title string
	Rows  []KeyRow
}

// Shortcuts returns the shortcuts of the command table by menu, and after them the
// keys that work everywhere.
func Shortcuts() []KeyGroup {
	var groups []KeyGroup
	for _, menu := range app.Menus() {
		group := KeyGroup{Title: words.Text("menu." + string(menu))}
		for _, c := range app.Commands() {
			if c.Menu == menu && c.Shortcut != "" {
				group.Rows = append(group.Rows, KeyRow{words.Text("command." + c.ID), Keys(c.Shortcut)})
			}
		}
		if len(group.Rows) > 0 {
			groups = append(groups, group)
		}
	}
	return append(groups, KeyGroup{Title: words.Text("settings.keys.everywhere"), Rows: []KeyRow{
		{words.Text("settings.keys.next"), []string{"Tab"}},
		{words.Text("settings.keys.previous"), []string{"Shift", "Tab"}},
		{words.Text("settings.keys.do"), []string{"Enter"}},
		{words.Text("settings.keys.close"), []string{"Esc"}},
	}})
}

// Keys returns the keys of a shortcut of the command table, as they are written on
// a keyboard.
func Keys(shortcut string) []string {
	if shortcut == "" {
		return nil
	}
	keys := strings.Split(shortcut, "+")
	for i, key := range keys {
		if key == "Ctrl" && runtime.GOOS == "darwin" {
			key = "Cmd"
		}
		if name := "settings.key." + key; words.Has(name) {
			keys[i] = words.Text(name)
		}
	}
	return keys
}

// Example is a line to type and what Kith understands by it.
type Example struct{ Line, Means string }

// CheatSheet returns examples of the line in which things are written down, with
// what each of them means now.
func CheatSheet(now time.Time) []Example {
	var examples []Example
	for _, line := range strings.Split(words.Text("settings.cheat"), "\n") {
		parsed, err := quick.Parse(line, quick.Context{Now: now, Zone: now.Location()})
		if err != nil {
			continue // a test of this package does not let that pass
		}
		examples = append(examples, Example{line, understood(parsed)})
	}
	return examples
}
