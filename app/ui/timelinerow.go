package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app/view"
)

// rowState is all that decides how a row looks.
type rowState struct {
	row                       view.TimelineRow
	loaded                    bool
	current, focused, hovered bool
	bare                      bool // the sticky day says its day
	light                     bool // without its details, which come later
	m                         metrics
}

// timelineRowView is the objects of one visible row.
type timelineRowView struct {
	box    *fyne.Container
	state  rowState
	drawn  bool
	ground *canvas.Rectangle // hover, selection, focus
	rule   *canvas.Rectangle // above the first row of a day
	mark   *canvas.Rectangle
	track  *canvas.Rectangle // the scale of a rating
	level  *canvas.Rectangle // how far it goes

	day, clock, name, value, detail, who *cell
}

func newTimelineRowView() *timelineRowView {
	v := &timelineRowView{
		ground: canvas.NewRectangle(nil), rule: canvas.NewRectangle(nil), mark: canvas.NewRectangle(nil),
		track: canvas.NewRectangle(nil), level: canvas.NewRectangle(nil),
		day: newCell(), clock: newCell(), name: newCell(), value: newCell(), detail: newCell(), who: newCell(),
	}
	v.box = container.NewWithoutLayout(v.ground, v.rule, v.mark, v.track, v.level,
		v.day.text, v.clock.text, v.name.text, v.value.text, v.detail.text, v.who.text)
	return v
}

// has reports whether v shows the entry of s already, with its details.
func (v *timelineRowView) has(s *rowState) bool {
	return v.drawn && v.state.loaded && !v.state.light && v.state.row == s.row && v.state.m == s.m
}

// show draws a row, if it is another than before.
func (v *timelineRowView) show(s rowState) {
	if v.drawn && v.state == s {
		return
	}
	v.drawn, v.state = true, s
	m := s.m
	v.box.Resize(fyne.NewSize(m.width, m.height))
	v.showGround()

	text, faint := theme.Color(theme.ColorNameForeground), theme.Color(colorFaint)
	day := m.dayText(s.row)
	if s.bare || !s.row.First {
		day = ""
	}
	first := m.firstLine()
	v.put(v.day, day, m.gutter, first, m.clockEdge(), m.text, fyne.TextStyle{Bold: true}, text)
	if !s.loaded {
		for _, c := range []*cell{v.clock, v.name, v.value, v.detail, v.who} {
			c.set("", 0, m.text, fyne.TextStyle{}, text)
		}
		v.mark.Hide()
		v.track.Hide()
		v.level.Hide()
		return
	}
	v.showMark()
	if m.tall {
		v.showTall(text, faint)
	} else {
		v.showWide(text, faint)
	}
}

// showWide lays the row out in columns.
func (v *timelineRowView) showWide(text, faint color.Color) {
	s, m := &v.state, v.state.m
	first, small := m.firstLine(), m.firstLine()+(m.line-m.smallLine)*0.75
	v.put(v.clock, s.row.Time, m.clock, first, m.mark-m.clock-m.pad, m.text, fyne.TextStyle{}, faint)
	end := v.showWho(m.end, small, 0.22*(m.end-m.name), faint)
	detail := m.detail
	switch {
	case s.row.Name == "": // a note: its words are all there is
		v.put(v.name, s.laterText(s.row.Detail), m.name, first, end-m.name, m.text, fyne.TextStyle{}, text)
		v.value.set("", 0, m.text, fyne.TextStyle{}, text)
		v.detail.set("", 0, m.small, fyne.TextStyle{}, faint)
		v.showLevel(false, 0, 0)
		return
	case s.row.Value == "":
		v.value.set("", 0, m.text, fyne.TextStyle{}, text)
	default:
		v.put(v.value, s.row.Value, m.value, first, max(m.detail, m.value)-m.value-m.pad, m.text, fyne.TextStyle{}, text)
	}
	v.put(v.name, s.row.Name, m.name, first, m.value-m.name-m.pad, m.text, fyne.TextStyle{Bold: true}, text)
	v.showLevel(s.row.Level >= 0, m.level, first+m.line/2)
	v.put(v.detail, s.laterText(s.row.Detail), detail, small, end-detail, m.small, fyne.TextStyle{}, faint)
}

