package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
	"kith/app/words"
)

// chartRows is how many rows of the table are shown at a time.
const chartRows = 12

// chartTable is the table of values, a few rows at a time; of moments the newest
// first.
type chartTable struct {
	model *view.Chart
	at    int // the first row that is shown
	rows  int // that there are

	heads        []*widget.RichText
	cells        [chartRows][]*widget.Label
	grid         *fyne.Container
	newer, older *button
	place        *widget.Label
	pager, box   *fyne.Container
	revision     uint64
}

func newChartTable(model *view.Chart) *chartTable {
	t := &chartTable{model: model, grid: container.New(&tableGrid{}), place: widget.NewLabel("")}
	t.newer = newButton(words.Text("chart.newer"), theme.NavigateBackIcon(), func() { t.turn(-chartRows) })
	t.older = newButton(words.Text("chart.older"), theme.NavigateNextIcon(), func() { t.turn(chartRows) })
	t.older.IconPlacement = widget.ButtonIconTrailingText
	t.pager = container.New(newFlow(), t.newer, t.older, t.place)
	t.box = container.New(usual, t.grid, t.pager)
	return t
}

func (t *chartTable) show(s view.ChartShown) {
	if t.revision != s.Revision {
		t.revision, t.at = s.Revision, 0
	}
	t.rows = s.Rows
	newer, older := "chart.newer", "chart.older"
	if !s.ByTime {
		newer, older = "chart.before", "chart.after"
	}
	t.newer.SetText(words.Text(newer))
	t.older.SetText(words.Text(older))
	if len(t.heads) != len(s.Heads) {
		t.build(len(s.Heads))
	}
	for i, h := range s.Heads {
		setStyled(t.heads[i], shorten(h, t.cellLength()))
	}
	t.fill()
}

// build makes the cells of so many columns.
func (t *chartTable) build(columns int) {
	t.heads = nil
	var all []fyne.CanvasObject // at once: adding lays out what is there
	for range columns {
		h := newStyled("", theme.SizeNameText, theme.ColorNameForeground, true)
		h.Wrapping = fyne.TextWrapWord
		t.heads = append(t.heads, h)
		all = append(all, h)
	}
	for r := range t.cells {
		t.cells[r] = nil
		for range columns {
			cell := widget.NewLabel("")
			t.cells[r] = append(t.cells[r], cell)
			all = append(all, cell)
		}
	}
	t.grid.Layout, t.grid.Objects = &tableGrid{columns: columns, width: t.grid.Size().Width}, all
}

// cellLength is how many characters a cell has room for, fewer where there are many
// columns. Letting Fyne cut the text takes ten times as long.
func (t *chartTable) cellLength() int {
	if len(t.heads) > 6 {
		return 20
	}
	return 26
}

// turn shows other rows, by so many further on.
func (t *chartTable) turn(by int) {
	if next := t.at + by; next >= 0 && next < max(t.rows, 1) {
		t.at = next
	}
	t.fill()
	t.grid.Refresh()
}

// fill writes the rows that are shown.
func (t *chartTable) fill() {
	for r, cells := range t.cells {
		row := t.model.Row(t.at + r)
		for i, cell := range cells {
			text := ""
			if i < len(row.Cells) {
				text = row.Cells[i]
			}
			if text = shorten(text, t.cellLength()); cell.Text != text {
				cell.SetText(text)
			}
			cell.Hidden = t.at+r >= t.rows
		}
	}
	enable := func(b *button, on bool) {
		if on {
			b.Enable()
		} else {
			b.Disable()
		}
	}
	enable(t.newer, t.at > 0)
	enable(t.older, t.at+chartRows < t.rows)
	t.place.SetText(words.Text("chart.rows", t.at+1, min(t.at+chartRows, t.rows), t.rows))
	t.pager.Hidden = t.rows <= chartRows
}

// tableGrid lays cells out in columns as wide as what is in them, lines close
// together; heads wrap, and rows of hidden cells take no room. Where the columns do
// not fit beside each other, each row and the heads go on in further lines, broken at
// the same columns.
type tableGrid struct {
	columns int
	width   float32 // it was laid out in
}

// widths are what the columns need.
func (g *tableGrid) widths(objects []fyne.CanvasObject) (widths []float32, sum float32) {
	widths = make([]float32, g.columns)
	pad := 2 * theme.Size(theme.SizeNameInnerPadding)
	for i, o := range objects {
		var width float32
		switch head, ok := o.(*widget.RichText); {
		case !o.Visible():
		case ok:
			for _, word := range strings.Fields(head.String()) {
				width = max(width, fyne.MeasureText(word, theme.Size(theme.SizeNameText), fyne.TextStyle{Bold: true}).Width+pad)
			}
		default:
			width = o.MinSize().Width
		}
		widths[i%g.columns] = max(widths[i%g.columns], width)
	}
	for _, width := range widths {
		sum += width
	}
	return widths, sum
}

