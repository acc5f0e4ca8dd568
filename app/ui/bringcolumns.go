package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
	"kith/app/words"
)

// bringDates says how the dates and numbers of a table are written.
type bringDates struct {
	settings []fyne.CanvasObject
	format   *bringChoice
	start    *entry
	starts   fyne.CanvasObject
	wrong    *notice // why start is no date
	decimal  *bringChoice
}

func newBringDates(p *bringPage) *bringDates {
	d := &bringDates{wrong: newNotice(theme.ColorNameError)}
	var texts []string
	for _, f := range view.BringDateFormats() {
		key := "bring.date"
		if f != "" {
			key += "." + f
		}
		texts = append(texts, words.Text(key))
	}
	d.format = newBringChoice(texts, func(i int) {
		p.model.SetDateFormat(view.BringDateFormats()[i])
		p.edited()
	})
	d.start = newEntry()
	d.start.SetPlaceHolder("2026-01-31")
	d.start.OnChanged = func(text string) {
		if err := p.model.SetStart(text); err != nil {
			d.wrong.show(explained(err))
			return
		}
		d.wrong.hide()
		p.typed()
	}
	d.starts = newBringSetting(words.Text("bring.date.start"), d.start)
	d.decimal = newBringChoice([]string{words.Text("bring.decimal.point"), words.Text("bring.decimal.comma")}, func(i int) {
		p.model.SetDecimal([]string{".", ","}[i])
		p.edited()
	})
	d.settings = []fyne.CanvasObject{newBringSetting(words.Text("bring.date.how"), d.format), d.starts,
		newBringSetting(words.Text("bring.decimal"), d.decimal)}
	return d
}

func (d *bringDates) update(s view.BringShown) {
	d.format.set(d.format.Options, slices.Index(view.BringDateFormats(), s.Date.Format))
	if s.Date.Column == "" {
		d.format.Disable()
	} else {
		d.format.Enable()
	}
	bringShow(d.starts, s.Date.Format == "day_number")
	if !d.wrong.box.Visible() && d.start.Text != s.Date.Start {
		d.start.Text = s.Date.Start
		d.start.Refresh()
	}
	d.decimal.set(d.decimal.Options, max(strings.Index(".,", s.Decimal), 0))
}

// bringColumnsShown is how many columns are shown before more are asked for.
const bringColumnsShown = 30

// bringColumns are the columns of a table and what each is.
type bringColumns struct {
	p          *bringPage
	root       *fyne.Container
	recognised fyne.CanvasObject
	rows       []*bringColumn
	all        []view.BringColumn
	box        *fyne.Container
	more       *button
}

func newBringColumns(p *bringPage, s view.BringShown) *bringColumns {
	c := &bringColumns{p: p, all: s.Columns, box: container.NewVBox()}
	apart := newButton(words.Text("bring.columns.apart"), nil, func() {
		p.model.TakeApart()
		p.edited()
	})
	c.recognised = container.NewBorder(nil, nil, nil, container.NewCenter(apart), newFaint(words.Text("bring.columns.recognised")))
	c.more = newQuiet(words.Text("bring.columns.more"), theme.MoreHorizontalIcon(), func() {
		c.grow()
		c.update(p.model.Shown())
	})
	head := newBringColumnLine(true, newFaint(words.Text("bring.columns.name")), newFaint(words.Text("bring.columns.use")),
		newFaint(words.Text("bring.columns.label")), newFaint(words.Text("bring.columns.kind")), newFaint(words.Text("bring.columns.unit.head")))
	c.grow()
	c.root = container.NewVBox(c.recognised, head, c.box, container.NewHBox(c.more))
	return c
}

// grow makes the next rows.
func (c *bringColumns) grow() {
	for n := 0; n < bringColumnsShown && len(c.rows) < len(c.all); n++ {
		row := newBringColumn(c.p, c.all[len(c.rows)])
		c.rows = append(c.rows, row)
		c.box.Add(newBringRule())
		c.box.Add(row.root)
	}
	bringShow(c.more, len(c.rows) < len(c.all))
}

