// Package charts draws plain series as pictures: pixels for the screen, PNG, PDF and
// SVG for files. It imports no other room of Kith and has no words of its own;
// names, units and the few other texts come in with the data, and numbers for
// the words and the table below a chart go out.
//
// The first chart is the [Timeline]: one or two outcomes as lines, and below
// them one lane for each treatment with its dose steps, on one time axis.
//
//	t := &charts.Timeline{From: from, To: to, Location: zone, Outcomes: outcomes, Lanes: lanes}
//	pic, err := charts.Draw(t, image.Pt(1200, 600), charts.Style{Scale: 1})
//	at := pic.Layout.Time(mouseX) // what is under the mouse
//	reading := pic.Layout.At(at)      // and everything the chart shows there
//
// # What it promises
//
//   - Missing is not zero. A line breaks where two points are further apart than
//     the outcome's gap; a point alone is a dot; no value is put where none was.
//   - No point is cut off or lost. The axis holds every point in the range, and
//     of many points in one column of pixels the lowest and highest are drawn.
//     Where there are too many points for a line to be read, their spread is
//     shaded and the line is the median of [Layout.Window], which says so.
//   - Values stand at round numbers and times at the beginning of civil days and
//     months of the Location, whatever its clocks do; labels never touch.
//   - Nothing is told by colour alone. Text has a contrast of at least 4.5:1 and
//     what carries meaning 3:1; in [HighContrast] all of it 7:1.
//   - What cannot be drawn (NaN, points out of order, a range that ends before
//     it begins, a million lanes) is an error that says why, not a panic. It
//     names places ("point 4"), never names, values or days of the record.
//   - Nothing is written but to the writer that was handed in, nothing is kept,
//     and no goroutine is started. A chart is drawn in time linear in its points.
//
// # How it is drawn
//
// go-chart's last release is used for what it does well, its renderers and its
// font, and only here. The pen works around what it does badly: it strokes in
// quadratic time, its ticks are not round numbers, it knows only whole pixels,
// and its SVG neither escapes text nor writes colours that every reader knows.
// Everything goes through a chart.Renderer, so that a further kind of file
// needs only a further renderer.
package charts
