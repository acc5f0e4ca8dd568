package space

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"kith/crypto"
	"kith/journal/space/members"
)

func fixedKey(t testing.TB, b byte) crypto.Key {
	t.Helper()
	key, err := crypto.KeyFromBytes(slices.Repeat([]byte{b}, crypto.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func fixedIdentity(t testing.TB, b byte) Identity {
	t.Helper()
	hpke, err := crypto.HPKEKeyFromSeed(fixedKey(t, b+2))
	if err != nil {
		t.Fatal(err)
	}
	return Identity{crypto.SigningKeyFromSeed(fixedKey(t, b)), crypto.SigningKeyFromSeed(fixedKey(t, b+1)), hpke}
}

// version1 copies testdata/v1, a space with tables of version 1 as the program
// wrote it then: the founding, five lines, an admission, a rotation, five lines.
func version1(t testing.TB) (Config, []OpID) {
	t.Helper()
	text, err := os.ReadFile("testdata/v1.json")
	if err != nil {
		t.Fatal(err)
	}
	var golden struct {
		Space string
		Ops   []string
	}
	if err := json.Unmarshal(text, &golden); err != nil {
		t.Fatal(err)
	}
	id, err := hex.DecodeString(golden.Space)
	if err != nil {
		t.Fatal(err)
	}
	var ops []OpID
	for _, s := range golden.Ops {
		op, err := hex.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		ops = append(ops, OpID(op))
	}
	cfg := config(t, [16]byte(id), fixedIdentity(t, 1))
	cfg.AtRest = fixedKey(t, 99)
	for name, data := range readDir(t, "testdata/v1") {
		if err := os.WriteFile(filepath.Join(cfg.Dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cfg, ops
}

func TestTablesOfVersion1Open(t *testing.T) {
	ctx := context.Background()
	cfg, ops := version1(t)
	s, err := Open(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	checkClean(t, s)
	if got := read(t, s); len(got) != 10 || got[0] != "later line 0" || got[9] != "line 4" {
		t.Fatalf("lines %v", got)
	}
	days, err := s.Days(ctx)
	if err != nil || len(days) != 1 || days[0].Day != 0 || days[0].Count != uint64(len(ops)) {
		t.Fatalf("days %v, %v", days, err)
	}
	ids, err := s.DayIDs(ctx, 0)
	if err != nil || len(ids) != len(ops) || !slices.IsSortedFunc(ids, func(a, b [32]byte) int { return slices.Compare(a[:], b[:]) }) {
		t.Fatalf("%d ids of day 0, %v", len(ids), err)
	}
	for _, id := range ops {
		if !slices.Contains(ids, [32]byte(id)) {
			t.Errorf("op %x is gone", id[:4])
		}
	}
	write(t, s, "of version 2")
	if err := s.ChangeMembers(ctx, members.ChangeRole{Author: fixedIdentity(t, 11).Author.Public().ID(), Role: members.Viewer}); err != nil {
		t.Fatal(err)
	}
	checkClean(t, s)
	if days, err = s.Days(ctx); err != nil || len(days) != 2 || days[1].Day != uint32(time.Now().Unix()/86400) || days[1].Count != 2 {
		t.Fatalf("days %v, %v", days, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(ctx, cfg); err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, s)
	if got := read(t, s); len(got) != 11 {
		t.Fatalf("lines %v", got)
	}
	second := newIdentity(t)
	second.Author = fixedIdentity(t, 1).Author
	r := restored(t, s, second)
	checkClean(t, r)
	if got := read(t, r); !slices.Equal(got, read(t, s)) {
		t.Fatalf("restored lines %v", got)
	}
}
