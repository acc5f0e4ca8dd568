package faulty_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"kith/journal/disk"
	"kith/journal/disk/faulty"
)

func rng(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

func write(t *testing.T, fsys disk.FS, path string, data []byte, off int64) disk.File {
	t.Helper()
	f, err := fsys.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(data, off); err != nil {
		t.Fatal(err)
	}
	return f
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Both file systems must pass for a plain one while nothing is wrong.
func TestBehavesLikeOS(t *testing.T) {
	for name, fsys := range map[string]disk.FS{
		"os":       disk.OS{},
		"power":    faulty.NewPower(),
		"injector": faulty.NewInjector(faulty.NewPower()),
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			must(t, fsys.MkdirAll(dir, 0o700))
			p := func(name string) string { return filepath.Join(dir, name) }
			_, err := fsys.OpenFile(p("a"), os.O_RDWR, 0)
			if !errors.Is(err, fs.ErrNotExist) {
				t.Fatal("open of nothing:", err)
			}
			f := write(t, fsys, p("a"), []byte("hello"), 3)
			if size, err := f.Size(); size != 8 || err != nil {
				t.Fatal(size, err)
			}
			buf := make([]byte, 20)
			if n, err := f.ReadAt(buf, 0); n != 8 || err == nil || string(buf[:n]) != "\x00\x00\x00hello" {
				t.Fatal(n, err, buf)
			}
			must(t, f.Truncate(4))
			must(t, f.Truncate(6))
			must(t, f.Sync())
			must(t, f.Close())
			if data, err := fsys.ReadFile(p("a"), 6); string(data) != "\x00\x00\x00h\x00\x00" {
				t.Fatalf("%q %v", data, err)
			}
			if _, err := fsys.ReadFile(p("a"), 5); !errors.Is(err, disk.ErrTooLarge) {
				t.Fatal(err)
			}
			if _, err := fsys.OpenFile(p("a"), os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600); !errors.Is(err, fs.ErrExist) {
				t.Fatal(err)
			}
			must(t, disk.WriteFile(fsys, p("b"), []byte("new")))
			must(t, fsys.Rename(p("b"), p("a")))
			must(t, fsys.MkdirAll(p("d/e"), 0o700))
			must(t, fsys.SyncDir(dir))
			list, err := fsys.ReadDir(dir)
			must(t, err)
			if len(list) != 2 || list[0].Name() != "a" || list[0].IsDir() || !list[1].IsDir() {
				t.Fatal(list)
			}
			info, err := fsys.Stat(p("a"))
			if err != nil || info.Size() != 3 || info.IsDir() {
				t.Fatal(info, err)
			}
			must(t, fsys.RemoveAll(p("d")))
			must(t, fsys.Remove(p("a")))
			if err := fsys.Remove(p("a")); !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
			if _, err := fsys.Stat(p("d/e")); !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
		})
	}
}

func TestInjectorFailsEachOperation(t *testing.T) {
	script := func(fsys disk.FS) error { return disk.WriteFile(fsys, "f", []byte("content")) }
	count := faulty.NewInjector(faulty.NewPower())
	must(t, script(count))
	if count.Count() != 5 { // create, write, sync, rename, sync of the folder
		t.Fatal("operations:", count.Count())
	}
	for n := 1; n <= count.Count(); n++ {
		in := faulty.NewInjector(faulty.NewPower())
		in.Arm(faulty.Fault{At: n, Err: syscall.ENOSPC})
		if err := script(in); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("operation %d: %v", n, err)
		}
		if in.Failed() != 1 {
			t.Errorf("operation %d: %d failed", n, in.Failed())
		}
	}
}

