package app

import (
	"strconv"
	"strings"

	"kith/app/words"
	"kith/journal"
	"kith/journal/schedule"
)

// VisitSection is a part of the report in words: what the page, the text and the
// preview show. Allergies, conditions, treatments and changes are apart.
type VisitSection struct {
	// ID names it: that of its part, or "allergies", "changes".
	ID    string
	Part  Part
	Title string
	// Heads are the heads of the columns of a table. A list has none: its rows have
	// what they are about and what is said of it.
	Heads []string
	Rows  []VisitRow
	// Empty stands in place of rows where there are none.
	Empty string
	// Note says how to read the section, or what is not in it; "" is nothing.
	Note string
}

// VisitRow is a row of a section.
type VisitRow struct {
	Cells []string
	Quiet bool // of less weight: over, or asked already
}

// Title is what the report is called, without a name.
func (v *Visit) Title() string { return words.Text("visit.title") }

// RangeText says which days the report is about and why.
func (v *Visit) RangeText() string {
	return strings.Join(append([]string{v.DaysText()}, nonEmpty(v.WhyText())...), ", ")
}

// DaysText says which days the report is about, WhyText why; "" is because they
// were chosen.
func (v *Visit) DaysText() string {
	return words.Text("visit.days", DateText(v.From), DateText(v.To), words.Count(int64(v.Days), "day"))
}

// WhyText says how the first day was found.
func (v *Visit) WhyText() string {
	if v.Range == RangeChosen {
		return ""
	}
	return words.Text("visit.why." + string(v.Range))
}

// MadeText says when the report was made and by whom.
func (v *Visit) MadeText() string { return words.Text("visit.made", DateText(v.Made)) }

// Name is that of the person; "" if it was not ticked.
func (v *Visit) Name() string {
	if v.Who == nil {
		return ""
	}
	return v.Who.Name
}

// WhoText says what is known of the person beside the name; "" if nothing is.
func (v *Visit) WhoText() string {
	w := v.Who
	if w == nil {
		return ""
	}
	var parts []string
	switch {
	case w.Born != nil && w.Age != nil:
		parts = append(parts, words.Text("visit.born_age", DateText(*w.Born), *w.Age))
	case w.Born != nil:
		parts = append(parts, words.Text("visit.born", DateText(*w.Born)))
	case w.Said != "":
		parts = append(parts, words.Text("visit.age", w.Said))
	}
	if w.Sex != "" {
		parts = append(parts, known("visit.sex.", w.Sex))
	}
	if w.Died != nil {
		parts = append(parts, words.Text("visit.died", DateText(*w.Died)))
	}
	return strings.Join(parts, " · ")
}

// roughDay writes a day as exactly as it is known: 22 Nov 2026, Nov 2026, 2026.
func roughDay(w journal.When) string {
	switch w.Precision {
	case journal.Month:
		at := w.Date.Midnight()
		return strings.NewReplacer("{month}", words.Text("chart.month."+strconv.Itoa(int(at.Month()))), "{year}", strconv.Itoa(at.Year())).
			Replace(words.Text("chart.month_of_year"))
	case journal.Year:
		return w.Date.String()[:4]
	}
	return DateText(w.Date)
}

// known is the word for a term that other programs write too, or the term.
func known(key, term string) string {
	if words.Has(key + term) {
		return words.Text(key + term)
	}
	return strings.ReplaceAll(term, "_", " ")
}

