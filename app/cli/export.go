package cli

import (
	"time"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
)

func newExport(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	flags := cmd.Flags()
	person := flags.StringP("person", "p", "", words.Text("flag.list.person"))
	format := flags.StringP("format", "f", "", words.Text("flag.export.format"))
	include := flags.StringSlice("include", nil, words.Text("flag.export.include"))
	from := flags.String("from", "", words.Text("flag.list.from"))
	to := flags.String("to", "", words.Text("flag.list.to"))
	force := flags.Bool("force", false, words.Text("flag.force"))
	preview := flags.Bool("preview", false, words.Text("flag.export.preview"))
	cmd.RunE = s.body(func(cmd *cobra.Command, args []string) error {
		o := app.ExportOptions{Path: args[0], Force: *force}
		if *format == "" {
			return usage("export.cli.format")
		}
		var err error
		if o.Format, err = app.ParseExportFormat(*format); err != nil {
			return err
		}
		now := time.Now()
		if o.From, err = parseDay(*from, now, false); err != nil {
			return err
		}
		if o.To, err = parseDay(*to, now, true); err != nil {
			return err
		}
		if len(*include) > 0 {
			if o.Include, err = app.ParseParts(*include, o.Format.Parts(), o.Format.UsualParts()); err != nil {
				return err
			}
		}
		a, err := s.open(cmd.Context())
		if err != nil {
			return err
		}
		if *person != "" {
			if o.Person, err = a.Person(*person); err != nil {
				return err
			}
		}
		if *preview {
			p, err := a.ExportPreview(cmd.Context(), o)
			if err != nil {
				return err
			}
			return s.exportPreview(cmd, p)
		}
		bar := s.newProgress("export.progress")
		o.Progress = bar.show
		result, err := a.Export(cmd.Context(), o)
		bar.clear()
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(result)
		}
		s.say("export.done", result.Path, words.Count(result.Entries, "entry"), words.Count(int64(result.Persons), "person"), words.Count(result.Attachments, "file"))
		s.leftOut(result.LeftOut)
		s.say("export.plain")
		return nil
	})
	return cmd
}

func (s *session) leftOut(left []app.ExportLeftOut) {
	for _, l := range left {
		s.say("export.cli.left", l.Count, l.Text)
	}
}

// exportPreview says what an export would hold.
func (s *session) exportPreview(cmd *cobra.Command, p *app.ExportPreview) error {
	if wantsJSON(cmd) {
		return s.printJSON(p)
	}
	for _, part := range p.Parts {
		key := "export.cli.part"
		if !part.Ticked {
			key = "export.cli.part.off"
		}
		s.say(key, part.Part.Text(), part.Entries)
	}
	s.leftOut(p.LeftOut)
	for _, f := range p.Files {
		s.say("export.cli.file", f.Name, f.Text)
		if f.More {
			s.say("export.cli.more")
		}
	}
	return nil
}
