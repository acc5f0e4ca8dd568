package exchange

import (
	"sort"
	"strings"
)

// sdtm builds the map of one CDISC SDTM dataset. Its variables are a two-letter
// domain and a name that means the same in every domain of a class: events have
// --TERM, interventions --TRT, findings --TESTCD (SDTM Implementation Guide 3.3,
// sections 6.1 to 6.3).
type sdtm struct {
	header []string
	domain string
}

// column returns the header's name of domain variable v, "" if there is none.
func (d sdtm) column(v string) string { return columnIf(d.header, d.domain+v) }

// columns returns those of the variables that are there.
func (d sdtm) columns(vars ...string) []string {
	var out []string
	for _, v := range vars {
		if c := d.column(v); c != "" {
			out = append(out, c)
		}
	}
	return out
}

// cdiscMap recognises an SDTM dataset by USUBJID and its domain's variables.
func cdiscMap(header, firstRow []string) (*Map, string) {
	if !hasColumns(header, "USUBJID") {
		return nil, ""
	}
	d := sdtm{header: header, domain: sdtmDomain(header, firstRow)}
	m := &Map{Version: 1, Person: columnIf(header, "USUBJID"), Missing: []string{},
		Date: DateMap{Column: d.column("DTC"), Format: string(orderYMD)}}
	switch {
	case d.domain == "DM":
		d.demographics(m)
	case d.column("TERM") != "":
		m.Records = []RecordMap{d.event()}
	case d.column("TRT") != "":
		m.Records = []RecordMap{d.intervention()}
	case d.column("TESTCD") != "" && d.column("ORRES") != "":
		m.Records = []RecordMap{d.finding()}
	default:
		return nil, ""
	}
	if m.Date.Column == "" {
		m.Date.Column = d.column("STDTC")
	}
	return m, "a CDISC SDTM table, domain " + d.domain
}

// sdtmDomain returns the domain that DOMAIN says, or that the variables show.
func sdtmDomain(header, firstRow []string) string {
	for i, h := range header {
		if strings.EqualFold(h, "DOMAIN") && i < len(firstRow) && len(firstRow[i]) == 2 {
			return strings.ToUpper(firstRow[i])
		}
	}
	for _, h := range header {
		h = strings.ToUpper(h)
		for _, suffix := range []string{"TERM", "TRT", "TESTCD"} {
			if len(h) == 2+len(suffix) && strings.HasSuffix(h, suffix) {
				return h[:2]
			}
		}
	}
	if hasColumns(header, "SEX") && (hasColumns(header, "BRTHDTC") || hasColumns(header, "AGE")) {
		return "DM"
	}
	return ""
}

// demographics maps DM: facts about the person.
func (d sdtm) demographics(m *Map) {
	fields := map[string]string{"BRTHDTC": "birth", "DTHDTC": "death", "SEX": "sex", "AGE": "age", "AGEU": "age"}
	for _, h := range d.header {
		name := strings.ToUpper(h)
		field, ok := fields[name]
		switch {
		case ok:
		case name == "RACE" || name == "ETHNIC" || name == "COUNTRY" || name == "ARM" || name == "ACTARM" || name == "DTHFL":
		default:
			continue
		}
		m.Columns = append(m.Columns, ColumnMap{Column: h, Role: RolePerson, Field: field})
	}
	for _, v := range []string{"RFSTDTC", "RFICDTC", "RFPENDTC"} {
		if c := columnIf(d.header, v); c != "" {
			m.Date.Fallback = append(m.Date.Fallback, c)
		}
	}
}

// omissions leaves out what was asked for and did not happen, which is no
// condition and no course.
func (d sdtm) omissions() []OmitMap {
	var out []OmitMap
	if c := d.column("OCCUR"); c != "" {
		out = append(out, OmitMap{Column: c, Values: []string{"N"}, Reason: "recorded as not having happened"})
	}
	if c := d.column("STAT"); c != "" {
		out = append(out, OmitMap{Column: c, Values: []string{"NOT DONE"}, Reason: "recorded as not done"})
	}
	return out
}

// ongoing is the first column that says whether it lasts.
func (d sdtm) ongoing() string {
	for _, v := range []string{"ENRTPT", "ENRF", "ONGO"} {
		if c := d.column(v); c != "" {
			return c
		}
	}
	return ""
}

