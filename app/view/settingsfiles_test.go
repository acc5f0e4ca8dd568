package view

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.age", "Zoo", "a.age", ".hidden", "docs"} {
		path := filepath.Join(dir, name)
		if strings.Contains(name, ".") {
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		} else if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(dir, "docs"), filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	list := func(rows []FileRow) string {
		var names []string
		for _, r := range rows[1:] {
			names = append(names, r.Title)
		}
		return strings.Join(names, " ")
	}
	all, err := Files(t.Context(), dir, false)
	if err != nil || list(all) != "docs link Zoo a.age b.age" || all[0].Path != filepath.Dir(dir) {
		t.Errorf("%+v %v", all, err)
	}
	folders, err := Files(t.Context(), dir, true)
	if err != nil || list(folders) != "docs link Zoo" {
		t.Errorf("%+v %v", folders, err)
	}
	if found := FilesNamed(all, "AGE"); len(found) != 2 || found[0].Title != "a.age" {
		t.Errorf("%+v", found)
	}
	if found := FilesNamed(all, " "); len(found) != len(all) {
		t.Errorf("%+v", found)
	}
	if _, err := Files(t.Context(), filepath.Join(dir, "missing"), false); err == nil {
		t.Error("a folder that is not there was listed")
	}
}
