package vault

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"kith/crypto"
	"kith/journal/disk"
)

const (
	localFolder  = "local"
	localSuffix  = ".sealed"
	localPurpose = "local"
	// MaxLocal is the most that one local document can hold, in bytes.
	MaxLocal = 96 << 20
)

// ReadLocal returns the document of a name that [Vault.WriteLocal] wrote last, nil
// if there is none. It fails with [ErrDamaged] or [ErrNewerFormat].
func (v *Vault) ReadLocal(name string) ([]byte, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	path, err := v.localPath(name)
	if err != nil {
		return nil, err
	}
	sealed, err := v.fsys.ReadFile(path, MaxLocal+int64(crypto.FileOverhead))
	switch {
	case isNotExist(err):
		return nil, nil
	case errors.Is(err, disk.ErrTooLarge):
		return nil, damaged(localFolder+"/"+name+localSuffix, err, adviceLocal)
	case err != nil:
		return nil, fmt.Errorf("read local %s: %w", name, err)
	}
	plain, err := crypto.OpenFile(v.key.Derive(localPurpose, nil), name, sealed)
	if err != nil {
		return nil, damaged(localFolder+"/"+name+localSuffix, err, adviceLocal)
	}
	if plain == nil {
		plain = []byte{} // an empty document is one
	}
	return plain, nil
}

// WriteLocal keeps a document of this computer beside the records: settings, what
// is being written. It is sealed under the vault key, goes into no backup, and
// replaces the one of the same name whole; nil removes it. The name is up to 32
// small letters, digits and hyphens.
func (v *Vault) WriteLocal(name string, document []byte) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	path, err := v.localPath(name)
	if err != nil {
		return err
	}
	if len(document) > MaxLocal {
		return fmt.Errorf("write local %s: it has %d bytes, at most %d fit", name, len(document), MaxLocal)
	}
	if document == nil {
		err = v.fsys.Remove(path)
		if isNotExist(err) {
			return nil
		}
		if err == nil {
			err = v.fsys.SyncDir(filepath.Dir(path))
		}
	} else if err = v.makeLocalFolder(); err == nil {
		err = disk.WriteFile(v.fsys, path, crypto.SealFile(v.key.Derive(localPurpose, nil), name, document))
	}
	if err != nil {
		return fmt.Errorf("write local %s: %w", name, err)
	}
	return nil
}

// localPath returns where a document is kept. The caller holds v.mu.
func (v *Vault) localPath(name string) (string, error) {
	if v.closed {
		return "", ErrClosed
	}
	if !isLocalName(name) {
		return "", fmt.Errorf("%.40q is no name of a local document", name)
	}
	return v.path(localFolder + "/" + name + localSuffix), nil
}

func isLocalName(name string) bool {
	for _, c := range []byte(name) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return name != "" && len(name) <= 32
}

func (v *Vault) makeLocalFolder() error {
	folder := v.path(localFolder)
	if _, err := v.fsys.Stat(folder); !isNotExist(err) {
		return err
	}
	if err := v.fsys.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	return v.fsys.SyncDir(v.dir)
}

// localNames returns the names of the files in the folder of local documents.
func localNames(fsys disk.FS, dir string) ([]string, error) {
	return folderNames(fsys, filepath.Join(dir, localFolder))
}

// isLocalFile reports whether a file of this name is a local document, or what an
// interrupted write of one left.
func isLocalFile(name string) bool {
	return strings.HasSuffix(strings.TrimSuffix(name, newSuffix), localSuffix)
}
