package exchange

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// A column called date holds dates even where a third of them is impossible:
// those rows are counted, the others come in.
func TestImpossibleDatesAreCounted(t *testing.T) {
	const table = "date,pain,weight\n2020-01-01,NaN,70\n0000-01-01,3,70\n2020-01-02,4,71\n2020-13-40,4,71\n2020-01-03,5,71\n"
	reader, err := Open(strings.NewReader(table), int64(len(table)), Options{Zone: time.UTC, Now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	records, left, entries := 0, 0, 0
	for {
		row, err := reader.Next()
		if err != nil {
			break
		}
		records += row.Records
		entries += len(row.Entries)
		for _, skip := range row.Skips {
			if skip.Whole {
				left += skip.Count
			}
		}
	}
	if records != 5 || left != 2 || entries < 5 {
		t.Fatalf("%d records, %d left out, %d entries", records, left, entries)
	}
}

func TestBinaryIsNoTable(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	junk := make([]byte, 100_000)
	for i := range junk {
		junk[i] = byte(random.Uint32())
	}
	_, _, err := Detect(strings.NewReader(string(junk)), int64(len(junk)), Options{FileName: "junk.csv"})
	if !errors.Is(err, ErrFormat) {
		t.Fatalf("random bytes are taken for a table: %v", err)
	}
}
