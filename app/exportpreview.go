package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"
)

// previewBytes is how much of a file a preview shows.
const previewBytes = 64 << 10

// ExportFile is one file of an export as it would be written.
type ExportFile struct {
	Name string `json:"name"`
	// Text is the beginning, at most 64 KiB, byte for byte, cut between characters.
	Text string `json:"text"`
	More bool   `json:"more"` // the file goes on
}

// ExportPreview says what an export would hold. Its JSON is that of kith export
// --preview.
type ExportPreview struct {
	Format  ExportFormat `json:"format"`
	Persons int          `json:"persons"`
	Entries int64        `json:"entries"`
	// Parts are all that the format has, also those that are not ticked.
	Parts   []ExportPart    `json:"parts"`
	LeftOut []ExportLeftOut `json:"left_out"`
	Files   []ExportFile    `json:"files"` // but for the attachments' own
}

// ExportPreview writes an export into nothing, to show what it would be. It writes no
// file. It reads all entries, and for tables those of each kind twice.
func (a *App) ExportPreview(ctx context.Context, o ExportOptions) (*ExportPreview, error) {
	x, err := a.newExporter(o)
	if err != nil {
		return nil, fmt.Errorf("preview: %w", err)
	}
	target := &previewTarget{}
	x.out = target
	if err = x.measure(ctx); err == nil {
		err = x.write(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("preview: %w", err)
	}
	p := &ExportPreview{Format: o.Format, Persons: x.result.Persons, Entries: x.result.Entries, LeftOut: x.leftOut(), Files: target.files}
	for _, part := range o.Format.Parts() {
		p.Parts = append(p.Parts, ExportPart{part, slices.Contains(x.parts, part), x.counts[part]})
	}
	return p, nil
}

// previewTarget keeps the beginning of each file.
type previewTarget struct{ files []ExportFile }

// errPreviewFull stops the writing of a file of which enough is seen.
var errPreviewFull = errors.New("enough for a preview")

type previewWriter struct{ bytes.Buffer }

func (p *previewWriter) Write(b []byte) (int, error) {
	if room := previewBytes + 1 - p.Len(); len(b) > room {
		p.Buffer.Write(b[:room])
		return room, errPreviewFull
	}
	return p.Buffer.Write(b)
}

func (t *previewTarget) single() bool   { return false }
func (t *previewTarget) finish() error  { return nil }
func (t *previewTarget) discard() error { return nil }

func (t *previewTarget) file(name string, write func(io.Writer) error) error {
	if len(name) > len(attachmentsName) && name[:len(attachmentsName)+1] == attachmentsName+"/" {
		return nil
	}
	w := &previewWriter{}
	if err := write(w); err != nil && !errors.Is(err, errPreviewFull) {
		return err
	}
	f := ExportFile{Name: name, Text: w.String()}
	if f.More = w.Len() > previewBytes; f.More {
		cut := previewBytes
		for cut > previewBytes-utf8.UTFMax && !utf8.RuneStart(f.Text[cut]) {
			cut--
		}
		f.Text = f.Text[:cut]
	}
	t.files = append(t.files, f)
	return nil
}
