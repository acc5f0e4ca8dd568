package terms_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"kith/journal"
	"kith/journal/terms"
)

const someOBO = `format-version: 1.2
data-version: releases/2026-07-30/some.obo
ontology: some
! a comment

[Term]
id: DOID:1
name: red \"spot\" fever
alt_id: DOID:77
def: "A fever." [url:https\://example.org]
synonym: "spotty" EXACT [] ! common
synonym: "spots \(many\)" EXACT OMO:0003012 []
synonym: "rash" RELATED []
xref: ICD10CM:A77.0 {source="MONDO:equivalentTo"}
xref: SNOMEDCT_US_2025_09_01:186774003
xref: ORDO:83314
is_a: DOID:2 ! fever

[Term]
id: DOID:2
name: obsolete fever
is_obsolete: true

[Term]
id: DOID:3

[Typedef]
id: part_of
name: part of
`

func TestReadOBO(t *testing.T) {
	o, err := terms.ReadOBO(0, strings.NewReader(someOBO))
	if err != nil {
		t.Fatal(err)
	}
	if o.Ontology != "some" || o.Version != "releases/2026-07-30/some.obo" || o.Obsolete != 1 || len(o.Terms) != 1 {
		t.Fatalf("%+v", o)
	}
	term := o.Terms[0]
	if term.ID != "DOID:1" || term.Kind != journal.KindCondition || term.Label != `red "spot" fever` ||
		strings.Join(term.Synonyms, ";") != "spotty;spots (many)" || strings.Join(term.Related, ";") != "rash" {
		t.Errorf("%+v", term)
	}
	var codes []string
	for _, c := range term.Codes {
		codes = append(codes, c.System+":"+c.Code)
	}
	if got := strings.Join(codes, " "); got != "doid:1 doid:77 icd10cm:A77.0 snomed:186774003" {
		t.Error(got)
	}
	// A related name is offered and never taken.
	v := terms.New(o.Terms...)
	if m := v.Match(journal.KindCondition, "rash", 3); m.How != terms.Suggested || m.Suggestions[0].Term.ID != "DOID:1" {
		t.Errorf("%+v", m)
	}
	if m := v.Match(journal.KindCondition, "DOID:77", 3); m.How != terms.ByCode {
		t.Errorf("%+v", m)
	}
}

func TestReadOBORefuses(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		want error
	}{
		"empty":    {"", terms.ErrOBO},
		"prose":    {"Dear diary,\n", terms.ErrOBO},
		"no terms": {"format-version: 1.2\n", terms.ErrOBO},
		"no id":    {"[Term]\nname: x\n", terms.ErrOBO},
		"not text": {"[Term]\nid: DOID:1\nname: \xff\n", terms.ErrOBO},
		"one line": {strings.Repeat("x", 2<<20), terms.ErrOBO},
		"kind":     {"[Term]\nid: X:1\nname: x\n", terms.ErrKind},
	} {
		if o, err := terms.ReadOBO(0, strings.NewReader(c.file)); !errors.Is(err, c.want) {
			t.Errorf("%s: %+v, %v", name, o, err)
		}
	}
	if o, err := terms.ReadOBO(journal.KindTreatment, strings.NewReader("[Term]\nid: X:1\nname: x\n")); err != nil || o.Terms[0].Kind != journal.KindTreatment {
		t.Errorf("%+v, %v", o, err)
	}
}

// TestRealOBO reads whole ontologies as people download them.
func TestRealOBO(t *testing.T) {
	for _, c := range []struct {
		file, version string
		kind          journal.Kind
		terms         int
		typed         string
	}{
		{"symp.obo", "releases/2026-07-30/symp.obo", journal.KindSymptom, 700, "abdominal cramp"},
		{"DO_rare_slim.obo", "doid/releases/2026-07-31/subsets/DO_rare_slim.obo", journal.KindCondition, 3000, "chikungunya fever"},
	} {
		f, err := os.Open(testdata + "vocab/" + c.file)
		if os.IsNotExist(err) {
			t.Skip("the ontologies are not here")
		}
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		o, err := terms.ReadOBO(0, f)
		if err != nil {
			t.Fatal(err)
		}
		if o.Version != c.version || len(o.Terms) < c.terms || o.Terms[0].Kind != c.kind {
			t.Errorf("%s: version %q, %d terms", c.file, o.Version, len(o.Terms))
		}
		if m := terms.New(o.Terms...).Match(c.kind, c.typed, 1); m.Term == nil {
			t.Errorf("%s: %q is %+v", c.file, c.typed, m)
		}
		t.Logf("%s: %d terms, %d obsolete", c.file, len(o.Terms), o.Obsolete)
	}
}

// FuzzReadOBO checks that no file makes the reader fail other than by its errors,
// and that what it reads can be searched.
func FuzzReadOBO(f *testing.F) {
	f.Add(someOBO, "spotty")
	f.Add("[Term]\nid: HP:1\nname: x\nsynonym: \"\\", "x")
	f.Add("[Term]\nid: SYMP:1 ! {\nname: \\\nxref: :\n[Term]\n", "ICD10:")
	f.Add("data-version: \xff\n", "\xff")
	f.Fuzz(func(t *testing.T, file, typed string) {
		o, err := terms.ReadOBO(0, strings.NewReader(file))
		if err != nil {
			if !errors.Is(err, terms.ErrOBO) && !errors.Is(err, terms.ErrKind) {
				t.Fatal(err)
			}
			return
		}
		v := terms.New(o.Terms...)
		for _, kind := range terms.Kinds() {
			m := v.Match(kind, typed, 3)
			if (m.Term == nil) == (m.How == terms.Exact || m.How == terms.Synonym || m.How == terms.ByCode) {
				t.Errorf("%q: %+v", typed, m)
			}
		}
	})
}

// FuzzMatch checks that no text breaks the search, and that folding is stable.
func FuzzMatch(f *testing.F) {
	for _, text := range []string{"Migraine", "G43.909", "HP:0002315", "a (b) / c and d", "Crohn’s", "\xff\xfe", "ꭰﬁ", "’", ":", "₂0", "{u[\xf2Ȑ"} {
		f.Add(text)
	}
	v := small()
	f.Fuzz(func(t *testing.T, text string) {
		folded := terms.Fold(text)
		if again := terms.Fold(folded); again != folded {
			t.Errorf("%q folds to %q and that to %q", text, folded, again)
		}
		m := v.Match(journal.KindCondition, text, 3)
		if len(m.Suggestions) > 3 || (m.How == terms.Suggested) != (len(m.Suggestions) > 0) {
			t.Errorf("%q: %+v", text, m)
		}
	})
}

// FuzzParseTable checks that no table breaks its reader.
func FuzzParseTable(f *testing.F) {
	f.Add("c:a\tA\tother\tx|y\tdoid:1\tregion=head\n")
	f.Add("c:a\tA\tother\t\t\t\nc:b\t\xff\t\t\t\t\n#\n")
	f.Fuzz(func(t *testing.T, table string) {
		all, err := terms.ParseTable(journal.KindCondition, strings.NewReader(table))
		if err != nil && !errors.Is(err, terms.ErrTable) {
			t.Fatal(err)
		}
		for _, term := range all {
			if terms.Fold(term.Label) == "" || !strings.HasPrefix(term.ID, "c:") {
				t.Errorf("%+v", term)
			}
		}
	})
}
