package cli

import (
	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

type trashedJSON struct {
	Deleted string       `json:"deleted"`
	By      string       `json:"by"`
	Entry   app.Document `json:"entry"`
}

func newTrashList(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	person := cmd.Flags().StringP("person", "p", "", words.Text("flag.list.person"))
	limit := cmd.Flags().IntP("limit", "n", 0, words.Text("flag.trash.limit"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, _ []string) error {
		persons := a.Persons()
		if *person != "" {
			p, err := a.Person(*person)
			if err != nil {
				return err
			}
			persons = []app.Person{p}
		}
		trash, err := a.Trash(cmd.Context(), persons, *limit)
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			list := []trashedJSON{}
			for _, t := range trash {
				list = append(list, trashedJSON{rfc3339(t.At), t.By.String(), app.DocumentOf(t.Person.Name, &t.Entry)})
			}
			return s.printJSON(map[string]any{"trash": list})
		}
		for _, t := range trash {
			text := app.Describe(&t.Entry)
			if len(persons) > 1 {
				text = t.Person.Name + ": " + text
			}
			s.say("trash.line", t.Entry.ID.Short(), app.WhenText(t.Entry.When), text, app.WhenText(journal.At(t.At.In(a.Zone()))))
		}
		if len(trash) == 0 {
			s.note("trash.none")
		}
		return nil
	})
	return cmd
}

func newTrashRestore(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		p, id, err := a.Find(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		if err := a.RestoreEntries(cmd.Context(), p, id); err != nil {
			return err
		}
		e, err := a.Get(cmd.Context(), p, id)
		if err != nil {
			return err
		}
		return s.printEntry(cmd, "trash.restored", p, &e)
	})
	return cmd
}
