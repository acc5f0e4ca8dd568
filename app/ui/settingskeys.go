package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
	"kith/app/words"
)

// newPassphraseFields asks for a new passphrase twice and shows how strong it is.
type newPassphraseFields struct {
	first, again *entry
	bar          *widget.ProgressBar
	strength     *widget.RichText
	differs      *widget.RichText
}

// passphraseFields makes the two fields; changed is called when either changes,
// submitted when Enter is pressed in the second.
func passphraseFields(changed, submitted func()) *newPassphraseFields {
	n := &newPassphraseFields{first: newPassword(), again: newPassword(), bar: widget.NewProgressBar()}
	n.bar.TextFormatter = func() string { return "" }
	n.strength = newFaint(words.Text("settings.passphrase.nothing"))
	n.differs = newFaint("")
	n.first.OnChanged = func(string) { n.refresh(); changed() }
	n.again.OnChanged = n.first.OnChanged
	n.first.OnSubmitted = func(string) { fyne.CurrentApp().Driver().CanvasForObject(n.again).Focus(n.again) }
	n.again.OnSubmitted = func(string) { submitted() }
	return n
}

// fields returns the two fields with their names.
func (n *newPassphraseFields) fields() []fyne.CanvasObject {
	return []fyne.CanvasObject{
		newField(words.Text("settings.passphrase.new"), n.first, ""), n.bar, n.strength,
		newField(words.Text("settings.passphrase.again"), n.again, ""), n.differs,
	}
}

func (n *newPassphraseFields) value() view.NewPassphrase {
	return view.NewPassphrase{First: n.first.Text, Again: n.again.Text}
}

func (n *newPassphraseFields) refresh() {
	level, text := n.value().Strength()
	if text == "" {
		text = words.Text("settings.passphrase.nothing")
	}
	n.bar.SetValue(level)
	setStyled(n.strength, text)
	text = ""
	if n.value().Differs() {
		text = words.Text("settings.passphrase.differs")
	}
	setStyled(n.differs, text)
}

// openPassphrase changes the passphrase or, with add, adds one more.
func (w *Window) openPassphrase(add bool) {
	s := view.NewSettings(w.app)
	asks := true
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			asks, err = s.AsksCurrent(ctx)
			return err
		},
		then: func(err error) {
			if err != nil {
				w.showError(err)
				return
			}
			w.openPassphraseForm(s, add, asks)
		},
	})
}

func (w *Window) openPassphraseForm(s *view.Settings, add, asks bool) {
	key, act := "settings.passphrase.change", s.ChangePassphrase
	done := "settings.passphrase.changed"
	if add {
		key, act, done = "settings.passphrase.add", s.AddPassphrase, "settings.passphrase.added"
	}
	current := newPassword()
	var f *form
	n := passphraseFields(func() { f.changed() }, func() { f.yes.press() })
	fields := n.fields()
	explain := words.Text(key + ".explain")
	first := n.first
	if asks {
		fields = append([]fyne.CanvasObject{newField(words.Text("settings.passphrase.current"), current, "")}, fields...)
		first = current
	} else {
		explain = words.Text("settings.passphrase.forgotten") + " " + explain
	}
	f = newForm(w, words.Text(key), explain, words.Text(key+".yes"), func() {
		now, next := current.Text, n.value()
		f.start("settings.passphrase.working", false, func(ctx context.Context, _ *progress) error {
			return act(ctx, now, next)
		}, func() {
			w.closeSheet(f.sheet)
			w.changed()
			w.toast(words.Text(done), nil)
		})
	}, fields...)
	f.ready = func() bool { return n.value().Ready() && (!asks || current.Text != "") }
	current.OnChanged = func(string) { f.changed() }
	current.OnSubmitted = func(string) { w.win.Canvas().Focus(n.first) }
	f.open(first, current, n.first, n.again)
}

// openWayRemove removes a way to unlock.
func (w *Window) openWayRemove(way view.Way) {
	s := view.NewSettings(w.app)
	var f *form
	f = newForm(w, words.Text("settings.way.remove.title"), "", words.Text("settings.way.remove.yes"), func() {
		f.start("settings.way.removing", false, func(ctx context.Context, _ *progress) error {
			return s.RemoveWay(ctx, way.ID)
		}, func() {
			w.closeSheet(f.sheet)
			w.changed()
			w.toast(words.Text("settings.way.removed"), nil)
		})
	}, newBold(way.Title+" "+way.Mark), newText(way.Means))
	f.yes.Importance = widget.DangerImportance
	f.open(nil)
}
