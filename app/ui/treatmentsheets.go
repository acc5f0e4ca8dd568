package ui

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// openAct opens a small form about one course; save does what its button says.
func (p *treatmentPage) openAct(title, explain, yes, said string, save func(ctx context.Context) error, entries []*entry, fields ...fyne.CanvasObject) {
	w := p.w
	var f *form
	f = newForm(w, title, explain, yes, func() {
		f.start("treatment.form.saving", false, func(ctx context.Context, _ *progress) error { return save(ctx) }, func() {
			w.closeSheet(f.sheet)
			p.done(said)
		})
	}, fields...)
	f.sheet.unsaved = func() bool {
		for _, e := range entries {
			if e.Text != "" {
				return true
			}
		}
		return false
	}
	controls := make([]fyne.Disableable, len(entries))
	for i, e := range entries {
		controls[i] = e
		e.OnSubmitted = func(string) { f.yes.press() }
	}
	f.open(entries[0], controls...)
}

// openSkip asks why a dose is skipped.
func (w *Window) openSkip(p *treatmentPage, row view.TreatmentRow) {
	reason := newEntry()
	p.openAct(words.Text("treatment.skip.title", row.Name), words.Text("treatment.skip.explain"), words.Text("treatment.skip.yes"),
		words.Text("treatment.skipped", row.Name),
		func(ctx context.Context) error { return p.model.Skip(ctx, row.ID, reason.Text) }, []*entry{reason},
		newField(words.Text("treatment.reason"), reason, ""))
}

// openPause asks until when a course rests, and why.
func (w *Window) openPause(p *treatmentPage, row view.TreatmentRow) {
	until, reason := newEntry(), newEntry()
	until.SetPlaceHolder(words.Text("chart.day_example"))
	p.openAct(words.Text("treatment.pause.title", row.Name), words.Text("treatment.pause.explain"), words.Text("treatment.pause.yes"),
		words.Text("treatment.paused", row.Name),
		func(ctx context.Context) error { return p.model.Pause(ctx, row.ID, until.Text, reason.Text) }, []*entry{until, reason},
		newField(words.Text("treatment.pause.until"), until, ""), newField(words.Text("treatment.reason"), reason, ""))
}

// openStop asks why a course ends.
func (w *Window) openStop(p *treatmentPage, row view.TreatmentRow) {
	reason, last := newEntry(), newEntry()
	last.SetPlaceHolder(words.Text("chart.day_example"))
	p.openAct(words.Text("treatment.stop.title", row.Name), words.Text("treatment.stop.explain"), words.Text("treatment.stop.yes"),
		words.Text("treatment.stopped", row.Name),
		func(ctx context.Context) error { return p.model.Stop(ctx, row.ID, last.Text, reason.Text) }, []*entry{reason, last},
		newField(words.Text("treatment.reason"), reason, ""), newField(words.Text("treatment.stop.last"), last, ""))
}

// openRate asks how a treatment does.
func (w *Window) openRate(p *treatmentPage, row view.TreatmentRow) {
	number := func() *entry {
		e := newEntry()
		e.SetPlaceHolder("0–10")
		return e
	}
	benefit, side, burden, cost, adherence := number(), number(), number(), number(), number()
	effects, note := newEntry(), newEntry()
	effects.SetPlaceHolder(words.Text("treatment.rate.effects.hint"))
	p.openAct(words.Text("treatment.rate.title", row.Name), words.Text("treatment.rate.explain"), words.Text("treatment.rate.yes"),
		words.Text("treatment.rated", row.Name),
		func(ctx context.Context) error {
			return p.model.Rate(ctx, row.ID, view.RatingTyped{Benefit: benefit.Text, SideEffect: side.Text, Burden: burden.Text, Cost: cost.Text,
				Adherence: adherence.Text, SideEffects: effects.Text, Note: note.Text})
		}, []*entry{benefit, side, burden, cost, adherence, effects, note},
		newShares([]float32{0.5}, newField(words.Text("treatment.rate.benefit"), benefit, ""), newField(words.Text("treatment.rate.side"), side, "")),
		newShares([]float32{0.5}, newField(words.Text("treatment.rate.burden"), burden, ""), newField(words.Text("treatment.rate.cost"), cost, "")),
		newShares([]float32{0.5}, newField(words.Text("treatment.rate.adherence"), adherence, ""), newField(words.Text("treatment.rate.effects"), effects, "")),
		newField(words.Text("treatment.rate.note"), note, ""))
}

// openSupply asks what came, went, or is there.
func (w *Window) openSupply(p *treatmentPage, row view.TreatmentRow) {
	amount, warn, reason := newEntry(), newEntry(), newEntry()
	amount.SetPlaceHolder(words.Text("treatment.supply.amount.hint"))
	warn.SetPlaceHolder("7")
	what := newSelect([]string{words.Text("treatment.supply.counted"), words.Text("treatment.supply.received"), words.Text("treatment.supply.lost")}, nil)
	what.SetSelectedIndex(0)
	p.openAct(words.Text("treatment.supply.title", row.Name), words.Text("treatment.supply.explain"), words.Text("treatment.supply.yes"),
		words.Text("treatment.supplied", row.Name),
		func(ctx context.Context) error {
			days := 0
			if text := strings.TrimSpace(warn.Text); text != "" {
				var err error
				if days, err = strconv.Atoi(text); err != nil {
					days = -1 // refused below, in words
				}
			}
			return p.model.Supply(ctx, row.ID, app.StockMove{Amount: amount.Text, Counted: what.SelectedIndex() == 0,
				Lost: what.SelectedIndex() == 2, Reason: reason.Text, WarnDays: days})
		}, []*entry{amount, warn, reason},
		newShares([]float32{0.5}, newField(words.Text("treatment.supply.what"), what, ""), newField(words.Text("treatment.supply.amount"), amount, "")),
		newField(words.Text("treatment.supply.warn"), warn, ""), newField(words.Text("treatment.reason"), reason, ""))
}
