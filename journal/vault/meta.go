package vault

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"kith/crypto"
	"kith/journal/disk"
)

const (
	metaFile     = "vault.json"
	metaFormat   = 1
	maxMetaSize  = 4096
	metaCheckKey = `  "check": "`
	metaEnd      = "\"\n}\n"
)

// meta is what vault.json says.
type meta struct {
	id         [16]byte
	commitment [32]byte // crypto.Commitment to the vault key
}

// metaJSON is vault.json without its last member, the check.
type metaJSON struct {
	Format     int    `json:"format"`
	Vault      string `json:"vault"`
	Commitment string `json:"commitment"`
}

func (m meta) encode() ([]byte, error) {
	text, err := json.MarshalIndent(metaJSON{metaFormat, hex.EncodeToString(m.id[:]), hex.EncodeToString(m.commitment[:])}, "", "  ")
	if err != nil {
		return nil, err
	}
	text = append(bytes.TrimSuffix(text, []byte("\n}")), ",\n"...)
	return withCheck(text), nil
}

// withCheck appends to the beginning of a vault.json the member that holds its
// SHA-256.
func withCheck(text []byte) []byte {
	sum := sha256.Sum256(text)
	return fmt.Appendf(text, "%s%x%s", metaCheckKey, sum, metaEnd)
}

// decodeMeta reads vault.json. The check comes first, and is found without
// knowing the rest, so that damage is not mistaken for a newer format.
func decodeMeta(data []byte) (meta, error) {
	var m meta
	at := bytes.LastIndex(data, []byte(metaCheckKey))
	if at < 0 || !bytes.Equal(withCheck(bytes.Clone(data[:at])), data) {
		return m, errors.New("its check does not fit")
	}
	text := append(bytes.TrimSuffix(bytes.Clone(data[:at]), []byte(",\n")), "\n}"...)
	var version struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(text, &version); err != nil {
		return m, err
	}
	if version.Format > metaFormat {
		return m, fmt.Errorf("format %d: %w", version.Format, ErrNewerFormat)
	}
	var fields metaJSON
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&fields); err != nil {
		return m, err
	}
	if fields.Format != metaFormat {
		return m, fmt.Errorf("there is no format %d", fields.Format)
	}
	if err := decodeHex(m.id[:], fields.Vault); err != nil {
		return m, fmt.Errorf("vault id: %w", err)
	}
	if err := decodeHex(m.commitment[:], fields.Commitment); err != nil {
		return m, fmt.Errorf("commitment: %w", err)
	}
	return m, nil
}

func decodeHex(dst []byte, s string) error {
	b, err := hex.DecodeString(s)
	if err != nil {
		return err
	}
	if len(b) != len(dst) {
		return fmt.Errorf("%d bytes instead of %d", len(b), len(dst))
	}
	copy(dst, b)
	return nil
}

func readMeta(fsys disk.FS, dir string) (meta, error) {
	data, err := fsys.ReadFile(filepath.Join(dir, metaFile), maxMetaSize)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return meta{}, fmt.Errorf("%w: %s", ErrNoVault, dir)
	case errors.Is(err, disk.ErrTooLarge):
		return meta{}, damaged(metaFile, err, adviceRestore)
	case err != nil:
		return meta{}, err
	}
	m, err := decodeMeta(data)
	if err != nil {
		return meta{}, damaged(metaFile, err, adviceRestore)
	}
	return m, nil
}

// fits reports whether k is the key of the vault that m describes.
func (m meta) fits(k crypto.Key) bool { return crypto.CheckCommitment(m.commitment, k, m.id) }
