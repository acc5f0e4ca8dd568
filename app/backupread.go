package app

import (
	"archive/tar"
	"context"
	"crypto/hmac"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"kith/crypto"
)

// ErrBackupDamaged says that a backup is not what was written.
var ErrBackupDamaged = errors.New("the backup is damaged")

// Names inside a backup.
const (
	readmeName   = "README.txt"
	manifestName = "manifest.json"
	macName      = "manifest.mac"
	identityName = "identity.json"
	keysName     = "keys.json"
	opsName      = "ops.ndjson"
	entriesName  = "entries.ndjson"

	attachmentsName = "attachments" // folders, below that of a person
	previewsName    = "previews"

	backupVersion = 1
)

// Limits of what is read whole, in bytes.
const (
	maxReadme   = 64 << 10
	maxManifest = 16 << 20
	maxSmall    = 1 << 20 // identity.json, keys.json
	maxOpLine   = 1 << 20
)

type manifestJSON struct {
	Version int        `json:"kith_backup"`
	Vault   string     `json:"vault"`
	Created string     `json:"created"`
	Files   []fileJSON `json:"files"`
}

type fileJSON struct {
	Path   string `json:"path"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

type identityJSON struct {
	AuthorSeed         string   `json:"author_seed"`         // base64, RFC 8032 seed
	RecoveryRecipients []string `json:"recovery_recipients"` // age1pq1...
}

type keysJSON struct {
	Space   string   `json:"space"`
	Kind    string   `json:"kind"`
	Name    string   `json:"name"`
	Created string   `json:"created"`
	Author  string   `json:"author"`           // id
	Epochs  []string `json:"epochs"`           // the wire keys, as space.WelcomeKey.Text writes them
	Joined  bool     `json:"joined,omitempty"` // somebody else founded it
}

// backupFile is an opened backup whose manifest is authentic.
type backupFile struct {
	manifest manifestJSON
	tar      *tar.Reader
}

// openBackup opens a backup and reads its head.
func openBackup(r io.Reader, ask func(crypto.BackupInfo) (crypto.Secret, error)) (*backupFile, error) {
	opened, err := crypto.DecryptBackup(r, ask)
	if err != nil {
		return nil, asBackup("", err)
	}
	return readHead(opened, opened.ManifestKey)
}

// openOwnBackup opens a backup of this vault that carries its recovery sheets,
// without a secret being typed.
func (a *App) openOwnBackup(r io.Reader) (*backupFile, error) {
	opened, err := a.vault.DecryptBackup(r)
	if err != nil {
		return nil, asBackup("", err)
	}
	return readHead(opened, opened.ManifestKey)
}

// readHead reads the files up to the manifest and proves that to be authentic.
func readHead(content io.Reader, key crypto.Key) (*backupFile, error) {
	b := &backupFile{tar: tar.NewReader(content)}
	if _, err := b.small(readmeName, maxReadme); err != nil {
		return nil, err
	}
	manifest, err := b.small(manifestName, maxManifest)
	if err != nil {
		return nil, err
	}
	mac, err := b.small(macName, 128)
	if err != nil {
		return nil, err
	}
	want, err := hex.DecodeString(strings.TrimSpace(string(mac)))
	if err != nil || !hmac.Equal(want, macOf(key, manifest)) {
		return nil, backupDamage(manifestName, errors.New("it was not written by this vault, or changed"))
	}
	if err := json.Unmarshal(manifest, &b.manifest); err != nil {
		return nil, backupDamage(manifestName, err)
	}
	if b.manifest.Version > backupVersion {
		return nil, fmt.Errorf("backup of version %d: %w", b.manifest.Version, crypto.ErrNewerFormat)
	}
	return b, nil
}

func backupDamage(file string, err error) error {
	if file == "" {
		return fmt.Errorf("%w: %w", ErrBackupDamaged, err)
	}
	return fmt.Errorf("%w: %s: %w", ErrBackupDamaged, file, err)
}

// asBackup gives damage found below the kind ErrBackupDamaged; what is wrong
// with the disk or the secret keeps its own.
func asBackup(file string, err error) error {
	if errors.Is(err, ErrBackupDamaged) {
		return err
	}
	if errors.Is(err, crypto.ErrDamaged) || errors.Is(err, tar.ErrHeader) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return backupDamage(file, err)
	}
	return err
}

// next goes to the next file, which must be called name.
func (b *backupFile) next(name string) (*tar.Header, error) {
	h, err := b.tar.Next()
	if err != nil {
		return nil, asBackup(name, err)
	}
	if h.Name != name || h.Typeflag != tar.TypeReg {
		return nil, backupDamage(name, fmt.Errorf("in its place is %.80q", h.Name))
	}
	return h, nil
}

// small reads the next file whole.
func (b *backupFile) small(name string, limit int64) ([]byte, error) {
	h, err := b.next(name)
	if err != nil {
		return nil, err
	}
	if h.Size > limit {
		return nil, backupDamage(name, fmt.Errorf("it has %d bytes", h.Size))
	}
	data, err := io.ReadAll(b.tar)
	if err != nil {
		return nil, asBackup(name, err)
	}
	return data, nil
}

// each goes through the files of the manifest. fn may leave some of a file
// unread. After the last call of fn with a nil error every byte was proven.
func (b *backupFile) each(ctx context.Context, fn func(f fileJSON, content io.Reader) error) error {
	for _, f := range b.manifest.Files {
		h, err := b.next(f.Path)
		if err != nil {
			return err
		}
		if h.Size != f.Size {
			return backupDamage(f.Path, fmt.Errorf("it has %d bytes instead of %d", h.Size, f.Size))
		}
		sum := newMeter(io.Discard)
		content := io.TeeReader(&contextReader{ctx, b.tar}, sum)
		if err := fn(f, content); err != nil {
			return asBackup(f.Path, err)
		}
		if _, err := io.Copy(io.Discard, content); err != nil {
			return asBackup(f.Path, err)
		}
		if got := sum.total(); hex.EncodeToString(got[:]) != f.SHA256 {
			return backupDamage(f.Path, errors.New("its content is not what the manifest says"))
		}
	}
	if _, err := b.tar.Next(); err != io.EOF {
		return backupDamage("", errors.New("there is more in it than its manifest says"))
	}
	return nil
}

type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
