package exchange

import (
	"strings"
)

// The words that name other columns.
const (
	noteNames    = "bemerkung bemerkungen remarque remarques nota notas note notes comment comments remark remarks journal diary notiz notizen kommentar description entry freetext"
	tagNames     = "tag tags label labels keywords"
	counterNames = "rownames row rowid row_id index idx nr no number seq sequence dayno beepno visitno obs obsno recordno entryno " +
		"weekday dow day_of_week week weeknumber visitnum visit uuid guid created_at updated_at timestamp_utc"
	// changingNames are facts that may change within a record even if they do
	// not within the file.
	changingNames = "medication medications treatment drug med meds dose therapy symptom headache mood weight"
	scoreNames    = "score severity intensity rating level pain mood energy stress"
	personFacts   = "age sex gender birth dob birthdate birthday birth_date date_of_birth race ethnicity blood_type"
)

// role decides what one column is.
func (p *proposer) role(i int, c *profile) ColumnMap {
	m := ColumnMap{Column: c.name, Role: RoleIgnore}
	switch {
	case c.filled == 0:
		p.assume("Column %s is always empty.", c.name)
	case c.named(personFacts) && !c.named("page"):
		m.Role, m.Field = RolePerson, personField(c)
	case p.counts(c):
		p.assume("Column %s only counts or repeats the date; it is left out.", c.name)
	case c.namedWhole(noteNames):
		m.Role = RoleNote
	case c.namedWhole(tagNames):
		m.Role = RoleTags
		p.separator(i, c)
	case p.person >= 0 && p.m.Person != "" && !c.named(changingNames) && p.constantPerPerson(i):
		m.Role = RolePerson
	case c.all(c.pressure):
		m.Role, m.Name = RoleComponents, bloodPressure
	case p.saysYesOrNo(c):
		m.Role = RoleYesNo
	case c.all(c.numbers + c.commas + c.unitful):
		p.numberRole(&m, c)
	case c.all(c.clocks):
		p.clockRole(&m, c)
	default:
		p.wordsRole(&m, i, c)
	}
	return m
}

// bloodPressure is the name of the measure with two components.
const bloodPressure = "Blood pressure"

func personField(c *profile) string {
	switch {
	case c.named("age"):
		return "age"
	case c.named("sex gender"):
		return "sex"
	case c.named("birth dob birthdate birthday"):
		return "birth"
	}
	return ""
}

// counts reports whether a column only numbers rows, days or weeks.
func (p *proposer) counts(c *profile) bool {
	whole := c.all(c.integers)
	switch {
	case c.namedWhole(counterNames):
		return whole || c.named("weekday dow day_of_week uuid guid created_at updated_at timestamp_utc")
	case whole && c.namedWhole(dayCounts):
		return true
	case whole && c.stepsOfOne && c.filled > 2 && (strings.HasPrefix(c.name, "column ") || c.named("id")):
		return true
	case c.all(c.numbers) && c.increasing && c.filled > 20:
		return c.stepsOfOne || c.named("time id index norm timestamp")
	}
	return c.namedWhole("id") && len(c.distinct) == min(c.filled, maxDistinct)
}

// constantPerPerson reports whether no person has two values in column i, and
// some have several rows.
func (p *proposer) constantPerPerson(i int) bool {
	first, repeated, values := map[string]string{}, false, map[string]bool{}
	for _, row := range p.rows {
		who, s := row[p.person], row[i]
		if missing(s) {
			continue
		}
		values[s] = true
		if before, ok := first[who]; !ok {
			first[who] = s
		} else if before != s {
			return false
		} else {
			repeated = true
		}
	}
	return repeated && len(first) > 2 && len(values) > 1
}

// saysYesOrNo tells yes and no. The numbers 0 and 1 are that only if both and
// nothing else stand in a column that no name calls a number.
func (p *proposer) saysYesOrNo(c *profile) bool {
	if c.numbers == 0 {
		return c.all(c.yesNo)
	}
	return c.yesNo == c.filled && c.integers == c.numbers && c.min == 0 && c.max == 1 && c.letters == 0 &&
		!c.named(scoreNames+" count number dose amount")
}

