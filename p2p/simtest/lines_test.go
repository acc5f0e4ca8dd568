package simtest

import (
	"crypto/sha256"
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"kith/journal/space"
)

// lines is a projector with what records have of trouble: texts that are added, and
// places of which the newest writer wins.
type lines struct{}

const opLine = space.FirstContent

// line is the body of an op.
type line struct {
	Text  string `cbor:"1,keyasint"`
	Place uint8  `cbor:"2,keyasint,omitempty"` // what is overwritten, if not 0
}

func (lines) Version() int { return 1 }

func (lines) Create(tx *space.Tx) error {
	return tx.ExecScript(`
		DROP TABLE IF EXISTS line;
		DROP TABLE IF EXISTS place;
		CREATE TABLE line(id BLOB PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
		CREATE TABLE place(place INTEGER PRIMARY KEY, hlc INTEGER NOT NULL, id BLOB NOT NULL, text TEXT NOT NULL)`)
}

func (lines) Apply(tx *space.Tx, op *space.Op) error {
	var l line
	if err := cbor.Unmarshal(op.Body, &l); err != nil {
		return fmt.Errorf("%w: %w", space.ErrOp, err)
	}
	if _, err := tx.Exec(`INSERT INTO line(id, text) VALUES(?, ?)`, op.ID[:], l.Text); err != nil || l.Place == 0 {
		return err
	}
	_, err := tx.Exec(`INSERT INTO place(place, hlc, id, text) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(place) DO UPDATE
		SET hlc = ?2, id = ?3, text = ?4 WHERE (?2, ?3) > (hlc, id)`, l.Place, int64(op.HLC), op.ID[:], l.Text)
	return err
}

func (lines) Digest(q space.Querier) (sum [32]byte, err error) {
	h := sha256.New()
	row := func(c [][]byte) error {
		fmt.Fprintf(h, "%x %q\n", c[0], c[1])
		return nil
	}
	if err = q.Each(`SELECT id, text FROM line ORDER BY id`, nil, row); err == nil {
		err = q.Each(`SELECT place, id || text FROM place ORDER BY place`, nil, row)
	}
	return [32]byte(h.Sum(nil)), err
}

func (lines) Forget() {}
