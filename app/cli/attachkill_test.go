package cli_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestKillWhileAttaching kills attaching. What was acknowledged is there, byte for
// byte; whatever is listed is whole; and what the killed ones left is removed.
func TestKillWhileAttaching(t *testing.T) {
	v := newVictim(t, 7)
	content := make([]byte, 3<<20)
	_, _ = rand.NewChaCha8([32]byte{7}).Read(content) // never fails
	file := func(round int) string {
		copy(content, fmt.Sprintf("%8d", round)) // no two are the same
		return v.file("film.mp4", string(content))
	}
	limit := v.timed("attach", "add", file(0)) * 2
	acknowledged := 1
	for round := range max(rounds()/10, 1) {
		if v.killed(limit, "attach", "add", file(round+1)) {
			acknowledged++
		}
	}
	var check struct {
		OK      bool
		Records []struct{ Attachments int }
	}
	if err := json.Unmarshal([]byte(v.must("verify", "--rebuild", "--json")), &check); err != nil {
		t.Fatal(err)
	}
	var list struct{ Attachments []struct{ ID string } }
	if err := json.Unmarshal([]byte(v.must("attach", "list", "--json")), &list); err != nil {
		t.Fatal(err)
	}
	if !check.OK || len(list.Attachments) < acknowledged || check.Records[0].Attachments != len(list.Attachments) {
		t.Fatalf("%d acknowledged, %d listed, %+v", acknowledged, len(list.Attachments), check)
	}
	if out := v.must("verify"); strings.Contains(out, "interrupted") {
		t.Errorf("something is left: %s", out)
	}
	files, err := filepath.Glob(filepath.Join(v.vault, "spaces", "*", "blobs", "*", "*"))
	if err != nil || len(files) != len(list.Attachments) {
		t.Errorf("%d files for %d attachments, %v", len(files), len(list.Attachments), err)
	}
	for i, a := range list.Attachments {
		out := filepath.Join(v.dir, fmt.Sprint("out", i))
		v.must("attach", "save", a.ID, out)
		got, err := os.ReadFile(out)
		if err != nil || string(got[8:]) != string(content[8:]) {
			t.Errorf("attachment %d is another film, %v", i, err)
		}
	}
	t.Logf("%d acknowledged, %d listed", acknowledged, len(list.Attachments))
}
