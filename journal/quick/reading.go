package quick

import (
	"strings"
	"time"

	"kith/journal"
)

// takeClauses takes "after wine and cheese", "in left knee" and "for 2h" from
// behind the name.
func (p *parser) takeClauses() {
	var head []word
	for i := 0; i < len(p.words); {
		w := p.words[i]
		if w.quoted || !clauseWords[w.lower()] || i == 0 || i+1 == len(p.words) {
			head = append(head, w)
			i++
			continue
		}
		end := i + 1
		for end < len(p.words) && (p.words[end].quoted || !clauseWords[p.words[end].lower()]) {
			end++
		}
		inside := p.words[i+1 : end]
		if !p.clause(w.lower(), inside) {
			head = append(head, p.words[i:end]...)
		}
		i = end
	}
	p.words = head
}

// clause keeps what one of the small words says; false leaves it in the name.
func (p *parser) clause(kind string, inside []word) bool {
	if len(inside) == 0 {
		return false
	}
	switch kind {
	case "after":
		p.after = append(p.after, listOf(inside)...)
	case "in":
		if p.region != "" || digitsEnd(inside[0].text) > 0 {
			return false
		}
		p.region = joined(inside)
	case "for":
		if d := lengthOf(inside); d > 0 {
			p.duration = d
		} else if p.reason == "" {
			p.reason = joined(inside)
		} else {
			return false
		}
	}
	return true
}

// listOf cuts words at commas and "and".
func listOf(words []word) []string {
	var out []string
	var item []string
	flush := func() {
		if len(item) > 0 {
			out = append(out, strings.Join(item, " "))
		}
		item = nil
	}
	for _, w := range words {
		if !w.quoted && (w.lower() == "and" || w.text == "&" || w.text == "+") {
			flush()
			continue
		}
		text := w.text
		if !w.quoted {
			text = strings.TrimRight(text, ",;")
		}
		if text != "" {
			item = append(item, text)
		}
		if text != w.text {
			flush()
		}
	}
	flush()
	return out
}

// dose reads the words after took or skipped, in either order: ibuprofen 400 mg,
// 2 tablets of ibuprofen.
func (p *parser) dose(status journal.DoseStatus) (journal.Entry, error) {
	d := &journal.Dose{Status: status, Reason: p.reason}
	n, rest, ok, err := takeNumber(p.words)
	if err != nil {
		return journal.Entry{}, err
	}
	if !ok {
		n, rest, ok, err = takeFront(p.words)
		if err != nil {
			return journal.Entry{}, err
		}
	}
	if ok && len(rest) > 0 {
		if n.over != nil || n.value.Coef < 0 {
			return journal.Entry{}, refuse(`%s is no amount. Write it as "took ibuprofen 400 mg".`, n.text).at(n.from...).
				try(strings.TrimPrefix(n.text, "-"))
		}
		d.Amount = &journal.Amount{Number: n.value, Unit: n.unit}
		p.words = rest
	}
	name, known := p.name()
	if known.Name == "" {
		name = joined(p.words) // names of medicines stay as typed
	}
	if name == "" {
		return journal.Entry{}, refuse(`Which medicine? Write it as "took ibuprofen 400 mg".`)
	}
	if len(p.after) > 0 {
		d.Reason = strings.TrimSpace(d.Reason + " after " + strings.Join(p.after, ", "))
	}
	if p.region != "" {
		name += " in " + p.region
	}
	when := p.when
	when.Duration = p.duration
	return journal.Entry{Kind: journal.KindDose, When: when, Name: name, Body: d}, nil
}

// takeFront takes "2", "400 mg" or "2 tablets of" from the front.
func takeFront(words []word) (n number, rest []word, ok bool, err error) {
	n, ok, err = oneWord(words[0])
	if !ok || err != nil {
		return n, words, false, err
	}
	rest = words[1:]
	if n.unit == "" && len(rest) > 1 && isUnit(rest[0]) {
		n.unit, n.from, rest = rest[0].text, append(n.from, rest[0]), rest[1:]
	}
	if len(rest) > 1 && rest[0].lower() == "of" {
		rest = rest[1:]
	}
	return n, rest, true, nil
}

