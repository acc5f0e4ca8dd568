package terms_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"kith/journal"
	"kith/journal/terms"
)

// TestMeasures holds every measure to what an entry form needs to know of it: a
// scale, a polarity, units where it has a dimension, parts where it has several,
// and a range whose ends are in order.
func TestMeasures(t *testing.T) {
	v := builtin(t)
	all := v.Terms(journal.KindMeasure)
	if len(all) < 250 {
		t.Errorf("%d measures, not 250", len(all))
	}
	codes := map[journal.Code]string{}
	for _, term := range all {
		for key := range term.Extra {
			if !slices.Contains([]string{"scale", "unit", "parts", "polarity", "range"}, key) {
				t.Errorf("%s has the fact %q", term.ID, key)
			}
		}
		scale, err := journal.ParseScale(term.Extra["scale"])
		if err != nil {
			t.Errorf("%s: %v", term.ID, err)
		}
		var polarity journal.Polarity
		if err := polarity.UnmarshalText([]byte(term.Extra["polarity"])); err != nil {
			t.Errorf("%s: %v", term.ID, err)
		}
		dimension := scale == journal.Quantity || scale == journal.Components
		if units := term.Extra["unit"]; dimension != (units != "") {
			t.Errorf("%s is a %s in %q", term.ID, scale, units)
		}
		for _, unit := range strings.Split(term.Extra["unit"], ",") {
			if unit != "" && !isUCUM(unit) {
				t.Errorf("%s is measured in %q", term.ID, unit)
			}
		}
		if parts := term.Extra["parts"]; (scale == journal.Components) != (strings.Count(parts, ",") > 0) {
			t.Errorf("%s is a %s of %q", term.ID, scale, parts)
		}
		checkRange(t, &term, scale)
		for _, c := range term.Codes {
			if other := codes[c]; other != "" {
				t.Errorf("%s:%s stands at %s and %s", c.System, c.Code, other, term.ID)
			}
			codes[c] = term.ID
		}
		for _, name := range append([]string{term.Label}, term.Synonyms...) {
			if m := v.Match(journal.KindMeasure, name, 1); m.Term == nil || m.Term.ID != term.ID {
				t.Errorf("%q of %s leads to %v", name, term.ID, m.Term)
			}
		}
	}
	if len(codes) < 50 {
		t.Errorf("%d codes, not 50", len(codes))
	}
}

// checkRange wants two numbers in order wherever a number is typed.
func checkRange(t *testing.T, term *terms.Term, scale journal.Scale) {
	t.Helper()
	if term.Extra["range"] == "" {
		if scale != journal.Text && scale != journal.YesNo && scale != journal.Ordinal {
			t.Errorf("%s has no range", term.ID)
		}
		return
	}
	low, high, _ := strings.Cut(term.Extra["range"], ",")
	from, err := strconv.ParseFloat(low, 64)
	to, err2 := strconv.ParseFloat(high, 64)
	if err != nil || err2 != nil || from >= to {
		t.Errorf("%s has the range %q", term.ID, term.Extra["range"])
	}
	if scale == journal.NRS && (from != 0 || to != 10) {
		t.Errorf("%s is rated from %s to %s", term.ID, low, high)
	}
}

// isUCUM reports whether a unit is a product of the UCUM atoms that measures use,
// with their prefixes: mg/dL, 10*9/L, mL/min/{1.73_m2}.
func isUCUM(unit string) bool {
	whole := []string{"", "1", "%", "Cel", "[degF]", "[lb_av]", "[in_i]", "[ft_i]", "[mi_i]", "[foz_us]", "[cup_us]", "[ppb]", "[pH]",
		"m[H2O]", "[in_i'Hg]", "10*3", "10*6", "10*9", "10*12", "dB", "mm[Hg]", "hPa", "min", "h", "m2"}
	metric := []string{"g", "m", "L", "s", "mol", "eq", "osm", "U", "[iU]", "[IU]", "cal", "J"}
	for _, atom := range strings.Split(unit, "/") {
		if strings.HasPrefix(atom, "{") && strings.HasSuffix(atom, "}") || slices.Contains(whole, atom) {
			continue
		}
		bare := slices.Contains(metric, atom) || len(atom) > 1 && strings.Contains("kcdmunpf", atom[:1]) && slices.Contains(metric, atom[1:])
		if !bare {
			return false
		}
	}
	return true
}

// TestMeasureNames asks for measures as people call them.
func TestMeasureNames(t *testing.T) {
	v := builtin(t)
	for text, id := range map[string]string{
		"bp": "m:blood-pressure", "sugar": "m:blood-sugar", "Blood glucose": "m:blood-sugar", "sats": "m:oxygen-saturation",
		"SpO2": "m:oxygen-saturation", "A1c": "m:hba1c", "sed rate": "m:esr", "temp": "m:body-temperature",
		"Temperature": "m:body-temperature", "pulse": "m:heart-rate", "HRV": "m:heart-rate-variability", "weight": "m:weight",
		"BMI": "m:bmi", "WBC": "m:white-blood-cells", "haemoglobin": "m:hemoglobin", "bad cholesterol": "m:ldl-cholesterol",
		"kidney function": "m:egfr", "INR": "m:inr", "peak flow": "m:peak-flow", "hours slept": "m:sleep-duration",
		"step count": "m:steps", "spoons": "m:energy", "screen time": "m:screen-time", "cups of coffee": "m:coffee-drunk",
		"glasses of water": "m:water-drunk", "barometric pressure": "m:air-pressure", "bristol": "m:stool-type",
		"period flow": "m:menstrual-flow", "pain score": "m:pain-level", "TSH": "m:tsh",
	} {
		if m := v.Match(journal.KindMeasure, text, 1); m.Term == nil || m.Term.ID != id {
			t.Errorf("%q is taken for %v, not %s", text, m.Term, id)
		}
	}
}
