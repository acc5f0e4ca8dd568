package cli_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"kith/app/cli"
)

func Example() {
	dir, err := os.MkdirTemp("", "kith-example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	env := cli.Environment{Vault: filepath.Join(dir, "vault")}
	kith := func(args ...string) {
		ui := &fake{secrets: []string{"four words of mine", "four words of mine"}}
		code := cli.Run(context.Background(), args, env, ui)
		fmt.Printf("%s(exit code %d)\n", ui.out.String(), code)
	}
	kith("init", "--work-factor", "10")
	kith("person", "add", "Anna")
	kith("list", "--json")
	kith("list", "--kind", "nonsense")
	// Output:
	// (exit code 0)
	// Added Anna.
	// (exit code 0)
	// {"entries":[]}
	// (exit code 0)
	// (exit code 2)
}
