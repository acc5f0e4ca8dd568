package cli

import (
	"kith/app"
	"kith/journal"
	"kith/journal/instrument"
)

// questionnaireJSON is a questionnaire as one person has it. What is not known is
// left out.
type questionnaireJSON struct {
	ID        string           `json:"id"`
	Title     string           `json:"title"`
	Version   string           `json:"version,omitempty"`
	About     string           `json:"about,omitempty"`
	Questions int              `json:"questions"`
	TotalOnly bool             `json:"total_only"`
	Own       bool             `json:"own"`
	Low       *journal.Decimal `json:"low,omitempty"`  // of the score
	High      *journal.Decimal `json:"high,omitempty"` // of the score
	Every     string           `json:"every,omitempty"`
	Due       string           `json:"due,omitempty"` // civil date
	Last      string           `json:"last,omitempty"`
	LastScore *journal.Decimal `json:"last_score,omitempty"`
}

func questionnaireDocument(q *app.Questionnaire) questionnaireJSON {
	d := questionnaireJSON{
		ID: q.Pack.ID, Title: q.Pack.Title, Version: q.Pack.Version, About: q.Pack.About,
		Questions: len(q.Pack.Items), TotalOnly: q.Pack.TotalOnly(), Own: q.Own,
	}
	if low, high, ok := q.Pack.ScoreRange(); ok {
		d.Low, d.High = &low, &high
	}
	if !q.Every.IsNever() {
		d.Every = q.Every.Short()
	}
	if q.Due != nil {
		d.Due = q.Due.String()
	}
	if q.Last != nil {
		d.Last = q.Last.When.Date.String()
		d.LastScore = q.Last.Body.(*journal.Response).Score
	}
	return d
}

// resultJSON is what answers came to; Score is left out where there is none.
type resultJSON struct {
	Score     *journal.Decimal `json:"score,omitempty"`
	Complete  bool             `json:"complete"`
	Missing   []int            `json:"missing,omitempty"` // questions of the score, from 1
	Band      *bandJSON        `json:"band,omitempty"`
	Subscores []subscoreJSON   `json:"subscores,omitempty"`
}

type bandJSON struct {
	From   journal.Decimal `json:"from"`
	To     journal.Decimal `json:"to"`
	Called string          `json:"called"`
	Source string          `json:"source"`
}

type subscoreJSON struct {
	Title string           `json:"title"`
	Score *journal.Decimal `json:"score,omitempty"`
}

func resultDocument(d *app.Answered) resultJSON {
	r := resultJSON{Score: d.Result.Score, Missing: d.Result.Missing, Complete: len(d.Result.Missing) == 0}
	if b := d.Result.Band; b != nil {
		r.Band = &bandJSON{b.From, b.To, b.Text, d.Pack.BandsSource}
	}
	for _, s := range d.Result.Subscores {
		r.Subscores = append(r.Subscores, subscoreJSON(s))
	}
	return r
}

// answeredJSON is one filled-in questionnaire with its questions.
type answeredJSON struct {
	Entry  app.Document `json:"entry"`
	Result resultJSON   `json:"result"`
	Lines  []lineJSON   `json:"lines,omitempty"`
}

// lineJSON is one question; Answer is left out if it had none.
type lineJSON struct {
	Question string           `json:"question"`
	Value    *journal.Decimal `json:"value,omitempty"`
	Answer   string           `json:"answer,omitempty"`
}

func answeredDocument(p app.Person, d *app.Answered) answeredJSON {
	document := answeredJSON{Entry: app.DocumentOf(p.Name, &d.Entry), Result: resultDocument(d)}
	for i, line := range d.Lines() {
		document.Lines = append(document.Lines, lineJSON{line.Question, d.Response().Answers[i], line.Answer})
	}
	return document
}

// helpJSON is whom to call; Country is left out where it is not known.
type helpJSON struct {
	Country   string                  `json:"country,omitempty"`
	Emergency string                  `json:"emergency,omitempty"`
	Lines     []instrument.CrisisLine `json:"lines,omitempty"`
	AsOf      string                  `json:"as_of"`
}

func helpDocument(all *instrument.Crisis, here *instrument.Country) helpJSON {
	h := helpJSON{AsOf: all.AsOf}
	if here != nil {
		h.Country, h.Emergency, h.Lines = here.Code, here.Emergency, here.Lines
	}
	return h
}
