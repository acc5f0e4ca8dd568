package app

import (
	"context"
	"slices"
	"strings"

	"kith/app/words"
	"kith/journal"
)

// leftOut stands for no value in what is said about an item.
const leftOut = "-"

// FillCheckin returns the answers that a check-in has by what is said: texts of the
// form ITEM=VALUE, where - leaves the item out. With repeat everything usual that has
// no entry on the day yet gets its last value first. An item that is not among items
// is read as a quick line would be. Its errors are those of [CheckinItem.Read].
func (a *App) FillCheckin(ctx context.Context, p Person, items []CheckinItem, repeat bool, said []string) ([]CheckinAnswer, error) {
	var answers []CheckinAnswer
	set := func(answer CheckinAnswer) {
		is := func(x CheckinAnswer) bool {
			return x.Kind == answer.Kind && journal.Fold(x.Name) == journal.Fold(answer.Name)
		}
		if i := slices.IndexFunc(answers, is); i >= 0 {
			answers[i] = answer
			return
		}
		answers = append(answers, answer)
	}
	if repeat {
		for i := range items {
			if items[i].Repeats() {
				set(CheckinAnswer{items[i].Kind, items[i].Name, items[i].Before.Value()})
			}
		}
	}
	for _, text := range said {
		name, value, ok := strings.Cut(text, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !ok || name == "" {
			return nil, input("%s", words.Text("today.checkin.said", text))
		}
		i := slices.IndexFunc(items, func(i CheckinItem) bool { return journal.Fold(i.Name) == journal.Fold(name) })
		switch {
		case value == leftOut && i < 0:
			return nil, input("%s", words.Text("today.checkin.unknown", name))
		case value == leftOut:
			answers = slices.DeleteFunc(answers, func(x CheckinAnswer) bool { return x.Name == items[i].Name && x.Kind == items[i].Kind })
		case i >= 0:
			v, err := items[i].Read(value)
			if err != nil {
				return nil, err
			}
			set(CheckinAnswer{items[i].Kind, items[i].Name, v})
		default:
			answer, err := a.newAnswer(ctx, p, name, value)
			if err != nil {
				return nil, err
			}
			set(answer)
		}
	}
	return answers, nil
}

// Repeats reports whether repeating the last check-in fills the item in: it is usual,
// has a last value, and nothing was written down on the day yet.
func (i *CheckinItem) Repeats() bool { return i.Usual && i.Before != nil && i.On == nil }

// newAnswer reads a value of something that is not in the check-in yet.
func (a *App) newAnswer(ctx context.Context, p Person, name, value string) (CheckinAnswer, error) {
	parsed, err := a.Read(ctx, p, `"`+strings.ReplaceAll(name, `"`, "")+`" `+value, "")
	if err != nil {
		return CheckinAnswer{}, err
	}
	e := &parsed.Entry
	if !slices.Contains(checkinKinds, e.Kind) {
		return CheckinAnswer{}, input("%s", words.Text("today.checkin.kind"))
	}
	return CheckinAnswer{e.Kind, e.Name, e.Value()}, nil
}

// CheckinKind returns the kind of something by its name: as the person used it, or as
// a quick line of it would be read.
func (a *App) CheckinKind(ctx context.Context, p Person, name string) (journal.Kind, error) {
	known, err := a.Known(ctx, p)
	if err != nil {
		return 0, err
	}
	for _, k := range known {
		if journal.Fold(k.Name) == journal.Fold(name) && slices.Contains(checkinKinds, k.Kind) {
			return k.Kind, nil
		}
	}
	return journal.KindSymptom, nil
}

// LoggedText writes what was logged of an item; that it has no value is that it was
// there.
func LoggedText(v *journal.Value) string {
	if v == nil {
		return words.Text("today.yes")
	}
	return ValueText(v)
}
