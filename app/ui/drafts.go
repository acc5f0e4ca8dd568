package ui

import (
	"context"
	"slices"
	"sync"
	"time"

	"kith/app"
	"kith/app/words"
)

// What was typed and not saved is kept in the journal's folder, sealed, a moment
// after typing rests: a crash, a lock or an empty battery loses at most that moment.
// Who shows it says what there is to keep, and drops it when it was saved.

// draftPause is how long typing rests before it is kept.
const draftPause = 400 * time.Millisecond

// draftKeeper keeps one thing that is being typed.
type draftKeeper struct {
	w   *Window
	key string
	// read says what there is to keep; nil is nothing.
	read func() []byte

	stop  func()
	dirty bool // something was typed since it was kept last
	told  bool // that it could not be kept

	mu      sync.Mutex
	asked   int // how often it was to be written
	written int // which of these is on the disk, so that an old one does not come after a new one
	failed  bool
}

// newDraftKeeper returns a keeper under a key; see [app.App.KeepDraft].
func (w *Window) newDraftKeeper(key string, read func() []byte) *draftKeeper {
	k := &draftKeeper{w: w, key: key, read: read, stop: func() {}}
	w.keepers = append(w.keepers, k)
	return k
}

// typed says that something was typed.
func (k *draftKeeper) typed() {
	k.dirty = true
	k.stop()
	k.stop = k.w.after(draftPause, k.keep)
}

// keep writes what there is, if it is not written yet.
func (k *draftKeeper) keep() {
	k.stop()
	if k.dirty {
		k.dirty = false
		k.write(k.read())
	}
}

// kept reports whether all that was typed is on the disk, so that locking does not
// lose it.
func (k *draftKeeper) kept() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return !k.dirty && k.written == k.asked && !k.failed
}

// drop forgets what was kept: it was saved, or is not wanted.
func (k *draftKeeper) drop() {
	k.stop()
	k.dirty = false
	k.write(nil)
}

func (k *draftKeeper) write(data []byte) {
	a := k.w.app
	if a == nil {
		return
	}
	k.mu.Lock()
	k.asked++
	number := k.asked
	k.mu.Unlock()
	k.w.run(task{
		do: func(context.Context, *progress) error { // also when the journal is being closed
			k.mu.Lock()
			defer k.mu.Unlock()
			if number < k.written {
				return nil
			}
			k.written = number
			err := a.KeepDraft(k.key, data)
			k.failed = err != nil
			return err
		},
		then: func(err error) {
			if err != nil && !k.told && k.w.shell != nil {
				k.told = true
				k.w.showError(err)
			}
		},
	})
}

// close ends the keeping; what was kept stays.
func (k *draftKeeper) close() {
	k.keep()
	k.w.keepers = slices.DeleteFunc(k.w.keepers, func(other *draftKeeper) bool { return other == k })
}

// keepDrafts writes everything that is being typed, before the journal is closed.
func (w *Window) keepDrafts() {
	for _, k := range w.keepers {
		k.keep()
	}
}

// readDrafts calls then with what was typed and not saved when the journal was open
// last, the newest first.
func (w *Window) readDrafts(then func([]app.Draft)) {
	var drafts []app.Draft
	a := w.app
	w.run(task{
		do: func(context.Context, *progress) (err error) {
			drafts, err = a.Drafts()
			return err
		},
		then: func(err error) {
			switch {
			case w.app != a || w.shell == nil:
			case err != nil:
				w.showToast(words.Text("window.drafts", explained(err)), successColour)
			default:
				then(drafts)
			}
		},
	})
}
