package words

// spanishScatter is englishScatter in Spanish.
var spanishScatter = map[string]string{
	"scatter.title":         "%s y %s",
	"scatter.title.none":    "Dos medidas, día a día",
	"scatter.days":          "{n} días",
	"scatter.fit":           "recta que mejor se ajusta",
	"scatter.band":          "donde podría estar esa recta (95%)",
	"scatter.lagged":        "%s, %s",
	"scatter.lag.one":       "el día anterior",
	"scatter.lag.many":      "%d días antes",
	"scatter.head.day":      "Día",
	"scatter.note":          "Cada punto es un día. Correlación %s, %s, falta el %s de los días",
	"scatter.note.few":      "Cada punto es un día. %s, falta el %s de los días",
	"scatter.empty":         "No hay ningún día en que se conozcan %s y %s.",
	"scatter.empty.two":     "Todavía no hay dos medidas de %s que comparar.",
	"scatter.empty.picture": "Ningún día con ambos valores",
	"scatter.sum.range":     "%s frente a %s, de %s, del %s al %s (%s).",
	"scatter.sum.days":      "Ambos se conocen en %s; falta el %s de los días, que cuenta como desconocido.",
	"scatter.sum.with.more": "Un valor más alto de %s va con uno más alto de %s: la correlación es %s, en %s.",
	"scatter.sum.with.less": "Un valor más alto de %s va con uno más bajo de %s: la correlación es %s, en %s.",
	"scatter.sum.with.none": "En estos días %s y %s apenas van juntos en línea recta: la correlación es %s, en %s.",
	"scatter.sum.band":      "La recta y su franja se dibujan solo donde hay días. La franja tiene en cuenta que un día se parece al anterior.",
	"scatter.sum.few":       "No hay datos suficientes para una recta: hacen falta al menos %d días.",
	"scatter.sum.same":      "Uno de los dos tiene el mismo valor todos estos días, así que no se puede dibujar una recta.",
	"scatter.left_out":      "No se muestran: %s en otra unidad o en palabras.",
	"scatter.sum.caution":   "Que dos cosas vayan juntas no muestra que una llevara a la otra.",
}
