package terms_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"kith/journal"
	"kith/journal/terms"
)

// TestTables holds the tables to what assets/terms/README.md says of them.
func TestTables(t *testing.T) {
	v := builtin(t)
	least := map[journal.Kind]int{
		journal.KindCondition: 700, journal.KindSymptom: 500, journal.KindTreatment: 800, journal.KindMeasure: 120,
	}
	categories := map[journal.Kind]string{
		journal.KindCondition: "allergy blood cancer dental digestive ear endocrine eye genetic heart immune infection injury kidney liver lung mental metabolic muscle nerve pain pregnancy skin sleep surgery sexual women men other",
		journal.KindSymptom:   "pain general head eye ear nose mouth throat chest heart breathing digestive urinary sexual menstrual skin hair muscle joint nerve mental sleep other",
		journal.KindTreatment: "drug supplement vaccine therapy procedure device habit food other",
		journal.KindMeasure:   "vital body lab activity sleep mood symptom intake function other",
	}
	for _, kind := range terms.Kinds() {
		all := v.Terms(kind)
		if len(all) < least[kind] {
			t.Errorf("%d %ss, fewer than %d", len(all), kind, least[kind])
		}
		owner := map[string]string{}
		codes := map[string]string{}
		names := 0
		for _, term := range all {
			if !slices.Contains(strings.Fields(categories[kind]), term.Category) {
				t.Errorf("%s: there is no category %q", term.ID, term.Category)
			}
			for _, name := range append([]string{term.Label}, term.Synonyms...) {
				names++
				folded := terms.Fold(name)
				if other, taken := owner[folded]; taken {
					t.Errorf("%q is a name of %s and of %s", name, other, term.ID)
				}
				owner[folded] = term.ID
				if m := v.Match(kind, name, 1); m.Term == nil || m.Term.ID != term.ID {
					t.Errorf("%q of %s is found as %+v", name, term.ID, m)
				}
			}
			for _, c := range term.Codes {
				key := c.System + ":" + c.Code
				if other, taken := codes[key]; taken && c.System != "icd10cm" {
					t.Errorf("%s is a code of %s and of %s", key, other, term.ID)
				}
				codes[key] = term.ID
			}
		}
		t.Logf("%d %ss with %d names and %d codes", len(all), kind, names, len(codes))
	}
}

// small is a vocabulary whose answers can be foreseen.
func small() *terms.Vocabulary {
	return terms.New(
		terms.Term{ID: "c:diarrhea", Kind: journal.KindCondition, Label: "Diarrhea", Synonyms: []string{"the runs"},
			Codes: []journal.Code{{System: "icd10cm", Code: "R19.7"}, {System: "hpo", Code: "0002014"}}},
		terms.Term{ID: "c:migraine", Kind: journal.KindCondition, Label: "Migraine", Synonyms: []string{"sick headache"},
			Codes: []journal.Code{{System: "icd10cm", Code: "G43"}}},
		terms.Term{ID: "c:crohns-disease", Kind: journal.KindCondition, Label: "Crohn's disease", Synonyms: []string{"Crohns"}},
		terms.Term{ID: "c:high-blood-pressure", Kind: journal.KindCondition, Label: "High blood pressure", Synonyms: []string{"hypertension"}},
		terms.Term{ID: "s:stomach-pain", Kind: journal.KindSymptom, Label: "Stomach pain", Synonyms: []string{"tummy ache"}},
		terms.Term{ID: "s:headache", Kind: journal.KindSymptom, Label: "Headache"},
	)
}