// lines are the columns with which the lines of a row begin, in a width.
func (g *tableGrid) lines(widths []float32, width float32) []int {
	begins := []int{0}
	var x float32
	for i, w := range widths {
		if i > 0 && x+w > width+slackOfLines {
			begins, x = append(begins, i), g.indent(widths, width)
		}
		x += w
	}
	return begins
}

// slackOfLines is what rounding may take.
const slackOfLines = 0.5

// indent is where the further lines of a row begin: behind the first column if all
// others have room there.
func (g *tableGrid) indent(widths []float32, width float32) float32 {
	for _, w := range widths[1:] {
		if widths[0]+w > width {
			return 0
		}
	}
	return widths[0]
}

// rows are the heights of the lines of all rows.
func (g *tableGrid) rows(objects []fyne.CanvasObject, begins []int) (heights []float32, sum float32) {
	for i := 0; g.columns > 0 && i < len(objects); i += g.columns {
		for n, from := range begins {
			to := g.columns
			if n+1 < len(begins) {
				to = begins[n+1]
			}
			var height float32
			for _, o := range objects[i+from : i+to] {
				if o.Visible() {
					height = max(height, o.MinSize().Height-theme.Size(theme.SizeNameInnerPadding))
				}
			}
			heights, sum = append(heights, height), sum+height
		}
	}
	return heights, sum
}

// MinSize implements fyne.Layout. It is not so wide that it makes the window
// larger.
func (g *tableGrid) MinSize(objects []fyne.CanvasObject) fyne.Size {
	begins := []int{0}
	if widths, sum := g.widths(objects); g.columns > 0 && g.width > 0 && sum > g.width {
		begins = g.lines(widths, g.width)
	}
	_, height := g.rows(objects, begins)
	return fyne.NewSize(min(float32(g.columns)*90, 460), height+theme.Size(theme.SizeNameInnerPadding))
}

// Layout implements fyne.Layout.
func (g *tableGrid) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	g.width = size.Width
	if g.columns == 0 {
		return
	}
	widths, sum := g.widths(objects)
	begins := []int{0}
	if sum > size.Width {
		begins = g.lines(widths, size.Width)
	} else {
		for i := range widths {
			widths[i] += min((size.Width-sum)/float32(g.columns), 48)
		}
	}
	for i, o := range objects[:min(g.columns, len(objects))] {
		o.Resize(fyne.NewSize(widths[i], o.MinSize().Height)) // wraps
	}
	heights, _ := g.rows(objects, begins)
	var at fyne.Position
	line := 0
	for i, o := range objects {
		column := i % g.columns
		if next := line%len(begins) + 1; next < len(begins) && begins[next] == column {
			at = fyne.NewPos(g.indent(widths, size.Width), at.Y+heights[line])
			line++
		}
		o.Move(at)
		o.Resize(fyne.NewSize(widths[column], o.MinSize().Height))
		at.X += widths[column]
		if column == g.columns-1 {
			at = fyne.NewPos(0, at.Y+heights[line])
			line++
		}
	}
}

// chartHalves lays two objects out beside each other if each gets at least so much
// width at 100% text and the table in the second fits, and below each other if not.
type chartHalves struct {
	least, gap float32
	table      *fyne.Container
}

func (b chartHalves) fits(width float32) bool {
	if width < 2*b.least*theme.Size(theme.SizeNameText)/15+b.gap {
		return false
	}
	grid, ok := b.table.Layout.(*tableGrid)
	if !ok || grid.columns == 0 {
		return true
	}
	_, sum := grid.widths(b.table.Objects)
	return sum <= (width-b.gap)/2
}

// MinSize implements fyne.Layout.
func (b chartHalves) MinSize(objects []fyne.CanvasObject) fyne.Size {
	left, right := objects[0].MinSize(), objects[1].MinSize()
	least := fyne.NewSize(max(left.Width, right.Width), left.Height+b.gap+right.Height)
	if b.fits(objects[0].Size().Width+b.gap+objects[1].Size().Width) && objects[1].Position().X > 0 {
		least.Height = max(left.Height, right.Height)
	}
	return least
}

// Layout implements fyne.Layout.
func (b chartHalves) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.Position{})
	if !b.fits(size.Width) {
		objects[0].Resize(fyne.NewSize(size.Width, objects[0].Size().Height))
		height := objects[0].MinSize().Height
		objects[0].Resize(fyne.NewSize(size.Width, height))
		objects[1].Move(fyne.NewPos(0, height+b.gap))
		objects[1].Resize(fyne.NewSize(size.Width, max(size.Height-height-b.gap, 0)))
		return
	}
	width := (size.Width - b.gap) / 2
	objects[0].Resize(fyne.NewSize(width, size.Height))
	objects[1].Move(fyne.NewPos(width+b.gap, 0))
	objects[1].Resize(fyne.NewSize(width, size.Height))
}
