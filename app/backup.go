package app

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"kith/app/words"
	"kith/crypto"
	"kith/journal"
	"kith/journal/disk"
	"kith/journal/vault"
)

// BackupOptions say how to write a backup.
type BackupOptions struct {
	// Passphrase is the one the vault was opened with. The backup is tried with
	// it before it counts, and sealed by it alone if there is no recovery sheet.
	// Where there is a sheet it may be nil: the vault's own key tries it then.
	Passphrase []byte
	Force      bool // replace a file that is there
	// Progress is told bytes of content done and to do; may be nil.
	Progress func(done, total int64)
}

// BackupResult says what a backup holds.
type BackupResult struct {
	File    string `json:"file"`
	Bytes   int64  `json:"bytes"` // length of the file
	Persons int    `json:"persons"`
	Entries int64  `json:"entries"`
	Ops     int64  `json:"ops"`
	// Attachments is how many files are in it, AttachmentsLeftOut how many could not
	// be read in the vault and are not.
	Attachments        int64 `json:"attachments"`
	AttachmentsLeftOut int64 `json:"attachments_left_out"`
	// OpensWithSheet says that a recovery sheet opens it, also with the stock age
	// program; otherwise the passphrase does.
	OpensWithSheet bool `json:"opens_with_sheet"`
}

// ErrFileExists says that a file is there already and may not be replaced.
var ErrFileExists = errors.New("the file exists")

// part is one file inside a backup. write must give the same bytes each time.
type part struct {
	path  string
	write func(io.Writer) error
	size  int64
	sum   [sha256.Size]byte
	// proven says that size and sum are known already.
	proven bool
}

// Backup writes everything in the vault to the file at path: see BACKUP.md. The
// file is written beside it as path.partial, read back and proven whole, and
// only then takes its name. It fails with [ErrFileExists] if path is there.
func (a *App) Backup(ctx context.Context, path string, o BackupOptions) (*BackupResult, error) {
	result, err := a.backup(ctx, path, o)
	if err != nil {
		return nil, fmt.Errorf("back up: %w", err)
	}
	return result, nil
}

func (a *App) backup(ctx context.Context, path string, o BackupOptions) (_ *BackupResult, err error) {
	path, err = filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	fsys := a.opts.FS
	if _, err := fsys.Stat(path); err == nil && !o.Force {
		return nil, &fs.PathError{Op: "write", Path: path, Err: ErrFileExists}
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	result := &BackupResult{File: path}
	parts, err := a.backupParts(ctx, result)
	if err != nil {
		return nil, err
	}
	partial := path + ".partial"
	f, err := fsys.OpenFile(partial, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	out := &fileWriter{f: f}
	err = a.writeBackup(ctx, out, parts, o)
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = a.proveBackup(ctx, f, out.at, o)
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = fsys.Rename(partial, path)
	}
	if err == nil {
		err = fsys.SyncDir(filepath.Dir(path))
	}
	if err != nil {
		if rerr := fsys.Remove(partial); rerr != nil && !errors.Is(rerr, fs.ErrNotExist) {
			err = errors.Join(err, rerr)
		}
		return nil, err
	}
	recipients, err := a.vault.RecoveryRecipients()
	result.Bytes, result.OpensWithSheet = out.at, len(recipients) > 0
	return result, err
}

// backupParts lists the files of the backup, in their order, with sizes and
// sums: everything is gone through once here and once more in writing, so that
// nothing must be held in memory.
func (a *App) backupParts(ctx context.Context, result *BackupResult) ([]*part, error) {
	identity, err := a.identityPart()
	if err != nil {
		return nil, err
	}
	parts := []*part{identity}
	for i, p := range a.Persons() {
		result.Persons++
		ref, err := a.ref(p.ID)
		if err != nil {
			return nil, err
		}
		dir := personDir(i)
		parts = append(parts,
			&part{path: dir + keysName, write: func(w io.Writer) error { return a.writeKeys(ctx, ref, w) }},
			&part{path: dir + opsName, write: func(w io.Writer) error {
				return a.with(ctx, p, func(r *journal.Record) error { return writeOps(ctx, r, w) })
			}})
		files, err := a.blobParts(ctx, p, dir, result)
		if err != nil {
			return nil, err
		}
		parts = append(parts, files...)
		parts = append(parts,
			&part{path: dir + entriesName, write: func(w io.Writer) error {
				return a.with(ctx, p, func(r *journal.Record) error { return writeEntries(ctx, r, p.Name, w) })
			}})
	}
	for _, p := range parts {
		if p.proven {
			continue
		}
		m := newMeter(io.Discard)
		if err := p.write(m); err != nil {
			return nil, err
		}
		p.size, p.sum = m.n, m.total()
		switch filepath.Base(p.path) {
		case opsName:
			result.Ops += m.lines
		case entriesName:
			result.Entries += m.lines
		}
	}
	return parts, nil
}

func personDir(i int) string { return fmt.Sprintf("persons/%04d/", i+1) }

func (a *App) identityPart() (*part, error) {
	recipients, err := a.vault.RecoveryRecipients()
	if err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(identityJSON{
		AuthorSeed: base64.StdEncoding.EncodeToString(a.self.Author.Seed().Bytes()), RecoveryRecipients: recipients,
	}, "", "  ")
	return bytesPart(identityName, append(text, '\n')), err
}

func bytesPart(path string, data []byte) *part {
	return &part{path: path, size: int64(len(data)), sum: sha256.Sum256(data), write: func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}}
}

