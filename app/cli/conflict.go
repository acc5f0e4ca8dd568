package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

func newConflictList(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	person := cmd.Flags().StringP("person", "p", "", words.Text("flag.list.person"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, _ []string) error {
		persons := a.Persons()
		if *person != "" {
			p, err := a.Person(*person)
			if err != nil {
				return err
			}
			persons = []app.Person{p}
		}
		list, err := a.Conflicts(cmd.Context(), persons)
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			docs := []app.ConflictJSON{}
			for i := range list {
				docs = append(docs, app.ConflictDocumentOf(&list[i]))
			}
			return s.printJSON(map[string]any{"conflicts": docs})
		}
		for i := range list {
			s.sayConflict(a, &list[i], len(persons) > 1)
		}
		if len(list) == 0 {
			s.note("conflict.none")
		} else {
			s.note("conflict.how")
		}
		return nil
	})
	return cmd
}

func (s *session) sayConflict(a *app.App, c *app.Conflict, several bool) {
	title := app.ConflictTitle(c)
	if several {
		title = c.Person.Name + ": " + title
	}
	fmt.Fprintln(s.ui.Out(), plain(title))
	for i := range c.Doses {
		e := &c.Doses[i]
		s.say("conflict.line", e.ID.Short(), app.WhenText(e.When), app.Describe(e), a.WhoText(e.EnteredBy, e.Device))
	}
}

func newConflictSettle(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	keep := cmd.Flags().Bool("keep-both", false, words.Text("flag.conflict.keep-both"))
	drop := cmd.Flags().StringSlice("delete", nil, words.Text("flag.conflict.delete"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		if *keep == (len(*drop) > 0) {
			return usage("conflict.one")
		}
		ctx := cmd.Context()
		p, id, err := a.Find(ctx, args[0])
		if err != nil {
			return err
		}
		key := "conflict.kept"
		var c app.Conflict
		if *keep {
			c, err = a.KeepBoth(ctx, p, id)
		} else {
			key = "conflict.deleted"
			var ids []journal.ID
			if ids, err = s.inConflictWith(cmd, a, p, id, *drop); err == nil {
				c, err = a.DropDoubles(ctx, p, ids...)
			}
		}
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{"settled": app.ConflictDocumentOf(&c)})
		}
		s.say(key, c.Doses[0].Name)
		return nil
	})
	return cmd
}

// inConflictWith returns the doses that are named, which must be in the conflict of
// the dose id.
func (s *session) inConflictWith(cmd *cobra.Command, a *app.App, p app.Person, id journal.ID, names []string) ([]journal.ID, error) {
	c, err := a.ConflictOf(cmd.Context(), p, id)
	if err != nil {
		return nil, err
	}
	var ids []journal.ID
	for _, name := range names {
		_, one, err := a.Find(cmd.Context(), name)
		if err != nil {
			return nil, err
		}
		if !c.Has(one) {
			return nil, app.ErrNoConflict
		}
		ids = append(ids, one)
	}
	return ids, nil
}
