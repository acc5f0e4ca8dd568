package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"kith/app/words"
	"kith/journal"
)

// ExportFormat is a form in which everything can be taken along.
type ExportFormat string

// The formats of Export. Neither is encrypted; a backup is.
const (
	// ExportJSON loses nothing of the entries: one JSON document in a line for each,
	// as kith list --json writes them, with all samples. kith import reads it.
	ExportJSON ExportFormat = "json"
	// ExportCSV is for spreadsheets: one table for each kind of entry.
	ExportCSV ExportFormat = "csv"

	ExportFHIR        ExportFormat = "fhir"        // FHIR R4, a collection Bundle
	ExportIPS         ExportFormat = "ips"         // International Patient Summary, a document Bundle
	ExportPhenopacket ExportFormat = "phenopacket" // GA4GH Phenopacket v2
	ExportNDJSON      ExportFormat = "ndjson"      // a document in each line
)

// Names in an export.
const (
	exportEntries = "entries.ndjson"
	exportReadme  = "README.txt"
	exportPartial = ".partial"
)

// ExportOptions say what to export.
type ExportOptions struct {
	Persons []Person // nobody is everybody
	// Progress is told entries and bytes of files done and to do; may be nil.
	Progress func(done, total int64)
}

// ExportResult says what an export holds. Its JSON is that of kith export.
type ExportResult struct {
	Path    string       `json:"path"`
	Format  ExportFormat `json:"format"`
	Persons int          `json:"persons"`
	Entries int64        `json:"entries"`
	// Attachments is how many files are in it, AttachmentsLeftOut how many could not
	// be read, or have no place in an export of one file.
	Attachments        int64    `json:"attachments"`
	AttachmentsLeftOut int64    `json:"attachments_left_out"`
	Files              []string `json:"files"` // in it, but for the attachments
}

// Export writes all entries that are shown, and the attachments, in a form that
// anybody can read. Where to follows from path: an archive if it ends in .zip, for
// ExportJSON one file without attachments if it ends in .ndjson or .jsonl, else a new
// folder. It is written beside it as path.partial first and never replaces anything
// ([ErrFileExists]). What was deleted, who entered what, and former versions are in a
// backup only.
func (a *App) Export(ctx context.Context, format ExportFormat, path string, o ExportOptions) (*ExportResult, error) {
	result, err := a.export(ctx, format, path, o)
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	return result, nil
}

func (a *App) export(ctx context.Context, format ExportFormat, path string, o ExportOptions) (_ *ExportResult, err error) {
	if path, err = filepath.Abs(path); err != nil {
		return nil, err
	}
	if _, err := a.opts.FS.Stat(path); err == nil {
		return nil, &fs.PathError{Op: "write", Path: path, Err: ErrFileExists}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if len(o.Persons) == 0 {
		o.Persons = a.Persons()
	}
	x := &exporter{a: a, o: o, result: &ExportResult{Path: path, Format: format, Persons: len(o.Persons), Files: []string{}}}
	if err := x.measure(ctx); err != nil {
		return nil, err
	}
	if x.out, err = newExportTarget(a.opts.FS, format, path); err != nil {
		return nil, err
	}
	switch format {
	case ExportJSON:
		err = x.json(ctx)
	case ExportCSV:
		err = x.csv(ctx)
	default:
		err = fmt.Errorf("%q is no format of an export", format)
	}
	if err == nil {
		err = x.attachments(ctx)
	}
	if err == nil {
		err = x.readme()
	}
	if err == nil {
		err = x.out.finish()
	}
	if err != nil {
		return nil, errors.Join(err, x.out.discard())
	}
	return x.result, nil
}

// exporter is one export on its way.
type exporter struct {
	a           *App
	o           ExportOptions
	out         exportTarget
	result      *ExportResult
	done, total int64
}

// measure counts what there is to do. Tables go through the entries twice.
func (x *exporter) measure(ctx context.Context) error {
	for _, p := range x.o.Persons {
		n := 0
		err := x.a.with(ctx, p, func(r *journal.Record) (err error) {
			n, err = r.Count(ctx, journal.Query{Kinds: allKinds()})
			return err
		})
		if err != nil {
			return err
		}
		x.result.Entries += int64(n)
	}
	x.total = x.result.Entries
	if x.result.Format == ExportCSV {
		x.total *= 2
	}
	return nil
}

func (x *exporter) step(n int64) {
	if x.done += n; x.o.Progress != nil {
		x.o.Progress(min(x.done, x.total), x.total)
	}
}

// each calls fn with the full document of every entry of the given kinds, person by
// person, oldest first.
func (x *exporter) each(ctx context.Context, kinds []journal.Kind, fn func(*Document) error) error {
	for _, p := range x.o.Persons {
		err := x.a.with(ctx, p, func(r *journal.Record) error {
			return r.Each(ctx, journal.Query{Oldest: true, Kinds: kinds}, func(e journal.Entry) error {
				x.step(1)
				d, err := FullDocumentOf(p.Name, &e)
				if err != nil {
					return err
				}
				return fn(&d)
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// allKinds are also those that describe the person and the scales.
func allKinds() []journal.Kind {
	var kinds []journal.Kind
	for i := range journal.Kinds() {
		kinds = append(kinds, journal.Kind(i+1))
	}
	return kinds
}

// file writes one file of the export.
func (x *exporter) file(name string, write func(io.Writer) error) error {
	if err := x.out.file(name, write); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func (x *exporter) json(ctx context.Context) error {
	x.result.Files = append(x.result.Files, exportEntries)
	return x.file(exportEntries, func(w io.Writer) error {
		return x.each(ctx, allKinds(), func(d *Document) error {
			line, err := d.MarshalLine()
			if err != nil {
				return err
			}
			_, err = w.Write(line)
			return err
		})
	})
}

// attachments writes each attachment once, named by its content.
func (x *exporter) attachments(ctx context.Context) error {
	named := map[string]bool{}
	for _, p := range x.o.Persons {
		var counted BackupResult
		parts, err := x.a.blobParts(ctx, p, "", &counted)
		if err != nil {
			return err
		}
		x.result.AttachmentsLeftOut += counted.AttachmentsLeftOut
		for _, part := range parts {
			switch {
			case named[part.path] || strings.HasPrefix(part.path, previewsName):
				continue
			case x.out.single():
				x.result.AttachmentsLeftOut++
				continue
			}
			named[part.path] = true
			x.result.Attachments++
			x.total += part.size
			if err := x.file(part.path, part.write); err != nil {
				return err
			}
			x.step(part.size)
		}
	}
	return nil
}

func (x *exporter) readme() error {
	if x.out.single() {
		return nil
	}
	return x.file(exportReadme, func(w io.Writer) error {
		_, err := io.WriteString(w, words.Text("export.readme."+string(x.result.Format)))
		return err
	})
}