// numberRole chooses between a score, a count and a quantity with its unit.
func (p *proposer) numberRole(m *ColumnMap, c *profile) {
	m.Role = RoleNumber
	name, unit := splitUnit(c.name)
	if unit == "0-10" || unit == "0–10" {
		m.Role, m.Name = RoleScore, displayName(name)
		return
	}
	if unit != "" {
		m.Name, m.Unit = displayName(name), unit
		if s := secondsIn(unit); s > 0 && s < 86400 {
			m.Role = RoleDuration
		}
		return
	}
	if c.unitful > 0 && c.named("duration length lasted") {
		m.Role = RoleDuration
		return
	}
	rated := isSymptomName(displayName(c.name)) || c.named(scoreNames)
	if rated && c.all(c.numbers) && c.min >= 0 && c.max <= 10 && c.max > 1 && !c.unsureScale() {
		m.Role = RoleScore
	}
}

// unsureScale reports whether a rating that stays below 10 may well end at 5 or
// 7: then its numbers are kept as they are and not said to be out of ten.
func (c *profile) unsureScale() bool {
	return c.max <= 7 && c.filled >= 30 && !isSymptomName(displayName(c.name))
}

// knownUnits are the ends of column names that are units.
var knownUnits = map[string]string{"kg": "kg", "lb": "[lb_av]", "lbs": "[lb_av]", "mg": "mg", "mcg": "ug", "ml": "mL", "cm": "cm", "mm": "mm",
	"bpm": "/min", "mmhg": "mm[Hg]", "kcal": "kcal", "min": "min", "mins": "min", "minutes": "min", "hours": "h", "hrs": "h", "h": "h",
	"°c": "Cel", "celsius": "Cel", "°f": "[degF]", "fahrenheit": "[degF]", "%": "%", "percent": "%", "km": "km", "mmol/l": "mmol/L", "mg/dl": "mg/dL"}

// splitUnit takes a unit from a column's name: "Weight (kg)", "weight_kg".
func splitUnit(column string) (name, unit string) {
	name = strings.TrimSpace(column)
	if i := strings.LastIndexAny(name, "(["); i > 0 && strings.HasSuffix(strings.TrimRight(name, ")]")+")", ")") && len(name)-i <= 14 && strings.ContainsAny(name[len(name)-1:], ")]") {
		unit = strings.TrimSpace(name[i+1 : len(name)-1])
		name = strings.TrimSpace(name[:i])
		if ucum, ok := knownUnits[strings.ToLower(unit)]; ok {
			unit = ucum
		}
		return name, unit
	}
	if i := strings.LastIndexAny(name, "_ "); i > 0 {
		if ucum, ok := knownUnits[strings.ToLower(name[i+1:])]; ok && len(name)-i > 1 {
			return strings.TrimRight(name[:i], "_ "), ucum
		}
	}
	return name, ""
}

// clockRole is for times of day beside the row's own: a duration by name, else
// kept in words.
func (p *proposer) clockRole(m *ColumnMap, c *profile) {
	m.Role = RoleText
	m.Kind = "measure"
	if c.named(lengthNames) {
		m.Role = RoleDuration
	}
}

// wordsRole chooses between a few words, lists of things, and free text.
func (p *proposer) wordsRole(m *ColumnMap, i int, c *profile) {
	switch {
	case p.separator(i, c):
		m.Role = RoleFactor
	case c.all(c.unitful + c.numbers + c.commas):
		m.Role = RoleNumber
	case c.longest > 200 || c.letters*2 > c.filled && len(c.distinct) > 20 && len(c.distinct)*2 > c.filled && c.longest > 40:
		m.Role = RoleNote
	case len(c.distinct) <= 20:
		m.Role, m.Anchors = RoleOrdinal, knownAnchors(c.distinct)
	default:
		m.Role = RoleText
	}
}

// anchorSets are words of severity from none upwards; a column that uses only
// words of one set is ranked.
var anchorSets = [][]string{
	{"none", "mild", "moderate", "severe"},
	{"none", "low", "medium", "high"},
	{"never", "rarely", "sometimes", "often", "always"},
	{"not at all", "a little", "somewhat", "quite a bit", "very much"},
}

func knownAnchors(distinct map[string]int) []string {
	for _, set := range anchorSets {
		ranks, fits := ranksOf(set, 0), true
		for word := range distinct {
			_, ok := ranks[strings.ToLower(word)]
			fits = fits && ok
		}
		if fits && len(distinct) > 1 {
			return set
		}
	}
	return nil
}

