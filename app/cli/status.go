package cli

import (
	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
)

type peerJSON struct {
	Peer   string `json:"peer"`
	Device string `json:"device,omitempty"`
	Name   string `json:"name"`
	Owner  string `json:"owner,omitempty"`
	Node   bool   `json:"node"`
	This   bool   `json:"this"`
}

func peerDocument(p app.PeerName) peerJSON {
	doc := peerJSON{Peer: p.Peer.String(), Name: p.Name, Owner: p.Owner, Node: p.Node, This: p.This}
	if !p.Node {
		doc.Device = p.Device.String()
	}
	return doc
}

type copiesJSON struct {
	Devices   int    `json:"devices"`
	OfDevices int    `json:"of_devices"`
	Nodes     int    `json:"nodes"`
	OfNodes   int    `json:"of_nodes"`
	Text      string `json:"text"`
}

func copiesDocument(c app.Copies) copiesJSON {
	return copiesJSON{c.Devices, c.OfDevices, c.Nodes, c.OfNodes, c.Text()}
}

type peerStatusJSON struct {
	peerJSON
	Connected   bool   `json:"connected"`
	Complete    bool   `json:"complete"`
	LastContact string `json:"last_contact,omitempty"`
	LastMatch   string `json:"last_match,omitempty"`
	Next        string `json:"next,omitempty"`
	Why         string `json:"why,omitempty"`
	What        string `json:"what,omitempty"`
	Do          string `json:"do,omitempty"`
}

type noticeJSON struct {
	Kind   string `json:"kind"`
	Device string `json:"device,omitempty"`
	Author string `json:"author,omitempty"`
	Text   string `json:"text"`
	Do     string `json:"do,omitempty"`
}

type spaceStatusJSON struct {
	Person  personJSON       `json:"person"`
	Role    string           `json:"role"`
	Copies  copiesJSON       `json:"copies"`
	Peers   []peerStatusJSON `json:"peers"`
	Notices []noticeJSON     `json:"notices"`
}

type statusJSON struct {
	On        bool              `json:"on"`
	Running   bool              `json:"running"`
	Addresses []string          `json:"addresses"`
	Spaces    []spaceStatusJSON `json:"spaces"`
}

func whyName(w app.Why) string {
	if w == app.WhyNothing {
		return ""
	}
	return w.String()
}

func statusDocument(st *app.SyncStatus) statusJSON {
	doc := statusJSON{On: st.On, Running: st.Running, Addresses: append([]string{}, st.Addresses...), Spaces: []spaceStatusJSON{}}
	for _, sp := range st.Spaces {
		one := spaceStatusJSON{
			Person: personDocument(sp.Person), Role: sp.Role.String(), Copies: copiesDocument(sp.Copies),
			Peers: []peerStatusJSON{}, Notices: []noticeJSON{},
		}
		for _, p := range sp.Peers {
			one.Peers = append(one.Peers, peerStatusJSON{
				peerDocument(p.PeerName), p.Connected, p.Complete, stamp(p.LastContact), stamp(p.LastMatch), stamp(p.Next),
				whyName(p.Why), p.Why.Text(), p.Why.Do(),
			})
		}
		for _, n := range sp.Notices {
			notice := noticeJSON{Kind: string(n.Kind), Author: n.Author, Text: n.Text(), Do: n.Do()}
			if n.Device.ID != ([16]byte{}) {
				notice.Device = n.Device.ID.String()
			}
			one.Notices = append(one.Notices, notice)
		}
		doc.Spaces = append(doc.Spaces, one)
	}
	return doc
}

func newStatus(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.MaximumNArgs(1)}
	entry := cmd.Flags().String("entry", "", words.Text("flag.status.entry"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		if *entry != "" {
			return s.entryStatus(cmd, a, *entry)
		}
		status, err := a.SyncStatus(cmd.Context())
		if err != nil {
			return err
		}
		if len(args) == 1 {
			p, err := a.SpacePerson(args[0])
			if err != nil {
				return err
			}
			for _, sp := range status.Spaces {
				if sp.Person.ID == p.ID {
					status.Spaces = []app.SpaceStatus{sp}
					break
				}
			}
		}
		if wantsJSON(cmd) {
			return s.printJSON(statusDocument(status))
		}
		for i := range status.Spaces {
			s.sayStatus(a, &status.Spaces[i])
		}
		if len(status.Spaces) == 0 {
			s.note("person.none")
		}
		return nil
	})
	return cmd
}

func (s *session) entryStatus(cmd *cobra.Command, a *app.App, prefix string) error {
	p, id, err := a.Find(cmd.Context(), prefix)
	if err != nil {
		return err
	}
	copies, err := a.EntryStatus(cmd.Context(), p, id)
	if err != nil {
		return err
	}
	if wantsJSON(cmd) {
		return s.printJSON(map[string]any{"entry": id.String(), "person": p.Name, "copies": copiesDocument(copies)})
	}
	s.say("sync.entry", id.Short(), p.Name, copies.Text())
	return nil
}

func (s *session) sayStatus(a *app.App, sp *app.SpaceStatus) {
	s.say("sync.status", sp.Person.Name, sp.Copies.Text())
	for _, p := range sp.Peers {
		switch {
		case p.This:
		case p.Complete:
			s.say("sync.peer.complete", p.Label(), shortTime(a, p.LastMatch))
		default:
			s.say("sync.peer.not", p.Label(), p.Why.Text(), shortTime(a, p.LastMatch), shortTime(a, p.LastContact))
			if do := p.Why.Do(); do != "" {
				s.say("sync.peer.do", do)
			}
		}
	}
	for _, n := range sp.Notices {
		s.say("sync.notice", sp.Person.Name, n.Text(), n.Do())
	}
}
