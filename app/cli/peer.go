package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
)

func newPeerAdd(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	persons := cmd.Flags().StringArray("person", nil, words.Text("flag.peer.person"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		if !app.IsNodeLink(args[0]) {
			peer, err := a.AddPeer(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if wantsJSON(cmd) {
				return s.printJSON(map[string]any{"peer": peerDocument(peer)})
			}
			s.say("sync.peer.added", peer.Label())
			return nil
		}
		chosen, err := s.persons(a, *persons)
		if err != nil {
			return err
		}
		node, err := a.AddNode(cmd.Context(), args[0], chosen...)
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{"node": nodeJSON{node.Peer.String(), node.Label}})
		}
		s.say("sync.node.added", node.Label)
		return nil
	})
	return cmd
}

// persons finds each by name or id.
func (s *session) persons(a *app.App, names []string) ([]app.Person, error) {
	var persons []app.Person
	for _, name := range names {
		p, err := a.SpacePerson(name)
		if err != nil {
			return nil, err
		}
		persons = append(persons, p)
	}
	return persons, nil
}

func newPeerList(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, _ []string) error {
		nodes, err := a.Nodes(cmd.Context())
		if err != nil {
			return err
		}
		list := []nodeJSON{}
		for _, n := range nodes {
			list = append(list, nodeJSON{n.Peer.String(), n.Label})
			if !wantsJSON(cmd) {
				s.say("space.node", n.Peer.String()[:8], n.Label)
			}
		}
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{"nodes": list})
		}
		if len(list) == 0 {
			s.note("sync.no_nodes")
		}
		return nil
	})
	return cmd
}

func newPeerRemove(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	persons := cmd.Flags().StringArray("person", nil, words.Text("flag.peer.person"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		nodes, err := a.Nodes(cmd.Context())
		if err != nil {
			return err
		}
		chosen, err := s.persons(a, *persons)
		if err != nil {
			return err
		}
		for _, n := range nodes {
			if len(args[0]) >= 4 && strings.HasPrefix(n.Peer.String(), args[0]) || n.Label == args[0] {
				if err := a.RemoveNode(cmd.Context(), n, chosen...); err != nil {
					return err
				}
				s.say("sync.node.removed", n.Label)
				return nil
			}
		}
		return app.ErrNoSuchNode
	})
	return cmd
}
