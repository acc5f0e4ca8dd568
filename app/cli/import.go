package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
	"kith/journal/exchange"
)

// maxMapFile is how much of a map file is read, in bytes; a longer one is refused
// as what it then is, half a document.
const maxMapFile = 4 << 20

func newImport(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	flags := cmd.Flags()
	format := flags.String("format", exchange.FormatAuto, words.Text("flag.import.format"))
	mapFile := flags.String("map", "", words.Text("flag.import.map"))
	mapOut := flags.String("map-out", "", words.Text("flag.import.map-out"))
	person := flags.StringP("person", "p", "", words.Text("flag.person"))
	column := flags.String("person-column", "", words.Text("flag.import.person-column"))
	zone := flags.String("zone", "", words.Text("flag.import.zone"))
	dryRun := flags.Bool("dry-run", false, words.Text("flag.import.dry-run"))
	cmd.RunE = s.body(func(cmd *cobra.Command, args []string) error {
		o := app.ImportOptions{Format: *format, Person: *person, PersonColumn: *column, DryRun: *dryRun, Name: filepath.Base(args[0])}
		if *person != "" && *column != "" {
			return usage("import.both")
		}
		if !knownFormat(*format) {
			return usage("import.format", *format, words.List(exchange.Formats()))
		}
		if *zone != "" {
			loc, err := time.LoadLocation(*zone)
			if err != nil {
				return usage("import.zone", *zone)
			}
			o.Zone = loc
		}
		if *mapFile != "" {
			m, err := readMap(*mapFile)
			if err != nil {
				return err
			}
			o.Map = m
		}
		return s.importFile(cmd, args[0], *mapOut, o)
	})
	return cmd
}

func knownFormat(name string) bool {
	for _, f := range exchange.Formats() {
		if f == name {
			return true
		}
	}
	return false
}

func readMap(path string) (*exchange.Map, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the map: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxMapFile))
	if err != nil {
		return nil, fmt.Errorf("read the map: %w", err)
	}
	m, err := exchange.ParseMap(text)
	if err != nil {
		return nil, &app.InputError{Err: fmt.Errorf("%s: %w", path, err)}
	}
	return m, nil
}

func (s *session) importFile(cmd *cobra.Command, path, mapOut string, o app.ImportOptions) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	if !info.Mode().IsRegular() {
		return usage("import.no_file", path)
	}
	a, err := s.open(cmd.Context())
	if err != nil {
		return err
	}
	bar := s.newProgress("import.progress")
	o.File, o.Size = f, info.Size()
	o.Progress = func(bytes int64, _ int) { bar.show(bytes, o.Size) }
	report, err := a.Import(cmd.Context(), o)
	bar.clear()
	var ask *exchange.AskError
	if errors.As(err, &ask) {
		return errors.Join(s.proposal(ask, mapOut), err)
	}
	if err != nil {
		return err
	}
	if mapOut != "" && report.Map != nil {
		if err := s.writeMap(report.Map, mapOut); err != nil {
			return err
		}
	}
	if wantsJSON(cmd) {
		return s.printJSON(report)
	}
	s.printReport(o.Name, report)
	if o.DryRun && report.Map != nil && mapOut == "" {
		return s.showMap(s.ui.Out(), report.Map)
	}
	return nil
}

// proposal shows what was understood of a table that needs an answer, and the
// map to correct.
func (s *session) proposal(ask *exchange.AskError, mapOut string) error {
	for _, line := range ask.Understanding.Lines {
		s.note("import.item", line)
	}
	if mapOut != "" {
		return s.writeMap(ask.Map, mapOut)
	}
	s.note("import.map_follows")
	return s.showMap(s.ui.Err(), ask.Map)
}

func (s *session) showMap(w io.Writer, m *exchange.Map) error {
	text, err := m.JSON()
	if err == nil {
		_, err = w.Write(text)
	}
	return err
}

func (s *session) writeMap(m *exchange.Map, path string) error {
	text, err := m.JSON()
	if err != nil {
		return err
	}
	if err = app.WriteNew(path, text); err == nil {
		s.note("import.map_written", path)
	}
	return err
}

// printReport says what became of an import.
func (s *session) printReport(file string, r *app.Report) {
	if len(r.Understood) > 0 {
		s.say("import.understood", file)
		for _, line := range r.Understood {
			s.say("import.item", line)
		}
	}
	if len(r.Assumptions) > 0 {
		s.say("import.assumed")
		for _, line := range r.Assumptions {
			s.say("import.item", line)
		}
	}
	s.say("import.read", words.Count(int64(r.Read), "record"), file, r.Format)
	what := words.Count(int64(r.Entries), "entry")
	if r.Samples > 0 {
		what += ", " + words.Count(int64(r.Samples), "sample")
	}
	key := "import.imported"
	if r.DryRun {
		key = "import.would"
	}
	s.say(key, words.Count(int64(r.Imported), "record"), what, words.Count(int64(len(r.Persons)), "person"))
	if len(r.PersonsAdded) > 0 {
		s.say("import.added", words.Count(int64(len(r.PersonsAdded)), "person"))
	}
	if r.Duplicates > 0 {
		s.say("import.duplicates", words.Count(int64(r.Duplicates), "record"))
	}
	s.skips("import.skipped", r.Skipped)
	s.skips("import.cells", r.CellsSkipped)
	for _, note := range r.Notes {
		s.say("import.note", note)
	}
	if !r.DryRun && r.Imported > 0 {
		s.say("import.undo")
	}
}

func (s *session) skips(key string, list []app.Skipped) {
	if len(list) == 0 {
		return
	}
	s.say(key)
	for _, skip := range list {
		s.say("import.skip", skip.Count, skip.Reason, skip.Example)
	}
}
