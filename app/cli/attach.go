package cli

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

func newAttachAdd(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	flags := cmd.Flags()
	person := flags.StringP("person", "p", "", words.Text("flag.person"))
	to := flags.String("to", "", words.Text("flag.attach.to"))
	note := flags.String("note", "", words.Text("flag.attach.note"))
	at := flags.String("at", "", words.Text("flag.at"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		if *to != "" && *person != "" {
			return usage("attach.cli.to_whose")
		}
		o := app.AttachOptions{Note: *note, At: *at}
		var p app.Person
		var err error
		if *to != "" {
			p, o.Of, err = a.Find(cmd.Context(), *to)
		} else {
			p, err = a.ThePerson(*person)
		}
		if err != nil {
			return err
		}
		bar := s.newProgress("attach.cli.progress")
		o.Progress = bar.show
		e, err := a.AttachFile(cmd.Context(), p, args[0], o)
		bar.clear()
		if err != nil {
			return err
		}
		return s.printEntry(cmd, "attach.cli.done", p, &e)
	})
	return cmd
}

func newAttachList(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	flags := cmd.Flags()
	person := flags.StringP("person", "p", "", words.Text("flag.list.person"))
	to := flags.String("to", "", words.Text("flag.attach.list.to"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, _ []string) error {
		persons, of := a.Persons(), journal.ID{}
		switch {
		case *to != "":
			p, id, err := a.Find(cmd.Context(), *to)
			if err != nil {
				return err
			}
			persons, of = []app.Person{p}, id
		case *person != "":
			p, err := a.Person(*person)
			if err != nil {
				return err
			}
			persons = []app.Person{p}
		}
		return s.listAttachments(cmd, a, persons, of)
	})
	return cmd
}

func (s *session) listAttachments(cmd *cobra.Command, a *app.App, persons []app.Person, of journal.ID) error {
	docs := []app.Document{}
	for _, p := range persons {
		list, err := a.Attachments(cmd.Context(), p, of)
		if err != nil {
			return err
		}
		for i := range list {
			e := &list[i]
			if wantsJSON(cmd) {
				docs = append(docs, app.DocumentOf(p.Name, e))
				continue
			}
			s.say("attach.cli.line", e.ID.Short(), p.Name, app.WhenText(e.When), e.Name, app.AttachmentText(e))
		}
	}
	if wantsJSON(cmd) {
		return s.printJSON(map[string]any{"attachments": docs})
	}
	return nil
}

func newAttachSave(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(2)}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		p, id, err := a.Find(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		path, err := saveInto(cmd, a, p, id, args[1])
		if err != nil {
			return err
		}
		bar := s.newProgress("attach.cli.saving")
		err = a.SaveAttachment(cmd.Context(), p, id, path, bar.show)
		bar.clear()
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{"file": path})
		}
		s.say("attach.cli.saved", path)
		return nil
	})
	return cmd
}

// saveInto returns the file to write: in a folder it is called as the attachment is.
func saveInto(cmd *cobra.Command, a *app.App, p app.Person, id journal.ID, path string) (string, error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return path, nil
	}
	if err != nil || !info.IsDir() {
		return path, err
	}
	e, err := a.Get(cmd.Context(), p, id)
	if err != nil {
		return "", err
	}
	return filepath.Join(path, app.AttachmentFile(&e)), nil
}
