package ui

import (
	"image/color"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// diaryLines are what the pictures of the timeline show.
func diaryLines() []string {
	return []string{
		"headache 7 @8:30 after wine #sleep", "took ibuprofen 400 mg @9:00 for headache", "slept 7.5h @7:00", "mood 6 @12:00",
		"note: A good day, all in all. We walked to the lake and back, and the light did not hurt. @18:40", "bp 120/80 @18:00",
		"wine @yesterday 20:00", "nausea 3 @yesterday 21:00 in stomach for 2h", "skipped propranolol @yesterday 22:00",
		"weight 72.5 kg @yesterday 7:00", "headache 10 @2026-11-17 14:10 for 9h in left temple after bad sleep #bad #work",
		"took sumatriptan 50 mg @2026-11-17 14:30 for headache", "headache 0 @2026-11-16 evening", "temp 38.2 C @2026-11-16 9:00",
		"no headache @2026-11-15", "steps 8423 @2026-11-15 22:00", "severe nausea @2026-11-14 11:00", "stress 8 @2026-11-14 19:00 #work",
		"Pain behind the left eye that comes and goes 4 @2026-11-13 10:00 after a very long day at the office with too much light #light #screen",
		"כאב ראש 5 @2026-11-12 9:00", "Grippe mit Übelkeit 6 @2026-11-12 8:00", "energy 2 @2026-11-09 8:00",
	}
}

// newTimelineWindow shows the timeline of Anna, without the rail, which is not its
// business.
func newTimelineWindow(t testing.TB, lines ...string) (*Window, *timelinePage) {
	t.Helper()
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}, lines...))
	p := w.timeline()
	w.win.Canvas().Unfocus()
	w.win.SetContent(w.shell.content["list"])
	return w, p
}

func TestTimelineLooks(t *testing.T) {
	w, p := newTimelineWindow(t, diaryLines()...)
	w.win.SetContent(w.shell.root) // the README shows this one
	w.win.Canvas().Focus(p.list)
	p.list.pick(4)
	golden(t, w, "timeline")

	w.win.Canvas().Focus(p.quick.line)
	p.quick.line.SetText("n")
	p.quick.preview()
	p.quick.offer.step(1)
	p.list.scrollTo(2.5)
	golden(t, w, "timeline-typing")

	p.quick.line.SetText("headache 7 @25:00")
	p.quick.preview()
	p.filters.search.SetText("nowhere")
	p.filters.searched()
	golden(t, w, "timeline-nothing")
}

// TestTimelineLarge: in large text a row has two lines, everything is within the
// page, and nothing of the head lies over another part of it.
func TestTimelineLarge(t *testing.T) {
	w, p := newTimelineWindow(t, diaryLines()...)
	for _, text := range []int{100, 150, 200} {
		for _, size := range []fyne.Size{{Width: 620, Height: 720}, {Width: 1100, Height: 720}, {Width: 2400, Height: 1400}} {
			w.appearance.setText(text)
			w.win.Resize(size)
			m := rowMetrics(p.list.Size().Width)
			if m.tall != (p.list.Size().Width < 48*m.text) {
				t.Errorf("%d%% at %v: two lines: %v", text, size, m.tall)
			}
			shownRows(t, p.list)
			for _, v := range rendererOf(p.list).rows {
				for _, c := range []*cell{v.day, v.clock, v.name, v.value, v.detail, v.who} {
					if right := c.text.Position().X + c.text.MinSize().Width; v.box.Visible() && c.text.Text != "" && right > m.end+1 {
						t.Errorf("%d%% at %v: %q ends at %v of %v", text, size, c.text.Text, right, m.end)
					}
				}
				if name := v.name.text.Position().X + v.name.text.MinSize().Width; v.box.Visible() && v.value.text.Text != "" && name > v.value.text.Position().X {
					t.Errorf("%d%% at %v: %q runs into %q", text, size, v.name.text.Text, v.value.text.Text)
				}
			}
			search, choice := p.filters.search, p.filters.choice
			if search.Position().X+search.Size().Width > choice.Position().X || search.Size().Width < 6*m.text {
				t.Errorf("%d%% at %v: the search is %v at %v, the range at %v", text, size, search.Size(), search.Position(), choice.Position())
			}
		}
	}
}

