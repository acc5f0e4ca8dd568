package ui

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
	"kith/journal"
)

// bringPage is the import page. It shows one step of view.Bring at a time.
type bringPage struct {
	w     *Window
	model *view.Bring
	body  *fyne.Container
	check *bringCheck // what is seen before an import; nil at other steps
	work  *bringWork  // what is seen while a file is read; nil at other steps
	first fyne.Focusable
	job   *bringJob // what runs; nil if nothing does
	soon  func()    // calls off the refresh that is about to come; nil if none is
	a     *app.App  // whom the page was made for
	dir   string    // the folder of the file that was chosen last, "" if none was
}

// bringJob is something slow that the page waits for.
type bringJob struct{ cancel func() }

func newBringPage(w *Window) page {
	return &bringPage{w: w, a: w.app, model: view.NewBring(w.app), body: container.NewStack()}
}

func (p *bringPage) content() fyne.CanvasObject {
	return newPageBox(words.Text("bring.title"), nil, p.body)
}

func (p *bringPage) focus() fyne.Focusable { return p.first }

func (p *bringPage) reload() { p.show() }

// show brings the page up to date with the model.
func (p *bringPage) show() {
	s := p.model.Shown()
	if s.Step == view.BringAsk || s.Step == view.BringReady {
		p.work = nil
		if p.check == nil {
			p.check = newBringCheck(p, s)
			p.put(p.check.root, p.check.first)
		}
		p.check.update(s)
		return
	}
	p.check = nil
	switch s.Step {
	case view.BringReading, view.BringImporting:
		if p.work == nil || p.work.step != s.Step {
			p.work = newBringWork(p, s)
			p.put(p.work.root, p.work.cancel)
		}
		p.work.update(s)
		return
	case view.BringChoose:
		p.put(p.choose(s))
	case view.BringDone:
		p.put(p.done(s))
	case view.BringFailed:
		p.put(p.failed(s))
	}
	p.work = nil
}

// put fills the page. The focus goes to first if the page is in front.
func (p *bringPage) put(content fyne.CanvasObject, first fyne.Focusable) {
	p.body.Objects = []fyne.CanvasObject{content}
	p.body.Refresh()
	p.first = first
	if p.w.shell.front == "import" && first != nil && len(p.w.sheets) == 0 {
		p.w.win.Canvas().Focus(first)
	}
}

// owner is whose record a file is unless it says otherwise, "" to ask.
func (p *bringPage) owner() string {
	if one, ok := p.w.shown.Writer(); ok && !p.w.shown.IsEveryone() {
		return one.Name
	}
	return ""
}

// dropped implements dropper.
func (p *bringPage) dropped(files []fyne.URI) {
	p.w.show("import")
	paths := make([]string, 0, len(files))
	for _, file := range files {
		paths = append(paths, file.Path())
	}
	p.take(paths)
}

// take puts files into the queue and begins with the first if nothing else is
// being looked at.
func (p *bringPage) take(paths []string) {
	if err := p.model.Take(paths...); err != nil {
		p.w.showError(err)
		return
	}
	p.next()
}

// next looks into the file that waits longest.
func (p *bringPage) next() {
	if !p.model.Begin() {
		p.show()
		return
	}
	owner := p.owner()
	p.show()
	p.run(func(ctx context.Context, _ *progress) error { return p.model.Next(ctx, owner) }, p.count)
}

// run does something slow with the model, instead of what runs now, and shows
// what became of it; then is called unless it was cancelled or failed.
func (p *bringPage) run(do func(context.Context, *progress) error, then func()) {
	p.halt()
	job := new(bringJob)
	p.job = job
	job.cancel = p.w.run(task{
		do:     do,
		report: func(int64, int64) { p.showProgress() },
		then: func(err error) {
			newest := p.job == job
			if newest {
				p.job = nil
			}
			if !p.open() {
				p.model.Close()
				return
			}
			p.show()
			switch {
			case errors.Is(err, context.Canceled) && newest:
				p.count() // an import that was cancelled could be started again
			case errors.Is(err, context.Canceled):
			case err != nil:
				p.w.showError(err)
			case then != nil:
				then()
			}
		},
	})
}

// open reports whether the journal is still the one that the page is of.
func (p *bringPage) open() bool { return p.w.app == p.a && p.w.shell != nil }