func (c *bringColumns) update(s view.BringShown) {
	c.all = s.Columns
	bringShow(c.recognised, s.Recognised)
	for i, row := range c.rows {
		if i < len(s.Columns) {
			row.update(s.Columns[i])
		}
	}
}

// bringColumn is one column: its name and samples, what it is, and what its
// entries are called.
type bringColumn struct {
	p     *bringPage
	name  string
	root  fyne.CanvasObject
	uses  []string
	use   *bringChoice
	label *entry
	kind  *bringChoice
	unit  *entry // the unit of a number, the range of a score
	last  view.BringColumn
}

// bringKinds are the bringKinds that the entries of a column can have.
var bringKinds = [...]string{"", "symptom", "measure", "factor"}

func newBringColumn(p *bringPage, col view.BringColumn) *bringColumn {
	c := &bringColumn{p: p, name: col.Name}
	name := widget.NewLabel(col.Name)
	name.TextStyle = fyne.TextStyle{Bold: true}
	name.Truncation = fyne.TextTruncateEllipsis
	samples := newStyled(strings.Join(col.Samples, " · "), sizeSmall, colorFaint, false)
	samples.Truncation = fyne.TextTruncateEllipsis

	c.use = newBringChoice(nil, func(i int) {
		p.model.SetUse(c.name, c.uses[i])
		p.edited()
	})
	c.label = newEntry()
	c.label.SetPlaceHolder(col.Name)
	c.label.OnChanged = func(text string) {
		p.model.SetName(c.name, text)
		p.typed()
	}
	var texts []string
	for _, k := range bringKinds {
		key := "bring.kind"
		if k != "" {
			key += "." + k
		}
		texts = append(texts, words.Text(key))
	}
	c.kind = newBringChoice(texts, func(i int) {
		p.model.SetKind(c.name, bringKinds[i])
		p.edited()
	})
	c.unit = newEntry()
	c.unit.OnChanged = c.setUnit
	c.root = newBringColumnLine(false, container.New(tight, name, samples), c.use, c.label, c.kind, c.unit)
	return c
}

// setUnit takes the unit, or the range of a score, as it is typed; what is not yet
// a range has no effect.
func (c *bringColumn) setUnit(text string) {
	if c.last.Use != "score" {
		c.p.model.SetUnit(c.name, text)
		c.p.typed()
		return
	}
	if err := c.p.model.SetRange(c.name, text); err == nil {
		c.p.typed()
	}
}

func (c *bringColumn) update(col view.BringColumn) {
	if c.last.Name == col.Name && sameBringColumn(c.last, col) {
		return
	}
	c.uses = view.BringUses()
	if col.Use == view.UseRecord {
		c.uses = []string{view.UseRecord}
	}
	texts := make([]string, len(c.uses))
	for i, u := range c.uses {
		texts[i] = words.Text("bring.use." + u)
	}
	c.use.set(texts, slices.Index(c.uses, col.Use))
	bringEnable(c.use, col.Use != view.UseRecord)
	c.kind.set(c.kind.Options, max(slices.Index(bringKinds[:], col.Kind), 0))
	c.setText(c.label, col.Label)
	scored := col.Use == "score"
	if scored {
		c.unit.SetPlaceHolder("0–10")
		if c.last.Range != col.Range || c.last.Use != col.Use {
			c.setText(c.unit, col.Range)
		}
	} else {
		c.unit.SetPlaceHolder(words.Text("bring.columns.unit"))
		c.setText(c.unit, col.Unit)
	}
	bringShow(c.label, col.Named())
	bringShow(c.kind, col.Kinded())
	bringShow(c.unit, col.Measured() || scored)
	c.last = col
	c.root.Refresh()
}

// setText changes a field unless somebody is typing in it.
func (c *bringColumn) setText(e *entry, text string) {
	if e.Text != text && c.p.w.win.Canvas().Focused() != e {
		e.Text = text
		e.Refresh()
	}
}