// row returns what a row of the list shows.
func (p *timelinePage) testRow(t testing.TB, i int) view.TimelineRow {
	t.Helper()
	row, ok := p.list.row(i)
	if !ok {
		t.Fatalf("row %d is not there", i)
	}
	return row
}

// toastText is what the toast says, "" if there is none.
func toastText(w *Window) string {
	if w.shell.toast == nil {
		return ""
	}
	var text strings.Builder
	for _, o := range test.LaidOutObjects(w.shell.toast.box) {
		if l, ok := o.(*widget.Label); ok {
			text.WriteString(l.Text)
		}
	}
	return text.String()
}

// TestTimelineSave: a line is kept by Enter, stands in the list at once, chosen, and
// Undo in the toast takes it back; a line that is not understood stays.
func TestTimelineSave(t *testing.T) {
	w, p := newTimelineWindow(t, "nausea 2 @yesterday 8:00", "nausea 3 @10:00")
	test.Type(p.quick.line, "headache 7 @yesterday 9:00 after wine")
	p.quick.preview()
	if said := p.quick.said.String(); !strings.HasPrefix(said, "Headache: symptom, 7/10, yesterday at 09:00") {
		t.Errorf("understood: %q", said)
	}
	p.quick.line.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if p.quick.line.Text != "" || p.list.length() != 3 || p.list.current != 1 {
		t.Fatalf("line %q, %d rows, row %d is chosen", p.quick.line.Text, p.list.length(), p.list.current)
	}
	if row := p.testRow(t, 1); row.Name != "Headache" || row.Value != "7/10" || !row.First {
		t.Errorf("%+v", row)
	}
	if text := toastText(w); !strings.Contains(text, "Saved: Headache 7/10") {
		t.Errorf("the toast says %q", text)
	}
	w.undoAct(false)
	if p.list.length() != 2 {
		t.Error("undo left it there")
	}
	w.undoAct(true)
	if p.list.length() != 3 {
		t.Error("redo did not bring it again")
	}

	test.Type(p.quick.line, "headache 7 @25:00 after wine")
	p.quick.line.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if p.quick.line.CursorColumn != len("headache 7 @25:00") {
		t.Errorf("the cursor is at %d", p.quick.line.CursorColumn)
	}
	if p.quick.line.Text != "headache 7 @25:00 after wine" || p.list.length() != 3 || !strings.Contains(p.quick.said.String(), "@25:00 is not a time") {
		t.Errorf("line %q, %d rows: %q", p.quick.line.Text, p.list.length(), p.quick.said.String())
	}
	if w.shown.All()[0].Name != "Anna" || !strings.Contains(p.summary.String(), "3 entries") {
		t.Error(p.summary.String())
	}
}

// TestTimelineDelete: Delete takes the chosen row away, and Ctrl+Z brings it back;
// the command does the same.
func TestTimelineDelete(t *testing.T) {
	w, p := newTimelineWindow(t, "nausea 2 @8:00", "headache 3 @9:00", "mood 3 @10:00")
	if w.can(command(t, "delete")) {
		t.Error("nothing is chosen and can be deleted")
	}
	w.win.Canvas().Focus(p.list)
	p.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if name := p.testRow(t, p.list.current).Name; name != "Headache" {
		t.Fatal(name)
	}
	p.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if p.list.length() != 2 || p.testRow(t, p.list.current).Name != "Nausea" || !strings.Contains(toastText(w), "Deleted: Headache") {
		t.Errorf("%d rows, %q is chosen, the toast says %q", p.list.length(), p.testRow(t, p.list.current).Name, toastText(w))
	}
	w.do("undo")
	if p.list.length() != 3 {
		t.Error("undo did not bring it back")
	}
	p.list.pick(2)
	w.do("delete")
	w.do("delete")
	w.do("delete")
	w.do("delete")
	if p.list.length() != 0 || p.list.current != -1 {
		t.Errorf("%d rows, row %d is chosen", p.list.length(), p.list.current)
	}
	if _, _, ok := w.selectedEntry(); ok {
		t.Error("an entry is chosen in an empty list")
	}
}

