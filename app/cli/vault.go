package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/report"
	"kith/app/words"
	"kith/crypto"
)

func newInit(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	out := cmd.Flags().String("recovery-out", "", words.Text("flag.recovery-out"))
	sample := cmd.Flags().Bool("sample", false, words.Text("flag.sample"))
	s.addWorkFactor(cmd)
	cmd.RunE = s.body(func(cmd *cobra.Command, _ []string) error {
		if err := s.checkWorkFactor(); err != nil {
			return err
		}
		dir, err := s.vaultDir()
		if err != nil {
			return err
		}
		sheet, err := s.sheetPlace(*out)
		if err != nil {
			return err
		}
		passphrase, err := s.newPassphrase(cmd.Context(), s.passphraseFile(), "")
		if err != nil {
			return errors.Join(err, sheet.giveUp())
		}
		if s.app, err = app.Init(dir, passphrase, s.options()); err != nil {
			return errors.Join(err, sheet.giveUp())
		}
		s.note("init.done", s.app.Dir())
		if *sample {
			p, err := s.app.AddSample(cmd.Context())
			if err != nil {
				return errors.Join(err, sheet.giveUp())
			}
			s.note("init.sample", p.Name, p.Name)
		}
		if sheet == nil {
			s.note("init.no_sheet")
			return nil
		}
		return s.addRecovery(sheet)
	})
	return cmd
}

// sheetFile is where a recovery sheet goes: a new file, or the terminal.
type sheetFile struct {
	s    *session
	file *os.File // nil is the terminal
}

// sheetPlace prepares the place for a recovery sheet before there is one: the
// file out, which must not exist, or for "" the terminal. It returns nil if
// there is none.
func (s *session) sheetPlace(out string) (*sheetFile, error) {
	if out == "" {
		if !s.ui.OutIsTerminal() {
			return nil, nil
		}
		return &sheetFile{s: s}, nil
	}
	f, err := os.OpenFile(out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil, fmt.Errorf("%s: %w", out, app.ErrFileExists)
	}
	if err != nil {
		return nil, err
	}
	return &sheetFile{s: s, file: f}, nil
}

// giveUp removes the file again.
func (f *sheetFile) giveUp() error {
	if f == nil || f.file == nil {
		return nil
	}
	return errors.Join(f.file.Close(), os.Remove(f.file.Name()))
}

// keep puts the sheet in its place, to stay: as a page to print where the file is
// called so, else as text.
func (f *sheetFile) keep(sheet *app.Sheet) error {
	if f.file == nil {
		text, err := sheet.Text()
		if err != nil {
			return err
		}
		_, err = f.s.ui.Out().Write(text)
		return err
	}
	content, err := report.SheetFile(f.file.Name(), sheet.Recovery, sheet.Info)
	if err != nil {
		return err
	}
	defer clear(content)
	if _, err := f.file.Write(content); err != nil {
		return err
	}
	if err := f.file.Sync(); err != nil {
		return err
	}
	return f.file.Close()
}

func (s *session) addRecovery(place *sheetFile) error {
	info, err := s.app.AddRecovery(place.keep)
	if err != nil {
		return errors.Join(err, place.giveUp())
	}
	if place.file != nil {
		s.note("sheet.written", info.ID[:8], place.file.Name())
	} else {
		s.note("sheet.printed", info.ID[:8])
	}
	return nil
}

type slotJSON struct {
	ID      string `json:"id"`
	Kind    string `json:"kind"`
	Created string `json:"created"`
	Current bool   `json:"current"`
	Damaged bool   `json:"damaged"`
}

