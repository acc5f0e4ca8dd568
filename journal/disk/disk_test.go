package disk_test

import (
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"testing"

	"kith/journal/disk"
)

func ExampleWriteFile() {
	dir, err := os.MkdirTemp("", "disk")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "head")
	for _, text := range []string{"first", "second"} {
		if err := disk.WriteFile(disk.OS{}, path, []byte(text)); err != nil {
			log.Fatal(err)
		}
	}
	data, err := disk.OS{}.ReadFile(path, 100)
	fmt.Println(string(data), err)
	_, err = disk.OS{}.ReadFile(path, 3)
	fmt.Println(errors.Is(err, disk.ErrTooLarge))
	// Output:
	// second <nil>
	// true
}

// TestWriteFileLeavesNothing: a failed replacement keeps the old content and no
// half-written file beside it.
func TestWriteFileLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "head"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "head", "child"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := disk.WriteFile(disk.OS{}, filepath.Join(dir, "head"), []byte("x")); err == nil {
		t.Fatal("replaced a folder that is not empty")
	}
	list, err := os.ReadDir(dir)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
}

func TestOSFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	f, err := disk.OS{}.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte("abc"), 5); err != nil {
		t.Fatal(err)
	}
	if n, err := f.Size(); n != 8 || err != nil {
		t.Fatal(n, err)
	}
	if err := errors.Join(f.Sync(), f.Close(), disk.OS{}.SyncDir(filepath.Dir(path))); err != nil {
		t.Fatal(err)
	}
	if _, err := (disk.OS{}).Stat(path + "x"); !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
}