// start returns the columns of the beginning and of when it was written down.
func (d sdtm) start() (start, recorded string) {
	return d.column("STDTC"), d.column("DTC")
}

// event maps the events class: MH is history, AE and CE are symptoms, the rest
// are events.
func (d sdtm) event() RecordMap {
	r := RecordMap{Kind: "event", NameFrom: d.columns("TERM", "LLT", "DECOD"), NotNames: []string{"VERBATIM_", "UNCODED"},
		End: d.column("ENDTC"), Ongoing: d.ongoing(), OmitIf: d.omissions(), Tags: d.columns("CAT", "SCAT")}
	r.Start, r.Recorded = d.start()
	if code := d.column("PTCD"); code != "" {
		r.Codes = []CodeMap{{System: "meddra", Column: code, Display: d.column("DECOD")}}
	}
	switch d.domain {
	case "MH":
		r.Kind, r.Severity, r.BodySystem = "condition", d.column("SEV"), d.column("BODSYS")
		r.Category = d.column("CAT")
	case "AE", "CE":
		r.Kind, r.Scale = "symptom", RoleOrdinal
		r.Value, r.Anchors, r.First = d.column("SEV"), []string{"MILD", "MODERATE", "SEVERE"}, 1
		if r.Value == "" {
			r.Value = d.column("TOXGR")
			r.Anchors = []string{"1", "2", "3", "4", "5"}
		}
		r.Outcome, r.Serious, r.Relation = d.column("OUT"), d.column("SER"), d.column("REL")
		r.Region, r.Tags = d.column("LOC"), d.columns("CAT", "BODSYS")
	default:
		r.Category, r.Note = d.column("CAT"), d.columns("DECOD")
	}
	return r
}

// intervention maps the interventions class: procedures are events, meals are
// factors, and what is taken is a course.
func (d sdtm) intervention() RecordMap {
	r := RecordMap{Kind: "course", NameFrom: d.columns("TRT", "DECOD"), NotNames: []string{"VERBATIM_", "UNCODED"},
		End: d.column("ENDTC"), Ongoing: d.ongoing(), OmitIf: d.omissions(),
		Amount: d.column("DOSE"), AmountUnit: d.column("DOSU"), AmountText: d.column("DOSTXT"),
		Frequency: d.column("DOSFRQ"), Route: d.column("ROUTE"), Purpose: d.column("INDC"), Category: d.column("CAT"),
		Tags: d.columns("CLAS")}
	r.Start, r.Recorded = d.start()
	switch d.domain {
	case "PR":
		r.Kind, r.Reason = "event", d.column("INDC")
	case "ML":
		r.Kind = "factor"
	}
	return r
}

// finding maps the findings class: one reading a row.
func (d sdtm) finding() RecordMap {
	r := RecordMap{Kind: "measure", NameFrom: d.columns("TEST", "TESTCD"), Value: d.column("ORRES"), Unit: d.column("ORRESU"),
		Scale: scaleAuto, Low: d.column("ORNRLO"), High: d.column("ORNRHI"), Region: d.column("LOC"),
		Tags: d.columns("CAT", "SPEC", "POS"), OmitIf: d.omissions()}
	if code := d.column("LOINC"); code != "" {
		r.Codes = []CodeMap{{System: "loinc", Column: code}}
	}
	return r
}

// leftOut returns the columns that m gives no part, in order.
func (m *Map) leftOut(header []string) []string {
	used := map[string]bool{}
	mark := func(names ...string) {
		for _, n := range names {
			used[strings.ToLower(n)] = true
		}
	}
	mark(m.Person, m.Date.Column, m.Date.Time, m.Date.EndTime)
	mark(m.Date.Fallback...)
	for _, c := range m.Columns {
		if c.Role != RoleIgnore {
			mark(c.Column)
		}
	}
	for _, r := range m.Records {
		mark(r.columnNames()...)
		mark(r.NameFrom...)
		mark(r.Note...)
		mark(r.Tags...)
	}
	if m.Layout != "" {
		mark(header...)
	}
	var out []string
	for _, h := range header {
		if !used[strings.ToLower(h)] {
			out = append(out, h)
		}
	}
	sort.Strings(out)
	return out
}
