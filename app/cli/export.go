package cli

import (
	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
)

func newExportCSV(s *session) *cobra.Command { return newExport(s, app.ExportCSV) }

func newExportJSON(s *session) *cobra.Command { return newExport(s, app.ExportJSON) }

func newExport(s *session, format app.ExportFormat) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	person := cmd.Flags().StringP("person", "p", "", words.Text("flag.list.person"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		var o app.ExportOptions
		if *person != "" {
			p, err := a.Person(*person)
			if err != nil {
				return err
			}
			o.Persons = []app.Person{p}
		}
		bar := s.newProgress("export.progress")
		o.Progress = bar.show
		result, err := a.Export(cmd.Context(), format, args[0], o)
		bar.clear()
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(result)
		}
		s.say("export.done", result.Path, words.Count(result.Entries, "entry"), words.Count(int64(result.Persons), "person"), words.Count(result.Attachments, "file"))
		if result.AttachmentsLeftOut > 0 {
			s.say("export.left_out", words.Count(result.AttachmentsLeftOut, "file"))
		}
		s.say("export.plain")
		return nil
	})
	return cmd
}
