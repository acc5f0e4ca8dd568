package ui

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
	"kith/charts"
	"kith/journal"
)

// chartJournal is a journal with a year of somebody's headache, sleep, treatments
// and flares, made up by a rule.
func chartJournal(t testing.TB, person string) *app.App {
	t.Helper()
	a := newTestApp(t, []string{person})
	today := journal.DateOf(testNow)
	mg := func(n int64) *journal.Amount { return &journal.Amount{Number: journal.DecimalOf(n), Unit: "mg"} }
	var entries []journal.Entry
	for i := range 300 {
		if i%9 == 4 || i > 120 && i < 135 { // days without an entry
			continue
		}
		when := journal.OnDay(today-journal.Date(300-i), testZone)
		score := int64(6 + (i*i/7)%4 - i/60)
		entries = append(entries, journal.Entry{Kind: journal.KindSymptom, Name: "Headache", When: when,
			Body: &journal.Observation{Value: journal.Number10(journal.DecimalOf(max(score, 0)))}})
		if i%2 == 0 {
			seconds := journal.DecimalOf(int64(19800 + 600*((i*5)%17)))
			entries = append(entries, journal.Entry{Kind: journal.KindMeasure, Name: "Sleep", When: when,
				Body: &journal.Observation{Value: &journal.Value{Scale: journal.Duration, Number: &seconds}}})
		}
	}
	end := today - 190
	course := func(name string, ago int, b journal.Course) journal.Entry {
		return journal.Entry{Kind: journal.KindCourse, Name: name, When: journal.OnDay(today-journal.Date(ago), testZone), Body: &b}
	}
	flareEnd := testNow.AddDate(0, 0, -130)
	entries = append(entries,
		course("Metoprolol", 420, journal.Course{End: &end, Amount: mg(50)}),
		course("Topiramate", 170, journal.Course{Ongoing: true, Amount: mg(25)}),
		course("Magnesium citrate, in the evening", 250, journal.Course{Ongoing: true, Amount: mg(400)}),
		journal.Entry{Kind: journal.KindEpisode, Name: "Bad spell", When: journal.OnDay(today-142, testZone), Body: &journal.Episode{End: &flareEnd}})
	for i := range 24 {
		status := journal.DoseTaken
		if i%8 == 5 {
			status = journal.DoseSkipped
		}
		entries = append(entries, journal.Entry{Kind: journal.KindDose, Name: "Sumatriptan", When: journal.OnDay(today-journal.Date(290-12*i), testZone),
			Body: &journal.Dose{Status: status, Amount: mg(50)}})
	}
	p := a.Persons()[0]
	kept, err := a.LogEntries(context.Background(), p, "log", entries...)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range kept {
		if l.Entry.Kind != journal.KindCourse || l.Entry.Name != "Topiramate" {
			continue
		}
		for i, n := range []int64{50, 75, 100} {
			_, err := a.LogEntries(context.Background(), p, "log", journal.Entry{Kind: journal.KindDoseStep, When: journal.OnDay(today-journal.Date(150-25*i), testZone),
				Body: &journal.DoseStep{Course: l.Entry.ID, Amount: mg(n)}})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return a
}

// chartWindow is a window with the chart of a journal in front, painted once.
func chartWindow(t testing.TB, a *app.App) (*Window, *chartPage) {
	t.Helper()
	w := newTestWindow(t, a)
	w.do("chart timeline")
	p, ok := w.shell.pages["chart timeline"].(*chartPage)
	if !ok {
		t.Fatal("the chart is not in front")
	}
	picture(w)
	return w, p
}

// measure is the selector of a place.
func (p *chartPage) measure(i int) *selector { return p.picks.measures.list[i] }

// flatText is all text on the window without its line breaks.
func flatText(w *Window) string { return strings.Join(strings.Fields(shownText(w)), " ") }

func picture(w *Window) image.Image {
	return software.RenderCanvas(w.win.Canvas(), fyne.CurrentApp().Settings().Theme())
}

// TestChartLook writes pictures of the page to KITH_LOOK, to be looked at.
func TestChartLook(t *testing.T) {
	dir := os.Getenv("KITH_LOOK")
	if dir == "" {
		t.Skip("KITH_LOOK is not set")
	}
	save := func(w *Window, name string) {
		var b bytes.Buffer
		if err := png.Encode(&b, picture(w)); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+".png"), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a := chartJournal(t, "Anna")
	w, p := chartWindow(t, a)
	for name, size := range map[string]fyne.Size{"usual": fyne.NewSize(1100, 720), "small": fyne.NewSize(1280, 720), "large": fyne.NewSize(2560, 1440)} {
		w.win.Resize(size)
		picture(w)
		for _, look := range []Look{Light, Dark, Contrast} {
			w.appearance.setLook(look)
			picture(w)
			w.win.Canvas().Focus(p.canvas)
			p.canvas.model.Step(-1)
			p.canvas.model.Step(-60)
			p.canvas.crosshair()
			save(w, name+"-"+string(look))
		}
		w.appearance.setLook(Light)
		w.win.Canvas().Focus(p.measure(0))
		w.appearance.setText(200)
		picture(w)
		save(w, name+"-200")
		w.appearance.setText(100)
	}
	w.win.Resize(fyne.NewSize(1100, 720))
	p.measure(1).SetSelected("Sleep")
	picture(w)
	save(w, "two")
	w.win.Resize(fyne.NewSize(1100, 1600))
	picture(w)
	save(w, "tall")
}

func TestChartGolden(t *testing.T) {
	w, p := chartWindow(t, chartJournal(t, "Anna"))
	w.win.Canvas().Focus(p.canvas)
	p.canvas.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	for range 12 {
		p.canvas.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageUp})
	}
	golden(t, w, "chart")
}

