package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// newRemindCard is the part of the settings about reminders. What it shows is as the
// settings were when it was made; renew reads them anew.
func newRemindCard(w *Window) (card fyne.CanvasObject, renew func()) {
	missing := newNotice(theme.ColorNameWarning)
	trouble := newNotice(theme.ColorNameError)
	rows := container.New(usual)
	names := []string{"remind", "quiet_from", "quiet_to", "checkin_at", "tray"}
	set := func(name, value string) {
		a := w.app
		w.run(task{
			do: func(context.Context, *progress) error {
				_, _, err := a.Setting(name, value)
				return err
			},
			then: func(err error) {
				if w.app != a || w.shell == nil {
					return
				}
				trouble.hide()
				if err != nil {
					trouble.show(explained(err))
				}
				w.updateTray()
				w.reminders.look()
			},
		})
	}
	renew = func() {
		settings, err := w.app.Settings()
		if err != nil {
			trouble.show(explained(err))
		}
		rows.Objects = nil
		for _, key := range app.SettingKeys() {
			if !slices.Contains(names, key.Name) {
				continue
			}
			if value := key.Get(&settings); value == "on" || value == "off" && key.Name != "checkin_at" {
				box, row := newTick(words.Text("setting."+key.Name), nil)
				box.Checked = value == "on"
				box.OnChanged = func(on bool) { set(key.Name, map[bool]string{true: "on", false: "off"}[on]) }
				rows.Add(row)
				continue
			}
			field := newEntry()
			field.Text = key.Get(&settings)
			field.OnSubmitted = func(text string) { set(key.Name, text) }
			field.onFocus = func(has bool) {
				if !has {
					field.OnSubmitted(field.Text)
				}
			}
			rows.Add(newRow(newText(words.Text("setting."+key.Name)), container.New(minWidth(90), field)))
		}
		missing.hide()
		for i, line := range view.Desktop(w.reminders.services) {
			if i > 0 {
				line = missing.text.Text + "\n" + line
			}
			missing.show(line)
		}
		rows.Refresh()
	}
	return newSettingsCard("remind.settings", rows, trouble.box, missing.box), renew
}
