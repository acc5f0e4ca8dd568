package view_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kith/app/view"
	"kith/journal"
	"kith/journal/terms"
)

// TestTermsShown: what the sheet of the vocabulary says, before and after an import.
func TestTermsShown(t *testing.T) {
	ctx := context.Background()
	s := view.NewSettings(timelineVault(t, "Anna"))
	shown, err := s.Terms(ctx)
	if err != nil || len(shown.BuiltIn) != 4 || !strings.HasSuffix(shown.BuiltIn[0], " conditions") || len(shown.Rows) != 0 {
		t.Fatalf("%+v, %v", shown, err)
	}
	file := filepath.Join(t.TempDir(), "mine.obo")
	if err := os.WriteFile(file, []byte("[Term]\nid: X:1\nname: Snake oil\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	choices := view.TermsChoices()
	if len(choices) != 5 || choices[0].Kind != 0 || choices[3].Kind != journal.KindTreatment {
		t.Fatalf("%+v", choices)
	}
	if _, err := s.ImportTerms(ctx, file, choices[0].Kind); !errors.Is(err, terms.ErrKind) {
		t.Errorf("the file does not tell its kind: %v", err)
	}
	said, err := s.ImportTerms(ctx, file, choices[3].Kind)
	if want := "mine.obo was imported: 1 treatment, version: the file names no version."; err != nil || said != want {
		t.Errorf("%q, %v", said, err)
	}
	shown, err = s.Terms(ctx)
	if err != nil || len(shown.Rows) != 1 || shown.Rows[0] != (view.TermsRow{Name: "mine.obo", About: "1 treatment, version: the file names no version"}) {
		t.Errorf("%+v, %v", shown, err)
	}
	if err := s.RemoveTerms(ctx, "mine.obo"); err != nil {
		t.Error(err)
	}
}
