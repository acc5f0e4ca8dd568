package cli

import (
	"errors"
	"time"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
	"kith/crypto"
)

type backupStateJSON struct {
	app.BackupState
	Next string `json:"next,omitempty"` // when the next one is due
}

func newBackupAuto(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	due := cmd.Flags().Bool("if-due", false, words.Text("flag.backup.if-due"))
	show := cmd.Flags().Bool("show", false, words.Text("flag.backup.show"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, _ []string) error {
		next, err := a.NextBackup()
		if err != nil && !(*show && errors.Is(err, app.ErrBackupOff)) {
			return err
		}
		if !*show && (!*due || !next.After(a.Now())) {
			bar := s.newProgress("backup.progress")
			result, err := a.AutoBackup(cmd.Context(), bar.show)
			bar.clear()
			if err != nil {
				return err
			}
			if wantsJSON(cmd) {
				return s.printJSON(result)
			}
			s.say("backup.done", result.File, words.Count(int64(result.Persons), "person"), words.Count(result.Entries, "entry"), result.Bytes)
			return nil
		}
		state, err := a.BackupState()
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			doc := backupStateJSON{BackupState: state}
			if !next.IsZero() {
				doc.Next = rfc3339(next)
			}
			return s.printJSON(doc)
		}
		s.sayBackups(a, state, next)
		return nil
	})
	return cmd
}

// sayBackups says what is known of the automatic backups.
func (s *session) sayBackups(a *app.App, state app.BackupState, next time.Time) {
	minute := func(t time.Time) string { return t.In(a.Zone()).Format("2006-01-02 15:04") }
	if state.Last == nil {
		s.say("autobackup.none")
	} else {
		s.say("autobackup.last", minute(state.Last.At), state.Last.File)
	}
	if f := state.Failed; f != nil {
		s.say("autobackup.failed", minute(f.At), f.Why)
	}
	if d := state.Drill; d == nil {
		s.say("autobackup.no_drill")
	} else {
		s.say("autobackup.drill", minute(d.At), minute(d.Made))
	}
	if next.IsZero() {
		s.say("autobackup.off")
	} else {
		s.say("autobackup.next", minute(next))
	}
}

func newBackupDrill(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.MaximumNArgs(1)}
	sheet := cmd.Flags().String("sheet", "", words.Text("flag.backup.sheet"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		path := ""
		if len(args) == 1 {
			path = args[0]
		}
		bar := s.newProgress("restore.progress")
		d, err := a.Drill(cmd.Context(), path, func(crypto.BackupInfo) (crypto.Secret, error) {
			if *sheet != "" {
				recovery, err := readSheet(*sheet)
				return crypto.RecoverySecret(recovery), err
			}
			return crypto.PassphraseSecret(s.passphrase), nil
		}, bar.show)
		bar.clear()
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(d)
		}
		s.say("autobackup.drill.done", d.File, words.Count(int64(d.Persons), "person"), d.Made.In(a.Zone()).Format("2006-01-02 15:04"))
		for _, name := range d.Different {
			s.say("restore.different", name)
		}
		return nil
	})
	return cmd
}
