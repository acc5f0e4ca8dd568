package ui

import (
	"context"
	"os"
	"path/filepath"

	"kith/app/view"
	"kith/app/words"
)

// browseFor is what somebody looks for on the disk.
type browseFor int

const (
	browseOpen   browseFor = iota // a file that is there
	browseSave                    // a folder for the file that is named already
	browseFolder                  // a folder
)

// newBrowse is the button beside a field for a path: it looks for one on the disk
// and puts it into the field.
func (w *Window) newBrowse(field *entry, what browseFor) *button {
	return newButton(words.Text("settings.browse"), nil, func() {
		dir := filepath.Dir(field.Text)
		if info, err := os.Stat(dir); field.Text == "" || err != nil || !info.IsDir() {
			dir = w.homeFolder()
		}
		w.browse(field, what, dir)
	})
}

// browse shows a folder.
func (w *Window) browse(field *entry, what browseFor, dir string) {
	var files []view.FileRow
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			files, err = view.Files(ctx, dir, what != browseOpen)
			return err
		},
		then: func(err error) {
			if err != nil {
				w.openSheet(&sheet{title: words.Text("window.error"), body: newText(explained(err))})
				return
			}
			w.pick(words.Text("settings.browse.find", shortenPath(dir, 60)), words.Text("settings.browse.none"), func(text string) []pickItem {
				return w.fileItems(field, what, dir, view.FilesNamed(files, text))
			})
		},
	})
}

func (w *Window) fileItems(field *entry, what browseFor, dir string, files []view.FileRow) []pickItem {
	var items []pickItem
	choose := func(path string) {
		field.SetText(path)
		w.win.Canvas().Focus(field)
	}
	switch what {
	case browseSave:
		items = append(items, pickItem{title: words.Text("settings.browse.here"), run: func() { choose(filepath.Join(dir, filepath.Base(field.Text))) }})
	case browseFolder:
		items = append(items, pickItem{title: words.Text("settings.browse.here"), run: func() { choose(dir) }})
	}
	for _, f := range files {
		item := pickItem{title: f.Title, run: func() { choose(f.Path) }}
		if f.Folder {
			item.note, item.run = words.Text("settings.browse.folder"), func() { w.browse(field, what, f.Path) }
		}
		items = append(items, item)
	}
	return items
}

// shortenPath leaves out the beginning of a long path.
func shortenPath(path string, n int) string {
	r := []rune(path)
	if len(r) <= n {
		return path
	}
	return "…" + string(r[len(r)-n+1:])
}