func TestChartGoldenTwo(t *testing.T) {
	w, p := chartWindow(t, chartJournal(t, "Wilhelmina Featherstonehaugh-Cholmondeley"))
	p.measure(1).SetSelected("Sleep")
	test.Tap(p.picks.ranges[view.ChartQuarter])
	test.Tap(p.picks.ranges[view.ChartCustom])
	golden(t, w, "chart-two")
}

func TestChartGoldenEmpty(t *testing.T) {
	w, _ := chartWindow(t, newTestApp(t, []string{"Anna"}))
	golden(t, w, "chart-empty")
}

// TestChartKeys steps the crosshair with the keyboard alone.
func TestChartKeys(t *testing.T) {
	w, p := chartWindow(t, chartJournal(t, "Anna"))
	if !strings.Contains(p.reads.Text, "arrow keys") {
		t.Errorf("without a crosshair: %s", p.reads.Text)
	}
	w.win.Canvas().Focus(p.canvas)
	for _, test := range []struct {
		key  fyne.KeyName
		want string
	}{
		{fyne.KeyRight, "19 Nov 2026 · Headache 5/10"},
		{fyne.KeyLeft, "18 Nov 2026 · Headache 4/10"},
		{fyne.KeyHome, "24 Jan 2026 · Headache 6/10 · Metoprolol 50 mg"},
		{fyne.KeyPageDown, "4 Feb 2026 · Headache"},
		{fyne.KeyRight, "5 Feb 2026 · Headache"},
		{fyne.KeyPageUp, "25 Jan 2026 · Headache"},
		{fyne.KeyEnd, "19 Nov 2026 · Headache 5/10 · Magnesium citrate, in the evening 400 mg, Topiramate 100 mg"},
	} {
		p.canvas.TypedKey(&fyne.KeyEvent{Name: test.key})
		if !strings.HasPrefix(p.reads.Text, test.want) || p.canvas.AccessibilityLabel() != p.reads.Text {
			t.Errorf("%s: %s, want %s", test.key, p.reads.Text, test.want)
		}
	}
	picture(w)
	if text := shownText(w); !strings.Contains(text, "Topiramate 100 mg") {
		t.Errorf("no tooltip in %s", text)
	}
	p.canvas.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if _, on := p.model.Cursor(); on || w.win.Canvas().Focused() != p.canvas {
		t.Error("the first Esc hides the crosshair and nothing more")
	}
	if !strings.Contains(p.canvas.AccessibilityLabel(), "255 values on 255 days") {
		t.Error(p.canvas.AccessibilityLabel())
	}
	p.canvas.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.win.Canvas().Focused() == p.canvas {
		t.Error("the second Esc does not leave the chart")
	}
}

