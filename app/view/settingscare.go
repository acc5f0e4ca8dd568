package view

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"kith/app"
	"kith/app/words"
	"kith/crypto"
)

// Outcome is what became of long work, for its panel.
type Outcome struct {
	Title string
	Lines []string
	// Trouble says that it is bad news.
	Trouble bool
}

// BackupName proposes a name for a backup made now, in the folder of the person.
func (s *Settings) BackupName(folder string) string {
	return filepath.Join(folder, "kith-"+s.app.Now().Format("2006-01-02")+".age")
}

// BackupProblem says what is wrong with the path of a new backup, "" if nothing
// is; replaces says that there is a file already, which would be replaced.
func BackupProblem(path string) (problem string, replaces bool) {
	if strings.TrimSpace(path) == "" {
		return words.Text("settings.backup.no_path"), false
	}
	if info, err := os.Stat(path); err == nil {
		if info.IsDir() {
			return words.Text("settings.backup.folder"), false
		}
		return "", true
	}
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return words.Text("settings.backup.no_folder"), false
	}
	return "", false
}

// Backup writes everything to the file at path, proves that it can be read back,
// and says so. The passphrase is one of the journal's.
func (s *Settings) Backup(ctx context.Context, path, passphrase string, replace bool, progress func(done, total int64)) (Outcome, error) {
	if err := s.app.CheckPassphrase([]byte(passphrase)); err != nil {
		return Outcome{}, fmt.Errorf("back up: %w", err)
	}
	r, err := s.app.Backup(ctx, path, app.BackupOptions{Passphrase: []byte(passphrase), Force: replace, Progress: progress})
	if err != nil {
		return Outcome{}, err
	}
	opens := "settings.backup.opens_passphrase"
	if r.OpensWithSheet {
		opens = "settings.backup.opens_sheet"
	}
	return Outcome{Title: words.Text("settings.backup.done"), Lines: []string{
		r.File,
		words.Text("settings.backup.holds", words.Count(int64(r.Persons), "person"), words.Count(r.Entries, "entry"), app.SizeText(r.Bytes)),
		words.Text("settings.backup.proven"),
		words.Text(opens, crypto.MinAgeVersion),
		words.Text("settings.backup.elsewhere"),
	}}, nil
}

// RestoreForm is what somebody filled in to restore a backup: the file, the folder
// the journal is to be in, and the passphrase of the backup or, in its place, the
// words of a recovery sheet and a new passphrase.
type RestoreForm struct {
	File, Dir  string
	Passphrase string
	BySheet    bool
	Words      string
	New        NewPassphrase
}

// Missing says what must be filled in before it can be restored, "" if nothing.
func (f RestoreForm) Missing() string {
	switch {
	case strings.TrimSpace(f.File) == "":
		return words.Text("settings.restore.no_file")
	case strings.TrimSpace(f.Dir) == "":
		return words.Text("settings.restore.no_dir")
	case f.BySheet && strings.TrimSpace(f.Words) == "":
		return words.Text("settings.restore.no_words")
	case f.BySheet && !f.New.Ready():
		return words.Text("settings.restore.no_new")
	case !f.BySheet && f.Passphrase == "":
		return words.Text("settings.restore.no_passphrase")
	}
	return ""
}

// Restored is what was restored.
type Restored struct {
	Outcome
	Dir string // the folder of the journal, as an absolute path
}

// Restore makes the journal of a backup in a folder of its own. No journal needs
// to be open for it.
func Restore(ctx context.Context, f RestoreForm, o app.Options, progress func(done, total int64)) (Restored, error) {
	file, err := os.Open(strings.TrimSpace(f.File))
	if err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	defer file.Close()
	ro := app.RestoreOptions{Progress: progress}
	ro.Secret = func(crypto.BackupInfo) (crypto.Secret, error) {
		if !f.BySheet {
			return crypto.PassphraseSecret([]byte(f.Passphrase)), nil
		}
		recovery, err := crypto.ParseSheet([]byte(f.Words))
		if err != nil {
			return crypto.Secret{}, err
		}
		return crypto.RecoverySecret(recovery), nil
	}
	ro.Passphrase = func() ([]byte, error) {
		if !f.BySheet {
			return []byte(f.Passphrase), nil
		}
		return []byte(f.New.First), f.New.check()
	}
	r, err := app.Restore(ctx, strings.TrimSpace(f.Dir), file, ro, o)
	if err != nil {
		return Restored{}, err
	}
	made := r.Created
	if day, _, ok := strings.Cut(made, "T"); ok {
		made = day
	}
	out := Restored{Dir: r.Vault, Outcome: Outcome{Title: words.Text("settings.restore.done"), Lines: []string{
		r.Vault,
		words.Text("settings.restore.holds", words.Count(int64(r.Persons), "person"), made),
	}}}
	for _, name := range r.Different {
		out.Lines = append(out.Lines, words.Text("settings.restore.different", name))
	}
	return out, nil
}