func TestMatch(t *testing.T) {
	v := small()
	for _, c := range []struct {
		kind journal.Kind
		text string
		how  terms.How
		id   string // of the term, or of the first suggestion
	}{
		{journal.KindCondition, "Migraine", terms.Exact, "c:migraine"},
		{journal.KindCondition, "  MIGRAINE!  ", terms.Exact, "c:migraine"},
		{journal.KindCondition, "migraines", terms.Synonym, "c:migraine"},
		{journal.KindCondition, "Migräne", terms.Suggested, "c:migraine"},
		{journal.KindCondition, "mígraine", terms.Exact, "c:migraine"},
		{journal.KindCondition, "crohns DISEASE", terms.Exact, "c:crohns-disease"},
		{journal.KindCondition, "Crohn’s disease", terms.Exact, "c:crohns-disease"},
		{journal.KindCondition, "diarrhoea", terms.Synonym, "c:diarrhea"},
		{journal.KindCondition, "The runs", terms.Synonym, "c:diarrhea"},
		{journal.KindCondition, "High blood pressure (hypertension)", terms.Synonym, "c:high-blood-pressure"},
		{journal.KindCondition, "High blood pressure (migraine)", terms.Suggested, "c:high-blood-pressure"},
		{journal.KindCondition, "g43", terms.ByCode, "c:migraine"},
		{journal.KindCondition, "ICD-10 G43", terms.ByCode, "c:migraine"},
		{journal.KindCondition, "G43.909", terms.Suggested, "c:migraine"}, // narrower than the code we have
		{journal.KindCondition, "R19.7", terms.ByCode, "c:diarrhea"},
		{journal.KindCondition, "HP:0002014", terms.ByCode, "c:diarrhea"},
		{journal.KindSymptom, "HP_0002014", terms.ByCode, "c:diarrhea"},
		{journal.KindCondition, "C0018681", terms.None, ""},
		{journal.KindCondition, "HP:0009999", terms.None, ""},
		{journal.KindCondition, "8867-4", terms.None, ""},
		{journal.KindCondition, "migrane", terms.Suggested, "c:migraine"},
		{journal.KindCondition, "diarreah", terms.Suggested, "c:diarrhea"},
		{journal.KindCondition, "pressure, high blood", terms.Suggested, "c:high-blood-pressure"},
		{journal.KindCondition, "mig", terms.Suggested, "c:migraine"},
		{journal.KindCondition, "headache", terms.Exact, "s:headache"}, // of the other table
		{journal.KindSymptom, "my belly hurts", terms.Suggested, "s:stomach-pain"},
		{journal.KindSymptom, "head ache", terms.Suggested, "s:headache"},
		{journal.KindCondition, "", terms.None, ""},
		{journal.KindCondition, "?!", terms.None, ""},
		{journal.KindCondition, "xqzt", terms.None, ""},
		{journal.KindCondition, strings.Repeat("migraine ", 200), terms.None, ""},
		{journal.KindNote, "Migraine", terms.None, ""},
	} {
		m := v.Match(c.kind, c.text, 3)
		id := ""
		switch {
		case m.Term != nil && len(m.Suggestions) > 0:
			t.Errorf("%q: both a term and suggestions", c.text)
		case m.Term != nil:
			id = m.Term.ID
		case len(m.Suggestions) > 0:
			id = m.Suggestions[0].Term.ID
		}
		if m.How != c.how || id != c.id {
			t.Errorf("%s %.60q: %s %s, want %s %s", c.kind, c.text, m.How, id, c.how, c.id)
		}
	}
}

// TestSuggest checks what while typing must hold: a beginning finds, the best comes
// first, no term twice, never more than asked for.
func TestSuggest(t *testing.T) {
	v := builtin(t)
	for typed, label := range map[string]string{
		"migr": "Migraine", "fibro": "Fibromyalgia", "ulc col": "Ulcerative colitis", "multiple scl": "Multiple sclerosis",
	} {
		found := v.Suggest(journal.KindCondition, typed, 5)
		if len(found) == 0 || found[0].Term.Label != label {
			t.Errorf("%q: %s", typed, suggestionTexts(found))
		}
		seen := map[string]bool{}
		for i, s := range found {
			if seen[s.Term.ID] || len(found) > 5 || s.Score > 1 || i > 0 && s.Score > found[i-1].Score {
				t.Errorf("%q: %s", typed, suggestionTexts(found))
			}
			seen[s.Term.ID] = true
		}
	}
	if found := v.Suggest(journal.KindCondition, "migraine", 0); found != nil {
		t.Errorf("none were asked for: %s", suggestionTexts(found))
	}
}

func TestParseTable(t *testing.T) {
	good := "# a comment\n\nc:a-b\tA b\tother\tx|y\ticd10cm:G43.9|doid:1\tregion=head;scale=nrs\nc:c\tC\tother\t\t\t\n"
	got, err := terms.ParseTable(journal.KindCondition, strings.NewReader(good))
	if err != nil || len(got) != 2 || got[0].Extra["scale"] != "nrs" || got[0].Codes[1].Code != "1" || len(got[0].Synonyms) != 2 {
		t.Fatalf("%+v, %v", got, err)
	}
	for name, bad := range map[string]string{
		"columns": "c:a\tA\tother\t\t\n", "id": "s:a\tA\tother\t\t\t\n", "id form": "c:A\tA\tother\t\t\t\n",
		"order": "c:b\tB\tother\t\t\t\nc:a\tA\tother\t\t\t\n", "twice": "c:a\tA\tother\t\t\t\nc:a\tA\tother\t\t\t\n",
		"label": "c:a\t\tother\t\t\t\n", "synonym": "c:a\tA\tother\tx||y\t\t\n", "code": "c:a\tA\tother\t\tG43\t\n",
		"fact": "c:a\tA\tother\t\t\tregion\n", "not text": "c:a\t\xff\tother\t\t\t\n", "long": "c:a\t" + strings.Repeat("x", 500) + "\tother\t\t\t\n",
	} {
		if got, err := terms.ParseTable(journal.KindCondition, strings.NewReader(bad)); !errors.Is(err, terms.ErrTable) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestParseKind(t *testing.T) {
	for _, k := range terms.Kinds() {
		if got, err := terms.ParseKind(k.String()); err != nil || got != k {
			t.Errorf("%s: %v, %v", k, got, err)
		}
	}
	for _, name := range []string{"note", "", "Condition"} {
		if _, err := terms.ParseKind(name); !errors.Is(err, terms.ErrKind) {
			t.Errorf("%q: %v", name, err)
		}
	}
}