// Sections are the report in words, in the order of the page.
func (v *Visit) Sections() []VisitSection {
	var list []VisitSection
	add := func(p Part, sections ...VisitSection) {
		if !v.Has(p) {
			return
		}
		for _, s := range sections {
			s.Part = p
			if s.ID == "" {
				s.ID = string(p)
			}
			if s.Title == "" {
				s.Title = words.Text("visit.section." + s.ID)
			}
			if len(s.Rows) == 0 {
				s.Empty = words.Text("visit.empty." + s.ID)
			}
			list = append(list, s)
		}
	}
	add(PartConditions, v.allergySection(), v.conditionSection())
	add(PartQuestions, v.questionSection())
	add(PartTreatments, v.treatmentSection(), v.changeSection())
	add(PartOutcome, v.outcomeSection())
	if v.Symptoms != nil {
		add(PartSymptoms, v.symptomSection())
	}
	add(PartAdherence, v.adherenceSection())
	add(PartMeasurements, v.measurementSection())
	add(PartHelped, v.helpedSection())
	add(PartSideEffects, v.sideEffectSection())
	add(PartQuestionnaires, v.questionnaireSection())
	add(PartEvents, v.eventSection())
	add(PartNotes, v.noteSection())
	return list
}

// Empty reports that there is nothing in any section.
func (v *Visit) Empty() bool {
	for _, s := range v.Sections() {
		if len(s.Rows) > 0 {
			return false
		}
	}
	return true
}

// EmptyText says that nothing was written down in the days.
func (v *Visit) EmptyText() string {
	if len(v.Parts) == 0 || len(v.Parts) == 1 && v.Parts[0] == PartWho {
		return words.Text("visit.nothing_ticked")
	}
	return words.Text("visit.nothing", DateText(v.From), DateText(v.To))
}

// row makes a row of what is said about something, in parts.
func row(name string, parts ...string) VisitRow {
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	return VisitRow{Cells: []string{name, strings.Join(said, ", ")}}
}

func (v *Visit) allergySection() VisitSection {
	s := VisitSection{ID: "allergies"}
	for i := range v.Allergies {
		c := &v.Allergies[i]
		r := row(c.Name, c.Reaction, known("visit.severity.", c.Severity), c.certainty(), c.over())
		r.Quiet = c.Over()
		s.Rows = append(s.Rows, r)
	}
	return s
}

func (v *Visit) conditionSection() VisitSection {
	var s VisitSection
	for i := range v.Conditions {
		c := &v.Conditions[i]
		status := ""
		if !c.Over() && c.Status != "active" {
			status = known("visit.status.", c.Status)
		}
		r := row(c.Name, said("visit.since", c.Since), status, c.certainty(), known("visit.severity.", c.Severity), c.over())
		r.Quiet = c.Over()
		s.Rows = append(s.Rows, r)
	}
	return s
}

func (c *VisitCondition) certainty() string {
	if c.Certainty == "confirmed" { // what nobody doubts needs no word
		return ""
	}
	return known("visit.certainty.", c.Certainty)
}

func (c *VisitCondition) over() string {
	switch {
	case c.Until != "":
		return words.Text("visit.until", c.Until)
	case c.Over():
		return known("visit.status.", c.Status)
	}
	return ""
}

func (v *Visit) questionSection() VisitSection {
	var s VisitSection
	for _, q := range v.Questions {
		r := VisitRow{Cells: []string{q.Text, ""}, Quiet: q.Asked}
		switch {
		case q.Asked:
			r.Cells[1] = words.Text("visit.asked", DateText(q.Day))
		case q.Day < v.Made:
			r.Cells[1] = words.Text("visit.not_asked", DateText(q.Day))
		}
		s.Rows = append(s.Rows, r)
	}
	return s
}

func (v *Visit) treatmentSection() VisitSection {
	s := VisitSection{Title: words.Text("visit.section.treatments", DateText(v.To))}
	for _, key := range []string{"name", "amount", "often", "purpose", "since"} {
		s.Heads = append(s.Heads, words.Text("visit.head."+key))
	}
	for _, t := range v.Treatments {
		name := t.Name
		if t.Strength != "" && t.Amount == "" {
			name = join(name, t.Strength)
		}
		often := t.Often
		if t.State != schedule.Current {
			state := words.Text("visit.state." + t.State.String())
			if often != "" {
				state += ": " + often
			}
			often = state
		}
		if t.Instructions != "" {
			often = strings.Join(append(nonEmpty(often), t.Instructions), ", ")
		}
		s.Rows = append(s.Rows, VisitRow{Cells: []string{name, t.Amount, often, t.Purpose, t.Since}, Quiet: t.State != schedule.Current})
	}
	return s
}

