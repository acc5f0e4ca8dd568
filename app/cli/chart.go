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
	"github.com/spf13/pflag"

	"kith/app"
	"kith/app/words"
)

// figureFlags are the flags of one kind of chart.
type figureFlags struct {
	kind                 app.FigureKind
	person               *string
	measures, treatments []string
	from, to, split      *string
	lag                  *int
	side                 *string
	strength             *bool
	out, theme           *string
	force, asText        *bool
	noEvents             *bool
	width, height        *int
}

// newFigure returns what makes the command of a kind of chart. A flag that the
// kind has no use for is not there.
func newFigure(kind app.FigureKind) func(*session) *cobra.Command {
	return func(s *session) *cobra.Command {
		cmd := &cobra.Command{Args: cobra.NoArgs}
		f := newFigureFlags(kind, cmd.Flags())
		cmd.RunE = s.body(func(cmd *cobra.Command, _ []string) error { return s.figure(cmd, f) })
		return cmd
	}
}

func newFigureFlags(kind app.FigureKind, flags *pflag.FlagSet) *figureFlags {
	f := &figureFlags{kind: kind}
	none, zero, no := "", 0, false
	f.split, f.side, f.lag, f.noEvents, f.strength = &none, &none, &zero, &no, &no
	f.person = flags.StringP("person", "p", "", words.Text("flag.person"))
	needs := kind.Needs()
	if needs.Measures > 0 {
		flags.StringArrayVarP(&f.measures, "measure", "m", nil, words.Text("flag.chart.measure"))
	}
	if needs.Treatments > 0 {
		flags.StringArrayVarP(&f.treatments, "treatment", "t", nil, words.Text("flag.chart.treatment"))
	}
	f.from = flags.String("from", "", words.Text("flag.list.from"))
	f.to = flags.String("to", "", words.Text("flag.list.to"))
	if needs.Split {
		f.split = flags.String("split", "", words.Text("flag.chart.split"))
	}
	if needs.Lag {
		f.lag = flags.Int("lag", 0, words.Text("flag.chart.lag"))
	}
	if needs.Side {
		f.side = flags.String("side", "", words.Text("flag.chart.side"))
	}
	if needs.Events {
		f.noEvents = flags.Bool("no-events", false, words.Text("flag.chart.no-events"))
	}
	if needs.Strength {
		f.strength = flags.Bool("strength", false, words.Text("flag.chart.strength"))
	}
	f.out = flags.StringP("out", "o", "", words.Text("flag.chart.out"))
	f.force = flags.Bool("force", false, words.Text("flag.force"))
	f.asText = flags.Bool("text", false, words.Text("flag.chart.text"))
	f.width = flags.Int("width", 0, words.Text("flag.chart.width"))
	f.height = flags.Int("height", 0, words.Text("flag.chart.height"))
	f.theme = flags.String("theme", string(app.ChartLight), words.Text("flag.chart.theme"))
	return f
}

// options reads the flags, the person apart.
func (f *figureFlags) options() (app.FigureOptions, error) {
	o := app.FigureOptions{Kind: f.kind, Measures: f.measures, Treatments: f.treatments, Lag: *f.lag, Side: app.FigureSide(*f.side),
		NoEvents: *f.noEvents, Strength: *f.strength}
	now := time.Now()
	var err error
	if o.From, err = parseDay(*f.from, now, false); err != nil {
		return o, err
	}
	if o.To, err = parseDay(*f.to, now, true); err != nil {
		return o, err
	}
	if o.Split, err = parseDay(*f.split, now, false); err != nil {
		return o, err
	}
	if !slices.Contains([]app.FigureSide{app.FigureBoth, app.FigureFront, app.FigureBack}, o.Side) {
		return o, usage("chart.cli.side", *f.side)
	}
	if !slices.Contains(app.ChartThemes(), *f.theme) {
		return o, usage("chart.cli.theme", *f.theme, words.List(app.ChartThemes()))
	}
	return o, nil
}

func (s *session) figure(cmd *cobra.Command, flags *figureFlags) error {
	o, err := flags.options()
	if err != nil {
		return err
	}
	if *flags.out != "" && (*flags.asText || wantsJSON(cmd)) || *flags.asText && wantsJSON(cmd) {
		return usage("chart.cli.one")
	}
	a, err := s.open(cmd.Context())
	if err != nil {
		return err
	}
	if o.Person, err = a.ThePerson(*flags.person); err != nil {
		return err
	}
	f, err := a.Figure(cmd.Context(), o)
	if err != nil {
		return err
	}
	switch {
	case wantsJSON(cmd):
		return s.printJSON(f.Document())
	case *flags.out == "":
		return s.figureText(f, s.ui.OutIsTerminal())
	}
	err = a.SaveFigure(f, *flags.out, app.ChartFile{Width: *flags.width, Height: *flags.height, Theme: app.ChartTheme(*flags.theme), Force: *flags.force})
	if err != nil {
		return err
	}
	if f.Empty != "" {
		s.note("chart.cli.empty")
	}
	s.say("chart.cli.saved", *flags.out)
	return nil
}

// figureText prints what a screen reader gets: the paragraph, the list and the
// table, on a terminal only so much of it as a screen holds.
func (s *session) figureText(f *app.Figure, screen bool) error {
	out := bufio.NewWriter(s.ui.Out())
	fmt.Fprintf(out, "%s\n", plain(f.Summary()))
	if len(f.List.Lines) > 0 {
		fmt.Fprintf(out, "\n%s\n", plain(f.List.Head))
		for _, line := range f.List.Lines {
			fmt.Fprintf(out, "  %s\n", plain(line))
		}
	}
	rows := f.Table.Len()
	if screen {
		rows = min(rows, screenful)
	}
	if rows > 0 {
		fmt.Fprintln(out)
		if err := figureRows(out, &f.Table, rows); err != nil {
			return err
		}
	}
	if more := f.Table.Len() - rows; more > 0 {
		fmt.Fprintf(out, "%s\n", words.Text("chart.cli.more", more))
	}
	return out.Flush()
}

// figureRows prints the first rows of the table; of moments the newest.
func figureRows(w io.Writer, t *app.FigureTable, rows int) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	line := func(cells []string) {
		for i := range cells {
			cells[i] = plain(cells[i])
		}
		fmt.Fprintln(out, strings.TrimRight(strings.Join(cells, "\t"), "\t"))
	}
	var heads []string
	for _, h := range t.Heads {
		heads = append(heads, h.Name)
	}
	line(heads)
	for i := range rows {
		if t.ByTime {
			i = t.Len() - 1 - i
		}
		line(t.Row(i).Cells)
	}
	return out.Flush()
}
