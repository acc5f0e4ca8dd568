package space_test

import (
	"context"
	"fmt"
	"os"

	"kith/crypto"
	"kith/journal/space"
	"kith/journal/space/members"
)

// notes keeps the text of every op; a real projector keeps entries.
type notes struct{}

func (notes) Version() int { return 1 }
func (notes) Create(tx *space.Tx) error {
	return tx.ExecScript(`DROP TABLE IF EXISTS note; CREATE TABLE note(op INTEGER PRIMARY KEY, body BLOB)`)
}
func (notes) Apply(tx *space.Tx, op *space.Op) error {
	_, err := tx.Exec(`INSERT INTO note VALUES(?, ?)`, op.Row(), []byte(op.Body))
	return err
}
func (notes) Digest(space.Querier) ([32]byte, error) { return [32]byte{}, nil }
func (notes) Forget()                                {}

func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "space")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)

	hpke, err := crypto.NewHPKEKey()
	if err != nil {
		fmt.Println(err)
		return
	}
	me := space.Identity{Author: crypto.NewSigningKey(), Device: crypto.NewSigningKey(), HPKE: hpke}
	founding, err := space.Found(members.Record, me)
	if err != nil {
		fmt.Println(err)
		return
	}
	cfg := space.Config{Dir: dir, ID: founding.ID, AtRest: crypto.NewKey(), Device: me.Device, Projector: notes{}}
	s, err := space.Create(ctx, cfg, founding, func(tx *space.Tx) error {
		_, err := tx.Append(space.FirstContent, "the first note")
		return err
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := s.Verify(ctx, nil)
	fmt.Println(report.Ops, "ops,", len(report.Damage), "damaged,", err)
	for _, m := range s.Members().Members {
		fmt.Println("member:", m.Role)
	}
	fmt.Println(s.Close())
	// Output:
	// 2 ops, 0 damaged, <nil>
	// member: owner
	// <nil>
}
