package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app"
	"kith/app/desk"
	"kith/app/view"
	"kith/app/words"
)

// reminders show that something is due, while a journal is open: as a notification of
// the desktop, whose words are always the same, and as a strip on the page of the day.
type reminders struct {
	w    *Window
	stop func()
	// step is what was decided last, and settings the rules it was decided by.
	step     app.RemindStep
	on       bool
	version  uint64    // of the journal then
	looked   time.Time // by the wall clock
	services desk.Services
	asked    bool // the desktop was asked what it offers
	told     bool // that reminders cannot be read
}

const (
	// remindPulse is how often the clock is compared with when something is due: the
	// time is compared, not counted, so that waking from sleep shows one reminder.
	remindPulse = 15 * time.Second
	// remindAnew is after how long everything is read again even if nothing is due.
	remindAnew = 10 * time.Minute
)

// start looks at once, and then again and again until stop.
func (r *reminders) start(w *Window) {
	*r = reminders{w: w, services: r.services, asked: r.asked}
	r.look()
	r.next()
	if r.asked || w.desk == nil {
		return
	}
	r.asked = true
	var found desk.Services
	w.run(task{
		do: func(ctx context.Context, _ *progress) error {
			found = w.desk(ctx)
			return nil
		},
		then: func(error) {
			r.services = found
			w.updateTray()
		},
	})
}

func (r *reminders) next() {
	r.stop = r.w.after(remindPulse, func() {
		r.tick()
		r.next()
	})
}

// tick looks if something may be due, the journal changed, or the clock was set.
func (r *reminders) tick() {
	now := time.Now().Round(0)
	due := !r.step.Next.IsZero() && !r.w.now().Before(r.step.Next)
	if due || r.version != r.w.version || now.Before(r.looked) || now.Sub(r.looked) > remindAnew {
		r.look()
	}
}

func (r *reminders) end() {
	if r.stop != nil {
		r.stop()
	}
}

// look decides anew, and shows a reminder if it is time for one.
func (r *reminders) look() {
	w, a := r.w, r.w.app
	r.looked, r.version = time.Now().Round(0), w.version
	var step app.RemindStep
	on := false
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			if step, err = a.RemindNow(ctx); err != nil {
				return err
			}
			settings, err := a.Settings()
			on = settings.Remind
			return err
		},
		then: func(err error) {
			if w.app != a || w.shell == nil {
				return
			}
			if err != nil {
				if !r.told && w.ctx.Err() == nil {
					r.told = true
					w.showError(err)
				}
				return
			}
			r.step, r.on = step, on
			if step.Show && r.services.Notifications == nil {
				w.fyne.SendNotification(fyne.NewNotification(words.Text("window.title"), words.Text("remind.notification")))
			}
			r.show()
		},
	})
}

// show shows the strip, if the page of the day is there.
func (r *reminders) show() {
	if p, ok := r.w.shell.pages["today"].(*todayPage); ok {
		p.strip.renew(r)
	}
}

// putOff puts off what waits.
func (r *reminders) putOff(s app.Snooze) {
	w, a := r.w, r.w.app
	var until time.Time
	var n int
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			until, n, err = a.PutOff(ctx, s)
			return err
		},
		then: func(err error) {
			switch {
			case w.app != a || w.shell == nil:
			case err != nil:
				w.showError(err)
			default:
				r.look()
				if n > 0 {
					w.toast(view.PutOff(until, w.now()), nil)
				}
			}
		},
	})
}

// remindStrip says on the page of the day that something waits.
type remindStrip struct {
	text *notice
	box  *fyne.Container
}

func newRemindStrip(w *Window) *remindStrip {
	s := &remindStrip{text: newNotice(theme.ColorNamePrimary)}
	acts := container.NewHBox()
	for _, snooze := range app.Snoozes() {
		acts.Add(newButton(words.Text("remind.snooze."+string(snooze)), nil, func() { w.reminders.putOff(snooze) }))
	}
	s.box = container.NewBorder(nil, nil, nil, container.NewCenter(acts), s.text.box)
	s.box.Hide()
	if w.shell != nil {
		s.renew(&w.reminders)
	}
	return s
}

func (s *remindStrip) renew(r *reminders) {
	text := ""
	if r.on {
		text = view.Waiting(r.step.Waiting)
	}
	s.text.show(text)
	if s.box.Hidden != (text == "") {
		s.box.Hidden = text == ""
		s.box.Refresh()
	}
}
