package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// openJoin follows an invitation.
func (w *Window) openJoin() {
	text, name, address := newMultiLine(), newEntry(), newEntry()
	text.SetMinRowsVisible(3)
	text.secret = true // whoever has it first is let in
	if now, err := w.app.DeviceName(); err == nil {
		name.SetText(now)
	}
	m := newMeeting(w)
	picture := newButton(words.Text("people.join.picture"), theme.FileImageIcon(), nil)
	paste := newQuiet(words.Text("people.join.paste"), theme.ContentPasteIcon(), func() { text.SetText(w.fyne.Clipboard().Content()) })
	var joined *app.Joined
	var f *form
	f = newForm(w, words.Text("people.join.title"), words.Text("people.join.explain"), words.Text("people.join.yes"), func() {
		o := app.JoinOptions{Meeting: m.app(), Name: strings.TrimSpace(name.Text)}
		if a := strings.TrimSpace(address.Text); a != "" {
			o.Addresses = strings.Fields(a)
		}
		typed := text.Text
		f.start("people.join.working", false, func(ctx context.Context, _ *progress) (err error) {
			joined, err = w.app.Join(ctx, typed, o)
			return err
		}, func() {
			w.closeSheet(f.sheet)
			w.personsChanged()
			w.syncStarted()
			w.toast(joinedText(joined), nil)
		})
	},
		newField(words.Text("people.join.text"), text, ""), container.New(newFlow(), picture, paste),
		newField(words.Text("people.join.name"), name, ""),
		newField(words.Text("people.join.address"), address, words.Text("people.join.address.why")))
	f.box.Add(m.box)
	m.sheet, f.sheet.width = f.sheet, meetingWidth
	m.asked = func() { f.work.Hide() }
	f.say = func(err error) string {
		m.box.RemoveAll() // it waits for nobody any more
		return explained(err)
	}
	picture.OnTapped = func() { w.readCode(f, func(link string) { text.SetText(link) }) }
	f.ready = func() bool { return strings.TrimSpace(text.Text) != "" }
	text.OnChanged = func(string) { f.changed() }
	f.open(text, text, picture, paste, name, address)
}

func joinedText(j *app.Joined) string {
	names := make([]string, len(j.Persons))
	for i, p := range j.Persons {
		names[i] = p.Name
	}
	if j.Complete {
		return words.Text("people.join.done", words.List(names))
	}
	return words.Text("people.join.coming", words.List(names))
}

// readCode asks for a picture and gives the link of the code in it to found.
func (w *Window) readCode(f *form, found func(link string)) {
	w.chooseFile(w.homeFolder(), func(path string) {
		var link string
		w.run(task{
			do: func(context.Context, *progress) (err error) {
				link, err = view.ReadCode(path)
				return err
			},
			then: func(err error) {
				if err != nil {
					f.fail(err)
					return
				}
				found(link)
			},
		})
	})
}
