package space

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

func readDir(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	names, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, n := range names {
		if files[n.Name()], err = os.ReadFile(filepath.Join(dir, n.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// writeDir makes the folder hold just these files.
func writeDir(t testing.TB, dir string, files map[string][]byte) {
	t.Helper()
	for name := range readDir(t, dir) {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// rounds returns how often to play something random: KITH_ROUNDS, or n.
func rounds(t testing.TB, n int) int {
	t.Helper()
	text := os.Getenv("KITH_ROUNDS")
	if text == "" && testing.Short() {
		return (n + 2) / 3
	}
	if text == "" {
		return n
	}
	k, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal("KITH_ROUNDS: ", err)
	}
	return k
}
