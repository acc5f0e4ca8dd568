package journal_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"kith/crypto"
	"kith/journal"
	"kith/journal/space"
	"kith/journal/space/members"
)

func Example() {
	dir, err := os.MkdirTemp("", "record")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	if err := example(context.Background(), dir); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Headache 6/10 on 2026-11-20
	// version 1: 7/10
	// version 2: 6/10
	// after undo: 7/10
}

func example(ctx context.Context, dir string) error {
	hpke, err := crypto.NewHPKEKey()
	if err != nil {
		return err
	}
	me := space.Identity{Author: crypto.NewSigningKey(), Device: crypto.NewSigningKey(), HPKE: hpke}
	founding, err := space.Found(members.Record, me)
	if err != nil {
		return err
	}
	cfg := space.Config{Dir: dir, ID: founding.ID, AtRest: crypto.NewKey(), Device: me.Device}
	r, err := journal.CreateRecord(ctx, cfg, founding, "Ada")
	if err != nil {
		return err
	}
	defer r.Close()

	headache := journal.Entry{
		Kind: journal.KindSymptom,
		Name: "Headache",
		When: journal.At(time.Date(2026, 11, 20, 8, 30, 0, 0, time.UTC)),
		Body: &journal.Observation{Value: journal.Number10(journal.DecimalOf(7))},
	}
	ids, err := r.Log(ctx, "log", headache)
	if err != nil {
		return err
	}
	e, err := r.Edit(ctx, ids[0], func(e *journal.Entry) error {
		e.Observation().Value = journal.Number10(journal.DecimalOf(6))
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Println(e.Name, e.Value(), "on", e.When.Date)

	history, err := r.History(ctx, e.ID)
	if err != nil {
		return err
	}
	for i, v := range history {
		fmt.Printf("version %d: %v\n", i+1, v.Entry.Value())
	}
	act, _, err := r.LastAct(ctx, false)
	if err != nil {
		return err
	}
	if err := r.Undo(ctx, act.ID, false); err != nil {
		return err
	}
	e, err = r.Get(ctx, e.ID)
	fmt.Println("after undo:", e.Value())
	return err
}
