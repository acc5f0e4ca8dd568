package ui

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
	"kith/journal"
)

// todayPage shows what a day asks for, the check-in, and what waits.
type todayPage struct {
	w       *Window
	model   *view.Today
	quick   *quickBar
	saver   *view.Quick
	title   *widget.RichText
	whose   *widget.RichText
	after   *button
	now     *button
	strip   *remindStrip
	tasks   *taskList
	checkin *checkinBox
	review  *reviewBox
	scroll  *container.Scroll

	stopLoad  func()
	stopPulse func()
	loads     int
	recalled  bool // what was filled in when the journal was open last was looked for
}

func newTodayPage(w *Window) page {
	p := &todayPage{w: w, model: view.NewToday(w.app), saver: view.NewQuick(w.app), stopLoad: func() {}, stopPulse: func() {}}
	p.quick = newQuickBar(w, todayDraft, p.saver, p.saveLine)
	keys := p.quick.line.onKey
	p.quick.line.onKey = func(key *fyne.KeyEvent) bool { return keys(key) || p.pageKey(key.Name) }
	p.title, p.whose = newTitle(""), newStyled("", sizeSmall, colorFaint, false)
	p.strip = newRemindStrip(w)
	p.tasks = newTaskList(p)
	p.checkin = newCheckinBox(p)
	p.review = newReviewBox(p)
	return p
}

func (p *todayPage) content() fyne.CanvasObject {
	before := newButton(words.Text("today.before"), theme.NavigateBackIcon(), func() { p.step(-1) })
	p.after = newButton(words.Text("today.after"), theme.NavigateNextIcon(), func() { p.step(1) })
	p.now = newButton(words.Text("today.now"), nil, func() { p.goTo(p.w.app.Day()) })
	head := container.NewBorder(nil, nil, container.New(tight, p.title, p.whose),
		container.NewCenter(container.NewHBox(before, p.now, p.after)))
	p.scroll = container.NewVScroll(container.New(&settingsColumns{least: 390},
		container.New(roomy, p.tasks.box, p.review.box), container.New(roomy, p.checkin.box)))
	top := container.New(stacked{func() float32 { return 4 }}, p.strip.box, p.quick.box)
	float := container.New(underLine{top}, p.quick.offer.box)
	return container.New(inset{20, 14}, container.NewBorder(container.NewVBox(head, newSpace(2)), nil, nil, nil,
		container.NewStack(container.NewBorder(top, nil, nil, nil, p.scroll), float)))
}

func (p *todayPage) focus() fyne.Focusable { return p.quick.line }

// unsaved implements drafter. What was filled in is kept as a draft as well; only the
// window asks.
func (p *todayPage) unsaved() bool {
	return strings.TrimSpace(p.quick.line.Text) != "" && !p.quick.draft.kept() || p.model.Typed()
}

func (p *todayPage) escape() { p.w.win.Canvas().Focus(p.quick.line) }

func (p *todayPage) reload() {
	p.quick.renew()
	p.model.SetPerson(p.w.shown.Writer())
	p.load()
}

func (p *todayPage) gone() bool {
	return p.w.shell == nil || p.w.shell.pages["today"] != page(p)
}

// load reads the day anew.
func (p *todayPage) load() {
	p.stopLoad()
	p.loads++
	load := p.loads
	person, ok := p.model.Person()
	if !ok {
		p.show()
		return
	}
	day := p.model.Day()
	var loaded *app.Today
	p.stopLoad = p.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			loaded, err = p.model.Load(ctx, person, day)
			return err
		},
		then: func(err error) {
			switch {
			case p.gone() || load != p.loads || errors.Is(err, context.Canceled):
			case err != nil:
				p.w.showError(err)
			case p.model.Show(loaded):
				p.show()
			default: // the day changed meanwhile
				p.load()
			}
		},
	})
}

// show shows what was loaded.
func (p *todayPage) show() {
	inside := p.checkin.hasFocus()
	setStyled(p.title, p.model.Title())
	setStyled(p.whose, p.model.Subtitle())
	setEnabled(p.after, !p.model.IsCurrent())
	p.now.Hidden = p.model.IsCurrent()
	p.recall()
	p.tasks.renew()
	p.review.renew()
	p.checkin.renew()
	if inside && !p.checkin.hasFocus() {
		p.checkin.focus(0)
	}
	p.refit()
	p.pulse()
	p.w.menu.refresh()
}