// TestTimelineSearch: search, kinds and range choose; Esc clears the search.
func TestTimelineSearch(t *testing.T) {
	w, p := newTimelineWindow(t, diaryLines()...)
	all := p.list.length()
	p.list.scrollTo(5)
	p.filters.search.SetText("headache")
	p.filters.searched()
	found := p.list.length()
	if found < 2 || found >= all || p.list.top != 0 || !strings.Contains(p.summary.String(), "found") {
		t.Errorf("%d of %d rows from %v: %s", found, all, p.list.top, p.summary.String())
	}
	test.Tap(p.filters.chips[0])
	if n := p.list.length(); n >= found || n == 0 || !p.filters.chips[0].chosen {
		t.Errorf("%d symptoms of %d found", n, found)
	}
	w.do("find")
	if w.win.Canvas().Focused() != fyne.Focusable(p.filters.search) {
		t.Error("the search has no focus")
	}
	p.filters.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if p.filters.search.Text != "" || p.list.length() <= 2 {
		t.Errorf("Esc left %q", p.filters.search.Text)
	}
	p.filters.search.SetText("nowhere")
	p.filters.search.OnSubmitted("")
	if !strings.Contains(test.RenderToMarkup(w.win.Canvas()), words.Text("timeline.nothing.title")) {
		t.Error("nothing found is not said")
	}
	p.filters.clear()
	if p.list.length() != all || p.filters.chips[0].chosen || p.filters.search.Text != "" {
		t.Errorf("%d of %d rows after clearing", p.list.length(), all)
	}
	p.filters.choice.SetSelected("Today")
	if n := p.list.length(); n != 6 {
		t.Errorf("%d rows today", n)
	}
	p.filters.choice.SetSelected(words.Text("timeline.range.choose"))
	if len(w.sheets) != 1 || p.filters.choice.Selected != "Today" {
		t.Fatal("the range is not asked for, or chosen already")
	}
	from := w.win.Canvas().Focused().(*entry)
	from.SetText("soon")
	from.OnSubmitted("")
	if len(w.sheets) != 1 {
		t.Fatal("a range from soon was taken")
	}
	from.SetText("2026-11-17")
	from.OnSubmitted("")
	if n := p.list.length(); len(w.sheets) != 0 || n != 12 || p.filters.choice.Selected != "Since 17 Nov 2026" {
		t.Errorf("%d rows, %q, %d sheets", n, p.filters.choice.Selected, len(w.sheets))
	}
}

// TestOffers: a known name is taken by Right, or by Down and Enter; Esc hides them;
// Enter without choosing keeps what was typed.
func TestOffers(t *testing.T) {
	w, p := newTimelineWindow(t, "headache 7 @8:00", "heartburn 2 @8:30")
	line := p.quick.line
	w.win.Canvas().Focus(line)
	key := func(name fyne.KeyName) { line.TypedKey(&fyne.KeyEvent{Name: name}) }
	write := func(text string) {
		line.SetText("")
		test.Type(line, text)
		p.quick.preview()
	}
	write("he")
	if len(p.quick.offer.items) < 3 || p.quick.offer.box.Hidden { // own names, then the vocabulary's
		t.Fatalf("%+v are offered", p.quick.offer.items)
	}
	first, second := p.quick.offer.items[0].Name, p.quick.offer.items[1].Name
	if first+second != "HeartburnHeadache" {
		t.Errorf("own names do not come first: %s, %s", first, second)
	}
	key(fyne.KeyRight)
	if line.Text != first+" " || !p.quick.offer.box.Hidden {
		t.Errorf("Right: %q", line.Text)
	}
	write("he")
	key(fyne.KeyDown)
	key(fyne.KeyDown)
	key(fyne.KeyReturn)
	if line.Text != second+" " || p.list.length() != 2 {
		t.Errorf("Down: %q", line.Text)
	}
	write("he")
	key(fyne.KeyDown)
	key(fyne.KeyUp)
	key(fyne.KeyEscape)
	if p.quick.offer.shown() || line.Text != "he" {
		t.Error("Esc did not hide them")
	}
	key(fyne.KeyReturn)
	if p.list.length() != 3 || p.testRow(t, 0).Name != "He" {
		t.Error("Enter took another word than was typed")
	}
	write("hea")
	p.quick.offer.rows.Objects[1].(*offer).MouseDown(nil)
	if line.Text != second+" " {
		t.Errorf("tapped: %q", line.Text)
	}
}

