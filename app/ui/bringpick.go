package ui

import (
	"context"
	"path/filepath"
	"strings"

	"kith/app/words"
)

// pick asks for a file to import.
func (p *bringPage) pick() {
	p.w.chooseFile(p.folder(), func(path string) {
		p.dir = filepath.Dir(path)
		p.take([]string{path})
	})
}

// folder is where files are looked for: where the last one was, or at home.
func (p *bringPage) folder() string {
	dir := p.dir
	if dir == "" {
		dir = p.w.homeFolder()
	}
	return strings.TrimSuffix(dir, string(filepath.Separator)) + string(filepath.Separator)
}

// loadMap asks for a map file and reads the table by it.
func (p *bringPage) loadMap() {
	p.w.chooseFile(p.folder(), func(path string) {
		p.run(func(ctx context.Context, _ *progress) error { return p.model.LoadMapFile(ctx, path) }, func() {
			p.w.toast(words.Text("bring.map.loaded"), nil)
			p.count()
		})
	})
}

// saveMap asks where to write the map.
func (p *bringPage) saveMap() {
	p.w.askPath("bring.map.save", p.folder()+"columns.json", browseSave, func(path string) {
		p.w.run(task{
			do: func(context.Context, *progress) error { return p.model.SaveMap(path) },
			then: func(err error) {
				if err != nil {
					p.w.showError(err)
					return
				}
				p.w.toast(words.Text("bring.map.saved"), nil)
			},
		})
	})
}
