package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"kith/app"
	"kith/app/words"
)

// mainMenu is the menu bar. It is made from app.Commands, and it is also what
// makes the shortcuts work wherever the focus is.
type mainMenu struct {
	w     *Window
	menu  *fyne.MainMenu
	items map[string]*fyne.MenuItem
}

func newMainMenu(w *Window) *mainMenu {
	m := &mainMenu{w: w, menu: new(fyne.MainMenu), items: map[string]*fyne.MenuItem{}}
	for _, name := range app.Menus() {
		menu := fyne.NewMenu(words.Text("menu." + string(name)))
		for _, c := range app.Commands() {
			if c.Menu != name {
				continue
			}
			item := fyne.NewMenuItem(words.Text("command."+c.ID), func() { w.do(c.ID) })
			item.IsQuit = c.ID == "quit"
			if c.Shortcut != "" {
				item.Shortcut = mustShortcut(c.Shortcut)
			}
			m.items[c.ID] = item
			menu.Items = append(menu.Items, item)
		}
		m.menu.Items = append(m.menu.Items, menu)
	}
	m.refresh()
	w.win.SetMainMenu(m.menu)
	return m
}

// refresh greys what cannot be done now.
func (m *mainMenu) refresh() {
	if m == nil {
		return // the window is being made
	}
	changed := false
	for _, c := range app.Commands() {
		if item := m.items[c.ID]; item != nil && item.Disabled == m.w.can(c) {
			item.Disabled = !item.Disabled
			changed = true
		}
	}
	if changed {
		m.menu.Refresh()
	}
}

// mustShortcut is shortcut for those of the command table, which a test reads.
func mustShortcut(text string) fyne.Shortcut {
	s, err := shortcut(text)
	if err != nil {
		panic("ui: " + err.Error())
	}
	return s
}

// shortcut reads "Ctrl+Shift+N". Ctrl is the key of the platform, Command on macOS.
// The ones that Fyne has a type of its own for are of that type.
func shortcut(text string) (fyne.Shortcut, error) {
	parts := strings.Split(text, "+")
	var modifier fyne.KeyModifier
	for _, part := range parts[:len(parts)-1] {
		switch part {
		case "Ctrl":
			modifier |= fyne.KeyModifierShortcutDefault
		case "Shift":
			modifier |= fyne.KeyModifierShift
		case "Alt":
			modifier |= fyne.KeyModifierAlt
		default:
			return nil, fmt.Errorf("%s is no modifier in %s", part, text)
		}
	}
	key := parts[len(parts)-1]
	if modifier == 0 || key == "" {
		return nil, fmt.Errorf("%s is no shortcut", text)
	}
	switch text {
	case "Ctrl+Z":
		return &fyne.ShortcutUndo{}, nil
	case "Ctrl+Y":
		return &fyne.ShortcutRedo{}, nil
	}
	return &desktop.CustomShortcut{KeyName: fyne.KeyName(key), Modifier: modifier}, nil
}
