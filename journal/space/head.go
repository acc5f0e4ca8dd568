package space

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"kith/crypto"
	"kith/journal/disk"
)

// headName is the file beside the database that remembers, under a key of its
// own, how far this device's chain went. An older database beside it was rolled
// back. Whoever replaces both together is not noticed by one computer alone;
// peers remember too.
const headName = "head"

func (s *Space) headKey() crypto.Key { return s.atRest.Derive("head", s.id[:]) }

// writeHead is called when everything it states is durable already, so that the
// database is never behind it by accident.
func (s *Space) writeHead() error {
	if s.own == nil || s.own.seq == 0 {
		return nil
	}
	plain := binary.BigEndian.AppendUint64(nil, s.own.seq)
	plain = append(plain, s.own.last[:]...)
	if err := disk.WriteFile(s.fs, filepath.Join(s.dir, headName), crypto.SealFile(s.headKey(), headName, plain)); err != nil {
		return fmt.Errorf("remember the log's head: %w", err)
	}
	return nil
}

func (s *Space) checkHead() error {
	path := filepath.Join(s.dir, headName)
	sealed, err := s.fs.ReadFile(path, 4096)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // closed by force since it was made
	}
	if err != nil {
		return fmt.Errorf("read the log's head: %w", err)
	}
	plain, err := crypto.OpenFile(s.headKey(), headName, sealed)
	if err != nil || len(plain) != 8+32 {
		return fmt.Errorf("file %s: %w: %w", headName, ErrDamaged, err)
	}
	seq, id := binary.BigEndian.Uint64(plain), OpID(plain[8:])
	if s.own == nil || s.own.seq < seq {
		return fmt.Errorf("the log ends before op %d of this computer: %w", seq, ErrRolledBack)
	}
	var there int
	found, err := view{s}.Row(`SELECT 1 FROM op WHERE id = ? AND device = ? AND (seq & ?) = ?`,
		[]any{id[:], s.own.no, int64(maxSeq), int64(seq)}, &there)
	if err == nil && !found {
		err = fmt.Errorf("op %d of this computer is another one: %w", seq, ErrRolledBack)
	}
	return err
}
