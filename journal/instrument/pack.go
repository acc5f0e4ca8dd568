package instrument

import (
	"maps"
	"slices"

	"kith/journal"
)

// Pack is one version of a questionnaire. Its JSON is described in
// PACK.md; [Decode] reads it and refuses what does not fit together.
type Pack struct {
	// Format is [Format].
	Format int `json:"kith_instrument"`
	// ID names it in every version: lower-case letters, digits and hyphens.
	ID      string `json:"id"`
	Version string `json:"version"`
	Title   string `json:"title"`
	// About says in a line what it is about.
	About string `json:"about,omitempty"`
	// Language is that of the texts, as in RFC 5646: "en".
	Language string `json:"language"`
	// Source is where it was published, Licence why it may be used.
	Source  string `json:"source,omitempty"`
	Licence string `json:"licence,omitempty"`
	// Recall stands over the items: the time they ask about.
	Recall string `json:"recall,omitempty"`
	// Answers are those of every item that has neither its own nor a Number.
	Answers []Answer `json:"answers,omitempty"`
	Items   []Item   `json:"items,omitempty"`
	// Total is the range of the score where only that is entered; there are no
	// Items then.
	Total *Range `json:"total,omitempty"`
	// Score is how the answers become the score; nil if there is none.
	Score     *Rule      `json:"score,omitempty"`
	Subscores []Subscore `json:"subscores,omitempty"`
	// Bands are what ranges of the score are called, from the lowest, and
	// BandsSource who called them that.
	Bands       []Band `json:"bands,omitempty"`
	BandsSource string `json:"bands_source,omitempty"`
	// Alerts name the items whose answer may mean that somebody needs help now.
	Alerts []Alert `json:"alerts,omitempty"`
	// Cadence is how often it is usually asked, as [ParseCadence] reads it.
	Cadence string `json:"cadence,omitempty"`
	// Translations are the texts in other languages, by RFC 5646 name.
	Translations map[string]Translation `json:"translations,omitempty"`
}

// Format is the version of the format of packs.
const Format = 1

// Answer is one answer to choose, and what it counts.
type Answer struct {
	Value journal.Decimal `json:"value"`
	Text  string          `json:"text"`
}

// Item is one question. It has Answers to choose from, or a Number to give.
type Item struct {
	Text    string   `json:"text"`
	Answers []Answer `json:"answers,omitempty"`
	Number  *Range   `json:"number,omitempty"`
}

// Range is what a number may be, both ends included. Whole numbers have a Step of
// 1; nil is any number.
type Range struct {
	Low  journal.Decimal  `json:"low"`
	High journal.Decimal  `json:"high"`
	Step *journal.Decimal `json:"step,omitempty"`
	Unit string           `json:"unit,omitempty"`
}

// Rule makes a score: the sum of the answers to Items, each times its weight.
type Rule struct {
	// Items are numbered from 1; none is all.
	Items []int `json:"items,omitempty"`
	// Weights are as many as Items; none is 1 for each.
	Weights []journal.Decimal `json:"weights,omitempty"`
	// MaxMissing is how many of Items may be left out: each then counts as the mean
	// of those that were answered, and the score is rounded to two decimal places,
	// halves away from zero. With more there is no score.
	MaxMissing int `json:"max_missing,omitempty"`
	// Cap is the most that the score can be, nil for no limit.
	Cap *journal.Decimal `json:"cap,omitempty"`
}

// Subscore is a score of some of the items.
type Subscore struct {
	Title string `json:"title"`
	Rule
}

// Band is what a range of the score is called, both ends included.
type Band struct {
	From journal.Decimal `json:"from"`
	To   journal.Decimal `json:"to"`
	Text string          `json:"text"`
}

// Alert is about an item, numbered from 1, that was answered above a number.
type Alert struct {
	Item  int             `json:"item"`
	Above journal.Decimal `json:"above"`
}

// Translation holds the texts of a pack in another language, each in the order of
// the pack. What is empty stays in the pack's own.
type Translation struct {
	// Source says whose translation it is.
	Source  string   `json:"source"`
	About   string   `json:"about,omitempty"`
	Recall  string   `json:"recall"`
	Answers []string `json:"answers,omitempty"`
	// Items are the questions, all of them.
	Items []TranslatedItem `json:"items"`
	Bands []string         `json:"bands,omitempty"`
	// Subscores are the titles.
	Subscores []string `json:"subscores,omitempty"`
}

// TranslatedItem holds the texts of an item. Answers are those of the item itself.
type TranslatedItem struct {
	Text    string   `json:"text"`
	Answers []string `json:"answers,omitempty"`
	Unit    string   `json:"unit,omitempty"`
}

// TotalOnly reports whether only a total is entered.
func (p *Pack) TotalOnly() bool { return p.Total != nil }

// AnswersOf returns what can be chosen for item i, counted from 0; nil where a
// number is given.
func (p *Pack) AnswersOf(i int) []Answer {
	switch item := &p.Items[i]; {
	case item.Number != nil:
		return nil
	case len(item.Answers) > 0:
		return item.Answers
	}
	return p.Answers
}

// In returns the pack with its texts in a language, such as "es" or "es-MX", and
// whether there are any: otherwise it is the pack itself.
func (p *Pack) In(language string) (*Pack, bool) {
	if sameLanguage(p.Language, language) {
		return p, true
	}
	for _, name := range slices.Sorted(maps.Keys(p.Translations)) {
		if sameLanguage(name, language) {
			return p.translated(name, p.Translations[name]), true
		}
	}
	return p, false
}

// translated lays the texts of t over a copy of the pack.
func (p *Pack) translated(language string, t Translation) *Pack {
	q := *p
	q.Language, q.Translations = language, nil
	q.About, q.Recall = or(t.About, p.About), or(t.Recall, p.Recall)
	q.Source = p.Source
	q.Answers = answersIn(p.Answers, t.Answers)
	q.Items = slices.Clone(p.Items)
	for i, texts := range t.Items {
		item := &q.Items[i]
		item.Text, item.Answers = or(texts.Text, item.Text), answersIn(item.Answers, texts.Answers)
		if item.Number != nil && texts.Unit != "" {
			number := *item.Number
			number.Unit = texts.Unit
			item.Number = &number
		}
	}
	q.Bands = slices.Clone(p.Bands)
	for i, text := range t.Bands {
		q.Bands[i].Text = or(text, q.Bands[i].Text)
	}
	q.Subscores = slices.Clone(p.Subscores)
	for i, text := range t.Subscores {
		q.Subscores[i].Title = or(text, q.Subscores[i].Title)
	}
	return &q
}

func answersIn(answers []Answer, texts []string) []Answer {
	if len(texts) == 0 {
		return answers
	}
	answers = slices.Clone(answers)
	for i, text := range texts {
		answers[i].Text = or(text, answers[i].Text)
	}
	return answers
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
