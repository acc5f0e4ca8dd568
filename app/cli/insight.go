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
	"kith/app/words"
	"kith/journal"
)

// newInsight lists what can be asked about.
func newInsight(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	cmd.RunE = s.withPerson(cmd, func(cmd *cobra.Command, a *app.App, p app.Person, _ []string) error {
		c, err := a.InsightChoices(cmd.Context(), p)
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{"person": p.Name, "person_id": p.ID.String(),
				"measures": append([]string{}, c.Measures...), "treatments": append([]string{}, c.Treatments...)})
		}
		if len(c.Measures) == 0 {
			s.say("insight.empty")
			return nil
		}
		s.say("insight.cli.measures", words.List(c.Measures))
		if len(c.Treatments) > 0 {
			s.say("insight.cli.treatments", words.List(c.Treatments))
		}
		s.say("insight.cli.ask")
		return nil
	})
	return cmd
}

func newInsightHelped(s *session) *cobra.Command { return s.ask(app.InsightHelped) }
func newInsightWith(s *session) *cobra.Command   { return s.ask(app.InsightWith) }
func newInsightBefore(s *session) *cobra.Command { return s.ask(app.InsightBefore) }
func newInsightTrend(s *session) *cobra.Command  { return s.ask(app.InsightTrend) }
func newInsightLength(s *session) *cobra.Command { return s.ask(app.InsightLength) }

// ask makes the command of a question.
func (s *session) ask(question app.InsightQuestion) *cobra.Command {
	cmd := &cobra.Command{}
	flags := cmd.Flags()
	from := flags.String("from", "", words.Text("flag.list.from"))
	to := flags.String("to", "", words.Text("flag.list.to"))
	var measure, split *string
	if question == app.InsightHelped {
		measure = flags.StringP("measure", "m", "", words.Text("flag.insight.measure"))
		split = flags.String("split", "", words.Text("flag.insight.split"))
	}
	cmd.RunE = s.withPerson(cmd, func(cmd *cobra.Command, a *app.App, p app.Person, args []string) error {
		name := strings.Join(args, " ")
		o := app.InsightOptions{Person: p, Question: question, Measure: name}
		now := time.Now()
		var err error
		if o.From, err = parseDay(*from, now, false); err != nil {
			return err
		}
		if o.To, err = parseDay(*to, now, true); err != nil {
			return err
		}
		if question == app.InsightHelped {
			o.Measure, o.Treatment = *measure, name
			if o.Split, err = parseDay(*split, now, false); err != nil {
				return err
			}
			if o.Split != nil && name != "" {
				return usage("insight.cli.one")
			}
		}
		bar := s.newProgress("insight.progress")
		o.Progress = func(done, total int) { bar.show(int64(done), int64(total)) }
		x, err := a.Insight(cmd.Context(), o)
		bar.clear()
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(x.Document())
		}
		return writeInsight(s.ui.Out(), x)
	})
	return cmd
}

// writeInsight prints an answer: the sentence, the numbers, what to mind, what to
// do next.
func writeInsight(w io.Writer, x *app.Insight) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s\n\n", plain(x.Headline))
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, f := range x.Facts {
		fmt.Fprintf(table, "  %s\t%s\n", plain(f.Name), plain(f.Text))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if err := writeFindings(out, x); err != nil {
		return err
	}
	section := func(key string, lines []string) {
		if len(lines) == 0 {
			return
		}
		fmt.Fprintf(out, "\n%s\n", words.Text(key))
		for _, line := range lines {
			fmt.Fprintf(out, "  - %s\n", plain(line))
		}
	}
	var careful, next []string
	for _, c := range x.Careful {
		careful = append(careful, c.Text)
	}
	for _, step := range x.Next {
		text := step.Text
		if step.Command != "" {
			text += " (kith " + step.Command + ")"
		}
		next = append(next, text)
	}
	section("insight.careful", careful)
	section("insight.next", next)
	return out.Flush()
}

// writeFindings prints what a search found: what stood out, then the strongest of
// the rest.
func writeFindings(out io.Writer, x *app.Insight) error {
	if x.Scan == nil {
		return nil
	}
	title := ""
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for i := range x.Scan.Shown {
		f := &x.Scan.Shown[i]
		now := words.Text("insight.found")
		if !f.Found {
			now = words.Text("insight.rest")
		}
		if now != title {
			title = now
			fmt.Fprintf(table, "\n%s\n", title)
			head := []string{words.Text("insight.head.what"), words.Text("insight.head.when"), words.Text("insight.head.change", x.Measure.Name),
				words.Text("insight.head.range"), words.Text("insight.head.days"), words.Text("insight.head.chance")}
			fmt.Fprintf(table, "  %s\n", plainCells(head))
		}
		fmt.Fprintf(table, "  %s\n", plainCells([]string{f.Name, f.When, f.Change, f.Range, f.Days, f.Chance}))
	}
	return table.Flush()
}

func plainCells(cells []string) string {
	for i := range cells {
		cells[i] = plain(cells[i])
	}
	return strings.Join(cells, "\t")
}

// newInsightMeaning shows or says what the values of a measure mean.
func newInsightMeaning(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.MinimumNArgs(1)}
	better := cmd.Flags().String("better", "", words.Text("flag.insight.better"))
	absent := cmd.Flags().String("absent", "", words.Text("flag.insight.absent"))
	cmd.RunE = s.withPerson(cmd, func(cmd *cobra.Command, a *app.App, p app.Person, args []string) error {
		name := strings.Join(args, " ")
		var m app.InsightMeaning
		var ok bool
		if m.Better, ok = betterWords[*better]; !ok {
			return usage("insight.cli.better", *better)
		}
		if m.Absence, ok = absentWords[*absent]; !ok {
			return usage("insight.cli.absent", *absent)
		}
		if m != (app.InsightMeaning{}) {
			if err := a.SetInsightMeaning(cmd.Context(), p, name, m); err != nil {
				return err
			}
		}
		name, m, err := a.InsightMeaningOf(cmd.Context(), p, name)
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{"measure": name, "better": m.Better, "absence": m.Absence})
		}
		fmt.Fprintln(s.ui.Out(), plain(m.Text(name)))
		return nil
	})
	return cmd
}

// What --better and --absent take; "" leaves what was said.
var (
	betterWords = map[string]journal.Polarity{"": 0, "lower": journal.HigherIsWorse, "higher": journal.HigherIsBetter, "neither": journal.Neutral}
	absentWords = map[string]journal.Absence{"": 0, "unknown": journal.AbsenceUnknown, "reviewed": journal.AbsenceZeroIfReviewed, "zero": journal.AbsenceZero}
)