// TestChartMouse: the crosshair follows the mouse and goes with it.
func TestChartMouse(t *testing.T) {
	w, p := chartWindow(t, chartJournal(t, "Anna"))
	at := func(x float32) *desktop.MouseEvent {
		return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 90)}}
	}
	p.canvas.MouseIn(at(1))
	if !strings.HasPrefix(p.reads.Text, "24 Jan 2026") {
		t.Errorf("at the left: %s", p.reads.Text)
	}
	p.canvas.MouseMoved(at(p.canvas.Size().Width - 1))
	if !strings.HasPrefix(p.reads.Text, "19 Nov 2026") {
		t.Errorf("at the right: %s", p.reads.Text)
	}
	p.canvas.MouseOut()
	if _, on := p.model.Cursor(); on {
		t.Error("the crosshair stayed behind")
	}
	p.canvas.Tapped(&fyne.PointEvent{Position: fyne.NewPos(1, 90)})
	p.canvas.MouseOut()
	if _, on := p.model.Cursor(); !on || w.win.Canvas().Focused() != p.canvas {
		t.Error("a click gives the focus, and the crosshair stays with it")
	}
}

// TestChartPictureKept: the picture is drawn anew only when it would be another.
func TestChartPictureKept(t *testing.T) {
	w, p := chartWindow(t, chartJournal(t, "Anna"))
	before := p.canvas.picture
	p.canvas.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(300, 90)}})
	picture(w)
	if p.canvas.picture != before {
		t.Error("drawn anew for the mouse")
	}
	for name, change := range map[string]func(){
		"look":  func() { w.appearance.setLook(Dark) },
		"text":  func() { w.appearance.setText(150) },
		"size":  func() { w.win.Resize(fyne.NewSize(900, 600)) },
		"scale": func() { w.win.Canvas().(software.WindowlessCanvas).SetScale(2) },
		"range": func() { test.Tap(p.picks.ranges[view.ChartMonth]) },
	} {
		before := p.canvas.picture
		change()
		picture(w)
		if p.canvas.picture == before {
			t.Errorf("not drawn anew for another %s", name)
		}
		size := p.canvas.raster.Size()
		scale := w.win.Canvas().Scale()
		if got := p.canvas.picture.Bounds().Size(); got != image.Pt(int(size.Width*scale), int(size.Height*scale)) {
			t.Errorf("%s: the picture is %v for %v at %g", name, got, size, scale)
		}
	}
}

// TestChartPickers: measures, ranges and other days.
func TestChartPickers(t *testing.T) {
	w, p := chartWindow(t, chartJournal(t, "Anna"))
	if strings.Join(p.measure(0).Options, ",") != "Headache,Sleep" || p.measure(0).Selected != "Headache" || p.measure(1).Selected != words.Text("chart.no_second") {
		t.Errorf("%v %q, %q", p.measure(0).Options, p.measure(0).Selected, p.measure(1).Selected)
	}
	p.measure(1).SetSelected("Sleep")
	if n := len(p.canvas.figure.(*charts.Timeline).Outcomes); n != 2 || !strings.Contains(p.words.Text, "Sleep: 127 values") {
		t.Errorf("%d lines: %s", n, p.words.Text)
	}
	p.measure(0).SetSelected("Sleep")
	if len(p.canvas.figure.(*charts.Timeline).Outcomes) != 1 || p.measure(1).Selected != words.Text("chart.no_second") {
		t.Errorf("the same twice: %q, %q", p.measure(0).Selected, p.measure(1).Selected)
	}
	if p.picks.days.box.Visible() {
		t.Error("the fields for days are there at once")
	}
	test.Tap(p.picks.ranges[view.ChartCustom])
	if !p.picks.days.box.Visible() || p.picks.days.from.Text != "2026-01-24" || p.picks.days.to.Text != "2026-11-18" {
		t.Errorf("days %q to %q", p.picks.days.from.Text, p.picks.days.to.Text)
	}
	p.picks.days.from.SetText("soon")
	p.picks.days.from.OnSubmitted("")
	if !p.picks.days.trouble.Visible() || !strings.Contains(shownText(w), "write it as 2026-11-22") {
		t.Error("a day that is none")
	}
	p.picks.days.from.SetText("2026-02-01")
	p.picks.days.to.SetText("2026-02-10")
	p.picks.days.to.OnSubmitted("")
	if text := shownText(w); !strings.Contains(text, "1 Feb 2026 to 10 Feb 2026") || p.picks.days.trouble.Visible() {
		t.Error(text)
	}
	test.Tap(p.picks.ranges[view.ChartWeek])
	if !strings.Contains(shownText(w), "14 Nov 2026 to 20 Nov 2026") {
		t.Error(shownText(w))
	}
}

