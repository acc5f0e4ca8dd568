package ui

import (
	"context"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/words"
)

// meeting is the part of a sheet that shows how far two computers are with each
// other, and asks whether both show the same seven pictures.
type meeting struct {
	w     *Window
	sheet *sheet
	box   *fyne.Container
	stage *widget.RichText
	bar   *widget.ProgressBar
	// asked is told before the pictures are shown, so that the rest can go; may be nil.
	asked func()
}

// meetingWidth is how wide a sheet is in which the seven pictures stand in one line.
const meetingWidth = 640

func newMeeting(w *Window) *meeting {
	m := &meeting{w: w, stage: newFaint(""), bar: widget.NewProgressBar(), box: container.New(usual)}
	m.bar.TextFormatter = func() string { return "" }
	m.bar.Hide()
	return m
}

// app returns what the two computers ask and tell.
func (m *meeting) app() app.Meeting {
	return app.Meeting{Confirm: m.confirm, Progress: m.progress, NoWait: true}
}

// progress shows how far it is.
func (m *meeting) progress(p app.Progress) {
	m.w.onWindow(func() {
		if p.Stage == app.StageComparing {
			return // the pictures are there
		}
		m.box.Objects = []fyne.CanvasObject{m.stage, m.bar}
		setStyled(m.stage, p.Stage.Text())
		m.bar.Hidden = p.Total == 0
		if p.Total > 0 {
			m.bar.SetValue(float64(p.Done) / float64(p.Total))
		}
		m.box.Refresh()
		m.w.refit(m.sheet)
	})
}

// confirm shows the pictures and waits for an answer. It is called on the goroutine of
// the meeting.
func (m *meeting) confirm(ctx context.Context, c app.Comparison) (bool, error) {
	answer := make(chan bool, 1)
	m.w.onWindow(func() { m.ask(c, answer) })
	select {
	case same := <-answer:
		return same, nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

// ask shows the pictures; the answer goes to the channel.
func (m *meeting) ask(c app.Comparison, answer chan<- bool) {
	if m.asked != nil {
		m.asked()
	}
	who := c.Who
	if who == "" {
		who = words.Text("people.emoji.other")
	}
	reply := func(same bool) func() {
		return func() {
			select {
			case answer <- same:
			default: // it was pressed twice
			}
			m.box.Objects = []fyne.CanvasObject{m.stage}
			setStyled(m.stage, app.StageAdmitting.Text())
			m.box.Refresh()
			m.w.refit(m.sheet)
		}
	}
	yes := newPrimary(words.Text("people.emoji.yes"), theme.ConfirmIcon(), reply(true))
	no := newButton(words.Text("people.emoji.no"), nil, reply(false))
	m.box.Objects = []fyne.CanvasObject{
		newSection(words.Text("people.emoji.title")), newText(words.Text("people.emoji.text", shorten(who, 60))),
		newEmoji(c), container.New(newFlow(), yes, no),
	}
	m.box.Refresh()
	m.w.refit(m.sheet)
	m.w.win.Canvas().Focus(no) // so that Enter pressed too early says no
	m.w.speech.say(emojiNames(c), true)
}

// newEmoji is the seven pictures with their names below, for whoever cannot see them.
func newEmoji(c app.Comparison) fyne.CanvasObject {
	row := container.New(newFlow())
	for _, e := range c.Emoji {
		picture := canvas.NewText(e.Symbol, color.Black)
		picture.TextSize = 2 * theme.Size(theme.SizeNameHeadingText)
		picture.Alignment = fyne.TextAlignCenter
		ground := canvas.NewRectangle(color.White) // some pictures are dark
		ground.CornerRadius = 12
		row.Add(container.New(minWidth(78), container.NewVBox(
			container.NewCenter(container.NewStack(ground, container.New(inset{6, 0}, picture))), container.NewCenter(newFaintLine(e.Name)))))
	}
	return row
}

func emojiNames(c app.Comparison) string {
	names := make([]string, len(c.Emoji))
	for i, e := range c.Emoji {
		names[i] = e.Name
	}
	return strings.Join(names, ", ")
}
