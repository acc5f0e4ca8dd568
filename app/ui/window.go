package ui

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"kith/app"
	"kith/app/desk"
	"kith/app/speak"
	"kith/app/suspend"
	"kith/app/view"
	"kith/app/words"
)

// Config is what the window takes from where it was started.
type Config struct {
	Vault   string // the folder of the journal, made by the first run if missing
	Chosen  bool   // this start says so; otherwise the folder chosen last in the window counts
	Options app.Options
	// Language is the locale of the surroundings, "" for that of the computer; what
	// was chosen in the window counts more.
	Language string
}

// Window is the window and what is open in it. Its fields and methods belong to
// the window's goroutine.
type Window struct {
	config     Config
	fyne       fyne.App
	win        fyne.Window
	appearance appearance

	app     *app.App // nil while locked
	front   front    // what is shown while locked, else nil
	shown   view.Shown
	shell   *shell
	sheets  []*sheet
	menu    *mainMenu
	looks   uint64 // counts changes of colours and sizes
	version uint64 // counts changes of the journal and of what is shown

	inline bool // tests: work runs at once, in the caller
	ctx    context.Context
	cancel context.CancelFunc
	tasks  sync.WaitGroup
	// working counts the tasks under way that show how far they have got.
	working int
	again   bool // the window was locked: Run starts the program anew

	reminders reminders
	desk      func(context.Context) desk.Services // asks the desktop what it offers; nil: it offers nothing
	inTray    bool

	syncing *app.Sync // what is listened to
	syncDue bool      // something came from elsewhere and is shown soon

	idle   idleClock
	sleep  *suspend.Watcher // nil in tests
	low    bool             // low-energy mode
	speech speech
	// openSpeaker is speak.Open, or what a test has in its place.
	openSpeaker func(language string) (speak.Speaker, error)
	copied      string // what Kith put into the clipboard, "" for nothing
	copies      int    // how often it put something there
	// timers is in the place of after in a test; nil otherwise.
	timers func(time.Duration, func()) (stop func())

	forms   entryForms     // of entries
	keepers []*draftKeeper // of what is being typed
}

// newWindow makes the window without showing it.
func newWindow(a fyne.App, config Config) *Window {
	w := &Window{config: config, fyne: a, appearance: appearance{a}, openSpeaker: speak.Open}
	w.speech = speech{w: w, stop: func() {}}
	w.ctx, w.cancel = context.WithCancel(context.Background())
	w.useLanguage()
	w.appearance.apply()
	a.Settings().AddListener(func(fyne.Settings) { w.looks++ })
	w.win = a.NewWindow(words.Text("window.title"))
	w.win.SetMaster()
	w.win.SetPadded(false)
	w.win.Resize(w.appearance.size())
	w.win.CenterOnScreen()
	w.win.SetCloseIntercept(w.closeWindow)
	w.win.SetOnDropped(w.dropped)
	w.win.Canvas().SetOnTypedKey(w.typedKey)
	if c, ok := w.win.Canvas().(desktop.Canvas); ok {
		c.SetOnKeyDown(func(*fyne.KeyEvent) { w.idle.touch() })
	}
	w.menu = newMainMenu(w)
	return w
}

// start shows the first frame: the first run, or the unlock page.
func (w *Window) start() {
	w.setFront(newFront(w))
}

// front is what fills the window while no journal is open.
type front interface {
	content() fyne.CanvasObject
	focus() fyne.Focusable // where typing goes first; may be nil
	escape()               // Esc was pressed and no sheet was open
}

// Further things a front may do.
type (
	// closer has something open.
	closer interface{ close() error }
	// topper shows its beginning first, wherever the focus is.
	topper interface{ top() }
)

// setFront fills the window with f.
func (w *Window) setFront(f front) {
	w.front = f
	w.closeSheets()
	w.shell = nil
	w.win.SetContent(f.content())
	w.win.Canvas().SetOnTypedKey(func(key *fyne.KeyEvent) {
		if key.Name == fyne.KeyEscape && !w.closeTop() {
			f.escape()
		}
	})
	if first := f.focus(); first != nil {
		w.win.Canvas().Focus(first)
	}
	if t, ok := f.(topper); ok {
		t.top()
	}
	w.menu.refresh()
}

// enter shows the journal that was opened.
func (w *Window) enter(a *app.App) {
	w.app, w.front = a, nil
	w.closeSheets()
	w.shown = view.NewShown(a.Persons())
	w.shell = newShell(w)
	w.win.SetContent(newPresence(w.shell.root, &w.idle))
	w.win.Canvas().SetOnTypedKey(w.typedKey)
	w.idle.start(w)
	w.watchBackups()
	w.comfort()
	w.show(w.openPage())
	w.offerDraft()
	w.reminders.start(w)
	w.startSync()
	w.menu.refresh()
}

// leave closes the journal. Whoever calls it puts something else in front, or
// ends the program.
func (w *Window) leave() error {
	w.idle.stop()
	w.reminders.end()
	w.keepDrafts()
	w.cancelTasks()
	w.keepers = nil
	w.speech.forget()
	w.forget()
	w.forms = entryForms{}
	if c, ok := w.front.(closer); ok {
		w.front = nil
		return c.close()
	}
	if w.app == nil {
		return nil
	}
	a := w.app
	w.app, w.syncing = nil, nil
	return a.Close()
}

// quit ends the program, after asking if something is not saved.
func (w *Window) quit() {
	w.askUnsaved("unlock.unsaved.quit", w.quitNow)
}

// quitNow ends the program. What was acknowledged is on the disk already.
func (w *Window) quitNow() {
	w.appearance.setSize(w.win.Canvas().Size())
	if err := w.leave(); err != nil {
		fyne.LogError("close", errClosing) // without the cause, which may hold words of a record
	}
	w.fyne.Quit()
}

// typedKey takes the keys that no control wanted.
func (w *Window) typedKey(key *fyne.KeyEvent) {
	w.idle.touch()
	if key.Name == fyne.KeyEscape && !w.closeTop() && w.shell != nil {
		w.shell.escape()
	}
}

// dropped takes files that were dropped onto the window.
func (w *Window) dropped(_ fyne.Position, files []fyne.URI) {
	if w.app == nil || len(w.sheets) > 0 || w.attachDropped(files) {
		return
	}
	for _, p := range w.shell.pages {
		if d, ok := p.(dropper); ok {
			d.dropped(files)
			return
		}
	}
	w.show("import")
	if d, ok := w.shell.pages["import"].(dropper); ok {
		d.dropped(files)
	}
}

// changed says that the journal was changed: the page in front shows it now, the
// others when they come to the front.
func (w *Window) changed() {
	w.version++
	w.shell.reload()
}

// setShown changes whose entries are shown.
func (w *Window) setShown(s view.Shown) {
	w.shown = s
	w.version++
	w.shell.refreshPerson()
	w.shell.reload()
}

// now is the time by the journal's clock.
func (w *Window) now() time.Time {
	if w.app != nil {
		return w.app.Now()
	}
	if w.config.Options.Now != nil {
		return w.config.Options.Now()
	}
	return time.Now()
}
