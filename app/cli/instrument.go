package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/instrument"
)

func newAskList(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	cmd.RunE = s.withPerson(cmd, func(cmd *cobra.Command, a *app.App, p app.Person, _ []string) error {
		list, err := a.Instruments(cmd.Context(), p)
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			documents := make([]questionnaireJSON, len(list))
			for i := range list {
				documents[i] = questionnaireDocument(&list[i])
			}
			return s.printJSON(map[string]any{"questionnaires": documents})
		}
		section := ""
		for i := range list {
			if next := sectionOf(&list[i]); next != section {
				section = next
				s.say("instrument.cli.section." + section)
			}
			s.questionnaireLine(&list[i], journal.At(a.Now()).Date)
		}
		return nil
	})
	return cmd
}

func sectionOf(q *app.Questionnaire) string {
	switch {
	case q.Own:
		return "own"
	case q.Pack.TotalOnly():
		return "totals"
	}
	return "built"
}

func (s *session) questionnaireLine(q *app.Questionnaire, today journal.Date) {
	parts := []string{words.Text("instrument.cli.never")}
	if last := q.LastText(); last != "" {
		parts[0] = words.Text("instrument.cli.last", app.DateText(q.Last.When.Date), last)
	}
	for _, text := range []string{app.EveryText(q.Every), q.DueText(today)} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	fmt.Fprintln(s.ui.Out(), plain(fmt.Sprintf("  %-19s %-24s %s", q.Pack.ID, q.Pack.Title, strings.Join(parts, ", "))))
}

func newAskShow(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	cmd.RunE = s.withPerson(cmd, func(cmd *cobra.Command, a *app.App, p app.Person, args []string) error {
		q, err := a.Instrument(cmd.Context(), p, args[0])
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{"questionnaire": questionnaireDocument(&q), "pack": q.Pack})
		}
		s.showPack(&q)
		if len(q.Pack.Alerts) > 0 {
			return s.crisis(a, false)
		}
		return nil
	})
	return cmd
}

// showPack prints everything that a questionnaire asks and where it is from.
func (s *session) showPack(q *app.Questionnaire) {
	p := q.Pack
	s.say("instrument.cli.about", p.Title, p.Version, p.About)
	for _, text := range []string{q.LanguageText(), p.Recall} {
		if text != "" {
			fmt.Fprintf(s.ui.Out(), "%s\n", plain(text))
		}
	}
	if p.TotalOnly() {
		s.say("instrument.cli.total", p.Total.Low, p.Total.High)
	}
	for i := range p.Items {
		key := "instrument.cli.question"
		if !p.Scored(i) && p.Score != nil {
			key = "instrument.cli.unscored"
		}
		s.say(key, i+1, p.Items[i].Text)
		s.choices(p, i)
	}
	if len(p.Bands) > 0 {
		s.say("instrument.cli.bands")
		for _, b := range p.Bands {
			s.say("instrument.cli.band", b.From, b.To, b.Text)
		}
		s.say("instrument.band.source", p.BandsSource)
	}
	if p.Source != "" {
		s.say("instrument.cli.source", p.Source)
	}
	if p.Licence != "" {
		s.say("instrument.cli.licence", p.Licence)
	}
}

// choices prints what a question can be answered with.
func (s *session) choices(p *instrument.Pack, item int) {
	if r := p.Items[item].Number; r != nil {
		s.say("instrument.cli.number", p.Allowed(item), r.Unit)
	}
	for _, answer := range p.AnswersOf(item) {
		s.say("instrument.cli.choice", answer.Value, answer.Text)
	}
}

func newAskAdd(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	cmd.RunE = s.withPerson(cmd, func(cmd *cobra.Command, a *app.App, p app.Person, args []string) error {
		pack, err := app.ReadPack(args[0])
		if err != nil {
			return err
		}
		q, err := a.AddInstrument(cmd.Context(), p, pack)
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{"questionnaire": questionnaireDocument(&q)})
		}
		s.say("instrument.cli.added", q.Pack.Title, q.Pack.ID)
		return nil
	})
	return cmd
}

func newAskRemove(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	cmd.RunE = s.withPerson(cmd, func(cmd *cobra.Command, a *app.App, p app.Person, args []string) error {
		if err := a.RemoveInstrument(cmd.Context(), p, args[0]); err != nil {
			return err
		}
		s.say("instrument.cli.removed", args[0])
		return nil
	})
	return cmd
}

func newAskEvery(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(2)}
	cmd.RunE = s.withPerson(cmd, func(cmd *cobra.Command, a *app.App, p app.Person, args []string) error {
		every, err := instrument.ParseCadence(args[1])
		if err != nil {
			return err
		}
		q, err := a.AskEvery(cmd.Context(), p, args[0], every)
		if err != nil {
			return err
		}
		switch {
		case wantsJSON(cmd):
			return s.printJSON(map[string]any{"questionnaire": questionnaireDocument(&q)})
		case every.IsNever():
			s.say("instrument.cli.off", q.Pack.Title)
		default:
			s.say("instrument.cli.asked", q.Pack.Title, app.EveryText(every), q.DueText(journal.At(a.Now()).Date))
		}
		return nil
	})
	return cmd
}
