package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/instrument"
)

func newAskAnswer(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	flags := cmd.Flags()
	answers := flags.String("answers", "", words.Text("flag.ask.answers"))
	total := flags.String("total", "", words.Text("flag.ask.total"))
	at := flags.String("at", "", words.Text("flag.at"))
	note := flags.String("note", "", words.Text("flag.ask.note"))
	cmd.RunE = s.withPerson(cmd, func(cmd *cobra.Command, a *app.App, p app.Person, args []string) error {
		q, err := a.Instrument(cmd.Context(), p, args[0])
		if err != nil {
			return err
		}
		f := app.Filled{Note: *note}
		if *at != "" {
			if f.When, err = a.When(*at); err != nil {
				return err
			}
		}
		switch {
		case flags.Changed("answers") && flags.Changed("total"):
			return usage("instrument.cli.one")
		case flags.Changed("answers"):
			f.Answers, err = parseAnswers(*answers)
			f.Answers = q.Pack.LeaveOut(f.Answers)
		case flags.Changed("total"):
			f.Total, err = parseAnswer(*total)
		default:
			err = s.askQuestions(cmd, &q, &f)
		}
		if err != nil {
			return err
		}
		done, err := a.Answer(cmd.Context(), p, q.Pack.ID, f)
		if err != nil {
			return err
		}
		return s.printAnswered(cmd, a, p, &done)
	})
	return cmd
}

// parseAnswers reads 0,1,-,3: a dash, or nothing, was left out.
func parseAnswers(text string) ([]*journal.Decimal, error) {
	var answers []*journal.Decimal
	for _, part := range strings.Split(text, ",") {
		n, err := parseAnswer(part)
		if err != nil {
			return nil, err
		}
		answers = append(answers, n)
	}
	return answers, nil
}

func parseAnswer(text string) (*journal.Decimal, error) {
	if text = strings.TrimSpace(text); text == "" || text == "-" {
		return nil, nil
	}
	n, err := journal.ParseDecimal(text)
	if err != nil {
		return nil, usage("instrument.cli.answers", text)
	}
	return &n, nil
}

// askQuestions asks one question after the other. What was answered before somebody
// stopped is kept.
func (s *session) askQuestions(cmd *cobra.Command, q *app.Questionnaire, f *app.Filled) error {
	if !s.ui.InIsTerminal() {
		return usage("instrument.cli.how")
	}
	p := q.Pack
	if p.TotalOnly() {
		return s.askTotal(cmd, p, f)
	}
	for _, text := range []string{q.LanguageText(), p.Recall} {
		if text != "" {
			fmt.Fprintf(s.ui.Err(), "%s\n", plain(text))
		}
	}
	f.Answers = make([]*journal.Decimal, len(p.Items))
	for i := 0; i < len(p.Items); {
		s.note("instrument.cli.progress", i+1, len(p.Items), p.Items[i].Text)
		s.noteChoices(p, i)
		typed, err := s.ui.Ask(cmd.Context(), plain(words.Text("instrument.cli.ask")))
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch strings.ToLower(strings.TrimSpace(typed)) {
		case "q":
			return nil
		case "b":
			i = max(i-1, 0)
			continue
		}
		n, err := parseAnswer(typed)
		if err != nil || n != nil && !p.Allows(i, *n) {
			s.note("instrument.cli.wrong", p.Allowed(i))
			continue
		}
		f.Answers[i] = n
		i++
	}
	return nil
}

func (s *session) askTotal(cmd *cobra.Command, p *instrument.Pack, f *app.Filled) error {
	s.note("instrument.cli.total", p.Total.Low, p.Total.High)
	typed, err := s.ui.Ask(cmd.Context(), plain(words.Text("instrument.cli.ask_total")))
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	f.Total, err = parseAnswer(typed)
	return err
}

// noteChoices prints what a question can be answered with beside the question.
func (s *session) noteChoices(p *instrument.Pack, item int) {
	if r := p.Items[item].Number; r != nil {
		s.note("instrument.cli.number", p.Allowed(item), r.Unit)
	}
	for _, answer := range p.AnswersOf(item) {
		s.note("instrument.cli.choice", answer.Value, answer.Text)
	}
}

// printAnswered says what was kept and what it came to.
func (s *session) printAnswered(cmd *cobra.Command, a *app.App, p app.Person, d *app.Answered) error {
	if wantsJSON(cmd) {
		document := map[string]any{"entry": app.DocumentOf(p.Name, &d.Entry), "result": resultDocument(d)}
		if d.Result.Alert {
			all, here, err := a.CrisisHelp()
			if err != nil {
				return err
			}
			document["help"] = helpDocument(all, here)
		}
		return s.printJSON(document)
	}
	s.say("instrument.cli.done", d.Entry.ID.Short(), p.Name, app.WhenText(d.Entry.When), d.Entry.Name, d.ScoreText())
	for _, text := range append(d.SubscoreTexts(), d.BandText(), d.BandSource()) {
		if text != "" {
			fmt.Fprintln(s.ui.Out(), plain(text))
		}
	}
	if d.Result.Alert {
		return s.crisis(a, true)
	}
	return nil
}

// crisis prints whom to call; first says that an answer gave cause to.
func (s *session) crisis(a *app.App, first bool) error {
	all, here, err := a.CrisisHelp()
	if err != nil {
		return err
	}
	fmt.Fprintln(s.ui.Out())
	if first {
		s.say("instrument.crisis.title")
		s.say("instrument.crisis.intro")
	}
	if here == nil {
		s.say("instrument.crisis.unknown")
	} else {
		if len(here.Lines) > 0 {
			s.say("instrument.crisis.here", here.In(words.Language()))
		}
		for _, line := range here.Lines {
			fmt.Fprintln(s.ui.Out(), "  "+plain(app.CrisisLineText(line)))
		}
		s.say("instrument.crisis.danger", here.Emergency)
	}
	s.say("instrument.crisis.as_of", all.AsOf)
	if first {
		s.say("instrument.crisis.private")
	}
	return nil
}

func newAskHistory(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	flags := cmd.Flags()
	person := flags.StringP("person", "p", "", words.Text("flag.person"))
	limit := flags.IntP("limit", "n", 0, words.Text("flag.list.limit"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		if *limit < 0 {
			return usage("list.limit")
		}
		p, err := a.ThePerson(*person)
		if err != nil {
			return err
		}
		list, err := a.Answered(cmd.Context(), p, args[0], *limit)
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			documents := make([]answeredJSON, len(list))
			for i := range list {
				documents[i] = answeredDocument(p, &list[i])
			}
			return s.printJSON(map[string]any{"answers": documents})
		}
		for i := range list {
			d := &list[i]
			s.say("instrument.cli.history", d.Entry.ID.Short(), app.WhenText(d.Entry.When), d.ScoreText())
		}
		if len(list) == 0 {
			s.note("instrument.cli.none")
		}
		return nil
	})
	return cmd
}
