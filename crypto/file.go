package crypto

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"golang.org/x/crypto/chacha20poly1305"
)

const (
	fileMagic = "kithbox1" // the last byte is the version
	fileLabel = "kith file v1"
	// FileOverhead is by how much a sealed file is longer than its content,
	// in bytes.
	FileOverhead = len(fileMagic) + chacha20poly1305.NonceSizeX + chacha20poly1305.Overhead
)

// SealFile seals a small file, held in memory, under k. The name is bound to
// it: a file sealed as "head" does not open as "keyring".
func SealFile(k Key, name string, plaintext []byte) []byte {
	out := make([]byte, len(fileMagic)+chacha20poly1305.NonceSizeX, len(plaintext)+FileOverhead)
	copy(out, fileMagic)
	nonce := out[len(fileMagic):]
	rand.Read(nonce) // never fails: crypto/rand ends the process instead
	return newAEAD(k.Derive("file", nil)).Seal(out, nonce, plaintext, []byte(fileLabel+"\x00"+name))
}

// OpenFile opens what [SealFile] sealed under the same key and name. It fails
// with [ErrNewerFormat] or [ErrDamaged]; a wrong key cannot be told from damage.
func OpenFile(k Key, name string, sealed []byte) ([]byte, error) {
	version := len(fileMagic) - 1
	if len(sealed) < FileOverhead || !bytes.HasPrefix(sealed, []byte(fileMagic[:version])) {
		return nil, fmt.Errorf("open sealed %s: %w", name, ErrDamaged)
	}
	if sealed[version] != fileMagic[version] {
		return nil, fmt.Errorf("open sealed %s: %w", name, ErrNewerFormat)
	}
	nonce, body := sealed[len(fileMagic):][:chacha20poly1305.NonceSizeX], sealed[len(fileMagic)+chacha20poly1305.NonceSizeX:]
	plain, err := newAEAD(k.Derive("file", nil)).Open(nil, nonce, body, []byte(fileLabel+"\x00"+name))
	if err != nil {
		return nil, fmt.Errorf("open sealed %s: %w", name, ErrDamaged)
	}
	return plain, nil
}

// MAC returns HMAC-SHA256 (RFC 2104) under k over the parts, each led by its
// length as eight bytes, big-endian, so that no two lists of parts collide.
func MAC(k Key, parts ...[]byte) [32]byte {
	h := hmac.New(sha256.New, k.b[:])
	var length [8]byte
	for _, part := range parts {
		binary.BigEndian.PutUint64(length[:], uint64(len(part)))
		h.Write(length[:])
		h.Write(part)
	}
	return [32]byte(h.Sum(nil))
}

// CheckMAC reports in constant time whether mac is MAC(k, parts...).
func CheckMAC(mac [32]byte, k Key, parts ...[]byte) bool {
	want := MAC(k, parts...)
	return hmac.Equal(mac[:], want[:])
}
