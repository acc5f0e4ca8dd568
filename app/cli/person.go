package cli

import (
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
)

type personJSON struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Created string `json:"created"`
}

func personDocument(p app.Person) personJSON {
	return personJSON{p.ID.String(), p.Name, p.Created.UTC().Format("2006-01-02T15:04:05Z")}
}

func newPersonAdd(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.MinimumNArgs(1)}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		persons, err := a.AddPersons(cmd.Context(), strings.Join(args, " "))
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{"person": personDocument(persons[0])})
		}
		s.say("person.added", persons[0].Name)
		return nil
	})
	return cmd
}

func newPersonList(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, _ []string) error {
		persons := a.Persons()
		if wantsJSON(cmd) {
			list := []personJSON{}
			for _, p := range persons {
				list = append(list, personDocument(p))
			}
			return s.printJSON(map[string]any{"persons": list})
		}
		for _, p := range persons {
			s.say("person.line", p.ID.Short(), p.Created.In(a.Zone()).Format("2006-01-02"), p.Name)
		}
		if len(persons) == 0 {
			s.note("person.none")
		}
		return nil
	})
	return cmd
}

func newPersonRename(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(2)}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		p, err := a.Person(args[0])
		if err != nil {
			return err
		}
		renamed, err := a.RenamePerson(cmd.Context(), p, args[1])
		if err != nil {
			return err
		}
		s.say("person.renamed", p.Name, renamed.Name)
		return nil
	})
	return cmd
}

func newPersonErase(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.MinimumNArgs(1)}
	yes := cmd.Flags().Bool("yes", false, words.Text("flag.yes"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		p, err := a.Person(strings.Join(args, " "))
		if err != nil {
			return err
		}
		if !*yes {
			typed, err := s.ui.Ask(cmd.Context(), plain(words.Text("person.erase.ask", p.Name)))
			if errors.Is(err, io.EOF) {
				return usage("person.erase.yes")
			}
			if err != nil {
				return err
			}
			if strings.TrimSpace(typed) != p.Name {
				return &app.InputError{Err: errors.New(words.Text("person.erase.differs"))}
			}
		}
		if err := a.ErasePerson(p); err != nil {
			return err
		}
		s.say("person.erased", p.Name)
		return nil
	})
	return cmd
}
