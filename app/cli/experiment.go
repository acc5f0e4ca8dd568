package cli

import (
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

func newExperimentPlan(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.MinimumNArgs(1)}
	flags := cmd.Flags()
	var n app.NewExperiment
	flags.StringVar(&n.Against, "against", "", words.Text("flag.experiment.against"))
	flags.BoolVar(&n.Habit, "habit", false, words.Text("flag.experiment.habit"))
	flags.StringVar(&n.Doses.Plan.Times, "times", "", words.Text("flag.experiment.times"))
	flags.StringVar(&n.Doses.Amount, "amount", "", words.Text("flag.experiment.amount"))
	flags.StringVar(&n.AgainstDoses.Plan.Times, "against-times", "", words.Text("flag.experiment.against-times"))
	flags.StringVar(&n.AgainstDoses.Amount, "against-amount", "", words.Text("flag.experiment.against-amount"))
	flags.StringVar(&n.Doses.Category, "category", "", words.Text("flag.treatment.category", strings.Join(app.TreatmentCategories(), ", ")))
	flags.StringArrayVarP(&n.Outcomes, "measure", "m", nil, words.Text("flag.experiment.measure"))
	flags.IntVar(&n.BlockDays, "block-days", app.UsualBlockDays, words.Text("flag.experiment.block-days"))
	flags.IntVar(&n.Washout, "washout", app.UsualWashout, words.Text("flag.experiment.washout"))
	flags.IntVar(&n.Pairs, "pairs", app.MinExperimentPairs, words.Text("flag.experiment.pairs", app.MinExperimentPairs))
	from := flags.String("from", "", words.Text("flag.experiment.from"))
	flags.StringVar(&n.Note, "note", "", words.Text("flag.edit.note"))
	flags.BoolVar(&n.Asked, "asked", false, words.Text("flag.experiment.asked"))
	dry := flags.Bool("dry-run", false, words.Text("flag.experiment.dry-run"))
	cmd.RunE = s.withPerson(cmd, func(cmd *cobra.Command, a *app.App, p app.Person, args []string) (err error) {
		n.Name, n.AgainstDoses.Category = strings.Join(args, " "), n.Doses.Category
		if n.From, err = blockDay(a, *from); err != nil {
			return err
		}
		fmt.Fprintln(s.ui.Err(), app.SafetyText(n.Habit)) // with --json too
		plan := a.PlanExperiment
		if *dry {
			plan = a.DraftExperiment
		}
		x, err := plan(cmd.Context(), p, n)
		if err != nil && !(*dry && errors.Is(err, app.ErrAskFirst)) {
			return err
		}
		chances, err := a.ExperimentChancesOf(cmd.Context(), p, &x)
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			doc := app.ExperimentDocumentOf(p, &x, nil)
			doc.AddChances(chances)
			return s.printJSON(map[string]any{"experiment": doc})
		}
		if x.Drawn() {
			s.say("experiment.cli.planned", x.ID().Short(), p.Name, x.Entry.Name)
		}
		s.sayPlan(&x)
		for _, line := range chances.Lines() {
			s.sayText(line)
		}
		s.say("experiment.write", words.List(x.Outcomes))
		if !x.Drawn() {
			s.say("experiment.order")
			s.say("experiment.cli.dry")
		}
		return nil
	})
	return cmd
}

// blockDay reads the day on which a block begins; today is the day that it is until 4
// in the morning, as on the page of the day.
func blockDay(a *app.App, text string) (*journal.Date, error) {
	if strings.EqualFold(text, "today") {
		day := a.Day()
		return &day, nil
	}
	return parseDay(text, a.Now(), false)
}

// sayText prints a line that is in words already.
func (s *session) sayText(line string) { fmt.Fprintln(s.ui.Out(), plain(line)) }

// sayPlan prints what an experiment asks, and its blocks.
func (s *session) sayPlan(x *app.Experiment) {
	s.sayText(x.Question())
	s.sayText(app.BlocksText(x.Experiment) + ". " + x.DaysText())
	if text := x.WashoutText(); text != "" {
		s.sayText(text)
	}
	table := tabwriter.NewWriter(s.ui.Out(), 0, 0, 2, ' ', 0)
	for _, b := range x.Blocks {
		has := ""
		if x.Drawn() {
			has = x.HasText(b)
		}
		line := fmt.Sprintf("  %d\t%s – %s\t%s\t%s", b.No+1, app.DateText(b.From), app.DateText(b.To), plain(has), plain(x.BlockNote(b)))
		fmt.Fprintln(table, strings.TrimRight(line, "\t"))
	}
	_ = table.Flush() // a terminal that is gone needs no plan
}

func newExperimentList(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	cmd.RunE = s.withPerson(cmd, func(cmd *cobra.Command, a *app.App, p app.Person, _ []string) error {
		list, err := a.Experiments(cmd.Context(), p)
		if err != nil {
			return err
		}
		docs := []app.ExperimentJSON{}
		for i := range list {
			x := &list[i]
			if wantsJSON(cmd) {
				docs = append(docs, app.ExperimentDocumentOf(p, x, nil))
				continue
			}
			s.say("experiment.cli.line", x.ID().Short(), app.Describe(&x.Entry), x.StateText())
		}
		switch {
		case wantsJSON(cmd):
			return s.printJSON(map[string]any{"experiments": docs})
		case len(list) == 0:
			s.note("experiment.cli.none", p.Name)
		}
		return nil
	})
	return cmd
}

