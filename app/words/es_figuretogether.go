package words

// spanishTogether is englishTogether in Spanish.
var spanishTogether = map[string]string{
	"together.title":           "Qué viene junto",
	"together.note":            "Días con ambos síntomas; entre paréntesis, cuántos traería solo el azar. Cuanto más oscuro, más a menudo juntos.",
	"together.no_share":        "sin color: uno de ellos se anotó solo cuando estaba, o estaba siempre",
	"together.unknown":         "nunca se conocen el mismo día",
	"together.left_out":        "No se muestran: %s que vinieron en menos días.",
	"together.head.one":        "Síntoma",
	"together.head.other":      "Con",
	"together.head.both":       "Días con ambos",
	"together.head.known":      "Días en que se conocen ambos",
	"together.head.expected":   "Esperado por azar",
	"together.head.only_one":   "Solo el primero",
	"together.head.only_other": "Solo el segundo",
	"together.head.neither":    "Ninguno",
	"together.empty":           "Todavía no hay dos síntomas de %s que comparar.",
	"together.empty.picture":   "Menos de dos síntomas en este tiempo",
	"together.sum.range":       "Cuáles de %s de %s vinieron los mismos días, del %s al %s (%s).",
	"together.sum.pair":        "%s y %s vinieron juntos en %s, de %s en que se conocen ambos.",
	"together.sum.expected":    "Si uno viniera sin relación con el otro, serían unos %s.",
	"together.sum.no_expected": "No se puede decir cuántos traería solo el azar, porque uno de ellos estuvo presente todos esos días.",
	"together.sum.apart":       "%s nunca vinieron el mismo día.",
	"together.sum.never":       "%s no se pueden comparar: no hay un día en que se conozcan ambos.",
	"together.sum.caution":     "Un día en que no se conoce un síntoma no cuenta como un día sin él. Que vengan juntos no quiere decir que uno lleve al otro, y los días seguidos se parecen, así que una pequeña diferencia con el azar dice poco.",
}