func newSlotList(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, _ []string) error {
		slots, err := a.Slots()
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			list := []slotJSON{}
			for _, slot := range slots {
				list = append(list, slotJSON{slot.ID, string(slot.Kind), slot.Created.Format("2006-01-02T15:04:05Z"), slot.Current, slot.Damage != nil})
			}
			return s.printJSON(map[string]any{"slots": list})
		}
		for _, slot := range slots {
			state := ""
			switch {
			case slot.Damage != nil:
				state = words.Text("slot.damaged")
			case slot.Current:
				state = words.Text("slot.current")
			}
			kind := string(slot.Kind)
			if words.Has("slot.kind." + kind) {
				kind = words.Text("slot.kind." + kind)
			}
			s.say("slot.line", slot.ID[:min(8, len(slot.ID))], kind, slot.Created.In(a.Zone()).Format("2006-01-02 15:04"), state)
		}
		return nil
	})
	return cmd
}

func newSlotAddPassphrase(s *session) *cobra.Command {
	return withNewPassphrase(s, func(a *app.App, passphrase []byte) error {
		info, err := a.AddPassphrase(passphrase)
		if err != nil {
			return err
		}
		s.say("slot.added", info.ID[:8])
		return nil
	})
}

// withNewPassphrase makes a command that asks for a new passphrase, or reads it
// from the file of its flag, and does something with it.
func withNewPassphrase(s *session, run func(a *app.App, passphrase []byte) error) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	file := cmd.Flags().String("new-passphrase-file", "", words.Text("flag.new-passphrase-file"))
	s.addWorkFactor(cmd)
	cmd.RunE = s.checked(s.withApp(func(cmd *cobra.Command, a *app.App, _ []string) error {
		passphrase, err := s.newPassphrase(cmd.Context(), *file, "")
		if err != nil {
			return err
		}
		return run(a, passphrase)
	}))
	return cmd
}

// checked looks at the work factor before anything else is done.
func (s *session) checked(run func(*cobra.Command, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		if err := s.checkWorkFactor(); err != nil {
			return err
		}
		return run(cmd, args)
	}
}

func newSlotAddRecovery(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	out := cmd.Flags().String("out", "", words.Text("flag.recovery-out"))
	cmd.RunE = s.withApp(func(*cobra.Command, *app.App, []string) error {
		place, err := s.sheetPlace(*out)
		if err != nil {
			return err
		}
		if place == nil {
			return usage("sheet.no_place")
		}
		return s.addRecovery(place)
	})
	return cmd
}

func newSlotRemove(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	cmd.RunE = s.withApp(func(_ *cobra.Command, a *app.App, args []string) error {
		id, err := a.RemoveSlot(args[0])
		if err != nil {
			return err
		}
		s.say("slot.removed", id[:8])
		return nil
	})
	return cmd
}

func newPasswd(s *session) *cobra.Command {
	return withNewPassphrase(s, func(a *app.App, passphrase []byte) error {
		if _, err := a.ChangePassphrase(passphrase); err != nil {
			return err
		}
		s.passphrase = passphrase
		s.say("passwd.done")
		return nil
	})
}

func newRecover(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	sheet := cmd.Flags().String("sheet", "", words.Text("flag.sheet"))
	file := cmd.Flags().String("new-passphrase-file", "", words.Text("flag.new-passphrase-file"))
	s.addWorkFactor(cmd)
	cmd.RunE = s.checked(s.body(func(cmd *cobra.Command, _ []string) error {
		if *sheet == "" {
			return usage("recover.no_sheet")
		}
		dir, err := s.vaultDir()
		if err != nil {
			return err
		}
		recovery, err := readSheet(*sheet)
		if err != nil {
			return err
		}
		defer recovery.Wipe()
		if s.app, err = app.Open(dir, crypto.RecoverySecret(recovery), s.options()); err != nil {
			return err
		}
		s.note("recover.open")
		passphrase, err := s.newPassphrase(cmd.Context(), *file, s.passphraseFile())
		if err != nil {
			return err
		}
		if _, err := s.app.ChangePassphrase(passphrase); err != nil {
			return err
		}
		s.say("passwd.done")
		return nil
	}))
	return cmd
}