func (v *Visit) changeSection() VisitSection {
	s := VisitSection{ID: "changes", Title: words.Text("visit.section.changes", DateText(v.From))}
	for _, c := range v.Changes {
		text := ""
		switch c.Kind {
		case ChangeStarted:
			text = strings.Join(append(nonEmpty(words.Text("visit.change.started")), nonEmpty(c.After)...), ": ")
		case ChangeDose:
			switch {
			case c.Before == "":
				text = words.Text("visit.change.dose_to", c.After)
			case c.After == "":
				text = words.Text("visit.change.dose_unknown", c.Before)
			default:
				text = words.Text("visit.change.dose", c.Before, c.After)
			}
		case ChangePlan:
			text = words.Text("visit.change.plan", c.After)
		case ChangePaused:
			text = words.Text("visit.change.paused")
			if c.Until != nil {
				text = words.Text("visit.change.paused_until", DateText(*c.Until))
			}
		case ChangeStopped:
			text = words.Text("visit.change.stopped")
			if c.Before != "" {
				text = words.Text("visit.change.stopped_at", c.Before)
			}
		}
		if c.Reason != "" {
			text += ": " + quoted(c.Reason)
		}
		s.Rows = append(s.Rows, VisitRow{Cells: []string{c.Name, words.Text("visit.change.on", text, DateText(c.Day))}})
	}
	return s
}

// quoted marks the person's own words.
func quoted(text string) string { return words.Text("visit.quoted", strings.TrimSpace(text)) }

func (v *Visit) outcomeSection() VisitSection {
	var s VisitSection
	if v.Chart == nil {
		s.Title = words.Text("visit.section.outcome.none")
		return s
	}
	s.Title = words.Text("visit.section.outcome", v.Chart.Title())
	for i := range v.Chart.Series {
		s.Rows = append(s.Rows, VisitRow{Cells: []string{v.Chart.Series[i].Name(), strings.Join(v.Chart.seriesSentences(i)[1:], " ")}})
	}
	return s
}

func (v *Visit) symptomSection() VisitSection {
	var s VisitSection
	for _, key := range []string{"symptom", "days_with", "mean", "worst", "unknown", "before"} {
		s.Heads = append(s.Heads, words.Text("visit.head."+key))
	}
	for i := range v.Symptoms.Listed {
		x := &v.Symptoms.Listed[i]
		cells := []string{x.Name, words.Text("visit.days_of", x.DaysWith, v.Days), "", "", "", ""}
		if x.Mean != nil && !x.ranks {
			cells[2] = mean(*x.Mean)
		}
		if x.Worst != nil {
			cells[3] = firstOf(x.WorstText, numberText(*x.Worst))
		}
		if x.Unknown > 0 {
			cells[4] = words.Text("visit.days_of", x.Unknown, v.Days)
		}
		cells[5] = x.beforeText()
		s.Rows = append(s.Rows, VisitRow{Cells: cells})
	}
	s.Note = words.Text("visit.note.symptoms", v.Symptoms.Written, v.Days)
	if n := len(v.Symptoms.Flares); n > 0 {
		s.Note += " " + words.Text("visit.note.flares", words.Count(int64(n), "flare"), v.Symptoms.flareText())
	}
	return s
}

// mean writes a mean of ratings, rounded to a tenth.
func mean(x float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(x, 'f', 1, 64), ".0")
}

func (x *VisitSymptom) beforeText() string {
	b := x.Before
	if b == nil {
		return words.Text("visit.before.none")
	}
	if b.Mean == nil || x.ranks {
		return words.Count(int64(b.DaysWith), "day")
	}
	return words.Text("visit.before", words.Count(int64(b.DaysWith), "day"), mean(*b.Mean))
}

