package view

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kith/app"
	"kith/app/words"
	"kith/crypto"
	"kith/journal"
)

// backupDays are the choices for how many days lie between automatic backups; 0 is
// never.
var backupDays = []int{1, 2, 3, 7, 14, 30, 0}

// BackupDays returns the choices for how often automatic backups are made. current
// is among them, whatever it is.
func BackupDays(current int) []Choice {
	var choices []Choice
	known := false
	for _, n := range backupDays {
		known = known || n == current
	}
	add := func(n int) {
		title := words.Text("autobackup.every", words.Count(int64(n), "day"))
		switch n {
		case 0:
			title = words.Text("autobackup.never")
		case 1:
			title = words.Text("autobackup.daily")
		}
		choices = append(choices, Choice{n, title})
	}
	if !known {
		add(current)
	}
	for _, n := range backupDays {
		add(n)
	}
	return choices
}

// BackupKeeps returns the choices for how many automatic backups stay. current is
// among them.
func BackupKeeps(current int) []Choice {
	var choices []Choice
	placed := false
	for _, n := range []int{3, 5, 7, 14, 30, 60} {
		if !placed && n >= current {
			placed = true
			if n > current {
				choices = append(choices, Choice{current, words.Count(int64(current), "backup")})
			}
		}
		choices = append(choices, Choice{n, words.Count(int64(n), "backup")})
	}
	if !placed {
		choices = append(choices, Choice{current, words.Count(int64(current), "backup")})
	}
	return choices
}

// AutoBackups is what the panel of automatic backups shows.
type AutoBackups struct {
	Folder      string // "" for none
	Every, Keep int
	// Lines say how things are: when the last was made and read back, what failed,
	// when one was last restored to try it, when the next is due.
	Lines []string
	// Trouble says that the newest attempt failed, or that none can be made.
	Trouble bool
}

// LoadAutoBackups reads how the automatic backups of a journal stand.
func LoadAutoBackups(a *app.App) (*AutoBackups, error) {
	settings, err := a.Settings()
	if err != nil {
		return nil, err
	}
	state, err := a.BackupState()
	if err != nil {
		return nil, err
	}
	b := &AutoBackups{Folder: settings.BackupFolder, Every: settings.BackupEvery, Keep: settings.BackupKeep, Trouble: state.Failed != nil}
	say := func(key string, args ...any) { b.Lines = append(b.Lines, words.Text(key, args...)) }
	minute := func(t time.Time) string { return app.WhenText(journal.At(t.In(a.Zone()))) }
	if state.Last == nil {
		say("autobackup.none")
	} else {
		say("autobackup.last", minute(state.Last.At), state.Last.File)
	}
	if f := state.Failed; f != nil {
		say("autobackup.failed", minute(f.At), f.Why)
	}
	if d := state.Drill; d == nil {
		say("autobackup.untried")
	} else {
		say("autobackup.drill", minute(d.At), minute(d.Made))
	}
	next, err := a.NextBackup()
	switch {
	case errors.Is(err, app.ErrBackupOff):
		say("autobackup.is_off")
	case err != nil:
		return nil, err
	case !next.After(a.Now()):
		say("autobackup.due")
	default:
		say("autobackup.next", minute(next))
	}
	return b, nil
}

// SetAutoBackups keeps what was chosen. The error is an [app.InputError] if the
// folder is none.
func SetAutoBackups(a *app.App, folder string, every, keep int) error {
	if _, _, err := a.Setting("backup_folder", folder); err != nil {
		return err
	}
	return a.ChangeSettings(func(s *app.Settings) { s.BackupEvery, s.BackupKeep = every, keep })
}

// BackupIfDue makes the automatic backup if it is due, and reports whether it made
// one. That they are off is no error.
func BackupIfDue(ctx context.Context, a *app.App) (made bool, err error) {
	next, err := a.NextBackup()
	if errors.Is(err, app.ErrBackupOff) || err == nil && next.After(a.Now()) {
		return false, nil
	}
	if err == nil {
		_, err = a.AutoBackup(ctx, nil)
	}
	return err == nil, err
}

// BackupNow makes an automatic backup and says what became of it.
func BackupNow(ctx context.Context, a *app.App, progress func(done, total int64)) (Outcome, error) {
	r, err := a.AutoBackup(ctx, progress)
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{Title: words.Text("settings.backup.done"), Lines: []string{
		r.File,
		words.Text("settings.backup.holds", words.Count(int64(r.Persons), "person"), words.Count(r.Entries, "entry"), app.SizeText(r.Bytes)),
		words.Text("settings.backup.proven"),
	}}, nil
}

// DrillForm is what somebody filled in to try a backup: the file, "" for the newest
// automatic one, and the passphrase or, in its place, the words of a recovery sheet.
type DrillForm struct {
	File       string
	Passphrase string
	BySheet    bool
	Words      string
}

// Ready reports whether what opens the backup was filled in.
func (f DrillForm) Ready() bool {
	return !f.BySheet && f.Passphrase != "" || f.BySheet && f.Words != ""
}

// Drill restores a backup into a folder that is thrown away, and says what it
// proved.
func Drill(ctx context.Context, a *app.App, f DrillForm, progress func(done, total int64)) (Outcome, error) {
	d, err := a.Drill(ctx, f.File, func(crypto.BackupInfo) (crypto.Secret, error) {
		if !f.BySheet {
			return crypto.PassphraseSecret([]byte(f.Passphrase)), nil
		}
		recovery, err := crypto.ParseSheet([]byte(f.Words))
		if err != nil {
			return crypto.Secret{}, fmt.Errorf("try a backup: %w", err)
		}
		return crypto.RecoverySecret(recovery), nil
	}, progress)
	if err != nil {
		return Outcome{}, err
	}
	by := "autobackup.drill.passphrase"
	if d.Sheet {
		by = "autobackup.drill.sheet"
	}
	out := Outcome{Title: words.Text("autobackup.drill.good"), Lines: []string{
		d.File,
		words.Text("autobackup.drill.of", app.WhenText(journal.At(d.Made.In(a.Zone()))), words.Count(int64(d.Persons), "person")),
		words.Text(by),
		words.Text("autobackup.drill.gone"),
	}}
	for _, name := range d.Different {
		out.Lines = append(out.Lines, words.Text("restore.different", name))
	}
	return out, nil
}
