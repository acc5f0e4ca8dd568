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
		w.browse(browse{what: what, name: filepath.Base(field.Text), chosen: func(path string) {
			field.SetText(path)
			w.win.Canvas().Focus(field)
		}}, dir)
	})
}

// chooseFile looks for a file that is there, from the folder dir on.
func (w *Window) chooseFile(dir string, chosen func(path string)) {
	w.browse(browse{what: browseOpen, chosen: chosen}, dir)
}

// browse is a look for something on the disk.
type browse struct {
	what   browseFor
	name   string // of the file to save
	chosen func(path string)
}

// browse shows a folder.
func (w *Window) browse(b browse, dir string) {
	var files []view.FileRow
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			files, err = view.Files(ctx, dir, b.what != browseOpen)
			return err
		},
		then: func(err error) {
			if err != nil {
				w.openSheet(&sheet{title: words.Text("window.error"), body: newText(explained(err))})
				return
			}
			w.pick(words.Text("settings.browse.find", shortenPath(dir, 60)), words.Text("settings.browse.none"), func(text string) []pickItem {
				if filepath.IsAbs(text) {
					return []pickItem{{title: text, run: func() { w.typedPath(b, text) }}}
				}
				return w.fileItems(b, dir, view.FilesNamed(files, text))
			})
		},
	})
}

// typedPath takes a path that was typed out: a folder is looked into.
func (w *Window) typedPath(b browse, path string) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		w.browse(b, filepath.Clean(path))
		return
	}
	b.chosen(path)
}

func (w *Window) fileItems(b browse, dir string, files []view.FileRow) []pickItem {
	var items []pickItem
	switch b.what {
	case browseSave:
		items = append(items, pickItem{title: words.Text("settings.browse.here"), run: func() { b.chosen(filepath.Join(dir, b.name)) }})
	case browseFolder:
		items = append(items, pickItem{title: words.Text("settings.browse.here"), run: func() { b.chosen(dir) }})
	}
	for _, f := range files {
		item := pickItem{title: f.Title, run: func() { b.chosen(f.Path) }}
		if f.Folder {
			item.note, item.run = words.Text("settings.browse.folder"), func() { w.browse(b, f.Path) }
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