// flareText counts flares by name.
func (s *VisitSymptoms) flareText() string {
	counts := map[string]int{}
	var order []string
	for _, f := range s.Flares {
		if counts[f.Name] == 0 {
			order = append(order, f.Name)
		}
		counts[f.Name]++
	}
	var parts []string
	for _, name := range order[:min(len(order), 4)] {
		parts = append(parts, words.Text("visit.flare", name, counts[name]))
	}
	if more := len(order) - len(parts); more > 0 {
		parts = append(parts, words.Text("chart.more", more))
	}
	return words.List(parts)
}

func (v *Visit) adherenceSection() VisitSection {
	var s VisitSection
	open := false
	for _, a := range v.Adherence {
		var parts []string
		if a.Due != nil {
			parts = append(parts, words.Text("visit.taken", a.Due.Taken, a.Due.Due))
			if a.Due.Skipped > 0 {
				parts = append(parts, words.Text("visit.skipped", a.Due.Skipped))
			}
			if a.Due.Open > 0 {
				open = true
				parts = append(parts, words.Text("visit.open", a.Due.Open))
			}
			if a.Due.Double > 0 {
				parts = append(parts, words.Text("visit.double", a.Due.Double))
			}
		}
		if a.Needed > 0 {
			key := "visit.needed"
			if a.Due != nil {
				key = "visit.extra"
			}
			text := words.Text(key, words.Count(int64(a.Needed), "dose"), words.Count(int64(a.NeededDays), "day"))
			if a.NeededBefore != nil {
				text += words.Text("visit.needed_before", words.Count(int64(*a.NeededBefore), "day"))
			}
			parts = append(parts, text)
		}
		s.Rows = append(s.Rows, row(a.Name, parts...))
	}
	if open {
		s.Note = words.Text("visit.note.open")
	}
	if v.NotCounted {
		s.Note = words.Text("visit.note.not_counted")
	}
	return s
}

func (v *Visit) measurementSection() VisitSection {
	var s VisitSection
	for i := 0; i < len(v.Measurements); i++ {
		m := &v.Measurements[i]
		if i+1 < len(v.Measurements) && m.pairs(&v.Measurements[i+1]) {
			s.Rows = append(s.Rows, row(m.Name, m.pairSentence(&v.Measurements[i+1])))
			i++
			continue
		}
		name := m.Name
		if m.Part != "" {
			name = words.Text("chart.part", m.Name, m.Part)
		}
		s.Rows = append(s.Rows, row(name, m.sentences()...))
	}
	if len(s.Rows) > 0 {
		s.Note = words.Text("visit.note.middle")
	}
	return s
}

// pairs reports that two lines are the halves of one measure, as of blood pressure.
func (m *VisitMeasurement) pairs(other *VisitMeasurement) bool {
	return m.Part != "" && journal.Fold(m.Name) == journal.Fold(other.Name) && m.Unit == other.Unit && m.Count == other.Count
}

func (m *VisitMeasurement) pairSentence(other *VisitMeasurement) string {
	both := func(x, y float64) string { return m.number(x) + "/" + m.number(y) }
	if m.Count == 1 {
		return words.Text("visit.reading", join(both(m.Low, other.Low), m.Unit), DateText(m.NewestDay))
	}
	text := words.Text("visit.spread", both(m.Low, other.Low), both(m.Middle, other.Middle), join(both(m.High, other.High), m.Unit),
		words.Count(int64(m.Count), "reading"))
	if m.Before != nil && other.Before != nil {
		text += ", " + words.Text("visit.median_before", both(*m.Before, *other.Before))
	}
	return text
}

