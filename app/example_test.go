package app_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"kith/app"
	"kith/crypto"
	"kith/journal"
)

func Example() {
	dir, err := os.MkdirTemp("", "kith-example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	opts := app.Options{WorkFactor: crypto.MinWorkFactor} // a real vault takes the default
	a, err := app.Init(filepath.Join(dir, "vault"), []byte("four words of mine"), opts)
	if err != nil {
		fmt.Println(app.Explain(err).What)
		return
	}
	defer a.Close()
	persons, err := a.AddPersons(ctx, "Anna")
	if err != nil {
		fmt.Println(app.Explain(err).What)
		return
	}
	for _, line := range []string{"headache 7 @2026-01-05 8:30 after wine", "took ibuprofen 400 mg @2026-01-05 9:00", "headache 17"} {
		if _, err := a.Log(ctx, persons[0], line, ""); err != nil {
			fmt.Println(app.Explain(err).What)
		}
	}
	list, err := a.List(ctx, a.Persons(), journal.Query{Limit: 10})
	if err != nil {
		fmt.Println(app.Explain(err).What)
		return
	}
	for _, l := range list {
		fmt.Println(app.WhenText(l.Entry.When), app.Describe(&l.Entry))
	}
	// Output:
	// 17 is outside 0 to 10. Write a rating from 0 to 10, or add the unit if it is a measure: "Headache 17 kg".
	// 2026-01-05 09:00 ibuprofen 400 mg, taken
	// 2026-01-05 08:30 Headache 7/10, after wine
}
