package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
	"kith/app/words"
)

// overviewPage shows what every person needs now.
type overviewPage struct {
	w      *Window
	rows   *fyne.Container
	scroll *container.Scroll
	opens  []*button
	stop   func()
	pulse  func()
}

func newOverviewPage(w *Window) page {
	return &overviewPage{w: w, rows: container.New(roomy), stop: func() {}, pulse: func() {}}
}

func (p *overviewPage) content() fyne.CanvasObject {
	p.scroll = container.NewVScroll(container.New(pageColumn, container.New(roomy, newFaint(words.Text("overview.explain")), p.rows)))
	return newPageBox(words.Text("command.overview"), nil, p.scroll)
}

func (p *overviewPage) focus() fyne.Focusable {
	if len(p.opens) > 0 {
		return p.opens[0]
	}
	return nil
}

func (p *overviewPage) gone() bool {
	return p.w.shell == nil || p.w.shell.pages["overview"] != page(p)
}

// reload implements page. While the page is in front it is read anew every minute,
// because doses become due by themselves.
func (p *overviewPage) reload() {
	p.stop()
	p.pulse()
	var rows []view.OverviewRow
	p.stop = p.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			rows, err = view.Overview(ctx, p.w.app)
			return err
		},
		then: func(err error) {
			switch {
			case p.gone() || errors.Is(err, context.Canceled):
			case err != nil:
				p.w.showError(err)
			default:
				p.show(rows)
			}
		},
	})
	p.pulse = p.w.after(3*todayPulse, func() {
		switch {
		case p.gone():
		case p.w.shell.front == "overview":
			p.reload()
		default: // when it comes to the front again
			delete(p.w.shell.seen, "overview")
		}
	})
}

func (p *overviewPage) show(rows []view.OverviewRow) {
	at := -1
	for i, b := range p.opens {
		if p.w.win.Canvas().Focused() == fyne.Focusable(b) {
			at = i
		}
	}
	p.rows.Objects, p.opens = nil, nil
	for _, row := range rows {
		p.rows.Add(p.card(row))
	}
	if len(rows) == 0 {
		p.rows.Add(newText(words.Text("today.nobody")))
	}
	p.rows.Refresh()
	p.scroll.Content.Refresh()
	p.scroll.Refresh()
	if at >= 0 && len(p.opens) > 0 {
		p.w.win.Canvas().Focus(p.opens[min(at, len(p.opens)-1)])
	}
}

func (p *overviewPage) card(row view.OverviewRow) fyne.CanvasObject {
	open := newButton(words.Text("overview.open"), theme.NavigateNextIcon(), func() {
		p.w.setShown(p.w.shown.Only(row.Person))
		p.w.show("today")
	})
	if row.Urgent {
		open.Importance = widget.HighImportance
	}
	p.opens = append(p.opens, open)
	name := newSection(row.Person.Name)
	name.Wrapping = fyne.TextWrapWord
	lines := container.New(tight, name)
	for _, need := range row.Needs {
		lines.Add(newText(need))
	}
	lines.Add(newFaint(row.Last + row.Trouble))
	return newCard(newRow(lines, open))
}
