package view

import (
	"context"
	"path/filepath"

	"kith/app"
	"kith/app/words"
)

// previewText is how much of a file the page shows: more than that nobody reads
// there, and the window would be slow.
const previewText = 6000

// takeawayForms are the forms in the order in which they are offered.
func takeawayForms() []TakeawayForm {
	forms := []TakeawayForm{TakeawayVisit}
	for _, f := range app.ExportFormats() {
		forms = append(forms, TakeawayForm(f))
	}
	return forms
}

// extension is how the name of a file of a form ends.
func (f TakeawayForm) extension() string {
	if f == TakeawayVisit {
		return ".pdf"
	}
	return app.ExportFormat(f).Extensions()[0]
}

// export reads what an export would hold.
func (l *takeawayLoaded) export(ctx context.Context, a *app.App, s app.Selection) error {
	p, err := a.ExportPreview(ctx, app.ExportOptions{Selection: s, Format: app.ExportFormat(l.form)})
	if err != nil {
		return err
	}
	l.counts = map[app.Part]int64{}
	for _, part := range p.Parts {
		l.counts[part.Part] = part.Entries
	}
	l.days = words.Text("takeaway.entries", words.Count(p.Entries, "entry"))
	for _, f := range p.Files {
		text, cut := f.Text, f.More
		if letters := []rune(text); len(letters) > previewText {
			text, cut = string(letters[:previewText]), true
		}
		if cut {
			text += "\n" + words.Text("takeaway.goes_on")
		}
		l.files = append(l.files, TakeawayFile{f.Name, text})
	}
	for _, left := range p.LeftOut {
		l.notes = append(l.notes, words.Text("takeaway.left_out", left.Text, left.Count))
	}
	return nil
}

func (t *Takeaway) saveExport(ctx context.Context, s app.Selection, form TakeawayForm, path string, progress func(done, total int64)) (string, error) {
	r, err := t.a.Export(ctx, app.ExportOptions{Selection: s, Format: app.ExportFormat(form), Path: path, Progress: progress})
	if err != nil {
		return "", err
	}
	return words.Text("takeaway.saved_export", filepath.Base(r.Path), words.Count(r.Entries, "entry")), nil
}
