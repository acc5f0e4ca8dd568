package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
)

func newSync(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	once := cmd.Flags().Bool("once", false, words.Text("flag.sync.once"))
	listen := cmd.Flags().StringArray("listen", nil, words.Text("flag.sync.listen"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, _ []string) (err error) {
		running, err := a.StartSync(cmd.Context(), app.SyncOptions{Listen: *listen})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, running.Close()) }()
		if *once {
			return s.syncOnce(cmd, running)
		}
		return s.syncOn(cmd, a, running)
	})
	return cmd
}

type peerResultJSON struct {
	peerJSON
	Matched  bool   `json:"matched"`
	Sent     int    `json:"sent"`
	Received int    `json:"received"`
	Why      string `json:"why,omitempty"`
}

type spaceResultJSON struct {
	Person personJSON       `json:"person"`
	Peers  []peerResultJSON `json:"peers"`
}

// syncOnce compares once and says what came of it. Only if everybody that could be
// reached has the same, and anybody could, is it done.
func (s *session) syncOnce(cmd *cobra.Command, running *app.Sync) error {
	result, err := running.Now(cmd.Context())
	if err != nil {
		return err
	}
	peers, list := 0, []spaceResultJSON{}
	for _, sp := range result.Spaces {
		doc := spaceResultJSON{Person: personDocument(sp.Person), Peers: []peerResultJSON{}}
		for _, p := range sp.Peers {
			peers++
			doc.Peers = append(doc.Peers, peerResultJSON{peerDocument(p.PeerName), p.Matched, p.Sent, p.Received, whyName(p.Why)})
			switch {
			case wantsJSON(cmd):
			case p.Matched:
				s.say("sync.matched", sp.Person.Name, p.Label(), p.Sent, p.Received)
			default:
				s.say("sync.unmatched", sp.Person.Name, p.Label(), p.Why.Text())
			}
		}
		list = append(list, doc)
	}
	alone := peers > 0 && result.Reached == 0
	if wantsJSON(cmd) {
		err = s.printJSON(map[string]any{
			"spaces": list, "reached": result.Reached, "matched": result.Matched, "complete": result.Complete() && !alone,
		})
		if err != nil {
			return err
		}
	}
	switch {
	case peers == 0:
		s.note("sync.nobody")
	case alone:
		s.note("sync.alone")
		return exitCode{app.Failed}
	case !result.Complete():
		s.note("sync.incomplete", result.Matched, result.Reached)
		return exitCode{app.Failed}
	}
	return nil
}

// syncOn syncs until it is stopped, and says when something changed. Being stopped
// is how it ends; it is done if whoever is connected then has everything.
func (s *session) syncOn(cmd *cobra.Command, a *app.App, running *app.Sync) error {
	changed := make(chan struct{}, 1)
	stop := running.Watch(func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	})
	defer stop()
	if !wantsJSON(cmd) {
		s.say("sync.running")
		for _, address := range running.Addresses() {
			s.say("sync.address", address)
		}
	}
	said := map[string]string{}
	for {
		status, err := a.SyncStatus(context.WithoutCancel(cmd.Context()))
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			err = s.printJSON(statusDocument(status))
		} else {
			s.sayChanges(a, status, said)
		}
		if err != nil {
			return err
		}
		select {
		case <-changed:
		case <-cmd.Context().Done():
			if !connectedComplete(status) {
				return exitCode{app.Failed}
			}
			return nil
		}
	}
}

func connectedComplete(status *app.SyncStatus) bool {
	for _, sp := range status.Spaces {
		for _, p := range sp.Peers {
			if p.Connected && !p.Complete {
				return false
			}
		}
	}
	return true
}

// sayChanges prints a line for each record that is elsewhere than it was said to be.
func (s *session) sayChanges(a *app.App, status *app.SyncStatus, said map[string]string) {
	for _, sp := range status.Spaces {
		line := words.Text("sync.line", a.Now().Format("15:04:05"), sp.Person.Name, sp.Copies.Text())
		if key := sp.Copies.Text(); said[sp.Person.ID.String()] != key && len(sp.Peers) > 0 {
			said[sp.Person.ID.String()] = key
			s.say("sync.text", line)
		}
		for _, n := range sp.Notices {
			if key := sp.Person.ID.String() + n.Text(); said[key] == "" {
				said[key] = "x"
				s.note("sync.notice", sp.Person.Name, n.Text(), n.Do())
			}
		}
	}
}
