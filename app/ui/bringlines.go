package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
	"kith/app/words"
)

// How many of the first rows are seen without scrolling: of a table, whose columns
// stand below, and of others.
const bringTableLines, bringOtherLines = 5, 12

// bringLines are the first rows of a file beside what becomes of them. Enter shows
// one of them whole.
type bringLines struct {
	p     *bringPage
	root  fyne.CanvasObject
	list  *list
	head  *bringLineCells
	heads *fyne.Container
	shown view.BringShown
}

func newBringLines(p *bringPage, s view.BringShown) *bringLines {
	l := &bringLines{p: p, head: &bringLineCells{}}
	l.list = newList(func() int { return len(l.shown.Lines) }, func() fyne.CanvasObject {
		return l.newLine(theme.SizeNameText)
	}, l.fill)
	l.list.OnSelected = func(i int) {
		l.list.UnselectAll()
		l.open(i)
	}
	l.list.onKey = func(key *fyne.KeyEvent) bool {
		if key.Name == fyne.KeyReturn || key.Name == fyne.KeyEnter {
			l.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
			return true
		}
		return false
	}
	l.heads = l.newLine(sizeSmall)
	keys := []string{"bring.lines.number", "bring.lines.file", "bring.lines.when", "bring.lines.whose", "bring.lines.writes"}
	if !s.Table {
		keys[0] = "bring.lines.record"
	}
	for i, key := range keys {
		bringCell(l.heads, i, words.Text(key), colorFaint)
	}
	n := min(len(s.Lines), bringOtherLines)
	if s.Table {
		n = min(n, bringTableLines)
	}
	l.root = container.NewVBox(l.heads, newBringRule(), container.New(bringListHeight{n, l.newLine(theme.SizeNameText)}, l.list), newBringRule())
	return l
}

// newLine makes the empty cells of a row.
func (l *bringLines) newLine(size fyne.ThemeSizeName) *fyne.Container {
	cells := make([]fyne.CanvasObject, 5)
	for i := range cells {
		cell := newStyled("", size, colorFaint, false)
		cell.Truncation = fyne.TextTruncateEllipsis
		cells[i] = cell
	}
	return container.New(l.head, cells...)
}

// bringCell fills one cell of a row.
func bringCell(line *fyne.Container, at int, text string, colour fyne.ThemeColorName) {
	cell := line.Objects[at].(*widget.RichText)
	segment := cell.Segments[0].(*widget.TextSegment)
	if segment.Text != text || segment.Style.ColorName != colour {
		segment.Text, segment.Style.ColorName = text, colour
		cell.Refresh()
	}
}

func (l *bringLines) update(s view.BringShown) {
	l.shown = s
	l.head.file = len(s.Head) > 0
	l.head.whose = s.Owner.Kind == view.OwnerColumn || s.Owner.Kind == view.OwnerFile
	l.heads.Refresh()
	l.list.Refresh()
}

// fill shows a row in a line of the list.
func (l *bringLines) fill(i int, o fyne.CanvasObject) {
	if i >= len(l.shown.Lines) {
		return
	}
	line, cells := l.shown.Lines[i], o.(*fyne.Container)
	when, whose, writes, colour := bringLineTexts(line)
	if l.shown.Stale {
		colour = colorFaint
	}
	bringCell(cells, 0, strconv.Itoa(line.Number), colorFaint)
	bringCell(cells, 1, strings.Join(line.Cells, " · "), colorFaint)
	bringCell(cells, 2, when, colour)
	bringCell(cells, 3, whose, colour)
	bringCell(cells, 4, writes, colour)
	l.head.Layout(cells.Objects, cells.Size())
}

// bringLineTexts says what becomes of a row: when, for whom, what.
func bringLineTexts(line view.BringLine) (when, whose, writes string, colour fyne.ThemeColorName) {
	if line.Left != "" {
		return "", "", words.Text("bring.lines.left", line.Left), theme.ColorNameWarning
	}
	var texts []string
	for _, e := range line.Entries {
		texts = append(texts, e.Text)
	}
	if len(line.Entries) > 0 {
		when, whose = line.Entries[0].When, line.Entries[0].Person
	}
	return when, whose, strings.Join(texts, " · "), theme.ColorNameForeground
}

// open shows one row whole.
func (l *bringLines) open(i int) {
	if i >= len(l.shown.Lines) {
		return
	}
	line := l.shown.Lines[i]
	box := container.NewVBox()
	if line.Left != "" {
		box.Add(newText(words.Text("bring.lines.left", line.Left)))
	}
	for _, e := range line.Entries {
		about := e.When
		for _, more := range []string{e.Person, e.Kind} {
			if more != "" {
				about += " · " + more
			}
		}
		box.Add(container.New(tight, newText(e.Text), newFaint(about)))
	}
	for _, note := range line.Notes {
		box.Add(newText(words.Text("bring.lines.left", note)))
	}
	if len(line.Cells) > 0 {
		box.Add(newSection(words.Text("bring.lines.file")))
		for j, cell := range line.Cells {
			if j < len(l.shown.Head) && cell != "" {
				box.Add(newBringSetting(l.shown.Head[j], newText(cell)))
			}
		}
	}
	title := "bring.lines.one"
	if !l.shown.Table {
		title = "bring.lines.one.record"
	}
	l.p.w.openSheet(&sheet{title: words.Text(title, line.Number), body: newScroll(box), width: 620})
}

// bringLineCells lays out the cells of a row: its number, what the file says, when, for
// whom, what is written.
type bringLineCells struct {
	file, whose bool // whether those cells are there
}

// MinSize implements fyne.Layout.
func (*bringLineCells) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(200, 0)
	for _, o := range objects {
		size.Height = max(size.Height, o.MinSize().Height)
	}
	size.Height -= theme.Size(theme.SizeNameInnerPadding)
	return size
}

// Layout implements fyne.Layout.
func (l *bringLineCells) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	scale := bringScale()
	number, when, whose := 46*scale, 154*scale, 100*scale
	if !l.whose {
		whose = 0
	}
	rest := max(size.Width-number-when-whose, 0)
	file := float32(0)
	if l.file {
		file = rest * 0.38
	}
	x := float32(0)
	for i, width := range []float32{number, file, when, whose, rest - file} {
		height := objects[i].MinSize().Height
		objects[i].Resize(fyne.NewSize(width, height))
		objects[i].Move(fyne.NewPos(x, (size.Height-height)/2))
		objects[i].(*widget.RichText).Hidden = width == 0
		x += width
	}
}

// bringListHeight is the height of so many lines of a list, each like line.
type bringListHeight struct {
	lines int
	line  *fyne.Container
}

// MinSize implements fyne.Layout.
func (h bringListHeight) MinSize([]fyne.CanvasObject) fyne.Size {
	gap := theme.Size(theme.SizeNamePadding) // between the lines of a list
	return fyne.NewSize(200, float32(h.lines)*(h.line.MinSize().Height+gap)-gap)
}

// Layout implements fyne.Layout.
func (bringListHeight) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	objects[0].Move(fyne.NewPos(0, 0))
}