// separator finds what stands between several values in the cells of column c.
// One separator serves the whole table.
func (p *proposer) separator(i int, c *profile) bool {
	for _, sep := range []string{"|", ";", ","} {
		if p.m.Separator != "" && p.m.Separator != sep {
			continue
		}
		several, long := 0, 0
		for _, row := range p.rows {
			if strings.Contains(row[i], sep) {
				several++
			}
			for _, item := range strings.Split(row[i], sep) {
				if len(item) > 40 {
					long++
				}
			}
		}
		if several*5 >= c.filled && several > 0 && long*20 <= c.filled {
			p.m.Separator = sep
			return true
		}
	}
	return false
}

// findPressure joins a systolic and a diastolic column into one measure.
func (p *proposer) findPressure() {
	at := [2]int{-1, -1}
	for i, c := range p.columns {
		for k, names := range []string{"systolic sys sbp systolisch systolique sistolica systolic_bp bp_systolic systolic_blood_pressure",
			"diastolic dia dbp diastolisch diastolique diastolica diastolic_bp bp_diastolic diastolic_blood_pressure"} {
			if at[k] < 0 && !p.done[i] && c.all(c.numbers) && c.namedWhole(names) {
				at[k] = i
			}
		}
	}
	if at[0] < 0 || at[1] < 0 {
		return
	}
	p.done[at[0]], p.done[at[1]] = true, true
	p.m.Records = append(p.m.Records, RecordMap{Kind: "measure", Name: bloodPressure, Parts: []PartMap{
		{Name: "Systolic", Column: p.columns[at[0]].name, Unit: "mm[Hg]"}, {Name: "Diastolic", Column: p.columns[at[1]].name, Unit: "mm[Hg]"}}})
}

// findRecords recognises tables in which a row names a thing: a medicine with
// its dose, a condition with its start, a reading in the long form.
func (p *proposer) findRecords() {
	words := func(names string) (int, string) {
		for _, n := range strings.Fields(names) {
			for i, c := range p.columns {
				if !p.done[i] && c.filled > 0 && c.namedWhole(n) {
					return i, c.name
				}
			}
		}
		return -1, ""
	}
	take := func(names string) string {
		i, name := words(names)
		if i >= 0 {
			p.done[i] = true
		}
		return name
	}
	text := func(names string) string {
		i, name := words(names)
		if i < 0 || p.columns[i].letters*2 < p.columns[i].filled || p.columns[i].yesNo > 0 {
			return ""
		}
		return name
	}
	const starts, ends = "start start_date started begin onset from since", "end end_date ended stop stop_date until to"
	_, amount := words("dose dosage amount strength quantity")
	_, end := words(ends)
	_, value := words("value result score rating severity intensity amount reading")
	r := RecordMap{}
	switch {
	case text("medication drug medicine treatment med medikament") != "" && (amount != "" || end != ""):
		r.Kind, r.NameFrom = "dose", []string{take("medication drug medicine treatment med medikament")}
		r.Amount, r.AmountUnit = take("dose dosage amount strength quantity"), take("unit units dose_unit")
		r.Frequency, r.Route, r.Reason = take("frequency freq how_often"), take("route"), take("reason purpose indication")
		if end != "" {
			r.Kind, r.Purpose, r.Reason = "course", r.Reason, ""
			r.Start, r.End, r.Ongoing = take(starts), take(ends), take("ongoing current")
		}
		r.Status = take("status taken")
	case text("condition diagnosis disease problem") != "":
		r.Kind, r.NameFrom = "condition", []string{take("condition diagnosis disease problem")}
		r.Start, r.End, r.Severity, r.Status = take(starts), take(ends), take("severity"), take("status")
	case text("symptom complaint") != "":
		r.Kind, r.NameFrom, r.Scale = "symptom", []string{take("symptom complaint")}, scaleAuto
		r.Value, r.Unit, r.End, r.Region = take("severity score value rating intensity level"), take("unit"), take(ends), take("region location body_part")
	case text("name measure variable item test type parameter feature metric measurement") != "" && value != "":
		r.Kind, r.Scale = "measure", scaleAuto
		r.NameFrom = []string{take("name measure variable item test type parameter feature metric measurement")}
		r.Value, r.Unit = take("value result score rating severity intensity amount reading"), take("unit units")
	case text("event appointment procedure") != "":
		r.Kind, r.NameFrom = "event", []string{take("event appointment procedure")}
		r.End, r.Category, r.Reason = take(ends), take("category type"), take("reason")
	default:
		return
	}
	if note := take(noteNames); note != "" {
		r.Note = []string{note}
	}
	p.m.Records = append(p.m.Records, r)
}
