package assets_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestReadmePictures: every picture that the README shows is there.
func TestReadmePictures(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	links := regexp.MustCompile(`!\[[^\]]+\]\(([^)]+)\)`).FindAllSubmatch(readme, -1)
	if len(links) < 5 {
		t.Errorf("%d pictures", len(links))
	}
	for _, link := range links {
		if _, err := os.Stat(filepath.Join("..", filepath.FromSlash(string(link[1])))); err != nil {
			t.Errorf("%s: %v", link[1], err)
		}
	}
}
