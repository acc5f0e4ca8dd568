package cli

import (
	"fmt"
	"os"
	"runtime"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
	"kith/crypto"
)

func newVerify(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	rebuild := cmd.Flags().Bool("rebuild", false, words.Text("flag.rebuild"))
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, _ []string) error {
		bar := s.newProgress("verify.progress")
		v, err := a.Verify(cmd.Context(), *rebuild, bar.show)
		bar.clear()
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			err = s.printJSON(v)
		} else {
			s.printVerification(v)
		}
		if err == nil && !v.OK {
			err = exitCode{app.Damaged}
		}
		return err
	})
	return cmd
}

func (s *session) printVerification(v *app.Verification) {
	ops := int64(0)
	for _, r := range v.Records {
		ops += r.Ops
		if r.Different {
			s.say("verify.different", r.Person)
		}
	}
	for _, note := range v.Notes {
		s.say("import.note", note)
	}
	if v.OK {
		s.say("verify.ok", words.Count(int64(len(v.Records)), "person"), words.Count(ops, "op"))
		return
	}
	for _, p := range v.Problems {
		whose := words.Text("verify.vault")
		if p.Person != "" {
			whose = p.Person
		}
		s.note("verify.problem", p.File, whose, p.What)
	}
	s.note("verify.damaged", words.Count(int64(len(v.Problems)), "problem"), len(v.Records)-v.DamagedRecords(), len(v.Records))
}

func newBackup(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	force := cmd.Flags().Bool("force", false, words.Text("flag.force"))
	s.addWorkFactor(cmd)
	cmd.RunE = s.checked(s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		bar := s.newProgress("backup.progress")
		result, err := a.Backup(cmd.Context(), args[0], app.BackupOptions{Passphrase: s.passphrase, Force: *force, Progress: bar.show})
		bar.clear()
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(result)
		}
		s.say("backup.done", result.File, words.Count(int64(result.Persons), "person"), words.Count(result.Entries, "entry"), result.Bytes)
		opens := "backup.opens_passphrase"
		if result.OpensWithSheet {
			opens = "backup.opens_sheet"
		}
		s.say(opens, crypto.MinAgeVersion)
		if result.AttachmentsLeftOut > 0 {
			s.say("attach.backup.left_out", words.Count(result.AttachmentsLeftOut, "file"))
		}
		return nil
	}))
	return cmd
}

func newRestore(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	sheet := cmd.Flags().String("sheet", "", words.Text("flag.restore.sheet"))
	newFile := cmd.Flags().String("new-passphrase-file", "", words.Text("flag.new-passphrase-file"))
	s.addWorkFactor(cmd)
	cmd.RunE = s.checked(s.body(func(cmd *cobra.Command, args []string) error {
		dir, err := s.vaultDir()
		if err != nil {
			return err
		}
		f, err := os.Open(args[0])
		if err != nil {
			return fmt.Errorf("restore: %w", err)
		}
		defer f.Close()
		bar := s.newProgress("restore.progress")
		var passphrase []byte
		o := app.RestoreOptions{Progress: bar.show}
		o.Secret = func(info crypto.BackupInfo) (crypto.Secret, error) {
			if *sheet != "" {
				recovery, err := readSheet(*sheet)
				return crypto.RecoverySecret(recovery), err
			}
			var err error
			passphrase, err = s.readPassphrase(cmd.Context(), words.Text("ask.backup_passphrase"))
			return crypto.PassphraseSecret(passphrase), err
		}
		o.Passphrase = func() (p []byte, err error) {
			switch {
			case *newFile != "":
				return readPassphraseFile(*newFile)
			case passphrase != nil:
				return passphrase, nil
			}
			return s.newPassphrase(cmd.Context(), "", s.passphraseFile())
		}
		result, err := app.Restore(cmd.Context(), dir, f, o, s.options())
		bar.clear()
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(result)
		}
		s.say("restore.done", result.Vault, words.Count(int64(result.Persons), "person"), result.Created)
		if result.AttachmentsMissing > 0 {
			s.say("attach.restore.missing", words.Count(result.AttachmentsMissing, "file"))
		}
		for _, name := range result.Different {
			s.say("restore.different", name)
		}
		return nil
	}))
	return cmd
}

func newVersion(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	cmd.RunE = s.body(func(cmd *cobra.Command, _ []string) error {
		version := app.Version()
		if wantsJSON(cmd) {
			return s.printJSON(map[string]string{"version": version, "go": runtime.Version(), "platform": runtime.GOOS + "/" + runtime.GOARCH})
		}
		s.say("version.line", version, runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH)
		return nil
	})
	return cmd
}
