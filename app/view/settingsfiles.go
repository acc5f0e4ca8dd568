package view

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kith/app/words"
	"kith/journal"
)

// FileRow is something in a folder.
type FileRow struct {
	Title  string
	Path   string
	Folder bool
}

// Files lists a folder: first the one above it, then the folders in it, then the
// files unless only folders are wanted, each by name. Names that begin with a dot are
// left out.
func Files(_ context.Context, dir string, onlyFolders bool) ([]FileRow, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var folders, files []FileRow
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		row := FileRow{Title: e.Name(), Path: filepath.Join(dir, e.Name()), Folder: e.IsDir()}
		if !row.Folder && e.Type()&os.ModeSymlink != 0 {
			if info, err := os.Stat(row.Path); err == nil {
				row.Folder = info.IsDir()
			}
		}
		switch {
		case row.Folder:
			folders = append(folders, row)
		case !onlyFolders:
			files = append(files, row)
		}
	}
	byName := func(a, b FileRow) int { return strings.Compare(journal.Fold(a.Title), journal.Fold(b.Title)) }
	slices.SortStableFunc(folders, byName)
	slices.SortStableFunc(files, byName)
	var rows []FileRow
	if up := filepath.Dir(dir); up != dir {
		rows = append(rows, FileRow{Title: words.Text("settings.browse.up"), Path: up, Folder: true})
	}
	return append(append(rows, folders...), files...), nil
}

// FilesNamed returns the rows whose title holds text.
func FilesNamed(rows []FileRow, text string) []FileRow {
	wanted := journal.Fold(strings.TrimSpace(text))
	if wanted == "" {
		return rows
	}
	var named []FileRow
	for _, r := range rows {
		if strings.Contains(journal.Fold(r.Title), wanted) {
			named = append(named, r)
		}
	}
	return named
}
