package app

import (
	"strconv"
	"strings"

	"kith/app/words"
	"kith/journal"
	"kith/journal/instrument"
)

// ScoreText says what an answer came to: "12, of 0 to 24"; "not complete, so there
// is no score (left out: 4)"; "4 of 5 questions answered" where there is no rule for a score.
func (d *Answered) ScoreText() string {
	score := d.Result.Score
	switch {
	case score != nil && d.Pack != nil:
		if low, high, ok := d.Pack.ScoreRange(); ok {
			return words.Text("instrument.score", score, low, high)
		}
		fallthrough
	case score != nil:
		return score.String()
	case len(d.Result.Missing) > 0:
		return words.Text("instrument.no_score", numbersText(d.Result.Missing))
	}
	given := 0
	for _, n := range d.Response().Answers {
		if n != nil {
			given++
		}
	}
	return words.Text("instrument.given", given, words.Count(int64(len(d.Response().Answers)), "question"))
}

func numbersText(numbers []int) string {
	texts := make([]string, len(numbers))
	for i, n := range numbers {
		texts[i] = strconv.Itoa(n)
	}
	return words.List(texts)
}

// BandText says what the authors call the range of the score, and that this is no
// diagnosis; "" if they call it nothing.
func (d *Answered) BandText() string {
	if d.Result.Band == nil {
		return ""
	}
	return words.Text("instrument.band", d.Result.Band.Text)
}

// BandSource says who calls it that; "" if there is nothing that it is called.
func (d *Answered) BandSource() string {
	if d.Result.Band == nil {
		return ""
	}
	return words.Text("instrument.band.source", d.Pack.BandsSource)
}

// SubscoreTexts says what each subscore came to.
func (d *Answered) SubscoreTexts() []string {
	var texts []string
	for _, s := range d.Result.Subscores {
		if s.Score == nil {
			texts = append(texts, words.Text("instrument.subscore.none", s.Title))
		} else {
			texts = append(texts, words.Text("instrument.subscore", s.Title, s.Score))
		}
	}
	return texts
}

// EveryText says how often a person wants to be asked, "" for never: "every 14 days".
func EveryText(c instrument.Cadence) string {
	if c.IsNever() {
		return ""
	}
	unit := [...]string{instrument.Days: "day", instrument.Weeks: "week", instrument.Months: "month"}[c.Unit]
	if c.Every == 1 {
		return words.Text("instrument.every." + unit)
	}
	return words.Text("instrument.every", words.Count(int64(c.Every), unit))
}

// DueText says when a questionnaire is due, seen from today; "" if it never is.
func (q *Questionnaire) DueText(today journal.Date) string {
	switch {
	case q.Due == nil:
		return ""
	case *q.Due == today:
		return words.Text("instrument.due.today")
	case *q.Due < today:
		return words.Text("instrument.due.since", DateText(*q.Due))
	}
	return words.Text("instrument.due.next", DateText(*q.Due))
}

// LanguageText says that the questions are in another language than the rest, ""
// if they are not.
func (q *Questionnaire) LanguageText() string {
	if q.Translated || q.Pack.TotalOnly() {
		return ""
	}
	name := words.LanguageName(strings.ToLower(q.Pack.Language))
	if name == "" {
		name = q.Pack.Language
	}
	return words.Text("instrument.language", name)
}

// CrisisLineText says whom to call: "Lifeline: 13 11 14".
func CrisisLineText(l instrument.CrisisLine) string {
	if l.Text {
		return words.Text("instrument.crisis.text_line", l.Name, l.Number)
	}
	return words.Text("instrument.crisis.line", l.Name, l.Number)
}

// LastText says what the newest answer came to: "12", "no score"; "" if there is
// none.
func (q *Questionnaire) LastText() string {
	if q.Last == nil {
		return ""
	}
	if score := q.Last.Body.(*journal.Response).Score; score != nil {
		return score.String()
	}
	return words.Text("instrument.last.none")
}