func TestInjectorStickyUntilHeal(t *testing.T) {
	in := faulty.NewInjector(faulty.NewPower())
	f := write(t, in, "f", []byte("12345678"), 0)
	in.Arm(faulty.Fault{Ops: faulty.Write, At: 2, Err: syscall.EIO, Sticky: true, Torn: true})
	for i, want := range []bool{true, false, false} {
		n, err := f.WriteAt([]byte("abcd"), 0)
		if (err == nil) != want || !want && n != 2 {
			t.Fatal(i, n, err)
		}
	}
	must(t, f.Sync())
	in.Heal()
	_, err := f.WriteAt([]byte("efgh"), 4)
	must(t, err)
	if data, err := in.ReadFile("f", 100); string(data) != "abcdefgh" {
		t.Fatal(string(data), err)
	}
}

func TestPowerKeepsWhatWasSynced(t *testing.T) {
	for seed := range uint64(200) {
		p := faulty.NewPower()
		old := bytes.Repeat([]byte{1}, 4*512)
		f := write(t, p, "f", old, 0)
		must(t, f.Sync())
		must(t, p.SyncDir("/"))
		_, err := f.WriteAt(bytes.Repeat([]byte{2}, 1024), 512)
		must(t, err)
		left := p.Cut(rng(seed))
		if _, err := f.WriteAt([]byte("x"), 0); !errors.Is(err, faulty.ErrPowerOff) {
			t.Fatal("the old disk is still on:", err)
		}
		data, err := left.ReadFile("f", 1<<20)
		must(t, err)
		if len(data) != len(old) || !bytes.Equal(data[:512], old[:512]) || !bytes.Equal(data[1536:], old[1536:]) {
			t.Fatal("a synced sector is gone")
		}
		for _, sector := range [][]byte{data[512:1024], data[1024:1536]} {
			if bytes.Count(sector, sector[:1]) != 512 {
				t.Fatal("a sector is torn")
			}
		}
	}
}

// Over many seeds every outcome that a disk allows must be seen.
func TestPowerReachesEveryOutcome(t *testing.T) {
	seen := map[string]bool{}
	for seed := range uint64(400) {
		p := faulty.NewPower()
		f := write(t, p, "f", bytes.Repeat([]byte{'a'}, 1024), 0)
		must(t, f.Sync())
		must(t, p.SyncDir("/"))
		must(t, f.Truncate(512))
		_, err := f.WriteAt(bytes.Repeat([]byte{'b'}, 512), 512)
		must(t, err)
		must(t, p.Rename("f", "g"))
		left := p.Cut(rng(seed))
		name, data := "f", []byte(nil)
		if data, err = left.ReadFile("f", 1<<20); err != nil {
			name = "g"
			data, err = left.ReadFile("g", 1<<20)
			must(t, err)
		}
		second := "none"
		if len(data) == 1024 {
			second = fmt.Sprint(data[512])
		}
		seen[name+" "+second] = true
	}
	// Names: before and after. Second sector: as synced, cut off, a hole, new.
	if len(seen) != 8 {
		t.Fatal(seen)
	}
}

func TestWriteFileIsAtomic(t *testing.T) {
	old, new := bytes.Repeat([]byte("old "), 500), bytes.Repeat([]byte("new "), 700)
	for n := 1; n <= 6; n++ {
		for seed := range uint64(100) {
			p := faulty.NewPower()
			must(t, disk.WriteFile(p, "f", old))
			p.OffAfter(n)
			err := disk.WriteFile(p, "f", new)
			if (err == nil) != (n > 5) {
				t.Fatal(n, err)
			}
			data, rerr := p.Cut(rng(seed)).ReadFile("f", 1<<20)
			must(t, rerr)
			if !bytes.Equal(data, old) && !bytes.Equal(data, new) || err == nil && !bytes.Equal(data, new) {
				t.Fatalf("n=%d seed=%d: %d bytes", n, seed, len(data))
			}
		}
	}
}

func TestCloneIsApart(t *testing.T) {
	p := faulty.NewPower()
	f := write(t, p, "f", []byte("one"), 0)
	c := p.Clone()
	_, err := f.WriteAt([]byte("two"), 0)
	must(t, err)
	data, err := c.Cut(rng(1)).ReadFile("f", 10)
	if string(data) != "one" {
		t.Fatal(string(data), err)
	}
}
