package cli

import (
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/schedule"
)

// planFlags are the flags that say when doses are due.
func planFlags(flags *pflag.FlagSet) *app.PlanWords {
	w := new(app.PlanWords)
	flags.StringVar(&w.Times, "times", "", words.Text("flag.treatment.times"))
	flags.StringVar(&w.Weekdays, "weekdays", "", words.Text("flag.treatment.weekdays"))
	flags.StringVar(&w.Every, "every", "", words.Text("flag.treatment.every"))
	flags.StringVar(&w.Window, "window", "", words.Text("flag.treatment.window"))
	flags.BoolVar(&w.FromTaken, "from-taken", false, words.Text("flag.treatment.from-taken"))
	flags.StringVar(&w.Cycle, "cycle", "", words.Text("flag.treatment.cycle"))
	flags.StringVar(&w.MonthDay, "monthday", "", words.Text("flag.treatment.monthday"))
	flags.StringVar(&w.After, "after", "", words.Text("flag.treatment.after"))
	flags.StringVar(&w.Delay, "delay", "", words.Text("flag.treatment.delay"))
	flags.BoolVar(&w.AsNeeded, "as-needed", false, words.Text("flag.treatment.as-needed"))
	flags.StringVar(&w.MinInterval, "min-interval", "", words.Text("flag.treatment.min-interval"))
	flags.StringVar(&w.Max, "max", "", words.Text("flag.treatment.max"))
	flags.StringVar(&w.Zone, "zone", "", words.Text("flag.treatment.zone"))
	return w
}

func newTreatmentAdd(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.MinimumNArgs(1)}
	flags := cmd.Flags()
	var t app.NewTreatment
	person := flags.StringP("person", "p", "", words.Text("flag.person"))
	flags.StringVar(&t.Category, "category", "", words.Text("flag.treatment.category", strings.Join(app.TreatmentCategories(), ", ")))
	flags.StringVar(&t.Amount, "amount", "", words.Text("flag.treatment.amount"))
	flags.StringVar(&t.Strength, "strength", "", words.Text("flag.treatment.strength"))
	flags.StringVar(&t.Purpose, "purpose", "", words.Text("flag.treatment.purpose"))
	flags.StringVar(&t.Instructions, "instructions", "", words.Text("flag.treatment.instructions"))
	flags.StringVar(&t.Note, "note", "", words.Text("flag.edit.note"))
	flags.StringVar(&t.Taper, "taper", "", words.Text("flag.treatment.taper"))
	plan := planFlags(flags)
	from := flags.String("from", "", words.Text("flag.treatment.from"))
	until := flags.String("until", "", words.Text("flag.treatment.until"))
	dueFrom := flags.String("due-from", "", words.Text("flag.treatment.due-from"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) (err error) {
		t.Name, t.Plan = strings.Join(args, " "), *plan
		for _, day := range []struct {
			typed string
			into  **journal.Date
			last  bool
		}{{*from, &t.From, false}, {*until, &t.Until, true}, {*dueFrom, &t.DueFrom, false}} {
			if *day.into, err = parseDay(day.typed, a.Now(), day.last); err != nil {
				return err
			}
		}
		p, err := a.ThePerson(*person)
		if err != nil {
			return err
		}
		r, err := a.AddTreatment(cmd.Context(), p, t)
		if err != nil {
			return err
		}
		return s.printTreatment(cmd, a, p, r.Course.ID, "treatment.cli.added")
	})
	return cmd
}

// printTreatment answers with a course as it is now.
func (s *session) printTreatment(cmd *cobra.Command, a *app.App, p app.Person, course journal.ID, key string) error {
	all, err := a.Treatments(cmd.Context(), p)
	if err != nil {
		return err
	}
	for i := range all {
		if all[i].Course.ID == course {
			if wantsJSON(cmd) {
				return s.printJSON(map[string]any{"treatment": app.TreatmentOf(p.Name, &all[i], all, journal.DateOf(a.Now()))})
			}
			s.say(key, course.Short(), p.Name, treatmentLine(&all[i], all))
			return nil
		}
	}
	return journal.ErrNotFound
}

// treatmentLine is a course in one line.
func treatmentLine(t *app.Treated, all []app.Treated) string {
	c := t.Course.Body.(*journal.Course)
	parts := []string{strings.TrimSpace(t.Course.Name + " " + t.Amount.String())}
	add := func(text string) {
		if text != "" {
			parts = append(parts, text)
		}
	}
	if t.State != schedule.Current {
		add(words.Text("treatment.state." + t.State.String()))
	}
	plan := t.Plan(all)
	if plan == "" {
		plan = c.Frequency
	}
	add(plan)
	if c.Purpose != "" {
		add(words.Text("treatment.for", c.Purpose))
	}
	if !c.StartUnknown {
		add(words.Text("treatment.since", app.StartText(t.Course.When)))
	}
	if c.End != nil {
		add(words.Text("treatment.plan.until", app.DateText(*c.End)))
	}
	add(c.StopReason)
	if t.Next != nil {
		add(words.Text("treatment.next", app.DateText(journal.DateOf(t.Next.At))+" "+t.Next.At.Format("15:04")))
	}
	add(app.StockText(&t.Supply))
	return strings.Join(parts, ", ")
}

