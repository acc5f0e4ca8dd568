package faulty_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"syscall"

	"kith/journal/disk"
	"kith/journal/disk/faulty"
)

func ExampleInjector() {
	fsys := faulty.NewInjector(faulty.NewPower())
	fsys.Arm(faulty.Fault{Ops: faulty.Write, At: 1, Err: syscall.ENOSPC})
	err := disk.WriteFile(fsys, "note", []byte("text"))
	fmt.Println(errors.Is(err, syscall.ENOSPC))
	fsys.Heal()
	fmt.Println(disk.WriteFile(fsys, "note", []byte("text")))
	// Output:
	// true
	// <nil>
}

func ExamplePower() {
	fsys := faulty.NewPower()
	if err := disk.WriteFile(fsys, "note", []byte("first")); err != nil {
		fmt.Println(err)
	}
	fsys.OffAfter(3) // during the sync of the new content
	fmt.Println(disk.WriteFile(fsys, "note", []byte("second")) != nil)
	found := fsys.Cut(rand.New(rand.NewPCG(1, 1)))
	data, err := found.ReadFile("note", 100)
	fmt.Println(string(data), err)
	// Output:
	// true
	// first <nil>
}
