package cli

import (
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

type personJSON struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Created string `json:"created"`
	Joined  bool   `json:"joined,omitempty"`
	// The rest says what may be done in the record; it is of person list.
	Role       string   `json:"role,omitempty"`
	Categories []string `json:"categories,omitempty"` // none: all
	Waiting    bool     `json:"waiting,omitempty"`
	Removed    bool     `json:"removed,omitempty"`
}

func personDocument(p app.Person) personJSON {
	return personJSON{ID: p.ID.String(), Name: p.Name, Created: p.Created.UTC().Format("2006-01-02T15:04:05Z"), Joined: p.Joined}
}

func accessDocument(p app.Person, access journal.Access) personJSON {
	doc := personDocument(p)
	doc.Role, doc.Waiting, doc.Removed = access.Role.String(), access.Waiting, access.Removed
	if !access.Whole() {
		for _, c := range access.Categories.List() {
			doc.Categories = append(doc.Categories, c.String())
		}
	}
	return doc
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
		access := a.Accesses(cmd.Context())
		if wantsJSON(cmd) {
			list := []personJSON{}
			for _, p := range persons {
				doc := personDocument(p)
				if may, known := access[p.ID]; known {
					doc = accessDocument(p, may)
				}
				list = append(list, doc)
			}
			return s.printJSON(map[string]any{"persons": list})
		}
		for _, p := range persons {
			id, day := p.ID.Short(), p.Created.In(a.Zone()).Format("2006-01-02")
			if may, known := access[p.ID]; known && app.AccessText(may) != "" {
				s.say("person.line.joined", id, day, p.Name, app.AccessText(may))
			} else {
				s.say("person.line", id, day, p.Name)
			}
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
		key := "person.erased"
		if p.Joined {
			key = "person.erased.joined"
		}
		s.say(key, p.Name)
		return nil
	})
	return cmd
}
