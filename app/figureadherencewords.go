package app

import (
	"strings"

	"kith/app/words"
)

// countedWords writes what is said several times once, with its number.
func countedWords(list []string) string {
	var parts []string
	n := map[string]int{}
	for _, text := range list {
		if n[text]++; n[text] == 1 {
			parts = append(parts, text)
		}
	}
	for i, text := range parts {
		if n[text] > 1 {
			parts[i] = words.Text("adherence.times", text, n[text])
		}
	}
	return strings.Join(parts, "; ")
}

// note stands below the name of a row.
func (row *adherent) note() string {
	switch {
	case row.needed:
		return words.Text("adherence.note.needed", words.Count(int64(row.sum.Taken), "time"))
	case row.sum.Due == 0:
		return words.Text("adherence.note.none")
	case row.sum.Open > 0:
		return words.Text("adherence.note.open", row.sum.Taken, row.sum.Due, row.sum.Open)
	}
	return words.Text("adherence.note", row.sum.Taken, row.sum.Due)
}

// say writes the sentences.
func (g *adherence) say(f *Figure) {
	f.Sentences = []string{words.Text("adherence.sum.range", f.Person.Name, DateText(g.from), DateText(g.to), words.Count(int64(f.Days()), "day"))}
	named := g.rows[:min(len(g.rows), maxSummaryLanes)]
	unlogged := false
	for _, row := range named {
		f.Sentences = append(f.Sentences, row.sentence())
		unlogged = unlogged || row.sum.Open > 0
	}
	if more := len(g.rows) - len(named); more > 0 {
		f.Sentences = append(f.Sentences, words.Text("chart.sum.more_treatments", more))
	}
	if len(g.rows) == 0 {
		f.Sentences = append(f.Sentences, words.Text("adherence.sum.none"))
	}
	if unlogged {
		f.Sentences = append(f.Sentences, words.Text("adherence.sum.unknown"))
	}
	if n := len(g.rows) - maxAdherenceRows; n > 0 {
		f.LeftOut = append(f.LeftOut, words.Text("adherence.left_out.rows", words.Count(int64(n), "treatment")))
	}
	if len(g.noPlan) > 0 {
		f.LeftOut = append(f.LeftOut, words.Text("adherence.left_out.no_plan", words.List(g.noPlan[:min(len(g.noPlan), maxSummaryLanes)])))
	}
	f.Sentences = append(f.Sentences, f.LeftOut...)
}

// sentence says what became of the doses of a row.
func (row *adherent) sentence() string {
	var parts []string
	switch {
	case row.needed:
		parts = append(parts, words.Text("adherence.sum.needed", row.name, words.Count(int64(row.sum.Taken), "time")))
	case row.sum.Due == 0:
		parts = append(parts, words.Text("adherence.sum.not_due", row.name))
	default:
		parts = append(parts, words.Text("adherence.sum.row", row.name, words.Count(int64(row.sum.Due), "dose"), row.sum.Taken, row.sum.Skipped, row.sum.Open))
		ofDue, ofLogged := row.sum.OfDue(), row.sum.OfLogged()
		if ofLogged != nil {
			parts = append(parts, words.Text("adherence.sum.shares", percent(*ofDue), percent(*ofLogged)))
		}
	}
	if row.sum.Double > 0 {
		parts = append(parts, words.Text("adherence.sum.double", row.sum.Double))
	}
	if row.beside > 0 {
		parts = append(parts, words.Text("adherence.sum.beside", words.Count(int64(row.beside), "dose")))
	}
	for _, p := range row.pauses[:min(len(row.pauses), 4)] {
		key := "adherence.sum.pause"
		if p.Reason != "" {
			parts = append(parts, words.Text(key+".why", DateText(p.From), DateText(*p.To), p.Reason))
			continue
		}
		parts = append(parts, words.Text(key, DateText(p.From), DateText(*p.To)))
	}
	return strings.Join(parts, " ")
}
