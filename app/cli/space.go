package cli

import (
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
	"kith/journal/space/members"
)

type memberJSON struct {
	ID         string       `json:"id"`
	Name       string       `json:"name"`
	Me         bool         `json:"me"`
	Role       string       `json:"role"`
	Categories []string     `json:"categories,omitempty"`
	Since      string       `json:"since"`
	Devices    []deviceJSON `json:"devices"`
}

func memberDocument(m app.Member) memberJSON {
	doc := memberJSON{
		ID: m.Author.String(), Name: m.Name, Me: m.Me, Role: m.Role.String(), Categories: categoryNames(m.Categories),
		Since: stamp(m.Since), Devices: []deviceJSON{},
	}
	for _, d := range m.Devices {
		doc.Devices = append(doc.Devices, deviceDocument(d))
	}
	return doc
}

type nodeJSON struct {
	ID      string `json:"id"`
	Address string `json:"address"`
}

type spaceJSON struct {
	Person     personJSON   `json:"person"`
	Role       string       `json:"role"`
	Categories []string     `json:"categories,omitempty"`
	Members    []memberJSON `json:"members"`
	Former     []memberJSON `json:"former"`
	Nodes      []nodeJSON   `json:"nodes"`
}

func spaceDocument(sp *app.Space) spaceJSON {
	doc := spaceJSON{
		Person: personDocument(sp.Person), Role: sp.Role.String(), Categories: categoryNames(sp.Categories),
		Members: []memberJSON{}, Former: []memberJSON{}, Nodes: []nodeJSON{},
	}
	for _, m := range sp.Members {
		doc.Members = append(doc.Members, memberDocument(m))
	}
	for _, m := range sp.Former {
		doc.Former = append(doc.Former, memberDocument(m))
	}
	for _, n := range sp.Nodes {
		doc.Nodes = append(doc.Nodes, nodeJSON{n.Peer.String(), n.Label})
	}
	return doc
}

func newSpaceList(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, _ []string) error {
		spaces, err := a.Spaces(cmd.Context())
		if err != nil {
			return err
		}
		list := []spaceJSON{}
		for i := range spaces {
			sp := &spaces[i]
			list = append(list, spaceDocument(sp))
			if wantsJSON(cmd) {
				continue
			}
			devices := 0
			for _, m := range sp.Members {
				devices += len(m.Devices)
			}
			s.say("space.line", sp.Person.ID.Short(), sp.Person.Name, app.RoleName(sp.Role),
				words.Count(int64(len(sp.Members)), "member"), words.Count(int64(devices), "device"), words.Count(int64(len(sp.Nodes)), "node"))
		}
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{"spaces": list})
		}
		if len(spaces) == 0 {
			s.note("person.none")
		}
		return nil
	})
	return cmd
}

// newSpaceShow makes `space show`, and `space members`, which leaves the rest out.
func newSpaceShow(s *session) *cobra.Command { return s.spaceCommand(false) }

func newSpaceMembers(s *session) *cobra.Command { return s.spaceCommand(true) }

func (s *session) spaceCommand(membersOnly bool) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		p, err := a.SpacePerson(args[0])
		if err != nil {
			return err
		}
		sp, err := a.Space(cmd.Context(), p)
		if err != nil {
			return err
		}
		switch {
		case wantsJSON(cmd) && membersOnly:
			return s.printJSON(map[string]any{"members": spaceDocument(sp).Members})
		case wantsJSON(cmd):
			return s.printJSON(map[string]any{"space": spaceDocument(sp)})
		}
		if !membersOnly {
			s.say("space.head", sp.Person.Name, app.RoleName(sp.Role), app.RoleWords(sp.Role))
			if sp.Categories != nil {
				s.say("space.part", words.List(categoryNames(sp.Categories)))
			}
		}
		s.sayMembers(a, sp.Members)
		if membersOnly {
			return nil
		}
		for _, m := range sp.Former {
			s.say("space.former", m.Author.Short(), m.Label())
		}
		for _, n := range sp.Nodes {
			s.say("space.node", n.Peer.String()[:8], n.Label)
		}
		invitations, err := a.Invitations(cmd.Context(), p)
		for _, i := range invitations {
			s.say("space.invitation", i.ID.Short(), app.RoleName(i.Role), shortTime(a, i.Expires))
		}
		return err
	})
	return cmd
}

