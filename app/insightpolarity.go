package app

import (
	"slices"

	"kith/journal"
	"kith/journal/instrument"
)

// better says which end of the values of a name is better for the person: what
// the definition says, if anybody changed it; else what the vocabulary says of a
// measure and the maker of a questionnaire of its score. Neutral is nobody knows.
func (a *App) better(kind journal.Kind, name string, def *journal.Definition) journal.Polarity {
	switch {
	case def != nil && def.Polarity != 0 && (def.Polarity != journal.Neutral || def.Version > 1):
		return def.Polarity
	case kind == journal.KindSymptom:
		return journal.HigherIsWorse
	case kind == journal.KindMeasure || kind == journal.KindSamples:
		return a.betterMeasure(name)
	case kind == journal.KindResponse:
		return betterScore(name)
	}
	return journal.Neutral
}

func (a *App) betterMeasure(name string) journal.Polarity {
	v, err := a.Vocabulary()
	if err != nil { // without it nobody knows, which is no error for a person's question
		return journal.Neutral
	}
	term := v.Find(journal.KindMeasure, name)
	if term == nil {
		return journal.Neutral
	}
	var p journal.Polarity
	if p.UnmarshalText([]byte(term.Extra["polarity"])) != nil {
		return journal.Neutral
	}
	return p
}

// Of the questionnaires that are built in, those whose higher scores are better,
// as their makers say; of a PROMIS T-score it depends on which one it is.
var (
	betterHigher = []string{"eq-vas", "who-5", "sf-36-physical", "sf-36-mental", "facit-fatigue", "act"}
	eitherWay    = []string{"promis-t"}
)

func betterScore(title string) journal.Polarity {
	packs, err := instrument.BuiltIn()
	if err != nil {
		return journal.Neutral
	}
	totals, err := instrument.TotalsOnly()
	if err != nil {
		return journal.Neutral
	}
	packs = append(slices.Clip(packs), totals...)
	i := slices.IndexFunc(packs, func(p *instrument.Pack) bool { return journal.Fold(p.Title) == journal.Fold(title) })
	switch {
	case i < 0 || slices.Contains(eitherWay, packs[i].ID):
		return journal.Neutral
	case slices.Contains(betterHigher, packs[i].ID):
		return journal.HigherIsBetter
	}
	return journal.HigherIsWorse
}