// TestChartSpots steps through a chart that is no timeline, and opens what is
// pointed at.
func TestChartSpots(t *testing.T) {
	w, p := chartWindow(t, chartJournal(t, "Anna"))
	p.picks.kind.SetSelected(app.FigureKind("calendar").Text())
	picture(w)
	if len(p.canvas.spots) == 0 || p.canvas.layout != nil || p.table.newer.Text != words.Text("chart.before") && !p.model.Shown().ByTime {
		t.Fatalf("%d spots", len(p.canvas.spots))
	}
	key := func(name fyne.KeyName) { p.canvas.TypedKey(&fyne.KeyEvent{Name: name}) }
	w.win.Canvas().Focus(p.canvas)
	key(fyne.KeyRight)
	first := p.reads.Text
	if first == words.Text("chart.hint") || p.canvas.AccessibilityLabel() != first {
		t.Errorf("the first spot: %s", first)
	}
	key(fyne.KeyRight)
	if p.reads.Text == first {
		t.Errorf("the second spot: %s", p.reads.Text)
	}
	at := p.model.Spot()
	key(fyne.KeyUp)
	if up := p.model.Spot(); up == at || p.canvas.spots[up].Box.Min.Y >= p.canvas.spots[at].Box.Min.Y {
		t.Errorf("up from %v to %v", p.canvas.spots[at], p.canvas.spots[up])
	}
	key(fyne.KeyDown)
	if p.model.Spot() != at {
		t.Errorf("down again at %d, not %d", p.model.Spot(), at)
	}
	box := p.canvas.spots[at+3].Box
	scale := float32(p.canvas.drawn.scale)
	p.canvas.Tapped(&fyne.PointEvent{Position: fyne.NewPos(float32(box.Min.X+1)/scale, float32(box.Min.Y+1)/scale)})
	if len(w.sheets) == 0 && w.shell.front != "list" {
		t.Errorf("a click on spot %d opened nothing", at+3)
	}
}

// TestChartOpens: Enter opens the entry of the point.
func TestChartOpens(t *testing.T) {
	w, p := chartWindow(t, chartJournal(t, "Anna"))
	w.win.Canvas().Focus(p.canvas)
	p.canvas.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(w.sheets) != 0 {
		t.Error("opened nothing in particular")
	}
	p.canvas.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	p.canvas.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(w.sheets) != 1 || !strings.Contains(shownText(w), "Headache") {
		t.Errorf("%d sheets", len(w.sheets))
	}
}

// TestChartZoomKeys: by keys, wheel and mouse a part of the time is shown, and all
// of it again.
func TestChartZoomKeys(t *testing.T) {
	w, p := chartWindow(t, chartJournal(t, "Anna"))
	w.win.Canvas().Focus(p.canvas)
	seen := func() float64 {
		picture(w)
		f := p.canvas.figure.(*charts.Timeline)
		return f.To.Sub(f.From).Hours() / 24
	}
	all, before := seen(), p.canvas.picture
	p.canvas.TypedRune('+')
	if close := seen(); close > 0.71*all || p.canvas.picture == before || p.zooms.all.Hidden {
		t.Errorf("%v of %v days", close, all)
	}
	first := p.canvas.figure.(*charts.Timeline).From
	p.canvas.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(60, 0)})
	if seen(); !p.canvas.figure.(*charts.Timeline).From.Before(first) {
		t.Error("dragging to the right does not show earlier days")
	}
	p.canvas.TypedRune('-')
	p.canvas.TypedRune('-')
	if got := seen(); got != all || !p.zooms.all.Hidden {
		t.Errorf("%v of %v days", got, all)
	}
	p.canvas.TypedRune('+')
	p.canvas.TypedRune('0')
	if got := seen(); got != all {
		t.Errorf("%v of %v days", got, all)
	}
	scrolled := 0
	p.canvas.scroll = func(*fyne.ScrollEvent) { scrolled++ }
	p.canvas.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -25)})
	if scrolled != 1 || seen() != all {
		t.Error("a wheel without Ctrl does not scroll the page")
	}
}

