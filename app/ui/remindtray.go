package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"kith/app/words"
)

// The tray keeps Kith running for its reminders while the window is closed, if there is
// a tray and the person wants that.

// tray returns what can put an icon into the tray, nil if nothing can.
func (w *Window) tray() desktop.App {
	if w.reminders.services.Tray != nil || !w.reminders.asked {
		return nil
	}
	a := w.fyne
	if c, ok := a.(calm); ok {
		a = c.App
	}
	d, _ := a.(desktop.App)
	return d
}

// updateTray shows the icon if the person wants it. Fyne cannot take it away again
// before the program ends.
func (w *Window) updateTray() {
	if w.app == nil || w.inTray {
		return
	}
	settings, err := w.app.Settings()
	d := w.tray()
	if err != nil || !settings.Tray || d == nil {
		return
	}
	item := func(key string, do func()) *fyne.MenuItem { return fyne.NewMenuItem(words.Text(key), do) }
	quit := item("command.quit", w.quitFromTray)
	quit.IsQuit = true
	d.SetSystemTrayIcon(w.fyne.Icon())
	d.SetSystemTrayMenu(fyne.NewMenu(words.Text("window.title"),
		item("remind.tray.open", w.open),
		item("command.lock", func() { w.open(); w.do("lock") }), quit))
	w.inTray = true
}

// open brings the window back.
func (w *Window) open() {
	w.win.Show()
	w.win.RequestFocus()
}

// quitFromTray shows the window, because it may have to ask something.
func (w *Window) quitFromTray() {
	w.open()
	w.quit()
}

// closeWindow is what the window's close button does.
func (w *Window) closeWindow() {
	if w.app == nil || !w.inTray {
		w.quit()
		return
	}
	if settings, err := w.app.Settings(); err != nil || !settings.Tray {
		w.quit()
		return
	}
	w.win.Hide()
}
