package ui

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// openInvite invites somebody to a record.
func (w *Window) openInvite(p app.Person) {
	var f *form
	r := newRoleFields(func() {
		if f != nil {
			f.changed()
			w.refit(f.sheet)
		}
	})
	history, historyLine := newTick(words.Text("people.invite.history"), nil)
	history.SetChecked(true)
	f = newForm(w, words.Text("people.invite.title", shorten(p.Name, 40)), words.Text("people.invite.explain"), words.Text("people.invite.yes"), func() {
		role, categories, _ := r.chosen()
		invite := app.MemberInvite{Role: role, Categories: categories, NoHistory: !history.Checked}
		w.invited(f, func(ctx context.Context) (*app.Inviting, error) { return w.app.InviteMember(ctx, p, invite) })
	}, newField(words.Text("people.invite.role"), r.role, ""), r.box, historyLine)
	f.ready = func() bool { _, _, ok := r.chosen(); return ok }
	f.open(r.role, r.role)
}

// openDeviceAdd lets another computer of one's own in.
func (w *Window) openDeviceAdd() {
	var f *form
	all := w.app.Persons()
	checks := make([]*check, len(all))
	list := container.New(usual)
	for i, p := range all {
		var line fyne.CanvasObject
		checks[i], line = newTick(p.Name, func(bool) {
			if f != nil {
				f.changed()
			}
		})
		checks[i].SetChecked(true)
		list.Add(line)
	}
	chosen := func() (persons []app.Person) {
		for i, c := range checks {
			if c.Checked {
				persons = append(persons, all[i])
			}
		}
		return persons
	}
	f = newForm(w, words.Text("people.device.title"), words.Text("people.device.explain"), words.Text("people.invite.yes"), func() {
		persons := chosen()
		w.invited(f, func(ctx context.Context) (*app.Inviting, error) {
			return w.app.InviteDevice(ctx, app.DeviceInvite{Persons: persons})
		})
	}, list)
	f.ready = func() bool { return len(all) == 0 || len(chosen()) > 0 }
	f.open(f.yes)
}

// invited makes an invitation and shows it in place of the form.
func (w *Window) invited(f *form, make func(context.Context) (*app.Inviting, error)) {
	var offer *app.Inviting
	f.start("people.invite.making", false, func(ctx context.Context, _ *progress) (err error) {
		offer, err = make(ctx)
		return err
	}, func() {
		w.closeSheet(f.sheet)
		w.syncStarted()
		w.openOffer(offer)
	})
}

// openOffer shows an invitation and waits for the other computer.
func (w *Window) openOffer(offer *app.Inviting) {
	m := newMeeting(w)
	trouble := newNotice(theme.ColorNameError)
	what := container.New(usual, newText(words.Text("people.offer.qr")))
	if modules, err := offer.QR(); err == nil {
		what.Add(container.NewCenter(newQRCode(modules, 280)))
	}
	spelled := newMono(strings.Join(offer.Words, " "))
	spelled.Wrapping = fyne.TextWrapWord
	what.Add(newField(words.Text("people.offer.words"), spelled, ""))
	link := newButton(words.Text("people.offer.link"), theme.ContentCopyIcon(), func() {
		w.copy(offer.Link)
		w.toast(words.Text("people.offer.copied"), nil)
	})
	save := newQuiet(words.Text("people.offer.save"), theme.DocumentSaveIcon(), func() { w.saveCode(offer) })
	what.Add(container.New(newFlow(), link, save))
	expires := words.Text("people.offer.expires", view.DayTime(offer.Expires, w.now()))
	if offer.Purpose == app.ForDevice {
		expires += " " + words.Text("people.offer.open")
	} else {
		expires += " " + words.Text("people.offer.later")
	}
	what.Add(newFaint(expires))
	title := words.Text("people.device.title")
	if offer.Purpose == app.ForMember {
		title = words.Text("people.invite")
	}
	s := &sheet{title: title, width: meetingWidth, first: link}
	m.sheet = s
	m.asked = what.Hide
	s.body = newScroll(container.New(usual, what, m.box, trouble.box))
	s.unsaved = func() bool { return offer.Purpose == app.ForDevice } // it ends with the sheet
	var admitted *app.Admitted
	cancel := func() {}
	s.closed = func() {
		cancel()
		w.run(task{do: func(context.Context, *progress) error { return offer.Close() }})
		w.changed()
	}
	w.openSheet(s)
	cancel = w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			admitted, err = offer.Wait(ctx, m.app())
			return err
		},
		then: func(err error) {
			if !slices.Contains(w.sheets, s) || errors.Is(err, context.Canceled) {
				return
			}
			m.box.RemoveAll()
			if err != nil {
				what.Hide()
				trouble.show(explained(err))
				w.refit(s)
				return
			}
			w.closeSheet(s)
			w.toast(admittedText(admitted), nil)
		},
	})
}

func admittedText(a *app.Admitted) string {
	who := a.Member
	if who == "" {
		who = a.Device.Label()
	}
	if a.Complete {
		return words.Text("people.offer.done", shorten(who, 60))
	}
	return words.Text("people.offer.admitted", shorten(who, 60))
}

// saveCode writes the code of an invitation as a picture, to be sent or printed.
func (w *Window) saveCode(offer *app.Inviting) {
	w.askPath("people.offer.save", filepath.Join(w.homeFolder(), "invitation.png"), browseSave, func(path string) {
		w.run(task{
			do: func(context.Context, *progress) error {
				modules, err := offer.QR()
				if err != nil {
					return err
				}
				side := 8 * (len(modules) + 2*quietZone)
				var picture bytes.Buffer
				if err := png.Encode(&picture, drawQRCode(modules, side, side)); err != nil {
					return err
				}
				return app.WriteNew(path, picture.Bytes())
			},
			then: func(err error) {
				if err != nil {
					w.showError(err)
					return
				}
				w.toast(words.Text("people.offer.saved"), nil)
			},
		})
	})
}
