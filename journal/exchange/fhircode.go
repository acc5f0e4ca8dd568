package exchange

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kith/journal"
	"kith/journal/units"
)

// The places of our own in FHIR; FHIR.md says what stands there. No such host exists
// or ever will (RFC 6761, section 6.4): the addresses are names.
const (
	kithFHIR      = "https://kith.invalid/fhir/"
	extEntry      = kithFHIR + "entry"     // what FHIR has no place for
	extSampleOf   = kithFHIR + "sample-of" // of which entry a single reading is
	extDerived    = kithFHIR + "derived"   // made for the export, no entry
	extSHA256     = kithFHIR + "sha256"    // of an attachment, in base64
	systemTag     = kithFHIR + "tag"       // the person's own tags
	systemKind    = kithFHIR + "kind"      // the kind of an entry that FHIR has no resource for
	systemUCUM    = "http://unitsofmeasure.org"
	systemTHO     = "http://terminology.hl7.org/CodeSystem/"
	extOrdinal    = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
	extAbsent     = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
	systemLOINC   = "http://loinc.org"
	systemObsType = systemTHO + "observation-category"
)

// codeURIs are the addresses that FHIR knows code systems by: the opposite of
// fhirSystems, with those that only Kith's vocabulary has.
var codeURIs = map[string]string{
	"snomed": "http://snomed.info/sct", "loinc": systemLOINC, "rxnorm": "http://www.nlm.nih.gov/research/umls/rxnorm",
	"icd10cm": "http://hl7.org/fhir/sid/icd-10-cm", "icd10": "http://hl7.org/fhir/sid/icd-10", "icd9cm": "http://hl7.org/fhir/sid/icd-9-cm",
	"cvx": "http://hl7.org/fhir/sid/cvx", "atc": "http://www.whocc.no/atc", "ndc": "http://hl7.org/fhir/sid/ndc",
	"hpo": "http://human-phenotype-ontology.org", "cpt": "http://www.ama-assn.org/go/cpt",
	"doid": "http://purl.obolibrary.org/obo/doid.owl", "symp": "http://purl.obolibrary.org/obo/symp.owl",
}

// codeNames is codeURIs the other way round.
var codeNames = func() map[string]string {
	names := map[string]string{}
	for name, uri := range codeURIs {
		names[uri] = name
	}
	return names
}()

// codePrefixes begin the codes of the systems that write them with a prefix.
var codePrefixes = map[string]string{"hpo": "HP:", "doid": "DOID:", "symp": "SYMP:"}

// codings writes codes. One whose system has no address is not written: it would mean
// nothing to anybody.
func codings(codes []journal.Code) []outCoding {
	var out []outCoding
	for _, c := range codes {
		uri := codeURIs[c.System]
		if uri == "" && strings.Contains(c.System, ":") && isToken(c.System) {
			uri = c.System
		}
		code := c.Code
		if prefix := codePrefixes[c.System]; prefix != "" && !strings.HasPrefix(code, prefix) {
			code = prefix + code
		}
		if uri == "" || !isToken(code) {
			continue
		}
		out = append(out, outCoding{System: uri, Code: code, Display: fhirText(c.Display)})
	}
	return out
}

// ownCodes reads what codings writes.
func ownCodes(list []outCoding) []journal.Code {
	var codes []journal.Code
	for _, c := range list {
		system := codeNames[c.System]
		if system == "" {
			system = c.System
		}
		if system == "" || c.Code == "" {
			continue
		}
		codes = append(codes, journal.Code{System: system, Code: strings.TrimPrefix(c.Code, codePrefixes[system]), Display: c.Display})
	}
	return codes
}

// isToken reports whether text can be a code or an address: visible characters
// without blanks.
func isToken(text string) bool {
	if text == "" || len(text) > 512 {
		return false
	}
	for _, r := range text {
		if r <= ' ' || r == utf8.RuneError || unicode.IsSpace(r) || unicode.IsControl(r) {
			return false
		}
	}
	return true
}

// fhirText makes a text one that FHIR can hold: without control characters but for
// tabs and line ends, and "" if nothing but blanks is left.
func fhirText(text string) string {
	clean := strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd"))
	if strings.TrimSpace(clean) == "" {
		return ""
	}
	return clean
}

func textConcept(text string) *outConcept {
	if text = fhirText(text); text == "" {
		return nil
	}
	return &outConcept{Text: text}
}

func textConcepts(text string) []outConcept {
	if c := textConcept(text); c != nil {
		return []outConcept{*c}
	}
	return nil
}

func codedConcept(system, code string) *outConcept {
	return &outConcept{Coding: []outCoding{{System: system, Code: code}}}
}

// textOf returns the words of a concept, "" for none.
func textOf(c *outConcept) string {
	if c == nil {
		return ""
	}
	return c.Text
}

func firstText(list []outConcept) string {
	if len(list) == 0 {
		return ""
	}
	return list[0].Text
}

// absent is an element of which only is known that nothing is.
func absent() *outConcept {
	return &outConcept{Extension: []outExtension{{URL: extAbsent, ValueCode: "unknown"}}}
}

// ucumCodes are the units that are written as UCUM: those of the vocabulary's
// measures, and what wearables and doses are measured in. Any other is written in
// words, as it was typed.
var ucumCodes = func() map[string]bool {
	codes := map[string]bool{}
	for _, code := range strings.Fields(`1 % kg g mg ug ng pg [lb_av] [oz_av] [stone_av] km m cm mm [ft_i] [in_i] [mi_i] Cel [degF]
		L dL mL [foz_us] [cup_us] h min s ms d wk mo a kcal kJ W kPa hPa mm[Hg] m[H2O] cm[H2O] [in_i'Hg] dB dB[SPL] lx
		g/L g/dL mg/dL mg/L ug/L ug/dL ug/mL ug/g mg/g mg/mmol ng/L ng/mL ng/dL ng/mL/h pg/mL mmol/L umol/L nmol/L pmol/L mmol/mol
		meq/L mosm/kg U/L U/mL [IU] [iU] [IU]/L [IU]/mL m[IU]/L m[IU]/mL u[IU]/mL k[IU]/L /min /h /uL 10*3/uL 10*6/uL 10*9/L 10*12/L
		fL mm/h mL/min/{1.73_m2} mL/min/kg L/min kg/m2 {copies}/mL {INR} [ppb] [pH] {score} {tbl} {puff} [drp]`) {
		codes[code] = true
	}
	return codes
}()

// quantityOf writes a number with its unit.
func quantityOf(n *journal.Decimal, unit, comparator string) *outQuantity {
	q := &outQuantity{Value: n, Comparator: comparator}
	switch {
	case unit == "":
	case ucumCodes[unit]:
		q.Unit, q.System, q.Code = units.Text(unit), systemUCUM, unit
	default:
		q.Unit = fhirText(unit)
	}
	return q
}

// unitOf reads the unit of a quantity that Kith wrote.
func (q *outQuantity) unitOf() string {
	if q.System == systemUCUM && q.Code != "" {
		return q.Code
	}
	return q.Unit
}

func amountQuantity(a *journal.Amount) *outQuantity {
	if a == nil {
		return nil
	}
	return quantityOf(&a.Number, a.Unit, "")
}

func (q *outQuantity) amount() *journal.Amount {
	if q == nil || q.Value == nil {
		return nil
	}
	return &journal.Amount{Number: *q.Value, Unit: q.unitOf()}
}
