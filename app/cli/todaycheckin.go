package cli

import (
	"bufio"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

func newCheckin(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ArbitraryArgs}
	flags := cmd.Flags()
	date := dayFlag(cmd)
	show := flags.Bool("show", false, words.Text("flag.checkin.show"))
	repeat := flags.Bool("repeat", false, words.Text("flag.checkin.repeat"))
	pin := flags.StringArray("pin", nil, words.Text("flag.checkin.pin"))
	hide := flags.StringArray("hide", nil, words.Text("flag.checkin.hide"))
	usual := flags.StringArray("usual", nil, words.Text("flag.checkin.usual"))
	cmd.RunE = s.withPerson(cmd, func(cmd *cobra.Command, a *app.App, p app.Person, args []string) error {
		day, err := date(a)
		if err != nil {
			return err
		}
		for place, names := range map[app.CheckinPlace][]string{app.CheckinPinned: *pin, app.CheckinHidden: *hide, app.CheckinUsual: *usual} {
			for _, name := range names {
				kind, err := a.CheckinKind(cmd.Context(), p, name)
				if err == nil {
					err = a.PlaceInCheckin(p, kind, name, place)
				}
				if err != nil {
					return err
				}
			}
		}
		items, err := a.Checkin(cmd.Context(), p, day)
		if err != nil {
			return err
		}
		if *show || !*repeat && len(args) == 0 {
			if *repeat || len(args) > 0 {
				return usage("today.checkin.show")
			}
			return s.showCheckin(cmd, p, day, items)
		}
		answers, err := a.FillCheckin(cmd.Context(), p, items, *repeat, args)
		if err != nil {
			return err
		}
		kept, err := a.SaveCheckin(cmd.Context(), p, day, answers)
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			docs := make([]app.Document, len(kept))
			for i := range kept {
				docs[i] = app.DocumentOf(p.Name, &kept[i].Entry)
			}
			return s.printJSON(map[string]any{"entries": docs})
		}
		for i := range kept {
			e := &kept[i].Entry
			s.say("today.cli.entry", e.ID.Short(), app.WhenText(e.When), app.Describe(e))
		}
		s.say("today.checkin.saved", words.Count(int64(len(kept)), "entry"), p.Name, day)
		return nil
	})
	return cmd
}

func (s *session) showCheckin(cmd *cobra.Command, p app.Person, day journal.Date, items []app.CheckinItem) error {
	if wantsJSON(cmd) {
		return s.printJSON(map[string]any{"person": p.Name, "date": day, "checkin": app.CheckinDocumentOf(items)})
	}
	out := bufio.NewWriter(s.ui.Out())
	writeCheckin(out, items)
	if err := out.Flush(); err != nil {
		return err
	}
	if len(items) == 0 {
		s.note("today.checkin.none")
	}
	return nil
}