func (m *VisitMeasurement) sentences() []string {
	var parts []string
	switch {
	case m.scale == journal.YesNo:
		parts = append(parts, words.Text("visit.answers", words.Count(int64(m.Count), "value"), m.newest()))
	case m.Count == 1:
		parts = append(parts, words.Text("visit.reading", m.newest(), DateText(m.NewestDay)))
	case m.Device:
		parts = append(parts, words.Text("visit.device", m.number(m.Low), m.Text(m.High), m.number(m.Middle), words.Count(int64(m.Count), "reading")))
	default:
		parts = append(parts, words.Text("visit.spread", m.number(m.Low), m.number(m.Middle), m.Text(m.High), words.Count(int64(m.Count), "reading")))
		if m.Range != "" {
			parts = append(parts, words.Text("visit.newest", m.newest(), DateText(m.NewestDay)))
		}
	}
	if m.Range != "" {
		outside := words.Text("visit.range.inside")
		switch {
		case m.Above > 0 && m.Below > 0:
			outside = words.Text("visit.range.both", m.Below, m.Above)
		case m.Above > 0:
			outside = words.Text("visit.range.above", m.Above, m.Count)
		case m.Below > 0:
			outside = words.Text("visit.range.below", m.Below, m.Count)
		}
		parts = append(parts, words.Text("visit.range.lab", m.Range, outside))
	}
	if m.Before != nil && m.Count > 1 && m.scale != journal.YesNo {
		parts = append(parts, words.Text("visit.median_before", m.number(*m.Before)))
	}
	return parts
}

func (v *Visit) helpedSection() VisitSection {
	s := VisitSection{}
	for i := range v.Helped {
		h := &v.Helped[i]
		var parts []string
		switch {
		case h.Benefit != "" && h.SaidHelped():
			parts = append(parts, words.Text("visit.helped", h.Benefit, DateText(*h.Day)))
		case h.Benefit != "":
			parts = append(parts, words.Text("visit.not_helped", h.Benefit, DateText(*h.Day)))
		}
		if h.Words != "" {
			parts = append(parts, quoted(h.Words))
		}
		if h.Before != "" && h.BeforeDay != nil {
			parts = append(parts, words.Text("visit.was", h.Before, DateText(*h.BeforeDay)))
		}
		if h.Effects > 0 {
			parts = append(parts, words.Text("visit.effect", words.Count(int64(h.Effects), "dose"), h.Effect))
		}
		s.Rows = append(s.Rows, row(h.Name, parts...))
	}
	return s
}

func (v *Visit) sideEffectSection() VisitSection {
	var s VisitSection
	for _, x := range v.SideEffects {
		said0 := strings.Join(x.Effects, ", ")
		if said0 == "" && x.Degree == "" {
			said0 = words.Text("visit.side_effects.none")
		}
		s.Rows = append(s.Rows, row(x.Name, said0, said("visit.degree", x.Degree), said("visit.burden", x.Burden), words.Text("visit.said_on", DateText(x.Day))))
	}
	return s
}

func (v *Visit) questionnaireSection() VisitSection {
	var s VisitSection
	sources := []string{}
	for _, q := range v.Questionnaires {
		parts := []string{words.Text("visit.score", q.Score, DateText(q.Day))}
		if q.Band != "" {
			parts = append(parts, words.Text("visit.band", q.Band))
		}
		if q.Change != nil && q.BeforeDay != nil {
			parts = append(parts, words.Text("visit.score_before", numberText(*q.Before), DateText(*q.BeforeDay)))
		}
		s.Rows = append(s.Rows, row(q.Name, parts...))
		if q.Source != "" {
			sources = append(sources, words.Text("visit.band_source", q.Name, q.Source))
		}
	}
	s.Note = strings.Join(sources, " ")
	return s
}

func (v *Visit) eventSection() VisitSection {
	var s VisitSection
	for _, e := range v.Events {
		s.Rows = append(s.Rows, row(e.Name, e.Day, e.Reason))
	}
	return s
}

func (v *Visit) noteSection() VisitSection {
	var s VisitSection
	for _, n := range v.Notes {
		head := DateText(n.Day)
		if n.About != "" {
			head += ", " + n.About
		}
		s.Rows = append(s.Rows, VisitRow{Cells: []string{head, quoted(n.Text)}})
	}
	return s
}