func (a *App) writeKeys(ctx context.Context, ref vault.SpaceRef, w io.Writer) error {
	author := a.self.Author.Public().ID()
	keys := keysJSON{
		Space: journal.ID(ref.ID).String(), Kind: ref.Kind, Name: ref.Name, Created: stamp(ref.Created), Joined: ref.Joined,
		Author: hex.EncodeToString(author[:]),
	}
	err := a.with(ctx, personOf(ref), func(r *journal.Record) error {
		for _, key := range r.Space().HeldKeys() {
			keys.Epochs = append(keys.Epochs, key.Text())
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.Sort(keys.Epochs)
	text, err := json.MarshalIndent(keys, "", "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(text, '\n'))
	return err
}

// writeOps writes the sealed ops, each a JSON string of its base64.
func writeOps(ctx context.Context, r *journal.Record, w io.Writer) error {
	var line []byte
	for sealed, err := range r.Space().SealedOps(ctx) {
		if err != nil {
			return err
		}
		line = append(line[:0], '"')
		line = base64.StdEncoding.AppendEncode(line, sealed)
		line = append(line, '"', '\n')
		if _, err := w.Write(line); err != nil {
			return err
		}
	}
	return nil
}

// writeEntries writes the full document of every entry, oldest first, also of
// those that describe the person and the scales.
func writeEntries(ctx context.Context, r *journal.Record, name string, w io.Writer) error {
	q := journal.Query{Oldest: true}
	for _, k := range journal.Kinds() {
		kind, err := journal.ParseKind(k)
		if err != nil {
			return err
		}
		q.Kinds = append(q.Kinds, kind)
	}
	return r.Each(ctx, q, func(e journal.Entry) error {
		d, err := FullDocumentOf(name, &e)
		if err != nil {
			return err
		}
		line, err := d.MarshalLine()
		if err != nil {
			return err
		}
		_, err = w.Write(line)
		return err
	})
}

// writeBackup writes the tar file, sealed.
func (a *App) writeBackup(ctx context.Context, w io.Writer, parts []*part, o BackupOptions) error {
	sealed, err := a.vault.EncryptBackup(w, o.Passphrase, a.opts.WorkFactor)
	if err != nil {
		return err
	}
	now := a.opts.Now()
	id := a.vault.ID()
	m := manifestJSON{Version: backupVersion, Vault: hex.EncodeToString(id[:]), Created: stamp(now.Truncate(time.Second))}
	var total, done int64
	for _, p := range parts {
		m.Files = append(m.Files, fileJSON{Path: p.path, Size: p.size, SHA256: hex.EncodeToString(p.sum[:])})
		total += p.size
	}
	manifest, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	mac := hex.EncodeToString(macOf(sealed.ManifestKey, manifest))
	head := []*part{
		bytesPart(readmeName, []byte(words.Text("backup.readme", crypto.MinAgeVersion))),
		bytesPart(manifestName, manifest),
		bytesPart(macName, []byte(mac+"\n")),
	}
	out := tar.NewWriter(sealed)
	for _, p := range append(head, parts...) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := p.writeTo(out, now); err != nil {
			return fmt.Errorf("%s: %w", p.path, err)
		}
		if done += p.size; o.Progress != nil {
			o.Progress(min(done, total), total)
		}
	}
	if err := out.Close(); err != nil {
		return err
	}
	return sealed.Close()
}

func (p *part) writeTo(out *tar.Writer, now time.Time) error {
	err := out.WriteHeader(&tar.Header{
		Typeflag: tar.TypeReg, Name: p.path, Size: p.size, Mode: 0o600, ModTime: now.Truncate(time.Second), Format: tar.FormatPAX,
	})
	if err != nil {
		return err
	}
	m := newMeter(out)
	if err := p.write(m); err != nil {
		return err
	}
	if m.n != p.size || m.total() != p.sum {
		return errors.New("the record changed while it was backed up; try again")
	}
	return nil
}

func macOf(key crypto.Key, manifest []byte) []byte {
	h := hmac.New(sha256.New, key.Bytes())
	h.Write(manifest)
	return h.Sum(nil)
}

// proveBackup reads back what was written, as a restore would.
func (a *App) proveBackup(ctx context.Context, f disk.File, size int64, o BackupOptions) error {
	ask := func(crypto.BackupInfo) (crypto.Secret, error) { return crypto.PassphraseSecret(o.Passphrase), nil }
	content := io.NewSectionReader(f, 0, size)
	var b *backupFile
	var err error
	if o.Passphrase == nil {
		b, err = a.openOwnBackup(content)
	} else {
		b, err = openBackup(content, ask)
	}
	if err != nil {
		return err
	}
	return b.each(ctx, func(fileJSON, io.Reader) error { return nil })
}

// meter counts and sums what is written through it.
type meter struct {
	w     io.Writer
	n     int64
	lines int64
	sum   hash.Hash
}

func newMeter(w io.Writer) *meter { return &meter{w: w, sum: sha256.New()} }

func (m *meter) Write(p []byte) (int, error) {
	n, err := m.w.Write(p)
	m.n += int64(n)
	m.lines += int64(bytes.Count(p[:n], []byte{'\n'}))
	m.sum.Write(p[:n])
	return n, err
}

func (m *meter) total() [sha256.Size]byte { return [sha256.Size]byte(m.sum.Sum(nil)) }

// fileWriter writes a file from its beginning on.
type fileWriter struct {
	f  disk.File
	at int64
}

func (w *fileWriter) Write(p []byte) (int, error) {
	n, err := w.f.WriteAt(p, w.at)
	w.at += int64(n)
	return n, err
}