// reading reads a symptom, measure or factor with its value, or a dose that its
// unit gives away. all are the words before the clauses were taken out.
func (p *parser) reading(all []word) (journal.Entry, error) {
	long := len(all) > 4
	whole := p.words
	p.answer()
	n, rest, ok, err := number{}, p.words, false, error(nil)
	if p.value == nil {
		if n, rest, ok, err = takeNumber(p.words); err != nil {
			return journal.Entry{}, err
		}
	}
	if ok {
		p.words = rest
	}
	if len(p.words) == 0 && ok && n.over != nil && n.unit == "" { // 120/80 alone
		p.words = []word{{text: "bp"}}
	}
	if len(p.words) == 0 {
		wrong := refuse(`%s of what? Write the name first: "headache 7".`, joined(whole)).at(whole...)
		for _, name := range p.usual() {
			wrong.try(name + " " + joined(whole))
		}
		return journal.Entry{}, wrong
	}
	name, known := p.name()
	if m, isMeasure := measures[strings.ToLower(joined(p.words))]; isMeasure && !knownElsewhere(known) && (ok || p.value != nil || known.Name != "") {
		return p.measured(m, name, known, n, ok)
	}
	switch {
	case known.Kind == journal.KindDose || known.Kind == journal.KindTreatment || known.Kind == journal.KindCourse,
		ok && known.Name == "" && n.over == nil && doseUnits[strings.ToLower(n.unit)]:
		p.words = whole
		return p.dose(journal.DoseTaken)
	case !ok && p.value == nil && known.Name == "" && long && !p.anyClause():
		p.words = all
		return p.note()
	}
	if ok {
		if err := p.rate(n, name); err != nil {
			return journal.Entry{}, err
		}
	}
	return p.observation(p.kindOf(name, known), name), nil
}

// knownElsewhere reports whether a known name is not a measure, so that the
// table of measures does not apply.
func knownElsewhere(k Known) bool { return k.Name != "" && k.Kind != journal.KindMeasure }

func (p *parser) anyClause() bool {
	return len(p.after) > 0 || p.region != "" || p.duration > 0
}

// answer takes yes, no and the words for a severity.
func (p *parser) answer() {
	if len(p.words) < 2 {
		return
	}
	first, last := p.words[0], p.words[len(p.words)-1]
	yes := set("yes", "y", "ja")
	no := set("no", "n", "none", "nein")
	switch {
	case !first.quoted && (first.lower() == "no" || first.lower() == "kein" || first.lower() == "keine"):
		p.value, p.words = journal.Yes(false), p.words[1:]
	case !last.quoted && (yes[last.lower()] || no[last.lower()]):
		p.value, p.words = journal.Yes(yes[last.lower()]), p.words[:len(p.words)-1]
	case !first.quoted && severities[first.lower()] > 0:
		p.value, p.words = severity(first.lower()), p.words[1:]
	case !last.quoted && severities[last.lower()] > 0:
		p.value, p.words = severity(last.lower()), p.words[:len(p.words)-1]
	}
}

func severity(label string) *journal.Value {
	rank := journal.DecimalOf(severities[label])
	return &journal.Value{Scale: journal.Ordinal, Number: &rank, Label: label}
}

// rate makes the value of a name that is no common measure: a rating, a
// duration, or a number with a unit.
func (p *parser) rate(n number, name string) error {
	ten := journal.DecimalOf(10)
	switch {
	case n.over != nil && n.over.Cmp(ten) != 0:
		return refuse(`%s: ratings here go from 0 to 10. Write "%s 7" or "%s 7/10", or "bp 120/80" for a blood pressure.`, n.text, name, name).
			at(n.from...).try(outOfTen(n)...)
	case n.unit == "":
		if n.value.Coef < 0 || n.value.Cmp(ten) > 0 {
			return refuse(`%s is outside 0 to 10. Write a rating from 0 to 10, or add the unit if it is a measure: "%s %s kg".`, n.value, name, n.value).
				at(n.from...).try(digitsOf(n)...)
		}
		if err := oneNumberOnly(p.words, n); err != nil {
			return err
		}
		p.value = journal.Number10(n.value)
	case timeOf(n.value.String()+n.unit) > 0:
		p.value = seconds(timeOf(n.value.String() + n.unit))
		p.duration = timeOf(n.value.String() + n.unit)
	case timeOf(n.text) > 0:
		p.value, p.duration = seconds(timeOf(n.text)), timeOf(n.text)
	case countUnits[strings.ToLower(n.unit)]:
		p.value = &journal.Value{Scale: journal.Count, Number: &n.value, Unit: n.unit}
	default:
		p.value = journal.QuantityOf(n.value, unitOf(n.unit))
	}
	return nil
}

// oneNumberOnly refuses a name that ends in a second number.
func oneNumberOnly(words []word, n number) error {
	last := words[len(words)-1]
	if !last.quoted && digitsEnd(last.text) == len(last.text) {
		return refuse(`There are two numbers and no unit. Write one ("headache 7"), or put a name with a number in quotes.`).
			at(append(n.from, last)...).try(last.text, n.text)
	}
	return nil
}

