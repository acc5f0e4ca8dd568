package ui

import (
	"bytes"
	"image/color"
	"image/draw"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"

	"kith/app"
	"kith/app/words"
)

// TestBindings holds the window to the command table.
func TestBindings(t *testing.T) {
	seen := map[string]string{}
	for _, c := range app.Commands() {
		_, bound := bindings()[c.ID]
		if bound != (c.Menu != "") {
			t.Errorf("%s: in a menu %v, bound %v", c.ID, c.Menu != "", bound)
		}
		if c.Menu != "" && (!slices.Contains(app.Menus(), c.Menu) || !words.Has("command."+c.ID)) {
			t.Errorf("%s has no menu or no name", c.ID)
		}
		if c.Shortcut == "" {
			continue
		}
		if _, err := shortcut(c.Shortcut); err != nil {
			t.Error(err)
		}
		if other := seen[c.Shortcut]; other != "" {
			t.Errorf("%s is for %s and %s", c.Shortcut, other, c.ID)
		}
		seen[c.Shortcut] = c.ID
	}
}

// TestOnlyWorkStartsGoroutines: whatever else did would come back on the wrong
// goroutine and swallow its error.
func TestOnlyWorkStartsGoroutines(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	starts := regexp.MustCompile(`(?m)^\s*go (func|[a-zA-Z_.]+\()|time\.AfterFunc|errgroup|fyne\.Do`)
	for _, file := range files {
		if file == "work.go" || strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := starts.FindString(string(source)); found != "" {
			t.Errorf("%s: %s", file, found)
		}
	}
}

// TestOwnWidgets: Fyne's own focusable widgets would keep Esc.
func TestOwnWidgets(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	foreign := regexp.MustCompile(`widget\.New(Button|ButtonWithIcon|Entry|PasswordEntry|MultiLineEntry|Select|SelectEntry|Check|CheckGroup|RadioGroup|List|Slider|DateEntry|Hyperlink|Tree|Table|GridWrap|Accordion)\(|dialog\.(New|Show)(Form|Confirm|Custom|Information|Error|Entry)`)
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := foreign.FindString(string(source)); found != "" && file != "shell_test.go" {
			t.Errorf("%s: %s", file, found)
		}
	}
}

// contrast is the contrast ratio of WCAG 2.2, 1.4.3.
func contrast(a, b [3]float64) float64 {
	la, lb := luminance(a)+0.05, luminance(b)+0.05
	return max(la, lb) / min(la, lb)
}

func luminance(c [3]float64) float64 {
	for i, v := range c {
		if v <= 0.04045 {
			c[i] = v / 12.92
		} else {
			c[i] = pow24((v + 0.055) / 1.055)
		}
	}
	return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2]
}

// TestContrast: text is at least 4.5:1 on everything it stands on, 7:1 in high
// contrast; what is not text 3:1.
func TestContrast(t *testing.T) {
	for look, s := range schemes {
		least := 4.5
		if look == Contrast {
			least = 7
		}
		grounds := map[string][3]float64{"page": unit(s.background), "surface": unit(s.surface), "field": unit(s.input)}
		for ground, g := range grounds {
			for name, c := range map[string][3]float64{"text": unit(s.text), "faint": unit(s.faint), "primary": unit(s.primary),
				"danger": unit(s.danger), "success": unit(s.success), "warning": unit(s.warning)} {
				if r := contrast(c, g); r < least {
					t.Errorf("%s: %s on %s is %.2f:1", look, name, ground, r)
				}
			}
			if r := contrast(unit(s.border), g); r < 3 {
				t.Errorf("%s: borders on %s are %.2f:1", look, ground, r)
			}
		}
		for name, pair := range map[string][2][3]float64{
			"button": {unit(s.text), unit(s.button)}, "primary button": {unit(s.onPrimary), unit(s.primary)},
			"danger button": {unit(s.onDanger), unit(s.danger)},
		} {
			if r := contrast(pair[0], pair[1]); r < least {
				t.Errorf("%s: text of a %s is %.2f:1", look, name, r)
			}
		}
	}
}

// TestSheets: Esc closes what opened last, and the focus goes back.
func TestSheets(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	esc := &fyne.KeyEvent{Name: fyne.KeyEscape}
	field := newEntry()
	var closed []string
	one := &sheet{title: "One", body: field, first: field, closed: func() { closed = append(closed, "one") }}
	w.openSheet(one)
	if w.win.Canvas().Focused() != field {
		t.Fatal("the field has no focus")
	}
	stays := true
	w.openSheet(&sheet{title: "Two", body: newText("two"), closing: func() bool { return !stays }, closed: func() { closed = append(closed, "two") }})
	w.win.Canvas().Focused().TypedKey(esc)
	if len(w.sheets) != 2 {
		t.Fatal("a sheet that minds was closed")
	}
	stays = false
	w.win.Canvas().Focused().TypedKey(esc)
	if len(w.sheets) != 1 || w.win.Canvas().Focused() != field {
		t.Fatal("Esc did not go back to the first sheet")
	}
	field.TypedKey(esc)
	if len(w.sheets) != 0 || strings.Join(closed, " ") != "two one" {
		t.Fatal(len(w.sheets), closed)
	}
}

// TestHiddenPagesFollowTheLook: a page that was not in front when the look changed
// shows no colour of the old one.
func TestHiddenPagesFollowTheLook(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}, "headache 7"))
	picture := func() []byte {
		w.win.Canvas().Unfocus()
		m := software.RenderCanvas(w.win.Canvas(), fyne.CurrentApp().Settings().Theme())
		for y := range m.Bounds().Dy() { // a scroll bar can still be as long as what was there
			for x := range barRoom + 12 {
				m.(draw.Image).Set(m.Bounds().Max.X-1-x, y, color.Black)
			}
		}
		return pixels(m)
	}
	w.appearance.setLook(Dark)
	for _, id := range []string{"list", "chart timeline", "import", "settings"} {
		w.show(id)
		want := picture()
		w.appearance.setLook(Light)
		w.show(map[bool]string{true: "settings", false: "list"}[id == "list"])
		w.appearance.setLook(Dark)
		w.show(id)
		if !bytes.Equal(picture(), want) {
			t.Errorf("%s is not painted as it was", id)
		}
	}
}

// TestSmallWindow: the largest text fits a screen of 1280x720, and every page draws
// in the smallest window that Fyne allows it.
func TestSmallWindow(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}, "headache 7 @8:30 after wine #sleep"))
	w.appearance.setText(maxText)
	defer w.appearance.setText(minText)
	for _, id := range []string{"list", "chart timeline", "import", "settings"} {
		w.show(id)
		least := w.win.Canvas().Content().MinSize()
		if least.Width > 1280 || least.Height > 660 { // the menu and the desktop take some
			t.Errorf("%s needs %v", id, least)
		}
		w.win.Resize(least)
		software.RenderCanvas(w.win.Canvas(), fyne.CurrentApp().Settings().Theme())
	}
}
