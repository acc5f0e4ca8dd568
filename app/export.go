package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"kith/app/words"
	"kith/journal"
	"kith/journal/exchange"
)

// ExportFormat is a form in which a record can be taken along.
type ExportFormat string

// The formats of Export. None is encrypted; a backup is.
const (
	// ExportFHIR is HL7 FHIR R4, one collection Bundle: for other health programs.
	// kith import reads it back without loss; see journal/exchange/FHIR.md.
	ExportFHIR ExportFormat = "fhir"
	// ExportIPS is an International Patient Summary: what is current, for whoever
	// treats the person next.
	ExportIPS ExportFormat = "ips"
	// ExportPhenopacket is a GA4GH Phenopacket: coded terms only, nobody's name, for
	// research.
	ExportPhenopacket ExportFormat = "phenopacket"
	// ExportCSV is for spreadsheets: one table for each kind of entry, and one that
	// says what the columns are.
	ExportCSV ExportFormat = "csv"
	// ExportNDJSON loses nothing of the entries: one JSON document in a line for each,
	// as kith list --json writes them, with all samples. kith import reads it.
	ExportNDJSON ExportFormat = "ndjson"
)

// ExportFormats returns the formats in the order in which they are offered.
func ExportFormats() []ExportFormat {
	return []ExportFormat{ExportFHIR, ExportIPS, ExportPhenopacket, ExportCSV, ExportNDJSON}
}

// ParseExportFormat reads the name of a format. It fails with an [InputError] that
// names those there are.
func ParseExportFormat(text string) (ExportFormat, error) {
	f := ExportFormat(strings.ToLower(strings.TrimSpace(text)))
	if !slices.Contains(ExportFormats(), f) {
		var names []string
		for _, f := range ExportFormats() {
			names = append(names, string(f))
		}
		return "", input("%s", words.Text("export.format.unknown", text, words.List(names)))
	}
	return f, nil
}

// Extensions are the endings of the names of files in this format, the usual one
// first. "" stands for a folder.
func (f ExportFormat) Extensions() []string {
	switch f {
	case ExportCSV:
		return []string{".zip", ""}
	case ExportNDJSON:
		return []string{".zip", ".ndjson", ".jsonl", ""}
	}
	return []string{".json"}
}

// single reports whether the format is one file.
func (f ExportFormat) single() bool { return f != ExportCSV && f != ExportNDJSON }

// Names in an export.
const (
	exportEntries = "entries.ndjson"
	exportReadme  = "README.txt"
	exportPartial = ".partial"
)

// ExportOptions say what to export, and where to.
type ExportOptions struct {
	Selection // Person, days, and what is ticked; Include nil is the usual parts
	Format    ExportFormat
	Path      string // not looked at by ExportPreview
	// Persons are those of an export of several, in place of Selection.Person: tables
	// and NDJSON can hold them. With neither, those formats hold everybody.
	Persons []Person
	// Force replaces a file that is there, once the new one is whole.
	Force bool
	// Progress is told entries and bytes of files done and to do; may be nil.
	Progress func(done, total int64)
}

// ExportPart is how many entries of a part there are in the days.
type ExportPart struct {
	Part    Part  `json:"part"`
	Ticked  bool  `json:"ticked"`
	Entries int64 `json:"entries"`
}

// ExportLeftOut says how much of what was ticked is not in an export, and why.
type ExportLeftOut struct {
	Reason string `json:"reason"` // a name that does not change
	Count  int64  `json:"count"`
	Text   string `json:"text"` // the same in words, without the number
}

// ExportResult says what an export holds. Its JSON is that of kith export.
type ExportResult struct {
	Path    string       `json:"path"`
	Format  ExportFormat `json:"format"`
	Persons int          `json:"persons"`
	Entries int64        `json:"entries"`
	// Attachments is how many files are in it, AttachmentsLeftOut how many could not
	// be read, or have no place in an export of one file.
	Attachments        int64           `json:"attachments"`
	AttachmentsLeftOut int64           `json:"attachments_left_out"`
	Files              []string        `json:"files"` // in it, but for the attachments
	Parts              []ExportPart    `json:"parts"` // that are ticked
	LeftOut            []ExportLeftOut `json:"left_out"`
}