// RestoreFolder proposes a folder that does not exist yet, beside the journal's.
func RestoreFolder(vault string) string {
	for n := 1; n < 1000; n++ {
		dir := vault + "-restored"
		if n > 1 {
			dir += fmt.Sprint("-", n)
		}
		if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
			return dir
		}
	}
	return vault + "-restored"
}

// Checked is what checking the journal found.
type Checked struct {
	Outcome
	// OfferRebuild says that writing the lists anew may help.
	OfferRebuild bool
}

// Check reads everything in the journal and proves that it is as it was written.
// With rebuild it also computes all lists anew and repairs what can be repaired.
func (s *Settings) Check(ctx context.Context, rebuild bool, progress func(done, total int64)) (Checked, error) {
	whole := newWhole(len(s.app.Persons()), rebuild, progress)
	v, err := s.app.Verify(ctx, rebuild, whole.show)
	if err != nil {
		return Checked{}, err
	}
	return checked(v, rebuild), nil
}

func checked(v *app.Verification, rebuilt bool) Checked {
	var c Checked
	ops := int64(0)
	for _, r := range v.Records {
		ops += r.Ops
		if r.Different {
			c.Lines = append(c.Lines, words.Text("verify.different", r.Person))
		}
	}
	if v.OK {
		c.Title = words.Text("settings.check.ok")
		c.Lines = append(c.Lines, words.Text("settings.check.counts", words.Count(int64(len(v.Records)), "person"), words.Count(ops, "op")))
	} else {
		c.Trouble = true
		c.Title = words.Text("settings.check.damaged", words.Count(int64(len(v.Problems)), "problem"))
		c.Lines = append(c.Lines, words.Text("settings.check.whole", len(v.Records)-v.DamagedRecords(), len(v.Records)))
	}
	c.Lines = append(c.Lines, v.Notes...)
	for i, p := range v.Problems {
		if i == maxProblems {
			c.Lines = append(c.Lines, words.Text("settings.check.more", len(v.Problems)-i))
			break
		}
		whose := p.Person
		if whose == "" {
			whose = words.Text("verify.vault")
		}
		c.Lines = append(c.Lines, words.Text("settings.check.problem", whose, p.File, p.What))
	}
	switch {
	case v.OK && !rebuilt:
		c.OfferRebuild = len(v.Notes) > 0
	case !v.OK && !rebuilt:
		c.OfferRebuild = true
		c.Lines = append(c.Lines, words.Text("settings.check.copy"))
	case !v.OK:
		c.Lines = append(c.Lines, words.Text("settings.check.restore"))
	}
	return c
}

// maxProblems is how many problems are listed.
const maxProblems = 20

// whole turns the progress of the parts of a check, of which each begins anew,
// into one that only goes forward.
type whole struct {
	parts, part int64
	last, total int64
	shown       int64
	progress    func(done, total int64)
}

// wholeUnit is the length of one part.
const wholeUnit = 1000

// newWhole takes how many records are checked: of each the pages and the changes
// are read, and once more if the lists are computed anew.
func newWhole(records int, rebuild bool, progress func(done, total int64)) *whole {
	parts := 2 * records
	if rebuild {
		parts = 3 * records
	}
	return &whole{parts: int64(max(parts, 1)), progress: progress}
}

func (w *whole) show(done, total int64) {
	if w.progress == nil || total <= 0 {
		return
	}
	if w.total != 0 && (total != w.total || done < w.last) && w.part < w.parts-1 {
		w.part++
	}
	w.last, w.total = done, total
	w.shown = max(w.shown, w.part*wholeUnit+min(done, total)*wholeUnit/total)
	w.progress(min(w.shown, w.parts*wholeUnit), w.parts*wholeUnit)
}
