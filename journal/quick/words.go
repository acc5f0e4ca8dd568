package quick

import (
	"strings"
	"unicode"

	"kith/journal"
)

// word is one word of the line, or several in quotes.
type word struct {
	text   string
	quoted bool
	// from and to are its bytes in the line, without quotes; 0 and 0 is none.
	from, to int
}

func (w word) lower() string { return strings.ToLower(w.text) }

// split cuts a line at blanks; quotes hold words together.
func split(text string, offset int) []word {
	var out []word
	var current strings.Builder
	quoted, from := false, 0
	flush := func(wasQuoted bool, end int) {
		if s := strings.TrimSpace(current.String()); s != "" {
			out = append(out, word{text: s, quoted: wasQuoted, from: offset + from, to: offset + end})
		}
		current.Reset()
	}
	for i, r := range text {
		if current.Len() == 0 {
			from = i
		}
		switch {
		case r == '"' || r == '“' || r == '”' || r == '„':
			flush(quoted, i)
			quoted = !quoted
		case unicode.IsSpace(r) && !quoted:
			flush(false, i)
		case unicode.IsControl(r):
			current.WriteByte(' ')
		default:
			current.WriteRune(r)
		}
	}
	flush(quoted, len(text))
	return out
}

func joined(words []word) string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.text
	}
	return strings.Join(texts, " ")
}

func set(words ...string) map[string]bool {
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[w] = true
	}
	return out
}

var (
	takenWords   = set("took", "taken", "take")
	skippedWords = set("skipped", "skip", "missed")
	clauseWords  = set("after", "in", "for")

	// doseUnits are units in which medicines are counted and little else.
	doseUnits = set("mg", "mcg", "µg", "ug", "iu", "ie", "tablet", "tablets", "tab", "tabs", "tbl", "pill", "pills", "capsule",
		"capsules", "cap", "caps", "puff", "puffs", "drop", "drops", "unit", "units", "patch", "patches", "sachet",
		"sachets", "spray", "sprays", "ampoule", "injection", "lozenge", "lozenges", "meq")

	// severities are ranked words; "no headache" is an answer and not one of them.
	severities = map[string]int64{"mild": 1, "moderate": 2, "severe": 3}
)

// ucum spells units of measures as UCUM does; what is not here stays as typed.
var ucum = map[string]string{"kg": "kg", "g": "g", "lb": "[lb_av]", "lbs": "[lb_av]", "st": "[stone_av]", "cm": "cm", "mm": "mm", "m": "m", "km": "km", "in": "[in_i]",
	"mi": "[mi_i]", "c": "Cel", "°c": "Cel", "f": "[degF]", "°f": "[degF]", "bpm": "/min", "/min": "/min", "mmhg": "mm[Hg]",
	"mg/dl": "mg/dL", "mmol/l": "mmol/L", "%": "%", "l": "L", "ml": "mL", "dl": "dL", "kcal": "kcal", "kj": "kJ",
	"l/min": "L/min", "ms": "ms", "h": "h", "min": "min", "steps": "", "step": ""}

// measure is a common measure: how it is called, and what a bare number means.
type measure struct {
	name  string
	scale journal.Scale
	// unit is what a number without a unit has; ask means that it must be said, in
	// one of units as a rule.
	unit  string
	ask   string
	units []string
}

var measures = map[string]measure{
	"weight":         {name: "Weight", scale: journal.Quantity, ask: "weight 72.5 kg", units: []string{"kg", "lb"}},
	"height":         {name: "Height", scale: journal.Quantity, ask: "height 172 cm", units: []string{"cm", "in"}},
	"waist":          {name: "Waist", scale: journal.Quantity, ask: "waist 84 cm", units: []string{"cm", "in"}},
	"temp":           {name: "Temperature", scale: journal.Quantity, ask: "temp 38.2 C", units: []string{"C", "F"}},
	"temperature":    {name: "Temperature", scale: journal.Quantity, ask: "temperature 38.2 C", units: []string{"C", "F"}},
	"glucose":        {name: "Blood glucose", scale: journal.Quantity, ask: "glucose 95 mg/dL", units: []string{"mg/dL", "mmol/L"}},
	"sugar":          {name: "Blood glucose", scale: journal.Quantity, ask: "sugar 95 mg/dL", units: []string{"mg/dL", "mmol/L"}},
	"blood glucose":  {name: "Blood glucose", scale: journal.Quantity, ask: "blood glucose 95 mg/dL", units: []string{"mg/dL", "mmol/L"}},
	"blood sugar":    {name: "Blood glucose", scale: journal.Quantity, ask: "blood sugar 95 mg/dL", units: []string{"mg/dL", "mmol/L"}},
	"water":          {name: "Water", scale: journal.Quantity, ask: "water 500 ml", units: []string{"ml", "l"}},
	"pulse":          {name: "Heart rate", scale: journal.Quantity, unit: "/min"},
	"hr":             {name: "Heart rate", scale: journal.Quantity, unit: "/min"},
	"heart rate":     {name: "Heart rate", scale: journal.Quantity, unit: "/min"},
	"spo2":           {name: "Oxygen saturation", scale: journal.Quantity, unit: "%"},
	"oxygen":         {name: "Oxygen saturation", scale: journal.Quantity, unit: "%"},
	"bmi":            {name: "Body mass index", scale: journal.Quantity, unit: "kg/m2"},
	"peak flow":      {name: "Peak flow", scale: journal.Quantity, unit: "L/min"},
	"steps":          {name: "Steps", scale: journal.Count},
	"mood":           {name: "Mood", scale: journal.NRS},
	"energy":         {name: "Energy", scale: journal.NRS},
	"stress":         {name: "Stress", scale: journal.NRS},
	"sleep quality":  {name: "Sleep quality", scale: journal.NRS},
	"focus":          {name: "Focus", scale: journal.NRS},
	"sleep":          {name: "Sleep", scale: journal.Duration},
	"slept":          {name: "Sleep", scale: journal.Duration},
	"bp":             {name: bloodPressure, scale: journal.Components},
	"rr":             {name: bloodPressure, scale: journal.Components},
	"blood pressure": {name: bloodPressure, scale: journal.Components},
}

const bloodPressure = "Blood pressure"

// factors are things that matter by having been there.
var factors = set("wine", "beer", "alcohol", "coffee", "tea", "chocolate", "cheese", "period", "travel", "exercise", "walk", "run", "yoga",
	"swim", "gym", "party", "work", "sun", "rain", "storm", "smoking", "cigarette", "cigarettes", "sex", "fasting", "nap")
