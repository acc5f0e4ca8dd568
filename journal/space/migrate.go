package space

import (
	"errors"
	"fmt"

	"kith/crypto"
)

// migrate brings tables of version 1 to [schemaVersion], in one transaction. Ops
// stay as they are; all of them are of day 0.
func (s *Space) migrate() (err error) {
	if _, err := s.conn.exec(`BEGIN IMMEDIATE`); err != nil {
		return err
	}
	defer func() {
		if err != nil && s.conn.inTransaction() {
			_, undo := s.conn.exec(`ROLLBACK`)
			err = errors.Join(err, undo)
		}
	}()
	script := `ALTER TABLE op ADD COLUMN day INTEGER NOT NULL DEFAULT 0; DROP INDEX op_membership;` + schemaSince2
	if err := s.conn.dropStatements(); err != nil {
		return err
	}
	if err := s.conn.execOnce(script); err != nil {
		return fmt.Errorf("new tables: %w", err)
	}
	v := view{s}
	var keys []crypto.Key
	err = v.Each(`SELECT key FROM epoch`, nil, func(c [][]byte) error {
		key, err := crypto.KeyFromBytes(c[0])
		keys = append(keys, key)
		return err
	})
	if err != nil {
		return fmt.Errorf("epoch: %w: %w", ErrDamaged, err)
	}
	for _, key := range keys {
		tag := crypto.EpochTag(key)
		if _, err := s.conn.exec(`INSERT INTO wirekey(epoch, category, key) VALUES(?, ?, ?)`, tag[:], Whole, key.Bytes()); err != nil {
			return err
		}
	}
	var all DaySum
	if err := v.Each(`SELECT id FROM op`, nil, func(c [][]byte) error { all.add([32]byte(c[0])); return nil }); err != nil {
		return err
	}
	if _, err := s.conn.exec(`INSERT INTO day(day, ops, sum) VALUES(0, ?, ?)`, int64(all.Count), all.Sum[:]); err != nil {
		return err
	}
	if err := s.conn.dropStatements(); err != nil {
		return err
	}
	if err := s.conn.execOnce(`DROP TABLE epoch`); err != nil {
		return err
	}
	if err := s.setMeta(metaSchema, schemaVersion); err != nil {
		return err
	}
	_, err = s.conn.exec(`COMMIT`)
	return err
}
