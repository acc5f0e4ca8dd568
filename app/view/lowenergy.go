package view

import (
	"context"
	"errors"
	"strings"
	"time"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/schedule"
)

// LowEnergy is low-energy mode for one person: one question at a time, each answer
// saved at once as an act of its own. It keeps nothing between the screens.
type LowEnergy struct {
	app    *app.App
	person app.Person
}

// NewLowEnergy returns low-energy mode for a person.
func NewLowEnergy(a *app.App, p app.Person) *LowEnergy { return &LowEnergy{a, p} }

// Title says whose record it is.
func (l *LowEnergy) Title() string { return words.Text("low.for", l.person.Name) }

// LowQuestion is one question about now.
type LowQuestion struct {
	Text string
	// Scored says that it is answered by 0 to 10; otherwise by 1 for yes and 0 for no.
	Scored bool

	kind journal.Kind
	name string
}

// Questions returns what is usually written down and can be answered by one button,
// in the order of the check-in; with nothing written yet, what most people have.
// What today has already is left out, unless it is of the kind that changes: symptoms.
func (l *LowEnergy) Questions(ctx context.Context) ([]LowQuestion, error) {
	items, err := l.app.Checkin(ctx, l.person, l.app.Day())
	if err != nil {
		return nil, err
	}
	var questions []LowQuestion
	add := func(kind journal.Kind, name string, scored bool) {
		key := "low.question.yes"
		if scored {
			key = "low.question"
		}
		questions = append(questions, LowQuestion{Text: words.Text(key, name), Scored: scored, kind: kind, name: name})
	}
	for _, i := range items {
		if !i.Usual || i.On != nil && i.Kind != journal.KindSymptom {
			continue
		}
		switch like := i.Like(); {
		case like == nil && i.Kind == journal.KindSymptom, like != nil && like.Scale == journal.NRS:
			add(i.Kind, i.Name, true)
		case like == nil && i.Kind == journal.KindFactor, like != nil && like.Scale == journal.YesNo:
			add(i.Kind, i.Name, false)
		}
	}
	if len(questions) == 0 {
		add(journal.KindSymptom, words.Text("low.first.1"), true)
		add(journal.KindSymptom, words.Text("low.first.2"), true)
	}
	return questions, nil
}

// Answer saves the answer to a question, 0 to 10 or 0 and 1, and says what was saved.
func (l *LowEnergy) Answer(ctx context.Context, q LowQuestion, n int) (string, error) {
	number := journal.DecimalOf(int64(n))
	value := &journal.Value{Scale: journal.YesNo, Number: &number}
	if q.Scored {
		value.Scale = journal.NRS
	}
	kept, err := l.app.SaveCheckin(ctx, l.person, l.app.Day(), []app.CheckinAnswer{{Kind: q.kind, Name: q.name, Value: value}})
	if err != nil {
		return "", err
	}
	return words.Text("low.saved", app.Describe(&kept[0].Entry)), nil
}

// LowDose is a dose that is due and not logged.
type LowDose struct {
	Text string
	due  schedule.Due
}

// How far before now and ahead a dose that was not logged is offered.
const (
	lowDoseBack  = 12 * time.Hour
	lowDoseAhead = time.Hour
)

// Doses returns the doses that are due about now and that nobody logged, the oldest
// first.
func (l *LowEnergy) Doses(ctx context.Context) ([]LowDose, error) {
	now := l.app.Now()
	due, err := l.app.DueBetween(ctx, l.person, now.Add(-lowDoseBack), now.Add(lowDoseAhead))
	if err != nil {
		return nil, err
	}
	var doses []LowDose
	for _, d := range due {
		if d.Dose != nil {
			continue
		}
		name := strings.TrimSpace(d.Name + " " + amountText(d.Amount))
		doses = append(doses, LowDose{words.Text("low.dose.at", name, d.At.In(l.app.Zone()).Format("15:04")), d.Due})
	}
	return doses, nil
}

// Take logs a dose as taken now, and says so.
func (l *LowEnergy) Take(ctx context.Context, d LowDose) (string, error) {
	e, err := l.app.TakeDose(ctx, l.person, d.due, app.Took{})
	if err != nil {
		return "", err
	}
	return words.Text("low.taken", strings.TrimSpace(e.Name+" "+amountText(d.due.Amount))), nil
}

// TakeOther logs something that was taken, as it would be typed after "took".
func (l *LowEnergy) TakeOther(ctx context.Context, text string) (string, error) {
	if strings.TrimSpace(text) == "" {
		return "", &app.InputError{Err: errors.New(words.Text("low.empty"))}
	}
	e, err := l.app.Log(ctx, l.person, "took "+strings.TrimSpace(text), "")
	if err != nil {
		return "", err
	}
	return words.Text("low.saved", app.Describe(&e)), nil
}

// Note saves a note of a few words, and says so.
func (l *LowEnergy) Note(ctx context.Context, text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", &app.InputError{Err: errors.New(words.Text("low.empty"))}
	}
	note := journal.Entry{Kind: journal.KindNote, When: journal.At(l.app.Now()), Note: text}
	kept, err := l.app.LogEntries(ctx, l.person, "log", note)
	if err != nil {
		return "", err
	}
	return words.Text("low.saved", app.Describe(&kept[0].Entry)), nil
}
