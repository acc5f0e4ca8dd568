package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

func newLog(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.MinimumNArgs(1)}
	at := cmd.Flags().String("at", "", words.Text("flag.at"))
	yes := cmd.Flags().Bool("yes", false, words.Text("flag.sure"))
	cmd.RunE = s.withPerson(cmd, func(cmd *cobra.Command, a *app.App, p app.Person, args []string) error {
		parsed, err := a.Read(cmd.Context(), p, strings.Join(args, " "), *at)
		if err != nil {
			return err
		}
		var kept []app.Listed
		err = s.unlessDoubtful(cmd, *yes, func(sure bool) (err error) {
			kept, err = a.LogSure(cmd.Context(), p, "log", sure, parsed.Entry)
			return err
		})
		if err != nil {
			return err
		}
		return s.printEntry(cmd, "log.done", p, &kept[0].Entry)
	})
	return cmd
}

// printEntry answers with an entry that was just written.
func (s *session) printEntry(cmd *cobra.Command, key string, p app.Person, e *journal.Entry) error {
	if wantsJSON(cmd) {
		return s.printJSON(map[string]any{"entry": app.DocumentOf(p.Name, e)})
	}
	s.say(key, e.ID.Short(), p.Name, app.WhenText(e.When), app.Describe(e))
	return nil
}

func newEdit(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.MinimumNArgs(1)}
	flags := cmd.Flags()
	var name, value, at, note string
	var c app.Change
	flags.StringVar(&name, "name", "", words.Text("flag.edit.name"))
	flags.StringVar(&value, "value", "", words.Text("flag.edit.value"))
	flags.BoolVar(&c.NoValue, "no-value", false, words.Text("flag.edit.no-value"))
	flags.StringVar(&at, "at", "", words.Text("flag.at"))
	flags.StringVar(&note, "note", "", words.Text("flag.edit.note"))
	flags.StringArrayVar(&c.Tag, "tag", nil, words.Text("flag.edit.tag"))
	yes := flags.Bool("yes", false, words.Text("flag.sure"))
	flags.StringArrayVar(&c.Untag, "untag", nil, words.Text("flag.edit.untag"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		for flag, field := range map[string]struct {
			typed  *string
			change **string
		}{"name": {&name, &c.Name}, "value": {&value, &c.Value}, "at": {&at, &c.At}, "note": {&note, &c.Note}} {
			if flags.Changed(flag) {
				*field.change = field.typed
			}
		}
		if line := strings.Join(args[1:], " "); line != "" {
			c.Line = &line
		}
		if c.Empty() {
			return usage("edit.nothing")
		}
		p, id, err := a.Find(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		var e journal.Entry
		err = s.unlessDoubtful(cmd, *yes, func(sure bool) (err error) {
			c.Sure = sure
			e, err = a.Change(cmd.Context(), p, id, c)
			return err
		})
		if err != nil {
			return err
		}
		return s.printEntry(cmd, "edit.done", p, &e)
	})
	return cmd
}

func newDelete(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		p, id, err := a.Find(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		e, err := a.Get(cmd.Context(), p, id)
		if err != nil {
			return err
		}
		if err := a.Delete(cmd.Context(), p, id); err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{"deleted": []string{id.String()}})
		}
		s.say("delete.done", e.ID.Short(), app.WhenText(e.When), app.Describe(&e))
		return nil
	})
	return cmd
}

type actJSON struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Entries int      `json:"entries"`
	At      string   `json:"at"`
	Persons []string `json:"persons"`
}

func newUndo(s *session) *cobra.Command { return newUndoRedo(s, "undo", false) }

func newRedo(s *session) *cobra.Command { return newUndoRedo(s, "redo", true) }

func newUndoRedo(s *session, name string, redo bool) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, _ []string) error {
		undone, err := a.Undo(cmd.Context(), redo)
		if err != nil {
			return err
		}
		act := actJSON{ID: undone.Act.ID.String(), Title: undone.Act.Title, Entries: undone.Act.Entries, At: rfc3339(undone.Act.At)}
		for _, p := range undone.Persons {
			act.Persons = append(act.Persons, p.Name)
		}
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{name: act})
		}
		whose := words.Count(int64(len(act.Persons)), "person")
		if len(act.Persons) <= 3 {
			whose = words.List(act.Persons)
		}
		s.say(name+".done", act.Title, words.Count(int64(act.Entries), "entry"), whose)
		return nil
	})
	return cmd
}
