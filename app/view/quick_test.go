package view_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"kith/app/view"
	"kith/app/words"
	"kith/journal"
	"kith/journal/quick"
)

func TestQuickPreview(t *testing.T) {
	ctx := context.Background()
	a := timelineVault(t, "Anna")
	anna := a.Persons()[0]
	q := view.NewQuick(a)
	for line, want := range map[string]view.QuickPreview{
		"":                                {},
		"   ":                             {},
		"headache 7 after wine":           {Understood: "Headache: symptom, 7/10, today at "},
		"headache 7 @25:00 after wine":    {Problem: "@25:00 is not a time", From: 11, To: 17},
		"@8:30":                           {Problem: "The name is missing"},
		"headache 12":                     {Problem: "12"},
		strings.Repeat("word ", 5000):     {Problem: "too long"},
		"note: all in all a good day\x00": {Problem: "not readable"},
	} {
		got, err := q.Preview(ctx, anna, line)
		if err != nil {
			t.Fatal(line, err)
		}
		if !strings.HasPrefix(got.Understood, want.Understood) || (got.Understood == "") != (want.Understood == "") ||
			!strings.Contains(got.Problem, want.Problem) || (got.Problem == "") != (want.Problem == "") || want.To > 0 && (got.From != want.From || got.To != want.To) {
			t.Errorf("%.40q: %+v, want %+v", line, got, want)
		}
		if got.From < 0 || got.From > got.To || got.To > len(line) {
			t.Errorf("%.40q: marks %d to %d", line, got.From, got.To)
		}
	}
}

// TestQuickSave: what was previewed is what is kept; what is not understood is not.
func TestQuickSave(t *testing.T) {
	ctx := context.Background()
	a := timelineVault(t, "Anna")
	anna := a.Persons()[0]
	q := view.NewQuick(a)
	saved, err := q.Save(ctx, anna, "headache 7 after wine #sleep")
	if err != nil || saved.Person != anna || !strings.Contains(saved.Text, "Headache 7/10") {
		t.Fatalf("%+v, %v", saved, err)
	}
	if kept, err := a.Get(ctx, anna, saved.Entry.ID); err != nil || kept.Name != "Headache" || kept.Tags[0] != "sleep" {
		t.Errorf("%+v, %v", kept, err)
	}
	if _, err := q.Save(ctx, anna, "headache @25:00"); !errors.Is(err, quick.ErrLine) {
		t.Error(err)
	}
	if list, err := a.List(ctx, a.Persons(), journal.Query{}); err != nil || len(list) != 1 {
		t.Error(len(list), err)
	}
}

// TestSuggestions: names that were used before are offered while a name is being
// typed, and a line that takes one is read as that name.
func TestSuggestions(t *testing.T) {
	ctx := context.Background()
	a := timelineVault(t, "Anna")
	anna := a.Persons()[0]
	log(t, a, anna, "headache 7", "took ibuprofen 400 mg", "bp 120/80", `"time for tea" 3`, `"3 day fever" 3`, "stiff neck 2", "Übelkeit 2")
	q := view.NewQuick(a)
	for line, want := range map[string]string{
		"hea": "Headache", "HEAD": "Headache", "took ib": "ibuprofen", "skipped i": "ibuprofen", "blood": "Blood pressure", "pres": "Blood pressure",
		"neck": "Stiff neck", "time f": "Time for tea", "no h": "Headache", "mild sti": "Stiff neck", "übel": "Übelkeit", "ÜBEL": "Übelkeit",
		"headache": "", "headache 7": "", "hea @8": "", "qqq": "", "": "", "hea after": "", "note: hea": "", "hea #": "", "took ": "",
	} {
		v, err := q.Preview(ctx, anna, line)
		if err != nil {
			t.Fatal(line, err)
		}
		first := ""
		if len(v.Suggestions) > 0 {
			first = v.Suggestions[0].Name
		}
		if !strings.EqualFold(first, want) {
			t.Errorf("%q: %q is offered, want %q", line, first, want)
		}
		for _, s := range v.Suggestions {
			parsed, err := a.Read(ctx, anna, s.Line, "")
			if err != nil || !strings.EqualFold(parsed.Entry.Name, s.Name) {
				t.Errorf("%q: the line %q is read as %q: %v", line, s.Line, parsed.Entry.Name, err)
			}
		}
	}
	for i := range 20 {
		log(t, a, anna, "pain "+string(rune('a'+i))+" 3")
	}
	if v, err := q.Preview(ctx, anna, "pai"); err != nil || len(v.Suggestions) != 5 {
		t.Errorf("%d are offered: %v", len(v.Suggestions), err)
	}
}

// TestPreviewLanguage: what was understood is said in the language in use.
func TestPreviewLanguage(t *testing.T) {
	t.Cleanup(func() { words.Use("en") })
	words.Use("es")
	a := timelineVault(t, "Anna")
	v, err := view.NewQuick(a).Preview(context.Background(), a.Persons()[0], "migraña 7 @8:30 after vino")
	if err != nil || !strings.HasPrefix(v.Understood, "Migraña 7/10, tras vino · Síntoma · ") || !strings.HasSuffix(v.Understood, ", 08:30") {
		t.Error(v.Understood, err)
	}
}
