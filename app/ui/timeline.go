package ui

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
	"kith/journal"
)

// timelinePage shows everything by day, newest first, under the quick line and the
// filter.
type timelinePage struct {
	w       *Window
	model   *view.Timeline
	quick   *quickBar
	filters *filterBar
	list    *timelineList
	summary *widget.RichText
	empty   *fyne.Container // in place of the list without rows

	stopLoad func()
	loads    int // counts loads, so that an old one does not come after a new one
	fetching bool
}

func newTimelinePage(w *Window) page {
	p := &timelinePage{w: w, model: view.NewTimeline(w.app), stopLoad: func() {}}
	p.quick = newQuickBar(w, lineDraft, view.NewQuick(w.app), p.save)
	p.filters = newFilterBar(w, p.filter)
	p.list = newTimelineList(p.model.Len, p.model.Row)
	p.list.scrolled = func(int, int) { p.fetch() }
	p.list.picked = func() { w.menu.refresh() }
	p.list.open = func(view.TimelineRow) { w.do("edit") }
	p.list.remove = p.remove
	p.list.menu = p.menu
	if !w.inline {
		p.list.after = w.after
	}
	p.summary = newStyled("", sizeSmall, colorFaint, false)
	p.empty = container.NewStack()
	return p
}

func (p *timelinePage) content() fyne.CanvasObject {
	head := container.New(newPageHead(), newTitle(words.Text("command.list")), p.summary, p.filters.search, p.filters.choice)
	top := container.New(stacked{func() float32 { return 2 }}, p.quick.box, p.filters.kinds, container.New(inset{0, 3}, newRule()))
	body := container.NewBorder(top, nil, nil, nil, container.NewStack(p.list, p.empty))
	float := container.New(underLine{p.quick.box}, p.quick.offer.box)
	return container.New(inset{20, 14}, container.NewBorder(container.NewVBox(head, newSpace(2)), nil, nil, nil,
		container.NewStack(body, float)))
}

// underLine puts its one object under another, which stands at the top of the page,
// at its left edge.
type underLine struct{ of fyne.CanvasObject }

// MinSize implements fyne.Layout.
func (underLine) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout implements fyne.Layout.
func (u underLine) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	objects[0].Move(fyne.NewPos(0, u.of.MinSize().Height))
	objects[0].Resize(objects[0].MinSize().Max(fyne.NewSize(260, 0)))
}

func (p *timelinePage) focus() fyne.Focusable { return p.quick.line }

// unsaved implements drafter: a line that was begun and is not kept yet.
func (p *timelinePage) unsaved() bool {
	return strings.TrimSpace(p.quick.line.Text) != "" && !p.quick.draft.kept()
}

// escape implements escaper: it clears the search first.
func (p *timelinePage) escape() {
	if p.filters.clearSearch() {
		return
	}
	p.w.win.Canvas().Focus(p.quick.line)
}

func (p *timelinePage) reload() {
	f := p.model.Filter()
	f.Persons = p.w.shown.Persons()
	p.quick.renew()
	p.filters.renew()
	p.choose(f)
}

// filter shows what was chosen in the filter bar.
func (p *timelinePage) filter(f view.Filter) {
	f.Persons = p.w.shown.Persons()
	p.choose(f)
}

func (p *timelinePage) choose(f view.Filter) {
	p.load(p.model.SetFilter(f))
}

// gone reports whether the journal was closed meanwhile, so that what comes back from
// it is for nobody.
func (p *timelinePage) gone() bool {
	return p.w.shell == nil || p.w.shell.pages["list"] != page(p)
}

// load reads the list anew; from its top if it is another list than before.
func (p *timelinePage) load(other bool) {
	p.stopLoad()
	p.loads++
	load := p.loads
	first, rows := p.window(other)
	p.stopLoad = p.w.run(task{
		do: func(ctx context.Context, _ *progress) error { return p.model.Load(ctx, first, rows) },
		then: func(err error) {
			switch {
			case p.gone() || load != p.loads || errors.Is(err, context.Canceled):
			case err != nil:
				p.w.showError(err)
			default:
				if other {
					p.list.current, p.list.top = -1, 0
				}
				p.loaded()
			}
		},
	})
}

// window is which rows must be there before the list is shown.
func (p *timelinePage) window(fromTop bool) (first, rows int) {
	if p.list.Size().Height <= 0 {
		return 0, 40
	}
	if !fromTop {
		first = int(p.list.top)
	}
	return first, int(p.list.perPage()) + 2
}

// loaded shows the list that was just read.
func (p *timelinePage) loaded() {
	setStyled(p.summary, p.model.Summary())
	p.empty.Objects = nil
	if e, ok := p.model.Empty(); ok {
		p.empty.Objects = []fyne.CanvasObject{p.emptyBox(e)}
	}
	p.empty.Refresh()
	p.list.renew()
	p.w.menu.refresh()
}

