package ui

import (
	"context"
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"

	"kith/app"
	"kith/app/view"
	"kith/journal"
)

// syntheticRow is row i of a long list: five rows a day.
func syntheticRow(i int) (view.TimelineRow, bool) {
	date := journal.NewDate(2026, 11, 20) - journal.Date(i/5)
	groups := view.KindGroups()
	return view.TimelineRow{
		Date: date, Day: date.Midnight().Format("Mon 2 Jan 2006"), ShortDay: date.Midnight().Format("2 Jan 06"), First: i%5 == 0,
		ID: journal.ID{byte(i), byte(i >> 8), byte(i >> 16)}, Group: groups[i%len(groups)], Time: fmt.Sprintf("%02d:%02d", 23-i%5*4, i%60),
		Name: fmt.Sprintf("Symptom %d", i%97), Value: fmt.Sprintf("%d/10", i%11), Level: float64(i%11) / 10,
		Detail: fmt.Sprintf("after wine and a long day %d · woke early with a dull ache behind the left eye that would not go · #sleep #work", i),
	}, true
}

// BenchmarkTimelineFrames scrolls through 100,000 rows and draws each frame without
// a graphics card, by wheel and by leaps, against drawing an empty list.
func BenchmarkTimelineFrames(b *testing.B) {
	const rows = 100_000
	newTestWindow(b, nil)
	show := func(n int) (*timelineList, func() image.Image) {
		l := newTimelineList(func() int { return n }, syntheticRow)
		l.after = func(time.Duration, func()) func() { return func() {} } // it never rests
		c := software.NewCanvas()
		c.SetContent(l)
		c.Resize(fyne.NewSize(900, 560))
		return l, c.Capture
	}
	frames := func(l *timelineList, capture func() image.Image, step float64) (took []float64) {
		for range 100 {
			start := time.Now()
			l.move(l.top + step)
			capture()
			took = append(took, time.Since(start).Seconds()*1000)
		}
		return took
	}
	var empty, wheel, leaps, place []float64
	none, captureNone := show(0)
	list, capture := show(rows)
	for b.Loop() {
		empty = append(empty, frames(none, captureNone, 1)...)
		wheel = append(wheel, frames(list, capture, 0.3)...)
		leaps = append(leaps, frames(list, capture, 977)...)
		for range 100 {
			start := time.Now()
			list.move(list.top - 991)
			place = append(place, time.Since(start).Seconds()*1000)
		}
	}
	middle := func(x []float64) float64 { slices.Sort(x); return x[len(x)/2] }
	b.ReportMetric(middle(wheel), "wheel-ms")
	b.ReportMetric(slices.Max(wheel), "slowest-wheel-ms")
	b.ReportMetric(middle(leaps), "leap-ms")
	b.ReportMetric(slices.Max(leaps), "slowest-leap-ms")
	b.ReportMetric(middle(place), "leap-without-drawing-ms")
	b.ReportMetric(middle(wheel)/middle(empty), "wheel-vs-empty-list")
}

// BenchmarkSaveToVisible types a line into a timeline of 100,000 rows and saves it,
// until its row is there to be drawn; against keeping the entry alone.
func BenchmarkSaveToVisible(b *testing.B) {
	ctx := context.Background()
	a := newTestApp(b, []string{"Anna"})
	var table strings.Builder
	table.WriteString("time,ache,notes\n")
	for i := range 50_000 {
		fmt.Fprintf(&table, "%s,%d,woke early with a dull ache %d\n", testNow.Add(-time.Duration(i+1)*time.Hour).Format("2006-01-02 15:04"), i%11, i%997)
	}
	if _, err := a.Import(ctx, app.ImportOptions{File: strings.NewReader(table.String()), Size: int64(table.Len()), Name: "big.csv", Person: "Anna"}); err != nil {
		b.Fatal(err)
	}
	w := newTestWindow(b, a)
	p := w.timeline()
	if p.list.length() != 100_000 {
		b.Fatal(p.list.length())
	}
	var save, alone []float64
	for i := 0; b.Loop(); i++ {
		line := fmt.Sprintf("headache %d after wine", i%11)
		p.quick.line.SetText(line)
		start := time.Now()
		p.quick.submit()
		save = append(save, time.Since(start).Seconds()*1000)
		if row, ok := p.list.row(p.list.current); !ok || row.Name != "Headache" {
			b.Fatal("it is not to be seen")
		}
		start = time.Now()
		if _, err := a.Log(ctx, a.Persons()[0], line, ""); err != nil {
			b.Fatal(err)
		}
		alone = append(alone, time.Since(start).Seconds()*1000)
		p.load(false)
	}
	slices.Sort(save)
	slices.Sort(alone)
	b.ReportMetric(save[len(save)/2], "save-to-visible-ms")
	b.ReportMetric(save[len(save)-1], "slowest-save-ms")
	b.ReportMetric(save[len(save)/2]/alone[len(alone)/2], "vs-keeping-it-alone")
}
