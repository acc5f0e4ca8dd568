package cli

import (
	"errors"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
)

type deviceJSON struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Owner   string   `json:"owner"`
	Mine    bool     `json:"mine"`
	This    bool     `json:"this"`
	Since   string   `json:"since"`
	Waiting bool     `json:"waiting"`
	Persons []string `json:"persons,omitempty"`
}

func deviceDocument(d app.Device) deviceJSON {
	doc := deviceJSON{ID: d.ID.String(), Name: d.Name, Owner: d.Owner, Mine: d.Mine, This: d.This, Since: stamp(d.Since), Waiting: d.Waiting}
	for _, p := range d.Persons {
		doc.Persons = append(doc.Persons, p.Name)
	}
	return doc
}

// stamp is a moment as JSON has it, "" for none.
func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format("2006-01-02T15:04:05Z")
}

// shortTime is a moment as a line has it, and what to say for none.
func shortTime(a *app.App, at time.Time) string {
	if at.IsZero() {
		return words.Text("sync.never")
	}
	return at.In(a.Zone()).Format("2006-01-02 15:04")
}

func newDeviceAdd(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	persons := cmd.Flags().StringArray("person", nil, words.Text("flag.device.person"))
	valid := cmd.Flags().Duration("valid", 10*time.Minute, words.Text("flag.meet.valid"))
	qr := cmd.Flags().String("qr", "", words.Text("flag.meet.qr"))
	flags := addMeetFlags(cmd)
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, _ []string) error {
		o := app.DeviceInvite{Valid: *valid}
		for _, name := range *persons {
			p, err := a.SpacePerson(name)
			if err != nil {
				return err
			}
			o.Persons = append(o.Persons, p)
		}
		meeting, err := s.meeting(cmd, flags)
		if err != nil {
			return err
		}
		inviting, err := a.InviteDevice(cmd.Context(), o)
		if err != nil {
			return err
		}
		return s.invite(cmd, a, inviting, meeting, *qr)
	})
	return cmd
}

// invite shows an invitation and waits until it was followed.
func (s *session) invite(cmd *cobra.Command, a *app.App, i *app.Inviting, m app.Meeting, qr string) (err error) {
	defer func() { err = errors.Join(err, i.Close(), s.stopSync(a)) }()
	if err := s.showInvitation(cmd, a, &i.Invitation, qr); err != nil {
		return err
	}
	if i.Stays() {
		if !wantsJSON(cmd) {
			s.say("join.invite.stays")
		}
		if m.NoWait {
			return nil
		}
	}
	came, err := i.Wait(cmd.Context(), m)
	if err != nil {
		return err
	}
	if wantsJSON(cmd) {
		return s.printJSON(map[string]any{"admitted": map[string]any{
			"device": deviceDocument(came.Device), "member": came.Member, "complete": came.Complete,
		}})
	}
	switch {
	case came.Member != "":
		s.say("join.admitted.member", came.Member)
	default:
		s.say("join.admitted.device", came.Device.Label())
	}
	if came.Complete {
		s.say("join.complete.there")
	} else {
		s.say("join.incomplete.there")
	}
	return nil
}

func newDeviceList(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, _ []string) error {
		devices, err := a.Devices(cmd.Context())
		if err != nil {
			return err
		}
		list := []deviceJSON{}
		for _, d := range devices {
			list = append(list, deviceDocument(d))
			if wantsJSON(cmd) {
				continue
			}
			names := make([]string, len(d.Persons))
			for i, p := range d.Persons {
				names[i] = p.Name
			}
			s.say("device.line", d.ID.Short(), d.Label(), deviceNote(d), words.List(names))
		}
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{"devices": list})
		}
		return nil
	})
	return cmd
}

func deviceNote(d app.Device) string {
	switch {
	case d.This:
		return words.Text("device.this")
	case d.Waiting:
		return words.Text("device.waiting")
	}
	return ""
}

func newDeviceName(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.MaximumNArgs(1)}
	me := cmd.Flags().String("me", "", words.Text("flag.device.me"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		if len(args) == 1 {
			if err := a.RenameDevice(cmd.Context(), args[0]); err != nil {
				return err
			}
		}
		if cmd.Flags().Changed("me") {
			if err := a.SetMyName(cmd.Context(), *me); err != nil {
				return err
			}
		}
		device, err := a.DeviceName()
		if err != nil {
			return err
		}
		owner, err := a.MyName()
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{"device": device, "me": owner})
		}
		s.say("device.named", orNone(device), orNone(owner))
		return nil
	})
	return cmd
}

func orNone(name string) string {
	if name == "" {
		return words.Text("device.no_name")
	}
	return name
}

func newDeviceRemove(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	yes := cmd.Flags().Bool("yes", false, words.Text("flag.yes"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		d, err := a.Device(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		if err := s.sure(cmd, *yes, app.RemoveDeviceWords(d)); err != nil {
			return err
		}
		if err := a.RemoveDevice(cmd.Context(), d); err != nil {
			return err
		}
		s.say("device.removed", d.Label())
		return nil
	})
	return cmd
}

func newDeviceConfirm(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(2)}
	yes := cmd.Flags().Bool("yes", false, words.Text("flag.yes"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		p, err := a.SpacePerson(args[0])
		if err != nil {
			return err
		}
		space, err := a.Space(cmd.Context(), p)
		if err != nil {
			return err
		}
		d, err := space.Device(args[1])
		if err != nil {
			return err
		}
		if err := s.sure(cmd, *yes, words.Text("device.confirm.means", d.Label())); err != nil {
			return err
		}
		if err := a.ConfirmDevice(cmd.Context(), p, d); err != nil {
			return err
		}
		s.say("device.confirmed", d.Label(), p.Name)
		return nil
	})
	return cmd
}

// sure says what an act means and asks whether it is wanted, unless yes.
func (s *session) sure(cmd *cobra.Command, yes bool, means string) error {
	if yes {
		return nil
	}
	s.note("sync.means", means)
	typed, err := s.ui.Ask(cmd.Context(), plain(words.Text("sync.sure")))
	if errors.Is(err, io.EOF) {
		return usage("sync.yes")
	}
	if err != nil {
		return err
	}
	if !isYes(typed) {
		return &app.InputError{Err: errors.New(words.Text("sync.not_done"))}
	}
	return nil
}

// stopSync ends syncing that a command started, unless more commands follow.
func (s *session) stopSync(a *app.App) error {
	if running := a.Syncing(); running != nil && !s.shell {
		return running.Close()
	}
	return nil
}

func categoryNames(categories []app.Category) []string {
	var names []string
	for _, c := range categories {
		names = append(names, c.String())
	}
	return names
}

func parseCategories(list string) ([]app.Category, error) {
	var categories []app.Category
	for _, name := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		c, err := app.ParseCategory(name)
		if err != nil {
			return nil, usage("space.category", name, strings.Join(categoryNames(app.Categories()), ", "))
		}
		categories = append(categories, c)
	}
	return categories, nil
}
