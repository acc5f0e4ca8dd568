package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/schedule"
)

func newTreatmentChange(s *session) *cobra.Command {
	var amount, strength, taper, purpose, instructions, note, from, until string
	var plan *app.PlanWords
	return s.onTreatment(func(flags *pflag.FlagSet) {
		flags.StringVar(&amount, "amount", "", words.Text("flag.treatment.amount"))
		flags.StringVar(&strength, "strength", "", words.Text("flag.treatment.strength"))
		flags.StringVar(&taper, "taper", "", words.Text("flag.treatment.taper"))
		flags.StringVar(&purpose, "purpose", "", words.Text("flag.treatment.purpose"))
		flags.StringVar(&instructions, "instructions", "", words.Text("flag.treatment.instructions"))
		flags.StringVar(&note, "note", "", words.Text("flag.edit.note"))
		flags.StringVar(&from, "from", "", words.Text("flag.treatment.change-from"))
		flags.StringVar(&until, "until", "", words.Text("flag.treatment.until"))
		plan = planFlags(flags)
	}, func(cmd *cobra.Command, a *app.App, p app.Person, r schedule.Regimen) (err error) {
		var c app.TreatmentChange
		for flag, field := range map[string]struct {
			typed *string
			into  **string
		}{"amount": {&amount, &c.Amount}, "strength": {&strength, &c.Strength}, "taper": {&taper, &c.Taper}, "purpose": {&purpose, &c.Purpose},
			"instructions": {&instructions, &c.Instructions}, "note": {&note, &c.Note}} {
			if cmd.Flags().Changed(flag) {
				*field.into = field.typed
			}
		}
		if c.From, err = parseDay(from, a.Now(), false); err != nil {
			return err
		}
		if c.Until, err = parseDay(until, a.Now(), true); err != nil {
			return err
		}
		if !plan.Empty() {
			c.Plan = plan
		}
		if err := a.ChangeTreatment(cmd.Context(), p, r.Course.ID, c); err != nil {
			return err
		}
		return s.printTreatment(cmd, a, p, r.Course.ID, "treatment.cli.changed")
	})
}

func newTreatmentPause(s *session) *cobra.Command {
	var from, to, reason string
	return s.onTreatment(func(flags *pflag.FlagSet) {
		flags.StringVar(&from, "from", "", words.Text("flag.treatment.pause-from"))
		flags.StringVar(&to, "to", "", words.Text("flag.treatment.pause-to"))
		flags.StringVar(&reason, "reason", "", words.Text("flag.treatment.reason"))
	}, func(cmd *cobra.Command, a *app.App, p app.Person, r schedule.Regimen) error {
		first, err := parseDay(from, a.Now(), false)
		if err != nil {
			return err
		}
		last, err := parseDay(to, a.Now(), true)
		if err != nil {
			return err
		}
		if err := a.PauseTreatment(cmd.Context(), p, r.Course.ID, first, last, reason); err != nil {
			return err
		}
		return s.printTreatment(cmd, a, p, r.Course.ID, "treatment.cli.paused")
	})
}

func newTreatmentResume(s *session) *cobra.Command {
	var from string
	return s.onTreatment(func(flags *pflag.FlagSet) {
		flags.StringVar(&from, "from", "", words.Text("flag.treatment.resume-from"))
	}, func(cmd *cobra.Command, a *app.App, p app.Person, r schedule.Regimen) error {
		first, err := parseDay(from, a.Now(), false)
		if err != nil {
			return err
		}
		if err := a.ResumeTreatment(cmd.Context(), p, r.Course.ID, first); err != nil {
			return err
		}
		return s.printTreatment(cmd, a, p, r.Course.ID, "treatment.cli.resumed")
	})
}

func newTreatmentStop(s *session) *cobra.Command {
	var last, reason string
	return s.onTreatment(func(flags *pflag.FlagSet) {
		flags.StringVar(&last, "last", "", words.Text("flag.treatment.last"))
		flags.StringVar(&reason, "reason", "", words.Text("flag.treatment.reason"))
	}, func(cmd *cobra.Command, a *app.App, p app.Person, r schedule.Regimen) error {
		day, err := parseDay(last, a.Now(), true)
		if err != nil {
			return err
		}
		if err := a.StopTreatment(cmd.Context(), p, r.Course.ID, day, reason); err != nil {
			return err
		}
		return s.printTreatment(cmd, a, p, r.Course.ID, "treatment.cli.stopped")
	})
}

