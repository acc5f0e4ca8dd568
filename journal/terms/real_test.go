package terms_test

import (
	"bufio"
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kith/journal"
	"kith/journal/terms"
)

// testdata holds what real people typed and files of public codes; they are not
// part of the project, and the tests that need them skip without them.
const testdata = "../../../shared/testdata/"

func builtin(t testing.TB) *terms.Vocabulary {
	t.Helper()
	v, err := terms.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// readLines returns the lines of a file, without the empty ones.
func readLines(t *testing.T, path string) []string {
	t.Helper()
	f, err := os.Open(path)
	if os.IsNotExist(err) {
		t.Skipf("%s is not here", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var lines []string
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		if in.Text() != "" {
			lines = append(lines, in.Text())
		}
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

// TestCoverage measures how much of what real people typed is found: by a name or,
// where a person judged it (testdata/judged.tsv: kind, text, id of the term that is
// meant), by the first suggestion. KITH_SHOW_TERMS=1 prints what is only suggested
// or unknown.
func TestCoverage(t *testing.T) {
	v := builtin(t)
	meant := map[string]string{}
	for _, line := range readLines(t, "testdata/judged.tsv") {
		if line[0] != '#' {
			column := strings.Split(line, "\t")
			meant[column[0]+"\t"+column[1]] = column[2]
		}
	}
	for _, c := range []struct {
		kind journal.Kind
		file string
		want float64 // of all lines
	}{
		{journal.KindCondition, "conditions", 0.90},
		{journal.KindSymptom, "symptoms", 0.90},
		{journal.KindTreatment, "treatments", 0.85},
	} {
		t.Run(c.file, func(t *testing.T) {
			count := map[terms.How]int{}
			right := 0
			lines := readLines(t, filepath.Join(testdata, "terms", c.file+".txt"))
			for _, line := range lines {
				m := v.Match(c.kind, line, 3)
				count[m.How]++
				id := meant[c.kind.String()+"\t"+strings.TrimSpace(line)]
				switch {
				case m.Term != nil:
				case m.How == terms.Suggested && m.Suggestions[0].Term.ID == id:
					right++
				case os.Getenv("KITH_SHOW_TERMS") != "":
					t.Logf("%-9s %-40q %s", m.How, line, suggestionTexts(m.Suggestions))
				}
			}
			found := count[terms.Exact] + count[terms.Synonym] + count[terms.ByCode] + right
			share := float64(found) / float64(len(lines))
			t.Logf("%d lines: %d by their name, %d by another name, %d offered first and right, %d other suggestions, %d unknown: %.1f%%",
				len(lines), count[terms.Exact], count[terms.Synonym], right, count[terms.Suggested]-right, count[terms.None], 100*share)
			if share < c.want {
				t.Errorf("%.1f%% of %s are found, less than %.0f%%", 100*share, c.file, 100*c.want)
			}
		})
	}
}

func suggestionTexts(found []terms.Suggestion) string {
	var b strings.Builder
	for _, s := range found {
		b.WriteString(s.Term.ID + " (" + s.Name + ")  ")
	}
	return b.String()
}

// public are the public codes that the files can decide: by "system:code" the
// folded names they give it.
func public(t *testing.T) map[string][]string {
	t.Helper()
	codes := map[string][]string{}
	add := func(key, name string) { codes[key] = append(codes[key], terms.Fold(name)) }
	table := func(name string, fn func(columns []string)) {
		in := csv.NewReader(strings.NewReader(strings.Join(readLines(t, testdata+"vocab/"+name), "\n")))
		in.Comma, in.LazyQuotes, in.FieldsPerRecord = '\t', true, -1
		rows, err := in.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			fn(append(row, "", "", "")) // a name may be missing
		}
	}
	table("DO_HumanDO.tsv", func(c []string) { add("doid:"+strings.TrimPrefix(c[0], "DOID:"), c[1]) })
	hp := regexp.MustCompile(`HP_([0-9]+)`)
	table("hpo_layperson-synonyms.tsv", func(c []string) {
		if m := hp.FindStringSubmatch(c[0]); m != nil {
			add("hpo:"+m[1], c[1])
		}
	})
	table("synthea_loinc.tsv", func(c []string) { add("loinc:"+c[1], c[2]) })
	table("synthea_rxnorm.tsv", func(c []string) { add("rxnorm:"+c[1], c[2]) })
	symp, err := terms.ReadOBO(journal.KindSymptom, strings.NewReader(strings.Join(readLines(t, testdata+"vocab/symp.obo"), "\n")))
	if err != nil {
		t.Fatal(err)
	}
	for _, term := range symp.Terms {
		key := "symp:" + strings.TrimPrefix(term.ID, "SYMP:")
		for _, name := range append(term.Synonyms, term.Label) {
			add(key, name)
		}
	}
	return codes
}

// TestCodes holds every code of the tables that the files of public codes can
// decide to what they say: the public name must be one of the term's names. Those of
// laboratory values and drugs say more ("Sodium [Moles/volume] in Blood"), and
// must share a telling word with them. ICD-10-CM has a test of its own.
func TestCodes(t *testing.T) {
	v := builtin(t)
	codes := public(t)
	decided, undecided := map[string]int{}, map[string]int{}
	for _, kind := range terms.Kinds() {
		for _, term := range v.Terms(kind) {
			for _, c := range term.Codes {
				names, known := codes[c.System+":"+c.Code]
				if !known && c.System != "icd10cm" {
					undecided[c.System]++
				}
				if !known {
					continue
				}
				decided[c.System]++
				if !anyName(&term, names, c.System == "loinc" || c.System == "rxnorm") {
					t.Errorf("%s (%s) has %s:%s, which is %q", term.ID, term.Label, c.System, c.Code, names)
				}
			}
		}
	}
	t.Logf("decided: %v, beyond these files: %v", decided, undecided)
	for _, system := range []string{"doid", "hpo", "symp"} { // whole in the files, or taken from them
		if undecided[system] > 0 || decided[system] < 100 {
			t.Errorf("%s: %d codes agree, %d are in no file", system, decided[system], undecided[system])
		}
	}
}

func anyName(term *terms.Term, public []string, telling bool) bool {
	for _, name := range append([]string{term.Label}, term.Synonyms...) {
		folded := terms.Fold(name)
		if slices.Contains(public, folded) {
			return true
		}
		for _, word := range strings.Fields(folded) {
			shared := func(p string) bool { return strings.Contains(" "+p+" ", " "+word+" ") }
			if telling && (len(word) > 2 || word == "ph") && !tooCommon[word] && slices.ContainsFunc(public, shared) {
				return true
			}
		}
	}
	return false
}

// tooCommon are words of laboratory values that are in too many of them.
var tooCommon = map[string]bool{"blood": true, "urine": true, "serum": true, "level": true, "test": true, "total": true, "count": true, "mean": true}

// TestICD holds the ICD-10-CM codes of conditions to the cross-references of the
// Disease Ontology: the code that it gives the same disease, or one below it.
func TestICD(t *testing.T) {
	code := regexp.MustCompile(`ICD10CM:([A-Z0-9.]+)`)
	xrefs := map[string][]string{}
	for _, line := range readLines(t, testdata+"vocab/DO_ICD10.tsv") {
		column := strings.Split(line, "\t")
		id := strings.TrimPrefix(strings.Trim(column[0], `"`), "DOID:")
		for _, m := range code.FindAllStringSubmatch(column[2], -1) {
			xrefs[id] = append(xrefs[id], m[1])
		}
	}
	agree, undecided := 0, 0
	for _, term := range builtin(t).Terms(journal.KindCondition) {
		var doid string
		var icd []string
		for _, c := range term.Codes {
			switch c.System {
			case "doid":
				doid = c.Code
			case "icd10cm":
				icd = append(icd, c.Code)
			}
		}
		for _, c := range icd {
			switch {
			case len(xrefs[doid]) == 0:
				undecided++
			case slices.ContainsFunc(xrefs[doid], func(x string) bool { return strings.HasPrefix(c, x) }):
				agree++
			default:
				t.Errorf("%s has icd10cm:%s, but doid:%s is %q", term.ID, c, doid, xrefs[doid])
			}
		}
	}
	if agree < 300 || undecided > 50 {
		t.Errorf("%d codes agree, %d cannot be decided", agree, undecided)
	}
	t.Logf("%d codes agree, %d cannot be decided", agree, undecided)
}