// Export writes what is ticked of the entries that are shown, in a form that anybody
// can read. Where to follows from the path: tables and NDJSON go to an archive if it
// ends in .zip, NDJSON to one file without attachments if it ends in .ndjson or
// .jsonl, and else to a new folder; the other formats are one file. It is written
// beside it as path.partial first and replaces nothing ([ErrFileExists]) unless
// Force is set, and then only a file. What was deleted, who entered what, and former
// versions are in a backup only.
func (a *App) Export(ctx context.Context, o ExportOptions) (*ExportResult, error) {
	x, err := a.newExporter(o)
	if err == nil {
		err = x.export(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	return x.result, nil
}

// exporter is one export on its way.
type exporter struct {
	a           *App
	o           ExportOptions
	parts       []Part // that are ticked
	out         exportTarget
	result      *ExportResult
	counts      map[Part]int64
	left        map[string]int64
	who         *journal.Entry      // of the one person of a single file
	used        map[string]bool     // what entries in the days refer to
	focus       map[journal.ID]bool // conditions and treatments that are taken along
	done, total int64
}

func (a *App) newExporter(o ExportOptions) (*exporter, error) {
	if _, err := ParseExportFormat(string(o.Format)); err != nil {
		return nil, err
	}
	x := &exporter{a: a, o: o, parts: o.Ticked(o.Format.UsualParts()), counts: map[Part]int64{}, used: map[string]bool{}, focus: map[journal.ID]bool{}, left: map[string]int64{},
		result: &ExportResult{Format: o.Format, Files: []string{}, Parts: []ExportPart{}, LeftOut: []ExportLeftOut{}}}
	for _, p := range x.parts {
		if !slices.Contains(o.Format.Parts(), p) {
			return nil, input("%s", words.Text("part.not_here", string(p)))
		}
	}
	if o.From != nil && o.To != nil && *o.From > *o.To {
		return nil, input("%s", words.Text("export.range"))
	}
	switch {
	case len(o.Persons) > 0:
	case !o.Person.ID.IsZero():
		x.o.Persons = []Person{o.Person}
	default:
		x.o.Persons = a.Persons()
	}
	if o.Format.single() && len(x.o.Persons) != 1 {
		p, err := a.ThePerson("")
		if err != nil {
			return nil, err
		}
		x.o.Persons = []Person{p}
	}
	x.result.Persons = len(x.o.Persons)
	return x, nil
}

func (x *exporter) export(ctx context.Context) (err error) {
	if x.result.Path, err = filepath.Abs(x.o.Path); err != nil {
		return err
	}
	if err := x.free(); err != nil {
		return err
	}
	if err := x.measure(ctx); err != nil {
		return err
	}
	if x.out, err = newExportTarget(x.a.opts.FS, x.o.Format, x.result.Path); err != nil {
		return err
	}
	err = x.write(ctx)
	if err == nil {
		err = x.out.finish()
	}
	if err != nil {
		return errors.Join(err, x.out.discard())
	}
	x.sum()
	return nil
}

// free makes sure that the name is free to take.
func (x *exporter) free() error {
	fsys, path := x.a.opts.FS, x.result.Path
	if x.o.Format.single() && strings.EqualFold(filepath.Ext(path), ".zip") {
		return input("%s", words.Text("export.one_file"))
	}
	info, err := fsys.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case !x.o.Force || info.IsDir():
		return &fs.PathError{Op: "write", Path: path, Err: ErrFileExists}
	}
	if !x.o.Force {
		return nil
	}
	if info, err := fsys.Stat(path + exportPartial); err == nil && !info.IsDir() { // of an export that was killed
		return fsys.Remove(path + exportPartial)
	}
	return nil
}

// write writes all files of the export.
func (x *exporter) write(ctx context.Context) error {
	var err error
	switch x.o.Format {
	case ExportFHIR:
		err = x.fhir(ctx)
	case ExportIPS:
		err = x.ips(ctx)
	case ExportPhenopacket:
		err = x.phenopacket(ctx)
	case ExportNDJSON:
		err = x.ndjson(ctx)
	case ExportCSV:
		err = x.csv(ctx)
	}
	if err != nil || x.o.Format.single() {
		return err
	}
	if err := x.attachments(ctx); err != nil {
		return err
	}
	return x.readme()
}

// measure counts what there is, and what of it is left out. Tables go through the
// entries twice.
func (x *exporter) measure(ctx context.Context) error {
	note := slices.Contains(x.parts, PartNotes)
	count := func(e *journal.Entry) {
		part := PartOf(e)
		x.counts[part]++
		if !slices.Contains(x.parts, part) {
			return
		}
		x.result.Entries++
		if e.Kind == journal.KindCondition || e.Kind == journal.KindTreatment {
			x.focus[e.ID] = true
		}
		if !note && e.Note != "" {
			x.left["note"]++
		}
	}
	var describing []journal.Entry // few: they are the scales, the treatments and their plans
	for _, p := range x.o.Persons {
		err := x.a.with(ctx, p, func(r *journal.Record) error {
			return r.Each(ctx, journal.Query{Kinds: allKinds()}, func(e journal.Entry) error {
				if x.o.Format.single() && e.Kind == journal.KindPerson && e.ID == e.OwnID(e.Person) {
					x.who = &e
				}
				if describes(&e) {
					describing = append(describing, e)
					return nil
				}
				if x.o.Covers(&e) {
					x.use(&e)
					count(&e)
				}
				return nil
			})
		})
		if err != nil {
			return err
		}
	}
	for i := range describing { // what entries refer to through others comes last
		if x.covers(&describing[i]) {
			count(&describing[i])
		}
	}
	x.total = x.result.Entries
	if x.o.Format == ExportCSV {
		x.total *= 2
	}
	if !slices.Contains(x.parts, PartWho) {
		x.who = nil
	}
	return nil
}

func (x *exporter) step(n int64) {
	if x.done += n; x.o.Progress != nil {
		x.o.Progress(min(x.done, x.total), x.total)
	}
}

// entries calls fn with every entry of the given kinds that is taken along, person by
// person, oldest first, without its note if the person's own words are not ticked.
func (x *exporter) entries(ctx context.Context, kinds []journal.Kind, fn func(name string, e *journal.Entry) error) error {
	note, named := slices.Contains(x.parts, PartNotes), slices.Contains(x.parts, PartWho)
	for _, p := range x.o.Persons {
		name := ""
		if named {
			name = p.Name
		}
		err := x.a.with(ctx, p, func(r *journal.Record) error {
			return r.Each(ctx, journal.Query{Oldest: true, Kinds: kinds}, func(e journal.Entry) error {
				if !slices.Contains(x.parts, PartOf(&e)) || !x.covers(&e) {
					return nil
				}
				x.step(1)
				if !note {
					e.Note = ""
				}
				return fn(name, &e)
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// each is entries with their full documents.
func (x *exporter) each(ctx context.Context, kinds []journal.Kind, fn func(*Document) error) error {
	return x.entries(ctx, kinds, func(name string, e *journal.Entry) error {
		d, err := exchange.FullDocumentOf(name, e)
		if err != nil {
			return err
		}
		return fn(&d)
	})
}

// sum says in the result what is in it and what is not.
func (x *exporter) sum() {
	for _, p := range x.o.Format.Parts() {
		if slices.Contains(x.parts, p) {
			x.result.Parts = append(x.result.Parts, ExportPart{p, true, x.counts[p]})
		}
	}
	x.result.LeftOut = x.leftOut()
}

func (x *exporter) leftOut() []ExportLeftOut {
	left := []ExportLeftOut{}
	for _, reason := range exportReasons {
		if n := x.left[reason]; n > 0 {
			left = append(left, ExportLeftOut{reason, n, words.Text("export.left." + reason)})
		}
	}
	return left
}

// exportReasons are why something is left out, in the order in which it is told.
var exportReasons = []string{"note", "attachment_unreadable", "attachment_no_place", "attachment_large",
	exchange.PhenoNoCode, exchange.PhenoSuspected, exchange.PhenoNoPlace, exchange.PhenoNoUnit, exchange.PhenoRepeated, exchange.PhenoUnsureThere,
	exchange.IPSOlder, exchange.IPSPast}

// allKinds are also those that describe the person and the scales.
func allKinds() []journal.Kind {
	kinds := make([]journal.Kind, len(journal.Kinds()))
	for i := range kinds {
		kinds[i] = journal.Kind(i + 1)
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

func (x *exporter) ndjson(ctx context.Context) error {
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

func (x *exporter) readme() error {
	if x.out.single() {
		return nil
	}
	return x.file(exportReadme, func(w io.Writer) error {
		_, err := io.WriteString(w, words.Text("export.readme."+string(x.result.Format)))
		return err
	})
}