// onExperiment makes a command about one experiment, named by its arguments, or the
// one that goes on. more adds flags.
func (s *session) onExperiment(more func(*pflag.FlagSet), fn func(*cobra.Command, *app.App, app.Person, app.Experiment) error) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ArbitraryArgs}
	if more != nil {
		more(cmd.Flags())
	}
	cmd.RunE = s.withPerson(cmd, func(cmd *cobra.Command, a *app.App, p app.Person, args []string) error {
		x, err := a.ExperimentNamed(cmd.Context(), p, strings.Join(args, " "))
		if err != nil {
			return err
		}
		return fn(cmd, a, p, x)
	})
	return cmd
}

func newExperimentShow(s *session) *cobra.Command {
	var peek bool
	return s.onExperiment(func(flags *pflag.FlagSet) {
		flags.BoolVar(&peek, "peek", false, words.Text("flag.experiment.peek"))
	}, func(cmd *cobra.Command, a *app.App, p app.Person, x app.Experiment) error {
		return s.showExperiment(cmd, a, p, &x, peek)
	})
}

// showExperiment prints where an experiment stands and, if it is over or to be looked
// into, what it says.
func (s *session) showExperiment(cmd *cobra.Command, a *app.App, p app.Person, x *app.Experiment, peek bool) error {
	ctx := cmd.Context()
	progress, err := a.ExperimentProgress(ctx, p, x)
	if err != nil {
		return err
	}
	answers, err := a.ExperimentAnswers(ctx, p, x, peek)
	if err != nil && !errors.Is(err, app.ErrNotDone) {
		return err
	}
	if wantsJSON(cmd) {
		doc := app.ExperimentDocumentOf(p, x, &progress)
		doc.AddAnswers(x, answers)
		return s.printJSON(map[string]any{"experiment": doc})
	}
	s.say("experiment.cli.line", x.ID().Short(), app.Describe(&x.Entry), x.StateText())
	if x.Today != nil {
		s.sayText(x.TodayText() + ". " + x.PlaceText(x.Today))
	}
	if text := progress.Text(); text != "" {
		s.sayText(text)
	}
	s.sayPlan(x)
	for i := range answers {
		w := &answers[i]
		if i == 0 && w.Peeked {
			s.say("experiment.answer.peeked")
		}
		for _, line := range w.Lines(x) {
			s.sayText(line)
		}
	}
	if len(answers) > 0 {
		s.say("experiment.answer.means")
	} else {
		s.say("experiment.answer.wait", app.DateText(x.Last()))
	}
	return nil
}

// shownAgain answers with an experiment as it is now.
func (s *session) shownAgain(cmd *cobra.Command, a *app.App, p app.Person, x app.Experiment, key string) error {
	now, err := a.ExperimentNamed(cmd.Context(), p, x.ID().String())
	if err != nil {
		return err
	}
	if wantsJSON(cmd) {
		return s.printJSON(map[string]any{"experiment": app.ExperimentDocumentOf(p, &now, nil)})
	}
	s.say(key, now.Entry.Name)
	s.sayPlan(&now)
	return nil
}

func newExperimentEnd(s *session) *cobra.Command {
	var reason string
	return s.onExperiment(func(flags *pflag.FlagSet) {
		flags.StringVar(&reason, "reason", "", words.Text("flag.treatment.reason"))
	}, func(cmd *cobra.Command, a *app.App, p app.Person, x app.Experiment) error {
		if err := a.EndExperiment(cmd.Context(), p, x.ID(), reason); err != nil {
			return err
		}
		return s.shownAgain(cmd, a, p, x, "experiment.cli.ended")
	})
}

func newExperimentSkip(s *session) *cobra.Command {
	var c app.BlockChange
	var from string
	return s.onExperiment(func(flags *pflag.FlagSet) {
		flags.IntVar(&c.Block, "block", 0, words.Text("flag.experiment.block"))
		flags.BoolVar(&c.Again, "again", false, words.Text("flag.experiment.again"))
		flags.StringVar(&from, "from", "", words.Text("flag.experiment.again-from"))
		flags.StringVar(&c.Reason, "reason", "", words.Text("flag.treatment.reason"))
	}, func(cmd *cobra.Command, a *app.App, p app.Person, x app.Experiment) (err error) {
		if c.From, err = blockDay(a, from); err != nil {
			return err
		}
		if c.From != nil && !c.Again {
			return usage("experiment.cli.from_again")
		}
		if err := a.SkipBlock(cmd.Context(), p, x.ID(), c); err != nil {
			return err
		}
		key := "experiment.cli.skipped"
		if c.Again {
			key = "experiment.cli.again"
		}
		return s.shownAgain(cmd, a, p, x, key)
	})
}

func newExperimentDay(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.MinimumNArgs(1)}
	date := dayFlag(cmd)
	cmd.RunE = s.withPerson(cmd, func(cmd *cobra.Command, a *app.App, p app.Person, args []string) error {
		answer := strings.ToLower(args[0])
		if answer != "yes" && answer != "no" {
			return usage("experiment.cli.yes_no", args[0])
		}
		x, err := a.ExperimentNamed(cmd.Context(), p, strings.Join(args[1:], " "))
		if err != nil {
			return err
		}
		day, err := date(a)
		if err != nil {
			return err
		}
		e, err := a.KeepDay(cmd.Context(), p, x.ID(), day, answer == "yes")
		if err != nil {
			return err
		}
		return s.printEntry(cmd, "log.done", p, &e)
	})
	return cmd
}
