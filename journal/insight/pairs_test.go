package insight

import (
	"bytes"
	"errors"
	"io"
	"math"
	"slices"
	"testing"
)

// darwin is how many eighths of an inch the crossed plant of each pair was higher.
var darwin = []float64{49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48}

// Fisher counted these: 835 of the 32,768 sums are larger than the one seen, 28 are
// equal, and as many on the other side. "The Design of Experiments", 1935, section
// 21: 1,726 in 32,768, or 5.267%.
func TestSignFlipIsFishers(t *testing.T) {
	if p := signFlip(darwin); p != 1726.0/32768 {
		t.Errorf("%v of 32768, Fisher has 1726", p*32768)
	}
}

// The interval must hold just the effects that the test would keep at 5%.
func TestTypicalValuesInvertTheTest(t *testing.T) {
	for k := MinPairs; k <= 10; k++ {
		differences := darwin[:k]
		i := typicalValues(differences)
		if k == 6 {
			// One piece of 64 off each end: the smallest and largest difference.
			if want := (Interval{slices.Min(differences), slices.Max(differences)}); i != want {
				t.Errorf("6 pairs: %v, want %v", i, want)
			}
		}
		less := func(effect float64) float64 {
			shifted := make([]float64, k)
			for j, d := range differences {
				shifted[j] = d - effect
			}
			return signFlip(shifted)
		}
		const hair = 1e-6
		for _, test := range []struct {
			effect float64
			kept   bool
		}{{i.Low - hair, false}, {i.Low + hair, true}, {i.High - hair, true}, {i.High + hair, false}} {
			if p := less(test.effect); (p > 0.05) != test.kept {
				t.Errorf("%d pairs: effect %v has p %v", k, test.effect, p)
			}
		}
	}
}

func TestDrawPairs(t *testing.T) {
	blocks, err := DrawPairs(6, 7, 3, bytes.NewReader([]byte{0, 1, 3, 4, 6, 255}))
	if err != nil || len(blocks) != 12 {
		t.Fatal(blocks, err)
	}
	if _, err := pairUp(blocks); err != nil {
		t.Error(err)
	}
	var first []bool
	for i, b := range blocks {
		if i%2 == 0 {
			first = append(first, b.Treated)
		}
		if b.Start != 10*i || b.From != b.Start+3 || b.To != b.From+7 {
			t.Errorf("block %d: %+v", i, b)
		}
	}
	if !slices.Equal(first, []bool{false, true, true, false, false, true}) {
		t.Error("coins:", first)
	}
	for _, bad := range [][3]int{{5, 7, 0}, {21, 7, 0}, {6, 0, 0}, {6, 61, 0}, {6, 7, -1}, {6, 7, 61}} {
		if _, err := DrawPairs(bad[0], bad[1], bad[2], bytes.NewReader(make([]byte, 99))); !errors.Is(err, ErrRange) {
			t.Error(bad, err)
		}
	}
	if _, err := DrawPairs(6, 7, 0, bytes.NewReader(make([]byte, 5))); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("too few coins:", err)
	}
}

func TestPairsSaysWhatLacks(t *testing.T) {
	blocks, err := DrawPairs(7, 4, 1, bytes.NewReader(make([]byte, 7)))
	if err != nil {
		t.Fatal(err)
	}
	outcome := ar(seeded(7), 70, 0.5)
	whole, err := Pairs(outcome, blocks)
	if err != nil || !whole.Enough || whole.Used != 7 || whole.With.Days != 28 {
		t.Fatalf("%+v %v", whole, err)
	}
	// Three of four days of the first block are missing, and the last pair has not
	// been yet.
	outcome[1], outcome[2], outcome[3] = missing, missing, missing
	part, err := Pairs(outcome[:60], blocks)
	if err != nil || part.Enough || part.Used != 5 || !part.Pairs[0].LeftOut || !part.Pairs[6].LeftOut || part.Pairs[1].LeftOut {
		t.Errorf("%+v %v", part, err)
	}
	if !slices.Equal(part.Why, []Shortage{{FewPairs, PartPairs, 5, 6, 0}}) {
		t.Error(part.Why)
	}
	flat, err := Pairs(repeat(3, 70), blocks)
	if err != nil || flat.Enough || !slices.Equal(flat.Why, []Shortage{{NoVariation, PartPairs, 0, 0, 0}}) {
		t.Errorf("%+v %v", flat, err)
	}
	none, err := Pairs(nil, nil)
	if err != nil || none.Enough || none.Why[0].Kind != FewPairs {
		t.Errorf("%+v %v", none, err)
	}
	for name, change := range map[string]func([]Block) []Block{
		"one side":   func(b []Block) []Block { b[1].Treated = b[0].Treated; return b },
		"overlap":    func(b []Block) []Block { b[3].Start = b[2].To - 1; return b },
		"odd":        func(b []Block) []Block { return b[1:] },
		"many":       func(b []Block) []Block { return slices.Repeat(b, 3) },
		"other pair": func(b []Block) []Block { b[0].Pair = 7; return b },
	} {
		if _, err := Pairs(outcome, change(slices.Clone(blocks))); !errors.Is(err, ErrBlocks) {
			t.Error(name, err)
		}
	}
	blocks[0].To = math.MaxInt
	if _, err := Pairs(outcome, blocks); !errors.Is(err, ErrRange) {
		t.Error(err)
	}
}
