package cli

import (
	"bufio"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

// screenful is how many entries a list on a terminal has if nobody says.
const screenful = 100

func newList(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	flags := cmd.Flags()
	person := flags.StringP("person", "p", "", words.Text("flag.list.person"))
	kinds := flags.StringSliceP("kind", "k", nil, words.Text("flag.list.kind"))
	name := flags.String("name", "", words.Text("flag.list.name"))
	from := flags.String("from", "", words.Text("flag.list.from"))
	to := flags.String("to", "", words.Text("flag.list.to"))
	search := flags.StringP("search", "s", "", words.Text("flag.list.search"))
	limit := flags.IntP("limit", "n", 0, words.Text("flag.list.limit"))
	recorded := flags.String("as-recorded-on", "", words.Text("flag.list.as-recorded-on"))
	cmd.RunE = s.body(func(cmd *cobra.Command, _ []string) error {
		q := journal.Query{Search: *search, Name: *name, Limit: *limit}
		var err error
		if q.Kinds, err = parseKinds(*kinds); err != nil {
			return err
		}
		now := time.Now()
		if q.From, err = parseDay(*from, now, false); err != nil {
			return err
		}
		if q.To, err = parseDay(*to, now, true); err != nil {
			return err
		}
		if *limit < 0 {
			return usage("list.limit")
		}
		a, err := s.open(cmd.Context())
		if err != nil {
			return err
		}
		persons := a.Persons()
		if *person != "" {
			p, err := a.Person(*person)
			if err != nil {
				return err
			}
			persons = []app.Person{p}
		}
		each := func(q journal.Query, fn func(app.Listed) error) error { return a.Each(cmd.Context(), persons, q, fn) }
		if *recorded != "" {
			at, err := a.Moment(*recorded)
			if err != nil {
				return err
			}
			each = func(q journal.Query, fn func(app.Listed) error) error {
				list, err := a.ListAsOf(cmd.Context(), persons, at, q)
				for _, l := range list {
					if err := fn(l); err != nil {
						return err
					}
				}
				return err
			}
		}
		if wantsJSON(cmd) {
			return s.listJSON(each, q)
		}
		screen := s.ui.OutIsTerminal() && !flags.Changed("limit")
		if screen {
			q.Limit = screenful
		}
		return s.listText(each, q, len(persons) > 1, screen)
	})
	return cmd
}

// lister calls fn with the entries that q chooses, newest first.
type lister func(q journal.Query, fn func(app.Listed) error) error

func (s *session) listJSON(each lister, q journal.Query) error {
	list := newJSONList(s.ui.Out(), "entries")
	err := each(q, func(l app.Listed) error {
		d := app.DocumentOf(l.Person.Name, &l.Entry)
		return list.add(&d)
	})
	if err != nil {
		return err
	}
	return list.close()
}

func (s *session) listText(each lister, q journal.Query, several, screen bool) error {
	out := bufio.NewWriter(s.ui.Out())
	shown := 0
	err := each(q, func(l app.Listed) error {
		shown++
		text := app.Describe(&l.Entry)
		if several {
			text = l.Person.Name + ": " + text
		}
		_, err := fmt.Fprintf(out, "%s  %-16s  %s\n", l.Entry.ID.Short(), app.WhenText(l.Entry.When), plain(text))
		return err
	})
	if err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	switch {
	case shown == 0:
		s.note("list.none")
	case screen && shown == screenful:
		s.note("list.more", screenful)
	}
	return nil
}

func parseKinds(names []string) ([]journal.Kind, error) {
	var kinds []journal.Kind
	for _, name := range names {
		k, err := journal.ParseKind(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), "-", "_"))
		if err != nil {
			return nil, usageError{err}
		}
		kinds = append(kinds, k)
	}
	return kinds, nil
}

// parseDay reads the first or last day of a date, month or year; "" is none.
func parseDay(text string, now time.Time, last bool) (*journal.Date, error) {
	day := func(first, next time.Time) *journal.Date {
		d := journal.DateOf(first)
		if last {
			d = journal.DateOf(next) - 1
		}
		return &d
	}
	switch strings.ToLower(text) {
	case "":
		return nil, nil
	case "today":
		return day(now, now.AddDate(0, 0, 1)), nil
	case "yesterday":
		return day(now.AddDate(0, 0, -1), now), nil
	}
	if t, err := time.Parse("2006-01", text); err == nil && t.Year() > 0 {
		return day(t, t.AddDate(0, 1, 0)), nil
	}
	if t, err := time.Parse("2006", text); err == nil && t.Year() > 0 {
		return day(t, t.AddDate(1, 0, 0)), nil
	}
	d, err := journal.ParseDate(text)
	if err != nil {
		return nil, usageError{err}
	}
	return &d, nil
}

type versionJSON struct {
	At     string `json:"at"`
	By     string `json:"by"`
	Device string `json:"device"`
	Act    string `json:"act"`
	Undone bool   `json:"undone"`
	// Concurrent says that another device wrote at the same time; neither knew.
	Concurrent bool          `json:"concurrent,omitempty"`
	Deleted    bool          `json:"deleted"`
	Entry      *app.Document `json:"entry,omitempty"`
}

func newHistory(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		p, id, err := a.Find(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		versions, err := a.History(cmd.Context(), p, id)
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.historyJSON(p, id, versions)
		}
		for _, v := range versions {
			text := words.Text("history.deleted")
			if v.Entry != nil {
				text = app.WhenText(v.Entry.When) + "  " + app.Describe(v.Entry)
			}
			who := a.WhoText(v.By, v.Device)
			if v.Concurrent {
				who += " " + words.Text("history.apart")
			}
			if v.Undone {
				who += " " + words.Text("history.undone")
			}
			s.say("history.line", v.At.In(a.Zone()).Format("2006-01-02 15:04"), v.Act, text, who)
		}
		return nil
	})
	return cmd
}

func (s *session) historyJSON(p app.Person, id journal.ID, versions []journal.Version) error {
	list := []versionJSON{}
	for _, v := range versions {
		doc := versionJSON{At: rfc3339(v.At), By: v.By.String(), Device: v.Device.String(), Act: v.Act, Undone: v.Undone, Concurrent: v.Concurrent, Deleted: v.Entry == nil}
		if v.Entry != nil {
			d := app.DocumentOf(p.Name, v.Entry)
			doc.Entry = &d
		}
		list = append(list, doc)
	}
	return s.printJSON(map[string]any{"id": id.String(), "person": p.Name, "versions": list})
}

func rfc3339(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
