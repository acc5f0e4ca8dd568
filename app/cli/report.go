package cli

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/report"
	"kith/app/words"
)

// newReport makes the report for a doctor visit.
func newReport(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	flags := cmd.Flags()
	person := flags.StringP("person", "p", "", words.Text("flag.person"))
	from := flags.String("from", "", words.Text("flag.report.from"))
	to := flags.String("to", "", words.Text("flag.list.to"))
	include := flags.StringSlice("include", nil, words.Text("flag.report.include"))
	measures := flags.StringArrayP("measure", "m", nil, words.Text("flag.report.measure"))
	out := flags.StringP("out", "o", "", words.Text("flag.report.out"))
	asText := flags.Bool("text", false, words.Text("flag.report.text"))
	force := flags.Bool("force", false, words.Text("flag.force"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, _ []string) error {
		if *out != "" && (*asText || wantsJSON(cmd)) || *asText && wantsJSON(cmd) {
			return usage("visit.cli.one")
		}
		if *out != "" && !strings.HasSuffix(strings.ToLower(*out), ".pdf") {
			return usage("visit.cli.format", *out)
		}
		o := app.VisitOptions{Measures: *measures}
		var err error
		if o.Include, err = app.ParseParts(*include, app.ReportParts(), app.UsualReportParts()); err != nil {
			return err
		}
		if o.From, err = parseDay(*from, time.Now(), false); err != nil {
			return err
		}
		if o.To, err = parseDay(*to, time.Now(), true); err != nil {
			return err
		}
		if o.Person, err = a.ThePerson(*person); err != nil {
			return err
		}
		v, err := a.Visit(cmd.Context(), o)
		switch {
		case err != nil:
			return err
		case wantsJSON(cmd):
			return s.printJSON(v)
		case *out == "":
			return visitText(s.ui.Out(), v)
		}
		content, err := report.VisitPDF(v)
		if err != nil {
			return err
		}
		if err := a.SaveReport(*out, content, *force); err != nil {
			return err
		}
		s.say("visit.cli.saved", *out, v.RangeText())
		s.say("export.plain")
		return nil
	})
	return cmd
}

// visitText prints what the page says, without what a page has no room for.
func visitText(w io.Writer, v *app.Visit) error {
	out := bufio.NewWriter(w)
	line := func(parts ...string) {
		var said []string
		for _, p := range parts {
			if p != "" {
				said = append(said, plain(p))
			}
		}
		fmt.Fprintln(out, strings.Join(said, ": "))
	}
	line(v.Title(), v.Name())
	if who := v.WhoText(); who != "" {
		line(who)
	}
	line(v.RangeText())
	if v.Empty() {
		line(v.EmptyText())
	}
	for _, s := range v.Sections() {
		fmt.Fprintf(out, "\n%s\n", plain(s.Title))
		if len(s.Rows) == 0 {
			fmt.Fprintf(out, "  %s\n", plain(s.Empty))
			continue
		}
		if err := visitRows(out, &s); err != nil {
			return err
		}
		if s.Note != "" {
			fmt.Fprintf(out, "  %s\n", plain(s.Note))
		}
	}
	fmt.Fprintln(out)
	line(v.MadeText())
	return out.Flush()
}

func visitRows(w io.Writer, s *app.VisitSection) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(cells []string) {
		shown := make([]string, len(cells))
		for i, c := range cells {
			shown[i] = plain(c)
		}
		fmt.Fprintf(table, "  %s\n", strings.TrimRight(strings.Join(shown, "\t"), "\t"))
	}
	if s.Heads != nil {
		row(s.Heads)
		for _, r := range s.Rows {
			row(r.Cells)
		}
		return table.Flush()
	}
	for _, r := range s.Rows {
		text := plain(r.Cells[0])
		if r.Cells[1] != "" {
			text += ": " + plain(r.Cells[1])
		}
		fmt.Fprintf(w, "  %s\n", text)
	}
	return nil
}