func sameBringColumn(a, b view.BringColumn) bool {
	return a.Use == b.Use && a.Label == b.Label && a.Kind == b.Kind && a.Unit == b.Unit && a.Range == b.Range
}

// bringColumnCells lays out what a column is, what its entries are called, their
// kind and their unit: beside each other at fixed places, or where there is too
// little room as they follow, in as many lines as they need.
type bringColumnCells struct {
	flows bool
	width float32
}

// bringCellWidths are the widths of the cells at 100% text, and bringCellGap what is
// between them.
var bringCellWidths = [...]float32{176, 150, 150, 92}

const bringCellGap = 6

// MinSize implements fyne.Layout.
func (c *bringColumnCells) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(200, c.place(objects, c.width, nil))
}

// Layout implements fyne.Layout.
func (c *bringColumnCells) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.width = size.Width
	top := (size.Height - c.place(objects, size.Width, nil)) / 2
	c.place(objects, size.Width, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
		o.Resize(size)
		o.Move(at.AddXY(0, top))
	})
}

// place calls put for each cell and returns the height of all.
func (c *bringColumnCells) place(objects []fyne.CanvasObject, room float32, put func(fyne.CanvasObject, fyne.Position, fyne.Size)) float32 {
	scale := bringScale()
	if !c.flows {
		total := float32(0)
		for _, w := range bringCellWidths {
			total += w
		}
		scale = max(room-bringCellGap*float32(len(bringCellWidths)-1), 0) / total
	}
	var x, y, line float32
	for i, o := range objects {
		if c.flows && !o.Visible() {
			continue
		}
		width, height := bringCellWidths[i]*scale, o.MinSize().Height
		if c.flows && x > 0 && x+width > room {
			x, y, line = 0, y+line+bringCellGap, 0
		}
		if put != nil {
			put(o, fyne.NewPos(x, y), fyne.NewSize(width, height))
		}
		x += width + bringCellGap
		line = max(line, height)
	}
	return y + line
}

// bringColumnLine puts the cells of a column behind its name, or below it where
// there is too little room. The line of their names is not there then.
type bringColumnLine struct {
	cells  *bringColumnCells
	head   bool
	narrow bool
}

// newBringColumnLine lays out the name of a column and its cells.
func newBringColumnLine(head bool, name fyne.CanvasObject, cells ...fyne.CanvasObject) *fyne.Container {
	l := &bringColumnLine{cells: &bringColumnCells{}, head: head}
	return container.New(l, name, container.New(l.cells, cells...))
}

// bringColumnRoom is the least width at 100% text at which both stand in one line,
// and bringColumnNames the share of the names.
const bringColumnRoom, bringColumnNames = 730, 0.24

// MinSize implements fyne.Layout.
func (l *bringColumnLine) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize().Height, objects[1].MinSize().Height
	switch {
	case l.narrow && l.head:
		return fyne.NewSize(200, a)
	case l.narrow:
		return fyne.NewSize(200, a+b)
	}
	return fyne.NewSize(200, max(a, b))
}

// Layout implements fyne.Layout.
func (l *bringColumnLine) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.narrow = size.Width < bringColumnRoom*bringScale()
	l.cells.flows = l.narrow
	if l.head {
		bringShow(objects[1], !l.narrow)
	}
	a := objects[0].MinSize().Height
	if l.narrow {
		objects[0].Resize(fyne.NewSize(size.Width, a))
		objects[0].Move(fyne.NewPos(0, 0))
		objects[1].Resize(fyne.NewSize(size.Width, max(size.Height-a, 0)))
		objects[1].Move(fyne.NewPos(0, a))
		return
	}
	names := size.Width * bringColumnNames
	objects[0].Resize(fyne.NewSize(names, a))
	objects[0].Move(fyne.NewPos(0, (size.Height-a)/2))
	objects[1].Resize(fyne.NewSize(size.Width-names, size.Height))
	objects[1].Move(fyne.NewPos(names, 0))
}