// showTall lays the row out in two lines: the name and its value, then the rest.
func (v *timelineRowView) showTall(text, faint color.Color) {
	s, m := &v.state, v.state.m
	first, second := m.firstLine(), m.firstLine()+m.line
	detail := s.row.Time
	if !s.light && s.row.Detail != "" && s.row.Name != "" {
		if detail != "" {
			detail += " · "
		}
		detail += s.row.Detail
	}
	v.clock.set("", 0, m.text, fyne.TextStyle{}, faint)
	end := v.showWho(m.end, first, 0.3*(m.end-m.name), faint)
	value := v.value.set(s.row.Value, 0.45*(end-m.name), m.text, fyne.TextStyle{}, text)
	v.value.text.Move(fyne.NewPos(end-value, first))
	name, style := s.row.Name, fyne.TextStyle{Bold: true}
	if name == "" {
		name, style = s.laterText(s.row.Detail), fyne.TextStyle{}
	}
	v.put(v.name, name, m.name, first, end-value-m.pad-m.name, m.text, style, text)
	v.put(v.detail, detail, m.detail, second, m.end-m.detail, m.small, fyne.TextStyle{}, faint)
	v.showLevel(false, 0, 0)
}

// laterText is a text that is drawn later in a row that is light.
func (s *rowState) laterText(text string) string {
	if s.light {
		return ""
	}
	return text
}

// showWho shows whose row it is at the right and returns where the rest has to end.
func (v *timelineRowView) showWho(end, y, most float32, colour color.Color) float32 {
	s, m := &v.state, v.state.m
	if s.row.Who == "" {
		v.who.set("", 0, m.small, fyne.TextStyle{}, colour)
		return end
	}
	width := v.who.set(s.row.Who, most, m.small, fyne.TextStyle{}, colour)
	v.who.text.Move(fyne.NewPos(end-width, y))
	return end - width - 2*m.pad
}

// put shows a text at a place.
func (v *timelineRowView) put(c *cell, text string, x, y, width, size float32, style fyne.TextStyle, colour color.Color) {
	c.set(text, max(width, 0), size, style, colour)
	c.text.Move(fyne.NewPos(x, y))
}

func (v *timelineRowView) showGround() {
	s, m := &v.state, v.state.m
	v.ground.CornerRadius = theme.Size(theme.SizeNameSelectionRadius)
	v.ground.StrokeWidth, v.ground.StrokeColor = 0, nil
	left := m.mark - m.pad/2
	if !m.tall {
		left = m.clock - m.pad/2
	}
	switch {
	case s.current && s.focused:
		v.ground.FillColor = theme.Color(theme.ColorNameSelection)
		v.ground.StrokeWidth, v.ground.StrokeColor = 2, theme.Color(theme.ColorNamePrimary)
	case s.current:
		v.ground.FillColor = theme.Color(theme.ColorNameSelection)
	case s.hovered:
		v.ground.FillColor = theme.Color(theme.ColorNameHover)
	default:
		v.ground.FillColor = nil
	}
	v.ground.Hidden = v.ground.FillColor == nil
	v.ground.Move(fyne.NewPos(left, 1))
	v.ground.Resize(fyne.NewSize(m.end+m.pad/2-left, m.height-2))
	v.ground.Refresh()

	v.rule.Hidden = !s.row.First || s.bare
	v.rule.FillColor = theme.Color(theme.ColorNameSeparator)
	v.rule.Move(fyne.NewPos(m.gutter, 0))
	v.rule.Resize(fyne.NewSize(m.end-m.gutter, 1))
}

func (v *timelineRowView) showMark() {
	s, m := &v.state, v.state.m
	size := marks[s.row.Group].draw(v.mark)
	v.mark.Resize(size)
	v.mark.Move(fyne.NewPos(m.mark+(markWidth()-size.Width)/2, m.firstLine()+(m.line-size.Height)/2))
	v.mark.Show()
	v.mark.Refresh()
}

// showLevel shows how far a rating goes on its scale.
func (v *timelineRowView) showLevel(shown bool, x, y float32) {
	v.track.Hidden, v.level.Hidden = !shown, !shown || v.state.row.Level == 0
	if !shown {
		return
	}
	m := v.state.m
	width, height := 3.2*m.text, float32(int(0.36*m.text))
	v.track.FillColor, v.level.FillColor = theme.Color(theme.ColorNameSeparator), marks[v.state.row.Group].colour()
	if schemeIsContrast() {
		v.track.FillColor = theme.Color(theme.ColorNameButton)
	}
	v.track.CornerRadius, v.level.CornerRadius = height/2, height/2
	y -= height / 2
	v.track.Move(fyne.NewPos(x, y))
	v.track.Resize(fyne.NewSize(width, height))
	v.level.Move(fyne.NewPos(x, y))
	v.level.Resize(fyne.NewSize(max(width*float32(v.state.row.Level), height), height))
	v.track.Refresh()
	v.level.Refresh()
}

// schemeIsContrast reports whether the look is the one of high contrast, in which
// a separator is as bright as text.
func schemeIsContrast() bool {
	return theme.Color(theme.ColorNameSeparator) == theme.Color(theme.ColorNameForeground)
}
