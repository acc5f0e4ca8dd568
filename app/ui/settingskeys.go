package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
	"kith/app/words"
)

// passphraseFields ask for a new passphrase twice and show how strong it is.
type passphraseFields struct {
	first, again *entry
	show         *check
	meter        *meter
	differs      *notice
	resized      func() // what was said beside them came or went
}

// newPassphraseFields makes the two fields; changed is called when either changes,
// submitted when Enter is pressed in the second. shown are other fields that the
// check below them shows as well.
func newPassphraseFields(changed, submitted, resized func(), shown ...*entry) *passphraseFields {
	n := &passphraseFields{
		first: newHidden(), again: newHidden(), meter: newMeter(), differs: newNotice(theme.ColorNameError), resized: resized,
	}
	n.show = newReveal(append(shown, n.first, n.again)...)
	n.first.OnChanged = func(string) { n.refresh(); changed() }
	n.again.OnChanged = n.first.OnChanged
	n.first.OnSubmitted = func(string) { n.first.giveFocus(n.again) }
	n.again.OnSubmitted = func(string) { submitted() }
	return n
}

// fields returns the two fields with their names.
func (n *passphraseFields) fields() []fyne.CanvasObject {
	return []fyne.CanvasObject{
		newField(words.Text("settings.passphrase.new"), container.New(usual, n.first, container.New(inset{8, 2}, n.meter.box)), ""),
		newField(words.Text("settings.passphrase.again"), n.again, ""), n.differs.box, n.show,
	}
}

func (n *passphraseFields) value() view.NewPassphrase {
	return view.NewPassphrase{First: n.first.Text, Again: n.again.Text}
}

func (n *passphraseFields) refresh() {
	n.meter.set(n.value().Strength())
	if differs := n.value().Differs(); differs != n.differs.box.Visible() {
		if differs {
			n.differs.show(words.Text("settings.passphrase.differs"))
		} else {
			n.differs.hide()
		}
	}
	n.resized()
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
	current := newHidden()
	var f *form
	n := newPassphraseFields(func() { f.changed() }, func() { f.yes.press() }, func() { w.refit(f.sheet) }, current)
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
	f.open(first, current, n.first, n.again, n.show)
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
	}, newBold(way.Title), newText(way.Known), newText(way.Means))
	f.yes.Importance = widget.DangerImportance
	f.open(nil)
}
