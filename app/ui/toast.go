package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app"
	"kith/app/words"
)

// toastTime is how long a toast stays. It is long because reading may be hard
// today, and what it offers is in the menu as well.
const toastTime = 10 * time.Second

// successColour marks what went well.
const successColour = theme.ColorNameSuccess

// toast says what was just done, at the bottom of the page.
type toast struct {
	shell *shell
	box   fyne.CanvasObject
	stop  func()
}

// toast shows text, in place of a toast that may be there, with an Undo that
// calls undo, or without one if it is nil.
func (w *Window) toast(text string, undo func()) {
	if undo == nil {
		w.showToast(text, successColour)
		return
	}
	w.showToast(text, successColour, newButton(words.Text("window.undo"), theme.ContentUndoIcon(), func() {
		w.shell.closeToast()
		undo()
	}))
}

// showError shows what err means in a toast, and on the unlock page in a sheet.
func (w *Window) showError(err error) {
	x := app.Explain(err).InWindow()
	text := x.What
	for _, more := range []string{x.Means, x.Do} {
		if more != "" {
			text += "\n" + more
		}
	}
	if w.shell == nil {
		w.openSheet(&sheet{title: words.Text("window.error"), body: newText(text)})
		return
	}
	w.showToast(text, theme.ColorNameError)
}

func (w *Window) showToast(text string, colour fyne.ThemeColorName, actions ...fyne.CanvasObject) {
	s := w.shell
	s.closeToast()
	w.speech.say(text, true)
	t := &toast{shell: s}
	label := newText(text)
	size := fyne.MeasureText(longestLine(text), theme.Size(theme.SizeNameText), fyne.TextStyle{})
	actions = append(actions, newQuiet("", theme.CancelIcon(), t.close))
	ground, edge := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	paint := func() {
		ground.FillColor = theme.Color(theme.ColorNameInputBackground)
		ground.StrokeColor = theme.Color(theme.ColorNameInputBorder)
		ground.StrokeWidth, ground.CornerRadius = 1, 8
		edge.FillColor = theme.Color(colour)
		edge.SetMinSize(fyne.NewSize(4, 0))
	}
	paint()
	row := container.NewBorder(nil, nil, edge, container.NewCenter(container.NewHBox(actions...)),
		container.New(minWidth(min(size.Width+40, 560)), label))
	t.box = newThemed(container.NewStack(ground, container.NewPadded(row)), paint)
	s.toast = t
	s.toasts.Objects = []fyne.CanvasObject{t.box, newSpace(8)}
	s.toasts.Refresh()
	t.stop = w.after(toastTime, func() {
		if s.toast == t {
			t.close()
		}
	})
}

func (s *shell) closeToast() {
	if s.toast != nil {
		s.toast.close()
	}
}

func (t *toast) close() {
	t.stop()
	t.shell.toast = nil
	t.shell.toasts.Objects = nil
	t.shell.toasts.Refresh()
}

func longestLine(text string) string {
	longest, line := "", ""
	for _, r := range text + "\n" {
		if r != '\n' {
			line += string(r)
			continue
		}
		if len(line) > len(longest) {
			longest = line
		}
		line = ""
	}
	return longest
}
