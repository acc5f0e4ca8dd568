package view

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"kith/app"
	"kith/app/words"
)

// ExportChoice is a form in which everything can be taken along.
type ExportChoice struct {
	Format app.ExportFormat
	Title  string
	About  string // in a line
}

// ExportChoices returns the forms, the usual one first.
func ExportChoices() []ExportChoice {
	var choices []ExportChoice
	for _, f := range []app.ExportFormat{app.ExportCSV, app.ExportNDJSON} {
		choices = append(choices, ExportChoice{f, words.Text("export.choice." + string(f)), words.Text("export.choice." + string(f) + ".explain")})
	}
	return choices
}

// ExportName is where an export goes, in a folder, unless somebody says otherwise.
func (s *Settings) ExportName(folder string) string {
	return filepath.Join(folder, "kith-export-"+s.app.Now().Format("2006-01-02")+".zip")
}

// ExportProblem says why an export cannot be written to path; "" if it can.
func ExportProblem(path string) string {
	if strings.TrimSpace(path) == "" {
		return words.Text("export.no_path")
	}
	if _, err := os.Lstat(path); err == nil {
		return words.Text("export.there")
	}
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return words.Text("settings.backup.no_folder")
	}
	return ""
}

// Export writes everything in plain files.
func (s *Settings) Export(ctx context.Context, format app.ExportFormat, path string, progress func(done, total int64)) (Outcome, error) {
	r, err := s.app.Export(ctx, app.ExportOptions{Format: format, Path: path, Progress: progress})
	if err != nil {
		return Outcome{}, err
	}
	out := Outcome{Title: words.Text("export.title.done"), Lines: []string{
		r.Path,
		words.Text("export.holds", words.Count(int64(r.Persons), "person"), words.Count(r.Entries, "entry"), words.Count(r.Attachments, "file")),
	}}
	if r.AttachmentsLeftOut > 0 {
		out.Trouble = true
		out.Lines = append(out.Lines, words.Text("export.window.left_out", words.Count(r.AttachmentsLeftOut, "file")))
	}
	out.Lines = append(out.Lines, words.Text("export.plain"))
	return out, nil
}
