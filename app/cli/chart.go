package cli

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
)

func newChartTimeline(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	flags := cmd.Flags()
	person := flags.StringP("person", "p", "", words.Text("flag.person"))
	measures := flags.StringArrayP("measure", "m", nil, words.Text("flag.chart.measure"))
	from := flags.String("from", "", words.Text("flag.list.from"))
	to := flags.String("to", "", words.Text("flag.list.to"))
	out := flags.StringP("out", "o", "", words.Text("flag.chart.out"))
	force := flags.Bool("force", false, words.Text("flag.force"))
	asText := flags.Bool("text", false, words.Text("flag.chart.text"))
	width := flags.Int("width", 0, words.Text("flag.chart.width"))
	height := flags.Int("height", 0, words.Text("flag.chart.height"))
	theme := flags.String("theme", string(app.ChartLight), words.Text("flag.chart.theme"))
	cmd.RunE = s.body(func(cmd *cobra.Command, _ []string) error {
		o := app.ChartOptions{Measures: *measures}
		now := time.Now()
		var err error
		if o.From, err = parseDay(*from, now, false); err != nil {
			return err
		}
		if o.To, err = parseDay(*to, now, true); err != nil {
			return err
		}
		if !slices.Contains(app.ChartThemes(), *theme) {
			return usage("chart.cli.theme", *theme, words.List(app.ChartThemes()))
		}
		if *out != "" && (*asText || wantsJSON(cmd)) || *asText && wantsJSON(cmd) {
			return usage("chart.cli.one")
		}
		a, err := s.open(cmd.Context())
		if err != nil {
			return err
		}
		if o.Person, err = a.ThePerson(*person); err != nil {
			return err
		}
		c, err := a.Chart(cmd.Context(), o)
		if err != nil {
			return err
		}
		switch {
		case wantsJSON(cmd):
			all, err := a.Measures(cmd.Context(), o.Person)
			if err != nil {
				return err
			}
			return s.printJSON(c.Document(all))
		case *out == "":
			return s.chartText(c, s.ui.OutIsTerminal())
		}
		err = a.SaveChart(c, *out, app.ChartFile{Width: *width, Height: *height, Theme: app.ChartTheme(*theme), Force: *force})
		if err != nil {
			return err
		}
		if c.Empty() {
			s.note("chart.cli.empty")
		}
		s.say("chart.cli.saved", *out)
		return nil
	})
	return cmd
}

// chartText prints what a screen reader gets: the paragraph, the treatments and
// the table, on a terminal only its newest part.
func (s *session) chartText(c *app.Chart, screen bool) error {
	out := bufio.NewWriter(s.ui.Out())
	fmt.Fprintf(out, "%s\n", plain(c.Summary()))
	if n := len(c.Treatments); n > 0 {
		fmt.Fprintf(out, "\n%s\n", words.Text("chart.cli.treatments"))
		for i := range c.Treatments {
			fmt.Fprintf(out, "  %s\n", plain(c.Treatments[i].Text()))
		}
	}
	table := c.Table()
	rows := table.Len()
	if screen {
		rows = min(rows, screenful)
	}
	if rows > 0 {
		fmt.Fprintln(out)
		if err := chartRows(out, c, table, rows); err != nil {
			return err
		}
	}
	if more := table.Len() - rows; more > 0 {
		fmt.Fprintf(out, "%s\n", words.Text("chart.cli.more", more))
	}
	return out.Flush()
}

// chartRows prints the newest rows of the table.
func chartRows(w io.Writer, c *app.Chart, t *app.ChartTable, rows int) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	line := func(cells ...string) {
		for i := range cells {
			cells[i] = plain(cells[i])
		}
		fmt.Fprintln(out, strings.TrimRight(strings.Join(cells, "\t"), "\t"))
	}
	heads := []string{words.Text("chart.table.when")}
	for i := range c.Series {
		heads = append(heads, c.Series[i].Name())
	}
	line(heads...)
	for i := range rows {
		r := t.Row(t.Len() - 1 - i)
		line(append([]string{r.When}, r.Values...)...)
	}
	return out.Flush()
}