// recall fills in once what was filled in and not saved when the journal was open
// last.
func (p *todayPage) recall() {
	if p.recalled || !p.model.Loaded() {
		return
	}
	p.recalled = true
	p.w.readDrafts(func(drafts []app.Draft) {
		for _, d := range drafts {
			if d.Key == checkinDraft && p.model.Recall(d.Data) {
				p.checkin.renew()
			}
		}
	})
}

// refit lays the page out anew: once to wrap the texts to their width, and once more
// for the height that they have then.
func (p *todayPage) refit() {
	p.scroll.Content.Refresh()
	p.scroll.Refresh()
}

// todayPulse is how often the page looks whether it is out of date. The time is
// compared, not counted, so that a computer that slept shows the right day when it
// wakes.
const todayPulse = 20 * time.Second

// pulse looks again after a while.
func (p *todayPage) pulse() {
	p.stopPulse()
	p.stopPulse = p.w.after(todayPulse, func() {
		if p.gone() {
			return
		}
		p.tick()
		p.pulse()
	})
}

// tick brings the page up to date if time made it old. A check-in that was begun stays
// on its day.
func (p *todayPage) tick() {
	if !p.model.Stale() {
		return
	}
	if p.model.Filled() > 0 {
		p.model.Stay()
	}
	p.load()
}

// pageKey goes to another day and reports whether key is one for that.
func (p *todayPage) pageKey(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyPageUp:
		p.step(-1)
	case fyne.KeyPageDown:
		p.step(1)
	default:
		return false
	}
	return true
}

// step goes so many days on.
func (p *todayPage) step(by int) { p.goTo(p.model.Day() + journal.Date(by)) }

// goTo shows a day. What is filled in stays with its day.
func (p *todayPage) goTo(day journal.Date) {
	p.model.SetDay(day)
	p.load()
}

// done says what was written down, with Undo, and shows it everywhere.
func (p *todayPage) done(said string) {
	p.w.changed()
	p.w.toast(said, func() { p.w.undoAct(false) })
}

// act does something with the journal and says what.
func (p *todayPage) act(do func(context.Context, app.Person) (string, error)) {
	person, ok := p.model.Person()
	if !ok {
		return
	}
	var said string
	p.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			said, err = do(ctx, person)
			return err
		},
		then: func(err error) {
			switch {
			case p.gone():
			case err != nil:
				p.w.showError(err)
				p.load()
			default:
				p.done(said)
			}
		},
	})
}

// saveLine keeps a line of the quick bar.
func (p *todayPage) saveLine(line string, done func(error)) {
	person, ok := p.w.shown.Writer()
	if !ok {
		p.w.showError(app.ErrNoPersons)
		done(app.ErrNoPersons)
		return
	}
	var saved view.QuickSaved
	p.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			saved, err = p.saver.Save(ctx, person, line)
			return err
		},
		then: func(err error) {
			if p.gone() {
				return
			}
			done(err)
			switch {
			case saidByLine(err):
			case err != nil:
				p.w.showError(err)
			default:
				p.done(saved.Text)
			}
		},
	})
}

// today returns the page of the day if it is in front, else nil.
func (w *Window) today() *todayPage {
	if w.shell == nil || w.shell.front != "today" {
		return nil
	}
	p, _ := w.shell.pages["today"].(*todayPage)
	return p
}

// showToday brings the page of the day to the front; if it is there already, the focus
// stays.
func (w *Window) showToday() *todayPage {
	if p := w.today(); p != nil {
		return p
	}
	w.show("today")
	return w.today()
}

// openCheckin goes to the first line of the check-in.
func (w *Window) openCheckin() { w.showToday().checkin.focus(0) }

// repeatCheckin fills the check-in in as it was the last time.
func (w *Window) repeatCheckin() {
	w.openCheckin()
	w.today().checkin.fill()
}

// stepDay goes to another day.
func (w *Window) stepDay(by int) { w.showToday().step(by) }

// reviewDay says that the day is complete, or that it is not after all.
func (w *Window) reviewDay() { w.showToday().review.toggle() }

func canStepOn(w *Window) bool {
	p := w.today()
	return p != nil && !p.model.IsCurrent()
}
