package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

// dayFlag adds the flag that says which day is meant; what it returns reads it.
func dayFlag(cmd *cobra.Command) func(*app.App) (journal.Date, error) {
	text := cmd.Flags().String("date", "", words.Text("flag.date"))
	return func(a *app.App) (journal.Date, error) {
		switch strings.ToLower(*text) {
		case "", "today":
			return a.Day(), nil
		case "yesterday":
			return a.Day() - 1, nil
		}
		d, err := journal.ParseDate(*text)
		if err != nil {
			return 0, usageError{err}
		}
		return d, nil
	}
}

func newToday(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	date := dayFlag(cmd)
	cmd.RunE = s.withPerson(cmd, func(cmd *cobra.Command, a *app.App, p app.Person, _ []string) error {
		day, err := date(a)
		if err != nil {
			return err
		}
		today, err := a.Today(cmd.Context(), p, day)
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(app.TodayDocumentOf(today))
		}
		out := bufio.NewWriter(s.ui.Out())
		writeToday(out, today)
		return out.Flush()
	})
	return cmd
}

func writeToday(w io.Writer, t *app.Today) {
	line := func(key string, args ...any) { fmt.Fprintln(w, plain(words.Text(key, args...))) }
	line("today.cli.head", t.Person.Name, t.Day)
	if limit := app.LimitText(t.Access); limit != "" {
		fmt.Fprintln(w, plain(limit))
	}
	for _, u := range []app.Urgency{app.Overdue, app.DueNow, app.Later, app.Unknown, app.Logged} {
		first := true
		for _, d := range t.Doses {
			if d.Urgency != u {
				continue
			}
			if first {
				line("today.urgency." + string(u))
				first = false
			}
			text := strings.TrimSpace(d.Name + " " + d.Amount.String())
			if u == app.Logged {
				text += ", " + d.Status.String()
			}
			line("today.cli.dose", d.At.Format("15:04"), text)
		}
	}
	for i := range t.Experiments {
		x := &t.Experiments[i]
		line("experiment.cli.today", x.Entry.Name, x.TodayText(), x.PlaceText(x.Today), words.Text("experiment.day."+string(x.Kept)))
	}
	for i, q := range t.Questionnaires {
		if i == 0 {
			line("today.questionnaires")
		}
		line("today.cli.questionnaire", q.Title, q.ID, q.Due)
	}
	entries := func(key string, list []journal.Entry) {
		for i := range list {
			if i == 0 {
				line(key)
			}
			line("today.cli.entry", list[i].ID.Short(), app.WhenText(list[i].When), app.Describe(&list[i]))
		}
	}
	entries("today.appointments", t.Appointments)
	entries("today.ask", t.Ask)
	writeCheckin(w, t.Checkin)
	for i := range t.Conflicts {
		line("conflict.today", t.Conflicts[i].Doses[0].Name)
	}
	if t.Gaps+t.GapDoses > 0 {
		line("today.gaps", t.Day-1, gapText(t))
	}
	if t.Reviewed != nil {
		line("today.reviewed")
	} else {
		line("today.unreviewed")
	}
}

// gapText says what the day before has nothing of.
func gapText(t *app.Today) string {
	var parts []string
	if t.Gaps > 0 {
		parts = append(parts, words.Count(int64(t.Gaps), "thing"))
	}
	if t.GapDoses > 0 {
		parts = append(parts, words.Count(int64(t.GapDoses), "dose"))
	}
	return words.List(parts)
}

func writeCheckin(w io.Writer, items []app.CheckinItem) {
	if len(items) == 0 {
		return
	}
	fmt.Fprintln(w, words.Text("today.checkin"))
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i := range items {
		item := &items[i]
		state := words.Text("today.cli.open")
		if item.On != nil {
			state = app.LoggedText(item.On.Value())
			if item.Entries > 1 {
				state += " (" + words.Count(int64(item.Entries), "entry") + ")"
			}
		}
		before := ""
		if item.Before != nil {
			before = words.Text("today.cli.before", app.LoggedText(item.Before.Value()), item.Before.When.Date)
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\n", plain(item.Name), plain(state), plain(before))
	}
	_ = table.Flush() // w is a buffer, which keeps the error for its own Flush
}

func newTodayReview(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	date := dayFlag(cmd)
	undo := cmd.Flags().Bool("undo", false, words.Text("flag.today.undo"))
	cmd.RunE = s.withPerson(cmd, func(cmd *cobra.Command, a *app.App, p app.Person, _ []string) error {
		day, err := date(a)
		if err != nil {
			return err
		}
		key := "today.review.done"
		if *undo {
			key, err = "today.review.undone", a.Unreview(cmd.Context(), p, day)
		} else {
			_, err = a.Review(cmd.Context(), p, day)
		}
		if err != nil && !errors.Is(err, journal.ErrUnchanged) { // it may be so already
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{"person": p.Name, "date": day, "reviewed": !*undo})
		}
		s.say(key, day, p.Name)
		return nil
	})
	return cmd
}

func newTodayHelped(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(2)}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		rating, err := journal.ParseDecimal(args[1])
		if err != nil {
			return &app.InputError{Err: err}
		}
		p, id, err := a.Find(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		e, err := a.SayEffect(cmd.Context(), p, id, rating)
		if err != nil {
			return err
		}
		return s.printEntry(cmd, "edit.done", p, &e)
	})
	return cmd
}

func newOverview(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, _ []string) error {
		needs, err := a.Overview(cmd.Context())
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(app.OverviewDocumentOf(needs))
		}
		for i := range needs {
			s.say("overview.cli", needs[i].Person.Name, strings.Join(needs[i].Lines(), " "))
		}
		if len(needs) == 0 {
			s.note("person.none")
		}
		return nil
	})
	return cmd
}
