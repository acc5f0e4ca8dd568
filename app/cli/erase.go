package cli

import (
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
)

func newErase(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	yes := cmd.Flags().Bool("yes", false, words.Text("flag.yes"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, _ []string) error {
		dir := a.Dir()
		if !*yes {
			wanted := words.Text("erase.word")
			whose := words.Count(int64(len(a.Persons())), "person")
			typed, err := s.ui.Ask(cmd.Context(), plain(words.Text("erase.ask", dir, whose, wanted)))
			if errors.Is(err, io.EOF) {
				return usage("erase.yes")
			}
			if err != nil {
				return err
			}
			if strings.TrimSpace(typed) != wanted {
				return &app.InputError{Err: errors.New(words.Text("erase.differs"))}
			}
		}
		if err := a.EraseVault(); err != nil {
			return err
		}
		s.say("erase.done", dir)
		return nil
	})
	return cmd
}
