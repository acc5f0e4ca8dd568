package ui

import (
	"context"
	"time"

	"kith/app"
	"kith/app/view"
)

// syncPause is the least time between two looks at what came from elsewhere: a long
// transfer changes something many times a second.
const syncPause = 2 * time.Second

// startSync keeps the records the same as on the other devices while the journal is
// open, if there are others and it is switched on.
func (w *Window) startSync() {
	if w.inline {
		return // tests have no network
	}
	var due bool
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			status, err := w.app.SyncStatus(ctx)
			if due = err == nil && status.On; !due {
				return err
			}
			_, err = w.app.StartSync(context.WithoutCancel(ctx), app.SyncOptions{}) // ends with the journal
			return err
		},
		then: func(err error) {
			switch {
			case err != nil:
				w.showError(err)
			case due:
				w.syncStarted()
			}
		},
	})
}

// markSync shows in the rail how the records stand elsewhere.
func (w *Window) markSync() {
	people := view.NewPeople(w.app)
	var mark view.SyncMark
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			mark, err = people.Mark(ctx)
			return err
		},
		then: func(err error) {
			if err != nil || w.shell == nil {
				return // the page says what is wrong
			}
			item := w.shell.sync
			item.text, item.icon, item.Hidden = mark.Text, stateIcon(mark.State), !mark.Shown
			item.Refresh()
		},
	})
}

// syncStarted shows what comes from elsewhere from now on.
func (w *Window) syncStarted() {
	a := w.app
	s := a.Syncing()
	if s == nil || w.syncing == s {
		return
	}
	w.syncing = s
	w.markSync()
	s.Watch(func() {
		w.onWindow(func() {
			if w.app != a || w.syncDue {
				return
			}
			w.syncDue = true
			w.after(syncPause, func() {
				w.syncDue = false
				if w.app == a {
					w.changed()
					w.markSync()
				}
			})
		})
	})
}
