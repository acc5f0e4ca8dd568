package instrument

import (
	"strings"

	"kith/journal"
)

// Line is one question of a questionnaire that was filled in, with its answer.
type Line struct {
	Question string
	// Answer is "" if it was left out.
	Answer string
}

// Describe says what was answered, in the words of the pack. It is nil for a total
// alone, and for answers that are not of this version of the pack.
func (p *Pack) Describe(r *journal.Response) []Line {
	if r.TotalOnly || len(r.Answers) != len(p.Items) || r.Version != "" && r.Version != p.Version {
		return nil
	}
	lines := make([]Line, len(p.Items))
	for i, a := range r.Answers {
		lines[i].Question = p.Items[i].Text
		if a != nil {
			lines[i].Answer = p.AnswerText(i, *a)
		}
	}
	return lines
}

// AnswerText writes an answer to item i, from 0: "Several days", "4 days".
func (p *Pack) AnswerText(i int, n journal.Decimal) string {
	for _, a := range p.AnswersOf(i) {
		if a.Value.Cmp(n) == 0 {
			return a.Text
		}
	}
	if r := p.Items[i].Number; r != nil {
		return strings.TrimSpace(n.String() + " " + r.Unit)
	}
	return n.String()
}
