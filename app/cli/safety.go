package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
)

type contactJSON struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Persons  []string `json:"persons"`
	Digits   string   `json:"digits"`
	Compared string   `json:"compared,omitempty"`
	Replaces string   `json:"replaces,omitempty"`
}

func contactDocument(c app.Contact) contactJSON {
	doc := contactJSON{
		ID: c.Author.String(), Name: c.Name, Persons: []string{}, Digits: strings.Join(c.Digits, " "), Compared: stamp(c.Compared),
	}
	for _, p := range c.Persons {
		doc.Persons = append(doc.Persons, p.Name)
	}
	if c.Replaces != nil {
		doc.Replaces = c.Replaces.Author.String()
	}
	return doc
}

func newSafety(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.MaximumNArgs(1)}
	compared := cmd.Flags().Bool("compared", false, words.Text("flag.safety.compared"))
	undo := cmd.Flags().Bool("undo", false, words.Text("flag.safety.undo"))
	cmd.MarkFlagsMutuallyExclusive("compared", "undo")
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		if len(args) == 0 {
			return s.contacts(cmd, a)
		}
		c, err := a.Safety(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		if *compared || *undo {
			if err := a.SetCompared(cmd.Context(), c, *compared); err != nil {
				return err
			}
			if c, err = a.Safety(cmd.Context(), c.Author.String()); err != nil {
				return err
			}
		}
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{"contact": contactDocument(c)})
		}
		s.say("sync.safety", c.Label())
		for row := range 3 {
			s.say("sync.safety.row", strings.Join(c.Digits[4*row:4*row+4], " "))
		}
		switch {
		case c.Replaces != nil:
			s.say("sync.notice", c.Label(), words.Text("sync.notice.key", c.Label()), words.Text("sync.notice.key.do"))
		case c.Compared.IsZero():
			s.say("sync.safety.how", c.Label())
		default:
			s.say("sync.safety.compared", shortTime(a, c.Compared))
		}
		return nil
	})
	return cmd
}

func (s *session) contacts(cmd *cobra.Command, a *app.App) error {
	contacts, err := a.Contacts(cmd.Context())
	if err != nil {
		return err
	}
	list := []contactJSON{}
	for _, c := range contacts {
		list = append(list, contactDocument(c))
		if wantsJSON(cmd) {
			continue
		}
		state := "sync.contact.not"
		switch {
		case c.Replaces != nil:
			state = "sync.contact.changed"
		case !c.Compared.IsZero():
			state = "sync.contact.compared"
		}
		s.say("sync.contact", c.Author.Short(), c.Label(), words.Text(state))
	}
	if wantsJSON(cmd) {
		return s.printJSON(map[string]any{"contacts": list})
	}
	if len(list) == 0 {
		s.note("sync.no_contacts")
	}
	return nil
}
