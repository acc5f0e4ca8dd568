package cli

import (
	"errors"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
)

func newJoin(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ArbitraryArgs}
	qr := cmd.Flags().String("qr", "", words.Text("flag.join.qr"))
	at := cmd.Flags().StringArray("at", nil, words.Text("flag.join.at"))
	name := cmd.Flags().String("name", "", words.Text("flag.join.name"))
	flags := addMeetFlags(cmd)
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) (err error) {
		text := strings.Join(args, " ")
		if (text == "") == (*qr == "") {
			return usage("join.how")
		}
		if *qr != "" {
			if text, err = readQR(*qr); err != nil {
				return err
			}
		}
		meeting, err := s.meeting(cmd, flags)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.stopSync(a)) }()
		joined, err := a.Join(cmd.Context(), text, app.JoinOptions{Meeting: meeting, Name: *name, Addresses: *at})
		if err != nil {
			return err
		}
		return s.sayJoined(cmd, joined)
	})
	return cmd
}

func (s *session) sayJoined(cmd *cobra.Command, j *app.Joined) error {
	var names []string
	persons := []personJSON{}
	for _, p := range j.Persons {
		names = append(names, p.Name)
		persons = append(persons, personDocument(p))
	}
	if wantsJSON(cmd) {
		return s.printJSON(map[string]any{"joined": map[string]any{
			"purpose": j.Purpose, "from": j.From, "persons": persons, "complete": j.Complete,
		}})
	}
	s.say("join.done."+string(j.Purpose), words.List(names))
	if !j.Complete {
		s.say("join.incomplete")
	}
	return nil
}

// readQR reads the QR code in a picture.
func readQR(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return app.InvitationFromPicture(f)
}
