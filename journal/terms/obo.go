package terms

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"kith/journal"
)

// MaxOBO is how many bytes a file in OBO form may have.
const MaxOBO = 64 << 20

// ErrOBO says that a file is not in OBO form.
var ErrOBO = errors.New("not a vocabulary in OBO form")

// OBO is what a file in OBO form says (the format of the Open Biological and
// Biomedical Ontologies, versions 1.2 and 1.4).
type OBO struct {
	// Ontology and Version are what its head calls it: "symp",
	// "releases/2026-07-30/symp.obo". Either may be "".
	Ontology, Version string
	// Terms are those that are not obsolete, of the kind that was asked for. The
	// synonyms that the file calls exact are Synonyms, all others are Related.
	Terms []Term
	// Obsolete is how many terms were left out as obsolete.
	Obsolete int
}

// ReadOBO reads a file in OBO form as terms of a kind; a kind of 0 is told by the
// ids (DOID and MONDO are conditions, SYMP and HP symptoms, CHEBI treatments).
// The error wraps [ErrOBO], or [ErrKind] if the ids do not tell the kind.
func ReadOBO(kind journal.Kind, r io.Reader) (*OBO, error) {
	in := bufio.NewScanner(io.LimitReader(r, MaxOBO+1))
	in.Buffer(nil, 1<<20)
	reader := oboReader{kind: kind, o: &OBO{}}
	read := 0
	for n := 1; in.Scan(); n++ {
		if read += len(in.Bytes()) + 1; read > MaxOBO+1 {
			return nil, fmt.Errorf("more than %d bytes: %w", MaxOBO, ErrOBO)
		}
		if err := reader.line(in.Text()); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("%w: %w", err, ErrOBO)
	}
	if err := reader.end(); err != nil {
		return nil, err
	}
	if len(reader.o.Terms) == 0 {
		return nil, fmt.Errorf("it has no terms: %w", ErrOBO)
	}
	return reader.o, nil
}

// oboReader reads line by line.
type oboReader struct {
	kind     journal.Kind
	o        *OBO
	stanza   string // "" in the head
	term     Term
	obsolete bool
	names    int
}

func (r *oboReader) line(line string) error {
	line = strings.TrimSpace(line)
	if line == "" || line[0] == '!' {
		return nil
	}
	if !utf8.ValidString(line) {
		return fmt.Errorf("not UTF-8: %w", ErrOBO)
	}
	if line[0] == '[' && strings.HasSuffix(line, "]") {
		err := r.end()
		r.stanza = line[1 : len(line)-1]
		return err
	}
	key, value, ok := strings.Cut(line, ":")
	if !ok {
		return fmt.Errorf("%.40q: %w", line, ErrOBO)
	}
	value = strings.TrimSpace(value)
	switch {
	case r.stanza == "Term":
		r.tag(key, value)
	case r.stanza != "":
	case key == "ontology":
		r.o.Ontology = clip(value)
	case key == "data-version", key == "date" && r.o.Version == "":
		r.o.Version = clip(value)
	}
	return nil
}

// tag takes over one line of a term.
func (r *oboReader) tag(key, value string) {
	switch key {
	case "id":
		r.term.ID = clip(unescape(bare(value)))
		r.code(value)
	case "alt_id", "xref":
		r.code(value)
	case "name":
		r.term.Label = strings.TrimSpace(unescape(value))
	case "is_obsolete":
		r.obsolete = strings.HasPrefix(value, "true")
	case "synonym":
		text, scope := quotedText(value)
		if text == "" || r.names >= maxNames || len(text) > maxName {
			return
		}
		r.names++
		if strings.HasPrefix(scope, "EXACT") {
			r.term.Synonyms = append(r.term.Synonyms, text)
		} else {
			r.term.Related = append(r.term.Related, text)
		}
	}
}

// code takes over an id of a system that is known here.
func (r *oboReader) code(value string) {
	system, code, ok := strings.Cut(unescape(bare(value)), ":")
	if !ok || len(r.term.Codes) >= maxNames {
		return
	}
	name := Fold(system)
	switch {
	case strings.HasPrefix(name, "snomedct"):
		name = "snomed"
	case strings.HasPrefix(name, "umls"):
		name = "umls"
	}
	if s, known := systems[name]; known && plainCode(code) {
		r.term.Codes = append(r.term.Codes, journal.Code{System: s, Code: code})
	}
}

// end closes the stanza that was read.
func (r *oboReader) end() error {
	t, isTerm := r.term, r.stanza == "Term"
	obsolete := r.obsolete
	r.term, r.obsolete, r.names = Term{}, false, 0
	switch {
	case !isTerm:
		return nil
	case t.ID == "":
		return fmt.Errorf("a term without an id: %w", ErrOBO)
	case obsolete:
		r.o.Obsolete++
		return nil
	case Fold(t.Label) == "" || len(t.Label) > maxName:
		return nil // some files declare terms of others by their id alone
	case len(r.o.Terms) >= MaxTerms:
		return fmt.Errorf("more than %d terms: %w", MaxTerms, ErrOBO)
	}
	if r.kind == 0 {
		system, _, _ := strings.Cut(t.ID, ":")
		kind, known := kindOf[strings.ToUpper(system)]
		if !known {
			return fmt.Errorf("%.40q does not say what it is: %w", t.ID, ErrKind)
		}
		r.kind = kind
	}
	t.Kind = r.kind
	r.o.Terms = append(r.o.Terms, t)
	return nil
}

// kindOf tells the table by the prefix of the ids.
var kindOf = map[string]journal.Kind{
	"DOID": journal.KindCondition, "MONDO": journal.KindCondition, "ORDO": journal.KindCondition, "ORPHANET": journal.KindCondition,
	"HP": journal.KindSymptom, "SYMP": journal.KindSymptom, "MP": journal.KindSymptom,
	"CHEBI": journal.KindTreatment, "DRON": journal.KindTreatment, "RXNORM": journal.KindTreatment, "MAXO": journal.KindTreatment,
	"CMO": journal.KindMeasure, "LOINC": journal.KindMeasure,
}

// bare is a value without its trailing modifier and comment: {...} and ! ...
func bare(value string) string {
	value, _, _ = strings.Cut(value, " !")
	value, _, _ = strings.Cut(value, " {")
	value, _, _ = strings.Cut(value, ` "`)
	return strings.TrimSpace(value)
}

func clip(s string) string {
	if len(s) > maxName {
		return strings.ToValidUTF8(s[:maxName], "")
	}
	return s
}

// quotedText returns the text between the first quotation marks and what follows.
func quotedText(value string) (text, rest string) {
	if !strings.HasPrefix(value, `"`) {
		return "", ""
	}
	for i := 1; i < len(value); i++ {
		switch value[i] {
		case '\\':
			i++
		case '"':
			return strings.TrimSpace(unescape(value[1:i])), strings.TrimSpace(value[i+1:])
		}
	}
	return "", ""
}

// unescape resolves the escapes of the format (OBO 1.4, section 2.4).
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n', 't', 'W':
			b.WriteByte(' ')
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}
