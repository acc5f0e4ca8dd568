package terms

import (
	"strings"

	"kith/journal"
)

// systems maps how code systems are written to how the tables write them.
var systems = map[string]string{
	"icd10cm": "icd10cm", "icd10": "icd10cm", "icd": "icd10cm", "icd 10 cm": "icd10cm", "icd 10": "icd10cm",
	"doid": "doid", "hp": "hpo", "hpo": "hpo", "symp": "symp", "mesh": "mesh", "snomed": "snomed", "snomedct": "snomed",
	"rxnorm": "rxnorm", "rxcui": "rxnorm", "atc": "atc", "loinc": "loinc",
	"umls": "umls", "mondo": "mondo", "chebi": "chebi", "orpha": "orphanet", "orphanet": "orphanet", "omim": "omim",
}

// codeKey returns the form in which codes are compared: the system's name as the
// tables write it, and the code in lower case without dots.
func codeKey(system, code string) string {
	return system + ":" + strings.ReplaceAll(strings.ToLower(code), ".", "")
}

// readCode reads a text that is nothing but a code: HP:0002315, ICD-10 G43.909,
// HP_0002315, and, where the form of the code tells its system, the code alone:
// G43.909, N02BE01, 8867-4.
func readCode(text string) (journal.Code, bool) {
	text = strings.TrimSpace(text)
	if i := strings.LastIndexAny(text, ": _"); i > 0 {
		system, known := systems[Fold(text[:i])]
		return journal.Code{System: system, Code: text[i+1:]}, known && plainCode(text[i+1:])
	}
	system := ""
	switch f := form(strings.ToUpper(text)); {
	case f == "A00", strings.HasPrefix(f, "A00."), strings.HasPrefix(f, "A0A."): // G43.909, C4A.1
		system = "icd10cm"
	case f == "A00AA00": // N02BE01
		system = "atc"
	case len(f) > 2 && strings.Trim(f, "0") == "-" && f[len(f)-2] == '-': // 8867-4
		system = "loinc"
	}
	return journal.Code{System: system, Code: text}, system != "" && plainCode(text)
}

// form writes A for every letter and 0 for every digit.
func form(text string) string {
	b := []byte(text)
	for i, c := range b {
		switch {
		case c >= 'A' && c <= 'Z':
			b[i] = 'A'
		case c >= '0' && c <= '9':
			b[i] = '0'
		}
	}
	return string(b)
}

func plainCode(s string) bool {
	if s == "" || len(s) > 32 {
		return false
	}
	digits := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits = true
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '.', c == '-', c == '_':
		default:
			return false
		}
	}
	return digits
}

// wider returns the codes that an ICD-10-CM code stands under, the nearest first:
// G43.90, G43.9, G43.
func wider(code journal.Code) []journal.Code {
	if code.System != "icd10cm" {
		return nil
	}
	var codes []journal.Code
	for c := code.Code; len(c) > 3; {
		c = strings.TrimSuffix(c[:len(c)-1], ".")
		codes = append(codes, journal.Code{System: code.System, Code: c})
	}
	return codes
}