func (s *session) sayMembers(a *app.App, list []app.Member) {
	for _, m := range list {
		what := app.RoleName(m.Role)
		if m.Categories != nil {
			what = words.Text("space.only", what, words.List(categoryNames(m.Categories)))
		}
		name := m.Label()
		if m.Me {
			name = words.Text("space.me", name)
		}
		s.say("space.member", m.Author.Short(), name, what, shortTime(a, m.Since))
		for _, d := range m.Devices {
			d.Owner = "" // it stands above
			s.say("space.device", d.ID.Short(), d.Label(), shortTime(a, d.Since), deviceNote(d))
		}
	}
}

func newSpaceInvite(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	role := cmd.Flags().String("role", "", words.Text("flag.space.role"))
	categories := cmd.Flags().String("categories", "", words.Text("flag.space.categories"))
	noHistory := cmd.Flags().Bool("no-history", false, words.Text("flag.space.no-history"))
	valid := cmd.Flags().Duration("valid", 72*time.Hour, words.Text("flag.meet.valid"))
	qr := cmd.Flags().String("qr", "", words.Text("flag.meet.qr"))
	together := cmd.Flags().Bool("together", false, words.Text("flag.space.together"))
	flags := addMeetFlags(cmd)
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		o := app.MemberInvite{NoHistory: *noHistory, Valid: *valid, Together: *together}
		var err error
		if o.Role, err = members.ParseRole(*role); err != nil {
			return usage("space.roles", *role)
		}
		if o.Categories, err = parseCategories(*categories); err != nil {
			return err
		}
		p, err := a.SpacePerson(args[0])
		if err != nil {
			return err
		}
		meeting, err := s.meeting(cmd, flags)
		if err != nil {
			return err
		}
		inviting, err := a.InviteMember(cmd.Context(), p, o)
		if err != nil {
			return err
		}
		return s.invite(cmd, a, inviting, meeting, *qr)
	})
	return cmd
}

func newSpaceCancel(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(2)}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		p, err := a.SpacePerson(args[0])
		if err != nil {
			return err
		}
		open, err := a.Invitations(cmd.Context(), p)
		if err != nil {
			return err
		}
		for _, i := range open {
			if strings.HasPrefix(i.ID.String(), args[1]) {
				if err := a.CancelInvitation(cmd.Context(), p, i.ID); err != nil {
					return err
				}
				s.say("space.cancelled")
				return nil
			}
		}
		return app.ErrExpired
	})
	return cmd
}

// withMember makes the body of a command about a member of a record.
func (s *session) withMember(fn func(cmd *cobra.Command, a *app.App, p app.Person, m app.Member) error) func(*cobra.Command, []string) error {
	return s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		p, err := a.SpacePerson(args[0])
		if err != nil {
			return err
		}
		sp, err := a.Space(cmd.Context(), p)
		if err != nil {
			return err
		}
		m, err := sp.Member(args[1])
		if err != nil {
			return err
		}
		return fn(cmd, a, p, m)
	})
}

func newSpaceRole(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(3)}
	categories := cmd.Flags().String("categories", "", words.Text("flag.space.categories"))
	yes := cmd.Flags().Bool("yes", false, words.Text("flag.yes"))
	var role app.Role
	body := s.withMember(func(cmd *cobra.Command, a *app.App, p app.Person, m app.Member) error {
		parts, err := parseCategories(*categories)
		if err != nil {
			return err
		}
		if app.Less(m, role, parts) {
			if err := s.sure(cmd, *yes, app.ChangeRoleWords(m)); err != nil {
				return err
			}
		}
		if err := a.ChangeRole(cmd.Context(), p, m, role, parts); err != nil {
			return err
		}
		s.say("space.role.changed", m.Label(), app.RoleName(role))
		return nil
	})
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if role, err = members.ParseRole(args[2]); err != nil {
			return usage("space.roles", args[2])
		}
		return body(cmd, args)
	}
	return cmd
}

func newSpaceRemove(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(2)}
	yes := cmd.Flags().Bool("yes", false, words.Text("flag.yes"))
	cmd.RunE = s.withMember(func(cmd *cobra.Command, a *app.App, p app.Person, m app.Member) error {
		if err := s.sure(cmd, *yes, app.RemoveMemberWords(m)); err != nil {
			return err
		}
		if err := a.RemoveMember(cmd.Context(), p, m); err != nil {
			return err
		}
		s.say("space.removed", m.Label(), p.Name)
		return nil
	})
	return cmd
}

func newSpaceLeave(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	yes := cmd.Flags().Bool("yes", false, words.Text("flag.yes"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		p, err := a.SpacePerson(args[0])
		if err != nil {
			return err
		}
		if err := s.sure(cmd, *yes, app.LeaveWords(p)); err != nil {
			return err
		}
		if err := a.LeaveRecord(cmd.Context(), p); err != nil {
			return err
		}
		s.say("space.left", p.Name)
		return nil
	})
	return cmd
}
