package journal

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"kith/assets"
)

// mindNames are the folded names, in the tables of the vocabulary that is built in,
// of what is about mood and mind.
var mindNames = sync.OnceValue(func() map[string]bool {
	found := map[string]bool{}
	for _, kind := range []Kind{KindCondition, KindSymptom, KindMeasure} {
		table, err := assets.Terms(kind.String())
		if err != nil {
			continue // it is built in, which a test of package assets proves; the stems below stay
		}
		for line := range bytes.Lines(table) {
			columns := strings.Split(string(line), "\t") // id, label, category, synonyms...; see assets/terms/README.md
			if len(columns) < 4 || columns[2] != "mental" && columns[2] != "mood" {
				continue
			}
			for _, name := range append(strings.Split(columns[3], "|"), columns[1]) {
				if name = Fold(name); name != "" {
					found[name] = true
				}
			}
		}
	}
	return found
})

// mindStems begin words that are about the mind wherever they stand in a name, in
// the languages of the program, without accents. It is better to keep too much with
// the mind than to show it to somebody who was to see a rash.
var mindStems = []string{"mood", "anxi", "depress", "panic", "suicid", "psych", "bipolar", "emotion", "mental", "mania", "manic",
	"schizo", "trauma", "ptsd", "selfharm", "stress", "phobi", "obsess", "compuls", "delusion", "hallucinat",
	"animo", "ansie", "ansio", "depres", "estres", "psiqui", "psico", "emoci", "fobia", "obses"}

// aboutMind reports whether a name is about mood and mind: it is so in the tables,
// or one of its words says so.
func aboutMind(name string) bool {
	return mindNames()[Fold(name)] || slices.ContainsFunc(words(name), mindWord)
}

func mindWord(word string) bool {
	return slices.ContainsFunc(mindStems, func(stem string) bool { return strings.HasPrefix(word, stem) })
}

// mindInstruments are the short names of questionnaires about mood and mind, without
// the number of their questions.
var mindInstruments = map[string]bool{"phq": true, "gad": true, "epds": true, "hads": true, "bdi": true, "bai": true,
	"cesd": true, "ces": true, "dass": true, "madrs": true, "hamd": true, "hama": true, "ymrs": true, "mdq": true, "pcl": true, "asrs": true,
	"ybocs": true, "gds": true, "k6": true, "k10": true, "who5": true}

// asksAboutMind reports whether a questionnaire of this name is about mood and mind:
// "PHQ-9", "phq-8 PHQ-8 (total)", "WHO-5", "my panic list".
func asksAboutMind(name string) bool {
	if aboutMind(name) {
		return true
	}
	spoken := words(name)
	for i, word := range spoken {
		if mindInstruments[word] || mindInstruments[strings.TrimRight(word, "0123456789")] ||
			i > 0 && mindInstruments[spoken[i-1]+word] {
			return true
		}
	}
	return false
}