// outOfTen is a rating on another scale as one from 0 to 10, if it comes out even.
func outOfTen(n number) []string {
	over := n.over.Float()
	if over <= 0 {
		return nil
	}
	ten, err := journal.DecimalFromFloat(n.value.Float() * 10 / over)
	if err != nil || len(ten.String()) > 4 {
		return nil
	}
	return []string{ten.String()}
}

// digitsOf are the ratings that a rating which is too large may have been meant as:
// a minus or a digit too many.
func digitsOf(n number) []string {
	text := strings.TrimLeft(n.value.String(), "+-")
	out := []string{text}
	if len(text) == 2 {
		out = append(out, text[1:], text[:1])
	}
	return out
}

func unitOf(typed string) string {
	if u, ok := ucum[strings.ToLower(typed)]; ok {
		return u
	}
	return typed
}

func seconds(d time.Duration) *journal.Value {
	n, err := journal.DecimalFromFloat(d.Seconds())
	if err != nil {
		n = journal.DecimalOf(int64(d / time.Second))
	}
	return &journal.Value{Scale: journal.Duration, Number: &n}
}

// kindOf decides the kind of a name that is no measure and no dose.
func (p *parser) kindOf(name string, known Known) journal.Kind {
	switch known.Kind {
	case journal.KindSymptom, journal.KindMeasure, journal.KindFactor:
		return known.Kind
	}
	v := p.value
	switch {
	case factors[strings.ToLower(name)]:
		return journal.KindFactor
	case v != nil && (v.Scale == journal.Quantity):
		return journal.KindMeasure
	case v != nil && (v.Scale == journal.Count || v.Scale == journal.Duration):
		return journal.KindFactor
	}
	return journal.KindSymptom
}

func (p *parser) observation(kind journal.Kind, name string) journal.Entry {
	if p.value == nil && kind == journal.KindFactor {
		p.value = journal.Yes(true)
	}
	when := p.when
	if p.duration > 0 {
		when.Duration = p.duration
	}
	o := &journal.Observation{Value: p.value, Region: p.region, After: p.after}
	e := journal.Entry{Kind: kind, When: when, Name: name, Body: o}
	if p.reason != "" {
		e.Note = "for " + p.reason
	}
	return e
}

// measured reads the value of a common measure.
func (p *parser) measured(m measure, name string, known Known, n number, ok bool) (journal.Entry, error) {
	if known.Name == "" {
		name = m.name
	}
	if !ok {
		return p.observation(journal.KindMeasure, name), nil
	}
	switch {
	case m.scale == journal.Components:
		if n.over == nil {
			return journal.Entry{}, refuse(`A blood pressure has two numbers. Write it as "bp 120/80".`).at(n.from...)
		}
		unit := "mm[Hg]"
		if n.unit != "" {
			unit = unitOf(n.unit)
		}
		p.value = &journal.Value{Scale: journal.Components, Parts: []journal.Part{
			{Name: "Systolic", Number: n.value, Unit: unit}, {Name: "Diastolic", Number: *n.over, Unit: unit}}}
		if n.value.Cmp(*n.over) < 0 || n.over.Coef < 0 {
			return journal.Entry{}, refuse(`%s: the upper number comes first, as in "bp 120/80".`, n.text).at(n.from...).
				try(n.over.String() + "/" + n.value.String() + n.unit)
		}
	case m.scale == journal.Duration && timeOf(n.text) > 0:
		p.duration = timeOf(n.text)
		p.value = seconds(p.duration)
	case m.scale == journal.Duration && timeUnits[strings.ToLower(n.unit)] > 0:
		p.duration = timeOf(n.value.String() + strings.ToLower(n.unit))
		p.value = seconds(p.duration)
	case m.scale == journal.Duration && n.unit == "" && n.over == nil:
		return journal.Entry{}, refuse(`%s what? Write hours as "slept 7.5h"; for how well you slept, "sleep quality %s".`, n.value, n.value).
			at(n.from...).try(n.value.String()+" h", n.value.String()+" min")
	case m.scale == journal.NRS || n.over != nil:
		if err := p.rate(n, name); err != nil {
			return journal.Entry{}, err
		}
	case n.unit == "" && m.ask != "":
		wrong := refuse(`%s in which unit? Write it as "%s".`, n.value, m.ask).at(n.from...)
		for _, unit := range m.units {
			wrong.try(n.value.String() + " " + unit)
		}
		return journal.Entry{}, wrong
	default:
		unit := m.unit
		if n.unit != "" {
			unit = unitOf(n.unit)
		}
		p.value = &journal.Value{Scale: m.scale, Number: &n.value, Unit: unit}
	}
	return p.observation(journal.KindMeasure, name), nil
}