func newTreatmentList(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	flags := cmd.Flags()
	past := flags.Bool("past", false, words.Text("flag.treatment.past"))
	cmd.RunE = s.withPerson(cmd, func(cmd *cobra.Command, a *app.App, p app.Person, _ []string) error {
		all, err := a.Treatments(cmd.Context(), p)
		if err != nil {
			return err
		}
		list := []app.TreatmentJSON{}
		today, left := journal.DateOf(a.Now()), 0
		for i := range all {
			if t := &all[i]; wantsJSON(cmd) {
				list = append(list, app.TreatmentOf(p.Name, t, all, today))
			} else if *past || t.State != schedule.Past && t.State != schedule.Unclear {
				s.say("treatment.cli.line", t.Course.ID.Short(), treatmentLine(t, all))
			} else {
				left++
			}
		}
		switch {
		case wantsJSON(cmd):
			return s.printJSON(map[string]any{"treatments": list})
		case len(all) == 0:
			s.note("treatment.cli.none", p.Name)
		case left > 0:
			s.note("treatment.cli.past", left)
		}
		return nil
	})
	return cmd
}

func newTreatmentShow(s *session) *cobra.Command {
	return s.onTreatment(nil, func(cmd *cobra.Command, a *app.App, p app.Person, r schedule.Regimen) error {
		if wantsJSON(cmd) {
			return s.printTreatment(cmd, a, p, r.Course.ID, "")
		}
		all, err := a.Treatments(cmd.Context(), p)
		if err != nil {
			return err
		}
		for i := range all {
			if t := &all[i]; t.Course.ID == r.Course.ID {
				s.say("treatment.cli.line", t.Course.ID.Short(), treatmentLine(t, all))
				for _, line := range app.TreatmentDetails(t) {
					s.say("treatment.cli.detail", line)
				}
			}
		}
		return nil
	})
}

// onTreatment makes a command about one course, named by its arguments. more adds
// flags.
func (s *session) onTreatment(more func(*pflag.FlagSet), fn func(*cobra.Command, *app.App, app.Person, schedule.Regimen) error) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.MinimumNArgs(1)}
	if more != nil {
		more(cmd.Flags())
	}
	cmd.RunE = s.withPerson(cmd, func(cmd *cobra.Command, a *app.App, p app.Person, args []string) error {
		r, err := a.Regimen(cmd.Context(), p, strings.Join(args, " "))
		if err != nil {
			return err
		}
		return fn(cmd, a, p, r)
	})
	return cmd
}

// dueRange reads --from and --to; without them it is today and tomorrow.
func dueRange(a *app.App, from, to string) (first, last time.Time, err error) {
	start, err := parseDay(from, a.Now(), false)
	if err != nil {
		return first, last, err
	}
	end, err := parseDay(to, a.Now(), true)
	if err != nil {
		return first, last, err
	}
	today := journal.DateOf(a.Now())
	if start == nil {
		start = &today
		if end != nil && *end < today {
			start = end
		}
	}
	if end == nil {
		day := *start + 1
		end = &day
	}
	if *end < *start {
		return first, last, usage("treatment.cli.range", *start, *end)
	}
	return schedule.Clock(*start, 0, a.Zone()), schedule.Clock(*end+1, 0, a.Zone()), nil
}

func newTreatmentDue(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	flags := cmd.Flags()
	from := flags.String("from", "", words.Text("flag.list.from"))
	to := flags.String("to", "", words.Text("flag.list.to"))
	cmd.RunE = s.withPerson(cmd, func(cmd *cobra.Command, a *app.App, p app.Person, _ []string) error {
		first, last, err := dueRange(a, *from, *to)
		if err != nil {
			return err
		}
		due, err := a.DueBetween(cmd.Context(), p, first, last)
		if err != nil {
			return err
		}
		list := []app.DueJSON{}
		for i := range due {
			d := &due[i]
			if wantsJSON(cmd) {
				list = append(list, d.Document())
				continue
			}
			status := words.Text("treatment.status." + d.Status.String())
			if d.Double {
				status = words.Text("treatment.status.double")
			}
			at := d.At.Format("2006-01-02 15:04")
			if d.Estimated {
				at = words.Text("treatment.about", at)
			}
			s.say("treatment.cli.due", at, strings.TrimSpace(d.Name+" "+d.Amount.String()), status)
		}
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{"due": list})
		}
		if len(due) == 0 {
			s.note("treatment.cli.nothing_due", first.Format("2006-01-02"), last.Add(-time.Minute).Format("2006-01-02"))
		}
		return nil
	})
	return cmd
}
