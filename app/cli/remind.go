package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
)

func newRemind(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	snooze := cmd.Flags().String("snooze", "", words.Text("flag.remind.snooze"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, _ []string) error {
		if *snooze != "" {
			if !slices.Contains(app.Snoozes(), app.Snooze(*snooze)) {
				return usage("remind.snooze", *snooze)
			}
			until, n, err := a.PutOff(cmd.Context(), app.Snooze(*snooze))
			if err != nil {
				return err
			}
			if !wantsJSON(cmd) {
				if n == 0 {
					s.say("remind.none")
					return nil
				}
				s.say("remind.held", words.Count(int64(n), "thing"), until.Format("2006-01-02 15:04"))
				return nil
			}
		}
		step, err := a.RemindLook(cmd.Context())
		if err != nil {
			return err
		}
		settings, err := a.Settings()
		if err != nil {
			return err
		}
		_, quiet := settings.Rules().Quiet(a.Now())
		if wantsJSON(cmd) {
			return s.printJSON(app.RemindDocumentOf(step, settings.Remind, quiet))
		}
		s.sayReminders(&step, settings.Remind, quiet)
		return nil
	})
	return cmd
}

func (s *session) sayReminders(step *app.RemindStep, on, quiet bool) {
	if len(step.Waiting) == 0 {
		s.say("remind.none")
	}
	for _, r := range step.Waiting {
		s.say("remind.line", r.At.Format("2006-01-02 15:04"), words.Text("remind.sort."+string(r.Sort)), r.Person.Name)
	}
	if len(step.Held) > 0 {
		s.say("remind.put_off", words.Count(int64(len(step.Held)), "thing"))
	}
	if !step.Next.IsZero() {
		s.say("remind.next", step.Next.Format("2006-01-02 15:04"))
	}
	switch {
	case !on:
		s.say("remind.off")
	case quiet:
		s.say("remind.quiet")
	}
}