// TestChartTable goes through the table by pages.
func TestChartTable(t *testing.T) {
	w, p := chartWindow(t, chartJournal(t, "Anna"))
	first := func() string { return p.table.cells[0][0].Text }
	if first() != "19 Nov 2026" || p.table.place.Text != "1 to 12 of 255" || !p.table.newer.Disabled() {
		t.Errorf("%s, %s", first(), p.table.place.Text)
	}
	test.Tap(p.table.older)
	if first() == "19 Nov 2026" || p.table.place.Text != "13 to 24 of 255" || p.table.newer.Disabled() {
		t.Errorf("%s, %s", first(), p.table.place.Text)
	}
	for range 30 {
		test.Tap(p.table.older)
	}
	if p.table.place.Text != "253 to 255 of 255" || !p.table.older.Disabled() || p.table.cells[2][0].Text != "24 Jan 2026" || p.table.cells[3][0].Visible() {
		t.Errorf("at the end: %s", p.table.place.Text)
	}
	test.Tap(p.picks.ranges[view.ChartWeek])
	if p.table.place.Text != "1 to 6 of 6" || p.table.pager.Visible() {
		t.Errorf("a week: %s", p.table.place.Text)
	}
	w.changed()
	if p.table.cells[0][1].Text != "5/10" {
		t.Error(p.table.cells[0][1].Text)
	}
}

// TestChartEmptyStates: each says what helps, and does it.
func TestChartEmptyStates(t *testing.T) {
	a := chartJournal(t, "Anna")
	w, p := chartWindow(t, a)
	if err := p.model.SetDays("2020-01-01", "2020-01-31"); err != nil {
		t.Fatal(err)
	}
	p.load()
	if text := flatText(w); !strings.Contains(text, "What you wrote is from 24 Jan 2026") || p.drawn.Visible() || p.save.Visible() {
		t.Error(text)
	}
	test.Tap(p.empty.helps)
	if !p.drawn.Visible() || !strings.Contains(flatText(w), "20 Oct 2026 to 19 Nov 2026") {
		t.Error(shownText(w))
	}

	w, p = chartWindow(t, newTestApp(t, []string{"Ben"}))
	if !strings.Contains(flatText(w), "nothing to draw for Ben yet") || p.picks.box.Visible() {
		t.Error(shownText(w))
	}
	if _, err := w.app.Log(context.Background(), w.app.Persons()[0], "headache 7", ""); err != nil {
		t.Fatal(err)
	}
	w.changed()
	if !p.drawn.Visible() || !p.picks.box.Visible() {
		t.Error("the first entry does not make a chart")
	}
	w.setShown(w.shown.Everyone())
	if !strings.Contains(flatText(w), "Ben: 20 Nov 2026") {
		t.Errorf("of everybody it does not say whose it is: %s", flatText(w))
	}
	w, _ = chartWindow(t, newTestApp(t, nil))
	if !strings.Contains(flatText(w), "need somebody") {
		t.Error(shownText(w))
	}
}

// TestChartSave writes every kind of file, and asks before it writes over one.
func TestChartSave(t *testing.T) {
	w, p := chartWindow(t, chartJournal(t, "Anna"))
	dir := t.TempDir()
	save := func(file string, replace bool) {
		p.openSave()
		path, ok := w.win.Canvas().Focused().(*entry)
		if !ok || !strings.HasSuffix(path.Text, "chart-2026-11-20.png") {
			t.Fatalf("focus on %T", w.win.Canvas().Focused())
		}
		path.SetText(file)
		if replace {
			for _, c := range controls(w) {
				if c, ok := c.(*check); ok && c.Visible() {
					c.SetChecked(true)
				}
			}
		}
		path.OnSubmitted("")
	}
	for name, magic := range map[string]string{"a.png": "\x89PNG", "b.svg": "<svg", "c.pdf": "%PDF", "d.csv": "local_time,headache"} {
		file := filepath.Join(dir, name)
		save(file, false)
		data, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(data[:min(len(data), 100)]), magic) || len(w.sheets) != 0 {
			t.Errorf("%s: %v", name, err)
		}
		if !strings.Contains(shownText(w), "The chart is in") {
			t.Error("no toast")
		}
	}
	file := filepath.Join(dir, "a.png")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	save(file, false)
	if data, err := os.ReadFile(file); err != nil || string(data) != "mine" || len(w.sheets) != 1 {
		t.Error("written over without asking", err)
	}
	w.closeSheets()
	save(file, true)
	if data, err := os.ReadFile(file); err != nil || string(data) == "mine" || len(w.sheets) != 0 {
		t.Error("not written over although that was wanted", err)
	}
}
