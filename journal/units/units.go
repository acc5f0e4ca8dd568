// Package units reads a number in another unit, for people who are used to it. It
// promises that what was typed stays as it was typed: a reading in another unit is
// help beside it and is kept nowhere.
//
// Units are UCUM codes (https://ucum.org), as package journal keeps them. Only units
// that patients use are known.
package units

import (
	"math"
	"strconv"
	"strings"

	"kith/journal"
)

// unit is a unit as a multiple of the base of its dimension, from where that is
// zero: base = number*factor + offset.
type unit struct {
	dimension      string
	factor, offset float64
}

// The factors are exact by definition (International System, Brochure 9; NIST
// Special Publication 811, appendix B).
var known = map[string]unit{
	"kg": {"mass", 1000, 0}, "g": {"mass", 1, 0}, "mg": {"mass", 1e-3, 0}, "ug": {"mass", 1e-6, 0},
	"[lb_av]": {"mass", 453.59237, 0}, "[oz_av]": {"mass", 28.349523125, 0}, "[stone_av]": {"mass", 6350.29318, 0},
	"m": {"length", 1, 0}, "cm": {"length", 0.01, 0}, "mm": {"length", 0.001, 0}, "km": {"length", 1000, 0},
	"[in_i]": {"length", 0.0254, 0}, "[ft_i]": {"length", 0.3048, 0}, "[mi_i]": {"length", 1609.344, 0},
	"Cel": {"temperature", 1, 0}, "[degF]": {"temperature", 5.0 / 9, -160.0 / 9},
	"L": {"volume", 1, 0}, "mL": {"volume", 1e-3, 0}, "dL": {"volume", 0.1, 0}, "[foz_us]": {"volume", 0.0295735295625, 0},
	"mm[Hg]": {"pressure", 133.322387415, 0}, "kPa": {"pressure", 1000, 0}, "hPa": {"pressure", 100, 0},
	"kcal": {"energy", 4184, 0}, "kJ": {"energy", 1000, 0},
	"h": {"time", 3600, 0}, "min": {"time", 60, 0}, "s": {"time", 1, 0},
	"g/L": {"concentration", 1, 0}, "g/dL": {"concentration", 10, 0}, "mg/dL": {"concentration", 0.01, 0},
	"mg/L": {"concentration", 1e-3, 0}, "ug/L": {"concentration", 1e-6, 0}, "ng/mL": {"concentration", 1e-6, 0},
	"mmol/L": {"molarity", 1e-3, 0}, "umol/L": {"molarity", 1e-6, 0}, "nmol/L": {"molarity", 1e-9, 0},
	// Glycated haemoglobin: NGSP = 0.09148 * IFCC + 2.152 (Hoelzel and others,
	// Clinical Chemistry 50:166, 2004).
	"mmol/mol": {"a1c", 0.09148, 2.152},
}

// others are the units that a reading in one is shown in.
var others = map[string]string{
	"kg": "[lb_av]", "[lb_av]": "kg", "[stone_av]": "kg", "g": "[oz_av]", "[oz_av]": "g", "cm": "[in_i]", "[in_i]": "cm", "m": "[ft_i]",
	"[ft_i]": "m", "km": "[mi_i]", "[mi_i]": "km", "Cel": "[degF]", "[degF]": "Cel", "mL": "[foz_us]", "[foz_us]": "mL", "kPa": "mm[Hg]",
	"kcal": "kJ", "kJ": "kcal", "mg/dL": "mmol/L", "mmol/L": "mg/dL", "umol/L": "mg/dL", "nmol/L": "ng/mL", "ng/mL": "nmol/L",
	"%": "mmol/mol", "mmol/mol": "%", "g/dL": "g/L", "g/L": "g/dL",
}

// substances are grams in a mole of what is measured by mass here and by number
// there, by a word of its name (atomic weights: IUPAC 2021).
var substances = []struct {
	word  string
	grams float64
}{
	{"glucose", 180.156}, {"sugar", 180.156}, {"cholesterol", 386.65}, {"ldl", 386.65}, {"hdl", 386.65}, {"triglyceride", 885.4},
	{"creatinine", 113.12}, {"uric acid", 168.11}, {"urate", 168.11}, {"bilirubin", 584.66}, {"calcium", 40.078}, {"magnesium", 24.305},
	{"vitamin d", 400.64}, {"urea", 60.06},
}

// Convert returns a number of one unit in another. name is what was measured
// ("Blood glucose"), which decides between mass and amount of substance. ok is false
// where the units do not belong together.
func Convert(n float64, from, to, name string) (converted float64, ok bool) {
	a, okA := find(from, name)
	b, okB := find(to, name)
	if !okA || !okB {
		return 0, false
	}
	base := n*a.factor + a.offset
	switch {
	case a.dimension == b.dimension:
	case a.dimension == "concentration" && b.dimension == "molarity":
		grams, ok := gramsOf(name)
		if !ok {
			return 0, false
		}
		base /= grams
	case a.dimension == "molarity" && b.dimension == "concentration":
		grams, ok := gramsOf(name)
		if !ok {
			return 0, false
		}
		base *= grams
	default:
		return 0, false
	}
	converted = (base - b.offset) / b.factor
	return converted, !math.IsNaN(converted) && !math.IsInf(converted, 0)
}

// find returns a unit; a share is a unit of glycated haemoglobin alone.
func find(code, name string) (unit, bool) {
	if code == "%" && (strings.Contains(strings.ToLower(name), "a1c") || strings.Contains(strings.ToLower(name), "glycated")) {
		return unit{"a1c", 1, 0}, true
	}
	u, ok := known[code]
	return u, ok
}

func gramsOf(name string) (float64, bool) {
	name = strings.ToLower(name)
	for _, s := range substances {
		if strings.Contains(name, s.word) {
			return s.grams, true
		}
	}
	return 0, false
}

// Other returns what a reading of name is in the other unit that people use, rounded
// as it is read, and that unit. ok is false where there is none.
func Other(n journal.Decimal, code, name string) (text, other string, ok bool) {
	other, ok = others[code]
	if !ok {
		return "", "", false
	}
	converted, ok := Convert(n.Float(), code, other, name)
	if !ok || math.Abs(converted) >= 1e9 {
		return "", "", false
	}
	return rounded(converted), other, true
}

// rounded writes three or four digits, as a scale would show them.
func rounded(f float64) string {
	decimals := 1
	switch size := math.Abs(f); {
	case size >= 1000 || size == 0:
		decimals = 0
	case size < 0.1:
		decimals = 4
	case size < 1:
		decimals = 2
	}
	text := strconv.FormatFloat(f, 'f', decimals, 64)
	if strings.Trim(text, "-0.") == "" {
		return "0"
	}
	return text
}
