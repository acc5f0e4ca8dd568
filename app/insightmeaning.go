package app

import (
	"context"
	"errors"
	"fmt"

	"kith/app/words"
	"kith/journal"
)

// InsightMeaning is what a person says about the values of a symptom, measure or
// factor. Charts, statistics and exports obey it.
type InsightMeaning struct {
	Better  journal.Polarity `json:"better"`
	Absence journal.Absence  `json:"absence"`
}

// ErrNoMeaning says that nothing can be said about the values of a name: those of
// questionnaires and devices have a meaning of their own, and doses are counted.
var ErrNoMeaning = errors.New("its values have a meaning of their own")

// InsightMeaningOf returns what is said about the values of a name, as [App.Daily]
// finds it.
func (a *App) InsightMeaningOf(ctx context.Context, p Person, name string) (string, InsightMeaning, error) {
	s, err := a.Daily(ctx, p, name, nil, nil)
	if err != nil {
		return "", InsightMeaning{}, err
	}
	return s.Name, InsightMeaning{s.Polarity, s.Absence}, nil
}

// SetInsightMeaning says something else about the values of a name; 0 leaves what
// was said. It can be undone like any change of an entry. It fails with an
// [UnknownMeasureError], [ErrNoMeaning] or [journal.ErrUnchanged].
func (a *App) SetInsightMeaning(ctx context.Context, p Person, name string, m InsightMeaning) error {
	s, err := a.Daily(ctx, p, name, nil, nil)
	if err != nil {
		return err
	}
	if !s.hasDefinition() {
		return fmt.Errorf("%q: %w", s.Name, ErrNoMeaning)
	}
	definitions, err := a.List(ctx, []Person{p}, journal.Query{Kinds: []journal.Kind{journal.KindDefinition}, Name: s.Name})
	if err != nil {
		return err
	}
	for _, d := range definitions {
		if d.Entry.Body.(*journal.Definition).Of != s.Kind {
			continue
		}
		_, err := a.Edit(ctx, p, d.Entry.ID, func(e *journal.Entry) error {
			changed := *e.Body.(*journal.Definition)
			changed.Polarity, changed.Absence = s.Polarity, s.Absence // the vocabulary may have said so
			if m.Better != 0 {
				changed.Polarity = m.Better
			}
			if m.Absence != 0 {
				changed.Absence = m.Absence
			}
			if changed.Polarity == s.Polarity && changed.Absence == s.Absence {
				return journal.ErrUnchanged
			}
			changed.Version++ // somebody said so: the vocabulary is not asked any more
			e.Body = &changed
			return nil
		})
		return err
	}
	return fmt.Errorf("%q: %w", s.Name, ErrNoMeaning)
}

// Text says what the values mean.
func (m InsightMeaning) Text(name string) string {
	return words.Text("insight.meaning", name, words.Text("insight.better."+m.Better.String()), words.Text("insight.absent."+m.Absence.String()))
}
