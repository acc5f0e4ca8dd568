package assets

import (
	"embed"
	"io/fs"
)

//go:embed instruments/*.json
var instruments embed.FS

// Instruments holds the questionnaires that are built in, one pack each by its id
// ("phq-8.json"), the names and ranges of those of which only a total is entered
// ("totals.json"), and whom to call in a crisis, by country ("crisis.json").
// Package instrument reads them.
func Instruments() fs.FS {
	files, err := fs.Sub(instruments, "instruments")
	if err != nil {
		return instruments // the name above is a valid one
	}
	return files
}