// halt cancels what runs and calls off what is about to.
func (p *bringPage) halt() {
	if p.soon != nil {
		p.soon()
		p.soon = nil
	}
	if p.job != nil && p.job.cancel != nil {
		p.job.cancel()
	}
	p.job = nil
}

func (p *bringPage) showProgress() {
	if !p.open() {
		return
	}
	s := p.model.Shown()
	switch {
	case p.check != nil:
		p.check.showCounts(s)
	case p.work != nil:
		p.work.update(s)
		p.w.idle.touch() // locking would take the import back
	}
}

// count says what an import would do, as soon as nothing is asked any more.
func (p *bringPage) count() {
	if p.model.Shown().Step == view.BringReady {
		p.run(p.counting, nil)
	}
}

func (p *bringPage) counting(ctx context.Context, done *progress) error {
	return p.model.Count(ctx, done.show)
}

// edited shows what a change brings about, at once.
func (p *bringPage) edited() {
	p.halt()
	p.show()
	p.run(func(ctx context.Context, _ *progress) error { return p.model.Refresh(ctx) }, p.count)
}

// bringTypingPause is how long typing must rest before its effect is looked up.
const bringTypingPause = 400 * time.Millisecond

// typed is edited for what is typed letter by letter.
func (p *bringPage) typed() {
	p.halt()
	p.check.update(p.model.Shown())
	p.soon = p.w.after(bringTypingPause, func() {
		if p.open() {
			p.edited()
		}
	})
}

// begin imports the file.
func (p *bringPage) begin() {
	p.halt()
	if !p.model.Start() {
		return
	}
	p.show()
	p.run(func(ctx context.Context, done *progress) error { return p.model.Import(ctx, done.show) }, p.imported)
}

// imported says what became of it.
func (p *bringPage) imported() {
	s := p.model.Shown()
	p.journalChanged()
	if s.Step == view.BringDone && s.Summary.Imported > 0 {
		p.w.toast(words.Text("bring.toast", words.Count(int64(s.Summary.Imported), "record")), p.undo(s.Act))
	}
}

// journalChanged shows entries and persons that came or went.
func (p *bringPage) journalChanged() {
	p.w.setShown(p.w.shown.With(p.w.app.Persons()))
}

// look shows the timeline of those whose records something was imported into.
func (p *bringPage) look(names []string) {
	shown := p.w.shown.Everyone()
	if len(names) == 1 {
		if one, err := p.a.Person(names[0]); err == nil {
			shown = p.w.shown.Only(one)
		}
	}
	p.w.setShown(shown)
	p.w.do("list")
}

// undo returns what takes an import back, also when the page has gone on.
func (p *bringPage) undo(act journal.ID) func() {
	return func() {
		p.w.run(task{
			do: func(ctx context.Context, _ *progress) error { return p.model.Undo(ctx, act) },
			then: func(err error) {
				switch {
				case !p.open():
				case err != nil && !errors.Is(err, journal.ErrNothing): // taken back by other means is what was wanted
					p.w.showError(err)
				default:
					p.journalChanged()
					p.w.toast(words.Text("bring.undone"), nil)
				}
			},
		})
	}
}

// removeAdded erases the persons that an import added and that nothing is known of
// any more.
func (p *bringPage) removeAdded() {
	p.w.ask(words.Text("bring.remove.title"), words.Text("bring.remove.ask"), words.Text("bring.remove"), func() {
		p.run(func(ctx context.Context, _ *progress) error { return p.model.RemoveAdded(ctx) }, p.journalChanged)
	})
}

// leave lets go of the file; another that waits comes next.
func (p *bringPage) leave() {
	p.halt()
	p.model.Leave()
	p.next()
}

// again looks into the file once more.
func (p *bringPage) again() {
	p.model.Again()
	p.next()
}

// escape implements escaper: it stops what runs, or goes one step back.
func (p *bringPage) escape() {
	switch p.model.Shown().Step {
	case view.BringReading, view.BringImporting:
		p.work.stopping()
		if p.job != nil && p.job.cancel != nil {
			p.job.cancel()
		}
	case view.BringAsk, view.BringReady:
		if p.w.win.Canvas().Focused() != nil {
			p.w.win.Canvas().Unfocus() // what was answered so far is not thrown away by one key
			return
		}
		p.leave()
	case view.BringDone, view.BringFailed:
		p.leave()
	default:
		p.w.win.Canvas().Unfocus()
	}
}
