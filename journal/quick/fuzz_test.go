package quick

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"kith/journal"
)

// FuzzParse: any line is refused with a hint or gives a valid entry that lies in
// no future and is explained.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"headache 7 @8:30 after wine #sleep", "bp 120/80", "took 2 tablets of x for y in z", `"a b" 3,5 kg @20.11. 8:30`,
		"note: @x #y", "@-2h mild x", "slept 7h30", "no ", "after in for", "x 1e9", "@0001-01-01", "@-99999999w x", "x 0/10", "5 mg", "took 5 mg", "x @yesterdya 8:00", "x 1,250mg", "x 7 8", "x @20/11", "x @830",
		"\u201equoted\u201d 4", "x for 2 h 30 min", "@ 8 pm", "#", "x -0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		ctx := testContext(t)
		p, err := Parse(line, ctx)
		if err != nil {
			var wrong *Error
			if !errors.As(err, &wrong) || !errors.Is(err, ErrLine) || err.Error() == "" {
				t.Fatalf("%q: %v", line, err)
			}
			if wrong.From < 0 || wrong.From > wrong.To || wrong.To > len(line) || len(wrong.Suggestions) > maxTries {
				t.Fatalf("%q: marks %d to %d, suggests %q", line, wrong.From, wrong.To, wrong.Suggestions)
			}
			for _, s := range wrong.Suggestions {
				if _, err := Parse(s, ctx); err != nil {
					t.Fatalf("%q: suggests %q: %v", line, s, err)
				}
			}
			return
		}
		if err := p.Entry.Validate(); err != nil {
			t.Fatalf("%q gave an entry that is refused: %v", line, err)
		}
		if p.Explain() == "" || p.Entry.When.Date > journal.DateOf(ctx.Now.In(ctx.Zone)) {
			t.Fatalf("%q: %s on %s", line, p.Explain(), p.Entry.When.Date)
		}
	})
}

// TestWhatIsWrittenIsRead builds lines from parts and finds every part again.
func TestWhatIsWrittenIsRead(t *testing.T) {
	ctx := testContext(t)
	r := rand.New(rand.NewPCG(1, 2))
	names := []string{"headache", "brain fog", "dizziness", "Übelkeit", "left hip ache"}
	for range 3000 {
		name, score := names[r.IntN(len(names))], fmt.Sprintf("%d.%d", r.IntN(10), r.IntN(10))
		minutes := 1 + r.IntN(600)
		ago := r.IntN(48 * 60)
		cause, region, tag := fmt.Sprintf("cause%d", r.IntN(99)), fmt.Sprintf("region%d", r.IntN(99)), fmt.Sprintf("tag%d", r.IntN(99))
		parts := []string{fmt.Sprintf("@-%dmin", ago+1), "after " + cause, "in " + region, fmt.Sprintf("for %d min", minutes), "#" + tag}
		r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		typed := score
		if r.IntN(2) == 0 {
			typed = strings.Replace(score, ".", ",", 1)
		}
		line := name + " " + typed + " " + strings.Join(parts, " ")
		p, err := Parse(line, ctx)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		e, o := p.Entry, p.Entry.Observation()
		if e.Kind != journal.KindSymptom || !strings.EqualFold(e.Name, name) || o.Value.Number.String() != score ||
			len(o.After) != 1 || o.After[0] != cause || o.Region != region || len(e.Tags) != 1 || e.Tags[0] != tag ||
			e.When.Duration != time.Duration(minutes)*time.Minute || !e.When.Time.Equal(testNow.Add(-time.Duration(ago+1)*time.Minute)) {
			t.Fatalf("%q was read as %s", line, p.Explain())
		}
	}
}

// TestDosesAreExact: the amount is kept digit by digit.
func TestDosesAreExact(t *testing.T) {
	ctx := testContext(t)
	r := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		amount := fmt.Sprintf("%d.%03d", r.IntN(5000), r.IntN(1000))
		for _, line := range []string{"took levothyroxine " + amount + " mg", "levothyroxine " + amount + "mg", "took " + amount + " mg of levothyroxine"} {
			p, err := Parse(line, ctx)
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			d := p.Entry.Dose()
			if d == nil || p.Entry.Name != "levothyroxine" || d.Amount.String() != amount+" mg" || d.Status != journal.DoseTaken {
				t.Fatalf("%q was read as %s", line, p.Explain())
			}
		}
	}
}

func BenchmarkParse(b *testing.B) {
	ctx := testContext(b)
	for b.Loop() {
		if _, err := Parse("headache 7 @8:30 after wine #sleep", ctx); err != nil {
			b.Fatal(err)
		}
	}
}