func (p *timelinePage) emptyBox(e view.Empty) fyne.CanvasObject {
	title, text := newSection(e.Title), newText(e.Text)
	title.Segments[0].(*widget.TextSegment).Style.Alignment = fyne.TextAlignCenter
	text.Alignment = fyne.TextAlignCenter
	box := container.NewVBox(title, text)
	if e.Clear {
		clear := newButton(words.Text("timeline.nothing.clear"), theme.ContentClearIcon(), p.filters.clear)
		box.Add(container.NewHBox(layout.NewSpacer(), clear, layout.NewSpacer()))
	}
	return container.NewBorder(newSpace(48), nil, nil, nil, container.New(column(440), box))
}

// fetch reads the pages near what is visible, one fetch at a time.
func (p *timelinePage) fetch() {
	if p.fetching {
		return
	}
	wanted := p.model.Wanted(p.list.visible())
	if len(wanted) == 0 {
		return
	}
	p.fetching = true
	p.w.run(task{
		do: func(ctx context.Context, _ *progress) error { return p.model.Fetch(ctx, wanted) },
		then: func(err error) {
			p.fetching = false
			switch {
			case p.gone() || errors.Is(err, context.Canceled):
			case errors.Is(err, journal.ErrChanged):
				p.load(false)
			case err != nil:
				p.w.showError(err)
			default:
				p.list.placed()
				p.fetch()
			}
		},
	})
}

// save keeps a line of the quick bar and shows its row.
func (p *timelinePage) save(line string, done func(error)) {
	person, ok := p.w.shown.Writer()
	if !ok {
		p.w.showError(app.ErrNoPersons)
		done(app.ErrNoPersons)
		return
	}
	p.stopLoad()
	p.loads++
	load := p.loads
	first, rows := p.window(false)
	var saved view.QuickSaved
	var row int
	var found bool
	var shown error
	p.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			if saved, err = p.quick.model.Save(ctx, person, line); err != nil {
				return err
			}
			p.model.Touch(person, saved.Entry.When.Date)
			if shown = p.model.Load(ctx, first, rows); shown == nil {
				row, found, shown = p.model.Find(ctx, saved.Entry.ID, saved.Entry.When.Date)
			}
			return nil
		},
		then: func(err error) {
			if p.gone() {
				return
			}
			done(err)
			if err != nil {
				if !saidByLine(err) {
					p.w.showError(err)
				}
				p.load(false) // one may have been stopped
				return
			}
			p.told()
			switch {
			case load != p.loads || shown != nil:
				p.load(false)
			case found:
				p.loaded()
				p.list.pick(row)
			default:
				p.loaded()
			}
			p.w.toast(saved.Text, func() { p.w.undoAct(false) })
		},
	})
}

// remove takes an entry off the timeline; the toast offers to bring it back.
func (p *timelinePage) remove(row view.TimelineRow) {
	p.stopLoad()
	p.loads++
	load := p.loads
	first, rows := p.window(false)
	var text string
	var shown error
	p.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			if text, err = p.model.Delete(ctx, row); err == nil {
				shown = p.model.Load(ctx, first, rows)
			}
			return err
		},
		then: func(err error) {
			if p.gone() {
				return
			}
			if err != nil {
				p.w.showError(err)
				p.load(false)
				return
			}
			p.told()
			if load != p.loads || shown != nil {
				p.load(false)
			} else {
				p.loaded()
			}
			p.w.toast(text, func() { p.w.undoAct(false) })
		},
	})
}

// told lets the other pages know of a change that this one shows already.
func (p *timelinePage) told() {
	p.w.version++
	p.w.shell.seen["list"] = p.w.version
}

// menu offers what can be done with a row.
func (p *timelinePage) menu(row view.TimelineRow, at fyne.Position) {
	item := func(id string) *fyne.MenuItem {
		return fyne.NewMenuItem(words.Text("command."+id), func() { p.w.do(id) })
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", item("edit"), item("history"), item("delete")), p.w.win.Canvas(), at)
}

// timeline returns the timeline if it is in front, else nil.
func (w *Window) timeline() *timelinePage {
	if w.shell == nil || w.shell.front != "list" {
		return nil
	}
	p, _ := w.shell.pages["list"].(*timelinePage)
	return p
}

// selectedEntry returns the entry that commands about an entry are for.
func (w *Window) selectedEntry() (person app.Person, id journal.ID, ok bool) {
	if p := w.timeline(); p != nil {
		row, loaded := p.list.currentRow()
		return row.Person, row.ID, loaded
	}
	return app.Person{}, journal.ID{}, false
}

func hasSelected(w *Window) bool {
	_, _, ok := w.selectedEntry()
	return ok
}

// deleteSelected deletes the selected entry.
func (w *Window) deleteSelected() {
	if p := w.timeline(); p != nil {
		p.list.act(p.remove)
	}
}

// writeLine puts the cursor into the quick line.
func (w *Window) writeLine() {
	if p := w.today(); p != nil {
		w.win.Canvas().Focus(p.quick.line)
		return
	}
	w.show("list")
	w.win.Canvas().Focus(w.timeline().quick.line)
}

// find puts the cursor into the search.
func (w *Window) find() {
	w.show("list")
	w.win.Canvas().Focus(w.timeline().filters.search)
}