// command returns a command of the table.
func command(t testing.TB, id string) app.Command {
	t.Helper()
	for _, c := range app.Commands() {
		if c.ID == id {
			return c
		}
	}
	t.Fatal("no command ", id)
	return app.Command{}
}

// shownRows checks that every visible row of a list is drawn once, where it belongs,
// and returns how many there are.
func shownRows(t *testing.T, l *timelineList) int {
	t.Helper()
	d := rendererOf(l)
	first, last := l.visible()
	at := map[float32]*timelineRowView{}
	for _, v := range d.rows {
		if v.box.Visible() {
			at[v.box.Position().Y] = v
		}
	}
	for i := first; i <= last; i++ {
		v := at[d.y(i)]
		want, _ := l.row(i)
		if v == nil || v.state.row != want || v.state.current != (i == l.current) {
			t.Fatalf("row %d of %d is not shown at %v", i, l.length(), d.y(i))
		}
	}
	if objects := len(d.inside.Objects); float64(objects) > l.perPage()+4 {
		t.Fatalf("%d objects for %v rows", objects, l.perPage())
	}
	return last - first + 1
}

// TestTimelineList: wherever keys, wheel and bar lead, in lists of none to ten
// million rows, what is drawn is what is there, and the place is within the list.
func TestTimelineList(t *testing.T) {
	newTestWindow(t, nil)
	random := rand.New(rand.NewPCG(8, 1))
	keys := []fyne.KeyName{fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyHome, fyne.KeyEnd, fyne.KeyDown, fyne.KeyPageDown}
	for _, n := range []int{0, 1, 5, 40, 10_000_000} {
		length := n
		l := newTimelineList(func() int { return length }, syntheticRow)
		c := test.NewCanvas()
		c.SetContent(l)
		c.Resize(fyne.NewSize(900, 500))
		for step := range 400 {
			switch random.IntN(8) {
			case 0:
				l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, float32(random.NormFloat64()*300))})
			case 1:
				l.bar.drag(random.Float32() * 500)
			case 2:
				length = n - random.IntN(min(n, 3)+1) // some were deleted
				l.renew()
			default:
				l.TypedKey(&fyne.KeyEvent{Name: keys[random.IntN(len(keys))]})
				if length > 0 && (float64(l.current) < l.top-1e-6 || float64(l.current+1) > l.top+l.perPage()+1e-6) && l.perPage() < float64(length) {
					t.Fatalf("step %d: row %d is chosen and out of sight from %v", step, l.current, l.top)
				}
			}
			if l.top < 0 || l.top > max(float64(length)-l.perPage(), 0) || l.current >= length || math.IsNaN(l.top) {
				t.Fatalf("step %d: at %v, row %d of %d", step, l.top, l.current, length)
			}
			shownRows(t, l)
		}
		length = n
		l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
		if n > 0 && l.current != n-1 {
			t.Errorf("End leads to row %d of %d", l.current, n)
		}
		l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
		if n > 0 && (l.current != 0 || l.top != 0) {
			t.Errorf("Home leads to row %d", l.current)
		}
	}
}

