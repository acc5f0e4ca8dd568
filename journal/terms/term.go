package terms

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"kith/journal"
)

// Term is one thing that has names.
type Term struct {
	// ID is stable: c:migraine for a term of ours, DOID:6364 for one of an
	// imported vocabulary.
	ID string
	// Kind is the table: KindCondition, KindSymptom, KindTreatment or KindMeasure.
	Kind journal.Kind
	// Label is what is shown.
	Label    string
	Category string
	// Synonyms are other names, in no order.
	Synonyms []string
	// Codes are those of public vocabularies; Display is empty.
	Codes []journal.Code
	// Extra are further facts of the term, by the keys of assets/terms/README.md:
	// scale, unit, polarity...
	Extra map[string]string
	// Related are names that are wider, narrower or near, which the term is
	// offered for and never taken for. The built-in tables have none.
	Related []string
}

// Kinds are the tables there are, in their order.
func Kinds() []journal.Kind {
	return []journal.Kind{journal.KindCondition, journal.KindSymptom, journal.KindTreatment, journal.KindMeasure}
}

// ParseKind reads the name of a table: condition, symptom, treatment or measure.
func ParseKind(name string) (journal.Kind, error) {
	k, err := journal.ParseKind(name)
	if err != nil || !slices.Contains(Kinds(), k) {
		return 0, fmt.Errorf("%.40q is no table of the vocabulary: %w", name, ErrKind)
	}
	return k, nil
}

// ErrKind says that there is no vocabulary of a kind of entry.
var ErrKind = errors.New("the tables are condition, symptom, treatment and measure")

// ErrTable says that a table is not in the form of assets/terms/README.md.
var ErrTable = errors.New("not a vocabulary table")

// Limits of a table, far above what ours have.
const (
	MaxTerms = 200_000
	maxLine  = 64 << 10
	maxNames = 200
	maxName  = 400 // bytes
)

var prefixes = map[journal.Kind]string{
	journal.KindCondition: "c:", journal.KindSymptom: "s:", journal.KindTreatment: "t:", journal.KindMeasure: "m:",
}

// ParseTable reads a table of a kind in the form of assets/terms/README.md. The
// error wraps [ErrTable] and says in which line.
func ParseTable(kind journal.Kind, r io.Reader) ([]Term, error) {
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxLine)
	var terms []Term
	for n := 1; in.Scan(); n++ {
		line := in.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		t, err := parseLine(kind, line)
		if err == nil && len(terms) > 0 && terms[len(terms)-1].ID >= t.ID {
			err = fmt.Errorf("%s is not behind %s", t.ID, terms[len(terms)-1].ID)
		}
		if err == nil && len(terms) >= MaxTerms {
			err = fmt.Errorf("more than %d terms", MaxTerms)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w: %w", n, err, ErrTable)
		}
		terms = append(terms, t)
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("%w: %w", err, ErrTable)
	}
	return terms, nil
}

func parseLine(kind journal.Kind, line string) (Term, error) {
	columns := strings.Split(line, "\t")
	if len(columns) != 6 {
		return Term{}, fmt.Errorf("%d columns, not 6", len(columns))
	}
	if !utf8.ValidString(line) {
		return Term{}, errors.New("not UTF-8")
	}
	t := Term{ID: columns[0], Kind: kind, Label: columns[1], Category: columns[2], Synonyms: list(columns[3], "|")}
	if rest, ok := strings.CutPrefix(t.ID, prefixes[kind]); !ok || !isSlug(rest) {
		return Term{}, fmt.Errorf("%.60q is no id of a %s", t.ID, kind)
	}
	if len(t.Synonyms) > maxNames {
		return Term{}, fmt.Errorf("%d synonyms", len(t.Synonyms))
	}
	for _, name := range append([]string{t.Label}, t.Synonyms...) {
		if len(name) > maxName || strings.TrimSpace(name) != name || Fold(name) == "" {
			return Term{}, fmt.Errorf("%.60q is no name", name)
		}
	}
	for _, code := range list(columns[4], "|") {
		system, value, ok := strings.Cut(code, ":")
		if !ok || system == "" || value == "" {
			return Term{}, fmt.Errorf("%.60q is no code", code)
		}
		t.Codes = append(t.Codes, journal.Code{System: system, Code: value})
	}
	for _, fact := range list(columns[5], ";") {
		key, value, ok := strings.Cut(fact, "=")
		if !ok || key == "" || value == "" || t.Extra[key] != "" {
			return Term{}, fmt.Errorf("%.60q is no fact", fact)
		}
		if t.Extra == nil {
			t.Extra = map[string]string{}
		}
		t.Extra[key] = value
	}
	return t, nil
}

// list splits a column; an empty one has no parts.
func list(column, separator string) []string {
	if column == "" {
		return nil
	}
	return strings.Split(column, separator)
}

func isSlug(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
		case c == '-' && i > 0 && i < len(s)-1 && s[i-1] != '-':
		default:
			return false
		}
	}
	return s != ""
}
