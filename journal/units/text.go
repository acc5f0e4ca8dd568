package units

import "strings"

// texts are UCUM codes that nobody writes by hand, and how people write them.
var texts = map[string]string{"mm[Hg]": "mmHg", "Cel": "°C", "[degF]": "°F", "[lb_av]": "lb", "[oz_av]": "oz", "[in_i]": "in",
	"[ft_i]": "ft", "[mi_i]": "mi", "[stone_av]": "st", "[foz_us]": "fl oz", "dB[SPL]": "dB", "kg/m2": "kg/m²", "cm[H2O]": "cmH2O",
	"ug": "µg", "ug/L": "µg/L", "10*3/uL": "10³/µL", "10*6/uL": "10⁶/µL", "mL/min/{1.73_m2}": "mL/min/1.73 m²"}

// Text writes a UCUM code as people do: mmHg for mm[Hg]. One that is not known stays,
// without the marks of an annotation.
func Text(code string) string {
	if text, ok := texts[code]; ok {
		return text
	}
	return strings.Trim(code, "{}()")
}

// Code returns the UCUM code of a unit that [Text] writes otherwise; case does not
// matter.
func Code(text string) (code string, ok bool) {
	for code, shown := range texts {
		if strings.EqualFold(text, shown) {
			return code, true
		}
	}
	return "", false
}