func newTreatmentRate(s *session) *cobra.Command {
	parts := []string{"benefit", "side-effects", "burden", "cost", "adherence"}
	typed := make([]string, len(parts))
	var effects []string
	var note, at string
	return s.onTreatment(func(flags *pflag.FlagSet) {
		for i, part := range parts {
			flags.StringVar(&typed[i], part, "", words.Text("flag.treatment.rate."+part))
		}
		flags.StringArrayVar(&effects, "effect", nil, words.Text("flag.treatment.rate.effect"))
		flags.StringVar(&note, "note", "", words.Text("flag.edit.note"))
		flags.StringVar(&at, "at", "", words.Text("flag.at"))
	}, func(cmd *cobra.Command, a *app.App, p app.Person, r schedule.Regimen) error {
		rating := app.Rating{SideEffects: effects, Note: note}
		for i, into := range []**journal.Decimal{&rating.Benefit, &rating.SideEffect, &rating.Burden, &rating.Cost, &rating.Adherence} {
			if typed[i] == "" {
				continue
			}
			n, err := journal.ParseDecimal(typed[i])
			if err != nil {
				return err
			}
			*into = &n
		}
		var err error
		if rating.At, err = whenOr(a, at); err != nil {
			return err
		}
		e, err := a.RateTreatment(cmd.Context(), p, r, rating)
		if err != nil {
			return err
		}
		return s.printEntry(cmd, "log.done", p, &e)
	})
}

// earlier says where a plan for doses as needed stands, if a dose at a moment comes
// earlier than it says. The dose is written down all the same: it was taken.
func earlier(ctx context.Context, a *app.App, p app.Person, course journal.ID, at *journal.When) ([]string, error) {
	moment := a.Now()
	if at != nil {
		moment = at.Time
	}
	needs, err := a.AsNeeded(ctx, p)
	if err != nil {
		return nil, err
	}
	for i := range needs {
		if n := &needs[i]; n.Course == course && n.Last != nil && (n.Next.IsZero() || n.Next.After(moment)) {
			return app.NeedText(n), nil
		}
	}
	return nil, nil
}

// whenOr reads a time, nil if none was given.
func whenOr(a *app.App, text string) (*journal.When, error) {
	if text == "" {
		return nil, nil
	}
	when, err := a.When(text)
	return &when, err
}

func newTreatmentTake(s *session) *cobra.Command { return s.takeOrSkip(true) }

func newTreatmentSkip(s *session) *cobra.Command { return s.takeOrSkip(false) }

// takeOrSkip makes the command for a dose of a course: the one due nearest to now,
// or at the time that --due names; without such a dose, one that nobody planned.
func (s *session) takeOrSkip(take bool) *cobra.Command {
	var at, due, amount, reason, note string
	return s.onTreatment(func(flags *pflag.FlagSet) {
		flags.StringVar(&at, "at", "", words.Text("flag.at"))
		flags.StringVar(&due, "due", "", words.Text("flag.treatment.due"))
		flags.StringVar(&reason, "reason", "", words.Text("flag.treatment.reason"))
		flags.StringVar(&note, "note", "", words.Text("flag.edit.note"))
		if take {
			flags.StringVar(&amount, "amount", "", words.Text("flag.treatment.amount"))
		}
	}, func(cmd *cobra.Command, a *app.App, p app.Person, r schedule.Regimen) (err error) {
		t := app.Took{Reason: reason, Note: note}
		if t.At, err = whenOr(a, at); err != nil {
			return err
		}
		if amount != "" {
			if t.Amount, err = schedule.ParseAmount(amount); err != nil {
				return err
			}
		}
		var e journal.Entry
		var early []string
		if take {
			if early, err = earlier(cmd.Context(), a, p, r.Course.ID, t.At); err != nil {
				return err
			}
			e, err = a.TakeNext(cmd.Context(), p, r, due, t)
		} else {
			e, err = a.SkipNext(cmd.Context(), p, r, due, t)
		}
		if err != nil {
			return err
		}
		if len(early) > 0 {
			s.note("treatment.cli.early", strings.Join(early, "; "))
		}
		return s.printEntry(cmd, "log.done", p, &e)
	})
}

func newTreatmentAdherence(s *session) *cobra.Command {
	var from, to string
	return s.onTreatment(func(flags *pflag.FlagSet) {
		flags.StringVar(&from, "from", "", words.Text("flag.list.from"))
		flags.StringVar(&to, "to", "", words.Text("flag.list.to"))
	}, func(cmd *cobra.Command, a *app.App, p app.Person, r schedule.Regimen) error {
		if from == "" && to == "" {
			from = (journal.DateOf(a.Now()) - 29).String()
		}
		if to == "" {
			to = "today"
		}
		first, last, err := dueRange(a, from, to)
		if err != nil {
			return err
		}
		sum, err := a.Adherence(cmd.Context(), p, r.Course.ID, first, last)
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{"adherence": struct {
				Treatment string       `json:"treatment"`
				Course    string       `json:"course"`
				From      journal.Date `json:"from"`
				To        journal.Date `json:"to"`
				schedule.Adherence
				OfDue    *float64 `json:"taken_of_due,omitempty"`
				OfLogged *float64 `json:"taken_of_logged,omitempty"`
			}{r.Course.Name, r.Course.ID.String(), journal.DateOf(first), journal.DateOf(last) - 1, sum, sum.OfDue(), sum.OfLogged()}})
		}
		s.say("treatment.cli.adherence", app.AdherenceText(sum))
		return nil
	})
}
