package replica

import (
	"bytes"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/gofrs/flock"

	"kith/crypto"
	"kith/journal/disk"
	"kith/p2p/link"
)

// The files of a node's data folder, besides the store.
const (
	keyFile   = "node.key"
	tokenFile = "token"
	addrsFile = "addresses"
	lockFile  = "lock"

	keyHead   = "kith node key v1"
	tokenHead = "kith node token v1"

	maxSmallFile = 8 << 10
)

// Token is what allows to add a space to a node: its operator gives it away with
// the link. It prints as a placeholder, so that it gets into no log.
type Token [16]byte

// Format implements fmt.Formatter and hides the token from every verb.
func (Token) Format(f fmt.State, _ rune) {
	_, _ = f.Write([]byte("[token]")) // a fmt.State has no other way to report
}

// is compares with what somebody gave, in constant time.
func (t Token) is(given []byte) bool { return subtle.ConstantTimeCompare(t[:], given) == 1 }

// Folder is the data folder of a node: who it is, and its lock.
type Folder struct {
	Dir   string
	Key   crypto.SigningKey
	Token Token
	lock  *flock.Flock
}

// OpenFolder opens the data folder of a node, or makes a new one in a folder that
// is empty or not there, and keeps every other process from running it. A damaged
// or foreign file is [ErrDamaged], one that others may read fs.ErrPermission, a
// folder in use [ErrInUse]. Nothing that is there is ever written anew.
func OpenFolder(dir string) (_ *Folder, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("folder of the node: %w", err)
	}
	if _, err := os.Stat(filepath.Join(dir, keyFile)); errors.Is(err, fs.ErrNotExist) {
		if err := checkEmpty(dir); err != nil {
			return nil, err
		}
	}
	lock := flock.New(filepath.Join(dir, lockFile), flock.SetPermissions(0o600))
	held, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("folder of the node: %w", err)
	}
	if !held {
		return nil, fmt.Errorf("%w: %s", ErrInUse, dir)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, lock.Unlock())
		}
	}()
	for _, file := range []struct {
		name string
		make func() []byte
	}{{tokenFile, newToken}, {keyFile, newKey}} { // the key last: with it the folder is a node's
		path := filepath.Join(dir, file.name)
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			if err := disk.WriteFile(disk.OS{}, path, file.make()); err != nil {
				return nil, fmt.Errorf("new node: %w", err)
			}
		}
	}
	f, err := ReadFolder(dir)
	if err != nil {
		return nil, err
	}
	f.lock = lock
	return f, nil
}

// checkEmpty refuses to make a node among other files. What a crash left of making
// one is not in the way.
func checkEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("folder of the node: %w", err)
	}
	for _, e := range entries {
		switch name := strings.TrimSuffix(e.Name(), ".new"); name {
		case keyFile, tokenFile, lockFile, "lost+found":
		default:
			return fmt.Errorf("%w: %s has no %s, but other files (%s)", ErrDamaged, dir, keyFile, e.Name())
		}
	}
	return nil
}

// ReadFolder reads who the node of a folder is, without making or locking
// anything. A folder without one is [ErrNoNode].
func ReadFolder(dir string) (*Folder, error) {
	f := &Folder{Dir: dir}
	key, err := readSecret(dir, keyFile, keyHead, crypto.KeySize+len(crypto.PublicKey{}))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrNoNode, dir)
	}
	if err != nil {
		return nil, err
	}
	defer clear(key)
	seed, err := crypto.KeyFromBytes(key[:crypto.KeySize])
	if err != nil {
		return nil, err
	}
	f.Key = crypto.SigningKeyFromSeed(seed)
	if public := f.Key.Public(); !bytes.Equal(public[:], key[crypto.KeySize:]) {
		return nil, fmt.Errorf("%w: %s", ErrDamaged, filepath.Join(dir, keyFile))
	}
	token, err := readSecret(dir, tokenFile, tokenHead, len(f.Token))
	if err != nil {
		return nil, err
	}
	f.Token = Token(token)
	return f, nil
}

// newKey returns the content of a new key file: the seed, and the public key as a
// check of it.
func newKey() []byte {
	key := crypto.NewSigningKey()
	public := key.Public()
	return secretText(keyHead, append(key.Seed().Bytes(), public[:]...))
}

func newToken() []byte {
	var t Token
	rand.Read(t[:]) // never fails: crypto/rand ends the process instead
	return secretText(tokenHead, t[:])
}

func secretText(head string, secret []byte) []byte {
	return []byte(head + "\n" + base64.RawURLEncoding.EncodeToString(secret) + "\n")
}

// readSecret reads a file that only its owner may read.
func readSecret(dir, name, head string, size int) ([]byte, error) {
	path := filepath.Join(dir, name)
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("folder of the node: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("folder of the node: others can read %s; its mode must be 600: %w", path, fs.ErrPermission)
	}
	text, err := disk.OS{}.ReadFile(path, maxSmallFile)
	if err != nil && !errors.Is(err, disk.ErrTooLarge) {
		return nil, fmt.Errorf("folder of the node: %w", err)
	}
	return parseSecret(path, text, head, size)
}

// parseSecret reads what secretText made.
func parseSecret(path string, text []byte, head string, size int) ([]byte, error) {
	body, ok := bytes.CutPrefix(text, []byte(head+"\n"))
	secret, err := base64.RawURLEncoding.Strict().DecodeString(strings.TrimSuffix(string(body), "\n"))
	if !ok || err != nil || len(secret) != size {
		return nil, fmt.Errorf("%w: %s", ErrDamaged, path)
	}
	return secret, nil
}

// Peer is the node's name on the network.
func (f *Folder) Peer() link.Peer { return link.Peer(f.Key.Public()) }

// SaveAddresses keeps where the node was last reached, for [Folder.Link].
func (f *Folder) SaveAddresses(addrs []string) error {
	err := disk.WriteFile(disk.OS{}, filepath.Join(f.Dir, addrsFile), []byte(strings.Join(addrs, "\n")+"\n"))
	if err != nil {
		return fmt.Errorf("keep the addresses of the node: %w", err)
	}
	return nil
}

// Link returns what people paste into Kith to use this node, with the addresses
// it had when it last ran. [ErrNoNode] says that it never did.
func (f *Folder) Link() (Link, error) {
	text, err := disk.OS{}.ReadFile(filepath.Join(f.Dir, addrsFile), maxSmallFile)
	if errors.Is(err, fs.ErrNotExist) {
		return Link{}, fmt.Errorf("%w that has run yet: %s", ErrNoNode, f.Dir)
	}
	if err != nil {
		return Link{}, fmt.Errorf("addresses of the node: %w", err)
	}
	l := Link{Peer: f.Peer(), Token: f.Token, Addrs: strings.Fields(string(text))}
	return l, l.check()
}

// Close gives the folder back.
func (f *Folder) Close() error {
	if f.lock == nil {
		return nil
	}
	return f.lock.Unlock()
}