// TestTimelineRest: a leap draws the rows without details, which come when it rests.
func TestTimelineRest(t *testing.T) {
	newTestWindow(t, nil)
	l := newTimelineList(func() int { return 100_000 }, syntheticRow)
	c := test.NewCanvas()
	c.SetContent(l)
	c.Resize(fyne.NewSize(900, 500))
	var rested func()
	l.after = func(_ time.Duration, f func()) func() { rested = f; return func() {} }
	light := func() (n int) {
		for _, v := range rendererOf(l).rows {
			if v.box.Visible() && v.state.light {
				n++
			}
		}
		return n
	}
	if light() != 0 {
		t.Error("at rest some rows lack their details")
	}
	l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -60)})
	if light() != 0 {
		t.Error("a turn of the wheel lacks details")
	}
	l.bar.drag(200)
	if n := shownRows(t, l); light() < n {
		t.Errorf("%d of %d rows wait for their details while it moves", light(), n)
	}
	rested()
	if light() != 0 {
		t.Error("details are missing after the move")
	}
	shownRows(t, l)
}

// TestFitText: a text that was cut fits, keeps its beginning and says that it was
// cut; one that fits stays.
func TestFitText(t *testing.T) {
	newTestWindow(t, nil)
	for _, text := range []string{"", "a", "Headache", strings.Repeat("word ", 100), "שלום עולם כאב ראש", "👩‍👩‍👧‍👦👍🏽 family 👩‍👩‍👧‍👦", "e\u0301e\u0301e\u0301e\u0301e\u0301", "after · wine · "} {
		whole := fyne.MeasureText(text, 15, fyne.TextStyle{}).Width
		for _, width := range []float32{0, 3, 10, 30, 60, 120, 400, whole} {
			got := fitText(text, width, 15, fyne.TextStyle{})
			if w := fyne.MeasureText(got, 15, fyne.TextStyle{}).Width; w > width && got != "" {
				t.Errorf("%.20q is %v wide, not %v", got, w, width)
			}
			beginning, cut := strings.CutSuffix(got, "…")
			if got != text && got != "" && (!cut || !strings.HasPrefix(text, beginning)) || width >= whole && got != text {
				t.Errorf("%.20q in %v is %.20q", text, width, got)
			}
			if strings.HasSuffix(beginning, "\u200d") || cut && len(beginning) < len(text) && joins([]rune(text[len(beginning):])[0]) {
				t.Errorf("%q cuts a character in two", got)
			}
		}
	}
}

// TestTimelineSpeaks: the list says its current row, chips and offers their names.
func TestTimelineSpeaks(t *testing.T) {
	_, p := newTimelineWindow(t, "headache 7 @8:30 after wine")
	if label := p.list.AccessibilityLabel(); label != words.Text("timeline.list") {
		t.Error(label)
	}
	p.list.pick(0)
	if label := p.list.AccessibilityLabel(); label != "Today 08:30 Headache 7/10 after wine" {
		t.Error(label)
	}
	for i, g := range view.KindGroups() {
		if label := p.filters.chips[i].AccessibilityLabel(); label != g.Title() {
			t.Error(label, g)
		}
	}
}

// TestMarks: every group has a mark that stands out on every ground, and no two are
// of the same shape.
func TestMarks(t *testing.T) {
	shapes := map[[4]float32]view.KindGroup{}
	for _, g := range view.KindGroups() {
		m := marks[g]
		shape := [4]float32{m.width, m.height, m.radius, 0}
		if m.hollow {
			shape[3] = 1
		}
		if other, taken := shapes[shape]; taken || m.width == 0 {
			t.Errorf("%s looks like %s", g, other)
		}
		shapes[shape] = g
		for look, s := range schemes {
			colour := m.light
			if s.dark {
				colour = m.dark
			}
			for _, ground := range []color.NRGBA{s.background, s.input} {
				if r := contrast(unit(colour), unit(ground)); r < 3 {
					t.Errorf("%s on %s: %.1f", g, look, r)
				}
			}
		}
	}
}
