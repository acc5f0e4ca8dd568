package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"kith/app"
)

// BenchmarkChartPage shows 100,000 readings. Only what the window's goroutine does
// is timed: showing what was read, asking for the height, and a move of the mouse.
func BenchmarkChartPage(b *testing.B) {
	a := newTestApp(b, []string{"Anna"})
	var csv strings.Builder
	csv.WriteString("date,headache\n")
	at := time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 100_000 {
		fmt.Fprintf(&csv, "%s,%d\n", at.Add(time.Duration(i)*50*time.Minute).Format("2006-01-02 15:04"), (i*7+i/1000)%11)
	}
	if _, err := a.Import(b.Context(), app.ImportOptions{File: strings.NewReader(csv.String()), Size: int64(csv.Len()), Name: "long.csv", Person: "Anna"}); err != nil {
		b.Fatal(err)
	}
	_, p := chartWindow(b, a)
	var show, high, move []float64
	timed := func(list *[]float64, f func()) {
		start := time.Now()
		f()
		*list = append(*list, time.Since(start).Seconds()*1000)
	}
	for i := 0; b.Loop(); i++ {
		timed(&show, p.refresh)
		p.canvas.height = heightKey{}
		timed(&high, func() { p.canvas.MinSize() })
		timed(&move, func() {
			p.canvas.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(float32(100+i%600), 90)}})
		})
	}
	middle := func(x []float64) float64 {
		slices.Sort(x)
		return x[len(x)/2]
	}
	b.ReportMetric(middle(show), "show-ms")
	b.ReportMetric(middle(high), "height-ms")
	b.ReportMetric(middle(move), "mouse-ms")
}
