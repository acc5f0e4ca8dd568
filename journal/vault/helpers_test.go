package vault

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// tree is a picture of a folder: every file's content, and every time of change.
type tree map[string]treeEntry

type treeEntry struct {
	mode    fs.FileMode
	changed time.Time
	content string
}

func snapshot(t testing.TB, dir string) tree {
	t.Helper()
	s := tree{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		entry := treeEntry{mode: info.Mode(), changed: info.ModTime()}
		if info.Mode().IsRegular() {
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			entry.content = string(data)
		}
		s[path] = entry
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// diff names the first thing that changed, or is empty.
func (s tree) diff(later tree) string {
	for _, path := range slices.Sorted(maps.Keys(s)) {
		entry, ok := later[path]
		switch {
		case !ok:
			return fmt.Sprintf("%s is gone", path)
		case entry.content != s[path].content:
			return fmt.Sprintf("%s has another content", path)
		case entry != s[path]:
			return fmt.Sprintf("%s was touched", path)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(later)) {
		if _, ok := s[path]; !ok {
			return fmt.Sprintf("%s is new", path)
		}
	}
	return ""
}
